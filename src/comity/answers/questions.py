"""What an import asks, which stands where one looks anyway; all else waits on the Review page."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext

from comity.answers.shapes import Question
from comity.store import noticed, proposals
from comity.store.access import Scope
from comity.store.models import Proposal

MOST = 20
"""Questions put at once."""
KINDS = (proposals.OWN_ADDRESS, proposals.SOURCE_OWNER)


def open_questions(scope: Scope, batch: int | None = None) -> tuple[Question, ...]:
    """Open questions of a book, or those that one import left, the oldest first."""
    found = (
        Proposal.objects.filter(book_id=scope.book_id, state=Proposal.OPEN, kind__in=KINDS)
        .select_related("batch")
        .order_by("id")
    )
    if batch is not None:
        found = found.filter(batch__number=batch)
    return tuple(worded(str(p.uuid), p.kind, p.key, p.evidence) for p in found[:MOST])


def waiting(scope: Scope, batch: int | None = None) -> int:
    """How many other proposals wait to be reviewed, of a book or of those that one import left."""
    found = Proposal.objects.filter(book_id=scope.book_id, state=Proposal.OPEN, kind__in=noticed.ASKED)
    return found.count() if batch is None else found.filter(batch__number=batch).count()


def worded(id: str, kind: str, key: str, evidence: dict[str, Any]) -> Question:
    """A question of an import as it is put to a person."""
    if kind == proposals.OWN_ADDRESS:
        text = gettext("Is %(address)s your address?") % {"address": key}
        why = gettext("It sent %(sent)d and received %(received)d of %(messages)d messages.") % evidence
    else:
        text = gettext("Are the files of import %(number)s your own, or an employer’s?") % {"number": key}
        why = gettext("When you leave an employer, what came from its systems stays behind by default.")
    return Question(id, kind, key, text, why)
