"""`comity sealed`: the passphrase of what is sealed, and its recovery key."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import click

from comity.interfaces.cli import screen, shared
from comity.interfaces.cli.shared import command, json_option, open_book
from comity.interfaces.cli.unlocking import opened_scope, passphrase_option, secret

if TYPE_CHECKING:
    from comity.answers.books import Scope

_LOSS = (
    "Whoever loses both the passphrase and the recovery key loses what is sealed. Nobody can open it for you."
)
_pdf_option = click.option(
    "--pdf",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Also write the recovery key as a page to print.",
)


@click.group()
def sealed() -> None:
    """What is sealed with a passphrase: confidences, incidents, difficult steps, how it feels."""


@sealed.command("set-up")
@passphrase_option
@_pdf_option
@json_option
@command
def set_up(pdf: Path | None, as_json: bool) -> None:
    """Set the passphrase, and print the recovery key, this once."""
    scope = open_book()
    from comity.actions import sealing
    from comity.answers.sealing import is_set_up
    from comity.core.errors import WrongState

    if is_set_up(scope):
        raise WrongState("passphrase", "set")
    if not as_json:
        click.echo(_LOSS, err=True)
    words, file = secret("New passphrase", twice=True), _to_write(pdf)
    _say_recovery(sealing.set_up(scope, words).recovery, file, as_json)


@sealed.command("status")
@json_option
@command
def status(as_json: bool) -> None:
    """Whether there is a passphrase, how much is sealed, and after how long it is locked."""
    scope = open_book()
    from comity.answers.sealing import state, words_for

    found = state(scope)
    if as_json:
        counts = dict(found.counts)
        shared.put_json({"set_up": found.set_up, "idle_minutes": found.idle_minutes, "sealed": counts})
        return
    if not found.set_up:
        screen.say("Nothing is sealed: there is no passphrase. Set one with: comity sealed set-up")
        return
    what = ", ".join(f"{count:,} {words_for(kind, count)}" for kind, count in found.counts)
    screen.say(f"Sealed: {what or 'nothing yet'}.")
    screen.say(f"On the pages it is locked after {found.idle_minutes} minutes without use.")
    if not found.strong:
        screen.say("Guessing the passphrase is cheaper than it need be. Renew it: comity sealed passphrase")


@sealed.command("test")
@passphrase_option
@json_option
@command
def test(as_json: bool) -> None:
    """Ask for the passphrase and open everything that is sealed, once; show nothing of it. Ends with 1 where some stays closed."""
    scope = opened_scope()
    from comity.answers.sealing import check

    found = check(scope)
    if as_json:
        shared.put_json([{"kind": one.kind, "rows": one.rows, "closed": one.closed} for one in found])
    else:
        screen.say("The passphrase is right.")
        for one in found:
            closed = f", {one.closed:,} of them stay closed" if one.closed else " open"
            screen.say(f"{one.rows:,} {one.kind.replace('_', ' ')}{closed}.")
    if any(one.closed for one in found):
        sys.exit(1)


@sealed.command("passphrase")
@passphrase_option
@command
def passphrase() -> None:
    """Change the passphrase. Nothing that is sealed is rewritten, and the recovery key stays."""
    scope, now = _asked()
    from comity.actions import sealing

    sealing.open_with(scope, now)
    sealing.change_passphrase(scope, now, secret("New passphrase", twice=True))
    screen.say("Changed. The recovery key stays the same.")


@sealed.command("recovery")
@passphrase_option
@_pdf_option
@json_option
@command
def recovery(pdf: Path | None, as_json: bool) -> None:
    """Make another recovery key and print it, this once. The one before is void."""
    scope, words = _asked()
    from comity.actions import sealing

    sealing.open_with(scope, words)
    file = _to_write(pdf)
    _say_recovery(sealing.new_recovery_key(scope, words).recovery, file, as_json)


@sealed.command("recover")
@passphrase_option
@command
def recover() -> None:
    """Open with the printed recovery key, and set a new passphrase. In a file: the key, then the passphrase."""
    scope = _set_up_already()
    from comity.actions import sealing

    key = secret("Recovery key")
    sealing.open_with_recovery(scope, key, secret("New passphrase", twice=True))
    screen.say("The new passphrase is set. Keep the recovery key: it still holds.")


@sealed.command("minutes")
@click.argument("minutes", type=int)
@command
def minutes(minutes: int) -> None:
    """After how many MINUTES without use what was opened on the pages is locked."""
    scope = open_book()
    from comity.actions import sealing

    sealing.set_idle_minutes(scope, minutes)
    screen.say(f"It is locked after {minutes} minutes without use.")


def _set_up_already() -> Scope:
    scope = open_book()
    from comity.answers.sealing import is_set_up
    from comity.core.errors import NoVault

    if not is_set_up(scope):
        raise NoVault
    return scope


def _asked() -> tuple[Scope, str]:
    scope = _set_up_already()
    return scope, secret("Passphrase")


def _to_write(pdf: Path | None) -> BinaryIO | None:
    """The file for the page, made before anything is changed; only its owner may read it."""
    if pdf is None:
        return None
    return os.fdopen(os.open(pdf, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")


def _say_recovery(recovery: str, file: BinaryIO | None, as_json: bool) -> None:
    """Print the recovery key, and write it as a page to print."""
    if file is not None:
        from comity.answers.recovery_page import recovery_page

        with file:
            file.write(recovery_page(recovery))
    if as_json:
        shared.put_json({"recovery_key": recovery})
        return
    click.echo(
        "This is your recovery key. It is not shown again: print it or write it down, and keep it apart.",
        err=True,
    )
    click.echo(recovery)
