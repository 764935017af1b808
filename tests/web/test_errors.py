"""What is shown when something goes wrong: what happened, and a next step; never the insides."""

from __future__ import annotations

import pytest
from django.test import Client

from comity.answers import today as answers
from comity.core.errors import WrongState
from tests.web.conftest import Desk


def test_a_broken_page_says_so_and_shows_nothing_of_the_inside(
    client: Client, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_given: object) -> None:
        raise RuntimeError("Ada Quill told me in confidence")

    monkeypatch.setattr(answers, "today", broken)
    client.raise_request_exception = False
    answer = client.get("/")
    assert answer.status_code == 500
    assert b"Something broke inside Comity" in answer.content
    assert b"Try from the beginning" in answer.content
    assert b"confidence" not in answer.content


def test_a_page_that_cannot_be_shown_now_says_why_and_leads_nowhere_by_itself(
    client: Client, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_given: object, **_named: object) -> None:
        raise WrongState("import", "running")

    monkeypatch.setattr(answers, "today", busy)
    answer = client.get("/", headers={"Referer": "http://testserver/"})
    assert answer.status_code == 400
    assert b"it is running" in answer.content


def test_a_message_never_leads_to_another_site(client: Client, desk: Desk) -> None:
    answer = client.post("/people/add", {}, headers={"Referer": "https://elsewhere.example/x"})
    assert answer.headers["Location"] == "/"


def test_what_is_not_there_is_said_with_a_way_back(client: Client, desk: Desk) -> None:
    answer = client.get("/no/such/page")
    assert answer.status_code == 404
    assert b"There is nothing here" in answer.content
    assert b'href="/"' in answer.content
