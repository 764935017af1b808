"""The passphrase of what is sealed, its recovery key, and opening with either; no record is rewritten by any of it."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db import IntegrityError, transaction

from comity.core import sealing
from comity.core.errors import Invalid, NoVault, WrongState
from comity.core.sealing import COST, SHORTEST_PASSPHRASE, Cost, Keys
from comity.store.access import Scope
from comity.store.models import Vault

LONGEST_PASSPHRASE = 1000
"""Characters of a passphrase at most, so that stretching it has a bound."""
MOST_IDLE_MINUTES = 480


@dataclass(frozen=True, slots=True)
class Opened:
    """The main key, and where it was made anew the recovery key as it is printed; neither is kept anywhere in clear."""

    key: bytes = field(repr=False)
    recovery: str = field(default="", repr=False)


def set_up(scope: Scope, passphrase: str, cost: Cost = COST) -> Opened:
    """Make the keys of what is sealed in this book. The recovery key is told this once.

    Raises:
        WrongState: the book has a passphrase already.
        Invalid: the passphrase is too short or too long.
    """
    main, keys, recovery = sealing.make(_fit(passphrase), cost)
    try:
        with transaction.atomic():
            Vault.objects.create(book_id=scope.book_id, **_columns(keys))
    except IntegrityError:
        raise WrongState("passphrase", "set") from None
    return Opened(main, recovery)


def open_with(scope: Scope, passphrase: str) -> Opened:
    """The main key, by the passphrase; the caller keeps it in memory alone.

    Raises:
        NoVault: the book has no passphrase yet.
        CannotOpen: it is another passphrase.
    """
    return Opened(sealing.main_key(_keys(_vault(scope)), passphrase[:LONGEST_PASSPHRASE]))


def change_passphrase(scope: Scope, now: str, wanted: str, cost: Cost = COST) -> Opened:
    """Put another passphrase in the place of this one. What is sealed stays as it is, and so does the recovery key.

    Raises:
        NoVault: the book has no passphrase yet.
        CannotOpen: `now` is not the passphrase.
        Invalid: the new one is too short or too long.
    """
    _fit(wanted)
    return _with_passphrase(scope, open_with(scope, now).key, wanted, cost)


def open_with_recovery(scope: Scope, recovery: str, wanted: str, cost: Cost = COST) -> Opened:
    """Open with the printed recovery key, and set a new passphrase in the place of the forgotten one.

    Raises:
        NoVault: the book has no passphrase yet.
        CannotOpen: it is another recovery key, or mistyped.
        Invalid: the new passphrase is too short or too long.
    """
    _fit(wanted)
    return _with_passphrase(scope, sealing.recovered(_keys(_vault(scope)), recovery), wanted, cost)


def new_recovery_key(scope: Scope, passphrase: str) -> Opened:
    """Make another recovery key, told this once; the one before is void.

    Raises:
        NoVault: the book has no passphrase yet.
        CannotOpen: it is another passphrase.
    """
    vault = _vault(scope)
    key = open_with(scope, passphrase).key
    keys, recovery = sealing.with_recovery(_keys(vault), key)
    Vault.objects.filter(pk=vault.pk).update(by_recovery=keys.by_recovery)
    return Opened(key, recovery)


def set_idle_minutes(scope: Scope, minutes: int) -> None:
    """After how long without use what was opened is locked.

    Raises:
        NoVault: the book has no passphrase yet.
        Invalid: not between 1 and `MOST_IDLE_MINUTES`.
    """
    if not 1 <= minutes <= MOST_IDLE_MINUTES:
        raise Invalid("minutes", str(minutes), f"say a number from 1 to {MOST_IDLE_MINUTES}")
    if not Vault.objects.filter(book_id=scope.book_id).update(idle_minutes=minutes):
        raise NoVault


def _with_passphrase(scope: Scope, key: bytes, wanted: str, cost: Cost) -> Opened:
    vault = _vault(scope)
    columns = _columns(sealing.with_passphrase(_keys(vault), key, wanted, cost))
    del columns["by_recovery"]
    Vault.objects.filter(pk=vault.pk).update(**columns)
    return Opened(key)


def _fit(passphrase: str) -> str:
    if len(passphrase.strip()) < SHORTEST_PASSPHRASE:
        raise Invalid(
            "passphrase",
            "",
            f"it needs {SHORTEST_PASSPHRASE} characters or more; a few words are easy to keep",
        )
    if len(passphrase) > LONGEST_PASSPHRASE:
        raise Invalid("passphrase", "", f"at most {LONGEST_PASSPHRASE} characters")
    return passphrase


def _vault(scope: Scope) -> Vault:
    vault = Vault.objects.filter(book_id=scope.book_id).first()
    if vault is None:
        raise NoVault
    return vault


def _keys(vault: Vault) -> Keys:
    cost = Cost(vault.memory_kib, vault.passes, vault.lanes)
    return Keys(bytes(vault.salt), cost, bytes(vault.by_passphrase), bytes(vault.by_recovery))


def _columns(keys: Keys) -> dict[str, bytes | int]:
    return {
        "salt": keys.salt,
        "memory_kib": keys.cost.memory_kib,
        "passes": keys.cost.passes,
        "lanes": keys.cost.lanes,
        "by_passphrase": keys.by_passphrase,
        "by_recovery": keys.by_recovery,
    }
