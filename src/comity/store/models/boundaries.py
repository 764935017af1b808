"""Lines that are not to be crossed: mine, theirs, and an employer's."""

from __future__ import annotations

from django.db import models

from comity.store.models.base import PublicRow
from comity.store.models.people import Organisation, Person


class Boundary(PublicRow):
    """A boundary of mine or of theirs (`core.boundaries`), for a person, a role, an organisation, or everybody.

    kind: hours, channel, topic, request or answer; words: the topics, kinds of request or channels that it is about,
    one a line; from_minute, to_minute: of the day in `zone` ("": the book's), weekdays: bit 0 is Monday, for hours
    in which contact is fine; answer_hours: within how many hours an answer may be expected; text: in the user's own
    words; told: whether the person said so (else it was noticed or guessed); since, until: day numbers.
    """

    MINE, THEIRS = "mine", "theirs"

    side = models.CharField(max_length=8)
    kind = models.CharField(max_length=16)
    person = models.ForeignKey(Person, null=True, on_delete=models.CASCADE, related_name="boundaries")
    role = models.CharField(max_length=32, blank=True)
    organisation = models.ForeignKey(Organisation, null=True, on_delete=models.CASCADE, related_name="+")
    words = models.TextField(blank=True)
    from_minute = models.SmallIntegerField(null=True)
    to_minute = models.SmallIntegerField(null=True)
    weekdays = models.SmallIntegerField(default=0)
    zone = models.CharField(max_length=64, blank=True)
    answer_hours = models.IntegerField(null=True)
    text = models.TextField(blank=True)
    told = models.BooleanField(default=True)
    since = models.IntegerField()
    until = models.IntegerField(null=True)


class Crossing(PublicRow):
    """A boundary that something crossed, kept as a fact: when, by what, and what the user said to it.

    did: logged, planned, drafted or received; by_me: else the other person crossed mine.
    """

    boundary = models.ForeignKey(Boundary, on_delete=models.CASCADE, related_name="crossings")
    person = models.ForeignKey(Person, null=True, on_delete=models.CASCADE, related_name="+")
    interaction = models.ForeignKey(
        "store.Interaction", null=True, on_delete=models.SET_NULL, related_name="crossings"
    )
    on = models.IntegerField()
    did = models.CharField(max_length=16)
    by_me = models.BooleanField(default=True)
    text = models.TextField(blank=True)
    answer = models.TextField(blank=True)


class Policy(PublicRow):
    """A rule of an employer that binds me: gifts, hospitality, outside_work, relationships, cooling_off, or other.

    amount: from which worth on it asks for something, in the minor unit of `currency` (ISO 4217), within `days`
    (None: each time; of cooling_off the days that it lasts); asks: disclose, refuse or approval; review_on: when to read it again.
    """

    organisation = models.ForeignKey(Organisation, null=True, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=16)
    title = models.CharField(max_length=300)
    text = models.TextField(blank=True)
    url = models.CharField(max_length=2000, blank=True)
    amount = models.BigIntegerField(null=True)
    currency = models.CharField(max_length=3, blank=True)
    days = models.PositiveSmallIntegerField(null=True)
    asks = models.CharField(max_length=16, default="disclose")
    since = models.IntegerField()
    until = models.IntegerField(null=True)
    review_on = models.IntegerField(null=True)
