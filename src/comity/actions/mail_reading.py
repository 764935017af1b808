"""Reading recent mail for what it asks, promises and tells; what comes of it waits to be decided."""

from __future__ import annotations

import time

from comity.store.access import Scope
from comity.store.understanding import asks
from comity.store.understanding.asks import Run

SOME = 300
"""Mails that are read while somebody waits for something else; the rest waits for the next run."""


def read_mail(scope: Scope, most: int = SOME) -> Run:
    """Read mail of the chosen days that was not read yet; what is unchanged is not read again.

    A change of what may be asked (the days, personal news, who is left in peace) calls this too.

    Args:
        most: mails to be read at the most; the next run goes on.
    """
    return asks.look(scope.book_id, int(time.time()), most)
