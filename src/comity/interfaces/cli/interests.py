"""`comity interests` and `comity ties`: the registers that a check rests on."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from comity.interfaces.cli import screen, shared
from comity.interfaces.cli.documents import write_csv, write_pdf
from comity.interfaces.cli.registered import Declares, declared_command
from comity.interfaces.cli.removing import back, say_removed
from comity.interfaces.cli.shared import command, json_option, open_book
from comity.interfaces.cli.unlocking import passphrase_option, scope_of, unlock_option

if TYPE_CHECKING:
    from comity.answers.books import Scope
    from comity.answers.interests import InterestLine, TieLine

_ON = click.DateTime(["%Y-%m-%d"])
_with = click.option(
    "--with", "who", default="", metavar="WHO", help="Only with this person: name, address or id."
)
_at = click.option("--at", "organisation", default="", metavar="NAME", help="In, or of, this organisation.")
_day = click.option("--on", "when", type=_ON, metavar="DATE", help="On which day (YYYY-MM-DD); else today.")
_since = click.option("--since", type=_ON, metavar="DATE", help="Since which day (YYYY-MM-DD).")
_until = click.option("--until", type=_ON, metavar="DATE", help="When it ended (YYYY-MM-DD).")
_undo = click.option("--undo", is_flag=True, help="Take it back.")
_say = click.option("--say", "text", default="", metavar="TEXT", help="In your words.")
_release = click.option("--release", multiple=True, metavar="ID", help="Let this confidence out, this once.")


def _person(scope: Scope, who: str) -> str:
    from comity.answers.heads import named

    return named(scope, who).id if who else ""


def _noted(id: str, as_json: bool) -> None:
    shared.put_json({"id": id}) if as_json else screen.say(f"Noted ({id}).")


@click.group("interests", invoke_without_command=True)
@_with
@json_option
@click.pass_context
@command
def interests(ctx: click.Context, who: str, as_json: bool) -> None:
    """Your interests that may conflict with a decision. Without a command: the register."""
    if ctx.invoked_subcommand:
        return
    scope = open_book()
    from comity.answers.interests import register
    from comity.answers.proposed_interests import proposed

    found = register(scope, who=who)
    if as_json:
        shared.put_json([_interest_json(one) for one in (*found.holding, *found.ended)])
        return
    for one in (*found.holding, *found.ended):
        _put_interest(one)
    if found.due:
        click.echo("Say whether those to review still hold: comity interests review ID")
    for offer in () if who else proposed(scope):
        screen.say(
            f"Found in your book: {offer.words}. {offer.because} Note it, or say no: comity interests no {offer.key}"
        )
    if not found.holding and not found.ended:
        click.echo("None noted yet: comity interests add stake --at NAME")


def _put_interest(one: InterestLine) -> None:
    state = {"holds": "", "cooling": f", ended {one.until}, counts until {one.counts_until}"}
    ended = state.get(one.state, f", ended {one.until}, no longer counts")
    due = ", to review" if one.due else ""
    told = f", declared to {one.disclosed_to}" if one.disclosed_on else ""
    screen.say(f"{one.kind_words}: {one.about}{ended}{due}{told} ({one.id})", dim=one.state == "over")
    if one.text or one.worth:
        screen.say(" · ".join(filter(None, (one.worth, one.text))), indent=2)


def _interest_json(one: InterestLine) -> dict[str, Any]:
    return {
        "id": one.id,
        "kind": one.kind,
        "person": {"id": one.face.id, "name": one.face.name} if one.face else None,
        "organisation": one.organisation,
        "text": one.text,
        "worth": one.worth,
        "since": one.since,
        "until": one.until,
        "cooling_days": one.cooling_days,
        "counts_until": one.counts_until,
        "state": one.state,
        "review_due": one.due,
        "reviewed_on": one.reviewed_on,
        "disclosed_on": one.disclosed_on,
        "disclosed_to": one.disclosed_to,
    }


@interests.command("add")
@click.argument("kind")
@click.option("--in", "who", default="", metavar="WHO", help="In this person: name, address or id.")
@_at
@_say
@click.option("--worth", nargs=2, default=("", ""), metavar="AMOUNT CURRENCY", help="Such as: 1200 EUR.")
@_since
@_until
@click.option(
    "--cooling", type=click.IntRange(0, 3650), metavar="DAYS", help="How long it counts after its end."
)
@json_option
@command
def _add(
    kind: str,
    who: str,
    organisation: str,
    text: str,
    worth: tuple[str, str],
    since: dt.datetime | None,
    until: dt.datetime | None,
    cooling: int | None,
    as_json: bool,
) -> None:
    """Note an interest of a KIND: stake, family, relative, partner, office, job, offer, loan, past_employer, friendship,
    dispute, member or other."""
    scope = open_book()
    from comity.actions.interests import add

    id = add(
        scope,
        kind,
        person_id=_person(scope, who),
        organisation=organisation,
        text=text,
        amount=worth[0],
        currency=worth[1],
        since=shared.date_of(since),
        until=shared.date_of(until),
        cooling_days=cooling,
    )
    _noted(id, as_json)


@interests.command("end")
@click.argument("id")
@_day
@click.option("--cooling", type=click.IntRange(0, 3650), metavar="DAYS", help="How long it still counts.")
@_undo
@command
def _end(id: str, when: dt.datetime | None, cooling: int | None, undo: bool) -> None:
    """The interest ID has ended; it still counts for its cooling-off."""
    scope = open_book()
    from comity.actions import interests as actions

    if undo:
        actions.reopen(scope, id)
    else:
        actions.end(scope, id, on=shared.date_of(when), cooling_days=cooling)
    click.echo("It goes on." if undo else "Ended.")


@interests.command("review")
@click.argument("id")
@click.option("--undo", is_flag=True, help="It was not looked at after all; you are asked again.")
@command
def _review(id: str, undo: bool) -> None:
    """The interest ID still holds; you are asked again in a year."""
    scope = open_book()
    from comity.actions.interests import not_reviewed, review

    (not_reviewed if undo else review)(scope, id)
    click.echo("You are asked again." if undo else "It still holds.")


def _actions() -> Declares:
    from comity.actions import interests as actions

    return actions


interests.add_command(declared_command("interest", _actions))


@interests.command("no")
@click.argument("key")
@command
def _no(key: str) -> None:
    """Say no to something found in your book, by its KEY."""
    scope = open_book()
    from comity.actions.interests import decline

    decline(scope, key)
    click.echo(f"It is not proposed again. Take it back with: comity back {key}")


@interests.command("remove")
@click.argument("id")
@command
def _remove(id: str) -> None:
    """Forget the interest ID."""
    scope = open_book()
    from comity.actions.interests import remove

    say_removed(remove(scope, id), "The interest is gone.")


@interests.command("register")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--year", type=click.IntRange(1950, 2200), help="Of this year; else of this one.")
@_release
@unlock_option
@passphrase_option
@command
def _register(file: Path, year: int | None, release: tuple[str, ...], unlock: bool) -> None:
    """Write the register of a year to FILE: interests, gifts and what you stayed out of (.pdf), or interests alone (.csv)."""
    scope = scope_of(unlock)
    from comity.answers import declaring

    wanted = year or scope.today().year
    if file.suffix.lower() == ".csv":
        write_csv(declaring.table(scope, "interests", wanted, released=release), file)
    else:
        write_pdf(declaring.yearly(scope, wanted, released=release), file)


@click.group("ties", invoke_without_command=True)
@_with
@json_option
@click.pass_context
@command
def ties(ctx: click.Context, who: str, as_json: bool) -> None:
    """What others are to one another: spouse, owner, friend … Without a command: list them."""
    if ctx.invoked_subcommand:
        return
    scope = open_book()
    from comity.answers.interests import ties as listed

    found = listed(scope, who=who)
    if as_json:
        shared.put_json([_tie_json(one) for one in found])
        return
    for one in found:
        to = one.face.name if one.face else one.organisation
        ended = f", ended {one.until}" if one.until else ""
        heard = ", hearsay" if one.hearsay else ""
        screen.say(f"{one.one.name}: {one.kind_words} → {to}{ended}{heard} ({one.id})")
    if not found:
        click.echo("None noted yet: comity ties add WHO spouse --of WHO")


def _tie_json(one: TieLine) -> dict[str, Any]:
    return {
        "id": one.id,
        "one": {"id": one.one.id, "name": one.one.name},
        "kind": one.kind,
        "other": {"id": one.face.id, "name": one.face.name} if one.face else None,
        "organisation": one.organisation,
        "text": one.text,
        "since": one.since,
        "until": one.until,
        "hearsay": one.hearsay,
    }


@ties.command("add")
@click.argument("who")
@click.argument("kind")
@click.option("--of", "other", default="", metavar="WHO", help="Of this person: name, address or id.")
@_at
@_say
@_since
@_until
@click.option("--hearsay", is_flag=True, help="You only heard it.")
@json_option
@command
def _tie_add(
    who: str,
    kind: str,
    other: str,
    organisation: str,
    text: str,
    since: dt.datetime | None,
    until: dt.datetime | None,
    hearsay: bool,
    as_json: bool,
) -> None:
    """Note that WHO is the KIND of another person or organisation: spouse, parent, child, sibling, relative, friend, rival,
    owner, partner, officer, creditor, adviser, manager, employee or other."""
    scope = open_book()
    from comity.actions.ties import add

    id = add(
        scope,
        _person(scope, who),
        kind,
        other_id=_person(scope, other),
        organisation=organisation,
        text=text,
        since=shared.date_of(since),
        until=shared.date_of(until),
        hearsay=hearsay,
    )
    _noted(id, as_json)


@ties.command("end")
@click.argument("id")
@_day
@_undo
@command
def _tie_end(id: str, when: dt.datetime | None, undo: bool) -> None:
    """The tie ID has ended."""
    scope = open_book()
    from comity.actions import ties as actions

    if undo:
        actions.reopen(scope, id)
    else:
        actions.end(scope, id, on=shared.date_of(when))
    click.echo("It goes on." if undo else "Ended.")


@ties.command("known")
@click.argument("id")
@_undo
@command
def _tie_known(id: str, undo: bool) -> None:
    """You know the tie ID now; it is no longer hearsay."""
    scope = open_book()
    from comity.actions.ties import confirm

    confirm(scope, id, hearsay=undo)
    click.echo("Hearsay again." if undo else "Known.")


@ties.command("remove")
@click.argument("id")
@command
def _tie_remove(id: str) -> None:
    """Forget the tie ID."""
    scope = open_book()
    from comity.actions.ties import remove

    say_removed(remove(scope, id), "The tie is gone.")


interests.add_command(back)
ties.add_command(back)
