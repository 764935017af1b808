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


def whose(scope: Scope, number: int, belongs_to: str, *, employer: str | None = None) -> None:
    """Say whether the files of an import are `mine` or an `employer`'s; also after it was answered otherwise.

    employer: which one, by name; None leaves what was said of that.

    Raises:
        NotFound: no such import in this book; Invalid: neither of the two.
    """
    if belongs_to not in (Batch.MINE, Batch.EMPLOYER):
        raise Invalid("answer", belongs_to, f"answer {Batch.MINE} or {Batch.EMPLOYER}")
    told = {"belongs_to": belongs_to}
    if employer is not None or belongs_to == Batch.MINE:
        told["employer"] = " ".join((employer or "").split())[:300] if belongs_to == Batch.EMPLOYER else ""
    if not Batch.objects.filter(book_id=scope.book_id, number=number).update(**told):
        raise NotFound("import", str(number))
    Proposal.objects.filter(
        book_id=scope.book_id, kind=proposals.SOURCE_OWNER, key=str(number), state=Proposal.OPEN
    ).update(state=Proposal.ACCEPTED, decided_at=timezone.now())
