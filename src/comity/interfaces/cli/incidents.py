"""`comity incidents`: notes of what happened, sealed and chained; anchors; evidence packs."""

from __future__ import annotations

import contextlib
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

import click

from comity.core.errors import Invalid, NotFound
from comity.core.incidents import HARMS, LISTS, PARTS, TEXTS, Someone, Told, When
from comity.interfaces.cli import screen, shared
from comity.interfaces.cli.shared import command, json_option
from comity.interfaces.cli.unlocking import opened_scope, passphrase_option

if TYPE_CHECKING:
    from comity.actions.incidents import Attached
    from comity.answers.books import Scope
    from comity.answers.incidents import Addition, Incident, IncidentLine

_MOST_BYTES = 4_000_000
_NOTICE = (
    "What you write is sealed and can never be changed, only corrected by addition. It may have to be disclosed one day. "
    "This is no legal advice."
)
_LISTED = (*LISTS, "harm")
_clock_option = click.option(
    "--clock-was-wrong",
    is_flag=True,
    help="Write it although the clock is behind the last note; it will show.",
)


@click.group(invoke_without_command=True)
@click.option("--with", "who", metavar="WHO", default="", help="Those in which this person had a part.")
@click.option(
    "--limit", type=click.IntRange(1, 10_000), default=100, show_default=True, help="At most so many."
)
@click.option("--before", type=click.IntRange(1), metavar="NUMBER", help="Only those before this entry.")
@passphrase_option
@json_option
@click.pass_context
@command
def incidents(ctx: click.Context, who: str, limit: int, before: int | None, as_json: bool) -> None:
    """Incidents: sealed notes in a chain that shows whether one was changed. Without a command: list them."""
    if ctx.invoked_subcommand:
        return
    scope = opened_scope(ctx)
    from comity.answers import incidents as answers

    found = answers.incidents(scope, who=who, before=before or 0, limit=limit)
    if as_json:
        shared.put_json([_line_json(one) for one in found.lines])
        return
    if not found.lines:
        click.echo("None. Write one down with: comity incidents add")
    for one in found.lines:
        about = "about " if one.about else ""
        screen.say(f"{about}{one.starts}  {one.title}{' (closed)' if one.closed else ''}", bold=True)
        people = f"{', '.join(one.people)}; " if one.people else ""
        screen.say(
            f"{people}entry {one.number}, written {one.written_at:%Y-%m-%d %H:%M}, {one.id}",
            indent=2,
            dim=True,
        )
    if found.next:
        click.echo(f"And {found.more} older: comity incidents --before {found.next}")


def _line_json(one: IncidentLine) -> dict[str, Any]:
    """The documented form of an incident in a list."""
    return {
        "id": one.id,
        "number": one.number,
        "title": one.title,
        "starts": one.starts,
        "about": one.about,
        "written_at": one.written_at,
        "people": list(one.people),
        "entries": one.entries,
        "closed": one.closed,
    }


@incidents.command("add")
@click.option(
    "--file", type=click.File("rb"), metavar="FILE", help="Read it from a JSON file; - for standard input."
)
@click.option(
    "--attach",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    multiple=True,
    help="A file; may be repeated.",
)
@click.option(
    "--harm", type=click.Choice(HARMS), multiple=True, help="Of which kind it was; may be repeated."
)
@passphrase_option
@_clock_option
@command
def add(file: Any, attach: Sequence[Path], harm: Sequence[str], clock_was_wrong: bool) -> None:
    """Write down an incident: from a file, or by answering questions."""
    scope = opened_scope()
    from comity.actions import incidents as actions

    click.echo(_NOTICE, err=True)
    told = _told(scope, _asked(scope) if file is None else _read(file.read(_MOST_BYTES + 1)))
    told = replace(told, harm=(*told.harm, *harm))
    with _opened(attach) as files:
        id = actions.write(scope, told, files, clock_was_wrong=clock_was_wrong)
    click.echo(f"Sealed: {id}")


def _read(raw: bytes) -> dict[str, Any]:
    if len(raw) > _MOST_BYTES:
        raise Invalid("file", "", f"it has more than {_MOST_BYTES // 10**6} MB")
    try:
        found = json.loads(raw)
        if not isinstance(found, dict):
            raise ValueError
    except (ValueError, RecursionError):
        raise Invalid("file", "", "it is no JSON object; see the documentation, “Incidents”") from None
    return found


def _asked(scope: Scope) -> dict[str, Any]:
    """The answers to the questions of the form."""
    if not sys.stdin.isatty():
        shared.fail(
            "There is no terminal to ask on.", "Name a JSON file with --file, or - for standard input."
        )
    found: dict[str, Any] = {
        "title": click.prompt("What was it, in a line"),
        "when": {
            "starts": click.prompt(
                "When (2026-03-09, or 2026-03-09T14:30)", default=scope.today().isoformat()
            ),
            "ends": click.prompt("Until when", default="", show_default=False),
            "about": click.confirm("Is that only about then?", default=False),
        },
        "where": click.prompt("Where", default="", show_default=False),
        "harm": click.prompt(
            f"Of which kind, in your judgement, as many as fit ({', '.join(HARMS)})",
            default="",
            show_default=False,
            value_proc=_kinds,
        ),
    }
    found["people"] = [{"name": name, "part": "did"} for name in _lines("Who did it, one name a line")]
    found["others"] = click.prompt("Who else was there", default="", show_default=False)
    asking = ("Exact words", "What you saw and heard yourself", "What others told you", "What you infer")
    for name, words in zip(LISTS, asking, strict=True):
        found[name] = _lines(f"{words}, one thing a line")
    found["response"] = click.prompt("What you did", default="", show_default=False)
    found["impact"] = click.prompt("What it led to", default="", show_default=False)
    return found


def _lines(asking: str) -> list[str]:
    click.echo(f"{asking}; an empty line ends it.")
    return list(iter(lambda: click.prompt("", default="", show_default=False, prompt_suffix="> "), ""))


def _kinds(typed: str) -> list[str]:
    """The kinds that were typed; any other is asked for again."""
    found = typed.replace(",", " ").split()
    unknown = [kind for kind in found if kind not in HARMS]
    if unknown:
        raise click.BadParameter(f"there is no kind “{unknown[0]}”; an empty line leaves it open")
    return found


def _told(scope: Scope, found: dict[str, Any]) -> Told:
    """What was told, from plain JSON.

    Raises:
        Invalid: a key or a value that does not belong there; Ambiguous: a name is that of several.
    """
    unknown = set(found) - {*TEXTS, *_LISTED, "when", "people"}
    if unknown:
        raise Invalid("file", ", ".join(sorted(unknown))[:80], "an incident has no such part")
    try:
        told: dict[str, Any] = {"zone": scope.zone} | dict(found.get("when") or {"starts": ""})
        when = When(**told)
        people = [dict(one) for one in found.get("people", ())]
        texts = {name: found[name] for name in TEXTS if name in found}
        lists = {name: tuple(found[name]) for name in _LISTED if name in found}
    except (TypeError, ValueError):
        raise Invalid("file", "", "a part of it is not written as the documentation says") from None
    values = [
        *texts.values(),
        *(line for lines in lists.values() for line in lines),
        when.starts,
        when.ends,
        when.told,
        when.zone,
    ]
    values += [value for one in people for value in one.values()]
    if not all(isinstance(value, str) for value in values) or type(when.about) is not bool:
        raise Invalid("file", "", "a part of it is no text")
    someone = tuple(_someone(scope, one.get("name", ""), one.get("part", PARTS[2])) for one in people)
    return Told(**{"title": "", "when": when, "people": someone, **texts, **lists})


def _someone(scope: Scope, who: str, part: str) -> Someone:
    from comity.answers import heads

    try:
        face = heads.named(scope, who)
    except NotFound:
        return Someone("", who, part)
    return Someone(face.id, face.name, part)


@contextlib.contextmanager
def _opened(paths: Sequence[Path]) -> Iterator[list[Attached]]:
    from comity.actions.incidents import Attached

    with contextlib.ExitStack() as stack:
        yield [Attached(path.name, stack.enter_context(path.open("rb"))) for path in paths]


def meant(scope: Scope, incident: str) -> str:
    """The id of the incident that is meant by an id, or by a part of its title."""
    from comity.answers.incidents import incidents as ask
    from comity.answers.picking import pick

    with contextlib.suppress(ValueError):
        return str(UUID(incident))
    return pick("incident", incident, [(one.id, one.title) for one in ask(scope, limit=None).lines])


@incidents.command("show")
@click.argument("incident")
@passphrase_option
@json_option
@command
def show(incident: str, as_json: bool) -> None:
    """One incident, by its id or a part of its title, with all that was added to it."""
    scope = opened_scope()
    from comity.answers import chronology
    from comity.answers import incidents as answers

    found = answers.incident(scope, meant(scope, incident))
    if as_json:
        shared.put_json(_json(found))
        return
    screen.say(found.told.title, bold=True)
    screen.say(f"entry {found.number}, written {found.written_at:%Y-%m-%d %H:%M}", indent=2, dim=True)
    for field in chronology.ordered(found.fields):
        value = found.fields[field]
        if field != "title":
            screen.say(f"{chronology.label(field)} ({field}): {chronology.said(field, value)}", indent=2)
    for one in found.additions:
        screen.say(
            f"{one.kind}, entry {one.number}, {one.written_at:%Y-%m-%d %H:%M}, {one.id}", indent=2, dim=True
        )
        about = f"{one.field}:" if one.field else ""
        screen.say(" ".join(filter(None, (about, one.name, one.text))), indent=4)


def _json(found: Incident) -> dict[str, Any]:
    """The documented form of an incident."""
    return {
        "id": found.id,
        "number": found.number,
        "digest": found.digest,
        "written_at": found.written_at,
        "fields": found.fields,
        "additions": [_addition_json(one) for one in found.additions],
    }


def _addition_json(one: Addition) -> dict[str, Any]:
    return {
        "id": one.id,
        "number": one.number,
        "kind": one.kind,
        "written_at": one.written_at,
        "text": one.text,
        "field": one.field,
        "corrects": one.corrects,
        "name": one.name,
        "size": one.size,
        "sha256": one.digest,
    }


@incidents.command("correct")
@click.argument("incident")
@click.argument("text")
@click.option("--field", default="", help="Which line, as `show` names it, such as saw/2.")
@click.option(
    "--entry", default="", help="Which entry of the incident, by its id; its first where none is named."
)
@passphrase_option
@_clock_option
@command
def correct(incident: str, text: str, field: str, entry: str, clock_was_wrong: bool) -> None:
    """Put a note right by another note; what was written stays."""
    scope = opened_scope()
    from comity.actions import incidents as actions

    id = meant(scope, incident)
    click.echo(
        f"Added: {actions.correct(scope, id, text, field=field, entry=entry, clock_was_wrong=clock_was_wrong)}"
    )


@incidents.command("attach")
@click.argument("incident")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option("--note", default="", help="What it is.")
@passphrase_option
@_clock_option
@command
def attach(incident: str, file: Path, note: str, clock_was_wrong: bool) -> None:
    """Attach a file of up to 25 MB."""
    scope = opened_scope()
    from comity.actions import incidents as actions

    id = meant(scope, incident)
    with file.open("rb") as opened:
        one = actions.Attached(file.name, opened, note)
        click.echo(f"Added: {actions.attach(scope, id, one, clock_was_wrong=clock_was_wrong)}")


@incidents.command("close")
@click.argument("incident")
@click.argument("text")
@passphrase_option
@_clock_option
@command
def close(incident: str, text: str, clock_was_wrong: bool) -> None:
    """Write down how it ended."""
    scope = opened_scope()
    from comity.actions import incidents as actions

    id = meant(scope, incident)
    click.echo(f"Added: {actions.close(scope, id, text, clock_was_wrong=clock_was_wrong)}")
