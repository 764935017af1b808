"""Whatever guards and was removed comes back as it was, with all that hung on it; what is sealed never leaves in clear."""

from __future__ import annotations

import datetime as dt
import inspect
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.core import signing

from comity.actions import (
    anchors,
    boundaries,
    confidences,
    decisions,
    difficulties,
    disclosures,
    erasing,
    feelings,
    gifts,
    ideas,
    interactions,
    interests,
    people,
    policies,
    removed,
    rights,
    rules,
    shares,
    ties,
)
from comity.core.errors import NotFound
from comity.core.playbooks import Standing
from comity.store import models as tables
from comity.store.access import Scope
from comity.store.models import Confidence, Gift, Organisation, Person, Relationship
from comity.store.models.base import PublicRow
from tests.made_up import new_scope
from tests.one_of_each_guard import guarding
from tests.sealed import OpenVault

Removes = Callable[[Scope, str], str]
REMOVES: dict[str, tuple[type[PublicRow], Removes]] = {
    "boundary": (tables.Boundary, boundaries.remove),
    "crossing": (tables.Crossing, boundaries.remove_crossing),
    "policy": (tables.Policy, policies.remove),
    "confidence": (tables.Confidence, confidences.remove),
    "disclosure": (tables.Disclosure, disclosures.remove),
    "feeling": (tables.Feeling, feelings.remove),
    "share": (tables.GladlyShared, shares.remove),
    "interest": (tables.Interest, interests.remove),
    "tie": (tables.Tie, ties.remove),
    "gift": (tables.Gift, gifts.remove),
    "decision": (tables.Decision, decisions.remove),
    "step": (tables.DifficultStep, difficulties.remove),
    "retention": (tables.Retention, rights.remove_rule),
}
_MODULES = (
    anchors,
    boundaries,
    confidences,
    decisions,
    difficulties,
    disclosures,
    feelings,
    gifts,
    ideas,
    interests,
    policies,
    rights,
    rules,
    shares,
    ties,
)


@pytest.fixture
def full(scope: Scope) -> Scope:
    """A book with one of each."""
    return guarding(scope)


def told() -> dict[str, list[str]]:
    """All rows of what guards, each without its own number."""
    found = {}
    for name in (*REMOVES, "audience", "cover", "telling", "rule", "idea"):
        model: Any = removed._TABLES[name]
        columns = [field.name for field in model._meta.concrete_fields if not field.primary_key]
        found[name] = sorted(
            repr([_outside(row, column) for column in columns]) for row in model.objects.all()
        )
    return found


def _outside(row: Any, column: str) -> Any:
    value = getattr(row, column)
    return bytes(value) if isinstance(value, memoryview) else str(getattr(value, "uuid", value))


@pytest.mark.parametrize("what", REMOVES)
def test_what_guards_comes_back_as_it_was(full: Scope, what: str) -> None:
    model, remove = REMOVES[what]
    before, id = told(), str(model._default_manager.get().uuid)
    text = remove(full, id)
    assert not model._default_manager.exists()
    with pytest.raises(NotFound):
        removed.bring_back(new_scope(), text)
    assert removed.bring_back(full, text) == (what, id)
    assert told() == before


def test_every_removal_of_what_guards_tells_what_brings_it_back() -> None:
    removals = {
        f"{module.__name__}.{name}": function.__annotations__["return"]
        for module in _MODULES
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__ == module.__name__ and name.startswith(("remove", "untell", "take_back"))
    }
    assert set(removals.values()) == {"str"}
    assert len(removals) == len(REMOVES) + len(("idea", "purpose", "anchor", "telling", "rule"))


def test_an_idea_a_purpose_an_anchor_and_who_heard_something_come_back(full: Scope) -> None:
    tables.Purpose.objects.update(hold="")
    tables.Disclosure.objects.all().delete()
    tables.Anchor.objects.create(
        book_id=full.book_id, number=1, digest="a" * 64, kind="printed", at=1_700_000_000, to="home"
    )
    rules.stay_out(full, str(Person.objects.get(name="Bo Lind").uuid), "Hiring Bo")
    before = told()
    anchor = tables.Anchor.objects.values().get(kind="printed")
    rule = str(tables.Recusal.objects.get(decision=None).uuid)
    ada = str(Person.objects.get(name="Ada Quill").uuid)
    texts = [
        ideas.remove(full, str(tables.Idea.objects.get().uuid)),
        rights.remove_purpose(full, str(tables.Purpose.objects.get().uuid)),
        anchors.take_back(full, str(anchor["uuid"])),
        shares.untell(full, str(tables.GladlyShared.objects.get().uuid), ada),
        rules.remove_rule(full, rule),
    ]
    assert told() != before
    for text in texts:
        removed.bring_back(full, text)
    assert told() == before
    assert tables.Anchor.objects.values().get(kind="printed") | {"id": 0} == anchor | {"id": 0}
    assert tables.Purpose.objects.get().purpose == "Work"


def test_a_policy_comes_back_with_its_gifts_and_an_organisation_with_what_named_it(scope: Scope) -> None:
    policy = policies.add(scope, policies.Terms("Gifts", kind="gifts"), organisation="Vale & Co")
    gifts.add(scope, "received", "Wine", organisation="Oak")
    Gift.objects.update(policy=tables.Policy.objects.get())
    text = policies.remove(scope, policy)
    assert Gift.objects.get().policy is None
    assert not Organisation.objects.filter(name="Vale & Co").exists()
    removed.bring_back(scope, text)
    back = Gift.objects.get().policy
    assert back is not None
    assert back.organisation is not None
    assert (str(back.uuid), back.organisation.name) == (policy, "Vale & Co")


def test_what_a_row_let_go_of_may_be_gone_by_then(scope: Scope) -> None:
    ada = people.add_person(scope, name="Ada Quill")
    at = dt.datetime(2024, 10, 1, 9, tzinfo=dt.UTC)
    meeting = interactions.record(scope, [ada], kind="note", at=at, subject="Tea", text="Tea")
    told_her = disclosures.tell(scope, ada, "I am moving", interaction=meeting)
    text = disclosures.remove(scope, told_her)
    interactions.forget(scope, meeting)
    assert removed.bring_back(scope, text) == ("disclosure", told_her)
    assert tables.Disclosure.objects.get().interaction is None
    text = disclosures.remove(scope, told_her)
    Person.objects.filter(uuid=ada).delete()
    with pytest.raises(NotFound):
        removed.bring_back(scope, text)


def test_stepping_back_comes_back_with_the_silence_it_made(scope: Scope) -> None:
    ada = people.add_person(scope, name="Ada Quill")
    step = difficulties.take(scope, ada, "back")
    text = difficulties.remove(scope, step, standing="trusted")
    assert Relationship.objects.get(person__uuid=ada).standing == Standing.TRUSTED
    removed.bring_back(scope, text)
    assert Relationship.objects.get(person__uuid=ada).standing == Standing.STEPPED_BACK
    Relationship.objects.update(standing=Standing.TRUSTED)
    removed.bring_back(scope, difficulties.remove(scope, step))
    assert Relationship.objects.get(person__uuid=ada).standing == Standing.TRUSTED


def test_what_is_sealed_comes_back_sealed_and_opens_again(vault: OpenVault) -> None:
    id = confidences.keep(vault.opened, "Quorvel will be sold", signs=["Quorvel"], seal=True)
    text = confidences.remove(vault.opened, id)
    assert "Quorvel" not in str(signing.loads(text, salt="comity.removed"))
    assert removed.bring_back(vault.locked, text) == ("confidence", id)
    assert confidences.said(vault.opened, Confidence.objects.get())[0] == "Quorvel will be sold"


def test_erasing_somebody_forgets_what_was_removed_in_every_session(scope: Scope) -> None:
    ada = people.add_person(scope, name="Ada Quill")
    text = feelings.remove(scope, feelings.say(scope, ada, -1, "Ada shouts"))
    session = SessionStore()
    session.update({removed.IN_SESSION: {"a": text}, "mine": "stays", "theirs": "of Ada Quill"})
    session.save()
    erasing.erase(scope, ada, "Ada Quill")
    assert Session.objects.get().get_decoded() == {"mine": "stays"}
