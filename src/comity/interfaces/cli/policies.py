"""`comity policies`: what an employer asks, and when to read it again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from comity.interfaces.cli import screen, shared
from comity.interfaces.cli.registered import Ends, end_command
from comity.interfaces.cli.removing import back, say_removed
from comity.interfaces.cli.shared import command, json_option, open_book
from comity.interfaces.cli.when import AHEAD, day_or_none

if TYPE_CHECKING:
    from comity.answers.policies import PolicyRow

_KINDS = ("gifts", "hospitality", "outside_work", "relationships", "cooling_off", "other")
_ASKS = ("disclose", "approval", "refuse")


@click.group(invoke_without_command=True)
@click.option("--all", "everything", is_flag=True, help="Also those that have ended.")
@json_option
@click.pass_context
@command
def policies(ctx: click.Context, everything: bool, as_json: bool) -> None:
    """Rules of your employer that bind you. Without a command: list them."""
    if ctx.invoked_subcommand:
        return
    scope = open_book()
    from comity.answers import policies as answers

    found = answers.policies(scope, ended=everything, limit=10_000).rows
    if as_json:
        shared.put_json([_json(one) for one in found])
        return
    if not found:
        screen.say("None. Note one with: comity policies add TITLE --kind gifts --from 50 --currency EUR")
    for one in found:
        place = f" ({one.organisation})" if one.organisation else ""
        worth = f", {one.threshold}" if one.threshold else ""
        screen.say(f"{one.title}{place}: {one.asks_words}{worth}")
        screen.say(_about(one), indent=2, dim=True)


@policies.command("add")
@click.argument("title")
@click.option(
    "--kind", type=click.Choice(_KINDS), default="other", show_default=True, help="What it is about."
)
@click.option("--at", "organisation", default="", metavar="NAME", help="Whose it is.")
@click.option(
    "--asks", type=click.Choice(_ASKS), default="disclose", show_default=True, help="What it asks for."
)
@click.option(
    "--from", "amount", default="", metavar="AMOUNT", help="From which worth on; else whatever the worth."
)
@click.option("--currency", default="", metavar="CODE", help="Such as EUR.")
@click.option(
    "--within",
    "days",
    type=click.IntRange(1, 3660),
    metavar="DAYS",
    help="All within so many days counts; of cooling_off, how long it lasts.",
)
@click.option("--text", default="", help="Its text.")
@click.option("--url", default="", help="A link to it.")
@click.option("--review", "when", metavar="DATE", help=f"When to read it again, else in a year: {AHEAD}")
@json_option
@command
def add(
    title: str,
    kind: str,
    organisation: str,
    asks: str,
    amount: str,
    currency: str,
    days: int | None,
    text: str,
    url: str,
    when: str | None,
    as_json: bool,
) -> None:
    """Note one: comity policies add "Gifts" --kind gifts --from 50 --currency EUR --within 365."""
    scope = open_book()
    from comity.actions.policies import Terms
    from comity.actions.policies import add as act
    from comity.answers.policies import policy

    review = day_or_none(when, scope.today(), "--review")
    terms = Terms(title, kind, text, url, amount, currency, days, asks)
    made = policy(scope, act(scope, terms, organisation=organisation, review_on=review))
    if as_json:
        shared.put_json(_json(made))
        return
    screen.say(f"Noted: {made.title}. {_about(made)}")


@policies.command("reviewed")
@click.argument("id")
@click.option("--again", "when", metavar="DATE", help=f"When to read it next, else in a year: {AHEAD}")
@command
def reviewed(id: str, when: str | None) -> None:
    """You read it again, and it holds."""
    scope = open_book()
    from comity.actions.policies import reviewed as act
    from comity.answers.policies import policy

    act(scope, id, again_on=day_or_none(when, scope.today(), "--again"))
    again = policy(scope, id).review_on
    screen.say(f"Read again. Next: {again}.")


def _actions() -> Ends:
    from comity.actions import policies as actions

    return actions


policies.add_command(end_command("binds", "what was judged by it", _actions))


@policies.command("remove")
@click.argument("id")
@command
def remove(id: str) -> None:
    """It was a mistake: nothing of it stays."""
    scope = open_book()
    from comity.actions.policies import remove as act

    say_removed(act(scope, id), "Removed.")


def _about(one: PolicyRow) -> str:
    review = f", read again {one.review_on}" if one.review_on and not one.until else ""
    until = f" until {one.until}" if one.until else ""
    return f"{one.kind}, since {one.since}{until}{review}  {one.id}"


def _json(one: PolicyRow) -> dict[str, Any]:
    """The documented form of a policy."""
    return {
        "id": one.id,
        "title": one.title,
        "kind": one.kind,
        "organisation": one.organisation,
        "asks": one.asks,
        "amount": one.amount or None,
        "currency": one.currency,
        "days": one.days,
        "text": one.text,
        "url": one.url,
        "since": one.since,
        "until": one.until,
        "review_on": one.review_on,
        "review_due": one.review_due,
    }


policies.add_command(back)
