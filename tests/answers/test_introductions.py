"""Whose turn it is, what to write, who is asked too often; and what was given and received."""

from __future__ import annotations

import datetime as dt

import pytest
from pytest_django import DjangoAssertNumQueries

from comity.actions import exchanges as giving
from comity.actions import introductions as actions
from comity.actions import merging, people
from comity.answers import exchanges, introductions
from comity.answers import person as person_answer
from comity.core.errors import Invalid, NotFound
from comity.core.reciprocity import KINDS
from comity.store.access import Scope
from comity.store.models import Book, Person
from tests.made_up import new_scope

TODAY = dt.date(2024, 10, 4)


@pytest.fixture
def named(scope: Scope) -> dict[str, str]:
    begun = dt.datetime(2024, 10, 1, 12, tzinfo=dt.UTC)
    Book.objects.filter(pk=scope.book_id).update(created_at=begun, propose_days=30)
    return {
        name.split()[0]: people.add_person(scope, name=name)
        for name in ("Ada Quill", "Bo Marsh", "Eve Tarn", "Ines Varga")
    }


def days_ago(days: int) -> dt.date:
    return TODAY - dt.timedelta(days=days)


def shown(scope: Scope, id: str) -> introductions.Introduced:
    return introductions.introduction(scope, id)


def drafts(one: introductions.Introduced) -> list[tuple[str, str, str]]:
    return [(d.kind, d.to.name, d.other.name if d.other else "") for d in one.drafts]


def test_one_that_i_make_from_ask_to_end(scope: Scope, named: dict[str, str]) -> None:
    id = actions.add(scope, named["Ada"], named["Bo"], purpose="Looms", on=days_ago(1))
    told = [(shown(scope, id).waits_for, drafts(shown(scope, id)))]
    for _ in range(5):
        actions.step(scope, id)
        told.append((shown(scope, id).waits_for, drafts(shown(scope, id))))
    assert told == [
        (
            "Waiting for Ada Quill and Bo Marsh to say yes.",
            [
                ("introduce_ask_one", "Ada Quill", "Bo Marsh"),
                ("introduce_ask_other", "Bo Marsh", "Ada Quill"),
            ],
        ),
        ("Waiting for Bo Marsh to say yes.", [("introduce_ask_other", "Bo Marsh", "Ada Quill")]),
        ("Both have agreed. Bring them together.", [("introduce_make", "Ada Quill", "Bo Marsh")]),
        ("They were introduced. Whether they have met is not known yet.", []),
        ("They have met.", []),
        ("Done, and thanked for.", []),
    ]
    assert [step for step, _ in shown(scope, id).steps] == [
        "one_agreed",
        "other_agreed",
        "made",
        "met",
        "thanked",
    ]


def test_one_that_is_made_for_me(scope: Scope, named: dict[str, str]) -> None:
    id = actions.add(scope, named["Ada"], None, named["Eve"])
    told = [(shown(scope, id).waits_for, drafts(shown(scope, id)))]
    for _ in range(4):
        actions.step(scope, id)
        told.append((shown(scope, id).waits_for, drafts(shown(scope, id))))
    assert told == [
        ("Waiting for Ada Quill to say yes.", [("introduce_request", "Eve Tarn", "Ada Quill")]),
        ("Both have agreed. Eve Tarn makes the introduction.", []),
        ("You were introduced. Talk to Ada Quill.", [("write", "Ada Quill", "")]),
        ("You have met. Thank Eve Tarn.", [("introduce_thank", "Eve Tarn", "Ada Quill")]),
        ("Done, and thanked for.", []),
    ]
    assert [step for step, _ in shown(scope, id).steps] == ["one_agreed", "made", "met", "thanked"]


def test_an_offer_waits_for_both_or_for_me(scope: Scope, named: dict[str, str]) -> None:
    id = actions.add(scope, named["Ada"], None, named["Eve"], asked_by_me=False)
    assert shown(scope, id).waits_for == "Waiting for you and for Ada Quill to say yes."
    actions.step(scope, id, "one_agreed")
    one = shown(scope, id)
    assert one.waits_for == "Would you like to meet Ada Quill? Say yes or no."
    assert (one.turn, one.drafts) == (("me",), ())
    assert introductions.step_label(one, "other_agreed") == "You agreed"


def test_a_no_says_whose_it_was(scope: Scope, named: dict[str, str]) -> None:
    id = actions.add(scope, named["Ada"], named["Bo"])
    actions.decline(scope, id, "other")
    assert shown(scope, id).waits_for == "Declined by Bo Marsh."
    actions.undo_step(scope, id)
    actions.decline(scope, id, "me")
    assert (shown(scope, id).waits_for, shown(scope, id).undo) == ("You declined.", ())


def test_each_step_has_a_name(scope: Scope, named: dict[str, str]) -> None:
    one = shown(scope, actions.add(scope, named["Ada"], named["Bo"]))
    labels = [
        introductions.step_label(one, step)
        for step in ("one_agreed", "other_agreed", "made", "met", "thanked")
    ]
    assert labels == ["Ada Quill agreed", "Bo Marsh agreed", "introduced", "met", "thanked"]


def test_the_list_has_what_is_stuck_first_and_what_has_ended_apart(
    scope: Scope, named: dict[str, str]
) -> None:
    fresh = actions.add(scope, named["Ada"], named["Bo"], on=days_ago(3))
    stuck = actions.add(scope, named["Ada"], named["Eve"], on=days_ago(14))
    over = actions.add(scope, named["Bo"], named["Eve"], on=days_ago(20))
    for _ in range(4):
        actions.step(scope, over)
    gone = actions.add(scope, named["Bo"], named["Ines"], on=days_ago(20))
    actions.decline(scope, gone, "one")
    under_way = introductions.introductions(scope)
    assert [(one.id, one.stuck) for one in under_way.rows] == [(stuck, True), (fresh, False)]
    assert {one.id for one in introductions.introductions(scope, which="ended").rows} == {over, gone}
    assert introductions.introductions(scope, which="all").total == 4
    assert introductions.introductions(scope, which="all", limit=1).total == 4
    assert [one.id for one in introductions.of_person(scope, named["Eve"])] == [stuck]
    with pytest.raises(Invalid):
        introductions.introductions(scope, which="mine")


def test_nothing_is_suggested_of_people_one_stepped_back_from_or_who_died(
    scope: Scope, named: dict[str, str]
) -> None:
    ids = [actions.add(scope, named["Ada"], named[other], on=days_ago(30)) for other in ("Bo", "Eve")]
    people.set_relationship(scope, named["Bo"], standing="stepped_back")
    Person.objects.filter(uuid=named["Eve"]).update(died_on=19_000)
    for id in ids:
        assert (shown(scope, id).stuck, shown(scope, id).drafts) == (False, ())
    giving.note(scope, named["Bo"], given=False, kind="advice")
    giving.note(scope, named["Eve"], given=False, kind="advice")
    assert exchanges.exchanges(scope, to_thank=True).rows == ()
    assert not any(one.waits for one in exchanges.exchanges(scope).rows)


def test_merged_people_are_read_together(scope: Scope, named: dict[str, str]) -> None:
    id = actions.add(scope, named["Ada"], named["Bo"])
    giving.note(scope, named["Ada"], given=False, kind="advice")
    merging.merge_people(scope, [named["Eve"], named["Ada"]])
    head = shown(scope, id).one.id
    assert [one.id for one in introductions.of_person(scope, head)] == [id]
    assert exchanges.exchanges(scope, who=head, to_thank=True).total == 1
    assert exchanges.by_person(scope)[0].face.id == head


def test_how_often_somebody_was_asked_is_said(scope: Scope, named: dict[str, str]) -> None:
    def asked() -> str:
        return introductions.asked(scope, named["Eve"]).words

    assert asked() == ""
    for others, ago, words in (
        ("Ada", 100, "You asked Eve Tarn once this year."),
        ("Bo", 120, "You asked Eve Tarn 2 times this year."),
        ("Ines", 10, "You asked Eve Tarn once this quarter."),
        ("Ada", 5, "You asked Eve Tarn twice this quarter."),
        ("Bo", 1, "You asked Eve Tarn 3 times this quarter."),
    ):
        actions.add(scope, named[others], None, named["Eve"], on=days_ago(ago))
        assert asked() == words
    assert introductions.asked(scope, named["Eve"]).load.is_heavy


def test_the_lists_ask_as_often_for_many_as_for_few(
    scope: Scope, named: dict[str, str], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(8):
        actions.add(scope, named["Ada"], named["Bo"], named["Eve"])
        giving.note(scope, named["Ada"], given=False, kind="advice")
    with django_assert_num_queries(2):
        introductions.introductions(scope)
    with django_assert_num_queries(3):
        exchanges.exchanges(scope)


def test_an_exchange_of_an_introduction_says_to_whom(scope: Scope, named: dict[str, str]) -> None:
    id = actions.add(scope, named["Ada"], named["Bo"])
    for _ in range(3):
        actions.step(scope, id)
    mine = actions.add(scope, named["Ines"], None, named["Eve"])
    for _ in range(2):
        actions.step(scope, mine)
    told = {one.face.name: one for one in exchanges.exchanges(scope).rows}
    introduced = {name: one.introduced.name for name, one in told.items() if one.introduced}
    assert introduced == {"Ada Quill": "Bo Marsh", "Bo Marsh": "Ada Quill", "Eve Tarn": "Ines Varga"}
    assert told["Ada Quill"].introduction == id
    assert exchanges.exchange(scope, told["Eve Tarn"].id).waits


def test_only_what_came_since_the_book_was_begun_waits_for_thanks(
    scope: Scope, named: dict[str, str]
) -> None:
    old = giving.note(scope, named["Ada"], given=False, kind="advice", on=dt.date(2024, 8, 31))
    new = giving.note(scope, named["Ada"], given=False, kind="time", on=dt.date(2024, 9, 1))
    assert [one.id for one in exchanges.exchanges(scope, to_thank=True).rows] == [new]
    page = person_answer.person(scope, named["Ada"])
    assert {one.id: one.waits for one in page.exchanges} == {old: False, new: True}
    assert [matter.id for matter in page.open if matter.kind == "thanks"] == [new]


def test_the_lists_are_narrowed(scope: Scope, named: dict[str, str]) -> None:
    giving.note(scope, named["Ada"], given=True, kind="time", on=days_ago(2))
    giving.note(scope, named["Bo"], given=False, kind="advice")
    giving.note(scope, named["Bo"], given=False, kind="endorsement", text="Weaving")

    def kinds(**narrowed: object) -> list[str]:
        return [one.kind for one in exchanges.exchanges(scope, **narrowed).rows]  # type: ignore[arg-type]

    assert kinds(direction="given") == ["time"]
    assert kinds(kind="advice") == ["advice"]
    assert kinds(clicks=True) == ["endorsement"]
    assert kinds(clicks=False) == ["advice", "time"]
    assert kinds(who=named["Ada"]) == ["time"]
    assert kinds(limit=1, offset=2) == ["time"]
    assert exchanges.exchanges(scope, limit=1).total == 3
    for wrong in ({"kind": "fame"}, {"direction": "up"}):
        with pytest.raises(Invalid):
            kinds(**wrong)


def test_the_balance_counts_everything_but_clicks(scope: Scope, named: dict[str, str]) -> None:
    for given, kind, ago in (
        (True, "time", 1),
        (True, "advice", 40),
        (False, "advice", 900),
        (True, "favour", 2),
    ):
        giving.note(scope, named["Ada"], given=given, kind=kind, on=days_ago(ago))
    giving.note(scope, named["Ada"], given=False, kind="endorsement")
    balance = exchanges.balance(scope)
    assert (balance.given, balance.received, balance.words) == (3, 1, "You have given more lately.")
    assert [(q.given, q.received) for q in balance.quarters][-2:] == [(1, 0), (2, 0)]
    known = person_answer.person(scope, named["Ada"]).exchanges
    assert exchanges.balance_of(known, TODAY) == exchanges.balance(scope, named["Ada"])
    assert [(t.kind, t.given, t.received) for t in exchanges.by_kind(scope)] == [
        ("advice", 1, 1),
        ("time", 1, 0),
        ("favour", 1, 0),
        ("endorsement", 0, 1),
    ]
    assert [(p.face.name, p.given, p.received) for p in exchanges.by_person(scope)] == [("Ada Quill", 3, 1)]


def test_the_words_of_the_balance_are_never_those_of_debt(scope: Scope, named: dict[str, str]) -> None:
    assert exchanges.balance(scope).words == "There is too little yet to see a balance."
    for _ in range(3):
        giving.note(scope, named["Ada"], given=False, kind="advice")
    assert exchanges.balance(scope).words == "People were generous lately."
    assert exchanges.balance(scope, named["Ada"]).words == "They were generous lately."
    for _ in range(3):
        giving.note(scope, named["Ada"], given=True, kind="time")
    assert exchanges.balance(scope).words == "Lately it went both ways."


def test_every_kind_has_words() -> None:
    from comity.answers.wording import EXCHANGES

    assert set(KINDS) <= set(EXCHANGES)


def test_what_is_in_another_book_is_not_found(scope: Scope, named: dict[str, str]) -> None:
    id = actions.add(scope, named["Ada"], named["Bo"])
    given = giving.note(scope, named["Ada"], given=True, kind="time")
    stranger = new_scope()
    for refused in (
        lambda: introductions.introduction(stranger, id),
        lambda: introductions.introduction(scope, "no id"),
        lambda: introductions.asked(stranger, named["Ada"]),
        lambda: exchanges.exchange(stranger, given),
        lambda: exchanges.exchange(scope, "no id"),
        lambda: exchanges.balance(stranger, named["Ada"]),
    ):
        with pytest.raises(NotFound):
            refused()
    assert introductions.of_person(stranger, named["Ada"]) == ()
    assert introductions.introductions(stranger).rows == ()
    assert exchanges.exchanges(stranger).rows == ()
    assert exchanges.by_person(stranger) == ()
