"""Messages made to do harm: each is read, or reported, within bounds."""

from __future__ import annotations

from email.header import Header

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.core.records import Flag, Interaction, Problem
from comity.sources._html import text_of_html
from comity.sources._message import read_message
from comity.sources._plain import TEXT_LIMIT

HEAD = b"From: Ama Osei <ama@quill.example>\nDate: Mon, 1 Jan 2024 10:00:00 +0100\nSubject: Tea\n"
TO = b"To: Bo <bo@quill.example>\n"


def _read(raw: bytes, envelope: bytes = b"") -> Interaction:
    found = read_message(raw, 7, envelope)
    assert isinstance(found, Interaction), found
    return found


def _emails(found: Interaction) -> list[str]:
    return [party.handle.value for party in found.parties]


@pytest.mark.parametrize("character", [b"<", b"(", b"[", b'"', b"a:", b",;", b"\\", b"@", b"(("])
def test_twenty_thousand_brackets_do_no_harm(character: bytes) -> None:
    found = _read(HEAD + b"To: " + character * 20_000 + b" bo@quill.example\n\nhi\n")
    assert (found.subject, found.text) == ("Tea", "hi")


@pytest.mark.parametrize(
    "form", ["p%d@quill.example", "P %d <p%d@quill.example>", "p%d at quill.example (P)"]
)
def test_forty_thousand_recipients_are_all_read(form: str) -> None:
    crowd = ", ".join(form.replace("%d", str(i)) for i in range(40_000)).encode()
    found = _read(HEAD + b"To: " + crowd + b"\n\nhi\n")
    assert found.flags == Flag.BULK
    assert len(found.parties) == 40_001 if " at " not in form else len(found.parties) > 1000


@pytest.mark.parametrize("depth", [3, 600, 3_000])
def test_parts_within_parts_are_read_or_reported(depth: int) -> None:
    raw = HEAD + b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (i, i) for i in range(depth)
    )
    found = read_message(raw + b"Content-Type: text/plain\n\nhi\n", 7)
    if depth == 3:
        assert isinstance(found, Interaction)
        assert found.text == "hi"
    elif isinstance(found, Problem):
        assert found.code == "unreadable"


def test_messages_within_messages_are_read_without_end() -> None:
    assert (
        _read(HEAD + b"Content-Type: message/rfc822\n\nFrom: a@x.example\n" * 3_000 + b"\n\nhi").subject
        == "Tea"
    )


@pytest.mark.parametrize(
    "raw",
    [
        HEAD.replace(b"Tea", b"=?utf-8?q?a=00?= " * 60_000) + b"\nhi",
        HEAD.replace(b"Ama Osei", b"N" * 1_000_000) + b"\nhi",
        HEAD + b"X: y\n" * 200_000 + b"\nhi",
        HEAD + b"Content-Type: text/html\n\n" + b"<br x" * 190_000,
        HEAD + b"Content-Type: text/html\n\n" + b"<" * 1_900_000,
        HEAD + b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\nhi\n" * 100_000,
        HEAD + b"Content-Type: application/ms-tnef\nContent-Transfer-Encoding: base64\n\n" + b"AAAA" * 1_000,
        HEAD
        + b"Content-Type: application/pkcs7-mime\nContent-Transfer-Encoding: base64\n\n"
        + b"MIAG" * 1_000,
    ],
    ids=["encoded words", "long name", "many headers", "open tags", "brackets", "parts", "TNEF", "S/MIME"],
)
def test_what_is_made_to_take_long_is_read_within_bounds(raw: bytes) -> None:
    found = _read(raw)
    assert len(found.subject) <= 1000
    assert len(found.text) <= TEXT_LIMIT
    assert all(len(party.name) <= 200 for party in found.parties)


@pytest.mark.parametrize("name", ["<svg onload=x>", "{{constructor}}", "\u202egnirts", "=cmd|x"])
def test_names_made_to_do_harm_stay_text(name: str) -> None:
    raw = HEAD.replace(b"Ama Osei", Header(name, "utf-8").encode().encode()) + b"\nhi\n"
    assert _read(raw).parties[0].handle.value == "ama@quill.example"


@settings(max_examples=300, deadline=None, derandomize=True)
@given(
    raw=st.binary(max_size=400),
    changes=st.lists(st.tuples(st.integers(0, 400), st.integers(0, 255)), max_size=8),
)
def test_whatever_the_bytes_there_is_an_interaction_or_a_problem(
    raw: bytes, changes: list[tuple[int, int]]
) -> None:
    damaged = bytearray(HEAD + TO + b"Content-Type: multipart/mixed; boundary=b\n\n--b\n\n" + raw)
    for place, value in changes:
        damaged[place % len(damaged)] = value
    found = read_message(bytes(damaged), 7)
    assert isinstance(found, Interaction | Problem)
    found_raw = read_message(raw, 7)
    assert isinstance(found_raw, Interaction | Problem)


def test_huge_html_is_stripped_too() -> None:
    source = "<div>" * 20_000 + "<script>evil()</script><style>p{}</style>see<br>you" + "<script>never closed"
    assert text_of_html(source).split() == ["see", "you"]
