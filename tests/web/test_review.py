"""The Review page, merging from the list, and what a person's page tells of where things come from."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from comity.actions import people
from comity.answers import proposals as asking
from comity.answers.person import person
from comity.answers.sources import origin
from comity.store import noticed
from comity.store.models import Identifier, Proposal
from tests.web.conftest import Desk

HTMX = {"HX-Request": "true"}


@pytest.fixture
def bo(desk: Desk) -> str:
    return people.add_person(desk.scope, name="Bo Marsh", email="bo@else.example", organisation="Quill")


@pytest.fixture
def proposed(desk: Desk, bo: str) -> Proposal:
    """That Ada and Bo are one person."""
    ids = [Identifier.objects.filter(person__uuid=who).order_by("id")[0].pk for who in (desk.ada, bo)]
    pair: dict[str, Any] = {"left": min(ids), "right": max(ids)}
    pair["evidence"] = [["phone_same", "+49 30 1", "+49 30 1", 9.0], ["family_different", "Q", "M", -3.0]]
    noticed.write(
        desk.scope.book_id, [noticed.Noticed(noticed.SAME_PERSON, noticed.pair_key(*ids), pair, 0.93, None)]
    )
    return Proposal.objects.get(book_id=desk.scope.book_id, kind=noticed.SAME_PERSON)


def shown(client: Client, name: str, *args: str, **asked: str) -> str:
    return client.get(reverse(name, args=args), asked).content.decode()


def test_two_who_may_be_one_stand_side_by_side_with_the_evidence(
    client: Client, desk: Desk, proposed: Proposal
) -> None:
    page = shown(client, "review")
    for words in (
        "Are these two one person?",
        "93 % sure",
        "Ada",
        "Bo Marsh",
        "Same telephone number",
        "512 times",
    ):
        assert words in page


def test_the_review_is_reached_from_today_and_from_a_person(
    client: Client, desk: Desk, proposed: Proposal
) -> None:
    assert "One thing noticed in your files" in shown(client, "today")
    assert f"{reverse('review')}?person={desk.ada}" in shown(client, "person", desk.ada)
    assert "Bo Marsh" in shown(client, "review", person=desk.ada)
    assert "Nothing to decide" in shown(client, "review", kind="detail")


def test_an_answer_is_given_in_place_and_taken_back(client: Client, desk: Desk, proposed: Proposal) -> None:
    address = reverse("decide", args=[proposed.uuid])
    assert "Undo" in client.post(address, {"answer": "yes"}, headers=HTMX).content.decode()
    assert "bo@else.example" in person(desk.scope, desk.ada).row.emails
    assert "answered already" in client.post(address, {"answer": "yes"}, headers=HTMX).content.decode()
    back = client.post(address, {"answer": "undo"}, headers=HTMX).content.decode()
    assert "Are these two one person?" in back
    assert "bo@else.example" not in person(desk.scope, desk.ada).row.emails


def test_without_scripts_an_answer_leads_back_to_the_review(
    client: Client, desk: Desk, proposed: Proposal
) -> None:
    answer = client.post(reverse("decide", args=[proposed.uuid]), {"answer": "no"}, follow=True)
    assert "that is settled" in answer.content.decode()
    assert asking.review(desk.scope).total == 0


def test_people_ticked_are_shown_side_by_side_merged_and_split_again(
    client: Client, desk: Desk, bo: str
) -> None:
    assert 'form="merge"' in shown(client, "people")
    page = client.get(reverse("merge"), {"who": [desk.ada, bo]}).content.decode()
    assert "Are these two one person?" in page
    client.post(reverse("merge"), {"who": [desk.ada, bo]})
    page = shown(client, "person", desk.ada)
    assert "Merged from" in page
    assert "you merged them with" in page
    (part,) = origin(desk.scope, person(desk.scope, desk.ada)).parts
    who = person(desk.scope, desk.ada).row.face.id
    client.post(reverse("person_edit", args=[who, "split"]), {"part": part.id})
    assert "Merged from" not in shown(client, "person", desk.ada)


def test_one_alone_is_not_merged(client: Client, desk: Desk) -> None:
    answer = client.get(reverse("merge"), {"who": [desk.ada, "x"]}, follow=True)
    assert "Tick two people or more" in answer.content.decode()


def test_strangers_are_not_merged(client: Client, desk: Desk, stranger: Desk) -> None:
    for method in (client.get, client.post):
        assert method(reverse("merge"), {"who": [desk.ada, stranger.ada]}).status_code == 404


def test_a_value_is_chosen_and_the_sources_followed_again(client: Client, desk: Desk) -> None:
    address = reverse("person_edit", args=[desk.ada, "choose"])
    before = person(desk.scope, desk.ada).row.face.name
    client.post(address, {"field": "title", "value": "Head of maps", "act": "choose"})
    page = shown(client, "person", desk.ada)
    assert "Head of maps" in page
    assert "Forget what I said" in page
    client.post(address, {"field": "title", "value": "", "act": "follow"})
    assert "Head of maps" not in shown(client, "person", desk.ada)
    assert person(desk.scope, desk.ada).row.face.name == before


@pytest.mark.parametrize("asked", [{"person": "x"}, {"import": "x"}, {"import": "9" * 20}, {"kind": "\0"}])
def test_a_malformed_wish_shows_everything_or_nothing(
    client: Client, desk: Desk, asked: dict[str, str]
) -> None:
    assert client.get(reverse("review"), asked).status_code == 200
