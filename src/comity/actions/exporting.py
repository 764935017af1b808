"""Writing a whole book to open files."""

from __future__ import annotations

import datetime as dt
from contextlib import closing
from pathlib import Path
from typing import Any

import comity
from comity.actions import imports
from comity.core import days
from comity.core.errors import Busy
from comity.exports.book import Told, write_book
from comity.exports.calendar import Meeting, calendar
from comity.exports.contacts import Contact, cards, table
from comity.store.access import Scope
from comity.store.models import Batch
from comity.store.queries import export, outside
from comity.store.snapshot import Snapshot


def export_book(scope: Scope, folder: Path, *, told: Told = lambda counts: None) -> dict[str, int]:
    """Write everything in the book to a new folder, which `restoring` reads back into an equal one.

    It is one state of the book: what changes meanwhile is not in it. Beside the rows of every kind the
    folder holds `people.vcf`, `people.csv` and `meetings.ics` for other programs.

    Returns:
        How many rows of each kind were written.

    Raises:
        Busy: an import of this book is running or being undone.
        Invalid: something is at that place already.
        OSError: it cannot be written; nothing is left behind.
    """
    imports.recover(scope)
    with Snapshot(), closing(export.everything(scope.book_id)) as rows:
        _check_at_rest(scope)
        return write_book(
            folder,
            export.book(scope.book_id),
            rows,
            {
                "people.vcf": cards(_contact(row) for row in outside.contacts(scope.book_id)),
                "people.csv": table(_contact(row) for row in outside.contacts(scope.book_id)),
                "meetings.ics": calendar(Meeting(**row) for row in outside.meetings(scope.book_id)),
            },
            made_by=f"comity {comity.__version__}",
            made_at=dt.datetime.now(dt.UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
            told=told,
        )


def _check_at_rest(scope: Scope) -> None:
    at_work = Batch.objects.filter(book_id=scope.book_id, state__in=(Batch.RUNNING, Batch.UNDOING)).first()
    if at_work is not None:
        raise Busy(at_work.number)


def _contact(row: dict[str, Any]) -> Contact:
    dates = {
        key: None if row[key] is None else days.date_from_day(row[key]) for key in ("last_in", "last_out")
    }
    return Contact(**row | dates)
