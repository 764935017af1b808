"""`comity duplicates`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from comity.interfaces.cli import screen, shared
from comity.interfaces.cli.shared import command, json_option, open_book

if TYPE_CHECKING:
    from comity.actions.duplicates import Duplicate
    from comity.core.matching import Evidence


@click.command()
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="Only the N likeliest.")
@json_option
@command
def duplicates(limit: int | None, as_json: bool) -> None:
    """Look through the whole book for people who are in it twice, the likeliest first, and say why.

    Nothing is merged: you decide.
    """
    scope = open_book()
    from comity.actions.duplicates import find_duplicates

    found = find_duplicates(scope)
    shown = found[:limit]
    if as_json:
        shared.put_json([duplicate_json(duplicate) for duplicate in shown])
        return
    if not found:
        click.echo("Nobody seems to be in your book twice.")
    for duplicate in shown:
        screen.say(f"{duplicate.left_name or '?'} and {duplicate.right_name or '?'}", bold=True)
        screen.say(f"{duplicate.probability:.0%} likely to be one person ({duplicate.proposal})", indent=2)
        for evidence in duplicate.evidence:
            screen.say(_worded(evidence), indent=4)
        click.echo()
    if len(found) > len(shown):
        click.echo(f"{len(found) - len(shown)} more.")


def _worded(evidence: Evidence) -> str:
    """A piece of evidence on one line: what speaks for it with +, what against with −."""
    from comity.core.matching import WORDS

    sides = list(dict.fromkeys(filter(None, (evidence.left, evidence.right))))
    about = f": {' / '.join(sides)}" if sides else ""
    return f"{evidence.bits:+.1f}  {WORDS.get(evidence.what, evidence.what)}{about}".replace("-", "−", 1)


def duplicate_json(duplicate: Duplicate) -> dict[str, Any]:
    """The documented form of two people who may be one."""
    from comity.core.matching import WORDS

    return {
        "id": duplicate.proposal,
        "probability": duplicate.probability,
        "left": {"id": duplicate.left, "name": duplicate.left_name},
        "right": {"id": duplicate.right, "name": duplicate.right_name},
        "evidence": [
            {
                "what": evidence.what,
                "text": WORDS.get(evidence.what, evidence.what),
                "left": evidence.left,
                "right": evidence.right,
                "bits": evidence.bits,
            }
            for evidence in duplicate.evidence
        ],
    }
