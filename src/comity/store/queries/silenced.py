"""Items of Today that are never to come again, with what they are about."""

from __future__ import annotations

from uuid import UUID

from django.db import connection

from comity.core import agenda
from comity.store.models import Attention
from comity.store.sql import on_sqlite, rows, uuid_hex

_SUBJECTS = (
    ("store_person", "name"),
    ("store_reminder", "text"),
    ("store_commitment", "text"),
    ("store_request", "text"),
    ("store_exchange", "text"),
    ("store_feedback", "about"),
    ("store_introduction", "purpose"),
    ("store_opportunity", "title"),
    ("store_event", "name"),
    ("store_mentoringsession", "agenda"),
    ("store_goalstep", "text"),
    ("store_deliverable", "text"),
    ("store_invoice", "number"),
    ("store_engagement", "title"),
    ("store_policy", "title"),
)
"""Tables of what an item can be about, with the column that says it."""
_MOST = 500


def silenced(book: int) -> list[tuple[str, str]]:
    """(key, what its subject is called, "" if it is gone), the latest first, at most 500."""
    keys = Attention.objects.filter(book_id=book, act=Attention.NEVER).order_by("-id")
    found = [(key, agenda.named(key)) for key in keys.values_list("key", flat=True)[:_MOST]]
    subjects = [item.subject for _, item in found if item is not None]
    called = _called(book, subjects) if subjects else {}
    return [(key, called.get(item.subject, "")) for key, item in found if item is not None]


def _called(book: int, subjects: list[str]) -> dict[str, str]:
    marks = ",".join(["%s"] * len(subjects))
    named = " UNION ALL ".join(
        f"SELECT {uuid_hex('x.uuid')}, x.{column} FROM {table} x WHERE x.book_id = %s AND x.uuid IN ({marks})"
        for table, column in _SUBJECTS
    )
    uuids: list[str] | list[UUID] = subjects if on_sqlite() else [UUID(subject) for subject in subjects]
    with connection.cursor() as cursor:
        called = dict(rows(cursor, named, [value for _ in _SUBJECTS for value in (book, *uuids)]))
        meetings = rows(
            cursor,
            f"SELECT i.key, i.subject FROM store_interaction i WHERE i.book_id = %s AND i.key IN ({marks})",
            [book, *(bytes.fromhex(subject) for subject in subjects)],
        )
    return called | {bytes(key).hex(): subject for key, subject in meetings}


def attended(book: int) -> list[str]:
    """Keys of items that were done, put off, dismissed or silenced, the latest first, at most 500."""
    found = Attention.objects.filter(book_id=book).order_by("-id")
    return list(found.values_list("key", flat=True)[:_MOST])
