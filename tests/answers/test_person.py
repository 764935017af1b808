"""One person's page, and what happened with them."""

from __future__ import annotations

import datetime as dt

import pytest
from pytest_django import DjangoAssertNumQueries

from comity.actions import interactions, merging, people, reminders
from comity.actions.dates import add_date
from comity.answers import person as answer
from comity.answers.finding import find
from comity.answers.shapes import Entry
from comity.core.dates import next_on as next_date
from comity.core.errors import Ambiguous, NotFound
from comity.core.records import Flag
from comity.store.access import Scope
from comity.store.models import Book, Commitment, Exchange, Person
from tests.made_up import new_scope, on_day
from tests.small_book import (
    ANYBODY,
    INES,
    ME,
    TODAY,
    TOMAS,
    both_ways,
    bulk,
    card,
    date,
    id_of,
    mail,
    met,
    put,
)


@pytest.fixture
def ines(scope: Scope) -> str:
    put(scope, [*both_ways(INES, [TODAY - 30, TODAY - 20]), card(INES, phone="+49 30 1234", title="Editor")])
    return id_of(scope, INES)


def entries(scope: Scope, id: str, limit: int = 30) -> list[Entry]:
    """All entries of a timeline, page by page."""
    found: list[Entry] = []
    before = None
    while True:
        page = answer.timeline(scope, id, before=before, limit=limit)
        found += page.entries
        if page.next is None:
            return found
        before = page.next


@pytest.mark.parametrize(
    "who", ["{id}", INES, INES.upper(), "Ines Varga", "ines varga", "var", "Varga, Ines"]
)
def test_a_person_is_found_by_id_address_and_name(scope: Scope, ines: str, who: str) -> None:
    assert str(find(scope, who.format(id=ines)).uuid) == ines


def test_a_whole_name_is_meant_before_a_longer_one(scope: Scope) -> None:
    short = people.add_person(scope, name="Žofie Nová")
    people.add_person(scope, name="Žofie Nováková")
    assert str(find(scope, "žofie nová").uuid) == short
    assert str(find(scope, "Zofie Nova").uuid) == short


def test_the_name_as_it_is_written_is_meant_before_one_without_marks(scope: Scope) -> None:
    people.add_person(scope, name="Jose Ruiz")
    marked = people.add_person(scope, name="José Ruiz")
    assert str(find(scope, "José Ruiz").uuid) == marked
    with pytest.raises(Ambiguous):
        find(scope, "JOSÈ RUIZ")


def test_a_name_that_fits_several_names_them_with_an_address(scope: Scope, ines: str) -> None:
    other = people.add_person(scope, name="Ines Costa", email="ines@costa.example")
    with pytest.raises(Ambiguous) as found:
        find(scope, "ines")
    assert found.value.candidates == (
        (other, "Ines Costa", "ines@costa.example"),
        (ines, "Ines Varga", INES),
    )


def test_at_most_ten_of_those_who_fit_are_named(scope: Scope) -> None:
    for n in range(12):
        people.add_person(scope, name="Kim", email=f"kim{n}@post.example")
    with pytest.raises(Ambiguous) as found:
        find(scope, "Kim")
    assert len(found.value.candidates) == 10


@pytest.mark.parametrize(
    "who", ["Nobody", "", "  ", "%", "_", ANYBODY, "nobody@post.example", "\0", "x" * 500]
)
def test_nobody_is_found_where_nobody_fits(scope: Scope, ines: str, who: str) -> None:
    with pytest.raises(NotFound):
        find(scope, who)


def test_people_of_another_book_are_not_there(scope: Scope, ines: str) -> None:
    other = new_scope()
    for who in (ines, INES, "Ines Varga"):
        with pytest.raises(NotFound):
            answer.person(other, who)
        with pytest.raises(NotFound):
            answer.timeline(other, who)


def test_a_merged_person_is_found_by_either_id_and_name(scope: Scope, ines: str) -> None:
    tomas = people.add_person(scope, name="Tomas Lindqvist", email=TOMAS)
    head = merging.merge_people(scope, [ines, tomas])
    assert {str(find(scope, who).uuid) for who in (ines, tomas, INES, TOMAS)} == {head}


def test_a_page_holds_what_was_entered_and_what_came(scope: Scope, ines: str) -> None:
    people.set_relationship(
        scope, ines, standing="trusted", rhythm_days=14, purpose="The atlas", note="Be early"
    )
    people.add_role(scope, ines, "client", date(TODAY - 100), None)
    people.add_role(scope, ines, "manager", date(TODAY - 900), date(TODAY - 100))
    people.add_fact(scope, ines, "Sings in a choir", "private", "she said so")
    add_date(scope, ines, "birthday", 2, 29, 1980)
    reminders.add_reminder(scope, "Send the proofs", date(TODAY - 1), ines)
    page = answer.person(scope, ines)
    assert (page.row.face.name, page.row.title, page.phones, page.is_me) == (
        "Ines Varga",
        "Editor",
        ("+49 30 1234",),
        False,
    )
    assert (page.standing, page.nature, page.rhythm_days, page.note) == (
        "trusted",
        "professional",
        14,
        "Be early",
    )
    assert page.expectations.purpose == "The atlas"
    assert {(r.key, r.title, r.since, r.until) for r in page.roles} == {
        ("manager", "Manager", date(TODAY - 900), date(TODAY - 100)),
        ("client", "Client", date(TODAY - 100), None),
    }
    assert [(f.text, f.sensitivity, f.source, f.noted_on) for f in page.facts] == [
        ("Sings in a choir", "private", "she said so", date(TODAY))
    ]
    assert [(d.what, d.next_on) for d in page.dates] == [("birthday", dt.date(2025, 2, 28))]
    assert [(m.kind, m.text, m.overdue) for m in page.open] == [("reminder", "Send the proofs", True)]
    assert page.first_day == date(TODAY - 30)


@pytest.mark.parametrize(
    ("today", "next_on"),
    [
        (dt.date(2024, 2, 1), dt.date(2024, 2, 29)),
        (dt.date(2024, 3, 1), dt.date(2025, 2, 28)),
        (dt.date(2023, 2, 28), dt.date(2023, 2, 28)),
        (dt.date(2027, 3, 1), dt.date(2028, 2, 29)),
    ],
)
def test_29_february_next_comes_on_the_28th_where_there_is_none(today: dt.date, next_on: dt.date) -> None:
    assert next_date(2, 29, today) == next_on


def test_promises_and_thanks_are_open_until_they_are_not(scope: Scope, ines: str) -> None:
    who = {"book_id": scope.book_id, "person": Person.objects.get(uuid=ines)}
    Book.objects.filter(pk=scope.book_id).update(created_at=dt.datetime(2024, 10, 1, tzinfo=dt.UTC))
    Commitment.objects.create(**who, by="mine", text="The map", due=TODAY - 1, made_on=TODAY - 9)
    Commitment.objects.create(**who, by="theirs", text="The list", made_on=TODAY - 9)
    Commitment.objects.create(**who, by="mine", text="Kept", made_on=TODAY - 9, state="kept")
    Exchange.objects.create(**who, direction="received", kind="advice", on=TODAY - 5)
    Exchange.objects.create(**who, direction="received", kind="favour", on=TODAY - 6, thanked_on=TODAY - 5)
    Exchange.objects.create(**who, direction="given", kind="time", on=TODAY - 6)
    page = answer.person(scope, ines)
    assert {(m.kind, m.text, m.overdue) for m in page.open} == {
        ("promise_mine", "The map", True),
        ("promise_theirs", "The list", False),
        ("thanks", "advice", False),
    }
    assert (page.given, page.received) == (1, 2)


def test_weeks_hold_a_year_of_mondays_up_to_this_one(scope: Scope) -> None:
    put(scope, [mail(TODAY, INES, ME), mail(TODAY - 7, ME, INES), mail(TODAY - 380, INES, ME)])
    weeks = answer.person(scope, INES).weeks
    assert len(weeks) == answer.WEEKS
    assert {week.monday.weekday() for week in weeks} == {0}
    assert weeks[-1].monday == dt.date(2024, 9, 30)
    assert [(w.in_n, w.out_n) for w in weeks[-2:]] == [(0, 1), (1, 0)]
    assert sum(w.in_n + w.out_n for w in weeks) == 2


@pytest.mark.parametrize(
    ("days", "word", "explained", "gap"),
    [
        ([], "Not yet", "No contact is known yet.", ""),
        (
            [TODAY],
            "Light",
            "Active on 1 day in the last 30, on 1 day in the last 180, both ways.",
            "In touch today.",
        ),
        (
            [TODAY - 500],
            "Faint",
            "Active on 0 days in the last 30, on 0 days in the last 180.",
            "Now quiet for 16 months.",
        ),
        (
            range(TODAY - 364, TODAY + 1, 7),
            "Steady",
            "Active on 5 days in the last 30, on 26 days in the last 180, both ways.",
            "You usually speak every week; in touch today.",
        ),
        (
            range(TODAY - 350, TODAY - 20, 7),
            "Steady",
            "Active on 2 days in the last 30, on 23 days in the last 180, both ways.",
            "You usually speak every week; now quiet for 3 weeks, which is 3.0 times as long.",
        ),
        (
            range(TODAY - 365, TODAY + 1, 3),
            "Close",
            "Active on 10 days in the last 30, on 60 days in the last 180, both ways.",
            "You usually speak every week; now quiet for 2 days.",
        ),
        (
            range(TODAY - 389, TODAY - 28, 30),
            "Steady",
            "Active on 1 day in the last 30, on 6 days in the last 180, both ways.",
            "You usually speak every month; now quiet for 4 weeks.",
        ),
    ],
)
def test_how_it_is_going_is_told_with_true_counts(
    scope: Scope, days: range | list[int], word: str, explained: str, gap: str
) -> None:
    put(scope, [*both_ways(INES, days), bulk(TODAY, "news@post.example"), card(INES, name="Ines Varga")])
    going = answer.person(scope, INES).going
    assert (going.word, going.explained, going.gap_explained) == (word, explained, gap)


@pytest.mark.parametrize(
    ("last", "ends", "words"),
    [
        (100, 100, "Nothing is known after 26 June 2024, where what you imported ends."),
        (130, 100, "Quiet for 4 weeks until 26 June 2024, where what you imported ends."),
        (45, 45, "Nothing is known after 20 August 2024, where what you imported ends."),
        (20, 10, "Now quiet for 10 days."),
    ],
)
def test_a_silence_is_told_only_as_far_as_it_is_known(scope: Scope, last: int, ends: int, words: str) -> None:
    put(scope, [mail(TODAY - last, INES, ME), bulk(TODAY - ends, "news@post.example")])
    assert answer.person(scope, INES).going.gap_explained == words


def test_contact_of_one_side_only_is_said_to_be_so(scope: Scope) -> None:
    put(scope, [mail(TODAY - 1, INES, ME)])
    assert answer.person(scope, INES).going.explained.endswith("one way only.")


def test_i_have_a_page_too(scope: Scope, ines: str) -> None:
    page = answer.person(scope, ME)
    assert (page.is_me, page.row.face.name, page.row.active_days) == (True, "Noor Adler", 0)


def test_a_page_asks_the_database_fifteen_times(
    scope: Scope, ines: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    people.add_role(scope, ines, "client", None, None)
    people.add_fact(scope, ines, "Sings in a choir")
    answer.person(scope, ines)
    with django_assert_max_num_queries(15):
        answer.person(scope, ines)


def test_the_timeline_tells_what_passed_between_us_the_newest_first(scope: Scope) -> None:
    put(
        scope,
        [
            mail(TODAY - 3, INES, ME, subject="The atlas", text="Here it is."),
            mail(TODAY - 2, ME, INES, subject="Re: The atlas"),
            met(TODAY - 1, INES),
            met(TODAY + 20, INES, subject="Ahead"),
            met(TODAY - 1, INES, subject="Off", flags=Flag.OFF),
            mail(TODAY - 1, TOMAS, ME, INES, subject="To both"),
        ],
    )
    found = answer.timeline(scope, id_of(scope, INES))
    assert [(e.kind, e.direction, e.subject) for e in found.entries] == [
        ("meeting", "both", "Ahead"),
        ("meeting", "both", "Lunch"),
        ("mail", "out", "Re: The atlas"),
        ("mail", "in", "The atlas"),
    ]
    assert (found.entries[-1].snippet, found.next) == ("Here it is.", None)
    assert found.entries[-1].at == dt.datetime(2024, 10, 1, 9, tzinfo=dt.UTC)


@pytest.mark.parametrize("limit", [1, 2, 3, 5, 24, 25])
def test_pages_of_a_timeline_leave_no_gap_and_repeat_nothing(scope: Scope, limit: int) -> None:
    """Also with two addresses of one person, and many at the same instant."""
    records = [mail(TODAY - n // 6, INES if n % 2 else TOMAS, ME, number=n) for n in range(20)]
    records += [met(TODAY - 2, INES, TOMAS, subject=f"Lunch {n}") for n in range(4)]
    put(scope, records)
    head = merging.merge_people(scope, [id_of(scope, INES), id_of(scope, TOMAS)])
    found = entries(scope, head, limit)
    assert len(found) == len({entry.id for entry in found}) == 24
    assert [e.at for e in found] == sorted((e.at for e in found), reverse=True)
    assert found == list(answer.timeline(scope, head, limit=100).entries)


def test_a_timeline_as_of_a_day_ends_before_it(scope: Scope, ines: str) -> None:
    found = answer.timeline(scope, ines, as_of=date(TODAY - 20)).entries
    assert {entry.at.date() for entry in found} == {date(TODAY - 30)}


@pytest.mark.parametrize("cursor", ["x", "1", "1.", ".1", "1.x"])
def test_an_unknown_page_of_a_timeline_is_not_there(scope: Scope, ines: str, cursor: str) -> None:
    with pytest.raises(NotFound):
        answer.timeline(scope, ines, before=cursor)


def test_an_interaction_opens_with_its_text_its_people_and_its_files(scope: Scope, ines: str) -> None:
    put(scope, [mail(TODAY - 3, INES, ME, "guest@elsewhere.example", subject="The atlas", text="All of it.")])
    entry = answer.timeline(scope, ines).entries[0]
    page = answer.interaction(scope, entry.id)
    assert (page.subject, page.text, page.kind, page.flags) == ("The atlas", "All of it.", "mail", ())
    assert [(part, face.name if face else None, handle) for part, face, _, handle in page.parties] == [
        ("sender", "Ines Varga", INES),
        ("to", "Noor Adler", ME),
        ("to", None, "guest@elsewhere.example"),
    ]
    assert page.seen_in == ("file 1",)


def test_an_interaction_shows_its_time_here_and_where_it_was_sent(scope: Scope, ines: str) -> None:
    with on_day(TODAY):
        id = interactions.record(
            scope,
            [ines],
            kind="call",
            at=dt.datetime(2024, 10, 1, 9, tzinfo=dt.timezone(dt.timedelta(hours=-5))),
            subject="Call",
            text="",
        )
    page = answer.interaction(Scope(scope.book_id, scope.user_id, "Asia/Tokyo", False), id)
    assert (page.at.isoformat(), page.sent_at.isoformat()) == (
        "2024-10-01T23:00:00+09:00",
        "2024-10-01T09:00:00-05:00",
    )
    assert page.seen_in == ()


@pytest.mark.parametrize("id", [ANYBODY, "x", ""])
def test_an_interaction_that_is_not_there_is_not_found(scope: Scope, id: str) -> None:
    with pytest.raises(NotFound):
        answer.interaction(scope, id)


def test_an_interaction_of_another_book_is_not_there(scope: Scope, ines: str) -> None:
    entry = answer.timeline(scope, ines).entries[0]
    with pytest.raises(NotFound):
        answer.interaction(new_scope(), entry.id)
