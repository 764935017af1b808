"""`comity today`, `comity people`, `comity person`, `comity search`."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import click

from comity.interfaces.cli import shared
from comity.interfaces.cli.shared import as_of_option, command, json_option, open_book

if TYPE_CHECKING:
    from comity.answers.shapes import Entry, PersonPage, PersonRow, Today


@click.command()
@as_of_option
@json_option
@command
def today(as_of: dt.datetime | None, as_json: bool) -> None:
    """What your working relationships need today: at most seven things, each with its reason."""
    scope = open_book()
    from comity.answers.today import today as ask

    answer = ask(scope, as_of=shared.date_of(as_of))
    if as_json:
        shared.put_json(today_json(answer))
        return
    click.secho(f"{answer.date:%A, %-d %B %Y}", bold=True)
    group = ""
    for item in answer.items:
        if item.group != group:
            group = item.group
            click.secho(f"\n{group}", bold=True)
        role = f" ({item.role})" if item.role else ""
        click.echo(f"  {item.title}{role}\n    {item.reason}")
    if not answer.items:
        click.echo("\nNothing needs you today.")
    if answer.more:
        click.echo(f"\n{answer.more} more can wait.")
    if answer.meetings:
        click.secho("\nAhead", bold=True)
    for meeting in answer.meetings[:7]:
        names = ", ".join(face.name for face in meeting.people) + (
            f" and {meeting.others} others" if meeting.others else ""
        )
        click.echo(
            f"  {meeting.begins:%a %-d %b %H:%M}  {meeting.subject}" + (f", with {names}" if names else "")
        )
    for question in answer.questions:
        click.echo(f"\n{question.text}\n  {question.evidence}")
    for notice in answer.notices:
        click.echo(f"\n{notice}")


def today_json(answer: Today) -> dict[str, Any]:
    """The documented form of Today."""
    return {
        "date": answer.date,
        "items": [
            {
                "key": item.key,
                "kind": item.kind,
                "group": item.group,
                "title": item.title,
                "person": {"id": item.face.id, "name": item.face.name} if item.face else None,
                "role": item.role,
                "reason": item.reason,
                "due": item.due,
                "overdue": item.overdue,
                "email": item.email,
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
        "questions": [{"id": q.id, "kind": q.kind, "about": q.key, "text": q.text} for q in answer.questions],
        "notices": list(answer.notices),
    }


@click.command()
@as_of_option
@click.option(
    "--sort", type=click.Choice(["strength", "name", "last"]), default="strength", show_default=True
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

    page = ask(scope, as_of=shared.date_of(as_of), sort=sort, limit=limit, role=role, tag=tag, state=state)
    if as_json:
        shared.put_json([person_json(row) for row in page.rows])
        return
    if not page.rows:
        click.echo("Nobody yet. Import your mail with: comity import PATH… --me YOUR@ADDRESS")
        return
    width = min(32, max(len(row.face.name) for row in page.rows))
    click.echo(f"{'name':<{width}}  strength  days  last in     last out    state       works")
    for row in page.rows:
        works = ", ".join(filter(None, (row.title, row.organisation)))
        click.echo(
            f"{row.face.name[:width]:<{width}}  {row.strength:>8.2f}  {row.active_days:>4}  {row.last_in or ''!s:<10}  "
            f"{row.last_out or ''!s:<10}  {row.state:<10}  {works[:40]}".rstrip()
        )
    if page.next_offset is not None:
        click.echo(f"… {page.total - len(page.rows):,} more")


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
    "--limit", type=click.IntRange(min=0), default=30, show_default=True, help="Entries of the timeline."
)
@json_option
@command
def person(who: str, limit: int, as_json: bool) -> None:
    """One person, by name, address or id: what is open, what you know, what happened."""
    scope = open_book()
    from comity.answers.person import person as ask
    from comity.answers.person import timeline

    page = ask(scope, who)
    entries = timeline(scope, page.row.face.id, limit=limit).entries if limit else ()
    if as_json:
        shared.put_json(_person_page_json(page, entries))
        return
    row = page.row
    click.secho(row.face.name, bold=True)
    held = [
        ", ".join(filter(None, (row.title, row.organisation))),
        ", ".join(r.title for r in page.roles if not r.until),
    ]
    for line in (*held, ", ".join(row.emails), ", ".join(page.phones), page.standing):
        if line:
            click.echo(f"  {line}")
    click.echo(f"\n{page.going.word} ({row.strength:.2f}). {page.going.explained} {page.going.gap_explained}")
    sections = (
        ("Open", [f"{m.text}" + (f", due {m.due}" if m.due else "") for m in page.open]),
        ("Known", [fact.text for fact in page.facts]),
        ("Dates", [f"{d.what.replace('_', ' ')}: {d.next_on:%-d %B}" for d in page.dates]),
        ("What happened", [f"{e.at:%Y-%m-%d}  {e.kind:<7} {e.direction:<4} {e.subject}" for e in entries]),
    )
    for title, lines in sections:
        if lines:
            click.secho(f"\n{title}", bold=True)
            click.echo("\n".join(f"  {line}" for line in lines))


def _person_page_json(page: PersonPage, entries: tuple[Entry, ...]) -> dict[str, Any]:
    return person_json(page.row) | {
        "phones": page.phones,
        "links": page.links,
        "department": page.department,
        "standing": page.standing,
        "nature": page.nature,
        "rhythm_days": page.rhythm_days,
        "roles_held": [{"key": r.key, "since": r.since, "until": r.until} for r in page.roles],
        "expectations": page.expectations,
        "facts": page.facts,
        "dates": page.dates,
        "open": page.open,
        "strength_explained": page.going.explained,
        "gap_explained": page.going.gap_explained,
        "weeks": page.weeks,
        "timeline": entries,
    }


@click.command()
@click.argument("words", nargs=-1, required=True)
@click.option("--limit", type=click.IntRange(min=1), default=20, show_default=True)
@json_option
@command
def search(words: tuple[str, ...], limit: int, as_json: bool) -> None:
    """Find people, then words in subjects and texts, newest first. Quote a phrase to find it as it stands."""
    scope = open_book()
    from comity.answers.search import search as ask

    hits = ask(scope, " ".join(words), limit=limit)
    if as_json:
        shared.put_json(
            [{"kind": h.kind, "id": h.id, "title": h.title, "context": h.context, "at": h.at} for h in hits]
        )
        return
    if not hits:
        click.echo("Nothing found. Fewer words, or only their beginnings, find more.")
    for hit in hits:
        when = f"{hit.at:%Y-%m-%d}" if hit.at else " " * 10
        click.echo(f"{hit.kind:<8} {when}  {hit.title}")
        if hit.context and hit.kind != "person":
            click.secho(f"{'':20} {hit.context[:100]}", dim=True)
