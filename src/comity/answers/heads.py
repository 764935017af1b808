"""Whom rows are about: the person that stands for each, and whether they are to be left in peace."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

from django.db.models import QuerySet

from comity.answers import wording
from comity.answers.finding import find
from comity.answers.shapes import Face
from comity.core.errors import NotFound
from comity.core.playbooks import Standing
from comity.store.access import Scope
from comity.store.models import Person
from comity.store.models.base import PublicRow
from comity.store.queries.person import members

Row = TypeVar("Row", bound=PublicRow)
SILENT = (Standing.STEPPED_BACK, Standing.ENDED)
"""Standings of people about whom nothing is suggested."""


@dataclass(frozen=True, slots=True)
class Head:
    """id: the row of the person shown; silent: they died, or the user stepped back, so nothing is suggested."""

    id: int
    face: Face
    silent: bool


def heads(persons: Iterable[int | None]) -> dict[int, Head]:
    """The person that stands for each of these rows (themselves, or whom they were merged into), in one query."""
    wanted = {id for id in persons if id is not None}
    columns = ("pk", "uuid", "name", "died_on", "relationship__standing")
    found = Person.objects.filter(pk__in=wanted).values_list(
        *("pk", "merged_into__pk", *columns[1:], *(f"merged_into__{column}" for column in columns[1:]))
    )
    return {
        row[0]: _head(row[0], *row[2:6]) if row[1] is None else _head(row[1], *row[6:10])
        for row in (found if wanted else ())
    }


def named(scope: Scope, who: str) -> Face:
    """The person meant by an id, an address or a name.

    Raises:
        NotFound: nobody fits; Ambiguous: several do.
    """
    found = find(scope, who.strip())
    return wording.face(found.uuid.hex, found.name)


def rows_of(scope: Scope, who: str) -> list[int]:
    """The rows of a person, by id, address or name, and of everybody merged into them.

    Raises:
        NotFound: nobody fits; Ambiguous: several do.
    """
    return members(find(scope, who.strip()).pk)


def row_of(rows: QuerySet[Row], what: str, id: str) -> Row:
    """The row with this id among these.

    Raises:
        NotFound: there is none.
    """
    try:
        found = rows.filter(uuid=UUID(id)).first()
    except ValueError:
        found = None
    if found is None:
        raise NotFound(what, id)
    return found


def _head(id: int, uuid: object, name: str, died_on: int | None, standing: str | None) -> Head:
    face = wording.face(str(uuid).replace("-", ""), name)
    return Head(id, face, died_on is not None or standing in SILENT)
