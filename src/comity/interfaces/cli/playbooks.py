"""`comity playbooks`: what roles ask for, and the user's own files of them."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from comity.core.errors import NotFound
from comity.interfaces.cli import screen, shared
from comity.interfaces.cli.shared import command, json_option

if TYPE_CHECKING:
    from comity.core.playbooks import Playbook


@click.group(invoke_without_command=True)
@json_option
@click.pass_context
@command
def playbooks(ctx: click.Context, as_json: bool) -> None:
    """What each role asks for. Without a command: list them."""
    if ctx.invoked_subcommand:
        return
    shared.prepare()
    from comity.answers import playbooks as answers

    books, origins = answers.playbooks(), answers.origins()
    if as_json:
        shared.put_json([_json(book, origins[key]) for key, book in books.items()])
        return
    screen.table(
        [
            screen.Column("Role", list(books)),
            screen.Column("Title", [book.title for book in books.values()], least=8),
            screen.Column(
                "Every", [shared.counted(book.rhythm_days, "day") for book in books.values()], right=True
            ),
            screen.Column("From", [_ORIGINS[origins[key]] for key in books], rank=1),
        ]
    )
    count = len(answers.troubles())
    if count:
        click.echo(f"{count} faults in your own files. See: comity playbooks check", err=True)


_ORIGINS = {"shipped": "", "changed": "changed by you", "own": "your own"}


def _json(book: Playbook, origin: str) -> dict[str, object]:
    """The documented form of a playbook."""
    return {
        "role": book.key,
        "title": book.title,
        "from": origin,
        "rhythm_days": book.rhythm_days,
        "watches": book.watches,
        "asks": book.asks,
        "questions": book.questions,
        "prepare": book.prepare,
        "avoid": book.avoid,
        "today": dict(book.today),
        "lead": dict(book.lead),
        "now_and_then": book.now_and_then,
    }


@playbooks.command("show")
@click.argument("role")
@json_option
@command
def show(role: str, as_json: bool) -> None:
    """The playbook of a ROLE."""
    shared.prepare()
    from comity.answers import playbooks as answers

    book = answers.playbooks().get(role)
    if book is None:
        raise NotFound("role", role)
    if as_json:
        shared.put_json(_json(book, answers.origins()[role]))
        return
    screen.say(f"{book.title}, every {shared.counted(book.rhythm_days, 'day')}", bold=True)
    for title, lines in (
        ("Watch", book.watches),
        ("Ask yourself", book.asks),
        *((f"Ask them (depth {n})", asked) for n, asked in enumerate(book.questions)),
        ("Prepare", book.prepare),
        ("Avoid", book.avoid),
        ("Today", tuple(f"{kind}: {said}" for kind, said in book.today.items())),
        (
            "Earlier in Today",
            tuple(f"{kind}: {shared.counted(days, 'day')} before" for kind, days in book.lead.items()),
        ),
    ):
        _put(title, lines)
    if book.now_and_then:
        _put(f"Every {shared.counted(book.now_and_then.every_days, 'day')}", book.now_and_then.say)


def _put(title: str, lines: tuple[str, ...]) -> None:
    if lines:
        screen.say(title, dim=True)
    for line in lines:
        screen.say(line, indent=2)


@playbooks.command("edit")
@click.argument("role")
@command
def edit(role: str) -> None:
    """Put the file of a ROLE into your own folder, if it is not there yet, and print where it is."""
    shared.prepare()
    from comity.actions.playbooks import take

    click.echo(take(role))


@playbooks.command("check")
@command
def check() -> None:
    """Say what is wrong in your own files; that counts as not written."""
    shared.prepare()
    from comity.answers import playbooks as answers

    troubles = answers.troubles()
    for trouble in troubles:
        click.echo(screen.harmless(f"{answers.folder()}/{trouble.words}"))
    if troubles:
        sys.exit(1)
    click.echo("Nothing is wrong.")
