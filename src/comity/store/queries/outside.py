"""People and meetings as other programs know them: what an address book and a calendar hold."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from django.db import connection

from comity.core.records import Kind, Part
from comity.store import said
from comity.store.models import Interaction, Person
from comity.store.sql import chunks, ints, rows

_STEP = 500
_HEAD = "COALESCE(m.merged_into_id, m.id)"
_SAID = (
    f"SELECT {_HEAD}, 'emails', d.value FROM store_person m JOIN store_identifier d ON d.person_id = m.id "
    f"WHERE {{among}} AND d.kind = 'email' AND {said.works('d')} ORDER BY d.value",
    f"SELECT {_HEAD}, 'urls', 'https://www.linkedin.com/' || d.value FROM store_person m "
    "JOIN store_identifier d ON d.person_id = m.id WHERE {among} AND d.kind = 'linkedin' ORDER BY d.value",
    f"SELECT {_HEAD}, CASE c.field WHEN 'nickname' THEN 'nicknames' WHEN 'phone' THEN 'phones' "
    "WHEN 'address' THEN 'addresses' ELSE 'urls' END, c.value FROM store_person m "
    "JOIN store_identifier d ON d.person_id = m.id JOIN store_claim c ON c.identifier_id = d.id "
    "WHERE {among} AND c.field IN ('nickname', 'phone', 'address', 'url') ORDER BY c.origin DESC, c.value",
    f"SELECT {_HEAD}, 'roles', o.key FROM store_person m JOIN store_relationship r ON r.person_id = m.id "
    "JOIN store_role o ON o.relationship_id = r.id WHERE {among} AND o.until IS NULL ORDER BY o.key",
    f"SELECT {_HEAD}, 'tags', t.name FROM store_person m JOIN store_relationship r ON r.person_id = m.id "
    "JOIN store_tagging g ON g.relationship_id = r.id JOIN store_tag t ON t.id = g.tag_id WHERE {among} ORDER BY t.key",
)
_WORK = (
    f"SELECT {_HEAD}, CASE WHEN w.batch_id IS NULL THEN 1 ELSE 0 END, COALESCE(o.name, ''), w.title, w.department "
    "FROM store_person m "
    "JOIN store_position w ON w.person_id = m.id LEFT JOIN store_organisation o ON o.id = w.organisation_id "
    "WHERE {among} AND w.until IS NULL "
    "ORDER BY CASE WHEN w.batch_id IS NULL THEN 1 ELSE 0 END, w.seen_at, COALESCE(w.since, 0), w.title"
)
_DATES = (
    f"SELECT {_HEAD}, i.what, i.month, i.day, i.year FROM store_person m JOIN store_importantdate i ON i.person_id = m.id "
    "WHERE {among} AND i.what IN ('birthday', 'anniversary') "
    "ORDER BY CASE WHEN i.batch_id IS NULL THEN 1 ELSE 0 END, COALESCE(i.year, 0), i.month, i.day"
)


def contacts(book: int) -> Iterator[dict[str, Any]]:
    """The fields of `exports.contacts.Contact` for everybody but the owner, by name."""
    heads = Person.objects.filter(book_id=book, merged_into=None, is_me=False).order_by("sort_name", "id")
    columns = ("id", "uuid", "name", "relationship__metrics__last_in", "relationship__metrics__last_out")
    for part in chunks(list(heads.values_list("id", flat=True)), _STEP):
        said = _said(part)
        for head, uuid, name, last_in, last_out in heads.filter(id__in=part).values_list(*columns):
            yield {"id": str(uuid), "name": name, "last_in": last_in, "last_out": last_out, **said[head]}


def _said(heads: Sequence[int]) -> dict[int, dict[str, Any]]:
    """What is known of each of these people, by field; of work and birthday the best that is known."""
    among = f"(m.id IN {ints(heads)} OR m.merged_into_id IN {ints(heads)})"
    lists: dict[int, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    found: dict[int, dict[str, Any]] = defaultdict(dict)
    with connection.cursor() as cursor:
        for statement in _SAID:
            for head, field, value in rows(cursor, statement.format(among=among)):
                lists[head][field].append(value)
        for head, work in said.composed(rows(cursor, _WORK.format(among=among))).items():
            found[head].update(zip(("organisation", "title", "department"), work, strict=True))
        for head, what, *date in rows(cursor, _DATES.format(among=among)):
            if what == "birthday":
                found[head]["birthday"] = tuple(date)
            else:
                found[head]["anniversaries"] = (tuple(date),)
    for head, fields in lists.items():
        found[head].update({field: tuple(dict.fromkeys(values)) for field, values in fields.items()})
    return found


def meetings(book: int) -> Iterator[dict[str, Any]]:
    """The fields of `exports.calendar.Meeting` for every meeting, in order of time."""
    query = Interaction.objects.filter(book_id=book, kind=Kind.MEETING).order_by("at", "key")
    columns = ("id", "key", "at", "ends_at", "subject", "content__text", "flags")
    for part in chunks(list(query.values_list("id", flat=True)), _STEP):
        parties = _addresses(part)
        for i, key, at, ends_at, subject, text, flags in query.filter(id__in=part).values_list(*columns):
            organizers = [address for role, address in parties[i] if role == Part.ORGANIZER]
            yield {
                "id": str(UUID(bytes=bytes(key))),
                "at": at,
                "ends_at": ends_at,
                "subject": subject,
                "text": text or "",
                "flags": flags,
                "organizer": organizers[0] if organizers else "",
                "attendees": tuple(address for role, address in parties[i] if role != Part.ORGANIZER),
            }


def _addresses(ids: Sequence[int]) -> dict[int, list[tuple[int, str]]]:
    found: dict[int, list[tuple[int, str]]] = defaultdict(list)
    with connection.cursor() as cursor:
        for i, part, address in rows(
            cursor,
            "SELECT p.interaction_id, p.part, d.value FROM store_participant p JOIN store_identifier d "
            f"ON d.id = p.identifier_id WHERE d.kind = 'email' AND p.interaction_id IN {ints(ids)} ORDER BY p.id",
        ):
            found[i].append((part, address))
    return found
