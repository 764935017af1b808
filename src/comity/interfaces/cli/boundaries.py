"""`comity boundaries`: yours and theirs, what would cross them, and what did."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Any

import click

from comity.interfaces.cli import screen, shared
from comity.interfaces.cli.registered import Ends, end_command
from comity.interfaces.cli.removing import back, say_removed
from comity.interfaces.cli.shared import command, json_option, open_book
from comity.interfaces.cli.when import day_of

if TYPE_CHECKING:
    from comity.actions.boundaries import Line
    from comity.answers.books import Scope
    from comity.answers.boundaries import BoundaryRow, CrossingRow, Notice
    from comity.answers.mail_outside import MailOutside
    from comity.answers.meetings_ahead import MeetingAhead

_KINDS = ("hours", "channel", "topic", "request", "answer")
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_TIME = re.compile(r"(\d{1,2})(?:[:.](\d\d))?")
_SPAN = re.compile(r"([\d:.]+)\s*[-–]\s*([\d:.]+)")


@click.group(invoke_without_command=True)
@click.option(
    "--with", "who", default="", metavar="WHO", help="Only those of this person: name, address or id."
)
@click.option("--side", type=click.Choice(["mine", "theirs"]), help="Only yours, or only theirs.")
@click.option("--all", "everything", is_flag=True, help="Also those that have ended.")
@json_option
@click.pass_context
@command
def boundaries(ctx: click.Context, who: str, side: str | None, everything: bool, as_json: bool) -> None:
    """Boundaries: when, how, of what and for what. Without a command: list them."""
    if ctx.invoked_subcommand:
        return
    scope = open_book()
    from comity.answers import boundaries as answers

    found = answers.boundaries(scope, who=who, side=side or "", ended=everything, limit=10_000).rows
    if as_json:
        shared.put_json([_json(one) for one in found])
        return
    if not found:
        screen.say("None. Set one with: comity boundaries add theirs hours mon-fri 9:00-17:00 --with WHO")
    for one in found:
        whose = "yours" if one.side == "mine" else "theirs"
        screen.say(f"{one.to or 'everybody'}: {one.what}")
        screen.say(_about(one, whose), indent=2, dim=True)


@boundaries.command("add")
@click.argument("side", type=click.Choice(["mine", "theirs"]))
@click.argument("kind", type=click.Choice(_KINDS))
@click.argument("words", nargs=-1)
@click.option("--with", "who", default="", metavar="WHO", help="For this person: name, address or id.")
@click.option("--role", default="", metavar="KEY", help="For those who hold this role, such as manager.")
@click.option("--at", "organisation", default="", metavar="NAME", help="For those who work there.")
@click.option("--zone", default="", metavar="ZONE", help="Of hours: their time zone, such as Europe/Berlin.")
@click.option("--text", default="", help="In your own words, or theirs.")
@click.option("--noticed", is_flag=True, help="Nobody said so; you noticed it.")
@json_option
@command
def add(
    side: str,
    kind: str,
    words: tuple[str, ...],
    who: str,
    role: str,
    organisation: str,
    zone: str,
    text: str,
    noticed: bool,
    as_json: bool,
) -> None:
    """Set one; without WHO, role or place it is for everybody.

    \b
    comity boundaries add theirs hours mon-fri 9:00-17:00 --with ruth
    comity boundaries add mine hours 22:00-6:00 mail
    comity boundaries add theirs channel mail +call --with ruth
    comity boundaries add mine topic politics "salar*"
    comity boundaries add mine request money
    comity boundaries add theirs answer 72 --with ruth
    """
    scope = open_book()
    from comity.actions.boundaries import add as act
    from comity.answers.boundaries import boundary
    from comity.answers.heads import named

    person = named(scope, who).id if who else None
    line = _line(kind, words, zone, text)
    id = act(scope, side, line, person_id=person, role=role, organisation=organisation, told=not noticed)
    made = boundary(scope, id)
    if as_json:
        shared.put_json(_json(made))
        return
    screen.say(f"Set for {made.to or 'everybody'}: {made.what}.")
    screen.say(id, indent=2, dim=True)


def _actions() -> Ends:
    from comity.actions import boundaries as actions

    return actions


boundaries.add_command(end_command("holds", "what crossed it", _actions))


@boundaries.command("remove")
@click.argument("id")
@command
def remove(id: str) -> None:
    """It was a mistake: nothing of it stays, nor of what crossed it."""
    scope = open_book()
    from comity.actions.boundaries import remove as act

    say_removed(act(scope, id), "Removed.")


@boundaries.command("check")
@click.argument("what")
@click.option(
    "--with", "who", multiple=True, required=True, metavar="WHO", help="With whom; may be repeated."
)
@click.option("--at", "when", metavar="TIME", help="“YYYY-MM-DD HH:MM”, or a day as elsewhere; else now.")
@click.option(
    "--by", "channel", default="", metavar="WAY", help="mail, call, chat, meeting, letter, event, comment."
)
@click.option(
    "--asks", "request", default="", metavar="KIND", help="What you ask for, such as money or introduction."
)
@json_option
@command
def check(
    what: str, who: tuple[str, ...], when: str | None, channel: str, request: str, as_json: bool
) -> None:
    """Whether something would cross a boundary: comity boundaries check "mail about the budget" --with ruth.

    The way of contact, and what a question asks for, are taken from the words where they are not named.
    """
    scope = open_book()
    from comity.answers import boundaries as answers
    from comity.core.boundaries import Plan, request_of, way_of

    moment, day_only = _moment(scope, when)
    plan = Plan(
        moment=moment,
        channel=channel or way_of(what),
        words=what,
        request=request or (request_of(what) if "?" in what else ""),
    )
    found = answers.check(scope, who, plan, day_only=day_only)
    if as_json:
        shared.put_json([_notice_json(one) for one in found])
        return
    if not found:
        screen.say("Nothing that is known here would be crossed.")
    for one in found:
        screen.say(one.words)


@boundaries.command("crossings")
@click.option("--with", "who", default="", metavar="WHO", help="Only with this person: name, address or id.")
@click.option("--remove", "gone", default="", metavar="ID", help="This one was none after all.")
@json_option
@command
def crossings(who: str, gone: str, as_json: bool) -> None:
    """What crossed them, the latest first."""
    scope = open_book()
    from comity.actions.boundaries import remove_crossing
    from comity.answers import boundaries as answers

    if gone:
        say_removed(remove_crossing(scope, gone), "Removed.")
        return
    found = answers.crossings(scope, who=who, limit=10_000)
    if as_json:
        shared.put_json([_crossing_json(one) for one in found])
        return
    if not found:
        screen.say("None that is known here.")
    for one in found:
        name = f"{one.face.name}: " if one.face else ""
        screen.say(f"{name}{one.what}")
        screen.say(f"{one.on}, {one.did}{'' if one.by_me else ' by them'}  {one.id}", indent=2, dim=True)


@boundaries.command("ahead")
@click.option("--with", "who", default="", metavar="WHO", help="Only with this person: name, address or id.")
@json_option
@command
def ahead(who: str, as_json: bool) -> None:
    """Meetings of the next weeks, from your calendars, that cross them."""
    scope = open_book()
    from comity.answers.meetings_ahead import meetings_ahead

    found = meetings_ahead(scope, who=who)
    if as_json:
        shared.put_json([_ahead_json(one) for one in found])
        return
    if not found:
        screen.say("None that is known here.")
    for one in found:
        screen.say(f"{one.at:%Y-%m-%d}{'' if one.whole_day else f' {one.at:%H:%M}'} {one.subject}")
        screen.say(" ".join(one.words), indent=2)


@boundaries.command("mail")
@click.option("--with", "who", default="", metavar="WHO", help="Only with this person: name, address or id.")
@json_option
@command
def mail(who: str, as_json: bool) -> None:
    """How much mail came outside your hours, and went outside theirs, by month."""
    scope = open_book()
    from comity.answers.mail_outside import mail_outside

    found = mail_outside(scope, who=who)
    if as_json:
        shared.put_json([_mail_json(one) for one in found])
        return
    if not found:
        screen.say("None that is known here.")
    for one in found:
        screen.say(one.title)
        for month in one.months:
            screen.say(month.words, indent=2)


def _line(kind: str, words: tuple[str, ...], zone: str, text: str) -> Line:
    """The boundary that words mean: days and hours, hours to answer, or topics, ways and requests."""
    from comity.actions.boundaries import Line

    if kind == "answer":
        number = words[0] if len(words) == 1 else ""
        if not number.isascii() or not number.isdecimal():
            raise click.BadParameter("say within how many hours, such as 72.", param_hint="WORDS")
        return Line(kind, answer_hours=min(int(number), 10**6), text=text)
    if kind != "hours":
        return Line(kind, words, text=text)
    begin = end = None
    mask, ways = 0, []
    for word in words:
        span = _SPAN.fullmatch(word)
        days = _mask(word)
        if span:
            begin, end = _minute(span[1]), _minute(span[2])
        elif days:
            mask |= days
        else:
            ways.append(word)
    return Line(kind, ways, begin, end, mask, zone, text=text)


def _mask(word: str) -> int:
    """Weekdays such as "mon-fri" or "sat,sun", Monday being bit 0; 0 where the word says none."""
    mask = 0
    for part in word.lower().split(","):
        first, _, last = part.partition("-")
        places = [_DAYS.index(day[:3]) if day[:3] in _DAYS else -1 for day in (first, last or first)]
        if -1 in places:
            return 0
        steps = (places[1] - places[0]) % 7 + 1
        mask |= sum(1 << (places[0] + step) % 7 for step in range(steps))
    return mask


def _minute(words: str) -> int:
    found = _TIME.fullmatch(words)
    if found is None or int(found[1]) > 24 or int(found[2] or 0) > 59:
        raise click.BadParameter(f"{words!r} is no time; write it like 9:00-17:30.", param_hint="WORDS")
    return (int(found[1]) * 60 + int(found[2] or 0)) % (24 * 60)


def _moment(scope: Scope, when: str | None) -> tuple[dt.datetime, bool]:
    """The instant that is meant, and whether only its day is."""
    import time

    now = scope.moment(int(time.time()))
    if not when:
        return now, False
    try:
        found = dt.datetime.fromisoformat(when)
    except ValueError:
        found = None
    if found is not None and len(when) > 10:
        return (found if found.tzinfo else found.replace(tzinfo=now.tzinfo)), False
    return dt.datetime.combine(day_of(when, scope.today(), "--at"), dt.time(), now.tzinfo), True


def _about(one: BoundaryRow, whose: str) -> str:
    noticed = "" if one.told else ", noticed"
    until = f" until {one.until}" if one.until else ""
    crossed = f", crossed {one.crossed} times" if one.crossed else ""
    return f"{whose}, {one.kind}{noticed}, since {one.since}{until}{crossed}  {one.id}"


def _json(one: BoundaryRow) -> dict[str, Any]:
    """The documented form of a boundary."""
    hours = one.line.hours
    return {
        "id": one.id,
        "side": one.side,
        "kind": one.kind,
        "person": {"id": one.face.id, "name": one.face.name} if one.face else None,
        "role": one.role,
        "organisation": one.organisation,
        "says": one.what,
        "words": list(one.line.words),
        "from_minute": hours.begin if hours else None,
        "to_minute": hours.end if hours else None,
        "weekdays": hours.weekdays if hours else 0,
        "zone": one.zone,
        "answer_hours": one.line.answer_hours,
        "text": one.text,
        "told": one.told,
        "since": one.since,
        "until": one.until,
        "crossed": one.crossed,
    }


def _notice_json(one: Notice) -> dict[str, Any]:
    return {
        "boundary": one.boundary or None,
        "side": one.side,
        "why": one.why,
        "person": one.person,
        "reason": one.reason,
        "suggestion": one.suggestion,
        "fits": one.fits,
    }


def _ahead_json(one: MeetingAhead) -> dict[str, Any]:
    return {
        "interaction": one.id,
        "at": one.at,
        "whole_day": one.whole_day,
        "subject": one.subject,
        "people": [{"id": face.id, "name": face.name} for face in one.people],
        "crosses": [_notice_json(each) for each in one.notices],
    }


def _mail_json(one: MailOutside) -> dict[str, Any]:
    months = [{"month": f"{m.month:%Y-%m}", "outside": m.outside, "of": m.of} for m in one.months]
    return {"boundary": one.boundary, "side": one.side, "to": one.to, "hours": one.hours, "months": months}


def _crossing_json(one: CrossingRow) -> dict[str, Any]:
    return {
        "id": one.id,
        "boundary": one.boundary,
        "side": one.side,
        "says": one.what,
        "person": {"id": one.face.id, "name": one.face.name} if one.face else None,
        "on": one.on,
        "did": one.did,
        "by_me": one.by_me,
        "text": one.text,
        "answer": one.answer,
        "interaction": one.interaction,
    }


boundaries.add_command(back)
