"""The organisation that the user names, made where the book has none of that name."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection, transaction

from comity.store import cards
from comity.store.access import Scope
from comity.store.models import Organisation

LONGEST = 300


def organisation_called(scope: Scope, name: str) -> Organisation | None:
    """The organisation of this name, told apart without regard to case and spaces; None where none is named.

    One that nothing names any more goes again by `let_go`.
    """
    words = " ".join(name.split())[:LONGEST]
    if not words:
        return None
    with transaction.atomic(), connection.cursor() as cursor:
        found = cards.organisations(cursor, scope.book_id, {words})
    return Organisation.objects.get(pk=found[words]) if words in found else None


def let_go(rows: Iterable[int | None]) -> None:
    """Remove those of these organisations that nothing names any more."""
    cards.forget_organisations(rows)
