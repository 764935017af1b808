"""`comity proposals`, `comity accept`, `comity decline`, `comity reopen`, `comity merge`, `comity split`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from comity.interfaces.cli import screen, shared
from comity.interfaces.cli.shared import command, json_option, open_book

if TYPE_CHECKING:
    from comity.answers.books import Scope
    from comity.answers.review_shapes import Fix, Proposed

_SHORT = 8
_MOST_READ = 10_000
_PEOPLE = ("person", "with")


@click.command()
@click.option(
    "--kind", default="", metavar="KIND", help="Only of this kind (same_person, detail, new_job, …)."
)
@click.option("--person", "who", metavar="WHO", help="Only about this person: name, address or id.")
@click.option("--import", "number", type=int, metavar="NUMBER", help="Only what this import left.")
@click.option(
    "--answered", is_flag=True, help="Those answered, the latest first, instead of those that wait."
)
@click.option("--limit", type=click.IntRange(1, 1000), default=20, show_default=True, help="At most so many.")
@click.option("--read", "reads", is_flag=True, help="Read recent mail first, as after an import.")
@json_option
@command
def proposals(
    kind: str, who: str | None, number: int | None, answered: bool, limit: int, reads: bool, as_json: bool
) -> None:
    """What your files suggest and you decide: requests, promises, thanks, introductions, new jobs, who is one person.

    Sentences are read from mail of the last days only (comity me propose-days).
    """
    scope = open_book()
    from comity.actions.mail_reading import read_mail
    from comity.answers.proposals import review

    if reads and read_mail(scope, _MOST_READ).unfinished:
        click.echo("Some mail is not read yet: comity proposals --read goes on.", err=True)
    page = review(scope, batch=number, who=who, kind=kind, limit=limit, answered=limit if answered else 0)
    shown = page.answered if answered else page.proposals
    if as_json:
        shared.put_json([proposal_json(p) for p in shown])
        return
    if not shown:
        click.echo("Nothing was answered yet." if answered else "Nothing waits to be decided.")
        return
    for proposal in shown:
        _say(proposal)
    more = 0 if answered else page.total - len(shown)
    if more > 0:
        click.echo(f"… {more:,} more")
    click.echo(
        "Take an answer back with: comity reopen ID"
        if answered
        else "Answer with: comity accept ID, or comity decline ID"
    )


def _say(proposal: Proposed) -> None:
    sure = "" if proposal.probability is None else f" ({min(proposal.probability, 0.999):.1%} sure)"
    sure = f" ({proposal.likely})" if proposal.likely else sure
    state = "" if proposal.state == "open" else f" {proposal.state}"
    screen.say(f"{_short(proposal.id)}  {proposal.text}{sure}{state}", bold=True)
    for side in proposal.sides:
        known = (
            side.face.name,
            ", ".join(side.emails[:2]),
            side.organisation,
            f"{side.interactions:,} contacts",
        )
        screen.say("  ".join(filter(None, known)), indent=10)
    if proposal.after:
        screen.say(f"{proposal.before} → {proposal.after}" if proposal.before else proposal.after, indent=10)
    if proposal.fix:
        screen.say(f"“{proposal.quote}”", indent=10)
        for line in _read_as(proposal.fix):
            screen.say(line, indent=10)
    if proposal.why:
        screen.say(proposal.why, indent=10, dim=True)
    for reason in proposal.reasons[:4]:
        screen.say(reason.text, indent=10, dim=True)
    click.echo()


def _read_as(fix: Fix) -> list[str]:
    """What would be written down with a yes, beside the words."""
    lines = []
    if "due" in fix.fields and fix.due:
        lines.append(f"By {shared.long_date(fix.due)} (“{fix.due_words}”).")
    elif "due" in fix.fields and fix.due_words:
        lines.append(f"“{fix.due_words}” names no single day; say it with --due DATE.")
    if fix.title or fix.organisation:
        lines.append(", ".join(filter(None, (fix.title, fix.organisation))))
    if fix.kind:
        lines.append(f"Kind: {fix.kind}.")
    return lines + [f"--exchange {id}: {words}" for id, words in fix.exchanges]


def _short(id: str) -> str:
    return id.replace("-", "")[-_SHORT:]


def proposal_json(proposal: Proposed) -> dict[str, Any]:
    """The documented form of a proposal."""
    return {
        "id": proposal.id,
        "kind": proposal.kind,
        "about": proposal.about,
        "state": proposal.state,
        "text": proposal.text,
        "why": proposal.why,
        "quote": proposal.quote,
        "probability": proposal.probability,
        "before": proposal.before,
        "after": proposal.after,
        "at": proposal.at,
        "interaction": proposal.source,
        "answers": proposal.answers,
        "people": [
            {
                "id": side.face.id,
                "name": side.face.name,
                "emails": side.emails,
                "organisation": side.organisation,
                "title": side.title,
                "last": side.last,
                "interactions": side.interactions,
            }
            for side in proposal.sides
        ],
        "reasons": [{"text": reason.text, "times": reason.times} for reason in proposal.reasons],
        "read_as": _read_as_json(proposal.fix) if proposal.fix else None,
    }


def _read_as_json(fix: Fix) -> dict[str, Any]:
    """What a yes would write down, by the name of the option that corrects it."""
    told = {
        "text": fix.text,
        "due": fix.due,
        "due_words": fix.due_words,
        "person": fix.person,
        "kind": fix.kind,
        "title": fix.title,
        "organisation": fix.organisation,
    }
    wanted: dict[str, Any] = {
        name: value for name, value in told.items() if name.partition("_")[0] in fix.fields
    }
    if fix.exchanges:
        wanted["exchange"] = [{"id": id, "text": words} for id, words in fix.exchanges]
    return wanted


def _answer(ids: tuple[str, ...], answer: str, as_json: bool, said: dict[str, str] | None = None) -> None:
    scope = open_book()
    from comity.actions.proposals import decide, find, reopen
    from comity.answers.told import who

    said = {name: who(scope, value) if name in _PEOPLE else value for name, value in (said or {}).items()}

    done = []
    for id in ids:
        found = find(scope, id)
        if answer == "open":
            reopen(scope, found)
        else:
            decide(scope, found, answer, said)
        done.append(found)
    _report(scope, done, as_json)


def _report(scope: Scope, ids: list[str], as_json: bool) -> None:
    from comity.answers.proposals import proposal

    found = [proposal(scope, id) for id in ids]
    if as_json:
        shared.put_json([proposal_json(p) for p in found])
        return
    for one in found:
        screen.say(f"{one.text} {one.state.capitalize()}.")


@click.command()
@click.argument("ids", nargs=-1, required=True, metavar="ID…")
@click.option(
    "--as",
    "answer",
    type=click.Choice(["yes", "mine", "employer"]),
    default="yes",
    help="Whose files they are, where that is the question.",
)
@click.option("--text", metavar="TEXT", help="What it is, in your words, instead of the sentence.")
@click.option("--due", metavar="DATE", help="By when: YYYY-MM-DD, or “none”.")
@click.option("--person", metavar="WHO", help="Whom it is about: name, address or id.")
@click.option("--with", metavar="WHO", help="With whom you brought them together.")
@click.option("--kind", metavar="KIND", help="What you gave: advice, feedback, time, …")
@click.option("--exchange", metavar="ID", help="For what you thanked.")
@click.option("--title", metavar="TITLE", help="The new title.")
@click.option("--organisation", metavar="NAME", help="Where they work now.")
@json_option
@command
def accept(ids: tuple[str, ...], answer: str, as_json: bool, **corrected: str | None) -> None:
    """Say yes to proposals, by id or the last letters of one (comity proposals lists them).

    What a mail tells can be corrected first, one proposal at a time: its words, day and people.
    """
    said = {name: value for name, value in corrected.items() if value is not None}
    if said and len(ids) > 1:
        raise click.UsageError("Correct one proposal at a time.")
    if said.get("due", "").strip().lower() == "none":
        said["due"] = ""
    _answer(ids, answer, as_json, said)


@click.command()
@click.argument("ids", nargs=-1, required=True, metavar="ID…")
@json_option
@command
def decline(ids: tuple[str, ...], as_json: bool) -> None:
    """Say no to proposals, which is remembered: they are not put again."""
    _answer(ids, "no", as_json)


@click.command()
@click.argument("ids", nargs=-1, required=True, metavar="ID…")
@json_option
@command
def reopen(ids: tuple[str, ...], as_json: bool) -> None:
    """Take answers back: what accepting did is undone, and the proposals wait again."""
    _answer(ids, "open", as_json)


@click.command()
@click.argument("who", nargs=-1, required=True, metavar="WHO…")
@json_option
@command
def merge(who: tuple[str, ...], as_json: bool) -> None:
    """Say that several people are one; comity split parts them again, exactly as they were."""
    scope = open_book()
    from comity.actions.merging import merge_people
    from comity.answers.person import person

    chosen = [person(scope, one).row.face for one in who]
    head = merge_people(scope, [face.id for face in chosen])
    shown = person(scope, head).row
    if as_json:
        shared.put_json({"id": head, "name": shown.face.name, "emails": shown.emails})
        return
    screen.say(
        f"{' and '.join(dict.fromkeys(f.name for f in chosen))} are one: {shown.face.name} ({', '.join(shown.emails)})."
    )


@click.command()
@click.argument("who")
@click.option(
    "--part",
    metavar="PART",
    help="Only this one of those merged: an address or id (comity person WHO --sources).",
)
@json_option
@command
def split(who: str, part: str | None, as_json: bool) -> None:
    """Part people who were merged: all that you merged yourself, or one of them."""
    scope = open_book()
    from comity.actions.merging import split_part, split_person
    from comity.answers.person import person
    from comity.answers.sources import origin

    page = person(scope, who)
    id = page.row.face.id
    if part is None:
        ids = split_person(scope, id)
    else:
        wanted = part.strip().lower()
        parts = [p for p in origin(scope, page).parts if wanted in (p.id, *p.handles)]
        if not parts:
            shared.fail(
                f"“{part}” was not merged into {page.row.face.name}.", "See: comity person WHO --sources"
            )
        ids = [id, split_part(scope, id, parts[0].id)]
    found = [person(scope, one).row for one in dict.fromkeys(ids)]
    if as_json:
        shared.put_json([{"id": r.face.id, "name": r.face.name, "emails": r.emails} for r in found])
        return
    if len(found) == 1:
        click.echo("Nothing to part: you merged nobody into them. One from a card: --part ADDRESS")
        return
    for row in found:
        screen.say("  ".join(filter(None, (row.face.name, ", ".join(row.emails)))))
