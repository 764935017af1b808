"""Pictures as numbers, and the small words of the templates."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils.formats import date_format
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from comity.answers import wording as answered
from comity.answers.shapes import DateKnown, Week
from comity.core.cadence import State
from comity.core.playbooks import Nature, Standing
from comity.core.reciprocity import Quarter
from comity.core.records import Flag, Kind, Part
from comity.interfaces.cli import shared
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


@given(st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 10**6)), min_size=1, max_size=8))
def test_a_balance_keeps_its_proportions(pairs: list[tuple[int, int]]) -> None:
    quarters = [Quarter(2024, 1 + n % 4, *pair) for n, pair in enumerate(pairs)]
    picture = drawing.balance_by_quarter(quarters)
    most = max(map(max, pairs)) or 1
    for column, (given_n, received) in zip(picture.columns, pairs, strict=True):
        up, down = float(column.given_height), float(column.received_height)
        assert up == pytest.approx(36 * given_n / most, abs=0.06)
        assert down == pytest.approx(36 * received / most, abs=0.06)
        assert float(column.given_y) + up == pytest.approx(picture.axis - 1, abs=0.11)
        assert (
            0 < float(column.given_text_y) < float(column.received_text_y) < picture.label_y < picture.height
        )
        assert 0 <= column.x < column.x + 18 <= picture.width


def test_days_are_spoken_of_as_people_do() -> None:
    today = dt.date(2026, 11, 23)

    def said(away: int) -> str:
        return words.day_word(today + dt.timedelta(days=away), today)

    assert [said(n) for n in (-1, 0, 1)] == ["yesterday", "today", "tomorrow"]
    assert said(2) == "Wednesday"
    assert said(-3) == "3 days ago"
    assert said(-40) == "14 October"
    assert "2027" in said(100)
    assert words.day_word(None, today) == ""


def test_a_leap_day_is_shown_even_with_a_year_that_has_none() -> None:
    leap = DateKnown(1, "birthday", 2, 29, 1971, dt.date(2027, 2, 28))
    assert words.yearly(leap) == "29 February"


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


@pytest.mark.parametrize("language", ["en", "en-gb"])
def test_every_page_and_command_writes_a_day_the_same_way(language: str) -> None:
    day = dt.date(2026, 9, 28)
    with override(language):
        known = DateKnown(1, "birthday", day.month, day.day, day.year, day)
        shown = {date_format(day, "DATE_FORMAT"), answered.long_date(day), words.yearly(known)}
        assert shown == {"28 September 2026"}
        assert shared.long_date(day) == "Monday, 28 September 2026"
        afternoon = dt.datetime(2026, 9, 28, 15, 5, tzinfo=dt.UTC)
        assert date_format(afternoon, "DATETIME_FORMAT") == "28 September 2026, 15:05"
