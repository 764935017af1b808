"""`comity requests`: what is asked of you, and what becomes of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from comity.core.requests import State
from comity.interfaces.cli import screen, shared
from comity.interfaces.cli.shared import command, json_option, open_book
from comity.interfaces.cli.when import AHEAD, day_or_none

if TYPE_CHECKING:
    from comity.answers.requests import RequestRow


@click.group(invoke_without_command=True)
@click.option("--with", "who", default="", metavar="WHO", help="Only of this person: name, address or id.")
@click.option("--state", type=click.Choice([str(state) for state in State]), help="Only those in this state.")
@click.option("--all", "everything", is_flag=True, help="Also those that were answered.")
@click.option(
    "--limit", type=click.IntRange(1, 10_000), default=100, show_default=True, help="At most so many."
)
@json_option
@click.pass_context
@command
def requests(
    ctx: click.Context, who: str, state: str | None, everything: bool, limit: int, as_json: bool
) -> None:
    """Requests that wait for your answer. Without a command: list them."""
    if ctx.invoked_subcommand:
        return
    scope = open_book()
    from comity.answers import requests as answers

    wanted = state or ("" if everything else State.OPEN.value)
    page = answers.requests(scope, who=who, state=wanted, limit=limit)
    if as_json:
        shared.put_json([_json(one) for one in page.rows])
        return
    if not page.rows:
        screen.say("None. Note one with: comity requests add WHO TEXT")
    for one in page.rows:
        screen.say(f"{one.face.name}: {one.text}")
        screen.say(_about(one), indent=2, dim=True)
    if page.total > len(page.rows):
        screen.say(f"{page.total - len(page.rows)} more: --limit {page.total}", dim=True)


@requests.command("add")
@click.argument("who")
@click.argument("text")
@click.option("--due", "when", metavar="DATE", help=f"By when they want it: {AHEAD}")
@json_option
@command
def add(who: str, text: str, when: str | None, as_json: bool) -> None:
    """Note what somebody asked of you."""
    scope = open_book()
    due = day_or_none(when, scope.today(), "--due")
    from comity.actions.requests import note_request
    from comity.answers.boundaries_said import of_request
    from comity.answers.heads import named

    face = named(scope, who)
    id = note_request(scope, face.id, text, due=due)
    shared.tell(of_request(scope, face.id, text, due))
    if as_json:
        shared.put_json({"id": id, "person": face.id, "text": text, "due": due})
        return
    screen.say(f"Noted what {face.name} asked ({id}).")


@requests.command("accept")
@click.argument("id")
@click.option("--due", "when", metavar="DATE", help=f"By when you promise it: {AHEAD}")
@click.option("--text", default="", help="What you promise, if it is not what was asked.")
@json_option
@command
def accept(id: str, when: str | None, text: str, as_json: bool) -> None:
    """Say yes: it becomes a promise of yours."""
    scope = open_book()
    due = day_or_none(when, scope.today(), "--due")
    from comity.actions import requests as actions

    promise = actions.accept(scope, id, due=due, text=text)
    if as_json:
        shared.put_json({"id": id, "promise": promise})
        return
    screen.say(f"Accepted: it is a promise of yours now ({promise}).")


@requests.command("decline")
@click.argument("id")
@click.option("--why", default="", help="Why not, if you want to say so.")
@click.option("--when", default="", help="When it would suit you.")
@click.option("--instead", default="", help="What you can offer instead.")
@json_option
@command
def decline(id: str, why: str, when: str, instead: str, as_json: bool) -> None:
    """Say no, with a draft that keeps the door open."""
    scope = open_book()
    from comity.actions import requests as actions
    from comity.answers.drafts import draft
    from comity.answers.requests import request

    actions.decline(scope, id, answer="\n".join(filter(None, (why, when, instead))))
    declined = request(scope, id)
    said = {"what": declined.text[:300], "why": why[:300], "when": when[:300], "instead": instead[:300]}
    about = {name: text for name, text in said.items() if text}
    written = draft(scope, "decline", declined.face.id, about)
    if as_json:
        shared.put_json(
            {
                "id": id,
                "to": written.to,
                "subject": written.subject,
                "body": written.body,
                "href": written.href,
            }
        )
        return
    click.echo("Declined. A draft, to be sent from your own mail program:\n")
    screen.say(f"To: {written.to}")
    screen.say(f"Subject: {written.subject}")
    click.echo()
    for line in written.body.splitlines():
        screen.say(line)


@requests.command("pass")
@click.argument("id")
@click.option("--to", "who", default="", metavar="WHO", help="To whom; without it, who might fit is listed.")
@click.option("--words", default="", help="Other words for what it is about.")
@json_option
@command
def pass_(id: str, who: str, words: str, as_json: bool) -> None:
    """Pass it on to somebody who fits better."""
    scope = open_book()
    from comity.actions import requests as actions
    from comity.answers import requests as answers
    from comity.answers.heads import named

    if who:
        face = named(scope, who)
        actions.pass_on(scope, id, face.id)
        if as_json:
            shared.put_json({"id": id, "passed_to": {"id": face.id, "name": face.name}})
            return
        asker = answers.request(scope, id).face.name
        screen.say(f"Passed on to {face.name}. Tell them both:")
        screen.say(f'comity draft pass_on "{asker}" --other "{face.name}"', indent=2)
        screen.say(f'comity draft introduce_ask_one "{face.name}" --other "{asker}"', indent=2)
        return
    fits = answers.who_fits(scope, id, words=words)
    if as_json:
        shared.put_json(
            [{"id": f.face.id, "name": f.face.name, "email": f.email, "reasons": f.reasons} for f in fits]
        )
        return
    if not fits:
        screen.say("Nobody fits by the words. Name somebody with --to WHO, or try --words.")
    for fit in fits:
        screen.say(fit.face.name)
        screen.say("; ".join(fit.reasons), indent=2, dim=True)


@requests.command("leave")
@click.argument("id")
@command
def leave(id: str) -> None:
    """Leave it without an answer."""
    scope = open_book()
    from comity.actions import requests as actions

    actions.leave(scope, id)
    click.echo("Left.")


@requests.command("reopen")
@click.argument("id")
@command
def reopen(id: str) -> None:
    """It waits for your answer after all; a promise that came of it goes."""
    scope = open_book()
    from comity.actions import requests as actions

    actions.reopen(scope, id)
    click.echo("Open again.")


@requests.command("remove")
@click.argument("id")
@command
def remove(id: str) -> None:
    """It was a mistake: nothing of it stays."""
    scope = open_book()
    from comity.actions import requests as actions

    actions.remove(scope, id)
    click.echo("Removed.")


def _about(one: RequestRow) -> str:
    ended = f", {one.state.replace('_', ' ')} {one.closed_on}" if one.closed_on else ""
    to = f" to {one.passed_to.name}" if one.passed_to else ""
    due = f", wanted by {one.due}" if one.due else ""
    return f"asked {one.asked_on}{due}{ended}{to}  {one.id}"


def _json(one: RequestRow) -> dict[str, Any]:
    """The documented form of a request."""
    passed = {"id": one.passed_to.id, "name": one.passed_to.name} if one.passed_to else None
    return {
        "id": one.id,
        "person": {"id": one.face.id, "name": one.face.name},
        "text": one.text,
        "sentence": one.sentence,
        "interaction": one.interaction,
        "asked_on": one.asked_on,
        "due": one.due,
        "state": one.state,
        "closed_on": one.closed_on,
        "answer": one.answer,
        "passed_to": passed,
        "promise": one.promise,
        "overdue": one.overdue,
    }
