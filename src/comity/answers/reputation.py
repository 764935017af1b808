"""How reliable I am, for my own eyes: follow-through, time to reply, thanks in time, meetings kept.

Everything is read from the last `WINDOW` days, and every number opens to what it is made of. Nothing here is about the
speed of anybody else.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext, gettext_noop, ngettext

from comity.answers import commitments, wording
from comity.answers.commitments import FollowThrough
from comity.answers.shapes import Face
from comity.core import days, measures
from comity.core.errors import Invalid
from comity.core.measures import Share, share
from comity.store.access import Scope
from comity.store.models import Exchange
from comity.store.queries import reputation as query

WINDOW = 365
"""Days back to which it is looked."""
THANKS_WITHIN = 7
"""Days after something was received within which thanks are in time."""
PAGE = 50
"""Things of which a number is made that are listed at a time."""
_HOUR, _DAY = 3600, 86_400


@dataclass(frozen=True, slots=True)
class Number:
    """A number that opens: `of` names what it is made of (`made_of`)."""

    of: str
    label: str
    n: int


@dataclass(frozen=True, slots=True)
class Replies:
    """My answers: how many, and the hours within which a quarter, half and three quarters of them were sent.

    Hours by the clock, nights and weekends included; None where there are too few to speak of a usual time.
    """

    n: int
    quarter: float | None
    half: float | None
    three_quarters: float | None
    words: str


@dataclass(frozen=True, slots=True)
class Kept:
    """A share with its numbers, and what it comes to in words."""

    share: Share
    numbers: tuple[Number, ...]
    words: str


@dataclass(frozen=True, slots=True)
class Reputation:
    """Everything since a day: see the module."""

    since: dt.date
    follow_through: FollowThrough
    replies: Replies
    thanks: Kept
    meetings: Kept


@dataclass(frozen=True, slots=True)
class Piece:
    """One thing that a number is made of: on which day, what, with whom, what to say of it; interaction: its id, or None."""

    on: dt.date
    text: str
    face: Face | None
    note: str
    interaction: str | None


@dataclass(frozen=True, slots=True)
class Made:
    """What a number is made of, the latest first; total: how many there are."""

    of: str
    label: str
    pieces: tuple[Piece, ...]
    total: int


def reputation(scope: Scope) -> Reputation:
    """My reliability in the last year."""
    first, since, until = _time(scope)
    return Reputation(
        first,
        commitments.follow_through(scope, "mine", since=first),
        _replies([(answered - at) for _, at, answered in query.answers(scope.book_id, since, until)]),
        _thanks(scope, first),
        _meetings(query.fates(scope.book_id, since, until)),
    )


def made_of(scope: Scope, of: str, *, offset: int = 0) -> Made:
    """What the number `of` is made of.

    Raises:
        Invalid: there is no such number.
    """
    if of not in _OPENS:
        raise Invalid("of", of, gettext("choose one of ") + ", ".join(_OPENS))
    label, opened = _OPENS[of]
    pieces, total = opened(scope, offset)
    return Made(of, gettext(label), tuple(pieces), total)


def _time(scope: Scope) -> tuple[dt.date, int, int]:
    """The first day looked at, and the instants between which it is looked: its start, and the end of today."""
    today = scope.today()
    first = today - dt.timedelta(days=WINDOW)
    zone = ZoneInfo(scope.zone)
    ends = (dt.datetime.combine(day, dt.time(), zone) for day in (first, today + dt.timedelta(days=1)))
    since, until = (int(moment.timestamp()) for moment in ends)
    return first, since, until


def _replies(seconds: list[int]) -> Replies:
    quarters = measures.quartiles(sorted(seconds))
    n = len(seconds)
    if quarters is None:
        said = gettext("No answers of yours to personal mail are known in this time.")
        return Replies(0, None, None, None, said)
    if n < measures.FEW:
        said = ngettext(
            "You answered %(n)d mail; that is too few for a usual time.",
            "You answered %(n)d mails; these are too few for a usual time.",
            n,
        )
        return Replies(n, None, None, None, said % {"n": n})
    said = gettext(
        "Half of your %(n)d answers were sent within %(half)s, three quarters within %(most)s."
    ) % {
        "n": n,
        "half": span(quarters.middle),
        "most": span(quarters.high),
    }
    low, middle, high = (round(value / _HOUR, 2) for value in quarters)
    return Replies(n, low, middle, high, said)


def span(seconds: float) -> str:
    """A time by the clock as people say it: minutes below two hours, hours below two days, else days."""
    if seconds < 2 * _HOUR:
        n = max(1, round(seconds / 60))
        return ngettext("%(n)d minute", "%(n)d minutes", n) % {"n": n}
    if seconds < 2 * _DAY:
        n = round(seconds / _HOUR)
        return ngettext("%(n)d hour", "%(n)d hours", n) % {"n": n}
    return wording.span(seconds / _DAY)


def _received(scope: Scope, first: dt.date) -> QuerySet[Exchange]:
    return Exchange.objects.filter(
        book_id=scope.book_id,
        direction=Exchange.RECEIVED,
        asks_thanks=True,
        on__gte=days.day_from_date(first),
    )


def _thanked(scope: Scope) -> dict[str, Q]:
    """What became of thanks: given in time, later, owed for longer than that."""
    limit = F("on") + THANKS_WITHIN
    ago = days.day_from_date(scope.today()) - THANKS_WITHIN
    return {
        "thanks_in_time": Q(thanked_on__lte=limit),
        "thanks_late": Q(thanked_on__gt=limit),
        "thanks_owed": Q(thanked_on=None, on__lt=ago),
    }


def _thanks(scope: Scope, first: dt.date) -> Kept:
    received = _received(scope, first)
    numbers = tuple(
        Number(of, gettext(_OPENS[of][0]), received.filter(wanted).count())
        for of, wanted in _thanked(scope).items()
    )
    kept = share(numbers[0].n, sum(number.n for number in numbers))
    if not kept.of:
        said = gettext("Nothing that asks for thanks is known in this time.")
    else:
        said = gettext("You thanked within %(days)d days for %(part)d of %(of)d things you received.") % {
            "days": THANKS_WITHIN,
            "part": kept.part,
            "of": kept.of,
        }
    return Kept(kept, numbers, _with_share(said, kept))


def _meetings(fates: dict[str, int]) -> Kept:
    numbers = tuple(
        Number(f"meetings_{fate}", gettext(_OPENS[f"meetings_{fate}"][0]), fates.get(fate, 0))
        for fate in (query.HELD, query.CANCELLED, query.CALLED_OFF, query.ABSENT, query.UNKNOWN)
    )
    held, cancelled = numbers[0].n, numbers[1].n
    kept = share(held, held + cancelled)
    if not kept.of:
        said = gettext("Your calendars tell of no meetings in this time.")
    else:
        said = gettext(
            "%(part)d of %(of)d meetings took place; the others you had called, and they were cancelled."
        )
        said %= {"part": kept.part, "of": kept.of}
    return Kept(kept, numbers, _with_share(said, kept))


def _with_share(said: str, kept: Share) -> str:
    if kept.is_few:
        return said
    return gettext("%(said)s That is %(share)s.") % {
        "said": said,
        "share": wording.per_cent(kept.part / kept.of),
    }


_Opened = tuple[list[Piece], int]


def _open_replies(scope: Scope, offset: int) -> _Opened:
    _, since, until = _time(scope)
    found = sorted(query.answers(scope.book_id, since, until), key=lambda row: (-row[2], row[0]))
    page = found[offset : offset + PAGE]
    told = query.mails([id for id, _, _ in page]) if page else {}
    pieces = []
    for id, at, answered in page:
        key, subject, uuid, name = told[id]
        took = gettext("answered after %(span)s") % {"span": span(answered - at)}
        face = wording.face(uuid, name) if uuid else None
        day = scope.moment(answered).date()
        pieces.append(Piece(day, subject or gettext("(no subject)"), face, took, wording.outside_id(key)))
    return pieces, len(found)


def _open_thanks(of: str) -> Callable[[Scope, int], _Opened]:
    def opened(scope: Scope, offset: int) -> _Opened:
        found = _received(scope, _time(scope)[0]).filter(_thanked(scope)[of])
        page = found.select_related("person__merged_into").order_by("-on", "-id")[offset : offset + PAGE]
        pieces = []
        for row in page:
            thanked = wording.day(row.thanked_on)
            note = gettext("thanked %(date)s") % {"date": wording.long_date(thanked)} if thanked else ""
            face = wording.shown(row.person)
            pieces.append(Piece(days.date_from_day(row.on), row.text or row.kind, face, note, None))
        return pieces, found.count()

    return opened


def _open_meetings(fate: str) -> Callable[[Scope, int], _Opened]:
    def opened(scope: Scope, offset: int) -> _Opened:
        _, since, until = _time(scope)
        page = query.meetings(scope.book_id, since, until, fate, PAGE, offset)
        pieces = [
            Piece(
                scope.moment(at).date(),
                subject or gettext("Meeting"),
                None,
                "",
                wording.outside_id(hexadecimal),
            )
            for hexadecimal, at, subject in page
        ]
        return pieces, query.fates(scope.book_id, since, until).get(fate, 0)

    return opened


_OPENS: dict[str, tuple[str, Callable[[Scope, int], _Opened]]] = {
    "replies": (gettext_noop("Mails that you answered"), _open_replies),
    "thanks_in_time": (gettext_noop("thanked in time"), _open_thanks("thanks_in_time")),
    "thanks_late": (gettext_noop("thanked later"), _open_thanks("thanks_late")),
    "thanks_owed": (gettext_noop("not thanked for"), _open_thanks("thanks_owed")),
    "meetings_held": (gettext_noop("took place"), _open_meetings(query.HELD)),
    "meetings_cancelled": (gettext_noop("called by you and cancelled"), _open_meetings(query.CANCELLED)),
    "meetings_called_off": (gettext_noop("cancelled by others"), _open_meetings(query.CALLED_OFF)),
    "meetings_absent": (gettext_noop("you are not among who came"), _open_meetings(query.ABSENT)),
    "meetings_unknown": (gettext_noop("not known to have taken place"), _open_meetings(query.UNKNOWN)),
}
