"""`comity outcomes`: what came of it, and thanks to whom; `comity groups`: people held together."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import click

from comity.interfaces.cli import screen, shared
from comity.interfaces.cli.goals import meant
from comity.interfaces.cli.shared import command, json_option, open_book

if TYPE_CHECKING:
    from comity.answers.outcomes import OutcomeLine


@click.group(invoke_without_command=True)
@json_option
@click.pass_context
@command
def outcomes(ctx: click.Context, as_json: bool) -> None:
    """What came of your relationships, the latest first. Without a command: list it."""
    if ctx.invoked_subcommand:
        return
    scope = open_book()
    from comity.answers.outcomes import outcomes as ask

    found = ask(scope)
    if as_json:
        shared.put_json([_json(one) for one in found])
        return
    if not found:
        click.echo("Nothing yet: comity outcomes add TEXT --with WHO")
    for one in found:
        screen.say(f"{one.on}  {one.text}", bold=True)
        for part in one.parts:
            screen.say(part.known.face.name + (f": {part.how}" if part.how else ""), indent=12)
        for _kind, _id, words in one.came_of:
            screen.say(f"came of {words}  ({one.id})", indent=12, dim=True)


def _json(one: OutcomeLine) -> dict[str, Any]:
    """The documented form of an outcome."""
    return {
        "id": one.id,
        "text": one.text,
        "kind": one.kind,
        "on": one.on,
        "people": [
            {"id": part.known.face.id, "name": part.known.face.name, "how": part.how} for part in one.parts
        ],
        "came_of": [{"kind": kind, "id": id, "name": words} for kind, id, words in one.came_of],
    }


@outcomes.command("add")
@click.argument("text")
@click.option(
    "--with",
    "who",
    multiple=True,
    metavar="WHO",
    help="Who had a part; “WHO: how” says how. May be repeated.",
)
@click.option("--goal", metavar="GOAL", help="It came of this goal: a part of its title, or its id.")
@click.option("--kind", default="", metavar="WORD", help="What it is: a job, a project, an insight.")
@click.option(
    "--on", "when", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="When (YYYY-MM-DD); else today."
)
@json_option
@command
def add(
    text: str, who: tuple[str, ...], goal: str | None, kind: str, when: dt.datetime | None, as_json: bool
) -> None:
    """Note what came of it."""
    scope = open_book()
    from comity.actions.outcomes import note_outcome
    from comity.answers.finding import find

    told = [one.partition(":") for one in who]
    parts = [(str(find(scope, name.strip()).uuid), how.strip()) for name, _colon, how in told]
    of = meant(scope, goal) if goal else None
    id = note_outcome(scope, text, parts=parts, on=shared.date_of(when), kind=kind, goal_id=of)
    shared.put_json({"id": id}) if as_json else screen.say(f"Noted: {text} ({id})")


@outcomes.command("remove")
@click.argument("id")
@command
def remove(id: str) -> None:
    """It did not come about; ID is what `comity outcomes --json` calls it."""
    scope = open_book()
    from comity.actions.outcomes import remove_outcome

    remove_outcome(scope, id)
    click.echo("The outcome is gone.")


@click.group(invoke_without_command=True)
@json_option
@click.pass_context
@command
def groups(ctx: click.Context, as_json: bool) -> None:
    """Groups of people: a team, a project, a circle. Without a command: list them."""
    if ctx.invoked_subcommand:
        return
    scope = open_book()
    from comity.answers.groups import groups as ask

    found = ask(scope)
    if as_json:
        shared.put_json(
            [
                {
                    "id": group.id,
                    "name": group.name,
                    "kind": group.kind,
                    "aim": group.aim,
                    "people": [{"id": who.face.id, "name": who.face.name} for who in group.members],
                }
                for group in found
            ]
        )
        return
    if not found:
        click.echo("None yet: comity groups add NAME")
    for group in found:
        screen.say(group.name + (f" ({group.kind})" if group.kind else ""), bold=True)
        screen.say(", ".join(who.face.name for who in group.members) or "nobody yet", indent=2)


@groups.command("add")
@click.argument("name")
@click.option("--kind", default="", metavar="WORD", help="What it is: team, project, circle.")
@click.option("--aim", default="", metavar="TEXT", help="What it is for.")
@json_option
@command
def group_add(name: str, kind: str, aim: str, as_json: bool) -> None:
    """Make a group."""
    scope = open_book()
    from comity.actions.groups import make_group

    id = make_group(scope, name, kind=kind, aim=aim)
    shared.put_json({"id": id}) if as_json else screen.say(f"Made: {name} ({id})")


@groups.command("join")
@click.argument("group")
@click.argument("who")
@click.option("--leave", is_flag=True, help="They leave it.")
@command
def group_join(group: str, who: str, leave: bool) -> None:
    """WHO belongs to the GROUP."""
    scope = open_book()
    from comity.actions import groups as actions
    from comity.answers.finding import find
    from comity.answers.groups import find_group

    found, person = find_group(scope, group), find(scope, who)
    (actions.leave if leave else actions.join)(scope, found.id, str(person.uuid))
    screen.say(f"{person.name} {'is no longer' if leave else 'is'} in {found.name}.")


@groups.command("remove")
@click.argument("group")
@command
def group_remove(group: str) -> None:
    """Dissolve a group; its people stay, and its goals are yours from then on."""
    scope = open_book()
    from comity.actions.groups import remove_group
    from comity.answers.groups import find_group

    remove_group(scope, find_group(scope, group).id)
    click.echo("The group is gone.")
