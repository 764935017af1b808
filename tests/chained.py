"""Chains made up for tests: honest ones, and ones that somebody with skill wrote anew."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Sequence
from typing import Any

from comity.core import evidence
from comity.core.evidence import Link
from comity.core.evidence_check import RFC3161, Anchored, Stored

BOOK = "00000000-0000-7000-8000-0000000000aa"
START = 1_700_000_000
STEP = 3600


def torn_out(number: int) -> None:
    """Remove an entry as somebody does who owns the database, past what refuses it."""
    from comity.store import isolation
    from comity.store.models import IncidentEntry

    isolation.remove_before_migrate(using="default")
    IncidentEntry.objects.filter(number=number).delete()
    isolation.install_after_migrate(using="default")


def entry(number: int) -> str:
    """The UUID of an entry."""
    return f"00000000-0000-7000-8000-{number:012}"


def chain(count: int) -> list[Stored]:
    """So many entries, an hour apart."""
    found: list[Stored] = []
    for number in range(1, count + 1):
        body = {"title": f"Note {number}", "saw/1": "x" * (number % 7)}
        text = b"nonce and ciphertext %d" % number
        previous = found[-1].digest if found else evidence.START
        link = Link(
            BOOK,
            number,
            entry(number),
            entry(number),
            evidence.INCIDENT,
            None,
            START + number * STEP,
            previous,
        )
        found.append(stored(evidence.header(link, text, body, evidence.salts(body)), text, number))
    return found


def stored(header: bytes, text: bytes, number: int) -> Stored:
    """A link as it lies in a book."""
    hashed = hashlib.sha256(text).hexdigest(), len(text)
    return Stored(number, header, evidence.digest(header), entry(number), entry(number), hashed)


def anchor(links: Sequence[Stored], number: int, kind: str = RFC3161) -> Anchored:
    """What was told outside half an hour after an entry was written."""
    return Anchored(number, links[number - 1].digest, kind, START + number * STEP + STEP // 2)


def anew(links: Sequence[Stored], first: int, **told: Any) -> list[Stored]:
    """The chain with what one header says changed, and all that follows hashed anew, so that it belongs together."""
    found = list(links[: first - 1])
    for one in links[first - 1 :]:
        header = json.loads(one.header)
        header["previous"] = found[-1].digest if found else evidence.START
        header |= told if one.number == first else {}
        raw = evidence.canonical(header)
        found.append(dataclasses.replace(one, header=raw, digest=evidence.digest(raw)))
    return found
