"""One user never reaches another's rows: a foreign id is as if it were not there."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.urls import URLPattern, reverse

from comity.answers import person as person_answers
from comity.answers.shapes import PersonPage
from comity.store.models import Exchange, Person
from tests.web.conftest import Desk
from tests.web.routes import about_a_row, address, edit_names

VALID = {
    "record": {"kind": "call", "day": "2026-01-02", "subject": "x"},
    "remind": {"text": "x", "due": "2030-01-01"},
    "expectations": {"purpose": "x"},
    "relationship": {"nature": "personal", "standing": "met"},
    "died": {"on": "2020-01-02"},
    "details": {"name": "Changed"},
    "tag": {"name": "x"},
    "choose": {"field": "name", "value": "Changed", "act": "choose"},
    "split": {"part": "00000000-0000-7000-8000-000000000000"},
}


def rows_of(desk: Desk, page: PersonPage) -> dict[str, object]:
    """What is sent to remove any row of Ada's page."""
    return {
        "act": "remove",
        "text": "x",
        "reminder": desk.reminder,
        "exchange": desk.reminder,
        "fact": desk.fact,
        "role": page.roles[0].id,
    }


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("route", about_a_row(), ids=lambda route: str(route.name))
def test_a_foreign_id_is_not_found(client: Client, stranger: Desk, route: URLPattern, method: str) -> None:
    data = {"name": "x", "answer": "yes"} if method == "post" else {}
    answer = getattr(client, method)(address(route, stranger), data)
    assert answer.status_code in (404, 405)
    assert b"Ada" not in answer.content


@pytest.mark.parametrize("edit", edit_names())
def test_nothing_of_a_foreign_person_can_be_changed(
    client: Client, desk: Desk, stranger: Desk, edit: str
) -> None:
    before = person_answers.person(stranger.scope, stranger.ada)
    data = VALID.get(edit, rows_of(stranger, before))
    assert client.post(reverse("person_edit", args=[stranger.ada, edit]), data).status_code == 404
    assert person_answers.person(stranger.scope, stranger.ada) == before


@pytest.mark.parametrize("edit", ["reminder", "fact", "role"])
def test_a_foreign_row_cannot_be_reached_by_way_of_ones_own_person(
    client: Client, desk: Desk, stranger: Desk, edit: str
) -> None:
    theirs = person_answers.person(stranger.scope, stranger.ada)
    answer = client.post(reverse("person_edit", args=[desk.ada, edit]), rows_of(stranger, theirs))
    assert answer.status_code == 404
    assert person_answers.person(stranger.scope, stranger.ada) == theirs


@pytest.mark.parametrize("act", ["thank", "unthank", "remove"])
def test_a_foreign_exchange_cannot_be_reached_by_way_of_ones_own_person(
    client: Client, desk: Desk, stranger: Desk, act: str
) -> None:
    theirs = Exchange.objects.create(
        book_id=stranger.scope.book_id,
        person=Person.objects.get(uuid=stranger.ada),
        direction=Exchange.RECEIVED,
        kind="advice",
        on=19_000,
    )
    data = {"exchange": theirs.uuid, "act": act}
    assert client.post(reverse("person_edit", args=[desk.ada, "exchange"]), data).status_code == 404
    theirs.refresh_from_db()
    assert theirs.thanked_on is None


def test_a_foreign_reminder_cannot_be_done_on_today(client: Client, stranger: Desk) -> None:
    key = f"reminder-{stranger.reminder.replace('-', '')}"
    for act in ("done", "snooze-7", "dismiss", "restore"):
        assert client.post(reverse("act"), {"key": key, "act": act}).status_code == 404


@pytest.mark.parametrize(
    "path", ["/people/1", "/people/x/tag", "/i/1", "/i/zz", "/import/x", "/import/-1", "/decide/1"]
)
def test_a_malformed_id_is_not_found(client: Client, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert b"Back to Today" in answer.content


def test_a_cursor_that_never_was_is_not_found(client: Client, desk: Desk) -> None:
    assert client.get(reverse("timeline", args=[desk.ada]), {"before": "x"}).status_code == 404


def test_lists_and_searches_show_only_ones_own_book(desk: Desk, client: Client, stranger: Desk) -> None:
    for name in ("people", "search", "palette"):
        shown = client.get(reverse(name), {"q": "ada"}).content.decode()
        assert desk.ada in shown
        assert stranger.ada not in shown


def test_another_users_book_cannot_be_opened(client: Client, stranger: Desk) -> None:
    session = client.session
    session["book"] = "00000000-0000-7000-8000-000000000000"
    session.save()
    assert client.get("/").status_code == 200
    assert "book" not in client.session


def test_a_day_is_shown_in_the_zone_of_the_book(client: Client, desk: Desk) -> None:
    client.post(reverse("settings_change", args=["zone"]), {"zone": "Pacific/Kiritimati"})
    local = dt.datetime.now(dt.timezone(dt.timedelta(hours=14)))
    assert f"{local.day} {local:%B}".encode() in client.get("/").content
