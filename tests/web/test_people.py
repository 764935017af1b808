"""The list of people."""

from __future__ import annotations

from django.test import Client
from django.urls import reverse

from comity.actions import people
from tests.web.conftest import Desk

HTMX = {"HX-Request": "true"}


def test_everybody_is_listed_with_role_tag_and_last_contact(client: Client, desk: Desk) -> None:
    shown = client.get(reverse("people")).content.decode()
    for words in ("Ada Quill", "Mentor", "pycon", "Quill &amp; Co", "Yesterday", "2 people"):
        assert words in shown


def test_typing_asks_for_the_list_alone_and_the_address_keeps_the_words(client: Client, desk: Desk) -> None:
    answer = client.get(reverse("people"), {"q": "ada", "sort": "strength", "role": ""}, headers=HTMX)
    shown = answer.content.decode()
    assert "<html" not in shown
    assert "Ada Quill" in shown
    assert "1 person" in shown
    assert answer.headers["HX-Replace-Url"] == "/people?q=ada"


def test_the_back_button_gets_a_whole_page(client: Client, desk: Desk) -> None:
    headers = HTMX | {"HX-History-Restore-Request": "true"}
    assert b"<html" in client.get(reverse("people"), headers=headers).content


def test_each_filter_narrows_the_list(client: Client, desk: Desk) -> None:
    for field, value in (("role", "mentor"), ("tag", "pycon"), ("state", "new")):
        shown = client.get(reverse("people"), {field: value}).content.decode()
        assert "Ada Quill" in shown, field
        assert "1 person" in shown, field
    assert "Nobody fits" in client.get(reverse("people"), {"role": "client"}).content.decode()


def test_more_people_follow_by_scrolling_or_by_a_plain_link(client: Client, desk: Desk) -> None:
    for number in range(29):
        people.add_person(desk.scope, name=f"Person {number:02}")
    first = client.get(reverse("people"), {"sort": "name"}).content.decode()
    assert first.count('class="row person"') == 24
    assert 'href="/people?sort=name&amp;offset=24"' in first
    rest = client.get("/people?sort=name&offset=24", headers=HTMX).content.decode()
    assert rest.count('class="row person"') == 7
    assert "<form" not in rest
    assert "offset" not in rest


def test_an_address_with_nonsense_in_it_still_shows_the_list(client: Client, desk: Desk) -> None:
    for query in (
        {"offset": "x"},
        {"offset": "-3"},
        {"offset": "²"},
        {"sort": "x"},
        {"q": "\0"},
        {"tag": "%"},
    ):
        assert client.get(reverse("people"), query).status_code == 200


def test_a_person_is_added_by_hand_and_opened(client: Client, desk: Desk) -> None:
    answer = client.post(
        reverse("person_add"), {"name": "Bo Marsh", "email": "bo@marsh.example", "role": "peer"}
    )
    assert "Bo Marsh" in client.get(answer.headers["Location"]).content.decode()


def test_an_address_that_is_none_is_said_and_nobody_is_added(client: Client, desk: Desk) -> None:
    answer = client.post(reverse("person_add"), {"name": "Bo", "email": "nonsense"}, follow=True)
    assert "E-mail: Enter a valid email address." in answer.content.decode()
    assert "2 people" in client.get(reverse("people")).content.decode()
