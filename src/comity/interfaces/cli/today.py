"""`comity today`, and what is done with its items: `comity done`, `snooze`, `dismiss`, `never`, `back`."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import click

from comity.interfaces.cli import screen, shared
from comity.interfaces.cli.shared import as_of_option, command, json_option, open_book

if TYPE_CHECKING:
    from comity.answers.shapes import Item, Meeting, NamedItem, Today, ToWrite

_INDENT = 8
"""Columns before the reason: the width of a handle, and what stands around it."""


@click.command()
@as_of_option
@json_option
@command
def today(as_of: dt.datetime | None, as_json: bool) -> None:
    """What your working relationships need today: a few things, each with its reason and a handle."""
    scope = open_book()
    from comity.answers.today import today as ask

    answer = ask(scope, as_of=shared.date_of(as_of))
    if as_json:
        shared.put_json(today_json(answer))
        return
    screen.say(shared.long_date(answer.date), bold=True)
    group = ""
    for item in answer.items:
        if item.group != group:
            group = item.group
            click.echo()
            screen.say(group, bold=True)
        screen.say(f"{item.handle}  {_headline(item)}", indent=2)
        screen.say(item.reason + _folded(item), indent=_INDENT)
    if not answer.items:
        click.echo("\nNothing needs you today.")
    elif as_of is None:
        click.echo()
        screen.say("For one of them: comity done, snooze, dismiss or never, and its four letters.", dim=True)
    if answer.more:
        click.echo(f"\n{answer.more} more can wait.")
    if answer.meetings:
        click.echo()
        screen.say("Ahead", bold=True)
    for meeting in answer.meetings[:7]:
        screen.say(_appointment(meeting), indent=2)
    for question in answer.questions:
        click.echo()
        screen.say(question.text)
        screen.say(question.evidence, indent=2)
    for notice in answer.notices:
        click.echo()
        screen.say(notice)


def _folded(item: Item) -> str:
    """That there is more about the person than stands on the list."""
    return f" (And {item.folded} more: comity person {item.face.id})" if item.folded and item.face else ""


def _headline(item: Item) -> str:
    """What an item is about: its title, whom it is about where the title does not say, and their role."""
    about = item.face.name if item.face and item.face.name != item.title else ""
    return ", ".join(filter(None, (item.title, about))) + (f" ({item.role})" if item.role else "")


def _appointment(meeting: Meeting) -> str:
    names = [face.name for face in meeting.people[:5]]
    others = len(meeting.people) - len(names) + meeting.others
    if others:
        names.append(f"{others} others" if others > 1 else "one other")
    known = ", ".join(names[:-1]) + " and " + names[-1] if len(names) > 1 else "".join(names)
    when = f"{meeting.begins:%a} {meeting.begins.day} {meeting.begins:%b %H:%M}"
    return f"{when}  {meeting.subject}" + (f", with {known}" if known else "")


def today_json(answer: Today) -> dict[str, Any]:
    """The documented form of Today."""
    return {
        "date": answer.date,
        "items": [
            {
                "key": item.key,
                "handle": item.handle,
                "kind": item.kind,
                "group": item.group,
                "title": item.title,
                "person": {"id": item.face.id, "name": item.face.name} if item.face else None,
                "role": item.role,
                "reason": item.reason,
                "due": item.due,
                "overdue": item.overdue,
                "email": item.email,
                "more_about_person": item.folded,
                "page": item.page,
                "draft": _draft_json(item.draft),
                "done": item.done,
                "helps": [{"id": face.id, "name": face.name} for face in item.helps],
            }
            for item in answer.items
        ],
        "more": answer.more,
        "meetings": [
            {
                "id": m.id,
                "begins": m.begins,
                "subject": m.subject,
                "people": [{"id": face.id, "name": face.name} for face in m.people],
                "others": m.others,
            }
            for m in answer.meetings
        ],
        "questions": [shared.question_json(q) for q in answer.questions],
        "to_review": answer.to_review,
        "notices": list(answer.notices),
    }


def _draft_json(draft: ToWrite | None) -> dict[str, Any] | None:
    """What `comity draft` takes."""
    if draft is None:
        return None
    other = draft.other.id if draft.other else None
    return {"kind": draft.kind, "person": draft.to.id, "other": other, "about": dict(draft.about)}


@click.command()
@click.argument("handle")
@json_option
@command
def done(handle: str, as_json: bool) -> None:
    """It is done: a promise kept, a request granted, thanks said; of what recurs, this time.

    HANDLE: the four letters of the item in `comity today`, or its key.
    """
    scope = open_book()
    from comity.actions import today as acts
    from comity.answers.today.found import item_on_list

    item = item_on_list(scope, handle)
    acts.finish(scope, item.key)
    _told("done", "Done", item, as_json)


@click.command()
@click.argument("handle")
@click.option("--days", type=click.IntRange(1, 366), default=1, show_default=True, help="For so many days.")
@json_option
@command
def snooze(handle: str, days: int, as_json: bool) -> None:
    """Put an item of Today off, by a day or so many.

    HANDLE: the four letters of the item in `comity today`, or its key.
    """
    scope = open_book()
    from comity.actions import today as acts
    from comity.answers.today.found import item_on_list

    item = item_on_list(scope, handle)
    acts.snooze(scope, item.key, days)
    _told("snoozed", f"Back in {days} days" if days > 1 else "Back in a day", item, as_json)


@click.command()
@click.argument("handle")
@json_option
@command
def dismiss(handle: str, as_json: bool) -> None:
    """Not this time: an item of Today does not come back for this occasion.

    HANDLE: the four letters of the item in `comity today`, or its key.
    """
    scope = open_book()
    from comity.actions import today as acts
    from comity.answers.today.found import item_on_list

    item = item_on_list(scope, handle)
    acts.dismiss(scope, item.key)
    _told("dismissed", "Left out this time", item, as_json)


@click.command()
@click.argument("handle", required=False)
@json_option
@command
def never(handle: str | None, as_json: bool) -> None:
    """Never again: nothing of this kind about this person, or this matter. Without HANDLE: all that is silenced.

    HANDLE: the four letters of the item in `comity today`, or its key.
    """
    scope = open_book()
    from comity.actions import today as acts
    from comity.answers.today.found import item_on_list
    from comity.answers.today.silenced import silenced
    from comity.core.agenda import handle as handle_of

    if handle is not None:
        item = item_on_list(scope, handle)
        acts.never(scope, item.key)
        _told("silenced", "Will not come again", item, as_json)
        return
    found = silenced(scope)
    if as_json:
        shared.put_json([{"key": s.key, "handle": handle_of(s.key), "words": s.words} for s in found])
        return
    for one in found:
        screen.say(f"{handle_of(one.key)}  {one.words}", indent=2)
    click.echo("Bring one back with: comity back HANDLE" if found else "Nothing is silenced.")


@click.command()
@click.argument("handle")
@json_option
@command
def back(handle: str, as_json: bool) -> None:
    """Take back what was done with an item of Today.

    HANDLE: its four letters, or the key that was printed when it was done.
    """
    scope = open_book()
    from comity.actions import today as acts
    from comity.answers.today.found import item_put_away

    item = item_put_away(scope, handle)
    acts.restore(scope, item.key)
    _told("back", "Back", item, as_json)


def _told(act: str, words: str, item: NamedItem, as_json: bool) -> None:
    """What was done, and how it is taken back."""
    if as_json:
        shared.put_json({"act": act, "key": item.key})
        return
    screen.say(f"{words}: {item.words}")
    if act != "back":
        screen.say(f"Take it back with: comity back {item.key}")
