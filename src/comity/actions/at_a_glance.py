"""Whether files have changed since they were imported, told before anything else is loaded.

It needs neither Django nor a reading process. `unchanged` tells the same once the book is open, on any database.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from comity.sources._boxes import boxes, is_maildir, message_folders
from comity.sources._state import as_understood, state_of
from comity.store import at_rest, glance


class Seen(NamedTuple):
    """What a glance told.

    state: of the files (`sources._state`), "" where it cannot be told, None where nobody looked;
    before: number and UTC day of the import that read just these files as they still are; None where that is not sure;
    resting: what a note for the launcher has to name (`note`), None where none is to be left.
    """

    state: str | None
    before: tuple[int, dt.date] | None
    resting: at_rest.Seen | None = None


def unchanged_since(paths: Sequence[Path], me: Sequence[str] = ()) -> Seen:
    """Look at the files, where an import stands that may have read just these.

    Args:
        me: addresses that are said to be mine; where one is not known as that, reading may bring something.
    """
    resting = _resting(paths)
    known = glance.look()
    if known is None or not known.done or (me and not known.mine.issuperset(_normal(me))):
        return Seen(None, None)
    state = state_of(paths)
    before = known.done.get(as_understood(state, known.mappings))
    return Seen(state, before, resting if before else None)


def note(seen: Seen, said: Sequence[str]) -> None:
    """Let the launcher say this by itself, given the same command, while nothing of what was seen changes."""
    command = at_rest.given()
    if seen.resting and command:
        at_rest.leave_note(command, seen.resting, said)


def may_be_noted(paths: Sequence[Path]) -> bool:
    """Whether the launcher can know of these that nothing has changed: it started this, and they are Maildirs.

    In these no message is rewritten in its place, so that the times of a few folders tell all.
    """
    return at_rest.given() is not None and all(is_maildir(path) for path in paths)


def _resting(paths: Sequence[Path]) -> at_rest.Seen | None:
    if not may_be_noted(paths):
        return None
    return at_rest.seen([folder for path in paths for folder in (*boxes(path), *message_folders(path))])


def _normal(addresses: Sequence[str]) -> set[str]:
    from comity.core.addresses import normal_email

    return {normal_email(address) for address in addresses}
