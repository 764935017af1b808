"""A book of an earlier version is brought up to date, with all that is in it."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

FIRST = "0002"
"""The last migration of the first version."""
ROWS = (
    "INSERT INTO store_user (id, password, is_superuser, username, first_name, last_name, email, is_staff, is_active, "
    "date_joined) VALUES (1, '!', 0, 'me', '', '', '', 0, 1, '2024-01-01')",
    "INSERT INTO store_book (id, uuid, name, is_sample, zone, created_at) "
    "VALUES (1, '018f0000000070008000000000000001', 'Mine', 0, 'UTC', '2024-01-01')",
    "INSERT INTO store_member (id, book_id, user_id, part) VALUES (1, 1, 1, 'owner')",
    "INSERT INTO store_batch (id, book_id, uuid, number, state, belongs_to, started_at, lease_until, process, stop_asked, "
    "counts, error) VALUES (1, 1, '018f0000000070008000000000000002', 1, 'done', 'mine', '2024-01-01', 0, '', 0, '{}', '')",
    "INSERT INTO store_batchfile (id, book_id, batch_id, label, source, size) VALUES (1, 1, 1, 'a.mbox', 'mbox', 9)",
    "INSERT INTO store_person (id, book_id, uuid, name, sort_name, is_me, by_hand, created_at) "
    "VALUES (1, 1, '018f0000000070008000000000000003', 'Zoë Ångström', 'angstrom zoe', 0, 0, '2024-01-01')",
    "INSERT INTO store_identifier (id, book_id, kind, value, person_id, nature, nature_by_hand, own) "
    "VALUES (1, 1, 'email', 'zoe@quill.example', 1, 0, 0, 0)",
    "INSERT INTO store_relationship (id, book_id, person_id, standing, nature, purpose, i_expect, they_expect, at_stake, "
    "note) VALUES (1, 1, 1, '', 'professional', '', '', '', '', '')",
    "INSERT INTO store_metrics (relationship_id, book_id, strength, sums_day, in30, out30, in180, out180, active_days, "
    "interactions, channels) VALUES (1, 1, 0, 19700, 0, 0, 0, 0, 0, 0, 0)",
    "INSERT INTO store_claim (book_id, identifier_id, field, value, origin, first_at, last_at, batch_id) "
    "VALUES (1, 1, 'name', 'Zoë Ångström', 2, 1700000000, 1700000000, 1)",
    "INSERT INTO store_interaction (id, book_id, key, kind, at, zone, subject, snippet, flags, ref, parent, digest, by_hand, "
    "twin) VALUES (1, 1, x'018bcfe568007000800000000000000a', 1, 1700000000, '', 'The atlas', 'Here', 0, 0, 0, 0, 0, 0)",
    "INSERT INTO store_content (interaction_id, book_id, text) VALUES (1, 1, 'Here is the lantern plate.')",
    "INSERT INTO store_fulltext (rowid, subject, body) VALUES (1, 'The atlas', 'Here is the lantern plate.')",
    'INSERT INTO store_exchange (id, book_id, uuid, person_id, direction, kind, text, "on", asks_thanks) '
    "VALUES (1, 1, '018f0000000070008000000000000004', 1, 'received', 'advice', 'On plates', 19700, 1)",
)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """The data folder of somebody who last used the first version."""
    folder = tmp_path / "home"
    folder.mkdir(mode=0o700)
    _run(folder, "-m", "django", "migrate", "store", FIRST, "--verbosity", "0")
    database = sqlite3.connect(folder / "comity.sqlite3")
    with database:
        for statement in ROWS:
            database.execute(statement)
    database.close()
    return folder


def test_what_an_earlier_version_kept_is_there_and_found(home: Path) -> None:
    assert "Zoë Ångström" in _comity(home, "people")
    assert "The atlas" in _comity(home, "search", "lantern")
    assert "Zoë Ångström" in _comity(home, "search", "angs")
    assert "On plates" in _comity(home, "person", "Zoë")


def test_a_book_brought_up_to_date_is_guarded_like_a_new_one(home: Path) -> None:
    _comity(home, "people")
    fresh = home.with_name("fresh")
    _comity(fresh, "people")
    assert _triggers(home) == _triggers(fresh) != set()


def test_guards_lost_in_an_interrupted_migration_come_back_at_the_next_start(home: Path) -> None:
    _comity(home, "people")
    guards = _triggers(home)
    database = sqlite3.connect(home / "comity.sqlite3")
    with database:
        database.execute(f"DROP TRIGGER {min(guards)}")
    database.close()
    _comity(home, "people")
    assert _triggers(home) == guards


def _triggers(home: Path) -> set[str]:
    database = sqlite3.connect(home / "comity.sqlite3")
    found = database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
    database.close()
    return {name for (name,) in found}


def _comity(home: Path, *words: str) -> str:
    return _run(home, "-c", "from comity.interfaces.cli import main; main()", *words)


def _run(home: Path, *arguments: str) -> str:
    environment = os.environ | {
        "COMITY_HOME": str(home),
        "DJANGO_SETTINGS_MODULE": "comity.config.settings",
    }
    done = subprocess.run([sys.executable, *arguments], env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout
