"""What was given and received: noted, changed, thanked for, and taken away."""

from __future__ import annotations

import datetime as dt

import pytest

from comity.actions import exchanges as actions
from comity.actions import introductions
from comity.actions.interactions import record
from comity.actions.me import set_my_name
from comity.actions.people import add_person
from comity.core.errors import Invalid, NotFound
from comity.core.records import Exchange as Told
from comity.core.records import Handle
from comity.store.access import Scope
from comity.store.models import Exchange, Person
from tests.made_up import ME, bring, new_scope

TODAY = dt.date(2024, 10, 4)


@pytest.fixture
def ada(scope: Scope) -> str:
    return add_person(scope, name="Ada Quill")


def one(id: str) -> Exchange:
    return Exchange.objects.get(uuid=id)


def test_what_was_received_asks_for_thanks(scope: Scope, ada: str) -> None:
    id = actions.note(scope, ada, given=False, kind="advice", text=" On looms ", worth=" Much ")
    kept = one(id)
    assert (kept.direction, kept.kind, kept.text, kept.worth) == ("received", "advice", "On looms", "Much")
    assert (kept.on, kept.asks_thanks, kept.thanked_on) == (20_000, True, None)


def test_what_was_given_or_is_a_click_asks_for_nothing(scope: Scope, ada: str) -> None:
    assert not one(actions.note(scope, ada, given=True, kind="time", thanked=True)).asks_thanks
    assert not one(actions.note(scope, ada, given=False, kind="endorsement")).asks_thanks


def test_thanks_can_be_noted_at_once_or_later_and_taken_back(scope: Scope, ada: str) -> None:
    at_once = one(
        actions.note(scope, ada, given=False, kind="advice", on=TODAY - dt.timedelta(7), thanked=True)
    )
    assert at_once.thanked_on == at_once.on == 19_993
    id = actions.note(scope, ada, given=False, kind="advice")
    actions.thank(scope, id)
    assert one(id).thanked_on == 20_000
    actions.unthank(scope, id)
    assert one(id).thanked_on is None


def test_thanks_for_what_i_gave_touch_no_introduction(scope: Scope, ada: str) -> None:
    made = introductions.add(scope, ada, add_person(scope, name="Bo Marsh"))
    for _ in range(4):
        introductions.step(scope, made)
    actions.thank(scope, str(Exchange.objects.filter(person__uuid=ada).get().uuid))
    assert introductions.step(scope, made) == "thanked"


def test_what_was_noted_can_be_changed(scope: Scope, ada: str) -> None:
    id = actions.note(scope, ada, given=False, kind="advice", text="Looms")
    actions.edit(scope, id, worth="A week saved")
    assert (one(id).text, one(id).worth) == ("Looms", "A week saved")
    actions.edit(scope, id, kind="endorsement", text="Weaving", on=TODAY - dt.timedelta(days=1))
    kept = one(id)
    assert (kept.kind, kept.text, kept.on, kept.asks_thanks) == ("endorsement", "Weaving", 19_999, False)


def test_the_kind_of_an_introduction_stays_what_it_is(scope: Scope, ada: str) -> None:
    bo = add_person(scope, name="Bo Marsh")
    made = introductions.add(scope, ada, bo)
    for _ in range(3):
        introductions.step(scope, made)
    id = str(Exchange.objects.filter(person__uuid=ada).get().uuid)
    with pytest.raises(Invalid, match="introduction"):
        actions.edit(scope, id, kind="advice")
    actions.edit(scope, id, worth="They work together now")
    assert one(id).worth == "They work together now"


def test_where_it_was_read_is_kept(scope: Scope, ada: str) -> None:
    mail = record(
        scope, [ada], kind="mail", at=dt.datetime(2024, 10, 1, tzinfo=dt.UTC), subject="Looms", text=""
    )
    id = actions.note(scope, ada, given=False, kind="advice", sentence="Take the oak.", interaction_id=mail)
    assert one(id).interaction is not None


def test_only_known_kinds_past_days_and_other_people(scope: Scope, ada: str) -> None:
    set_my_name(scope, "Noor Hollis")
    me = str(Person.objects.get(book_id=scope.book_id, is_me=True).uuid)
    for person, kind, day, words in (
        (ada, "fame", None, "choose one of"),
        (ada, "advice", TODAY + dt.timedelta(days=1), "still to come"),
        (me, "advice", None, "than yourself"),
    ):
        with pytest.raises(Invalid, match=words):
            actions.note(scope, person, given=True, kind=kind, on=day)
    assert not Exchange.objects.exists()


def test_what_a_file_told_is_mine_once_changed_and_stays_away_once_removed(scope: Scope) -> None:
    ines = Handle("email", "ines@varga.example")
    files = [[Told(ines, "Ines Varga", "0" * 32, False, "recommendation", "Weaves well", 19_000, True, 1)]]
    bring(scope, files, me=(ME,))
    id = str(Exchange.objects.get().uuid)
    actions.edit(scope, id, text="Weaves very well")
    bring(scope, files, me=(ME,))
    assert [e.text for e in Exchange.objects.all()] == ["Weaves very well"]
    actions.remove_exchange(scope, id)
    bring(scope, files, me=(ME,))
    assert not Exchange.objects.exists()


def test_somebody_elses_exchange_is_not_found(scope: Scope, ada: str) -> None:
    stranger = new_scope()
    id = actions.note(scope, ada, given=False, kind="advice")
    for refused in (
        lambda: actions.thank(stranger, id),
        lambda: actions.unthank(stranger, id),
        lambda: actions.edit(stranger, id, text="x"),
        lambda: actions.remove_exchange(stranger, id),
        lambda: actions.note(stranger, ada, given=True, kind="time"),
        lambda: actions.thank(scope, "no id"),
    ):
        with pytest.raises(NotFound):
            refused()
