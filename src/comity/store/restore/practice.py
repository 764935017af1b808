"""What is practised (`store.practice`), put back table by table: a row whose UUID is here already stays as it is."""

from __future__ import annotations

from uuid import UUID

from django.db.backends.utils import CursorWrapper

from comity.core.errors import Invalid
from comity.store import practice
from comity.store.models import Batch, Exchange, Group, Interaction, Organisation, Person, Vault
from comity.store.models.base import PublicRow
from comity.store.models.sealed import SealedText
from comity.store.restore.state import Placed, Row, State, known, places
from comity.store.sql import chunks


def take(state: State, cursor: CursorWrapper, found: Placed, *, kind: str) -> None:
    """Takes rows of one kind."""
    model = practice.TABLES[kind]
    columns = list(practice.columns(model))
    interactions = _interactions(state, columns, found)
    chosen = places(state, model, [row["id"] for _, row in found])
    fresh: dict[UUID, Row] = {}
    for place, row in found:
        uuid, here = chosen[row["id"]]
        if here is not None:
            state.rows[model][row["id"]] = here
        else:
            values = {c.field: _value(state, c, place, row[c.key], interactions) for c in columns}
            fresh[row["id"]] = {"uuid": uuid, **values}
    if model is Exchange:
        fresh = _not_told_here(fresh)
    if model is Vault:
        fresh = _without_a_second(state, fresh)
    elif issubclass(model, SealedText):
        _can_open(state, found, fresh)
    added = state.add(kind, cursor, model, list(fresh.values()), once=True)
    state.rows[model] |= dict(zip(fresh, added, strict=True))


def _value(
    state: State, column: practice.Column, place: str, told: object, interactions: dict[bytes, int]
) -> object:
    """What stands in a column here, for what the export tells."""
    if column.to is None or told is None:
        return told
    if column.to is Batch:
        return state.batch(place, told)  # type: ignore[arg-type]
    if column.to is Interaction:
        return known(interactions, told, place, column.key)
    if column.to is Person:
        return state.person(place, told)  # type: ignore[arg-type]
    if column.to is Organisation:
        return known(state.organisations, told, place, column.key)
    if column.to is Group:
        return known(state.groups, told, place, column.key)
    return known(state.rows[column.to], told, place, column.key)


def _interactions(state: State, columns: list[practice.Column], found: Placed) -> dict[bytes, int]:
    """The rows of the interactions that these rows name, by key."""
    names = [column.key for column in columns if column.to is Interaction]
    keys = {row[name] for _, row in found for name in names} - {None}
    here: dict[bytes, int] = {}
    for part in chunks(keys, 500):
        rows = Interaction.objects.filter(book_id=state.book, key__in=part).values_list("key", "id")
        here.update((bytes(key), i) for key, i in rows)
    return here


def _not_told_here(fresh: dict[UUID, Row]) -> dict[UUID, Row]:
    """Without the exchanges that a file told (`key`) of somebody who has the same here."""
    keys = {row["key"] for row in fresh.values()} - {""}
    here = set(Exchange.objects.filter(key__in=keys).values_list("person_id", "key")) if keys else set()
    return {uuid: row for uuid, row in fresh.items() if (row["person"], row["key"]) not in here}


def _without_a_second(state: State, fresh: dict[UUID, Row]) -> dict[UUID, Row]:
    """The keys of the export where the book has none yet; a book has one passphrase."""
    if fresh and Vault.objects.filter(book_id=state.book).exists():
        state.other_vault = True
        return {}
    return fresh


def _can_open(state: State, found: Placed, fresh: dict[UUID, Row]) -> None:
    """See that what is sealed will open here.

    Raises:
        Invalid: a row that is new here was sealed with other keys than this book has.
    """
    if not state.other_vault:
        return
    for place, row in found:
        if row["id"] in fresh and fresh[row["id"]]["ciphertext"] is not None:
            raise Invalid(
                place,
                "",
                "this is sealed with another passphrase than what is sealed in this book, and would never open here. "
                "Bring this export into a new book: set COMITY_HOME to an empty folder",
            )


def tables() -> dict[str, type[PublicRow]]:
    """The kinds that `take` takes."""
    return practice.TABLES
