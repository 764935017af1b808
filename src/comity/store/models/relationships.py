"""What a person is to the owner of the book, and what is known of them."""

from __future__ import annotations

from django.db import models

from comity.store.models.base import BookRow, PublicRow
from comity.store.models.people import Person


class Relationship(BookRow):
    """What one person is to the owner; one row for each person, merged ones too.

    rhythm_days: the rhythm the user wants, over that of the roles; None leaves it to them;
    rhythm_told: it comes from a file, and goes with it.
    """

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="relationship")
    standing = models.CharField(max_length=16, blank=True)
    nature = models.CharField(max_length=16, default="professional")
    purpose = models.TextField(blank=True)
    i_expect = models.TextField(blank=True)
    they_expect = models.TextField(blank=True)
    at_stake = models.TextField(blank=True)
    rhythm_days = models.PositiveIntegerField(null=True)
    rhythm_told = models.BooleanField(default=False, db_default=False)
    note = models.TextField(blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["book"],
                name="relationship_with_rhythm",
                condition=models.Q(rhythm_days__isnull=False),
            )
        ]


class Role(BookRow):
    """A role held from and until a day; `key` is one of `store.playbooks`."""

    relationship = models.ForeignKey(Relationship, on_delete=models.CASCADE, related_name="roles")
    key = models.CharField(max_length=32)
    since = models.IntegerField(null=True)
    until = models.IntegerField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["book", "relationship", "key", "since", "until"], name="role_of_book")
        ]


class Tag(BookRow):
    """A word that holds people together, told apart without regard to case."""

    name = models.CharField(max_length=100)
    key = models.CharField(max_length=100)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["book", "key"], name="tag_once")]

    def __str__(self) -> str:
        return self.name


class Tagging(BookRow):
    """A tag on a relationship; from a card's category where `batch` is set."""

    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="taggings")
    relationship = models.ForeignKey(Relationship, on_delete=models.CASCADE, related_name="taggings")
    batch = models.ForeignKey("store.Batch", null=True, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tag", "relationship", "batch"], name="tagging_once"),
            models.UniqueConstraint(
                fields=["tag", "relationship"], condition=models.Q(batch=None), name="tagging_by_hand_once"
            ),
        ]


class Group(PublicRow):
    """A team, a project, a circle: people held together with an aim of their own."""

    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=32, blank=True)
    aim = models.TextField(blank=True)


class GroupMember(BookRow):
    """A relationship's place in a group."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="members")
    relationship = models.ForeignKey(Relationship, on_delete=models.CASCADE, related_name="memberships")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["group", "relationship"], name="group_member_once")]


class Fact(PublicRow):
    """Something known of a person: the text, how sensitive, where from, and since which day it is noted.

    One that a file told has a `key` (`store.ledger`), and its batch until the user changes it.
    """

    OPEN, PRIVATE = "open", "private"

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="facts")
    text = models.TextField()
    sensitivity = models.CharField(max_length=16, default=OPEN)
    source = models.CharField(max_length=200, blank=True)
    noted_on = models.IntegerField()
    hearsay = models.BooleanField(default=False)
    key = models.CharField(max_length=32, blank=True, default="")
    batch = models.ForeignKey("store.Batch", null=True, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "key"], condition=~models.Q(key=""), name="fact_told_once"
            )
        ]


class ImportantDate(BookRow):
    """A date of a person that deserves a word: what, month, day, and the year where it is known.

    It comes back every year unless `once`, which needs a year; label: the user's words for it; lead_days: from how
    many days before it is shown, None for the usual. 29 February is kept as it is (`core.dates` says when it falls).
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="dates")
    what = models.CharField(max_length=32)
    month = models.SmallIntegerField()
    day = models.SmallIntegerField()
    year = models.SmallIntegerField(null=True)
    label = models.CharField(max_length=200, blank=True, default="", db_default="")
    lead_days = models.SmallIntegerField(null=True)
    once = models.BooleanField(default=False, db_default=False)
    batch = models.ForeignKey("store.Batch", null=True, on_delete=models.CASCADE, related_name="+")

    class Meta:
        indexes = [
            models.Index(fields=["book", "month", "day"], name="date_by_day"),
            models.Index(fields=["book"], name="date_with_lead", condition=models.Q(lead_days__isnull=False)),
        ]
