"""Files of age: what we close others open, what they close we open, and no changed bit goes unnoticed."""

from __future__ import annotations

import io
import re

import pyrage
import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.core.errors import Invalid
from comity.exports import age

WORDS = "søt lantern harbour"
LENGTHS = (0, 1, 65_535, 65_536, 65_537, 131_072)


def closed(plain: bytes, passphrase: str = WORDS) -> bytes:
    sink = io.BytesIO()
    age.to_passphrase(io.BytesIO(plain), sink, passphrase, work=2)
    return sink.getvalue()


def opened(raw: bytes, passphrase: str = WORDS) -> bytes:
    sink = io.BytesIO()
    age.with_passphrase(io.BytesIO(raw), sink, passphrase)
    return sink.getvalue()


@pytest.mark.parametrize("length", LENGTHS)
def test_what_is_closed_with_a_passphrase_opens_here_and_in_the_library(length: int) -> None:
    plain = bytes(range(256)) * (length // 256 + 1)
    plain = plain[:length]
    raw = closed(plain)
    assert opened(raw) == plain == pyrage.passphrase.decrypt(raw, WORDS)


def test_what_the_library_closed_opens_here() -> None:
    assert opened(pyrage.passphrase.encrypt(b"atlas", WORDS)) == b"atlas"


def test_keys_open_what_was_closed_to_them() -> None:
    key, other = pyrage.x25519.Identity.generate(), pyrage.x25519.Identity.generate()
    sink, plain = io.BytesIO(), b"a" * 200_000
    age.to_keys(io.BytesIO(plain), sink, [age.recipient(f" {key.to_public()} ")])
    assert not age.is_for_passphrase(sink.getvalue())
    out = io.BytesIO()
    age.with_keys(io.BytesIO(sink.getvalue()), out, age.identities(f"# made today\n{key}\n"))
    assert out.getvalue() == plain
    with pytest.raises(Invalid, match="does not open"):
        age.with_keys(io.BytesIO(sink.getvalue()), io.BytesIO(), [other])


def test_what_is_no_key_is_said_to_be_none() -> None:
    with pytest.raises(Invalid, match="no public key"):
        age.recipient("age1nothing")
    for text in ("", "# only a comment", "AGE-SECRET-KEY-1NOTHING"):
        with pytest.raises(Invalid, match="no secret key"):
            age.identities(text)


def test_another_passphrase_opens_nothing() -> None:
    with pytest.raises(Invalid, match="does not open"):
        opened(closed(b"atlas"), "sot lantern harbour")


def test_a_file_that_asks_for_too_much_work_is_refused() -> None:
    raw = re.sub(rb"(-> scrypt \S+ )2\n", rb"\g<1>21\n", closed(b"atlas"))
    with pytest.raises(Invalid, match="does not open"):
        opened(raw)


def test_what_is_no_file_of_age_is_told_apart() -> None:
    assert age.is_for_passphrase(closed(b""))
    with pytest.raises(Invalid, match="no encrypted backup"):
        age.is_for_passphrase(b"SQLite format 3\0")


@given(st.data())
def test_every_flipped_bit_is_noticed(data: st.DataObject) -> None:
    raw = bytearray(closed(b"lantern" * 12_000))
    head = st.integers(0, 250)
    place = data.draw(st.one_of(head, st.integers(0, len(raw) - 1)))
    raw[place] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises(Invalid):
        opened(bytes(raw))


@given(st.integers(0, 84_196), st.binary(min_size=1, max_size=40))
def test_what_is_cut_off_or_longer_is_noticed(length: int, more: bytes) -> None:
    raw = closed(b"lantern" * 12_000)
    for changed in (raw[:length], raw + more):
        with pytest.raises(Invalid):
            opened(changed)


def test_a_piece_in_another_place_is_noticed() -> None:
    raw = closed(b"l" * 200_000)
    start = raw.index(b"\n--- ") + 1
    start = raw.index(b"\n", start) + 1 + 16
    size = (64 << 10) + 16
    first, second = raw[start : start + size], raw[start + size : start + 2 * size]
    with pytest.raises(Invalid):
        opened(raw[:start] + second + first + raw[start + 2 * size :])
    with pytest.raises(Invalid):
        opened(raw[: start + size])
