"""`comity promises`: both ways, and how they ended."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from comity.core.commitments import State
from comity.interfaces.cli import screen, shared
from comity.interfaces.cli.shared import command, json_option, open_book
from comity.interfaces.cli.when import AHEAD, day_or_none

if TYPE_CHECKING:
    import datetime as dt

    from comity.answers.commitments import Promise

_SIDES = click.Choice(["mine", "theirs"])
_ON = click.DateTime(["%Y-%m-%d"])
_on = click.option(
    "--on", "when", type=_ON, metavar="DATE", help="The day it ended (YYYY-MM-DD); else today."
)
_say = click.option("--say", "ending", default="", metavar="TEXT", help="What there is to say of it.")


@click.group(invoke_without_command=True)
@click.option("--by", type=_SIDES, help="Only yours, or only theirs.")
@click.option("--with", "who", default="", metavar="WHO", help="Only with this person: name, address or id.")
@click.option("--state", default="", metavar="STATE", help="kept, on_time, late, broken, dropped, overdue, …")
@click.option("--quarter", default="", metavar="QUARTER", help="Only those that ended in it: 2026-Q3.")
@click.option("--all", "everything", is_flag=True, help="Also those that ended.")
@click.option(
    "--limit", type=click.IntRange(1, 10_000), default=100, show_default=True, help="At most so many."
)
@json_option
@click.pass_context
@command
def promises(
    ctx: click.Context,
    by: str | None,
    who: str,
    state: str,
    quarter: str,
    everything: bool,
    limit: int,
    as_json: bool,
) -> None:
    """Promises that are open, yours and theirs. Without a command: list them."""
    if ctx.invoked_subcommand:
        return
    scope = open_book()
    from comity.answers import commitments as answers

    how = state or ("" if everything or quarter else State.OPEN.value)
    page = answers.promises(scope, by=by or "", who=who, how=how, quarter=quarter, limit=limit)
    if as_json:
        shared.put_json([_json(one) for one in page.rows])
        return
    if not page.rows:
        screen.say("None. Note one with: comity promises add WHO TEXT --due DATE")
    for one in page.rows:
        screen.say(_line(one))
        screen.say(_about(one), indent=2, dim=True)
    if page.total > len(page.rows):
        screen.say(f"{page.total - len(page.rows)} more: --limit {page.total}", dim=True)
    for side in ("mine", "theirs"):
        follow = answers.follow_through(scope, side, who=who)
        if follow.share.of and by in (None, side) and not quarter:
            screen.say(" ".join((follow.words, *follow.notes)), dim=True)


@promises.command("add")
@click.argument("who")
@click.argument("text")
@click.option("--theirs", is_flag=True, help="They promised it to you.")
@click.option("--due", "when", metavar="DATE", help=f"By when: {AHEAD}")
@json_option
@command
def add(who: str, text: str, theirs: bool, when: str | None, as_json: bool) -> None:
    """Note a promise to somebody, or with --theirs by them."""
    scope = open_book()
    due = day_or_none(when, scope.today(), "--due")
    from comity.actions.commitments import promise
    from comity.answers.heads import named

    face = named(scope, who)
    by = "theirs" if theirs else "mine"
    id = promise(scope, face.id, text, by=by, due=due)
    if as_json:
        shared.put_json({"id": id, "by": by, "person": face.id, "text": text, "due": due})
        return
    until = f", by {shared.long_date(due)}" if due else ""
    screen.say(f"Noted: {face.name} promised you this{until} ({id})." if theirs else f"Noted{until} ({id}).")


@promises.command("keep")
@click.argument("id")
@_on
@_say
@command
def keep(id: str, when: dt.datetime | None, ending: str) -> None:
    """It was kept."""
    scope = open_book()
    from comity.actions import commitments as actions

    actions.keep(scope, id, on=shared.date_of(when), ending=ending)
    click.echo("Kept.")


@promises.command("break")
@click.argument("id")
@_on
@_say
@command
def break_(id: str, when: dt.datetime | None, ending: str) -> None:
    """It was still wanted, and will not be kept."""
    scope = open_book()
    from comity.actions import commitments as actions

    actions.break_promise(scope, id, on=shared.date_of(when), ending=ending)
    click.echo("Broken.")


@promises.command("drop")
@click.argument("id")
@_on
@_say
@command
def drop(id: str, when: dt.datetime | None, ending: str) -> None:
    """Nobody needs it any more; it counts neither way."""
    scope = open_book()
    from comity.actions import commitments as actions

    actions.drop(scope, id, on=shared.date_of(when), ending=ending)
    click.echo("Dropped.")


@promises.command("move")
@click.argument("id")
@click.option("--to", "when", metavar="DATE", help=f"The new day, or “none”: {AHEAD}")
@click.option("--asked-by", type=_SIDES, default="mine", show_default=True, help="Who asked for it.")
@click.option("--why", default="", metavar="TEXT", help="What there is to say of it.")
@click.option("--back", is_flag=True, help="Take the last move back instead.")
@command
def move(id: str, when: str | None, asked_by: str, why: str, back: bool) -> None:
    """Agree on another day."""
    if not (when or back):
        raise click.UsageError("Say the new day with --to DAY, or --to none where no day is agreed any more.")
    scope = open_book()
    from comity.actions import commitments as actions

    if back:
        actions.move_back(scope, id)
        click.echo("The last move was taken back.")
        return
    due = None if when == "none" else day_or_none(when, scope.today(), "--to")
    actions.move(scope, id, due, asked_by=asked_by, why=why)
    screen.say(f"Moved to {shared.long_date(due)}." if due else "Moved; no day is agreed now.")


@promises.command("reopen")
@click.argument("id")
@command
def reopen(id: str) -> None:
    """It has not ended after all."""
    scope = open_book()
    from comity.actions import commitments as actions

    actions.reopen(scope, id)
    click.echo("Open again.")


@promises.command("edit")
@click.argument("id")
@click.option("--text", help="What was promised.")
@click.option("--due", "when", metavar="DATE", help=f"By when it was agreed from the start: {AHEAD}")
@command
def edit(id: str, text: str | None, when: str | None) -> None:
    """Put right what was noted wrongly; another day that was agreed on since is a move."""
    scope = open_book()
    due = day_or_none(when, scope.today(), "--due")
    from comity.actions import commitments as actions

    if due is None:
        actions.edit(scope, id, text=text)
    else:
        actions.edit(scope, id, text=text, due=due)
    click.echo("Put right.")


@promises.command("remove")
@click.argument("id")
@command
def remove(id: str) -> None:
    """It was a mistake: nothing of it stays."""
    scope = open_book()
    from comity.actions import commitments as actions

    actions.remove(scope, id)
    click.echo("Removed.")


def _line(one: Promise) -> str:
    return (
        f"You to {one.face.name}: {one.text}" if one.by == "mine" else f"{one.face.name} to you: {one.text}"
    )


def _about(one: Promise) -> str:
    if one.state == State.OPEN:
        day = "no day agreed" if one.due is None else f"{'overdue, ' if one.overdue else ''}due {one.due}"
    else:
        day = (
            f"{one.how.replace('_', ' ')} {one.closed_on}"
            if one.state == State.KEPT
            else f"{one.state} {one.closed_on}"
        )
    asked = "you" if one.moved_by == "mine" else "they"
    moved = f", moved {shared.counted(one.moves, 'time')}, as {asked} asked" if one.moves else ""
    return f"{day}{moved}  {one.id}"


def _json(one: Promise) -> dict[str, Any]:
    """The documented form of a promise."""
    return {
        "id": one.id,
        "by": one.by,
        "person": {"id": one.face.id, "name": one.face.name},
        "text": one.text,
        "sentence": one.sentence,
        "interaction": one.interaction,
        "due": one.due,
        "first_due": one.first_due,
        "moves": one.moves,
        "moved_by": one.moved_by,
        "state": one.state,
        "how": one.how,
        "made_on": one.made_on,
        "closed_on": one.closed_on,
        "ending": one.ending,
        "overdue": one.overdue,
    }
