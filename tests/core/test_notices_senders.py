"""Machines, calendars and newsletters told from people, and never a person's mail for one odd line."""

from __future__ import annotations

import pytest

from comity.core.notices_senders import flags_of_sender, is_calendar_mail
from comity.core.records import Flag

BYE = "\n\nTo unsubscribe click https://x.example"
PERSON = "ama@quill.example"


def _flags(
    headers: str = "", sender: str = PERSON, subject: str = "Tea", text: str = "Shall we meet?"
) -> Flag:
    return Flag(flags_of_sender(dict.fromkeys(headers.split(), "x"), sender, subject, text))


@pytest.mark.parametrize(
    "header", ["x-github-reason", "x-jira-fingerprint", "x-linkedin-class", "x-autoreply"]
)
def test_a_header_that_only_machines_write_is_enough(header: str) -> None:
    assert _flags(header) == Flag.AUTOMATIC


def test_a_calendars_class_of_content_is_enough() -> None:
    assert (
        flags_of_sender({"content-class": "urn:content-classes:calendarmessage"}, PERSON, "", "")
        == Flag.AUTOMATIC
    )
    assert flags_of_sender({"content-class": "urn:content-classes:message"}, PERSON, "", "") == Flag.NONE


def test_a_campaigns_header_needs_a_second_sign() -> None:
    assert _flags("x-mc-user") == Flag.NONE
    assert _flags("x-mc-user", text="Offers" + BYE) == Flag.BULK
    assert _flags("x-mc-user", sender="newsletter@quill.example") == Flag.BULK
    assert _flags("x-auto-response-suppress") == Flag.NONE


def test_a_farewell_needs_the_address_of_a_newsletter() -> None:
    assert _flags(text="Offers" + BYE) == Flag.NONE
    assert _flags(sender="news@quill.example", text="Offers" + BYE) == Flag.BULK
    assert _flags(sender="news@quill.example") == Flag.NONE
    assert _flags("in-reply-to", sender="info@quill.example", text="Yes." + BYE) == Flag.NONE
    assert _flags(sender="", text="Offers" + BYE) == Flag.NONE


@pytest.mark.parametrize(
    ("subject", "flags"),
    [
        ("Automatic reply: Tea", Flag.AUTOMATIC),
        ("Automatische Antwort: Tee", Flag.AUTOMATIC),
        ("Abwesenheitsnotiz: Tee", Flag.AUTOMATIC),
        ("Réponse automatique : Thé", Flag.AUTOMATIC),
        ("Respuesta automática: Té", Flag.AUTOMATIC),
        ("Out of Office: Tea", Flag.AUTOMATIC),
        ("Undeliverable: Tea", Flag.AUTOMATIC),
        ("Delivery Status Notification (Failure)", Flag.AUTOMATIC),
        ("Re: Automatic reply: Tea", Flag.NONE),
        ("Automatic gate", Flag.NONE),
        ("Out of milk", Flag.NONE),
        ("Accepted: Tea @ Mon", Flag.AUTOMATIC),
        ("Zugesagt: Tee", Flag.AUTOMATIC),
        ("Invitation: Tea @ Mon 10am", Flag.AUTOMATIC),
        ("Invitation: Tea", Flag.NONE),
        ("Re: Invitation: Tea", Flag.NONE),
        ("Accepted papers", Flag.NONE),
    ],
)
def test_programs_subjects_are_known_and_answers_to_them_are_not_theirs(subject: str, flags: Flag) -> None:
    assert _flags(subject=subject) == flags


def test_a_letter_below_a_calendars_subject_is_a_letter() -> None:
    assert (
        _flags(subject="Invitation: my birthday", text="Dear all, " + "please come and bring cake. " * 20)
        == Flag.NONE
    )


PART = b"From: a@x.example\nContent-Type: multipart/mixed; boundary=b\n\n--b\n%s\n\nBEGIN:VCALENDAR\n--b--\n"


@pytest.mark.parametrize(
    ("head", "calendar"),
    [
        (b"Content-Type: text/calendar; charset=utf-8; method=REQUEST", True),
        (b'Content-Type: text/calendar;\n method="REPLY"', True),
        (b"Content-Type: text/calendar; name=a.ics", False),
        (b"Content-Type: text/calendar; method=PUBLISH", False),
        (b"Content-Type: text/plain\n\nsee text/calendar; method=REQUEST", False),
        (b"Content-Type: text/plain", False),
    ],
)
def test_an_invitation_is_told_from_an_attached_calendar(head: bytes, calendar: bool) -> None:
    assert is_calendar_mail(PART % head) is calendar
