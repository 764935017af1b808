"""Interactions that the user writes down."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection, transaction

from comity.core.days import day_of
from comity.core.keys import new_uuid, short_hash
from comity.core.records import Kind, Part
from comity.store import finishing, fulltext, numbers, owner
from comity.store.models import Content, Identifier, Interaction, Metrics, Participant, Person


def enter(
    book: int,
    people: Sequence[Person],
    *,
    kind: Kind,
    at: int,
    offset: int,
    subject: str,
    text: str,
    today: int,
) -> bytes:
    """Store one interaction of mine with these people; returns its key. Numbers follow at once."""
    with transaction.atomic(), connection.cursor() as cursor:
        key = new_uuid().bytes
        row = Interaction.objects.create(
            book_id=book,
            key=key,
            kind=int(kind),
            at=at,
            offset=offset,
            subject=subject[:1000],
            snippet=" ".join(text.split())[:200],
            digest=short_hash(f"{subject}\0{text}"),
            by_hand=True,
        )
        Content.objects.create(interaction=row, book_id=book, text=text)
        mine = _handle(owner.person_of_owner(book), own=True)
        Participant.objects.create(
            book_id=book,
            interaction=row,
            identifier=mine,
            part=int(Part.PRESENT),
            contact=Participant.NONE,
            at=at,
        )
        handles = [_handle(person) for person in people]
        for handle in handles:
            Participant.objects.create(
                book_id=book,
                interaction=row,
                identifier=handle,
                part=int(Part.PRESENT),
                contact=Participant.BOTH,
                at=at,
            )
        fulltext.add(cursor, book, [(row.pk, row.subject, text)])
        _count(book, people, handles, kind, at, today)
    return key


def _count(
    book: int, people: Sequence[Person], handles: Sequence[Identifier], kind: Kind, at: int, today: int
) -> None:
    """Add the day to the numbers of people who have some already; derive those of the others."""
    numbers.refresh(book, today)
    counted = dict(
        Metrics.objects.filter(relationship__person__in=people).values_list(
            "relationship__person_id", "relationship_id"
        )
    )
    fresh: set[int] = set()
    for person, handle in zip(people, handles, strict=True):
        if person.pk in counted and day_of(at) <= today:
            numbers.add(book, counted[person.pk], int(kind), day_of(at), today)
        else:
            fresh.add(handle.pk)
    if fresh:
        finishing.settle(book, fresh, today)


def _handle(person: Person, *, own: bool = False) -> Identifier:
    """The handle that stands for a person in what is entered by hand: always one of their own making."""
    found, _ = Identifier.objects.get_or_create(
        book_id=person.book_id,
        kind="entry",
        value=person.uuid.hex,
        defaults={"person": person, "own": Identifier.OWN_PERSONAL if own else Identifier.NOT_OWN},
    )
    return found
