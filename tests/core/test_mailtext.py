"""Own words apart from quotation and signature: on the project's own mails, on public ones, and on anything at all."""

from __future__ import annotations

import difflib
import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.core.mailtext import Zone, may_answer, own_words, split, stretches, zones_of_lines
from comity.core.mailtext.opening import LENGTH, opening

MAILS = Path(__file__).parents[1] / "data" / "mail_zones.txt"
LETTERS = {"O": Zone.OWN, "S": Zone.SIGNATURE, "Q": Zone.QUOTED}
PIECES = (
    "On Mon, 4 Mar 2024 at 10:00 Ama <ama@quill.example> wrote:",
    "-----Original Message-----",
    "From: Ama",
    "Sent: Monday",
    "To: Bo",
    "> quoted",
    "-- ",
    "____________",
    "Regards,",
    "Ama Osei",
    "Head of Tea",
    "Tel. +49 30 5550 123",
    "This message is confidential and intended only for the addressee. Do not disclose it.",
    "Hello Bo, shall we meet?",
    "",
    "=09=20",
    "\tAma",
)


def _made_up() -> list[tuple[str, list[str], list[Zone]]]:
    found = []
    for block in MAILS.read_text("utf-8").split("=== ")[1:]:
        name, *lines = block.rstrip("\n").split("\n")
        found.append((name, [line[2:] for line in lines], [LETTERS[line[0]] for line in lines]))
    return found


def _differing(one: str, other: str) -> int:
    left, right = one.split(), other.split()
    steps = difflib.SequenceMatcher(None, left, right, autojunk=False).get_opcodes()
    return sum((b - a) + (d - c) for step, a, b, c, d in steps if step != "equal")


@pytest.mark.parametrize(("name", "lines", "zones"), _made_up(), ids=[name for name, _, _ in _made_up()])
def test_own_words_are_found_in_mails_of_many_languages_and_programs(
    name: str, lines: list[str], zones: list[Zone]
) -> None:
    own = " ".join(line for line, zone in zip(lines, zones, strict=True) if zone == Zone.OWN)
    assert _differing(own, own_words("\n".join(lines))) <= max(2, 0.03 * len(own.split()))


def test_there_are_mails_enough_to_say_something() -> None:
    assert len(_made_up()) >= 60


def _annotated(known: dict[str, Any]) -> str:
    """The annotated bodies above the first header of a quotation, signatures left out."""
    text, spans = known["text"], known["denotations"]
    limit = min((s["start"] for s in spans if s["type"] == "Header"), default=len(text) + 1)
    own = {
        i for s in spans if s["type"] == "Body" and s["start"] < limit for i in range(s["start"], s["end"])
    }
    own -= {i for s in spans if s["type"].startswith("Body/Signature") for i in range(s["start"], s["end"])}
    return "".join(c if i in own else " " for i, c in enumerate(text))


def test_public_mails_are_read_as_annotated(shared_data: Path) -> None:
    marks = []
    for file in sorted((shared_data / "text" / "zones_enron_train").glob("*.ann")):
        known = json.loads(file.read_text("utf-8"))
        own = _annotated(known)
        marks.append(_differing(own, own_words(known["text"])) <= max(2, 0.03 * len(own.split())))
    assert sum(marks) >= 0.9 * len(marks) > 0


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("See you.\nSent from my iPhone", "See you."),
        ("--- Bo Vale <bo@quill.example>\nwrote:\n\n> old\n\nnew", "new"),
        ("bo@quill.example:\n> old\nnew", "new"),
        ("new\n\n| old\n| older", "new"),
        ("a | b\n| c\nd", "a | b\n| c\nd"),
        ("Yes.\n\n" + "x " * 120 + "wrote:\n> old", "Yes.\n\n" + ("x " * 120) + "wrote:"),
    ],
)
def test_rarer_marks_are_known_too(text: str, own: str) -> None:
    assert own_words(text) == own


@given(st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=40)), max_size=40), st.booleans())
@settings(max_examples=300, deadline=None)
def test_zones_cover_every_line_once_and_in_order(lines: list[str], answers: bool) -> None:
    text = "\n".join(lines)
    lines = text.split("\n")
    found = stretches(lines, answers)
    assert [s.first for s in found] == [0, *(s.last for s in found[:-1])]
    assert found[-1].last == len(lines)
    assert all(a.zone != b.zone for a, b in pairwise(found))
    assert "\n".join(part for _, part in split(text, answers)) == text
    assert len(zones_of_lines(lines, answers)) == len(lines)
    assert zones_of_lines(lines, answers) == zones_of_lines(lines, answers)


@given(st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=40)), max_size=40))
def test_an_opening_is_short_and_on_one_line(lines: list[str]) -> None:
    found = opening("\n".join(lines))
    assert len(found) <= LENGTH
    assert "\n" not in found


@pytest.mark.parametrize(
    "text",
    [
        ">" * 200_000,
        "> " * 100_000,
        ">\n" * 100_000,
        "\n" * 200_000,
        "To: " * 50_000,
        "To: a@b.example,\n" * 12_000,
        "From: a\n" * 25_000,
        "On 1 Jan 2024 a wrote\n" * 9_000,
        "On 1 Jan 2024 a@b.example wrote:\n" * 6_000,
        "wrote:\n" * 28_000,
        "-" * 200_000,
        "_ " * 100_000,
        "-----\n" * 33_000,
        "+49 30 5550 123\n" * 12_000,
        "1 " * 100_000,
        "Ama Osei\n" * 22_000,
        "A " * 100_000,
        "a@" * 100_000,
        "a." * 100_000,
        "This message is confidential. " * 6_600,
        ("confidential " * 100 + "\n") * 150,
        "(" * 200_000,
        ">>> " * 50_000,
        "=09" * 66_000,
        "Re: " * 50_000,
        "www." * 50_000,
    ],
)
def test_two_hundred_thousand_characters_made_to_take_long_are_read(text: str) -> None:
    for whole in (text, text + "\nhello", "hello\n" + text):
        assert "\n".join(part for _, part in split(whole)) == whole
        assert len(opening(whole)) <= LENGTH


def test_what_a_console_prints_is_not_quoted_where_nothing_is_answered() -> None:
    text = "I tried this:\n\n> x <- 1\n> x\n[1] 1\n\nWhat is wrong?\n"
    assert own_words(text, answers=False) == text.strip()
    assert "> x" not in own_words(text)


def test_marked_lines_are_quoted_below_their_author_though_nothing_is_answered() -> None:
    text = "See this.\n\nOn Mon, 4 Mar 2024 Ama <ama@quill.example> wrote:\n> Hello\n"
    assert own_words(text, answers=False) == "See this."


def test_attachments_below_a_signature_stay_with_the_text() -> None:
    text = "Here it is.\n\nAma Osei\nHead of Tea\nTel. +49 30 5550 123\n\n - tea.pdf\n"
    assert own_words(text).split("\n")[0] == "Here it is."
    assert own_words(text).endswith("- tea.pdf")
    assert "Tel." not in own_words(text)


@pytest.mark.parametrize(
    ("subject", "answers"),
    [
        ("Re: Tea", True),
        ("AW: Tee", True),
        ("RE[2]: Tea", True),
        ("Fwd: Tea", True),
        ("Report", False),
        ("", False),
    ],
)
def test_a_subject_says_whether_something_is_answered(subject: str, answers: bool) -> None:
    assert may_answer(0, subject) is answers
    assert may_answer(7, subject)


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("On Monday Bo wrote:\n> old\n\n new\nwords\n", "new words"),
        ("On Mon, 4 Mar 2024, Bo\n<bo@quill.example> wrote:\n> old\nnew", "new"),
        ("Am 4. März 2024 schrieb Bo:\n> alt\nneu", "neu"),
        ("Yes.\n\n-----Original Message-----\nFrom: Bo\n\nOld", "Yes."),
        ("Ja.\n\nVon: Bo\nGesendet: Montag\nAn: Ama\n\nAlt", "Ja."),
        ("From: now on we meet at ten.\nAma", "From: now on we meet at ten. Ama"),
        ("________\nSame day.", "Same day."),
        (
            "---------- Forwarded message ---------\nFrom: Bo\nhello",
            "Forwarded message --------- From: Bo hello",
        ),
        ("> only\n> quoted", "only > quoted"),
        ("\n".join(["> old"] * 40 + ["new"]), "new"),
        ("", ""),
    ],
)
def test_an_opening_begins_with_own_words(text: str, first: str) -> None:
    assert opening(text) == first


@pytest.mark.parametrize(
    "labels",
    [
        ("Από", "Στάλθηκε", "Προς", "Θέμα"),
        ("보낸 사람", "보낸 날짜", "받는 사람", "제목"),
        ("寄件者", "寄件日期", "收件者", "主旨"),
        ("De la", "Trimis", "Către", "Subiect"),
        ("Від", "Надіслано", "Кому", "Тема"),
        ("От", "Изпратено", "До", "Тема"),
        ("Šalje", "Poslano", "Prima", "Predmet"),
        ("Od", "Poslano", "Za", "Zadeva"),
        ("מאת", "נשלח", "אל", "נושא"),
        ("من", "تم الإرسال", "إلى", "الموضوع"),
    ],
)
def test_what_stands_below_outlooks_lines_is_quoted_in_further_languages(labels: tuple[str, ...]) -> None:
    values = ("Bo Ek <bo@quill.example>", "2026-03-02 10:00", "Ana", "Tea")
    head = "\n".join(f"{label}: {value}" for label, value in zip(labels, values, strict=True))
    assert (
        own_words(f"Yes, fine with me.\n\n{head}\n\nShall we meet at ten?\nThe plan is attached.")
        == "Yes, fine with me."
    )
