"""Words for a day, as seen on the day of the mail."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.core.asks import due_in

WEDNESDAY = dt.date(2026, 3, 11)
FRIDAY = dt.date(2026, 3, 13)
SATURDAY = dt.date(2026, 3, 14)


@pytest.mark.parametrize(
    ("sentence", "day"),
    [
        ("I'll send it by Friday.", "2026-03-13"),
        ("I'll send it by Wednesday.", "2026-03-18"),
        ("I'll send it on Monday.", "2026-03-16"),
        ("I'll send it before Friday.", "2026-03-12"),
        ("I'll send it this Wednesday.", "2026-03-11"),
        ("I'll send it next Friday.", "2026-03-20"),
        ("I'll send it Tuesday next week.", "2026-03-17"),
        ("I'll send it Thu.", "2026-03-12"),
        ("I'll send it tomorrow.", "2026-03-12"),
        ("I'll send it tomorrow morning by 9am.", "2026-03-12"),
        ("I'll send it the day after tomorrow.", "2026-03-13"),
        ("I'll send it today.", "2026-03-11"),
        ("I'll send it tonight.", "2026-03-11"),
        ("I'll send it by EOD.", "2026-03-11"),
        ("I'll send it by close of business.", "2026-03-11"),
        ("I'll send it by 5pm.", "2026-03-11"),
        ("I'll send it before noon.", "2026-03-11"),
        ("I'll send it by Friday 5pm.", "2026-03-13"),
        ("I'll send it by the end of the week.", "2026-03-13"),
        ("I'll send it this week.", "2026-03-13"),
        ("I'll send it next week.", "2026-03-20"),
        ("I'll send it early next week.", "2026-03-17"),
        ("I'll send it over the weekend.", "2026-03-15"),
        ("I'll send it before the weekend.", "2026-03-13"),
        ("I'll send it by the end of the month.", "2026-03-31"),
        ("I'll send it next month.", "2026-04-30"),
        ("I'll send it in May.", "2026-05-31"),
        ("I'll send it by the end of February.", "2027-02-28"),
        ("I'll send it before June.", "2026-05-31"),
        ("I'll send it by mid-September.", "2026-09-15"),
        ("I'll send it in Q3.", "2026-09-30"),
        ("I'll send it by the end of Q1 2027.", "2027-03-31"),
        ("I'll send it by the end of the quarter.", "2026-03-31"),
        ("I'll send it by the end of the year.", "2026-12-31"),
        ("I'll send it in two days.", "2026-03-13"),
        ("I'll send it in a couple of days.", "2026-03-13"),
        ("I'll send it within 14 days.", "2026-03-25"),
        ("I'll send it in a week.", "2026-03-18"),
        ("I'll send it in 3 months.", "2026-06-11"),
        ("I'll send it within three working days.", "2026-03-16"),
        ("I'll send it within five business days.", "2026-03-18"),
        ("I'll send it in two hours.", "2026-03-11"),
        ("I'll send it by the 15th.", "2026-03-15"),
        ("I'll send it before the 3rd.", "2026-04-02"),
        ("I'll send it by May 4.", "2026-05-04"),
        ("I'll send it by May 4th, 2027.", "2027-05-04"),
        ("I'll send it by 4 May.", "2026-05-04"),
        ("I'll send it on the 4th of May.", "2026-05-04"),
        ("I'll send it by 12 January.", "2027-01-12"),
        ("I'll send it by 2026-04-01.", "2026-04-01"),
        ("I'll send it by 12.6.2026.", "2026-06-12"),
        ("I'll send it by 13/4.", "2026-04-13"),
        ("I'll send it by 4/13.", "2026-04-13"),
        ("I'll send it by 4/4/26.", "2026-04-04"),
        ("I'll send it by 29 February.", "2028-02-29"),
    ],
)
def test_english_words_name_a_day(sentence: str, day: str) -> None:
    due = due_in(sentence, WEDNESDAY)
    assert due is not None
    assert due.day == dt.date.fromisoformat(day)
    assert sentence[due.start : due.end] == due.words


@pytest.mark.parametrize(
    ("sentence", "day"),
    [
        ("Ich schicke es bis Freitag.", "2026-03-13"),
        ("Ich schicke es bis spätestens Montag.", "2026-03-16"),
        ("Ich schicke es vor Freitag.", "2026-03-12"),
        ("Ich schicke es nächste Woche.", "2026-03-20"),
        ("Ich schicke es Anfang nächster Woche.", "2026-03-17"),
        ("Ich schicke es übermorgen.", "2026-03-13"),
        ("Ich schicke es morgen früh.", "2026-03-12"),
        ("Ich schicke es heute Abend.", "2026-03-11"),
        ("Ich schicke es bis Ende des Monats.", "2026-03-31"),
        ("Ich schicke es bis Ende Mai.", "2026-05-31"),
        ("Ich schicke es Mitte September.", "2026-09-15"),
        ("Ich schicke es in zwei Tagen.", "2026-03-13"),
        ("Ich schicke es innerhalb von 14 Tagen.", "2026-03-25"),
        ("Ich schicke es bis zum 12. Juni.", "2026-06-12"),
        ("Ich schicke es bis zum 12.6.", "2026-06-12"),
        ("Ich schicke es bis zum 01.02.", "2027-02-01"),
        ("Ich schicke es bis zum 15.", "2026-03-15"),
        ("Ich schicke es am Wochenende.", "2026-03-15"),
        ("Ich schicke es Dienstagnachmittag.", "2026-03-17"),
        ("Ich schicke es bis 17 Uhr.", "2026-03-11"),
        ("Ich schicke es bis Jahresende.", "2026-12-31"),
    ],
)
def test_german_words_name_a_day(sentence: str, day: str) -> None:
    due = due_in(sentence, WEDNESDAY, "de")
    assert due is not None
    assert due.day == dt.date.fromisoformat(day)


@pytest.mark.parametrize(
    ("written", "sentence", "day"),
    [
        (FRIDAY, "by Friday", "2026-03-20"),
        (FRIDAY, "this week", "2026-03-13"),
        (SATURDAY, "this week", "2026-03-15"),
        (SATURDAY, "before the weekend", "2026-03-14"),
        (SATURDAY, "next week", "2026-03-20"),
        (FRIDAY, "in one working day", "2026-03-16"),
        (dt.date(2026, 12, 30), "by Monday", "2027-01-04"),
        (dt.date(2026, 12, 31), "tomorrow", "2027-01-01"),
        (dt.date(2026, 12, 31), "by the end of the month", "2026-12-31"),
        (dt.date(2026, 12, 5), "next month", "2027-01-31"),
        (dt.date(2026, 12, 5), "in January", "2027-01-31"),
        (dt.date(2026, 12, 5), "in Q1", "2027-03-31"),
        (dt.date(2026, 1, 31), "in a month", "2026-02-28"),
        (dt.date(2026, 1, 31), "by the 30th", "2026-03-30"),
        (dt.date(2026, 5, 4), "by May 4", "2026-05-04"),
    ],
)
def test_what_is_near_depends_on_the_day_of_the_mail(written: dt.date, sentence: str, day: str) -> None:
    due = due_in(sentence, written)
    assert due is not None
    assert due.day == dt.date.fromisoformat(day)


@pytest.mark.parametrize(
    ("sentence", "words", "code"),
    [
        ("I'll send it by 3/4.", "by 3/4", "en"),
        ("I'll send it soon.", "soon", "en"),
        ("I'll send it in a few days.", "in a few days", "en"),
        ("I'll send it by February 30, 2027.", "by February 30, 2027", "en"),
        ("I'll send it by 32.13.2026.", "by 32.13.2026", "en"),
        ("I'll send it by the 45th.", "by the 45th", "en"),
        ("I'll send it by 31 February.", "by 31 February", "en"),
        ("I'll send it in 9999 weeks.", "in 9999 weeks", "en"),
        ("Ich schicke es in den nächsten Tagen.", "in den nächsten Tagen", "de"),
    ],
)
def test_words_that_name_no_single_day_are_kept_and_left_open(sentence: str, words: str, code: str) -> None:
    due = due_in(sentence, WEDNESDAY, code)
    assert due is not None
    assert (due.words, due.day) == (words, None)


@pytest.mark.parametrize(
    "sentence", ["As I said last Friday, no.", "I'll send it.", "I may do it.", "Since Monday it rains."]
)
def test_without_words_for_a_day_to_come_there_is_none(sentence: str) -> None:
    assert due_in(sentence, WEDNESDAY) is None


@given(
    st.dates(max_value=dt.date(2028, 12, 31)),  # "3.4. 31" and "3.4. 29" name a year
    st.lists(
        st.sampled_from(
            "by before the end of week month in 3 two days 31 29 February May 4th 13/4 3.4. Q4 next Friday".split()
        )
    ).map(" ".join),
    st.sampled_from(["en", "de"]),
)
def test_no_words_on_any_day_make_it_fail_or_name_a_day_gone_by_without_a_year(
    day: dt.date, words: str, code: str
) -> None:
    due = due_in(words, day, code)
    if due and due.day:
        assert due.day >= day
