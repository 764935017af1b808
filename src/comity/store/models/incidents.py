"""Difficult relationships: the steps that were tried, and the notes of what happened, sealed and chained."""

from __future__ import annotations

from django.db import models

from comity.store.models.base import PublicRow
from comity.store.models.people import Person
from comity.store.models.sealed import SealedText


class DifficultStep(SealedText):
    """A step with a difficult relationship (`core.difficulty.STEPS`), on its day; text empty where it is sealed.

    came: what came of it: "", better, same or worse.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="difficult_steps")
    step = models.CharField(max_length=16)
    on = models.IntegerField()
    text = models.TextField(blank=True)
    came = models.CharField(max_length=16, blank=True)


class IncidentEntry(SealedText):
    """One link of a book's chain of incident notes (`core.evidence`); never changed; removed with the whole book alone.

    number: from 1, without gaps; header: the canonical JSON whose SHA-256 is `digest`, which names the entry before it,
    the hash of the ciphertext, and a salted commitment to each field. Who and what it is about stands only in the
    ciphertext; `incident` is the UUID of the entry that opened the incident to which this one adds.
    """

    number = models.IntegerField()
    incident = models.UUIDField()
    header = models.BinaryField()
    digest = models.CharField(max_length=64)

    class Meta(SealedText.Meta):
        constraints = [
            *SealedText.Meta.constraints,
            models.UniqueConstraint(fields=["book", "number"], name="incident_entry_number"),
        ]


class Anchor(PublicRow):
    """Proof that the chain's head stood somewhere outside on a day: number and digest of the entry that was the head.

    kind: rfc3161 (server, and its token in DER), printed, or mailed; at: epoch seconds, the token's own where there
    is one; to: the server's address, or to whom it was mailed or handed.
    """

    number = models.IntegerField()
    digest = models.CharField(max_length=64)
    kind = models.CharField(max_length=16)
    at = models.BigIntegerField()
    to = models.CharField(max_length=2000, blank=True)
    token = models.BinaryField(null=True)
