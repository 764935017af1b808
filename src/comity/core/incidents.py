"""The note of an incident: facts apart from impressions, each line a field of its own.

A body is flat (`saw/1`, `saw/2`, …), so that the chain commits to every line by itself (`core.evidence`) and a line can be
shown, or left out, without its neighbours.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from comity.core.errors import Invalid

TEXT = 20_000
"""Characters of a text."""
TITLE = 300
LINES = 100
"""Lines of a kind, and people, in one note."""
ATTACHMENT_BYTES = 25 * 1024 * 1024
PARTS = ("did", "target", "there", "told")
"""What somebody's part in it was: did it, it was done to them, was there, told me of it."""
CREDIT = "credit"
HARMS = (
    "insult",
    "pressure",
    "exclusion",
    CREDIT,
    "harassment",
    "discrimination",
    "retaliation",
    "threat",
    "other",
)
"""Of which kind it was, in the user's judgement: `credit`, they took credit for what was mine."""
LISTS = ("words", "saw", "told", "inferred")
TEXTS = ("title", "where", "others", "response", "impact")
_TIME = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d)?")
_FIELD = re.compile(
    r"(title|when|where|others|response|impact|harm|(person|words|saw|told|inferred)/[1-9]\d{0,2})"
)


@dataclass(frozen=True, slots=True)
class When:
    """When it happened, as it is remembered. starts, ends: ISO 8601 dates or minutes without a zone, ends "" for a
    moment; about: it is not known exactly; told: in words; zone: the IANA zone in which the times are meant."""

    starts: str
    ends: str = ""
    about: bool = False
    told: str = ""
    zone: str = "UTC"


@dataclass(frozen=True, slots=True)
class Someone:
    """Somebody who had a part in it: id of a person of the book ("" for nobody of it), the name as of then, one of `PARTS`."""

    id: str
    name: str
    part: str = "there"


@dataclass(frozen=True, slots=True)
class Told:
    """All that an incident form asks for. harm: some of `HARMS`; words: what was said, word by word; others: who
    else, as free text."""

    title: str
    when: When
    where: str = ""
    people: tuple[Someone, ...] = ()
    others: str = ""
    words: tuple[str, ...] = ()
    saw: tuple[str, ...] = ()
    told: tuple[str, ...] = ()
    inferred: tuple[str, ...] = ()
    response: str = ""
    impact: str = ""
    harm: tuple[str, ...] = ()


def body(told: Told) -> dict[str, Any]:
    """The fields of a note; what was left empty is left out.

    Raises:
        Invalid: no title or time, a time that is none, too many lines, too long a text, or nothing of what happened.
    """
    fields: dict[str, Any] = {"title": _text("title", told.title, TITLE), "when": _when(told.when)}
    if not fields["title"]:
        raise Invalid("title", told.title, "say in a line what it was")
    for name in TEXTS[1:]:
        fields[name] = _text(name, getattr(told, name))
    fields |= _people(told.people)
    fields["harm"] = _harm(told.harm)
    for name in LISTS:
        fields |= _numbered(name, (_text(name, line) for line in getattr(told, name)))
    if not any(name.partition("/")[0] in LISTS for name, value in fields.items() if value):
        raise Invalid("saw", "", "say at least one thing that you saw, heard, were told or infer")
    return {name: value for name, value in fields.items() if value}


def told(fields: Mapping[str, Any]) -> Told:
    """What a note says, from its fields; those that are missing are empty."""
    when = fields.get("when") or {"starts": ""}
    texts = {name: fields.get(name, "") for name in TEXTS}
    lists: dict[str, Any] = {name: tuple(value for _, value in lines(fields, name)) for name in LISTS}
    people = tuple(Someone(**someone) for _, someone in lines(fields, "person"))
    found = Told(when=When(**when), people=people, **texts, **lists)
    return replace(found, harm=tuple(fields.get("harm", ())))


def lines(fields: Mapping[str, Any], name: str) -> list[tuple[str, Any]]:
    """The numbered fields of a kind, as (field, value), in their order."""
    found = [field for field in fields if field.startswith(f"{name}/")]
    return [(field, fields[field]) for field in sorted(found, key=lambda field: int(field.partition("/")[2]))]


def correction(text: str, field: str = "") -> dict[str, Any]:
    """The fields of a correction; field: which line it puts right, "" for the note as a whole.

    Raises:
        Invalid: no words, or no such kind of field.
    """
    words = _text("text", text)
    if not words:
        raise Invalid("text", text, "say what is to be corrected, and how")
    if field and not _FIELD.fullmatch(field):
        raise Invalid("field", field[:80], "an incident has no such part")
    return {"text": words} | ({"field": field} if field else {})


def closing(text: str) -> dict[str, Any]:
    """The fields with which an incident is closed.

    Raises:
        Invalid: no words.
    """
    words = _text("text", text)
    if not words:
        raise Invalid("text", text, "say how it ended")
    return {"text": words}


def attachment(name: str, size: int, digest: str, note: str = "") -> dict[str, Any]:
    """The fields of an attachment; digest: SHA-256 of its bytes in hexadecimal digits.

    Raises:
        Invalid: it is empty or too large.
    """
    if not 0 < size <= ATTACHMENT_BYTES:
        raise Invalid("file", name[:80], f"it must hold between 1 byte and {ATTACHMENT_BYTES // 2**20} MB")
    shown = re.sub(r"[\x00-\x1f\x7f/\\]", "_", _text("file", name, None))[-200:] or "file"
    fields = {"name": shown, "size": size, "sha256": digest, "note": _text("note", note)}
    return {key: value for key, value in fields.items() if value}


def _harm(told: Iterable[str]) -> list[str]:
    chosen = set(told)
    if unknown := chosen - set(HARMS):
        raise Invalid("harm", ", ".join(sorted(unknown))[:80], "this is none of: " + ", ".join(HARMS))
    return [kind for kind in HARMS if kind in chosen]


def _when(when: When) -> dict[str, Any]:
    for value in (when.starts, *filter(None, [when.ends])):
        _moment(value)
    if when.ends and (when.ends[:10] < when.starts[:10] or (_both_timed(when) and when.ends < when.starts)):
        raise Invalid("ends", when.ends, "it ends before it starts")
    fields = {
        "starts": when.starts,
        "ends": when.ends,
        "about": when.about,
        "told": _text("told", when.told, TITLE),
        "zone": when.zone,
    }
    return {name: value for name, value in fields.items() if value}


def _both_timed(when: When) -> bool:
    return "T" in when.starts and "T" in when.ends


def _moment(value: str) -> None:
    try:
        if not _TIME.fullmatch(value):
            raise ValueError
        dt.datetime.fromisoformat(value)
    except ValueError:
        raise Invalid(
            "when", value[:40], "write a date like 2026-03-09, or with a time like 2026-03-09T14:30"
        ) from None


def _people(people: Iterable[Someone]) -> dict[str, Any]:
    found = []
    for someone in people:
        if someone.part not in PARTS:
            raise Invalid("part", someone.part[:40], f"it is one of {', '.join(PARTS)}")
        found.append({"id": someone.id, "name": _text("person", someone.name, TITLE), "part": someone.part})
    return _numbered("person", found)


def _numbered(name: str, values: Iterable[Any]) -> dict[str, Any]:
    found = [value for value in values if value]
    if len(found) > LINES:
        raise Invalid(name, str(len(found)), f"at most {LINES} of these in one note")
    return {f"{name}/{number}": value for number, value in enumerate(found, 1)}


def _text(field: str, text: str, most: int | None = TEXT) -> str:
    words = text.strip()
    if most is not None and len(words) > most:
        raise Invalid(field, words[:40], f"it has more than {most} characters")
    try:
        words.encode("utf-8")
    except UnicodeEncodeError:
        raise Invalid(field, "", "it holds half a character, which cannot be kept") from None
    return words
