"""What of the guards stands about one person: a line for each noun, with how many of it there are, in one query."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, Count, Q, QuerySet, Value
from django.utils.translation import ngettext

from comity.answers.subject import Meant, rows_about
from comity.core import days
from comity.core.boundaries import asks_for_rule
from comity.store.access import Scope
from comity.store.models import Boundary, Confidence, DifficultStep, Gift, Interest, Recusal, Tie

_RULES = "guard"
"""The page that lists what I stay out of."""


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


def of_person(scope: Scope, who: Meant) -> tuple[Standing, ...]:
    """What stands about a person and those merged into them; nouns of which there is nothing are left out."""
    members = rows_about(scope, who, "guard")
    if not members:
        return ()
    today = days.day_from_date(scope.today())

    def person(column: str) -> Q:
        """Rows of the open book whose person, in this column, is the one meant."""
        return Q(book_id=scope.book_id, **{f"{column}__in": members})

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


def lacks_rule(nature: str, standing: Iterable[Standing]) -> bool:
    """Whether a relationship is professional and personal, with no rule yet of what I stay out of."""
    return asks_for_rule(nature, any(one.page == _RULES for one in standing))


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
        "confidences",
        lambda person, today: Confidence.objects.filter(
            person("source") | person("subject"), Q(until=None) | Q(until__gt=today), ended_on=None
        ),
        lambda n: ngettext("%(n)d thing told in confidence", "%(n)d things told in confidence", n) % {"n": n},
    ),
    _Noun(
        "difficult",
        lambda person, today: DifficultStep.objects.filter(person("person")),
        lambda n: (
            ngettext(
                "%(n)d step with a difficult relationship", "%(n)d steps with a difficult relationship", n
            )
            % {"n": n}
        ),
    ),
    _Noun(
        _RULES,
        lambda person, today: Recusal.objects.filter(person("person"), lasting(today)),
        lambda n: (
            ngettext("%(n)d rule of what you stay out of", "%(n)d rules of what you stay out of", n)
            % {"n": n}
        ),
    ),
    _Noun(
        "interests",
        lambda person, today: Interest.objects.filter(person("person")),
        lambda n: ngettext("%(n)d interest of yours", "%(n)d interests of yours", n) % {"n": n},
    ),
    _Noun(
        "interests",
        lambda person, today: Tie.objects.filter(person("one") | person("other"), lasting(today)),
        lambda n: ngettext("%(n)d tie to others", "%(n)d ties to others", n) % {"n": n},
    ),
    _Noun(
        "gifts",
        lambda person, today: Gift.objects.filter(person("person")),
        lambda n: ngettext("%(n)d gift", "%(n)d gifts", n) % {"n": n},
    ),
)
"""Each noun of Guard that is about people, in the tables that `queries.person.HELD` looks at. A noun whose people are
sealed stays out."""
