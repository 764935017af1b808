"""`comity doctor`, `comity export`, `comity serve`."""

from __future__ import annotations

import socket
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from comity.interfaces.cli import shared
from comity.interfaces.cli.shared import command, json_option, open_book
from comity.interfaces.cli.unlocking import passphrase_option, scope_of, unlock_option

if TYPE_CHECKING:
    from comity.answers.books import Scope


@click.command()
@click.option("--repair", is_flag=True, help="Derive everything anew from what was imported and entered.")
@json_option
@command
def doctor(repair: bool, as_json: bool) -> None:
    """Check the data folder, the database, and that everything derived equals a rebuild."""
    scope = open_book()
    from comity.answers.upkeep import doctor as look

    if repair:
        from comity.actions.upkeep import repair as derive_anew

        count = derive_anew(scope)
        if not as_json:
            click.echo(f"Derived anew for {shared.counted(count, 'person', 'people')}.")
    findings = look(scope)
    if as_json:
        shared.put_json([{"what": f.what, "well": f.well, "seen": f.seen, "step": f.step} for f in findings])
    else:
        for finding in findings:
            click.echo(f"{'ok  ' if finding.well else 'BAD '} {finding.what}: {finding.seen}")
            if not finding.well and finding.step:
                click.echo(f"     {finding.step}")
    if not all(finding.well for finding in findings):
        sys.exit(1)


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option(
    "--for",
    "readers",
    multiple=True,
    metavar="WHO",
    help="Not the book, but people and meetings for these people, or for “anybody”. May be repeated.",
)
@unlock_option
@passphrase_option
@json_option
@command
def export(folder: Path, readers: tuple[str, ...], unlock: bool, as_json: bool) -> None:
    """Write everything in open formats to a new folder, which `comity import` reads back into an equal book.

    It is for you alone: with --for, only people and meetings are written, without what was told in confidence.
    """
    scope = scope_of(unlock)
    if readers:
        _export_for(scope, folder, readers, as_json)
        return
    from comity.actions.exporting import export_book
    from comity.answers.for_others import in_clear

    counts, told = export_book(scope, folder), in_clear(scope)
    if as_json:
        shared.put_json({"folder": str(folder.absolute()), "counts": counts, "in_clear": told.open})
        return
    click.echo(f"Written to {folder}: " + ", ".join(f"{n:,} {what}" for what, n in counts.items() if n))
    if told.open:
        things = shared.counted(told.open, "thing", "things")
        click.echo(
            f"It holds {things} told to you in confidence in clear; for others, export with --for WHO."
        )


def _export_for(scope: Scope, folder: Path, readers: tuple[str, ...], as_json: bool) -> None:
    from comity.answers.for_others import for_others
    from comity.answers.guarding import LOCKED, REASONS
    from comity.exports.book import write_files

    made = for_others(scope, readers)
    write_files(folder, made.files)
    if as_json:
        told = {"counts": made.counts, "left_out": made.by_reason}
        shared.put_json({"folder": str(folder.absolute()), "for": readers, **told})
        return
    whom = ", ".join(readers)
    counts = ", ".join(f"{n:,} {what}" for what, n in made.counts.items() if n)
    click.echo(f"Written to {folder} for {whom}: {counts or 'nothing'}")
    for why, count in made.by_reason.items():
        click.echo(f"Left out: {shared.counted(count, 'thing', 'things')}. {REASONS[why]}")
    if LOCKED in made.by_reason:
        click.echo("To look at what is sealed, too: --unlock")


@click.command()
@click.option(
    "--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help="The port to answer on."
)
@click.option(
    "--host", default="127.0.0.1", show_default=True, help="Another address also needs COMITY_HOSTS."
)
@command
def serve(port: int, host: str) -> None:
    """Serve the pages on this machine, and print a link that signs you in once."""
    if not _free(host, port):
        shared.fail(
            f"Port {port} is taken.", f"Stop what uses it, or choose another: comity serve --port {port + 1}"
        )
    open_book()
    from comity.actions.uploads import sweep

    sweep()
    from granian import Granian
    from granian.constants import Interfaces

    from comity.actions.access import make_link
    from comity.actions.sweeping import sweeping

    shown = "localhost" if host in ("127.0.0.1", "localhost", "::1") else host
    click.echo(f"Comity is at http://{shown}:{port}/ (stop it with Ctrl-C)")
    click.echo(f"Sign in once with this link:  http://{shown}:{port}/enter/{make_link()}")
    sys.stdout.flush()
    server = Granian(
        "comity.config.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=4,
        log_enabled=False,
    )
    with sweeping():
        server.serve()


def _free(host: str, port: int) -> bool:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True
