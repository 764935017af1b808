"""Everything of a book that a user can see, in a form that two books can be compared by.

Row ids, the order of rows and the times at which something was done are left out; the numbers are rounded to
1e-9, which is what rebuilding them promises.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.db import connection, models

from comity.core.folding import words as words_of
from comity.store.fulltext import ORDER, TABLE
from comity.store.models import (
    Claim,
    ContactDay,
    Exchange,
    Fact,
    Identifier,
    ImportantDate,
    Interaction,
    Metrics,
    Organisation,
    Participant,
    Person,
    Position,
    Proposal,
    Reminder,
    Tag,
    Tagging,
    Variant,
)
from comity.store.proposals import portable

_NUMBERS = (
    *("strength", "sums_day", "in30", "out30", "in180", "out180", "active_days", "interactions"),
    *("first_day", "last_day", "last_in", "last_out", "usual_gap", "channels"),
)
Handles = frozenset[tuple[str, str]]


def book_as_seen(book: int, words: Sequence[str] = ()) -> dict[str, Any]:
    """What is in a book: interactions, people, handles, claims, open questions, and where words are found."""
    return {
        "interactions": _interactions(book),
        "people": _people(book),
        "identifiers": {
            (kind, value): rest
            for kind, value, *rest in Identifier.objects.filter(book_id=book).values_list(
                "kind", "value", "nature", "own"
            )
        },
        "claims": _claims(book),
        "organisations": set(Organisation.objects.filter(book_id=book).values_list("key", flat=True)),
        "tags": set(Tag.objects.filter(book_id=book).values_list("key", flat=True)),
        "questions": _questions(book),
        "found": {word: _found(book, word) for word in words},
    }


def _interactions(book: int) -> dict[str, Any]:
    parties = defaultdict(list)
    for interaction, kind, value, part, contact, at in Participant.objects.filter(book_id=book).values_list(
        "interaction_id", "identifier__kind", "identifier__value", "part", "contact", "at"
    ):
        parties[interaction].append((kind, value, part, contact, at))
    variants = defaultdict(set)
    for interaction, digest in Variant.objects.filter(book_id=book).values_list("interaction_id", "digest"):
        variants[interaction].add(digest)
    fields = (
        *(
            "kind",
            "at",
            "offset",
            "ends_at",
            "zone",
            "subject",
            "snippet",
            "flags",
            "ref",
            "parent",
            "digest",
        ),
        *("twin", "by_hand", "content__text"),
    )
    orders = _orders()
    return {
        bytes(key).hex(): (rest, sorted(parties[i]), variants[i], orders.get(i))
        for i, key, *rest in Interaction.objects.filter(book_id=book).values_list("id", "key", *fields)
    }


def _orders() -> dict[int, bytes]:
    """By interaction, the order of words by which a search finds phrases."""
    with connection.cursor() as cursor:
        table = ORDER if connection.vendor == "sqlite" else TABLE
        cursor.execute(f"SELECT interaction_id, codes FROM {table}")
        return {i: bytes(codes) for i, codes in cursor.fetchall()}


def _people(book: int) -> dict[Handles, Any]:
    handles: dict[int, set[tuple[str, str]]] = defaultdict(set)
    heads = {}
    for person in Person.objects.filter(book_id=book).select_related("relationship"):
        heads[person.pk] = person.merged_into_id or person.pk
    for kind, value, holder in Identifier.objects.filter(book_id=book, person__isnull=False).values_list(
        "kind", "value", "person_id"
    ):
        handles[heads[holder]].add((kind, value))
    shown = {}
    for person in Person.objects.filter(book_id=book, merged_into=None):
        if not person.is_me or handles[person.pk]:
            shown[frozenset(handles[person.pk])] = _person(person)
    return shown


def _person(person: Person) -> dict[str, Any]:
    relationship = person.relationship
    numbers = Metrics.objects.filter(relationship=relationship).values_list(*_NUMBERS).first()
    days = ContactDay.objects.filter(relationship=relationship)
    return {
        "name": (person.name, person.sort_name, person.is_me, person.by_hand),
        "days": () if person.is_me else sorted(days.values_list("day", "in_n", "out_n", "n")),
        "numbers": numbers and [round(n, 9) if isinstance(n, float) else n for n in numbers],
        "positions": sorted(
            Position.objects.filter(person=person).values_list(
                "organisation__key", "title", "department", "since", "until"
            ),
            key=repr,
        ),
        "ledger": _ledger(person),
        "told": (relationship.rhythm_days, relationship.rhythm_told, person.died_on, person.died_told),
        "dates": sorted(
            ImportantDate.objects.filter(person=person).values_list("what", "month", "day", "year"), key=repr
        ),
        "tags": sorted(
            set(Tagging.objects.filter(relationship=relationship).values_list("tag__key", flat=True))
        ),
    }


def _ledger(person: Person) -> list[Any]:
    """Exchanges, facts and reminders of a person and of those merged into them."""
    columns: dict[type[models.Model], tuple[str, ...]] = {
        Exchange: ("key", "direction", "kind", "text", "on", "thanked_on", "asks_thanks"),
        Fact: ("key", "text", "sensitivity", "source", "noted_on", "hearsay"),
        Reminder: ("key", "text", "due", "every"),
    }
    everybody = [person.pk, *Person.objects.filter(merged_into=person).values_list("pk", flat=True)]
    return sorted(
        (
            (model.__name__, *row)
            for model, names in columns.items()
            for row in model._default_manager.filter(person_id__in=everybody).values_list(*names)
        ),
        key=repr,
    )


def _claims(book: int) -> dict[Any, tuple[int, int]]:
    seen: dict[Any, tuple[int, int]] = {}
    for kind, value, field, text, origin, first, last in (
        Claim.objects.filter(book_id=book)
        .exclude(field="own")
        .values_list(
            "identifier__kind", "identifier__value", "field", "value", "origin", "first_at", "last_at"
        )
    ):
        first = last if origin == Claim.CARD else first
        key = (kind, value, field, text, origin)
        held = seen.get(key, (first, last))
        seen[key] = (min(first, held[0]), max(last, held[1]))
    return seen


def _questions(book: int) -> dict[Any, Any]:
    found = Proposal.objects.filter(book_id=book, state=Proposal.OPEN).exclude(kind="source_owner")
    handles = {
        i: (kind, value)
        for i, kind, value in Identifier.objects.filter(book_id=book).values_list("id", "kind", "value")
    }
    rows = (portable(dict(row), handles) for row in found.values("kind", "key", "evidence", "probability"))
    return {
        (row["kind"], row["key"], repr(evidence)): (evidence, row["probability"])
        for row in rows
        for evidence in (_either_way(row["evidence"]),)
    }


def _either_way(evidence: dict[str, Any]) -> dict[str, Any]:
    """Which of two people stands on the left follows their rows, and so the order of the files: here the first by handle."""
    if "left" not in evidence or evidence["left"] <= evidence["right"]:
        return evidence
    return evidence | {
        "left": evidence["right"],
        "right": evidence["left"],
        "evidence": [[what, right, left, bits] for what, left, right, bits in evidence["evidence"]],
    }


def _found(book: int, word: str) -> set[str]:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            wanted = " AND ".join(f'"{part}"' for part in words_of(word))
            cursor.execute("SELECT rowid FROM store_fulltext WHERE store_fulltext MATCH %s", [wanted])
        else:
            cursor.execute(
                "SELECT interaction_id FROM store_fulltext WHERE document @@ plainto_tsquery('simple', %s)",
                [" ".join(words_of(word))],
            )
        ids = [i for (i,) in cursor.fetchall()]
    return {
        bytes(key).hex()
        for key in Interaction.objects.filter(book_id=book, id__in=ids).values_list("key", flat=True)
    }
