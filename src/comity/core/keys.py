"""Identities that any copy of the same thing shares.

An interaction's key is a UUIDv7 (RFC 9562, section 5.7) whose 48 time bits are the thing's own time and
whose other bits are a digest of what identifies it. So the same message read from two files, on two
machines, in any order, has the same key, keys sort by time, and a key is fit to stand in a URL.
"""

from __future__ import annotations

import os
import time
from hashlib import blake2b
from uuid import UUID

_MASK_63 = (1 << 63) - 1
_MAX_MS = (1 << 48) - 1


def interaction_key(at: int, identity: str) -> bytes:
    """16 bytes, a UUIDv7 with the time `at` (epoch seconds) and the digest of `identity`.

    Times outside 1970 to 10889 are clamped; the digest still tells the things apart.
    """
    milliseconds = min(max(at * 1000, 0), _MAX_MS)
    tail = bytearray(blake2b(identity.encode("utf-8", "surrogatepass"), digest_size=10).digest())
    tail[0] = 0x70 | (tail[0] & 0x0F)
    tail[2] = 0x80 | (tail[2] & 0x3F)
    return milliseconds.to_bytes(6, "big") + bytes(tail)


def entry_key(*identity: str) -> str:
    """The key of an entry of the ledger: 32 hexadecimal digits, a digest of what identifies it."""
    return blake2b("\0".join(identity).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def short_hash(text: str) -> int:
    """A 63-bit hash, never 0, that fits a signed 64-bit column; "" gives 0 (nothing to refer to)."""
    if not text:
        return 0
    raw = blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return (int.from_bytes(raw, "big") & _MASK_63) or 1


def new_uuid() -> UUID:
    """A fresh UUIDv7 for a row that has no identity of its own (RFC 9562, section 5.7)."""
    milliseconds = time.time_ns() // 1_000_000
    raw = bytearray(milliseconds.to_bytes(6, "big") + os.urandom(10))
    raw[6] = 0x70 | (raw[6] & 0x0F)
    raw[8] = 0x80 | (raw[8] & 0x3F)
    return UUID(bytes=bytes(raw))
