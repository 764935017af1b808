"""Mailboxes in one file, in all the dialects that programs write."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from comity.core.records import Interaction, Problem, Record
from comity.sources import HEAD_BYTES, Place
from comity.sources import mbox as module
from comity.sources.eml import source as eml
from comity.sources.mbox import source
from tests.sources.places import place_of

LINE = "From ama@quill.example Mon Jan  1 10:00:00 2024\n"


def _mail(subject: str, body: str = "Good day.", more: str = "") -> str:
    return f"From: Ama <ama@quill.example>\nDate: Mon, 1 Jan 2024 10:00:00 +0000\nSubject: {subject}\n{more}\n{body}\n"


def _box(*mails: str) -> str:
    return "".join(f"{LINE}{mail}\n" for mail in mails)


def _read(folder: Path, content: str | bytes) -> list[Record]:
    return list(source.read(place_of(folder, content)))


def _subjects(folder: Path, content: str | bytes) -> list[str]:
    return [
        record.subject if isinstance(record, Interaction) else f"! {record[1]}"
        for record in _read(folder, content)
    ]


def _texts(folder: Path, content: str | bytes) -> list[str]:
    return [record.text for record in _read(folder, content) if isinstance(record, Interaction)]


def test_messages_are_read_in_order_with_their_positions(tmp_path: Path) -> None:
    content = _box(_mail("one"), _mail("two"), _mail("three"))
    assert _subjects(tmp_path, content) == ["one", "two", "three"]
    positions = [record.position for record in _read(tmp_path, content) if isinstance(record, Interaction)]
    assert [content[place : place + 5] for place in positions] == ["From "] * 3


def test_an_empty_file_holds_nothing(tmp_path: Path) -> None:
    assert _read(tmp_path, "") == []


def test_a_file_without_a_message_is_reported(tmp_path: Path) -> None:
    assert _subjects(tmp_path, "just text\n") == ["! no-message"]


def test_text_before_the_first_message_is_reported_and_the_rest_read(tmp_path: Path) -> None:
    assert _subjects(tmp_path, "garbage\n" + _box(_mail("one"), _mail("two"))) == [
        "! leading-text",
        "one",
        "two",
    ]


@pytest.mark.parametrize("lead", ["\ufeff", "\n", "\r\n\r\n"])
def test_a_byte_order_mark_or_empty_lines_before_it_hide_no_message(tmp_path: Path, lead: str) -> None:
    place = place_of(tmp_path, lead + _box(_mail("one"), _mail("two")))
    assert source.recognise(place) == 95
    assert [r.subject for r in source.read(place) if isinstance(r, Interaction)] == ["one", "two"]


def test_a_line_that_begins_with_from_parts_no_message(tmp_path: Path) -> None:
    body = "Hear this:\n\nFrom here on it is downhill.\nFrom 10:00 until 2024\nFrom: nobody\n>From the quoted\nEnd"
    content = _box(_mail("one", body), _mail("two"))
    assert _subjects(tmp_path, content) == ["one", "two"]
    assert _texts(tmp_path, content)[0] == body.replace(">From", "From")


@pytest.mark.parametrize(
    "line",
    [
        "From - Mon Jan 01 10:00:00 2024\n",
        "From 1234567890@xxx Mon Jan 01 10:00:00 +0000 2024\n",
        "From ama at quill.example  Mon Jan  1 10:00:00 2024\n",
        "From MAILER-DAEMON Mon Jan  1 10:00:00 2024\n",
        "From ama@quill.example Mon Jan  1 10:00 MET 2024\n",
        "From ama@quill.example Mon Jan  1 10:00:00 2024 remote from mx\n",
    ],
)
def test_the_separators_of_many_programs_are_known(tmp_path: Path, line: str) -> None:
    content = f"{line}{_mail('one')}\n{line}{_mail('two')}\n"
    place = place_of(tmp_path, content)
    assert source.recognise(place) == 95
    assert _subjects(tmp_path, content) == ["one", "two"]


def test_mailmans_monthly_text_is_read(tmp_path: Path) -> None:
    content = (
        "From ama at quill.example  Mon Jan  1 10:00:00 2024\nFrom: ama at quill.example (Ama Osei)\n"
        "Date: Mon, 1 Jan 2024 10:00:00 +0000\nSubject: [Gardeners] Quilts\nIn-Reply-To: <0@x>\nMessage-ID: <1@x>\n\nHi\n\n"
    )
    (found,) = _read(tmp_path, content)
    assert isinstance(found, Interaction)
    assert [(p.handle.value, p.name) for p in found.parties] == [("ama@quill.example", "Ama Osei")]


def test_a_content_length_that_leads_to_the_next_message_is_believed(tmp_path: Path) -> None:
    body = f"An example:\n\n{LINE}Subject: not a message\n\nend\n"
    held = _mail("one", body, f"Content-Length: {len(body)}\n")
    assert _subjects(tmp_path, _box(held, _mail("two"))) == ["one", "two"]
    assert "not a message" in _texts(tmp_path, _box(held, _mail("two")))[0]


def test_a_content_length_that_leads_to_the_end_of_the_file_is_believed(tmp_path: Path) -> None:
    body = f"An example:\n\n{LINE}Subject: not a message\n\nend\n"
    assert _subjects(tmp_path, _box(_mail("one", body, f"Content-Length: {len(body)}\n"))) == ["one"]


@pytest.mark.parametrize("length", ["3", "100000", "999999999999", "nine", "-1"])
def test_a_content_length_that_leads_nowhere_is_not_believed(tmp_path: Path, length: str) -> None:
    held = _mail("one", more=f"Content-Length: {length}\n")
    assert _subjects(tmp_path, _box(held, _mail("two"), _mail("three"))) == ["one", "two", "three"]


def test_windows_line_ends_give_the_same_messages(tmp_path: Path) -> None:
    content = _box(_mail("one", "a\nFrom me\nb"), _mail("two"))
    plain = [record[1:14] for record in _read(tmp_path, content)]
    assert [record[1:14] for record in _read(tmp_path, content.replace("\n", "\r\n"))] == plain


def test_mixed_line_ends_are_read(tmp_path: Path) -> None:
    content = _box(_mail("one")) + _box(_mail("two")).replace("\n", "\r\n") + _box(_mail("three"))
    assert _subjects(tmp_path, content) == ["one", "two", "three"]


def test_a_truncated_last_message_is_read_so_far(tmp_path: Path) -> None:
    content = _box(_mail("one"), _mail("two", "a long body"))
    assert _texts(tmp_path, content[:-7]) == ["Good day.", "a long"]
    assert _subjects(tmp_path, content[: content.index("Subject: two")])[0] == "one"


def test_a_message_that_cannot_be_read_is_reported_and_the_others_read(tmp_path: Path) -> None:
    content = _box(_mail("one"), "X-Nothing: here\n\nbody\n", _mail("three"))
    assert _subjects(tmp_path, content) == ["one", "! no-headers", "three"]


def test_a_message_larger_than_the_limit_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MESSAGE_LIMIT", 300)
    content = _box(_mail("one"), _mail("two", "x" * 400), _mail("three"))
    assert _subjects(tmp_path, content) == ["one", "! too-large", "three"]


def test_the_same_message_alone_and_in_a_mailbox_is_one(tmp_path: Path) -> None:
    (boxed,) = _read(tmp_path, _box(_mail("one", "a\n\n>From b")))
    (alone,) = eml.read(place_of(tmp_path, _mail("one", "a\n\nFrom b")))
    assert boxed == alone


@pytest.mark.parametrize(
    "head", [b"", b"From me to you\n\nhi\n", b"From: a\nDate: x\n\n", b"PK\x03\x04", b"From \xff" * 9]
)
def test_what_is_no_mailbox_is_not_taken_for_one(tmp_path: Path, head: bytes) -> None:
    assert source.recognise(place_of(tmp_path, head)) == 0


_BODY_LINE = st.sampled_from(
    [
        "",
        "text",
        "From the hill",
        ">From quoted",
        ">>From twice",
        "Subject: inside",
        "\x00",
        "Žofie",
        "From 1:00 2024",
    ]
)


@settings(
    max_examples=150,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    bodies=st.lists(st.lists(_BODY_LINE, max_size=6), min_size=1, max_size=5),
    end=st.sampled_from(["\n", "\r\n"]),
)
def test_as_many_messages_are_read_as_were_written(tmp_path: Path, bodies: list[list[str]], end: str) -> None:
    content = _box(*(_mail(f"number {n}", "\n".join(lines)) for n, lines in enumerate(bodies))).replace(
        "\n", end
    )
    assert _subjects(tmp_path, content) == [f"number {n}" for n in range(len(bodies))]


@settings(
    max_examples=150,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    cut=st.integers(0, 600), changes=st.lists(st.tuples(st.integers(0, 600), st.integers(0, 255)), max_size=9)
)
def test_a_damaged_mailbox_gives_interactions_and_problems(
    tmp_path: Path, cut: int, changes: list[tuple[int, int]]
) -> None:
    content = bytearray(
        _box(_mail("one", more="Content-Length: 10\n"), _mail("two"), _mail("three")).encode()[cut:]
    )
    for where, value in changes:
        if content:
            content[where % len(content)] = value
    path = tmp_path / "damaged"
    path.write_bytes(content)
    place = Place(path, "damaged", bytes(content[:HEAD_BYTES]))
    assert source.recognise(place) in (0, 95)
    assert all(isinstance(record, Interaction | Problem) for record in source.read(place))


@pytest.mark.parametrize(
    "labels",
    [
        "Spam",
        "Archived,Trash",
        '"Draft",Important',
        "Papierkorb",
        "=?UTF-8?Q?Entw=C3=BCrfe?=",
        "Unread,\n =?UTF-8?B?U3BhbQ==?=",
    ],
)
def test_what_gmail_labels_as_spam_trash_or_draft_is_left_out_and_counted(
    tmp_path: Path, labels: str
) -> None:
    content = _box(
        _mail("one", more=f"X-Gmail-Labels: {labels}\n"),
        _mail("two", more="X-Gmail-Labels: Inbox,Spammers\n"),
    )
    assert _subjects(tmp_path, content) == ["two", "! left-out"]


def test_labels_in_a_body_are_words(tmp_path: Path) -> None:
    content = _box(
        _mail("one", "\nX-Gmail-Labels: Spam\n", "X-Gmail-Labels: Inbox\n"),
        _mail("two", more="X-Gmail-Labels: =?nope?Q?x?=\n"),
    )
    assert _subjects(tmp_path, content) == ["one", "two"]


def test_what_thunderbird_has_deleted_but_not_removed_yet_is_left_out(tmp_path: Path) -> None:
    content = _box(
        _mail("one", more="X-Mozilla-Status: 0009\n"), _mail("two", more="X-Mozilla-Status: 0001\n")
    )
    assert _subjects(tmp_path, content) == ["two", "! left-out"]
