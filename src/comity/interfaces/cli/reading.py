"""`comity people`, `comity person`, `comity search`."""

from __future__ import annotations

import datetime as dt
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from comity.core.audience import ME
from comity.core.errors import Unreadable
from comity.interfaces.cli import screen, shared
from comity.interfaces.cli.shared import as_of_option, command, json_option, open_book
from comity.interfaces.cli.unlocking import passphrase_option, scope_of, unlock_option

if TYPE_CHECKING:
    from comity.answers.search import Explained
    from comity.answers.shapes import (
        DateKnown,
        Entry,
        ExchangeKnown,
        Expectations,
        PersonPage,
        PersonRow,
    )


@click.command()
@as_of_option
@click.option(
    "--sort",
    type=click.Choice(["strength", "name", "last"]),
    default="strength",
    show_default=True,
    help="The strongest tie first, by family name, or the latest contact first.",
)
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="Only the first N.")
@click.option("--role", default="", metavar="ROLE", help="Only people with this role today.")
@click.option("--tag", default="", metavar="TAG", help="Only people with this tag.")
@click.option("--state", default="", metavar="STATE", help="Only people in this state (active, drifting, …).")
@json_option
@command
def people(
    as_of: dt.datetime | None, sort: str, limit: int | None, role: str, tag: str, state: str, as_json: bool
) -> None:
    """The people you know: how strong the tie is, and when you were last in touch."""
    from comity.core.cadence import State

    if state and state not in set(State):
        raise click.BadParameter("use one of: " + ", ".join(State), param_hint="--state")
    scope = open_book()
    from comity.answers.people import people as ask
    from comity.answers.people import state_words

    page = ask(scope, as_of=shared.date_of(as_of), sort=sort, limit=limit, role=role, tag=tag, state=state)
    if as_json:
        shared.put_json([person_json(row) for row in page.rows])
        return
    if not page.rows:
        narrowed = as_of or role or tag or state
        start = "Nobody yet. Import your mail with: comity import PATH… --me YOUR@ADDRESS"
        click.echo("Nobody fits." if narrowed else start)
        return
    rows = page.rows
    screen.table(
        (
            screen.Column("name", [screen.cut(row.face.name, 32) for row in rows], least=12),
            screen.Column("strength", [f"{row.strength:.2f}" for row in rows], right=True),
            screen.Column("days", [f"{row.active_days:,}" for row in rows], right=True, rank=1),
            screen.Column("last in", [str(row.last_in or "") for row in rows], rank=2),
            screen.Column("last out", [str(row.last_out or "") for row in rows], rank=2),
            screen.Column("state", [state_words(row.state) for row in rows]),
            screen.Column("works", [screen.cut(_works(row), 40) for row in rows], least=10, rank=3),
        )
    )
    if page.next_offset is not None:
        click.echo(f"… {page.total - len(rows):,} more")


def _works(row: PersonRow) -> str:
    return ", ".join(filter(None, (row.title, row.organisation)))


def person_json(row: PersonRow) -> dict[str, Any]:
    """The documented form of a person in a list."""
    return {
        "id": row.face.id,
        "name": row.face.name,
        "emails": row.emails,
        "organisation": row.organisation,
        "title": row.title,
        "roles": row.roles,
        "tags": row.tags,
        "strength": row.strength,
        "strength_model": row.strength_model,
        "active_days": row.active_days,
        "interactions": row.interactions,
        "last_in": row.last_in,
        "last_out": row.last_out,
        "usual_gap_days": row.usual_gap_days,
        "gap_ratio": row.gap_ratio,
        "state": row.state,
    }


@click.command()
@click.argument("who")
@click.option(
    "--limit",
    type=click.IntRange(min=0),
    metavar="N",
    default=30,
    show_default=True,
    help="At most N entries of what happened.",
)
@click.option("--sources", is_flag=True, help="Where each value comes from, and what else was said.")
@click.option(
    "--file",
    "folder",
    metavar="DIR",
    type=click.Path(path_type=Path, file_okay=False),
    help="Write everything you hold on them to this new folder instead, as comity rights file does.",
)
@json_option
@command
def person(who: str, limit: int, sources: bool, folder: Path | None, as_json: bool) -> None:
    """One person, by name, address or id: what is open, what you know, what happened."""
    scope = open_book()
    if folder is not None:
        from comity.interfaces.cli.rights import write_file

        write_file(scope, who, folder, as_json)
        return
    from comity.answers.person import person as ask
    from comity.answers.person import timeline

    page = ask(scope, who)
    entries = timeline(scope, page.row.face.id, limit=limit).entries if limit else ()
    from comity.answers.sources import origin
    from comity.interfaces.cli import origins

    if as_json:
        shared.put_json(_person_page_json(page, entries) | origins.as_json(origin(scope, page)))
        return
    if sources:
        origins.say(page, origin(scope, page))
        return
    row = page.row
    screen.say(row.face.name, bold=True)
    roles = ", ".join(role.title for role in page.roles if role.key in row.roles)
    standing = f"died on {page.died_on}" if page.died_on else page.standing.replace("_", " ")
    for line in (_works(row), roles, ", ".join(row.emails), ", ".join(page.phones), standing):
        if line:
            screen.say(line, indent=2)
    click.echo()
    screen.say(f"{page.going.word} ({row.strength:.2f}). {page.going.explained} {page.going.gap_explained}")
    sections = (
        ("Open", [m.text + (f" (due {m.due})" if m.due else "") for m in page.open]),
        ("Known", [f"{'hearsay: ' if fact.hearsay else ''}{fact.text}" for fact in page.facts]),
        ("What you expect of each other", _expected(page.expectations)),
        ("Given and received", [_exchanged(one) for one in page.exchanges]),
        ("Dates", [_yearly(known) for known in page.dates]),
        ("Note", page.note.splitlines()),
        ("What happened", [f"{e.at:%Y-%m-%d}  {e.kind:<7}  {e.direction:<4}  {e.subject}" for e in entries]),
    )
    for title, lines in sections:
        if lines:
            click.echo()
            screen.say(title, bold=True)
        for line in lines:
            screen.say(line, indent=2)


def _expected(known: Expectations) -> list[str]:
    """What was written down of what the relationship is for, a line each; nothing for what is empty."""
    lines = (
        ("What it is for", known.purpose),
        ("I expect", known.i_expect),
        ("They may expect", known.they_expect),
        ("At stake", known.at_stake),
    )
    return [f"{label}: {' '.join(text.split())}" for label, text in lines if text]


def _exchanged(one: ExchangeKnown) -> str:
    from comity.answers.wording import long_date as written

    thanked = f", thanked {written(one.thanked)}" if one.thanked else ""
    text = f": {' '.join(one.text.split())[:200]}" if one.text else ""
    return f"{one.on}  {'given' if one.given else 'received'}  {one.kind}{text}{thanked}"


def _yearly(known: DateKnown) -> str:
    what = known.what.replace("_", " ").capitalize()
    from comity.answers.wording import yearly

    return f"{what}: {yearly(known.month, known.day, known.year)}"


def _person_page_json(page: PersonPage, entries: tuple[Entry, ...]) -> dict[str, Any]:
    return person_json(page.row) | {
        "phones": page.phones,
        "links": page.links,
        "addresses": page.addresses,
        "department": page.department,
        "standing": page.standing,
        "nature": page.nature,
        "died_on": page.died_on,
        "rhythm_days": page.rhythm_days,
        "roles_held": [{"key": r.key, "since": r.since, "until": r.until} for r in page.roles],
        "note": page.note,
        "first_day": page.first_day,
        "given": page.given,
        "received": page.received,
        "expectations": page.expectations,
        "facts": page.facts,
        "notes": page.notes,
        "exchanges": page.exchanges,
        "endorsed_for": page.endorsed_for,
        "i_endorsed": page.i_endorsed,
        "dates": page.dates,
        "open": page.open,
        "strength_explained": page.going.explained,
        "gap_explained": page.going.gap_explained,
        "weeks": page.weeks,
        "timeline": entries,
    }


@click.command(context_settings={"ignore_unknown_options": True})
@click.argument("words", nargs=-1, required=True, metavar="WORDS…")
@click.option(
    "--limit",
    type=click.IntRange(min=1),
    metavar="N",
    default=20,
    show_default=True,
    help="At most N people, and N of what passed between you.",
)
@click.option(
    "--for",
    "readers",
    multiple=True,
    metavar="WHO",
    help="Only what these people, or anybody, may read: what was told in confidence is left out. May be repeated.",
)
@unlock_option
@passphrase_option
@json_option
@command
def search(words: tuple[str, ...], limit: int, readers: tuple[str, ...], unlock: bool, as_json: bool) -> None:
    """Find people, then words in subjects and texts, newest first.

    Words may be beginnings; all must occur. Narrow with

    \b
      "kind regards"       words as they stand
      -word                without this
      invoice OR receipt   either
      from:ana  to:ana  with:"ana ruiz"  from:me
      org:acme  role:client  tag:choir   with anybody of these
      before:2024-05  after:2023  on:2024-05-17  after:30d
      subject:invoice  kind:meeting  has:promise
    """
    scope = scope_of(unlock)
    from comity.answers.confidences import audience_of
    from comity.answers.guarding import LOCKED, left_out
    from comity.answers.search import explained
    from comity.answers.search import search as ask
    from comity.answers.wording import long_date as written

    text = " ".join(words)
    try:
        results = ask(scope, text, limit=limit, audience=audience_of(scope, readers) if readers else ME)
    except Unreadable as error:
        said = explained(error)
        if as_json:
            shared.put_json({"error": asdict(said)})
        else:
            _point_at(text, said)
        sys.exit(1)
    hits = results.hits
    if results.withheld:
        click.echo(left_out(results.withheld), err=True)
        if any(one.why == LOCKED for one in results.withheld):
            click.echo("To look at what is sealed, too: --unlock", err=True)
    if as_json:
        shared.put_json(
            [{"kind": h.kind, "id": h.id, "title": h.title, "context": h.context, "at": h.at} for h in hits]
        )
        return
    if not hits:
        click.echo("Nothing found. Fewer words, or only their beginnings, find more.")
    for hit in hits:
        if hit.at is None:
            screen.say(f"{hit.kind:<8}{'':12}{hit.title}" + (f", {hit.context}" if hit.context else ""))
            continue
        screen.say(f"{hit.kind:<8}{hit.at:%Y-%m-%d}  {hit.title}")
        if hit.context:
            space = (screen.room() or 120) - 20
            screen.say(screen.cut(hit.context, space), indent=20, dim=True)
    if results.looked_back_to is not None:
        click.echo(
            f"Looked back to {written(results.looked_back_to)}. A rarer word, or before:, finds what is older."
        )


def _point_at(text: str, said: Explained) -> None:
    """What is wrong with a query, with carets under the place where it is."""
    start = max(0, said.start - 40)
    shown = "".join(c if c.isprintable() else " " for c in text[start : said.end + 30])
    click.echo(shown, err=True)
    before, wrong = shown[: said.start - start], shown[said.start - start : said.end - start]
    click.echo(" " * screen.width(before) + "^" * max(1, screen.width(wrong)), err=True)
    example = f" Such as: {said.example}" if said.example else ""
    click.echo(f"{said.message} {said.expected}{example}", err=True)
