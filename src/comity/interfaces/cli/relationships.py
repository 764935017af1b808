"""`comity relationship`: which side of life, how far it has come, and that somebody died."""

from __future__ import annotations

import datetime as dt

import click

from comity.core.playbooks import Nature, Standing
from comity.interfaces.cli import screen, shared
from comity.interfaces.cli.shared import command, open_book


@click.command()
@click.argument("who")
@click.option(
    "--nature",
    type=click.Choice([one.value for one in Nature]),
    help="Which side of life; both: friend and colleague.",
)
@click.option("--standing", type=click.Choice([one.value for one in Standing]), help="How far it has come.")
@click.option("--died", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="They died on this day.")
@click.option("--not-died", is_flag=True, help="That they died was a mistake.")
@command
def relationship(
    who: str, nature: str | None, standing: str | None, died: dt.datetime | None, not_died: bool
) -> None:
    """What the relationship with WHO is; without an option, only say it."""
    if died and not_died:
        raise click.UsageError("Say --died or --not-died, not both.")
    scope = open_book()
    from comity.actions import people, remembering
    from comity.answers.heads import named
    from comity.answers.person import person

    face = named(scope, who)
    if nature or standing:
        people.set_relationship(scope, face.id, nature=nature, standing=standing)
    if died or not_died:
        remembering.died(scope, face.id, shared.date_of(died))
    page = person(scope, face.id)
    said = [page.nature, page.standing.replace("_", " "), f"died on {page.died_on}" if page.died_on else ""]
    screen.say(f"{face.name}: {', '.join(filter(None, said))}")
    if page.died_on:
        screen.say("Nothing reminds you of them; what you know stays.", indent=2, dim=True)
