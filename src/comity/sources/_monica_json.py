"""Monica's JSON as values that have the type one asks for, whatever stands in the file.

A collection is known by its `type`, singular or plural; one that is empty is absent. What a thing says may
stand in its `properties`, beside them, or one level deeper, as versions of Monica wrote it differently.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from comity.core.records import Problem
from comity.sources._plain import one_line, paragraphs
from comity.sources._when import moment

SIZE_LIMIT = 256 << 20
"""Bytes of the largest export that is read: a book of a lifetime has a hundredth of it."""
_TIME = re.compile(r"(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d)?)(?:\.\d+)?(Z|[+-]\d\d:?\d\d)?)?", re.ASCII)


class Node:
    """A thing of the export: an object, or nothing where something else stands in its place."""

    def __init__(self, value: Any) -> None:
        self._own: dict[str, Any] = value if isinstance(value, dict) else {}
        self._told = dict(self._own)
        self._told |= _merged(self._own.get("properties"))

    def get(self, name: str) -> Any:
        """A value as it stands there, None if it does not."""
        return self._told.get(name)

    def text(self, name: str, limit: int = 300) -> str:
        """A value on one line; "" if it is neither text nor a number."""
        value = self.get(name)
        plain = isinstance(value, str | int | float) and not isinstance(value, bool)
        return one_line(str(value), limit) if plain else ""

    def long(self, name: str) -> str:
        """A value of several lines, "" if it is no text."""
        value = self.get(name)
        return paragraphs(value)[0] if isinstance(value, str) else ""

    def flag(self, name: str) -> bool:
        """Whether a value says yes."""
        value = self.get(name)
        return (
            value is True or value == 1 or (isinstance(value, str) and value.lower() in ("yes", "true", "1"))
        )

    def node(self, name: str) -> Node:
        """An object in it."""
        return Node(self.get(name))

    def nodes(self, name: str) -> list[Node]:
        """The objects of a list in it."""
        value = self.get(name)
        return [Node(item) for item in value if isinstance(item, dict)] if isinstance(value, list) else []

    def words(self, name: str) -> list[str]:
        """The texts of a list in it."""
        value = self.get(name)
        return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []

    def time(self, name: str) -> dt.datetime | None:
        """A date or time, in UTC where it names no zone."""
        return _time(self.text(name, 60))

    def collections(self) -> Iterator[tuple[str, list[Any]]]:
        """The type, in the singular, and the values of each collection in its `data`."""
        data = self._own.get("data")
        for item in data if isinstance(data, list) else ():
            if isinstance(item, dict) and isinstance(item.get("type"), str):
                values = item.get("values")
                yield singular(item["type"]), values if isinstance(values, list) else []

    def __bool__(self) -> bool:
        return bool(self._own)


def _merged(value: Any) -> dict[str, Any]:
    """Properties, those in lists or under numbers put together with the others."""
    if isinstance(value, list):
        pieces = [piece for piece in value if isinstance(piece, dict)]
    elif isinstance(value, dict):
        deeper = [piece for key, piece in value.items() if key.isdigit() and isinstance(piece, dict)]
        pieces = [value, *deeper]
    else:
        return {}
    return {key: inner for piece in pieces for key, inner in piece.items()}


def singular(word: str) -> str:
    """The type of a collection without case, hyphens and the plural."""
    plain = word.lower().replace("-", "_")[:60]
    if plain.endswith("ies"):
        return plain[:-3] + "y"
    if plain.endswith("sses"):
        return plain[:-2]
    return plain[:-1] if plain.endswith("s") and not plain.endswith("ss") else plain


def _time(text: str) -> dt.datetime | None:
    found = _TIME.fullmatch(text.strip())
    if found is None:
        return None
    when = moment(f"{found.group(1)} {found.group(2) or '00:00'}")
    zone = found.group(3)
    if when is None or zone in (None, "Z"):
        return when
    minutes = int(zone[1:3]) * 60 + int(zone[-2:])
    return when - dt.timedelta(minutes=-minutes if zone[0] == "-" else minutes)


def load(path: Path) -> Node | Problem:
    """The whole export, or why it cannot be read.

    Raises:
        OSError: the file cannot be opened; MemoryError: it does not fit the memory that is allowed.
    """
    if path.stat().st_size > SIZE_LIMIT:
        return Problem(0, "too-large", f"An export of more than {SIZE_LIMIT >> 20} MB is not read.")
    try:
        value = json.loads(path.read_bytes().decode("utf-8-sig"))
    except RecursionError:
        return Problem(0, "too-deep", "Its lists lie deeper in one another than any export's.")
    except ValueError as error:
        where = getattr(error, "pos", 0)
        return Problem(where, "not-json", "It is damaged: from here on it is no JSON. Export it again.")
    if not isinstance(value, dict):
        return Problem(0, "not-json", "It is JSON, but no export of Monica.")
    return Node(value)
