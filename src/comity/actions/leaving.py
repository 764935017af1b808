"""Leaving an employer: what came from them stays behind, and what is one's own goes along.

An import that was said to be an employer's is theirs with all that only it brought; what the user wrote down stays. The
export without it is made from a copy in which those imports are taken back, so that the book itself is not touched.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from comity.actions import imports
from comity.actions.exporting import export_book
from comity.core import days, employers, folding
from comity.core.errors import Invalid, NotFound
from comity.store import copies, finishing
from comity.store.access import Scope
from comity.store.models import Batch, Book, Identifier, Organisation, Person, Position
from comity.store.sql import ints, on_sqlite, rows
from comity.store.stages import stage

Numbered = tuple[int, tuple[str, ...]]
"""An import: its number, and its files."""


@dataclass(frozen=True, slots=True)
class Theirs:
    """What is an employer's: imports, my addresses there, and what would go with them: how many interactions, and people
    whom nothing else tells of.

    unclear: imports that are an employer's while it was not said whose, and several come into question;
    other_addresses: those that I have with employers, too, and that do not look like this one's.
    """

    organisation: str
    imports: tuple[Numbered, ...]
    addresses: tuple[str, ...]
    interactions: int
    people: int
    unclear: tuple[Numbered, ...] = ()
    other_addresses: tuple[str, ...] = ()


def theirs(scope: Scope, organisation: str) -> Theirs:
    """What would stay behind.

    Raises:
        NotFound: no organisation of that name is in this book, unless an import or address is an employer's.
    """
    found = Batch.objects.filter(book_id=scope.book_id, belongs_to=Batch.EMPLOYER, state=Batch.DONE)
    batches = list(found.order_by("number").prefetch_related("files"))
    own = Identifier.objects.filter(book_id=scope.book_id, own=Identifier.OWN_EMPLOYER, kind="email")
    addresses = list(own.order_by("value").values_list("value", flat=True))
    known = Organisation.objects.filter(book_id=scope.book_id, name__iexact=organisation.strip()).first()
    if known is None and not batches and not addresses:
        raise NotFound("organisation", organisation)
    name = known.name if known else organisation.strip()
    one_place = len({value.rpartition("@")[2] for value in addresses}) < 2
    sole = one_place and not _others(scope, name, batches)
    theirs = [batch for batch in batches if _same(batch.employer, name) or (sole and not batch.employer)]
    at = [value for value in addresses if employers.fits(name, value)] or (addresses if sole else [])
    listed = ints(batch.pk for batch in theirs)
    with connection.cursor() as cursor:
        alone = rows(
            cursor,
            f"SELECT COUNT(DISTINCT s.interaction_id) FROM store_sighting s WHERE s.batch_id IN {listed} AND NOT EXISTS "
            f"(SELECT 1 FROM store_sighting o WHERE o.interaction_id = s.interaction_id AND o.batch_id NOT IN {listed})",
        )[0][0]
        people = rows(cursor, *_only_theirs(scope.book_id, listed))[0][0]
    return Theirs(
        name,
        _numbered(theirs),
        tuple(at),
        alone,
        people,
        () if sole else _numbered(batch for batch in batches if not batch.employer),
        tuple(value for value in addresses if value not in at),
    )


def _numbered(batches: Iterable[Batch]) -> tuple[Numbered, ...]:
    return tuple((batch.number, tuple(file.label for file in batch.files.all()[:5])) for batch in batches)


def _same(one: str, other: str) -> bool:
    return folding.spaced(one) == folding.spaced(other)


def _others(scope: Scope, name: str, batches: Iterable[Batch]) -> set[str]:
    """Other employers of mine: of imports, and where I work or worked."""
    mine = Position.objects.filter(book_id=scope.book_id, person__is_me=True, organisation__isnull=False)
    named = {batch.employer for batch in batches} | {*mine.values_list("organisation__name", flat=True)}
    return {each for each in named if each and not _same(each, name)}


def _only_theirs(book: int, listed: str) -> tuple[str, list[object]]:
    """SQL for how many people nothing but these imports tells of."""
    return (
        "SELECT COUNT(*) FROM store_person p WHERE p.book_id = %s AND p.merged_into_id IS NULL AND p.is_me = %s "
        "AND p.by_hand = %s AND EXISTS (SELECT 1 FROM store_identifier d WHERE d.person_id = p.id) AND NOT EXISTS "
        "(SELECT 1 FROM store_identifier d JOIN store_claim c ON c.identifier_id = d.id WHERE d.person_id = p.id "
        f"AND (c.batch_id IS NULL OR c.batch_id NOT IN {listed})) AND NOT EXISTS "
        "(SELECT 1 FROM store_identifier d JOIN store_participant q ON q.identifier_id = d.id "
        "JOIN store_sighting s ON s.interaction_id = q.interaction_id WHERE d.person_id = p.id "
        f"AND s.batch_id NOT IN {listed})",
        [book, False, False],
    )


def export_without(scope: Scope, folder: Path, numbers: Sequence[int]) -> dict[str, int]:
    """Write an export of the book without these imports to a new folder; the book stays as it is.

    On SQLite from a copy; on PostgreSQL in a transaction that is given up, until when nobody else changes what these brought.

    Raises:
        Invalid: something is at that place.
        Busy: an import is running; OSError: there is no room.
    """
    place = folder.absolute()
    if place.exists():
        raise Invalid("folder", str(folder), "it is there already; name one that is new")
    task = {
        "book": str(Book.objects.values_list("uuid", flat=True).get(pk=scope.book_id)),
        "user": scope.user_id,
        "numbers": list(numbers),
        "folder": str(place),
    }
    if not on_sqlite():
        return _elsewhere(task)
    with stage(settings.HOME, "backup-") as copy:
        copies.copy_to(copy / copies.NAME)
        return _elsewhere(task, COMITY_HOME=str(copy), COMITY_DATABASE_URL="")


def _elsewhere(task: dict[str, Any], **variables: str) -> dict[str, int]:
    """What a process of its own writes, without what this one remembers."""
    ended = subprocess.run(
        [sys.executable, "-m", "comity.interfaces.worker.leaving"],
        env={**os.environ, **variables},
        input=json.dumps(task).encode(),
        stdout=subprocess.PIPE,
        check=False,
    )
    if ended.returncode:
        raise Invalid("export", "", "the book without these imports could not be written")
    counts: dict[str, int] = json.loads(ended.stdout)
    return counts


def write_without(scope: Scope, numbers: Sequence[int], folder: Path) -> dict[str, int]:
    """Take these imports back, export what is left, and let the book be as it was; for a process of its own."""
    with transaction.atomic():
        for number in numbers:
            imports.undo(scope, number)
        counts = export_book(scope, folder)
        transaction.set_rollback(True)
    return counts


def leave(scope: Scope, organisation: str, on: int, *, remove: Sequence[int] = ()) -> int:
    """I work there no more from a day on: my addresses and positions there end. Returns how many people left the book.

    remove: numbers of the imports to be taken back; make a backup before, for only that brings them back.

    Raises:
        NotFound: there is no such import of this employer; Busy: an import is running.
    """
    found = theirs(scope, organisation)
    missing = {*remove} - {number for number, _ in found.imports}
    if missing:
        raise NotFound("import", str(min(missing)))
    before = Person.objects.filter(book_id=scope.book_id, merged_into=None).count()
    with transaction.atomic():
        own = Identifier.objects.filter(book_id=scope.book_id, kind="email", value__in=found.addresses)
        ends = own.filter(own_until=None) | own.filter(own_until__gt=on)
        ids = list(ends.values_list("pk", flat=True))
        Identifier.objects.filter(pk__in=ids).update(own_until=on)
        Position.objects.filter(
            book_id=scope.book_id,
            person__is_me=True,
            organisation__name__iexact=found.organisation,
            until=None,
        ).update(until=on)
        finishing.redirect(scope.book_id, ids, days.day_from_date(scope.today()))
    for number in sorted({*remove}):
        imports.undo(scope, number)
    return before - Person.objects.filter(book_id=scope.book_id, merged_into=None).count()
