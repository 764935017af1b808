"""What mail tells, on the command line: listed, corrected, accepted, taken back; how much is read."""

from __future__ import annotations

import datetime as dt
from email.utils import format_datetime
from pathlib import Path

import pytest

from tests.cli.conftest import ME, Asked

ADA, BO = "ada@quill.example", "bo@lind.example"


@pytest.fixture
def asked(comity: Asked, tmp_path: Path) -> Asked:
    """Mail of yesterday that asks, promises, introduces and tells of a birth."""
    letters = (
        (f"Ada Quill <{ADA}>", f"Noor <{ME}>", "Hi Noor,\n\nI'll send you the contract by 3/4."),
        (f"Bo Lind <{BO}>", f"Noor <{ME}>", "I'd like to introduce you to our head of research."),
        (
            f"Ada Quill <{ADA}>",
            f"Noor <{ME}>",
            "Thank you so much for your comments. Our son was born on Sunday.",
        ),
        (f"Bo Lind <{BO}>", f"Noor <{ME}>", "I've started as head of design at Harbour Press."),
    )
    at = format_datetime(dt.datetime.now(dt.UTC) - dt.timedelta(days=1))
    path = tmp_path / "recent.mbox"
    path.write_text(
        "".join(
            f"From x Mon Sep 30 09:00:00 2024\nFrom: {sender}\nTo: {to}\nDate: {at}\nMessage-ID: <r{n}@x>\n\n{text}\n\n"
            for n, (sender, to, text) in enumerate(letters)
        )
    )
    comity("import", str(path), "--me", ME, "--mine")
    return comity


def _ids(comity: Asked) -> dict[str, str]:
    return {row["kind"]: row["id"] for row in comity.json("proposals")}


def test_what_mail_tells_is_listed_with_its_sentence_and_what_is_open(asked: Asked) -> None:
    shown = asked("proposals")
    for words in (
        "Did Ada Quill promise you this? (likely)",
        "“I'll send you the contract by 3/4.”",
        "“by 3/4” names no single day; say it with --due DATE.",
        "Kind: feedback.",
        "head of design, Harbour Press",
    ):
        assert words in shown
    (row,) = asked.json("proposals", "--kind", "their_promise")
    assert row["read_as"] == {
        "text": row["quote"],
        "due": None,
        "due_words": "by 3/4",
        "person": row["people"][0]["id"],
    }


def test_a_promise_is_corrected_accepted_and_taken_back(asked: Asked) -> None:
    id = _ids(asked)["their_promise"]
    asked("accept", id, "--text", "The contract", "--due", "2031-04-03", "--person", BO)
    (promise,) = asked.json("promises")
    assert (promise["text"], promise["due"], promise["person"]["name"]) == (
        "The contract",
        "2031-04-03",
        "Bo Lind",
    )
    promise_id = promise["id"]
    asked("promises", "keep", promise_id)
    assert "changed since" in asked.refused("reopen", id)
    asked("promises", "reopen", promise_id)
    asked("reopen", id)
    assert asked.json("promises") == []
    asked("accept", id, "--due", "none")
    assert asked.json("promises")[0]["due"] is None


def test_what_has_to_be_said_is_asked_for(asked: Asked) -> None:
    ids = _ids(asked)
    assert "say who was introduced" in asked.refused("accept", ids["introduction"])
    asked("accept", ids["introduction"], "--person", ADA)
    asked.refused("accept", ids["thanks"], "--kind", "stardust")
    asked.refused("accept", ids["thanks"], ids["new_job"], "--text", "x", code=2)
    asked("accept", ids["thanks"], "--kind", "time")
    asked("accept", ids["new_job"], "--title", "Designer")
    assert asked.json("person", BO)["title"] == "Designer"


def test_how_much_is_read_is_chosen(asked: Asked) -> None:
    assert "personal_news" not in _ids(asked)
    assert "are proposed" in asked("me", "personal-news", "on")
    assert "personal_news" in _ids(asked)
    assert "passed over" in asked("me", "personal-news", "off")
    assert "is not read" in asked("me", "propose-days", "0")
    assert asked.json("proposals") == []
    assert "last 90 days" in asked("me", "propose-days", "90")
    assert (asked.json("me")["propose_days"], asked.json("me")["personal_news"]) == (90, False)
    asked.refused("me", "propose-days", "9999", code=2)
    assert "their_promise" in {row["kind"] for row in asked.json("proposals", "--read")}
