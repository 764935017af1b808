"""The tables, one module a noun. Every row but a user belongs to a book."""

from comity.store.models.books import Book, Member, SignInLink, User
from comity.store.models.boundaries import Boundary, Crossing, Policy
from comity.store.models.confiding import Confidence, ConfidenceAudience, ConfidenceCover, Disclosure, Idea
from comity.store.models.engagements import Deliverable, Engagement, Invoice, Satisfaction
from comity.store.models.gatherings import Event, Guest
from comity.store.models.goals import Goal, GoalNeed, GoalStep, Outcome, OutcomePart
from comity.store.models.imports import Batch, BatchFile, BatchProblem, CsvMapping, Proposal
from comity.store.models.incidents import Anchor, DifficultStep, IncidentEntry
from comity.store.models.interactions import Content, Interaction, MailRead, Participant, Sighting, Variant
from comity.store.models.interests import Decision, Gift, Interest, Recusal, Tie
from comity.store.models.introductions import Introduction
from comity.store.models.knowing import Feedback, Feeling, GladlyShared, Telling
from comity.store.models.matching import MatchPage
from comity.store.models.matters import Attention, Commitment, CommitmentMove, Exchange, Reminder, Request
from comity.store.models.mentoring import Mentoring, MentoringSession
from comity.store.models.metrics import ContactDay, Metrics
from comity.store.models.names import NameWord
from comity.store.models.opportunities import Opportunity, OpportunityShare
from comity.store.models.people import Claim, Identifier, IdentityLink, Organisation, Person, Position
from comity.store.models.relationships import (
    Fact,
    Group,
    GroupMember,
    ImportantDate,
    Relationship,
    Role,
    Tag,
    Tagging,
)
from comity.store.models.rights import Erased, Erasure, Purpose, Retention
from comity.store.models.sealed import Vault
from comity.store.models.sending import CalendarFeed, DayMail

__all__ = [
    "Anchor",
    "Attention",
    "Batch",
    "BatchFile",
    "BatchProblem",
    "Book",
    "Boundary",
    "CalendarFeed",
    "Claim",
    "Commitment",
    "CommitmentMove",
    "Confidence",
    "ConfidenceAudience",
    "ConfidenceCover",
    "ContactDay",
    "Content",
    "Crossing",
    "CsvMapping",
    "DayMail",
    "Decision",
    "Deliverable",
    "DifficultStep",
    "Disclosure",
    "Engagement",
    "Erased",
    "Erasure",
    "Event",
    "Exchange",
    "Fact",
    "Feedback",
    "Feeling",
    "Gift",
    "GladlyShared",
    "Goal",
    "GoalNeed",
    "GoalStep",
    "Group",
    "GroupMember",
    "Guest",
    "Idea",
    "Identifier",
    "IdentityLink",
    "ImportantDate",
    "IncidentEntry",
    "Interaction",
    "Interest",
    "Introduction",
    "Invoice",
    "MailRead",
    "MatchPage",
    "Member",
    "Mentoring",
    "MentoringSession",
    "Metrics",
    "NameWord",
    "Opportunity",
    "OpportunityShare",
    "Organisation",
    "Outcome",
    "OutcomePart",
    "Participant",
    "Person",
    "Policy",
    "Position",
    "Proposal",
    "Purpose",
    "Recusal",
    "Relationship",
    "Reminder",
    "Request",
    "Retention",
    "Role",
    "Satisfaction",
    "Sighting",
    "SignInLink",
    "Tag",
    "Tagging",
    "Telling",
    "Tie",
    "User",
    "Variant",
    "Vault",
]
