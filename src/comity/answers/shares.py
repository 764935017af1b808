"""What I gladly share: the list, who has heard what, and what one could tell somebody."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as later

from comity.answers import wording
from comity.answers.finding import find
from comity.answers.heads import heads, row_of
from comity.answers.shapes import Face
from comity.core.depth import Depth, depth
from comity.core.playbooks import Standing
from comity.store.access import Scope
from comity.store.models import GladlyShared, Person, Telling

DEPTHS: Mapping[int, str | Promise] = {
    Depth.NEW: later("with anybody"),
    Depth.KNOWN: later("once we know each other"),
    Depth.FAMILIAR: later("once we know each other well"),
    Depth.TRUSTED: later("where there is trust"),
}
"""From which depth on something is shared, in words."""
_HEARD, _MOST = 2000, 500
_SILENT = (Standing.STEPPED_BACK, Standing.ENDED)


@dataclass(frozen=True, slots=True)
class Heard:
    """Who has heard it, and when."""

    face: Face
    on: dt.date


@dataclass(frozen=True, slots=True)
class ShareLine:
    """Something that I gladly share, from which depth on, and who has heard it, the latest first."""

    id: str
    text: str
    depth: int
    heard: tuple[Heard, ...]


@dataclass(frozen=True, slots=True)
class TellLine:
    """Something in view of one person: heard on a day, or (None) what one could tell them."""

    id: str
    text: str
    depth: int
    on: dt.date | None


@dataclass(frozen=True, slots=True)
class OfPerson:
    """What one could tell somebody (its depth fits, and they have not heard it), what they have heard, and how deep it is.

    any: there is something that I gladly share, with whomever.
    """

    depth: int
    could: tuple[TellLine, ...]
    told: tuple[TellLine, ...]
    any: bool


def shares(scope: Scope) -> tuple[ShareLine, ...]:
    """All that I gladly share, by depth, and who has heard it."""
    rows = list(GladlyShared.objects.filter(book_id=scope.book_id).order_by("depth", "id")[:_MOST])
    told = list(Telling.objects.filter(shared__in=rows).order_by("-on", "-id")[:_HEARD])
    people = heads(one.person_id for one in told)
    heard: dict[int, dict[int, Heard]] = defaultdict(dict)
    for one in told:
        head, on = people[one.person_id], wording.day(one.on)
        assert on is not None
        heard[one.shared_id].setdefault(head.id, Heard(head.face, on))
    return tuple(ShareLine(str(row.uuid), row.text, row.depth, tuple(heard[row.pk].values())) for row in rows)


def share(scope: Scope, id: str) -> str:
    """The text of one of them.

    Raises:
        NotFound: there is no such one in this book.
    """
    return row_of(GladlyShared.objects.filter(book_id=scope.book_id), "gladly shared", id).text


def of_person(scope: Scope, person_id: str, standing: str, active_days: int, *, both_ways: bool) -> OfPerson:
    """What stands on a person's page, in at most three queries; nothing is suggested for who is to be left in peace.

    standing, active_days, both_ways: as `core.depth` wants them.
    """
    deep = depth(standing, active_days, both_ways=both_ways)
    rows = list(GladlyShared.objects.filter(book_id=scope.book_id).order_by("-depth", "id")[:_MOST])
    if not rows:
        return OfPerson(deep, (), (), any=False)
    who = Q(person__uuid=person_id) | Q(person__merged_into__uuid=person_id)
    told = dict(
        Telling.objects.filter(who, book_id=scope.book_id).order_by("-on").values_list("shared_id", "on")
    )
    lines = [TellLine(str(row.uuid), row.text, row.depth, wording.day(told.get(row.pk))) for row in rows]
    could = tuple(line for line in lines if line.on is None and line.depth <= deep)
    if could and (
        standing in _SILENT or Person.objects.filter(uuid=person_id, died_on__isnull=False).exists()
    ):
        could = ()
    return OfPerson(deep, could, tuple(line for line in lines if line.on is not None), any=True)


def with_person(scope: Scope, who: str) -> tuple[Face, OfPerson]:
    """The same for a person named by an id, an address or a name.

    Raises:
        NotFound: nobody fits; Ambiguous: several do.
    """
    person: Person = find(scope, who)
    metrics = getattr(person.relationship, "metrics", None)
    both_ways = metrics is not None and None not in (metrics.last_in, metrics.last_out)
    found = of_person(
        scope,
        str(person.uuid),
        person.relationship.standing,
        metrics.active_days if metrics else 0,
        both_ways=both_ways,
    )
    return wording.face(person.uuid.hex, person.name), found
