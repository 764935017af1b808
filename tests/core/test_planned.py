"""Events and drafts, as boundaries see them."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from comity.core.boundaries import MINE, THEIRS, Boundary, Kind, Subject
from comity.core.hours import WORKDAYS, Hours
from comity.core.planned import crossings_of_event, of_days, of_draft

BERLIN = "Europe/Berlin"
SATURDAY = 20_589
"""16 May 2026."""
WORK = Hours(9 * 60, 17 * 60, WORKDAYS, BERLIN)
RUTH, BO = Subject(1), Subject(2)


def hours(side: str, person: int | None) -> Boundary:
    return Boundary(f"{side}{person}", side, Kind.HOURS, person=person, hours=WORK)


def topic(side: str, person: int | None, word: str) -> Boundary:
    return Boundary(f"{side}{person}{word}", side, Kind.TOPIC, person=person, words=(word,))


def crossed(first: int, last: int, *known: Boundary, words: str = "Paper Fair") -> list[tuple[int, str]]:
    plan = of_days(first, last, BERLIN, "event", words)
    guests = [(RUTH, "her boat"), (BO, "")]
    return [(one.who, one.why) for one in crossings_of_event(plan, guests, known, SATURDAY)]


def test_days_last_until_the_midnight_after_the_last() -> None:
    plan = of_days(SATURDAY, SATURDAY + 1, BERLIN, "event", "x")
    assert plan.moment == dt.datetime(2026, 5, 16, tzinfo=ZoneInfo(BERLIN))
    assert plan.until == dt.datetime(2026, 5, 18, tzinfo=ZoneInfo(BERLIN))


def test_days_of_years_without_a_clock_have_no_hours() -> None:
    far = dt.date(9800, 1, 1).toordinal() - dt.date(1970, 1, 1).toordinal()
    assert of_days(far, far, "Nowhere/None", "event", "x").moment is None


def test_what_is_crossed_whoever_comes_is_said_once() -> None:
    assert crossed(SATURDAY, SATURDAY, hours(MINE, None), hours(THEIRS, 1)) == [(0, "hours"), (1, "hours")]


def test_hours_are_crossed_only_where_no_day_lies_in_them() -> None:
    assert crossed(SATURDAY - 1, SATURDAY + 1, hours(MINE, None), hours(THEIRS, 1)) == []
    assert crossed(SATURDAY, SATURDAY + 1, hours(THEIRS, 1)) == [(1, "hours")]


def test_what_is_theirs_is_crossed_with_them_alone() -> None:
    assert crossed(SATURDAY - 1, SATURDAY - 1, topic(THEIRS, None, "paper")) == [(1, "topic"), (2, "topic")]
    assert crossed(SATURDAY - 1, SATURDAY - 1, topic(THEIRS, None, "boat")) == [(1, "topic")]


def test_a_draft_asks_for_what_its_kind_asks_or_what_its_words_ask() -> None:
    now = dt.datetime(2026, 5, 12, 21, 40, tzinfo=dt.UTC)

    def asks(kind: str, body: str) -> str:
        return of_draft(kind, "Hello", body, now, None).request

    assert asks("ask_reference", "") == "reference"
    assert asks("introduce_ask_one", "A loan?") == ""
    assert asks("write", "Could you give me a loan?") == "money"
    assert asks("write", "A loan.") == ""
    plan = of_draft("write", "Hello", "There", now, now)
    assert (plan.channel, plan.words, plan.waiting_since) == ("mail", "Hello\nThere", now)
