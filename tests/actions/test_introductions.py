"""Introductions: each step, what it gives, and everything taken back."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import pytest

from comity.actions import exchanges, merging
from comity.actions import introductions as actions
from comity.actions.interactions import record
from comity.actions.me import set_my_name
from comity.actions.people import add_person
from comity.core.errors import Invalid, NotFound
from comity.store.access import Scope
from comity.store.models import Exchange, Introduction, Person
from tests.made_up import new_scope

TODAY = dt.date(2024, 10, 4)


@dataclass(frozen=True, slots=True)
class Four:
    """Three people, and me."""

    ada: str
    bo: str
    eve: str
    me: str


@pytest.fixture
def four(scope: Scope) -> Four:
    set_my_name(scope, "Noor Hollis")
    me = str(Person.objects.get(book_id=scope.book_id, is_me=True).uuid)
    ada, bo, eve = (add_person(scope, name=name) for name in ("Ada Quill", "Bo Marsh", "Eve Tarn"))
    return Four(ada, bo, eve, me)


def row(id: str) -> Introduction:
    return Introduction.objects.get(uuid=id)


def ledger() -> list[tuple[str, str, str, bool]]:
    found = Exchange.objects.order_by("person__name")
    return [(e.person.name, e.direction, e.text, e.thanked_on is not None) for e in found]


def test_an_introduction_by_me_is_given_to_both(scope: Scope, four: Four) -> None:
    id = actions.add(scope, four.ada, four.bo, purpose=" Looms ")
    taken = [actions.step(scope, id) for _ in range(3)]
    assert taken == ["one_agreed", "other_agreed", "made"]
    assert ledger() == [("Ada Quill", "given", "Looms", False), ("Bo Marsh", "given", "Looms", False)]
    actions.edit(scope, id, purpose="Lanterns")
    assert {text for _, _, text, _ in ledger()} == {"Lanterns"}
    actions.undo_step(scope, id)
    assert ledger() == []
    assert row(id).made_on is None


def test_one_for_me_is_received_and_asks_for_thanks(scope: Scope, four: Four) -> None:
    id = actions.add(scope, four.ada, None, four.eve, purpose="Looms", on=TODAY - dt.timedelta(days=9))
    assert row(id).other_agreed_on == row(id).asked_on
    actions.step(scope, id, "one_agreed")
    actions.step(scope, id, "made")
    received = Exchange.objects.get()
    assert (received.person.name, received.asks_thanks) == ("Eve Tarn", True)
    actions.step(scope, id, "met")
    actions.step(scope, id, "thanked")
    received.refresh_from_db()
    assert received.thanked_on == row(id).thanked_on
    actions.undo_step(scope, id)
    received.refresh_from_db()
    assert received.thanked_on is None
    assert row(id).met_on is not None


def test_thanking_for_the_exchange_ends_the_introduction_once_we_met(scope: Scope, four: Four) -> None:
    id = actions.add(scope, four.ada, None, four.eve)
    for step in ("one_agreed", "made", "met"):
        actions.step(scope, id, step)
    received = str(Exchange.objects.get().uuid)
    exchanges.thank(scope, received)
    assert row(id).thanked_on is not None
    exchanges.unthank(scope, received)
    assert row(id).thanked_on is None


def test_thanks_before_we_met_count_when_we_meet(scope: Scope, four: Four) -> None:
    id = actions.add(scope, four.ada, None, four.eve)
    for step in ("one_agreed", "made"):
        actions.step(scope, id, step)
    exchanges.thank(scope, str(Exchange.objects.get().uuid))
    assert row(id).thanked_on is None
    assert actions.step(scope, id) == "met"
    assert row(id).thanked_on is not None


def test_an_introduction_of_others_gives_me_nothing(scope: Scope, four: Four) -> None:
    id = actions.add(scope, four.ada, four.bo, four.eve)
    for _ in range(5):
        actions.step(scope, id)
    assert ledger() == []
    assert row(id).thanked_on is not None


def test_without_both_it_is_not_made(scope: Scope, four: Four) -> None:
    id = actions.add(scope, four.ada, four.bo)
    actions.step(scope, id, "other_agreed")
    with pytest.raises(Invalid, match="both must have agreed"):
        actions.step(scope, id, "made")
    assert ledger() == []


def test_an_offer_waits_for_my_yes(scope: Scope, four: Four) -> None:
    id = actions.add(scope, four.ada, None, four.eve, asked_by_me=False)
    assert row(id).other_agreed_on is None
    actions.step(scope, id, "other_agreed")
    actions.undo_step(scope, id, "other_agreed")
    assert row(id).other_agreed_on is None


def test_a_no_is_kept_and_taken_back(scope: Scope, four: Four) -> None:
    id = actions.add(scope, four.ada, four.bo)
    actions.decline(scope, id, "me", TODAY)
    assert (row(id).declined_by, row(id).declined_on) == ("introducer", 20_000)
    with pytest.raises(Invalid, match="declined"):
        actions.step(scope, id)
    actions.undo_step(scope, id)
    assert (row(id).declined_by, row(id).declined_on) == ("", None)


def test_i_am_never_the_first_of_the_two(scope: Scope, four: Four) -> None:
    one = row(actions.add(scope, four.me, four.ada, four.eve))
    assert (one.one.name, one.other) == ("Ada Quill", None)
    other = row(actions.add(scope, four.ada, four.bo, four.me))
    assert other.introducer is None


@pytest.mark.parametrize(
    ("names", "words"),
    [
        (("ada", "ada", None), "two different"),
        (("me", None, "eve"), "two different"),
        (("ada", None, None), "whom they are to meet"),
        (("ada", "me", None), "whom they are to meet"),
        (("ada", "bo", "ada"), "cannot be one of the two"),
    ],
)
def test_who_is_who_must_make_sense(
    scope: Scope, four: Four, names: tuple[str | None, ...], words: str
) -> None:
    one, other, introducer = (getattr(four, name) if name else None for name in names)
    with pytest.raises(Invalid, match=words):
        actions.add(scope, one or "", other, introducer)
    assert not Introduction.objects.exists()


def test_where_it_was_read_is_kept(scope: Scope, four: Four) -> None:
    mail = record(
        scope, [four.ada], kind="mail", at=dt.datetime(2024, 10, 1, tzinfo=dt.UTC), subject="Meet Bo", text=""
    )
    kept = row(actions.add(scope, four.ada, four.bo, sentence="Ada, meet Bo.", interaction_id=mail))
    assert kept.interaction is not None
    assert kept.sentence == "Ada, meet Bo."


def test_words_are_changed_one_by_one(scope: Scope, four: Four) -> None:
    id = actions.add(scope, four.ada, four.bo, purpose="Looms")
    actions.edit(scope, id, note="Ask again in May")
    assert (row(id).purpose, row(id).note) == ("Looms", "Ask again in May")


def test_what_is_removed_takes_with_it_what_it_gave(scope: Scope, four: Four) -> None:
    id = actions.add(scope, four.ada, four.bo)
    for _ in range(3):
        actions.step(scope, id)
    actions.remove(scope, id)
    assert ledger() == []
    with pytest.raises(NotFound):
        actions.step(scope, id)


@pytest.mark.parametrize(
    ("step", "day", "words"),
    [("waved", None, "choose one of"), (None, TODAY + dt.timedelta(days=1), "still to come")],
)
def test_no_other_steps_and_no_days_to_come(
    scope: Scope, four: Four, step: str | None, day: dt.date | None, words: str
) -> None:
    id = actions.add(scope, four.ada, four.bo)
    with pytest.raises(Invalid, match=words):
        actions.step(scope, id, step, day)
    with pytest.raises(Invalid, match="who declined"):
        actions.decline(scope, id, "nobody")


def test_somebody_elses_introduction_is_not_found(scope: Scope, four: Four) -> None:
    stranger = new_scope()
    id = actions.add(scope, four.ada, four.bo)
    for refused in (
        lambda: actions.step(stranger, id),
        lambda: actions.undo_step(stranger, id),
        lambda: actions.decline(stranger, id, "one"),
        lambda: actions.edit(stranger, id, note="x"),
        lambda: actions.remove(stranger, id),
        lambda: actions.add(stranger, four.ada, four.bo),
        lambda: actions.step(scope, "no id"),
    ):
        with pytest.raises(NotFound):
            refused()


def test_a_merge_rewrites_nothing_so_that_a_split_is_exact(scope: Scope, four: Four) -> None:
    id = actions.add(scope, four.ada, four.bo)
    before = row(id).one_id
    merging.merge_people(scope, [four.eve, four.ada])
    actions.step(scope, id)
    assert row(id).one_id == before
