"""Which import is running, and whether its process still is: what changes a book by batches runs alone."""

from __future__ import annotations

import errno
import os
import shutil
import time

from django.conf import settings
from django.db import transaction

from comity.core.errors import Busy, ReaderDied, Stopped, disk_is_full
from comity.store import processes
from comity.store.access import Scope
from comity.store.models import Batch, Book
from comity.store.sql import on_sqlite

LEASE = 60
"""Seconds for which an import claims to be alive; renewed with every chunk."""
LAST_STEPS = 3600
"""Seconds for which it claims so when it derives or takes back, which renews nothing."""
_NO_ROOM = 1 << 20
"""Bytes below which a disk counts as full."""
_RESERVE = 64 << 20
"""Bytes that an import leaves free, or a quarter of a small disk: what taking it back may need."""
_AT_WORK = (Batch.RUNNING, Batch.UNDOING)

here: set[int] = set()
"""Keys of the batches that this very process works on."""


def why(error: BaseException) -> str:
    """Why an import ended early, in words that are kept with it; "" where somebody ended it."""
    if isinstance(error, Stopped | KeyboardInterrupt | SystemExit):
        return ""
    if no_room(error):
        return "The disk was full, and what had been stored was taken back. Free some space, then import it again."
    if not isinstance(error, ReaderDied):
        return "It failed, and was taken back."
    if error.by_change:
        return f"{error.last} was changed while it was read."
    how = "was ended, for it came no further" if error.stalled else "ended early"
    return f"The reading process {how}, while it read {error.last or 'nothing yet'}."


def scratch(row: Batch) -> str:
    """How the name of the folder begins into which an import unpacks."""
    return f"import-{row.pk}-"


def sweep(row: Batch) -> None:
    """Removes what an import unpacked."""
    for folder in settings.HOME.glob(scratch(row) + "*"):
        shutil.rmtree(folder, ignore_errors=True)


def sweep_what_died() -> None:
    """Removes what imports unpacked that were killed between their last commit and their end."""
    found = {folder: folder.name.split("-")[1] for folder in settings.HOME.glob("import-*-*")}
    numbers = {int(number) for number in found.values() if number.isdigit()}
    if numbers:
        at_work = Batch.objects.filter(pk__in=numbers, state__in=_AT_WORK)
        kept = {str(number) for number in at_work.values_list("pk", flat=True)}
        for folder, number in found.items():
            if number not in kept:
                shutil.rmtree(folder, ignore_errors=True)


def no_room(error: BaseException | None) -> bool:
    """Whether something failed because the disk is full.

    SQLite calls it an I/O error where not even its index of the log can be made: then the disk itself is asked.
    """
    if disk_is_full(error):
        return True
    return "disk I/O error" in str(error) and shutil.disk_usage(settings.HOME).free < _NO_ROOM


def check_room() -> None:
    """End while there still is the room that taking back needs; of a PostgreSQL server nothing is known here.

    Raises:
        OSError: the disk is nearly full (ENOSPC).
    """
    if not on_sqlite():
        return
    disk = shutil.disk_usage(settings.HOME)
    if disk.free < min(_RESERVE, disk.total // 4):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(settings.HOME))


def alone(scope: Scope) -> None:
    """Hold the book until the transaction ends.

    Raises:
        Busy: an import of this book is running or being undone.
    """
    Book.objects.select_for_update().get(pk=scope.book_id)
    row = Batch.objects.filter(book_id=scope.book_id, state__in=_AT_WORK).first()
    if row:
        raise Busy(row.number)


def left_over(scope: Scope) -> bool:
    """Whether something may be left of an import: a quick look, which spares most commands the rest."""
    at_work = Batch.objects.filter(book_id=scope.book_id, state__in=_AT_WORK)
    return at_work.exists() or any(settings.HOME.glob("import-*-*"))


def orphan(scope: Scope) -> Batch | None:
    """A batch of the book whose process died, now taken over by this one; None if there is none."""
    with transaction.atomic():
        Book.objects.select_for_update().get(pk=scope.book_id)
        for row in Batch.objects.filter(book_id=scope.book_id, state__in=_AT_WORK):
            if not _alive(row):
                take_over(row)
                return row
    return None


def take_over(row: Batch) -> None:
    """Note that this process works on the batch from now on."""
    Batch.objects.filter(pk=row.pk).update(process=process(), lease_until=int(time.time()) + LAST_STEPS)
    here.add(row.pk)


def process(number: int | None = None) -> str:
    """What names a process, this one by default."""
    return processes.named(number)


def _alive(row: Batch) -> bool:
    """Whether the process of a batch still is: asked of the system where it tells, else by its lease."""
    running = processes.runs(row.process)
    if running is False:
        return False
    if running and (not processes.is_this(row.process) or row.pk in here):
        return True
    return row.lease_until > time.time()
