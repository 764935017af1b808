"""Asking for the passphrase: on the terminal, from a file, or from a file descriptor; never as an argument.

A command that needs what is sealed takes `@passphrase_option` and starts from `opened_scope()`.
"""

from __future__ import annotations

import os
import stat
import sys
from dataclasses import replace
from getpass import getpass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from comity.interfaces.cli import shared

if TYPE_CHECKING:
    from comity.answers.books import Scope

DESCRIPTOR = "COMITY_PASSPHRASE_FD"
_MOST_BYTES = 8192
_META = "comity.passphrase"
_LINES = "comity.passphrase.lines"


def _note(context: click.Context, parameter: click.Parameter, value: Path | None) -> None:
    if value is not None:
        context.meta[_META] = value


passphrase_option = click.option(
    "--passphrase-file",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    expose_value=False,
    callback=_note,
    help="Read the passphrase from the first line of this file, which nobody else may read.",
)


unlock_option = click.option(
    "--unlock", is_flag=True, help="Ask for the passphrase, so that what is sealed is looked through too."
)
"""For commands that do without what is sealed unless they are asked; they start from `scope_of`, and also take
`@passphrase_option`."""


def scope_of(unlock: bool) -> Scope:
    """The scope of the open book, with its key where that is asked for.

    Raises:
        NoVault: the book has no passphrase yet; CannotOpen: it is another passphrase.
    """
    return opened_scope() if unlock else shared.open_book()


def opened_scope(context: click.Context | None = None) -> Scope:
    """The scope of the open book with its key, after asking for the passphrase; for commands with `passphrase_option`.

    Raises:
        NoVault: the book has no passphrase yet; nothing is asked.
        CannotOpen: it is another passphrase.
    """
    scope = shared.open_book()
    from comity.actions.sealing import open_with
    from comity.answers.sealing import is_set_up
    from comity.core.errors import NoVault

    if not is_set_up(scope):
        raise NoVault
    return replace(scope, key=open_with(scope, secret("Passphrase", context=context)).key)


def secret(asking: str, *, twice: bool = False, context: click.Context | None = None) -> str:
    """The next line of the file or descriptor that was named, else what is typed unseen.

    twice: typed a second time, so that a slip is noticed. Exits with 1 where there is nobody to ask.
    """
    context = context or click.get_current_context()
    given = _lines(context)
    if given is not None:
        if not given:
            shared.fail(
                f"What was given has no line for this: {asking}.", "Put one in each line, in the order asked."
            )
        return given.pop(0)
    if not _on_terminal():
        shared.fail(
            f"There is no terminal to ask on: {asking}.",
            f"Name a file with --passphrase-file, or set {DESCRIPTOR}.",
        )
    typed = getpass(f"{asking}: ")
    if twice and getpass(f"{asking}, again: ") != typed:
        shared.fail("The two are not the same.", "Do it again.")
    return typed


def _on_terminal() -> bool:
    return sys.stdin.isatty()


def _lines(context: click.Context) -> list[str] | None:
    """The lines given by file or descriptor that were not used yet; None where none was named."""
    if _LINES not in context.meta:
        context.meta[_LINES] = _given(context.meta.get(_META))
    found: list[str] | None = context.meta[_LINES]
    return found


def _given(path: Path | None) -> list[str] | None:
    if path is not None:
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    elif number := os.environ.get(DESCRIPTOR, ""):
        if not (number.isascii() and number.isdecimal()):
            shared.fail(
                f"{DESCRIPTOR} is no number: {number[:20]!r}.", "Name an open file descriptor, such as 3."
            )
        descriptor = int(number)
    else:
        return None
    with os.fdopen(descriptor, "rb") as file:
        about = os.fstat(file.fileno())
        if stat.S_ISREG(about.st_mode) and about.st_mode & 0o077:
            shared.fail("Others may read this file.", "Close it to them first: chmod 600 FILE")
        return _text(file.read(_MOST_BYTES))


def _text(raw: bytes) -> list[str]:
    try:
        return raw.decode("utf-8").splitlines()
    except UnicodeDecodeError:
        shared.fail("The passphrase that was given is no text.", "Write it in UTF-8.")
