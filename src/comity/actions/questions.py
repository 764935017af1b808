"""Answering what a machine asked."""

from __future__ import annotations

from uuid import UUID

from django.utils import timezone

from comity.actions.me import add_address
from comity.core.errors import Invalid, NotFound
from comity.store import proposals
from comity.store.access import Scope
from comity.store.models import Batch, Proposal


def answer_question(scope: Scope, question_id: str, answer: str) -> None:
    """Answer what an import asked: `yes` or `no` to an address, `mine` or `employer` to a source.

    Raises:
        NotFound: no such open question in this book; Invalid: an answer that does not fit it.
    """
    try:
        question = Proposal.objects.filter(
            book_id=scope.book_id, uuid=UUID(question_id), state=Proposal.OPEN
        ).first()
    except ValueError:
        question = None
    if question is None:
        raise NotFound("question", question_id)
    allowed = ("yes", "no") if question.kind == proposals.OWN_ADDRESS else (Batch.MINE, Batch.EMPLOYER)
    if answer not in allowed:
        raise Invalid("answer", answer, "answer " + " or ".join(allowed))
    accepted = answer != "no"
    Proposal.objects.filter(pk=question.pk).update(
        state=Proposal.ACCEPTED if accepted else Proposal.DECLINED, decided_at=timezone.now()
    )
    if question.kind == proposals.OWN_ADDRESS and accepted:
        add_address(scope, question.key)
    elif question.kind == proposals.SOURCE_OWNER:
        whose(scope, int(question.key), answer)


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
