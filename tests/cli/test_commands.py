"""What each command prints, in words and as JSON, and how it ends."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from comity.actions.access import first_user
from comity.actions.people import set_relationship
from comity.answers.books import scope_for
from comity.interfaces.cli import _COMMANDS, screen
from comity.store.models import Metrics
from tests.cli.conftest import ME, Asked

COMMANDS = [*_COMMANDS, "me add", "me remove", "me zone", "me name"]


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_tells_what_it_does(name: str) -> None:
    shown = Asked()(*name.split(), "--help")
    assert shown.startswith(f"Usage: comity {name}")
    assert Asked()(*name.split(), "-h") == shown


def test_the_version_is_shown() -> None:
    assert Asked()("--version") == "comity 0.1.0\n"


@pytest.mark.parametrize(
    "words",
    [
        ("frobnicate",),
        ("import",),
        ("import", "there is no such file"),
        ("undo", "x"),
        ("undo",),
        ("people", "--sort", "age"),
        ("people", "--as-of", "yesterday"),
        ("people", "--limit", "0"),
        ("people", "--state", "glad"),
        ("person",),
        ("search",),
        ("log",),
        ("log", "x", "--answer", "x"),
        ("unlog",),
        ("remind", "x"),
        ("remind", "x", "--on", "someday"),
        ("me", "add"),
        ("me", "add", ME, "--kind", "x"),
        ("serve", "--port", "0"),
        ("export",),
    ],
)
def test_a_command_that_is_not_understood_ends_with_two(comity: Asked, words: tuple[str, ...]) -> None:
    said = comity.refused(*words, code=2)
    assert "Usage: comity" in said
    assert "Error: " in said


@pytest.mark.parametrize(
    ("words", "problem", "step"),
    [
        (("person", "Nobody"), "There is no person “Nobody” in your book.", "comity people"),
        (("undo", "7"), "There is no import “7” in your book.", "comity imports"),
        (("imports", "7"), "There is no import “7” in your book.", "comity imports"),
        (("me", "remove", "x@y.example"), "There is no address “x@y.example” in your book.", "comity me"),
        (("log", "lovely weather"), "it names nobody in this book", "--with WHO"),
        (("log", "coffee with nobody"), "It names nobody in this book: with whom", "--with ADDRESS-OR-ID"),
        (("log", "coffee with Zoë", "--answer", "happening:0.day=soon"), "this is no date", ""),
        (("unlog", "x"), "There is no entry “x” in your book.", ""),
        (("log", "coffee", "--with", "Nobody"), "There is no person “Nobody”", "comity people"),
        (("remind", "x", "--on", "today", "--person", "Nobody"), "There is no person", "comity people"),
        (("remind", " ", "--on", "today"), "this needs words", ""),
        (("me", "add", "noor"), "this is no e-mail address", ""),
        (("me", "zone", "Mars"), "this is no time zone; write it like Europe/Lisbon", ""),
        (("import", "{mailbox}", "--me", "noor"), "this is no e-mail address", ""),
    ],
)
def test_what_cannot_be_done_ends_with_one_and_names_the_next_step(
    filled: Asked, mailbox: str, words: tuple[str, ...], problem: str, step: str
) -> None:
    said = filled.refused(*(word.format(mailbox=mailbox) for word in words))
    assert problem in said
    assert step in said


def test_where_a_name_fits_several_they_are_listed_with_their_addresses(
    filled: Asked, tmp_path: Path
) -> None:
    cards = tmp_path / "more.vcf"
    cards.write_text(
        "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Zoë Quill\r\nEMAIL:zq@quill.example\r\nEND:VCARD\r\n",
        encoding="utf-8",
    )
    filled("import", str(cards), "--mine")
    said = filled.refused("person", "zoe")
    assert "Several people fit “zoe”:\n  Zoë Quill  zq@quill.example  " in said
    assert "\n  Zoë Ångström  zoe@quill.example  " in said
    assert "Say the whole name, an address or the id." in said
    said = filled.refused("log", "coffee with Zoë")
    assert "comity log … --with ADDRESS-OR-ID" in said
    assert "Zoë Quill" in filled("log", "coffee with Zoë", "--with", "zq@quill.example")


def test_an_empty_book_says_how_to_begin(comity: Asked) -> None:
    assert "Nothing needs you today." in comity("today")
    assert comity("people").startswith("Nobody yet. Import your mail with: comity import PATH…")
    assert comity("people", "--tag", "x") == "Nobody fits.\n"
    assert comity("imports").startswith("Nothing was imported yet.")
    assert comity("search", "lantern").startswith("Nothing found.")
    assert "comity me add YOUR@ADDRESS" in comity("me")
    assert comity.json("people") == comity.json("imports") == comity.json("search", "lantern") == []


def test_people_stand_in_a_table(filled: Asked) -> None:
    head, first, second = filled("people").splitlines()
    assert head.split() == ["name", "strength", "days", "last", "in", "last", "out", "state", "works"]
    assert first.startswith("Zoë Ångström  ")
    assert second.startswith("東京太郎      ")
    assert [screen.width(line[: line.index("in touch")]) for line in (first, second)] == [
        screen.width(head[: head.index("state")])
    ] * 2
    assert filled("people", "--limit", "1").splitlines()[-1] == "… 1 more"


def test_people_are_listed_as_they_were(filled: Asked) -> None:
    assert filled.json("people", "--as-of", "2024-09-30") == []
    found = filled.json("people", "--as-of", "2024-10-01", "--sort", "name")
    assert [row["name"] for row in found] == ["Zoë Ångström", "東京太郎"]
    assert filled("people", "--as-of", "2024-09-30") == "Nobody fits.\n"


@pytest.mark.parametrize("columns", [30, 40, 52, 60, 79, 120])
def test_a_narrow_terminal_gets_a_narrow_table(
    filled: Asked, terminal: Callable[[int], None], columns: int
) -> None:
    terminal(columns)
    lines = filled("people").splitlines()
    assert all(screen.width(line) <= max(columns, 34) for line in lines)
    assert len(lines) == 3


def test_a_person_is_shown_with_what_is_open_known_and_what_happened(filled: Asked) -> None:
    filled("remind", "Send the proofs", "--on", "2024-12-24", "--person", "zoe@quill.example")
    said = filled("person", "Zoë")
    assert said.startswith("Zoë Ångström\n  zoe@quill.example\n\nFaint (")
    assert "Open\n  Send the proofs (due 2024-12-24)" in said
    assert (
        "What happened\n  2024-09-30  mail     out   Re: The atlas\n  2024-09-30  mail     in    The atlas"
        in said
    )
    assert "What happened" not in filled("person", "Zoë", "--limit", "0")


def test_what_is_expected_of_each_other_is_shown_once_it_is_written_down(filled: Asked) -> None:
    assert "What you expect" not in filled("person", "Zoë")
    face = filled.json("person", "Zoë")
    scope = scope_for(first_user())
    set_relationship(scope, face["id"], purpose="The atlas", they_expect="An answer\nwithin a day")
    assert (
        "What you expect of each other\n  What it is for: The atlas\n  They may expect: An answer within a day\n"
        in filled("person", "Zoë")
    )
    set_relationship(scope, face["id"], i_expect="Plates on time", at_stake="My name on it")
    said = filled("person", "Zoë")
    assert "  I expect: Plates on time\n  They may expect" in said
    assert "  At stake: My name on it\n" in said


def test_words_are_found(filled: Asked) -> None:
    said = filled("search", "lantern")
    assert said.splitlines()[0] == "mail    2024-09-30  The atlas"
    assert "Here is the lantern plate." in said
    assert filled("search", "zoe") == "person              Zoë Ångström, zoe@quill.example\n"
    assert filled("search", '"lantern plate"') == said
    assert filled("search", "lantern", "-plate", "from:nobody").startswith("Nothing found.")


def test_a_query_that_cannot_be_read_is_pointed_at(filled: Asked) -> None:
    said = filled.refused("search", "lantern", "before:soon")
    assert said.splitlines()[:2] == ["lantern before:soon", "               ^^^^"]
    assert "This is not a date." in said
    assert "before:2024-05" in said
    wide = filled.refused("search", "東京 e\u0301 before:明日")
    assert wide.splitlines()[1] == " " * len("TTKK e before:") + "^^^^"
    answer = filled.json("search", "colour:red", code=1)
    assert answer["error"]["start"] == 0
    assert answer["error"]["end"] == len("colour:red")
    assert answer["error"]["example"] == "from:ana"


def test_what_happened_is_written_down(filled: Asked) -> None:
    said = filled("log", "coffee with Zoë on 2024-10-01")
    assert said == "Noted: meeting with Zoë Ångström on Tuesday, 1 October 2024.\n"
    logged = filled.json("log", "call with Zoë on 2024-10-02")
    assert (logged["kind"], logged["day"], logged["people"][0]["name"]) == (
        "call",
        "2024-10-02",
        "Zoë Ångström",
    )
    assert filled.json("person", "Zoë")["last_in"] == "2024-10-02"


def test_all_of_a_line_is_written_down_and_taken_back(filled: Asked) -> None:
    line = "call with Zoë on 2024-10-02, promised her the plates by 2024-12-24"
    shown = filled("log", line, "--dry-run")
    assert shown == (
        "Understood: call with Zoë Ångström on Wednesday, 2 October 2024.\n"
        "Understood: your promise to Zoë Ångström: the plates, by Tuesday, 24 December 2024.\n"
    )
    assert filled.json("person", "Zoë")["last_in"] == "2024-09-30"
    ended = filled.run("log", line)
    assert ended.stdout == shown.replace("Understood", "Noted")
    ids = ended.stderr.removeprefix("Take it back with: comity unlog ").split()
    assert len(ids) == 2
    assert filled("unlog", *ids) == "Taken back.\n"
    assert filled.json("person", "Zoë")["last_in"] == "2024-09-30"
    assert "There is no entry" in filled.refused("unlog", *ids)


def test_what_a_line_leaves_open_is_told_with_the_way_to_answer(filled: Asked) -> None:
    asked = filled.refused("log", "met Zork on 3/4 at 4")
    assert 'who:4="new:Zork' not in asked
    for way in (
        "--answer who:4=new:Zork",
        "--answer who:4=none",
        "--answer time:16=04:00",
        "--answer day:9=",
    ):
        assert way in asked
    told = filled.json("log", "met Zork on 3/4 at 4", code=1)
    assert (told["made"], [question["key"] for question in told["questions"]]) == (
        [],
        ["who:4", "day:9", "time:16"],
    )
    april = f"{told['questions'][1]['choices'][-1]['label'].split()[-1]}-04-03"
    answers = ("--answer", "who:4=new:Zork Adler", "--answer", f"day:9={april}", "--answer", "time:16=16:00")
    said = filled("log", "met Zork on 3/4 at 4", *answers)
    assert said.startswith("Noted: meeting with Zork Adler on ")


def test_a_new_person_stays_once_more_is_known_of_them(filled: Asked) -> None:
    made = filled.json("log", "met Zork", "--answer", "who:4=new:Zork")["made"]
    filled("log", "call with Zork")
    said = filled("unlog", *(one["id"] for one in made))
    assert said == "Zork stays: something else was entered about them since.\nTaken back.\n"


def test_on_a_terminal_one_is_asked(filled: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("comity.interfaces.cli.saying.is_terminal", lambda: True)
    ended = filled.run("log", "gave Zork a hug, remind me to call Zoë", typed="9\nnobody here\nzoe\n9\n2\n")
    assert ended.exit_code == 0, ended.output
    assert "Type one of the numbers." in ended.stderr
    assert "For somebody new: new:NAME" in ended.stderr
    assert "Noted: given to Zoë Ångström: a favour (a hug).\n" in ended.stdout


def test_with_tells_who_it_was_with(filled: Asked) -> None:
    assert "meeting with Zoë Ångström" in filled("log", "coffee", "--with", "Zoë")
    assert "note with Zoë Ångström" in filled("log", "lovely weather today", "--with", "Zoë")
    both = filled("log", "coffee with Zork", "--with", "Zoë", "--with", "taro@quill.example")
    assert "Zoë Ångström and 東京太郎" in both


def test_a_reminder_is_set_and_stands_in_today(filled: Asked) -> None:
    said = filled("remind", "Send the proofs", "--on", "2024-12-24", "--person", "Zoë")
    assert said == "You will be reminded on Tuesday, 24 December 2024, about Zoë Ångström.\n"
    assert filled.json("remind", "Call the printer", "--on", "today")["person"] is None
    shown = filled("today")
    said = "Send the proofs, Zoë Ångström\n        You wanted to be reminded on 24 December 2024."
    assert re.search(rf"\nRemember\n  [a-z0-9]{{4}}  {said}", shown)
    assert "  Call the printer\n        You wanted to be reminded today." in shown


def test_today_breaks_lines_where_the_terminal_ends(filled: Asked, terminal: Callable[[int], None]) -> None:
    filled("remind", "word " * 30, "--on", "today")
    terminal(40)
    assert max(map(screen.width, filled("today").splitlines())) <= 40


def test_who_i_am_is_shown_and_changed(filled: Asked) -> None:
    filled(
        "me",
        "add",
        "noor@office.example",
        "--kind",
        "employer",
        "--since",
        "2020-01-01",
        "--until",
        "2022-01-31",
    )
    assert filled("me", "zone", "Europe/Lisbon") == "Your time zone is Europe/Lisbon.\n"
    assert filled("me", "name", "Noor Adler") == "You are Noor Adler.\n"
    said = filled("me")
    assert "Europe/Lisbon" in said
    assert "  noor@office.example  (employer from 2020-01-01 to 2022-01-31)" in said
    assert filled("me", "remove", "noor@office.example") == "noor@office.example is not yours any more.\n"
    assert [own["address"] for own in filled.json("me")["addresses"]] == [ME]


def test_the_doctor_finds_what_is_broken_and_mends_it(filled: Asked) -> None:
    assert all(line.startswith("ok  ") for line in filled("doctor").splitlines())
    Metrics.objects.update(strength=99.0)
    said = filled("doctor", code=1)
    assert "BAD  strength: 2 of 2 people" in said
    assert "     comity doctor --repair" in said
    found = {finding["what"]: finding["well"] for finding in filled.json("doctor", code=1)}
    assert found["strength"] is False
    assert "Derived anew for 2 people." in filled("doctor", "--repair")
    assert all(finding["well"] for finding in filled.json("doctor"))


def test_everything_is_exported_and_read_back(filled: Asked, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    assert filled("export", str(folder)).startswith(f"Written to {folder}: ")
    filled("undo", "1")
    assert filled.json("people") == []
    filled("import", str(folder))
    assert len(filled.json("people")) == 2
    assert "not empty" in filled.refused("export", str(folder))


def test_files_that_cannot_be_written_give_a_sentence(filled: Asked, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    said = filled.refused("export", str(tmp_path / "file" / "out"))
    assert "Traceback" not in said
    assert said.strip()
