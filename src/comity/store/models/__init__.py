"""The tables, one module a noun. Every row but a user belongs to a book."""

from comity.store.models.books import Book, Member, SignInLink, User
from comity.store.models.imports import Batch, BatchFile, BatchProblem, CsvMapping, Proposal
from comity.store.models.interactions import Content, Interaction, Participant, Sighting, Variant
from comity.store.models.matching import MatchPage
from comity.store.models.matters import Attention, Commitment, Exchange, Reminder
from comity.store.models.metrics import ContactDay, Metrics
from comity.store.models.names import NameWord
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

__all__ = [
    "Attention",
    "Batch",
    "BatchFile",
    "BatchProblem",
    "Book",
    "Claim",
    "Commitment",
    "ContactDay",
    "Content",
    "CsvMapping",
    "Exchange",
    "Fact",
    "Group",
    "GroupMember",
    "Identifier",
    "IdentityLink",
    "ImportantDate",
    "Interaction",
    "MatchPage",
    "Member",
    "Metrics",
    "NameWord",
    "Organisation",
    "Participant",
    "Person",
    "Position",
    "Proposal",
    "Relationship",
    "Reminder",
    "Role",
    "Sighting",
    "SignInLink",
    "Tag",
    "Tagging",
    "User",
    "Variant",
]
