"""Everything that passed, with who took part, where it was seen, and the copies that differ, as plain rows."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.db import connection

from comity.store.models import Interaction
from comity.store.sql import ints, rows

Row = dict[str, Any]
_TOGETHER = 500


def interactions(book: int, numbers: Mapping[int, tuple[int, int]]) -> Iterator[Row]:
    """All interactions in the order of their keys, which is that of their time.

    numbers: row of each imported file to the number of its import and its own number in it.
    """
    names = (
        "kind",
        "at",
        "offset",
        "ends_at",
        "zone",
        "subject",
        "snippet",
        "flags",
        "ref",
        "parent",
        "digest",
    )
    columns = ("id", "key", *names, "by_hand", "twin", "content__text")
    query = Interaction.objects.filter(book_id=book).order_by("key")
    after: bytes | None = None
    while True:
        later = query if after is None else query.filter(key__gt=after)
        part = list(later.values_list(*columns)[:_TOGETHER])
        if not part:
            return
        ids = [values[0] for values in part]
        participants, sightings, copies = _participants(ids), _sightings(ids, numbers), _copies(ids)
        for i, key, *values, text in part:
            yield {
                "id": bytes(key),
                **dict(zip((*names, "by_hand", "twin"), values, strict=True)),
                "participants": participants[i],
                "sightings": sightings[i],
                "copies": copies[i],
                "text": text,
            }
        after = bytes(part[-1][1])


def _participants(ids: Sequence[int]) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = defaultdict(list)
    with connection.cursor() as cursor:
        for i, part, kind, value, contact in rows(
            cursor,
            "SELECT p.interaction_id, p.part, d.kind, d.value, p.contact FROM store_participant p "
            f"JOIN store_identifier d ON d.id = p.identifier_id WHERE p.interaction_id IN {ints(ids)} ORDER BY p.id",
        ):
            found[i].append({"part": part, "identifier": (kind, value), "contact": contact})
    return found


def _sightings(ids: Sequence[int], numbers: Mapping[int, tuple[int, int]]) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = defaultdict(list)
    with connection.cursor() as cursor:
        for i, file, position, digest in rows(
            cursor,
            "SELECT interaction_id, file_id, position, digest FROM store_sighting "
            f"WHERE interaction_id IN {ints(ids)}",
        ):
            batch, number = numbers[file]
            found[i].append({"import": batch, "file": number, "position": position, "digest": digest})
    for seen in found.values():
        seen.sort(key=lambda s: (s["import"], s["file"], s["position"], s["digest"]))
    return found


def _copies(ids: Sequence[int]) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = defaultdict(list)
    with connection.cursor() as cursor:
        for i, digest, text in rows(
            cursor,
            "SELECT interaction_id, digest, record FROM store_variant "
            f"WHERE interaction_id IN {ints(ids)} ORDER BY interaction_id, digest",
        ):
            record = json.loads(text)
            parties = [{"part": p[0], "identifier": (p[1], p[2])} for p in record["parties"]]
            found[i].append(record | {"digest": digest, "parties": parties})
    return found
