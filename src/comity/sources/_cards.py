"""What the readers of address books share: handles for cards that name nothing, dates, lists."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from hashlib import blake2b
from typing import TypeVar

from comity.core.addresses import email_handle, linkedin_handle
from comity.core.records import Card, Dated, Handle
from comity.sources._plain import one_line, paragraphs

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


def row_card(
    line: int,
    *,
    names: tuple[str, str, str],
    work: tuple[str, str, str],
    emails: Iterable[str],
    profiles: Sequence[Handle] = (),
    nickname: str = "",
    phones: Iterable[str] = (),
    urls: Iterable[str] = (),
    addresses: Iterable[str] = (),
    note: str = "",
    others: Iterable[tuple[str, str]] = (),
    dates: Iterable[Dated] = (),
    labels: Iterable[str] = (),
    known_on: int | None = None,
) -> Card | None:
    """The card that a row of a table is, from its cells as they stand there; None if it names nobody.

    Args:
        line: the number of its first line;
        names: the whole name, given and family name, each on one line;
        work: organisation, title, department;
        phones: some writers put an apostrophe before a number, so that spreadsheets take it for text;
        profiles: handles besides those that stand in `emails` and `urls`;
        others: what no other field is for, each under a name of its own (`told`);
        known_on: the UTC day number since which they are known.
    """
    name, given, family = names
    organisation, title, department = (one_line(text, 300) for text in work)
    called, linked = values_of("phone", (phone.lstrip("' ") for phone in phones), 100), values_of("url", urls)
    handles = email_handles(emails) + unique([*profiles, *linkedin_in(url for _, url in linked)])
    if not (name or handles or called or organisation):
        return None
    told_of = paragraphs(note)[0]
    return BLANK._replace(
        handles=tuple(handles[:MOST_HANDLES]) or (card_handle(name, organisation, (n for _, n in called)),),
        name=name,
        given=given,
        family=family,
        values=(
            *values_of("nickname", [nickname], 100),
            *called,
            *linked,
            *values_of("address", (address.replace("\n", ", ") for address in addresses)),
            *([("note", told_of)] if told_of else []),
            *told(others),
        ),
        organisation=organisation,
        title=title,
        department=department,
        dates=tuple(dates),
        labels=own_labels(labels),
        known_on=known_on,
        position=line,
    )
