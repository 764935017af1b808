"""Questions that an import leaves: which address is mine, and whose a source is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import connection

from comity.store import noticed
from comity.store.models import Batch, Claim, Identifier, Proposal, Sighting
from comity.store.sql import chunks, rows

OWN_ADDRESS = "own_address"
SOURCE_OWNER = "source_owner"
ENDS = ("left", "right", "identifier", "one", "other")
"""Where evidence names an identifier."""
_TOLD = "told"
"""The key of a proposal in a file, where its identifiers stand in the evidence."""
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


def drop_vanished(book: int) -> None:
    """Remove open proposals about identifiers that are gone, or nobody's any more.

    Who is to be introduced may be nobody's yet.
    """
    found = Proposal.objects.filter(book_id=book, state=Proposal.OPEN, kind__in=noticed.KINDS)
    about = {row: named(evidence, ENDS[:3]) for row, evidence in found.values_list("id", "evidence")}
    wanted = sorted({i for identifiers in about.values() for i in identifiers})
    here: set[int] = set()
    for part in chunks(wanted, 5000):
        held = Identifier.objects.filter(book_id=book, id__in=part, person__isnull=False)
        here |= set(held.values_list("id", flat=True))
    gone = [row for row, identifiers in about.items() if not here.issuperset(identifiers)]
    for part in chunks(gone, 5000):
        Proposal.objects.filter(id__in=part).delete()


def named(evidence: dict[str, Any], ends: Sequence[str] = ENDS) -> list[int]:
    """The identifiers that a proposal's evidence names."""
    return [int(evidence[end]) for end in ends if evidence.get(end)]


def portable(row: dict[str, Any], handles: Mapping[int, tuple[str, str]]) -> dict[str, Any]:
    """A proposal with identifiers by kind and value instead of by row, for a file that leaves this database.

    Raises:
        KeyError: it names an identifier that is gone.
    """
    evidence = dict(row["evidence"])
    if row["kind"] not in noticed.KINDS:
        return row
    for end in ENDS:
        if evidence.get(end):
            evidence[end] = list(handles[int(evidence[end])])
    return row | {"key": _TOLD, "evidence": evidence | {"key": _rest_of(row["kind"], row["key"])}}


def settled(row: dict[str, Any], ids: Mapping[tuple[str, str], int]) -> dict[str, Any]:
    """What `portable` made, with the rows of this database again.

    Raises:
        KeyError, TypeError, ValueError: it is no such thing.
    """
    if row["kind"] not in noticed.KINDS or row["key"] != _TOLD:
        return row
    evidence = dict(row["evidence"])
    rest = str(evidence.pop("key"))
    found = {end: ids[tuple(evidence[end])] for end in ENDS if evidence.get(end)}
    numbers = sorted(found.values()) if row["kind"] == noticed.SAME_PERSON else [found["identifier"]]
    key = ":".join([*map(str, numbers), *([rest] if rest else [])])
    return row | {"key": key[:500], "evidence": evidence | found}


def _rest_of(kind: str, key: str) -> str:
    """A key without the identifiers that it begins with."""
    return ":".join(key.split(":")[2 if kind == noticed.SAME_PERSON else 1 :])


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
