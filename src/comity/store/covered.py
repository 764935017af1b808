"""Things in which a confidence may stand: which there are, what they say, and which of them are the user's own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from uuid import UUID

from django.db import connection, models

from comity.core.errors import NotFound
from comity.store import practice
from comity.store.models import Anchor, Content, Fact, Interaction, Reminder
from comity.store.models.base import PublicRow
from comity.store.models.sealed import SealedText
from comity.store.sql import uuid_hex

INTERACTIONS = "interactions"
_WORDY = 150
"""Characters from which on a column holds words of the user's, not a key or a code."""
_NO_WORDS = ("url", "source", "place", "file_name")
_ROWS = 2000
_LONGEST = 20_000
"""Characters of a text that are looked at."""


def _tables() -> dict[str, type[PublicRow]]:
    held = {
        kind: model
        for kind, model in practice.TABLES.items()
        if not kind.startswith("confiden") and not issubclass(model, SealedText) and model is not Anchor
    }
    return {"facts": Fact, "reminders": Reminder} | {kind: held[kind] for kind in held if columns(held[kind])}


def columns(model: type[models.Model]) -> tuple[str, ...]:
    """The columns of a table that hold words."""
    return tuple(
        field.name
        for field in model._meta.concrete_fields
        if (isinstance(field, models.TextField) or (isinstance(field, models.CharField) and _wordy(field)))
        and field.name not in _NO_WORDS
    )


def _wordy(field: models.CharField[str, str]) -> bool:
    return (field.max_length or 0) >= _WORDY


TABLES: Mapping[str, type[PublicRow]] = _tables()
"""The table of each kind of thing that can be covered, besides interactions."""
KINDS = (INTERACTIONS, *TABLES)


def found(book: int, kind: str, row: UUID) -> models.Model:
    """The row of a thing.

    Raises:
        NotFound: there is none in this book, or things of its kind cannot be covered.
    """
    model = TABLES.get(kind)
    one: models.Model | None
    if kind == INTERACTIONS:
        one = Interaction.objects.filter(book_id=book, key=row.bytes).first()
    else:
        one = model._default_manager.filter(book_id=book, uuid=row).first() if model else None
    if one is None:
        raise NotFound(kind, str(row))
    return one


def by_hand(book: int, kind: str, row: UUID) -> models.Model:
    """The same for what the user wrote here and may write anew: no file brought it, and no digest holds its words.

    Raises:
        NotFound: there is none such in this book.
    """
    one = found(book, kind, row)
    if not is_own(one):
        raise NotFound(kind, str(row))
    return one


def is_own(one: models.Model) -> bool:
    """Whether a thing was written here and may be written anew."""
    if isinstance(one, Interaction):
        return one.by_hand and not one.sightings.exists()
    return getattr(one, "batch_id", None) is None and not hasattr(one, "digest")


def words_of(row: models.Model) -> dict[str, str]:
    """What a thing says, by column; of an interaction its subject and its text."""
    if isinstance(row, Interaction):
        text = Content.objects.filter(interaction=row).values_list("text", flat=True).first()
        return {"subject": row.subject, "text": text or ""}
    return {name: str(getattr(row, name)) for name in columns(type(row))}


def texts(book: int) -> Iterator[tuple[str, UUID, str]]:
    """(kind, id, what it says) of all things but interactions, in one statement, read as they are asked for."""
    parts = [
        f"SELECT '{kind}', {uuid_hex('x.uuid')}, {_said(columns(model))} FROM {model._meta.db_table} x "
        "WHERE x.book_id = %s"
        for kind, model in TABLES.items()
    ]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), [book] * len(parts))
        while read := cursor.fetchmany(_ROWS):
            yield from ((kind, UUID(row), said) for kind, row, said in read)


def _said(names: Sequence[str]) -> str:
    """SQL for what these columns say, one below another."""
    return " || '\n' || ".join(f'SUBSTR(x."{name}", 1, {_LONGEST})' for name in names)
