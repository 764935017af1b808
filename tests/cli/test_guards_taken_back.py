"""What guards and was removed comes back by the word that removing it told."""

from __future__ import annotations

import pytest

from comity.actions.access import first_user
from comity.answers.books import scope_for
from comity.store import models as tables
from comity.store.models.base import PublicRow
from tests.cli.conftest import Asked
from tests.one_of_each_guard import guarding

REMOVES: dict[str, tuple[type[PublicRow], tuple[str, ...]]] = {
    "boundaries": (tables.Boundary, ("remove",)),
    "policies": (tables.Policy, ("remove",)),
    "confidences": (tables.Confidence, ("remove",)),
    "disclosures": (tables.Disclosure, ("remove",)),
    "shares": (tables.GladlyShared, ("remove",)),
    "gifts": (tables.Gift, ("remove",)),
    "interests": (tables.Interest, ("remove",)),
    "ties": (tables.Tie, ("remove",)),
    "check": (tables.Decision, ("remove",)),
    "difficult": (tables.DifficultStep, ("remove",)),
    "feelings": (tables.Feeling, ("remove",)),
    "rights": (tables.Retention, ("unrule",)),
}


@pytest.fixture
def one(comity: Asked) -> Asked:
    guarding(scope_for(first_user()))
    return comity


@pytest.mark.parametrize("group", REMOVES)
def test_it_comes_back(one: Asked, group: str) -> None:
    model, words = REMOVES[group]
    id = str(model._default_manager.get().uuid)
    told = one.run(group, *words, id).stderr.split("comity ")[-1].split()
    assert not model._default_manager.exists()
    assert told[:2] == [group, "back"]
    assert id in one(*told)
    assert str(model._default_manager.get().uuid) == id


def test_a_crossing_that_was_none_comes_back(one: Asked) -> None:
    id = str(tables.Crossing.objects.get().uuid)
    told = one.run("boundaries", "crossings", "--remove", id).stderr.split("comity ")[-1].split()
    one(*told)
    assert str(tables.Crossing.objects.get().uuid) == id


def test_an_idea_comes_back_until_somebody_saw_it(one: Asked) -> None:
    id = str(tables.Idea.objects.get().uuid)
    assert "saw" in one.refused("ideas", "remove", id)
    tables.Disclosure.objects.all().delete()
    one(*one.run("ideas", "remove", id).stderr.split("comity ")[-1].split())
    assert str(tables.Idea.objects.get().uuid) == id
