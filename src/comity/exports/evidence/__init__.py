"""An evidence pack: one zip with the originals, the chain, the anchors, and a program that checks them without us.

The same values always give the same bytes. `verify.py` goes into the pack as it stands beside this file; it is of the
standard library alone and shares no code with `core.evidence`, so that each is a check on the other.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import unicodedata
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FORMAT = "comity-evidence-pack"
_HERE = Path(__file__).parent
_STORED_AT = (1980, 1, 1, 0, 0, 0)
_NAME = 60


@dataclass(frozen=True, slots=True)
class Note:
    """An entry that is shown: those of its fields that are, their salts, and an attachment's bytes (None: none, or left out)."""

    number: int
    entry: str
    body: Mapping[str, Any]
    salts: Mapping[str, str]
    withheld: Sequence[str]
    content: bytes | None = None


@dataclass(frozen=True, slots=True)
class Outside:
    """An anchor: which digest was told where, when (epoch seconds), and the reply of a time stamp server."""

    number: int
    digest: str
    kind: str
    at: int
    to: str
    reply: bytes | None


@dataclass(frozen=True, slots=True)
class Redaction:
    """What was left out (or, released, shown although a confidence stands against it), why, who decided, and when."""

    number: int
    field: str
    reason: str
    decided_by: str
    decided_at: int


@dataclass(frozen=True, slots=True)
class Pack:
    """All that goes into a pack. headers: of the whole chain, as they were hashed; chronology: the PDF."""

    made_at: int
    made_by: str
    made_for: str
    incidents: Sequence[str]
    headers: Sequence[bytes]
    notes: Sequence[Note]
    anchors: Sequence[Outside]
    redactions: Sequence[Redaction]
    released: Sequence[Redaction]
    chronology: bytes


def zipped(pack: Pack) -> bytes:
    """The pack as a zip file."""
    files: dict[str, bytes] = {
        "README.txt": (_HERE / "README.txt").read_bytes(),
        "verify.py": (_HERE / "verify.py").read_bytes(),
        "chronology.pdf": pack.chronology,
        "chain.json": _json({"format": FORMAT, "headers": [raw.decode("utf-8") for raw in pack.headers]}),
        "redactions.json": _json(
            {"redactions": _redactions(pack.redactions), "released": _redactions(pack.released)}
        ),
    }
    for note in pack.notes:
        files |= _note(note)
    files |= _anchors(pack.anchors)
    files["manifest.json"] = _json(
        {
            "format": FORMAT,
            "version": 1,
            "made_at": pack.made_at,
            "made_by": pack.made_by,
            "made_for": pack.made_for,
            "incidents": sorted(pack.incidents),
            "files": {name: hashlib.sha256(data).hexdigest() for name, data in files.items()},
        }
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name in sorted(files):
            info = zipfile.ZipInfo(name, _STORED_AT)
            info.compress_type, info.create_system, info.external_attr = zipfile.ZIP_DEFLATED, 3, 0o644 << 16
            archive.writestr(info, files[name])
    return out.getvalue()


def fingerprint(pack: bytes) -> str:
    """SHA-256 of a pack's list of files: what its verifier prints first."""
    with zipfile.ZipFile(io.BytesIO(pack)) as archive:
        return hashlib.sha256(archive.read("manifest.json")).hexdigest()


def _note(note: Note) -> dict[str, bytes]:
    place, file = f"originals/{note.number:05}", None
    files = {}
    if note.content is not None:
        file = f"{place}-{_plain(str(note.body.get('name', '')))}"
        files[file] = note.content
    told = {
        "number": note.number,
        "entry": note.entry,
        "body": note.body,
        "salts": note.salts,
        "withheld": sorted(note.withheld),
        "file": file,
    }
    return {f"{place}.json": _json(told), **files}


def _anchors(anchors: Sequence[Outside]) -> dict[str, bytes]:
    files, listed = {}, []
    for place, one in enumerate(anchors, 1):
        file = f"anchors/{place:05}.tsr" if one.reply is not None else None
        if file and one.reply is not None:
            files[file] = one.reply
        told = {"number": one.number, "digest": one.digest, "kind": one.kind, "at": one.at, "to": one.to}
        listed.append(told | {"file": file})
    return {**files, "anchors/anchors.json": _json({"anchors": listed})}


def _redactions(found: Sequence[Redaction]) -> list[dict[str, Any]]:
    return [
        {
            "number": one.number,
            "field": one.field,
            "reason": one.reason,
            "decided_by": one.decided_by,
            "decided_at": one.decided_at,
        }
        for one in found
    ]


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, sort_keys=True, indent=1) + "\n").encode("utf-8")


def _plain(name: str) -> str:
    """A file's name of letters that every system takes, its ending kept; never one that reads as an original."""
    ascii_name = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode("ascii")
    plain = re.sub(r"[^A-Za-z0-9._-]+", "-", ascii_name)
    plain = re.sub(r"\.{2,}", ".", plain).strip("-.")
    stem, dot, ending = plain.rpartition(".")
    return f"{stem[:_NAME]}{dot}{ending[:10]}" if stem else plain[:_NAME] or "file"
