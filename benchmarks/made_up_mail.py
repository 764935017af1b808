"""A mailbox of made-up mail of any size: text, HTML, attachments, threads, lists; the same for the same seed."""

from __future__ import annotations

import base64
import itertools
import random
from collections.abc import Iterator
from email.utils import formatdate
from pathlib import Path

ME = "kim.morgan@home.example"
_PEOPLE = 3000
_BEGUN, _ENDED = 1_104_537_600, 1_735_689_600
_SYLLABLES = [consonant + vowel for consonant in "bdfklmnrstv" for vowel in "aeio"]


class Writer:
    """Writes messages in order of time; remembers what can be answered.

    attached: the share with an attachment; longest: paragraphs that a message has at the most.
    """

    def __init__(self, seed: int, attached: float = 1 / 12, longest: int = 8) -> None:
        self.chance = random.Random(seed)
        self.attached, self.longest = attached, longest
        self.words = ["".join(self.chance.choices(_SYLLABLES, k=2 + n % 3)) for n in range(12_000)]
        self.weights = list(itertools.accumulate(1 / (n + 3) for n in range(len(self.words))))
        self.paragraphs = [self._paragraph() for _ in range(4000)]
        noise = self.chance.randbytes(1 << 20)
        self.attachment = base64.encodebytes(noise)
        self.open: list[tuple[str, int, str]] = []

    def _paragraph(self) -> str:
        chosen = self.chance.choices(self.words, cum_weights=self.weights, k=self.chance.randint(20, 90))
        lines = [" ".join(chosen[n : n + 11]) for n in range(0, len(chosen), 11)]
        return "\n".join(lines).capitalize() + ".\n"

    def message(self, number: int, at: int) -> bytes:
        """One message with its separator line."""
        chance = self.chance
        other = int(chance.paretovariate(0.7)) % _PEOPLE
        parent = chance.choice(self.open) if self.open and chance.random() < 0.4 else None
        if parent:
            other = parent[1]
        subject = f"Re: {parent[2]}" if parent else " ".join(chance.choices(self.words, k=4))
        identity = f"<{number}.{at}@mail.example>"
        self.open.append((identity, other, subject.removeprefix("Re: ")))
        if len(self.open) > 200:
            self.open.pop(chance.randrange(200))
        return self._head(number, at, other, identity, parent[0] if parent else "", subject) + self._body(
            number
        )

    def _head(self, number: int, at: int, other: int, identity: str, parent: str, subject: str) -> bytes:
        chance = self.chance
        them = f'"{self.words[other].title()} {self.words[other + 50].title()}" <p{other}@firm{other % 300}.example>'
        mine = f"Kim Morgan <{ME}>"
        sender, to = (mine, them) if chance.random() < 0.35 else (them, mine)
        lines = [
            f"From mail@mail.example {_asctime(at)}",
            f"From: {sender}",
            f"To: {to}",
            f"Date: {formatdate(at)}",
            f"Subject: {subject}",
            f"Message-ID: {identity}",
        ]
        if number % 5 == 0:
            others = (chance.randrange(_PEOPLE) for _ in range(3))
            extra = ", ".join(f"p{who}@firm{who % 300}.example" for who in others)
            lines.append(f"Cc: {extra}")
        if parent:
            lines += [f"In-Reply-To: {parent}", f"References: {parent}"]
        if number % 11 == 0:
            lines += ["List-Id: <talk.lists.example>", "List-Post: <mailto:talk@lists.example>"]
        return "\n".join(lines).encode() + b"\nMIME-Version: 1.0\n"

    def _body(self, number: int) -> bytes:
        chance = self.chance
        text = "\n".join(chance.choices(self.paragraphs, k=chance.randint(1, self.longest)))
        plain = (
            f'Content-Type: text/plain; charset="utf-8"\nContent-Transfer-Encoding: 8bit\n\n{text}\n'.encode()
        )
        attached = chance.random() < self.attached
        if number % 3 and not attached:
            return plain + b"\n"
        paragraphs = "".join(f"<p>{part}</p>" for part in text.split("\n\n"))
        page = (
            f'Content-Type: text/html; charset="utf-8"\n\n<html><body>{paragraphs}</body></html>\n'.encode()
        )
        if number % 12 == 3 and not attached:
            return page + b"\n"
        parts = [plain, self._attached()] if attached else [plain, page]
        kind = b"mixed" if attached else b"alternative"
        body = b"".join(b"--=_part\n" + part for part in parts)
        return b"Content-Type: multipart/" + kind + b'; boundary="=_part"\n\n' + body + b"--=_part--\n\n"

    def _attached(self) -> bytes:
        size = self.chance.randrange(100, 3000) * 77
        start = self.chance.randrange(max(1, len(self.attachment) - size)) // 77 * 77
        name = self.chance.choice(self.words)
        head = (
            f'Content-Type: application/octet-stream; name="{name}.bin"\n'
            f'Content-Disposition: attachment; filename="{name}.bin"\nContent-Transfer-Encoding: base64\n\n'
        )
        return head.encode() + self.attachment[start : start + size]


def _asctime(at: int) -> str:
    """A time as mbox separators have it: "Thu Nov  1 10:00:00 2018"."""
    weekday, day, month, year, clock = formatdate(at).replace(",", "").split()[:5]
    return f"{weekday} {month} {int(day):>2} {clock} {year}"


def messages(writer: Writer) -> Iterator[tuple[int, bytes]]:
    """Messages without end, a few minutes to hours apart, each with its instant."""
    at = _BEGUN
    for number in itertools.count(1):
        at += writer.chance.randrange(60, 6000)
        moment = min(at, _ENDED)
        yield moment, writer.message(number, moment)


def write(path: Path, writer: Writer, size: int, count: int = 1 << 40) -> int:
    """Write an mbox of at least `size` bytes, or of `count` messages if that is less; how many it holds."""
    written = number = 0
    with path.open("wb") as file:
        for _, message in itertools.islice(messages(writer), count):
            file.write(message)
            written += len(message)
            number += 1
            if written >= size:
                break
    return number


def write_maildir(root: Path, count: int, attached: float, seed: int = 7) -> int:
    """Write a Maildir of so many messages, a share of them with an attachment; its size in bytes."""
    for part in ("cur", "new", "tmp"):
        (root / part).mkdir(parents=True)
    size = 0
    for number, (at, message) in enumerate(itertools.islice(messages(Writer(seed, attached)), count)):
        raw = message.partition(b"\n")[2]
        (root / "cur" / f"{at}.{number}.mail:2,S").write_bytes(raw)
        size += len(raw)
    return size
