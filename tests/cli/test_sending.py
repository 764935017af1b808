"""`comity feed`, `comity daymail`, `comity sweep`, and what `comity doctor` says of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from comity.answers import feed
from comity.config import mail
from comity.store.models import DayMail
from tests.cli.conftest import Asked
from tests.mailing import code_in, mail_server, naming
from tests.smtp_sink import Sink


@pytest.fixture
def sink() -> Iterator[Sink]:
    with mail_server() as running:
        yield running


def doctor(comity: Asked, what: str) -> Any:
    ended = comity.run("doctor", "--json")
    import json

    return next(found for found in json.loads(ended.stdout) if found["what"] == what)


def token(address: str) -> str:
    assert address.startswith("https://book.example/feed/")
    return address.removeprefix("https://book.example/feed/").removesuffix(".ics")


def test_a_feed_is_switched_on_changed_renewed_and_revoked(comity: Asked) -> None:
    assert comity.json("feed", "show")["on"] is False
    assert "comity feed on" in comity.refused("feed", "url")
    first = comity.json("feed", "on", "--origin", "https://book.example/")
    assert feed.reader(token(first["address"])) is not None
    changed = comity.json("feed", "on", "--kinds", "date,step", "--details")
    assert (changed["kinds"], changed["details"], changed["address"]) == (["date", "step"], True, None)
    second = comity.json("feed", "url", "--origin", "https://book.example")
    assert feed.reader(token(first["address"])) is None
    assert feed.reader(token(second["address"])) is not None
    assert (second["kinds"], second["details"]) == (["date", "step"], True)
    assert "It tells: date, step; names in full" in comity("feed", "show")
    assert comity.json("feed", "off") == {
        "on": False,
        "kinds": [],
        "details": False,
        "made_at": None,
        "last_read_at": None,
        "address": None,
    }
    assert feed.reader(token(second["address"])) is None
    assert "off" in comity("feed", "show")


def test_a_kind_that_nobody_knows_switches_nothing_on(comity: Asked) -> None:
    assert "balloons" in comity.refused("feed", "on", "--kinds", "date balloons")
    assert comity.json("feed", "show")["on"] is False


def test_an_address_is_printed_with_a_warning(comity: Asked) -> None:
    assert "http://localhost:8000/feed/" in comity("feed", "on")
    assert "on, 7 kinds, not read yet" in doctor(comity, "calendar feed")["seen"]


def test_the_mail_is_switched_on_swept_and_stopped(comity: Asked, sink: Sink) -> None:
    comity("remind", "Send the agenda", "--on", "today")
    assert "comity daymail confirm" in comity("daymail", "to", "noor@hollis.example", "--at", "0:00")
    assert comity.json("daymail", "show")["waits"] is True
    assert "comity daymail confirm" in comity("daymail", "show")
    assert doctor(comity, "day's mail")["seen"] == "waits for its code"
    assert "every day at 00:00" in comity("daymail", "confirm", code_in(sink.messages[0]))
    assert comity("sweep").strip() == "Nothing is due."
    DayMail.objects.update(leased_until=0)
    assert comity.json("sweep") == [
        {"book": "My book", "address": "noor@hollis.example", "outcome": "sent", "trouble": ""}
    ]
    assert "Sent." in comity("daymail", "now")
    assert doctor(comity, "day's mail")["well"] is True
    assert "also where nothing" in comity("daymail", "set", "--at", "06:15", "--empty")
    assert comity.json("daymail", "show")["at"] == "06:15"
    assert "06:15" in comity("daymail", "set", "--no-empty")
    assert "is off" in comity("daymail", "off")
    assert "comity daymail to" in comity.refused("daymail", "now")
    assert comity.run("daymail", "set", "--at", "25:00").exit_code == 2


def test_trouble_is_told_by_the_sweep_by_show_and_by_doctor(comity: Asked, sink: Sink) -> None:
    comity("remind", "Send the agenda", "--on", "today")
    comity("daymail", "to", "noor@hollis.example", "--at", "00:00")
    comity("daymail", "confirm", code_in(sink.messages[0]))
    DayMail.objects.update(leased_until=0)
    sink.fail = "451 later"
    assert "failed. The mail server refused the mail (451)" in comity("sweep", code=1)
    assert "(1 try)" in comity("daymail", "show")
    assert doctor(comity, "day's mail")["well"] is False
    with naming(""):
        assert "no mail server is named" in doctor(comity, "day's mail")["seen"]


def test_without_a_server_it_is_said_what_to_set(comity: Asked) -> None:
    assert "COMITY_MAIL_URL" in comity("daymail", "show")
    assert "COMITY_MAIL_URL" in comity.refused("daymail", "to", "noor@hollis.example")
    with naming("gopher://x"):
        assert doctor(comity, "day's mail")["step"].startswith("Mend COMITY_MAIL_URL")


def test_a_mail_that_nothing_sent_is_found(
    comity: Asked, sink: Sink, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("comity.answers.day_mail.LATE", -1)
    comity("daymail", "to", "noor@hollis.example", "--at", "00:00")
    comity("daymail", "confirm", code_in(sink.messages[0]))
    DayMail.objects.update(leased_until=0)
    assert "nothing has sent it" in doctor(comity, "day's mail")["seen"]


@pytest.mark.parametrize(
    ("url", "port", "tls", "ssl"),
    [
        ("smtp://mail.example", 587, True, False),
        ("smtp://mail.example:25", 25, True, False),
        ("smtps://mail.example", 465, False, True),
        ("smtp://mail.example:465", 465, False, True),
        ("smtp://localhost", 25, False, False),
        ("smtp://mail.example:2525/?tls=none", 2525, False, False),
    ],
)
def test_a_connection_is_protected_unless_it_stays_here_or_one_says_so(
    url: str, port: int, tls: bool, ssl: bool
) -> None:
    options = mail.server(url).options
    assert (options["PORT"], options["USE_TLS"], options["USE_SSL"]) == (port, tls, ssl)


@pytest.mark.parametrize(
    "url",
    [
        "http://mail.example",
        "smtp://",
        "smtp://h:99999",
        "smtp://h/?tls=perhaps",
        "smtp://u:secret@h/?tls=none",
        "smtp://h/?from=a@b.c%0ABcc:x@y.z",
        "smtp://[bad",
    ],
)
def test_a_slip_in_the_address_of_the_server_is_told_without_its_password(url: str) -> None:
    server = mail.server(url)
    assert not server.named
    assert server.trouble
    assert "secret" not in server.trouble


def test_mail_comes_from_the_user_of_the_server_unless_it_is_said() -> None:
    assert mail.server("smtp://noor%40hollis.example:x@mail.example").sender == "noor@hollis.example"
    assert mail.server("smtp://noor:x@mail.example").sender == "comity@mail.example"
    assert mail.server("smtp://192.0.2.1").sender == "comity@localhost"
    assert mail.server("smtp://mail.example/?from=c@d.example").sender == "c@d.example"
    assert mail.server("").trouble == ""
