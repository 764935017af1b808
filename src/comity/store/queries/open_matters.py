"""All that is open in a book and could stand on the day's list, in one statement.

Each part is a SELECT over an index of open rows, within the days for which its kind is asked for (`core.agenda`).
People who died, whom one stepped back from, or with whom it ended are silent in all of them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from contextlib import suppress
from functools import lru_cache
from typing import NamedTuple

from django.db import connection

from comity.core import agenda, feelings
from comity.core.conflicts import REVIEW_AFTER
from comity.core.days import date_from_day, day_from_date, start_of
from comity.core.records import Kind
from comity.store import noticed, proposals
from comity.store.sql import ints, rows, uuid_hex

_NOBODY = "CAST(NULL AS text), ''"
_YEARS = 100
"""For how long a position may be held whose anniversaries are shown."""
_KEPT_FOR = 400
"""Days for which it is remembered what was done with an item; what is never to come again is remembered for good."""
_FRESH_REVIEW = 7
"""Days for which something noticed in files is new."""
_QUESTIONS = f"('{proposals.OWN_ADDRESS}', '{proposals.SOURCE_OWNER}')"
_BROUGHT = (Kind.MAIL, Kind.MEETING, Kind.CHAT)
"""Kinds of contact that files bring."""
_USUAL = agenda.Leads()
_HEARD = "p.died_on IS NULL AND r.standing NOT IN ('stepped_back', 'ended')"
_NEAR = "p.died_on IS NULL AND r.standing NOT IN ('stepped_back', 'ended', 'targeted', 'dormant')"


class Open(NamedTuple):
    """A row of what is open.

    what: its kind; id: 32 hexadecimal digits, or a key; text: in the user's words; day: its day, None where it has
    none; since: the day from which it is open; more: further words or numbers of its kind, each on a line; uuid, name:
    whom it is about, None and "" for nobody; number: of its kind.
    """

    what: str
    id: str
    text: str
    day: int | None
    since: int | None
    more: str
    uuid: str | None
    name: str | None
    number: int | None


def open_matters(
    book: int,
    day: int,
    dates: tuple[tuple[int, int], ...],
    leads: agenda.Leads = _USUAL,
    every: tuple[tuple[str, int], ...] = (),
    *,
    before: int | None = None,
) -> list[Open]:
    """What is open on a day of the book's calendar; dates: the (month, day) pairs that are near.

    leads: what roles show how early; every: keys of roles that suggest something once in so many days; before: the
    instant up to which it is looked what files cover, None for the end of the day.

    what: reminder, promise, theirs, request, thanks, feedback, introduction, opportunity, guest, event, session, step,
    deliver, delivery, pay, paid, renewal, policy, interests (of the book; number: to be reviewed), keeping (of the book;
    number: rules of how long, and people whose day to look again has come), date, position, role (text: its key;
    since: of the first contact), feeling (`_felt`); and of what surrounds the list: attention (id: the key
    of an item that is done, put off beyond the day, dismissed or silenced; number: 1 where it was lately, and not put
    off), closed (what ended lately with somebody, `agenda.QUIET_FOR`), question, review, book (number: items to show;
    day: for which strengths hold; more: "bounded" where boundaries stand), covered (what of each kind of contact, `day`,
    was read last before the instant: `number`).
    """
    ops = connection.ops
    now = dt.datetime.combine(date_from_day(day), dt.time(), dt.UTC)
    lately, soon, kept, fresh = (
        ops.adapt_datetimefield_value(now - dt.timedelta(days=days))
        for days in (agenda.QUIET_FOR - 1, -2, _KEPT_FOR, _FRESH_REVIEW)
    )
    instant = start_of(day + 1) if before is None else before
    moments = [lately, soon, lately, soon, kept, fresh, *[instant] * len(_BROUGHT)]
    with connection.cursor() as cursor:
        return [Open(*row) for row in rows(cursor, _statement(book, day, dates, leads, every), moments)]


@lru_cache(8)
def _statement(
    book: int,
    day: int,
    dates: tuple[tuple[int, int], ...],
    leads: agenda.Leads,
    every: tuple[tuple[str, int], ...],
) -> str:
    """The statement for a book and a day; only whole numbers are written into it."""
    numbers: dict[str, int | str] = {
        "book": int(book),
        "day": int(day),
        "ago": int(day) - agenda.OVERDUE_FOR,
        "lately": int(day) - agenda.QUIET_FOR + 1,
        "near": _in_months(dates),
        "begun": _days_in_years(day, dates),
        "turns": " ".join(f"WHEN '{key}' THEN {int(days)}" for key, days in every),
        "turning": ", ".join(f"'{key}'" for key, _ in every),
        **leads._asdict(),
        **_SPANS,
    }
    parts = (*_parts(), *_turning()) if every else _parts()
    return " UNION ALL ".join(part.format_map(numbers) for part in parts)


_SPANS: Mapping[str, int] = {
    name: getattr(agenda, name)
    for name in (
        "PROMISED_AHEAD NO_DAY_AFTER ANSWER_FOR THANK_FOR SHARE_FOR MET_WITHIN EVENT_AHEAD NOW_AND_THEN_FOR"
    ).split()
}


def _about(column: str, *, left: bool = False, via: str = "x") -> str:
    """From a row to the person shown whom it is about."""
    kind = "LEFT JOIN" if left else "JOIN"
    return (
        f"{kind} store_person q ON q.id = {via}.{column} {kind} store_person p ON p.id = COALESCE(q.merged_into_id, q.id) "
        f"{kind} store_relationship r ON r.person_id = p.id"
    )


def _turning() -> Iterator[str]:
    """Roles that have something to suggest on the day: in the first days of each span since the first contact.

    Those of people who were merged are asked for apart: there are few, and the others then take two steps less each.
    """
    shown = f"SELECT 'role', {uuid_hex('p.uuid')}, l.key, NULL, m.first_day, '', {uuid_hex('p.uuid')}, p.name, 0 FROM"
    turns = (
        "l.book_id = {book} AND l.key IN ({turning}) AND (l.since IS NULL OR l.since <= {day}) "
        "AND (l.until IS NULL OR l.until > {day}) AND m.first_day <= {day} - CASE l.key {turns} ELSE 0 END "
        "AND ({day} - m.first_day) %% CASE l.key {turns} ELSE 1 END < {NOW_AND_THEN_FOR} "
        f"AND m.relationship_id = r.id AND p.id = r.person_id AND p.merged_into_id IS NULL AND NOT p.is_me AND {_NEAR}"
    )
    yield (
        f"{shown} store_role l CROSS JOIN store_metrics m CROSS JOIN store_relationship r CROSS JOIN store_person p "
        f"WHERE m.relationship_id = l.relationship_id AND {turns}"
    )
    yield (
        f"{shown} store_person x CROSS JOIN store_relationship s CROSS JOIN store_role l CROSS JOIN store_relationship r "
        "CROSS JOIN store_metrics m CROSS JOIN store_person p WHERE x.book_id = {book} AND x.merged_into_id > 0 "
        f"AND s.person_id = x.id AND l.relationship_id = s.id AND r.person_id = x.merged_into_id AND {turns}"
    )


def _parts() -> Iterator[str]:
    """The parts, each with places for the numbers of a day; columns as in `Open`."""
    id, who = uuid_hex("x.uuid"), f"{uuid_hex('p.uuid')}, p.name"
    yield from _set(id, who)
    yield from _promised(id, who)
    yield from _waiting(id, who)
    yield _introductions(id)
    yield from _gathered(id, who)
    yield from _work(id, who)
    yield from _dates(who)
    yield _felt()
    yield from _closed()
    yield from _around()


def _set(id: str, who: str) -> tuple[str, ...]:
    """What I set myself. The first part of all gives the columns their types."""
    anyone = _about("person_id", left=True)
    heard = f"(p.id IS NULL OR ({_HEARD}))"
    return (
        f"SELECT 'reminder', {id}, x.text, x.due, CAST(NULL AS integer), x.every, {who}, 0 FROM store_reminder x {anyone} "
        f"WHERE x.book_id = {{book}} AND x.done_at IS NULL AND x.due <= {{day}} AND {heard}",
        f"SELECT 'step', {id}, x.text, x.due, NULL, {_with('g.uuid', 'g.title')}, {who}, 0 FROM store_goalstep x "
        f"JOIN store_goal g ON g.id = x.goal_id AND g.state = 'open' {anyone} WHERE x.book_id = {{book}} "
        f"AND x.done_on IS NULL AND x.due BETWEEN {{ago}} AND {{day}} AND {heard}",
        "SELECT 'interests', (SELECT {} FROM store_book b WHERE b.id = {{book}}), '', NULL, "
        "MIN(COALESCE(x.reviewed_on, x.noted_on)), '', {}, COUNT(*) FROM store_interest x WHERE x.book_id = {{book}} "
        "AND x.kind <> 'past_employer' AND (x.until IS NULL OR x.until > {{day}}) "
        "AND COALESCE(x.reviewed_on, x.noted_on) <= {{day}} - {} HAVING COUNT(*) > 0".format(
            uuid_hex("b.uuid"), _NOBODY, REVIEW_AFTER
        ),
        "SELECT 'keeping', (SELECT {} FROM store_book b WHERE b.id = {{book}}), '', NULL, NULL, '', {}, "
        "(SELECT COUNT(*) FROM store_retention x WHERE x.book_id = {{book}}) + (SELECT COUNT(*) FROM store_purpose x "
        "WHERE x.book_id = {{book}} AND x.review_on <= {{day}} AND x.hold = '')".format(
            uuid_hex("b.uuid"), _NOBODY
        ),
        f"SELECT 'policy', {id}, x.title, x.review_on, NULL, '', {_NOBODY}, 0 FROM store_policy x "
        "WHERE x.book_id = {book} AND x.review_on BETWEEN {ago} AND {day} AND x.since <= {day} "
        "AND (x.until IS NULL OR x.until >= {day})",
    )


def _promised(id: str, who: str) -> tuple[str, ...]:
    """Promises both ways, those that are due and those without a day."""
    promise = (
        f"SELECT CASE x.\"by\" WHEN 'mine' THEN 'promise' ELSE 'theirs' END, {id}, x.text, x.due, x.made_on, '', {who}, "
        f"x.moves FROM store_commitment x {_about('person_id')} WHERE x.book_id = {{book}} AND x.state = 'open' AND {_HEARD}"
    )
    return (
        f"{promise} AND x.due BETWEEN {{ago}} AND {{day}} + {{PROMISED_AHEAD}}",
        f"{promise} AND x.due IS NULL AND x.made_on BETWEEN {{ago}} AND {{day}} - {{NO_DAY_AFTER}}",
    )


def _waiting(id: str, who: str) -> tuple[str, ...]:
    """Who waits for me, and what could be passed on."""
    person = _about("person_id")
    return (
        f"SELECT 'request', {id}, x.text, x.due, x.asked_on, '', {who}, 0 FROM store_request x {person} "
        f"WHERE x.book_id = {{book}} AND x.state = 'open' AND x.asked_on BETWEEN {{day}} - {{ANSWER_FOR}} AND {{day}} "
        f"AND {_HEARD}",
        f"SELECT 'thanks', {id}, x.text, NULL, x.\"on\", COALESCE({uuid_hex('n.uuid')}, ''), {who}, 0 "
        f"FROM store_exchange x LEFT JOIN store_introduction n ON n.id = x.introduction_id {person} "
        "WHERE x.book_id = {book} AND x.asks_thanks AND x.direction = 'received' AND x.thanked_on IS NULL "
        f'AND x."on" BETWEEN {{day}} - {{THANK_FOR}} AND {{day}} AND {_HEARD}',
        f"SELECT 'feedback', {id}, x.about, NULL, x.asked_on, '', {who}, 0 FROM store_feedback x {person} "
        "WHERE x.book_id = {book} AND NOT x.mine AND x.told_on IS NULL "
        f"AND x.asked_on BETWEEN {{day}} - {{ANSWER_FOR}} AND {{day}} AND {_HEARD}",
        f"SELECT 'opportunity', {id}, x.title, x.until, x.found_on, x.kind, {_NOBODY}, 0 FROM store_opportunity x "
        "WHERE x.book_id = {book} AND x.closed_on IS NULL AND x.found_on BETWEEN {day} - {SHARE_FOR} AND {day} "
        "AND (x.until IS NULL OR x.until >= {day}) AND NOT EXISTS (SELECT 1 FROM store_opportunityshare s "
        "WHERE s.opportunity_id = x.id AND s.shared_on IS NOT NULL)",
    )


def _gathered(id: str, who: str) -> tuple[str, ...]:
    """Whom I met at an event, events ahead, and sessions ahead."""
    return (
        f"SELECT 'guest', {id}, v.name, NULL, x.met_on, {_with('v.uuid', 'x.note')}, {who}, 0 FROM store_guest x "
        f"JOIN store_event v ON v.id = x.event_id {_about('person_id')} WHERE x.book_id = {{book}} "
        f"AND x.followed_up_on IS NULL AND x.met_on BETWEEN {{day}} - {{MET_WITHIN}} AND {{day}} AND {_HEARD}",
        f"SELECT 'event', {id}, x.name, x.starts, x.ends, x.place, {_NOBODY}, (SELECT COUNT(*) FROM store_guest g "
        "WHERE g.event_id = x.id AND g.wanted) FROM store_event x WHERE x.book_id = {book} AND x.ends >= {day} "
        "AND x.starts BETWEEN {day} AND {day} + {EVENT_AHEAD} AND x.state = 'planned'",
        f"SELECT 'session', {id}, x.agenda, x.planned_on, NULL, {uuid_hex('m.uuid')}, {who}, 0 FROM store_mentoringsession x "
        f"JOIN store_mentoring m ON m.id = x.mentoring_id AND m.ended_on IS NULL {_about('person_id', via='m')} "
        "WHERE x.book_id = {book} AND x.held_on IS NULL AND x.planned_on BETWEEN {day} AND {day} "
        "+ CASE m.i_am WHEN 'mentor' THEN {session_mentor} "
        "ELSE {session_mentee} END "
        f"AND {_HEARD}",
    )


def _work(id: str, who: str) -> tuple[str, ...]:
    """Deliveries, invoices and renewals of work that goes on."""
    engaged = f"JOIN store_engagement e ON e.id = x.engagement_id AND e.ended_on IS NULL {_about('person_id', via='e')}"
    work = _with("e.uuid", "e.title")
    return (
        f"SELECT CASE e.side WHEN 'client' THEN 'deliver' ELSE 'delivery' END, {id}, x.text, x.due, NULL, {work}, {who}, 0 "
        f"FROM store_deliverable x {engaged} WHERE x.book_id = {{book}} AND x.delivered_on IS NULL "
        f"AND x.due BETWEEN {{ago}} AND {{day}} + {{PROMISED_AHEAD}} AND {_HEARD}",
        f"SELECT CASE e.side WHEN 'client' THEN 'paid' ELSE 'pay' END, {id}, x.number, x.due, NULL, {work}, {who}, 0 "
        f"FROM store_invoice x {engaged} WHERE x.book_id = {{book}} AND x.paid_on IS NULL "
        f"AND x.due BETWEEN {{ago}} AND {{day}} + {{pay}} AND {_HEARD}",
        f"SELECT 'renewal', {id}, x.title, x.renewal_on, NULL, x.side, {who}, 0 FROM store_engagement x "
        f"{_about('person_id')} WHERE x.book_id = {{book}} AND x.ended_on IS NULL "
        f"AND x.renewal_on BETWEEN {{day}} AND {{day}} + CASE x.side WHEN 'client' THEN {{renewal_client}} "
        f"ELSE {{renewal_provider}} END AND {_HEARD}",
    )


def _introductions(id: str) -> str:
    """Introductions on their way. about: the first of the two; more: id and name of the other and of the introducer
    ("" for me), then the days of the life (0: not yet), all on lines of their own; number: 1 where I introduce, 2 where I
    am the other."""
    days = " || ' ' || ".join(
        f"COALESCE(x.{day}, 0)" for day in ("one_agreed_on", "other_agreed_on", "made_on", "met_on")
    )
    return (
        f"SELECT 'introduction', {id}, x.purpose, NULL, x.asked_on, {_who('o')} || '\n' || {_who('i')} || '\n' || {days}, "
        f"{uuid_hex('p.uuid')}, p.name, CASE WHEN x.introducer_id IS NULL THEN 1 "
        f"WHEN x.other_id IS NULL THEN 2 ELSE 3 END FROM store_introduction x {_about('one_id')} "
        f"{_named('other_id', 'o')} {_named('introducer_id', 'i')} "
        "WHERE x.book_id = {book} AND x.thanked_on IS NULL AND x.declined_on IS NULL AND x.asked_on <= {day} "
        f"AND {_HEARD} AND NOT EXISTS (SELECT 1 FROM store_person s JOIN store_relationship t ON t.person_id = s.id "
        "WHERE s.id IN (o.id, i.id) AND (s.died_on IS NOT NULL OR t.standing IN ('stepped_back', 'ended')))"
    )


def _with(uuid: str, text: str) -> str:
    """SQL for the id of what a row belongs to and a text, on two lines."""
    return f"{uuid_hex(uuid)} || '\n' || {text}"


def _who(alias: str) -> str:
    """SQL for id and name of somebody who may be missing, on two lines."""
    return f"COALESCE({uuid_hex(f'{alias}.uuid')}, '') || '\n' || COALESCE({alias}.name, '')"


def _named(column: str, alias: str) -> str:
    """From an introduction to another person of it, who may be me."""
    return (
        f"LEFT JOIN store_person {alias}0 ON {alias}0.id = x.{column} "
        f"LEFT JOIN store_person {alias} ON {alias}.id = COALESCE({alias}0.merged_into_id, {alias}0.id)"
    )


def _dates(who: str) -> tuple[str, ...]:
    """Yearly and single dates that are near, those with a lead of their own whenever they are, and anniversaries of
    positions. day: month * 100 + day, or the day number on which a position began."""
    dated = (
        "SELECT 'date', d.what, d.label, d.month * 100 + d.day, d.year, CASE WHEN d.once THEN 'once' ELSE '' END, "
        f"{who}, d.lead_days FROM store_importantdate d "
        f"{_about('person_id', via='d')} WHERE d.book_id = {{book}} AND NOT p.is_me AND {_NEAR} "
    )
    return (
        f"{dated} AND d.lead_days IS NULL AND ({{near}})",
        f"{dated} AND d.lead_days IS NOT NULL",
        "SELECT 'position', 'work_anniversary', COALESCE(g.name, ''), o.since, NULL, '', "
        f"{who}, 0 FROM store_position o LEFT JOIN store_organisation g ON g.id = o.organisation_id "
        f"{_about('person_id', via='o')} WHERE o.book_id = {{book}} AND o.since IN {{begun}} AND o.until IS NULL "
        f"AND NOT p.is_me AND {_NEAR}",
    )


def _felt() -> str:
    """Whom to ask how it is with them: none where anybody was asked about lately. day: of the last answer, None for
    never; since: of the last contact; number: days with contact."""
    who = uuid_hex("p.uuid")
    return (
        f"SELECT * FROM (SELECT 'feeling' AS a, {who} AS b, '' AS c, f.felt AS d, m.last_day AS e, '' AS f, {who} AS g, "
        "p.name AS h, m.active_days AS i FROM (SELECT relationship_id, last_day, active_days FROM store_metrics "
        f"WHERE book_id = {{book}} AND last_day >= {{day}} - {feelings.RECENT} AND active_days >= {feelings.FROM_DAYS} "
        f"ORDER BY last_day DESC, relationship_id LIMIT {feelings.LOOKED_AT}) m "
        "JOIN store_relationship r ON r.id = m.relationship_id JOIN store_person p ON p.id = r.person_id "
        'LEFT JOIN (SELECT person_id, MAX("on") AS felt FROM store_feeling WHERE book_id = {book} GROUP BY person_id) f '
        "ON f.person_id = p.id "
        f"WHERE (f.felt IS NULL OR f.felt <= {{day}} - {feelings.ASK_AGAIN}) "
        f'AND NOT EXISTS (SELECT 1 FROM store_feeling z WHERE z.book_id = {{book}} AND z."on" > {{day}} - {feelings.ASK_ANYBODY}) '
        f"AND p.merged_into_id IS NULL AND NOT p.is_me AND {_HEARD} "
        f"ORDER BY COALESCE(f.felt, 0), m.active_days DESC, p.uuid) y"
    )


def _closed() -> Iterator[str]:
    """With whom something ended in the last days, whoever did it: of them silence is not told right away."""
    ended = (
        ("reminder", "x.done_at BETWEEN %s AND %s"),
        ("reminder", "x.done_at IS NULL AND x.last_due BETWEEN {lately} AND {day}"),
        ("commitment", "x.closed_on BETWEEN {lately} AND {day}"),
        ("request", "x.closed_on BETWEEN {lately} AND {day}"),
        ("exchange", "x.thanked_on BETWEEN {lately} AND {day}"),
    )
    for table, lately in ended:
        yield (
            f"SELECT 'closed', '', '', NULL, NULL, '', {uuid_hex('p.uuid')}, '', 0 FROM store_{table} x "
            "JOIN store_person q ON q.id = x.person_id JOIN store_person p ON p.id = COALESCE(q.merged_into_id, q.id) "
            f"WHERE x.book_id = {{book}} AND {lately}"
        )


def _around() -> tuple[str, ...]:
    """What surrounds the list."""
    return (
        "SELECT 'attention', a.key, '', NULL, NULL, '', NULL, '', CASE WHEN a.created_at BETWEEN %s AND %s "
        "AND a.act <> 'snoozed' THEN 1 ELSE 0 END FROM store_attention a "
        "WHERE a.book_id = {book} AND (a.until IS NULL OR a.until > {day}) AND (a.act = 'never' OR a.created_at >= %s)",
        f"SELECT 'question', {uuid_hex('s.uuid')}, s.key, s.id, NULL, CAST(s.evidence AS text), s.kind, '', 0 "
        f"FROM store_proposal s WHERE s.book_id = {{book}} AND s.state = 'open' AND s.kind IN {_QUESTIONS}",
        "SELECT 'review', '', '', COUNT(*), NULL, '', NULL, '', COALESCE(SUM(CASE WHEN v.created_at >= %s THEN 1 ELSE 0 END), 0) "
        "FROM store_proposal v WHERE v.book_id = {book} AND v.state = 'open' "
        f"AND v.kind NOT IN {_QUESTIONS} AND v.kind <> '{noticed.ADDRESS_AWAY}'",
        f"SELECT 'book', {uuid_hex('b.uuid')}, '', b.strength_day, NULL, CASE WHEN EXISTS (SELECT 1 FROM store_boundary y "
        "WHERE y.book_id = {book} AND y.since <= {day} AND (y.until IS NULL OR y.until >= {day})) THEN 'bounded' ELSE '' END, "
        "NULL, '', b.today_items FROM store_book b WHERE b.id = {book}",
        *(
            f"SELECT 'covered', '', '', {int(kind)}, NULL, '', NULL, '', (SELECT MAX(i.at) FROM store_interaction i "
            f"WHERE i.book_id = {{book}} AND i.kind = {int(kind)} AND i.at < %s)"
            for kind in _BROUGHT
        ),
    )


def _in_months(dates: tuple[tuple[int, int], ...]) -> str:
    """SQL: whether `d` is on one of these (month, day) pairs, so that the index by month and day is used."""
    months = sorted({month for month, _ in dates})
    return (
        " OR ".join(
            f"(d.month = {month} AND d.day IN {ints(dom for m, dom in dates if m == month)})"
            for month in months
        )
        or "1 = 0"
    )


def _days_in_years(day: int, dates: tuple[tuple[int, int], ...]) -> str:
    """An SQL list of the day numbers of these (month, day) pairs in the last `_YEARS` years."""
    year = date_from_day(day).year + 1
    found = []
    for month, dom in dates:
        for earlier in range(year - _YEARS, year + 1):
            with suppress(ValueError):
                found.append(day_from_date(dt.date(earlier, month, dom)))
    return ints(found)
