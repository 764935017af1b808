"""How single values stand in an export, and back: each codec writes JSON that people can read.

Reading trusts nothing: whatever is not what the writer could have written is a `ValueError` with the
reason in words. For every value that a book can hold, `read(write(value)) == value`.
"""

from __future__ import annotations

import base64
import datetime as dt
import math
import re
from collections.abc import Callable, Mapping
from enum import IntEnum
from typing import Any, NamedTuple
from uuid import UUID

from comity.core.days import date_from_day, day_from_date
from comity.core.records import Flag

MOST_64 = (1 << 63) - 1
LONGEST_TEXT = 4_000_000
"""Characters of the longest text that is read."""
LONGEST_BYTES = 60_000_000
"""Characters of base64 of the longest bytes that are read: a sealed attachment of 40 MB."""
_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_SECOND = dt.timedelta(seconds=1)
_UNFIT = re.compile("[\0\ud800-\udfff]")
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{6})?Z", re.ASCII)
_HASH = re.compile(r"[0-7][0-9a-f]{15}")
_HANDLE_KIND = re.compile(r"[a-z][a-z0-9_-]{0,15}")
_DIGEST = re.compile(r"(?:[0-9a-f]{64})?")
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class Codec(NamedTuple):
    """A pair of functions: a value as JSON, and JSON as that value (`ValueError` where it is none).

    absent: the value where an export of before knows no such key; `...` for one that must be there.
    """

    write: Callable[[Any], Any]
    read: Callable[[Any], Any]
    absent: Any = ...


def text(most: int = LONGEST_TEXT) -> Codec:
    """Text of at most this many characters, without NUL (no database holds it) and half characters."""

    def read(value: Any) -> str:
        if not isinstance(value, str):
            raise ValueError("is not text")
        if len(value) > most:
            raise ValueError(f"is longer than {most} characters")
        if _UNFIT.search(value):
            raise ValueError("holds a character that no text may hold")
        return value

    return Codec(lambda value: _UNFIT.sub("", value), read)


def number(least: int = -MOST_64, most: int = MOST_64) -> Codec:
    """A whole number in this range."""

    def read(value: Any) -> int:
        if type(value) is not int:
            raise ValueError("is not a whole number")
        if not least <= value <= most:
            raise ValueError(f"is not between {least} and {most}")
        return value

    return Codec(int, read)


def words(meanings: Mapping[str, Any]) -> Codec:
    """One of a few words, each standing for a value."""
    written = {value: word for word, value in meanings.items()}

    def read(value: Any) -> Any:
        if not isinstance(value, str) or value not in meanings:
            raise ValueError(f"is none of {', '.join(meanings)}")
        return meanings[value]

    return Codec(written.__getitem__, read)


def counted(*names: str) -> Codec:
    """Words that stand for 0, 1, 2, …"""
    return words({name: i for i, name in enumerate(names)})


def named(members: type[IntEnum]) -> Codec:
    """The members of an enumeration by their names in lower case."""
    return words({member.name.lower(): int(member) for member in members})


def nullable(codec: Codec) -> Codec:
    """The same, or null for None."""
    return Codec(
        lambda value: None if value is None else codec.write(value),
        lambda value: None if value is None else codec.read(value),
    )


def _read_truth(value: Any) -> bool:
    if type(value) is not bool:
        raise ValueError("is neither true nor false")
    return value


def _read_share(value: Any) -> float:
    if type(value) not in (int, float) or not math.isfinite(value) or not 0 <= value <= 1:
        raise ValueError("is not between 0 and 1")
    return float(value)


def _write_day(day: int) -> str | int:
    try:
        return date_from_day(day).isoformat()
    except (ValueError, OverflowError):
        return day


def _read_day(value: Any) -> int:
    if isinstance(value, str) and _DAY.fullmatch(value):
        return day_from_date(dt.date.fromisoformat(value))
    if type(value) is int and abs(value) < 1 << 31:
        return value
    raise ValueError("is not a day like 2026-03-01")


def _write_instant(at: int) -> str | int:
    try:
        return (_EPOCH + at * _SECOND).isoformat().replace("+00:00", "Z")
    except OverflowError:
        return at


def _read_instant(value: Any) -> int:
    if isinstance(value, str) and _INSTANT.fullmatch(value):
        return (dt.datetime.fromisoformat(value) - _EPOCH) // _SECOND
    if type(value) is int and abs(value) <= MOST_64:
        return value
    raise ValueError("is not an instant like 2026-03-01T09:30:00Z")


def _write_moment(moment: dt.datetime) -> str:
    return moment.astimezone(dt.UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def _read_moment(value: Any) -> dt.datetime:
    if isinstance(value, str) and _INSTANT.fullmatch(value):
        return dt.datetime.fromisoformat(value)
    raise ValueError("is not an instant like 2026-03-01T09:30:00.000000Z")


def _read_id(value: Any) -> UUID:
    if isinstance(value, str) and _UUID.fullmatch(value):
        return UUID(value)
    raise ValueError("is not a UUID")


def _read_hash(value: Any) -> int:
    if isinstance(value, str) and _HASH.fullmatch(value):
        return int(value, 16)
    raise ValueError("is not a hash of 16 hexadecimal digits")


def _read_handle(value: Any) -> tuple[str, str]:
    kind, colon, rest = text(517).read(value).partition(":")
    if not colon or not _HANDLE_KIND.fullmatch(kind) or not 0 < len(rest) <= 500:
        raise ValueError("is not an identifier like email:kim@example.com")
    return kind, rest


def _read_flags(value: Any) -> int:
    if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
        raise ValueError("is not a list of words")
    return sum(_FLAGS.read(word) for word in set(value))


def _read_plain(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict) or not _is_plain(value, 4):
        raise ValueError("is not an object of plain values")
    return value


def _is_plain(value: Any, depth: int) -> bool:
    if isinstance(value, dict):
        members = [*value, *value.values()]
    elif isinstance(value, list):
        members = value
    elif isinstance(value, str):
        return len(value) <= 10_000 and not _UNFIT.search(value)
    elif isinstance(value, float):
        return math.isfinite(value)
    else:
        return value is None or type(value) is bool or abs(value) <= MOST_64
    return depth > 0 and len(members) <= 2000 and all(_is_plain(member, depth - 1) for member in members)


def _read_bytes(value: Any) -> bytes:
    if not isinstance(value, str) or len(value) > LONGEST_BYTES:
        raise ValueError("is not text in base64")
    try:
        return base64.b64decode(value, validate=True)
    except ValueError:
        raise ValueError("is not text in base64") from None


def _read_digest(value: Any) -> str:
    if isinstance(value, str) and _DIGEST.fullmatch(value):
        return value
    raise ValueError("is not a SHA-256 of 64 hexadecimal digits")


def _read_list(value: Any) -> list[Any]:
    if not isinstance(value, list) or not _is_plain(value, 6):
        raise ValueError("is not a list of plain values")
    return value


_BITS = {flag.name.lower(): int(flag) for flag in Flag if flag.name}
_FLAGS = words(_BITS)

TRUTH = Codec(bool, _read_truth)
SHARE = Codec(float, _read_share)
DAY = Codec(_write_day, _read_day)
"""A day number as a date; one that no calendar has stays a number."""
INSTANT = Codec(_write_instant, _read_instant)
"""Epoch seconds as an ISO 8601 instant in UTC; one beyond the year 9999 stays a number."""
MOMENT = Codec(_write_moment, _read_moment)
"""An aware datetime to the microsecond, in UTC."""
ID = Codec(str, _read_id)
KEY = Codec(lambda key: str(UUID(bytes=bytes(key))), lambda value: _read_id(value).bytes)
"""16 bytes as a UUID."""
HASH = Codec(lambda value: f"{value:016x}", _read_hash)
"""A 63-bit hash; as text, since many readers of JSON round numbers that large."""
HANDLE = Codec(lambda handle: f"{handle[0]}:{handle[1]}", _read_handle)
"""A pair of kind and value as `kind:value`; a kind holds no colon."""
FLAGS = Codec(lambda flags: [word for word, bit in _BITS.items() if bit & flags], _read_flags)
PLAIN = Codec(dict, _read_plain)
"""A small JSON object, as it is."""
LIST = Codec(list, _read_list)
"""A list of plain values, as it is."""
BYTES = Codec(lambda value: base64.b64encode(bytes(value)).decode("ascii"), _read_bytes)
"""Bytes in base64 (RFC 4648, section 4)."""
HASHES = Codec(str, _read_digest)
"""A SHA-256 in hexadecimal, "" where there is none."""
