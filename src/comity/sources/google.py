"""Google Contacts' table (CSV), as exported today and in the older form, each row to a `Card`.

Columns come in numbered groups (`E-mail 1 - Value`) whose number varies; a cell may hold several values
joined by ` ::: `, and a label that starts with `* ` is Google's own or the primary one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import zip_longest

from comity.core.records import Dated, Problem, Record
from comity.sources import Place
from comity.sources._cards import (
    partial_date,
    row_card,
    unique,
)
from comity.sources._plain import Faults, one_line
from comity.sources._tables import Header, Row, header_in, read_rows

_NUMBERED = re.compile(
    r"(e-mail|phone|address|website|event|organization|relation|customfield|im|jot)(\d{1,3})-"
    r"(label|type|value|formatted|name|service|street|city|region|postalcode|country)"
)
_LABELLED = {"relation": "Relation", "customfield": "", "im": "Messenger", "jot": ""}
"""Groups whose values become notes, and what they are called where no label stands."""
_PARTS = ("street", "postalcode", "city", "region", "country")
_OLD = frozenset({"name", "givenname", "familyname"})
_NOTED = {"maidenname": "Name at birth", "occupation": "Occupation", "hobby": "Hobby", "location": "Location"}
"""Columns of the older form for which a card has no field."""
_IS_FAX = re.compile(r"\b(?:fax|pager)\b", re.IGNORECASE)
_NEW = frozenset({"firstname", "lastname"})


class GoogleSource:
    """Reader of Google Contacts' CSV files."""

    key = "google-csv"
    title = "Google Contacts (CSV)"
    version = 3

    def recognise(self, place: Place) -> int:
        """Fairly sure if the first lines hold names and Google's numbered columns or labels."""
        return 85 if header_in(place.head, _is_header) else 0

    def read(self, place: Place) -> Iterator[Record]:
        """Yield a `Card` for each row; positions are line numbers from 1."""
        faults = Faults()
        for row in read_rows(place.path, _is_header):
            if isinstance(row, Problem):
                yield from faults.tell(*row)
            else:
                yield from _records(row, faults)
        yield from faults.rest()


source = GoogleSource()


def _is_header(header: Header) -> bool:
    google = header & {"labels", "groupmembership", "fileas", "yominame", "phoneticfirstname"}
    numbered = any(_NUMBERED.fullmatch(name) for name in header)
    return (header >= _OLD or header >= _NEW) and bool(google) and numbered


def _several(cell: str) -> list[str]:
    return [part.strip() for part in cell.split(":::")]


def _values(row: Row, what: str, part: str = "value") -> list[str]:
    """All values of a numbered group, in the order of their numbers."""
    found: list[tuple[int, str]] = []
    for name, cell in row.cells.items():
        match = _NUMBERED.fullmatch(name)
        if match and match.group(1) == what and match.group(3) == part:
            found += [(int(match.group(2)), text) for text in _several(cell)]
    return [text for _, text in sorted(found, key=lambda pair: pair[0]) if text]


def _addresses(row: Row) -> list[str]:
    """Addresses as they are written whole, else put together from their parts."""
    whole = _values(row, "address", "formatted")
    if whole:
        return whole
    numbers = sorted(
        {
            int(m.group(2))
            for name in row.cells
            if (m := _NUMBERED.fullmatch(name)) and m.group(1) == "address"
        }
    )
    return [", ".join(filter(None, (row.get(f"address{n}-{part}") for part in _PARTS))) for n in numbers]


def _phones(row: Row, *, fax: bool) -> list[str]:
    """The numbers at which one speaks, or those of the other machines."""
    numbered = [
        (m, cell) for name, cell in row.cells.items() if (m := _NUMBERED.fullmatch(name)) and m[1] == "phone"
    ]
    labels = {m[2]: _IS_FAX.search(cell) is not None for m, cell in numbered if m[3] in ("label", "type")}
    values = sorted(
        (int(m[2]), cell) for m, cell in numbered if m[3] == "value" and labels.get(m[2], False) == fax
    )
    return [text for _, cell in values for text in _several(cell) if text]


def _others(row: Row) -> list[tuple[str, str]]:
    """(name, text) of further places of work, relations, the owner's own fields and messengers."""
    found = [("Also at", ", ".join(filter(None, pair))) for pair in _work(row)[1:]]
    found += [("Fax", text) for text in _phones(row, fax=True)]
    found += [(words, row.get(column)) for column, words in _NOTED.items()]
    for name, cell in row.cells.items():
        match = _NUMBERED.fullmatch(name)
        if match and match.group(3) == "value" and match.group(1) in _LABELLED:
            stem = f"{match.group(1)}{match.group(2)}-"
            label = row.get(f"{stem}service", f"{stem}label", f"{stem}type")
            label = label.removeprefix("* ") or _LABELLED[match.group(1)]
            found += [(label, text) for text in _several(cell)]
    return found


def _work(row: Row) -> list[tuple[str, str]]:
    """(organisation, title) of each place of work, in the order of the columns."""
    numbers = sorted(
        {int(m.group(2)) for m in map(_NUMBERED.fullmatch, row.cells) if m and m.group(1) == "organization"}
    )
    found: list[tuple[str, str]] = []
    for stem in ("organization", *(f"organization{n}-" for n in numbers)):
        named, titled = (_several(row.get(f"{stem}{part}")) for part in ("name", "title"))
        found += zip_longest(named, titled, fillvalue="")
    return [pair for pair in found if any(pair)]


def _name(row: Row) -> tuple[str, str, str]:
    """(whole name, given, family); by what it is filed as, or the nickname, where no other name stands there."""
    given, family = one_line(row.get("firstname", "givenname")), one_line(row.get("lastname", "familyname"))
    middle = row.get("middlename", "additionalname")
    parts = (row.get("nameprefix"), given, middle, family, row.get("namesuffix"))
    told = one_line(row.get("name")) or one_line(" ".join(parts))
    return told or one_line(row.get("fileas", "nickname")), given, family


def _dates(row: Row) -> tuple[list[Dated], list[str]]:
    """The yearly dates, and the texts that should be dates but cannot be read."""
    asked = [("birthday", row.get("birthday"))]
    for name, cell in row.cells.items():
        match = _NUMBERED.fullmatch(name)
        if match and match.group(1) == "event" and match.group(3) == "value":
            label = row.get(f"event{match.group(2)}-label", f"event{match.group(2)}-type")
            what = one_line(label.removeprefix("* "), 40).lower() or "date"
            asked += [(what, text) for text in _several(cell)]
    found = [(partial_date(what, text), text) for what, text in asked if text]
    return unique(date for date, _ in found if date), [text for date, text in found if date is None]


def _records(row: Row, faults: Faults) -> Iterator[Record]:
    dates, unreadable = _dates(row)
    organisation, title = next(iter(_work(row)), ("", ""))
    department = _several(row.get("organizationdepartment", "organization1-department"))[0]
    card = row_card(
        row.line,
        names=_name(row),
        work=(organisation, title, department),
        emails=_values(row, "e-mail"),
        nickname=row.get("nickname"),
        phones=_phones(row, fax=False),
        urls=_values(row, "website"),
        addresses=_addresses(row),
        note=row.get("notes"),
        others=_others(row),
        dates=dates,
        labels=_several(row.get("labels", "groupmembership")),
    )
    if card is None:
        yield from faults.tell(row.line, "empty-card", "This row names nobody.")
        return
    for text in unreadable:
        reason = f"“{one_line(text, 60)}” is not a date that can be read."
        yield from faults.tell(row.line, "unreadable-date", reason)
    yield card
