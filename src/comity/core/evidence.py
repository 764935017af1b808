"""The chain of incident notes: what each link says in clear, and how it is bound to the one before it.

A link is a header in canonical JSON (RFC 8785, of which only objects, text, whole numbers and null occur). Its SHA-256 is
the link's digest. It names the digest before it, the SHA-256 and size of the ciphertext, and for each field of the note
a salted commitment; the salts stand only in the ciphertext, so nobody can guess a text and compare, while its owner can
show single fields. When something happened stands inside; `written_at` is when it was written down.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

FORMAT = "comity-incident-chain"
VERSION = 1
START = "0" * 64
"""What the first link names as the digest before it."""
INCIDENT, CORRECTION, ATTACHMENT, CLOSING = KINDS = ("incident", "correction", "attachment", "closing")
SALT_BYTES = 32
CLOCK_SECONDS = 300
"""By how much two clocks may differ before an order of times counts as wrong."""
_WHOLE = 2**53
_DEEPEST = 8
_KEYS = frozenset(
    "format version book number entry incident kind corrects written_at previous ciphertext size fields".split()
)
Body = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Link:
    """What a new entry's header says, but for what is computed. corrects: the UUID of an entry, None for none;
    book: UUID of the book in which the chain began; written_at: epoch seconds."""

    book: str
    number: int
    entry: str
    incident: str
    kind: str
    corrects: str | None
    written_at: int
    previous: str


@dataclass(frozen=True, slots=True)
class Header:
    """A header as it was read; ciphertext: SHA-256 of nonce and ciphertext; fields: the commitments by name."""

    link: Link
    ciphertext: str
    size: int
    fields: Mapping[str, str]


def canonical(value: object) -> bytes:
    """A value as RFC 8785 writes it: sorted keys, no white space, UTF-8.

    Raises:
        ValueError: it holds a fraction, a number that JSON cannot hold, half a character, or is nested too deep.
    """
    _check(value, 0)
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return text.encode("utf-8")


def digest(header: bytes) -> str:
    """The digest that names a link."""
    return hashlib.sha256(header).hexdigest()


def salts(body: Body) -> dict[str, str]:
    """A random salt for each field, in hexadecimal digits."""
    return {name: secrets.token_hex(SALT_BYTES) for name in body}


def commitment(salt: str, value: object) -> str:
    """SHA-256 of the salt's bytes and the canonical value.

    Raises:
        ValueError: the salt is no hexadecimal number, or the value has no canonical form.
    """
    return hashlib.sha256(bytes.fromhex(salt) + canonical(value)).hexdigest()


def header(link: Link, ciphertext: bytes, body: Body, salted: Mapping[str, str]) -> bytes:
    """The header of a link over this ciphertext, with commitments to what was sealed in it.

    Raises:
        ValueError: the body has no canonical form.
    """
    return canonical(
        {
            "format": FORMAT,
            "version": VERSION,
            "book": link.book,
            "number": link.number,
            "entry": link.entry,
            "incident": link.incident,
            "kind": link.kind,
            "corrects": link.corrects,
            "written_at": link.written_at,
            "previous": link.previous,
            "ciphertext": hashlib.sha256(ciphertext).hexdigest(),
            "size": len(ciphertext),
            "fields": {name: commitment(salted[name], value) for name, value in body.items()},
        }
    )


def read(header: bytes) -> Header | None:
    """What a header says; None where it is none, or is not written as `header` writes it."""
    try:
        told = json.loads(header)
        if not isinstance(told, dict) or set(told) != _KEYS or canonical(told) != header:
            return None
    except (ValueError, RecursionError):
        return None
    texts = ("format", "book", "entry", "incident", "kind", "previous", "ciphertext")
    numbers = ("version", "number", "written_at", "size")
    fields = told["fields"]
    fits = (
        all(isinstance(told[name], str) for name in texts)
        and all(type(told[name]) is int for name in numbers)
        and (told["corrects"] is None or isinstance(told["corrects"], str))
        and isinstance(fields, dict)
        and all(isinstance(value, str) for value in fields.values())
        and (told["format"], told["version"]) == (FORMAT, VERSION)
        and told["kind"] in KINDS
    )
    if not fits:
        return None
    names = ("book", "number", "entry", "incident", "kind", "corrects", "written_at", "previous")
    return Header(Link(*(told[name] for name in names)), told["ciphertext"], told["size"], fields)


def differing(fields: Mapping[str, str], body: Body, salted: Mapping[str, str]) -> tuple[str, ...]:
    """The fields of a note, or a part of them, that are not what its header committed to."""
    return tuple(name for name, value in body.items() if not _fits(fields.get(name), salted.get(name), value))


def grouped(digest: str, size: int = 8) -> str:
    """A digest in groups that can be read out and compared."""
    return " ".join(digest[at : at + size] for at in range(0, len(digest), size))


def _fits(committed: str | None, salt: str | None, value: object) -> bool:
    if committed is None or not isinstance(salt, str) or len(salt) != 2 * SALT_BYTES:
        return False
    try:
        return commitment(salt, value) == committed
    except ValueError:
        return False


def _check(value: object, depth: int) -> None:
    if depth > _DEEPEST:
        raise ValueError("nested too deep")
    if isinstance(value, Mapping):
        for key, inner in value.items():
            _check_text(key)
            _check(inner, depth + 1)
    elif isinstance(value, Sequence) and not isinstance(value, str | bytes):
        for inner in value:
            _check(inner, depth + 1)
    elif isinstance(value, str):
        _check_text(value)
    elif not (value is None or type(value) is bool or (type(value) is int and abs(value) < _WHOLE)):
        raise ValueError("only text, whole numbers, true, false and null have a canonical form here")


def _check_text(text: object) -> None:
    if not isinstance(text, str):
        raise ValueError("a name must be text")
    text.encode("utf-8")
