"""What the documentation says of the command line is what it does: commands, options, JSON."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest

from comity.actions import opportunities, people, reminders
from comity.actions.access import first_user
from comity.actions.exchanges import note
from comity.answers.books import scope_for
from comity.core.days import day_from_date, start_of
from comity.core.records import Problem
from comity.interfaces.cli import main
from comity.store import noticed
from comity.store.access import Scope
from comity.store.models import Claim, Identifier, Person, Proposal
from tests.cli.conftest import Asked
from tests.small_book import INES, ME, both_ways, card, date, id_of, mail, met, put

PAGE = (Path(__file__).parents[2] / "docs" / "command-line.md").read_text(encoding="utf-8")
SECTIONS = dict(re.findall(r"^### (.+?)\n(.*?)(?=^##|\Z)", PAGE, re.MULTILINE | re.DOTALL))


def commands(group: click.Group, before: str = "") -> Iterator[tuple[str, click.Command]]:
    """Every command with its words."""
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if command is None:
            raise AssertionError(name)
        yield before + name, command
        if isinstance(command, click.Group):
            yield from commands(command, f"{before}{name} ")


COMMANDS = dict(commands(main))


def first_cells(text: str, title: str) -> set[str]:
    """What stands in backticks in the first column of the tables with this title."""
    found: set[str] = set()
    for rows in re.findall(rf"^\| {title} \|.*\n\| ---.*\n((?:\|.*\n)*)", text, re.MULTILINE):
        for row in rows.splitlines():
            found |= set(re.findall(r"`([^`]+)`", row.split(" | ")[0]))
    return found


def test_every_command_is_documented_and_no_other() -> None:
    assert sorted(SECTIONS) == sorted(COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_of_a_command_is_documented_and_no_other(name: str) -> None:
    documented = {words.split()[0] for words in first_cells(SECTIONS[name], "option")}
    real = {
        option for param in COMMANDS[name].params if isinstance(param, click.Option) for option in param.opts
    }
    assert documented == real


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_and_command_says_what_it_is_for(name: str) -> None:
    command = COMMANDS[name]
    assert command.help
    assert all(param.help for param in command.params if isinstance(param, click.Option))


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_is_shown_with_its_arguments(name: str) -> None:
    context = click.Context(COMMANDS[name], info_name=name)
    for argument in (p for p in COMMANDS[name].params if isinstance(p, click.Argument)):
        if isinstance(argument.type, click.Choice):
            assert [choice for choice in argument.type.choices if f"`{choice}`" not in SECTIONS[name]] == []
        else:
            assert argument.make_metavar(context).strip("[]").removesuffix("...") in SECTIONS[name]


def paths(value: Any, before: str = "") -> set[str]:
    """Every place in a JSON value: `items[].person.name`. Objects of counts by kind are one place."""
    of_kinds = before.endswith(".counts") and "read" not in value
    if isinstance(value, dict) and value and not of_kinds:
        return {path for key, inner in value.items() for path in paths(inner, f"{before}.{key}")}
    if isinstance(value, list):
        return {path for inner in value for path in paths(inner, f"{before}[]")} or {f"{before}[]"}
    return {before}


@pytest.fixture
def furnished(comity: Asked) -> Asked:
    """A book in which there is something of everything."""
    scope: Scope = scope_for(first_user())
    today = day_from_date(scope.today())
    put(
        scope,
        [
            *both_ways(INES, range(today - 200, today - 60, 7)),
            mail(today, "tomas@quill.example", ME),
            met(today + 2, INES),
            card(
                INES,
                organisation="Quill",
                title="Editor",
                labels=("Fair",),
                phone="+49 30 1",
                birthday=(1, 2, 1980),
                others=("ines@home.example",),
            ),
            Problem(3, "no_date", "It has no date."),
        ],
        day=today,
    )
    ines = id_of(scope, INES)
    people.add_role(scope, ines, "mentor", date(today - 99), None)
    people.add_fact(scope, ines, "Sings in a choir")
    opportunities.note(scope, "A choir is looking for a tenor")
    reminders.add_reminder(scope, "Send the proofs", date(today), ines)
    seed = Identifier.objects.filter(person=Person.objects.get(uuid=ines))[0]
    other = Identifier.objects.get(book_id=scope.book_id, value="tomas@quill.example")
    pair = {"left": seed.pk, "right": other.pk, "evidence": [["name_part", "Ines", "I", 3.0]]}
    Proposal.objects.filter(book_id=scope.book_id, kind=noticed.SAME_PERSON).delete()
    noticed.write(
        scope.book_id,
        [noticed.Noticed(noticed.SAME_PERSON, noticed.pair_key(seed.pk, other.pk), pair, 0.9, None)],
    )
    Claim.objects.create(
        book_id=scope.book_id,
        identifier=seed,
        field="url",
        value="https://x.example",
        origin=3,
        first_at=1,
        last_at=1,
    )
    return comity


def _documented(*names: str) -> set[str]:
    found: set[str] = set()
    for name in names:
        found |= {
            path if path.startswith("[") else "." + path for path in first_cells(SECTIONS[name], "JSON")
        }
    return found


JSON = {
    "today": ("today",),
    "people": ("people",),
    "person": ("person", "ines"),
    "search": ("search", "ines"),
    "proposals": ("proposals", "--kind", "same_person"),
    "log": ("log", "coffee with Ines"),
    "remind": ("remind", "x", "--on", "today", "--person", "ines"),
    "me": ("me",),
    "doctor": ("doctor",),
}


@pytest.mark.parametrize("name", JSON)
def test_every_field_of_the_json_is_documented_and_no_other(furnished: Asked, name: str) -> None:
    if name == "today":
        Proposal.objects.create(book_id=scope_for(first_user()).book_id, kind="source_owner", key="1")
    real = paths(furnished.json(*JSON[name]))
    documented = _documented(name)
    if name == "person":
        documented |= {path.removeprefix("[]") for path in _documented("people")}
    if name == "log":
        real |= paths(furnished.json("log", "lovely coffee with Zork", code=1))
        real -= {".note[]", ".made[]", ".questions[]"} - documented
    if name == "proposals":
        real |= _told_by_sentences(furnished)
    if name == "today":
        documented -= {".notices[]"}
        real -= {".notices[]", ".items[].person"}  # None where an item is about nobody
    assert real == documented


def _told_by_sentences(furnished: Asked) -> set[str]:
    """What is printed of proposals that come from sentences of mail, of all kinds together."""
    scope = scope_for(first_user())
    seed = Identifier.objects.get(book_id=scope.book_id, value=INES)
    note(scope, id_of(scope, INES), given=False, kind="time", on=scope.today())
    evidence = {
        "identifier": seed.pk,
        "sentence": "Thank you.",
        "start": 0,
        "due": None,
        "due_words": "",
        "interaction": "0" * 32,
        "at": start_of(day_from_date(scope.today())),
        "by_me": False,
    }
    key = noticed.told_key(seed.pk, "0" * 32, "Thank you.")
    kinds = ("my_thanks", "thanks", "new_job", "their_promise")
    noticed.write(scope.book_id, [noticed.Noticed(kind, key, evidence, 0.9, None) for kind in kinds])
    found = {path for kind in kinds for path in paths(furnished.json("proposals", "--kind", kind))}
    return found - {"[].reasons[]"}


def test_every_field_of_an_import_is_documented_and_no_other(furnished: Asked, tmp_path: Path) -> None:
    documented = _documented("import")
    whole = {path for path in documented if not path.startswith((".restored", ".unchanged"))}
    shown = paths(furnished.json("imports", "1"))
    questions = {path for path in whole if path.startswith(".questions")}
    assert shown - {".questions[]"} == whole - questions
    listed = paths(furnished.json("imports"))
    assert {path.removeprefix("[]") for path in listed} - {".questions[]", ".files[]", ".problems[]"} <= whole
    folder = tmp_path / "out"
    written = furnished.json("export", str(folder))
    assert paths(written) == _documented("export")
    assert paths(furnished.json("import", str(folder))) == documented - whole - {".unchanged"}


def test_exit_codes_and_options_of_comity_itself_are_documented() -> None:
    assert re.findall(r"^\| (\d) \|", PAGE, re.MULTILINE) == ["0", "1", "2"]
    before = PAGE.partition("## Bringing files in")[0]
    options = {option for param in main.params if isinstance(param, click.Option) for option in param.opts}
    assert first_cells(before, "option") == options | {"--help", "-h"}
