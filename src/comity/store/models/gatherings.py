"""Events such as a conference or a meet-up, and who is to be met there."""

from __future__ import annotations

from django.db import models

from comity.store.models.base import PublicRow
from comity.store.models.people import Person


class Event(PublicRow):
    """A gathering: where, from which day until which (both included), and what I go for. Days are the place's own."""

    PLANNED, ATTENDED, MISSED = "planned", "attended", "missed"

    name = models.CharField(max_length=300)
    place = models.CharField(max_length=300, blank=True)
    url = models.CharField(max_length=2000, blank=True)
    starts = models.IntegerField()
    ends = models.IntegerField()
    aim = models.TextField(blank=True)
    note = models.TextField(blank=True)
    state = models.CharField(max_length=16, default=PLANNED)

    class Meta:
        indexes = [models.Index(fields=["book", "ends"], name="event_by_end")]


class Guest(PublicRow):
    """Somebody who will be, or was, at an event.

    wanted: I want to meet them, and `why`; met_on: None until we met; followed_up_on: after that;
    note: what we spoke of; interaction: the record of our meeting there.
    """

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="guests")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    wanted = models.BooleanField(default=False)
    why = models.TextField(blank=True)
    met_on = models.IntegerField(null=True)
    followed_up_on = models.IntegerField(null=True)
    note = models.TextField(blank=True)
    interaction = models.ForeignKey(
        "store.Interaction", null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "person"], name="guest_once")]
        indexes = [
            models.Index(
                fields=["book", "met_on"],
                name="guest_to_follow_up",
                condition=models.Q(met_on__isnull=False, followed_up_on=None),
            )
        ]
