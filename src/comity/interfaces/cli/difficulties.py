"""`comity difficult`: the steps with a difficult relationship, what came of them, and what helps."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import click

from comity.core.difficulty import CAME, STEPS
from comity.interfaces.cli import screen, shared
from comity.interfaces.cli.removing import back, say_removed
from comity.interfaces.cli.shared import command, json_option, open_book
from comity.interfaces.cli.unlocking import opened_scope, passphrase_option

if TYPE_CHECKING:
    from comity.answers.difficulties import Difficult

_DATE = click.DateTime(["%Y-%m-%d"])


@click.group(invoke_without_command=True)
@click.option(
    "--with", "who", metavar="WHO", default="", help="With this person: a name, an address or an id."
)
@json_option
@click.pass_context
@command
def difficult(ctx: click.Context, who: str, as_json: bool) -> None:
    """Difficult relationships: the steps that were tried. Without a command: list them."""
    if ctx.invoked_subcommand:
        return
    scope = open_book()
    from comity.answers import difficulties as answers

    found = answers.difficulties(scope, who=who)
    if as_json:
        shared.put_json([_json(one) for one in found.people])
        return
    if not found.people:
        click.echo("Nothing noted. What helps: comity difficult help")
    for one in found.people:
        _say(one)


def _say(one: Difficult) -> None:
    screen.say(one.face.name + (" (silent)" if one.stepped_back else ""), bold=True)
    for step in one.steps:
        came = f", it became {step.came}" if step.came in ("better", "worse") else ""
        came = ", it stayed the same" if step.came == "same" else came
        screen.say(f"{step.on}  {step.title}{came}", indent=2)
        text = "(sealed)" if step.locked else step.text
        screen.say(text, indent=4, dim=True) if text else None
        screen.say(step.id, indent=4, dim=True)
    if one.next:
        screen.say(f"You could try next: {one.next.title}. It fits when: {one.next.when}", indent=2)


def _json(one: Difficult) -> dict[str, Any]:
    """The documented form of a difficult relationship."""
    return {
        "person": {"id": one.face.id, "name": one.face.name},
        "silent": one.stepped_back,
        "next": one.next.step if one.next else None,
        "steps": [
            {
                "id": step.id,
                "step": step.step,
                "on": step.on,
                "text": None if step.locked else step.text,
                "sealed": step.sealed,
                "came": step.came,
            }
            for step in one.steps
        ],
    }


@difficult.command("help")
@click.argument("step", type=click.Choice(STEPS), metavar="[STEP]", required=False)
@command
def guide(step: str | None) -> None:
    """What helps: all steps in their order, or one of them with how to prepare and words to open with."""
    open_book()
    from comity.answers.difficulties import guide as ask

    found = ask()
    if step is None:
        screen.say(found.urgent)
        for number, one in enumerate(found.steps, 1):
            screen.say(f"{number}. {one.title} ({one.step})", bold=True)
            screen.say(one.when, indent=3)
        return
    one = next(one for one in found.steps if one.step == step)
    screen.say(one.title, bold=True)
    screen.say(one.when)
    for title, lines in (("How to prepare", one.prepare), ("Words to open with", one.words)):
        screen.say(title, bold=True)
        for line in lines:
            screen.say(f"- {line}", indent=2)
    screen.say("When to skip it", bold=True)
    screen.say(one.skip, indent=2)


@difficult.command("add")
@click.argument("who")
@click.argument("step", type=click.Choice(STEPS), metavar="STEP")
@click.argument("text", default="")
@click.option("--on", type=_DATE, metavar="DATE", help="The day; today where none is named.")
@click.option("--sealed", is_flag=True, help="Seal the words; asks for the passphrase.")
@passphrase_option
@command
def add(who: str, step: str, text: str, on: dt.datetime | None, sealed: bool) -> None:
    """Note a step with somebody. The step “back” makes them silent everywhere."""
    scope = opened_scope() if sealed else open_book()
    from comity.actions import difficulties as actions
    from comity.answers.difficulties import standing as standing_of
    from comity.answers.finding import find

    person = find(scope, who)
    before = standing_of(scope, str(person.uuid))
    id = actions.take(scope, str(person.uuid), step, text, on=shared.date_of(on), sealed=sealed)
    screen.say(f"Noted with {person.name}: {id}")
    if step == "back":
        stood = f" --standing {before}" if before else ""
        click.echo(
            f"Nothing reminds you of them any more. Take it back with: comity difficult remove {id}{stood}"
        )


@difficult.command("came")
@click.argument("id")
@click.argument("outcome", type=click.Choice([*CAME, "unknown"]), metavar="OUTCOME")
@command
def came(id: str, outcome: str) -> None:
    """What came of a step; "unknown" takes it back."""
    scope = open_book()
    from comity.actions import difficulties as actions

    actions.came(scope, id, "" if outcome == "unknown" else outcome)
    click.echo("Noted.")


@difficult.command("remove")
@click.argument("id")
@click.option(
    "--standing", default="", help="Of stepping back: how the relationship stands instead, such as trusted."
)
@command
def remove(id: str, standing: str) -> None:
    """It was a mistake."""
    scope = open_book()
    from comity.actions import difficulties as actions

    say_removed(actions.remove(scope, id, standing=standing), "Removed.")


difficult.add_command(back)
