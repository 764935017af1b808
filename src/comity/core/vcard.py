"""A line-preserving vCard codec for versions 2.1, 3.0 (RFC 2426) and 4.0 (RFC 6350).

A card is a sequence of properties that keep the physical lines they were read from. What is not
understood, and the order of it all, survives: `serialise(parse(text)) == text` for any text, and an edit
touches the lines of its own property only. Nothing recurses, and all work is linear in the text.

Reading is tolerant where writers differ: line ends may be mixed; a 2.1 fold keeps its white space (2.1,
section 2.1.3) while later versions drop one character of it (RFC 6350, section 3.2); quoted-printable
lines end in a soft break; base64 goes on unindented; an `AGENT` may hold a whole card (2.1 only), which
stays part of that property's lines. BASE64 values are kept as text and never decoded.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from comity.core.contentline import Property, is_base64, parse_property, physical_lines

MAX_DEPTH = 16
"""How deep cards may lie within cards (`AGENT`) before the outermost counts as broken."""
MAX_CHARACTERS = 32 * 1024 * 1024
"""Size beyond which a card counts as broken."""
_FLUSH_LINES = 1000


class Chunk(NamedTuple):
    """A run of physical lines: one card, or what lies outside of cards.

    line: number of its first line, from 1; lines: with their line ends; fault: "" for a whole card,
    `outside` for text between cards, else `unterminated`, `too-deep` or `too-long` for a broken card.
    """

    line: int
    lines: tuple[str, ...]
    fault: str


class VCard(NamedTuple):
    """A card: `properties` from BEGIN to END, both included, and the text before it.

    line: number of its BEGIN line, from 1; version: "2.1", "3.0" or "4.0", "" if not stated.
    """

    before: str
    properties: tuple[Property, ...]
    line: int
    version: str


class Broken(NamedTuple):
    """A card that could not be read: the number of its BEGIN line and the fault (`Chunk`)."""

    line: int
    fault: str


class Parsed(NamedTuple):
    """A file's cards, those that are broken, and the text after the last whole card."""

    cards: tuple[VCard, ...]
    broken: tuple[Broken, ...]
    after: str


def _is_mark(line: str, mark: str) -> bool:
    """Whether a line is `BEGIN:VCARD` or `END:VCARD`, in any case and with spaces after it."""
    return len(line) < 64 and line.rstrip().upper().replace(" ", "") == mark and not line[:1].isspace()


def split(lines: Iterable[str]) -> Iterator[Chunk]:
    """Cut physical lines into cards and what lies between them; nothing is left out.

    A BEGIN within a card is a nested card after an empty `AGENT`, else the sign of a missing END: the
    card before is then `unterminated` and a new one begins.
    """
    held: list[str] = []
    first, depth, size, fault, agent = 1, 0, 0, "outside", False
    for number, line in enumerate(lines, start=1):
        begins = _is_mark(line, "BEGIN:VCARD")
        nested = begins and depth > 0 and agent
        if (begins and not nested) or (depth == 0 and len(held) >= _FLUSH_LINES):
            if held:
                yield Chunk(first, tuple(held), fault if depth == 0 else fault or "unterminated")
            held, first, size = [], number, 0
            depth, fault = (1, "") if begins else (0, "outside")
        elif nested:
            depth += 1
            fault = "too-deep" if depth > MAX_DEPTH else fault
        held.append(line)
        size += len(line)
        if line.strip():
            agent = len(line) < 200 and line[:5].upper() == "AGENT" and line.rstrip().endswith(":")
        if depth and _is_mark(line, "END:VCARD"):
            depth -= 1
        elif not depth:
            continue
        if depth == 0 or size > MAX_CHARACTERS:
            yield Chunk(first, tuple(held), fault or ("too-long" if depth else ""))
            held, first, depth, size, fault = [], number + 1, 0, 0, "outside"
    if held:
        yield Chunk(first, tuple(held), fault if depth == 0 else fault or "unterminated")


def parse(text: str) -> Parsed:
    """All cards of a text. Broken ones are listed, and their lines kept as text."""
    cards: list[VCard] = []
    broken: list[Broken] = []
    between: list[str] = []
    for chunk in split(physical_lines(text)):
        if chunk.fault:
            between.extend(chunk.lines)
            if chunk.fault != "outside":
                broken.append(Broken(chunk.line, chunk.fault))
        else:
            cards.append(parse_card(chunk.lines, chunk.line, "".join(between)))
            between = []
    return Parsed(tuple(cards), tuple(broken), "".join(between))


def serialise(parsed: Parsed) -> str:
    """The text of a file; unless something was edited, exactly the one that was parsed."""
    return "".join(card.before + card_text(card) for card in parsed.cards) + parsed.after


def card_text(card: VCard) -> str:
    """The lines of one card, from BEGIN to END."""
    return "".join(item.raw for item in card.properties)


def parse_card(lines: Iterable[str], line: int = 1, before: str = "") -> VCard:
    """The card made of these physical lines (a `Chunk` without fault)."""
    logical = list(_logical_lines(lines))
    version = next((raw[0][8:].strip() for raw in logical if raw[0][:8].upper() == "VERSION:"), "")
    return VCard(before, tuple(parse_property(raw, version == "2.1") for raw in logical), line, version)


def _logical_lines(lines: Iterable[str]) -> Iterator[list[str]]:
    """Physical lines put together by property: folds, soft breaks, base64 bodies, nested cards."""
    held: list[str] = []
    depth, encoding = 0, ""
    for line in lines:
        depth += _is_mark(line, "BEGIN:VCARD")
        if depth > 1 or (held and _continues(held[-1], line, encoding)):
            held.append(line)
        else:
            if held:
                yield held
            held = [line]
            head = line.partition(":")[0].upper()
            encoding = "Q" if "QUOTED-PRINTABLE" in head else "B" if is_base64(head) else ""
        depth -= depth > 1 and _is_mark(line, "END:VCARD")
    if held:
        yield held


def _continues(previous: str, line: str, encoding: str) -> bool:
    if line[:1] in (" ", "\t"):
        return True
    if encoding == "Q" and previous.rstrip("\r\n").endswith("="):
        return not _is_mark(line, "END:VCARD")
    return encoding == "B" and ":" not in line and bool(line.strip())


def replaced(card: VCard, index: int, *new: Property) -> VCard:
    """The card with other properties, or none, at the place of property `index`; all other lines stay."""
    return card._replace(properties=(*card.properties[:index], *new, *card.properties[index + 1 :]))


def added(card: VCard, *new: Property) -> VCard:
    """The card with further properties before its END."""
    return card._replace(properties=(*card.properties[:-1], *new, card.properties[-1]))
