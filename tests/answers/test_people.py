"""The list of people: order, narrowing, pages, and what it was on a past day."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from comity.actions import merging, people
from comity.answers import people as answer
from comity.answers.shapes import PersonRow
from comity.core.cadence import State
from comity.core.records import Record
from comity.store.access import Scope
from tests.made_up import new_scope, on_day
from tests.small_book import AMA, INES, ME, TODAY, TOMAS, both_ways, bulk, card, date, id_of, mail, met, put


def names(scope: Scope, **asked: Any) -> list[str]:
    return [row.face.name for row in answer.people(scope, **asked).rows]


@pytest.fixture
def three(scope: Scope) -> Scope:
    """Ines on three days, Ama on one lately, Tomas on one long ago."""
    put(
        scope,
        [
            *both_ways(INES, [TODAY - 30, TODAY - 20, TODAY - 10]),
            mail(TODAY - 300, TOMAS, ME),
            met(TODAY - 2, AMA),
            card(TOMAS, organisation="Müller, Söhne & Co.", title="Printer", labels=("Book fair",)),
        ],
    )
    return scope


def test_the_strongest_tie_comes_first(three: Scope) -> None:
    assert names(three) == ["Ines Varga", "Ama Osei", "Tomas Lindqvist"]


def test_by_name_people_stand_under_their_family_names(three: Scope) -> None:
    assert names(three, sort="name") == ["Tomas Lindqvist", "Ama Osei", "Ines Varga"]


def test_by_last_contact_whom_i_never_spoke_to_comes_last(three: Scope) -> None:
    people.add_person(three, name="Aaron Aalto")
    assert names(three, sort="last") == ["Ama Osei", "Ines Varga", "Tomas Lindqvist", "Aaron Aalto"]


def test_a_row_holds_everything_a_list_shows(three: Scope) -> None:
    people.add_role(three, id_of(three, TOMAS), "client", None, None)
    people.add_tag(three, id_of(three, TOMAS), "Printers")
    row = answer.people(three).rows[-1]
    assert row.face.name == "Tomas Lindqvist"
    assert (row.emails, row.organisation, row.title) == ((TOMAS,), "Müller, Söhne & Co.", "Printer")
    assert (row.roles, row.tags) == (("client",), ("Book fair", "Printers"))
    assert (row.active_days, row.interactions, row.last_in, row.last_out) == (1, 1, date(TODAY - 300), None)
    assert (row.usual_gap_days, row.gap_ratio, row.state) == (None, None, "quiet")
    assert row.strength_model == "active-days-30-180/1"


def test_a_gap_is_told_in_days_and_the_silence_in_gaps(scope: Scope) -> None:
    put(scope, [*both_ways(INES, range(TODAY - 140, TODAY - 29, 10)), bulk(TODAY, "news@post.example")])
    (row,) = answer.people(scope).rows
    assert (row.usual_gap_days, row.gap_ratio, row.state) == (10.0, 3.0, "active")


@pytest.mark.parametrize("sort", answer.SORTS)
@pytest.mark.parametrize("past", [False, True])
def test_pages_hold_everybody_once_in_the_order_of_the_whole(scope: Scope, sort: str, past: bool) -> None:
    put(scope, [mail(TODAY - n % 3 - 1, f"{chr(97 + n)}@quill.example", ME, hour=n % 24) for n in range(11)])
    as_of = date(TODAY) if past else None
    whole = names(scope, sort=sort, limit=None, as_of=as_of)
    found: list[str] = []
    offset: int | None = 0
    while offset is not None:
        page = answer.people(scope, sort=sort, limit=4, offset=offset, as_of=as_of)
        assert page.total == 11
        found += [row.face.name for row in page.rows]
        offset = page.next_offset
    assert found == whole
    assert len(set(whole)) == 11


def test_a_page_after_the_last_is_empty_and_still_counts(three: Scope) -> None:
    page = answer.people(three, limit=2, offset=40)
    assert (page.rows, page.total, page.next_offset) == ((), 3, None)


def test_all_from_some_place_on_can_be_asked_for(three: Scope) -> None:
    page = answer.people(three, limit=None, offset=1)
    assert ([row.face.name for row in page.rows], page.total) == (["Ama Osei", "Tomas Lindqvist"], 3)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("ines", ["Ines Varga"]),
        ("VARGA in", ["Ines Varga"]),
        ("quill.example", ["Tomas Lindqvist"]),
        ("müller", ["Tomas Lindqvist"]),
        ("Söhne Tomas", ["Tomas Lindqvist"]),
        ("Co.", ["Tomas Lindqvist"]),
        ("ines tomas", []),
        ("%", []),
        ("_", []),
        ("\\", []),
        ("'; DROP TABLE store_person; --", []),
        ("", ["Ines Varga", "Ama Osei", "Tomas Lindqvist"]),
    ],
)
def test_words_narrow_by_name_address_and_organisation(three: Scope, words: str, found: list[str]) -> None:
    assert names(three, words=words) == found
    assert names(three, words=words, as_of=date(TODAY)) == found


@pytest.mark.parametrize("typed", ["Łukasz", "lukasz", "LUKASZ", "łukasz żak", "zak"])
def test_diacritics_matter_neither_in_the_name_nor_in_what_is_typed(scope: Scope, typed: str) -> None:
    people.add_person(scope, name="Łukasz Żak")
    people.add_person(scope, name="Lucy Zimmer")
    assert names(scope, words=typed) == ["Łukasz Żak"]


def test_a_list_is_narrowed_to_a_role_held_that_day(three: Scope) -> None:
    people.add_role(three, id_of(three, INES), "mentor", date(TODAY - 25), date(TODAY - 5))
    assert names(three, role="mentor") == []
    assert names(three, role="mentor", as_of=date(TODAY - 10)) == ["Ines Varga"]
    assert names(three, role="mentor", as_of=date(TODAY - 5)) == []
    assert names(three, role="mentor", as_of=date(TODAY - 26)) == []


def test_a_list_is_narrowed_to_a_tag_an_organisation_or_a_state(three: Scope) -> None:
    assert names(three, tag="BOOK fair") == ["Tomas Lindqvist"]
    (_, _, organisations) = dataclasses.astuple(answer.choices(three))[:3]
    assert organisations == (("müller söhne & co", "Müller, Söhne & Co.", 1),)
    assert names(three, organisation="müller söhne & co") == ["Tomas Lindqvist"]
    assert names(three, state="new") == ["Ines Varga", "Ama Osei"]
    page = answer.people(three, state="new", limit=1)
    assert (len(page.rows), page.total, page.next_offset) == (1, 2, 1)


def test_choices_count_people_and_name_every_state(three: Scope) -> None:
    people.add_role(three, id_of(three, INES), "mentor", None, None)
    people.add_tag(three, id_of(three, INES), "Printers")
    found = answer.choices(three)
    assert found.roles == (("mentor", "Mentor", 1),)
    assert found.tags == (("book fair", "Book fair", 1), ("printers", "Printers", 1))
    assert [key for key, _ in found.states] == [state.value for state in State]
    assert dict(found.states)["lost_touch"] == "lost touch"


def test_what_is_typed_so_far_suggests_people(three: Scope) -> None:
    assert [face.name for face in answer.suggest(three, "a")] == ["Ama Osei"]
    assert [face.name for face in answer.suggest(three, "e")] == []
    assert {face.name for face in answer.suggest(three, "ines@varga.ex")} == {"Ines Varga"}
    assert [face.name for face in answer.suggest(three, "varga osei")] == []
    assert answer.suggest(three, "nobody of this name") == ()


def test_i_am_not_among_the_people_i_know(three: Scope) -> None:
    assert names(three, words=ME) == []


def test_people_of_another_book_are_never_listed(three: Scope) -> None:
    other = new_scope()
    assert names(other) == []
    assert names(other, as_of=date(TODAY)) == []


def test_people_who_are_one_stand_in_the_list_once_with_all_their_addresses(three: Scope) -> None:
    merging.merge_people(three, [id_of(three, INES), id_of(three, TOMAS)])
    first = answer.people(three).rows[0]
    assert len(answer.people(three).rows) == 2
    assert (first.emails, first.active_days, first.tags) == ((INES, TOMAS), 4, ("Book fair",))


def test_as_of_a_day_only_what_was_before_it_counts(three: Scope) -> None:
    then = answer.people(three, as_of=date(TODAY - 20))
    (ines, tomas) = then.rows
    assert (ines.face.name, ines.active_days, ines.last_in) == ("Ines Varga", 1, date(TODAY - 30))
    assert (tomas.face.name, then.total) == ("Tomas Lindqvist", 2)
    assert names(three, as_of=date(TODAY - 300)) == []
    assert names(three, as_of=date(TODAY - 299)) == ["Tomas Lindqvist"]


def test_as_of_a_day_whoever_was_entered_or_connected_before_it_is_there(scope: Scope) -> None:
    put(scope, [card("bo@post.example", name="Bo Nilsen", known_on=TODAY - 100)])
    people.add_person(scope, name="Aaron Aalto")
    assert names(scope, as_of=date(TODAY - 100)) == []
    assert names(scope, as_of=date(TODAY - 99)) == ["Bo Nilsen"]
    assert sorted(names(scope, as_of=date(TODAY + 1))) == ["Aaron Aalto", "Bo Nilsen"]
    assert {row.state for row in answer.people(scope).rows} == {"known"}


def test_a_channel_that_came_later_does_not_say_until_when_a_silence_is_known(scope: Scope) -> None:
    """A year of mail that ends, then a calendar: as of a day between them only mail could have been seen."""
    put(
        scope,
        [*both_ways(INES, range(TODAY - 500, TODAY - 100, 10)), met(TODAY - 5, INES), met(TODAY - 60, AMA)],
    )
    then = answer.people(scope, as_of=date(TODAY - 50), words="ines").rows[0]
    assert (then.gap_ratio, then.state) == (0.0, "active")


def test_one_who_only_met_me_is_silent_as_far_as_the_calendar_goes(scope: Scope) -> None:
    put(scope, [met(day, INES) for day in range(TODAY - 400, TODAY - 200, 20)])
    put(scope, [met(TODAY - 60, AMA), mail(TODAY - 1, INES, ME)])
    then = answer.people(scope, as_of=date(TODAY - 40), words="ines").rows[0]
    assert (then.gap_ratio, then.state) == (8.0, "lost_touch")


def test_the_list_asks_the_database_six_times(
    three: Scope, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    answer.people(three)
    with django_assert_max_num_queries(6):
        assert len(answer.people(three, limit=2).rows) == 2


def test_numbers_come_to_a_new_day_with_its_first_question(three: Scope) -> None:
    before = answer.people(three).rows[0].strength
    with on_day(TODAY + 30):
        after = answer.people(three).rows[0]
    assert after.face.name == "Ines Varga"
    assert after.strength < before
    put(three, [met(TODAY + 40, AMA)])
    with on_day(TODAY + 40):
        assert answer.people(three).rows[0].face.name == "Ama Osei"


WHO = st.sampled_from([INES, TOMAS, AMA, "bo@quill.example"])
EVENT = st.tuples(st.integers(1, 400), st.sampled_from(["in", "out", "met"]), WHO)


def _records(events: Sequence[tuple[int, str, str]]) -> list[Record]:
    found: list[Record] = []
    for number, (ago, what, who) in enumerate(events):
        day = TODAY - ago
        if what == "met":
            found.append(met(day, who, subject=f"Lunch {number}"))
        else:
            pair = (who, ME) if what == "in" else (ME, who)
            found.append(mail(day, *pair, number=number))
    return found


def _shown(rows: Sequence[PersonRow]) -> dict[str, Any]:
    """Every field but the id, by address; strengths to 1e-9."""
    found = {row.emails[0]: dataclasses.asdict(row) for row in rows}
    for fields in found.values():
        fields["face"] = fields["face"]["name"]
        fields["strength"] = round(fields["strength"], 9)
    return found


@pytest.mark.django_db
@settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(events=st.lists(EVENT, max_size=25), ago=st.integers(0, 200))
def test_the_list_as_of_a_day_is_the_list_that_there_was_on_that_day(
    events: list[tuple[int, str, str]], ago: int
) -> None:
    day = TODAY - ago
    whole, then = new_scope(), new_scope()
    put(whole, _records(events))
    put(then, [r for r in _records(events) if r.at < day * 86_400], day=day)  # type: ignore[union-attr]
    past = answer.people(whole, as_of=date(day), limit=None)
    with on_day(day):
        present = answer.people(then, limit=None)
    assert _shown(past.rows) == _shown(present.rows)
    assert past.total == present.total
    strengths = [row.strength for row in past.rows]
    assert strengths == sorted(strengths, reverse=True)
