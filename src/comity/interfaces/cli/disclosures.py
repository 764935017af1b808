"""`comity disclosures`: what I told whom of myself; `comity ideas`: my ideas, dated, and who saw them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from comity.core.depth import Depth
from comity.interfaces.cli import screen, shared
from comity.interfaces.cli.documents import put_withheld
from comity.interfaces.cli.removing import back, say_removed
from comity.interfaces.cli.shared import command, json_option, open_book
from comity.interfaces.cli.unlocking import passphrase_option, scope_of, unlock_option

if TYPE_CHECKING:
    from comity.answers.disclosures import DisclosureLine
    from comity.answers.ideas import IdeaLine

_DATE = click.DateTime(["%Y-%m-%d"])
_on = click.option("--on", "when", type=_DATE, metavar="DATE", help="The day (YYYY-MM-DD); else today.")
_depth = click.option(
    "--depth",
    type=click.IntRange(min(Depth), max(Depth)),
    default=int(Depth.NEW),
    show_default=True,
    help="Fit to be told from which depth on: 0 anybody, 1 known, 2 familiar, 3 trusted.",
)
_how = click.option("--how", default="", metavar="WORDS", help="By which way: over lunch, as a slide.")
EARLY = "That was early: you do not know each other that well yet."


@click.group(invoke_without_command=True)
@click.option("--with", "who", metavar="WHO", help="Only what you told this person.")
@click.option("--picture", "drawn", is_flag=True, help="Who knows what, as a table.")
@json_option
@click.pass_context
@command
def disclosures(ctx: click.Context, who: str | None, drawn: bool, as_json: bool) -> None:
    """What you told whom about yourself and your ideas. Without a command: list it."""
    if ctx.invoked_subcommand:
        return
    scope = open_book()
    from comity.answers import disclosures as answers

    if drawn:
        _picture(answers.who_knows(scope), as_json)
        return
    found = answers.disclosures(scope, who=who)
    if as_json:
        shared.put_json([_json(line) for line in found.lines])
        return
    if not found.lines:
        screen.say(
            'Nothing noted: comity disclosures add WHO "I look for another job" --topic work --depth 3'
        )
    for line in found.lines:
        early = "  early" if line.early else ""
        screen.say(f"{line.on}  {line.face.name}: {line.topic or line.text}{early}  {line.id}")
        if line.topic and line.text:
            screen.say(line.text, indent=12, dim=True)
    if found.more:
        screen.say(f"and {found.more} older", dim=True)


def _json(line: DisclosureLine) -> dict[str, Any]:
    """The documented form of something told."""
    return {
        "id": line.id,
        "person": {"id": line.face.id, "name": line.face.name},
        "about": line.about,
        "topic": line.topic,
        "text": line.text,
        "depth": line.depth,
        "early": line.early,
        "how": line.how,
        "on": line.on,
        "idea": line.idea or None,
        "recorded_at": line.recorded,
        "sha256": line.digest,
    }


def _picture(found: Any, as_json: bool) -> None:
    if as_json:
        shared.put_json(
            [
                {
                    "person": {"id": face.id, "name": face.name},
                    "knows": [
                        {"topic": topic, "times": cell.times, "last": cell.last, "early": cell.early}
                        for topic, cell in zip(found.topics, cells, strict=True)
                        if cell
                    ],
                }
                for face, cells in found.rows
            ]
        )
        return
    for face, cells in found.rows:
        known = [
            f"{topic or 'without a topic'} ({cell.last}{', early' if cell.early else ''})"
            for topic, cell in zip(found.topics, cells, strict=True)
            if cell
        ]
        screen.say(face.name, bold=True)
        screen.say(", ".join(known), indent=2)


@disclosures.command("add")
@click.argument("who")
@click.argument("text")
@click.option("--topic", default="", metavar="WORD", help="What it is on: health, plans, family.")
@_depth
@_how
@_on
@json_option
@command
def add(
    who: str, text: str, topic: str, depth: int, how: str, when: dt.datetime | None, as_json: bool
) -> None:
    """You told WHO something of yourself (TEXT)."""
    scope = open_book()
    from comity.actions import disclosures as actions
    from comity.answers.depths import depth_of
    from comity.answers.heads import named
    from comity.core.disclosures import early

    face = named(scope, who)
    soon = early(depth, depth_of(scope, face.id))
    id = actions.tell(scope, face.id, text, topic=topic, depth=depth, how=how, on=shared.date_of(when))
    if as_json:
        shared.put_json({"id": id, "early": soon})
        return
    screen.say(f"Noted for {face.name}: {text}  {id}")
    if soon:
        screen.say(EARLY, indent=2)


@disclosures.command("remove")
@click.argument("id")
@command
def remove(id: str) -> None:
    """It was noted by mistake, or the idea was not shown."""
    scope = open_book()
    from comity.actions import disclosures as actions

    say_removed(actions.remove(scope, id), "Gone.")


@click.group(invoke_without_command=True)
@json_option
@click.pass_context
@command
def ideas(ctx: click.Context, as_json: bool) -> None:
    """Your ideas, each with its day and SHA-256, and who saw it. Without a command: list them."""
    if ctx.invoked_subcommand:
        return
    scope = open_book()
    from comity.answers import ideas as answers

    listed = answers.ideas(scope)
    if as_json:
        shared.put_json([_idea_json(one) for one in listed])
        return
    if not listed:
        screen.say('None yet: comity ideas add "A lamp that follows the reader" --text "…"')
    for one in listed:
        screen.say(f"{one.on}  {one.title}  {one.id}", bold=True)
        screen.say(f"SHA-256 {one.digest}", indent=12, dim=True)
        for line in one.shown:
            screen.say(f"{line.on}  {line.face.name} saw it{line.how and f' ({line.how})'}", indent=12)


def _idea_json(one: IdeaLine) -> dict[str, Any]:
    """The documented form of an idea."""
    return {
        "id": one.id,
        "title": one.title,
        "text": one.text,
        "file": {"name": one.file_name, "bytes": one.file_size} if one.file_name else None,
        "sha256": one.digest,
        "on": one.on,
        "recorded_at": one.recorded,
        "shown": [_json(line) for line in one.shown],
    }


@ideas.command("add")
@click.argument("title")
@click.option("--text", default="", metavar="WORDS", help="The idea in words.")
@click.option(
    "--file",
    "path",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Or a file; its name, size and SHA-256 are kept, not the file.",
)
@_on
@json_option
@command
def add_idea(title: str, text: str, path: Path | None, when: dt.datetime | None, as_json: bool) -> None:
    """Record an idea under a TITLE, with a text or a file."""
    scope = open_book()
    from comity.actions import ideas as actions

    file = None
    if path:
        with path.open("rb") as opened:
            file = actions.hashed(path.name, opened)
    id = actions.record(scope, title, text, file=file, on=shared.date_of(when))
    if as_json:
        shared.put_json({"id": id})
        return
    screen.say(f"Recorded: {title}  {id}")
    screen.say(
        "To prove the day to others: comity ideas record ID FILE.pdf, and leave it outside.",
        indent=2,
        dim=True,
    )


@ideas.command("show")
@click.argument("id")
@click.argument("who")
@click.option("--part", default="", metavar="WORDS", help="Which part of it they saw; else all.")
@_depth
@_how
@_on
@json_option
@command
def show(id: str, who: str, part: str, depth: int, how: str, when: dt.datetime | None, as_json: bool) -> None:
    """WHO saw the idea."""
    scope = open_book()
    from comity.actions import ideas as actions
    from comity.answers.heads import named

    face = named(scope, who)
    shown = actions.show(scope, id, face.id, text=part, depth=depth, how=how, on=shared.date_of(when))
    shared.put_json({"id": shown}) if as_json else screen.say(f"{face.name} saw it.  {shown}")


@ideas.command("record")
@click.argument("id")
@click.argument("target", type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "--release", multiple=True, metavar="ID", help="Let this confidence out, this once; may be repeated."
)
@unlock_option
@passphrase_option
@command
def record(id: str, target: Path, release: Sequence[str], unlock: bool) -> None:
    """Write the dated record of an idea, with its SHA-256 and who saw it, as a PDF."""
    scope = scope_of(unlock)
    from comity.answers.idea_record import idea_record
    from comity.exports.pdf import pdf

    document = idea_record(scope, id, released=release)
    made = pdf(document.template, document.values)
    with target.open("xb") as file:
        file.write(made)
    screen.say(f"Written: {target}")
    put_withheld(document.withheld)


@ideas.command("find")
@click.option("--text", default="", metavar="WORDS", help="The words of the idea.")
@click.option(
    "--file", "path", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Or the file."
)
@json_option
@command
def find(text: str, path: Path | None, as_json: bool) -> None:
    """Which recorded idea is exactly this text, or this file."""
    scope = open_book()
    from comity.actions.ideas import hashed
    from comity.answers.ideas import same_as

    wanted = text
    if path:
        with path.open("rb") as opened:
            wanted = hashed(path.name, opened).digest
    found = same_as(scope, wanted)
    if as_json:
        shared.put_json([_idea_json(one) for one in found])
        return
    if not found:
        screen.say("No recorded idea is exactly this.")
    for one in found:
        screen.say(f"Recorded on {one.recorded:%Y-%m-%d %H:%M}: {one.title}  {one.id}")


@ideas.command("remove")
@click.argument("id")
@command
def remove_idea(id: str) -> None:
    """It was recorded by mistake; not possible once somebody saw it."""
    scope = open_book()
    from comity.actions import ideas as actions

    say_removed(actions.remove(scope, id), "Gone.")


disclosures.add_command(back)
ideas.add_command(back)
