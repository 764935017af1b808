"""`comity dates`: birthdays, anniversaries, hard times: dates that deserve a word."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import click

from comity.core.agenda import DATE_AHEAD, DATE_AHEAD_MOST
from comity.interfaces.cli import screen, shared
from comity.interfaces.cli.removing import back, say_removed
from comity.interfaces.cli.shared import command, json_option, open_book

if TYPE_CHECKING:
    from comity.answers.dates import DateLine

_DAY = re.compile(r"(?:(\d{4})-|--)?(\d{1,2})-(\d{1,2})")


@click.group(invoke_without_command=True)
@click.option(
    "--ahead", type=click.IntRange(0, 366), default=60, show_default=True, help="Days to look ahead."
)
@click.option("--with", "who", default="", metavar="WHO", help="Only of this person: name, address or id.")
@click.option("--all", "everything", is_flag=True, help="All, however far ahead, and those that are over.")
@click.option(
    "--limit", type=click.IntRange(1, 10_000), default=200, show_default=True, help="At most so many."
)
@json_option
@click.pass_context
@command
def dates(ctx: click.Context, ahead: int, who: str, everything: bool, limit: int, as_json: bool) -> None:
    """Dates of people that deserve a word. Without a command: those of the next days."""
    if ctx.invoked_subcommand:
        return
    scope = open_book()
    from comity.answers.dates import coming, past
    from comity.answers.heads import named

    person = named(scope, who).id if who else ""
    found = coming(scope, ahead=None if everything else ahead, who=person, limit=limit)
    over = past(scope, who=person, limit=limit).rows if everything else ()
    if as_json:
        shared.put_json([_json(one) for one in (*found.rows, *over)])
        return
    if not found.rows and not over:
        near = "" if everything else f" in the next {shared.counted(ahead, 'day')}"
        screen.say(f"None{near}: comity dates add WHO birthday 05-17")
    for one in (*found.rows, *over):
        _say(one)
    if found.total > len(found.rows):
        more = found.total - len(found.rows)
        screen.say(f"{more} more {'is' if more == 1 else 'are'} not listed.", dim=True)


def _say(one: DateLine) -> None:
    years = f", {shared.counted(one.years, 'year')}" if one.years else ""
    moved = " (29 February, kept on the 28th)" if one.moved else ""
    screen.say(f"{one.on}  {one.face.name}: {one.called}{years}{moved}", bold=one.shown)
    screen.say(f'{one.id}  comity draft {one.draft} "{one.face.name}"', indent=12, dim=True)


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
    month, number, year = _day(day)
    scope = open_book()
    from comity.actions.dates import Day, note_date
    from comity.answers.heads import named

    face = named(scope, who)
    on = Day(month, number, year, label, lead, once)
    id = note_date(scope, face.id, what, on)
    shared.put_json({"id": id}) if as_json else screen.say(f"Noted for {face.name} ({id}).")


@dates.command("edit")
@click.argument("id", type=int)
@click.argument("day", required=False)
@click.option("--what", metavar="WHAT", help="Such as birthday, milestone, or your own word.")
@click.option("--label", metavar="TEXT", help="What it is, in your words.")
@click.option(
    "--lead",
    metavar="DAYS",
    help=f"From how many days before Today shows it, or usual; 0 to {DATE_AHEAD_MOST}.",
)
@click.option("--once/--yearly", "once", default=None, help="Whether it comes back every year.")
@command
def edit(
    id: int, day: str | None, what: str | None, label: str | None, lead: str | None, once: bool | None
) -> None:
    """Change a date; ID is what `comity dates` calls it, DAY is 1980-05-17 or 05-17. What is not given stays."""
    if lead is not None and lead != "usual" and not (lead.isdecimal() and int(lead) <= DATE_AHEAD_MOST):
        raise click.BadParameter(
            f"{lead!r} is no number of days from 0 to {DATE_AHEAD_MOST}.", param_hint="--lead"
        )
    scope = open_book()
    from comity.actions.dates import Day, edit_date
    from comity.answers.dates import date_of

    now = date_of(scope, id)
    month, number, year = (now.month, now.day, now.year) if day is None else _day(day)
    days = now.lead_days if lead is None else (None if lead == "usual" else int(lead))
    on = Day(
        month, number, year, now.label if label is None else label, days, now.once if once is None else once
    )
    edit_date(scope, id, now.what if what is None else what, on)
    click.echo("Changed.")


def _day(text: str) -> tuple[int, int, int | None]:
    """Month, day and year of a date as it is typed."""
    found = _DAY.fullmatch(text.strip())
    if found is None:
        raise click.BadParameter(f"{text!r} is no date; write 1980-05-17, or 05-17.", param_hint="DAY")
    year, month, number = (None if part is None else int(part) for part in found.groups())
    return month or 0, number or 0, year


@dates.command("remove")
@click.argument("id", type=int)
@command
def remove(id: int) -> None:
    """Forget a date; ID is what `comity dates` calls it."""
    scope = open_book()
    from comity.actions.dates import remove_date

    say_removed(remove_date(scope, id), "The date is gone.")


dates.add_command(back)
