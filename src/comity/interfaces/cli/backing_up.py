"""`comity backup` and `comity restore`: everything in one encrypted file, and back."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import click

from comity.interfaces.cli import screen, shared
from comity.interfaces.cli.shared import command, json_option, open_book

if TYPE_CHECKING:
    from comity.actions.backups import Lock

_EVERY = 64 << 20
_key_file = click.option(
    "--key-file",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="The file of a secret key that opens it, in place of a passphrase.",
)
_passphrase_file = click.option(
    "--passphrase-file",
    type=click.File("r", encoding="utf-8"),
    help="Read the passphrase from the first line of this file (- for standard input).",
)


@click.command()
@click.argument("path", metavar="FILE", required=False, type=click.Path(path_type=Path))
@click.option(
    "--recipient",
    "recipients",
    multiple=True,
    metavar="AGE_KEY",
    help="Close it to this public key of age (age1…); repeat for more. Else a passphrase is asked for.",
)
@click.option("--verify", is_flag=True, help="Open FILE and compare everything in it; nothing is changed.")
@_key_file
@_passphrase_file
@json_option
@command
def backup(
    path: Path | None,
    recipients: tuple[str, ...],
    verify: bool,
    key_file: Path | None,
    passphrase_file: TextIO | None,
    as_json: bool,
) -> None:
    """Write everything (book, keys, playbooks) to one encrypted file, while Comity runs. FILE: a new name.

    The format is age (age-encryption.org): what you forget nobody can open.
    """
    if verify and path is None:
        raise click.UsageError("Name the FILE to verify.")
    open_book()
    from comity.actions import backups

    place = path or Path(f"comity-{dt.datetime.now().astimezone():%Y-%m-%d}.age")
    if verify:
        opened = _to_open(place, key_file, passphrase_file)
        with _progress(as_json) as told:
            contents = backups.verify(place, opened, told=told)
    else:
        closed = _to_close(recipients, passphrase_file)
        with _progress(as_json) as told:
            contents = backups.make(place, closed, told=told)
    if as_json:
        shared.put_json({"file": str(place.absolute()), **shared.plain(contents)})
        return
    state = "is sound" if verify else "is written"
    screen.say(f"{place} {state}: {contents.rows:,} rows, {_size(contents.size)}, made {contents.made_at}.")
    if not verify and not recipients:
        screen.say("Keep the passphrase where you find it again: without it nobody opens the file.", dim=True)


@click.command()
@click.argument("path", metavar="FILE", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@_key_file
@_passphrase_file
@click.option("--yes", is_flag=True, help="Do not ask.")
@json_option
@command
def restore(
    path: Path,
    key_file: Path | None,
    passphrase_file: TextIO | None,
    yes: bool,
    as_json: bool,
) -> None:
    """Put a backup in the place of your book, once all of it was checked. The book of now is kept under another name.

    Comity must not run meanwhile. People whom you erased since the backup was made are erased again.
    """
    open_book()
    from comity.actions import bringing_back

    opened = _to_open(path, key_file, passphrase_file)
    if not (yes or as_json):
        click.confirm(f"Put {path} in the place of your book?", abort=True)
    with _progress(as_json) as told:
        done = bringing_back.restore(path, opened, told=told)
    if as_json:
        shared.put_json({"kept": done.kept, "erased": done.erased, **shared.plain(done.contents)})
        return
    screen.say(f"Restored: {done.contents.rows:,} rows, as they were on {done.contents.made_at}.")
    if done.erased:
        screen.say(f"Erased again, since you had erased them after the backup was made: {done.erased}.")
    for name in done.kept:
        screen.say(
            f"What was there until now is kept as {name}; delete it when you need it no more.", dim=True
        )
    screen.say("Look it over with: comity doctor", dim=True)


def _to_close(recipients: tuple[str, ...], passphrase_file: TextIO | None) -> Lock:
    from comity.actions import backups

    if recipients:
        return backups.lock(recipients=recipients)
    if passphrase_file is not None:
        return backups.lock(passphrase=_first_line(passphrase_file))
    return backups.lock(
        passphrase=click.prompt(
            "A passphrase for the backup", hide_input=True, confirmation_prompt=True, err=True
        )
    )


def _to_open(path: Path, key_file: Path | None, passphrase_file: TextIO | None) -> Lock:
    from comity.actions import backups

    if key_file is not None:
        return backups.lock(key_file=key_file.read_text("utf-8", "replace"))
    if passphrase_file is not None:
        return backups.Lock(_first_line(passphrase_file))
    if not path.is_file():
        shared.fail(f"There is no file {path}.", "Name the file that comity backup wrote.")
    return backups.Lock(click.prompt("Passphrase of the backup", hide_input=True, err=True))


def _first_line(file: TextIO) -> str:
    return file.readline().rstrip("\r\n")


@contextmanager
def _progress(quiet: bool) -> Iterator[Callable[[str, int, int], None]]:
    """Says on standard error what is being done, and how far it is, where somebody watches."""
    words = {
        "copy": "Copying the book",
        "encrypt": "Encrypting",
        "decrypt": "Opening",
        "check": "Comparing everything with what was saved",
        "erase": "Bringing it up to date",
    }
    last = ("", -1)
    shown = not quiet and sys.stderr.isatty()

    def told(what: str, done: int, total: int) -> None:
        nonlocal last
        if shown and (what, done // _EVERY) != last:
            last = (what, done // _EVERY)
            far = f" {min(100, done * 100 // total)} %" if total else ""
            click.echo(f"\r\033[K{words[what]}{far}", nl=False, err=True)

    yield told
    if shown:
        click.echo("\r\033[K", nl=False, err=True)


def _size(count: int) -> str:
    return f"{count / 1e6:,.1f} MB"
