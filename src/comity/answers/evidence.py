"""An evidence pack: what would go into it and what stands against that, and the pack itself. Only while the seal is open."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from comity.answers import anchors as anchor_answers
from comity.answers import chronology, incidents
from comity.answers.guarding import Guard, guard, why
from comity.answers.guarding.gate import Withheld
from comity.answers.heads import heads
from comity.core import evidence_check
from comity.core.audience import ANYBODY, Audience, of
from comity.core.errors import Invalid
from comity.core.evidence import ATTACHMENT
from comity.core.evidence_check import RFC3161
from comity.exports import evidence as writer
from comity.exports.evidence import Note, Outside, Pack, Redaction
from comity.store import chain, sealing
from comity.store.access import Scope
from comity.store.chain import Opened
from comity.store.models import Anchor, IncidentEntry, Person

MOST_BYTES = 200 * 1024 * 1024
"""Bytes of files in one pack."""
MOST_INCIDENTS = 200
_TEXT_BYTES = 1024 * 1024
"""Bytes of a file up to which it is looked through as text for what was told in confidence."""
Choices = Mapping[tuple[int, str], str]
"""Reasons by (number of the entry, name of the field)."""


@dataclass(frozen=True, slots=True)
class FieldLine:
    """A field that would be shown. against: why something told in confidence stands against it, "" for nothing."""

    number: int
    kind: str
    field: str
    label: str
    text: str
    against: str

    @property
    def key(self) -> str:
        """How a choice names it."""
        return f"{self.number}:{self.field}"


@dataclass(frozen=True, slots=True)
class Made:
    """A pack: its bytes, a name for it, and the fingerprint that its verifier prints."""

    data: bytes
    name: str
    fingerprint: str


def audience_of(people: Sequence[int]) -> Audience:
    """Who will read it: these people, by their rows, or with nobody named whoever gets hold of it."""
    return of(*(head.id for head in heads(people).values())) if people else ANYBODY


def look(scope: Scope, ids: Sequence[str], audience: Audience) -> tuple[FieldLine, ...]:
    """All that a pack of these incidents would show, each field with what stands against it.

    Raises:
        Locked, NoVault: what is sealed is not open; NotFound: no such incident in this book; Invalid: too many.
    """
    gate = guard(scope, audience)
    return tuple(line for one in _opened(scope, ids) for entry in one for line in _fields(scope, gate, entry))


def pack(
    scope: Scope,
    ids: Sequence[str],
    audience: Audience,
    *,
    made_for: str,
    left_out: Choices | None = None,
    released: Choices | None = None,
) -> Made:
    """Make the pack. left_out: what is not shown, and why; released: what is, although a confidence stands against it.

    Raises:
        Locked, NoVault: what is sealed is not open; NotFound: no such incident in this book;
        Invalid: too many or too large, no such field, no reason, or a confidence stands against a field and it
            was not decided what to do.
    """
    left, freed = _reasons(left_out), _reasons(released)
    entries = _opened(scope, ids)
    gate = guard(scope, audience)
    _decided([line for one in entries for entry in one for line in _fields(scope, gate, entry)], left, freed)
    made_at, made_by = int(time.time()), _me(scope)
    told = Pack(
        made_at=made_at,
        made_by=made_by,
        made_for=made_for.strip()[:300],
        incidents=[one[0].id for one in entries],
        headers=[stored.header for stored in _whole(scope)],
        notes=_notes(scope, entries, left),
        anchors=_anchors(scope),
        redactions=[Redaction(*key, reason, made_by, made_at) for key, reason in sorted(left.items())],
        released=[Redaction(*key, reason, made_by, made_at) for key, reason in sorted(freed.items())],
        chronology=chronology.document(
            scope, entries, left, made_by=made_by, made_at=made_at, anchors=_anchor_words(scope)
        ),
    )
    data = writer.zipped(told)
    return Made(data, f"evidence-{scope.moment(made_at):%Y-%m-%d}.zip", writer.fingerprint(data))


def _opened(scope: Scope, ids: Sequence[str]) -> list[list[Opened]]:
    if not 0 < len(set(ids)) <= MOST_INCIDENTS:
        raise Invalid("incidents", str(len(ids)), f"choose between 1 and {MOST_INCIDENTS} incidents")
    return [incidents.entries(scope, id) for id in dict.fromkeys(ids)]


def _fields(scope: Scope, gate: Guard, entry: Opened) -> list[FieldLine]:
    """The fields of an entry in the order of its form; of a file also the file itself."""
    number, kind = entry.header.link.number, entry.header.link.kind
    texts = {field: chronology.said(field, value) for field, value in entry.body.items()}
    if kind == ATTACHMENT:
        texts["file"] = _as_text(incidents.attachment(scope, entry.id)[1]) if gate else ""
    found = []
    for field in chronology.ordered(texts):
        against = gate.closed(texts[field], rows=[("incident_entries", entry.id)])
        reasons = dict.fromkeys(why(Withheld("", gate.reason(id), id)) for id in against)
        shown = str(entry.body["name"]) if field == "file" else texts[field]
        found.append(FieldLine(number, kind, field, chronology.label(field), shown, " ".join(reasons)))
    return found


def _as_text(content: bytes) -> str:
    if len(content) > _TEXT_BYTES:
        return ""
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return ""


def _reasons(choices: Choices | None) -> dict[tuple[int, str], str]:
    found = {key: reason.strip()[:500] for key, reason in (choices or {}).items()}
    for (number, field), reason in found.items():
        if not reason:
            raise Invalid("reason", f"{number}:{field}", "say why; the reason goes into the pack")
    return found


def _decided(lines: Sequence[FieldLine], left: Choices, freed: Choices) -> None:
    """That each choice is about a field there is, and each field with something against it was decided."""
    known = {(line.number, line.field): line for line in lines}
    for number, field in (*left, *freed):
        if (number, field) not in known:
            raise Invalid("field", f"{number}:{field}", "the pack has no such field")
    for key, line in known.items():
        if line.against and key not in left and key not in freed:
            raise Invalid(
                "field",
                line.key,
                "something told in confidence stands in it; leave it out, or say why it is shown",
            )


def _whole(scope: Scope) -> list[evidence_check.Stored]:
    """All links, if the chain is whole: a pack of a broken chain would only show that it is broken."""
    stored = list(chain.stored(scope.book_id))
    report = evidence_check.check(stored, chain.anchored(scope.book_id))
    if not report.is_whole:
        first = report.findings[0]
        raise Invalid(
            "chain", f"{first.number}: {first.what}", "the chain is not whole; look at its check first"
        )
    return stored


def _notes(scope: Scope, entries: Sequence[Sequence[Opened]], left: Choices) -> list[Note]:
    notes, room = [], MOST_BYTES
    for entry in (entry for one in entries for entry in one):
        number = entry.header.link.number
        hidden = {field for field in entry.body if (number, field) in left}
        content = None
        if entry.header.link.kind == ATTACHMENT and not {
            (number, "file"),
            (number, "sha256"),
            (number, "size"),
        } & set(left):
            content = incidents.attachment(scope, entry.id)[1]
            room -= len(content)
        if room < 0:
            raise Invalid(
                "files",
                "",
                f"they have more than {MOST_BYTES // 2**20} MB together; leave some out, or make two packs",
            )
        shown = {field: value for field, value in entry.body.items() if field not in hidden}
        salts = {field: entry.salts[field] for field in shown}
        notes.append(Note(number, entry.id, shown, salts, sorted(hidden), content))
    return notes


def _anchors(scope: Scope) -> list[Outside]:
    rows = Anchor.objects.filter(book_id=scope.book_id).order_by("number", "id")
    return [
        Outside(row.number, row.digest, row.kind, row.at, row.to, bytes(row.token) if row.token else None)
        for row in rows
    ]


def _anchor_words(scope: Scope) -> list[str]:
    kinds = {
        RFC3161: _("time stamp of %(to)s"),
        "printed": _("printed %(to)s"),
        "mailed": _("mailed to %(to)s"),
    }
    lines = []
    for one in sorted(anchor_answers.anchors(scope), key=lambda one: (one.number, one.at)):
        words = kinds[one.kind] % {"to": one.to}
        lines.append(
            _("Up to entry %(number)d: %(what)s, %(at)s")
            % {
                "number": one.number,
                "what": words.strip(),
                "at": f"{one.at:%Y-%m-%d %H:%M} {one.at.tzname()}",
            }
        )
    last = (
        IncidentEntry.objects.filter(book_id=scope.book_id)
        .order_by("-number")
        .values_list("number", flat=True)[0]
    )
    covered = max((one.number for one in anchor_answers.anchors(scope) if one.kind == RFC3161), default=0)
    if covered < last:
        lines.append(
            _("Not covered by a time stamp yet: entries %(first)d to %(last)d.")
            % {"first": covered + 1, "last": last}
        )
    return lines


def _me(scope: Scope) -> str:
    sealing.key_of(scope)
    name = (
        Person.objects.filter(book_id=scope.book_id, is_me=True, merged_into=None)
        .values_list("name", flat=True)
        .first()
    )
    return name or _("the owner of the book")
