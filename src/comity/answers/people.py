"""Who is there, and how is it going with each: the list of people, today or as of a past date."""

from __future__ import annotations

import datetime as dt
import math
import time
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from django.utils.translation import gettext, gettext_noop

from comity.answers import wording
from comity.answers.playbooks import title_of
from comity.answers.shapes import Face, FilterChoices, PeoplePage, PersonRow
from comity.core import cadence, days, strength
from comity.core.records import Kind
from comity.store import numbers
from comity.store.access import Scope
from comity.store.queries import choices as choices_query
from comity.store.queries import people as query
from comity.store.queries.people import Counted, Narrowed
from comity.store.queries.typed import MOST_COUNTED
from comity.store.unchanged import unless_changed
from comity.store.understanding import asks

SORTS = ("strength", "name", "last")
_STATES = {
    cadence.State.KNOWN: gettext_noop("no contact yet"),
    cadence.State.NEW: gettext_noop("new"),
    cadence.State.ACTIVE: gettext_noop("in touch"),
    cadence.State.DRIFTING: gettext_noop("drifting"),
    cadence.State.LOST_TOUCH: gettext_noop("lost touch"),
    cadence.State.QUIET: gettext_noop("quiet"),
    cadence.State.DORMANT: gettext_noop("dormant"),
}


def people(
    scope: Scope,
    *,
    as_of: dt.date | None = None,
    sort: str = "strength",
    limit: int | None = 50,
    offset: int = 0,
    words: str = "",
    role: str = "",
    tag: str = "",
    organisation: str = "",
    state: str = "",
) -> PeoplePage:
    """A page of the list.

    Args:
        as_of: 00:00 UTC at the start of this date: only earlier events count, in every field and in who is
            listed; who is who is as known today. None for now;
        sort: one of `SORTS`; words: parts of names, addresses or organisations, all of which must occur;
        organisation: an organisation's key; state: a `core.cadence.State`.
    """
    day = days.day_from_date(as_of) if as_of else days.day_of(int(time.time()))
    narrowed = Narrowed(words, role, tag, organisation, day)
    if as_of is not None:
        coverage, _ = query.covered_until(scope.book_id, days.start_of(day))
        found = _as_of(scope, day, narrowed, sort)
    else:
        coverage = counted_until(scope, day)
        narrowed = replace(narrowed, state=state, coverage=_days_of(coverage))
        if limit is not None:
            page, total = query.page(scope.book_id, narrowed, sort, limit, offset)
            shown = _page(page, total, offset, day, coverage, as_of)
            capped = words and not (role or tag or organisation or state) and total > MOST_COUNTED
            return replace(shown, total=MOST_COUNTED, more=True) if capped else shown
        found = query.listed(scope.book_id, narrowed, sort, None, 0)
    if state and as_of is not None:
        found = [c for c in found if _state(c, day, coverage) == state]
    page = found[offset:] if limit is None else found[offset : offset + limit]
    return _page(page, len(found), offset, day, coverage, as_of)


def _days_of(coverage: dict[int, int]) -> tuple[tuple[int, int], ...]:
    return tuple((kind, days.day_of(at)) for kind, at in coverage.items())


def counted_until(scope: Scope, day: int) -> dict[int, int]:
    """Bring the numbers to this day where they are not there yet; returns what files cover (`covered_day`)."""
    coverage, counted = query.covered_until(scope.book_id, days.start_of(day + 1))
    bring_up_to(scope, day, counted)
    return coverage


def bring_up_to(scope: Scope, day: int, counted: int | None) -> None:
    """Bring the numbers to a day, where the one for which they hold is another."""
    if counted != day:
        numbers.refresh(scope.book_id, day)
        asks.forget_old(scope.book_id, int(time.time()))


def rows(counted: Sequence[Counted], held_on: int, day: int, coverage: dict[int, int]) -> list[PersonRow]:
    """People with everything a list shows of them, their work as it was on a day; one query whatever their number."""
    return [row for row, _ in rows_and_departments(counted, held_on, day, coverage)]


def rows_and_departments(
    counted: Sequence[Counted], held_on: int, day: int, coverage: dict[int, int]
) -> list[tuple[PersonRow, str]]:
    """`rows`, each with the department in which the person works."""
    emails, roles, tags, positions = query.shown_of([c.person for c in counted], day, held_on)
    found = []
    for c in counted:
        work = positions.get(c.person, ("", "", ""))
        held, tagged = tuple(roles.get(c.person, ())), tuple(tags.get(c.person, ()))
        row = _row(c, tuple(emails.get(c.person, ())), work, held, tagged, day, coverage)
        found.append((row, work[2]))
    return found


def choices(scope: Scope) -> FilterChoices:
    """What the list can be narrowed to."""
    asked = scope.book_id, days.day_of(int(time.time()))
    roles, tags, organisations = unless_changed(
        (choices_query.choices, *asked), lambda: choices_query.choices(*asked)
    )
    return FilterChoices(
        tuple((key, title_of(key), count) for key, count in roles),
        tuple(tags),
        tuple(organisations),
        tuple((state.value, state_words(state)) for state in cadence.State),
    )


def suggest(scope: Scope, words: str, limit: int = 8) -> tuple[Face, ...]:
    """People whose name, address or organisation fits what was typed so far, the strongest tie first."""
    found = query.listed(scope.book_id, Narrowed(words), "strength", limit, 0)
    return tuple(wording.face(c.uuid, c.name) for c in found)


def state_words(state: str) -> str:
    """A state of contact in words."""
    return gettext(_STATES[cadence.State(state)])


def covered_day(channels: int, coverage: dict[int, int]) -> int | None:
    """The day until which a person's contact would have been seen; None where files are not its source.

    Mail decides where there is any: it is what most people's contact consists of. Otherwise the latest of
    the other kinds that files bring. What is recorded by hand is known until now.
    """
    if channels & (1 << Kind.MAIL):
        kinds: tuple[int, ...] = (Kind.MAIL,)
    else:
        kinds = tuple(kind for kind in (Kind.MEETING, Kind.CHAT) if channels & (1 << kind))
    seen = [coverage[kind] for kind in kinds if kind in coverage]
    return days.day_of(max(seen)) if seen else None


def _state(counted: Counted, day: int, coverage: dict[int, int]) -> cadence.State:
    covered = covered_day(counted.channels, coverage)
    return cadence.state(counted.first_day, counted.last_day, counted.active_days, day, covered)


def _as_of(scope: Scope, day: int, narrowed: Narrowed, sort: str) -> list[Counted]:
    """The whole list as of a day, computed from the days of contact before it."""
    before = query.days_before(scope.book_id, day)
    counted = {rel: list(group) for rel, group in groupby(before, key=lambda row: row[0])}
    strengths = dict(strength.many((row[:4] for row in before), day))
    for relationship in query.known_before(scope.book_id, day):
        counted.setdefault(relationship, [])
    heads = query.heads(scope.book_id, counted)
    channels_then = query.channels_before(scope.book_id, day)
    found = []
    for relationship, contact in counted.items():
        head = heads.get(relationship)
        if head is None:
            continue
        person, uuid, name, _, channels = head
        first = contact[0][1] if contact else None
        last = contact[-1][1] if contact else None
        gap = cadence.usual_gap(first, last, len(contact)) if first is not None and last is not None else None
        found.append(
            Counted(
                person,
                relationship,
                uuid,
                name,
                strengths.get(relationship, 0.0),
                len(contact),
                sum(row[4] for row in contact),
                first,
                last,
                max((row[1] for row in contact if row[2]), default=None),
                max((row[1] for row in contact if row[3]), default=None),
                gap,
                channels_then.get(relationship, channels),
            )
        )
    if narrowed.words or narrowed.role or narrowed.tag or narrowed.organisation:
        fitting = {c.person for c in query.listed(scope.book_id, narrowed, "name", None, 0)}
        found = [c for c in found if c.person in fitting]
    names = {c.person: heads[c.relationship][3] for c in found}
    if sort == "strength":
        found.sort(key=lambda c: (-c.strength, c.relationship))
        return found
    if sort == "last":
        found.sort(key=lambda c: (math.inf if c.last_day is None else -c.last_day, c.relationship))
        return found
    found.sort(key=lambda c: (names[c.person], c.person))
    return found


def _page(
    page: Sequence[Counted],
    total: int,
    offset: int,
    day: int,
    coverage: dict[int, int],
    as_of: dt.date | None,
) -> PeoplePage:
    end = offset + len(page)
    shown = rows(page, day + (as_of is None), day, coverage) if page else []
    return PeoplePage(tuple(shown), total, end if page and end < total else None)


def _row(
    c: Counted,
    emails: tuple[str, ...],
    position: tuple[str, str, str],
    roles: tuple[str, ...],
    tags: tuple[str, ...],
    day: int,
    coverage: dict[int, int],
) -> PersonRow:
    ratio = None
    if c.usual_gap and c.last_day is not None:
        silent = cadence.silence(c.last_day, day, covered_day(c.channels, coverage))
        ratio = round(cadence.gap_ratio(silent, c.usual_gap), 3)
    return PersonRow(
        face=wording.face(c.uuid, c.name),
        emails=emails,
        organisation=position[0],
        title=position[1],
        roles=roles,
        tags=tags,
        strength=c.strength,
        strength_model=strength.MODEL,
        active_days=c.active_days,
        interactions=c.interactions,
        last_in=None if c.last_in is None else days.date_from_day(c.last_in),
        last_out=None if c.last_out is None else days.date_from_day(c.last_out),
        usual_gap_days=None if c.usual_gap is None else round(c.usual_gap, 3),
        gap_ratio=ratio,
        state=_state(c, day, coverage).value,
    )
