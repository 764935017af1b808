"""Goals, mine and a group's, what they need, and what came of it all."""

from __future__ import annotations

from django.db import models

from comity.store.models.base import PublicRow
from comity.store.models.introductions import Introduction
from comity.store.models.opportunities import Opportunity
from comity.store.models.people import Person
from comity.store.models.relationships import Group


class Goal(PublicRow):
    """An aim: why, until when, and how it ended. group: None where it is mine alone."""

    OPEN, REACHED, GIVEN_UP = "open", "reached", "given_up"

    title = models.CharField(max_length=300)
    why = models.TextField(blank=True)
    group = models.ForeignKey(Group, null=True, on_delete=models.SET_NULL, related_name="goals")
    due = models.IntegerField(null=True)
    state = models.CharField(max_length=16, default=OPEN)
    made_on = models.IntegerField()
    closed_on = models.IntegerField(null=True)
    ending = models.TextField(blank=True)


class GoalStep(PublicRow):
    """A step towards a goal, with whom, until when; `place` orders the steps."""

    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="steps")
    text = models.TextField()
    person = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    due = models.IntegerField(null=True)
    done_on = models.IntegerField(null=True)
    place = models.IntegerField(default=0)

    class Meta:
        indexes = [
            models.Index(fields=["book", "due"], name="goal_step_open", condition=models.Q(done_on=None))
        ]


class GoalNeed(PublicRow):
    """Whom a goal needs: a role (a key of the playbooks, or words), and the person who fills it, None while missing."""

    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="needs")
    what = models.CharField(max_length=200)
    person = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    note = models.TextField(blank=True)


class Outcome(PublicRow):
    """Something good that came of relationships: a job, a project, an insight."""

    text = models.TextField()
    kind = models.CharField(max_length=32, blank=True)
    on = models.IntegerField()
    goal = models.ForeignKey(Goal, null=True, on_delete=models.SET_NULL, related_name="outcomes")
    opportunity = models.ForeignKey(
        Opportunity, null=True, on_delete=models.SET_NULL, related_name="outcomes"
    )
    introduction = models.ForeignKey(
        Introduction, null=True, on_delete=models.SET_NULL, related_name="outcomes"
    )


class OutcomePart(PublicRow):
    """Somebody's part in an outcome, in words."""

    outcome = models.ForeignKey(Outcome, on_delete=models.CASCADE, related_name="parts")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="outcomes")
    how = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["outcome", "person"], name="outcome_part_once")]
