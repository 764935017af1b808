"""`comity log` and `comity unlog`: say it once, and take it back."""

from __future__ import annotations

import datetime as dt
import json
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from comity.core.errors import Ambiguous, Invalid, NotFound
from comity.interfaces.cli import screen, shared
from comity.interfaces.cli.shared import command, json_option, open_book

if TYPE_CHECKING:
    from comity.answers.books import Scope
    from comity.answers.saying import Asked, Worded
    from comity.core.sayit import Line

_MOST_QUESTIONS = 50
_PEOPLE = ("who", "by", "one", "other")


@click.command()
@click.argument("text")
@click.option(
    "--with",
    "who",
    multiple=True,
    metavar="WHO",
    help="Whom it was with, where the line alone does not tell: name, address or id. May be repeated.",
)
@click.option(
    "--answer",
    "answers",
    multiple=True,
    metavar="KEY=VALUE",
    help="The answer to a question of the line, or a correction of a part. May be repeated.",
)
@click.option("--dry-run", is_flag=True, help="Show what is understood, and store nothing.")
@json_option
@command
def log(text: str, who: tuple[str, ...], answers: tuple[str, ...], dry_run: bool, as_json: bool) -> None:
    """Write down what happened, was promised, given, offered or is to be remembered, in one line.

    "coffee with Ada yesterday, promised her the paper by Friday". What it leaves open is asked; nothing is stored
    before that is answered.
    """
    scope = open_book()
    from comity.actions.saying import say, understand

    given = dict(_pair(scope, answer) for answer in answers)
    given |= _told_with(scope, text, given, who)
    if not as_json and not dry_run and is_terminal():
        _ask_all(scope, text, given)
    if dry_run:
        _show(scope, text, understand(scope, text, given), (), as_json=as_json, dry=True)
        return
    try:
        said = say(scope, text, given)
    except Invalid as error:
        step = (
            "Name somebody of your book (comity people), or say --with WHO." if error.field == "text" else ""
        )
        shared.fail(shared.worded(error)[0], step)
    made = tuple((one.what, one.id, one.part) for one in said.made)
    _show(scope, text, said.line, made, as_json=as_json, dry=False)


@click.command()
@click.argument("ids", nargs=-1, required=True, metavar="ID…")
@command
def unlog(ids: tuple[str, ...]) -> None:
    """Take back what comity log stored, by the ids it told."""
    scope = open_book()
    from comity.actions.unsaying import forget

    for name in forget(scope, ids):
        screen.say(f"{name} stays: something else was entered about them since.")
    screen.say("Taken back.")


def is_terminal() -> bool:
    """Whether somebody can be asked."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def _pair(scope: Scope, answer: str) -> tuple[str, str]:
    key, equals, value = answer.partition("=")
    if not equals or ":" not in key:
        raise click.BadParameter(f"{answer!r} is no answer; write it like who:12=Ada.", param_hint="--answer")
    key, value = key.strip(), value.strip()
    if key.startswith("who:") or key.rpartition(".")[2] in _PEOPLE:
        return key, "|".join(_person(scope, one.strip()) for one in value.split("|"))
    return key, _as_number(key, value)


def _as_number(key: str, value: str) -> str:
    """The choice that a date or a time of day stands for; anything else as it is."""
    from comity.core.days import day_from_date

    try:
        if key.startswith("day:"):
            return str(day_from_date(dt.date.fromisoformat(value)))
        if key.startswith("time:"):
            time = dt.time.fromisoformat(value)
            return str(time.hour * 60 + time.minute)
    except ValueError:
        pass
    return value


def _written(question: Asked, value: str) -> str:
    """How a choice is typed after `--answer`."""
    from comity.core.days import date_from_day

    if question.key.startswith("day:"):
        return date_from_day(int(value)).isoformat()
    if question.key.startswith("time:"):
        return f"{int(value) // 60:02}:{int(value) % 60:02}"
    return value


def _person(scope: Scope, token: str) -> str:
    """Who is meant by a name, an address or an id; what the grammar itself knows stays as it is."""
    if token in ("me", "none", "") or token.startswith(("new:", "who:")):
        return token
    from comity.answers.finding import find

    return str(find(scope, token).uuid)


def _told_with(scope: Scope, text: str, given: dict[str, str], who: tuple[str, ...]) -> dict[str, str]:
    """Answers that say with whom it was."""
    if not who:
        return {}
    from comity.actions.saying import understand
    from comity.core.sayit import told_with

    ids = [_person(scope, one) for one in who]
    return told_with(understand(scope, text, given), ids)


def _ask_all(scope: Scope, text: str, given: dict[str, str]) -> None:
    """Ask on the terminal until nothing is open; the answers go into `given`."""
    from comity.actions.saying import understand
    from comity.answers.saying import worded

    for _ in range(_MOST_QUESTIONS):
        open_ = worded(scope, understand(scope, text, given)).questions
        if not open_:
            return
        given[open_[0].key] = _asked(scope, open_[0])


def _asked(scope: Scope, question: Asked) -> str:
    click.echo(screen.harmless(question.words), err=True)
    for number, choice in enumerate(question.choices, 1):
        click.echo(f"  {number}  {screen.harmless(_labelled(choice.label, choice.hint))}", err=True)
    read = _chosen(scope, question)
    return str(click.prompt("Number" if question.choices else "Who", value_proc=read, err=True))


def _chosen(scope: Scope, question: Asked) -> Callable[[str], str]:
    """Reads a number of the list or, where a person is asked for, anybody's name, address or id."""

    def read(typed: str) -> str:
        typed = typed.strip()
        if typed.isdecimal() and 1 <= int(typed) <= len(question.choices):
            return question.choices[int(typed) - 1].value
        if question.asks == "who" and typed and not typed.isdecimal():
            try:
                return _person(scope, typed)
            except (NotFound, Ambiguous) as error:
                raise click.UsageError(f"{shared.worded(error)[0]} For somebody new: new:NAME") from None
        raise click.UsageError("Type one of the numbers.")

    return read


def _labelled(label: str, hint: str) -> str:
    return f"{label}  {hint}" if hint else label


def _show(
    scope: Scope, text: str, line: Line, made: tuple[tuple[str, str, str], ...], *, as_json: bool, dry: bool
) -> None:
    from comity.answers.saying import worded

    told = worded(scope, line)
    if as_json:
        shared.put_json(_as_json(text, line, told, made))
        if told.questions and not dry:
            sys.exit(1)
        return
    if dry or made:
        for part in told.parts:
            if not part.out:
                screen.say(f"{'Understood' if dry else 'Noted'}: {part.words}.")
        _tell_boundaries(scope, line)
    if told.questions:
        _tell_questions(told, dry=dry)
    elif made:
        click.echo("Take it back with: comity unlog " + " ".join(id for _, id, _ in made), err=True)


def _tell_boundaries(scope: Scope, line: Line) -> None:
    """What it crosses of boundaries, on standard error: it is said, and nothing is held back."""
    from comity.answers.boundaries_said import of_line

    shared.tell(one for noticed in of_line(scope, line).values() for one in noticed)


def _tell_questions(told: Worded, *, dry: bool) -> None:
    """What is open, and how to answer, on standard error; ends with 1 where something was to be stored."""
    for question in told.questions:
        click.echo(screen.harmless(question.words), err=True)
        for choice in question.choices:
            label = screen.harmless(_labelled(choice.label, choice.hint))
            click.echo(
                f"  --answer {question.key}={_quoted(_written(question, choice.value))}   {label}", err=True
            )
        if not question.choices:
            value = "NAME-ADDRESS-OR-ID" if question.asks == "who" else "DATE"
            click.echo(f"  --answer {question.key}={value}", err=True)
    if not dry:
        step = "Say it again with the answers; whom you mean also with: comity log … --with ADDRESS-OR-ID"
        shared.fail("Nothing was stored yet.", step)


def _quoted(value: str) -> str:
    return json.dumps(value, ensure_ascii=False) if " " in value else value


def _as_json(text: str, line: Line, told: Worded, made: tuple[tuple[str, str, str], ...]) -> dict[str, Any]:
    from comity.core.days import date_from_day
    from comity.core.sayit import Happening, Tokens, fields_of, value_of

    tokens = Tokens(line.people)
    first = next((item for item in line.items if isinstance(item, Happening)), None)
    with_whom = [told.people[place] for place in first.who] if first else []
    day = first.when.day if first else None
    return {
        "id": next((id for what, id, _ in made if what in ("interaction", "plan")), None),
        "people": [{"id": one.id or None, "name": one.name} for one in with_whom],
        "kind": first.kind.name.lower() if first else None,
        "day": None if day is None else date_from_day(day),
        "text": " ".join(text.split()),
        "understood": [
            {
                "part": part.key,
                "what": words.what,
                "words": words.words,
                "fields": [
                    {"key": f"{part.key}.{field.name}", "value": value_of(part.item, field, tokens)}
                    for field in fields_of(part.item)
                ],
            }
            for part, words in zip(line.parts, told.parts, strict=True)
            if not part.out
        ],
        "note": list(line.understood.note),
        "made": [{"what": what, "id": id, "part": part} for what, id, part in made],
        "questions": [
            {
                "key": one.key,
                "asks": one.asks,
                "words": one.words,
                "choices": [
                    {"value": choice.value, "label": choice.label, "hint": choice.hint}
                    for choice in one.choices
                ],
            }
            for one in told.questions
        ],
    }
