"""What of the guards stands about one person: a line for each noun, with how many of it there are, in one query."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import CharField, Count, Q, QuerySet, Value
from django.utils.translation import ngettext

from comity.core import days
from comity.store.access import Scope
from comity.store.models import Boundary, Recusal


@dataclass(frozen=True, slots=True)
class Standing:
    """How many things of one noun stand, in words; page: the name of the address that lists them (it takes `who`)."""

    page: str
    words: str


@dataclass(frozen=True, slots=True)
class _Noun:
    """page: as in `Standing`; rows: those about whom `person` narrows to, by the name of the column, on a day."""

    page: str
    rows: Callable[[Callable[[str], Q], int], QuerySet[Any]]
    words: Callable[[int], str]


def of_person(scope: Scope, person_id: str) -> tuple[Standing, ...]:
    """What stands about a person and those merged into them; nouns of which there is nothing are left out."""
    wanted = UUID(person_id)
    today = days.day_from_date(scope.today())

    def person(column: str) -> Q:
        """Rows of the open book whose person, in this column, is the one meant."""
        own, merged = f"{column}__uuid", f"{column}__merged_into__uuid"
        return Q(book_id=scope.book_id) & (Q(**{own: wanted}) | Q(**{merged: wanted}))

    counted = [
        noun.rows(person, today)
        .order_by()
        .annotate(noun=Value(place, output_field=CharField()))
        .values("noun")
        .annotate(n=Count("pk", distinct=True))
        .values_list("noun", "n")
        for place, noun in ((str(place), noun) for place, noun in enumerate(_NOUNS))
    ]
    found = dict(counted[0].union(*counted[1:], all=True))
    return tuple(
        Standing(noun.page, noun.words(found[str(place)]))
        for place, noun in enumerate(_NOUNS)
        if found.get(str(place))
    )


def lasting(today: int) -> Q:
    """Rows with `until` that hold on this day."""
    return Q(until=None) | Q(until__gte=today)


_NOUNS: tuple[_Noun, ...] = (
    _Noun(
        "boundaries",
        lambda person, today: Boundary.objects.filter(person("person"), lasting(today)),
        lambda n: ngettext("%(n)d boundary", "%(n)d boundaries", n) % {"n": n},
    ),
    _Noun(
        "guard",
        lambda person, today: Recusal.objects.filter(person("person"), lasting(today)),
        lambda n: (
            ngettext("%(n)d rule of what you stay out of", "%(n)d rules of what you stay out of", n)
            % {"n": n}
        ),
    ),
)
"""Each noun of Guard that is about people. A noun whose people are sealed stays out."""
