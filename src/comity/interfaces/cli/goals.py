"""`comity goals`: aims, their steps, whom they need, and how they ended."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import click

from comity.core.errors import NotFound
from comity.interfaces.cli import screen, shared
from comity.interfaces.cli.shared import command, json_option, open_book

if TYPE_CHECKING:
    from comity.answers.books import Scope
    from comity.answers.goals import GoalLine, GoalPage

_DATE = click.DateTime(["%Y-%m-%d"])


@click.group(invoke_without_command=True)
@json_option
@click.pass_context
@command
def goals(ctx: click.Context, as_json: bool) -> None:
    """Goals, yours and your groups': how far, and what is next. Without a command: list them."""
    if ctx.invoked_subcommand:
        return
    scope = open_book()
    from comity.answers.goals import goals_of

    found = goals_of(scope)
    if as_json:
        shared.put_json([_goal_json(goal) for goal in found])
        return
    if not found:
        click.echo("None yet: comity goals add TITLE")
    for goal in found:
        far = f"{goal.progress.done} of {goal.progress.all}" if goal.progress.all else "no steps"
        until = f", until {goal.due}" if goal.due and goal.state == "open" else ""
        state = "" if goal.state == "open" else f", {goal.state.replace('_', ' ')}"
        screen.say(f"{goal.title} ({far}{until}{state})", bold=goal.state == "open")
        if goal.next and goal.state == "open":
            screen.say(f"Next: {goal.next.text}" + (" (late)" if goal.next.late else ""), indent=2)
        if goal.missing and goal.state == "open":
            screen.say(f"Nobody yet for {goal.missing} of the roles it needs.", indent=2, dim=True)


def _goal_json(goal: GoalLine) -> dict[str, Any]:
    """The documented form of a goal in a list."""
    return {
        "id": goal.id,
        "title": goal.title,
        "why": goal.why,
        "group": goal.group,
        "due": goal.due,
        "state": goal.state,
        "made_on": goal.made_on,
        "closed_on": goal.closed_on,
        "ending": goal.ending,
        "steps_done": goal.progress.done,
        "steps": goal.progress.all,
        "late": len(goal.progress.late),
        "next": goal.next.text if goal.next else None,
        "missing": goal.missing,
        "came_of_it": goal.came_of_it,
    }


def meant(scope: Scope, goal: str) -> str:
    """The id of the goal that is meant by an id or a part of its title."""
    from comity.answers.goals import goals_of
    from comity.answers.picking import pick

    return pick("goal", goal, [(one.id, one.title) for one in goals_of(scope)])


def _page(scope: Scope, goal: str) -> GoalPage:
    from comity.answers.goals import goal as ask

    return ask(scope, meant(scope, goal))


def _numbered(what: str, ids: list[str], number: int) -> str:
    """The id of the thing with this number, as `comity goals show` counts them."""
    if number > len(ids):
        raise NotFound(what, str(number))
    return ids[number - 1]


@goals.command("show")
@click.argument("goal")
@json_option
@command
def show(goal: str, as_json: bool) -> None:
    """One goal, by a part of its title or its id: steps, who is needed and who could, what came of it."""
    scope = open_book()
    from comity.answers.who_fits import who_fits

    page = _page(scope, goal)
    fits = who_fits(scope, page.needs)
    if as_json:
        shared.put_json(_page_json(page) | {"could": _could_json(page, fits)})
        return
    screen.say(page.goal.title, bold=True)
    for line in filter(None, (page.goal.why, page.goal.ending)):
        screen.say(line, indent=2)
    for number, step in enumerate(page.steps, 1):
        mark = "x" if step.done_on else " "
        due = f" ({step.due}{', late' if step.late else ''})" if step.due and not step.done_on else ""
        screen.say(f"{number:2} [{mark}] {step.text}{due}", indent=2)
    if page.needs:
        screen.say("Needs", bold=True)
    for number, need in enumerate(page.needs, 1):
        who = need.known.face.name if need.known else "nobody yet"
        screen.say(f"{number:2} {need.what.replace('_', ' ')}: {who}", indent=2)
        for one in fits.get(need.id, ()):
            screen.say(f"{one.known.face.name} could: {', '.join(one.reasons)}", indent=7, dim=True)
    for outcome in page.outcomes:
        screen.say(f"{outcome.on}  {outcome.text}", indent=2)


def _page_json(page: GoalPage) -> dict[str, Any]:
    steps = [
        {"id": s.id, "text": s.text, "due": s.due, "done_on": s.done_on, "late": s.late} for s in page.steps
    ]
    needs = [
        {"id": n.id, "what": n.what, "person": n.known.face.name if n.known else None} for n in page.needs
    ]
    return {"goal": _goal_json(page.goal), "steps": steps, "needs": needs}


def _could_json(page: GoalPage, fits: Any) -> list[dict[str, Any]]:
    return [
        {
            "need": need.what,
            "person": {"id": one.known.face.id, "name": one.known.face.name},
            "why": one.reasons,
        }
        for need in page.needs
        for one in fits.get(need.id, ())
    ]


@goals.command("add")
@click.argument("title")
@click.option("--why", default="", metavar="TEXT", help="Why it matters.")
@click.option("--until", "due", type=_DATE, metavar="DATE", help="By which day (YYYY-MM-DD).")
@click.option("--group", metavar="GROUP", help="It is this group's: its name or id.")
@json_option
@command
def add(title: str, why: str, due: dt.datetime | None, group: str | None, as_json: bool) -> None:
    """Set a goal."""
    scope = open_book()
    from comity.actions.goals import set_goal
    from comity.answers.groups import find_group

    of = find_group(scope, group).id if group else None
    id = set_goal(scope, title, why=why, due=shared.date_of(due), group_id=of)
    shared.put_json({"id": id}) if as_json else screen.say(f"Set: {title} ({id})")


@goals.command("step")
@click.argument("goal")
@click.argument("text")
@click.option("--until", "due", type=_DATE, metavar="DATE", help="By which day (YYYY-MM-DD).")
@click.option("--with", "who", metavar="WHO", help="With whom: name, address or id.")
@json_option
@command
def step(goal: str, text: str, due: dt.datetime | None, who: str | None, as_json: bool) -> None:
    """Add a step to a goal."""
    scope = open_book()
    from comity.actions.goals import add_step
    from comity.answers.finding import find

    person = str(find(scope, who).uuid) if who else None
    id = add_step(scope, meant(scope, goal), text, due=shared.date_of(due), person_id=person)
    shared.put_json({"id": id}) if as_json else screen.say(f"Step: {text}")


@goals.command("done")
@click.argument("goal")
@click.argument("number", type=click.IntRange(min=1))
@click.option("--undo", is_flag=True, help="It is not done after all.")
@command
def done(goal: str, number: int, undo: bool) -> None:
    """The step with this NUMBER (as `comity goals show` counts them) is done."""
    scope = open_book()
    from comity.actions.goals import finish_step, reopen_step

    page = _page(scope, goal)
    id = _numbered("step", [one.id for one in page.steps], number)
    (reopen_step if undo else finish_step)(scope, id)
    screen.say(f"{'Open again' if undo else 'Done'}: {page.steps[number - 1].text}")


@goals.command("need")
@click.argument("goal")
@click.argument("what")
@json_option
@command
def need(goal: str, what: str, as_json: bool) -> None:
    """Whom a goal needs: a role (sponsor, mentor, …) or words; says who in your book could."""
    scope = open_book()
    from comity.actions.goals import add_need
    from comity.answers.goals import goal as ask
    from comity.answers.who_fits import who_fits

    of = meant(scope, goal)
    id = add_need(scope, of, what)
    page = ask(scope, of)
    fits = who_fits(scope, [one for one in page.needs if one.id == id])
    if as_json:
        shared.put_json({"id": id, "could": _could_json(page, fits)})
        return
    screen.say(f"Needed: {what}")
    for one in fits.get(id, ()):
        screen.say(f"{one.known.face.name} could: {', '.join(one.reasons)}", indent=2)


@goals.command("fill")
@click.argument("goal")
@click.argument("number", type=click.IntRange(min=1))
@click.argument("who", required=False)
@command
def fill(goal: str, number: int, who: str | None) -> None:
    """WHO fills the need with this NUMBER; without WHO, nobody does any more."""
    scope = open_book()
    from comity.actions.goals import fill_need, unfill_need
    from comity.answers.finding import find

    page = _page(scope, goal)
    id = _numbered("need", [one.id for one in page.needs], number)
    if who is None:
        unfill_need(scope, id)
        click.echo("Nobody fills it now.")
        return
    person = find(scope, who)
    fill_need(scope, id, str(person.uuid))
    screen.say(f"{page.needs[number - 1].what}: {person.name}")


@goals.command("reach")
@click.argument("goal")
@click.option("--how", default="", metavar="TEXT", help="How, in a line.")
@click.option("--given-up", is_flag=True, help="It is given up instead.")
@click.option("--undo", is_flag=True, help="It is open again.")
@command
def reach(goal: str, how: str, given_up: bool, undo: bool) -> None:
    """A goal is reached."""
    scope = open_book()
    from comity.actions import goals as actions

    id = meant(scope, goal)
    if undo:
        actions.reopen(scope, id)
    else:
        (actions.give_up if given_up else actions.reach)(scope, id, how)
    click.echo("Open again." if undo else "Given up." if given_up else "Reached.")


@goals.command("remove")
@click.argument("goal")
@command
def remove(goal: str) -> None:
    """Forget a goal with its steps and needs; what came of it stays."""
    scope = open_book()
    from comity.actions.goals import remove_goal

    remove_goal(scope, meant(scope, goal))
    click.echo("The goal is gone.")
