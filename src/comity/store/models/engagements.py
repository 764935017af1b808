"""Work for clients and by service providers: what is needed, delivered, paid, and how satisfied they are."""

from __future__ import annotations

from django.db import models

from comity.store.models.base import PublicRow
from comity.store.models.people import Person


class Engagement(PublicRow):
    """Work that I do for a client, or that a provider does for me. brief: the needs, or what the provider is to do."""

    CLIENT, PROVIDER = "client", "provider"

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="engagements")
    side = models.CharField(max_length=8)
    title = models.CharField(max_length=300)
    brief = models.TextField(blank=True)
    since = models.IntegerField()
    renewal_on = models.IntegerField(null=True)
    ended_on = models.IntegerField(null=True)
    ending = models.TextField(blank=True)


class Deliverable(PublicRow):
    """Something that is to be delivered: by me to a client, by a provider to me."""

    engagement = models.ForeignKey(Engagement, on_delete=models.CASCADE, related_name="deliverables")
    text = models.TextField()
    due = models.IntegerField(null=True)
    delivered_on = models.IntegerField(null=True)
    accepted_on = models.IntegerField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["book", "due"], name="deliverable_open", condition=models.Q(delivered_on=None)
            )
        ]


class Invoice(PublicRow):
    """An invoice of a provider to me, or of mine to a client; amount: in the currency's minor unit (ISO 4217), None
    where it is not noted."""

    engagement = models.ForeignKey(Engagement, on_delete=models.CASCADE, related_name="invoices")
    number = models.CharField(max_length=100, blank=True)
    amount = models.BigIntegerField(null=True)
    currency = models.CharField(max_length=3, blank=True)
    dated_on = models.IntegerField()
    due = models.IntegerField(null=True)
    paid_on = models.IntegerField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["book", "due"], name="invoice_open", condition=models.Q(paid_on=None))
        ]


class Satisfaction(PublicRow):
    """How satisfied a client said they are, or I am with a provider: 1 (not at all) to 5, and in words."""

    engagement = models.ForeignKey(Engagement, on_delete=models.CASCADE, related_name="satisfactions")
    on = models.IntegerField()
    score = models.SmallIntegerField(null=True)
    text = models.TextField(blank=True)
