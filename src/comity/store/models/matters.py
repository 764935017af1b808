"""What is open: reminders, promises, things given and received, and what was done about Today's items.

Reminders and exchanges that a file told have its batch and a `key`; they follow from claims (`store.ledger`).
"""

from __future__ import annotations

from django.db import models

from comity.store.models.base import BookRow, PublicRow
from comity.store.models.people import Person


class Reminder(PublicRow):
    """Something to think of on a day, about a person or about none. Days are in the book's zone."""

    person = models.ForeignKey(Person, null=True, on_delete=models.CASCADE, related_name="reminders")
    text = models.TextField()
    due = models.IntegerField()
    every = models.CharField(max_length=16, blank=True)
    done_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)
    key = models.CharField(max_length=32, blank=True, default="")
    batch = models.ForeignKey("store.Batch", null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        indexes = [
            models.Index(fields=["book", "due"], name="reminder_due", condition=models.Q(done_at=None))
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "key"], condition=~models.Q(key=""), name="reminder_told_once"
            )
        ]


class Commitment(PublicRow):
    """A promise by me or to me: the words, when due, the sentence it came from, and how it ended."""

    MINE, THEIRS = "mine", "theirs"
    OPEN = "open"

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="commitments")
    by = models.CharField(max_length=8)
    text = models.TextField()
    sentence = models.TextField(blank=True)
    interaction = models.ForeignKey(
        "store.Interaction", null=True, on_delete=models.SET_NULL, related_name="commitments"
    )
    due = models.IntegerField(null=True)
    state = models.CharField(max_length=16, default=OPEN)
    made_on = models.IntegerField()
    closed_on = models.IntegerField(null=True)


class Exchange(PublicRow):
    """Something given or received: kind, worth in words, and whether it was thanked for."""

    GIVEN, RECEIVED = "given", "received"

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="exchanges")
    direction = models.CharField(max_length=8)
    kind = models.CharField(max_length=32)
    text = models.TextField(blank=True)
    on = models.IntegerField()
    thanked_on = models.IntegerField(null=True)
    asks_thanks = models.BooleanField(default=True)
    key = models.CharField(max_length=32, blank=True, default="")
    batch = models.ForeignKey("store.Batch", null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "key"], condition=~models.Q(key=""), name="exchange_told_once"
            )
        ]


class Attention(BookRow):
    """What the user did with an item of Today. `key` names the item; `until`: a day number, None for good."""

    DONE, SNOOZED, DISMISSED = "done", "snoozed", "dismissed"

    key = models.CharField(max_length=200)
    act = models.CharField(max_length=16)
    until = models.IntegerField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["book", "key"], name="attention_once")]
