"""Copies of one interaction that differ.

The same message may reach a book twice with other recipients (the sender's copy shows Bcc) or another text
(a list adds its footer). Every differing copy is kept as it was read; what is shown is chosen from the set
of copies alone, so that neither the order of imports nor an undo changes it: the longest text, then the
larger digest; the parties of all copies together.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django.db.backends.utils import CursorWrapper

from comity.store import fulltext
from comity.store.sql import rows

if TYPE_CHECKING:
    from comity.store.intake import Flat, Intake

_ADD = "INSERT INTO store_variant (book_id, interaction_id, digest, record) VALUES (%s,%s,%s,%s)"


def add(cursor: CursorWrapper, intake: Intake, interaction: int, flat: Flat) -> None:
    """Keep a copy that differs from what is stored, and show the best of all."""
    known = {digest for (digest,) in rows(cursor, "SELECT digest FROM store_variant WHERE interaction_id = %s", [interaction])}
    if not known:
        current = _current(cursor, interaction)
        if current["digest"] == flat[13]:
            return
        cursor.execute(_ADD, [intake.book, interaction, current["digest"], json.dumps(current)])
        known = {current["digest"]}
    if flat[13] in known:
        return
    record = {
        "subject": flat[6],
        "snippet": flat[7],
        "text": flat[8],
        "parties": [list(p) for p in flat[9]],
        "flags": flat[10],
        "digest": flat[13],
    }
    cursor.execute(_ADD, [intake.book, interaction, flat[13], json.dumps(record)])
    settle(cursor, intake, interaction)


def settle(cursor: CursorWrapper, intake: Intake, interaction: int) -> None:
    """Show the best of the copies that are kept; forget them where only one is left."""
    found = rows(cursor, "SELECT record FROM store_variant WHERE interaction_id = %s", [interaction])
    records = sorted((json.loads(text) for (text,) in found), key=lambda r: (len(r["text"]), r["digest"]))
    best = records[-1]
    parties: dict[tuple[str, str], list[Any]] = {}
    for record in records:
        for party in record["parties"]:
            held = parties.get((party[1], party[2]))
            if held is None or (party[0], held[3] == "") < (held[0], party[3] == ""):
                parties[party[1], party[2]] = party
    flags = best["flags"]
    for record in records:
        flags |= record["flags"] & 4
    fulltext.remove(cursor, [interaction])
    kind, at = rows(cursor, "SELECT kind, at FROM store_interaction WHERE id = %s", [interaction])[0]
    cursor.execute(
        "UPDATE store_interaction SET subject=%s, snippet=%s, flags=%s, digest=%s WHERE id=%s",
        [best["subject"], best["snippet"], flags, best["digest"], interaction],
    )
    cursor.execute("UPDATE store_content SET text=%s WHERE interaction_id=%s", [best["text"], interaction])
    fulltext.add(cursor, intake.book, [(interaction, best["subject"], best["text"])])
    cursor.execute("DELETE FROM store_participant WHERE interaction_id=%s", [interaction])
    ordered = sorted(parties.values(), key=lambda p: (p[0], p[1], p[2]))
    intake.look_up(cursor, ((p[1], p[2]) for p in ordered))
    cursor.executemany(
        "INSERT INTO store_participant (book_id, interaction_id, identifier_id, part, contact, at) "
        "VALUES (%s,%s,%s,%s,%s,%s)",
        intake.participants(interaction, kind, flags, at, [tuple(p) for p in ordered]),
    )
    intake.resettled.add(interaction)
    if len(records) == 1:
        cursor.execute("DELETE FROM store_variant WHERE interaction_id = %s", [interaction])


def _current(cursor: CursorWrapper, interaction: int) -> dict[str, Any]:
    subject, snippet, text, flags, digest = rows(
        cursor,
        "SELECT i.subject, i.snippet, c.text, i.flags, i.digest FROM store_interaction i "
        "JOIN store_content c ON c.interaction_id = i.id WHERE i.id = %s",
        [interaction],
    )[0]
    parties = rows(
        cursor,
        "SELECT p.part, d.kind, d.value FROM store_participant p JOIN store_identifier d ON d.id = p.identifier_id "
        "WHERE p.interaction_id = %s AND p.part <> 8 ORDER BY p.id",
        [interaction],
    )
    return {
        "subject": subject,
        "snippet": snippet,
        "text": text,
        "parties": [[*party, ""] for party in parties],
        "flags": flags,
        "digest": digest,
    }
