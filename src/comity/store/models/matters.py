"""What is open: reminders, promises, requests, things given and received, and what was done about Today's items.

Reminders and exchanges that a file told have its batch and a `key`; they follow from claims (`store.ledger`).
"""

from __future__ import annotations

from django.db import models

from comity.store.models.base import BookRow, PublicRow
from comity.store.models.people import Person


class Reminder(PublicRow):
    """Something to think of on a day, about a person or about none. Days are in the book's zone.

    every: "" for once, else how often (`core.recurring`), and then `due` moves on when it is done, while
    `last_due` keeps the occasion that was done last, so that it can be taken back.
    """

    person = models.ForeignKey(Person, null=True, on_delete=models.CASCADE, related_name="reminders")
    text = models.TextField()
    due = models.IntegerField()
    every = models.CharField(max_length=16, blank=True)
    last_due = models.IntegerField(null=True)
    done_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)
    key = models.CharField(max_length=32, blank=True, default="")
    batch = models.ForeignKey("store.Batch", null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        indexes = [
            models.Index(fields=["book", "due"], name="reminder_due", condition=models.Q(done_at=None)),
            models.Index(
                fields=["book", "done_at"], name="reminder_done", condition=models.Q(done_at__isnull=False)
            ),
            models.Index(
                fields=["book", "last_due"],
                name="reminder_done_last",
                condition=models.Q(done_at=None, last_due__isnull=False),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "key"], condition=~models.Q(key=""), name="reminder_told_once"
            )
        ]


class Commitment(PublicRow):
    """A promise by me or to me: the words, when due, the sentence it came from, and how it ended.

    due: None where no day was named; first_due: the day first agreed, where it was moved since, and moves: how
    often; ending: what the user wrote about how it ended; session: of the mentoring that agreed on it.
    """

    MINE, THEIRS = "mine", "theirs"
    OPEN, KEPT, BROKEN, DROPPED = "open", "kept", "broken", "dropped"

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="commitments")
    by = models.CharField(max_length=8)
    text = models.TextField()
    sentence = models.TextField(blank=True)
    interaction = models.ForeignKey(
        "store.Interaction", null=True, on_delete=models.SET_NULL, related_name="commitments"
    )
    session = models.ForeignKey(
        "store.MentoringSession", null=True, on_delete=models.SET_NULL, related_name="actions"
    )
    due = models.IntegerField(null=True)
    first_due = models.IntegerField(null=True)
    moves = models.SmallIntegerField(default=0, db_default=0)
    state = models.CharField(max_length=16, default=OPEN)
    made_on = models.IntegerField()
    closed_on = models.IntegerField(null=True)
    ending = models.TextField(blank=True, default="", db_default="")

    class Meta:
        indexes = [
            models.Index(fields=["book", "due"], name="commitment_open", condition=models.Q(state="open")),
            models.Index(
                fields=["book", "closed_on"],
                name="commitment_closed",
                condition=models.Q(closed_on__isnull=False),
            ),
        ]


class CommitmentMove(PublicRow):
    """A promise moved to another day: from when to when, who asked for it, on which day, and why.

    before, after: the days agreed, None where none was named; asked_by: `Commitment.MINE` or `THEIRS`.
    """

    commitment = models.ForeignKey(Commitment, on_delete=models.CASCADE, related_name="moved")
    before = models.IntegerField(null=True)
    after = models.IntegerField(null=True)
    asked_by = models.CharField(max_length=8)
    on = models.IntegerField()
    why = models.TextField(blank=True)


class Request(PublicRow):
    """Something that somebody asked of me, and what became of it.

    commitment: the promise that accepting it made; passed_to: who took it over;
    answer: what the user wrote when it was declined or passed on.
    """

    OPEN, ACCEPTED, DECLINED, PASSED_ON, LEFT = "open", "accepted", "declined", "passed_on", "left"

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="requests")
    text = models.TextField()
    sentence = models.TextField(blank=True)
    interaction = models.ForeignKey(
        "store.Interaction", null=True, on_delete=models.SET_NULL, related_name="requests"
    )
    asked_on = models.IntegerField()
    due = models.IntegerField(null=True)
    state = models.CharField(max_length=16, default=OPEN)
    closed_on = models.IntegerField(null=True)
    commitment = models.ForeignKey(Commitment, null=True, on_delete=models.SET_NULL, related_name="requests")
    passed_to = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    answer = models.TextField(blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["book", "asked_on"], name="request_open", condition=models.Q(state="open")),
            models.Index(
                fields=["book", "closed_on"],
                name="request_closed",
                condition=models.Q(closed_on__isnull=False),
            ),
        ]


class Exchange(PublicRow):
    """Something given or received: what, of which kind, its worth in words, and whether it was thanked for.

    asks_thanks: False for a click, such as an endorsement, which never asks for thanks;
    introduction: the one that it was, and then it comes and goes with that (`actions.introductions`).
    """

    GIVEN, RECEIVED = "given", "received"

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="exchanges")
    direction = models.CharField(max_length=8)
    kind = models.CharField(max_length=32)
    text = models.TextField(blank=True)
    worth = models.TextField(blank=True, default="", db_default="")
    sentence = models.TextField(blank=True, default="", db_default="")
    interaction = models.ForeignKey(
        "store.Interaction", null=True, on_delete=models.SET_NULL, related_name="exchanges"
    )
    introduction = models.ForeignKey(
        "store.Introduction", null=True, on_delete=models.CASCADE, related_name="exchanges"
    )
    on = models.IntegerField()
    thanked_on = models.IntegerField(null=True)
    asks_thanks = models.BooleanField(default=True)
    key = models.CharField(max_length=32, blank=True, default="")
    batch = models.ForeignKey("store.Batch", null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        indexes = [
            models.Index(
                fields=["book", "on"],
                name="exchange_to_thank",
                condition=models.Q(direction="received", asks_thanks=True, thanked_on=None),
            ),
            models.Index(
                fields=["book", "thanked_on"],
                name="exchange_thanked",
                condition=models.Q(thanked_on__isnull=False),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "key"], condition=~models.Q(key=""), name="exchange_told_once"
            ),
            models.UniqueConstraint(fields=["introduction", "person"], name="exchange_of_introduction_once"),
        ]


class Attention(BookRow):
    """What the user did with an item of Today. `until`: a day number, None for good.

    key: names the item with its occasion (`answers.today`); for `NEVER`, the kind and what it is about alone.
    """

    DONE, SNOOZED, DISMISSED, NEVER = "done", "snoozed", "dismissed", "never"

    key = models.CharField(max_length=200)
    act = models.CharField(max_length=16)
    until = models.IntegerField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["book", "key"], name="attention_once")]
