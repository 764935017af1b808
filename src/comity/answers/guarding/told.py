"""What holds of all that was told in confidence, as decisions want it; what is sealed is opened where that can be."""

from __future__ import annotations

from comity.core.audience import Told
from comity.core.errors import Locked, NoVault
from comity.core.giving_away import signs_of
from comity.core.sealing import CannotOpen
from comity.store import sealing
from comity.store.access import Scope
from comity.store.models import Confidence, Person
from comity.store.queries import confidences as query


def held(scope: Scope, today: int) -> list[Told]:
    """The confidences of a book that hold on a day; one query where there are none, else two."""
    found = query.holding(scope.book_id, today)
    if not found:
        return []
    reach = query.reaches(scope.book_id)
    return [_told(scope, one, reach.get(one.pk) or query.Reach()) for one in found]


def said(scope: Scope, row: Confidence) -> tuple[str, str] | None:
    """Its text and its signs, one a line; None while they are sealed and cannot be opened."""
    if not sealing.is_sealed(row):
        return row.text, row.signs
    if scope.key is None:
        return None
    try:
        body = sealing.opened(scope, row)
    except (Locked, NoVault, CannotOpen):
        return None
    return str(body.get("text", "")), str(body.get("signs", ""))


def head(person: Person | None) -> Person | None:
    """The person shown: whom they were merged into, or themselves."""
    return None if person is None else person.merged_into or person


def _told(scope: Scope, row: Confidence, reach: query.Reach) -> Told:
    words = said(scope, row)
    return Told(
        id=row.uuid.hex,
        words=None if words is None else (words[0], *signs_of(words[1])),
        source=reach.source,
        subject=reach.subject,
        may=frozenset(reach.may),
        nobody=row.nobody,
        until=row.until,
        covers=frozenset(reach.covers),
        stands=tuple(sorted(reach.says)),
        names=tuple(sorted(reach.names)),
    )
