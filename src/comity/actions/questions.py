"""Answering what an import asked."""

from __future__ import annotations

from django.utils import timezone

from comity.actions import proposals as deciding
from comity.core.errors import Invalid, NotFound, WrongState
from comity.store import proposals
from comity.store.access import Scope
from comity.store.models import Batch, Proposal


def answer_question(scope: Scope, question_id: str, answer: str) -> None:
    """Answer what an import asked: `yes` or `no` to an address, `mine` or `employer` to a source.

    Raises:
        NotFound: no such open question in this book; Invalid: an answer that does not fit it.
    """
    try:
        deciding.decide(scope, question_id, answer)
    except (NotFound, WrongState):
        raise NotFound("question", question_id) from None


def whose(scope: Scope, number: int, belongs_to: str) -> None:
    """Say whether the files of an import are `mine` or an `employer`'s; also after it was answered otherwise.

    Raises:
        NotFound: no such import in this book; Invalid: neither of the two.
    """
    if belongs_to not in (Batch.MINE, Batch.EMPLOYER):
        raise Invalid("answer", belongs_to, f"answer {Batch.MINE} or {Batch.EMPLOYER}")
    if not Batch.objects.filter(book_id=scope.book_id, number=number).update(belongs_to=belongs_to):
        raise NotFound("import", str(number))
    Proposal.objects.filter(
        book_id=scope.book_id, kind=proposals.SOURCE_OWNER, key=str(number), state=Proposal.OPEN
    ).update(state=Proposal.ACCEPTED, decided_at=timezone.now())
