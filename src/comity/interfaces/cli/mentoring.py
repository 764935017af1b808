"""`comity mentoring`: with whom, the next session, what was agreed, and what came of it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import click

from comity.interfaces.cli import screen, shared
from comity.interfaces.cli.removing import back, say_removed
from comity.interfaces.cli.shared import command, json_option, open_book
from comity.interfaces.cli.when import AHEAD, day_of, day_or_none

if TYPE_CHECKING:
    from comity.answers.books import Scope
    from comity.answers.mentorings import ActionLine, MentoringLine, SessionLine

_ON = click.DateTime(["%Y-%m-%d"])
_on = click.option("--on", "when", type=_ON, metavar="DATE", help="On which day (YYYY-MM-DD); else today.")


@click.group(invoke_without_command=True)
@click.option("--with", "who", default="", metavar="WHO", help="Only with this person: name, address or id.")
@json_option
@click.pass_context
@command
def mentoring(ctx: click.Context, who: str, as_json: bool) -> None:
    """Mentoring, as mentor or mentee. Without a command: list it with the next session and its agenda."""
    if ctx.invoked_subcommand:
        return
    scope = open_book()
    from comity.answers.mentorings import mentorings

    found = mentorings(scope, who=who)
    if as_json:
        shared.put_json([_json(one) for one in found])
        return
    if not found:
        screen.say("None yet: comity mentoring begin WHO --as mentee --aim TEXT")
    for one in found:
        _put(one)


def _put(one: MentoringLine) -> None:
    side = "you are the mentor" if one.i_am == "mentor" else "your mentor"
    state = f", ended {one.ended_on}" if one.ended_on else ""
    screen.say(f"{one.face.name}, {side}{state} ({one.id})", bold=one.ended_on is None)
    for line in filter(None, (one.aim, one.ending)):
        screen.say(line, indent=2)
    if one.next:
        screen.say(f"Session on {one.next.planned_on} ({one.next.id})", indent=2)
        if one.next.agenda:
            screen.say(one.next.agenda, indent=4)
    elif one.plan:
        screen.say(f"No session is planned; by its rhythm it would be {one.plan}.", indent=2, dim=True)
    for action in one.open if one.ended_on is None else ():
        due = f", by {action.due}" if action.due else ""
        screen.say(f"Open: {action.text} ({'you' if action.by == 'mine' else 'they'}{due})", indent=2)


def _json(one: MentoringLine) -> dict[str, Any]:
    """The documented form of mentoring."""
    return {
        "id": one.id,
        "person": {"id": one.face.id, "name": one.face.name},
        "i_am": one.i_am,
        "programme": one.programme,
        "aim": one.aim,
        "since": one.since,
        "until": one.until,
        "every_days": one.every_days,
        "ended_on": one.ended_on,
        "ending": one.ending,
        "held": one.held,
        "agreed": one.agreed,
        "kept": one.kept,
        "next": one.next.id if one.next else None,
        "sessions": [_session_json(session) for session in one.sessions],
        "open": [_action_json(action) for action in one.open],
    }


def _session_json(session: SessionLine) -> dict[str, Any]:
    return {
        "id": session.id,
        "planned_on": session.planned_on,
        "held_on": session.held_on,
        "agenda": session.agenda,
        "notes": session.notes,
        "agreed": [_action_json(action) for action in session.actions],
    }


def _action_json(action: ActionLine) -> dict[str, Any]:
    return {"id": action.id, "by": action.by, "text": action.text, "due": action.due, "state": action.state}


@mentoring.command("begin")
@click.argument("who")
@click.option(
    "--as", "i_am", type=click.Choice(["mentor", "mentee"]), required=True, help="What you are in it."
)
@click.option("--aim", default="", metavar="TEXT", help="What for.")
@click.option("--programme", default="", metavar="TEXT", help="The programme, if it is one.")
@click.option("--until", "until", type=_ON, metavar="DATE", help="Where an end is agreed.")
@click.option("--every", "every_days", type=click.IntRange(1, 366), metavar="DAYS", help="How often to meet.")
@json_option
@command
def begin(
    who: str,
    i_am: str,
    aim: str,
    programme: str,
    until: dt.datetime | None,
    every_days: int | None,
    as_json: bool,
) -> None:
    """Begin mentoring with somebody."""
    scope = open_book()
    from comity.actions import mentoring as actions
    from comity.answers.heads import named

    face, last = named(scope, who), shared.date_of(until)
    id = actions.begin(scope, face.id, i_am, aim=aim, programme=programme, until=last, every_days=every_days)
    shared.put_json({"id": id}) if as_json else screen.say(f"Begun with {face.name} ({id}).")


@mentoring.command("plan")
@click.argument("id")
@click.argument("when")
@click.option("--agenda", default="", metavar="TEXT", help="What you want to speak about.")
@json_option
@command
def plan(id: str, when: str, agenda: str, as_json: bool) -> None:
    """Plan a session of the mentoring ID on a day: a date, or words such as “friday” or “in 2 weeks”."""
    scope = open_book()
    day = day_of(when, scope.today(), "WHEN")
    from comity.actions import mentoring as actions
    from comity.answers.boundaries_said import of_reminder
    from comity.answers.mentorings import mentoring as one

    made = actions.plan_session(scope, id, day, agenda)
    shared.tell(of_reminder(scope, one(scope, id).face.id, day, agenda, "meeting"))
    shared.put_json({"id": made}) if as_json else screen.say(f"Planned for {shared.long_date(day)} ({made}).")


@mentoring.command("held")
@click.argument("session")
@_on
@click.option("--notes", default="", metavar="TEXT", help="What was said.")
@click.option("--undo", is_flag=True, help="It was not held after all.")
@command
def held(session: str, when: dt.datetime | None, notes: str, undo: bool) -> None:
    """A SESSION was held."""
    scope = open_book()
    from comity.actions import mentoring as actions

    if undo:
        actions.unhold(scope, session)
    else:
        actions.hold(scope, session, notes=notes, on=shared.date_of(when))
    click.echo("Planned again." if undo else "Held.")


@mentoring.command("agree")
@click.argument("session")
@click.argument("text")
@click.option("--theirs", is_flag=True, help="They do it.")
@click.option("--due", "when", metavar="DATE", help=f"By when: {AHEAD}")
@json_option
@command
def agree(session: str, text: str, theirs: bool, when: str | None, as_json: bool) -> None:
    """Note what was agreed in a SESSION; it is a promise, kept with: comity promises keep ID."""
    scope = open_book()
    due = day_or_none(when, scope.today(), "--due")
    from comity.actions import mentoring as actions

    id = actions.agree(scope, session, text, by="theirs" if theirs else "mine", due=due)
    shared.put_json({"id": id}) if as_json else screen.say(f"Agreed ({id}).")


@mentoring.command("end")
@click.argument("id")
@_on
@click.option("--say", "ending", default="", metavar="TEXT", help="What came of it.")
@click.option("--undo", is_flag=True, help="It goes on after all.")
@command
def end(id: str, when: dt.datetime | None, ending: str, undo: bool) -> None:
    """The mentoring ID has ended."""
    scope = open_book()
    from comity.actions import mentoring as actions

    if undo:
        actions.reopen(scope, id)
    else:
        actions.end(scope, id, on=shared.date_of(when), ending=ending)
    click.echo("It goes on." if undo else "Ended.")


@mentoring.command("remove")
@click.argument("id")
@command
def remove(id: str) -> None:
    """Forget the mentoring ID with its sessions, or one session by its id; what was agreed stays among the promises."""
    scope: Scope = open_book()
    from comity.actions import mentoring as actions
    from comity.answers.mentorings import is_session

    if is_session(scope, id):
        say_removed(actions.remove_session(scope, id), "The session is gone.")
    else:
        say_removed(actions.remove(scope, id), "The mentoring is gone.")


mentoring.add_command(back)
