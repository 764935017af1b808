"""Reading an exported book back."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from zoneinfo import available_timezones

from django.db import DatabaseError, connection, transaction

from comity.actions import running
from comity.actions.erasing import again
from comity.core import days
from comity.core.errors import Invalid
from comity.exports import reading
from comity.exports.reading import is_export as is_export
from comity.store import restore
from comity.store.access import Scope
from comity.store.models import Book
from comity.store.sql import chunks

Told = Callable[[dict[str, int | float]], None]
_STEP = 250


def import_export(scope: Scope, folder: Path, *, told: Told = lambda counts: None) -> dict[str, int]:
    """Read everything that `exporting.export_book` wrote into this book, in one transaction.

    In an empty book the result equals the one exported, its name and zone too. In another, the same
    things meet (`store.restore.state`), what the book says itself stays, and what is missing is added; so the
    same export a second time changes nothing. Imports can be undone one by one, as where they were made.

    Args:
        told: called with `read` and `total`, lines of the export, from time to time.

    Returns:
        How many rows of each kind were added.

    Raises:
        Busy: an import of this book is running, or died and was not recovered yet (`imports.recover`).
        Invalid: the folder is no export, one of a newer version, damaged, or holds what cannot be; the
            field names the file and the line. Nothing was changed.
        OSError: a file cannot be read. Nothing was changed.
    """
    manifest = reading.opened(folder)
    place = [folder.name]
    try:
        with transaction.atomic():
            return _restore(scope, folder, manifest, place, told)
    except DatabaseError as error:
        raise Invalid(place[-1], "", "the lines from here on contradict themselves or one another") from error


def _restore(
    scope: Scope, folder: Path, manifest: reading.Manifest, place: list[str], told: Told
) -> dict[str, int]:
    running.alone(scope)
    state = restore.begin(scope.book_id)
    if state.was_empty:
        _take_over(scope.book_id, manifest.book)
    total, done = sum(manifest.lines.values()), 0
    with connection.cursor() as cursor:
        for kind, take in ((k, t) for k, t in restore.TAKERS.items() if k in manifest.lines):
            for part in chunks(reading.rows(folder, kind), _STEP):
                place[-1] = part[0][0]
                take(state, cursor, part)
                done += len(part)
                told({"read": done, "total": total})
    place[-1] = folder.name
    restore.finish(state, days.day_of(int(time.time())))
    again(scope)
    return dict(state.added)


def _take_over(book: int, about: dict[str, Any]) -> None:
    """A book in which there is nothing yet becomes the one exported, by name, zone and settings."""
    told = {name: about[name] for name in ("name", "today_items", "propose_days", "personal_news")}
    if about["zone"] in available_timezones():
        told["zone"] = about["zone"]
    Book.objects.filter(pk=book).update(**told)
