"""`comity introductions`: their whole life."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import click

from comity.core.introductions import Step, Who
from comity.interfaces.cli import screen, shared
from comity.interfaces.cli.shared import command, json_option, open_book

if TYPE_CHECKING:
    from comity.answers.introductions import Introduced
    from comity.answers.shapes import Face

_DATE = click.DateTime(["%Y-%m-%d"])
_STEPS = click.Choice([str(step) for step in Step])


@click.group(invoke_without_command=True)
@click.option("--with", "who", metavar="WHO", help="Only those in which this person has a part.")
@click.option("--ended", "which", flag_value="ended", help="Those that have ended.")
@click.option("--all", "which", flag_value="all", help="All of them.")
@click.option(
    "--limit", type=click.IntRange(1, 10_000), default=100, show_default=True, help="At most so many."
)
@json_option
@click.pass_context
@command
def introductions(ctx: click.Context, who: str | None, which: str | None, limit: int, as_json: bool) -> None:
    """Introductions under way, and whose turn it is. Without a command: list them."""
    if ctx.invoked_subcommand:
        return
    scope = open_book()
    from comity.answers import introductions as answers
    from comity.answers.heads import named

    person = named(scope, who).id if who else None
    page = answers.introductions(scope, which=which or answers.OPEN, who=person, limit=limit)
    if as_json:
        shared.put_json([_json(one) for one in page.rows])
        return
    if not page.rows:
        screen.say("No introduction is under way: comity introductions add ONE --to OTHER")
    for one in page.rows:
        screen.say(f"{_title(one)}  {one.id}", bold=True)
        screen.say(one.waits_for + (" Nothing has happened for two weeks." if one.stuck else ""), indent=2)
        if one.purpose:
            screen.say(one.purpose, indent=2, dim=True)
        for draft in one.drafts:
            other = f' --other "{draft.other.name}"' if draft.other else ""
            screen.say(f'comity draft {draft.kind} "{draft.to.name}"{other}', indent=2, dim=True)
    if page.total > len(page.rows):
        screen.say(f"{page.total - len(page.rows)} more: --limit {page.total}", dim=True)


@introductions.command("add")
@click.argument("one")
@click.option("--to", "other", metavar="WHO", help="Whom they are to meet; without it, you.")
@click.option("--by", "introducer", metavar="WHO", help="Who introduces; without it, you.")
@click.option("--for", "purpose", default="", metavar="TEXT", help="What it is for.")
@click.option(
    "--on", "when", type=_DATE, metavar="DATE", help="When it was asked for (YYYY-MM-DD); else today."
)
@click.option("--offered", is_flag=True, help="It was offered to you: you have not said yes yet.")
@json_option
@command
def add(
    one: str,
    other: str | None,
    introducer: str | None,
    purpose: str,
    when: dt.datetime | None,
    offered: bool,
    as_json: bool,
) -> None:
    """Note an introduction that was asked for, of ONE and somebody else."""
    scope = open_book()
    from comity.actions import introductions as actions
    from comity.answers import introductions as answers
    from comity.answers.boundaries_said import of_introduction
    from comity.answers.heads import named

    parts = [named(scope, who).id if who else None for who in (one, other, introducer)]
    load = answers.asked(scope, parts[2]) if parts[2] else None
    id = actions.add(
        scope,
        parts[0] or "",
        parts[1],
        parts[2],
        purpose=purpose,
        on=shared.date_of(when),
        asked_by_me=not offered,
    )
    made = answers.introduction(scope, id)
    shared.tell(of_introduction(scope, parts[2], purpose) if parts[2] and not offered else ())
    if as_json:
        shared.put_json(_json(made))
        return
    screen.say(f"{_title(made)}. {made.waits_for} ({id})")
    if load and load.words:
        screen.say(f"Before this one: {load.words}", dim=True)


@introductions.command("step")
@click.argument("id")
@click.argument("step", type=_STEPS, required=False)
@click.option("--on", "when", type=_DATE, metavar="DATE", help="The day (YYYY-MM-DD); else today.")
@command
def step(id: str, step: str | None, when: dt.datetime | None) -> None:
    """It has come one step further; without STEP, the usual next one."""
    scope = open_book()
    from comity.actions import introductions as actions

    actions.step(scope, id, step, shared.date_of(when))
    _told(scope, id)


@introductions.command("undo")
@click.argument("id")
@click.argument("step", type=_STEPS, required=False)
@command
def undo(id: str, step: str | None) -> None:
    """Take back the last step, or that it was declined."""
    scope = open_book()
    from comity.actions import introductions as actions

    actions.undo_step(scope, id, step)
    _told(scope, id)


@introductions.command("decline")
@click.argument("id")
@click.option(
    "--by", type=click.Choice([str(who) for who in Who]), default="me", show_default=True, help="Who said no."
)
@click.option("--on", "when", type=_DATE, metavar="DATE", help="The day (YYYY-MM-DD); else today.")
@command
def decline(id: str, by: str, when: dt.datetime | None) -> None:
    """It ends here: somebody said no."""
    scope = open_book()
    from comity.actions import introductions as actions

    actions.decline(scope, id, by, shared.date_of(when))
    _told(scope, id)


@introductions.command("remove")
@click.argument("id")
@command
def remove(id: str) -> None:
    """It was a mistake: it goes, and with it what it gave."""
    scope = open_book()
    from comity.actions import introductions as actions

    actions.remove(scope, id)
    click.echo("Removed.")


def _told(scope: Any, id: str) -> None:
    from comity.answers.introductions import introduction

    one = introduction(scope, id)
    screen.say(f"{_title(one)}. {one.waits_for}")


def _title(one: Introduced) -> str:
    by = f" (by {one.introducer.name})" if one.introducer else ""
    return f"{one.one.name} and {one.other.name if one.other else 'you'}{by}"


def _json(one: Introduced) -> dict[str, Any]:
    """The documented form of an introduction; null stands for you."""
    return {
        "id": one.id,
        "one": _person(one.one),
        "other": _person(one.other),
        "introducer": _person(one.introducer),
        "purpose": one.purpose,
        "note": one.note,
        "state": one.state,
        "asked_on": one.asked_on,
        "steps": [{"step": step, "on": day} for step, day in one.steps],
        "declined_on": one.declined_on,
        "declined_by": one.declined_by,
        "next": one.next,
        "turn": one.turn,
        "waits_for": one.waits_for,
        "stuck": one.stuck,
        "drafts": [
            {"kind": draft.kind, "to": _person(draft.to), "other": _person(draft.other)}
            for draft in one.drafts
        ],
    }


def _person(face: Face | None) -> dict[str, str] | None:
    return {"id": face.id, "name": face.name} if face else None
