"""Which import is running, and whether its process still is: what changes a book by batches runs alone."""

from __future__ import annotations

import os
import socket
import time
from pathlib import Path

from django.db import transaction

from comity.core.errors import Busy
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
    """What names a process, this one by default: the machine, its number, when it started."""
    number = number or os.getpid()
    return f"{socket.gethostname()}:{number}:{_started(number)}"


def _started(number: int) -> str:
    """When a process of this machine started, in the kernel's count; "" if it runs no more, or nobody tells.

    The number alone does not name it: after a restart another process may have the same.
    """
    try:
        words = Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return ""
    return "" if words[0] in "ZX" else words[19]


def _alive(row: Batch) -> bool:
    """Whether the process of a batch still is: asked of the system where it tells, else by its lease."""
    host, _, named = row.process.partition(":")
    number, _, started = named.partition(":")
    if host == socket.gethostname() and started:
        if _started(int(number)) != started:
            return False
        if int(number) != os.getpid() or row.pk in here:
            return True
    return row.lease_until > time.time()
