"""Other people's rights: why something is kept on them, for how long, and what was erased for good."""

from __future__ import annotations

from django.db import models

from comity.store.models.base import BookRow, PublicRow
from comity.store.models.people import Person


class Purpose(PublicRow):
    """Why a person is kept, from where, and when to ask again; hold: why nothing of it may be erased now, "" if none."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="purposes")
    purpose = models.TextField(blank=True)
    source = models.CharField(max_length=300, blank=True)
    since = models.IntegerField()
    review_on = models.IntegerField(null=True)
    hold = models.TextField(blank=True)


class Retention(PublicRow):
    """A rule of how long things are kept: of whom (a role, a tag; both "" for everybody), and after how many days
    without contact the user is asked whether to erase."""

    role = models.CharField(max_length=32, blank=True)
    tag = models.CharField(max_length=100, blank=True)
    after_days = models.IntegerField()
    note = models.TextField(blank=True)


class Erasure(PublicRow):
    """That somebody was erased: when, on whose wish, and what was removed, in counts without names.

    digest: hex SHA-256 over its sorted `Erased.digest`, so that a copy elsewhere can be compared.
    """

    on = models.IntegerField()
    asked_by = models.CharField(max_length=16, blank=True)
    counts = models.JSONField(default=dict)
    unreached = models.JSONField(default=list)
    digest = models.CharField(max_length=64, blank=True)


class Erased(BookRow):
    """A handle or a name that must not come back: a keyed HMAC-SHA-256, whose key is not in the database."""

    erasure = models.ForeignKey(Erasure, on_delete=models.CASCADE, related_name="erased")
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["book", "digest"], name="erased_once")]
