"""What the columns of the user's tables hold: said once, used again for every table with the same header row."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from comity.core.errors import Invalid
from comity.core.tables.mapping import Mapping as Columns
from comity.core.tables.mapping import as_json, from_json, usable
from comity.store.access import Scope
from comity.store.models import CsvMapping

_MISSING = {
    "who": "no column says who it is: choose one for the name, the e-mail address or the profile",
    "day": "no column says when it was: choose one for the date",
}


def remember(scope: Scope, mappings: Mapping[str, Any]) -> None:
    """Remember mappings (plain JSON by the fingerprint of a header row) for the tables of this book.

    Raises:
        Invalid: one of them is none, or names nobody, or no day of what passed.
    """
    for fingerprint, mapping in check(mappings).items():
        CsvMapping.objects.update_or_create(
            book_id=scope.book_id, fingerprint=fingerprint, defaults={"columns": as_json(mapping)}
        )


def check(mappings: Mapping[str, Any]) -> dict[str, Columns]:
    """The mappings, if they can be used.

    Raises:
        Invalid: one of them is none, or names nobody, or no day of what passed.
    """
    checked = {fingerprint: from_json(value) for fingerprint, value in mappings.items()}
    for fingerprint, mapping in checked.items():
        if len(fingerprint) != 32:
            raise Invalid("fingerprint", fingerprint[:80], "this is no fingerprint of a header row")
        if lack := usable(mapping):
            raise Invalid("mapping", "", _MISSING[lack])
    return checked


def remembered(scope: Scope) -> dict[str, Any]:
    """All mappings that this book remembers, as plain JSON by fingerprint."""
    return dict(CsvMapping.objects.filter(book_id=scope.book_id).values_list("fingerprint", "columns"))


def forget(scope: Scope, fingerprint: str) -> None:
    """Guess again the next time."""
    CsvMapping.objects.filter(book_id=scope.book_id, fingerprint=fingerprint).delete()
