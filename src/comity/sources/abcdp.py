"""Apple's address book as its archive (.abbu) holds it: a property list (.abcdp) for each card.

The archive is a folder, in the Finder a single thing; its database is not read, because the lists beside it
say the same. Keys are those that Apple documents for its Address Book ("First", "Organization", …).
"""

from __future__ import annotations

import datetime as dt
import plistlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.parsers.expat import ExpatError

from comity.core.records import Handle, Problem, Record
from comity.sources import Place
from comity.sources._cards import (
    BLANK,
    MOST_HANDLES,
    card_handle,
    email_handles,
    linkedin_in,
    unique,
    values_of,
    yearly,
)
from comity.sources._plain import one_line, paragraphs

SIZE_LIMIT = 8 << 20
_SHOWN_AS_COMPANY = 1
_NO_YEAR = 1604


class AppleCardSource:
    """Reader of the cards of an Apple address book archive."""

    key = "abcdp"
    title = "Apple address book (.abbu)"
    version = 1

    def recognise(self, place: Place) -> int:
        """Fairly sure if a property list holds the keys of a person's card."""
        head = place.head
        listed = head.startswith(b"bplist00") or (head.lstrip().startswith(b"<?xml") and b"<plist" in head)
        return 70 if listed and b"UID" in head and b":ABPerson" in head.replace(b"\0", b"") else 0

    def read(self, place: Place) -> Iterator[Record]:
        """Yield the card, or the problem."""
        found = _load(place.path)
        if isinstance(found, Problem):
            yield found
        else:
            yield _card(found)


source = AppleCardSource()


def _load(path: Path) -> dict[str, Any] | Problem:
    if path.stat().st_size > SIZE_LIMIT:
        return Problem(0, "too-large", f"A card of more than {SIZE_LIMIT >> 20} MB is not read.")
    try:
        found = plistlib.loads(path.read_bytes())
    except (ExpatError, ValueError, RecursionError, OverflowError, LookupError, TypeError, AttributeError):
        found = None
    if not isinstance(found, dict):
        return Problem(0, "unreadable", "This card is damaged.")
    return found


def _card(found: dict[str, Any]) -> Record:
    flags = found.get("ABPersonFlags")
    given, family = _text(found, "First"), _text(found, "Last")
    parts = (_text(found, "Title"), given, _text(found, "Middle"), family, _text(found, "Suffix"))
    name, organisation = one_line(" ".join(filter(None, parts))), _text(found, "Organization", 300)
    if isinstance(flags, int) and flags & 7 == _SHOWN_AS_COMPANY and not name:
        return Problem(0, "not-a-person", "This card describes a company, not a person.")
    phones = values_of("phone", _several(found, "Phone"), 100)
    urls = values_of("url", [*_several(found, "URLs"), _text(found, "HomePage", 500)])
    handles = email_handles(_several(found, "Email")) + linkedin_in(url for _, url in urls)
    uid = _text(found, "UID").removesuffix(":ABPerson")
    handles += [Handle("uid", uid)] if uid else []
    if not (name or organisation or handles or phones):
        return Problem(0, "empty-card", "This card names nobody.")
    note, born, changed = (
        paragraphs(_long(found, "Note"))[0],
        found.get("Birthday"),
        found.get("Modification"),
    )
    year = born.year if isinstance(born, dt.datetime) and born.year != _NO_YEAR else None
    birthday = yearly("birthday", born.month, born.day, year) if isinstance(born, dt.datetime) else None
    return BLANK._replace(
        handles=tuple(unique(handles))[:MOST_HANDLES]
        or (card_handle(name, organisation, (phone for _, phone in phones)),),
        name=name,
        given=given,
        family=family,
        values=(
            *values_of("nickname", [_text(found, "Nickname", 100)]),
            *phones,
            *urls,
            *values_of("address", _addresses(found)),
            *([("note", note)] if note else []),
        ),
        organisation=organisation,
        title=_text(found, "JobTitle", 300),
        department=_text(found, "ABDepartment", 300),
        dates=(birthday,) if birthday else (),
        changed_at=int(changed.replace(tzinfo=dt.UTC).timestamp())
        if isinstance(changed, dt.datetime)
        else None,
    )


def _long(found: dict[str, Any], key: str) -> str:
    value = found.get(key)
    return value if isinstance(value, str) else ""


def _text(found: dict[str, Any], key: str, limit: int = 200) -> str:
    return one_line(_long(found, key), limit)


def _values(found: dict[str, Any], key: str) -> list[Any]:
    several = found.get(key)
    values = several.get("values") if isinstance(several, dict) else several
    return values[:MOST_HANDLES] if isinstance(values, list) else []


def _several(found: dict[str, Any], key: str) -> list[str]:
    return [value for value in _values(found, key) if isinstance(value, str)]


def _addresses(found: dict[str, Any]) -> Iterator[str]:
    for value in _values(found, "Address"):
        if isinstance(value, dict):
            parts = (_text(value, part) for part in ("Street", "ZIP", "City", "State", "Country"))
            yield ", ".join(filter(None, parts))
