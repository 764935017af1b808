"""Single messages: one a file."""

from __future__ import annotations

from pathlib import Path

import pytest

from comity.core.records import Interaction, Problem
from comity.sources import eml as module
from comity.sources.eml import source
from tests.sources.places import place_of

MAIL = "From: Ama <ama@quill.example>\nDate: Mon, 1 Jan 2024 10:00:00 +0000\nSubject: Tea\n\nGood day.\n"


@pytest.mark.parametrize("content", [MAIL, "\ufeff" + MAIL, "\n" + MAIL, MAIL.replace("\n", "\r\n")])
def test_a_message_is_recognised_and_read(tmp_path: Path, content: str) -> None:
    place = place_of(tmp_path, content)
    assert source.recognise(place) == 60
    (found,) = source.read(place)
    assert isinstance(found, Interaction)
    assert (found.subject, found.text, found.position) == ("Tea", "Good day.", 0)
    assert [party.handle.value for party in found.parties] == ["ama@quill.example"]


def test_folded_headers_belong_to_their_line(tmp_path: Path) -> None:
    assert source.recognise(place_of(tmp_path, "Received: from a\n\tby b\nSubject: x\n\nhi\n")) == 60


@pytest.mark.parametrize(
    "content",
    ["", "Subject: alone\n\nhi", "Title: x\nAuthor: y\n\ntext", "From me\nto you\n", "BEGIN:VCARD\nFN:x\n"],
)
def test_what_has_too_few_headers_is_no_message(tmp_path: Path, content: str) -> None:
    assert source.recognise(place_of(tmp_path, content)) == 0


def test_a_message_larger_than_the_limit_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "SIZE_LIMIT", 10)
    (found,) = source.read(place_of(tmp_path, MAIL))
    assert isinstance(found, Problem)
    assert found.code == "too-large"


def test_a_message_of_apple_mail_is_read_without_its_property_list(tmp_path: Path) -> None:
    content = f"{len(MAIL)}   \n{MAIL}<?xml version='1.0'?><plist version='1.0'></plist>\n"
    place = place_of(tmp_path, content)
    assert source.recognise(place) == 60
    (found,) = source.read(place)
    assert isinstance(found, Interaction)
    assert (found.subject, found.text) == ("Tea", "Good day.")


def test_a_file_that_begins_with_a_number_is_no_message(tmp_path: Path) -> None:
    assert source.recognise(place_of(tmp_path, "12\nand more\n")) == 0
