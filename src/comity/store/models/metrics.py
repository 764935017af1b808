"""Contact as a set of days, and the numbers computed from it."""

from __future__ import annotations

from django.db import models

from comity.store.models.base import BookRow
from comity.store.models.relationships import Relationship


class ContactDay(BookRow):
    """A UTC day on which there was contact: how many interactions from them, from me, and in all.

    The truth that strength, gaps and balance are computed from. A meeting counts in both directions, and
    once in `n`. Rows hang on the relationship of the person that others were merged into.
    """

    relationship = models.ForeignKey(
        Relationship, on_delete=models.CASCADE, related_name="days", db_index=False
    )
    day = models.IntegerField()
    in_n = models.IntegerField()
    out_n = models.IntegerField()
    n = models.IntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["relationship", "day"], name="contact_day_once")]


class Metrics(BookRow):
    """A cache computed from `ContactDay`; rebuilding it gives the same to 1e-9.

    sums_day, in30 … out180: `core.strength.Sums`; strength: for the book's `strength_day`;
    first_day, last_day, last_in, last_out: day numbers; channels: bit 1 << kind for each kind of contact.

    The index by strength holds all that `store.queries.states` looks at; that by drift, the day on which the silence
    reaches four usual gaps.
    """

    relationship = models.OneToOneField(
        Relationship, on_delete=models.CASCADE, primary_key=True, related_name="metrics"
    )
    strength = models.FloatField(default=0.0)
    sums_day = models.IntegerField(default=0)
    in30 = models.FloatField(default=0.0)
    out30 = models.FloatField(default=0.0)
    in180 = models.FloatField(default=0.0)
    out180 = models.FloatField(default=0.0)
    active_days = models.IntegerField(default=0)
    interactions = models.IntegerField(default=0)
    first_day = models.IntegerField(null=True)
    last_day = models.IntegerField(null=True)
    last_in = models.IntegerField(null=True)
    last_out = models.IntegerField(null=True)
    usual_gap = models.FloatField(null=True)
    channels = models.IntegerField(default=0)

    class Meta:
        indexes = [
            models.Index(
                fields=[
                    "book",
                    "-strength",
                    "relationship",
                    "last_day",
                    "usual_gap",
                    "first_day",
                    "active_days",
                    "channels",
                ],
                name="metrics_by_strength",
            ),
            models.Index(
                fields=["book", "-last_day", "relationship", "usual_gap", "first_day"], name="metrics_by_last"
            ),
            models.Index(fields=["book", "first_day"], name="metrics_by_first"),
            models.Index(
                models.F("book"), models.F("last_day") + 4.0 * models.F("usual_gap"), name="metrics_by_drift"
            ),
        ]
