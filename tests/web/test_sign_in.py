"""Who may come in, and by which door."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import URLPattern, reverse

from comity.actions import access
from tests.web.conftest import Desk
from tests.web.routes import address, guarded

LOGIN = "/account/login/"


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("route", guarded(), ids=lambda route: str(route.name))
def test_nobody_sees_or_changes_anything_without_signing_in(
    desk: Desk, route: URLPattern, method: str
) -> None:
    answer = getattr(Client(), method)(address(route, desk))
    assert answer.status_code == 302
    assert answer.url.startswith(LOGIN)


def test_a_part_of_a_page_asked_for_after_signing_out_leads_the_whole_page_to_sign_in(desk: Desk) -> None:
    answer = Client().get(reverse("people"), headers={"HX-Request": "true"})
    assert answer.headers["HX-Redirect"] == LOGIN
    assert b"Ada" not in answer.content


def test_after_signing_in_one_comes_to_the_page_that_was_asked_for(desk: Desk) -> None:
    answer = Client().get(reverse("person", args=[desk.ada]))
    assert answer.headers["Location"] == f"{LOGIN}?next=/people/{desk.ada}"


def test_a_link_signs_in_once(desk: Desk) -> None:
    token = access.make_link(desk.user)
    first = Client()
    assert first.get(f"/enter/{token}").headers["Location"] == "/"
    assert first.get("/").status_code == 200
    second = Client()
    answer = second.get(f"/enter/{token}")
    assert answer.status_code == 410
    assert b"comity serve" in answer.content
    assert second.get("/").status_code == 302


def test_a_link_that_never_was_signs_nobody_in(desk: Desk) -> None:
    assert Client().get("/enter/made-up").status_code == 410


def test_nobody_can_register(desk: Desk) -> None:
    answer = Client().post(
        "/account/signup/", {"username": "eve", "password1": "x" * 20, "password2": "x" * 20}
    )
    assert b"Ada" not in answer.content
    assert not Client().login(username="eve", password="x" * 20)


@pytest.mark.parametrize("path", [LOGIN, "/account/2fa/", "/account/password/set/", "/account/logout/"])
def test_the_pages_of_sign_in_look_like_ours(client: Client, path: str) -> None:
    reader = Client() if path == LOGIN else client
    assert b"comity/desk.css" in reader.get(path).content


def test_a_post_without_its_token_is_refused_with_a_next_step(desk: Desk, client: Client) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = client.cookies
    answer = strict.post(reverse("act"), {"key": f"reminder-{desk.reminder}", "act": "done"})
    assert answer.status_code == 403
    assert b"comity/desk.css" in answer.content
    assert b"reload" in answer.content
