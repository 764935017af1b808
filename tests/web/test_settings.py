"""Settings: my addresses, the book, the sample book."""

from __future__ import annotations

from django.conf import settings
from django.test import Client
from django.urls import reverse

from comity import __version__
from comity.answers import books
from tests.web.conftest import Desk


def change(client: Client, setting: str, **data: str) -> str:
    return client.post(reverse("settings_change", args=[setting]), data, follow=True).content.decode()


def test_the_page_says_who_one_is_and_where_the_data_lives(client: Client, desk: Desk) -> None:
    shown = client.get(reverse("settings")).content.decode()
    for words in (str(settings.HOME), __version__, "owner", "Set a password"):
        assert words in shown


def test_an_address_is_added_and_removed(client: Client, desk: Desk) -> None:
    shown = change(client, "address", address="me@work.example", kind="employer", since="2019-03-01")
    assert "me@work.example" in shown
    assert "since March 2019" in shown
    assert "me@work.example" not in change(client, "address_remove", address="me@work.example")


def test_an_address_that_ends_before_it_begins_is_not_taken(client: Client, desk: Desk) -> None:
    shown = change(
        client, "address", address="a@b.example", kind="personal", since="2020-01-02", until="2020-01-01"
    )
    assert "was not taken" in shown


def test_the_book_gets_a_name_and_a_zone(client: Client, desk: Desk) -> None:
    change(client, "name", name="Work and friends")
    change(client, "zone", zone="Asia/Tokyo")
    info = books.book_info(books.scope_for(desk.user))
    assert (info.name, info.zone) == ("Work and friends", "Asia/Tokyo")


def test_a_zone_that_is_none_is_said(client: Client, desk: Desk) -> None:
    assert "not a time zone" in change(client, "zone", zone="Mars/Olympus")


def test_a_setting_that_is_none_is_not_found(client: Client, desk: Desk) -> None:
    assert client.post(reverse("settings_change", args=["admin"])).status_code == 404


def test_the_sample_book_is_opened_left_opened_again_and_removed(client: Client, desk: Desk) -> None:
    shown = client.post(reverse("sample_open"), follow=True).content.decode()
    assert "This is the sample book" in shown
    assert "Ada Quill" not in client.get(reverse("people")).content.decode()
    client.post(reverse("book"), {"book": "own"})
    assert "Ada Quill" in client.get(reverse("people")).content.decode()
    client.post(reverse("book"), {"book": "sample"})
    assert "This is the sample book" in client.get(reverse("settings")).content.decode()
    assert "The sample book is gone" in client.post(reverse("sample_remove"), follow=True).content.decode()
    assert "Ada Quill" in client.get(reverse("people")).content.decode()
    assert client.post(reverse("book"), {"book": "sample"}).status_code == 404
