"""`comity dates`: birthdays, anniversaries, hard times: dates that deserve a word."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import click

from comity.core.agenda import DATE_AHEAD, DATE_AHEAD_MOST
from comity.interfaces.cli import screen, shared
from comity.interfaces.cli.shared import command, json_option, open_book

if TYPE_CHECKING:
    from comity.answers.dates import DateLine

_DAY = re.compile(r"(?:(\d{4})-|--)?(\d{1,2})-(\d{1,2})")


@click.group(invoke_without_command=True)
@click.option(
    "--ahead", type=click.IntRange(0, 366), default=60, show_default=True, help="Days to look ahead."
)
@json_option
@click.pass_context
@command
def dates(ctx: click.Context, ahead: int, as_json: bool) -> None:
    """Dates of people that deserve a word. Without a command: those of the next days."""
    if ctx.invoked_subcommand:
        return
    scope = open_book()
    from comity.answers.dates import coming

    found = coming(scope, ahead=ahead)
    if as_json:
        shared.put_json([_json(one) for one in found.rows])
        return
    if not found.rows:
        screen.say(f"None in the next {shared.counted(ahead, 'day')}: comity dates add WHO birthday 05-17")
    for one in found.rows:
        years = f", {shared.counted(one.years, 'year')}" if one.years else ""
        moved = " (29 February, kept on the 28th)" if one.moved else ""
        screen.say(f"{one.on}  {one.face.name}: {one.called}{years}{moved}", bold=one.shown)
        screen.say(f'{one.id}  comity draft {one.draft} "{one.face.name}"', indent=12, dim=True)
    if found.total > len(found.rows):
        more = found.total - len(found.rows)
        screen.say(f"{more} more {'is' if more == 1 else 'are'} not listed.", dim=True)


def _json(one: DateLine) -> dict[str, Any]:
    """The documented form of a date."""
    return {
        "id": one.id,
        "person": {"id": one.face.id, "name": one.face.name},
        "what": one.what,
        "called": one.called,
        "month": one.month,
        "day": one.day,
        "year": one.year,
        "on": one.on,
        "moved": one.moved,
        "years": one.years,
        "once": one.once,
        "lead_days": one.lead,
        "shown": one.shown,
    }


@dates.command("add")
@click.argument("who")
@click.argument("what")
@click.argument("day")
@click.option("--label", default="", metavar="TEXT", help="What it is, in your words.")
@click.option(
    "--lead",
    type=click.IntRange(0, DATE_AHEAD_MOST),
    metavar="DAYS",
    help=f"From how many days before Today shows it; else {DATE_AHEAD}.",
)
@click.option("--once", is_flag=True, help="It does not come back every year.")
@json_option
@command
def add(who: str, what: str, day: str, label: str, lead: int | None, once: bool, as_json: bool) -> None:
    """Note a date of WHO: WHAT is birthday, work_anniversary, new_job, milestone, hard_time, other, or your own word;
    DAY is 1980-05-17, or 05-17 where the year is not known. 29 February is kept on the 28th in other years."""
    found = _DAY.fullmatch(day.strip())
    if found is None:
        raise click.BadParameter(f"{day!r} is no date; write 1980-05-17, or 05-17.", param_hint="DAY")
    year, month, number = (None if part is None else int(part) for part in found.groups())
    scope = open_book()
    from comity.actions.dates import Day, note_date
    from comity.answers.heads import named

    face = named(scope, who)
    on = Day(month or 0, number or 0, year, label, lead, once)
    id = note_date(scope, face.id, what, on)
    shared.put_json({"id": id}) if as_json else screen.say(f"Noted for {face.name} ({id}).")


@dates.command("remove")
@click.argument("id", type=int)
@command
def remove(id: int) -> None:
    """Forget a date; ID is what `comity dates` calls it."""
    scope = open_book()
    from comity.actions.dates import remove_date

    remove_date(scope, id)
    click.echo("Gone.")
