"""What is sealed in a book: whether there is a passphrase, how much lies under it, whether it is open."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection
from django.utils.translation import ngettext

from comity.core.sealing import COST, Cost
from comity.store import sealing
from comity.store.access import Scope
from comity.store.models import Confidence, DifficultStep, Feeling, IncidentEntry, Vault
from comity.store.sql import rows

Sealable = Confidence | IncidentEntry | DifficultStep | Feeling
_KINDS: dict[str, type[Sealable]] = {
    "confidences": Confidence,
    "incidents": IncidentEntry,
    "difficult_steps": DifficultStep,
    "feelings": Feeling,
}


@dataclass(frozen=True, slots=True)
class SealedState:
    """set_up: there is a passphrase; open: this scope has the key; idle_minutes: 0 where there is no passphrase;
    counts: how many rows of each kind are sealed, those of which there are any; strong: the passphrase costs what
    a new one would.
    """

    set_up: bool
    open: bool
    idle_minutes: int
    strong: bool
    counts: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Checked:
    """closed: how many of the sealed rows of a kind do not open, for they were changed, moved, or sealed elsewhere."""

    kind: str
    rows: int
    closed: int


def state(scope: Scope) -> SealedState:
    """How things stand, in two queries; it opens nothing."""
    vault = Vault.objects.filter(book_id=scope.book_id).first()
    if vault is None:
        return SealedState(False, False, 0, True, ())
    cost = Cost(vault.memory_kib, vault.passes, vault.lanes)
    strong = cost.memory_kib * cost.passes >= COST.memory_kib * COST.passes
    return SealedState(True, scope.key is not None, vault.idle_minutes, strong, _counts(scope))


def check(scope: Scope) -> tuple[Checked, ...]:
    """Open every sealed row and tell how many did, a line for each kind of which there are any.

    Raises:
        Locked, NoVault: the scope has no key.
    """
    sealing.key_of(scope)
    return tuple(found for kind, model in _KINDS.items() if (found := _checked(scope, kind, model)).rows)


def _checked(scope: Scope, kind: str, model: type[Sealable]) -> Checked:
    count = closed = 0
    found = model._default_manager.filter(book_id=scope.book_id, ciphertext__isnull=False)
    for row in found.only("uuid", "wrapped_key", "ciphertext").iterator(chunk_size=100):
        count += 1
        closed += not sealing.opens(scope, row)
    return Checked(kind, count, closed)


def is_set_up(scope: Scope) -> bool:
    """Whether there is a passphrase."""
    return Vault.objects.filter(book_id=scope.book_id).exists()


def _counts(scope: Scope) -> tuple[tuple[str, int], ...]:
    each = [
        f"SELECT '{kind}', COUNT(*) FROM {model._meta.db_table} WHERE book_id = %s AND ciphertext IS NOT NULL"
        for kind, model in _KINDS.items()
    ]
    with connection.cursor() as cursor:
        found = rows(cursor, " UNION ALL ".join(each), [scope.book_id] * len(each))
    return tuple((kind, count) for kind, count in found if count)


def words_for(kind: str, count: int) -> str:
    """A kind of what is sealed, in words that fit how many there are."""
    words = {
        "confidences": ngettext("confidence", "confidences", count),
        "incidents": ngettext("entry about an incident", "entries about incidents", count),
        "difficult_steps": ngettext(
            "step with a difficult relationship", "steps with difficult relationships", count
        ),
        "feelings": ngettext("word on how it feels", "words on how it feels", count),
    }
    return words.get(kind, kind)
