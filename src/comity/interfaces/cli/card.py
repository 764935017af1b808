"""`comity card`: my card as a code and as a file, and what is on it."""

from __future__ import annotations

from pathlib import Path

import click

from comity.interfaces.cli import screen, shared
from comity.interfaces.cli.shared import command, json_option, open_book


@click.group(invoke_without_command=True)
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write it to FILE: .svg and .png hold the code, .vcf is a contact file. Nothing is overwritten.",
)
@json_option
@click.pass_context
@command
def card(ctx: click.Context, out: Path | None, as_json: bool) -> None:
    """My card. Without a command: what is on it and what could be, or (--out) the card as a file."""
    if ctx.invoked_subcommand:
        return
    scope = open_book()
    from comity.answers.card import my_file, my_page

    if out is not None:
        data = my_file(scope, out.suffix.lower().removeprefix("."))
        with out.open("xb") as file:
            file.write(data)
    page = my_page(scope)
    if as_json:
        details = [{"field": c.field, "value": c.value, "on_card": c.chosen} for c in page.choices]
        shared.put_json({"name": page.card.name, "details": details, "file": str(out) if out else None})
        return
    if out is not None:
        screen.say(f"Written: {out}")
        return
    screen.say(page.card.name or "You have not said what you are called: comity me name NAME", bold=True)
    for choice in page.choices:
        screen.say(f"[{'x' if choice.chosen else ' '}] {choice.field}: {choice.value}", indent=2)


@card.command("choose")
@click.argument("details", nargs=-1, metavar="DETAILS...")
@command
def choose(details: tuple[str, ...]) -> None:
    """Put these DETAILS on the card, each by its field (organisation) or its value (an address), and no others."""
    scope = open_book()
    from comity.actions.card import choose as keep
    from comity.answers.card import my_page

    choices = my_page(scope).choices
    for wanted in details:
        if not any(wanted in (choice.field, choice.value) for choice in choices):
            shared.fail(f"“{wanted}” is none of your details.", "See: comity card")
    keep(scope, [(c.field, c.value) for c in choices if c.value in details or c.field in details])
    screen.say("On your card: " + ", ".join(["your name", *details]))
