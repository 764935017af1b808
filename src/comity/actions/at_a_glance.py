"""Whether files have changed since they were imported, told before anything else is loaded.

It needs neither Django nor a reading process. `unchanged` tells the same once the book is open, on any database.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from comity.sources._state import as_understood, state_of
from comity.store import glance


class Seen(NamedTuple):
    """What a glance told.

    state: of the files (`sources._state`), "" where it cannot be told, None where nobody looked;
    before: number and UTC day of the import that read just these files as they still are; None where that is not sure.
    """

    state: str | None
    before: tuple[int, dt.date] | None


def unchanged_since(paths: Sequence[Path], me: Sequence[str] = ()) -> Seen:
    """Look at the files, where an import stands that may have read just these.

    Args:
        me: addresses that are said to be mine; where one is not known as that, reading may bring something.
    """
    known = glance.look()
    if known is None or not known.done or (me and not known.mine.issuperset(_normal(me))):
        return Seen(None, None)
    state = state_of(paths)
    return Seen(state, known.done.get(as_understood(state, known.mappings)))


def _normal(addresses: Sequence[str]) -> set[str]:
    from comity.core.addresses import normal_email

    return {normal_email(address) for address in addresses}
