"""A vault that costs a test nothing: a book's scope with what is sealed open, and the same scope locked."""

from __future__ import annotations

from dataclasses import dataclass, replace

from comity.actions import sealing
from comity.core.sealing import Cost
from comity.store.access import Scope

CHEAP = Cost(memory_kib=8, passes=1, lanes=1)
"""The least that argon2id takes; for tests alone."""
PASSPHRASE = "four lanterns under snow"


@dataclass(frozen=True, slots=True)
class OpenVault:
    """opened: the scope with its key; locked: the same without; recovery: the recovery key as it is printed."""

    opened: Scope
    locked: Scope
    recovery: str


def vault_of(scope: Scope, passphrase: str = PASSPHRASE) -> OpenVault:
    """Set a passphrase for what is sealed in this book."""
    made = sealing.set_up(scope, passphrase, CHEAP)
    return OpenVault(replace(scope, key=made.key), replace(scope, key=None), made.recovery)


OTHER = "a boat made of paper"
"""Another passphrase."""
