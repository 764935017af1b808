"""What an export holds: the kinds of row, the files they stand in, and the keys of each (docs/export-format.md).

Rows refer to one another by what the world knows them by (UUIDs, `kind:value` of an identifier, the number
of an import), never by a row of the database. Kinds are in an order in which each refers only to
those before it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from comity.core.records import Kind, Part
from comity.exports.guard_shapes import GUARDS
from comity.exports.practice_shapes import PRACTICE, later
from comity.exports.values import (
    DAY,
    FLAGS,
    HANDLE,
    HASH,
    ID,
    INSTANT,
    KEY,
    MOMENT,
    PLAIN,
    SHARE,
    TRUTH,
    Codec,
    counted,
    named,
    nullable,
    number,
    text,
    words,
)

FORMAT = "comity-export"
VERSION = 4
"""Raised when an older Comity could no longer read what is written."""
MANIFEST = "comity-export.json"

Shape = Mapping[str, Codec]


class Unfit(ValueError):
    """A row that does not have its shape: where in it, and why."""

    def __init__(self, key: str, reason: str) -> None:
        super().__init__(f"{key} {reason}")
        self.key = key
        self.reason = reason


def write_row(shape: Shape, row: Mapping[str, Any]) -> dict[str, Any]:
    """A row as JSON values, its keys in the order of the shape."""
    return {key: codec.write(row[key]) for key, codec in shape.items()}


def read_row(shape: Shape, value: Any) -> dict[str, Any]:
    """The row that these JSON values are; keys that the shape does not know are passed over.

    Raises:
        Unfit: it has not this shape.
    """
    if not isinstance(value, dict):
        raise Unfit("the line", "is not a JSON object")
    row = {}
    for key, codec in shape.items():
        if key not in value:
            if codec.absent is ...:
                raise Unfit(key, "is missing")
            row[key] = codec.absent
            continue
        try:
            row[key] = codec.read(value[key])
        except Unfit as error:
            raise Unfit(f"{key}: {error.key}", error.reason) from None
        except (ValueError, OverflowError) as error:
            raise Unfit(key, str(error)) from None
    return row


def listed(shape: Shape, most: int = 100_000) -> Codec:
    """A list of rows of one shape."""

    def read(value: Any) -> list[dict[str, Any]]:
        if not isinstance(value, list) or len(value) > most:
            raise ValueError(f"is not a list of at most {most}")
        return [read_row(shape, item) for item in value]

    return Codec(lambda rows: [write_row(shape, row) for row in rows], read)


_DAY_OR_NOT = nullable(DAY)
_COUNT = number(least=0)
_BATCH = number(1, 2_147_483_647)
_BATCH_OR_NOT = nullable(_BATCH)
_ENTRY = later(text(32), "")
_TOLD = later(TRUTH, False)
_TOLD_BY = later(_BATCH_OR_NOT, None)
_SMALL = number(-32_768, 32_767)
_PARTY = {"part": named(Part), "identifier": HANDLE}
_CONTENT = {
    "at": INSTANT,
    "offset": nullable(_SMALL),
    "ends_at": nullable(INSTANT),
    "zone": text(64),
    "subject": text(1000),
    "snippet": text(200),
    "flags": FLAGS,
    "parent": HASH,
    "digest": HASH,
}
_COPY = {**_CONTENT, "parties": listed(_PARTY), "text": text()}

SINCE = (
    {"mappings": 2}
    | {kind: 3 for kind in PRACTICE if kind not in ("commitments", "exchanges")}
    | dict.fromkeys(GUARDS, 4)
)
"""The version from which on there are rows of a kind; the others were there from the first."""

SHAPES: dict[str, Shape] = {
    "imports": {
        "number": _BATCH,
        "id": ID,
        "state": words({state: state for state in ("done", "undone", "cancelled")}),
        "belongs_to": words({owner or "unknown": owner for owner in ("", "mine", "employer")}),
        "employer": text(300)._replace(absent=""),
        "started_at": MOMENT,
        "finished_at": nullable(MOMENT),
        "counts": PLAIN,
        "error": text(),
    },
    "files": {
        "import": _BATCH,
        "number": number(1, 2_147_483_647),
        "label": text(1000),
        "source": text(32),
        "size": _COUNT,
    },
    "problems": {
        "import": _BATCH,
        "file": _BATCH_OR_NOT,
        "position": _COUNT,
        "code": text(32),
        "reason": text(),
    },
    "mappings": {"fingerprint": text(32), "columns": PLAIN},
    "organisations": {"id": ID, "name": text(300), "key": text(300)},
    "tags": {"name": text(100), "key": text(100)},
    "identifiers": {
        "identifier": HANDLE,
        "person": nullable(ID),
        "nature": counted("personal", "shared", "list", "machine"),
        "nature_by_hand": TRUTH,
        "own": counted("no", "personal", "employer", "shared"),
        "own_from": _DAY_OR_NOT,
        "own_until": _DAY_OR_NOT,
        "since": _DAY_OR_NOT,
    },
    "people": {
        "id": ID,
        "name": text(200),
        "sort_name": text(200),
        "merged_into": nullable(ID),
        "me": TRUTH,
        "by_hand": TRUTH,
        "known_since": _DAY_OR_NOT,
        "died_on": _DAY_OR_NOT,
        "died_told": _TOLD,
        "created_at": MOMENT,
    },
    "relationships": {
        "person": ID,
        "standing": text(16),
        "nature": text(16),
        "purpose": text(),
        "i_expect": text(),
        "they_expect": text(),
        "at_stake": text(),
        "rhythm_days": nullable(number(0, 2_147_483_647)),
        "rhythm_told": _TOLD,
        "note": text(),
    },
    "links": {
        "left": HANDLE,
        "right": HANDLE,
        "same": TRUTH,
        "import": _BATCH_OR_NOT,
        "created_at": MOMENT,
    },
    "claims": {
        "identifier": HANDLE,
        "field": text(16),
        "value": text(),
        "origin": words({"others": 1, "self": 2, "card": 3, "user": 4}),
        "first_at": INSTANT,
        "last_at": INSTANT,
        "import": _BATCH_OR_NOT,
    },
    "positions": {
        "person": ID,
        "organisation": nullable(ID),
        "title": text(300),
        "department": text(300),
        "since": _DAY_OR_NOT,
        "until": _DAY_OR_NOT,
        "seen_at": INSTANT,
        "import": _BATCH_OR_NOT,
    },
    "roles": {"person": ID, "role": text(32), "since": _DAY_OR_NOT, "until": _DAY_OR_NOT},
    "taggings": {"person": ID, "tag": text(100), "import": _BATCH_OR_NOT},
    "groups": {"id": ID, "name": text(200), "kind": text(32), "aim": text()},
    "members": {"group": ID, "person": ID},
    "facts": {
        "id": ID,
        "person": ID,
        "text": text(),
        "sensitivity": text(16),
        "source": text(200),
        "noted_on": DAY,
        "hearsay": TRUTH,
        "key": _ENTRY,
        "import": _BATCH_OR_NOT,
    },
    "dates": {
        "person": ID,
        "what": text(32),
        "month": number(1, 12),
        "day": number(1, 31),
        "year": nullable(number(1, 9999)),
        "label": later(text(200), ""),
        "lead_days": later(nullable(number(0, 366)), None),
        "once": later(TRUTH, False),
        "import": _BATCH_OR_NOT,
    },
    "interactions": {
        "id": KEY,
        "kind": named(Kind),
        **_CONTENT,
        "ref": HASH,
        "by_hand": TRUTH,
        "twin": TRUTH,
        "participants": listed({**_PARTY, "contact": counted("none", "from-them", "from-me", "both")}),
        "sightings": listed({"import": _BATCH, "file": _BATCH, "position": _COUNT, "digest": HASH}),
        "copies": listed(_COPY, 1000),
        "text": nullable(text()),
    },
    "reminders": {
        "id": ID,
        "person": nullable(ID),
        "text": text(),
        "due": DAY,
        "every": text(16),
        "last_due": later(_DAY_OR_NOT, None),
        "done_at": nullable(MOMENT),
        "created_at": MOMENT,
        "key": _ENTRY,
        "import": _TOLD_BY,
    },
    **PRACTICE,
    **GUARDS,
    "attention": {"key": text(200), "act": text(16), "until": _DAY_OR_NOT, "created_at": MOMENT},
    "proposals": {
        "id": ID,
        "kind": text(32),
        "key": text(500),
        "evidence": PLAIN,
        "probability": nullable(SHARE),
        "state": words({state: state for state in ("open", "accepted", "declined")}),
        "import": _BATCH_OR_NOT,
        "created_at": MOMENT,
        "decided_at": nullable(MOMENT),
    },
}
"""The keys of each kind of row; a kind stands in the file `KIND.jsonl`."""

BOOK: Shape = {
    "id": ID,
    "name": text(200),
    "zone": text(64),
    "is_sample": TRUTH,
    "today_items": later(number(1, 100), 7),
    "propose_days": later(number(0, 3660), 30),
    "personal_news": later(TRUTH, False),
}


def file_of(kind: str) -> str:
    """The name of the file that holds the rows of this kind."""
    return f"{kind}.jsonl"
