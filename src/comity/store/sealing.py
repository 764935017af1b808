"""Rows part of which is sealed: what goes in, and what comes out while the scope's key is there.

A body is a JSON object. It is closed for its row alone (`place_of`), so what is copied to another row does not open there.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from comity.core import sealing
from comity.core.errors import Locked, NoVault
from comity.store.access import Scope
from comity.store.models import Vault
from comity.store.models.sealed import SealedText


def put(scope: Scope, row: SealedText, plain: Mapping[str, Any]) -> None:
    """Seal a body into a row, saved or not; the caller saves it, and leaves the words out of every other column.

    Raises:
        NoVault: the book has no passphrase yet.
        Locked: what is sealed is not open.
    """
    body = json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    sealed = sealing.seal(key_of(scope), body.encode("utf-8", "surrogatepass"), place_of(row))
    row.wrapped_key, row.ciphertext = sealed.wrapped_key, sealed.ciphertext


def opened(scope: Scope, row: SealedText) -> dict[str, Any]:
    """The body that was sealed into a row; empty where nothing was.

    Raises:
        Locked: what is sealed is not open.
        CannotOpen: it was sealed with another key or for another row, or was changed.
    """
    if row.wrapped_key is None or row.ciphertext is None:
        return {}
    sealed = sealing.Sealed(bytes(row.wrapped_key), bytes(row.ciphertext))
    body = sealing.unseal(key_of(scope), sealed, place_of(row))
    found: dict[str, Any] = json.loads(body.decode("utf-8", "surrogatepass"))
    return found


def opens(scope: Scope, row: SealedText) -> bool:
    """Whether the key of the scope opens a row; what the body says is not looked at.

    Raises:
        Locked, NoVault: there is no key.
    """
    key = key_of(scope)
    try:
        sealed = sealing.Sealed(bytes(row.wrapped_key or b""), bytes(row.ciphertext or b""))
        sealing.unseal(key, sealed, place_of(row))
    except sealing.CannotOpen:
        return False
    return True


def is_sealed(row: SealedText) -> bool:
    """Whether something of a row is sealed."""
    return row.ciphertext is not None


def key_of(scope: Scope) -> bytes:
    """The main key.

    Raises:
        NoVault: the book has no passphrase yet.
        Locked: what is sealed is not open.
    """
    if scope.key is not None:
        return scope.key
    if Vault.objects.filter(book_id=scope.book_id).exists():
        raise Locked
    raise NoVault


def place_of(row: SealedText) -> bytes:
    """What a row's ciphertext is bound to: its table, and what the world knows it by."""
    return f"{row._meta.db_table}:{row.uuid.hex}".encode("ascii")
