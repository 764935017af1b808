"""Incidents as a chronology to be read: when it happened apart from when it was written, corrections beside what they correct."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from comity.answers import wording
from comity.core import incidents as core
from comity.core.evidence import ATTACHMENT, CLOSING, CORRECTION, INCIDENT, grouped
from comity.exports.pdf import pdf
from comity.store.access import Scope
from comity.store.chain import Opened

LABELS = {
    "title": later("What it was"),
    "when": later("When it happened"),
    "harm": later("What kind it was"),
    "where": later("Where"),
    "person": later("Who was there"),
    "others": later("Who else was there"),
    "words": later("Exact words"),
    "saw": later("Saw or heard"),
    "told": later("Was told by others"),
    "inferred": later("Infers"),
    "response": later("Own response"),
    "impact": later("What it led to"),
    "text": later("Text"),
    "field": later("Which line"),
    "name": later("Name of the file"),
    "size": later("Size of the file"),
    "sha256": later("SHA-256 of the file"),
    "note": later("What the file is"),
    "file": later("The file itself"),
}
"""What the fields of a note are called."""
PARTS = {
    "did": later("did it"),
    "target": later("it was done to them"),
    "there": later("was there"),
    "told": later("told of it"),
}
"""What somebody's part was, in words."""
HARMS = {
    "insult": later("insulted or humiliated somebody"),
    "pressure": later("put somebody under pressure"),
    "exclusion": later("left somebody out on purpose"),
    "credit": later("took credit for what was mine"),
    "harassment": later("harassed somebody"),
    "discrimination": later("treated somebody worse for who they are"),
    "retaliation": later("paid somebody back for speaking up"),
    "threat": later("threatened somebody"),
    "other": later("another kind"),
}
"""Of which kind an incident was, in words."""
_SECTIONS = (
    "harm",
    "where",
    "person",
    "others",
    "words",
    "saw",
    "told",
    "inferred",
    "response",
    "impact",
)
Left = Mapping[tuple[int, str], str]
"""Why a field (number of its entry, name) is left out."""


def label(field: str) -> str:
    """What a field is called, with its number in a list."""
    name, _slash, number = field.partition("/")
    return f"{LABELS.get(name, name)} {number}".strip()


def ordered(fields: Iterable[str]) -> list[str]:
    """The names of fields in the order of the form, those of a list by their numbers."""
    order = {name: place for place, name in enumerate(LABELS)}
    parts = {field: field.partition("/") for field in fields}
    return sorted(
        parts, key=lambda field: (order.get(parts[field][0], len(order)), int(parts[field][2] or 0))
    )


def said(field: str, value: Any) -> str:
    """What a field says, in words."""
    if field == "when":
        return when(value)
    if field.startswith("person/"):
        return f"{value['name']} ({PARTS.get(value['part'], value['part'])})"
    if field == "harm":
        return ", ".join(str(HARMS.get(kind, kind)) for kind in value)
    return str(value)


def when(value: Mapping[str, Any]) -> str:
    """A time as it was told."""
    first, last = str(value.get("starts", "")), str(value.get("ends", ""))
    same = "T" in first and "T" in last and first[:10] == last[:10]
    starts, ends = _moment(first), last[11:] if same else _moment(last)
    words = _("%(start)s to %(end)s") % {"start": starts, "end": ends} if ends else starts
    if value.get("about"):
        words = _("about %(time)s") % {"time": words}
    if "T" in first:
        words += f" ({value.get('zone', 'UTC')})"
    return f"{words}; “{value['told']}”" if value.get("told") else words


def document(
    scope: Scope,
    entries: Sequence[Sequence[Opened]],
    left: Left,
    *,
    made_by: str,
    made_at: int,
    anchors: Sequence[str],
) -> bytes:
    """The chronology of these incidents, each with its entries in order, as a PDF."""
    ordered = sorted(entries, key=lambda one: (one[0].body["when"]["starts"], one[0].header.link.number))
    values = {
        "title": _("Chronology"),
        "made": _("Written down by %(name)s. Made on %(day)s.")
        % {"name": made_by, "day": _at(scope, made_at)},
        "foot": _("Reading copy. What counts are the originals in this pack; verify.py checks them."),
        "labels": {
            "happened": _("Happened"),
            "written": _("Written down"),
            "left": _("left out"),
            "corrected": _("Corrected"),
            "files": _("Files"),
            "end": _("How it ended"),
            "whole": _("Corrections to the note as a whole"),
        },
        "note": _(
            "When something happened is what the writer says. When it was written down is what the chain shows, up to its last "
            "time stamp. Black bars stand where something was left out, with the reason."
        ),
        "anchors": list(anchors),
        "incidents": [_incident(scope, one, left) for one in ordered],
    }
    return pdf("chronology", values)


def _incident(scope: Scope, entries: Sequence[Opened], left: Left) -> dict[str, Any]:
    first, rest = entries[0], entries[1:]
    corrections = [one for one in rest if one.header.link.kind == CORRECTION]
    number = first.header.link.number
    sections = []
    for name in _SECTIONS:
        fields = [field for field, _value in core.lines(first.body, name)] or [name] * (name in first.body)
        if fields:
            lines = [_line(scope, first, field, left, corrections) for field in fields]
            sections.append({"label": str(LABELS[name]), "lines": lines})
    lined = {field for field in first.body if _corrects(corrections, first, field)}
    whole = [
        one
        for one in corrections
        if (one.header.link.corrects, one.body.get("field", "")) not in {(first.id, field) for field in lined}
    ]
    return {
        "number": number,
        "digest": grouped(first.digest),
        "title": _line(scope, first, "title", left, corrections),
        "happened": _line(scope, first, "when", left, corrections),
        "written": _at(scope, first.header.link.written_at),
        "sections": sections,
        "whole": [_correction(scope, one, left) for one in whole],
        "files": [_file(scope, one, left) for one in rest if one.header.link.kind == ATTACHMENT],
        "end": [_text(scope, one, left) for one in rest if one.header.link.kind == CLOSING],
    }


def _line(
    scope: Scope, entry: Opened, field: str, left: Left, corrections: Sequence[Opened]
) -> dict[str, Any]:
    reason = left.get((entry.header.link.number, field))
    return {
        "text": "" if reason is not None else said(field, entry.body[field]),
        "left": reason,
        "corrections": [_correction(scope, one, left) for one in _corrects(corrections, entry, field)],
    }


def _corrects(corrections: Sequence[Opened], entry: Opened, field: str) -> list[Opened]:
    return [
        one
        for one in corrections
        if one.header.link.corrects == entry.id and one.body.get("field", "") == field
    ]


def _correction(scope: Scope, one: Opened, left: Left) -> dict[str, Any]:
    field = str(one.body.get("field", ""))
    hidden = left.get((one.header.link.number, "field"))
    return _text(scope, one, left) | {"field": label(field) if field and hidden is None else ""}


def _text(scope: Scope, one: Opened, left: Left) -> dict[str, Any]:
    number = one.header.link.number
    reason = left.get((number, "text"))
    return {
        "number": number,
        "text": "" if reason is not None else str(one.body.get("text", "")),
        "left": reason,
        "written": _at(scope, one.header.link.written_at),
    }


def _file(scope: Scope, one: Opened, left: Left) -> dict[str, Any]:
    number = one.header.link.number
    shown = {
        name: one.body.get(name, "") for name in ("name", "note", "sha256") if (number, name) not in left
    }
    reason = next((left[(number, name)] for name in ("name", "note", "file") if (number, name) in left), None)
    return {
        "number": number,
        "text": " — ".join(str(shown[name]) for name in ("name", "note") if shown.get(name)),
        "digest": str(shown.get("sha256", "")),
        "left": reason,
        "written": _at(scope, one.header.link.written_at),
    }


def _moment(text: str) -> str:
    if not text:
        return ""
    at = dt.datetime.fromisoformat(text)
    day = wording.long_date(at.date())
    return f"{day}, {at:%H:%M}" if "T" in text else day


def _at(scope: Scope, at: int) -> str:
    moment = scope.moment(at)
    return f"{wording.long_date(moment.date())}, {moment:%H:%M} {moment.tzname()}"


__all__ = ["HARMS", "INCIDENT", "LABELS", "PARTS", "document", "label", "said", "when"]
