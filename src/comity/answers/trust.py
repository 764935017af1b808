"""Trust in somebody, to a point: its evidence, what is at stake, and whether all comes from one side."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import CharField, Count, Q, QuerySet, Value
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later
from django.utils.translation import ngettext

from comity.answers.credit import credit_taken
from comity.answers.feelings import HowItIs
from comity.answers.feelings import of_person as felt_of
from comity.answers.finding import find
from comity.core import days
from comity.core.reciprocity import CLICKS, CREDIT
from comity.core.trust import LOOKED_BACK, Counts, Evidence, Level, evidence, level, one_sided
from comity.store.access import Scope
from comity.store.models import Commitment, Confidence, Crossing, Exchange, Person

LEVELS: Mapping[str, str | Promise] = {
    Level.LITTLE: later("There is little to go by yet."),
    Level.GROWING: later("It is growing."),
    Level.HELD: later("It has held so far."),
    Level.STRAINED: later("Something speaks against it."),
}
"""How far the notes carry, in words."""


@dataclass(frozen=True, slots=True)
class Line:
    """One piece of evidence in words; speaks: for trust (1), against it (-1), or for caution alone (0); kind: which it is."""

    kind: str
    words: str
    speaks: int


@dataclass(frozen=True, slots=True)
class Trust:
    """What the notes say of somebody: how far they carry, the evidence (against first), what is at stake, in the user's
    words, from which side nearly all comes ("", mine, theirs), and how it feels.

    locked: what is sealed was not looked at; level: one of `core.trust.Level`.
    """

    level: str
    words: str
    lines: tuple[Line, ...]
    at_stake: str
    one_sided: str
    locked: bool
    felt: HowItIs


def trust(scope: Scope, who: str) -> Trust:
    """For somebody named by an id, an address or a name; for my eyes alone. Four queries.

    Raises:
        NotFound: nobody fits; Ambiguous: several do.
    """
    person = find(scope, who)
    felt = felt_of(scope, str(person.uuid))
    counts = _counts(scope, person, felt)
    found = level(counts)
    return Trust(
        found,
        str(LEVELS[found]),
        tuple(Line(one.kind, _words(one), one.speaks) for one in evidence(counts)),
        person.relationship.at_stake,
        one_sided(counts.given, counts.received),
        counts.credit is None,
        felt,
    )


def _counts(scope: Scope, person: Person, felt: HowItIs) -> Counts:
    relationship = person.relationship
    metrics = getattr(relationship, "metrics", None)
    today = days.day_from_date(scope.today())
    first = metrics.first_day if metrics else None
    counted = _rows(scope, person, today)
    return Counts(
        known_days=0 if first is None else max(today - first, 0),
        active_days=metrics.active_days if metrics else 0,
        both_ways=metrics is not None and None not in (metrics.last_in, metrics.last_out),
        **counted,
        credit=credit_taken(scope, str(person.uuid)),
        felt_bad=felt.weighs,
        standing=relationship.standing,
    )


def _rows(scope: Scope, person: Person, today: int) -> dict[str, int]:
    """What there is of each kind, in one query."""
    who = Q(book_id=scope.book_id) & (Q(person=person) | Q(person__merged_into=person))
    source = Q(book_id=scope.book_id) & (Q(source=person) | Q(source__merged_into=person))
    theirs = Commitment.objects.filter(who, by=Commitment.THEIRS)
    lately = Exchange.objects.filter(who, on__gte=today - LOOKED_BACK).exclude(kind__in=CLICKS)
    queries: dict[
        str, QuerySet[Commitment] | QuerySet[Exchange] | QuerySet[Confidence] | QuerySet[Crossing]
    ] = {
        "kept": theirs.filter(state=Commitment.KEPT),
        "broken": theirs.filter(state=Commitment.BROKEN),
        "overdue": theirs.filter(state=Commitment.OPEN, due__lt=today),
        "given": lately.filter(direction=Exchange.GIVEN),
        "received": lately.filter(direction=Exchange.RECEIVED),
        "named": lately.filter(direction=Exchange.GIVEN, kind=CREDIT),
        "named_me": lately.filter(direction=Exchange.RECEIVED, kind=CREDIT),
        "confided": Confidence.objects.filter(source),
        "crossed": Crossing.objects.filter(who, by_me=False, on__gte=today - LOOKED_BACK),
    }
    counted = [
        rows.order_by()
        .annotate(noun=Value(name, output_field=CharField()))
        .values("noun")
        .annotate(n=Count("pk"))
        .values_list("noun", "n")
        for name, rows in queries.items()
    ]
    return dict.fromkeys(queries, 0) | dict(counted[0].union(*counted[1:], all=True))


def _words(one: Evidence) -> str:
    told = {"n": one.n, "of": one.of}
    match one.kind:
        case "credit":
            return (
                ngettext(
                    "took credit for what was yours", "took credit for what was yours, %(n)d times", one.n
                )
                % told
            )
        case "broken":
            return ngettext("broke one promise of %(of)d", "broke %(n)d promises of %(of)d", one.n) % told
        case "crossed":
            return (
                ngettext("crossed a line of yours once", "crossed lines of yours %(n)d times", one.n) % told
            )
        case "felt":
            return _("it felt bad to you again and again")
        case "overdue":
            return ngettext("one promise is overdue", "%(n)d promises are overdue", one.n) % told
        case "one_sided":
            return _("nearly all that passed between you came from you")
        case "credit_one_way":
            return _credit(one)
        case "kept":
            return ngettext("kept one promise of %(of)d", "kept %(n)d promises of %(of)d", one.n) % told
        case "received":
            return (
                ngettext("helped you once in two years", "helped you %(n)d times in two years", one.n) % told
            )
        case "confided":
            return (
                ngettext(
                    "told you something in confidence", "told you things in confidence %(n)d times", one.n
                )
                % told
            )
    return _known(one)


def _credit(one: Evidence) -> str:
    if not one.of:
        return _("you named their part in your work %(n)d times, they never named yours") % {"n": one.n}
    return ngettext(
        "you named their part in your work %(n)d times, they named yours once",
        "you named their part in your work %(n)d times, they named yours %(of)d times",
        one.of,
    ) % {"n": one.n, "of": one.of}


def _known(one: Evidence) -> str:
    years = one.n // 365
    if not years:
        return ngettext(
            "in touch both ways for less than a year, on %(of)d day",
            "in touch both ways for less than a year, on %(of)d days",
            one.of,
        ) % {"of": one.of}
    return ngettext(
        "in touch both ways for a year, on %(of)d days",
        "in touch both ways for %(years)d years, on %(of)d days",
        years,
    ) % {"years": years, "of": one.of}
