"""Telling the head of the chain outside, so that it cannot be written anew: to a time stamp server, on paper, by mail.

Only a digest leaves; it says nothing of what was noted.
"""

from __future__ import annotations

import time
from uuid import UUID

import rfc3161_client
from django.db import transaction

from comity.actions import removed
from comity.actions.posting import post
from comity.core import evidence, stamps
from comity.core.errors import Invalid, NotFound, WrongState
from comity.core.evidence import CLOCK_SECONDS
from comity.core.evidence_check import ANCHORS, MAILED, RFC3161
from comity.store import chain
from comity.store.access import Scope
from comity.store.models import Anchor, Book, IncidentEntry

_QUERY, _REPLY = "application/timestamp-query", "application/timestamp-reply"


def stamp(scope: Scope, server: str, *, private: bool = False) -> str:
    """Have the head of the chain stamped by a server (RFC 3161, section 3.4); returns the anchor's id.

    Locked or not: nothing is opened for it. private: the server may be on this machine or in the own network.

    Raises:
        WrongState: there is no note yet; Invalid: the server cannot be reached, refuses, or answers something else.
    """
    row = _head(scope)
    asked = (
        rfc3161_client.TimestampRequestBuilder()
        .data(bytes(row.header))
        .hash_algorithm(rfc3161_client.HashAlgorithm.SHA256)
        .build()
    )
    reply = post(server, asked.as_bytes(), sends=_QUERY, wants=_REPLY, most=stamps.LONGEST, private=private)
    told = _checked(server, reply, row.digest, asked.nonce)
    return _keep(scope, row, RFC3161, told.at, server.strip(), reply)


def outside(scope: Scope, number: int, digest: str, kind: str, at: int, to: str = "") -> str:
    """A head was printed or mailed; returns the anchor's id. at: when the page or the mail was made; to: whom it went to.

    Raises:
        NotFound: no entry of this number has this digest; Invalid: a time to come, or before the entry was written.
    """
    if kind not in ANCHORS or kind == RFC3161:
        raise Invalid("kind", kind[:40], "a head is printed or mailed")
    row = IncidentEntry.objects.filter(book_id=scope.book_id, number=number, digest=digest).first()
    if row is None:
        raise NotFound("entry", str(number))
    told = evidence.read(bytes(row.header))
    written = told.link.written_at if told else 0
    if not written - CLOCK_SECONDS <= at <= time.time() + CLOCK_SECONDS:
        raise Invalid("at", str(at), "the page or mail cannot be older than the note, nor of a time to come")
    return _keep(scope, row, kind, at, to.strip()[:300], None)


def take_back(scope: Scope, id: str) -> str:
    """It was not printed or mailed after all; returns what brings it back. A time stamp is never taken back.

    Raises:
        NotFound: no such anchor in this book; WrongState: it is a time stamp.
    """
    try:
        row = Anchor.objects.filter(book_id=scope.book_id, uuid=UUID(id)).first()
    except ValueError:
        row = None
    if row is None:
        raise NotFound("anchor", id)
    if row.kind == RFC3161:
        raise WrongState("anchor", "a time stamp")
    return removed.remove(scope, "anchor", row)


def _checked(server: str, reply: bytes, digest: str, nonce: int | None) -> stamps.Stamp:
    try:
        refused = stamps.refusal(reply)
        if refused is None:
            told = stamps.stamp(reply)
    except ValueError:
        raise Invalid("server", server, "its answer is no time stamp") from None
    if refused is not None:
        raise Invalid("server", server, f"it refused: {refused}")
    if (told.algorithm, told.imprint) != (stamps.SHA256, digest):
        raise Invalid("server", server, "its stamp is for something else")
    if told.nonce != nonce:
        raise Invalid("server", server, "its stamp answers another question")
    return told


def _head(scope: Scope) -> IncidentEntry:
    row = chain.last(scope.book_id)
    if row is None:
        raise WrongState("chain", "empty")
    return row


def _keep(scope: Scope, row: IncidentEntry, kind: str, at: int, to: str, token: bytes | None) -> str:
    with transaction.atomic():
        Book.objects.select_for_update().only("pk").get(pk=scope.book_id)
        same = Anchor.objects.filter(book_id=scope.book_id, number=row.number, kind=kind, at=at, to=to)
        kept = same.first() if kind == MAILED else None
        kept = kept or Anchor.objects.create(
            book_id=scope.book_id,
            number=row.number,
            digest=row.digest,
            kind=kind,
            at=at,
            to=to,
            token=token,
        )
    return str(kept.uuid)
