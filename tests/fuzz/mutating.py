"""Changing valid files a little, over and over: what fuzzing does where atheris cannot be installed."""

from __future__ import annotations

import random
from collections.abc import Sequence

WORDS: tuple[bytes, ...] = (
    *(b"\0", b"\r", b"\n", b"\r\n\r\n", b"\n\n", b"\xff\xfe", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\x1a"),
    *(
        b'"',
        b'""',
        b"'",
        b",",
        b";",
        b"\t",
        b"=",
        b"=?",
        b"?=",
        b"<",
        b">",
        b"(",
        b")",
        b"[",
        b"{",
        b"\\",
        b"%",
    ),
    *(b"-1", b"0", b"2147483648", b"9223372036854775808", b"1e999", b"NaN", b"99999999T999999Z", b"00010101"),
    *(b"From ", b"\nFrom a@b.example Mon Jan  1 10:00:00 2024\n", b">From ", b"Content-Length: 99\n"),
    *(
        b"Content-Type: multipart/mixed; boundary=x\n",
        b"--x\n",
        b"--x--\n",
        b"charset=nope",
        b"=?utf-8?b?AA==?=",
    ),
    *(
        b"BEGIN:VCARD\n",
        b"END:VCARD\n",
        b"BEGIN:VEVENT\n",
        b"END:VEVENT\n",
        b"BEGIN:VCALENDAR\n",
        b"BEGIN:VTIMEZONE\n",
    ),
    *(
        b"RRULE:FREQ=SECONDLY\n",
        b"INTERVAL=0",
        b"COUNT=2147483647",
        b"RECURRENCE-ID:20240101T000000Z\n",
        b";TZID=",
    ),
    *(b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06", b"\x1f\x8b\x08", b"../", b"C:\\", b"bplist00"),
    *("\u202e".encode(), "é".encode(), "\U0001f642".encode(), b"null", b"true", b"[]", b"{}", b"\\ud800"),
)
_NUMBERS = (0, 1, 2, 0x7F, 0x80, 0xFF)


def mutated(seeds: Sequence[bytes], chance: random.Random, longest: int) -> bytes:
    """One of the seeds, changed in one to eight places."""
    data = bytearray(chance.choice(seeds))
    for _ in range(chance.randint(1, 8)):
        chance.choice(_CHANGES)(data, chance, seeds)
    return bytes(data[:longest])


def _piece(data: bytes | bytearray, chance: random.Random) -> tuple[int, int]:
    start = chance.randint(0, len(data))
    return start, min(len(data), start + chance.choice((1, 1, 2, 4, 16, 64, 256)))


def _insert_word(data: bytearray, chance: random.Random, seeds: Sequence[bytes]) -> None:
    at = chance.randint(0, len(data))
    data[at:at] = chance.choice(WORDS) * chance.choice((1, 1, 1, 1, 2, 50))


def _overwrite(data: bytearray, chance: random.Random, seeds: Sequence[bytes]) -> None:
    start, end = _piece(data, chance)
    data[start:end] = chance.choice(WORDS)


def _byte(data: bytearray, chance: random.Random, seeds: Sequence[bytes]) -> None:
    if data:
        data[chance.randrange(len(data))] = chance.choice((*_NUMBERS, chance.randrange(256)))


def _cut(data: bytearray, chance: random.Random, seeds: Sequence[bytes]) -> None:
    start, end = _piece(data, chance)
    del data[start:end]


def _end_early(data: bytearray, chance: random.Random, seeds: Sequence[bytes]) -> None:
    del data[chance.randint(0, len(data)) :]


def _repeat(data: bytearray, chance: random.Random, seeds: Sequence[bytes]) -> None:
    start, end = _piece(data, chance)
    data[start:start] = data[start:end] * chance.choice((1, 2, 10, 100))


def _splice(data: bytearray, chance: random.Random, seeds: Sequence[bytes]) -> None:
    """A piece of another seed, by lines where it has some."""
    lines = chance.choice(seeds).splitlines(keepends=True)
    start = chance.randrange(len(lines)) if lines else 0
    at = data.find(b"\n", chance.randint(0, len(data))) + 1
    data[at:at] = b"".join(lines[start : start + chance.randint(1, 12)])


def _swap_lines(data: bytearray, chance: random.Random, seeds: Sequence[bytes]) -> None:
    lines = data.splitlines(keepends=True)
    if len(lines) > 1:
        one, other = chance.randrange(len(lines)), chance.randrange(len(lines))
        lines[one], lines[other] = lines[other], lines[one]
        data[:] = b"".join(lines)


_CHANGES = (_insert_word, _overwrite, _byte, _byte, _cut, _end_early, _repeat, _splice, _swap_lines)
