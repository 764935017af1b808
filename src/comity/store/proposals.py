"""Questions that an import leaves: which address is mine, and whose a source is."""

from __future__ import annotations

from django.db import connection

from comity.store.models import Batch, Identifier, Proposal
from comity.store.sql import rows

OWN_ADDRESS = "own_address"
SOURCE_OWNER = "source_owner"


def after_import(book: int, batch: Batch) -> None:
    """Ask what this batch cannot know by itself."""
    if not batch.belongs_to:
        Proposal.objects.get_or_create(
            book_id=book, kind=SOURCE_OWNER, key=str(batch.number), defaults={"batch": batch, "evidence": {}}
        )
    if not Identifier.objects.filter(book_id=book, own__gt=0, kind="email").exists():
        _ask_for_own_address(book, batch)


def _ask_for_own_address(book: int, batch: Batch) -> None:
    """Propose the addresses that stand on most messages, as sender and as one of the addressed."""
    with connection.cursor() as cursor:
        total = rows(cursor, "SELECT COUNT(*) FROM store_interaction WHERE book_id = %s AND kind = 1", [book])[0][0]
        found = rows(
            cursor,
            "SELECT d.value, SUM(CASE WHEN p.part = 1 THEN 1 ELSE 0 END), SUM(CASE WHEN p.part IN (2,3,4) THEN 1 ELSE 0 END) "
            "FROM store_participant p JOIN store_identifier d ON d.id = p.identifier_id "
            "WHERE p.book_id = %s AND d.kind = 'email' AND d.nature = 0 GROUP BY d.value ORDER BY COUNT(*) DESC LIMIT 5",
            [book],
        )
    for address, sent, received in found[:3]:
        if not total or (sent + received) * 10 < total:
            continue
        Proposal.objects.get_or_create(
            book_id=book,
            kind=OWN_ADDRESS,
            key=address,
            defaults={
                "batch": batch,
                "evidence": {"sent": sent, "received": received, "messages": total},
                "probability": round(min(1.0, (sent + received) / total), 3),
            },
        )
