"""What automatic mail says of addresses: that one is dead, that somebody is away."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import NamedTuple

from django.db.backends.utils import CursorWrapper

from comity.core import notices
from comity.core.days import SECONDS_PER_DAY
from comity.core.records import Flag, Kind, Part
from comity.store import noticed
from comity.store.noticed import Noticed
from comity.store.sql import chunks, rows
from comity.store.understanding.latest import READ, SIGNATURE_DAYS

AWAY_DAYS = 14
"""Days before the newest mail of the book after which an absence is over, where its end is not told."""
MOST_NOTICES = 2000
"""Automatic mails of which a bounce or an absence is read, the newest first."""
_AUTOMATIC = int(Flag.AUTOMATIC)
_DEAD_SURE = 0.95
"""An estimate that only orders the list; it was not measured."""
_STEP = 200


class _Dead(NamedTuple):
    """An address that is dead: what was said of it, where (row and key) and when; left: by its own automatic answer."""

    bounce: notices.Bounce
    interaction: int
    key: str
    at: int
    left: bool


def from_notices(cursor: CursorWrapper, book: int, newest: int) -> list[tuple[Noticed, int]]:
    """Dead addresses and absences that automatic mail tells of."""
    oldest = newest - SIGNATURE_DAYS * SECONDS_PER_DAY
    found = rows(
        cursor,
        f"SELECT i.id, i.key, i.at, i.subject, SUBSTR(COALESCE(c.text, ''), 1, {READ}), d.id, d.value, d.person_id "
        "FROM store_interaction i JOIN store_participant p ON p.interaction_id = i.id AND p.part = 1 "
        "JOIN store_identifier d ON d.id = p.identifier_id LEFT JOIN store_content c ON c.interaction_id = i.id "
        f"WHERE i.book_id = %s AND i.kind = %s AND i.at >= %s AND i.at <= %s AND (i.flags / {_AUTOMATIC}) %% 2 = 1 AND d.own = 0 "
        f"ORDER BY i.at DESC, i.id LIMIT {MOST_NOTICES}",
        [book, int(Kind.MAIL), oldest, newest],
    )
    dead: dict[str, _Dead] = {}
    away: dict[int, tuple[Noticed, int]] = {}
    for i, key, at, subject, text, identifier, address, person in found:
        for bounce in notices.bounces(subject, text):
            dead.setdefault(bounce.address, _Dead(bounce, i, bytes(key).hex(), at, left=False))
        if person is not None and identifier not in away:
            if why := notices.left(subject, text):
                bounce = notices.Bounce(address, "", why)
                dead.setdefault(address, _Dead(bounce, i, bytes(key).hex(), at, left=True))
                continue
            absence = notices.away(subject, text, dt.datetime.fromtimestamp(at, dt.UTC).date())
            if absence is not None and _still(absence, at, newest):
                away[identifier] = (_absent(identifier, address, absence, bytes(key).hex(), at), i)
    return [*away.values(), *_died(cursor, book, dead, newest)]


def _still(absence: notices.Away, at: int, newest: int) -> bool:
    """Whether an absence was not over when the newest mail came."""
    if absence.until:
        return absence.until >= dt.datetime.fromtimestamp(newest, dt.UTC).date().isoformat()
    return at >= newest - AWAY_DAYS * SECONDS_PER_DAY


def _absent(identifier: int, address: str, absence: notices.Away, key: str, at: int) -> Noticed:
    evidence = {
        "identifier": identifier,
        "address": address,
        "until": absence.until,
        "why": absence.why,
        "interaction": key,
        "at": at,
    }
    return Noticed(noticed.ADDRESS_AWAY, noticed.moment_key(identifier, at), evidence, None, None)


def _died(
    cursor: CursorWrapper, book: int, dead: Mapping[str, _Dead], newest: int
) -> list[tuple[Noticed, int]]:
    """Bounces of somebody's address, and of those who left, from which nothing came since, until the newest mail."""
    found: list[tuple[Noticed, int]] = []
    for part in chunks(sorted(dead), _STEP):
        marks = ",".join(["%s"] * len(part))
        for identifier, address, last in rows(
            cursor,
            "SELECT d.id, d.value, COALESCE((SELECT MAX(p.at) FROM store_participant p JOIN store_interaction i "
            f"ON i.id = p.interaction_id WHERE p.identifier_id = d.id AND p.part = {int(Part.SENDER)} "
            f"AND (i.flags / {_AUTOMATIC}) %% 2 = 0 AND p.at <= %s), 0) FROM store_identifier d "
            f"WHERE d.book_id = %s AND d.kind = 'email' AND d.own = 0 AND d.person_id IS NOT NULL AND d.value IN ({marks})",
            [newest, book, *part],
        ):
            bounce, interaction, key, at, left = dead[address]
            if last > at:
                continue
            evidence = {
                "identifier": identifier,
                "address": address,
                "status": bounce.status,
                "why": bounce.why,
                "interaction": key,
                "at": at,
                "left": left,
            }
            item = Noticed(
                noticed.ADDRESS_DEAD, noticed.moment_key(identifier, last), evidence, _DEAD_SURE, None
            )
            found.append((item, interaction))
    return found
