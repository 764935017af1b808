"""Importing files, taking an import back, and what an interrupted one needs."""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from comity.actions import duplicates, mapping, running
from comity.actions.me import own_handle
from comity.actions.taking import Run, Told, take_all
from comity.core import days
from comity.core.errors import Invalid, NotFound, WrongState
from comity.sources._reading import Reader, read_all
from comity.sources._state import as_understood, state_of
from comity.store import finishing, owner, proposals, understanding, undoing
from comity.store.access import Scope
from comity.store.forgotten import Forgotten
from comity.store.intake import Intake
from comity.store.models import Batch, Identifier
from comity.store.sql import rows
from comity.store.understanding import asks


def import_files(
    scope: Scope,
    paths: Sequence[tuple[Path, str]],
    *,
    me: Sequence[str] = (),
    belongs_to: str = "",
    told: Told = lambda counts: None,
    batch: int | None = None,
    reader: Reader | None = None,
) -> int:
    """Import everything at these (path, label) pairs as one batch; returns its number.

    Whatever ends it early (an error, Ctrl-C, a request to stop) takes back what it had stored.

    Args:
        me: addresses that are the owner's, remembered for later imports;
        belongs_to: whether the files are `mine` or an `employer`'s, "" where it is still to be asked;
        told: called with the counts after each step;
        batch: the number of a batch that `reserve` made;
        reader: a reading process that has begun with these paths already (`reading_ahead`).

    Raises:
        Invalid: an address in `me` is none.
        Busy: another import of this book is running.
        ReaderDied: the reading process ended early; the batch is undone.
    """
    handles = [own_handle(address) for address in me]
    row = _claim(scope, batch) if batch is not None else reserve(scope, belongs_to=belongs_to)
    running.here.add(row.pk)
    try:
        scratch = Path(tempfile.mkdtemp(prefix=running.scratch(row), dir=settings.HOME))
        intake = Intake(scope.book_id, row.pk)
        run = Run(scope, row, intake, _next_interaction(), told, Forgotten(scope.book_id))
        if handles:
            run.changed |= owner.claim(
                intake, handles, int(time.time()), kind=Identifier.OWN_PERSONAL, by_hand=True
            )
        known = mapping.remembered(scope)
        state = reader.state() if reader else state_of(path for path, _ in paths)
        run.files_state = as_understood(state, known)
        read = reader.messages(scratch, known) if reader else read_all(paths, scratch, known)
        with contextlib.closing(read) as messages:
            take_all(run, messages)
        _finish(run)
    except BaseException as error:
        _take_back(row, error)
        raise
    finally:
        running.here.discard(row.pk)
        running.sweep(row)
    return row.number


def reserve(scope: Scope, *, belongs_to: str = "") -> Batch:
    """A new batch in the state running, for an import that starts now or in another process.

    Raises:
        Busy: another import of this book is running.
    """
    check_book(scope)
    recover(scope)
    with transaction.atomic():
        running.alone(scope)
        last = (
            Batch.objects.filter(book_id=scope.book_id)
            .order_by("-number")
            .values_list("number", flat=True)
            .first()
        )
        return Batch.objects.create(
            book_id=scope.book_id,
            number=(last or 0) + 1,
            belongs_to=belongs_to,
            lease_until=int(time.time()) + running.LEASE,
            process=running.process(),
        )


def check_book(scope: Scope) -> None:
    """Raises Invalid if the book is the sample, which is thrown away with all that is in it."""
    if scope.is_sample:
        raise Invalid(
            "book", "", "files go into your own book, not into the sample; open your own book first"
        )


def _claim(scope: Scope, number: int) -> Batch:
    row = Batch.objects.filter(book_id=scope.book_id, number=number, state=Batch.RUNNING).first()
    if row is None:
        raise NotFound("import", str(number))
    row.process = running.process()
    row.save(update_fields=["process"])
    return row


def recover(scope: Scope) -> list[int]:
    """Undo imports whose process died; returns their numbers. Called before anything is imported or shown."""
    numbers = []
    while (row := running.orphan(scope)) is not None:
        try:
            undoing.take_out(row, today(scope), Batch.UNDONE if row.finished_at else Batch.CANCELLED)
            _after_undo(scope.book_id)
        finally:
            running.here.discard(row.pk)
        if row.finished_at is None:
            Batch.objects.filter(pk=row.pk).update(
                finished_at=timezone.now(), error="It was interrupted, and what it had stored was taken back."
            )
        running.sweep(row)
        numbers.append(row.number)
    running.sweep_what_died()
    return numbers


def cancel(scope: Scope, number: int) -> None:
    """Ask a running import to stop; it takes back what it stored.

    Raises:
        NotFound: no such import in this book.
    """
    if not Batch.objects.filter(book_id=scope.book_id, number=number).update(stop_asked=True):
        raise NotFound("import", str(number))


def undo(scope: Scope, number: int) -> None:
    """Take a finished import back.

    Raises:
        NotFound: no such import in this book.
        WrongState: it is running, or was undone already.
        Busy: an import of this book is running, or another is being undone.
    """
    recover(scope)
    row = Batch.objects.filter(book_id=scope.book_id, number=number).first()
    if row is None:
        raise NotFound("import", str(number))
    if row.state != Batch.DONE:
        raise WrongState("import", row.state)
    with transaction.atomic():
        running.alone(scope)
        Batch.objects.filter(pk=row.pk).update(state=Batch.UNDOING)
        running.take_over(row)
    try:
        undoing.take_out(row, today(scope), Batch.UNDONE)
        _after_undo(scope.book_id)
    finally:
        running.here.discard(row.pk)


def _after_undo(book: int) -> None:
    """What machines ask follows from what is left."""
    duplicates.after_undo(book)
    asks.look(book, int(time.time()))


def today(scope: Scope) -> int:
    """The UTC day number it is now; contact is counted in UTC days whatever the book's zone."""
    return days.day_of(int(time.time()))


def start(
    scope: Scope,
    paths: Sequence[tuple[Path, str]],
    *,
    me: Sequence[str] = (),
    belongs_to: str = "",
    folder: Path | None = None,
) -> int:
    """Begin an import in a process of its own and return its number at once; progress is in its batch.

    Args:
        folder: a private folder that holds the files and is deleted once they are read.

    Raises:
        Invalid: an address in `me` is none; Busy: another import of this book is running.
    """
    handles = [own_handle(address) for address in me]
    row = reserve(scope, belongs_to=belongs_to)
    task = {
        "user": scope.user_id,
        "book": str(row.book.uuid),
        "batch": row.number,
        "paths": [[str(path), label] for path, label in paths],
        "me": [handle.value for handle in handles],
        "folder": str(folder) if folder else "",
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "comity.interfaces.worker.importing"],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    assert process.stdin is not None
    process.stdin.write(json.dumps(task).encode())
    process.stdin.close()
    Batch.objects.filter(pk=row.pk).update(process=running.process(process.pid))
    return row.number


def _finish(run: Run) -> None:
    Batch.objects.filter(pk=run.batch.pk).update(lease_until=int(time.time()) + running.LAST_STEPS)
    run.counts["people"] = finishing.after_intake(run.intake, run.first_new, run.changed, today(run.scope))
    proposals.after_import(run.scope.book_id, run.batch)
    understanding.after_import(run.batch, run.first_new, run.changed)
    asks.look(run.scope.book_id, int(time.time()))
    duplicates.after_import(run.batch)
    run.counts["seconds"] = round(time.monotonic() - run.started, 3)
    run.counts["bytes_done"] = run.counts["bytes_total"]
    Batch.objects.filter(pk=run.batch.pk).update(
        state=Batch.DONE, finished_at=timezone.now(), counts=run.counts, files_state=run.files_state
    )
    run.told(run.counts)


def _take_back(row: Batch, error: BaseException) -> None:
    """Undo what a failing import stored; if even that fails, the next start does it (`recover`)."""
    words = running.why(error)
    running.take_over(row)
    undoing.take_out(row, days.day_of(int(time.time())), Batch.CANCELLED)
    _after_undo(row.book_id)
    Batch.objects.filter(pk=row.pk).update(finished_at=timezone.now(), error=words)


def _next_interaction() -> int:
    with connection.cursor() as cursor:
        found = rows(cursor, "SELECT COALESCE(MAX(id), 0) + 1 FROM store_interaction")
    first: int = found[0][0]
    return first
