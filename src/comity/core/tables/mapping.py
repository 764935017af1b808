"""What the columns of a table hold, as plain JSON that a person can change.

A table holds people, a row each, or what passed with them, a row each. The same header row asks for the same
mapping, whatever file it stands in: its fingerprint is what a book remembers a mapping by.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Sequence
from hashlib import blake2b
from typing import Any, NamedTuple

from comity.core.errors import Invalid

PEOPLE, PASSED = "people", "passed"
IGNORE = "ignore"
_WHO = (
    "name",
    "given",
    "middle",
    "family",
    "prefix",
    "suffix",
    "nickname",
    "email",
    "profile",
    "organisation",
)
_ABOUT = (
    *("title", "department", "phone", "url", "street", "postcode", "city", "region", "country", "address"),
    *("birthday", "anniversary", "labels", "note", "met_on", "last_contact"),
)
FIELDS: dict[str, tuple[str, ...]] = {
    PEOPLE: (*_WHO, *_ABOUT, IGNORE),
    PASSED: (
        *(
            "day",
            "time",
            "end_day",
            "end_time",
            "name",
            "given",
            "family",
            "email",
            "profile",
            "what",
            "direction",
            "state",
            "subject",
            "note",
        ),
        IGNORE,
    ),
}
"""What a column may hold, by what the table holds."""
PLACES = ("address", "street", "postcode", "city", "region", "country")
"""Fields that make up an address; a table may hold several addresses, each in columns beside one another."""
SEVERAL = frozenset({"email", "phone", "url", "profile", "labels", "note", "name", *PLACES, IGNORE})
"""Fields that more than one column may hold; of `name` only in a table of what passed."""
ORDERS = ("", "dmy", "mdy", "ymd")
"""How dates in figures are written: not known, the day first, the month first, the year first."""
MOST_COLUMNS = 200
"""Columns that are looked at; the others are ignored."""
_APART = re.compile(r"[\W_]+")


class Mapping(NamedTuple):
    """What a table holds, the field of each column, the order of its dates, and whether it has a header row."""

    holds: str
    fields: tuple[str, ...]
    order: str = ""
    header: bool = True


def words_of(header: str) -> str:
    """A column's name as it is compared: case, accents and punctuation forgotten, words apart by one space.

    Words that are only joined by case are taken apart ("fullName"), and so are numbers ("email2").
    """
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])|(?<=[^\W\d])(?=\d)", " ", header.strip("\ufeff")[:200])
    plain = unicodedata.normalize("NFKD", spaced.casefold())
    return _APART.sub(" ", "".join(c for c in plain if not unicodedata.combining(c))).strip()


def fingerprint(header: Sequence[str], columns: int) -> str:
    """32 hexadecimal digits that the same header row always has; one without a header is known by its width."""
    names: list[Any] = [words_of(name) for name in header] or ["no header", columns]
    return blake2b(json.dumps(names).encode(), digest_size=16).hexdigest()


def usable(mapping: Mapping) -> str:
    """Why a mapping cannot be used, as the name of what is missing; "" if it can.

    People need something that names them; what passed needs a day as well.
    """
    fields = set(mapping.fields)
    named = {"name", "given", "family", "email", "profile"} | (
        {"organisation", "phone"} if mapping.holds == PEOPLE else set()
    )
    if not fields & named:
        return "who"
    return "day" if mapping.holds == PASSED and "day" not in fields else ""


def as_json(mapping: Mapping) -> dict[str, Any]:
    """The mapping as plain JSON."""
    return {
        "holds": mapping.holds,
        "fields": list(mapping.fields),
        "order": mapping.order,
        "header": mapping.header,
    }


def from_json(value: object) -> Mapping:
    """The mapping in plain JSON.

    Raises:
        Invalid: it is none; the field, the value, and why.
    """
    if not isinstance(value, dict):
        raise Invalid("mapping", str(value)[:80], "a mapping is an object with holds and fields")
    holds, fields = value.get("holds"), value.get("fields")
    if holds not in FIELDS:
        raise Invalid("holds", str(holds)[:80], f"this is none of: {', '.join(FIELDS)}")
    if not isinstance(fields, list) or not 1 <= len(fields) <= MOST_COLUMNS:
        raise Invalid("fields", str(fields)[:80], f"there must be a list of 1 to {MOST_COLUMNS} of them")
    for name in fields:
        if name not in FIELDS[holds]:
            raise Invalid("fields", str(name)[:80], f"this is none of: {', '.join(FIELDS[holds])}")
    order, header = value.get("order", ""), value.get("header", True)
    if order not in ORDERS or not isinstance(header, bool):
        raise Invalid(
            "order", str(order)[:80], "dates begin with the day (dmy), the month (mdy) or the year (ymd)"
        )
    return Mapping(holds, tuple(fields), order, header)
