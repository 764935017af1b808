"""Introductions: who brings whom together, and how far it has come."""

from __future__ import annotations

from django.db import models

from comity.core.introductions import Life
from comity.store.models.base import PublicRow
from comity.store.models.people import Person


class Introduction(PublicRow):
    """Two people who are to meet, one of whom may be me, and who brings them together.

    introducer: None is me; other: None is me (never both). Each day is None until it happened, and what is the next
    step follows from them (`core.introductions`): asked → one_agreed_on and other_agreed_on → made_on → met_on →
    thanked_on, or declined_on. declined_by: `one`, `other` or `introducer`.
    """

    introducer = models.ForeignKey(Person, null=True, on_delete=models.CASCADE, related_name="introduces")
    one = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="introduced")
    other = models.ForeignKey(Person, null=True, on_delete=models.CASCADE, related_name="introduced_to")
    purpose = models.TextField(blank=True)
    sentence = models.TextField(blank=True)
    interaction = models.ForeignKey(
        "store.Interaction", null=True, on_delete=models.SET_NULL, related_name="introductions"
    )
    asked_on = models.IntegerField()
    one_agreed_on = models.IntegerField(null=True)
    other_agreed_on = models.IntegerField(null=True)
    made_on = models.IntegerField(null=True)
    met_on = models.IntegerField(null=True)
    thanked_on = models.IntegerField(null=True)
    declined_on = models.IntegerField(null=True)
    declined_by = models.CharField(max_length=16, blank=True)
    note = models.TextField(blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["book", "asked_on"],
                name="introduction_open",
                condition=models.Q(thanked_on=None, declined_on=None),
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(introducer__isnull=False) | models.Q(other__isnull=False),
                name="introduction_of_two",
            )
        ]

    @property
    def life(self) -> Life:
        """Its days, as decisions about it want them."""
        return Life(
            asked_on=self.asked_on,
            one_agreed=self.one_agreed_on,
            other_agreed=self.other_agreed_on,
            made=self.made_on,
            met=self.met_on,
            thanked=self.thanked_on,
            declined=self.declined_on,
            declined_by=self.declined_by,
            introduced_by_me=self.introducer_id is None,
            to_me=self.other_id is None,
        )
