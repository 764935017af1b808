"""On the pages, what guards and was removed comes back by Undo in the message."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from comity.store import models as tables
from comity.store.models import Person
from comity.store.models.base import PublicRow
from tests.one_of_each_guard import guarding
from tests.web.conftest import Desk

REMOVES: dict[str, tuple[type[PublicRow], list[str], str]] = {
    "boundary_act": (tables.Boundary, ["remove"], "boundaries"),
    "crossing_act": (tables.Crossing, ["remove"], "boundaries"),
    "policy_act": (tables.Policy, ["remove"], "policies"),
    "confidence_act": (tables.Confidence, ["remove"], "confidences"),
    "disclosure_remove": (tables.Disclosure, [], "disclosures"),
    "share_act": (tables.GladlyShared, ["remove"], "shares"),
    "gift_act": (tables.Gift, ["remove"], "gifts"),
    "interest_act": (tables.Interest, ["remove"], "interests"),
    "tie_act": (tables.Tie, ["remove"], "interests"),
    "decision_act": (tables.Decision, ["remove"], "before"),
    "difficult_act": (tables.DifficultStep, ["remove"], "difficult"),
    "feeling_remove": (tables.Feeling, [], "guard"),
    "retention_remove": (tables.Retention, [], "rights"),
}


@pytest.mark.parametrize("name", REMOVES)
def test_undo_in_the_message_brings_it_back(client: Client, desk: Desk, name: str) -> None:
    model, words, place = REMOVES[name]
    Person.objects.filter(book_id=desk.scope.book_id).delete()
    tables.Interaction.objects.filter(book_id=desk.scope.book_id).delete()
    guarding(desk.scope)
    row = model._default_manager.get(book_id=desk.scope.book_id)
    page = client.post(
        reverse(name, args=[row.uuid, *words]),
        headers={"Referer": f"http://testserver{reverse(place)}"},
        follow=True,
    ).content.decode()
    assert not model._default_manager.filter(uuid=row.uuid).exists()
    address = next(part for part in page.split('"') if part.startswith("/removed/"))
    back = client.post(address, headers={"Referer": f"http://testserver{reverse(place)}"}, follow=True)
    assert back.status_code == 200
    assert model._default_manager.filter(uuid=row.uuid).exists()
    assert "brings nothing back" in client.post(address, follow=True).content.decode()
