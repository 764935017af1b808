"""`comity log`, `comity remind`, `comity me`."""

from __future__ import annotations

import datetime as dt

import click

from comity.core.errors import Ambiguous, Invalid
from comity.interfaces.cli import screen, shared
from comity.interfaces.cli.shared import command, json_option, open_book

REMIND = "For something to come: comity remind TEXT --on DATE"


@click.command()
@click.argument("text")
@click.option(
    "--with",
    "who",
    multiple=True,
    metavar="WHO",
    help="Whom it was with, where the line alone does not tell: name, address or id. May be repeated.",
)
@json_option
@command
def log(text: str, who: tuple[str, ...], as_json: bool) -> None:
    """Write down what happened, in one line: who, what, when ("coffee with Ada yesterday")."""
    scope = open_book()
    from comity.actions.interactions import log as write
    from comity.answers.person import person

    people = [person(scope, one).row.face.id for one in who]
    try:
        logged = write(scope, text, dt.datetime.now(dt.UTC), people=people)
    except Ambiguous as error:
        shared.fail(shared.worded(error)[0], "Say whom you mean: comity log … --with ADDRESS-OR-ID")
    except Invalid as error:
        steps = {
            "text": "Name them as they are in the book (comity people), or say --with WHO.",
            "at": REMIND,
        }
        shared.fail(shared.worded(error)[0], steps.get(error.field, ""))
    if as_json:
        named = [{"id": id, "name": name} for id, name in logged.people]
        shared.put_json(
            {"id": logged.id, "people": named, "kind": logged.kind, "day": logged.day, "text": logged.text}
        )
        return
    names = ", ".join(name for _, name in logged.people)
    screen.say(f"Noted: {logged.kind} with {names} on {shared.long_date(logged.day)}.")


@click.command()
@click.argument("text")
@click.option(
    "--on",
    "when",
    required=True,
    metavar="DATE",
    help="YYYY-MM-DD, today, tomorrow, a weekday, or “in 3 weeks”.",
)
@click.option("--person", "who", metavar="WHO", help="A person it is about: name, address or id.")
@json_option
@command
def remind(text: str, when: str, who: str | None, as_json: bool) -> None:
    """Set a reminder for a day; it stands in Today from then on until it is done."""
    from comity.core.logline import day_ahead

    scope = open_book()
    due = day_ahead(when, scope.today())
    if due is None:
        raise click.BadParameter(
            f"{when!r} is no date; write it like 2026-12-24, or “friday”.", param_hint="--on"
        )
    from comity.actions.reminders import add_reminder
    from comity.answers.person import person

    about = person(scope, who).row.face if who else None
    id = add_reminder(scope, text, due, about.id if about else None)
    if as_json:
        shared.put_json({"id": id, "text": text, "due": due, "person": about.id if about else None})
    else:
        screen.say(
            f"You will be reminded on {shared.long_date(due)}" + (f", about {about.name}." if about else ".")
        )


@click.group(invoke_without_command=True)
@json_option
@click.pass_context
@command
def me(ctx: click.Context, as_json: bool) -> None:
    """Which addresses are yours. Without a command: list them."""
    if ctx.invoked_subcommand:
        return
    scope = open_book()
    from comity.answers.books import book_info

    info = book_info(scope)
    if as_json:
        addresses = [
            {"address": o.address, "kind": o.kind, "since": o.since, "until": o.until} for o in info.own
        ]
        shared.put_json({"book": info.name, "zone": info.zone, "addresses": addresses})
        return
    click.echo(f"{info.name}, {info.zone}")
    for own in info.own:
        days = f" from {own.since or '…'} to {own.until or '…'}" if own.since or own.until else ""
        click.echo(f"  {own.address}  ({own.kind}{days})")
    if not info.own:
        click.echo("No address of yours is known yet: comity me add YOUR@ADDRESS")


@me.command("add")
@click.argument("address")
@click.option(
    "--kind",
    type=click.Choice(["personal", "employer", "shared"]),
    default="personal",
    show_default=True,
    help="Whose it is: yours, your employer’s, or shared with others.",
)
@click.option(
    "--since", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="The first day on which it was yours."
)
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="The last one.")
@command
def me_add(address: str, kind: str, since: dt.datetime | None, until: dt.datetime | None) -> None:
    """Say that an address is yours; all mail with it is understood anew."""
    from_day, to_day = shared.date_of(since), shared.date_of(until)
    scope = open_book()
    from comity.actions.me import add_address

    add_address(scope, address, kind, from_day, to_day)
    click.echo(f"{address} is yours.")


@me.command("remove")
@click.argument("address")
@command
def me_remove(address: str) -> None:
    """Say that an address is not yours after all."""
    scope = open_book()
    from comity.actions.me import remove_address

    remove_address(scope, address)
    click.echo(f"{address} is not yours any more.")


@me.command("zone")
@click.argument("zone")
@command
def me_zone(zone: str) -> None:
    """Set your time zone, such as Europe/Lisbon."""
    scope = open_book()
    from comity.actions.me import set_zone

    set_zone(scope, zone)
    click.echo(f"Your time zone is {zone}.")


@me.command("name")
@click.argument("name")
@command
def me_name(name: str) -> None:
    """Say what you are called."""
    scope = open_book()
    from comity.actions.me import set_my_name

    set_my_name(scope, name)
    click.echo(f"You are {name}.")
