"""Questions that an import leaves: which address is mine, and whose a source is."""

from __future__ import annotations

from typing import Any

from django.db import connection

from comity.store.models import Batch, Claim, Identifier, Proposal, Sighting
from comity.store.sql import rows

OWN_ADDRESS = "own_address"
SOURCE_OWNER = "source_owner"
_MOST = 3
"""Addresses that are asked about at once."""


def after_import(book: int, batch: Batch) -> None:
    """Ask what this batch cannot know by itself."""
    brought_something = (
        Sighting.objects.filter(batch=batch).exists() or Claim.objects.filter(batch=batch).exists()
    )
    if not batch.belongs_to and brought_something:
        Proposal.objects.get_or_create(
            book_id=book, kind=SOURCE_OWNER, key=str(batch.number), defaults={"batch": batch, "evidence": {}}
        )
    _ask_for_own_address(book, batch)


def ask_again(book: int) -> None:
    """Bring the question for the owner's address up to what is left after an undo."""
    last = Batch.objects.filter(book_id=book, state=Batch.DONE).order_by("-number").first()
    _ask_for_own_address(book, last)


def _ask_for_own_address(book: int, batch: Batch | None) -> None:
    """Propose the addresses that stand on most messages; none while an own address is known."""
    known = Identifier.objects.filter(book_id=book, own__gt=0, kind="email").exists()
    found = _likely(book) if batch is not None and not known else {}
    Proposal.objects.filter(book_id=book, kind=OWN_ADDRESS, state=Proposal.OPEN).exclude(
        key__in=found
    ).delete()
    for address, (evidence, probability) in found.items():
        proposal, fresh = Proposal.objects.get_or_create(
            book_id=book,
            kind=OWN_ADDRESS,
            key=address,
            defaults={"batch": batch, "evidence": evidence, "probability": probability},
        )
        if not fresh and proposal.state == Proposal.OPEN:
            proposal.batch, proposal.evidence, proposal.probability = batch, evidence, probability
            proposal.save(update_fields=["batch", "evidence", "probability"])


def _likely(book: int) -> dict[str, tuple[dict[str, Any], float]]:
    """Addresses that stand on at least a tenth of all messages, as sender or as one of the addressed."""
    with connection.cursor() as cursor:
        total = rows(
            cursor, "SELECT COUNT(*) FROM store_interaction WHERE book_id = %s AND kind = 1", [book]
        )[0][0]
        found = rows(
            cursor,
            "SELECT d.value, SUM(CASE WHEN p.part = 1 THEN 1 ELSE 0 END), SUM(CASE WHEN p.part IN (2,3,4) THEN 1 ELSE 0 END) "
            "FROM store_participant p JOIN store_identifier d ON d.id = p.identifier_id "
            "WHERE p.book_id = %s AND d.kind = 'email' AND d.nature = 0 GROUP BY d.value "
            "ORDER BY COUNT(*) DESC, d.value LIMIT %s",
            [book, _MOST],
        )
    return {
        address: (
            {"sent": sent, "received": received, "messages": total},
            round(min(1.0, (sent + received) / total), 3),
        )
        for address, sent, received in found
        if total and (sent + received) * 10 >= total
    }
