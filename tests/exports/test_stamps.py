"""Signatures of time stamps as the verifier of a pack checks them, against a library that others trust."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.exports.evidence import verify
from tests.stamps import AT, DIGEST, HASHES, Way, forged, stamp, tlv

ONE = {"number": 1, "digest": DIGEST, "at": AT, "file": "anchors/00001.tsr"}
NAMES = st.sampled_from(sorted(HASHES))
CURVES = (ec.SECP256R1(), ec.SECP384R1(), ec.SECP521R1())


@cache
def rsa_key(bits: int = 2048) -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, bits)


@cache
def ec_key(place: int) -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(CURVES[place])


ELLIPTIC = st.builds(Way, st.integers(0, 2).map(ec_key), NAMES)
PADDED = st.builds(Way, st.sampled_from([1024, 1025, 1031, 2048]).map(rsa_key), st.just("sha256"))
SALTED = st.builds(
    Way, st.sampled_from([1024, 1025, 1031, 2048]).map(rsa_key), st.just("sha256"), st.integers(0, 93), NAMES
)
WAYS = ELLIPTIC | PADDED | SALTED


def fits(way: Way, data: bytes, signature: bytes) -> bool | None:
    """What the verifier says; False where it cannot even read the signature."""
    public, scheme = verify.der(way.public()), verify.der(way.scheme())
    try:
        return verify.signature_fits(public, scheme, way.hash, data, signature)
    except ValueError:
        return False


@settings(deadline=None)
@given(
    way=WAYS, other=WAYS, data=st.binary(max_size=200), place=st.integers(0, 10_000), bit=st.integers(0, 7)
)
def test_a_signature_fits_where_a_trusted_library_says_so_and_nowhere_else(
    way: Way, other: Way, data: bytes, place: int, bit: int
) -> None:
    signature = way.sign(data)
    altered = bytearray(signature)
    altered[place % len(signature)] ^= 1 << bit
    assert fits(way, data, signature) is True
    assert fits(way, data, bytes(altered)) is way.fits(data, bytes(altered)) is False
    assert fits(way, data + b"x", signature) is way.fits(data + b"x", signature) is False
    if type(other.key) is type(way.key) and other.public() != way.public():
        assert fits(other, data, signature) is other.fits(data, signature) is False


@settings(deadline=None)
@given(
    key=st.integers(0, 2).map(ec_key),
    data=st.binary(max_size=40),
    numbers=st.tuples(*[st.integers(0, 2**522) | st.integers(0, 3)] * 2),
    off=st.integers(-2, 2),
)
def test_numbers_at_the_edges_of_a_curve_are_taken_as_the_library_takes_them(
    key: ec.EllipticCurvePrivateKey, data: bytes, numbers: tuple[int, int], off: int
) -> None:
    way = Way(key)
    order = next(one.n for one in verify.CURVES.values() if one.p.bit_length() == key.curve.key_size)
    for r, s in (numbers, (order + off, numbers[1]), (numbers[0], order + off)):
        assert fits(way, data, forged(r, s)) is way.fits(data, forged(r, s))


@settings(deadline=None)
@given(salt=st.integers(0, 60), told=st.integers(0, 60), mask=NAMES, other=NAMES)
def test_a_salt_or_mask_other_than_the_one_told_does_not_fit(
    salt: int, told: int, mask: str, other: str
) -> None:
    signature = Way(rsa_key(), "sha256", salt, mask).sign(b"words")
    way = Way(rsa_key(), "sha256", told, other)
    assert fits(way, b"words", signature) is way.fits(b"words", signature) is ((salt, mask) == (told, other))


@pytest.mark.parametrize("place", range(3))
@pytest.mark.parametrize("name", sorted(HASHES))
def test_a_stamp_signed_over_a_curve_is_checked(place: int, name: str) -> None:
    assert verify.check_stamp(stamp(Way(ec_key(place), name)), ONE) == (AT, "rfc3161")


@pytest.mark.parametrize(("name", "salt", "mask"), [("sha256", 32, "sha256"), ("sha512", 0, "sha384")])
def test_a_stamp_signed_with_a_salt_is_checked(name: str, salt: int, mask: str) -> None:
    assert verify.check_stamp(stamp(Way(rsa_key(), name, salt, mask)), ONE) == (AT, "rfc3161")


@pytest.mark.parametrize("way", [Way(ec_key(0)), Way(rsa_key(1024), salt=32)], ids=["curve", "salted"])
def test_every_byte_of_what_is_signed_and_of_its_signature_counts(way: Way) -> None:
    whole = stamp(way)
    signed = verify.der(whole).inside[1].inside[1].inside[0].inside
    info = verify.der(signed[2].inside[1].inside[0].content).whole
    signature = signed[-1].inside[0].inside[5].content
    for part in (info, signature):
        first = whole.index(part)
        for place in range(first, first + len(part)):
            altered = bytearray(whole)
            altered[place] ^= 1
            with pytest.raises((ValueError, IndexError)):
                verify.check_stamp(bytes(altered), ONE)


def test_a_key_that_is_no_point_of_its_curve_or_too_short_is_not_trusted() -> None:
    way = Way(ec_key(0))
    public = way.public()
    off = public[:-1] + bytes([public[-1] ^ 1])
    with pytest.raises(ValueError, match="not one that can be trusted"):
        verify.signature_fits(verify.der(off), verify.der(way.scheme()), "sha256", b"", way.sign(b""))
    key = verify.der(tlv(0x30, tlv(2, b"\x0f\x01"), tlv(2, b"\x03"))).whole
    with pytest.raises(ValueError, match="not one that can be trusted"):
        verify.fits_rsa(key, b"\x01", lambda block, bits: True)


def test_what_cannot_be_checked_is_said_to_be_unchecked(capsys: pytest.CaptureFixture[str]) -> None:
    other = stamp(Way(ec.generate_private_key(ec.SECP256K1())))
    assert verify.check_stamp(other, ONE) == (AT, verify.UNCHECKED)
    assert "of a kind that is not checked here" in capsys.readouterr().out
    way = Way(ec_key(0))
    kinds = (serialization.Encoding.X962, serialization.PublicFormat.CompressedPoint)
    short = tlv(
        0x30,
        verify.der(way.public()).inside[0].whole,
        tlv(3, b"\0", way.key.public_key().public_bytes(*kinds)),
    )
    assert (
        verify.signature_fits(verify.der(short), verify.der(way.scheme()), "sha256", b"", way.sign(b""))
        is None
    )
    pss = Way(rsa_key(), salt=32)
    for scheme in (way.scheme(), tlv(0x30, tlv(6, b"\x2b\x65\x70"))):
        assert verify.signature_fits(verify.der(pss.public()), verify.der(scheme), "sha256", b"", b"") is None
    own = tlv(0x30, Way(rsa_key(), salt=20).scheme(), verify.der(pss.public()).inside[1].whole)
    signature = pss.sign(b"")
    assert verify.signature_fits(verify.der(own), verify.der(pss.scheme()), "sha256", b"", signature) is None
    own = tlv(0x30, pss.scheme(), verify.der(pss.public()).inside[1].whole)
    assert verify.signature_fits(verify.der(own), verify.der(pss.scheme()), "sha256", b"", signature) is True


def test_only_a_checked_stamp_covers_and_the_others_are_named(capsys: pytest.CaptureFixture[str]) -> None:
    told: Any = {number: {} for number in range(1, 6)}
    verify.tell(told, {5: "d"}, [(2, AT, "rfc3161"), (4, AT, verify.UNCHECKED)])
    said = capsys.readouterr().out
    assert "Entries 1 to 2 are covered by a time stamp." in said
    assert "Entries 3 to 4 are covered ONLY by a time stamp whose signature is not checked here" in said
    assert "NOT ANCHORED by a time stamp yet: entries 3 to 5." in said
