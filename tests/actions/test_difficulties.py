"""Steps with a difficult relationship, in order, sealed or not, and what helps with each."""

from __future__ import annotations

import datetime as dt

import pytest

from comity.actions import difficulties as actions
from comity.actions import people
from comity.answers import difficulties as answers
from comity.core import difficulty
from comity.core.errors import Invalid, Locked, NotFound
from comity.store.access import Scope
from comity.store.models import DifficultStep, Person, Relationship
from tests.sealed import OpenVault


@pytest.fixture
def ada(scope: Scope) -> str:
    return people.add_person(scope, name="Ada Quill")


def test_each_step_has_a_text_that_helps() -> None:
    guide = difficulty.guide("xx")
    assert [one.step for one in guide.steps] == list(difficulty.STEPS)
    for one in guide.steps:
        assert all((one.title, one.when, one.prepare, one.words, one.skip))
    for word in ("Harassment", "threats", "HR", "lawyer"):
        assert word in guide.urgent


def test_what_to_try_next_follows_what_was_tried() -> None:
    assert difficulty.suggested([]) == "talk"
    assert difficulty.suggested([("talk", "")]) is None
    assert difficulty.suggested([("talk", "better")]) is None
    assert difficulty.suggested([("talk", "same")]) == "goal"
    assert difficulty.suggested([("talk", "same"), ("mediation", "worse")]) == "hr"
    assert difficulty.suggested([("back", "worse")]) is None


def test_a_step_is_taken_told_of_and_taken_back(scope: Scope, ada: str) -> None:
    id = actions.take(scope, ada, "talk", " We spoke. ", on=dt.date(2024, 10, 1))
    actions.came(scope, id, "worse")
    actions.say(scope, id, "We spoke for an hour.")
    (one,) = answers.difficulties(scope).people
    assert one == answers.of_person(scope, ada)
    assert one.next is not None
    assert (one.next.step, one.steps[0].text, one.steps[0].came) == ("goal", "We spoke for an hour.", "worse")
    assert answers.one(scope, id) == one.steps[0]
    actions.came(scope, id, "")
    actions.remove(scope, id)
    assert answers.difficulties(scope, who="Ada").people == ()
    assert answers.of_person(scope, ada) is None


def test_words_are_sealed_where_that_is_wished(vault: OpenVault, ada: str) -> None:
    id = actions.take(vault.opened, ada, "talk", "He wept.", sealed=True)
    row = DifficultStep.objects.get()
    assert row.text == ""
    assert b"wept" not in bytes(row.ciphertext or b"")
    assert answers.one(vault.opened, id).text == "He wept."
    locked = answers.one(vault.locked, id)
    assert (locked.text, locked.sealed, locked.locked) == ("", True, True)
    for text, sealed in (("Anew.", None), ("Anew.", False)):
        with pytest.raises(Locked):
            actions.say(vault.locked, id, text, sealed=sealed)
    actions.say(vault.opened, id, "Anew.")
    assert DifficultStep.objects.get().text == ""
    actions.say(vault.opened, id, "Open now.", sealed=False)
    assert answers.one(vault.locked, id).text == "Open now."
    with pytest.raises(Locked):
        actions.take(vault.locked, ada, "talk", "x", sealed=True)
    actions.take(vault.locked, ada, "talk", sealed=True)


def test_stepping_back_sets_the_standing_and_back_again(scope: Scope, ada: str) -> None:
    people.set_relationship(scope, ada, standing="trusted")
    assert answers.standing(scope, ada) == "trusted"
    id = actions.take(scope, ada, "back")
    assert answers.standing(scope, ada) == "stepped_back"
    assert answers.difficulties(scope).people[0].stepped_back
    actions.remove(scope, id, standing="trusted")
    assert answers.standing(scope, ada) == "trusted"
    other = actions.take(scope, ada, "back")
    Relationship.objects.update(standing="ended")
    actions.remove(scope, other)
    assert answers.standing(scope, ada) == "ended"


def test_what_is_no_step_is_refused(scope: Scope, ada: str) -> None:
    me = str(Person.objects.create(book_id=scope.book_id, name="Me", is_me=True, sort_name="me").uuid)
    Relationship.objects.create(book_id=scope.book_id, person=Person.objects.get(uuid=me))
    id = actions.take(scope, ada, "talk")
    for wrong in (
        lambda: actions.take(scope, ada, "shout"),
        lambda: actions.take(scope, me, "talk"),
        lambda: actions.take(scope, ada, "talk", "x" * 20_001),
        lambda: actions.take(scope, ada, "talk", on=dt.date(2099, 1, 1)),
        lambda: actions.came(scope, id, "odd"),
        lambda: actions.remove(scope, id, standing="odd"),
    ):
        with pytest.raises(Invalid):
            wrong()
    with pytest.raises(NotFound):
        actions.came(scope, ada, "same")
    with pytest.raises(NotFound):
        actions.remove(scope, "x")
