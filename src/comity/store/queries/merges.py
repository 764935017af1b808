"""Reads about who was merged with whom, and what holds them together."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

from comity.store.models import Identifier, IdentityLink


class Held(NamedTuple):
    """A link between two people: its row, the two identifiers, their people, its import (None: by hand), since when."""

    id: int
    left: int
    right: int
    left_person: int
    right_person: int
    batch: int | None
    at: dt.datetime


def links_among(persons: Sequence[int]) -> list[Held]:
    """What holds these people together, the oldest first; what the user has refused, or shared addresses, do not."""
    own = {"left__person__in": persons, "right__person__in": persons}
    refused = {
        frozenset(pair)
        for pair in IdentityLink.objects.filter(same=False, **own).values_list("left_id", "right_id")
    }
    firm = {f"{end}__nature": Identifier.PERSONAL for end in ("left", "right")}
    found = IdentityLink.objects.filter(same=True, **own, **firm).order_by("created_at", "id")
    columns = (
        *("id", "left_id", "right_id", "left__person_id", "right__person_id"),
        *("batch__number", "created_at"),
    )
    held = (Held(*row) for row in found.values_list(*columns))
    return [
        link
        for link in held
        if link.left_person != link.right_person and frozenset((link.left, link.right)) not in refused
    ]
