"""What the readers of address books share: handles for cards that name nothing, dates, lists."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from hashlib import blake2b
from typing import TypeVar

from comity.core.addresses import email_handle, linkedin_handle
from comity.core.records import Card, Dated, Handle
from comity.sources._plain import one_line

_DATE = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)(?:[T ].{0,30})?", re.ASCII)
_YEARLESS = re.compile(r"--(\d\d)-?(\d\d)(?:[T ].{0,30})?", re.ASCII)
_ADDRESS = re.compile(r"[^\s<>,;\"]{1,64}@[^\s<>,;\"]{3,250}")
_FIRST_YEAR, _LAST_YEAR = 1800, 2200
_NO_YEAR = "1604"
_WHAT_LIMIT = 32
"""Characters of what a date is that are kept."""
_SYSTEM_LABELS = frozenset({"mycontacts", "my contacts", "starred", "other contacts", "imported"})
_Item = TypeVar("_Item")

BLANK = Card((), "", "", "", (), "", "", "", None, (), (), None, None, False, 0)
"""A card that says nothing yet, to be filled by `_replace`."""
MOST_HANDLES = 100
"""Handles of one card that are kept: nobody has more, and each pair of them is a claim."""


def partial_date(what: str, text: str, no_year: str = _NO_YEAR) -> Dated | None:
    """A yearly date: `1990-03-04`, `19900304`, `--0304`, `--03-04`, each with or without a time after it.

    no_year: the year that stands for "not told" (Apple's X-APPLE-OMIT-YEAR, in general 1604).
    None if it is no date, or one before 1800: a mistyped year makes the whole date doubtful.
    """
    plain = text.strip()[:60]
    found, yearless = _DATE.fullmatch(plain), _YEARLESS.fullmatch(plain)
    if found:
        year, month, day = int(found.group(1)), int(found.group(2)), int(found.group(3))
    elif yearless:
        year, month, day = 0, int(yearless.group(1)), int(yearless.group(2))
    else:
        return None
    return yearly(what, month, day, None if not year or (found and found.group(1) == no_year) else year)


def yearly(what: str, month: int, day: int, year: int | None) -> Dated | None:
    """The yearly date, or None if the calendar has none such; without a year 29 February exists."""
    try:
        dt.date(year or 2000, month, day)
    except ValueError:
        return None
    told = Dated(what[:_WHAT_LIMIT].rstrip(), month, day, year)
    return told if year is None or _FIRST_YEAR <= year <= _LAST_YEAR else None


def card_handle(name: str, organisation: str, phones: Iterable[str]) -> Handle:
    """The handle of a card that names nothing better: a digest of name, organisation and telephones."""
    digits = sorted({re.sub(r"\D", "", phone)[:30] for phone in phones})
    parts = [one_line(name).casefold(), one_line(organisation).casefold(), *digits]
    return Handle("card", blake2b("\0".join(parts).encode("utf-8", "replace"), digest_size=16).hexdigest())


def email_handles(cells: Iterable[str]) -> list[Handle]:
    """The handles of all addresses in these texts, in order; an address may stand in angle brackets."""
    found: list[Handle | None] = []
    for cell in cells:
        whole = email_handle(cell)
        found += [whole] if whole else [email_handle(match) for match in _ADDRESS.findall(cell[:2000])]
    return unique(handle for handle in found if handle)


def linkedin_in(urls: Iterable[str]) -> list[Handle]:
    """The LinkedIn profiles among these addresses."""
    found = (linkedin_handle(url) for url in urls if "linkedin.com" in url[:100].lower())
    return unique(handle for handle in found if handle)


def unique(items: Iterable[_Item]) -> list[_Item]:
    """The items without repetitions, in order."""
    return list(dict.fromkeys(items))


def own_labels(names: Iterable[str]) -> tuple[str, ...]:
    """The labels a person gave: without those that a service gives to every contact."""
    plain = (one_line(name.removeprefix("* "), 100) for name in names)
    return tuple(unique(name for name in plain if name and name.casefold() not in _SYSTEM_LABELS))


def told(pairs: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """A note of each thing said under a name of its own ("Spouse", "Zoë Lund"): what no other field is for."""
    said = ((one_line(name, 100), one_line(text, 1000)) for name, text in pairs)
    return unique(("note", f"{name}: {text}" if name else text) for name, text in said if text)


def values_of(field: str, texts: Iterable[str], limit: int = 500) -> list[tuple[str, str]]:
    """(field, text) pairs of the texts that are not empty, each once, on one line."""
    return unique((field, text) for text in (one_line(text, limit) for text in texts) if text)
