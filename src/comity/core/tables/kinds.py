"""What a cell is by its looks: an address, a date, a telephone, words of one kind."""

from __future__ import annotations

import datetime as dt
import re

from comity.core.addresses import linkedin_handle, normal_email
from comity.core.records import Kind
from comity.core.tables.words import KIND_WORDS

_DATE = re.compile(
    r"(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.](?:\d{4}|\d\d)|\d{1,2}\.? [^\W\d]{3,10}\.?,? \d{4}|"
    r"[^\W\d]{3,10}\.? \d{1,2},? \d{4}|--\d\d-\d\d)(?:[T ,].{0,30})?"
)
_TIME = re.compile(
    r"(\d{1,2})(?:[:.h](\d\d)(?:[:.](\d\d)(?:[.,]\d{1,9})?)?)?\s?(h|uhr|([ap])\.?\s?m\.?|utc|gmt|z)?",
    re.IGNORECASE | re.ASCII,
)
_PHONE = re.compile(r"[+(]?[\d(][\d\s().\-/–]{5,24}(?:\s*(?:x|ext\.?|#)\s*\d{1,6})?", re.IGNORECASE)
_URL = re.compile(r"(?:https?://|www\.)\S+\.\S+", re.IGNORECASE)
_NAME = re.compile(r"[^\W\d_][\w'’.\-]*(?:,? [^\W\d_][\w'’.\-]*){1,3}")
_PREFIX = frozenset(
    "mr mrs ms miss mx dr prof sir herr frau m mme mlle sr sra srta dott ing dipl-ing".split()
)


def is_email(cell: str) -> bool:
    """One address, or several with commas or semicolons between them."""
    parts = [part for part in re.split(r"[;,]", cell) if part.strip()]
    return bool(parts) and all(_address(part) for part in parts[:10])


def _address(text: str) -> bool:
    inner = re.search(r"<([^<>]{3,320})>\s*$", text)
    address = normal_email(inner.group(1) if inner else text)
    return "." in address.rpartition("@")[2]


def is_date(cell: str) -> bool:
    """A day in figures or with the month's name, with or without a time."""
    return bool(_DATE.fullmatch(cell[:60]))


def time_of_day(cell: str) -> dt.time | None:
    """The time that a cell holds and nothing else ("9:30", "9.30 pm", "9h30", "9 Uhr"); None if it is none."""
    found = _TIME.fullmatch(" ".join(cell[:40].split()))
    if found is None or not (found[2] or found[4]):
        return None
    hour = int(found[1])
    if found[5] and hour <= 12:
        hour = hour % 12 + (12 if found[5] in "pP" else 0)
    try:
        return dt.time(hour, int(found[2] or 0), int(found[3] or 0))
    except ValueError:
        return None


def is_time(cell: str) -> bool:
    """A time of day."""
    return time_of_day(cell) is not None


def is_phone(cell: str) -> bool:
    """Six digits and more, written as a telephone number is: not a bare run of digits, which may be any number."""
    if not _PHONE.fullmatch(cell) or is_date(cell):
        return False
    digits = sum(c.isdigit() for c in cell)
    return 6 <= digits <= 17 and (not cell.isdigit() or cell.startswith("0"))


def is_profile(cell: str) -> bool:
    """The address of somebody's LinkedIn profile."""
    return "linkedin.com" in cell[:60].lower() and linkedin_handle(cell) is not None


def is_url(cell: str) -> bool:
    """A web address."""
    return bool(_URL.fullmatch(cell))


def is_name(cell: str) -> bool:
    """Two to four words that could be a person's name, the first in capitals where the script has them."""
    return len(cell) <= 60 and bool(_NAME.fullmatch(cell)) and not cell[:1].islower()


def is_prefix(cell: str) -> bool:
    """A form of address that stands before a name."""
    return cell.casefold().strip(" .") in _PREFIX


def is_list(cell: str) -> bool:
    """Several short words with semicolons, bars or commas between them."""
    parts = re.split(r"[;|,]", cell)
    return len(parts) > 1 and all(0 < len(part.strip()) <= 40 for part in parts)


def kind_of(cell: str) -> Kind | None:
    """The kind of interaction that a word stands for ("Phone call", "Besprechung"), None if for none."""
    plain = " ".join(re.sub(r"[\W_]+", " ", cell.casefold()).split())
    for word in (plain, *reversed(plain.split())):
        if word in KIND_WORDS:
            return KIND_WORDS[word]
    return None


def is_data(cell: str) -> bool:
    """Whether a cell can only be data, never the name of a column."""
    return is_email(cell) or is_date(cell) or is_phone(cell) or is_url(cell) or is_profile(cell)
