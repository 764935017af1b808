"""The guide “A week with Comity” tells the truth: every command in it works in the sample book, and answers as it says."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from comity.actions.access import first_user
from comity.actions.sample import open_sample
from comity.answers.books import scope_for
from comity.interfaces.web.matters import TABS
from comity.store.models import (
    Commitment,
    Exchange,
    GoalStep,
    Guest,
    Introduction,
    MentoringSession,
    Reminder,
    Request,
)
from tests.cli.conftest import Asked
from tests.made_up import on_day

GUIDE = Path(__file__).parents[2] / "docs" / "a-week-with-comity.md"
MONDAY = 20_780
DAYS = [MONDAY, MONDAY + 3, MONDAY + 5, MONDAY + 100]
_ID = re.compile(r"\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b|^[0-9a-f]{8}\b")
_HANDLE = re.compile(r"^  ([a-z0-9]{4})  ")


def told() -> list[tuple[str, list[str]]]:
    """Each command of the guide as it is typed, and what it is said to answer."""
    found: list[tuple[str, list[str]]] = []
    for block in re.findall(r"^```console\n(.*?)^```", GUIDE.read_text("utf-8"), re.MULTILINE | re.DOTALL):
        for line in block.splitlines():
            if line.startswith("$ "):
                found.append((line[2:], []))
            else:
                found[-1][1].append(line)
    return found


def near(lines: list[str], words: str, pattern: re.Pattern[str]) -> str | None:
    """What a reader would copy: the id or handle that stands with these words in what was listed; None without any."""
    for at in (number for number, line in enumerate(lines) if words in line):
        for line in (*lines[at : at + 2], *reversed(lines[max(0, at - 3) : at])):
            if found := pattern.search(line):
                return str(found[found.lastindex or 0])
    return None


def typed(command: str, printed: list[list[str]]) -> list[str]:
    """The words of a command; what stands for an id or a handle is taken from the last list that shows it."""
    line, _, words = command.partition("#")
    known = {"ID": _ID, "HANDLE": _HANDLE}
    return [
        next(found for lines in reversed(printed) if (found := near(lines, words.strip(), known[word])))
        if word in known
        else word
        for word in shlex.split(line)
    ]


def followed(comity: Asked) -> Iterator[tuple[str, list[str], str]]:
    """Follow the guide; each command, what it is said to answer, and what it answers."""
    printed: list[list[str]] = []
    for command, answers in told():
        program, *words = typed(command, printed)
        assert program == "comity"
        printed.append(comity(*words).splitlines())
        yield command, answers, " ".join(" ".join(printed[-1]).split())


@pytest.mark.parametrize("day", DAYS)
def test_every_command_of_the_week_answers_as_the_guide_says(comity: Asked, day: int) -> None:
    with on_day(day):
        for command, answers, printed in followed(comity):
            assert [answer for answer in answers if answer not in printed] == [], f"{command}\n{printed}"
        assert_the_week_was_done(scope_for(first_user(), book=open_sample(first_user())).book_id, day)


def assert_the_week_was_done(book: int, day: int) -> None:
    """What the book holds after the week."""
    promises = Commitment.objects.filter(book_id=book, closed_on=day, state="kept")
    assert set(promises.values_list("person__name", flat=True)) == {"Amara Okafor", "Aino Lehtovaara"}
    assert Commitment.objects.filter(book_id=book, text__contains="depot maps", state="open").exists()
    assert Request.objects.filter(
        book_id=book, closed_on=day, state="declined", person__name="Noor van Dijken"
    ).exists()
    assert Introduction.objects.filter(book_id=book, thanked_on=day).count() == 2
    assert Guest.objects.filter(book_id=book, followed_up_on=day, person__name="Hana Kobayashi").exists()
    assert Exchange.objects.filter(
        book_id=book, kind="opportunity", person__name="Samira Haidari", on=day
    ).exists()
    assert GoalStep.objects.filter(book_id=book, done_on=day, person__name="Ingrid Solheim").exists()
    assert MentoringSession.objects.filter(book_id=book, held_on=day, actions__by="mine").exists()
    assert Exchange.objects.filter(book_id=book, thanked_on=day, person__name="Yusuf Altınok").exists()
    assert Reminder.objects.get(book_id=book, text__startswith="The week in").last_due is not None


def test_the_week_leaves_my_own_book_alone(comity: Asked) -> None:
    with on_day(MONDAY):
        comity("--sample", "today")
        assert "Nothing needs you today" in comity("today")
        assert comity.json("people") == []


def test_files_never_go_into_the_sample_book(comity: Asked, mailbox: str) -> None:
    assert "--sample" in comity.refused("--sample", "import", mailbox, code=2)


def test_the_guide_names_pages_that_there_are() -> None:
    tabs = {str(label) for group in TABS for _, label in group.pages}
    named = set(re.findall(r"\*Matters → ([^→*]+?)(?: →[^*]*)?\*", GUIDE.read_text("utf-8")))
    assert len(named) > 8
    assert named <= tabs
