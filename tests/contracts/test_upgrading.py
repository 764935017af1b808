"""A new book is made in one step as all migrations would make it, and a book of any earlier version is brought up to date."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import psycopg
import pytest

from tests.browser.serving import ROOT, START, environment
from tests.schemas import Database, columns, contents, described

pytestmark = pytest.mark.slow
FIRST = "0002"
"""The last migration of the first version."""
_KEY = "018bcfe568007000800000000000000a"
ROWS = {
    FIRST: (
        "INSERT INTO store_user (id, password, is_superuser, username, first_name, last_name, email, is_staff, is_active, "
        "date_joined) VALUES (1, '!', '0', 'me', '', '', '', '0', '1', '2024-01-01')",
        "INSERT INTO store_book (id, uuid, name, is_sample, zone, created_at) "
        "VALUES (1, '018f0000000070008000000000000001', 'Mine', '0', 'UTC', '2024-01-01')",
        "INSERT INTO store_member (id, book_id, user_id, part) VALUES (1, 1, 1, 'owner')",
        "INSERT INTO store_batch (id, book_id, uuid, number, state, belongs_to, started_at, lease_until, process, stop_asked, "
        "counts, error) VALUES (1, 1, '018f0000000070008000000000000002', 1, 'done', 'mine', '2024-01-01', 0, '', '0', '{}', '')",
        "INSERT INTO store_batchfile (id, book_id, batch_id, label, source, size) VALUES (1, 1, 1, 'a.mbox', 'mbox', 9)",
        "INSERT INTO store_person (id, book_id, uuid, name, sort_name, is_me, by_hand, created_at) "
        "VALUES (1, 1, '018f0000000070008000000000000003', 'Zoë Ångström', 'angstrom zoe', '0', '0', '2024-01-01')",
        "INSERT INTO store_identifier (id, book_id, kind, value, person_id, nature, nature_by_hand, own) "
        "VALUES (1, 1, 'email', 'zoe@quill.example', 1, 0, '0', 0)",
        "INSERT INTO store_relationship (id, book_id, person_id, standing, nature, purpose, i_expect, they_expect, at_stake, "
        "note) VALUES (1, 1, 1, '', 'professional', '', '', '', '', '')",
        "INSERT INTO store_metrics (relationship_id, book_id, strength, sums_day, in30, out30, in180, out180, active_days, "
        "interactions, channels) VALUES (1, 1, 0, 19700, 0, 0, 0, 0, 0, 0, 0)",
        "INSERT INTO store_claim (book_id, identifier_id, field, value, origin, first_at, last_at, batch_id) "
        "VALUES (1, 1, 'name', 'Zoë Ångström', 2, 1700000000, 1700000000, 1)",
        "INSERT INTO store_interaction (id, book_id, key, kind, at, zone, subject, snippet, flags, ref, parent, digest, by_hand, "
        "twin) VALUES (1, 1, {key}, 1, 1700000000, '', 'The atlas', 'Here', 0, 0, 0, 0, '0', '0')",
        "INSERT INTO store_content (interaction_id, book_id, text) VALUES (1, 1, 'Here is the lantern plate.')",
        'INSERT INTO store_exchange (id, book_id, uuid, person_id, direction, kind, text, "on", asks_thanks) '
        "VALUES (1, 1, '018f0000000070008000000000000004', 1, 'received', 'advice', 'On plates', 19700, '1')",
        'INSERT INTO store_commitment (id, book_id, uuid, person_id, "by", text, sentence, due, state, made_on) '
        "VALUES (1, 1, '018f0000000070008000000000000005', 1, 'me', 'Send the atlas', '', 19800, 'open', 19700)",
    ),
    "0005": ("INSERT INTO store_csvmapping (id, book_id, fingerprint, columns) VALUES (1, 1, 'a1', '{}')",),
    "0009": (
        "INSERT INTO store_goal (id, book_id, uuid, title, why, state, made_on, ending) "
        "VALUES (1, 1, '018f0000000070008000000000000006', 'An atlas', '', 'open', 19700, '')",
    ),
    "0016": (
        'INSERT INTO store_feeling (id, book_id, uuid, person_id, "on", score, text) '
        "VALUES (1, 1, '018f0000000070008000000000000007', 1, 19700, 4, 'Warm')",
    ),
}
"""What was written down by whoever had come as far as a migration."""
STOPS = [*ROWS, "0018"]
_BEGIN = "from comity.interfaces.cli.shared import prepare; prepare()"
_SAVED = (
    "import sys; from pathlib import Path; import django; django.setup(); "
    "from comity.actions import backups, bringing_back; {}(Path(sys.argv[1]), backups.Lock('lantern harbour quilt'))"
)
_SAVE, _RESTORE = _SAVED.format("backups.make"), _SAVED.format("bringing_back.restore")
_DIE = (
    "import os, signal; from django.db.migrations.executor import MigrationExecutor; "
    "MigrationExecutor.migrate = lambda *_, **__: os.kill(os.getpid(), signal.SIGKILL); "
)
Held = dict[str, tuple[list[str], Counter[str]]]
"""The columns and rows of tables."""


@dataclass(frozen=True, slots=True)
class Place:
    """A data folder of its own, and on PostgreSQL a database."""

    home: Path
    url: str

    def run(self, *words: str) -> str:
        """Standard output of `python …`."""
        done = self.tried(*words)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def tried(self, *words: str) -> subprocess.CompletedProcess[str]:
        """What came of `python …`."""
        settings = {"COMITY_DATABASE_URL": self.url, "DJANGO_SETTINGS_MODULE": "comity.config.settings"}
        return subprocess.run(
            [sys.executable, *words],
            env=environment(self.home) | settings,
            capture_output=True,
            text=True,
            cwd=ROOT,
            check=False,
        )

    def comity(self, *words: str) -> str:
        """Standard output of `comity …`."""
        return self.run("-c", START, *words)

    def migrate(self, *until: str) -> None:
        """Take the steps of an earlier version."""
        self.run("-m", "django", "migrate", "store", *until, "--verbosity", "0")

    def begin(self) -> None:
        """Have the program of today make the tables, or bring them up to date."""
        self.run("-c", _BEGIN)

    def opened(self) -> closing[Database]:
        """The database itself."""
        if self.url:
            return closing(psycopg.connect(self.url, autocommit=True))
        return closing(sqlite3.connect(self.home / "comity.sqlite3", isolation_level=None))


class Places:
    """Gives new places by name, on the engine under test."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._server, self._made = folder, os.environ["COMITY_DATABASE_URL"], list[str]()

    def new(self, name: str, like: Place | None = None) -> Place:
        """An empty one, or one with all that another holds."""
        home = self._folder / name
        if like:
            shutil.copytree(like.home, home)
        if not self._server:
            return Place(home, "")
        self._made.append(f"{name}_{uuid4().hex}")
        model = urlsplit(like.url).path[1:] if like else "template1"
        self._tell(f"CREATE DATABASE {self._made[-1]} TEMPLATE {model}")
        return Place(home, urlsplit(self._server)._replace(path=f"/{self._made[-1]}").geturl())

    def leave(self) -> None:
        """Remove the databases."""
        for name in self._made:
            self._tell(f"DROP DATABASE {name} WITH (FORCE)")

    def _tell(self, statement: str) -> None:
        with psycopg.connect(self._server, autocommit=True) as database:
            database.execute(statement.encode())


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Places]:
    """Where places are made; they last as long as this module's tests."""
    places = Places(tmp_path_factory.mktemp("places"))
    yield places
    places.leave()


@pytest.fixture(scope="module")
def new(places: Places) -> Place:
    """A book as it is made today; to be read, or copied."""
    place = places.new("new")
    place.begin()
    return place


@pytest.fixture(scope="module")
def stopped(places: Places) -> dict[str, Place]:
    """Books of somebody who began with the first version, and stopped there or later, by the last migration; to be copied."""
    place, found = places.new("old"), {}
    for stop in STOPS:
        place.migrate(stop)
        with place.opened() as database:
            for row in ROWS.get(stop, ()):
                execute(database, row.replace("{key}", f"'\\x{_KEY}'" if place.url else f"x'{_KEY}'"))
        found[stop] = places.new(f"old_{stop}", like=place)
    return found


def everything(place: Place) -> Held:
    """All that is in its tables."""
    with place.opened() as database:
        named = columns(database)
        return {table: (named[table], rows) for table, rows in contents(database, named).items()}


def lost(before: Held, place: Place) -> dict[str, Counter[str]]:
    """Rows that it does not have, or not as they were."""
    with place.opened() as database:
        after = contents(database, {table: named for table, (named, _) in before.items()})
    assert before["store_person"][1].total() == 1
    return {table: rows - after[table] for table, (_, rows) in before.items() if not rows <= after[table]}


def execute(database: Database, statement: str) -> None:
    """Have the database do it."""
    database.cursor().execute(statement)


def test_a_new_book_is_made_as_all_steps_since_the_first_version_would_make_it(
    places: Places, new: Place
) -> None:
    stepwise = places.new("stepwise")
    stepwise.migrate()
    stepwise.begin()
    with new.opened() as one, stepwise.opened() as other:
        assert described(one) == described(other)
        told = {table: set(named) - {'"id"', '"applied"'} for table, named in columns(one).items()}
        found, wanted = contents(one, told), contents(other, told)
    assert found["django_migrations"] == wanted["django_migrations"]
    assert {table: rows.total() for table, rows in found.items()} == {
        table: rows.total() for table, rows in wanted.items()
    }


@pytest.mark.parametrize("stop", STOPS)
def test_a_book_that_stopped_at_an_earlier_step_becomes_like_a_new_one_and_keeps_every_row(
    places: Places, stopped: dict[str, Place], new: Place, stop: str
) -> None:
    old = places.new(f"from_{stop}", like=stopped[stop])
    before = everything(old)
    old.begin()
    assert lost(before, old) == {}
    with old.opened() as database, new.opened() as fresh:
        assert described(database) == described(fresh)
    assert "The atlas" in old.comity("search", "lantern")
    assert "Zoë Ångström" in old.comity("search", "angs")


def test_a_backup_of_an_earlier_version_is_restored_and_brought_up_to_date(
    places: Places, stopped: dict[str, Place], new: Place, tmp_path: Path
) -> None:
    saved, place = str(tmp_path / "book.age"), places.new("restored", like=new)
    stopped["0009"].run("-c", _SAVE, saved)
    place.run("-c", _RESTORE, saved)
    place.begin()
    assert lost(everything(stopped["0009"]), place) == {}
    with place.opened() as database, new.opened() as fresh:
        assert described(database) == described(fresh)
    assert "The atlas" in place.comity("search", "lantern")


def test_who_is_killed_while_a_new_book_is_made_begins_anew(places: Places) -> None:
    killed = places.new("killed")
    assert killed.tried("-c", _DIE + _BEGIN).returncode < 0
    with killed.opened() as database:
        assert columns(database) == {}
    assert "Nothing needs you today" in killed.comity("today")


@pytest.mark.parametrize("stop", ["", "0009"])
def test_first_commands_at_the_same_moment_wait_for_one_another(
    places: Places, stopped: dict[str, Place], stop: str
) -> None:
    place = places.new(f"at_once{stop}", like=stopped[stop] if stop else None)
    with ThreadPoolExecutor() as together:
        words = ("today", "people", "doctor", "me", "sweep")
        ended = list(together.map(lambda word: place.tried("-c", START, word), words))
    assert [(one.returncode, one.stderr) for one in ended] == [(0, "")] * len(words)
    with place.opened() as database:
        users = contents(database, {"store_user": ['"username"']})["store_user"]
    assert users.total() == 1


def test_guards_lost_in_an_interrupted_migration_come_back_at_the_next_start(
    places: Places, new: Place
) -> None:
    place = places.new("lost", like=new)
    with place.opened() as database:
        guards = described(database)["triggers"]
        on = " ON store_relationship" if place.url else "_insert"
        execute(database, f"DROP TRIGGER store_relationship_same_book{on}")
        assert described(database)["triggers"] < guards
    place.begin()
    with place.opened() as database:
        assert described(database)["triggers"] == guards
