"""The file on one person as a document to print: what is held on them, in words, and without what only machines need."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Mapping
from itertools import islice
from typing import Any

from django.utils.translation import gettext as _

from comity.answers.person_file import Writing, sections

_SHOWN_TEXTS = 300
"""Interactions whose texts a document shows; a file in JSON has all."""
_PLUMBING = (
    "id",
    "key",
    "digest",
    "sort_name",
    "by_hand",
    "nature_by_hand",
    "own",
    "died_told",
    "rhythm_told",
    "seen_at",
    "recorded_at",
)
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|\+00:00)")


def document(writing: Writing, now: dt.datetime) -> dict[str, Any]:
    """The values of the same file as a document (`exports.pdf`, `person_file`): of very many mails only the latest."""
    found: dict[str, list[list[list[str]]]] = {}
    passed: list[Mapping[str, Any]] = []
    withheld = []
    for name, row in sections(writing, _SHOWN_TEXTS):
        if name == "withheld":
            withheld.append([str(row["what"]).replace("_", " "), f"{row['count']}", str(row["reason"])])
        elif name == "interactions":
            passed.append(row)
        else:
            found.setdefault(name, []).append(_pairs(row))
    return {
        "title": _("What is held on %(name)s") % {"name": writing.person.name},
        "made": _("Made on %(day)s by the owner of a private book of working relationships.")
        % {"day": now.date().isoformat()},
        "foot": _("Other people are left out. The whole is in the file that comes with this document."),
        "sections": [{"name": section_words(name), "rows": rows} for name, rows in found.items()],
        "interactions": [_passed(row) for row in reversed(passed)],
        "beyond": writing.beyond,
        "withheld": withheld,
    }


def _pairs(row: Mapping[str, Any]) -> list[list[str]]:
    """A row as pairs of label and words, what says nothing left out."""
    said = (
        (key, value)
        for key, value in row.items()
        if key not in _PLUMBING
        and value not in (None, "", [], {}, False)
        and (key, value) != ("person", "them")
    )
    return [[key.replace("_", " "), _words(value)] for key, value in said]


def _words(value: Any) -> str:
    """A value as it is read: of an instant the day, of what is not text its JSON."""
    if not isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    return value[:10] if _INSTANT.fullmatch(value) else value


def section_words(name: str) -> str:
    """What a section is called in a document."""
    words = {
        "people": _("Who they are"),
        "identifiers": _("Addresses and profiles"),
        "claims": _("What files, and the owner, say of them"),
        "links": _("Addresses known to be one person’s"),
        "relationships": _("What they are to the owner"),
        "positions": _("Where they work"),
        "members": _("Groups they are in"),
        "taggings": _("Tags"),
        "dates": _("Dates"),
        "sources": _("Imports that brought something"),
        "attention": _("What was done with reminders about them"),
        "proposals": _("What the book noticed"),
    }
    return words.get(name, name.replace("_", " ").capitalize())


def _passed(row: Mapping[str, Any]) -> dict[str, str]:
    who = "; ".join(f"{party['part']} {party['who']}" for party in islice(row["participants"], 20))
    return {
        "at": row["at"][:16].replace("T", " "),
        "kind": row["kind"],
        "subject": row["subject"],
        "who": who,
        "text": row["text"][:3000],
    }
