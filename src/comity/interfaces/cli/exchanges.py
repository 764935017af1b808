"""`comity exchanges`: what was given and received."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import click

from comity.core.reciprocity import KINDS
from comity.interfaces.cli import screen, shared
from comity.interfaces.cli.shared import command, json_option, open_book

if TYPE_CHECKING:
    from comity.answers.exchanges import Exchanged

_DATE = click.DateTime(["%Y-%m-%d"])


@click.group(invoke_without_command=True)
@click.option("--with", "who", metavar="WHO", help="Only with this person: name, address or id.")
@click.option("--kind", type=click.Choice(KINDS), help="Only of this kind.")
@click.option("--to-thank", is_flag=True, help="Only what waits for your thanks.")
@click.option(
    "--limit", type=click.IntRange(1, 10_000), default=100, show_default=True, help="At most so many."
)
@json_option
@click.pass_context
@command
def exchanges(
    ctx: click.Context, who: str | None, kind: str | None, to_thank: bool, limit: int, as_json: bool
) -> None:
    """What you gave and received, the newest first. Without a command: list it."""
    if ctx.invoked_subcommand:
        return
    scope = open_book()
    from comity.answers import exchanges as answers
    from comity.answers.heads import named

    person = named(scope, who).id if who else None
    page = answers.exchanges(scope, who=person, kind=kind or "", to_thank=to_thank, limit=limit)
    if as_json:
        shared.put_json([_json(one) for one in page.rows])
        return
    if not page.rows:
        screen.say(
            "Nothing waits for your thanks." if to_thank else "Nothing is noted yet: comity exchanges add …"
        )
        return
    screen.table(
        [
            screen.Column("Day", [one.on.isoformat() for one in page.rows]),
            screen.Column("", ["given to" if one.given else "received from" for one in page.rows]),
            screen.Column("Who", [one.face.name for one in page.rows], least=12),
            screen.Column("What", [_what(one) for one in page.rows], least=16),
            screen.Column("Thanks", [_thanks(one) for one in page.rows], rank=1),
            screen.Column("Id", [one.id for one in page.rows], rank=2),
        ]
    )
    if page.total > len(page.rows):
        screen.say(f"{page.total - len(page.rows)} more: --limit {page.total}", dim=True)
    if not (kind or to_thank):
        screen.say(answers.balance(scope, person).words, dim=True)


@exchanges.command("add")
@click.argument("direction", type=click.Choice(["given", "received"]))
@click.argument("who")
@click.argument("kind", type=click.Choice(KINDS))
@click.option("--text", default="", help="What it was.")
@click.option("--worth", default="", help="What it was worth, in words.")
@click.option("--on", "when", type=_DATE, metavar="DATE", help="The day (YYYY-MM-DD); else today.")
@click.option("--thanked", is_flag=True, help="You have thanked for it already.")
@json_option
@command
def add(
    direction: str,
    who: str,
    kind: str,
    text: str,
    worth: str,
    when: dt.datetime | None,
    thanked: bool,
    as_json: bool,
) -> None:
    """Note something that you gave to somebody, or received from them."""
    scope = open_book()
    from comity.actions.exchanges import note
    from comity.answers.heads import named

    face = named(scope, who)
    given = direction == "given"
    id = note(
        scope,
        face.id,
        given=given,
        kind=kind,
        text=text,
        worth=worth,
        on=shared.date_of(when),
        thanked=thanked,
    )
    if as_json:
        shared.put_json({"id": id, "person": face.id, "given": given, "kind": kind})
        return
    screen.say(f"Noted: {kind} {'given to' if given else 'received from'} {face.name} ({id}).")


@exchanges.command("thank")
@click.argument("id")
@command
def thank(id: str) -> None:
    """You have thanked for it."""
    scope = open_book()
    from comity.actions import exchanges as actions

    actions.thank(scope, id)
    click.echo("Thanked.")


@exchanges.command("unthank")
@click.argument("id")
@command
def unthank(id: str) -> None:
    """You have not thanked for it after all."""
    scope = open_book()
    from comity.actions import exchanges as actions

    actions.unthank(scope, id)
    click.echo("Not thanked for yet.")


@exchanges.command("remove")
@click.argument("id")
@command
def remove(id: str) -> None:
    """It was a mistake."""
    scope = open_book()
    from comity.actions import exchanges as actions

    actions.remove_exchange(scope, id)
    click.echo("Removed.")


def _what(one: Exchanged) -> str:
    introduced = f" to {one.introduced.name}" if one.introduced else ""
    return f"{one.kind}{introduced}" + (f": {one.text}" if one.text else "")


def _thanks(one: Exchanged) -> str:
    return "yes" if one.thanked else "waits" if one.waits else ""


def _json(one: Exchanged) -> dict[str, Any]:
    """The documented form of an exchange."""
    return {
        "id": one.id,
        "person": {"id": one.face.id, "name": one.face.name},
        "given": one.given,
        "kind": one.kind,
        "text": one.text,
        "worth": one.worth,
        "on": one.on,
        "thanked_on": one.thanked,
        "waits_for_thanks": one.waits,
        "introduction": one.introduction,
        "sentence": one.sentence,
        "interaction": one.interaction,
    }
