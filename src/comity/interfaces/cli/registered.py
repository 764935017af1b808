"""Commands that several registers have alike: declared to somebody, and ended on a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

import click

from comity.interfaces.cli import shared
from comity.interfaces.cli.shared import command, open_book
from comity.interfaces.cli.when import AHEAD, day_or_none

if TYPE_CHECKING:
    from comity.answers.books import Scope


class Declares(Protocol):
    """The actions of a register of what can be declared."""

    def disclose(self, scope: Scope, id: str, to: str, *, on: dt.date | None = None) -> None:
        """It was declared."""

    def undisclose(self, scope: Scope, id: str) -> None:
        """It was not."""


class Ends(Protocol):
    """The actions of a register of what holds until it is ended."""

    def end(self, scope: Scope, id: str, on: dt.date | None = None) -> None:
        """It holds no longer."""

    def reopen(self, scope: Scope, id: str) -> None:
        """It holds on."""


def declared_command(what: str, actions: Callable[[], Declares]) -> click.Command:
    """`declared ID TO`; actions: loads them once the book is open."""

    @click.command("declared", help=f"You declared the {what} ID, TO whom.")
    @click.argument("id")
    @click.argument("to", default="")
    @click.option(
        "--on",
        "when",
        type=click.DateTime(["%Y-%m-%d"]),
        metavar="DATE",
        help="On which day (YYYY-MM-DD); else today.",
    )
    @click.option("--undo", is_flag=True, help="Take it back.")
    @command
    def declared(id: str, to: str, when: dt.datetime | None, undo: bool) -> None:
        scope = open_book()
        if undo:
            actions().undisclose(scope, id)
        else:
            actions().disclose(scope, id, to, on=shared.date_of(when))
        click.echo("Not declared." if undo else "Declared.")

    return declared


def end_command(verb: str, stays: str, actions: Callable[[], Ends]) -> click.Command:
    """`end ID`; verb: what it does while it lasts ("holds"); stays: what is kept of it; actions: as above."""

    @click.command("end", help=f"It {verb} no longer; {stays} stays.")
    @click.argument("id")
    @click.option("--on", "when", metavar="DATE", help=f"The last day on which it {verb}: {AHEAD}")
    @click.option("--undo", is_flag=True, help=f"It {verb} on after all.")
    @command
    def end(id: str, when: str | None, undo: bool) -> None:
        scope = open_book()
        if undo:
            actions().reopen(scope, id)
            click.echo(f"It {verb} again.")
            return
        actions().end(scope, id, day_or_none(when, scope.today(), "--on"))
        click.echo(f"It {verb} no longer.")

    return end
