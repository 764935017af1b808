"""Encryption of files in the age format, version 1 (https://age-encryption.org/v1), as streams.

To keys (X25519) the library does it all. With a passphrase it knows only texts that fit into memory; so that recipient
(scrypt), the header and the payload (ChaCha20-Poly1305 in pieces of 64 KiB, each bound to its place, the last one
marked) are written here by the specification, with primitives of `cryptography`. Either side reads what the other wrote,
and so does any program that knows the format.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import secrets
from collections.abc import Sequence
from typing import Any, Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from comity.core.errors import Invalid

WORK = 17
"""log2 of what scrypt spends on a passphrase (N; r is 8, p is 1): 128 MiB and about half a second."""
MOST_WORK = 20
"""The most that is spent on reading: a file could ask for more than there is."""
_PIECE = 64 << 10
_TAG = 16
_VERSION = b"age-encryption.org/v1\n"
_STANZA = re.compile(rb"-> scrypt ([A-Za-z0-9+/]{22}) ([1-9][0-9]?)\n([A-Za-z0-9+/]{43})\n")
_MAC = re.compile(rb"--- ([A-Za-z0-9+/]{43})\n")
_SALTED = b"age-encryption.org/v1/scrypt"
_WRONG = "it does not open: another passphrase or key, or the file was changed or cut off"


class Sink(Protocol):
    """What takes bytes piece by piece."""

    def write(self, data: bytes, /) -> Any: ...


class Source(Protocol):
    """What gives at most so many bytes, none at its end."""

    def read(self, size: int = -1, /) -> bytes: ...


def recipient(text: str) -> Any:
    """A public key (`age1…`) to which a file can be closed.

    Raises:
        Invalid: it is none.
    """
    from pyrage import RecipientError, x25519

    try:
        return x25519.Recipient.from_str(text.strip())
    except RecipientError:
        raise Invalid("recipient", text[:80], "this is no public key of age (age1…)") from None


def identities(text: str) -> list[Any]:
    """The secret keys (`AGE-SECRET-KEY-1…`) in the text of a key file.

    Raises:
        Invalid: there is none.
    """
    from pyrage import IdentityError, x25519

    lines = [line.strip() for line in text.splitlines()]
    try:
        found = [x25519.Identity.from_str(line) for line in lines if line and not line.startswith("#")]
    except IdentityError:
        found = []
    if not found:
        raise Invalid("key", "", "there is no secret key of age in this file (AGE-SECRET-KEY-1…)")
    return found


def to_keys(source: Source, sink: Sink, recipients: Sequence[Any]) -> None:
    """Close a stream to public keys, any of whose secret keys opens it."""
    from pyrage import encrypt_io

    encrypt_io(source, sink, list(recipients))


def with_keys(source: Source, sink: Sink, keys: Sequence[Any]) -> None:
    """Open a stream with secret keys; what reaches the sink before an error is authentic, but not all.

    Raises:
        Invalid: none of them opens it, or it was changed.
    """
    from pyrage import DecryptError, decrypt_io

    try:
        decrypt_io(source, sink, list(keys))
    except (DecryptError, OSError) as error:
        if isinstance(error, OSError) and error.errno is not None:
            raise
        raise Invalid("backup", "", _WRONG) from error


def to_passphrase(source: Source, sink: Sink, passphrase: str, *, work: int = WORK) -> None:
    """Close a stream with a passphrase."""
    file_key, salt = secrets.token_bytes(16), secrets.token_bytes(16)
    wrapped = ChaCha20Poly1305(_stretched(passphrase, salt, work)).encrypt(bytes(12), file_key, None)
    head = _VERSION + b"-> scrypt %s %d\n%s\n---" % (_b64(salt), work, _b64(wrapped))
    sink.write(head + b" " + _b64(_mac(file_key, head)) + b"\n")
    nonce = secrets.token_bytes(16)
    sink.write(nonce)
    cipher = ChaCha20Poly1305(_derived(file_key, nonce, b"payload"))
    piece, number = _exactly(source, _PIECE), 0
    while True:
        after = _exactly(source, _PIECE) if len(piece) == _PIECE else b""
        sink.write(cipher.encrypt(_place(number, last=not after), piece, None))
        if not after:
            return
        piece, number = after, number + 1


def with_passphrase(source: Source, sink: Sink, passphrase: str) -> None:
    """Open a stream with its passphrase; what reaches the sink before an error is authentic, but not all.

    Raises:
        Invalid: it is another passphrase, or the file was changed, cut off, or is none.
    """
    file_key = _file_key(_head(source), passphrase)
    nonce = _exactly(source, 16)
    cipher = ChaCha20Poly1305(_derived(file_key, nonce, b"payload"))
    sealed, number = _exactly(source, _PIECE + _TAG), 0
    while True:
        after = _exactly(source, _PIECE + _TAG) if len(sealed) == _PIECE + _TAG else b""
        try:
            piece = cipher.decrypt(_place(number, last=not after), sealed, None)
        except (InvalidTag, ValueError):
            raise Invalid("backup", "", _WRONG) from None
        if not piece and number:
            raise Invalid("backup", "", _WRONG)
        sink.write(piece)
        if not after:
            return
        sealed, number = after, number + 1


def is_for_passphrase(beginning: bytes) -> bool:
    """Whether a file that begins so is closed with a passphrase (else to keys).

    Raises:
        Invalid: it is no file of age.
    """
    if not beginning.startswith(_VERSION):
        raise Invalid("backup", "", "this is no encrypted backup (no file of age, version 1)")
    return beginning[len(_VERSION) :].startswith(b"-> scrypt ")


def _head(source: Source) -> bytes:
    """The header with its end, read byte by byte up to a bound."""
    head = b""
    while not (head.endswith(b"\n") and b"\n--- " in head):
        byte = source.read(1)
        if not byte or len(head) > 1000:
            raise Invalid("backup", "", _WRONG)
        head += byte
    return head


def _file_key(head: bytes, passphrase: str) -> bytes:
    body = head.removeprefix(_VERSION)
    stanza = _STANZA.match(body)
    mac = _MAC.fullmatch(body, stanza.end()) if stanza else None
    if stanza is None or mac is None or int(stanza[2]) > MOST_WORK:
        raise Invalid("backup", "", _WRONG)
    key = _stretched(passphrase, _unb64(stanza[1]), int(stanza[2]))
    try:
        file_key = ChaCha20Poly1305(key).decrypt(bytes(12), _unb64(stanza[3]), None)
    except InvalidTag:
        raise Invalid("backup", "", _WRONG) from None
    signed = head[: head.rindex(b"--- ") + 3]
    if not hmac.compare_digest(_mac(file_key, signed), _unb64(mac[1])):
        raise Invalid("backup", "", _WRONG)
    return file_key


def _stretched(passphrase: str, salt: bytes, work: int) -> bytes:
    n = 1 << work
    return hashlib.scrypt(
        passphrase.encode(), salt=_SALTED + salt, n=n, r=8, p=1, maxmem=129 * 8 * n + (1 << 20), dklen=32
    )


def _derived(file_key: bytes, salt: bytes, info: bytes) -> bytes:
    return HKDF(SHA256(), 32, salt or None, info).derive(file_key)


def _mac(file_key: bytes, head: bytes) -> bytes:
    return hmac.digest(_derived(file_key, b"", b"header"), head, "sha256")


def _place(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])


def _exactly(source: Source, size: int) -> bytes:
    """So many bytes, fewer only at the end."""
    found = source.read(size)
    while len(found) < size and (more := source.read(size - len(found))):
        found += more
    return found


def _b64(raw: bytes) -> bytes:
    return base64.b64encode(raw).rstrip(b"=")


def _unb64(text: bytes) -> bytes:
    """The bytes of Base64 without padding; only in the one spelling that they have."""
    raw = base64.b64decode(text + b"=" * (-len(text) % 4))
    if _b64(raw) != text:
        raise Invalid("backup", "", _WRONG)
    return raw
