"""What the latest mail says of people: details from signatures, new jobs, dead addresses, absences.

Only proposals come of it (`store.noticed`); a person decides. They follow from what the book holds: looking again at the
same people writes what is new and withdraws what has lost its reason, so that an undo leaves what the
remaining imports give. Of somebody's mail only the latest few are read, since only the current signature
counts, nothing that is old beside the newest mail of the book, and nothing that a wrong clock dates ahead.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence

from django.db import connection
from django.db.backends.utils import CursorWrapper

from comity.core.days import SECONDS_PER_DAY
from comity.core.records import Kind
from comity.store import noticed
from comity.store.models import Batch, Proposal
from comity.store.noticed import Noticed
from comity.store.sql import chunks, ints, rows
from comity.store.understanding.latest import Mail, latest
from comity.store.understanding.letters import JOB_SPAN
from comity.store.understanding.signed import from_signatures
from comity.store.understanding.told import from_notices

MOST_OPEN = 300
"""Proposals of one look; a person answers no more at once."""
_STEP = 200


def after_import(batch: Batch, first_new: int, changed: Iterable[int]) -> None:
    """Look at whoever wrote in what a batch brought, and at whom its cards describe."""
    with connection.cursor() as cursor:
        wrote = rows(
            cursor,
            "SELECT DISTINCT identifier_id FROM store_participant "
            "WHERE book_id = %s AND interaction_id >= %s AND part = 1",
            [batch.book_id, first_new],
        )
    look(batch.book_id, {i for (i,) in wrote} | set(changed))


def asked_by(batch: Batch) -> set[int]:
    """The identifiers about which open proposals of a batch ask, which will be taken out with it."""
    found = Proposal.objects.filter(batch=batch, state=Proposal.OPEN, kind__in=noticed.FROM_MAIL)
    return {_about(key) for key in found.values_list("key", flat=True)}


def _about(key: str) -> int:
    """The identifier that a proposal's key names; 0 for a key of another making."""
    head = key.partition(":")[0]
    return int(head) if head.isdecimal() else 0


def look(book: int, identifiers: Iterable[int]) -> None:
    """Bring the proposals about the people behind these identifiers up to date, and all bounces and absences."""
    with connection.cursor() as cursor:
        newest = rows(
            cursor,
            "SELECT MAX(at) FROM store_interaction WHERE book_id = %s AND kind = %s AND at <= %s",
            [book, int(Kind.MAIL), int(time.time()) + SECONDS_PER_DAY],
        )[0][0]
        looked_at, mails = (
            (set[int](), list[Mail]()) if newest is None else latest(cursor, book, identifiers, newest)
        )
        read = from_signatures(cursor, mails, newest or 0)
        read += from_notices(cursor, book, newest) if newest is not None else []
        found = _with_batches(cursor, read)
    _withdraw(book, looked_at, found)
    answered, refused = _answered(book), _refused_jobs(book)
    fresh = [
        item for item in found if (item.kind, item.key) not in answered and not _is_refused(item, refused)
    ]
    fresh.sort(key=lambda item: (-int(item.evidence["at"]), item.key))
    noticed.write(book, fresh[:MOST_OPEN])


def _answered(book: int) -> set[tuple[str, str]]:
    """What was asked before and is decided."""
    found = Proposal.objects.filter(book_id=book, kind__in=noticed.FROM_MAIL).exclude(state=Proposal.OPEN)
    return set(found.values_list("kind", "key"))


def _refused_jobs(book: int) -> dict[int, list[int]]:
    """By identifier, when a sentence told of a new job that the user refused."""
    found: dict[int, list[int]] = {}
    told = Proposal.objects.filter(book_id=book, kind=noticed.NEW_JOB, state=Proposal.DECLINED)
    for key, evidence in told.values_list("key", "evidence"):
        if noticed.is_told(key):
            found.setdefault(int(evidence["identifier"]), []).append(int(evidence["at"]))
    return found


def _is_refused(item: Noticed, refused: Mapping[int, Sequence[int]]) -> bool:
    """Whether a signature tells the new job that the user refused when a sentence told it."""
    if item.kind != noticed.NEW_JOB:
        return False
    span = JOB_SPAN * SECONDS_PER_DAY
    return any(abs(at - item.evidence["at"]) <= span for at in refused.get(item.evidence["identifier"], ()))


def _withdraw(book: int, looked_at: set[int], found: Sequence[Noticed]) -> None:
    """Take back open proposals that are about whom was looked at, and that nothing gives any more."""
    kept = {(item.kind, item.key) for item in found}
    open_ones = Proposal.objects.filter(book_id=book, state=Proposal.OPEN, kind__in=noticed.FROM_MAIL)
    gone: dict[str, list[str]] = {}
    for kind, key in open_ones.values_list("kind", "key"):
        by_notice = kind in (noticed.ADDRESS_DEAD, noticed.ADDRESS_AWAY)
        if noticed.is_told(key):
            continue
        if (kind, key) not in kept and (by_notice or _about(key) in looked_at):
            gone.setdefault(kind, []).append(key)
    for kind, keys in gone.items():
        noticed.withdraw(book, kind, keys)


def _with_batches(cursor: CursorWrapper, found: Sequence[tuple[Noticed, int]]) -> list[Noticed]:
    """Each with the latest import that holds a copy of the mail, so that it goes when the last copy goes."""
    batches: dict[int, int] = {}
    for part in chunks(sorted({interaction for _, interaction in found}), _STEP):
        batches.update(
            rows(
                cursor,
                "SELECT interaction_id, MAX(batch_id) FROM store_sighting "
                f"WHERE interaction_id IN {ints(part)} GROUP BY interaction_id",
            )
        )
    return [item._replace(batch=batches.get(interaction)) for item, interaction in found]
