"""What was removed, and the word that brings it back within a day."""

from __future__ import annotations

import click

from comity.interfaces.cli import screen
from comity.interfaces.cli.shared import command, open_book


def say_removed(text: str, words: str) -> None:
    """What was removed; text: what brings it back (`actions.removed`)."""
    group = click.get_current_context().parent
    screen.say(words)
    click.echo(f"Bring it back with: comity {group.info_name if group else ''} back {text}", err=True)


@click.command("back")
@click.argument("text")
@command
def back(text: str) -> None:
    """Bring back what was removed within the last day; TEXT is what removing it told."""
    scope = open_book()
    from comity.actions.removed import bring_back

    what, id = bring_back(scope, text)
    screen.say(f"The {what} is back ({id})." if id else f"The {what} is back.")
