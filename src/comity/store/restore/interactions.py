"""What passed between people, with everybody's part and the files in which it was seen."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from django.db.backends.utils import CursorWrapper

from comity.core.errors import Invalid
from comity.core.records import Part
from comity.store import fulltext, variants
from comity.store.intake import Flat
from comity.store.models import Content, Interaction, Participant, Sighting, Variant
from comity.store.restore.state import Placed, Row, State, known
from comity.store.sql import ints, rows

_CONTENT = ("at", "offset", "ends_at", "zone", "subject", "snippet", "flags", "parent", "digest")
_COLUMNS = ("kind", *_CONTENT, "ref", "by_hand", "twin")


def interactions(state: State, cursor: CursorWrapper, found: Placed) -> None:
    """Add what is missing; of what is known add the sightings, and the copies that differ."""
    keys = [row["id"] for _, row in found]
    if len(set(keys)) < len(keys):
        raise Invalid(found[0][0], "id", "one of the lines from here on stands twice")
    stored = Interaction.objects.filter(book_id=state.book, key__in=keys).values_list(
        "key", "id", "digest", "by_hand"
    )
    here = {bytes(key): (i, digest, by_hand) for key, i, digest, by_hand in stored}
    state.intake.look_up(cursor, _handles(row for _, row in found))
    fresh = [(place, row) for place, row in found if row["id"] not in here]
    ids = _insert(state, cursor, [row for _, row in fresh])
    _sight(state, cursor, fresh, ids)
    again = [(place, row) for place, row in found if row["id"] in here]
    _sight(state, cursor, again, [here[row["id"]][0] for _, row in again])
    for _, row in again:
        i, digest, by_hand = here[row["id"]]
        if row["by_hand"] and not by_hand:
            Interaction.objects.filter(pk=i).update(by_hand=True)
        if not by_hand:
            _add_copies(state, cursor, i, digest, row)


def _handles(found: Iterable[Row]) -> Iterable[tuple[str, str]]:
    for row in found:
        for copy in ({"parties": row["participants"]}, *row["copies"]):
            yield from (party["identifier"] for party in copy["parties"])


def _insert(state: State, cursor: CursorWrapper, found: list[Row]) -> list[int]:
    values = [{"key": row["id"], **{name: row[name] for name in _COLUMNS}} for row in found]
    ids = state.add("interactions", cursor, Interaction, values)
    participants, copies = [], []
    for i, row in zip(ids, found, strict=True):
        parties = _plain(row["participants"])
        participants += state.intake.participants(i, row["kind"], row["flags"], row["at"], parties)
        copies += [
            {"interaction": i, "digest": c["digest"], "record": json.dumps(_record(c))} for c in row["copies"]
        ]
    texts = [
        (i, row["subject"], row["text"]) for i, row in zip(ids, found, strict=True) if row["text"] is not None
    ]
    cursor.executemany(
        f"INSERT INTO {Content._meta.db_table} (interaction_id, book_id, text) VALUES (%s,%s,%s)",
        [(i, state.book, text) for i, _, text in texts],
    )
    cursor.executemany(
        f"INSERT INTO {Participant._meta.db_table} (book_id, interaction_id, identifier_id, part, contact, at) "
        "VALUES (%s,%s,%s,%s,%s,%s)",
        participants,
    )
    fulltext.add(cursor, state.book, texts)
    state.add("copies", cursor, Variant, copies)
    return ids


def _record(copy: Row) -> dict[str, Any]:
    """A copy as `store.variants` keeps it."""
    return {name: copy[name] for name in (*_CONTENT, "text")} | {"parties": _plain(copy["parties"])}


def _plain(parties: Iterable[Row]) -> list[tuple[Any, ...]]:
    """(part, kind, value) of those who take part by what was read; who was answered is derived."""
    return [(p["part"], *p["identifier"]) for p in parties if p["part"] != Part.ANSWERED]


def _sight(state: State, cursor: CursorWrapper, found: Placed, ids: list[int]) -> None:
    columns = "interaction_id, batch_id, file_id, position"
    seen = set(
        rows(cursor, f"SELECT {columns} FROM {Sighting._meta.db_table} WHERE interaction_id IN {ints(ids)}")
    )
    fresh = []
    for (place, row), i in zip(found, ids, strict=True):
        for sighting in row["sightings"]:
            file = known(state.files, (sighting["import"], sighting["file"]), place, "file")
            batch = known(state.batches, sighting["import"], place, "import")
            if (i, batch, file, sighting["position"]) not in seen:
                told = {"position": sighting["position"], "digest": sighting["digest"]}
                fresh.append({"interaction": i, "batch": batch, "file": file, **told})
    state.add("sightings", cursor, Sighting, fresh)


def _add_copies(state: State, cursor: CursorWrapper, interaction: int, shown: int, row: Row) -> None:
    """Keep copies of a known interaction whose content is new here."""
    held = {
        digest
        for (digest,) in rows(
            cursor, "SELECT digest FROM store_variant WHERE interaction_id = %s", [interaction]
        )
    }
    held.add(shown)
    whole = row | {"parties": row["participants"], "text": row["text"] or ""}
    for copy in row["copies"] or [whole]:
        if copy["digest"] not in held:
            variants.add(cursor, state.intake, interaction, _flat(row, copy))


def _flat(row: Row, copy: Row) -> Flat:
    parties = tuple((*party, "") for party in _plain(copy["parties"]))
    return (
        *(row["kind"], row["id"], copy["at"], copy["offset"], copy["ends_at"], copy["zone"]),
        *(copy["subject"], copy["snippet"], copy["text"], parties, copy["flags"]),
        *(row["ref"], copy["parent"], copy["digest"], 0),
    )
