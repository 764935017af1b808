"""Killed (SIGKILL) anywhere, a restore leaves the book of before or the restored one, whole, and the next start cleans up.

A child of this process restores and is killed at a step of it: before it makes, renames or removes something in the data
folder, before it starts the process that brings the book up to date, and before and after what it says to the server.
"""

from __future__ import annotations

import os
import shutil
import signal
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from django.conf import settings
from django.db import connection, connections

from comity.actions import backups, bringing_back, people
from comity.answers import upkeep
from comity.exports import age
from comity.store import forgotten, holding, server_copies, stages
from comity.store.access import Scope
from comity.store.sql import on_sqlite
from tests.canonical import book_as_seen
from tests.made_up import ME, TODAY, bring, new_scope, on_day
from tests.small_book import INES, TOMAS, card, mail, met

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.slow,
    pytest.mark.longest,
    pytest.mark.skipif(not hasattr(os, "fork"), reason="A process cannot be copied here."),
]
LOCK = backups.Lock("lantern harbour quilt")
RECORDS: list[Any] = [
    mail(TODAY - 3, INES, ME, TOMAS, text="Ines Varga sings"),
    met(TODAY - 2, TOMAS),
    card(INES),
]
_ON_DISK = ("os.rename", "os.link", "os.remove", "os.rmdir", "os.mkdir", "subprocess.Popen")
_SAID = ("CREATE SCHEMA", "TRUNCATE", "ALTER TABLE", "DROP SCHEMA", "VACUUM")
_MOVING = "os.rename"


class Steps:
    """Names the steps of this process, and kills it at the one of a number."""

    def __init__(self, wanted: int) -> None:
        self.wanted, self.names = wanted, list[str]()

    def step(self, name: str) -> None:
        if len(self.names) == self.wanted:
            os.kill(os.getpid(), signal.SIGKILL)
        self.names.append(name)

    def audited(self, event: str, given: tuple[Any, ...]) -> None:
        makes = event == "open" and isinstance(given[2], int) and given[2] & os.O_CREAT
        if (makes or event in _ON_DISK) and (
            event == "subprocess.Popen" or str(settings.HOME) in str(given[0])
        ):
            self.step(event)

    def said(self, execute: Callable[..., Any], sql: str, *given: Any) -> Any:
        name = next((name for name in _SAID if sql.startswith(name)), None)
        if name:
            self.step(name)
        return execute(sql, *given)

    def watch(self) -> None:
        """Count from here on, for as long as the process lives."""
        commit = getattr(connection, "_commit")  # noqa: B009 - the one place that every commit passes

        def committed() -> None:
            self.step("commit")
            commit()
            self.step("committed")

        sys.addaudithook(self.audited)
        connection.execute_wrappers.append(self.said)
        patch.object(connection, "_commit", committed).start()


def in_a_child(path: Path, wanted: int, told: Path | None = None) -> int:
    """Restore in a copy of this process, which is killed at a step; its exit code. told: file for the names of all steps."""
    connections.close_all()
    child = os.fork()
    if child == 0:
        code = 1
        try:
            steps = Steps(wanted)
            steps.watch()
            bringing_back.restore(path, LOCK)
            code = 0
            if told is not None:
                told.write_text("\n".join(steps.names))
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def chosen(names: Sequence[str]) -> list[int]:
    """Of each kind of step before the move the first, the middle and the last; each of those that move."""
    begins = max(place for place, name in enumerate(names) if name in ("open", "DROP SCHEMA"))
    early: dict[str, list[int]] = defaultdict(list)
    for place, name in enumerate(names[:begins]):
        early[name].append(place)
    some = {places[at] for places in early.values() for at in (0, len(places) // 2, -1)}
    late = range(begins, len(names))
    clearing = [place for place in late if names[place] in ("os.remove", "os.rmdir")]
    return sorted(some | set(late) - set(clearing[2:-1]))


def next_start() -> None:
    """What the next process does before anything else."""
    holding.release(settings.HOME)
    os.close(holding._held.pop(settings.HOME))
    holding.hold(settings.HOME)
    stages.sweep(settings.HOME)
    upkeep.make_ready()


def left() -> list[str]:
    """What lies in the data folder that is neither the book's nor kept of one before."""
    return [
        path.name
        for path in settings.HOME.glob("*")
        if path.name.startswith(("restore", "backup-", "draft-"))
    ]


def drop_former() -> int:
    """Remove what restores kept; how much that was."""
    kept = [*settings.HOME.glob("*-before-*")]
    for path in kept:
        path.unlink() if path.is_file() else shutil.rmtree(path)
    schemas = [] if on_sqlite() else server_copies.former()
    with connection.cursor() as cursor:
        for name in schemas:
            cursor.execute(f'DROP SCHEMA "{name}" CASCADE')
    return len(kept) + len(schemas)


@pytest.fixture
def scope() -> Iterator[Scope]:
    with patch.object(age, "WORK", 4), patch.object(age.to_passphrase, "__kwdefaults__", {"work": 4}):
        scope = new_scope()
        bring(scope, [RECORDS])
        yield scope
    drop_former()
    for name in (forgotten.KEYS, forgotten.LIST):
        (settings.HOME / name).unlink(missing_ok=True)
    shutil.rmtree(settings.HOME / "playbooks", ignore_errors=True)


def go_on(scope: Scope) -> None:
    """What the owner does after the backup."""
    (settings.HOME / "playbooks" / "mentor.toml").write_text("rhythm_days = 30\n")
    with on_day(TODAY):
        people.add_person(scope, name="Bo Falk")


def seen(scope: Scope) -> tuple[Any, str]:
    return book_as_seen(scope.book_id, ["sings"]), (settings.HOME / "playbooks" / "mentor.toml").read_text()


def test_a_restore_that_is_killed_anywhere_leaves_the_old_book_or_the_new(
    scope: Scope, tmp_path: Path
) -> None:
    (settings.HOME / "playbooks").mkdir(exist_ok=True)
    (settings.HOME / "playbooks" / "mentor.toml").write_text("rhythm_days = 20\n")
    path, told, saved = tmp_path / "book.age", tmp_path / "steps", seen(scope)
    backups.make(path, LOCK)
    go_on(scope)
    assert in_a_child(path, -1, told) == 0
    next_start()
    assert seen(scope) == saved
    drop_former()
    names, outcomes = told.read_text().splitlines(), []
    for place in chosen(names):
        if seen(scope) == saved:
            go_on(scope)
        now = seen(scope)
        assert now != saved
        assert in_a_child(path, place) == -signal.SIGKILL, names[place]
        next_start()
        found = seen(scope)
        assert found in (now, saved), f"{place}: {names[place]}"
        assert left() == [], f"{place}: {names[place]}"
        assert drop_former() == (2 if found == saved else 0), f"{place}: {names[place]}"
        outcomes.append(found == saved)
    assert outcomes == sorted(outcomes)
    assert {*outcomes} == {True, False}
    assert len(outcomes) > 12
