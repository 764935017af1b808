"""Sealing: what a passphrase closes, and how it is opened again.

A random main key of 256 bits wraps a key of its own for each record (AES-256-GCM, NIST SP 800-38D, a random nonce of 96 bits
in front of each ciphertext). The main key itself is kept wrapped twice: by a key that argon2id (RFC 9106) makes of the
passphrase, and by a random recovery key that the user prints. So a new passphrase rewrites one row, and no record.

Each ciphertext is bound to its place (the additional data): moved to another row it does not open.
"""

from __future__ import annotations

import base64
import hashlib
import secrets
import unicodedata
from dataclasses import dataclass

from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from comity.core.errors import ComityError

KEY_BYTES = 32
NONCE_BYTES = 12
SALT_BYTES = 16
SHORTEST_PASSPHRASE = 10
"""Characters that a passphrase has at least."""
_MAIN = b"comity main key"
_GROUP = 4
_CHECK_BYTES = 3


class CannotOpen(ComityError):
    """The key is not the right one, or what it should open was changed. It does not say which."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What argon2id spends on a passphrase: memory in KiB, passes over it, and lanes."""

    memory_kib: int = 65_536
    passes: int = 3
    lanes: int = 4


COST = Cost()
"""The second recommended choice of RFC 9106, section 4."""


@dataclass(frozen=True, slots=True)
class Keys:
    """The main key as it is kept: wrapped by the passphrase (with its salt and cost), and by the recovery key."""

    salt: bytes
    cost: Cost
    by_passphrase: bytes
    by_recovery: bytes


@dataclass(frozen=True, slots=True)
class Sealed:
    """A record's key as the main key wraps it, and its nonce and ciphertext."""

    wrapped_key: bytes
    ciphertext: bytes


def make(passphrase: str, cost: Cost = COST) -> tuple[bytes, Keys, str]:
    """A new main key, how it is kept, and the recovery key as it is printed."""
    main, recovery = secrets.token_bytes(KEY_BYTES), secrets.token_bytes(KEY_BYTES)
    salt = secrets.token_bytes(SALT_BYTES)
    keys = Keys(
        salt, cost, _close(_stretched(passphrase, salt, cost), main, _MAIN), _close(recovery, main, _MAIN)
    )
    return main, keys, printed(recovery)


def main_key(keys: Keys, passphrase: str) -> bytes:
    """The main key, by the passphrase.

    Raises:
        CannotOpen: it is another passphrase.
    """
    return _open(_stretched(passphrase, keys.salt, keys.cost), keys.by_passphrase, _MAIN)


def recovered(keys: Keys, recovery: str) -> bytes:
    """The main key, by the recovery key as it was printed; case, spaces and hyphens do not matter.

    Raises:
        CannotOpen: it is another one, or mistyped.
    """
    return _open(_read(recovery), keys.by_recovery, _MAIN)


def with_passphrase(keys: Keys, main: bytes, passphrase: str, cost: Cost = COST) -> Keys:
    """The same main key under another passphrase."""
    salt = secrets.token_bytes(SALT_BYTES)
    return Keys(salt, cost, _close(_stretched(passphrase, salt, cost), main, _MAIN), keys.by_recovery)


def with_recovery(keys: Keys, main: bytes) -> tuple[Keys, str]:
    """The same main key under another recovery key, and that one as it is printed."""
    recovery = secrets.token_bytes(KEY_BYTES)
    return Keys(keys.salt, keys.cost, keys.by_passphrase, _close(recovery, main, _MAIN)), printed(recovery)


def seal(main: bytes, plain: bytes, place: bytes) -> Sealed:
    """A record closed with a key of its own; place: what names the row (its table and UUID), needed to open it."""
    key = secrets.token_bytes(KEY_BYTES)
    return Sealed(_close(main, key, place), _close(key, plain, place))


def unseal(main: bytes, sealed: Sealed, place: bytes) -> bytes:
    """What was sealed.

    Raises:
        CannotOpen: another main key, another place, or a changed byte.
    """
    return _open(_open(main, sealed.wrapped_key, place), sealed.ciphertext, place)


def printed(recovery: bytes) -> str:
    """A recovery key as it is printed: base32 in groups of four, with the first bytes of its SHA-256 at the end."""
    text = base64.b32encode(recovery + _check(recovery)).decode("ascii").rstrip("=")
    return "-".join(text[i : i + _GROUP] for i in range(0, len(text), _GROUP))


def _read(recovery: str) -> bytes:
    plain = (
        "".join(recovery.upper().replace("-", " ").split())
        .replace("0", "O")
        .replace("1", "I")
        .replace("8", "B")
    )
    try:
        raw = base64.b32decode(plain + "=" * (-len(plain) % 8))
    except ValueError:
        raise CannotOpen from None
    key, check = raw[:KEY_BYTES], raw[KEY_BYTES:]
    if len(key) != KEY_BYTES or check != _check(key):
        raise CannotOpen
    return key


def _check(recovery: bytes) -> bytes:
    return hashlib.sha256(recovery).digest()[:_CHECK_BYTES]


def _stretched(passphrase: str, salt: bytes, cost: Cost) -> bytes:
    secret = unicodedata.normalize("NFKC", passphrase).encode("utf-8", "surrogatepass")
    return hash_secret_raw(secret, salt, cost.passes, cost.memory_kib, cost.lanes, KEY_BYTES, Type.ID)


def _close(key: bytes, plain: bytes, place: bytes) -> bytes:
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, plain, place)


def _open(key: bytes, closed: bytes, place: bytes) -> bytes:
    try:
        return AESGCM(key).decrypt(closed[:NONCE_BYTES], closed[NONCE_BYTES:], place)
    except (InvalidTag, ValueError):
        raise CannotOpen from None
