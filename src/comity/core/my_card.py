"""My card: which of my details go on it.

Chosen is what the user ticked; until they have, the card says no more than work does: name, organisation, title, and
the addresses that an employer gave. An address, a number or a link of one's own is on it only where it was chosen.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

FIELDS = ("organisation", "title", "email", "phone", "url")
"""What can be on a card beside the name, in the order in which it stands there."""
CLAIM = "on_card"
"""Field of the claim that keeps the choice: a JSON list of [field, value]."""
_MOST = 20


@dataclass(frozen=True, slots=True)
class Detail:
    """Something that could be on the card. work: an employer gave it, or it says where I work."""

    field: str
    value: str
    work: bool


Chosen = frozenset[tuple[str, str]]


def chosen_from(stored: str | None) -> Chosen | None:
    """The choice as it was kept; None where none was made, or what was kept is none."""
    if stored is None:
        return None
    try:
        pairs = json.loads(stored)
        return frozenset((str(field), str(value)) for field, value in pairs if field in FIELDS)
    except (ValueError, TypeError):
        return None


def stored_as(chosen: Iterable[tuple[str, str]]) -> str:
    """The choice as text to keep."""
    return json.dumps(sorted(set(chosen))[:_MOST], ensure_ascii=False)


def on_card(details: Iterable[Detail], chosen: Chosen | None) -> tuple[Detail, ...]:
    """Those of my details that go on the card: the chosen ones, or what work says where nothing was chosen.

    Where I work is a choice of the field, not of its value: a new job needs no new choice.
    """
    if chosen is None:
        return tuple(detail for detail in details if detail.work)
    fields = {field for field, _ in chosen}
    return tuple(
        detail
        for detail in details
        if (
            detail.field in fields
            if detail.field in ("organisation", "title")
            else _is_chosen(detail, chosen)
        )
    )


def _is_chosen(detail: Detail, chosen: Chosen) -> bool:
    return (detail.field, detail.value) in chosen
