"""`comity events`: who is to be met there, whom I met, and whom to write to."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import click

from comity.core.errors import Ambiguous, NotFound
from comity.interfaces.cli import screen, shared
from comity.interfaces.cli.shared import command, json_option, open_book

if TYPE_CHECKING:
    from comity.answers.books import Scope
    from comity.answers.events import EventLine, EventPage
    from comity.answers.guests import GuestLine

_DATE = click.DateTime(["%Y-%m-%d"])


@click.group(invoke_without_command=True)
@json_option
@click.pass_context
@command
def events(ctx: click.Context, as_json: bool) -> None:
    """Events: who will be there, whom you met, whom to follow up. Without a command: list them."""
    if ctx.invoked_subcommand:
        return
    scope = open_book()
    from comity.answers import events as answers

    found = answers.events_of(scope)
    if as_json:
        shared.put_json([_event_json(event) for event in found])
        return
    waiting = answers.follow_ups(scope)
    for one in waiting:
        screen.say(f"Follow up: {one.guest.known.face.name}, met at {one.name} (due {one.guest.due}).")
    if not found:
        click.echo("None yet: comity events add NAME --on DATE")
    for event in found:
        place = f", {event.place}" if event.place else ""
        screen.say(f"{_days(event)}  {event.name}{place}", bold=event.stage != "over")
        screen.say(_counts(event), indent=2, dim=True)


def _days(event: EventLine) -> str:
    return f"{event.starts}" if event.starts == event.ends else f"{event.starts} to {event.ends}"


def _counts(event: EventLine) -> str:
    counts = ((event.wanted, "to meet"), (event.met, "met"), (event.to_follow_up, "to follow up"))
    return ", ".join([f"{n} {words}" for n, words in counts if n] or [event.state])


def _event_json(event: EventLine) -> dict[str, Any]:
    """The documented form of an event in a list."""
    return {
        "id": event.id,
        "name": event.name,
        "place": event.place,
        "url": event.url,
        "starts": event.starts,
        "ends": event.ends,
        "state": event.state,
        "stage": event.stage,
        "aim": event.aim,
        "guests": event.guests,
        "wanted": event.wanted,
        "met": event.met,
        "to_follow_up": event.to_follow_up,
    }


def _guest_json(guest: GuestLine) -> dict[str, Any]:
    """The documented form of a guest."""
    return {
        "id": guest.id,
        "person": {"id": guest.known.face.id, "name": guest.known.face.name},
        "wanted": guest.wanted,
        "why": guest.why,
        "met_on": guest.met_on,
        "followed_up_on": guest.followed_up_on,
        "due": guest.due,
        "became": guest.became,
        "note": guest.note,
    }


def _meant(scope: Scope, event: str) -> str:
    """The id of the event that is meant by an id or a part of its name."""
    from comity.answers.events import events_of
    from comity.answers.picking import pick

    return pick("event", event, [(one.id, one.name) for one in events_of(scope)])


def _guest_meant(scope: Scope, event: str, who: str) -> GuestLine:
    """The guest of an event who is meant by a name, an address or an id."""
    from comity.answers.events import event as ask
    from comity.answers.finding import find

    page, person = ask(scope, _meant(scope, event)), str(find(scope, who).uuid)
    for guest in _everybody(page):
        if guest.known.face.id == person:
            return guest
    raise NotFound("guest", who)


def _everybody(page: EventPage) -> tuple[GuestLine, ...]:
    return (*page.wanted, *page.expected, *page.to_follow_up, *page.followed_up)


@events.command("show")
@click.argument("event")
@json_option
@command
def show(event: str, as_json: bool) -> None:
    """One event, by a part of its name or its id: whom to meet, whom you met, what came of it."""
    scope = open_book()
    from comity.answers.events import event as ask

    page = ask(scope, _meant(scope, event))
    if as_json:
        people = [_guest_json(guest) for guest in _everybody(page)]
        shared.put_json(_event_json(page.event) | {"note": page.event.note, "people": people})
        return
    screen.say(page.event.name, bold=True)
    screen.say(", ".join(filter(None, (_days(page.event), page.event.place, page.event.state))), indent=2)
    sections = (
        ("To follow up", page.to_follow_up),
        ("To meet", page.wanted),
        ("Will be there", page.expected),
        ("Met and followed up", page.followed_up),
    )
    for title, guests in sections:
        if guests:
            click.echo()
            screen.say(title, bold=True)
        for guest in guests:
            screen.say(", ".join(filter(None, (guest.known.face.name, guest.known.work))), indent=2)
            screen.say(guest.note or guest.why, indent=4, dim=True) if guest.note or guest.why else None
    if page.came.met:
        click.echo()
        came = page.came
        screen.say(
            f"Met {came.met}, followed up {came.followed_up}, became a relationship {came.became}.", bold=True
        )


@events.command("add")
@click.argument("name")
@click.option("--on", "starts", type=_DATE, required=True, metavar="DATE", help="Its first day (YYYY-MM-DD).")
@click.option("--until", "ends", type=_DATE, metavar="DATE", help="Its last day; without it, the first.")
@click.option("--place", default="", metavar="TEXT", help="Where it is.")
@click.option("--url", default="", metavar="URL", help="Its page.")
@click.option("--aim", default="", metavar="TEXT", help="What you go for.")
@json_option
@command
def add(
    name: str, starts: dt.datetime, ends: dt.datetime | None, place: str, url: str, aim: str, as_json: bool
) -> None:
    """Plan an event, or write one down that was."""
    scope = open_book()
    from comity.actions.events import plan
    from comity.answers.boundaries_said import of_event

    id = plan(scope, name, starts.date(), shared.date_of(ends), place=place, url=url, aim=aim)
    shared.tell(of_event(scope, id))
    shared.put_json({"id": id}) if as_json else screen.say(f"Planned: {name} ({id})")


@events.command("guest")
@click.argument("event")
@click.argument("who")
@click.option("--why", metavar="TEXT", help="You want to meet them, and this is why.")
@click.option("--remove", is_flag=True, help="They will not be there.")
@command
def guest(event: str, who: str, why: str | None, remove: bool) -> None:
    """WHO (name, address or id) will be at the EVENT; with --why, you want to meet them."""
    scope = open_book()
    from comity.actions import events as actions
    from comity.answers.boundaries_said import of_event
    from comity.answers.finding import find

    if remove:
        actions.remove_guest(scope, _guest_meant(scope, event, who).id)
        click.echo("They are off the list.")
        return
    id, person = _meant(scope, event), find(scope, who)
    if why is None:
        actions.expect(scope, id, str(person.uuid))
    else:
        shared.tell(of_event(scope, id, actions.want_to_meet(scope, id, str(person.uuid), why)))
    screen.say(f"On the list: {person.name}.")


@events.command("met")
@click.argument("event")
@click.argument("name")
@click.option("--email", default="", metavar="ADDRESS", help="Their address.")
@click.option("--organisation", default="", metavar="NAME", help="Where they work.")
@click.option("--title", default="", metavar="TEXT", help="As what.")
@click.option("--note", default="", metavar="TEXT", help="What you spoke of.")
@click.option("--on", "day", type=_DATE, metavar="DATE", help="On which day; else today, or its last day.")
@click.option("--person", "who", metavar="WHO", help="It is this person of your book: name, address or id.")
@click.option("--new", is_flag=True, help="It is somebody else than whom you know by this name.")
@json_option
@command
def met(
    event: str,
    name: str,
    email: str,
    organisation: str,
    title: str,
    note: str,
    day: dt.datetime | None,
    who: str | None,
    new: bool,
    as_json: bool,
) -> None:
    """You met NAME at the EVENT; who is not in your book yet is entered."""
    scope = open_book()
    from comity.actions import events as actions
    from comity.actions.newcomers import Told
    from comity.answers.boundaries_said import of_meeting
    from comity.answers.finding import find

    person = str(find(scope, who).uuid) if who else None
    told = Told(name, email, organisation, title)
    try:
        done = actions.met(
            scope, _meant(scope, event), told, person_id=person, new=new, note=note, day=shared.date_of(day)
        )
    except Ambiguous as error:
        shared.fail(shared.worded(error)[0], "Say --person ID if it is one of them, or --new if it is not.")
    shared.tell(of_meeting(scope, done.guest))
    if as_json:
        shared.put_json({"guest": done.guest, "person": done.person, "new": done.new_person})
    else:
        screen.say(f"Met: {name}." + (" They are new in your book." if done.new_person else ""))


@events.command("unmet")
@click.argument("event")
@click.argument("who")
@command
def unmet(event: str, who: str) -> None:
    """You did not meet WHO there after all."""
    scope = open_book()
    from comity.actions.events import unmet as take_back

    take_back(scope, _guest_meant(scope, event, who).id)
    click.echo("Taken back; they stay on the list.")


@events.command("followed-up")
@click.argument("event")
@click.argument("who")
@click.option("--undo", is_flag=True, help="You did not after all.")
@command
def followed(event: str, who: str, undo: bool) -> None:
    """You followed up with WHO, whom you met at the EVENT."""
    scope = open_book()
    from comity.actions import events as actions

    found = _guest_meant(scope, event, who)
    (actions.not_followed_up if undo else actions.followed_up)(scope, found.id)
    words = "Not followed up yet" if undo else "Followed up"
    screen.say(f"{words}: {found.known.face.name}.")


@events.command("state")
@click.argument("event")
@click.argument("state", type=click.Choice(["planned", "attended", "missed"]), metavar="STATE")
@command
def state(event: str, state: str) -> None:
    """Say whether you were there."""
    scope = open_book()
    from comity.actions import events as actions

    acts = {"planned": actions.plan_again, "attended": actions.attend, "missed": actions.miss}
    acts[state](scope, _meant(scope, event))
    click.echo(f"It is {state}.")


@events.command("remove")
@click.argument("event")
@command
def remove(event: str) -> None:
    """Forget an event and its list of guests; what was recorded of meetings stays."""
    scope = open_book()
    from comity.actions.events import remove_event

    remove_event(scope, _meant(scope, event))
    click.echo("The event is gone.")
