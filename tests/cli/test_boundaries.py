"""`comity boundaries` and `comity policies`."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from comity.actions import access, people
from comity.answers import books
from comity.core.days import day_from_date
from tests.cli.conftest import Asked
from tests.cli.test_docs import _documented, paths
from tests.small_book import INES, ME, mail, met, put

CALENDAR = """BEGIN:VCALENDAR\r
VERSION:2.0\r
PRODID:-//made up//EN\r
BEGIN:VEVENT\r
UID:retreat@hollis.example\r
DTSTART;VALUE=DATE:{on}\r
DTEND;VALUE=DATE:{to}\r
SUMMARY:Retreat\r
ORGANIZER:mailto:noor@hollis.example\r
ATTENDEE;PARTSTAT=ACCEPTED:mailto:noor@hollis.example\r
ATTENDEE;PARTSTAT=ACCEPTED:mailto:ruth@vale.example\r
END:VEVENT\r
END:VCALENDAR\r
"""


def keys(value: Any) -> set[str]:
    """The places of a JSON value, a person who may be null as one."""
    return {place.partition(".person.")[0] + ".person" * (".person." in place) for place in paths(value)}


@pytest.fixture
def one(comity: Asked) -> Asked:
    people.add_person(books.scope_for(access.first_user()), name="Ruth Vale", email="ruth@vale.example")
    return comity


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        (("hours", "mon-fri", "9:00-17.30"), "Mon–Fri, 09:00–17:30"),
        (("hours", "sat,sun"), "Sat, Sun"),
        (("hours", "fri-mon", "22-2", "call"), "Mon, Fri–Sun, 22:00–02:00: call"),
        (("hours", "9-17", "--zone", "Asia/Tokyo"), "every day, 09:00–17:00 (Asia/Tokyo)"),
        (("channel", "mail", "chat", "+call"), "not by mail or chat; rather by call"),
        (("topic", "politics", "salar*"), "not about politics or salar…"),
        (("request", "money"), "not to be asked for money"),
        (("answer", "72"), "an answer within 72 hours"),
    ],
)
def test_a_boundary_is_said_back_in_words(one: Asked, typed: tuple[str, ...], says: str) -> None:
    made = one.json("boundaries", "add", "theirs", *typed, "--with", "ruth")
    assert (made["says"], made["person"]["name"]) == (says, "Ruth Vale")
    assert f"Ruth Vale: {says}" in one("boundaries")


@pytest.mark.parametrize(
    "typed",
    [
        ("hours", "noon"),
        ("hours", "25-26"),
        ("hours", "9:70-10"),
        ("answer", "soon"),
        ("answer",),
        ("topic",),
    ],
)
def test_what_is_no_boundary_says_how_to_write_one(one: Asked, typed: tuple[str, ...]) -> None:
    assert one.run("boundaries", "add", "mine", *typed).exit_code in (1, 2)


def test_boundaries_are_listed_checked_ended_and_removed(one: Asked) -> None:
    assert "None. Set one" in one("boundaries")
    assert "Nothing that is known" in one("boundaries", "check", "mail her", "--with", "ruth")
    assert "Set for everybody" in one(
        "boundaries", "add", "mine", "topic", "pay", "--noticed", "--text", "Never"
    )
    one("boundaries", "add", "theirs", "hours", "mon-fri", "9-17", "--with", "ruth", "--role", "mentor")
    one("boundaries", "add", "theirs", "channel", "mail", "--with", "ruth")
    listed = one.json("boundaries")
    assert {*keys(listed)} == _documented("boundaries")
    assert len(one.json("boundaries", "--with", "ruth")) == 2
    (mine,) = one.json("boundaries", "--side", "mine")
    said = one("boundaries", "check", "mail about her pay", "--with", "ruth", "--at", "2026-05-16 21:40")
    assert "Ruth Vale asked: not by mail." in said
    assert "You meant not to speak of pay" in said
    found = one.json(
        "boundaries",
        "check",
        "Hello",
        "--by",
        "mail",
        "--asks",
        "money",
        "--at",
        "2026-05-16",
        "--with",
        "ruth",
    )
    assert {*keys(found)} == _documented("boundaries check")
    one("boundaries", "end", mine["id"])
    assert len(one.json("boundaries")) == 2
    assert "noticed" in one("boundaries", "--all")
    one("boundaries", "end", mine["id"], "--undo")
    one("boundaries", "end", mine["id"], "--on", "tomorrow")
    one("boundaries", "remove", mine["id"])
    assert len(one.json("boundaries", "--all")) == 2
    assert "See: comity boundaries --all" in one.run("boundaries", "remove", mine["id"]).stderr


def test_what_is_logged_against_a_boundary_is_said_and_kept(one: Asked) -> None:
    assert "None that is known" in one("boundaries", "crossings")
    one(
        "boundaries",
        "add",
        "theirs",
        "hours",
        "mon-fri",
        "9-17",
        "--with",
        "ruth",
        "--text",
        "Evenings are hers",
    )
    ran = one.run("log", "call with Ruth Vale yesterday at 21:40")
    assert ran.exit_code == 0
    assert "They said: “Evenings are hers”." in ran.stderr
    crossed = one.json("boundaries", "crossings")
    assert {*keys(crossed)} == _documented("boundaries crossings")
    assert "logged" in one("boundaries", "crossings", "--with", "ruth")
    assert "crossed 1 times" in one("boundaries")
    one("boundaries", "crossings", "--remove", crossed[0]["id"])
    assert one.json("boundaries", "crossings") == []


def test_other_commands_say_what_they_cross(one: Asked) -> None:
    one("boundaries", "add", "theirs", "request", "introduction", "reference", "--with", "ruth")
    one("boundaries", "add", "theirs", "topic", "politics", "--with", "ruth")
    one("boundaries", "add", "mine", "request", "money")
    one("boundaries", "add", "mine", "channel", "mail", "+call")
    assert "You meant not to be asked for money" in one.run("requests", "add", "ruth", "A loan?").stderr
    assert "politics" in one.run("remind", "Speak of politics", "--on", "tomorrow", "--person", "ruth").stderr
    assert "Rather by call" in one.run("draft", "ask_reference", "ruth").stderr
    people.add_person(books.scope_for(access.first_user()), name="Bo Lind")
    asked = one.run("introductions", "add", "Bo Lind", "--by", "ruth")
    assert "would rather not be asked for introductions" in asked.stderr


def test_what_is_planned_says_what_it_crosses(one: Asked) -> None:
    one("boundaries", "add", "theirs", "topic", "politics", "--with", "ruth")
    one("boundaries", "add", "mine", "hours", "mon-fri", "9-17", "event")
    planned = one.run("events", "add", "Politics Fair", "--on", "2030-01-05")
    assert "outside your own hours" in planned.stderr
    assert one.run("events", "guest", "Politics", "ruth").stderr == ""
    assert "speak of politics" in one.run("events", "guest", "Politics", "ruth", "--why", "x").stderr
    one("remind", "Call her", "--on", "2030-01-05", "--person", "ruth")
    (reminder,) = one.json("reminders")
    said = one.run("reminders", "edit", reminder["id"], "--text", "Politics")
    assert "speak of politics" in said.stderr
    work = one.json("mentoring", "begin", "ruth", "--as", "mentor")["id"]
    assert "politics" in one.run("mentoring", "plan", work, "2030-01-04", "--agenda", "Politics").stderr
    yesterday = (dt.datetime.now(dt.UTC).date() - dt.timedelta(days=1)).isoformat()
    one("events", "add", "Old Fair", "--on", yesterday)
    met = one.run("events", "met", "Old Fair", "Ruth Vale", "--person", "ruth", "--note", "Politics")
    assert "speak of politics" in met.stderr


def test_a_draft_that_is_opened_is_kept_and_taken_back(one: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr("click.launch", opened.append)
    one("boundaries", "add", "theirs", "channel", "mail", "--with", "ruth")
    one("draft", "write", "ruth")
    assert (opened, one.json("boundaries", "crossings")) == ([], [])
    assert "boundaries crossings --remove" in one("draft", "write", "ruth", "--open")
    assert opened[0].startswith("mailto:ruth@vale.example")
    (kept,) = one.json("draft", "write", "ruth", "--open")["crossings"]
    assert [(row["id"], row["did"]) for row in one.json("boundaries", "crossings")] == [(kept, "drafted")]
    one("boundaries", "crossings", "--remove", kept)
    assert one.json("boundaries", "crossings") == []


@pytest.fixture
def busy(one: Asked) -> Asked:
    """Mail of mine yesterday at 22 o'clock to Ines, a meeting with her tomorrow at 20, and hours of hers."""
    today = day_from_date(dt.datetime.now(dt.UTC).date())
    scope = books.scope_for(access.first_user())
    put(scope, [mail(today - 1, ME, INES, hour=22), met(today + 1, INES, subject="Late", hour=20)])
    one("boundaries", "add", "theirs", "hours", "9-17", "--with", INES)
    return one


def test_meetings_to_come_and_mail_outside_of_hours_are_told(busy: Asked) -> None:
    found = busy.json("boundaries", "ahead")
    assert [one["subject"] for one in found] == ["Late"]
    assert paths(found) == _documented("boundaries ahead")
    assert "Late" in busy("boundaries", "ahead", "--with", INES)
    counted = busy.json("boundaries", "mail")
    assert [(one["side"], one["to"]) for one in counted] == [("theirs", "Ines Varga")]
    assert paths(counted) == _documented("boundaries mail")
    assert "1 of 1 mail of yours" in busy("boundaries", "mail", "--with", INES)
    assert "None that is known" in busy("boundaries", "ahead", "--with", "ruth")
    assert "None that is known" in busy("boundaries", "mail", "--with", "ruth")


def test_an_import_says_which_meetings_to_come_cross_a_boundary(one: Asked, tmp_path: Path) -> None:
    one("me", "add", ME)
    one("boundaries", "add", "theirs", "hours", "mon-fri", "9-17", "--with", "ruth")
    day = dt.datetime.now(dt.UTC).date() + dt.timedelta(days=2)
    saturday = day + dt.timedelta(days=(5 - day.weekday()) % 7)
    path = tmp_path / "mine.ics"
    path.write_text(CALENDAR.format(on=f"{saturday:%Y%m%d}", to=f"{saturday + dt.timedelta(1):%Y%m%d}"))
    said = one("import", str(path))
    assert f"{saturday} Retreat:" in said
    assert "This is outside the hours of Ruth Vale" in said


def test_policies_are_noted_listed_read_again_ended_and_removed(one: Asked) -> None:
    assert "None. Note one" in one("policies")
    made = one.json(
        *("policies", "add", "Gifts", "--kind", "gifts", "--at", "Acme", "--asks", "approval"),
        *(
            "--from",
            "50",
            "--currency",
            "eur",
            "--within",
            "365",
            "--text",
            "x",
            "--url",
            "https://a.example",
        ),
        *("--review", "2020-01-01"),
    )
    assert "Noted: Talks" in one("policies", "add", "Talks")
    listed = one.json("policies")
    assert {*keys(listed)} == _documented("policies")
    assert listed[0]["review_due"] is True
    assert "ask for approval first, from 50.00 EUR on, within 365 days" in one("policies").replace(
        "\u00a0", " "
    )
    assert "Next: " in one("policies", "reviewed", made["id"])
    one("policies", "reviewed", made["id"], "--again", "in 3 weeks")
    one("policies", "end", made["id"])
    assert len(one.json("policies")) == 1
    one("policies", "end", made["id"], "--undo")
    one("policies", "end", made["id"], "--on", "tomorrow")
    assert "until" in one("policies", "--all")
    one("policies", "remove", made["id"])
    assert "See: comity policies --all" in one.run("policies", "remove", made["id"]).stderr
