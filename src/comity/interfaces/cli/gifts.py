"""`comity gifts`: gifts and hospitality, and what an employer's rules ask for each."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from comity.interfaces.cli import screen, shared
from comity.interfaces.cli.documents import write_csv, write_pdf
from comity.interfaces.cli.registered import Declares, declared_command
from comity.interfaces.cli.removing import back, say_removed
from comity.interfaces.cli.shared import command, json_option, open_book
from comity.interfaces.cli.unlocking import passphrase_option, scope_of, unlock_option

if TYPE_CHECKING:
    from comity.answers.gifts import GiftLine

_day = click.option(
    "--on",
    "when",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="On which day (YYYY-MM-DD); else today.",
)
_with = click.option(
    "--with", "who", default="", metavar="WHO", help="From or for this person: name, address or id."
)
_at = click.option("--at", "organisation", default="", metavar="NAME", help="From or for this organisation.")
_undo = click.option("--undo", is_flag=True, help="Take it back.")
_release = click.option("--release", multiple=True, metavar="ID", help="Let this confidence out, this once.")


@click.group("gifts", invoke_without_command=True)
@_with
@json_option
@click.pass_context
@command
def gifts(ctx: click.Context, who: str, as_json: bool) -> None:
    """Gifts and hospitality, and what your employer's rules ask for each. Without a command: the register."""
    if ctx.invoked_subcommand:
        return
    scope = open_book()
    from comity.answers.gifts import gifts as listed

    found = listed(scope, who=who)
    if as_json:
        shared.put_json([_gift_json(one) for one in found])
        return
    for one in found:
        _put_gift(one)
    if not found:
        click.echo("None noted yet: comity gifts add received WHAT --with WHO")


def _put_gift(one: GiftLine) -> None:
    way = "from" if one.direction == "received" else "to"
    whose = f"{way} {one.about}" if one.about else one.direction
    worth = f", {one.worth}" if one.worth else ""
    told = f", declared to {one.disclosed_to}" if one.disclosed_on else ""
    screen.say(f"{one.on}  {one.what} {whose}{worth}, {one.outcome_words}{told} ({one.id})")
    if one.warning:
        screen.say(one.warning, indent=2, bold=one.open)


def _gift_json(one: GiftLine) -> dict[str, Any]:
    from comity.core.money import plain

    return {
        "id": one.id,
        "direction": one.direction,
        "kind": one.kind,
        "what": one.what,
        "on": one.on,
        "person": {"id": one.face.id, "name": one.face.name} if one.face else None,
        "organisation": one.organisation,
        "amount": None if one.amount is None else plain(one.amount, one.currency),
        "currency": one.currency,
        "outcome": one.outcome,
        "disclosed_on": one.disclosed_on,
        "disclosed_to": one.disclosed_to,
        "asks": one.asks or None,
        "policy": one.policy or None,
        "open": one.open,
    }


@gifts.command("add")
@click.argument("direction", type=click.Choice(["received", "given"]))
@click.argument("what")
@_with
@_at
@click.option(
    "--kind", default="gift", metavar="KIND", help="gift, meal, travel, ticket, discount or other; else gift."
)
@click.option("--worth", nargs=2, default=("", ""), metavar="AMOUNT CURRENCY", help="Such as: 40 EUR.")
@click.option("--outcome", default="kept", help="kept, declined, returned or handed_in; else kept.")
@_day
@json_option
@command
def _gift_add(
    direction: str,
    what: str,
    who: str,
    organisation: str,
    kind: str,
    worth: tuple[str, str],
    outcome: str,
    when: dt.datetime | None,
    as_json: bool,
) -> None:
    """Note WHAT was received or given."""
    scope = open_book()
    from comity.actions.gifts import add
    from comity.answers.gifts import gift
    from comity.answers.heads import named

    id = add(
        scope,
        direction,
        what,
        person_id=named(scope, who).id if who else "",
        organisation=organisation,
        kind=kind,
        amount=worth[0],
        currency=worth[1],
        on=shared.date_of(when),
        outcome=outcome,
    )
    made = gift(scope, id)
    if as_json:
        shared.put_json({"id": id, "asks": made.asks or None, "policy": made.policy or None})
        return
    screen.say(f"Noted ({id}).")
    if made.warning:
        screen.say(made.warning, bold=True)


@gifts.command("became")
@click.argument("id")
@click.argument("outcome")
@command
def _gift_became(id: str, outcome: str) -> None:
    """What became of the gift ID: kept, declined, returned or handed_in."""
    scope = open_book()
    from comity.actions.gifts import became

    became(scope, id, outcome)
    click.echo("Noted.")


def _actions() -> Declares:
    from comity.actions import gifts as actions

    return actions


gifts.add_command(declared_command("gift", _actions))


@gifts.command("remove")
@click.argument("id")
@command
def _gift_remove(id: str) -> None:
    """Forget the gift ID."""
    scope = open_book()
    from comity.actions.gifts import remove

    say_removed(remove(scope, id), "The gift is gone.")


@gifts.command("register")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--year", type=click.IntRange(1950, 2200), help="Of this year; else all of it.")
@_release
@unlock_option
@passphrase_option
@command
def _gift_register(file: Path, year: int | None, release: tuple[str, ...], unlock: bool) -> None:
    """Write the register of gifts to FILE (.pdf or .csv)."""
    scope = scope_of(unlock)
    from comity.answers import declaring

    if file.suffix.lower() == ".csv":
        write_csv(declaring.table(scope, "gifts", year, released=release), file)
    else:
        write_pdf(declaring.gifts_register(scope, year, released=release), file)


gifts.add_command(back)
