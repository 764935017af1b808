"""`comity remind`, `comity me`."""

from __future__ import annotations

import datetime as dt

import click

from comity.interfaces.cli import screen, shared
from comity.interfaces.cli.shared import command, json_option, open_book
from comity.interfaces.cli.when import day_of


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
@click.option(
    "--every", default="", metavar="SPAN", help="Again and again: “day”, “2 weeks”, “month”, “year”."
)
@json_option
@command
def remind(text: str, when: str, who: str | None, every: str, as_json: bool) -> None:
    """Set a reminder for a day; it stands in Today from then on until it is done."""
    scope = open_book()
    due = day_of(when, scope.today(), "--on")
    from comity.actions.reminders import add_reminder
    from comity.answers.boundaries_said import of_reminder
    from comity.answers.person import person

    about = person(scope, who).row.face if who else None
    id = add_reminder(scope, text, due, about.id if about else None, every=every)
    shared.tell(of_reminder(scope, about.id, due, text) if about else ())
    from comity.answers.reminders import reminder

    often = reminder(scope, id)
    if as_json:
        person_id = about.id if about else None
        shared.put_json({"id": id, "text": text, "due": due, "person": person_id, "every": often.every})
        return
    again = f", then {often.every_words}" if often.every else ""
    whom = f", about {about.name}" if about else ""
    screen.say(f"You will be reminded on {shared.long_date(due)}{again}{whom}.")


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
        shared.put_json(
            {
                "book": info.name,
                "zone": info.zone,
                "addresses": addresses,
                "propose_days": info.propose_days,
                "personal_news": info.personal_news,
            }
        )
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


@me.command("propose-days")
@click.argument("days", type=click.IntRange(0, 3650))
@command
def me_propose_days(days: int) -> None:
    """How old mail may be, in days, that is read for requests, promises, thanks and introductions; 0 for none."""
    scope = open_book()
    from comity.actions.me import set_propose_days

    set_propose_days(scope, days)
    if days:
        click.echo(
            f"Mail of the last {shared.counted(days, 'day')} is read; what it tells waits in: comity proposals"
        )
    else:
        click.echo("Your mail is not read for promises and the like.")


@me.command("personal-news")
@click.argument("wanted", type=click.Choice(["on", "off"]))
@command
def me_personal_news(wanted: str) -> None:
    """Whether births, illnesses and losses in mail are proposed too; never of people who report to you."""
    scope = open_book()
    from comity.actions.me import set_personal_news

    set_personal_news(scope, wanted == "on")
    click.echo(f"Personal news are {'proposed' if wanted == 'on' else 'passed over'}.")


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
