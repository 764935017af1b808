"""What the columns of a table hold, guessed from how they are called and from what stands in them.

What stands in a column outweighs its name: a column of addresses is one whatever it is called, and one called
"Birthday" without a single date is none. How sure the guess is decides whether a table is read without asking.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from comity.core.tables import kinds
from comity.core.tables.mapping import IGNORE, PASSED, PEOPLE, SEVERAL, Mapping, words_of
from comity.core.tables.sketch import Sketch
from comity.core.tables.words import HEADER_WORDS, JOINED_WORDS, QUALIFIERS

SURE = 0.7
"""From which confidence on a table is read without a person having looked at the mapping."""
_MOST = 0.8
_DATES = frozenset({"birthday", "anniversary", "met_on", "last_contact", "day", "end_day"})
_OTHERWISE = {"day": "time", "time": "day", "end_day": "end_time", "end_time": "end_day"}
"""What a column of moments is that holds times where its name says dates, or the other way round."""
_ONLY_PASSED = frozenset({*_OTHERWISE, "what", "direction", "state", "subject"})
_NOT_TAKEN = frozenset({"owner", "fax", "telefax", "télécopie", "pager"})
"""Words of columns that look like a person or a telephone, and are none."""
_CHECKS: dict[str, tuple[Callable[[str], bool], float]] = {
    "email": (kinds.is_email, 0.3),
    "phone": (lambda cell: any(c.isdigit() for c in cell), 0.5),
    "family": (lambda cell: not any(c.isdigit() for c in cell), 0.5),
    **dict.fromkeys(_DATES, (kinds.is_date, 0.5)),
    **dict.fromkeys(("time", "end_time"), (kinds.is_time, 0.5)),
}
"""What a column that is called so must hold, in which share of its cells."""


class Column(NamedTuple):
    """One column: its name ("" without a header), what it holds, and how sure that is, 0 to 1."""

    header: str
    field: str
    confidence: float


class Guess(NamedTuple):
    """The mapping that a table seems to ask for, its columns, and how sure the whole is, 0 to 1."""

    mapping: Mapping
    columns: tuple[Column, ...]
    confidence: float


def guess(table: Sketch) -> Guess:
    """What a table's columns hold."""
    headers = table.header or ("",) * table.width
    columns = [_column(header, [row[n] for row in table.rows if row[n]]) for n, header in enumerate(headers)]
    holds = _holds(columns, table)
    columns = _fitting(columns, holds)
    fields = tuple(column.field for column in columns)
    order = _order(row[n] for row in table.rows for n, name in enumerate(fields) if name in _DATES)
    mapping = Mapping(holds, fields, order, bool(table.header))
    return Guess(mapping, tuple(columns), round(_sure(holds, columns), 2))


def _column(header: str, cells: Sequence[str]) -> Column:
    """A column by its name and by its cells, those that are empty left out."""
    named, sure = by_name(header)
    if named == IGNORE and sure:
        return Column(header, IGNORE, sure)
    held, share = _by_cells(cells)
    if held in ("email", "profile") and share >= _MOST:
        return Column(header, held, 0.95)
    if named and cells and not _holds_it(named, cells):
        if named in _OTHERWISE and _holds_it(_OTHERWISE[named], cells):
            named = _OTHERWISE[named]
        else:
            return Column(header, held or IGNORE, 0.5 * share if held else 0.5)
    if named == "title" and held == "prefix" and share >= _MOST:
        return Column(header, "prefix", 0.8)
    if named:
        return Column(header, named, sure if cells else min(sure, 0.6))
    return Column(header, held or IGNORE, {"phone": 0.7, "url": 0.7, "name": 0.4}.get(held, 0.4) * share)


def _holds_it(field: str, cells: Sequence[str]) -> bool:
    """Whether enough of a column's cells look like this field."""
    check, least = _CHECKS.get(field, (bool, 0.0))
    return sum(map(check, cells)) >= least * len(cells)


def by_name(header: str) -> tuple[str, float]:
    """(field, confidence) by a column's name alone; ("", 0) if it says nothing."""
    words = words_of(header)
    if words in HEADER_WORDS:
        return HEADER_WORDS[words], 0.95
    plain = [word for word in words.split() if not word.isdigit()]
    if (joined := "".join(plain)) in JOINED_WORDS:
        return JOINED_WORDS[joined], 0.95
    if not _NOT_TAKEN.isdisjoint(plain) or plain[-1:] == ["id"]:
        return IGNORE, 0.8
    kept = plain
    while kept and (kept[0] in QUALIFIERS or kept[-1] in QUALIFIERS):
        kept = kept[1:] if kept[0] in QUALIFIERS else kept[:-1]
        if " ".join(kept) in HEADER_WORDS:
            found = HEADER_WORDS[" ".join(kept)]
            company = plain[0] in ("organization", "organisation", "company") and found == "name"
            return ("organisation" if company else found), 0.9
    for size in range(len(plain) - 1, 0, -1):
        for start in range(len(plain) - size, -1, -1):
            part = " ".join(plain[start : start + size])
            if part in HEADER_WORDS and len(part) > 2:
                return HEADER_WORDS[part], 0.6
    return "", 0.0


def _by_cells(cells: Sequence[str]) -> tuple[str, float]:
    """(field, share of cells that look like it): the first kind that most cells are of."""
    if not cells:
        return "", 0.0
    tests: tuple[tuple[str, Callable[[str], bool]], ...] = (
        ("email", kinds.is_email),
        ("profile", kinds.is_profile),
        ("url", kinds.is_url),
        ("phone", kinds.is_phone),
        ("prefix", kinds.is_prefix),
        ("day", kinds.is_date),
        ("time", lambda cell: ":" in cell and kinds.is_time(cell)),
        ("what", lambda cell: len(cell) < 30 and kinds.kind_of(cell) is not None),
        ("labels", kinds.is_list),
        ("name", kinds.is_name),
    )
    for field, test in tests:
        share = sum(map(test, cells)) / len(cells)
        if share >= (0.5 if field == "labels" else _MOST):
            return field, share
    return "", 0.0


def _holds(columns: Sequence[Column], table: Sketch) -> str:
    """Whether the rows are people or what passed: a day, somebody, and a kind, a subject or repeated people."""
    found = {column.field for column in columns if column.confidence >= 0.4}
    who = found & {"name", "given", "family", "email", "profile"}
    if "day" not in found or not who:
        return PEOPLE
    if found & {"birthday", "phone", "last_contact"} and not found & {"what", "subject"}:
        return PEOPLE
    if found & {"what", "subject", "direction"}:
        return PASSED
    key = next(n for n, column in enumerate(columns) if column.field in who)
    people = [row[key] for row in table.rows if row[key]]
    return PASSED if len(set(people)) < len(people) or "note" in found else PEOPLE


def _fitting(columns: Sequence[Column], holds: str) -> list[Column]:
    """The columns with what such a table cannot hold, or holds once only, put right: the surest is kept."""
    fitting = [_as_held(column, holds) for column in columns]
    best: dict[str, int] = {}
    for n, column in enumerate(fitting):
        single = column.field not in SEVERAL or (column.field == "name" and holds == PEOPLE)
        if single and (
            column.field not in best or column.confidence > fitting[best[column.field]].confidence
        ):
            best[column.field] = n
    return [
        column if best.get(column.field, n) == n else Column(column.header, IGNORE, column.confidence / 2)
        for n, column in enumerate(fitting)
    ]


def _as_held(column: Column, holds: str) -> Column:
    """A column as one of a table that holds this: some words mean another thing beside people."""
    header, field, confidence = column
    if holds == PEOPLE and field in _ONLY_PASSED:
        other = "labels" if field == "what" and not header else IGNORE
        return Column(header, other, confidence / 2)
    if holds == PASSED and field not in _PASSED_TOO:
        return Column(header, {"title": "subject"}.get(field, IGNORE), confidence / 2)
    return column


_PASSED_TOO = _ONLY_PASSED | {"name", "given", "family", "email", "profile", "note", IGNORE}


def _order(cells: Iterable[str]) -> str:
    """The order of dates in figures that these show: "dmy", "mdy", or "" if none, both, or not needed."""
    day_first = month_first = False
    for cell in cells:
        parts = cell.split(" ")[0].replace("-", "/").split("/")
        if len(parts) == 3 and all(part.isdigit() for part in parts) and len(parts[0]) <= 2:
            day_first |= int(parts[0]) > 12
            month_first |= int(parts[1]) > 12
    return "" if day_first == month_first else "dmy" if day_first else "mdy"


def _sure(holds: str, columns: Sequence[Column]) -> float:
    """How sure the whole is: as the surest column that names people, less where nothing else is understood."""
    best: dict[str, float] = {}
    for column in columns:
        best[column.field] = max(best.get(column.field, 0.0), column.confidence)
    named = max(best.get("name", 0.0), min(best.get("given", 0.0), best.get("family", 0.0)))
    strong = max(best.get("email", 0.0), best.get("profile", 0.0))
    if holds == PASSED:
        rest = max(best.get(field, 0.0) for field in ("what", "subject", "note"))
        return min(max(named, strong), best.get("day", 0.0), 0.6 + rest / 3)
    if strong and named:
        return (strong + named) / 2
    others = max(best.get(field, 0.0) for field in ("organisation", "phone", "title", "birthday", "address"))
    return max(min(named, others) - 0.1, 0.65 * max(named, strong))
