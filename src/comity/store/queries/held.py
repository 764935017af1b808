"""Everything that is held on somebody: which tables have rows about them, and by which way each row leads to a person.

The ways are found from the models, so that a new table cannot be forgotten: `ways` of a table is empty only if no row of
it is about anybody, and `ELSEWHERE` says where the rest is told.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

from django.db import connection, models

from comity.store import practice
from comity.store.isolation import guarded_models
from comity.store.models import (
    Attention,
    Batch,
    BatchFile,
    BatchProblem,
    CalendarFeed,
    Claim,
    ConfidenceAudience,
    ConfidenceCover,
    ContactDay,
    Content,
    DayMail,
    Erased,
    Fact,
    GroupMember,
    Identifier,
    IdentityLink,
    ImportantDate,
    Interaction,
    MailRead,
    MatchPage,
    Metrics,
    NameWord,
    Participant,
    Person,
    Position,
    Proposal,
    Relationship,
    Reminder,
    Role,
    Sighting,
    Tagging,
    Variant,
)
from comity.store.models.base import BookRow
from comity.store.sql import ints, rows

KINDS: dict[str, type[models.Model]] = {
    "people": Person,
    "identifiers": Identifier,
    "claims": Claim,
    "links": IdentityLink,
    "relationships": Relationship,
    "positions": Position,
    "roles": Role,
    "taggings": Tagging,
    "members": GroupMember,
    "facts": Fact,
    "dates": ImportantDate,
    "reminders": Reminder,
    **practice.TABLES,
}
"""The kinds of row that a person's file tells, as an export names them."""

ELSEWHERE: dict[type[models.Model], str] = {
    Interaction: "told with who took part",
    Participant: "told with the interaction",
    Content: "told with the interaction",
    Sighting: "told as the imports that an interaction was seen in",
    Variant: "other copies of an interaction whose text is told",
    Batch: "told as the imports that brought something",
    BatchFile: "told with the import",
    BatchProblem: "pieces that were not read",
    Attention: "told as what was done with items of Today",
    Proposal: "told as what the book proposed",
    ContactDay: "counted from the interactions",
    Metrics: "counted from the interactions",
    NameWord: "words of the names",
    MatchPage: "an index of digests of names",
    MailRead: "which mails were read already",
    CalendarFeed: "the owner's",
    DayMail: "the owner's",
    Erased: "digests of who was erased",
    ConfidenceAudience: "who may know of a confidence of others",
    ConfidenceCover: "where a confidence stands",
}
"""Tables whose rows a person's file tells otherwise, or why it does not."""
_DEPTH = 3


@cache
def ways(model: type[models.Model], depth: int = _DEPTH) -> tuple[tuple[str, str], ...]:
    """How a row leads to the people it is about: (lookup of a person, lookup that must be empty for it to count, or "").

    What it refers to directly counts; only where it names nobody do those count whom its parent names.
    """
    if model is Person:
        return (("pk", ""),)
    direct, beyond, may_be_none = [], [], True
    for field in model._meta.concrete_fields:
        target = field.related_model
        if not isinstance(field, models.ForeignKey) or not isinstance(target, type):
            continue
        if target is Person:
            direct.append(field.name)
            may_be_none = may_be_none and field.null
        elif depth and issubclass(target, BookRow) and target not in (Interaction, Batch, BatchFile):
            beyond += [f"{field.name}__{way}" for way, _ in ways(target, depth - 1) if way != "pk"]
    found = [(name, "") for name in direct]
    if not direct or may_be_none:
        found += [(way, direct[0] if direct else "") for way in beyond]
    return tuple(found)


def about(kind: str, persons: Sequence[int]) -> models.Q | None:
    """What holds for the rows of a kind that are about these people; None where none of them is about anybody."""
    found = ways(KINDS[kind])
    if not found:
        return None
    where = models.Q(pk__in=[])
    for way, empty in found:
        part = models.Q(**{f"{way}__in": persons})
        where |= part & models.Q(**{f"{empty}__isnull": True}) if empty else part
    return where


def untold() -> list[type[models.Model]]:
    """Tables with rows about people that neither a kind nor `ELSEWHERE` tells; there must be none."""
    told = {*KINDS.values(), *ELSEWHERE}
    return [model for model in guarded_models() if ways(model) and model not in told]


class Party(NamedTuple):
    """Somebody in an interaction: the part, the row of the person shown (None: nobody's), whether it is the owner, and
    handle and name."""

    part: int
    person: int | None
    is_me: bool
    handle: str
    name: str


class Passed(NamedTuple):
    """An interaction with its whole text, who took part, and in which imports it was seen."""

    key: bytes
    kind: int
    at: int
    subject: str
    text: str
    parent: int
    parties: tuple[Party, ...]
    imports: tuple[int, ...]


def interaction_ids(persons: Sequence[int]) -> list[int]:
    """What these people took part in, the oldest first."""
    with connection.cursor() as cursor:
        found = rows(
            cursor,
            "SELECT DISTINCT p.at, p.interaction_id FROM store_participant p JOIN store_identifier d "
            f"ON d.id = p.identifier_id WHERE d.person_id IN {ints(persons)} ORDER BY p.at, p.interaction_id",
        )
    return [i for _, i in found]


def passed(ids: Sequence[int]) -> Iterator[Passed]:
    """These interactions, in order; a few hundred at a time."""
    listed = ints(ids)
    with connection.cursor() as cursor:
        texts = {
            row[0]: row[1:]
            for row in rows(
                cursor,
                "SELECT i.id, i.key, i.kind, i.at, i.subject, COALESCE(c.text, ''), i.parent FROM store_interaction i "
                f"LEFT JOIN store_content c ON c.interaction_id = i.id WHERE i.id IN {listed}",
            )
        }
        parties: dict[int, list[Party]] = {}
        for i, *party in rows(
            cursor,
            "SELECT p.interaction_id, p.part, h.id, COALESCE(h.is_me, d.own > 0), d.value, COALESCE(h.name, '') "
            "FROM store_participant p JOIN store_identifier d ON d.id = p.identifier_id "
            "LEFT JOIN store_person q ON q.id = d.person_id LEFT JOIN store_person h ON h.id = "
            f"COALESCE(q.merged_into_id, q.id) WHERE p.interaction_id IN {listed} AND p.part <> 8 ORDER BY p.id",
        ):
            parties.setdefault(i, []).append(Party(party[0], party[1], bool(party[2]), party[3], party[4]))
        seen: dict[int, list[int]] = {}
        for i, number in rows(
            cursor,
            "SELECT DISTINCT s.interaction_id, b.number FROM store_sighting s JOIN store_batch b ON b.id = s.batch_id "
            f"WHERE s.interaction_id IN {listed} ORDER BY 1, 2",
        ):
            seen.setdefault(i, []).append(number)
    for i in ids:
        key, kind, at, subject, text, parent = texts[i]
        taking_part, numbers = tuple(parties.get(i, ())), tuple(seen.get(i, ()))
        yield Passed(bytes(key), kind, at, subject, text, parent, taking_part, numbers)


def imports(numbers: Sequence[int], book: int) -> Iterator[Mapping[str, Any]]:
    """Imports by number, with the files as they were named."""
    found = (
        Batch.objects.filter(book_id=book, number__in=numbers).order_by("number").prefetch_related("files")
    )
    for batch in found:
        yield {
            "number": batch.number,
            "started_at": batch.started_at,
            "belongs_to": batch.belongs_to,
            "files": [file.label for file in batch.files.all()],
        }
