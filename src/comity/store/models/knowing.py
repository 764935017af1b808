"""Feedback, what I like people to know of me, and how a relationship feels to me."""

from __future__ import annotations

from django.db import models

from comity.core.feedback import Life
from comity.store.models.base import PublicRow
from comity.store.models.people import Person
from comity.store.models.sealed import SealedText


class Feedback(PublicRow):
    """Feedback about me or by me; each day is None until it happened.

    mine: I receive it, else I give it; about: what it is on; asked_on: by whoever receives it; told_on: it was
    given; acted_on: what followed, told in `action`.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="feedback")
    mine = models.BooleanField(default=True)
    about = models.CharField(max_length=300)
    asked_on = models.IntegerField(null=True)
    told_on = models.IntegerField(null=True)
    text = models.TextField(blank=True)
    acted_on = models.IntegerField(null=True)
    action = models.TextField(blank=True)

    @property
    def life(self) -> Life:
        """Its days, as decisions about it want them."""
        return Life(self.mine, self.asked_on, self.told_on, self.acted_on, self.action)


class GladlyShared(PublicRow):
    """Something I like people to know of me, from which depth of a relationship on (`core.depth`)."""

    text = models.TextField()
    depth = models.SmallIntegerField(default=0)


class Telling(PublicRow):
    """Somebody heard something that I gladly share."""

    shared = models.ForeignKey(GladlyShared, on_delete=models.CASCADE, related_name="tellings")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    on = models.IntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["shared", "person"], name="telling_once")]


class Feeling(SealedText):
    """How a relationship felt to me on a day: -2 (it harms me) to 2 (it does me good), and a private word.

    score None: I was asked and would not say; text empty where it is sealed.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="feelings")
    on = models.IntegerField()
    score = models.SmallIntegerField(null=True)
    text = models.TextField(blank=True)
