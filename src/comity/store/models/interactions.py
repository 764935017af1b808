"""What passed between people, who took part, and where it was seen."""

from __future__ import annotations

from django.db import models

from comity.store.models.base import BookRow
from comity.store.models.people import Identifier


class Interaction(BookRow):
    """A mail, a meeting, a call, …: one row however many files hold a copy.

    key: 16 bytes, a UUIDv7 that every copy shares, and the id by which the world knows it (`core.keys`);
    kind, flags: `core.records.Kind` and `Flag`; at, ends_at: epoch seconds, UTC; offset: minutes east of
    UTC as the sender wrote; zone: IANA name for a meeting in local time; ref, parent: 63-bit hashes of its
    own Message-ID or UID and of what it answers, 0 for none; digest: of the content shown;
    by_hand: written or changed by the user, so no undo of an import may remove it;
    twin: another one claims the same Message-ID with another sender or date.
    """

    key = models.BinaryField(max_length=16)
    kind = models.SmallIntegerField()
    at = models.BigIntegerField()
    offset = models.SmallIntegerField(null=True)
    ends_at = models.BigIntegerField(null=True)
    zone = models.CharField(max_length=64, blank=True)
    subject = models.CharField(max_length=1000, blank=True)
    snippet = models.CharField(max_length=200, blank=True)
    flags = models.SmallIntegerField(default=0)
    ref = models.BigIntegerField(default=0)
    parent = models.BigIntegerField(default=0)
    digest = models.BigIntegerField(default=0)
    by_hand = models.BooleanField(default=False)
    twin = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["book", "key"], name="interaction_once")]
        indexes = [
            models.Index(fields=["book", "kind", "at"], name="interaction_by_time"),
            models.Index(fields=["book", "ref"], name="interaction_by_ref", condition=models.Q(ref__gt=0)),
            models.Index(
                fields=["book", "parent"], name="interaction_by_parent", condition=models.Q(parent__gt=0)
            ),
        ]


class Content(BookRow):
    """The whole text of an interaction, apart so that lists never read it."""

    interaction = models.OneToOneField(
        Interaction, on_delete=models.CASCADE, primary_key=True, related_name="content"
    )
    text = models.TextField()


class Participant(BookRow):
    """A handle's part in an interaction (`core.records.Part`).

    contact: derived by `core.contact`: 0 none, 1 from them, 2 from me, 3 both;
    at: the interaction's, repeated so that a person's timeline and days come from one index.
    """

    NONE, IN, OUT, BOTH = 0, 1, 2, 3

    interaction = models.ForeignKey(Interaction, on_delete=models.CASCADE, related_name="participants")
    identifier = models.ForeignKey(Identifier, on_delete=models.CASCADE, related_name="+", db_index=False)
    part = models.SmallIntegerField()
    contact = models.SmallIntegerField(default=NONE)
    at = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["identifier", "at", "contact"], name="participant_by_time")]


class Sighting(BookRow):
    """A copy of an interaction in a file of a batch: where, and the digest of that copy's content."""

    interaction = models.ForeignKey(Interaction, on_delete=models.CASCADE, related_name="sightings")
    batch = models.ForeignKey("store.Batch", on_delete=models.CASCADE, related_name="+")
    file = models.ForeignKey("store.BatchFile", on_delete=models.CASCADE, related_name="+", db_index=False)
    position = models.BigIntegerField()
    digest = models.BigIntegerField()


class Variant(BookRow):
    """A copy whose content differs, kept as it was read so that an undo can fall back on it.

    record: JSON of the copy. Rows exist only for interactions that have more than one content.
    """

    interaction = models.ForeignKey(Interaction, on_delete=models.CASCADE, related_name="variants")
    digest = models.BigIntegerField()
    record = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["interaction", "digest"], name="variant_once")]


class MailRead(BookRow):
    """A mail that was read for what it asks and promises; only so that it is not read again unchanged.

    mark: a digest of all that its reading rested on (`store.understanding.asks`).
    """

    interaction = models.OneToOneField(
        Interaction, on_delete=models.CASCADE, primary_key=True, related_name="read"
    )
    mark = models.BigIntegerField()
