"""Promises, mine and theirs: the lists, and the follow-through that they make, each number with what it is made of."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import BooleanField, Case, Count, F, Q, QuerySet, Value, When
from django.utils.translation import gettext, ngettext

from comity.answers import heads, wording
from comity.answers.shapes import Face
from comity.core import commitments as core
from comity.core import days
from comity.core.commitments import Counts, Ended, How, Quarter
from comity.core.errors import Invalid
from comity.core.measures import Share
from comity.store.access import Scope
from comity.store.models import Commitment

QUARTERS = 8
"""Quarters that are shown beside one another."""
LIMIT = 100
"""Promises on one page of a list."""
_LATE = Q(state=Commitment.KEPT, closed_on__gt=F("due"))
_MOVED = Q(moves__gt=0)
HOW: dict[str, Q] = {
    "open": Q(state=Commitment.OPEN),
    "ended": ~Q(state=Commitment.OPEN),
    "kept": Q(state=Commitment.KEPT),
    "on_time": Q(state=Commitment.KEPT) & (Q(due=None) | Q(closed_on__lte=F("due"))),
    "late": _LATE,
    "broken": Q(state=Commitment.BROKEN),
    "dropped": Q(state=Commitment.DROPPED),
    "moved": Q(state=Commitment.KEPT) & _MOVED,
    "counted": Q(state__in=(Commitment.KEPT, Commitment.BROKEN)),
}
"""What a list can be narrowed to, `overdue` aside: that depends on the day."""
_OPEN_FIRST = (
    Case(When(state=Commitment.OPEN, then=Value(0)), default=Value(1)),
    Case(When(state=Commitment.OPEN, then=F("due"))).asc(nulls_last=True),
    F("closed_on").desc(nulls_last=True),
    "-made_on",
    "id",
)


@dataclass(frozen=True, slots=True)
class Promise:
    """A promise: `mine` or `theirs`, to or by whom, what, by when, where it was read, and how it ended.

    interaction: the id of what it was read from, or None; first_due: the day first agreed where it was moved since
    (`moves` times), moved_by: who asked for the last move; state: open, kept, broken or dropped; how: on_time, late,
    broken or dropped, "" while it is open; overdue: its day has passed and it is open.
    """

    id: str
    by: str
    face: Face
    text: str
    sentence: str
    interaction: str | None
    due: dt.date | None
    first_due: dt.date | None
    moves: int
    moved_by: str
    state: str
    how: str
    made_on: dt.date
    closed_on: dt.date | None
    ending: str
    overdue: bool


@dataclass(frozen=True, slots=True)
class Listed:
    """Some of the promises, open ones first by their day, then the latest that ended; how many there are in all."""

    rows: tuple[Promise, ...]
    total: int


@dataclass(frozen=True, slots=True)
class QuarterKept:
    """How the promises of one quarter ended; key: as a list is narrowed to it, label: for people."""

    key: str
    label: str
    counts: Counts


@dataclass(frozen=True, slots=True)
class FollowThrough:
    """My follow-through (`by` "mine") or theirs: all that ended, by quarter, and what is still open.

    words: what it comes to; notes: how it was counted, and what was left out.
    """

    by: str
    counts: Counts
    share: Share
    quarters: tuple[QuarterKept, ...]
    open: int
    overdue: int
    words: str
    notes: tuple[str, ...]


def promises(
    scope: Scope,
    *,
    by: str = "",
    who: str = "",
    how: str = "",
    quarter: str = "",
    since: dt.date | None = None,
    limit: int = LIMIT,
    offset: int = 0,
) -> Listed:
    """Promises, narrowed as asked.

    Args:
        by: mine or theirs; who: a person's id, address or name; how: one of `HOW`, or overdue;
        quarter: those that ended in it ("2026-Q3"); since: those that ended on this day or later.

    Raises:
        Invalid: neither mine nor theirs, no such narrowing, no such quarter; NotFound, Ambiguous: not one person.
    """
    found = _narrowed(scope, by, who, how, quarter)
    if since is not None:
        found = found.filter(closed_on__gte=days.day_from_date(since))
    today = days.day_from_date(scope.today())
    rows = found.select_related("person__merged_into", "interaction").prefetch_related("moved")
    page = list(rows.order_by(*_OPEN_FIRST)[offset : offset + limit + 1])
    more = len(page) > limit or offset
    return Listed(tuple(_promise(row, today) for row in page[:limit]), found.count() if more else len(page))


def promise(scope: Scope, id: str) -> Promise:
    """One promise.

    Raises:
        NotFound: no such promise in this book.
    """
    found = Commitment.objects.filter(book_id=scope.book_id)
    row = heads.row_of(found.select_related("person__merged_into", "interaction"), "promise", id)
    return _promise(row, days.day_from_date(scope.today()))


def follow_through(scope: Scope, by: str, *, who: str = "", since: dt.date | None = None) -> FollowThrough:
    """What became of the promises of one side, all of them or those of one person; since: ended on this day or later."""
    found = _narrowed(scope, by, who, "", "")
    if since is not None:
        found = found.filter(Q(closed_on__gte=days.day_from_date(since)) | Q(state=Commitment.OPEN))
    return _followed(by, _grouped(found), days.day_from_date(scope.today()), whose=bool(who))


def kept_between(members: Sequence[int], today: int) -> tuple[tuple[str, str], ...]:
    """What my promises and those of one person came to, as (side, words); a side without any that ended is left out."""
    if not members:
        return ()
    grouped = _grouped(Commitment.objects.filter(person__in=members))
    found = []
    for by in (Commitment.MINE, Commitment.THEIRS):
        said = _followed(by, [group for group in grouped if group[0] == by], today, whose=True)
        if said.share.of:
            found.append((by, said.words))
    return tuple(found)


def quarter_label(quarter: Quarter) -> str:
    """A quarter for people."""
    return gettext("Q%(number)d %(year)d") % {"number": quarter.number, "year": quarter.year}


_Group = tuple[str, str, int | None, int | None, bool, bool, int]
"""side, state, closed on, due (of open ones), late, moved, how many"""


def _grouped(found: QuerySet[Commitment]) -> list[_Group]:
    """How many promises ended in the same way on the same day, and how many are open with the same day."""
    flags = {
        "was_late": Case(When(_LATE, then=Value(True)), default=Value(False), output_field=BooleanField()),
        "was_moved": Case(When(_MOVED, then=Value(True)), default=Value(False), output_field=BooleanField()),
        "open_due": Case(When(state=Commitment.OPEN, then=F("due"))),
    }
    named = ("by", "state", "closed_on", "open_due", "was_late", "was_moved")
    return list(found.annotate(**flags).order_by().values_list(*named).annotate(n=Count("id")))


def _followed(by: str, grouped: Iterable[_Group], today: int, *, whose: bool) -> FollowThrough:
    ended: list[Ended] = []
    still_open = overdue = 0
    for _, state, closed_on, due, late, moved, n in grouped:
        if closed_on is None:
            still_open += n
            overdue += n if core.is_overdue(state, due, today) else 0
        elif state == Commitment.KEPT:
            ended.append(Ended(How.LATE if late else How.ON_TIME, closed_on, moved, n))
        else:
            ended.append(Ended(How(state), closed_on, moved, n))
    counts = core.counts(ended)
    quarters = core.by_quarter(ended, core.latest_quarters(today, QUARTERS))
    return FollowThrough(
        by=by,
        counts=counts,
        share=counts.share,
        quarters=tuple(QuarterKept(one.key, quarter_label(one), kept) for one, kept in quarters),
        open=still_open,
        overdue=overdue,
        words=_said(by, counts, whose=whose),
        notes=tuple(_notes(counts, overdue)),
    )


def _said(by: str, counts: Counts, *, whose: bool) -> str:
    """What the counts come to; a share only where there are enough to speak of one."""
    share = counts.share
    if not share.of:
        return gettext("No promise has been kept or broken yet.")
    values = {"kept": share.part, "all": share.of}
    if by == Commitment.MINE:
        kept = ngettext(
            "You kept %(kept)d of %(all)d promise", "You kept %(kept)d of %(all)d promises", share.of
        )
    elif whose:
        kept = ngettext(
            "They kept %(kept)d of %(all)d promise", "They kept %(kept)d of %(all)d promises", share.of
        )
    else:
        kept = ngettext(
            "%(kept)d of %(all)d promise to you was kept",
            "%(kept)d of %(all)d promises to you were kept",
            share.of,
        )
    said = kept % values
    if counts.late:
        said += gettext(", %(late)d of them late") % {"late": counts.late}
    return said + "."


def _notes(counts: Counts, overdue: int) -> Iterable[str]:
    share = counts.share
    if share.of and share.is_few:
        yield gettext("These are too few for a share to say anything.")
    elif share.of:
        yield gettext(
            "That is %(share)s; as these are only so many, anything between %(low)s and %(high)s fits them."
        ) % {
            "share": wording.per_cent(share.part / share.of),
            "low": wording.per_cent(share.low),
            "high": wording.per_cent(share.high),
        }
    if counts.moved:
        yield ngettext(
            "%(n)d of them was kept on another day, agreed on before it ended; it counts as kept.",
            "%(n)d of them were kept on another day, agreed on before they ended; they count as kept.",
            counts.moved,
        ) % {"n": counts.moved}
    if counts.dropped:
        yield ngettext(
            "%(n)d was dropped since nobody needs it any more; it counts neither way.",
            "%(n)d were dropped since nobody needs them any more; they count neither way.",
            counts.dropped,
        ) % {"n": counts.dropped}
    if overdue:
        yield ngettext(
            "%(n)d is overdue and still open; it is not counted until it ends.",
            "%(n)d are overdue and still open; they are not counted until they end.",
            overdue,
        ) % {"n": overdue}


def _narrowed(scope: Scope, by: str, who: str, how: str, quarter: str) -> QuerySet[Commitment]:
    found = Commitment.objects.filter(book_id=scope.book_id)
    if by:
        if by not in (Commitment.MINE, Commitment.THEIRS):
            raise Invalid("by", by, gettext("choose mine or theirs"))
        found = found.filter(by=by)
    if who:
        found = found.filter(person__in=heads.rows_of(scope, who))
    if how == "overdue":
        found = found.filter(state=Commitment.OPEN, due__lt=days.day_from_date(scope.today()))
    elif how:
        if how not in HOW:
            raise Invalid("state", how, gettext("choose one of ") + ", ".join((*HOW, "overdue")))
        found = found.filter(HOW[how])
    if quarter:
        meant = core.quarter(quarter)
        if meant is None:
            raise Invalid("quarter", quarter, gettext("write it like 2026-Q3"))
        found = found.filter(closed_on__gte=meant.first_day, closed_on__lt=meant.next.first_day)
    return found


def _promise(row: Commitment, today: int) -> Promise:
    ended = core.how(row.state, row.due, row.closed_on)
    moved = max(row.moved.all(), key=lambda move: move.pk, default=None) if row.moves else None
    return Promise(
        id=str(row.uuid),
        by=row.by,
        face=wording.shown(row.person),
        text=row.text,
        sentence=row.sentence,
        interaction=wording.outside_id(bytes(row.interaction.key).hex()) if row.interaction else None,
        due=wording.day(row.due),
        first_due=wording.day(row.first_due),
        moves=row.moves,
        moved_by=moved.asked_by if moved else "",
        state=row.state,
        how=ended.value if ended else "",
        made_on=days.date_from_day(row.made_on),
        closed_on=wording.day(row.closed_on),
        ending=row.ending,
        overdue=core.is_overdue(row.state, row.due, today),
    )
