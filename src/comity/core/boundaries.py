"""Boundaries, mine and theirs: which apply to somebody, what would cross them, and when it would not.

Pure: people and organisations are the numbers they are given by, days are day numbers, instants aware datetimes.

All boundaries that apply count, not only the most specific: that somebody may be called at any hour does not lift the
user's own evening. The most specific one is named first, since it explains most.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from comity.core import folding, hours
from comity.core.hours import Hours
from comity.core.playbooks import Nature

MINE, THEIRS = "mine", "theirs"
CHANNELS = ("mail", "call", "chat", "meeting", "letter", "event", "comment")
"""Ways of contact that a boundary can be about: kinds of interaction but for notes, which reach nobody."""
PREFERRED = "+"
"""Before a channel: the one that they, or I, like better."""
_WITHOUT_HOUR = frozenset({"letter", "note"})
"""Kinds that disturb nobody at the hour at which they happen."""
_YEARS = (1900, 9000)
_ROUNDS = 60
"""How often several hours are brought in line at the most, until all of them fit or none is found."""
REQUESTS: dict[str, tuple[str, ...]] = {
    "introduction": ("introduc*", "vorstell*", "bekannt mach*"),
    "reference": ("reference*", "recommend*", "referenz*", "empfehl*", "zeugnis*"),
    "money": ("money", "loan*", "lend*", "borrow*", "invest*", "donat*", "geld*", "leih*", "spend*"),
    "favour": ("favour*", "favor*", "gefallen", "gefälligkeit*"),
    "time": ("call", "meet*", "coffee", "lunch", "dinner", "visit*", "treffen", "termin*"),
    "feedback": ("feedback", "review*", "proofread*", "rückmeldung*", "korrektur*"),
    "work": ("overtime", "weekend*", "unpaid", "for free", "überstunden", "umsonst"),
    "private": ("babysit*", "move house", "moving house", "umzug", "password*", "passwort*"),
}
"""Kinds of request, each with words by which it is recognised where nobody says what kind it is (English, German)."""
WAYS: dict[str, tuple[str, ...]] = {
    "call": ("call", "calling", "phone*", "ring", "anruf*", "telefon*"),
    "mail": ("mail*", "email*", "e mail*", "write to", "schreib*"),
    "meeting": ("meet*", "coffee", "lunch", "dinner", "visit*", "treff*", "besuch*"),
    "chat": ("chat*", "message*", "text her", "text him", "text them"),
}
"""Ways of contact, with words by which one that is planned is recognised (English, German)."""
DECISION = "decision"
"""What a plan asks for that is a decision about somebody: a hire, a purchase, a grade."""
NAMED_OF_BOTH = ("favour", "money", "work")
"""Requests that are named where a relationship is professional and personal, whichever way they go."""
DISCLOSED_OF_BOTH = ("introduction", "reference", DECISION)
"""What is to be disclosed to those concerned where a relationship is professional and personal."""


class Kind(StrEnum):
    """What a boundary is about. Stored; never rename."""

    HOURS = "hours"
    CHANNEL = "channel"
    TOPIC = "topic"
    REQUEST = "request"
    ANSWER = "answer"


@dataclass(frozen=True, slots=True)
class Boundary:
    """A boundary of mine or of theirs, in force from `since` until before the day after `until`.

    person, role, organisation: to whom it applies; where several are set all must fit, where none is everybody does.
    words: topics, kinds of request or channels; of hours the channels that they are about, none for all of them;
    told: they said so, else it was noticed.
    """

    id: str
    side: str
    kind: Kind
    person: int | None = None
    role: str = ""
    organisation: int | None = None
    words: tuple[str, ...] = ()
    hours: Hours | None = None
    answer_hours: int | None = None
    text: str = ""
    told: bool = True
    since: int = 0
    until: int | None = None
    row: int = 0

    @property
    def weight(self) -> int:
        """How specific it is: a person before a role, a role before an organisation, that before everybody."""
        return 4 * (self.person is not None) + 2 * bool(self.role) + (self.organisation is not None)


@dataclass(frozen=True, slots=True)
class Subject:
    """Somebody as boundaries see them on a day: roles held and organisations worked for then; nature: `core.playbooks`."""

    person: int
    roles: frozenset[str] = frozenset()
    organisations: frozenset[int] = frozenset()
    nature: str = Nature.PROFESSIONAL


@dataclass(frozen=True, slots=True)
class Plan:
    """Something that is logged, planned, drafted, suggested or received.

    moment: when, None where it has no time of its own; until: where only a stretch is known (a day), its end, so that
    hours are crossed only if none of it lies within them; channel: a kind of interaction, "" where none is meant;
    words: all that is said; request: what is asked for, a key of `REQUESTS` or any other word, "" where nothing is;
    waiting_since: since when the user's last word to them waits for an answer; wanted_within: hours within which an
    answer is wanted; by_me: the user does it; else the other does, and only the user's own boundaries can be crossed.
    """

    who: tuple[Subject, ...] = ()
    moment: dt.datetime | None = None
    until: dt.datetime | None = None
    channel: str = ""
    words: str = ""
    request: str = ""
    waiting_since: dt.datetime | None = None
    wanted_within: float | None = None
    by_me: bool = True


@dataclass(frozen=True, slots=True)
class Crossing:
    """A boundary that a plan crosses with a person, by what, and what would not cross it.

    boundary None: none is set; it is what a relationship asks for that is professional and personal. why: the kind of
    the boundary, or mixed_request, mixed_disclose; what: the word, channel or kind of request found; fits: the next
    moment at which hours and answer times of all boundaries fit; rather: a channel that they like better; stricter: it
    applies only since the relationship is both.
    """

    who: int
    boundary: Boundary | None
    why: str
    what: str = ""
    fits: dt.datetime | None = None
    rather: tuple[str, ...] = ()
    stricter: bool = False


@dataclass(frozen=True, slots=True)
class _Applied:
    boundary: Boundary
    stricter: bool


def applying(boundaries: Iterable[Boundary], who: Subject, day: int) -> tuple[Boundary, ...]:
    """All that apply to somebody on a day, the most specific first, then the latest."""
    return tuple(one.boundary for one in _applied(boundaries, who, day))


def crossings(plan: Plan, boundaries: Iterable[Boundary], day: int) -> tuple[Crossing, ...]:
    """What a plan crosses, person by person, the most specific boundary first; () where nothing is."""
    known, plan = tuple(boundaries), _in_utc(plan)
    found: list[Crossing] = []
    for who in plan.who:
        applied = _applied(known, who, day)
        crossed = [one for one in applied if _counts(plan, one.boundary) and _crosses(plan, one.boundary)]
        fits = _fits(plan, [one.boundary for one in applied if _counts(plan, one.boundary)])
        found += [_crossing(plan, who, one, fits, applied) for one in crossed]
        if who.nature == Nature.BOTH:
            found += _mixed(plan, who)
    return tuple(found)


def _in_utc(plan: Plan) -> Plan:
    """The same with its instants in UTC, where they can be compared."""
    names = ("moment", "until", "waiting_since")
    known = {name: getattr(plan, name) for name in names}
    return replace(plan, **{name: at and at.astimezone(dt.UTC) for name, at in known.items()})


def stretch(
    moment: dt.datetime | None, *, day_only: bool = False
) -> tuple[dt.datetime | None, dt.datetime | None]:
    """Moment and end of a plan: the moment alone, or where only its day was told the day on the clock of its zone.

    Years in which no clock is kept, as a slip of the keyboard makes them, count as not known.
    """
    if moment is None or not _YEARS[0] <= moment.year <= _YEARS[1]:
        return None, None
    if not day_only:
        return moment, None
    begin = moment.replace(hour=0, minute=0, second=0, microsecond=0, fold=0)
    end = dt.datetime.combine(begin.date() + dt.timedelta(days=1), dt.time(), begin.tzinfo)
    return begin, end


def request_of(words: str) -> str:
    """The kind of request that words speak of, the first of `REQUESTS` that they name; "" for none."""
    return next((kind for kind, signs in REQUESTS.items() if said(signs, words)), "")


def way_of(words: str) -> str:
    """The way of contact that words speak of, the first of `WAYS` that they name; "" for none."""
    return next((way for way, signs in WAYS.items() if said(signs, words)), "")


def said(signs: Iterable[str], words: str) -> str:
    """The words by which the first of these signs is said, folded: whole words in a row, or with "*" their beginning."""
    text = f" {folding.spaced(words)} "
    for sign in signs:
        plain = folding.spaced(sign.removesuffix("*"))
        place = text.find(f" {plain}" if sign.endswith("*") else f" {plain} ") if plain else -1
        if place >= 0:
            return text[place + 1 : text.index(" ", place + 1 + len(plain))]
    return ""


def asks_for_rule(nature: str, has_rule: bool) -> bool:
    """Whether a relationship waits for a rule of what I stay out of: it is professional and personal, and has none."""
    return nature == Nature.BOTH and not has_rule


def _applied(boundaries: Iterable[Boundary], who: Subject, day: int) -> list[_Applied]:
    found = []
    for one in boundaries:
        if one.since <= day and (one.until is None or day <= one.until):
            plain = _applies(one, who)
            if plain or _stricter(one, who):
                found.append(_Applied(one, not plain))
    found.sort(key=_order)
    return found


def _order(one: _Applied) -> tuple[int, int, int, str]:
    """The most specific first, then the latest."""
    boundary = one.boundary
    return (-boundary.weight, -boundary.since, -boundary.row, boundary.id)


def _applies(one: Boundary, who: Subject) -> bool:
    return (
        one.person in (None, who.person)
        and (not one.role or one.role in who.roles)
        and (one.organisation is None or one.organisation in who.organisations)
    )


def _stricter(one: Boundary, who: Subject) -> bool:
    """Whether it applies only since they are a friend and a colleague: my hours and topics then hold whatever the role."""
    mine = one.side == MINE and one.kind in (Kind.HOURS, Kind.TOPIC)
    return mine and who.nature == Nature.BOTH and one.person is None


def _counts(plan: Plan, one: Boundary) -> bool:
    return plan.by_me or one.side == MINE


def _crosses(plan: Plan, one: Boundary) -> bool:
    if one.kind == Kind.HOURS:
        return _about_hours(plan, one) and not _open(plan, one)
    if one.kind == Kind.CHANNEL:
        return plan.channel in one.words
    if one.kind == Kind.ANSWER:
        return _too_soon(plan, one)
    return bool(_named(plan, one))


def _about_hours(plan: Plan, one: Boundary) -> bool:
    return plan.channel not in _WITHOUT_HOUR and (not one.words or plan.channel in one.words)


def _open(plan: Plan, one: Boundary) -> bool:
    """Whether the moment lies within the hours, or some of the stretch; where nothing is known nothing is crossed."""
    if one.hours is None or plan.moment is None:
        return True
    if plan.until is None:
        return hours.within(one.hours, plan.moment)
    begins = hours.following(one.hours, plan.moment)
    return begins is not None and begins < plan.until


def _named(plan: Plan, one: Boundary) -> str:
    """The topic, as it is said, or the kind of request of a boundary that a plan is about."""
    if one.kind == Kind.TOPIC:
        return said(one.words, plan.words)
    if not plan.request:
        return ""
    if plan.request in one.words:
        return plan.request
    for word in one.words:
        if said(REQUESTS.get(word, (word,)), plan.words):
            return word.removesuffix("*")
    return ""


def _too_soon(plan: Plan, one: Boundary) -> bool:
    """An answer is wanted sooner than they give one, or the user asks again while the last word is still fresh."""
    if one.answer_hours is None:
        return False
    if plan.wanted_within is not None and plan.wanted_within < one.answer_hours:
        return (one.side == MINE) != plan.by_me
    answered = _answered_by(plan, one)
    return None not in (plan.moment, answered) and (plan.until or plan.moment) < answered  # type: ignore[operator]


def _answered_by(plan: Plan, one: Boundary) -> dt.datetime | None:
    """When an answer of theirs to what waits for one may be expected at the latest; None where nothing waits."""
    if one.kind != Kind.ANSWER or one.side != THEIRS or not one.answer_hours or plan.waiting_since is None:
        return None
    return plan.waiting_since + dt.timedelta(hours=one.answer_hours)


def _fits(plan: Plan, applied: Iterable[Boundary]) -> dt.datetime | None:
    """The first moment from the planned one on at which all hours and answer times fit; None where none is near."""
    if plan.moment is None:
        return None
    known = list(applied)
    moment = plan.until or plan.moment
    moment = max(moment, *(_answered_by(plan, one) or moment for one in known), moment)
    spans = [one.hours for one in known if one.kind == Kind.HOURS and one.hours and _about_hours(plan, one)]
    for _ in range(_ROUNDS):
        before = moment
        for span in spans:
            later = hours.following(span, moment)
            if later is None:
                return None
            moment = later
        if moment == before:
            return moment
    return None


def _crossing(
    plan: Plan, who: Subject, one: _Applied, fits: dt.datetime | None, applied: Iterable[_Applied]
) -> Crossing:
    boundary = one.boundary
    timed = boundary.kind in (Kind.HOURS, Kind.ANSWER) and plan.by_me
    rather = {
        word.removeprefix(PREFERRED): None
        for other in applied
        if other.boundary.kind == Kind.CHANNEL and other.boundary.side == boundary.side
        for word in other.boundary.words
        if word.startswith(PREFERRED)
    }
    return Crossing(
        who.person,
        boundary,
        str(boundary.kind),
        plan.channel if boundary.kind == Kind.CHANNEL else _named(plan, boundary) if boundary.words else "",
        fits if timed and fits != plan.moment else None,
        tuple(rather) if boundary.kind == Kind.CHANNEL else (),
        one.stricter,
    )


def _mixed(plan: Plan, who: Subject) -> list[Crossing]:
    """What a relationship that is professional and personal asks for without any boundary."""
    named = plan.request in REQUESTS or plan.request == DECISION
    kind = plan.request if named else request_of(plan.words) if plan.request else ""
    if kind in NAMED_OF_BOTH:
        return [Crossing(who.person, None, "mixed_request", kind)]
    if kind in DISCLOSED_OF_BOTH:
        return [Crossing(who.person, None, "mixed_disclose", kind)]
    return []
