"""Interests of mine that may conflict with a decision: stakes, ties, gifts; and what I declared of them."""

from __future__ import annotations

from django.db import models

from comity.store.models.base import PublicRow
from comity.store.models.boundaries import Policy
from comity.store.models.people import Organisation, Person


class Interest(PublicRow):
    """An interest of mine in a person or an organisation (`core.conflicts.KINDS`): a stake, family, a past employer ….

    amount: its worth in the minor unit of `currency`, where it has one; since, until: day numbers, until None while it
    lasts; cooling_days: how long after its end it still counts; reviewed_on: when the user last said that it holds.
    """

    kind = models.CharField(max_length=16)
    person = models.ForeignKey(Person, null=True, on_delete=models.CASCADE, related_name="interests")
    organisation = models.ForeignKey(Organisation, null=True, on_delete=models.CASCADE, related_name="+")
    text = models.TextField(blank=True)
    amount = models.BigIntegerField(null=True)
    currency = models.CharField(max_length=3, blank=True)
    since = models.IntegerField(null=True)
    until = models.IntegerField(null=True)
    cooling_days = models.PositiveSmallIntegerField(null=True)
    noted_on = models.IntegerField()
    reviewed_on = models.IntegerField(null=True)
    disclosed_on = models.IntegerField(null=True)
    disclosed_to = models.CharField(max_length=300, blank=True)


class Tie(PublicRow):
    """What one person is to another, or to an organisation, neither of them me: spouse, parent, owner, partner ….

    Read from left to right: `one` is the `kind` of `other`, or of `organisation`. hearsay: heard, not known.
    """

    one = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="ties")
    kind = models.CharField(max_length=16)
    other = models.ForeignKey(Person, null=True, on_delete=models.CASCADE, related_name="tied")
    organisation = models.ForeignKey(Organisation, null=True, on_delete=models.CASCADE, related_name="+")
    text = models.TextField(blank=True)
    since = models.IntegerField(null=True)
    until = models.IntegerField(null=True)
    hearsay = models.BooleanField(default=False)


class Gift(PublicRow):
    """A gift or hospitality, given or received: worth in the minor unit of `currency`, and what became of it.

    outcome: kept, declined, returned or handed_in; disclosed_on: the day it was declared.
    """

    GIVEN, RECEIVED = "given", "received"

    direction = models.CharField(max_length=8)
    kind = models.CharField(max_length=16)
    person = models.ForeignKey(Person, null=True, on_delete=models.CASCADE, related_name="gifts")
    organisation = models.ForeignKey(Organisation, null=True, on_delete=models.CASCADE, related_name="+")
    what = models.TextField()
    on = models.IntegerField()
    amount = models.BigIntegerField(null=True)
    currency = models.CharField(max_length=3, blank=True)
    outcome = models.CharField(max_length=16, default="kept")
    policy = models.ForeignKey(Policy, null=True, on_delete=models.SET_NULL, related_name="+")
    disclosed_on = models.IntegerField(null=True)
    disclosed_to = models.CharField(max_length=300, blank=True)


class Decision(PublicRow):
    """A check before a decision, kept: the question, the answer of that day (clear, disclose, recuse), what was done.

    paths: the paths found, as the check told them; did: "", disclosed, recused or went_on; to: to whom it was declared.
    """

    question = models.CharField(max_length=1000)
    on = models.IntegerField()
    verdict = models.CharField(max_length=16)
    paths = models.JSONField(default=list)
    did = models.CharField(max_length=16, blank=True)
    did_on = models.IntegerField(null=True)
    to = models.CharField(max_length=300, blank=True)
    note = models.TextField(blank=True)


class Recusal(PublicRow):
    """What I stay out of, for a person or an organisation: the matter, and the rule in words.

    For a relationship that is professional and personal it is the rule that the guard asks for.
    """

    person = models.ForeignKey(Person, null=True, on_delete=models.CASCADE, related_name="recusals")
    organisation = models.ForeignKey(Organisation, null=True, on_delete=models.CASCADE, related_name="+")
    matter = models.CharField(max_length=1000)
    rule = models.TextField(blank=True)
    decision = models.ForeignKey(Decision, null=True, on_delete=models.SET_NULL, related_name="recusals")
    since = models.IntegerField()
    until = models.IntegerField(null=True)
