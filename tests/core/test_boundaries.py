"""Boundaries: which apply to somebody, what crosses them, and what would not."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.core import hours as clock
from comity.core.boundaries import (
    DECISION,
    MINE,
    REQUESTS,
    THEIRS,
    Boundary,
    Crossing,
    Kind,
    Plan,
    Subject,
    applying,
    asks_for_rule,
    crossings,
    request_of,
    said,
    stretch,
    way_of,
)
from comity.core.hours import DAY, EVERY_DAY, WORKDAYS, Hours
from comity.core.playbooks import Nature

BERLIN = "Europe/Berlin"
TODAY = 20_000
RUTH = Subject(1, frozenset({"manager"}), frozenset({7}))
OTHER = Subject(2)
FRIEND = replace(RUTH, nature=Nature.BOTH)
WORK = Hours(9 * 60, 17 * 60, WORKDAYS, BERLIN)
NIGHT = dt.datetime(2026, 5, 12, 21, 40, tzinfo=ZoneInfo(BERLIN))


def hours(side: str = THEIRS, span: Hours = WORK, **more: object) -> Boundary:
    """Hours of Ruth, unless told otherwise."""
    return replace(Boundary("h", side, Kind.HOURS, person=1, hours=span), **more)  # type: ignore[arg-type]


def about(kind: Kind, *words: str, side: str = THEIRS, **more: object) -> Boundary:
    """A boundary of words."""
    return replace(Boundary(str(kind), side, kind, person=1, words=words), **more)  # type: ignore[arg-type]


def crossed(plan: Plan, *boundaries: Boundary, day: int = TODAY) -> list[str]:
    return [one.why for one in crossings(plan, boundaries, day)]


def test_a_boundary_applies_to_whom_all_that_it_names_fits() -> None:
    everybody = Boundary("e", MINE, Kind.TOPIC)
    role, place = replace(everybody, id="r", role="manager"), replace(everybody, id="o", organisation=7)
    both, person = replace(role, id="b", organisation=8), replace(everybody, id="p", person=1)
    known = [everybody, role, place, both, person]
    assert [one.id for one in applying(known, RUTH, TODAY)] == ["p", "r", "o", "e"]
    assert [one.id for one in applying(known, OTHER, TODAY)] == ["e"]


def test_a_boundary_applies_from_its_first_day_until_its_last() -> None:
    one = about(Kind.TOPIC, "politics", since=TODAY - 1, until=TODAY + 1)
    assert [day for day in range(TODAY - 3, TODAY + 4) if applying([one], RUTH, day)] == [
        TODAY - 1,
        TODAY,
        TODAY + 1,
    ]


def test_a_mail_at_night_crosses_hours_and_the_next_morning_fits() -> None:
    (one,) = crossings(Plan((RUTH,), NIGHT, channel="mail"), [hours()], TODAY)
    assert one == Crossing(1, hours(), "hours", fits=dt.datetime(2026, 5, 13, 7, 0, tzinfo=dt.UTC))


def test_all_hours_that_apply_must_fit() -> None:
    mine = hours(MINE, Hours(11 * 60, 23 * 60, EVERY_DAY, BERLIN), id="m", person=None)
    (one,) = crossings(Plan((RUTH,), NIGHT, channel="call"), [hours(), mine], TODAY)
    assert one.boundary == hours()
    assert one.fits == dt.datetime(2026, 5, 13, 9, 0, tzinfo=dt.UTC)


def test_hours_that_never_meet_offer_no_time() -> None:
    never = hours(MINE, Hours(18 * 60, 20 * 60, 0b1000000, BERLIN), id="m", person=None)
    assert [one.fits for one in crossings(Plan((RUTH,), NIGHT, channel="mail"), [hours(), never], TODAY)] == [
        None
    ] * 2


@pytest.mark.parametrize("channel", ["letter", "note"])
def test_letters_and_notes_disturb_nobody_at_night(channel: str) -> None:
    assert crossed(Plan((RUTH,), NIGHT, channel=channel), hours()) == []


def test_hours_may_be_about_some_ways_of_contact_only() -> None:
    calls = hours(words=("call",))
    assert crossed(Plan((RUTH,), NIGHT, channel="mail"), calls) == []
    assert crossed(Plan((RUTH,), NIGHT, channel="call"), calls) == ["hours"]


def test_a_day_without_an_hour_crosses_only_what_is_closed_all_day() -> None:
    for day, expected in ((12, []), (16, ["hours"])):
        begin, until = stretch(NIGHT.replace(day=day), day_only=True)
        assert crossed(Plan((RUTH,), begin, until, "call"), hours()) == expected


def test_a_day_that_is_closed_fits_on_the_next_open_one() -> None:
    begin, until = stretch(NIGHT.replace(day=16), day_only=True)
    (one,) = crossings(Plan((RUTH,), begin, until, "call"), [hours()], TODAY)
    assert one.fits == dt.datetime(2026, 5, 18, 7, 0, tzinfo=dt.UTC)


def test_without_a_moment_or_hours_nothing_is_crossed() -> None:
    assert crossed(Plan((RUTH,), channel="mail"), hours()) == []
    assert crossed(Plan((RUTH,), NIGHT, channel="mail"), replace(hours(), hours=None)) == []


def test_years_without_a_clock_count_as_no_moment() -> None:
    assert stretch(dt.datetime(1, 1, 1, tzinfo=dt.UTC)) == (None, None)
    assert stretch(dt.datetime(9999, 12, 31, tzinfo=dt.UTC), day_only=True) == (None, None)
    assert stretch(None) == (None, None)
    assert stretch(NIGHT) == (NIGHT, None)


def test_a_way_of_contact_that_is_refused_names_those_that_are_liked() -> None:
    (one,) = crossings(Plan((RUTH,), NIGHT, channel="mail"), [about(Kind.CHANNEL, "mail", "+call")], TODAY)
    assert (one.why, one.what, one.rather, one.fits) == ("channel", "mail", ("call",), None)
    assert crossed(Plan((RUTH,), NIGHT, channel="call"), about(Kind.CHANNEL, "mail", "+call")) == []


@pytest.mark.parametrize(
    ("sign", "words", "found"),
    [
        ("politics", "On POLÍTICS, again", "politics"),
        ("politics", "She is a politician", ""),
        ("polit*", "She is a politician", "politician"),
        ("her divorce", "about her  divorce.", "her divorce"),
        ("her divorce", "her other divorce", ""),
        ("…", "nothing…", ""),
    ],
)
def test_topics_are_whole_words_or_with_a_star_their_beginning(sign: str, words: str, found: str) -> None:
    assert said([sign], words) == found
    assert crossed(Plan((RUTH,), words=words), about(Kind.TOPIC, sign)) == (["topic"] if found else [])


def test_a_request_is_known_by_its_kind_or_by_its_words() -> None:
    money = about(Kind.REQUEST, "money", "my boat*")
    assert crossed(Plan((RUTH,), request="money"), money) == ["request"]
    assert crossed(Plan((RUTH,), request="other", words="Could you lend me 20?"), money) == ["request"]
    (one,) = crossings(Plan((RUTH,), request="other", words="Your time and my boats?"), [money], TODAY)
    assert one.what == "my boat"
    assert crossed(Plan((RUTH,), words="lend"), money) == []
    assert crossed(Plan((RUTH,), request="other", words="A word?"), money) == []


@pytest.mark.parametrize(
    ("words", "kind"),
    [("Could you introduce me?", "introduction"), ("Ein Darlehen leihen?", "money"), ("Hello", "")],
)
def test_the_kind_of_a_request_is_read_from_its_words(words: str, kind: str) -> None:
    assert request_of(words) == kind


@pytest.mark.parametrize(
    ("words", "way"), [("Call Ruth", "call"), ("Anrufen", "call"), ("Read her book", "")]
)
def test_the_way_of_contact_is_read_from_words(words: str, way: str) -> None:
    assert way_of(words) == way


def answer(side: str, number: int | None = 72) -> Boundary:
    return Boundary("a", side, Kind.ANSWER, person=1, answer_hours=number)


def test_asking_again_too_soon_says_when_an_answer_may_be_expected() -> None:
    since = NIGHT - dt.timedelta(hours=5)
    (one,) = crossings(Plan((RUTH,), NIGHT, channel="mail", waiting_since=since), [answer(THEIRS)], TODAY)
    assert one.fits == since + dt.timedelta(hours=72)
    later = Plan((RUTH,), NIGHT + dt.timedelta(hours=70), channel="mail", waiting_since=since)
    assert crossed(later, answer(THEIRS)) == []
    assert crossed(Plan((RUTH,), NIGHT, channel="mail"), answer(THEIRS)) == []
    assert crossed(Plan((RUTH,), NIGHT, waiting_since=since), answer(THEIRS, None)) == []


def test_an_answer_that_is_wanted_sooner_crosses_the_line_of_whoever_gives_it() -> None:
    sooner = Plan((RUTH,), wanted_within=24)
    assert crossed(sooner, answer(THEIRS)) == ["answer"]
    assert crossed(sooner, answer(MINE)) == []
    assert crossed(replace(sooner, by_me=False), answer(MINE)) == ["answer"]
    assert crossed(replace(sooner, wanted_within=96), answer(THEIRS)) == []


def test_what_others_do_crosses_only_my_own() -> None:
    received = Plan((RUTH,), request="money", by_me=False)
    assert crossed(received, about(Kind.REQUEST, "money")) == []
    assert crossed(received, about(Kind.REQUEST, "money", side=MINE)) == ["request"]


def test_a_friend_at_work_keeps_my_hours_and_topics_whatever_the_role() -> None:
    mine = hours(MINE, person=None, role="client")
    topic = about(Kind.TOPIC, "pay", side=MINE, person=None, organisation=99)
    plan = Plan((RUTH,), NIGHT, channel="mail", words="your pay")
    assert crossed(plan, mine, topic) == []
    found = crossings(replace(plan, who=(FRIEND,)), [mine, topic], TODAY)
    assert {one.why for one in found} == {"hours", "topic"}
    assert all(one.stricter for one in found)
    assert crossed(replace(plan, who=(FRIEND,)), replace(mine, person=5), replace(mine, side=THEIRS)) == []


@pytest.mark.parametrize(
    ("request_", "words", "why"),
    [
        ("money", "", ["mixed_request"]),
        ("other", "a small favour", ["mixed_request"]),
        ("reference", "", ["mixed_disclose"]),
        (DECISION, "", ["mixed_disclose"]),
        ("feedback", "", []),
        ("", "a small favour", []),
    ],
)
def test_favours_and_money_are_named_and_references_disclosed_between_friends_at_work(
    request_: str, words: str, why: list[str]
) -> None:
    assert crossed(Plan((FRIEND,), request=request_, words=words)) == why
    assert crossed(Plan((RUTH,), request=request_, words=words)) == []


def test_a_rule_is_asked_for_until_there_is_one() -> None:
    assert asks_for_rule(Nature.BOTH, False)
    assert not asks_for_rule(Nature.BOTH, True)
    assert not asks_for_rule(Nature.PERSONAL, False)


def test_each_kind_of_request_is_recognised_by_its_own_signs() -> None:
    assert all(request_of(signs[0].replace("*", "")) == kind for kind, signs in REQUESTS.items())


SPANS = st.builds(
    Hours, st.integers(0, DAY - 1), st.integers(0, DAY - 1), st.integers(0, EVERY_DAY), st.just(BERLIN)
)
MOMENTS = st.datetimes(dt.datetime(2026, 1, 1), dt.datetime(2028, 12, 31)).map(  # noqa: DTZ001
    lambda at: at.replace(tzinfo=dt.UTC)
)


@given(st.lists(SPANS, max_size=3), MOMENTS)
@settings(deadline=None)
def test_at_the_moment_that_fits_nothing_of_hours_is_crossed(spans: list[Hours], moment: dt.datetime) -> None:
    known = [hours(span=span, id=str(place)) for place, span in enumerate(spans)]
    plan = Plan((RUTH,), moment, channel="mail")
    found = crossings(plan, known, TODAY)
    for one in found:
        assert one.fits is None or one.fits > moment
        if one.fits is not None:
            assert crossings(replace(plan, moment=one.fits), known, TODAY) == ()
    assert len(found) == sum(not clock.within(span, moment) for span in spans)


def test_at_the_end_of_time_nothing_fits() -> None:
    last = dt.datetime(9999, 12, 31, 20, tzinfo=dt.UTC)
    (one,) = crossings(Plan((RUTH,), last, channel="mail"), [hours()], TODAY)
    assert one.fits is None
