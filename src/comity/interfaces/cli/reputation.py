"""`comity reputation`: how reliable you are, for your own eyes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from comity.interfaces.cli import screen, shared
from comity.interfaces.cli.shared import command, json_option, open_book

if TYPE_CHECKING:
    from comity.answers.reputation import Kept, Made, Reputation


@click.command()
@click.option(
    "--of", default="", metavar="NUMBER", help="What one number is made of: replies, thanks_late, …"
)
@json_option
@command
def reputation(of: str, as_json: bool) -> None:
    """How reliable you were in the last year: promises, replies, thanks, meetings."""
    scope = open_book()
    from comity.answers import reputation as answers

    if of:
        _made(answers.made_of(scope, of), as_json)
        return
    found = answers.reputation(scope)
    if as_json:
        shared.put_json(_json(found))
        return
    screen.say(f"Since {shared.long_date(found.since)}", bold=True)
    screen.say(" ".join((found.follow_through.words, *found.follow_through.notes)))
    screen.say(found.replies.words)
    for kept in (found.thanks, found.meetings):
        screen.say(kept.words)
        for number in kept.numbers:
            if number.n:
                screen.say(f"{number.label}: {number.n:,}  --of {number.of}", indent=2, dim=True)


def _made(made: Made, as_json: bool) -> None:
    if as_json:
        shared.put_json(
            [
                {
                    "on": piece.on,
                    "text": piece.text,
                    "person": {"id": piece.face.id, "name": piece.face.name} if piece.face else None,
                    "note": piece.note,
                    "interaction": piece.interaction,
                }
                for piece in made.pieces
            ]
        )
        return
    screen.say(f"{made.label} ({made.total:,})", bold=True)
    for piece in made.pieces:
        name = f"{piece.face.name}: " if piece.face else ""
        note = f" ({piece.note})" if piece.note else ""
        screen.say(f"{piece.on}  {name}{piece.text}{note}")


def _kept(kept: Kept) -> dict[str, Any]:
    return {"share": list(kept.share[:2]), **{number.of: number.n for number in kept.numbers}}


def _json(found: Reputation) -> dict[str, Any]:
    """The documented form of a reputation."""
    follow, replies = found.follow_through, found.replies
    return {
        "since": found.since,
        "promises": {
            "share": [follow.share.part, follow.share.of],
            "low": round(follow.share.low, 4),
            "high": round(follow.share.high, 4),
            "on_time": follow.counts.on_time,
            "late": follow.counts.late,
            "moved": follow.counts.moved,
            "broken": follow.counts.broken,
            "dropped": follow.counts.dropped,
            "overdue": follow.overdue,
        },
        "replies": {
            "count": replies.n,
            "hours": [replies.quarter, replies.half, replies.three_quarters],
        },
        "thanks": _kept(found.thanks),
        "meetings": _kept(found.meetings),
    }
