"""`comity confidences`: what was told in confidence, who may know it, and whether a text gives it away."""

from __future__ import annotations

import datetime as dt
import sys
from typing import TYPE_CHECKING, Any

import click

from comity.interfaces.cli import screen, shared
from comity.interfaces.cli.removing import back, say_removed
from comity.interfaces.cli.shared import command, json_option, open_book
from comity.interfaces.cli.unlocking import opened_scope, passphrase_option

if TYPE_CHECKING:
    from comity.answers.books import Scope
    from comity.answers.confidences import ConfidenceLine, Thing

_DATE = click.DateTime(["%Y-%m-%d"])
_ROW = "KIND:ID"
_open_option = click.option(
    "--open", "is_open", is_flag=True, help="Open what is sealed; asks for the passphrase."
)


def _scope(is_open: bool) -> Scope:
    return opened_scope() if is_open else open_book()


_SEALED = "While it is locked, no words go to those who may not know; your calendar address and the day’s mail say little."


@click.group(invoke_without_command=True)
@click.option(
    "--with", "who", default="", metavar="WHO", help="What they told, what is about them, or may know."
)
@click.option("--all", "ended", is_flag=True, help="Also what is free by now.")
@_open_option
@passphrase_option
@json_option
@click.pass_context
@command
def confidences(ctx: click.Context, who: str, ended: bool, is_open: bool, as_json: bool) -> None:
    """What was told to you in confidence. Without a command: list it."""
    if ctx.invoked_subcommand:
        return
    scope = _scope(is_open)
    from comity.answers import confidences as answers

    found = answers.confidences(scope, who=who, ended=ended)
    if as_json:
        shared.put_json([_json(line) for line in found])
        return
    if not found:
        screen.say('Nothing is held back: comity confidences add "TEXT" --from WHO')
    for line in found:
        screen.say(f"{_text(line)}  {line.id}", bold=True)
        screen.say(_about(line), indent=2, dim=True)


@confidences.command("show")
@click.argument("id")
@_open_option
@passphrase_option
@json_option
@command
def show(id: str, is_open: bool, as_json: bool) -> None:
    """One of them: what it covers, and what else gives it away."""
    scope = _scope(is_open)
    from comity.answers import confidences as answers

    page = answers.confidence(scope, id)
    if as_json:
        covers = [_thing(one) for one in page.covers]
        shared.put_json(
            _json(page.line) | {"covered": covers, "proposed": [_thing(one) for one in page.proposed]}
        )
        return
    screen.say(_text(page.line), bold=True)
    screen.say(_about(page.line), indent=2, dim=True)
    for title, things in (("Held back with it:", page.covers), ("Also gives it away:", page.proposed)):
        if things:
            screen.say(title)
        for one in things:
            screen.say(f"{one.kind}:{one.row}  {one.text}", indent=2)
    if page.proposed:
        screen.say(f"Hold all of it back: comity confidences cover {page.line.id} --all", dim=True)


@confidences.command("add")
@click.argument("text")
@click.option("--from", "source", metavar="WHO", help="Who told it.")
@click.option("--about", "subject", metavar="WHO", help="Whom it is about.")
@click.option("--allow", "audience", multiple=True, metavar="WHO", help="Who else may know. May be repeated.")
@click.option(
    "--sign", "signs", multiple=True, metavar="WORDS", help="Words that give it away. May be repeated."
)
@click.option("--never", "nobody", is_flag=True, help="It is never to be mentioned to anybody.")
@click.option("--until", type=_DATE, metavar="DATE", help="The day from which it is free (YYYY-MM-DD).")
@click.option("--on", "when", type=_DATE, metavar="DATE", help="When it was told; else today.")
@click.option("--in", "rows", multiple=True, metavar=_ROW, help="In what it stands, such as interactions:ID.")
@click.option("--seal", is_flag=True, help="Keep its words sealed; asks for the passphrase.")
@passphrase_option
@json_option
@command
def add(
    text: str,
    source: str | None,
    subject: str | None,
    audience: tuple[str, ...],
    signs: tuple[str, ...],
    nobody: bool,
    until: dt.datetime | None,
    when: dt.datetime | None,
    rows: tuple[str, ...],
    seal: bool,
    as_json: bool,
) -> None:
    """Note something told in confidence."""
    scope = _scope(seal)
    from comity.actions.confidences import keep
    from comity.answers.confidences import confidence

    id = keep(
        scope,
        text,
        signs=signs,
        source=_id(scope, source),
        subject=_id(scope, subject),
        audience=[found for who in audience if (found := _id(scope, who))],
        nobody=nobody,
        until=shared.date_of(until),
        on=shared.date_of(when),
        seal=seal,
        rows=[_row(one) for one in rows],
    )
    page = confidence(scope, id)
    if as_json:
        shared.put_json(_json(page.line) | {"proposed": [_thing(one) for one in page.proposed]})
        return
    screen.say(f"Kept: {id}")
    if seal:
        screen.say(_SEALED)
    if page.proposed:
        things = shared.counted(len(page.proposed), "other thing says", "other things say")
        screen.say(f"{things} it too: comity confidences show {id}")
        if seal:
            screen.say("There it still stands in clear.")


@confidences.command("allow")
@click.argument("id")
@click.argument("who")
@click.option("--undo", is_flag=True, help="They may not know it after all.")
@command
def allow(id: str, who: str, undo: bool) -> None:
    """Somebody more may know it."""
    scope = open_book()
    from comity.actions import confidences as actions

    person = _id(scope, who) or ""
    (actions.forbid if undo else actions.allow)(scope, id, person)
    screen.say(f"{who} may not know it." if undo else f"{who} may know it.")


@confidences.command("release")
@click.argument("id")
@click.option("--undo", is_flag=True, help="It is held back again.")
@command
def release(id: str, undo: bool) -> None:
    """It is no secret any more: nothing of it is held back."""
    scope = open_book()
    from comity.actions import confidences as actions

    (actions.hold_again if undo else actions.release)(scope, id)
    screen.say(
        "It is held back again." if undo else f"It is free. Take back: comity confidences release {id} --undo"
    )


@confidences.command("end")
@click.argument("id")
@click.option(
    "--on", "when", type=_DATE, metavar="DATE", help="The day from which it is free; without it, never."
)
@command
def end(id: str, when: dt.datetime | None) -> None:
    """Say from which day on it is free."""
    scope = open_book()
    from comity.actions.confidences import end as until

    day = shared.date_of(when)
    until(scope, id, day)
    screen.say(f"It is free from {day} on." if day else "It has no end.")


@confidences.command("cover")
@click.argument("id")
@click.argument("rows", nargs=-1, metavar=f"{_ROW}…")
@click.option("--all", "everything", is_flag=True, help="All that gives it away.")
@click.option("--undo", is_flag=True, help="Not held back any more, unless it gives it away.")
@_open_option
@passphrase_option
@command
def cover(id: str, rows: tuple[str, ...], everything: bool, undo: bool, is_open: bool) -> None:
    """Hold a mail, a note, a fact, … back with it, whatever it says."""
    scope = _scope(is_open)
    from comity.actions import covering
    from comity.answers.confidences import confidence

    wanted = [_row(one) for one in rows]
    if everything:
        wanted += [(one.kind, one.row) for one in confidence(scope, id).proposed]
    (covering.uncover if undo else covering.cover)(scope, id, wanted)
    things = shared.counted(len(wanted), "thing", "things")
    screen.say(f"{things} not held back any more." if undo else f"{things} held back with it.")


@confidences.command("blank")
@click.argument("id")
@click.argument("row", metavar=_ROW, required=False)
@click.option("--undo", is_flag=True, help="Write back all that was taken out for it.")
@passphrase_option
@command
def blank(id: str, row: str | None, undo: bool) -> None:
    """Take the words out of a note of yours; the sealed confidence keeps them. Asks for the passphrase."""
    scope = opened_scope()
    from comity.actions import covering

    if undo:
        screen.say(f"Written back: {shared.counted(covering.put_back(scope, id), 'thing', 'things')}.")
        return
    if row is None:
        raise click.UsageError(f"Say which thing, as {_ROW}: see comity confidences show {id}")
    covering.blank(scope, id, *_row(row))
    screen.say(f"Taken out. Write it back: comity confidences blank {id} --undo")


@confidences.command("seal")
@click.argument("id")
@click.option("--undo", is_flag=True, help="Keep its words in clear again.")
@passphrase_option
@command
def seal(id: str, undo: bool) -> None:
    """Keep its words only as ciphertext. Asks for the passphrase."""
    scope = opened_scope()
    from comity.actions import confidences as actions
    from comity.answers.confidences import confidence

    (actions.unseal if undo else actions.seal)(scope, id)
    screen.say("It stands in clear again." if undo else "Sealed.")
    if undo:
        return
    screen.say(_SEALED)
    page = confidence(scope, id)
    things = len(page.covers) + len(page.proposed)
    if things:
        others = shared.counted(things, "other thing", "other things")
        screen.say(f"It may stand in {others} in clear: comity confidences show {id}")


@confidences.command("remove")
@click.argument("id")
@_open_option
@passphrase_option
@command
def remove(id: str, is_open: bool) -> None:
    """It was a mistake: nothing is held back for it any more."""
    scope = _scope(is_open)
    from comity.actions.confidences import remove as forget

    say_removed(forget(scope, id), "Removed.")


@confidences.command("check")
@click.argument("text")
@click.option("--for", "readers", multiple=True, metavar="WHO", help="Who reads it; without it, anybody.")
@_open_option
@passphrase_option
@json_option
@command
def check(text: str, readers: tuple[str, ...], is_open: bool, as_json: bool) -> None:
    """Whether TEXT may go to somebody ("-" reads it from standard input). Exits with 1 where it may not."""
    scope = _scope(is_open)
    from comity.answers import confidences as answers
    from comity.answers.guarding import why

    found = answers.check(scope, sys.stdin.read() if text == "-" else text, readers)
    if as_json:
        told = [{"confidence": one.of, "why": one.why} for one in found.gives_away]
        shared.put_json({"may_go": found.may_go, "gives_away": told, "locked": found.unread})
    elif found.may_go:
        screen.say("It gives nothing away.")
    for one in () if as_json else found.gives_away:
        screen.say(f"It gives something away. {why(one)}  {one.of}")
    if found.unread and not as_json:
        things = shared.counted(found.unread, "thing is", "things are")
        screen.say(
            f"{things} sealed and locked, so it cannot be told whether it says them. Look again with: --open"
        )
    if not found.may_go:
        sys.exit(1)


def _id(scope: Scope, who: str | None) -> str | None:
    from comity.answers.heads import named

    return named(scope, who).id if who else None


def _row(words: str) -> tuple[str, str]:
    kind, sign, row = words.partition(":")
    if not sign:
        raise click.BadParameter(f"{words!r} has no “:”; write it like interactions:ID.")
    return kind.strip(), row.strip()


def _text(line: ConfidenceLine) -> str:
    return "(sealed)" if line.locked else screen.cut(line.text, 100)


def _about(line: ConfidenceLine) -> str:
    may = ", ".join(face.name for face in line.may) or "nobody else"
    parts = [
        f"told by {line.source.name}" if line.source else "",
        f"about {line.subject.name}" if line.subject else "",
        "never to be mentioned" if line.nobody else f"may know: {may}",
        f"free from {line.until} on" if line.until else "",
        f"released on {line.released_on}" if line.released_on else "",
        "sealed" if line.sealed else "",
        shared.counted(line.covers, "thing held back", "things held back") if line.covers else "",
    ]
    return f"{line.on}: " + ", ".join(filter(None, parts))


def _thing(one: Thing) -> dict[str, Any]:
    return {"kind": one.kind, "id": one.row, "text": one.text, "by_hand": one.own}


def _json(line: ConfidenceLine) -> dict[str, Any]:
    """The documented form of something told in confidence."""

    def person(face: Any) -> Any:
        return None if face is None else {"id": face.id, "name": face.name}

    return {
        "id": line.id,
        "text": None if line.locked else line.text,
        "signs": None if line.locked else list(line.signs),
        "from": person(line.source),
        "about": person(line.subject),
        "may_know": [person(face) for face in line.may],
        "never": line.nobody,
        "on": line.on,
        "until": line.until,
        "released_on": line.released_on,
        "holds": line.holds,
        "sealed": line.sealed,
        "covers": line.covers,
    }


confidences.add_command(back)
