"""Deciding what a machine noticed: yes, no, and taking an answer back.

What accepting did is noted in the proposal's evidence under `answer`, so that taking it back undoes that and
nothing else: a value that the user had said before stays, and so does what they changed since.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from comity.actions import details, me, merging, told
from comity.core.errors import Ambiguous, Invalid, NotFound, WrongState
from comity.store import finishing, noticed, proposals
from comity.store.access import Scope
from comity.store.intake import nature_of
from comity.store.models import Batch, Identifier, IdentityLink, Proposal
from comity.store.said import DEAD

Evidence = dict[str, Any]
Did = dict[str, Any]
ANSWER = "answer"
YES, NO = "yes", "no"
_SHORTEST = 4


class _Kind(NamedTuple):
    """What each answer to a proposal does; `refuse` and `accept` return what `reopen` needs to undo them."""

    accept: Callable[[Scope, Evidence], Did]
    retract: Callable[[Scope, Evidence, Did], None]
    refuse: Callable[[Scope, Evidence], Did] = lambda scope, evidence: {}
    relent: Callable[[Scope, Evidence, Did], None] = lambda scope, evidence, did: None


def find(scope: Scope, id: str) -> str:
    """The id of the proposal meant by an id or by the last letters of one.

    Raises:
        NotFound: none fits; Ambiguous: several do.
    """
    ending = id.replace("-", "").lower()
    uuids = Proposal.objects.filter(book_id=scope.book_id).values_list("uuid", flat=True)
    found = [
        str(u) for u in uuids if u.hex == ending or (len(ending) >= _SHORTEST and u.hex.endswith(ending))
    ]
    if not found:
        raise NotFound("proposal", id)
    if len(found) > 1:
        raise Ambiguous(id, tuple((uuid, "", "") for uuid in found[:10]))
    return found[0]


def decide(scope: Scope, id: str, answer: str, said: Mapping[str, str] | None = None) -> None:
    """Answer a proposal: `yes` or `no`; to `source_owner`, `mine` or `employer`.

    said: what the user corrected before the yes, by field (`core.asks.CORRECTED`).

    Raises:
        NotFound: no such proposal in this book; Invalid: an answer or a correction that does not fit it;
        WrongState: it was answered already, or what it is about is no longer there.
    """
    with transaction.atomic():
        row = _row(scope, id)
        _check(row, answer)
        if row.state != Proposal.OPEN:
            raise WrongState("proposal", row.state)
        Proposal.objects.filter(pk=row.pk).update(
            state=Proposal.DECLINED if answer == NO else Proposal.ACCEPTED, decided_at=timezone.now()
        )
        if told.is_told(row.kind, row.evidence):
            did = (
                told.accept(scope, row.kind, row.evidence, said or {})
                if answer == YES
                else told.refuse(scope, row)
            )
        else:
            if said:
                raise Invalid(next(iter(said)), "", "nothing of this proposal can be corrected")
            did = _apply(scope, row, answer)
        if did:
            Proposal.objects.filter(pk=row.pk).update(evidence=row.evidence | {ANSWER: did})


def accept(scope: Scope, id: str, said: Mapping[str, str] | None = None) -> None:
    """Say yes to a proposal (see `decide`)."""
    decide(scope, id, YES, said)


def decline(scope: Scope, id: str) -> None:
    """Say no to a proposal, which is remembered: it is not put again (see `decide`)."""
    decide(scope, id, NO)


def reopen(scope: Scope, id: str) -> None:
    """Take an answer back: what it did is undone, and the proposal stands open again.

    Raises:
        NotFound: no such proposal in this book; WrongState: it is open, or what came of a yes was changed since.
    """
    with transaction.atomic():
        row = _row(scope, id)
        if row.state == Proposal.OPEN:
            raise WrongState("proposal", row.state)
        evidence = {name: value for name, value in row.evidence.items() if name != ANSWER}
        Proposal.objects.filter(pk=row.pk).update(state=Proposal.OPEN, decided_at=None, evidence=evidence)
        did = row.evidence.get(ANSWER, {})
        if told.is_told(row.kind, evidence):
            _take_back(scope, row, evidence, did)
        elif row.kind == proposals.SOURCE_OWNER:
            Batch.objects.filter(book_id=scope.book_id, number=int(row.key)).update(belongs_to="")
        elif row.kind == proposals.OWN_ADDRESS:
            if row.state == Proposal.ACCEPTED:
                _give_back(scope, row.key)
        elif row.kind in _KINDS:
            kind = _KINDS[row.kind]
            (kind.retract if row.state == Proposal.ACCEPTED else kind.relent)(scope, evidence, did)


def _take_back(scope: Scope, row: Proposal, evidence: Evidence, did: Did) -> None:
    if row.state == Proposal.DECLINED:
        told.relent(scope, did)
    elif did:
        told.retract(scope, row.kind, evidence, did)


def _row(scope: Scope, id: str) -> Proposal:
    """The proposal, locked until the transaction ends, so that of two answers at once only one counts."""
    try:
        found = Proposal.objects.select_for_update().filter(book_id=scope.book_id, uuid=UUID(id)).first()
    except ValueError:
        found = None
    if found is None:
        raise NotFound("proposal", id)
    return found


def answers_to(kind: str) -> tuple[str, ...]:
    """What a proposal of this kind can be answered with."""
    if kind == proposals.SOURCE_OWNER:
        return (Batch.MINE, Batch.EMPLOYER)
    return (NO,) if kind == noticed.ADDRESS_AWAY else (YES, NO)


def _check(row: Proposal, answer: str) -> None:
    allowed = answers_to(row.kind)
    if answer not in allowed:
        raise Invalid("answer", answer, "answer " + " or ".join(allowed))


def _apply(scope: Scope, row: Proposal, answer: str) -> Did:
    if row.kind == proposals.SOURCE_OWNER:
        Batch.objects.filter(book_id=scope.book_id, number=int(row.key)).update(belongs_to=answer)
    elif row.kind == proposals.OWN_ADDRESS:
        if answer == YES:
            me.add_address(scope, row.key)
    elif row.kind in _KINDS:
        kind = _KINDS[row.kind]
        return (kind.accept if answer == YES else kind.refuse)(scope, row.evidence)
    return {}


def _give_back(scope: Scope, address: str) -> None:
    """It is not mine after all, unless that was said elsewhere already; the question is put anew."""
    if Identifier.objects.filter(book_id=scope.book_id, value=address, own__gt=0).exists():
        me.remove_address(scope, address)
    proposals.ask_again(scope.book_id)


def _pair(scope: Scope, evidence: Evidence) -> tuple[Identifier, Identifier]:
    left, right = (details.identifier(scope, evidence.get(end)) for end in ("left", "right"))
    if left.own or right.own:
        raise Invalid("people", "", "one of them is you; say which addresses are yours instead")
    return left, right


def _join(scope: Scope, evidence: Evidence) -> Did:
    left, right = _pair(scope, evidence)
    for identifier in (left, right):
        details.keep(identifier)
    return _judged(scope, left.pk, right.pk, same=True)


def _keep_apart(scope: Scope, evidence: Evidence) -> Did:
    ends = (evidence.get("left", 0), evidence.get("right", 0))
    known = list(Identifier.objects.filter(book_id=scope.book_id, pk__in=ends).values_list("id", flat=True))
    return _judged(scope, known[0], known[1], same=False) if len(known) == 2 else {}


def _judged(scope: Scope, left: int, right: int, *, same: bool) -> Did:
    ends = (left, right)
    before = IdentityLink.objects.filter(batch=None, left__in=ends, right__in=ends).first()
    merging.judge(scope, left, right, same=same)
    merging.settle(scope, ends)
    return {"before": before.same if before else None}


def _unjudge(scope: Scope, evidence: Evidence, did: Did) -> None:
    ends = (evidence.get("left", 0), evidence.get("right", 0))
    known = list(Identifier.objects.filter(book_id=scope.book_id, pk__in=ends).values_list("id", flat=True))
    if len(known) == 2:
        merging.judge(scope, known[0], known[1], same=did.get("before"))
        merging.settle(scope, known)


def _share(scope: Scope, evidence: Evidence) -> Did:
    address = details.identifier(scope, evidence.get("identifier"))
    did = {"nature": address.nature, "by_hand": address.nature_by_hand}
    _become(scope, address.pk, Identifier.SHARED, by_hand=True)
    return did


def _unshare(scope: Scope, evidence: Evidence, did: Did) -> None:
    address = Identifier.objects.filter(book_id=scope.book_id, pk=evidence.get("identifier", 0)).first()
    if address is not None:
        nature = did.get("nature", nature_of(address.kind, address.value))
        _become(scope, address.pk, nature, by_hand=bool(did.get("by_hand")))


def _become(scope: Scope, identifier: int, nature: int, *, by_hand: bool) -> None:
    Identifier.objects.filter(pk=identifier).update(nature=nature, nature_by_hand=by_hand)
    finishing.redirect(scope.book_id, [identifier], details.today())


_KINDS = {
    noticed.SAME_PERSON: _Kind(_join, _unjudge, _keep_apart, _unjudge),
    noticed.SHARED_ADDRESS: _Kind(_share, _unshare),
    noticed.DETAIL: _Kind(details.take, details.leave),
    noticed.NEW_JOB: _Kind(details.change_job, details.restore_job),
    noticed.ADDRESS_DEAD: _Kind(
        details.bury, lambda scope, evidence, did: details.unsay(scope, evidence, did, DEAD)
    ),
    noticed.ADDRESS_AWAY: _Kind(lambda scope, evidence: {}, lambda scope, evidence, did: None),
}
