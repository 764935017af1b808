"""The words in what is sealed, looked through in memory alone while it is open: for taking somebody out of them.

The record of incidents is only counted: it cannot be changed.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable
from typing import Any, NamedTuple

from comity.core.sealing import CannotOpen
from comity.store import sealing
from comity.store.access import Scope
from comity.store.isolation import guarded_models
from comity.store.models import IncidentEntry
from comity.store.models.sealed import SealedText
from comity.store.traces import Change, walked


class Looked(NamedTuple):
    """What a look came to: rows changed, entries of the record of incidents in which something would have been, and rows
    that could not be looked at, since they are locked or do not open."""

    changed: int
    recorded: int
    shut: int


def take_out(scope: Scope, change: Change) -> Looked:
    """Change the words in everything that is sealed, where it is open; nothing of it is written anywhere in clear."""
    return _looked(scope, change, _models())


def _looked(scope: Scope, change: Change, models: Iterable[Any]) -> Looked:
    changed = named = shut = 0
    for row in (
        row for model in models for row in _sealed(model, scope.book_id).order_by("pk").iterator(200)
    ):
        try:
            body = sealing.opened(scope, row) if scope.key is not None else None
        except CannotOpen:
            body = None
        if body is None:
            shut += 1
        elif isinstance(row, IncidentEntry):
            named += _said(body, change)
        elif (after := walked(body, change)) != body:
            sealing.put(scope, row, after)
            row.save(update_fields=["wrapped_key", "ciphertext"])
            changed += 1
    return Looked(changed, named, shut)


def recorded(scope: Scope, change: Change) -> Looked:
    """In how many entries of the record of incidents something would be changed."""
    return _looked(scope, change, [IncidentEntry])


def count(book: int) -> int:
    """How many rows of a book are sealed."""
    return sum(_sealed(model, book).count() for model in _models())


def _said(body: dict[str, Any], change: Change) -> bool:
    """Whether an entry says something that would be changed, in its words or in a file that came with it."""
    file = base64.b64decode(body.get("content", "")).decode("utf-8", "ignore")
    return walked(body["body"], change) != body["body"] or change(file) != file


def _sealed(model: Any, book: int) -> Any:
    return model._default_manager.filter(book_id=book, ciphertext__isnull=False)


def _models() -> list[Any]:
    return [model for model in guarded_models() if issubclass(model, SealedText)]
