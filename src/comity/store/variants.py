"""Copies of one interaction that differ.

The same message may reach a book twice with other recipients (the sender's copy shows Bcc) or another text
(a list adds its footer). Every differing copy is kept as it was read; what is shown is chosen from the set
of copies alone, so that neither the order of imports nor an undo changes it: the longest text, then the
larger digest; the parties of all copies together.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.db.backends.utils import CursorWrapper

from comity.core.records import Flag, Part
from comity.store import fulltext
from comity.store.sql import rows

if TYPE_CHECKING:
    from comity.store.intake import Flat, Intake

_ADD = "INSERT INTO store_variant (book_id, interaction_id, digest, record) VALUES (%s,%s,%s,%s)"
_PARTICIPANT = (
    "INSERT INTO store_participant (book_id, interaction_id, identifier_id, part, contact, at) "
    "VALUES (%s,%s,%s,%s,%s,%s)"
)
_ONLY_IF_ALL = int(Flag.BULK | Flag.AUTOMATIC)
"""A single copy that came without the marks of a mass mailing shows that it was meant for its reader."""
_STRENGTH = {int(Part.SENDER): 0, int(Part.LIST): 1}
"""Which part counts where copies disagree: an address that one copy shows to be a list is one."""


def add(cursor: CursorWrapper, intake: Intake, interaction: int, flat: Flat) -> None:
    """Keep a copy that differs from what is stored, and show the best of all."""
    found = rows(cursor, "SELECT digest FROM store_variant WHERE interaction_id = %s", [interaction])
    known = {digest for (digest,) in found}
    if not known:
        shown = current(cursor, interaction)
        if shown["digest"] == flat[13]:
            return
        cursor.execute(_ADD, [intake.book, interaction, shown["digest"], json.dumps(shown)])
        known = {shown["digest"]}
    if flat[13] in known:
        return
    record = {
        "at": flat[2],
        "offset": flat[3],
        "ends_at": flat[4],
        "zone": flat[5],
        "subject": flat[6],
        "snippet": flat[7],
        "text": flat[8],
        "parties": [list(p[:3]) for p in flat[9]],
        "flags": flat[10],
        "parent": flat[12],
        "digest": flat[13],
    }
    cursor.execute(_ADD, [intake.book, interaction, flat[13], json.dumps(record)])
    settle(cursor, intake, interaction)


def settle(cursor: CursorWrapper, intake: Intake, interaction: int) -> None:
    """Show the best of the copies that are kept; forget them where only one is left."""
    found = rows(cursor, "SELECT record FROM store_variant WHERE interaction_id = %s", [interaction])
    records = [json.loads(text) for (text,) in found]
    records.sort(key=lambda r: (len(r["text"]), r["digest"]), reverse=True)
    best, flags, parties = records[0], flags_of(records), parties_of(records)
    fulltext.remove(cursor, [interaction])
    kind = rows(cursor, "SELECT kind FROM store_interaction WHERE id = %s", [interaction])[0][0]
    cursor.execute(
        'UPDATE store_interaction SET at=%s, "offset"=%s, ends_at=%s, zone=%s, subject=%s, snippet=%s, flags=%s, '
        "parent=%s, digest=%s WHERE id=%s",
        [
            *(best[name] for name in ("at", "offset", "ends_at", "zone", "subject", "snippet")),
            *(flags, best["parent"], best["digest"], interaction),
        ],
    )
    cursor.execute("UPDATE store_content SET text=%s WHERE interaction_id=%s", [best["text"], interaction])
    fulltext.add(cursor, intake.book, [(interaction, best["subject"], best["text"])])
    before = rows(
        cursor, "SELECT identifier_id FROM store_participant WHERE interaction_id = %s", [interaction]
    )
    cursor.execute("DELETE FROM store_participant WHERE interaction_id=%s", [interaction])
    intake.look_up(cursor, ((kind, value) for _, kind, value in parties))
    after = intake.participants(interaction, kind, flags, best["at"], parties)
    cursor.executemany(_PARTICIPANT, after)
    intake.resettled.add(interaction)
    intake.disturbed |= {i for (i,) in before} | {row[2] for row in after}
    if len(records) == 1:
        cursor.execute("DELETE FROM store_variant WHERE interaction_id = %s", [interaction])


def flags_of(records: Sequence[dict[str, Any]]) -> int:
    """Flags of all copies together, the best first."""
    flags: int = records[0]["flags"] & ~_ONLY_IF_ALL
    everywhere = _ONLY_IF_ALL
    for record in records:
        everywhere &= record["flags"]
        flags |= record["flags"] & int(Flag.LIST)
    return flags | everywhere


def parties_of(records: Sequence[dict[str, Any]]) -> list[tuple[int, str, str]]:
    """Everybody in any copy as (part, handle kind, value): the best copy's order first."""
    parts: dict[tuple[str, str], int] = {}
    for record in records:
        for part, kind, value in sorted(record["parties"]) if parts else record["parties"]:
            held = parts.get((kind, value))
            if held is None or _STRENGTH.get(part, part) < _STRENGTH.get(held, held):
                parts[kind, value] = part
    return [(part, kind, value) for (kind, value), part in parts.items()]


def current(cursor: CursorWrapper, interaction: int) -> dict[str, Any]:
    """The copy that is shown, as a record like those that are kept."""
    names = ("at", "offset", "ends_at", "zone", "subject", "snippet", "text", "flags", "parent", "digest")
    values = rows(
        cursor,
        'SELECT i.at, i."offset", i.ends_at, i.zone, i.subject, i.snippet, c.text, i.flags, i.parent, i.digest '
        "FROM store_interaction i JOIN store_content c ON c.interaction_id = i.id WHERE i.id = %s",
        [interaction],
    )[0]
    parties = rows(
        cursor,
        "SELECT p.part, d.kind, d.value FROM store_participant p JOIN store_identifier d ON d.id = p.identifier_id "
        "WHERE p.interaction_id = %s AND p.part <> 8 ORDER BY p.id",
        [interaction],
    )
    return dict(zip(names, values, strict=True)) | {"parties": [list(party) for party in parties]}
