"""Pictures as numbers, and the small words of the templates."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from comity.answers.shapes import DateKnown, Week
from comity.core.cadence import State
from comity.core.playbooks import Nature, Standing
from comity.core.records import Flag, Kind, Part
from comity.interfaces.web import drawing, wording
from comity.interfaces.web.templatetags import desk as words

MONDAY = dt.date(2026, 1, 5)
counts = st.lists(st.tuples(st.integers(0, 10_000), st.integers(0, 10_000)), max_size=53)


def weeks(pairs: list[tuple[int, int]]) -> list[Week]:
    return [Week(MONDAY + dt.timedelta(weeks=n), *pair) for n, pair in enumerate(pairs)]


@given(counts)
def test_every_bar_lies_within_the_picture_and_there_is_one_for_every_side(
    pairs: list[tuple[int, int]],
) -> None:
    strip = drawing.year_strip(weeks(pairs))
    assert len(strip.bars) == sum(n > 0 for pair in pairs for n in pair)
    for bar in strip.bars:
        top, height = float(bar.y), float(bar.height)
        assert top >= 0
        assert top + height <= 80
        assert top + height <= strip.axis if bar.side == "in" else top >= strip.axis
        assert float(bar.x) + float(bar.width) <= strip.width


@given(counts)
def test_the_table_holds_the_weeks_with_contact_newest_first(pairs: list[tuple[int, int]]) -> None:
    table = drawing.year_strip(weeks(pairs)).weeks
    assert [(week.in_n, week.out_n) for week in table] == [pair for pair in reversed(pairs) if any(pair)]


def test_a_year_names_each_month_once() -> None:
    labels = drawing.year_strip(weeks([(0, 0)] * 53)).labels
    months = [(label.day.year, label.day.month) for label in labels]
    assert len(months) == len(set(months)) == 12


@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_a_balance_keeps_its_proportions(given_n: int, received: int) -> None:
    gave, got = drawing.balance(given_n, received)
    assert max(gave.width, got.width) <= 160
    assert (gave.width >= got.width) == (given_n >= received) or gave.width == got.width


def test_days_are_spoken_of_as_people_do() -> None:
    today = dt.date(2026, 11, 23)

    def said(away: int) -> str:
        return words.day_word(today + dt.timedelta(days=away), today)

    assert [said(n) for n in (-1, 0, 1)] == ["yesterday", "today", "tomorrow"]
    assert said(2) == "Wednesday"
    assert said(-3) == "3 days ago"
    assert said(-40) == "October 14"
    assert "2027" in said(100)
    assert words.day_word(None, today) == ""


def test_a_leap_day_is_shown_even_with_a_year_that_has_none() -> None:
    leap = DateKnown(1, "birthday", 2, 29, 1971, dt.date(2027, 2, 28))
    assert words.yearly(leap) == "February 29"


def test_an_address_cannot_add_headers_to_a_mail() -> None:
    assert words.mailto("a b@x.example?cc=e@x.example&body=\r\n") == (
        "mailto:a%20b@x.example%3Fcc%3De@x.example%26body%3D%0D%0A"
    )


@given(st.floats(-5, 50))
def test_a_bar_never_leaves_its_track(strength: float) -> None:
    assert 0 <= float(words.bar_width(strength, 60)) <= 60


def test_every_key_that_is_stored_has_words() -> None:
    assert {kind.name.lower() for kind in Kind} <= wording.KINDS.keys()
    assert {str(state) for state in State} <= wording.STATES.keys()
    assert {str(standing) for standing in Standing} <= wording.STANDINGS.keys()
    assert {str(nature) for nature in Nature} <= wording.NATURES.keys()
    assert {part.name.lower() for part in Part} <= wording.PARTS.keys()
    assert {str(flag.name).lower() for flag in Flag if flag} <= wording.FLAGS.keys()
