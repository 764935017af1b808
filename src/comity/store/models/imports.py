"""What was brought in, when, from where, and what it left to decide."""

from __future__ import annotations

from django.db import models

from comity.store.models.base import BookRow, PublicRow


class Batch(PublicRow):
    """One import, which can be undone as a whole.

    number: counts up within its book, the handle a person types (`comity undo 3`);
    belongs_to: whether the source is the owner's own or an employer's ("" until answered); employer: whose, as the
    user named it, "" where that was not said;
    lease_until: epoch seconds until which the importing process claims to be alive; process: its id;
    counts: of what was read, new, known, refused, by kind;
    files_state: digest of the files' sizes and times when they were read (`sources._state`), "" if unknown.
    """

    RUNNING, DONE, UNDONE, CANCELLED = "running", "done", "undone", "cancelled"
    UNDOING = "undoing"
    MINE, EMPLOYER = "mine", "employer"

    number = models.IntegerField()
    state = models.CharField(max_length=16, default=RUNNING)
    belongs_to = models.CharField(max_length=16, blank=True)
    employer = models.CharField(max_length=300, blank=True)
    started_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)
    lease_until = models.BigIntegerField(default=0)
    process = models.CharField(max_length=100, blank=True)
    stop_asked = models.BooleanField(default=False)
    counts = models.JSONField(default=dict)
    error = models.TextField(blank=True)
    files_state = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["book", "number"], name="batch_number")]


class BatchFile(BookRow):
    """A file of a batch, as the user knows it, and what it was recognised as ("" if as nothing)."""

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="files")
    label = models.CharField(max_length=1000)
    source = models.CharField(max_length=32, blank=True)
    size = models.BigIntegerField(default=0)


class BatchProblem(BookRow):
    """Something in a file that was not read: position, a stable code, and the reason in words."""

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="problems")
    file = models.ForeignKey(BatchFile, null=True, on_delete=models.CASCADE, related_name="+")
    position = models.BigIntegerField(default=0)
    code = models.CharField(max_length=32)
    reason = models.TextField()


class CsvMapping(BookRow):
    """What the columns of tables with a certain header row hold, as the user said it.

    fingerprint: of the header row (`core.tables.mapping`); columns: the mapping as plain JSON.
    """

    fingerprint = models.CharField(max_length=32)
    columns = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["book", "fingerprint"], name="csv_mapping_once")]


class Proposal(PublicRow):
    """Something a machine noticed and a person decides: the question, its evidence, the answer.

    kind: `own_address` (is this address yours?), `source_owner` (mine or an employer's?), …;
    key: what it is about, so that one refused is not asked again.
    """

    OPEN, ACCEPTED, DECLINED = "open", "accepted", "declined"

    kind = models.CharField(max_length=32)
    key = models.CharField(max_length=500)
    evidence = models.JSONField(default=dict)
    probability = models.FloatField(null=True)
    state = models.CharField(max_length=16, default=OPEN)
    batch = models.ForeignKey(Batch, null=True, on_delete=models.CASCADE, related_name="proposals")
    created_at = models.DateTimeField(auto_now_add=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["book", "kind", "key"], name="proposal_once")]
