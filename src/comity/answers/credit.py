"""Credit taken for what was mine, as incidents tell; they are sealed, so while locked nothing is known."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import F

from comity.answers.heads import rows_of
from comity.core.incidents import CREDIT
from comity.store import chain
from comity.store.access import Scope
from comity.store.models import IncidentEntry, Person

_MOST = 500
"""The latest incidents that are opened for it."""


def credit_taken(scope: Scope, who: str) -> int | None:
    """How many incidents tell that somebody took credit for what was mine; None while they are locked.

    Raises:
        NotFound: nobody fits; Ambiguous: several do.
    """
    rows = IncidentEntry.objects.filter(book_id=scope.book_id, incident=F("uuid"))
    if scope.key is None:
        return None if rows.exists() else 0
    them = {
        str(uuid) for uuid in Person.objects.filter(pk__in=rows_of(scope, who)).values_list("uuid", flat=True)
    }
    entries = (chain.opened(scope, row) for row in rows.order_by("-number")[:_MOST])
    return sum(
        CREDIT in entry.body.get("harm", ())
        and any(person["id"] in them and person["part"] == "did" for person in _people(entry.body))
        for entry in entries
    )


def _people(body: Mapping[str, Any]) -> list[dict[str, str]]:
    return [value for field, value in body.items() if field.startswith("person/") and isinstance(value, dict)]
