"""Reads of what was told in confidence: what holds on a day, who may know it, and the rows in which it stands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db import connection
from django.db.models import Q

from comity.store import covered, practice
from comity.store.models import Confidence, Interaction
from comity.store.sql import on_sqlite, rows, uuid_hex

_MAY, _SAYS, _SOURCE, _SUBJECT = "may", "says", "source", "subject"
"""What stands in place of a kind of row where a person is meant, or what a covered row says."""
_PASSED_ON = (
    *(
        "facts",
        "reminders",
        "commitments",
        "requests",
        "introductions",
        "exchanges",
        "opportunities",
        "disclosures",
    ),
    *(
        "feedback",
        "goals",
        "goal_steps",
        "events",
        "mentoring_sessions",
        "outcomes",
        "engagements",
        "deliverables",
    ),
)
"""Kinds whose words pass on as values, into a draft, say, where nobody sees any more which row they came from."""


@dataclass(slots=True)
class Reach:
    """source, subject: the heads of whose it is, and names: what they are called; may: the heads of who may know it;
    covers: (kind, 32 hexadecimal digits) of the rows in which it stands, and says: their words but for texts of mails."""

    source: int | None = None
    subject: int | None = None
    names: set[str] = field(default_factory=set)
    may: set[int] = field(default_factory=set)
    covers: set[tuple[str, str]] = field(default_factory=set)
    says: set[str] = field(default_factory=set)


def holding(book: int, day: int) -> list[Confidence]:
    """The confidences that hold on a day."""
    held = Confidence.objects.filter(Q(until=None) | Q(until__gt=day), book_id=book, ended_on=None)
    return list(held.order_by("id"))


def reaches(book: int) -> dict[int, Reach]:
    """For each confidence of the book, by its row, how far it reaches; in one statement.

    What was read from an interaction that is covered (a promise, a request, …) is covered with it.
    """
    found: dict[int, Reach] = defaultdict(Reach)
    parts = list(_parts())
    with connection.cursor() as cursor:
        for id, kind, row in rows(cursor, " UNION ALL ".join(parts), [book] * len(parts)):
            reach = found[id]
            if kind == _MAY:
                reach.may.add(int(row))
            elif kind == _SAYS:
                reach.says.add(row)
            elif kind in (_SOURCE, _SUBJECT):
                head, *names = row.split("\n")
                reach.names |= set(filter(None, names))
                setattr(reach, kind, int(head))
            else:
                reach.covers.add((kind, row))
    return found


def _parts() -> Iterator[str]:
    """SELECTs of (confidence, kind, row or words), each of one book."""
    yield (
        f"SELECT a.confidence_id, '{_MAY}', CAST(COALESCE(p.merged_into_id, p.id) AS TEXT) "
        "FROM store_confidenceaudience a JOIN store_person p ON p.id = a.person_id WHERE a.book_id = %s"
    )
    for column in (_SOURCE, _SUBJECT):
        yield (
            f"SELECT c.id, '{column}', CAST(COALESCE(h.id, p.id) AS TEXT) || '\n' || p.name || '\n' || "
            f"COALESCE(h.name, '') FROM store_confidence c JOIN store_person p ON p.id = c.{column}_id "
            "LEFT JOIN store_person h ON h.id = p.merged_into_id WHERE c.book_id = %s"
        )
    cover = "store_confidencecover c"
    yield f"SELECT c.confidence_id, c.kind, {uuid_hex('c.row')} FROM {cover} WHERE c.book_id = %s"
    same = "c.row = lower(hex(i.key))" if on_sqlite() else "c.row = encode(i.key, 'hex')::uuid"
    mail = f"JOIN {cover} ON c.book_id = i.book_id AND {same} AND c.kind = 'interactions'"
    for kind in _PASSED_ON:
        table = covered.TABLES[kind]._meta.db_table
        for column in covered.columns(covered.TABLES[kind]):
            yield (
                f"SELECT c.confidence_id, '{_SAYS}', x.{column} FROM {cover} JOIN {table} x ON x.uuid = c.row "
                f"AND x.book_id = c.book_id WHERE c.book_id = %s AND c.kind = '{kind}' AND x.{column} <> ''"
            )
    for kind, table, column in read_from_interactions():
        read = f"FROM {table} x JOIN store_interaction i ON i.id = x.{column} {mail} WHERE x.book_id = %s"
        yield f"SELECT c.confidence_id, '{kind}', {uuid_hex('x.uuid')} {read}"
        for words in covered.columns(practice.TABLES[kind]) if kind in _PASSED_ON else ():
            yield f"SELECT c.confidence_id, '{_SAYS}', x.{words} {read} AND x.{words} <> ''"


def read_from_interactions() -> Iterator[tuple[str, str, str]]:
    """(kind, table, column) of what may have been read from an interaction."""
    for kind, model in practice.TABLES.items():
        for column in practice.columns(model):
            if column.to is Interaction:
                yield kind, model._meta.db_table, f"{column.field}_id"
