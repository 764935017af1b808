"""What kind of mail a message is: a person's, a list's, a machine's, sent to many; and what a report says."""

from __future__ import annotations

import pytest

from comity.core.notices import Bounce, bounces
from comity.core.records import Flag, Interaction
from comity.sources._message import CROWD, read_message

HEAD = b"From: Ama Osei <ama@quill.example>\nDate: Mon, 1 Jan 2024 10:00:00 +0100\nSubject: Tea\n"
TO = b"To: Bo <bo@quill.example>\n"


def _read(raw: bytes, envelope: bytes = b"") -> Interaction:
    found = read_message(raw, 7, envelope)
    assert isinstance(found, Interaction), found
    return found


@pytest.mark.parametrize(
    ("lines", "flags"),
    [
        (b"List-Unsubscribe: <https://x.example>\n", Flag.BULK),
        (b"List-Unsubscribe: <https://x.example>\nList-Post: NO\n", Flag.BULK | Flag.LIST),
        (b"List-Unsubscribe: <https://x.example>\nList-Post: <mailto:g@x.example>\n", Flag.LIST),
        (b"Precedence: bulk\n", Flag.BULK),
        (b"Precedence: list\n", Flag.LIST),
        (b"Precedence: auto_reply\n", Flag.AUTOMATIC),
        (b"Auto-Submitted: no\n", Flag.NONE),
        (b"Auto-Submitted: auto-generated\n", Flag.AUTOMATIC),
        (b"Return-Path: <>\n", Flag.AUTOMATIC),
        (b"Feedback-ID: 1\n", Flag.BULK),
        (b"X-Autoreply: yes\n", Flag.AUTOMATIC),
        (b"Content-Type: multipart/report; boundary=b\n", Flag.AUTOMATIC),
        (b"", Flag.NONE),
    ],
)
def test_bulk_automatic_and_list_mail_is_flagged(lines: bytes, flags: Flag) -> None:
    assert _read(HEAD + lines + b"\nhi\n").flags == flags


def test_a_machine_is_known_by_its_address() -> None:
    assert _read(HEAD.replace(b"ama@", b"no-reply@") + b"\nhi\n").flags == Flag.AUTOMATIC


def test_a_message_to_a_crowd_is_bulk() -> None:
    for number, flags in ((CROWD - 1, Flag.NONE), (CROWD, Flag.BULK)):
        crowd = ", ".join(f"p{i}@quill.example" for i in range(number)).encode()
        assert _read(HEAD + b"To: " + crowd + b"\n\nhi\n").flags == flags


def test_the_address_of_a_list_is_marked_as_one() -> None:
    raw = (
        HEAD
        + b"To: gardeners@lists.example\nCc: bo@quill.example\nList-Id: Gardeners <gardeners.lists.example>\n\nhi\n"
    )
    found = _read(raw)
    assert [(p.part, p.handle.value) for p in found.parties][1:] == [
        (9, "gardeners@lists.example"),
        (3, "bo@quill.example"),
    ]
    assert found.flags == Flag.LIST


def test_the_address_to_post_to_is_a_list_too() -> None:
    raw = HEAD + b"To: g@lists.example\nList-Post: <mailto:g@lists.example?subject=x>\n\nhi\n"
    assert [p.part for p in _read(raw).parties] == [1, 9]


def test_precedence_bulk_on_a_list_that_takes_answers_is_the_lists() -> None:
    lines = b"Precedence: bulk\nList-Id: <g.x.example>\nList-Post: <mailto:g@x.example>\n"
    assert _read(HEAD + lines + b"\nhi\n").flags == Flag.LIST
    assert (
        _read(HEAD + lines.replace(b"<mailto:g@x.example>", b"NO") + b"\nhi\n").flags == Flag.LIST | Flag.BULK
    )


INVITATION = (
    b"Content-Type: multipart/alternative; boundary=b\n\n--b\nContent-Type: text/plain\n\nTea at ten\n"
    b"--b\nContent-Type: text/calendar; method=REQUEST\n\nBEGIN:VCALENDAR\nEND:VCALENDAR\n--b--\n"
)


def test_a_calendars_invitation_is_automatic_and_an_attached_calendar_is_not() -> None:
    assert _read(HEAD + TO + INVITATION).flags == Flag.AUTOMATIC
    assert _read(HEAD + TO + INVITATION.replace(b"; method=REQUEST", b"; name=a.ics")).flags == Flag.NONE


def test_the_patient_parser_tells_calendars_apart_too() -> None:
    image = b"--b\nContent-Transfer-Encoding: base64\nContent-Type: image/png\n\n!!!!\n--b--\n"
    assert _read(HEAD + TO + INVITATION.replace(b"--b--\n", image)).flags == Flag.AUTOMATIC


@pytest.mark.parametrize(
    ("lines", "flags"),
    [
        (b"X-GitHub-Reason: mention\n", Flag.AUTOMATIC),
        (b"X-MC-User: 1\n", Flag.NONE),
        (b"X-Auto-Response-Suppress: All\n", Flag.NONE),
    ],
)
def test_one_odd_header_does_not_make_a_person_a_machine(lines: bytes, flags: Flag) -> None:
    assert _read(HEAD + lines + b"\nhi\n").flags == flags


REPORT = (
    b"Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\nContent-Type: text/plain\n\n"
    b"Sorry.\n--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example\n\n"
    b"Final-Recipient: rfc822; gone@quill.example\nAction: failed\nStatus: 5.1.1\n\n--b\n"
    b"Content-Type: message/rfc822\n\nFrom: noor@hollis.example\nSubject: Tea\n\nHello\n--b--\n"
)


@pytest.mark.parametrize("ends", [b"\n", b"\r\n"])
def test_the_fields_of_a_delivery_report_are_kept_with_its_words(ends: bytes) -> None:
    found = _read((HEAD + REPORT).replace(b"\n", ends))
    assert found.flags == Flag.AUTOMATIC
    assert found.text.startswith("Sorry.")
    assert "Hello" not in found.text
    assert bounces(found.subject, found.text) == (Bounce("gone@quill.example", "5.1.1", found_reason(found)),)


def found_reason(found: Interaction) -> str:
    """The group of fields about the recipient, on one line."""
    return " ".join(found.text.split("\n\n")[-1].split())


def test_a_text_that_speaks_of_reports_is_none() -> None:
    raw = b"Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\nmessage/delivery-status\n--b--\n"
    assert _read(HEAD + raw).text == "message/delivery-status"


@pytest.mark.parametrize("end", [b"i1a2b3:Fastmail", b"12345:user:proton", b"rr0:zu1:rf2:ZohoMail"])
def test_what_a_provider_marks_for_itself_is_still_a_persons_mail(end: bytes) -> None:
    assert _read(HEAD + TO + b"Feedback-ID: " + end + b"\n\nhi\n").flags == Flag.NONE


VIA = b"Date: Mon, 1 Jan 2024 10:00:00 +0100\nSubject: Tea\nList-Id: <g.lists.example>\nList-Post: <mailto:g@lists.example>\n"


@pytest.mark.parametrize(
    "lines",
    [
        b"From: \"'Ama Osei' via G\" <g@lists.example>\nX-Original-From: Ama Osei <ama@quill.example>\n",
        b"From: Ama Osei via G <g@lists.example>\nReply-To: ama@quill.example\n",
        b"From: Ama Osei via G <g@lists.example>\nReply-To: g@lists.example, A <ama@quill.example>\n",
    ],
)
def test_who_wrote_through_a_list_that_sends_in_its_own_name_is_the_sender(lines: bytes) -> None:
    found = _read(lines + VIA + b"To: g@lists.example\nCc: bo@quill.example\n\nhi\n")
    assert [(p.part, p.handle.value, p.name) for p in found.parties] == [
        (1, "ama@quill.example", "Ama Osei"),
        (9, "g@lists.example", ""),
        (3, "bo@quill.example", ""),
    ]


def test_a_list_is_nobody_also_where_it_does_not_say_who_wrote() -> None:
    found = _read(b"From: Ama via G <g@lists.example>\n" + VIA + b"To: bo@quill.example\n\nhi\n")
    assert [(p.part, p.handle.value) for p in found.parties] == [
        (9, "g@lists.example"),
        (2, "bo@quill.example"),
    ]


def test_an_invitation_below_much_html_is_still_a_calendars() -> None:
    long = INVITATION.replace(b"Tea at ten\n", b"Tea at ten\n" + b"x" * 70 + b"\n" * 2000 + b"y\n" * 40_000)
    assert _read(HEAD + TO + long).flags == Flag.AUTOMATIC


@pytest.mark.parametrize(
    ("subject", "body", "flags"),
    [
        ("Einladung: Sommerfest am Samstag", "Lieber Bo, kommst du? Ama", Flag.NONE),
        ("Cancelled: tonight", "So sorry, I am ill. Next week?", Flag.NONE),
        ("Invitation: Tea @ Mon Jan 1, 2024 10am", "", Flag.AUTOMATIC),
        ("Einladung: Tee", "Wann: Montag, 10 Uhr\nWo: Küche", Flag.AUTOMATIC),
        ("Cancelled event: Tea", "This event has been canceled.", Flag.AUTOMATIC),
        ("Accepted: Tea", "See you", Flag.AUTOMATIC),
    ],
)
def test_what_people_also_write_into_a_subject_needs_a_calendars_words(
    subject: str, body: str, flags: Flag
) -> None:
    raw = HEAD.replace(b"Tea", subject.encode()) + TO + b"\n" + body.encode() + b"\n"
    assert _read(raw).flags == flags
