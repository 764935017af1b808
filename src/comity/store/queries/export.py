"""Everything that a book holds, as plain rows, in an order that depends on the book alone.

Memory stays flat: rows are read as they are asked for, at most some thousand at a time. Rows of the database
are never named; people are by UUID, identifiers by (kind, value), imports by number.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import closing
from itertools import count
from typing import Any, cast

from django.db import models
from django.db.models import F
from django.db.models.functions import Coalesce, Collate

from comity.store import practice, proposals
from comity.store.models import (
    Attention,
    Batch,
    BatchFile,
    BatchProblem,
    Book,
    Claim,
    CsvMapping,
    Fact,
    Group,
    GroupMember,
    Identifier,
    IdentityLink,
    ImportantDate,
    Organisation,
    Person,
    Position,
    Proposal,
    Relationship,
    Reminder,
    Role,
    Tag,
    Tagging,
)
from comity.store.models.base import PublicRow
from comity.store.queries.exported_interactions import Row, interactions
from comity.store.sql import chunks, on_sqlite

Column = str | tuple[str, ...]
Order = Sequence[str | models.F | Collate | Coalesce]
_Rows = Generator[tuple[Any, ...], None, None]
_ROWS = 2000
ALL = models.Q()


def book(book: int) -> Row:
    """The book itself: its UUID, name, zone, whether it is the sample, and what the user set for it."""
    names = ("name", "zone", "is_sample", "today_items", "propose_days", "personal_news")
    found = Book.objects.get(pk=book)
    return {"id": found.uuid, **{name: getattr(found, name) for name in names}}


def everything(book: int) -> Generator[tuple[str, Row], None, None]:
    """(kind, row) of all that is in the book, kinds as in `exports.shapes.SHAPES`.

    Close it where it is not read to its end: it holds a cursor of the server.
    """
    numbers = _file_numbers(book)
    for kind, read in _TABLES.items():
        yield from ((kind, row) for row in read(book))
        if kind == "imports":
            yield from (("files", row) for row in _files(book, numbers))
            yield from (("problems", row) for row in _problems(book, numbers))
        if kind == "dates":
            yield from (("interactions", row) for row in interactions(book, numbers))


def some(book: int, kind: str, where: models.Q) -> Iterator[Row]:
    """The rows of one kind for which this holds, as `everything` gives them."""
    read: Iterator[Row] = _TABLES[kind](book, where)
    return read


class _Table:
    """How the rows of one table are read: the path of each key, the order, and what is left out."""

    def __init__(
        self, model: type[models.Model], columns: Mapping[str, Column], order: Order, **where: Any
    ) -> None:
        self.model, self.columns, self.order, self.where = model, columns, order, where

    def __call__(self, book: int, where: models.Q = ALL) -> Generator[Row, None, None]:
        paths = [path for column in self.columns.values() for path in _paths(column)]
        query = self.model._default_manager.filter(where, book_id=book, **self.where)
        found = query.order_by(*self.order).values_list(*paths)
        with closing(cast(_Rows, found.iterator(chunk_size=_ROWS))) as read:
            for values in read:
                at = iter(values)
                yield {
                    key: next(at) if isinstance(column, str) else tuple(next(at) for _ in column)
                    for key, column in self.columns.items()
                }


def _paths(column: Column) -> tuple[str, ...]:
    return (column,) if isinstance(column, str) else column


def _as_they_are(*names: str) -> dict[str, Column]:
    return {name: name for name in names}


class _Bytewise(Collate):
    """A text column in the order of its bytes, which is the same on both engines."""

    def __init__(self, text: str | Coalesce) -> None:
        super().__init__(F(text) if isinstance(text, str) else text, "BINARY" if on_sqlite() else "C")


def _batch() -> Coalesce:
    return Coalesce("batch__number", 0)


def _links(book: int, where: models.Q = ALL) -> Iterator[Row]:
    """Links with their two ends in order: which of them is left is an accident of row numbers."""
    columns = {
        "left": ("left__kind", "left__value"),
        "right": ("right__kind", "right__value"),
        **_as_they_are("same", "created_at"),
        "import": "batch__number",
    }
    found = list(_Table(IdentityLink, columns, ("id",))(book, where))
    for row in found:
        row["left"], row["right"] = sorted((row["left"], row["right"]))
    yield from sorted(found, key=lambda r: (r["left"], r["right"], r["import"] or 0, r["same"]))


def _claims(book: int, where: models.Q = ALL) -> Iterator[Row]:
    columns = {
        "identifier": ("identifier__kind", "identifier__value"),
        **_as_they_are("field", "value", "origin", "first_at", "last_at"),
        "import": "batch__number",
    }
    order = (
        _Bytewise("identifier__kind"),
        _Bytewise("identifier__value"),
        _Bytewise("field"),
        _Bytewise("value"),
        "origin",
        _batch(),
        "first_at",
        "last_at",
    )
    return _Table(Claim, columns, order)(book, where)


def _identifiers(book: int, where: models.Q = ALL) -> Iterator[Row]:
    columns = {
        "identifier": ("kind", "value"),
        "person": "person__uuid",
        **_as_they_are("nature", "nature_by_hand", "own", "own_from", "own_until", "since"),
    }
    return _Table(Identifier, columns, (_Bytewise("kind"), _Bytewise("value")))(book, where)


def _positions(book: int, where: models.Q = ALL) -> Iterator[Row]:
    columns = {
        "person": "person__uuid",
        "organisation": "organisation__uuid",
        **_as_they_are("title", "department", "since", "until", "seen_at"),
        "import": "batch__number",
    }
    order = (
        "person_id",
        _batch(),
        _Bytewise(Coalesce("organisation__key", models.Value(""))),
        _Bytewise("title"),
        _Bytewise("department"),
        "id",
    )
    return _Table(Position, columns, order)(book, where)


def _taggings(book: int, where: models.Q = ALL) -> Iterator[Row]:
    columns = {"person": "relationship__person__uuid", "tag": "tag__key", "import": "batch__number"}
    return _Table(Tagging, columns, ("relationship__person_id", _Bytewise("tag__key"), _batch()))(book, where)


def _dates(book: int, where: models.Q = ALL) -> Iterator[Row]:
    columns = {
        "person": "person__uuid",
        **_as_they_are("what", "month", "day", "year", "label", "lead_days", "once"),
        "import": "batch__number",
    }
    order = ("person_id", _batch(), _Bytewise("what"), "month", "day", Coalesce("year", 0), "id")
    return _Table(ImportantDate, columns, order)(book, where)


def _proposals(book: int) -> Iterator[Row]:
    """Proposals, with identifiers by kind and value; without those about an identifier that is gone."""
    columns = {
        "id": "uuid",
        **_as_they_are("kind", "key", "evidence", "probability", "state", "created_at", "decided_at"),
        "import": "batch__number",
    }
    found = list(_Table(Proposal, columns, ("id",))(book))
    wanted = {i for row in found for i in proposals.named(row["evidence"])}
    handles: dict[int, tuple[str, str]] = {}
    for part in chunks(wanted, _ROWS):
        named = Identifier.objects.filter(book_id=book, id__in=part).values_list("id", "kind", "value")
        handles |= {i: (kind, value) for i, kind, value in named}
    for row in found:
        if handles.keys() >= set(proposals.named(row["evidence"])):
            yield proposals.portable(row, handles)


def _by_key(model: type[models.Model], columns: Mapping[str, Column]) -> Any:
    return lambda book: _Table(model, columns, (_Bytewise("key"),))(book)


def _practised(model: type[PublicRow]) -> _Table:
    columns = {column.key: column.path for column in practice.columns(model)}
    return _Table(model, {"id": "uuid", **columns}, ("id",))


_TABLES: dict[str, Any] = {
    "imports": _Table(
        Batch,
        {
            "id": "uuid",
            **_as_they_are("number", "state", "belongs_to", "employer"),
            **_as_they_are("started_at", "finished_at", "counts", "error"),
        },
        ("number",),
    ),
    "mappings": _Table(CsvMapping, _as_they_are("fingerprint", "columns"), (_Bytewise("fingerprint"),)),
    "organisations": _by_key(Organisation, {"id": "uuid", **_as_they_are("name", "key")}),
    "tags": _by_key(Tag, _as_they_are("name", "key")),
    "identifiers": _identifiers,
    "people": _Table(
        Person,
        {
            "id": "uuid",
            "merged_into": "merged_into__uuid",
            "me": "is_me",
            **_as_they_are(
                "name", "sort_name", "by_hand", "known_since", "died_on", "died_told", "created_at"
            ),
        },
        ("id",),
    ),
    "relationships": _Table(
        Relationship,
        {
            "person": "person__uuid",
            **_as_they_are("standing", "nature", "purpose", "i_expect", "they_expect", "at_stake"),
            **_as_they_are("rhythm_days", "rhythm_told", "note"),
        },
        ("person_id",),
    ),
    "links": _links,
    "claims": _claims,
    "positions": _positions,
    "roles": _Table(
        Role,
        {"person": "relationship__person__uuid", "role": "key", **_as_they_are("since", "until")},
        ("relationship__person_id", "id"),
    ),
    "taggings": _taggings,
    "groups": _Table(Group, {"id": "uuid", **_as_they_are("name", "kind", "aim")}, ("id",)),
    "members": _Table(
        GroupMember,
        {"group": "group__uuid", "person": "relationship__person__uuid"},
        ("group_id", "relationship__person_id"),
    ),
    "facts": _Table(
        Fact,
        {
            "id": "uuid",
            "person": "person__uuid",
            **_as_they_are("text", "sensitivity", "source", "noted_on", "hearsay", "key"),
            "import": "batch__number",
        },
        ("id",),
    ),
    "dates": _dates,
    "reminders": _Table(
        Reminder,
        {
            "id": "uuid",
            "person": "person__uuid",
            **_as_they_are("text", "due", "every", "last_due", "done_at", "created_at", "key"),
            "import": "batch__number",
        },
        ("id",),
    ),
    **{kind: _practised(model) for kind, model in practice.TABLES.items()},
    "attention": _by_key(Attention, _as_they_are("key", "act", "until", "created_at")),
    "proposals": _proposals,
}


def _file_numbers(book: int) -> dict[int, tuple[int, int]]:
    """Row of each imported file to the number of its import and its own number in it, from 1."""
    counters: dict[int, count[int]] = defaultdict(lambda: count(1))
    found = BatchFile.objects.filter(book_id=book).order_by("id").values_list("id", "batch__number")
    return {row: (batch, next(counters[batch])) for row, batch in found.iterator(chunk_size=_ROWS)}


def _files(book: int, numbers: Mapping[int, tuple[int, int]]) -> Iterator[Row]:
    columns = {"row": "id", **_as_they_are("label", "source", "size")}
    for row in _Table(BatchFile, columns, ("batch__number", "id"))(book):
        row["import"], row["number"] = numbers[row.pop("row")]
        yield row


def _problems(book: int, numbers: Mapping[int, tuple[int, int]]) -> Iterator[Row]:
    columns = {"import": "batch__number", "file": "file_id", **_as_they_are("position", "code", "reason")}
    for row in _Table(BatchProblem, columns, ("batch__number", "id"))(book):
        row["file"] = numbers[row["file"]][1] if row["file"] is not None else None
        yield row
