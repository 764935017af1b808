"""Mentoring: a time with an aim, its sessions, and how it ended. Agreed actions are commitments."""

from __future__ import annotations

from django.db import models

from comity.store.models.base import PublicRow
from comity.store.models.people import Person


class Mentoring(PublicRow):
    """Mentoring with one person, in which I am the `mentor` or the `mentee`; programme: "" where there is none."""

    MENTOR, MENTEE = "mentor", "mentee"

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="mentorings")
    i_am = models.CharField(max_length=8)
    programme = models.CharField(max_length=300, blank=True)
    aim = models.TextField(blank=True)
    since = models.IntegerField()
    until = models.IntegerField(null=True)
    every_days = models.PositiveSmallIntegerField(null=True)
    ended_on = models.IntegerField(null=True)
    ending = models.TextField(blank=True)


class MentoringSession(PublicRow):
    """One session: its day, the agenda before, the notes after; held_on: None while it is ahead."""

    mentoring = models.ForeignKey(Mentoring, on_delete=models.CASCADE, related_name="sessions")
    planned_on = models.IntegerField()
    held_on = models.IntegerField(null=True)
    agenda = models.TextField(blank=True)
    notes = models.TextField(blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["book", "planned_on"], name="session_ahead", condition=models.Q(held_on=None)
            )
        ]
