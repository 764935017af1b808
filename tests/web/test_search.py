"""The box that takes one's own words, the palette, and the page of results."""

from __future__ import annotations

from django.test import Client
from django.urls import reverse

from comity.actions import people
from comity.answers import person as answers
from tests.web.conftest import Desk

HTMX = {"HX-Request": "true"}


def test_a_line_is_understood_and_shown_as_understood(client: Client, desk: Desk) -> None:
    answer = client.post(
        reverse("log"), {"text": "called Ada Quill yesterday"}, headers=HTMX
    ).content.decode()
    assert "Recorded:" in answer
    assert "call" in answer
    assert reverse("person", args=[desk.ada]) in answer
    assert "called Ada Quill yesterday" not in answer
    assert "call" in {entry.kind for entry in answers.timeline(desk.scope, desk.ada).entries}


def test_what_was_recorded_is_taken_back(client: Client, desk: Desk) -> None:
    before = answers.timeline(desk.scope, desk.ada)
    shown = client.post(reverse("log"), {"text": "called Ada Quill"}, headers=HTMX).content.decode()
    start = shown.index('action="/i/') + len('action="')
    address = shown[start : shown.index('"', start)]
    assert b"Taken back." in client.post(address, headers=HTMX).content
    assert answers.timeline(desk.scope, desk.ada) == before
    assert client.post(address).status_code == 404


def test_where_several_fit_one_chooses(client: Client, desk: Desk) -> None:
    other = people.add_person(desk.scope, name="Ada Stone")
    asked = client.post(reverse("log"), {"text": "coffee with Ada"}, headers=HTMX).content.decode()
    assert f'value="{other}"' in asked
    assert f'value="{desk.ada}"' in asked
    assert "coffee with Ada" in asked
    answer = client.post(
        reverse("log"), {"text": "coffee with Ada", "who": other}, headers=HTMX
    ).content.decode()
    assert "Recorded:" in answer
    assert [entry.kind for entry in answers.timeline(desk.scope, other).entries] == ["meeting"]


def test_a_line_that_names_nobody_is_kept_to_be_mended(client: Client, desk: Desk) -> None:
    answer = client.post(reverse("log"), {"text": "coffee with Zebulon"}, headers=HTMX).content.decode()
    assert "was not taken" in answer
    assert ">coffee with Zebulon</textarea>" in answer


def test_without_scripts_the_box_is_a_page(client: Client, desk: Desk) -> None:
    assert b"<html" in client.get(reverse("log")).content
    assert b"Recorded:" in client.post(reverse("log"), {"text": "called Ada Quill"}).content


def test_the_palette_offers_what_one_can_do_and_then_people(client: Client, desk: Desk) -> None:
    assert b"Import files" in client.get(reverse("palette")).content
    found = client.get(reverse("palette"), {"q": "ada"}).content.decode()
    assert found.index(desk.ada) < found.index("Search everything")
    assert 'data-words="ada"' in found


def test_search_finds_people_and_what_passed(client: Client, desk: Desk) -> None:
    assert reverse("person", args=[desk.ada]) in client.get(reverse("search"), {"q": "Ada"}).content.decode()
    found = client.get(reverse("search"), {"q": "coffee"}).content.decode()
    assert reverse("interaction", args=[desk.coffee]) in found


def test_a_search_without_result_says_what_to_try(client: Client, desk: Desk) -> None:
    assert "Try fewer" in client.get(reverse("search"), {"q": "zzzzzz"}).content.decode()


def test_a_query_that_cannot_be_read_is_explained_beside_the_box(client: Client, desk: Desk) -> None:
    shown = client.get(reverse("search"), {"q": "coffee before:<b>soon"}).content.decode()
    assert "<mark>&lt;b&gt;soon</mark>" in shown
    assert "This is not a date." in shown
    assert "before:2024-05" in shown


def test_what_was_sought_is_marked(client: Client, desk: Desk) -> None:
    assert "<mark>Coff" in client.get(reverse("search"), {"q": "coff"}).content.decode()
