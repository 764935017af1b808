"""`comity leave`: what is an employer's stays behind."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import click

from comity.interfaces.cli import screen, shared
from comity.interfaces.cli.shared import command, json_option, open_book
from comity.interfaces.cli.unlocking import passphrase_option, secret

if TYPE_CHECKING:
    from comity.answers.books import Scope


@click.command()
@click.argument("organisation")
@click.option(
    "--on", "when", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="Your last day there; else today."
)
@click.option(
    "--export",
    "folder",
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="Write an export of your book without what is theirs to this new folder.",
)
@click.option("--remove", is_flag=True, help="Take what is theirs out of this book, too.")
@click.option(
    "--backup", "backup", metavar="FILE", type=click.Path(path_type=Path), help="First write a backup here."
)
@click.option("--yes", is_flag=True, help="Do not ask.")
@passphrase_option
@json_option
@command
def leave(
    organisation: str,
    when: dt.datetime | None,
    folder: Path | None,
    remove: bool,
    backup: Path | None,
    yes: bool,
    as_json: bool,
) -> None:
    """You leave ORGANISATION: see what is theirs, take an export without it, and, if you must, remove it here.

    Theirs is what an import brought that you said is an employer's. What you wrote down yourself stays yours.
    """
    if remove and backup is None:
        raise click.UsageError("--remove needs --backup FILE: only a backup brings it back.")
    scope = open_book()
    from comity.actions import leaving

    found = leaving.theirs(scope, organisation)
    if not as_json:
        screen.say(f"From {found.organisation}:", bold=True)
        for number, files in found.imports:
            screen.say(f"import {number}: {', '.join(files)}", indent=2)
        screen.say(
            f"{shared.counted(found.interactions, 'thing')} told by these files alone, "
            f"{shared.counted(found.people, 'person', 'people')} whom you know only through them",
            indent=2,
        )
        screen.say("your addresses there: " + (", ".join(found.addresses) or "none"), indent=2)
        if found.other_addresses:
            screen.say(
                "addresses with other employers, left alone: " + ", ".join(found.other_addresses), dim=True
            )
    if found.unclear and (folder or remove):
        listed = ", ".join(str(number) for number, _ in found.unclear)
        shared.fail(
            f"Of these imports it was not said which employer’s they are: {listed}.",
            f"Say it with: comity imports {found.unclear[0][0]} --of NAME",
        )
    for number, files in found.unclear if not as_json else ():
        screen.say(f"of which employer? import {number}: {', '.join(files)}", indent=2, bold=True)
    numbers = [number for number, _ in found.imports]
    exported = leaving.export_without(scope, folder, numbers) if folder else None
    if exported is not None and not as_json:
        screen.say(f"An export without it is in {folder}: {sum(exported.values()):,} rows.")
    gone = _remove(scope, organisation, when, numbers, backup, yes or as_json) if remove and backup else None
    if as_json:
        shared.put_json({"theirs": found, "exported": exported, "people_removed": gone})
    elif gone is not None:
        screen.say(
            f"Taken out, with {gone:,} people. Only the backup brings it back: comity restore {backup}"
        )
    elif folder is None:
        screen.say("Nothing was changed. Next: comity leave ORGANISATION --export DIR", dim=True)


def _remove(
    scope: Scope,
    organisation: str,
    when: dt.datetime | None,
    numbers: list[int],
    backup: Path,
    sure: bool,
) -> int:
    from comity.actions import backups, leaving
    from comity.core import days

    if not sure:
        click.confirm("Take it out of your book?", abort=True)
    words = secret("A passphrase for the backup", twice=True)
    backups.make(backup, backups.lock(passphrase=words))
    on = when.date() if when else scope.today()
    return leaving.leave(scope, organisation, days.day_from_date(on), remove=numbers)
