"""What is practised in the sample book: reminders, dates, promises, goals and the rest, a table at a time."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from comity.actions import proposals
from comity.sources import sample
from comity.store.access import Scope
from comity.store.models import (
    Group,
    Identifier,
    ImportantDate,
    Interaction,
    Organisation,
    Proposal,
    Reminder,
)
from comity.store.models.base import PublicRow
from comity.store.practice import TABLES
from comity.store.understanding import asks

_READ = 60
"""The sample's latest mails that are read for what they ask and promise: enough to see it by."""
_GROUP, _INTERACTION, _ORGANISATION = "group", "interaction", "organisation"


def fill(scope: Scope, content: sample.SampleBook) -> None:
    """All rows of the sample that are neither people nor what passed between them."""
    found = Identifier.objects.filter(book_id=scope.book_id, kind="email", person__isnull=False)
    people = dict(found.values_list("value", "person_id"))
    Reminder.objects.bulk_create(
        Reminder(
            book_id=scope.book_id,
            person_id=people[one.person] if one.person else None,
            text=one.text,
            due=one.due,
            every=one.every,
        )
        for one in content.reminders
    )
    ImportantDate.objects.bulk_create(
        ImportantDate(
            book_id=scope.book_id,
            person_id=people[one.person],
            what=one.what,
            month=one.month,
            day=one.day,
            year=one.year,
            label=one.label,
            lead_days=one.lead_days,
            once=one.once,
        )
        for one in content.dates
    )
    _practice(scope.book_id, content.practice, people)


def read_mail(scope: Scope, content: sample.SampleBook) -> None:
    """Read the latest mail as after any import, and say yes to what the sample's owner has confirmed."""
    asks.look(scope.book_id, content.now, _READ)
    told = Proposal.objects.filter(book_id=scope.book_id, evidence__sentence__in=list(content.confirmed))
    for row in told.order_by("id"):
        proposals.accept(scope, str(row.uuid), {"text": content.confirmed[row.evidence["sentence"]]})


def _practice(book: int, rows: tuple[sample.SampleRow, ...], people: Mapping[str, int]) -> None:
    """The rows in the order of their tables, so that each refers to those that are there."""
    groups = dict(Group.objects.filter(book_id=book).values_list("name", "id"))
    firms = dict(Organisation.objects.filter(book_id=book).values_list("name", "id"))
    keys = [row.values[_INTERACTION] for row in rows if _INTERACTION in row.values]
    found = Interaction.objects.filter(book_id=book, key__in=keys).values_list("key", "id")
    letters = {bytes(key): id for key, id in found}
    named: dict[str, Mapping[Any, int]] = {_GROUP: groups, _ORGANISATION: firms, _INTERACTION: letters}
    made: dict[str, PublicRow] = {}
    for kind, model in TABLES.items():
        of_kind = [row for row in rows if row.kind == kind]
        model._default_manager.bulk_create(
            made.setdefault(row.name, model(book_id=book, **_columns(row, named, people, made)))
            for row in of_kind
        )


def _columns(
    row: sample.SampleRow,
    named: Mapping[str, Mapping[Any, int]],
    people: Mapping[str, int],
    made: Mapping[str, PublicRow],
) -> dict[str, Any]:
    columns = dict(row.values)
    for name, known in named.items():
        if name in columns:
            columns[f"{name}_id"] = known[columns.pop(name)]
    columns |= {f"{name}_id": people[email] for name, email in row.people.items()}
    return columns | {name: made[other] for name, other in row.rows.items()}
