"""The palette, and the page of results."""

from __future__ import annotations

from django.test import Client
from django.urls import reverse

from tests.web.conftest import Desk


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
