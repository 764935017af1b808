"""Looking for people who are in the book twice, and for addresses that several share.

What is found are proposals: a person decides (`actions.proposals`). They belong to no import, since any import may
bring the second of two; instead, what is proposed follows the book: after an import or its undo, pairs that are no
longer there, or no longer alike, are withdrawn.
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db import connection, transaction

from comity.actions.merging import seed_of
from comity.analysis import duplicates as analysis
from comity.core.matching import Evidence
from comity.store import noticed
from comity.store.access import Scope
from comity.store.models import Batch, Identifier, Person, Proposal
from comity.store.sql import chunks, rows

SMALL = 2_000
"""Up to so many people the whole book is looked through after each import: half a second, and what is proposed does not
depend on the order in which files came. In larger books only pairs with somebody whom the import touched are."""
LARGE_PART = 0.05
"""An import that touches a larger part of the book than this is a reason to look through all of it, too, since that
takes no longer."""
LARGE = 10_000
"""With more people than this, whatever looks through all of them also writes the index, which takes a quarter as long
again; so it is there when a small import comes, which would else have to wait for all of it."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Duplicate:
    """Two people who may be one: ids and names, the probability, the evidence, the id of the proposal."""

    left: str
    left_name: str
    right: str
    right_name: str
    probability: float
    evidence: tuple[Evidence, ...]
    proposal: str


def find_duplicates(scope: Scope) -> tuple[Duplicate, ...]:
    """Look through the whole book, bring the proposals up to date, and return those that are open, likeliest first."""
    _renew(scope.book_id, None, index=_count(scope.book_id) > SMALL)
    return _open(scope.book_id)


def after_import(batch: Batch) -> None:
    """Look for doubles of whom an import touched. Whatever goes wrong is logged, and fails no import."""
    try:
        touched = _touched(batch)
        if touched:
            people = _count(batch.book_id)
            whole = people <= SMALL or len(touched) > people * LARGE_PART
            _renew(batch.book_id, None if whole else touched, index=people > LARGE)
    except Exception:
        _log.exception("Looking for duplicates after import %s failed", batch.number)


def after_undo(book: int) -> None:
    """Withdraw what rested on an import that is gone; in a small book also look anew. Fails no undo."""
    try:
        _renew(book, None if _count(book) <= SMALL else ())
    except Exception:
        _log.exception("Looking for duplicates after an undo failed")


def _count(book: int) -> int:
    return Person.objects.filter(book_id=book, merged_into=None).count()


def _touched(batch: Batch) -> set[int]:
    """Row ids of the people shown of whom this import said something new, or whom it was the first to bring."""
    with connection.cursor() as cursor:
        found = rows(
            cursor,
            "SELECT DISTINCT COALESCE(p.merged_into_id, p.id) FROM store_claim c "
            "JOIN store_identifier d ON d.id = c.identifier_id JOIN store_person p ON p.id = d.person_id "
            "WHERE c.batch_id = %s AND NOT EXISTS (SELECT 1 FROM store_claim o WHERE o.identifier_id = c.identifier_id "
            "AND o.field = c.field AND o.value = c.value AND o.origin >= c.origin AND o.id < c.id)",
            [batch.pk],
        )
    fresh = Person.objects.filter(book_id=batch.book_id, created_at__gte=batch.started_at)
    return {i for (i,) in found} | {merged or i for i, merged in fresh.values_list("id", "merged_into_id")}


def _renew(book: int, among: Collection[int] | None, index: bool = False) -> None:
    """Make the open proposals what is found now: for everybody, or for pairs with one of these people.

    What takes long only reads, and holds no lock.
    """
    nobody = among is not None and not among
    pairs = [] if nobody else analysis.find_pairs(book, among, index=index)
    shared = [] if nobody else analysis.find_shared(book, among)
    with transaction.atomic():
        seeds = _seeds(book, {person for pair in pairs for person in (pair.left, pair.right)})
        found = [
            _same_person(pair, seeds[pair.left], seeds[pair.right])
            for pair in pairs
            if pair.left in seeds and pair.right in seeds
        ]
        found += map(_shared, shared)
        _withdraw_others(book, {(n.kind, n.key) for n in found}, among)
        noticed.write(book, found)
        _correct(book, {n.key: n for n in found if n.kind == noticed.SAME_PERSON})


def _same_person(pair: analysis.Pair, left: int, right: int) -> noticed.Noticed:
    """The pair as a proposal; the probability is told to a thousandth, weights to a tenth of a bit."""
    evidence = [[e.what, e.left, e.right, round(e.bits, 1)] for e in pair.evidence]
    told = {"left": left, "right": right, "evidence": evidence}
    probability = min(0.999, round(pair.probability, 3))
    return noticed.Noticed(noticed.SAME_PERSON, noticed.pair_key(left, right), told, probability, None)


def _shared(found: analysis.SharedAddress) -> noticed.Noticed:
    told = {"identifier": found.identifier, "address": found.address, "names": list(found.names)}
    return noticed.Noticed(noticed.SHARED_ADDRESS, str(found.identifier), told, None, None)


def _seeds(book: int, people: set[int]) -> dict[int, int]:
    """The identifier that stands for each of these people, as `seed_of` chooses it."""
    found: dict[int, int] = {}
    for part in chunks(sorted(people), 2000):
        held = Identifier.objects.filter(person__in=part).order_by("-id")
        found.update((person, i) for person, i in held.values_list("person_id", "id") if person is not None)
    for person in Person.objects.filter(book_id=book, id__in=people - found.keys()):
        found[person.pk] = seed_of(person).pk
    return found


def _withdraw_others(book: int, kept: set[tuple[str, str]], among: Collection[int] | None) -> None:
    """Remove open proposals that were not found again; of those about other people, the ones that are gone."""
    kinds = (noticed.SAME_PERSON, noticed.SHARED_ADDRESS)
    asked = Proposal.objects.filter(book_id=book, kind__in=kinds, state=Proposal.OPEN)
    stale = [(kind, key) for kind, key in asked.values_list("kind", "key") if (kind, key) not in kept]
    if among is not None:
        looked_at = set(among)
        behind = analysis.people_behind(i for _, key in stale for i in _identifiers(key))
        stale = [(kind, key) for kind, key in stale if _concerns(key, behind, looked_at)]
    for kind in kinds:
        noticed.withdraw(book, kind, [key for name, key in stale if name == kind])


def _concerns(key: str, behind: dict[int, int], looked_at: set[int]) -> bool:
    """Whether a proposal is about somebody of whom was looked for, or about people who are gone or one by now."""
    people = [behind.get(i) for i in _identifiers(key)]
    return None in people or len(set(people)) < len(people) or not looked_at.isdisjoint(filter(None, people))


def _identifiers(key: str) -> list[int]:
    return [int(part) for part in key.split(":")]


def _correct(book: int, found: dict[str, noticed.Noticed]) -> None:
    """Bring evidence and probability of open proposals up to what they are now."""
    asked = Proposal.objects.filter(book_id=book, kind=noticed.SAME_PERSON, state=Proposal.OPEN)
    stale = []
    for row in asked:
        now = found.get(row.key)
        if now and (row.probability, row.evidence) != (now.probability, now.evidence):
            row.probability, row.evidence = now.probability, dict(now.evidence)
            stale.append(row)
    Proposal.objects.bulk_update(stale, ["probability", "evidence"], batch_size=200)


def _open(book: int) -> tuple[Duplicate, ...]:
    asked: Sequence[Proposal] = list(
        Proposal.objects.filter(book_id=book, kind=noticed.SAME_PERSON, state=Proposal.OPEN).order_by(
            "-probability", "id"
        )
    )
    heads = analysis.people_behind(i for row in asked for i in _identifiers(row.key))
    people: dict[int, Person] = {}
    for part in chunks(set(heads.values()), 2000):
        people |= Person.objects.in_bulk(part)
    found = []
    for row in asked:
        left, right = (people[heads[row.evidence[side]]] for side in ("left", "right"))
        evidence = tuple(Evidence(*piece) for piece in row.evidence["evidence"])
        sides = (str(left.uuid), left.name, str(right.uuid), right.name)
        found.append(Duplicate(*sides, row.probability or 0.0, evidence, str(row.uuid)))
    return tuple(found)
