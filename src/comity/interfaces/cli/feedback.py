"""`comity feedback`: asked, received, acted on, given; `comity shares`: what I gladly share, and who has heard it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import click

from comity.core.depth import Depth
from comity.interfaces.cli import screen, shared
from comity.interfaces.cli.removing import back, say_removed
from comity.interfaces.cli.shared import command, json_option, open_book

if TYPE_CHECKING:
    from comity.answers.feedback import FeedbackLine
    from comity.answers.shares import OfPerson

_DATE = click.DateTime(["%Y-%m-%d"])
_HEADS = {
    "waiting": "You asked for, and wait for",
    "to_decide": "What follows from it?",
    "to_do": "You said you would",
    "owed": "Asked of you",
    "done": "Done",
}


@click.group(invoke_without_command=True)
@click.option("--with", "who", metavar="WHO", help="Only that with this person.")
@json_option
@click.pass_context
@command
def feedback(ctx: click.Context, who: str | None, as_json: bool) -> None:
    """Feedback: what you wait for, what follows from what you heard, what is asked of you. Without a command: list it."""
    if ctx.invoked_subcommand:
        return
    scope = open_book()
    from comity.answers.feedback import feedback as ask

    found = ask(scope, who=who)
    if as_json:
        shared.put_json([_json(one) for one in found.all])
        return
    if not found.all:
        screen.say('None yet: comity feedback ask WHO "your talk"')
    for state, title in _HEADS.items():
        lines: tuple[FeedbackLine, ...] = getattr(found, state)
        if lines:
            screen.say(title, bold=True)
        for one in lines:
            screen.say(f"{one.told_on or one.asked_on}  {one.face.name}: {one.about}  {one.id}", indent=2)
            for words in filter(None, (one.text, one.action and f"→ {one.action}")):
                screen.say(words, indent=14, dim=True)


def _json(one: FeedbackLine) -> dict[str, Any]:
    """The documented form of feedback."""
    return {
        "id": one.id,
        "person": {"id": one.face.id, "name": one.face.name},
        "mine": one.mine,
        "about": one.about,
        "state": one.state,
        "asked_on": one.asked_on,
        "told_on": one.told_on,
        "text": one.text,
        "action": one.action,
        "acted_on": one.acted_on,
    }


@feedback.command("ask")
@click.argument("who")
@click.argument("about")
@click.option("--of-me", is_flag=True, help="They asked you instead.")
@click.option("--on", "when", type=_DATE, metavar="DATE", help="The day (YYYY-MM-DD); else today.")
@json_option
@command
def ask(who: str, about: str, of_me: bool, when: dt.datetime | None, as_json: bool) -> None:
    """I asked WHO for feedback on something (ABOUT). Nothing is sent."""
    scope = open_book()
    from comity.actions import feedback as actions
    from comity.answers.heads import named

    face = named(scope, who)
    id = (actions.asked_of_me if of_me else actions.ask)(scope, face.id, about, on=shared.date_of(when))
    if as_json:
        shared.put_json({"id": id})
        return
    screen.say(f"{'Asked of you by' if of_me else 'Asked'} {face.name}: {about}  {id}")
    if not of_me:
        screen.say(f'comity draft ask_feedback "{face.name}" --about what="{about}"', indent=2, dim=True)


@feedback.command("note")
@click.argument("who")
@click.argument("about")
@click.argument("text", required=False, default="")
@click.option("--given", is_flag=True, help="You gave it, instead of receiving it.")
@click.option("--on", "when", type=_DATE, metavar="DATE", help="The day (YYYY-MM-DD); else today.")
@json_option
@command
def note(who: str, about: str, text: str, given: bool, when: dt.datetime | None, as_json: bool) -> None:
    """WHO told me what they think of something (ABOUT): the TEXT."""
    scope = open_book()
    from comity.actions import feedback as actions
    from comity.answers.heads import named

    noted = actions.given if given else actions.received
    id = noted(scope, named(scope, who).id, about, text, on=shared.date_of(when))
    shared.put_json({"id": id}) if as_json else screen.say(f"Noted: {about}  {id}")


@feedback.command("came")
@click.argument("id")
@click.argument("text", required=False, default="")
@click.option("--on", "when", type=_DATE, metavar="DATE", help="The day (YYYY-MM-DD); else today.")
@command
def came(id: str, text: str, when: dt.datetime | None) -> None:
    """What was asked for was told: by them, or by me."""
    scope = open_book()
    from comity.actions.feedback import tell

    tell(scope, id, text, on=shared.date_of(when))
    click.echo("Noted.")


@feedback.command("follows")
@click.argument("id")
@click.argument("action", required=False, default="")
@click.option("--done", is_flag=True, help="It is done; without ACTION, what you said you would do.")
@click.option(
    "--on", "when", type=_DATE, metavar="DATE", help="The day it was done (YYYY-MM-DD); else today."
)
@command
def follows(id: str, action: str, done: bool, when: dt.datetime | None) -> None:
    """What I will do about feedback that I received."""
    scope = open_book()
    from comity.actions import feedback as actions

    if done:
        actions.act(scope, id, action, on=shared.date_of(when))
    else:
        actions.intend(scope, id, action)
    click.echo("Done." if done else "Noted.")


@feedback.command("reopen")
@click.argument("id")
@command
def reopen(id: str) -> None:
    """Take the last step back."""
    scope = open_book()
    from comity.actions import feedback as actions

    actions.reopen(scope, id)
    click.echo("Taken back.")


@feedback.command("remove")
@click.argument("id")
@command
def remove(id: str) -> None:
    """It was a mistake."""
    scope = open_book()
    from comity.actions import feedback as actions

    actions.remove(scope, id)
    click.echo("Gone.")


@click.group(invoke_without_command=True)
@click.option(
    "--with", "who", metavar="WHO", help="What you could tell this person, and what they have heard."
)
@json_option
@click.pass_context
@command
def shares(ctx: click.Context, who: str | None, as_json: bool) -> None:
    """What you gladly share of yourself, and who has heard it. Without a command: list it."""
    if ctx.invoked_subcommand:
        return
    scope = open_book()
    from comity.answers import shares as answers

    if who:
        face, found = answers.with_person(scope, who)
        _with(face.name, found, as_json)
        return
    listed = answers.shares(scope)
    if as_json:
        shared.put_json(
            [
                {
                    "id": one.id,
                    "text": one.text,
                    "depth": one.depth,
                    "heard": [
                        {"person": {"id": h.face.id, "name": h.face.name}, "on": h.on} for h in one.heard
                    ],
                }
                for one in listed
            ]
        )
        return
    if not listed:
        screen.say('Nothing yet: comity shares add "I sail on Sundays" --depth 1')
    for one in listed:
        screen.say(f"{one.text} ({answers.DEPTHS[one.depth]})  {one.id}", bold=True)
        if one.heard:
            screen.say("heard by " + ", ".join(h.face.name for h in one.heard), indent=2, dim=True)


def _with(name: str, found: OfPerson, as_json: bool) -> None:
    lines = [("could", one) for one in found.could] + [("told", one) for one in found.told]
    if as_json:
        shared.put_json(
            [
                {"id": one.id, "text": one.text, "depth": one.depth, "state": state, "on": one.on}
                for state, one in lines
            ]
        )
        return
    if not lines:
        screen.say(f"Nothing for now that fits how well you know {name}.")
    for state, one in lines:
        screen.say(
            f"{'You could tell them' if state == 'could' else f'Told on {one.on}'}: {one.text}  {one.id}"
        )


@shares.command("add")
@click.argument("text")
@click.option(
    "--depth",
    type=click.IntRange(min(Depth), max(Depth)),
    default=int(Depth.NEW),
    show_default=True,
    help="From which depth on: 0 anybody, 1 known, 2 familiar, 3 trusted.",
)
@json_option
@command
def add(text: str, depth: int, as_json: bool) -> None:
    """Write down something that you like people to know of you."""
    scope = open_book()
    from comity.actions import shares as actions

    id = actions.add(scope, text, depth)
    shared.put_json({"id": id}) if as_json else screen.say(f"Written down: {text}  {id}")


@shares.command("tell")
@click.argument("id")
@click.argument("who")
@click.option("--undo", is_flag=True, help="They have not heard it after all.")
@command
def tell(id: str, who: str, undo: bool) -> None:
    """WHO has heard it."""
    scope = open_book()
    from comity.actions import shares as actions
    from comity.answers.heads import named

    face = named(scope, who)
    (actions.untell if undo else actions.tell)(scope, id, face.id)
    screen.say(f"{face.name} {'has not heard it' if undo else 'has heard it'}.")


@shares.command("remove")
@click.argument("id")
@command
def drop(id: str) -> None:
    """You do not share it any more."""
    scope = open_book()
    from comity.actions import shares as actions

    say_removed(actions.remove(scope, id), "Gone.")


shares.add_command(back)
