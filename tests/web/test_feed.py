"""A calendar feed over HTTP, and how it and the day's mail are switched on in Settings."""

from __future__ import annotations

import re
from collections.abc import Iterator

import icalendar
import pytest
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from comity.actions import reminders
from comity.answers.day_mail import state
from comity.store.models import CalendarFeed, DayMail
from tests.mailing import code_in, mail_server, naming
from tests.smtp_sink import Sink
from tests.web.conftest import Desk


@pytest.fixture(autouse=True)
def fresh_counts() -> None:
    cache.clear()


@pytest.fixture
def sink() -> Iterator[Sink]:
    with mail_server() as running:
        yield running


def act(client: Client, act: str, **data: object) -> str:
    sent = {"act": act, **data}
    return client.post(reverse("feed_settings"), sent, follow=True).content.decode()


def mail(client: Client, act: str, **data: str) -> str:
    return client.post(reverse("mail_settings"), {"act": act, **data}, follow=True).content.decode()


def made(client: Client) -> str:
    """The path of a new feed."""
    found = re.search(r'value="http://testserver(/feed/[\w-]{43}\.ics)"', act(client, "new"))
    if found is None:
        raise AssertionError("no address")
    return found[1]


def read(path: str, **headers: str) -> HttpResponse:
    """What somebody gets who is not signed in."""
    return Client().get(path, headers=headers)  # type: ignore[return-value]


def test_it_is_off_until_it_is_switched_on(client: Client, desk: Desk) -> None:
    assert "Make a calendar address" in client.get(reverse("settings")).content.decode()
    assert not CalendarFeed.objects.exists()


def test_its_address_is_shown_once_and_only_a_digest_is_stored(client: Client, desk: Desk) -> None:
    token = made(client).removeprefix("/feed/").removesuffix(".ics")
    assert token not in client.get(reverse("settings")).content.decode()
    assert token not in str(CalendarFeed.objects.values())
    assert client.get(reverse("feed_settings")).status_code == 302


def test_a_calendar_program_reads_it_without_sign_in(client: Client, desk: Desk) -> None:
    answer = read(made(client))
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert not answer.cookies
    assert "Vary" not in answer.headers or "Cookie" not in answer.headers["Vary"]
    told = icalendar.Calendar.from_ical(answer.content).walk("VEVENT")
    assert {str(event["SUMMARY"]) for event in told} == {"Reminder: A.", "Birthday: A."}


def test_what_has_not_changed_is_not_sent_again(client: Client, desk: Desk) -> None:
    path = made(client)
    first = read(path)
    etag, changed = first.headers["ETag"], first.headers["Last-Modified"]
    for asked in ({"if-none-match": etag}, {"if-modified-since": changed}):
        again = read(path, **asked)
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["ETag"] == etag
        assert again.headers["Cache-Control"] == "private, no-cache"
    assert read(path).content == first.content
    reminders.add_reminder(desk.scope, "Water the plants", desk.scope.today())
    other = read(path, **{"if-none-match": etag})
    assert other.status_code == 200
    assert other.headers["ETag"] != etag


def test_its_head_alone_can_be_asked_for_and_nothing_be_sent_to_it(client: Client, desk: Desk) -> None:
    path = made(client)
    head = Client().head(path)
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["ETag"] == read(path).headers["ETag"]
    assert Client().post(path).status_code == 405


def test_an_unknown_a_former_and_a_revoked_address_are_not_found_alike(client: Client, desk: Desk) -> None:
    former = made(client)
    path = made(client)
    assert read(path).status_code == 200
    assert "void from now on" in act(client, "off")
    found = [
        read(one) for one in (former, path, "/feed/x.ics", "/feed/%00%FF.ics", f"/feed/{'x' * 5000}.ics")
    ]
    assert {(answer.status_code, len(answer.content)) for answer in found} == {(404, len(found[0].content))}
    assert not any(answer.cookies for answer in found)


def test_one_book_never_tells_of_another(client: Client, desk: Desk, stranger: Desk) -> None:
    reminders.add_reminder(stranger.scope, "Theirs alone", stranger.scope.today())
    path = made(client)
    act(client, "keep", kinds=["reminder"], details="on")
    assert "Send the agenda" in read(path).content.decode()
    assert "Theirs" not in read(path).content.decode()


def test_what_it_tells_is_chosen_and_its_address_stays(client: Client, desk: Desk) -> None:
    path = made(client)
    act(client, "keep", kinds=["date"])
    assert "Reminder" not in read(path).content.decode()
    act(client, "keep")
    assert "VEVENT" not in read(path).content.decode()
    assert CalendarFeed.objects.get().kinds == ""
    assert "not one of the available choices" in act(client, "keep", kinds=["balloons"])


def test_one_that_is_asked_for_all_the_time_is_told_to_wait(client: Client, desk: Desk) -> None:
    path = made(client)
    codes = [read(path).status_code for _ in range(70)]
    assert codes[0] == 200
    assert codes[-1] == 429
    assert read("/feed/x.ics").status_code == 404


def test_without_a_mail_server_settings_say_what_to_set(client: Client, desk: Desk) -> None:
    assert "COMITY_MAIL_URL=smtp://" in client.get(reverse("settings")).content.decode()
    assert "COMITY_MAIL_URL" in mail(client, "ask", address="noor@hollis.example")
    with naming("smtp://noor:secret@mail.example:25/?tls=none"):
        shown = client.get(reverse("settings")).content.decode()
    assert "would send the password unprotected" in shown
    assert "secret" not in shown
    assert not DayMail.objects.exists()


def test_the_mail_is_switched_on_by_its_code_tried_changed_and_stopped(
    client: Client, desk: Desk, sink: Sink
) -> None:
    assert "A code was mailed to" in mail(client, "ask", address="noor@hollis.example")
    assert "was not taken" in mail(client, "confirm", code="wrong")
    assert "It goes to" in mail(client, "confirm", code=code_in(sink.messages[0]))
    assert "Sent." in mail(client, "now")
    assert "http://testserver/" in str(sink.messages[1].get_body(("plain",)))
    mail(client, "keep", at="06:30", when_empty="on")
    assert (state(desk.scope).at, state(desk.scope).when_empty) == ("06:30", True)
    assert 'value="06:30"' in client.get(reverse("settings")).content.decode()
    sink.refuse = "550 nobody here"
    assert "refuses this address" in mail(client, "now")
    assert "refuses this address" in client.get(reverse("settings")).content.decode()
    assert "the address is forgotten" in mail(client, "off")
    assert not DayMail.objects.exists()
    assert client.get(reverse("mail_settings")).status_code == 302


def test_what_is_no_address_is_said(client: Client, desk: Desk, sink: Sink) -> None:
    assert "valid email" in mail(client, "ask", address="nobody")
    assert "no e-mail address" in mail(client, "ask")
    assert sink.messages == []
