"""Files that were sent and wait for a word: what they would change, and how their tables would be read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from comity.answers import wording
from comity.core.records import Card, Interaction, Kind, Problem
from comity.core.tables.mapping import FIELDS, IGNORE, ORDERS, Mapping, from_json, usable
from comity.sources._mapped_rows import MappedRow, card_of, passed
from comity.store import processes, uploads
from comity.store.access import Scope

MOST_SHOWN = 30
"""Columns of a table that are shown though they are left out; a page stays small."""


@dataclass(frozen=True, slots=True)
class ColumnInfo:
    """A column: its number from 0, its name ("" if none), what it holds, its first cells, whether to show it."""

    number: int
    header: str
    field: str
    cells: tuple[str, ...]
    shown: bool


@dataclass(frozen=True, slots=True)
class TableInfo:
    """A table with its mapping.

    holds, order: as in `core.tables.mapping`; fields: what a column may hold; mapped: the user said so, now or
    before; reads: it would be read; lack: what keeps it from being read, "who" or "day", else "";
    header: whether its first row names the columns; as_read: what becomes of its first rows, in words.
    """

    fingerprint: str
    label: str
    columns: tuple[ColumnInfo, ...]
    holds: str
    order: str
    fields: tuple[str, ...]
    mapped: bool
    reads: bool
    lack: str
    header: bool
    as_read: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UploadInfo:
    """Files that wait.

    state: `reading` while they are looked at, `ready`, or `failed`; last: the file at which it failed;
    counts: how far it is; preview: the plain form of `actions.previews.Preview`, None before it is there;
    me, belongs_to: what was said with them.
    """

    id: str
    at: dt.datetime
    labels: tuple[str, ...]
    me: tuple[str, ...]
    belongs_to: str
    state: str
    last: str
    counts: dict[str, float]
    preview: dict[str, Any] | None
    tables: tuple[TableInfo, ...]


def waiting(scope: Scope) -> tuple[UploadInfo, ...]:
    """All files of this user for this book that wait for a word, the newest first, without what is in them."""
    return tuple(_info(scope, upload, task, {}) for upload, task in uploads.all_of(scope))


def upload(scope: Scope, upload: str) -> UploadInfo:
    """Files that wait, with what they would change.

    Raises:
        NotFound: no such upload of this user for this book.
    """
    folder = uploads.folder_of(scope, upload)
    return _info(scope, str(UUID(folder.name)), uploads.task(folder), _state(folder))


def begun(scope: Scope, upload: str) -> int | None:
    """The import that an upload became, None if it became none, or long ago."""
    return uploads.begun(scope, upload)


def _state(folder: Path) -> dict[str, Any]:
    """How far the look is; failed where its process is gone."""
    found = uploads.state(folder)
    gone = found.get("state") == "reading" and processes.runs(str(found.get("process", ""))) is False
    if not gone:
        return found
    again = uploads.state(folder)
    return again if again.get("state") != "reading" else {"state": "failed"}


def _info(scope: Scope, upload: str, task: dict[str, Any], state: dict[str, Any]) -> UploadInfo:
    found = state.get("preview")
    return UploadInfo(
        upload,
        scope.moment(int(task["at"])),
        tuple(file["label"] for file in task["files"]),
        tuple(task["me"]),
        task["belongs_to"],
        state.get("state", "reading"),
        state.get("last", ""),
        state.get("counts", {}),
        found,
        tuple(_tables(task, found)),
    )


def _tables(task: dict[str, Any], found: dict[str, Any] | None) -> Iterator[TableInfo]:
    """The tables, those with the same header row once; while the files are read anew, those of the look before."""
    shown: set[str] = set()
    for file in (found or {}).get("files", ()) or task.get("tables", ()):
        layout = file.get("table")
        if layout and layout["fingerprint"] not in shown:
            shown.add(layout["fingerprint"])
            yield _table(file["label"], layout, task["mappings"].get(layout["fingerprint"]))


def _table(label: str, layout: dict[str, Any], said: dict[str, Any] | None) -> TableInfo:
    mapping = from_json(said or layout["mapping"])
    rows = layout["rows"]
    columns = tuple(
        ColumnInfo(
            n,
            layout["header"][n] if layout["header"] else "",
            field,
            tuple(row[n] for row in rows),
            n < MOST_SHOWN or field != IGNORE,
        )
        for n, field in enumerate(mapping.fields)
    )
    return TableInfo(
        layout["fingerprint"],
        label,
        columns,
        mapping.holds,
        mapping.order,
        FIELDS[mapping.holds],
        layout["mapped"] or said is not None,
        not usable(mapping) and (said is not None or layout["reads"]),
        usable(mapping),
        bool(layout["header"]),
        tuple(_as_read(row, mapping) for row in rows),
    )


def orders() -> tuple[str, ...]:
    """The orders in which figures of dates may stand, "" for not known."""
    return ORDERS


def _when(at: int, ends_at: int | None) -> str:
    """The day, with the time unless it is the noon that stands for none, and the end if it is told."""
    first = dt.datetime.fromtimestamp(at, dt.UTC)
    last = first if ends_at is None else dt.datetime.fromtimestamp(ends_at, dt.UTC)
    noons = {f"{first:%H:%M}", f"{last:%H:%M}"} == {"12:00"}
    day, until = (wording.long_date(moment.date()) for moment in (first, last))
    told = [day] if noons else [f"{day}, {first:%H:%M}"]
    if last != first:
        told.append(" ".join(filter(None, (until if until != day else "", "" if noons else f"{last:%H:%M}"))))
    return " – ".join(told)


def _as_read(row: list[str], mapping: Mapping) -> str:
    """What becomes of a row, in words: the person it names, or what passed with whom; else why nothing does."""
    read = passed if mapping.holds == "passed" else card_of
    problem = ""
    for record in read(MappedRow(1, row, mapping)):
        if isinstance(record, Card):
            shown = [record.name, record.title, record.organisation, *(value for _, value in record.values)]
            addresses = [handle.value for handle in record.handles if handle.kind != "card"]
            labels = [f"#{label}" for label in record.labels]
            return " · ".join(filter(None, (*shown, *addresses, *labels)))[:300]
        if isinstance(record, Interaction):
            day = _when(record.at, record.ends_at)
            who = [party.name or party.handle.value for party in record.parties if party.handle.kind != "me"]
            told = (day, Kind(record.kind).name.lower(), ", ".join(who), record.subject or record.snippet)
            return " · ".join(filter(None, told))[:300]
        if isinstance(record, Problem):
            problem = record.reason
    return problem
