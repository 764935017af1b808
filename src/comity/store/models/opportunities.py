"""Opportunities: what could help somebody, and with whom it was shared."""

from __future__ import annotations

from django.db import models

from comity.store.models.base import PublicRow
from comity.store.models.matters import Exchange
from comity.store.models.people import Person


class Opportunity(PublicRow):
    """An opening, a project, an article, an event: the text as it was pasted, and until when it holds.

    kind: one of `core.opportunities.KINDS`; source: who told me of it.
    """

    kind = models.CharField(max_length=16)
    title = models.CharField(max_length=300)
    text = models.TextField(blank=True)
    url = models.CharField(max_length=2000, blank=True)
    source = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    found_on = models.IntegerField()
    until = models.IntegerField(null=True)
    closed_on = models.IntegerField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["book", "found_on"], name="opportunity_open", condition=models.Q(closed_on=None)
            )
        ]


class OpportunityShare(PublicRow):
    """An opportunity in view of one person: shared with them on a day, or not meant for them.

    exchange: what sharing it wrote into the balance; came_of_it: in the user's words.
    """

    opportunity = models.ForeignKey(Opportunity, on_delete=models.CASCADE, related_name="shares")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    shared_on = models.IntegerField(null=True)
    passed_over = models.BooleanField(default=False)
    exchange = models.ForeignKey(Exchange, null=True, on_delete=models.SET_NULL, related_name="+")
    came_of_it = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["opportunity", "person"], name="share_once")]
