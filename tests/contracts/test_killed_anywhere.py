"""Killed at any statement and around any commit, an import, an undo and a recovery leave all or nothing.

A child of this process does the act and is killed (SIGKILL) at its N-th step, for N over the whole range: before each
statement, and before and after each commit. What is then found is what was there before, or what should be there.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from django.conf import settings
from django.db import OperationalError, connection, connections

from comity.actions import imports, previews
from comity.answers import upkeep
from comity.core.records import Interaction, Record
from comity.sources._message import read_message
from comity.store.access import Scope
from comity.store.models import Batch
from tests.canonical import book_as_seen
from tests.made_up import ME, TODAY, WORDS, bring, exchanged, new_scope, on_day, written

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.slow,
    pytest.mark.skipif(not hasattr(os, "fork"), reason="A process cannot be copied here."),
]
Act = Callable[[], object]
At = Callable[[], None]


def mails(first: int, count: int) -> list[Record]:
    """Mails between a few people, to and from the owner, through a list."""
    records = [read_message(written(mail), place) for place, mail in enumerate(exchanged(first, count))]
    assert all(isinstance(record, Interaction) for record in records)
    return list(records)


class Steps:
    """Counts statements and commits of this process's connection, and does something at the N-th."""

    def __init__(self, wanted: int, act: At) -> None:
        self.wanted, self.act, self.count = wanted, act, 0

    def step(self) -> None:
        self.count += 1
        if self.count == self.wanted:
            self.act()

    def statement(self, execute: Callable[..., Any], *given: Any) -> Any:
        self.step()
        return execute(*given)

    def watched(self) -> ExitStack:
        """While this is open, every step is counted."""
        commit = getattr(connection, "_commit")  # noqa: B009 - the one place that every commit passes

        def committed() -> None:
            self.step()
            commit()
            self.step()

        stack = ExitStack()
        stack.enter_context(connection.execute_wrapper(self.statement))
        stack.enter_context(patch.object(connection, "_commit", committed))
        return stack


def kill() -> None:
    """As the power cut, or `kill -9`, would."""
    os.kill(os.getpid(), signal.SIGKILL)


def fail() -> None:
    """As a disk would that cannot be read any more."""
    raise OperationalError("disk I/O error")


def in_a_child(act: Act, wanted: int, at: At) -> int:
    """Do something in a copy of this process; its exit code, -9 if it was killed, 1 if it failed."""
    connections.close_all()
    child = os.fork()
    if child == 0:
        code = 1
        try:
            with Steps(wanted, at).watched():
                act()
            code = 0
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def numbers(first: int, stride: int) -> Iterator[int]:
    """Steps at which to kill: every one of the first few, then one in so many."""
    yield from range(1, first)
    yield from iter(range(first, 100_000, stride))


@pytest.fixture(autouse=True)
def _one_day() -> Iterator[None]:
    with on_day(TODAY):
        yield


@pytest.fixture
def scope() -> Scope:
    """A book in which some mail is already."""
    scope = new_scope()
    bring(scope, [mails(0, 6)])
    return scope


def seen(scope: Scope) -> dict[str, Any]:
    return book_as_seen(scope.book_id, WORDS)


def amiss(scope: Scope) -> list[str]:
    """What the doctor finds; the index is counted over all books that ever were, so another test may have left some."""
    found = upkeep.doctor(scope)
    return [f.what for f in found if not f.well and f.what not in ("disk", "search index")]


def settled(scope: Scope) -> None:
    """What the next start does, and what must be true then."""
    imports.recover(scope)
    assert not Batch.objects.filter(book_id=scope.book_id, state__in=(Batch.RUNNING, Batch.UNDOING)).exists()
    assert not amiss(scope)
    assert list(settings.HOME.glob("import-*")) == []


@pytest.mark.parametrize(("at", "code"), [(kill, -9), (fail, 1)], ids=["killed", "disk broken"])
def test_an_import_that_ends_anywhere_is_there_as_a_whole_or_not_at_all(
    scope: Scope, at: At, code: int
) -> None:
    before = seen(scope)
    bring(scope, [mails(3, 8)])
    imports.undo(scope, 2)
    assert seen(scope) == before
    tried, ends = 0, set()
    for number in numbers(12, 5):
        ended = in_a_child(lambda: bring(scope, [mails(3, 8)]), number, at)
        if ended == 0:
            break
        tried += 1
        ends.add(ended)
        settled(scope)
        last = Batch.objects.filter(book_id=scope.book_id).latest("number")
        if last.state == Batch.DONE:
            assert seen(scope) != before
            imports.undo(scope, last.number)
        assert seen(scope) == before, f"step {number}"
    assert tried > 20
    assert ends == {code}


def test_an_import_that_finds_no_room_at_any_page_leaves_nothing(scope: Scope) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("Pages are counted in SQLite's files.")
    before, ends = seen(scope), set()

    def squeezed(pages: int) -> None:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA page_count")
            cursor.execute(f"PRAGMA max_page_count = {cursor.fetchone()[0] + pages}")
        bring(scope, [mails(3, 200)])

    for pages in (0, 1, 2, 3, 5, 8, 13, 21, 34):
        ends.add(in_a_child(lambda pages=pages: squeezed(pages), 0, kill))  # type: ignore[misc]
        settled(scope)
        if Batch.objects.filter(book_id=scope.book_id).latest("number").state == Batch.DONE and 0 in ends:
            break
        assert seen(scope) == before, f"{pages} pages"
    assert 1 in ends


def test_an_undo_that_is_killed_anywhere_is_finished_or_not_begun(scope: Scope) -> None:
    before = seen(scope)
    batch = bring(scope, [mails(3, 8)])
    after = seen(scope)
    states = set()
    for number in numbers(8, 3):
        ended = in_a_child(lambda batch=batch: imports.undo(scope, batch), number, kill)  # type: ignore[misc]
        if ended == 0:
            break
        settled(scope)
        row = Batch.objects.get(book_id=scope.book_id, number=batch)
        states.add(row.state)
        assert seen(scope) == (after if row.state == Batch.DONE else before), f"step {number}"
        if row.state == Batch.UNDONE:
            batch = bring(scope, [mails(3, 8)])
            assert seen(scope) == after
    assert states == {Batch.DONE, Batch.UNDONE}
    assert seen(scope) == before


def test_a_recovery_that_is_killed_itself_is_finished_by_the_next(scope: Scope) -> None:
    before = seen(scope)
    total = _steps_of(lambda: bring(scope, [mails(3, 8)]))
    imports.undo(scope, 2)
    for number in range(1, 400, 9):
        assert in_a_child(lambda: bring(scope, [mails(3, 8)]), total * 2 // 3, kill) == -9
        ended = in_a_child(lambda: imports.recover(scope), number, kill)
        settled(scope)
        assert seen(scope) == before, f"step {number}"
        if ended == 0:
            break
    else:
        pytest.fail("The recovery takes more steps than were tried.")


def _steps_of(act: Act) -> int:
    """How many steps something takes."""
    steps = Steps(0, kill)
    with steps.watched():
        act()
    return steps.count


def test_a_look_that_is_killed_leaves_the_book_as_it_is_and_its_folder_is_swept(
    scope: Scope, tmp_path: Path
) -> None:
    path = tmp_path / "a.eml"
    path.write_bytes(b"From: a@b.example\nDate: Mon, 30 Sep 2024 10:00:00 +0000\nSubject: Tea\n\nGood day.\n")
    before, numbered = seen(scope), range(1, 13)
    ends = {in_a_child(lambda: previews.preview(scope, [(path, "a")], me=[ME]), n, kill) for n in numbered}
    assert -9 in ends
    assert seen(scope) == before
    left = list(settings.HOME.glob("preview-*"))
    assert left
    for folder in left:
        os.utime(folder, (0, 0))
    previews.preview(scope, [(path, "a")], me=[ME])
    assert list(settings.HOME.glob("preview-*")) == []
