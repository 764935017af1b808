"""Reads about where each value of a person comes from."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from django.db import connection

from comity.store import noticed
from comity.store.models import ImportantDate, Position, Proposal
from comity.store.sql import ints, rows

_MOST = 1000
"""Claims that are read of one person; newest first, so that those left out are the oldest."""


class Said(NamedTuple):
    """A claim: the identifier it is on, field, value, origin, when last seen, its import (number, row, when) or None."""

    identifier: int
    field: str
    value: str
    origin: int
    at: int
    number: int | None
    batch: int | None
    started: dt.datetime | None


class Handle(NamedTuple):
    """An identifier: its row, kind, value, and whose it is."""

    id: int
    kind: str
    value: str
    person: int


def claims(persons: Sequence[int], fields: Iterable[str]) -> list[Said]:
    """What sources and the user say of these people, the user's words first, then cards, then the latest."""
    wanted = ", ".join(f"'{field}'" for field in fields)
    with connection.cursor() as cursor:
        found = rows(
            cursor,
            "SELECT c.identifier_id, c.field, c.value, c.origin, c.last_at, b.number, b.id, b.started_at "
            "FROM store_identifier d JOIN store_claim c ON c.identifier_id = d.id LEFT JOIN store_batch b ON b.id = c.batch_id "
            f"WHERE d.person_id IN {ints(persons)} AND c.field IN ({wanted}) "
            f"ORDER BY c.origin DESC, c.last_at DESC, c.id DESC LIMIT {_MOST}",
        )
    return [Said(*row) for row in found]


def handles(persons: Sequence[int]) -> list[Handle]:
    """All identifiers of these people, by kind and value."""
    with connection.cursor() as cursor:
        found = rows(
            cursor,
            f"SELECT id, kind, value, person_id FROM store_identifier WHERE person_id IN {ints(persons)} ORDER BY kind, value",
        )
    return [Handle(*row) for row in found]


def first_seen(identifiers: Sequence[int]) -> dict[int, tuple[int, int, dt.datetime]]:
    """For each identifier the first thing it took part in: (instant, number and start of an import that holds it)."""
    seen: dict[int, tuple[int, int, dt.datetime]] = {}
    with connection.cursor() as cursor:
        for identifier, at, number, started in rows(
            cursor,
            "SELECT d.id, p.at, b.number, b.started_at FROM store_identifier d JOIN store_participant p ON p.id = "
            "(SELECT q.id FROM store_participant q WHERE q.identifier_id = d.id ORDER BY q.at, q.id LIMIT 1) "
            "JOIN store_sighting s ON s.interaction_id = p.interaction_id JOIN store_batch b ON b.id = s.batch_id "
            f"WHERE d.id IN {ints(identifiers)} ORDER BY b.number DESC",
        ):
            seen[identifier] = (at, number, started)
    return seen


def sources_of(batches: Iterable[int]) -> dict[int, list[str]]:
    """What the files of each import were recognised as."""
    found: dict[int, list[str]] = defaultdict(list)
    with connection.cursor() as cursor:
        for batch, source in rows(
            cursor,
            f"SELECT DISTINCT batch_id, source FROM store_batchfile WHERE batch_id IN {ints(set(batches))} AND source <> '' "
            "ORDER BY batch_id, source",
        ):
            found[batch].append(source)
    return found


def positions_by_hand(persons: Sequence[int]) -> list[tuple[str, str, int]]:
    """(organisation, title, when) of what the user said of their present work, the latest first."""
    if not persons:
        return []
    found = Position.objects.filter(person__in=persons, batch=None, until=None).order_by("-seen_at", "-id")
    return [
        (name or "", title, at)
        for name, title, at in found.values_list("organisation__name", "title", "seen_at")
    ]


def birthdays_by_hand(persons: Sequence[int]) -> list[tuple[int, int, int | None]]:
    """(month, day, year) of birthdays that the user entered."""
    if not persons:
        return []
    found = ImportantDate.objects.filter(person__in=persons, batch=None, what="birthday").order_by("-id")
    return list(found.values_list("month", "day", "year"))


def taken(book: int, identifiers: Iterable[int]) -> dict[tuple[str, str], int]:
    """(field, value) of details that the user took over from mails of these identifiers, to the mail's instant."""
    known = set(identifiers)
    found = Proposal.objects.filter(
        book_id=book, kind__in=(noticed.DETAIL, noticed.NEW_JOB), state=Proposal.ACCEPTED
    ).values_list("kind", "evidence")
    told: dict[tuple[str, str], int] = {}
    for kind, evidence in found:
        if evidence.get("identifier") not in known:
            continue
        at = int(evidence.get("at") or 0)
        if kind == noticed.DETAIL:
            told[str(evidence["field"]), str(evidence["value"])] = at
        else:
            told |= {
                (field, str(evidence[field])): at
                for field in ("organisation", "title")
                if evidence.get(field)
            }
    return told
