"""What goes out by itself once it is switched on: `comity feed`, `comity daymail`, `comity sweep`."""

from __future__ import annotations

import re
import sys
from typing import Any

import click

from comity.core.feed import KINDS
from comity.interfaces.cli import screen, shared
from comity.interfaces.cli.shared import command, json_option, open_book

_CLOCK = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)\Z")
at_page = click.option(
    "--origin",
    default="http://localhost:8000",
    show_default=True,
    metavar="URL",
    help="Where the pages are reached, as the programs that read it see it.",
)


def _minute(context: click.Context, parameter: click.Parameter, value: str | None) -> int | None:
    if value is None:
        return None
    found = _CLOCK.match(value.strip())
    if not found:
        raise click.BadParameter("say a time of day, like 07:00")
    return int(found[1]) * 60 + int(found[2])


@click.group()
def feed() -> None:
    """A private address where a calendar program reads what is due."""


@feed.command("on")
@click.option("--kinds", metavar="KIND,…", help="What it tells: " + ", ".join(KINDS) + ".")
@click.option("--details/--no-details", default=None, help="Names and words in full, or initials only.")
@at_page
@json_option
@command
def feed_on(kinds: str | None, details: bool | None, origin: str, as_json: bool) -> None:
    """Switch it on and print its address, this once; where it is on, change what it tells."""
    scope = open_book()
    from comity.actions import feed as acts
    from comity.answers.feed import state

    before = state(scope)
    wanted = before.kinds if kinds is None else [kind for kind in kinds.replace(",", " ").split() if kind]
    for kind in wanted:
        if kind not in KINDS:
            shared.fail(f"There is no kind “{kind}”.", "Say some of: " + ", ".join(KINDS))
    address = None if before.on else _address(origin, acts.new_address(scope))
    acts.choose(scope, list(wanted), before.details if details is None else details)
    _say_feed(scope, address, as_json)


@feed.command("url")
@at_page
@json_option
@command
def feed_url(origin: str, as_json: bool) -> None:
    """Make a new address and print it, this once; the one before is void. What is stored cannot tell it again."""
    scope = open_book()
    from comity.actions import feed as acts
    from comity.answers.feed import state

    if not state(scope).on:
        shared.fail("The calendar feed is off.", "Switch it on with: comity feed on")
    _say_feed(scope, _address(origin, acts.new_address(scope)), as_json)


@feed.command("show")
@json_option
@command
def feed_show(as_json: bool) -> None:
    """Whether it is on, what it tells, and when it was last read."""
    _say_feed(open_book(), None, as_json)


@feed.command("off")
@json_option
@command
def feed_off(as_json: bool) -> None:
    """Revoke the address: from this moment nothing is there."""
    scope = open_book()
    from comity.actions import feed as acts

    acts.revoke(scope)
    _say_feed(scope, None, as_json)


def _address(origin: str, token: str) -> str:
    return f"{origin.rstrip('/')}/feed/{token}.ics"


def _say_feed(scope: Any, address: str | None, as_json: bool) -> None:
    from comity.answers.feed import state

    found = state(scope)
    if as_json:
        shared.put_json(
            {
                "on": found.on,
                "kinds": list(found.kinds) if found.on else [],
                "details": found.details,
                "made_at": found.made_at,
                "last_read_at": found.last_read_at,
                "address": address,
            }
        )
        return
    if not found.on:
        screen.say("The calendar feed is off.")
        return
    if address:
        screen.say(
            "Give this address to your calendar program. It is not shown again, and whoever has it reads along:"
        )
        click.echo(address)
    screen.say(
        f"It tells: {', '.join(found.kinds) or 'nothing'}; names {'in full' if found.details else 'by their first letter'}."
    )
    if found.last_read_at:
        screen.say(f"Last read {found.last_read_at:%Y-%m-%d %H:%M} UTC.", dim=True)


@click.group()
def daymail() -> None:
    """The day's list by mail, to an address that answered with a code."""


@daymail.command("to")
@click.argument("address")
@click.option(
    "--at",
    "minute",
    metavar="HH:MM",
    callback=_minute,
    help="When, in the book's time zone; 07:00 unless said.",
)
@at_page
@command
def daymail_to(address: str, minute: int | None, origin: str) -> None:
    """Mail a code to ADDRESS. Nothing else is sent until: comity daymail confirm CODE"""
    scope = open_book()
    from comity.actions.day_mail import ask

    ask(scope, address, origin=origin.rstrip("/"), minute=minute)
    screen.say("A code was mailed there. Give it back with: comity daymail confirm CODE")


@daymail.command("confirm")
@click.argument("code")
@command
def daymail_confirm(code: str) -> None:
    """Give back the CODE that was mailed: from its next time on the list is sent."""
    scope = open_book()
    from comity.actions.day_mail import confirm

    confirm(scope, code)
    _say_mail(scope, False)


@daymail.command("set")
@click.option("--at", "minute", metavar="HH:MM", callback=_minute, help="When, in the book's time zone.")
@click.option("--empty/--no-empty", default=None, help="A short mail also on a day with nothing to do.")
@command
def daymail_set(minute: int | None, empty: bool | None) -> None:
    """Change when it is sent, and whether also where there is nothing to do."""
    scope = open_book()
    from comity.actions.day_mail import change
    from comity.answers.day_mail import state

    now = state(scope)
    at = _minute_of(now.at) if minute is None else minute
    change(scope, minute=at, when_empty=now.when_empty if empty is None else empty)
    _say_mail(scope, False)


@daymail.command("now")
@command
def daymail_now() -> None:
    """Mail today's list at once."""
    scope = open_book()
    from comity.actions.day_mail import send_now
    from comity.answers.day_mail import letter

    send_now(scope, letter)
    screen.say("Sent.")


@daymail.command("show")
@json_option
@command
def daymail_show(as_json: bool) -> None:
    """Whether it is on, where it goes and when, and what went wrong."""
    _say_mail(open_book(), as_json)


@daymail.command("off")
@command
def daymail_off() -> None:
    """Switch it off; the address is forgotten."""
    scope = open_book()
    from comity.actions.day_mail import stop

    stop(scope)
    _say_mail(scope, False)


def _minute_of(at: str) -> int:
    hours, _, minutes = at.partition(":")
    return int(hours) * 60 + int(minutes)


def _say_mail(scope: Any, as_json: bool) -> None:
    from comity.answers.day_mail import state

    found = state(scope)
    if as_json:
        keys = "on waits server address at when_empty sent_on failures trouble".split()
        shared.put_json({key: getattr(found, key) for key in keys})
        return
    if not found.server:
        screen.say(
            found.trouble_there or "No mail server is named: set COMITY_MAIL_URL (see the documentation)."
        )
    if found.waits:
        screen.say(f"A code was mailed to {found.address}; give it back with: comity daymail confirm CODE")
    elif not found.on:
        screen.say("The day's mail is off. Switch it on with: comity daymail to ADDRESS")
    else:
        empty = ", also where nothing is to be done" if found.when_empty else ""
        screen.say(f"On: to {found.address}, every day at {found.at}{empty}.")
    if found.trouble:
        screen.say(f"{found.trouble}{found.tries}")


@click.command()
@json_option
@command
def sweep(as_json: bool) -> None:
    """Send what is due and not sent yet, in every book of this installation. Safe to run as often as you like."""
    open_book()
    from comity.actions.day_mail import sweep as send
    from comity.answers.day_mail import letter

    found = send(letter)
    if as_json:
        keys = "book address outcome trouble".split()
        shared.put_json([{key: getattr(one, key) for key in keys} for one in found])
    else:
        for one in found:
            screen.say(f"{one.address}: {one.outcome}" + (f". {one.trouble}" if one.trouble else ""))
        if not found:
            screen.say("Nothing is due.")
    if any(one.outcome not in ("sent", "nothing") for one in found):
        sys.exit(1)
