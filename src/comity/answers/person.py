"""Who is this to me, what is open between us, what do I know, what happened, how is it going."""

from __future__ import annotations

import datetime as dt
import time
from uuid import UUID

from django.utils.translation import gettext, ngettext

from comity.answers import commitments, dates, matters, thanks, wording
from comity.answers import people as people_answer
from comity.answers.finding import find
from comity.answers.playbooks import title_of
from comity.answers.shapes import (
    Entry,
    ExchangeKnown,
    Expectations,
    FactKnown,
    InteractionPage,
    PersonPage,
    PersonRow,
    RoleHeld,
    Standing,
    TimelinePage,
    Week,
)
from comity.answers.subject import Meant, Subject, subject
from comity.core import cadence, days, mailtext, strength
from comity.core.errors import NotFound
from comity.core.records import Flag, Kind, Part
from comity.store.access import Scope
from comity.store.models import (
    Exchange,
    Fact,
    Metrics,
    Person,
    Relationship,
    Role,
)
from comity.store.queries import people as people_query
from comity.store.queries import person as query
from comity.store.queries import provenance

WEEKS = 53
ENDORSEMENT = "endorsement"
"""Exchanges that are one click: listed together, and not weighed."""
_SHOWN = ("phone", "url", "note", "address")
STALE = 45
"""Days without any new mail after which a silence is told only as far as it is known."""


def person(scope: Scope, who: Meant) -> PersonPage:
    """Everything on a person's page but the timeline.

    Raises:
        NotFound: nobody fits; Ambiguous: several do (only where `who` is no id).
    """
    day = days.day_of(int(time.time()))
    about = subject(scope, who)
    found, coverage, relationship = about.person, about.coverage, about.person.relationship
    today = days.day_from_date(scope.today())
    counted = _counted(found, relationship)
    row, department = people_answer.rows_and_departments([counted], day + 1, day, coverage)[0]
    ledger = _ledger(about)
    exchanges = [e for e in ledger if e.kind != ENDORSEMENT]
    began = thanks.first_day(scope) if exchanges else 0
    monday = day - (day + 3) % 7 - 7 * (WEEKS - 1)
    contact = query.contact_days(relationship.pk, min(monday, day - 200), day + 1)
    claims = list(dict.fromkeys((said.field, said.value) for said in about.claims if said.field in _SHOWN))
    return PersonPage(
        row=row,
        is_me=found.is_me,
        phones=tuple(value for field, value in claims if field == "phone"),
        links=tuple(value for field, value in claims if field == "url"),
        department=department,
        standing=relationship.standing,
        nature=relationship.nature,
        died_on=None if found.died_on is None else days.date_from_day(found.died_on),
        rhythm_days=relationship.rhythm_days,
        roles=_roles(about),
        expectations=Expectations(
            relationship.purpose, relationship.i_expect, relationship.they_expect, relationship.at_stake
        ),
        facts=_facts(about),
        dates=dates.of_members(about.rows("date"), scope.today()),
        open=matters.open_between(about, [e for e in exchanges if thanks.waits(e, began)], today),
        kept=commitments.kept_between(about.rows("commitment"), today),
        going=_going(
            row,
            counted,
            contact,
            day,
            people_answer.covered_day(counted.channels, coverage),
            found.died_on is None,
        ),
        weeks=_weeks(contact, monday),
        first_day=None if counted.first_day is None else days.date_from_day(counted.first_day),
        given=sum(e.direction == Exchange.GIVEN for e in exchanges),
        received=sum(e.direction == Exchange.RECEIVED for e in exchanges),
        note=relationship.note,
        exchanges=tuple(_exchange(e, began) for e in exchanges),
        endorsed_for=_skills(ledger, Exchange.RECEIVED),
        i_endorsed=_skills(ledger, Exchange.GIVEN),
        notes=tuple(value for field, value in claims if field == "note"),
        addresses=tuple(value for field, value in claims if field == "address"),
    )


def _ledger(about: Subject) -> list[Exchange]:
    """All that was given and received, the latest first."""
    rows = about.rows("exchange")
    return list(Exchange.objects.filter(person__in=rows).order_by("-on", "-id")) if rows else []


def _exchange(row: Exchange, began: int) -> ExchangeKnown:
    thanked = None if row.thanked_on is None else days.date_from_day(row.thanked_on)
    given = row.direction == Exchange.GIVEN
    on = days.date_from_day(row.on)
    waits = thanks.waits(row, began)
    return ExchangeKnown(str(row.uuid), given, row.kind, row.text, on, row.asks_thanks, thanked, waits)


def _skills(ledger: list[Exchange], direction: str) -> tuple[str, ...]:
    return tuple(e.text for e in ledger if e.kind == ENDORSEMENT and e.direction == direction)


def timeline(
    scope: Scope, who: Meant, *, before: str | None = None, limit: int = 30, as_of: dt.date | None = None
) -> TimelinePage:
    """What happened with a person, newest first; `before` is the cursor of the page before.

    Raises:
        NotFound: no such person in this book, or no such cursor.
    """
    known = who.handles if isinstance(who, Subject) else None
    handles = provenance.handles(query.members(find(scope, str(who)).pk)) if known is None else known
    cursor = None
    if before:
        at, _, key = before.partition(".")
        try:
            cursor = (int(at), UUID(hex=key).bytes)
        except ValueError:
            raise NotFound("page", before) from None
    until = days.start_of(days.day_from_date(as_of) if as_of else days.day_of(int(time.time())) + 366)
    rows = query.timeline([handle.id for handle in handles], cursor, until, limit + 1)
    directions = {1: "in", 2: "out", 3: "both"}
    entries = tuple(
        Entry(
            wording.outside_id(key.hex()),
            Kind(kind).name.lower(),
            scope.moment(at),
            directions[contact],
            subject,
            snippet,
        )
        for key, kind, at, contact, subject, snippet in rows[:limit]
    )
    last = rows[limit - 1] if len(rows) > limit else None
    return TimelinePage(entries, f"{last[2]}.{last[0].hex()}" if last else None)


def interaction(scope: Scope, id: str) -> InteractionPage:
    """One interaction with its whole text.

    Raises:
        NotFound: no such one in this book.
    """
    try:
        found = query.interaction(scope.book_id, UUID(id).bytes)
    except ValueError:
        found = None
    if found is None:
        raise NotFound("interaction", id)
    row, key, kind, at, offset, subject, flags, text, parent = found
    sender_zone = dt.timezone(dt.timedelta(minutes=offset)) if offset is not None else dt.UTC
    return InteractionPage(
        id=wording.outside_id(bytes(key).hex()),
        kind=Kind(kind).name.lower(),
        at=scope.moment(at),
        sent_at=dt.datetime.fromtimestamp(at, sender_zone),
        subject=subject,
        text=text,
        flags=tuple(flag.name.lower() for flag in Flag if flag and flags & flag and flag.name),
        parties=tuple(
            (Part(part).name.lower(), wording.face(uuid, name or "") if uuid else None, name or "", handle)
            for part, uuid, name, handle in query.parties(row)
        ),
        seen_in=tuple(query.seen_in(row)),
        zones=_zones(kind, text, mailtext.may_answer(parent, subject)),
    )


def _zones(kind: int, text: str, answers: bool) -> tuple[tuple[str, str], ...]:
    """The text of a mail in zones; of anything else all is its writer's own."""
    if kind != Kind.MAIL:
        return (("own", text),) if text else ()
    pieces = [(zone.name.lower(), part.strip("\n")) for zone, part in mailtext.split(text, answers)]
    return tuple(piece for piece in pieces if piece[1].strip())


def _counted(found: Person, relationship: Relationship) -> people_query.Counted:
    m = getattr(relationship, "metrics", None) or Metrics(relationship=relationship)
    return people_query.Counted(
        found.pk,
        relationship.pk,
        found.uuid.hex,
        found.name,
        m.strength,
        m.active_days,
        m.interactions,
        m.first_day,
        m.last_day,
        m.last_in,
        m.last_out,
        m.usual_gap,
        m.channels,
    )


def _roles(about: Subject) -> tuple[RoleHeld, ...]:
    members = about.rows("role")
    if not members:
        return ()
    found = Role.objects.filter(relationship__person__in=members).order_by("until", "since", "id")
    return tuple(
        RoleHeld(
            role.pk,
            role.key,
            title_of(role.key),
            None if role.since is None else days.date_from_day(role.since),
            None if role.until is None else days.date_from_day(role.until),
        )
        for role in found
    )


def _facts(about: Subject) -> tuple[FactKnown, ...]:
    members = about.rows("fact")
    if not members:
        return ()
    found = Fact.objects.filter(person__in=members).order_by("-noted_on", "-id")
    return tuple(
        FactKnown(str(f.uuid), f.text, f.sensitivity, f.source, days.date_from_day(f.noted_on), f.hearsay)
        for f in found
    )


def _going(
    row: PersonRow,
    counted: people_query.Counted,
    contact: list[tuple[int, int, int]],
    day: int,
    covered: int | None,
    alive: bool,
) -> Standing:
    counts = strength.explain(((d, i > 0, o > 0) for d, i, o in contact), day, include_day=True)
    if not counted.active_days:
        explained = gettext("No contact is known yet.")
    else:
        ways = gettext("both ways") if counts.both_ways else gettext("one way only")
        explained = gettext("Active on %(month)s in the last 30, on %(half)s in the last 180.") % {
            "month": ngettext("%(n)d day", "%(n)d days", counts.last_30) % {"n": counts.last_30},
            "half": ngettext("%(n)d day", "%(n)d days", counts.last_180) % {"n": counts.last_180},
        }
        if counts.last_180:
            explained = f"{explained[:-1]}, {ways}."
    return Standing(
        row.strength,
        row.strength_model,
        _strength_word(row),
        explained,
        _gap_words(row, counted, day, covered) if alive else _last_words(counted),
        row.state,
    )


def _strength_word(row: PersonRow) -> str:
    """A word for a strength: bounds are once a month one way (3.4) and once a week both ways (7)."""
    if row.state == cadence.State.KNOWN:
        return gettext("Not yet")
    if row.strength >= 7:
        return gettext("Close")
    if row.strength >= 3.4:
        return gettext("Steady")
    return gettext("Light") if row.strength >= 1 else gettext("Faint")


def _gap_words(row: PersonRow, counted: people_query.Counted, day: int, covered: int | None) -> str:
    if counted.last_day is None:
        return ""
    now = _silence_words(counted.last_day, day, covered)
    if row.usual_gap_days is None:
        return now[:1].upper() + now[1:] + "."
    words = gettext("You usually speak %(rhythm)s; %(now)s") % {
        "rhythm": wording.rhythm(row.usual_gap_days),
        "now": now,
    }
    if row.gap_ratio is not None and row.gap_ratio >= 2:
        words += gettext(", which is %(ratio)s times as long") % {"ratio": f"{row.gap_ratio:.1f}"}
    return words + "."


def _last_words(counted: people_query.Counted) -> str:
    """Of somebody who died only when the last contact was: silence is no matter any more."""
    if counted.last_day is None:
        return ""
    last = wording.long_date(days.date_from_day(counted.last_day))
    return gettext("Last in touch on %(date)s.") % {"date": last}


def _silence_words(last: int, day: int, covered: int | None) -> str:
    """How long it has been quiet, and until when that is known."""
    if last >= day:
        return gettext("in touch today")
    if covered is not None and last > covered:
        return gettext("last in touch on %(date)s") % {"date": wording.long_date(days.date_from_day(last))}
    silent = cadence.silence(last, day, covered)
    span = {"span": wording.span(silent)}
    if covered is None or (silent and day - covered <= STALE):
        return gettext("now quiet for %(span)s") % span
    end = {"date": wording.long_date(days.date_from_day(covered))}
    if not silent:
        return gettext("nothing is known after %(date)s, where what you imported ends") % end
    return gettext("quiet for %(span)s until %(date)s, where what you imported ends") % (span | end)


def _weeks(contact: list[tuple[int, int, int]], monday: int) -> tuple[Week, ...]:
    sums = [[0, 0] for _ in range(WEEKS)]
    for day, incoming, outgoing in contact:
        if 0 <= day - monday < 7 * WEEKS:
            week = sums[(day - monday) // 7]
            week[0] += incoming
            week[1] += outgoing
    return tuple(Week(days.date_from_day(monday + 7 * n), *pair) for n, pair in enumerate(sums))
