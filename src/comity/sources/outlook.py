"""Outlook's classic tables (CSV): of contacts, each row to a `Card`, and of appointments (`_outlook_calendar`).

The table of contacts has 92 columns, or the few that somebody chose, in English or in the language of their Outlook.
Dates are written in the order of the country of whoever exported them. The file is read once only for them:
where a day above 12 shows the order, it holds for all; else a date that could be two is reported.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from comity.core.records import Dated, Problem, Record
from comity.sources import Place
from comity.sources._cards import (
    partial_date,
    row_card,
    yearly,
)
from comity.sources._outlook_calendar import COLUMNS, PEOPLE, Calendar, dates_of
from comity.sources._outlook_words import CALENDAR, ENGLISH
from comity.sources._plain import Faults, one_line
from comity.sources._tables import AGAIN, Fits, Header, Row, header_in, read_rows
from comity.sources._when import date, order_of

_NAMES = frozenset({"firstname", "lastname"})
_OWN = frozenset({"e-mailaddress", "e-maildisplayname", "businessphone", "homephone", "jobtitle", "webpage"})
_PHONES = """mobilephone businessphone businessphone2 primaryphone homephone homephone2 companymainphone
    otherphone carphone""".split()
_ADDRESSES = ("business", "home", "other")
_NOTED = {
    "spouse": "Spouse",
    "children": "Children",
    "hobby": "Hobby",
    "profession": "Profession",
    "manager'sname": "Manager",
    "assistant'sname": "Assistant",
    "assistant'sphone": "Assistant's telephone",
    "referredby": "Referred by",
    "businessfax": "Fax",
    "homefax": "Fax",
    "otherfax": "Fax",
    "schools": "School",
    "officelocation": "Office",
    "imaddress": "Messenger",
    "keywords": "Keywords",
    "user1": "User 1",
    "user2": "User 2",
    "user3": "User 3",
    "user4": "User 4",
}
_NONE = re.compile(r"[0./-]+|0?1[./]0?1[./]4501|4501-01-01")
"""How no date is written."""
_SHOWN = re.compile(r"(.*?)\s*\(([^()\s]+@[^()\s]+)\)\s*")


class OutlookSource:
    """Reader of Outlook's CSV files."""

    key = "outlook-csv"
    title = "Outlook contacts or calendar (CSV)"
    version = 4

    def recognise(self, place: Place) -> int:
        """Fairly sure if the first lines hold names and three of Outlook's own columns, or those of a calendar."""
        return 80 if header_in(place.head, _is_header) or header_in(place.head, _is_calendar) else 0

    def read(self, place: Place) -> Iterator[Record]:
        """Yield a `Card` or an `Interaction` for each row; positions are line numbers from 1."""
        faults = Faults()
        yield from (_contacts if header_in(place.head, _is_header) else _appointments)(place, faults)
        yield from faults.rest()


source = OutlookSource()


def _contacts(place: Place, faults: Faults) -> Iterator[Record]:
    order = order_of(
        row.get(column)
        for row in _rows(place, _is_header, ENGLISH)
        if isinstance(row, Row)
        for column in ("birthday", "anniversary")
    )
    for row in _rows(place, _is_header, ENGLISH):
        if isinstance(row, Problem):
            yield from faults.tell(*row)
        else:
            yield from _records(row, order, faults)


def _appointments(place: Place, faults: Faults) -> Iterator[Record]:
    english = (header_in(place.head, _is_calendar) or frozenset()) >= COLUMNS
    rows = (row for row in _rows(place, _is_calendar, CALENDAR) if isinstance(row, Row))
    order = order_of(text for row in rows for text in dates_of(row)) or ("" if english else "dmy")
    calendar = Calendar(faults, order)
    for row in _rows(place, _is_calendar, CALENDAR):
        if isinstance(row, Row):
            calendar.look(row)
    owner = calendar.owner()
    yield from calendar.begin(owner)
    for row in _rows(place, _is_calendar, CALENDAR):
        if isinstance(row, Problem):
            yield from faults.tell(*row)
            continue
        for record in calendar.read(row, owner):
            if isinstance(record, Problem):
                yield from faults.tell(*record)
            else:
                yield record


def _is_header(header: Header) -> bool:
    english = frozenset(ENGLISH.get(name, name) for name in header) | header
    return english >= _NAMES and len(english & _OWN) >= 3


def _is_calendar(header: Header) -> bool:
    english = frozenset(CALENDAR.get(name, name) for name in header) | header
    return english >= COLUMNS and bool(english & PEOPLE) and not english & {"status", "duedate"}


def _rows(place: Place, fits: Fits, words: dict[str, str]) -> Iterator[Row | Problem]:
    """The rows, by the English names of their columns."""
    for row in read_rows(place.path, fits, twice=words is CALENDAR):
        if isinstance(row, Problem):
            yield row
        else:
            english = {_english(name, words): cell for name, cell in row.cells.items()}
            yield row._replace(cells=english | {k: v for k, v in row.cells.items() if k not in words})


def _english(name: str, words: dict[str, str]) -> str:
    plain = name.removesuffix(AGAIN)
    return words.get(plain, plain) + name[len(plain) :]


def _dated(what: str, text: str, order: str) -> Dated | None:
    found = date(text, order)
    return yearly(what, found.month, found.day, found.year) if found else partial_date(what, text)


def _address(row: Row, kind: str) -> str:
    street = [row.get(f"{kind}street"), row.get(f"{kind}street2"), row.get(f"{kind}street3")]
    place = f"{row.get(f'{kind}postalcode')} {row.get(f'{kind}city')}".strip()
    country = row.get(f"{kind}country/region", f"{kind}country")
    whole = ", ".join(filter(None, (*street, place, row.get(f"{kind}state"), country)))
    return whole or row.get(f"{kind}address")


def _emails(row: Row) -> list[str]:
    """The addresses; for Exchange's own (`/o=…`), which name nobody outside, what stands beside the name shown."""
    found: list[str] = []
    for number in ("", "2", "3"):
        cell, shown = row.get(f"e-mail{number}address"), _SHOWN.fullmatch(_shown(row, number))
        inside = cell.lower().startswith("/o=")
        found += [shown.group(2)] if inside and shown else [] if inside else [cell]
    return found


def _shown(row: Row, number: str) -> str:
    return row.get(f"e-mail{number}displayname")[:400]


def _name(row: Row) -> tuple[str, str, str]:
    """(whole name, given, family), else the name shown with the address; a title alone is no name."""
    given, family = one_line(row.get("firstname")), one_line(row.get("lastname"))
    named = (given, row.get("middlename"), family)
    if not any(named):
        shown = _SHOWN.fullmatch(_shown(row, ""))
        return one_line(shown.group(1)) if shown and "@" not in shown.group(1) else "", "", ""
    return one_line(" ".join((row.get("title"), *named, row.get("suffix")))), given, family


def _dates(row: Row, order: str) -> tuple[list[Dated], list[str]]:
    """The yearly dates, and the texts that should be dates but cannot be read."""
    asked = [(what, row.get(what)) for what in ("birthday", "anniversary")]
    found = [(_dated(what, text, order), text) for what, text in asked if text and not _NONE.fullmatch(text)]
    return [date for date, _ in found if date], [text for date, text in found if date is None]


def _records(row: Row, order: str, faults: Faults) -> Iterator[Record]:
    dates, unreadable = _dates(row, order)
    card = row_card(
        row.line,
        names=_name(row),
        work=(row.get("company"), row.get("jobtitle"), row.get("department")),
        emails=_emails(row),
        nickname=row.get("nickname"),
        phones=[row.get(column) for column in _PHONES],
        urls=[row.get("webpage"), row.get("personalwebpage")],
        addresses=[_address(row, kind) for kind in _ADDRESSES],
        note=row.get("notes"),
        others=[(words, row.get(column)) for column, words in _NOTED.items()],
        dates=dates,
        labels=row.get("categories").replace(",", ";").split(";"),
    )
    if card is None:
        yield from faults.tell(row.line, "empty-card", "This row names nobody.")
        return
    for text in unreadable:
        reason = f"“{one_line(text, 60)}” is no date, or day and month cannot be told apart."
        yield from faults.tell(row.line, "unreadable-date", reason)
    yield card
