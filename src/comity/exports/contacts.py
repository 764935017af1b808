"""People for other programs: vCard 4.0 (RFC 6350) and a table (CSV, RFC 4180).

They hold what one hands to an address book: names, ways to reach, work, dates, tags. What the owner wrote
about people stays in the files that only Comity reads.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from comity.core.contentline import escape, make_property

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
COLUMNS = (
    "name",
    "emails",
    "phones",
    "organisation",
    "title",
    "roles",
    "tags",
    "birthday",
    "urls",
    "last_from_them",
    "last_from_me",
    "id",
)


@dataclass(frozen=True)
class Contact:
    """A person as other programs know one.

    id: a UUID; birthday, anniversaries: month, day and the year or None; last_in, last_out: UTC days on which
    there was last word from them and to them.
    """

    id: str
    name: str
    nicknames: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    urls: tuple[str, ...] = ()
    organisation: str = ""
    department: str = ""
    title: str = ""
    roles: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    birthday: tuple[int, int, int | None] | None = None
    anniversaries: tuple[tuple[int, int, int | None], ...] = ()
    last_in: dt.date | None = None
    last_out: dt.date | None = None


def cards(contacts: Iterable[Contact]) -> Iterator[str]:
    """Each contact as the text of a vCard 4.0."""
    for contact in contacts:
        yield "".join(_lines(contact))


def _lines(contact: Contact) -> Iterator[str]:
    yield "BEGIN:VCARD\r\nVERSION:4.0\r\n"
    yield _line("UID", f"urn:uuid:{contact.id}")
    yield _line("FN", _text(contact.name or (contact.emails[0] if contact.emails else "?")))
    if contact.nicknames:
        yield _line("NICKNAME", _texts(contact.nicknames, ","))
    for name, values in (("EMAIL", contact.emails), ("TEL", contact.phones)):
        yield from (_line(name, _text(value)) for value in values)
    for address in contact.addresses:
        yield _line("ADR", f";;{_text(address)};;;;")
    for url in contact.urls:
        yield _line("URL", _CONTROL.sub("", url).replace("\n", ""))
    if contact.organisation:
        parts = (contact.organisation, contact.department) if contact.department else (contact.organisation,)
        yield _line("ORG", _texts(parts, ";"))
    if contact.title:
        yield _line("TITLE", _text(contact.title))
    if contact.birthday:
        yield _line("BDAY", _date(*contact.birthday))
    if contact.anniversaries:
        yield _line("ANNIVERSARY", _date(*contact.anniversaries[0]))
    if contact.tags:
        yield _line("CATEGORIES", _texts(contact.tags, ","))
    yield "END:VCARD\r\n"


def _line(name: str, value: str) -> str:
    return make_property(name, value).raw


def _text(value: str) -> str:
    return escape(_CONTROL.sub("", value))


def _texts(values: Iterable[str], separator: str) -> str:
    return separator.join(_text(value) for value in values)


def _date(month: int, day: int, year: int | None) -> str:
    return f"{year:04d}{month:02d}{day:02d}" if year else f"--{month:02d}{day:02d}"


def table(contacts: Iterable[Contact]) -> Iterator[str]:
    """The contacts as CSV, a line each, after a line of `COLUMNS`; begins with a mark that says UTF-8."""
    yield "\ufeff" + row(COLUMNS)
    for c in contacts:
        birthday = ""
        if c.birthday:
            month, day, year = c.birthday
            birthday = f"{year:04d}-{month:02d}-{day:02d}" if year else f"{month:02d}-{day:02d}"
        yield row(
            (
                c.name,
                "; ".join(c.emails),
                "; ".join(c.phones),
                c.organisation,
                c.title,
                "; ".join(c.roles),
                "; ".join(c.tags),
                birthday,
                "; ".join(c.urls),
                c.last_in.isoformat() if c.last_in else "",
                c.last_out.isoformat() if c.last_out else "",
                c.id,
            )
        )


def row(cells: Iterable[str]) -> str:
    """One line of CSV whose cells no spreadsheet takes for formulas."""
    line = io.StringIO()
    csv.writer(line, lineterminator="\r\n").writerow([harmless(cell) for cell in cells])
    return line.getvalue()


def harmless(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula: what begins like one gets an apostrophe before it."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
