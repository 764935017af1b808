"""`comity reminders`: those to come, and those that are done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from comity.interfaces.cli import screen, shared
from comity.interfaces.cli.shared import command, json_option, open_book
from comity.interfaces.cli.when import AHEAD, day_or_none

if TYPE_CHECKING:
    from comity.answers.reminders import ReminderRow


@click.group(invoke_without_command=True)
@click.option("--with", "who", default="", metavar="WHO", help="Only about this person: name, address or id.")
@click.option("--all", "everything", is_flag=True, help="Also those that are done.")
@click.option(
    "--limit", type=click.IntRange(1, 10_000), default=100, show_default=True, help="At most so many."
)
@json_option
@click.pass_context
@command
def reminders(ctx: click.Context, who: str, everything: bool, limit: int, as_json: bool) -> None:
    """Your reminders, the earliest first. Without a command: list them."""
    if ctx.invoked_subcommand:
        return
    scope = open_book()
    from comity.answers import reminders as answers

    found = list(answers.reminders(scope, who=who, limit=limit).rows)
    if everything:
        found += answers.reminders(scope, who=who, done=True, limit=limit).rows
    if as_json:
        shared.put_json([_json(one) for one in found])
        return
    if not found:
        screen.say("None. Set one with: comity remind TEXT --on DATE")
    for one in found:
        whom = f"{one.face.name}: " if one.face else ""
        screen.say(f"{whom}{one.text}")
        screen.say(_about(one), indent=2, dim=True)


@reminders.command("done")
@click.argument("id")
@command
def done(id: str) -> None:
    """It is done; a recurring one moves on to its next day."""
    scope = open_book()
    from comity.actions.reminders import finish_reminder
    from comity.answers.reminders import reminder

    finish_reminder(scope, id)
    after = reminder(scope, id)
    screen.say("Done." if after.done_on else f"Done. It comes again on {shared.long_date(after.due)}.")


@reminders.command("reopen")
@click.argument("id")
@command
def reopen(id: str) -> None:
    """It is not done after all; a recurring one goes back to the day that was done last."""
    scope = open_book()
    from comity.actions.reminders import reopen_reminder
    from comity.answers.reminders import reminder

    reopen_reminder(scope, id)
    screen.say(f"Open again, for {shared.long_date(reminder(scope, id).due)}.")


@reminders.command("edit")
@click.argument("id")
@click.option("--text", help="What it says.")
@click.option("--on", "when", metavar="DATE", help=f"The day: {AHEAD}")
@click.option("--every", metavar="SPAN", help="How often: “day”, “2 weeks”, “month”, “year”; “” for once.")
@command
def edit(id: str, text: str | None, when: str | None, every: str | None) -> None:
    """Change what it says, its day and how often; what is not given stays."""
    scope = open_book()
    due = day_or_none(when, scope.today(), "--on")
    from comity.actions.reminders import edit_reminder
    from comity.answers.boundaries_said import of_reminder
    from comity.answers.reminders import reminder

    now = reminder(scope, id)
    often = now.every if every is None else every
    edit_reminder(scope, id, text=now.text if text is None else text, due=due or now.due, every=often)
    new = reminder(scope, id)
    shared.tell(of_reminder(scope, new.face.id, new.due, new.text) if new.face else ())
    click.echo("Changed.")


@reminders.command("remove")
@click.argument("id")
@command
def remove(id: str) -> None:
    """It was a mistake: nothing of it stays."""
    scope = open_book()
    from comity.actions.reminders import remove_reminder

    remove_reminder(scope, id)
    click.echo("Removed.")


def _about(one: ReminderRow) -> str:
    when = f"done {one.done_on}" if one.done_on else f"{'overdue, ' if one.overdue else ''}due {one.due}"
    again = f", {one.every_words}" if one.every_words else ""
    last = f", last done for {one.last_due}" if one.last_due else ""
    return f"{when}{again}{last}  {one.id}"


def _json(one: ReminderRow) -> dict[str, Any]:
    """The documented form of a reminder."""
    return {
        "id": one.id,
        "text": one.text,
        "due": one.due,
        "person": {"id": one.face.id, "name": one.face.name} if one.face else None,
        "every": one.every,
        "last_due": one.last_due,
        "done_on": one.done_on,
        "overdue": one.overdue,
    }
