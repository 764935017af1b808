"""The user's claims that change how other facts count, and the SQL that heeds them.

They are rows of `Claim` without a batch, so that no import overwrites and no undo removes them:

* `dead` on an address: it does not work any more; value: {"status", "why", "at"} as JSON, "at" in epoch seconds;
* `preferred` on an address: the one to write to;
* `ended`: a position that cards give is over; value: [organisation's key, title, day number] as JSON;
* `refused`: something a card gives is not to be shown (`store.cards`).
"""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from typing import Any

DEAD = "dead"
PREFERRED = "preferred"
ENDED = "ended"


def ended(organisation_key: str, title: str, until: int) -> str:
    """The value of an `ended` claim."""
    return json.dumps([organisation_key, title, until], ensure_ascii=False)


def works(identifier: str) -> str:
    """SQL: whether the user has not said that this address is dead."""
    return f"NOT {_claimed(identifier, DEAD)}"


def latest_contact(identifier: str) -> str:
    """SQL: the instant until now of the last contact by an address, 0 for none; for the preferred one later than any."""
    latest = (
        f"COALESCE((SELECT MAX(q.at) FROM store_participant q WHERE q.identifier_id = {identifier}.id "
        f"AND q.at < {int(time.time()) + 1}), 0)"
    )
    return f"CASE WHEN {_claimed(identifier, PREFERRED)} THEN 99999999999999 ELSE {latest} END"


def _claimed(identifier: str, field: str) -> str:
    return (
        f"EXISTS (SELECT 1 FROM store_claim u WHERE u.identifier_id = {identifier}.id AND u.field = '{field}' "
        "AND u.batch_id IS NULL)"
    )


def composed(
    found: Sequence[tuple[Any, ...]],
) -> dict[int, tuple[str, str, str]]:
    """What each person is shown to be: (organisation, title, department).

    Args:
        found: (person, whether the user said it, organisation, title, department) of each position held, those
            that count less first. What the user left open follows the sources.
    """
    shown: dict[int, tuple[str, str, str]] = {}
    for person, by_user, organisation, title, department in found:
        before = shown.get(person, ("", "", ""))
        if not by_user:
            shown[person] = (organisation, title, department)
            continue
        same = not organisation or organisation == before[0]
        shown[person] = (
            organisation or before[0],
            title or before[1],
            department or (before[2] if same else ""),
        )
    return shown
