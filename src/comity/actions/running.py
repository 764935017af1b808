"""Which import is running, and whether its process still is: what changes a book by batches runs alone."""

from __future__ import annotations

import time

from django.db import transaction

from comity.core.errors import Busy
from comity.store import processes
from comity.store.access import Scope
from comity.store.models import Batch, Book

LEASE = 60
"""Seconds for which an import claims to be alive; renewed with every chunk."""
LAST_STEPS = 3600
"""Seconds for which it claims so when it derives or takes back, which renews nothing."""
_AT_WORK = (Batch.RUNNING, Batch.UNDOING)

here: set[int] = set()
"""Keys of the batches that this very process works on."""


def alone(scope: Scope) -> None:
    """Hold the book until the transaction ends.

    Raises:
        Busy: an import of this book is running or being undone.
    """
    Book.objects.select_for_update().get(pk=scope.book_id)
    row = Batch.objects.filter(book_id=scope.book_id, state__in=_AT_WORK).first()
    if row:
        raise Busy(row.number)


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
