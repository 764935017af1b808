"""What a time stamp says (RFC 3161), read from its DER (X.690) with nothing but what is needed: no signature is checked here."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

LONGEST = 64 * 1024
"""Bytes of a reply at most; common ones have 2 to 7 thousand."""
SHA256 = "608648016503040201"
"""2.16.840.1.101.3.4.2.1, as DER writes the value of the object identifier, in hexadecimal digits."""
_INTEGER, _OCTETS, _OBJECT, _SEQUENCE, _SET, _TIME, _FIRST = 0x02, 0x04, 0x06, 0x30, 0x31, 0x18, 0xA0
_SIGNED_DATA = "2a864886f70d010702"
_TST_INFO = "2a864886f70d0109100104"
_GENERALIZED = re.compile(rb"(\d{14})(?:\.\d+)?Z")
_GRANTED = (0, 1)


@dataclass(frozen=True, slots=True)
class Stamp:
    """algorithm: object identifier of the hash, as in `SHA256`; imprint: the digest that was stamped; at: epoch seconds;
    nonce: that of the request, None where there was none."""

    algorithm: str
    imprint: str
    at: int
    serial: int
    nonce: int | None


@dataclass(frozen=True, slots=True)
class Value:
    """A value of DER: its tag, and where in the bytes it starts, its content starts, and it ends."""

    tag: int
    start: int
    content: int
    end: int


def stamp(reply: bytes) -> Stamp:
    """What a reply of a time stamp server says.

    Raises:
        ValueError: it is none, or the server refused.
    """
    info = _within(reply, _info(reply))
    version, policy, imprint, serial, time, *more = info
    _need(version.tag == _INTEGER and policy.tag == _OBJECT and serial.tag == _INTEGER)
    algorithm, hashed = _within(reply, imprint)
    kind = _within(reply, algorithm)[0]
    _need(kind.tag == _OBJECT and hashed.tag == _OCTETS)
    nonce = next((_number(reply, value) for value in more if value.tag == _INTEGER), None)
    return Stamp(
        _bytes(reply, kind).hex(),
        _bytes(reply, hashed).hex(),
        _time(reply, time),
        _number(reply, serial),
        nonce,
    )


def refusal(reply: bytes) -> str | None:
    """Why the server refused, in its own words or as a number; None where it did not.

    Raises:
        ValueError: it is no reply of such a server.
    """
    status = _within(reply, _within(reply, _only(reply))[0])
    number = _number(reply, status[0])
    if number in _GRANTED:
        return None
    words = b"".join(
        _bytes(reply, text)
        for value in status[1:2]
        if value.tag == _SEQUENCE
        for text in _within(reply, value)
    )
    return f"{number} {words.decode('utf-8', 'replace')[:200]}".strip()


def in_order(reply: bytes) -> bytes:
    """The same reply with its certificates in the order that DER asks of a set, which many servers do not keep.

    The signature does not cover that order.

    Raises:
        ValueError: it is no reply of such a server.
    """
    for value in _signed(reply):
        if value.tag == _FIRST:
            certificates = sorted(reply[one.start : one.end] for one in _within(reply, value))
            return reply[: value.content] + b"".join(certificates) + reply[value.end :]
    return reply


def _signed(reply: bytes) -> list[Value]:
    whole = _within(reply, _only(reply))
    _need(len(whole) == 2)
    kind, wrapped = _within(reply, whole[1])[:2]
    _need(_bytes(reply, kind).hex() == _SIGNED_DATA and wrapped.tag == _FIRST)
    return _within(reply, _within(reply, wrapped)[0])


def _info(reply: bytes) -> Value:
    kind, wrapped = _within(reply, _signed(reply)[2])[:2]
    _need(_bytes(reply, kind).hex() == _TST_INFO and wrapped.tag == _FIRST)
    octets = _within(reply, wrapped)[0]
    _need(octets.tag == _OCTETS)
    return _value(reply, octets.content, octets.end)


def _only(reply: bytes) -> Value:
    _need(len(reply) <= LONGEST)
    whole = _value(reply, 0, len(reply))
    _need(whole.tag == _SEQUENCE and whole.end == len(reply))
    return whole


def _within(data: bytes, outer: Value) -> list[Value]:
    _need(bool(outer.tag & 0x20))
    found, at = [], outer.content
    while at < outer.end:
        found.append(_value(data, at, outer.end))
        at = found[-1].end
    _need(bool(found))
    return found


def _value(data: bytes, at: int, end: int) -> Value:
    _need(at + 2 <= end and data[at] & 0x1F != 0x1F)
    length, content = data[at + 1], at + 2
    if length & 0x80:
        count = length & 0x7F
        _need(1 <= count <= 4 and content + count <= end)
        length, content = int.from_bytes(data[content : content + count], "big"), content + count
    _need(content + length <= end)
    return Value(data[at], at, content, content + length)


def _bytes(data: bytes, value: Value) -> bytes:
    return data[value.content : value.end]


def _number(data: bytes, value: Value) -> int:
    _need(value.tag == _INTEGER)
    return int.from_bytes(_bytes(data, value), "big", signed=True)


def _time(data: bytes, value: Value) -> int:
    found = _GENERALIZED.fullmatch(_bytes(data, value))
    if found is None or value.tag != _TIME:
        raise ValueError("the time of the stamp cannot be read")
    moment = dt.datetime.strptime(found[1].decode(), "%Y%m%d%H%M%S").replace(tzinfo=dt.UTC)
    return int(moment.timestamp())


def _need(fits: bool) -> None:
    if not fits:
        raise ValueError("this is no reply of a time stamp server")
