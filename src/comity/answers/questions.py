"""What a machine noticed and a person decides."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext

from comity.answers.shapes import Question
from comity.store import proposals
from comity.store.access import Scope
from comity.store.models import Proposal

MOST = 20
"""Questions put at once."""


def open_questions(scope: Scope, batch: int | None = None) -> tuple[Question, ...]:
    """Open questions of a book, or those that one import left, the oldest first."""
    found = (
        Proposal.objects.filter(book_id=scope.book_id, state=Proposal.OPEN)
        .select_related("batch")
        .order_by("id")
    )
    if batch is not None:
        found = found.filter(batch__number=batch)
    return tuple(worded(str(p.uuid), p.kind, p.key, p.evidence) for p in found[:MOST])


def worded(id: str, kind: str, key: str, evidence: dict[str, Any]) -> Question:
    """A proposal as the question it puts to a person."""
    if kind == proposals.OWN_ADDRESS:
        text = gettext("Is %(address)s your address?") % {"address": key}
        why = gettext("It sent %(sent)d and received %(received)d of %(messages)d messages.") % evidence
    else:
        text = gettext("Are the files of import %(number)s your own, or an employer’s?") % {"number": key}
        why = gettext("When you leave an employer, what came from its systems stays behind by default.")
    return Question(id, kind, key, text, why)
