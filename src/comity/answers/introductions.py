"""Introductions: who is waited for, what the next step is, what to write, and whom one asks too often."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.text import get_text_list
from django.utils.translation import gettext, ngettext

from comity.answers import wording
from comity.answers.finding import find
from comity.answers.heads import Head, heads, row_of
from comity.answers.shapes import Face
from comity.answers.subject import Meant, rows_about
from comity.core import days
from comity.core import introductions as core
from comity.core.errors import Invalid
from comity.core.introductions import Load, State, Step, Who
from comity.store.access import Scope
from comity.store.models import Introduction
from comity.store.queries import person as query

LIMIT = 100
"""Introductions on one page of a list."""
OPEN, ENDED, ALL = "open", "ended", "all"
_ENDED = ~Q(declined_on=None) | ~Q(thanked_on=None) | (~Q(met_on=None) & ~Q(other=None))
"""In SQL what `core.introductions.is_over` says."""


@dataclass(frozen=True, slots=True)
class Writing:
    """A draft that suits the moment: its kind, to whom, about whom else, and what for."""

    kind: str
    to: Face
    other: Face | None
    purpose: str


@dataclass(frozen=True, slots=True)
class Introduced:
    """An introduction: who (None is me), what for, how far it has come, and whose turn it is.

    steps: (step, day) of what has happened, in order, but for my consent where I asked; next: the usual next step, ""
    where there is none; may: all that may follow; undo: the steps that can be taken back; waits_for: in words; turn: the
    parts whose turn it is (`core.introductions.Who`); stuck: nothing has happened for two weeks; drafts: what to write
    now; declined_by: one, other or introducer; ended: nothing more needs to happen.
    """

    id: str
    introducer: Face | None
    one: Face
    other: Face | None
    purpose: str
    note: str
    sentence: str
    interaction: str | None
    state: str
    asked_on: dt.date
    steps: tuple[tuple[str, dt.date], ...]
    declined_on: dt.date | None
    declined_by: str
    next: str
    may: tuple[str, ...]
    undo: tuple[str, ...]
    turn: tuple[str, ...]
    waits_for: str
    stuck: bool
    ended: bool
    last_day: dt.date
    drafts: tuple[Writing, ...]


@dataclass(frozen=True, slots=True)
class Listed:
    """Some of the introductions, and how many there are in all."""

    rows: tuple[Introduced, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Asked:
    """How often somebody was asked to introduce; words: the same for people, "" where never within a year."""

    face: Face
    load: Load
    words: str


def introductions(
    scope: Scope, *, which: str = OPEN, who: str | None = None, limit: int = LIMIT, offset: int = 0
) -> Listed:
    """A page of introductions: those under way, longest without progress first, then those that have ended.

    Args:
        which: open, ended or all; who: only those in which a person has a part.

    Raises:
        NotFound: no such person in this book; Invalid: there is no such list.
    """
    if which not in (OPEN, ENDED, ALL):
        raise Invalid("which", which, "choose open, ended or all")
    found = _of(scope, who)
    if which != ALL:
        found = found.filter(_ENDED) if which == ENDED else found.exclude(_ENDED)
    rows = list(found.order_by("-asked_on", "-id")[offset : offset + limit])
    whole = len(rows) < limit and (rows or not offset)
    return Listed(_shown(scope, rows), offset + len(rows) if whole else found.count())


def introduction(scope: Scope, id: str) -> Introduced:
    """One introduction.

    Raises:
        NotFound: there is no such one in this book.
    """
    return _shown(scope, [row_of(_of(scope, None), "introduction", id)])[0]


def of_person(scope: Scope, who: Meant) -> tuple[Introduced, ...]:
    """What stands on a person's page: the introductions under way in which they have a part, at most ten; () for nobody."""
    members = rows_about(scope, who, "introduction")
    if not members:
        return ()
    found = _of(scope, None).filter(_with(members)).exclude(_ENDED)
    return _shown(scope, list(found.order_by("-asked_on", "-id")[:10]))


def asked(scope: Scope, person_id: str) -> Asked:
    """How often somebody was asked to introduce lately, to be looked at before asking again.

    Raises:
        NotFound: no such person in this book.
    """
    person = find(scope, person_id)
    today = days.day_from_date(scope.today())
    found = Introduction.objects.filter(
        book_id=scope.book_id, introducer__in=query.members(person.pk), asked_on__gt=today - core.YEAR
    )
    load = core.load(found.values_list("asked_on", flat=True), today)
    face = wording.face(person.uuid.hex, person.name)
    return Asked(face, load, _asked_words(face.name, load))


def step_label(one: Introduced, step: str) -> str:
    """What a step is called, of what has happened as well as of what may: "Ada agreed"."""
    if step == Step.ONE_AGREED:
        return gettext("%(name)s agreed") % {"name": one.one.name}
    if step == Step.OTHER_AGREED:
        return gettext("%(name)s agreed") % {"name": one.other.name} if one.other else gettext("You agreed")
    if step == Step.MADE:
        return gettext("introduced")
    if step == Step.MET:
        return gettext("met")
    return gettext("thanked")


def _of(scope: Scope, who: str | None) -> QuerySet[Introduction]:
    found = Introduction.objects.filter(book_id=scope.book_id).select_related("interaction")
    if who is None:
        return found
    return found.filter(_with(query.members(find(scope, who).pk)))


def _with(members: Sequence[int]) -> Q:
    """In which one of these has a part."""
    return Q(one__in=members) | Q(other__in=members) | Q(introducer__in=members)


def _shown(scope: Scope, rows: Sequence[Introduction]) -> tuple[Introduced, ...]:
    """The rows as they are shown: those under way first, the stuck ones before the others."""
    known = heads(id for row in rows for id in (row.introducer_id, row.one_id, row.other_id))
    today = days.day_from_date(scope.today())
    shown = (_introduced(row, known, today) for row in rows)
    return tuple(
        sorted(shown, key=lambda one: (one.ended, not one.stuck, dt.date.min if one.ended else one.last_day))
    )


def _introduced(row: Introduction, known: dict[int, Head], today: int) -> Introduced:
    life = row.life
    parts = {
        Who.ONE: known[row.one_id],
        Who.OTHER: known[row.other_id] if row.other_id else None,
        Who.INTRODUCER: known[row.introducer_id] if row.introducer_id else None,
    }
    silent = any(head.silent for head in parts.values() if head)
    faces = {part: head.face for part, head in parts.items() if head}
    may = core.may_follow(life)
    happened = sorted(
        (day, place, step) for place, step in enumerate(Step) if (day := life.on(step)) is not None
    )
    return Introduced(
        id=str(row.uuid),
        introducer=faces.get(Who.INTRODUCER),
        one=faces[Who.ONE],
        other=faces.get(Who.OTHER),
        purpose=row.purpose,
        note=row.note,
        sentence=row.sentence,
        interaction=wording.outside_id(bytes(row.interaction.key).hex()) if row.interaction else None,
        state=core.state(life),
        asked_on=days.date_from_day(life.asked_on),
        steps=tuple(
            (str(step), days.date_from_day(day))
            for day, _, step in happened
            if step not in core.implied(life)
        ),
        declined_on=None if life.declined is None else days.date_from_day(life.declined),
        declined_by=life.declined_by,
        next=str(may[0]) if may else "",
        may=tuple(map(str, may)),
        undo=tuple(map(str, core.may_undo(life))),
        turn=tuple(map(str, core.waits_for(life))),
        waits_for=_words(life, faces),
        stuck=core.is_stuck(life, today) and not silent,
        ended=core.is_over(life),
        last_day=days.date_from_day(life.last_day),
        drafts=() if silent else tuple(to_write(life, faces, row.purpose)),
    )


def to_write(life: core.Life, faces: Mapping[Who, Face], purpose: str) -> list[Writing]:
    """What I could write now, to move it on; faces: of those who have a part, without me."""
    one, other, introducer = faces[Who.ONE], faces.get(Who.OTHER), faces.get(Who.INTRODUCER)
    state = core.state(life)
    if introducer is None and other is not None:
        if state == State.ASKED:
            asks = {
                Step.ONE_AGREED: Writing("introduce_ask_one", one, other, purpose),
                Step.OTHER_AGREED: Writing("introduce_ask_other", other, one, purpose),
            }
            return [asks[step] for step in core.may_follow(life)]
        return [Writing("introduce_make", one, other, purpose)] if state == State.AGREED else []
    if other is None and introducer is not None:
        if state == State.ASKED and life.other_agreed is not None:
            return [Writing("introduce_request", introducer, one, purpose)]
        if state == State.MADE:
            return [Writing("write", one, None, purpose)]
        if state == State.MET:
            return [Writing("introduce_thank", introducer, one, purpose)]
    return []


def _words(life: core.Life, faces: dict[Who, Face]) -> str:
    """Whose turn it is, or how it ended, in a sentence."""
    names = {f"{part}_name": face.name for part, face in faces.items()}
    match core.state(life):
        case State.ASKED:
            return _asked_for(life, faces)
        case State.AGREED:
            if life.introduced_by_me:
                return gettext("Both have agreed. Bring them together.")
            return gettext("Both have agreed. %(introducer_name)s makes the introduction.") % names
        case State.MADE if life.to_me:
            return gettext("You were introduced. Talk to %(one_name)s.") % names
        case State.MADE:
            return gettext("They were introduced. Whether they have met is not known yet.")
        case State.MET if life.to_me:
            return gettext("You have met. Thank %(introducer_name)s.") % names
        case State.MET:
            return gettext("They have met.")
        case State.THANKED:
            return gettext("Done, and thanked for.")
    declined = faces.get(Who(life.declined_by)) if life.declined_by else None
    return (
        gettext("Declined by %(name)s.") % {"name": declined.name} if declined else gettext("You declined.")
    )


def _asked_for(life: core.Life, faces: dict[Who, Face]) -> str:
    waiting = core.waits_for(life)
    names = [faces[part].name for part in waiting if part != Who.ME]
    if not names:
        return gettext("Would you like to meet %(name)s? Say yes or no.") % {"name": faces[Who.ONE].name}
    if Who.ME in waiting:
        return gettext("Waiting for you and for %(names)s to say yes.") % {"names": names[0]}
    return gettext("Waiting for %(names)s to say yes.") % {"names": get_text_list(names, gettext("and"))}


def _asked_words(name: str, load: Load) -> str:
    """How often somebody was asked, as one would say it."""
    if load.quarter == 1:
        return gettext("You asked %(name)s once this quarter.") % {"name": name}
    if load.quarter == 2:
        return gettext("You asked %(name)s twice this quarter.") % {"name": name}
    count, words = load.quarter, gettext("You asked %(name)s %(n)d times this quarter.")
    if not count:
        count, words = (
            load.year,
            ngettext(
                "You asked %(name)s once this year.", "You asked %(name)s %(n)d times this year.", load.year
            ),
        )
    return words % {"name": name, "n": count} if count else ""
