"""What the browser may not do: no inline script or style anywhere, and what people wrote is text."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import reverse

from tests.web.conftest import HOSTILE, Desk

LARGEST = 100_000
DATA = {"application/json"}


class Inline(HTMLParser):
    """Collects whatever a policy without unsafe-inline would refuse, and addresses on other machines."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "style" or (tag == "script" and not given.get("src") and given.get("type") not in DATA):
            self.found.append(f"<{tag}>")
        self.found += [
            f"{tag} {name}" for name in given if name == "style" or name.startswith(("on", "hx-on"))
        ]
        for name in ("src", "href", "action"):
            address = given.get(name) or ""
            if address.startswith(("http:", "https:", "//", "javascript:")):
                self.found.append(address)


def pages(desk: Desk) -> list[str]:
    return [
        "/",
        "/?all=1",
        reverse("people"),
        reverse("person", args=[desk.ada]),
        reverse("person", args=[desk.hostile]),
        reverse("timeline", args=[desk.ada]),
        reverse("interaction", args=[desk.coffee]),
        reverse("imports"),
        reverse("welcome"),
        reverse("settings"),
        reverse("search") + "?q=ada",
        reverse("palette") + "?q=svg",
        reverse("log"),
        reverse("events"),
        reverse("goals"),
        reverse("outcomes"),
        reverse("card"),
        reverse("card_read"),
        "/account/2fa/",
        "/account/2fa/webauthn/add/",
        "/account/2fa/totp/activate/",
        "/account/password/set/",
        "/account/logout/",
        "/no/such/page",
        "/enter/spent",
    ]


def test_no_page_holds_inline_script_or_style_or_an_address_elsewhere(client: Client, desk: Desk) -> None:
    for path in pages(desk):
        answer = client.get(path)
        assert answer.status_code in (200, 404, 410), path
        reader = Inline()
        reader.feed(answer.content.decode())
        assert reader.found == [], path


def test_the_sign_in_page_holds_none_either(desk: Desk) -> None:
    reader = Inline()
    reader.feed(Client().get("/account/login/").content.decode())
    assert reader.found == []


def test_every_answer_forbids_what_is_inline_and_is_not_kept(client: Client, desk: Desk) -> None:
    for path in pages(desk):
        headers = client.get(path).headers
        assert "unsafe" not in headers["Content-Security-Policy"]
        assert "script-src 'self'" in headers["Content-Security-Policy"]
        assert headers["Cache-Control"] == "no-store"


def test_every_page_is_light(client: Client, desk: Desk) -> None:
    for path in pages(desk):
        assert len(client.get(path).content) < LARGEST, path


@pytest.mark.parametrize("name", ["people", "search", "palette"])
def test_a_name_that_looks_like_a_script_is_shown_as_text(client: Client, desk: Desk, name: str) -> None:
    shown = client.get(reverse(name), {"q": "svg"}).content.decode()
    assert "&lt;svg onload=alert(1)&gt;" in re.sub("</?mark>", "", shown)
    assert HOSTILE not in shown


def test_everything_on_the_page_of_such_a_person_is_text(client: Client, desk: Desk) -> None:
    shown = client.get(reverse("person", args=[desk.hostile])).content.decode()
    assert HOSTILE not in shown
    assert '"><b>' not in shown
    assert "mailto:x%2By@evil.example" in shown


def test_a_text_is_never_taken_for_html(client: Client, desk: Desk) -> None:
    shown = client.get(reverse("interaction", args=[desk.coffee])).content.decode()
    assert "&lt;b&gt;Bold&lt;/b&gt; plans" in shown


def test_words_that_were_searched_for_come_back_as_text(client: Client, desk: Desk) -> None:
    for name in ("people", "search", "palette"):
        assert b"<svg onload" not in client.get(reverse(name), {"q": '"><svg onload=alert(1)>'}).content


def test_htmx_evaluates_nothing_asks_nobody_else_and_keeps_no_pages(client: Client, desk: Desk) -> None:
    shown = client.get("/").content.decode()
    for setting in ('"allowEval":false', '"selfRequestsOnly":true', '"historyCacheSize":0'):
        assert setting in shown


def test_our_scripts_and_styles_come_from_this_machine(client: Client, desk: Desk) -> None:
    for name in ("comity/desk.css", "comity/desk.js", "comity/icon.svg"):
        assert settings.STATIC_URL + name in client.get("/").content.decode()
        path = finders.find(name)
        assert path
        with open(path, encoding="utf-8") as file:
            assert "http" not in file.read().replace("http://www.w3.org/2000/svg", "")
