"""Time stamps, read byte by byte: what servers of any kind answer ends in a stamp or in words, never in a crash."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Iterator

import pytest
import rfc3161_client
from hypothesis import example, given, settings
from hypothesis import strategies as st
from rfc3161_client import HashAlgorithm, TimestampRequestBuilder

from comity.core import stamps
from comity.core.stamp_signatures import SIGNED, TRUSTED, UNCHECKED, WRONG, signature
from tests.tsa import Authority, authority

DIGEST = hashlib.sha256(b"head").hexdigest()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Authority]:
    with authority(tmp_path_factory.mktemp("tsa")) as running:
        yield running


@pytest.fixture(scope="module")
def asked() -> rfc3161_client.TimeStampRequest:
    return TimestampRequestBuilder(data=b"head", hash_algorithm=HashAlgorithm.SHA256).build()


@pytest.fixture(scope="module")
def reply(server: Authority, asked: rfc3161_client.TimeStampRequest) -> bytes:
    return server.reply(asked.as_bytes())


def test_a_stamp_says_for_what_and_when(reply: bytes, asked: rfc3161_client.TimeStampRequest) -> None:
    said = stamps.stamp(reply)
    read = rfc3161_client.decode_timestamp_response(stamps.in_order(reply)).tst_info
    assert (said.algorithm, said.imprint, said.nonce) == (stamps.SHA256, DIGEST, asked.nonce)
    assert (said.at, said.serial) == (int(read.gen_time.timestamp()), read.serial_number)
    assert stamps.refusal(reply) is None


def test_a_refusal_is_told_in_the_words_of_the_server() -> None:
    words = b"no more stamps for you"
    text = bytes([0x0C, len(words)]) + words
    status = b"\x02\x01\x02" + bytes([0x30, len(text)]) + text
    inner = bytes([0x30, len(status)]) + status
    assert stamps.refusal(bytes([0x30, len(inner)]) + inner) == "2 no more stamps for you"
    assert stamps.refusal(bytes.fromhex("30053003020102")) == "2"
    with pytest.raises(ValueError, match="no reply"):
        stamps.stamp(bytes.fromhex("30053003020102"))


@settings(max_examples=400)
@given(st.binary(max_size=80))
@example(b"\x30\x84\xff\xff\xff\xff")
@example(b"\x30\x80\x00\x00")
@example(b"\x30\x00")
@example(b"\x1f\x81\x01\x00")
def test_bytes_that_are_no_reply_are_refused(data: bytes) -> None:
    for read in (stamps.stamp, stamps.in_order):
        with pytest.raises(ValueError, match=r"."):
            read(data)


def test_a_reply_with_any_byte_changed_or_cut_off_never_crashes(reply: bytes) -> None:
    for place in range(len(reply)):
        changed = bytearray(reply)
        changed[place] ^= 0x15
        for data in (bytes(changed), reply[:place]):
            for read in (stamps.stamp, stamps.refusal, stamps.in_order):
                with contextlib.suppress(ValueError):
                    read(data)


def test_a_reply_that_is_too_long_is_refused() -> None:
    with pytest.raises(ValueError, match="no reply"):
        stamps.refusal(b"\x30\x83\x01\x00\x00" + b"\x00" * 65_536)


def test_a_signature_is_trusted_by_a_known_root_and_else_as_good_as_what_it_brought(
    server: Authority, reply: bytes
) -> None:
    from cryptography import x509

    root = x509.load_pem_x509_certificate(server.ca.read_bytes())
    assert signature(reply, DIGEST, [root]) == TRUSTED
    assert signature(reply, DIGEST, []) == SIGNED
    assert signature(reply, "a" * 64, [root]) == WRONG
    assert signature(b"0\x00", DIGEST, [root]) == UNCHECKED


def test_a_stamp_changed_after_it_was_signed_is_wrong(reply: bytes) -> None:
    end = reply.index(b"Z", reply.index(bytes.fromhex(DIGEST)))
    year = int(reply[end - 14 : end - 10]) + 1
    changed = reply[: end - 14] + str(year).encode() + reply[end - 10 :]
    assert signature(changed, DIGEST, []) == WRONG


def test_a_stamp_without_its_root_is_not_checked(
    server: Authority, asked: rfc3161_client.TimeStampRequest
) -> None:
    config = server.folder / "tsa.cnf"
    told = config.read_text()
    config.write_text(told.replace("certs = ca.pem\n", ""))
    try:
        assert signature(server.reply(asked.as_bytes()), DIGEST, []) == UNCHECKED
    finally:
        config.write_text(told)
