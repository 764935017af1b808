"""The content line that vCard and iCalendar share: `group.NAME;PARAM=value:value`, folded.

RFC 6350 section 3.3 and RFC 5545 section 3.1, with the 2.1 forms still in use (bare parameters,
quoted-printable with soft breaks). A property keeps the physical lines it was read from.
"""

from __future__ import annotations

import binascii
import codecs
import re
from collections.abc import Iterable
from typing import NamedTuple

_MAX_OCTETS = 75
_PHYSICAL = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_HEAD = re.compile(r"(?:([A-Za-z0-9_-]+)\.)?([A-Za-z0-9_-]+)(?=[;:])")
_NAME = re.compile(r"(?:[A-Za-z0-9_-]+\.)?[A-Za-z0-9_-]+")
_PARAMETER_NAME = re.compile(r"[^=;:\"]*")
_PARAMETER_VALUE = re.compile(r"(?:\"[^\"]*\"|[^;:])*")
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_CIRCUMFLEX = re.compile(r"\^([n'^])")
_TEXT_CODECS = ("utf", "iso", "latin", "ascii", "cp", "windows", "koi8", "gb", "big5", "shift", "euc", "mac")
_ENCODINGS = frozenset({"QUOTED-PRINTABLE", "BASE64", "B", "8BIT", "7BIT"})


class Property(NamedTuple):
    """One property with the lines it was read from.

    group: as written, "" if none; name: upper case, "" for a line that is no property (kept all the
    same); params: (upper-case name, value) pairs, bare 2.1 types as `TYPE` or `ENCODING`; value:
    unfolded, still escaped and encoded; raw: the physical lines with their line ends.
    """

    group: str
    name: str
    params: tuple[tuple[str, str], ...]
    value: str
    raw: str


def physical_lines(text: str) -> list[str]:
    """The lines of a text with their line ends: CRLF, LF or CR, mixed or not, and nothing else."""
    return _PHYSICAL.findall(text)


def is_base64(head: str) -> bool:
    """Whether the upper-case text before a value's colon announces base64."""
    return ";" in head and (head.endswith(("BASE64", "=B")) or "BASE64;" in head or "=B;" in head)


def parse_property(raw: list[str], keeps_space: bool = False) -> Property:
    """The property on these physical lines, the first and its continuations.

    keeps_space: a fold keeps its white space (vCard 2.1, section 2.1.3) instead of dropping one of it.
    """
    text = _unfold(raw, keeps_space)
    head = _HEAD.match(text)
    if head is None:
        return Property("", "", (), text, "".join(raw))
    params, at = _parameters(text, head.end())
    if at < 0:
        return Property("", "", (), text, "".join(raw))
    return Property(head.group(1) or "", head.group(2).upper(), params, text[at:], "".join(raw))


def _unfold(raw: list[str], keeps_space: bool) -> str:
    first = raw[0].rstrip("\r\n")
    if len(raw) == 1:
        return first
    head = first.partition(":")[0].upper()
    soft = "QUOTED-PRINTABLE" in head
    keeps_space = keeps_space and not is_base64(head)
    pieces = [first]
    for line in raw[1:]:
        content = line.rstrip("\r\n")
        if soft and pieces[-1].endswith("="):
            pieces[-1] = pieces[-1][:-1]
        elif content[:1] in (" ", "\t") and not keeps_space:
            content = content[1:]
        pieces.append(content)
    return "".join(pieces)


def _parameters(text: str, at: int) -> tuple[tuple[tuple[str, str], ...], int]:
    """The parameters that begin at `at`, and where the value begins; -1 if there is no value."""
    params: list[tuple[str, str]] = []
    while text[at : at + 1] == ";":
        name, at = _run(_PARAMETER_NAME, text, at + 1)
        if text[at : at + 1] == "=":
            value, at = _run(_PARAMETER_VALUE, text, at + 1)
            params.append((name.strip().upper(), _parameter_text(value)))
        elif name.strip():
            bare = name.strip()
            params.append(("ENCODING" if bare.upper() in _ENCODINGS else "TYPE", bare))
    return (tuple(params), at + 1) if text[at : at + 1] == ":" else ((), -1)


def _run(pattern: re.Pattern[str], text: str, at: int) -> tuple[str, int]:
    """What a pattern that may match nothing matches at `at`, and where it ends."""
    found = pattern.match(text, at)
    return (found.group(), found.end()) if found else ("", at)


def _parameter_text(written: str) -> str:
    """A parameter's value without quotes; `^n`, `^'`, `^^` decoded (RFC 6868)."""
    plain = written.replace('"', "").strip()
    return _CIRCUMFLEX.sub(lambda found: {"n": "\n", "'": '"', "^": "^"}[found.group(1)], plain)


def param(item: Property, name: str) -> str:
    """The first value of a parameter, "" if it has none."""
    return next((value for key, value in item.params if key == name), "")


def decode_bytes(raw: bytes, charset: str = "") -> str:
    """Bytes as text: in the charset if it is a known one that fits, else UTF-8, else Windows-1252."""
    for name in (charset.strip(), "utf-8"):
        try:
            codec = codecs.lookup(name or "utf-8").name
            if codec.startswith(_TEXT_CODECS):
                return raw.decode(codec)
        except (LookupError, ValueError):
            continue
    return raw.decode("cp1252", "replace")


def plain_value(item: Property) -> str:
    """The value without quoted-printable, still escaped; base64 stays as it is."""
    if param(item, "ENCODING").upper() != "QUOTED-PRINTABLE":
        return item.value
    octets = binascii.a2b_qp(item.value.encode("utf-8", "surrogatepass"))
    return decode_bytes(octets, param(item, "CHARSET")).replace("\r\n", "\n")


def unescape(text: str) -> str:
    r"""Text with `\n`, `\,`, `\;` and `\\` resolved (RFC 6350, section 3.4); other escapes lose the sign."""
    if "\\" not in text:
        return text
    return _ESCAPE.sub(lambda found: "\n" if found.group(1) in "nN" else found.group(1), text)


def escape(text: str) -> str:
    """Text fit to be a value: the reverse of `unescape`."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n").replace("\\", "\\\\")
    return plain.replace(",", "\\,").replace(";", "\\;").replace("\n", "\\n")


def split_unescaped(text: str, separator: str) -> list[str]:
    """The parts between separators that no backslash precedes, still escaped."""
    if "\\" not in text:
        return text.split(separator)
    parts, start, at = [], 0, 0
    while at < len(text):
        if text[at] == separator:
            parts.append(text[start:at])
            start = at + 1
        at += 2 if text[at] == "\\" else 1
    return [*parts, text[start:]]


def text_of(item: Property) -> str:
    """The value of a text property, decoded and unescaped."""
    return unescape(plain_value(item))


def fields_of(item: Property) -> list[str]:
    """The components of a structured value (N, ORG, ADR), decoded and unescaped."""
    return [unescape(part) for part in split_unescaped(plain_value(item), ";")]


def list_of(item: Property) -> list[str]:
    """The items of a list value (NICKNAME, CATEGORIES), decoded and unescaped."""
    return [unescape(part) for part in split_unescaped(plain_value(item), ",")]


def make_property(
    name: str, value: str, params: Iterable[tuple[str, str]] = (), group: str = "", newline: str = "\r\n"
) -> Property:
    """A new property, folded at 75 octets (RFC 6350, section 3.2).

    `value` is as it shall stand in the file: use `escape` on text, and join components by ";".

    Raises:
        ValueError: a name or the value would break the line.
    """
    given = tuple((key.upper(), text) for key, text in params)
    head = f"{group}.{name}" if group else name
    if not _NAME.fullmatch(head) or not all(_NAME.fullmatch(key) and "." not in key for key, _ in given):
        raise ValueError("not a property or parameter name")
    if "\r" in value or "\n" in value:
        raise ValueError("a value holds line breaks only when escaped")
    written = "".join(f";{key}={_parameter_written(text)}" for key, text in given)
    return Property(group, name.upper(), given, value, _fold(f"{head}{written}:{value}", newline))


def _parameter_written(text: str) -> str:
    plain = (
        text.replace("^", "^^")
        .replace('"', "^'")
        .replace("\r\n", "\n")
        .replace("\r", "\n")
        .replace("\n", "^n")
    )
    return f'"{plain}"' if any(sign in plain for sign in ":;,") else plain


def _fold(line: str, newline: str) -> str:
    pieces: list[str] = []
    current: list[str] = []
    octets = 0
    for sign in line:
        width = len(sign.encode("utf-8", "surrogatepass"))
        if octets + width > _MAX_OCTETS:
            pieces.append("".join(current))
            current, octets = [" "], 1
        current.append(sign)
        octets += width
    return newline.join([*pieces, "".join(current)]) + newline
