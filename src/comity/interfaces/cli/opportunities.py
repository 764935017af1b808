"""`comity opportunities`: what could help somebody, whom, and why; `comity advice`: whom to turn to oneself."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from comity.core.opportunities import KINDS
from comity.interfaces.cli import screen, shared
from comity.interfaces.cli.shared import command, json_option, open_book
from comity.interfaces.cli.when import AHEAD, day_or_none

if TYPE_CHECKING:
    from comity.answers.books import Scope
    from comity.answers.opportunities import OpportunityLine, OpportunityPage

_LONGEST = 20_000
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group(invoke_without_command=True)
@click.option("--closed", "which", flag_value="closed", help="Those that are closed.")
@click.option("--all", "which", flag_value="all", help="All of them.")
@click.option(
    "--limit", type=click.IntRange(1, 10_000), default=100, show_default=True, help="At most so many."
)
@json_option
@click.pass_context
@command
def opportunities(ctx: click.Context, which: str | None, limit: int, as_json: bool) -> None:
    """Openings, projects, articles that could help somebody. Without a command: list them."""
    if ctx.invoked_subcommand:
        return
    scope = open_book()
    from comity.answers import opportunities as answers

    listed = answers.opportunities(scope, which=which or answers.OPEN, limit=limit)
    if as_json:
        shared.put_json([_json(one) for one in listed.rows])
        return
    if not listed.rows:
        screen.say("None is open: comity opportunities add TEXT")
    for one in listed.rows:
        until = f", {'ended' if one.over else 'until'} {one.until}" if one.until else ""
        screen.say(f"{one.title} ({one.kind}{until})  {one.id}", bold=True)
        told = f"shared with {one.shared}" if one.shared else "not shared yet"
        screen.say(told + (f", told by {one.source.name}" if one.source else ""), indent=2, dim=True)
    if listed.total > len(listed.rows):
        screen.say(f"{listed.total - len(listed.rows)} more: --limit {listed.total}", dim=True)


def _json(one: OpportunityLine) -> dict[str, Any]:
    """The documented form of an opportunity in a list."""
    return {
        "id": one.id,
        "kind": one.kind,
        "title": one.title,
        "url": one.url,
        "source": {"id": one.source.id, "name": one.source.name} if one.source else None,
        "found_on": one.found_on,
        "until": one.until,
        "over": one.over,
        "closed_on": one.closed_on,
        "shared": one.shared,
    }


def _meant(scope: Scope, words: str) -> str:
    """The id of the opportunity that is meant by an id or a part of its title."""
    from comity.answers import opportunities as answers
    from comity.answers.picking import pick

    listed = answers.opportunities(scope, which=answers.ALL, limit=10_000).rows
    return pick("opportunity", words, [(one.id, one.title) for one in listed])


@opportunities.command("add")
@click.argument("text", required=False)
@click.option("--file", "path", type=_FILE, metavar="FILE", help="Read the text from this file.")
@click.option("--title", metavar="TEXT", help="What it is called; else guessed from the text.")
@click.option("--kind", type=click.Choice(KINDS), help="What it is; else guessed from the text.")
@click.option("--url", metavar="LINK", help="Its address; else the first link in the text.")
@click.option("--until", metavar="DAY", help=f"The last day to act: {AHEAD} Else as the text says.")
@click.option("--from", "source", metavar="WHO", help="Who told you: name, address or id.")
@json_option
@command
def add(
    text: str | None,
    path: Path | None,
    title: str | None,
    kind: str | None,
    url: str | None,
    until: str | None,
    source: str | None,
    as_json: bool,
) -> None:
    """Note an opportunity: its TEXT or link, from --file, or typed or piped in where neither is given."""
    words = _text(text, path)
    scope = open_book()
    from comity.actions import opportunities as actions
    from comity.answers import opportunities as answers
    from comity.answers.heads import named

    day = day_or_none(until, scope.today(), "--until")
    told = named(scope, source).id if source else None
    id = actions.note(scope, words, kind=kind, title=title, url=url, until=day, source_id=told)
    page = answers.opportunity(scope, id)
    if as_json:
        shared.put_json(_page_json(page))
    else:
        _say(page)


def _text(text: str | None, path: Path | None) -> str:
    if text is not None and path is not None:
        raise click.UsageError("Give the text, or --file, not both.")
    if path is not None:
        with path.open("rb") as file:
            return file.read(4 * _LONGEST).decode("utf-8", "replace")
    return text if text is not None else sys.stdin.read(_LONGEST)


@opportunities.command("show")
@click.argument("opportunity")
@click.option(
    "--limit", type=click.IntRange(1, 100), default=10, show_default=True, help="At most so many people."
)
@json_option
@command
def show(opportunity: str, limit: int, as_json: bool) -> None:
    """Whom an opportunity would help and why, and with whom it was shared; by a part of its title, or its id."""
    scope = open_book()
    from comity.answers import opportunities as answers

    page = answers.opportunity(scope, _meant(scope, opportunity), limit)
    if as_json:
        shared.put_json(_page_json(page))
    else:
        _say(page)


def _say(page: OpportunityPage) -> None:
    one = page.line
    until = f", {'ended' if one.over else 'until'} {one.until}" if one.until else ""
    screen.say(f"{one.title} ({one.kind}{until}{', closed' if one.closed_on else ''})  {one.id}", bold=True)
    if one.url:
        screen.say(one.url, indent=2)
    for share in page.shares:
        said = f": {share.came_of_it}" if share.came_of_it else ""
        screen.say(f"{share.shared_on}  shared with {share.known.face.name}{said}", indent=2)
    for fit in page.would_help:
        work = f", {fit.known.work}" if fit.known.work else ""
        screen.say(f"{fit.known.face.name}{work}", indent=2, bold=True)
        screen.say("; ".join(fit.reasons), indent=4)
    if not page.would_help and not one.closed_on:
        screen.say("Nobody comes to mind by its words.", indent=2)


def _page_json(page: OpportunityPage) -> dict[str, Any]:
    return _json(page.line) | {
        "text": page.line.text,
        "shares": [
            {
                "id": share.id,
                "person": {"id": share.known.face.id, "name": share.known.face.name},
                "on": share.shared_on,
                "came_of_it": share.came_of_it,
            }
            for share in page.shares
        ],
        "would_help": [
            {
                "person": {"id": fit.known.face.id, "name": fit.known.face.name},
                "why": fit.reasons,
                "score": fit.score,
                "made_of": [
                    {"word": word, "said": said, "weight": weight} for word, said, weight in fit.made_of
                ],
                "times": fit.times,
            }
            for fit in page.would_help
        ],
    }


@opportunities.command("share")
@click.argument("opportunity")
@click.argument("who")
@click.option("--undo", is_flag=True, help="It was not shared with them after all.")
@click.option(
    "--not-for", "passed", is_flag=True, help="It is not meant for them: do not suggest them again."
)
@click.option("--came-of-it", "outcome", metavar="TEXT", help="What came of sharing it with them.")
@command
def share(opportunity: str, who: str, undo: bool, passed: bool, outcome: str | None) -> None:
    """I shared it with WHO: noted here, and as given to them. Nothing is sent."""
    if sum((undo, passed, outcome is not None)) > 1:
        raise click.UsageError("Give one of --undo, --not-for and --came-of-it.")
    scope = open_book()
    from comity.actions import opportunities as actions
    from comity.answers import opportunities as answers
    from comity.answers.heads import named

    id, face = _meant(scope, opportunity), named(scope, who)
    if undo:
        actions.unshare(scope, answers.share_with(scope, id, face.id))
        screen.say(f"Taken back: {face.name}.")
    elif passed:
        actions.pass_over(scope, id, face.id)
        screen.say(f"{face.name} is not suggested for this again.")
    elif outcome is not None:
        actions.came_of_it(scope, answers.share_with(scope, id, face.id), outcome)
        screen.say("Noted what came of it.")
    else:
        actions.share(scope, id, face.id)
        screen.say(f"Noted as given to {face.name}. Nothing was sent.")
        line = answers.line(scope, id)
        screen.say(f'comity draft share "{face.name}" --about what="{line.title}"', indent=2, dim=True)


@opportunities.command("close")
@click.argument("opportunity")
@click.option("--undo", is_flag=True, help="It is open again.")
@command
def close(opportunity: str, undo: bool) -> None:
    """An opportunity is over: nothing suggests it any more."""
    scope = open_book()
    from comity.actions import opportunities as actions

    (actions.reopen if undo else actions.close)(scope, _meant(scope, opportunity))
    click.echo("Open again." if undo else "Closed.")


@opportunities.command("remove")
@click.argument("opportunity")
@command
def remove(opportunity: str) -> None:
    """Forget an opportunity; what you gave by it stays noted with each person."""
    scope = open_book()
    from comity.actions import opportunities as actions

    actions.remove(scope, _meant(scope, opportunity))
    click.echo("The opportunity is gone.")


@click.command()
@click.argument("question")
@click.option(
    "--limit", type=click.IntRange(1, 50), default=8, show_default=True, help="At most so many people."
)
@json_option
@command
def advice(question: str, limit: int, as_json: bool) -> None:
    """Whom to turn to for a QUESTION: who knows this, who was generous before, whom it would not burden."""
    scope = open_book()
    from comity.answers.advice import whom_to_ask

    found = whom_to_ask(scope, question, limit)
    if as_json:
        shared.put_json(
            [
                {
                    "person": {"id": one.known.face.id, "name": one.known.face.name},
                    "why": one.reasons,
                    "ease_off": one.ease_off,
                    "score": one.score,
                }
                for one in found
            ]
        )
        return
    if not found:
        screen.say("Nobody in your book comes to mind by these words. Try others.")
    for one in found:
        work = f", {one.known.work}" if one.known.work else ""
        screen.say(f"{one.known.face.name}{work}", bold=True)
        screen.say("; ".join(one.reasons), indent=2)
        if one.ease_off:
            screen.say(f"Rather ease off: {', '.join(one.ease_off)}.", indent=2)
