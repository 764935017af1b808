"""`comity roles`: what somebody is to you, from when and until when."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import click

from comity.interfaces.cli import screen, shared
from comity.interfaces.cli.shared import command, json_option, open_book

if TYPE_CHECKING:
    from comity.answers.shapes import RoleHeld

_DAY = click.DateTime(["%Y-%m-%d"])
_since = click.option("--since", type=_DAY, metavar="DATE", help="From when (YYYY-MM-DD), if that is known.")
_until = click.option("--until", type=_DAY, metavar="DATE", help="Until when (YYYY-MM-DD), where it ended.")


@click.group(invoke_without_command=True)
@click.option("--with", "who", default="", metavar="WHO", help="Whose: name, address or id.")
@json_option
@click.pass_context
@command
def roles(ctx: click.Context, who: str, as_json: bool) -> None:
    """What somebody is to you. Without a command: list it, those that hold first."""
    if ctx.invoked_subcommand:
        return
    if not who:
        raise click.UsageError("Say whose, with --with WHO. The roles there are: comity playbooks")
    scope = open_book()
    from comity.answers.heads import named
    from comity.answers.person import person

    face = named(scope, who)
    held = person(scope, face.id).roles
    if as_json:
        shared.put_json([_json(one) for one in held])
        return
    if not held:
        screen.say(f'None. Give one with: comity roles add "{face.name}" peer')
    for one in held:
        since = f" since {one.since}" if one.since else ""
        until = f" until {one.until}" if one.until else ""
        screen.say(f"{one.id}  {one.title}{since}{until}")


def _json(one: RoleHeld) -> dict[str, Any]:
    """The documented form of a role that is held."""
    return {"id": one.id, "role": one.key, "title": one.title, "since": one.since, "until": one.until}


@roles.command("add")
@click.argument("who")
@click.argument("role")
@_since
@_until
@json_option
@command
def add(who: str, role: str, since: dt.datetime | None, until: dt.datetime | None, as_json: bool) -> None:
    """WHO is to you what ROLE says: manager, direct_report, peer, client, … (comity playbooks lists them)."""
    scope = open_book()
    from comity.actions.people import add_role
    from comity.answers.heads import named

    face = named(scope, who)
    id = add_role(scope, face.id, role, shared.date_of(since), shared.date_of(until))
    shared.put_json({"id": id}) if as_json else screen.say(f"Noted for {face.name} ({id}).")


@roles.command("edit")
@click.argument("who")
@click.argument("id", type=int)
@_since
@_until
@click.option("--open", "still", is_flag=True, help="It has not ended after all.")
@command
def edit(who: str, id: int, since: dt.datetime | None, until: dt.datetime | None, still: bool) -> None:
    """Change from when and until when WHO has a role; ID is what comity roles calls it. What is not given stays."""
    scope = open_book()
    from comity.actions.people import change_role
    from comity.answers.heads import named
    from comity.answers.person import person
    from comity.core.errors import NotFound

    face = named(scope, who)
    now = next((one for one in person(scope, face.id).roles if one.id == id), None)
    if now is None:
        raise NotFound("role", str(id))
    begins = shared.date_of(since) or now.since
    ends = None if still else shared.date_of(until) or now.until
    change_role(scope, face.id, id, begins, ends)
    click.echo("Changed.")


@roles.command("remove")
@click.argument("who")
@click.argument("id", type=int)
@command
def remove(who: str, id: int) -> None:
    """It was a mistake: WHO never had this role; ID is what comity roles calls it. One that ended: --until of edit."""
    scope = open_book()
    from comity.actions.people import remove_role
    from comity.answers.heads import named

    remove_role(scope, named(scope, who).id, id)
    click.echo("Gone.")
