"""The tables of what is practised, by the kind under which their rows leave and come back.

Each is exported column by column, its references by what the world knows them by; so a new table needs a line here and
a shape in `exports.practice_shapes` or `exports.guard_shapes`. Kinds are in an order in which each refers only to those before it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from django.db import models

from comity.store.models import (
    Anchor,
    Batch,
    Boundary,
    Commitment,
    CommitmentMove,
    Confidence,
    ConfidenceAudience,
    ConfidenceCover,
    Crossing,
    Decision,
    Deliverable,
    DifficultStep,
    Disclosure,
    Engagement,
    Event,
    Exchange,
    Feedback,
    Feeling,
    Gift,
    GladlyShared,
    Goal,
    GoalNeed,
    GoalStep,
    Guest,
    Idea,
    IncidentEntry,
    Interaction,
    Interest,
    Introduction,
    Invoice,
    Mentoring,
    MentoringSession,
    Opportunity,
    OpportunityShare,
    Organisation,
    Outcome,
    OutcomePart,
    Policy,
    Purpose,
    Recusal,
    Request,
    Retention,
    Satisfaction,
    Telling,
    Tie,
    Vault,
)
from comity.store.models.base import PublicRow

TABLES: dict[str, type[PublicRow]] = {
    "mentorings": Mentoring,
    "mentoring_sessions": MentoringSession,
    "commitments": Commitment,
    "commitment_moves": CommitmentMove,
    "requests": Request,
    "introductions": Introduction,
    "exchanges": Exchange,
    "opportunities": Opportunity,
    "opportunity_shares": OpportunityShare,
    "goals": Goal,
    "goal_steps": GoalStep,
    "goal_needs": GoalNeed,
    "outcomes": Outcome,
    "outcome_parts": OutcomePart,
    "events": Event,
    "guests": Guest,
    "engagements": Engagement,
    "deliverables": Deliverable,
    "invoices": Invoice,
    "satisfactions": Satisfaction,
    "feedback": Feedback,
    "gladly_shared": GladlyShared,
    "tellings": Telling,
    "vaults": Vault,
    "ideas": Idea,
    "disclosures": Disclosure,
    "confidences": Confidence,
    "confidence_audience": ConfidenceAudience,
    "confidence_covers": ConfidenceCover,
    "boundaries": Boundary,
    "crossings": Crossing,
    "policies": Policy,
    "interests": Interest,
    "ties": Tie,
    "gifts": Gift,
    "decisions": Decision,
    "recusals": Recusal,
    "difficult_steps": DifficultStep,
    "incident_entries": IncidentEntry,
    "anchors": Anchor,
    "feelings": Feeling,
    "purposes": Purpose,
    "retentions": Retention,
}


class Column(NamedTuple):
    """One column: its key in an export, the field, the path to what stands in the export, and what it refers to."""

    key: str
    field: str
    path: str
    to: type[models.Model] | None


def columns(model: type[PublicRow]) -> Iterator[Column]:
    """The columns of a table but for its row number, its book and its own UUID."""
    for field in model._meta.concrete_fields:
        if field.name in ("id", "book", "uuid"):
            continue
        target = field.related_model if isinstance(field, models.ForeignKey) else None
        if not isinstance(target, type):
            yield Column(field.name, field.name, field.name, None)
        elif issubclass(target, Batch):
            yield Column("import", field.name, f"{field.name}__number", Batch)
        elif issubclass(target, Interaction):
            yield Column(field.name, field.name, f"{field.name}__key", Interaction)
        else:
            yield Column(field.name, field.name, f"{field.name}__uuid", target)


def about_interactions() -> Iterator[tuple[str, str]]:
    """(table, column) of every reference to an interaction from what the user keeps; it ends where that goes."""
    for model in TABLES.values():
        for column in columns(model):
            if column.to is Interaction:
                yield model._meta.db_table, f"{column.field}_id"


def about_organisations() -> Iterator[tuple[str, str]]:
    """(table, column) of every reference to an organisation from what the user keeps: it stays while one names it."""
    for model in TABLES.values():
        for column in columns(model):
            if column.to is Organisation:
                yield model._meta.db_table, f"{column.field}_id"
