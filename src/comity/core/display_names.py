"""From a display name as a program wrote it to a name as a person would write it.

Display names come quoted twice, turned round, shouted, with an address, a company or a mailing list
behind them, or are no names at all. Only what is plainly decoration goes; what people write of
themselves, such as a degree, stays.
"""

from __future__ import annotations

import re
import unicodedata

from comity.core.name_words import (
    BORN,
    COMPANY_WORDS,
    CONSONANT_WORDS,
    DEGREES,
    GENERATIONS,
    MAC_NAMES,
    NO_NAMES,
    PARTICLES,
)

MOST_CHARACTERS = 200
"""Longest name kept."""

_MOST_READ = 1_000
_PLAIN = re.compile(r"[A-Z][a-z]+(?: [A-Z]\.?)* [A-Z][a-z]+(?: [A-Z][a-z]+)*")
_BLANKS = re.compile(r"\s+")
_QUOTES = {'"': '"', "'": "'", "`": "'", "“": "”", "„": "“", "”": "”", "‘": "’", "«": "»", "(": ")"}
_SPOKEN_ADDRESS = re.compile(r"\S+ at \S+\.\S+")
_DOTTED = re.compile(r"[^\W\d_]{2,}(?:[._][^\W\d_]{2,}){1,3}")
_UNDECORATED = re.compile(r"\w[\w .'’-]*")
_LOTUS_NOTES = re.compile(r"([^/@]+ [^/@]+)/[A-Z0-9_&-][A-Z0-9 _&-]*(?:[/@].*)?")
_ANNOTATIONS = (
    re.compile(r"<[^<>]*>?"),
    re.compile(r"[\[(]\s*mailto:[^\[\]()]*[\])]?|[\[(][^\[\]()@]*@[^\[\]()]*[\])]?", re.IGNORECASE),
    re.compile(r"^\[[^\[\]]*\]"),
    re.compile(r"(?:^| )[(\[]?via .*$"),
    re.compile(r" \|.*$"),
    re.compile(r" @.*$"),
    re.compile(r"\S*@\S*"),
    re.compile(rf" ?[(\[{{](?!(?:{'|'.join(sorted(BORN))})\b)[^()\[\]{{}}]*[)\]}}]?$", re.IGNORECASE),
)
_PIECES = re.compile(r"([-'’.])")
_VOWEL = re.compile(r"[aeiouyAEIOUY]|[^\x00-\x7f]")


def clean_display_name(raw: str, email: str) -> str:
    """The person's name in a display name, at most 200 characters; "" if it holds none.

    raw: already decoded (RFC 2047); email: the normalised address it stood beside, "" if none. It tells
    whether the text merely repeats the address, and which of two parts around a comma is the given name.
    """
    if _PLAIN.fullmatch(raw) and len(raw) <= MOST_CHARACTERS and raw.lower() not in NO_NAMES:
        return raw
    text = _without_decoration(_printable(raw[:_MOST_READ]))
    if not _names_somebody(text, email):
        return ""
    if _DOTTED.fullmatch(text):
        text = re.sub(r"[._]", " ", text)
    return _recased(_in_order(text, email))[:MOST_CHARACTERS].strip()


def plain_word(word: str) -> str:
    """A word as `name_words` lists it: lower case, without full stops and commas."""
    return word.lower().replace(".", "").strip(",")


def is_suffix(word: str) -> bool:
    """Whether a word follows a name rather than belongs to it: Jr., III, PhD, MA but not Ma."""
    plain = plain_word(word)
    return plain in GENERATIONS or (plain in DEGREES and (len(plain) > 2 or word.isupper()))


def is_born(word: str) -> bool:
    """Whether a word of a name, maybe with a bracket before it, says that the name at birth follows: née, geb."""
    return plain_word(word).lstrip("([") in BORN


def recased_word(word: str, *, shouted: bool = False) -> str:
    """A word of a name with the capitals it usually has, whatever case it came in.

    shouted: the whole name was in capitals, so that a word of consonants may be an abbreviation.
    """
    plain = plain_word(word)
    if plain in GENERATIONS:
        return GENERATIONS[plain]
    if plain in DEGREES and (len(plain) > 2 or (shouted and not _VOWEL.search(plain))):
        return DEGREES[plain]
    if shouted and 2 <= len(word) <= 4 and plain not in CONSONANT_WORDS and not _VOWEL.search(word):
        return word
    return "".join(_capitalised(piece) for piece in _PIECES.split(word.lower()))


def _printable(raw: str) -> str:
    """NFC, one space between words, without control characters, bidi overrides and lone surrogates.

    The joiners U+200C and U+200D stay inside words of the scripts that are spelled with them.
    """
    if raw.isascii() and raw.isprintable():
        return _BLANKS.sub(" ", raw).strip()
    text = unicodedata.normalize("NFC", _BLANKS.sub(" ", raw))
    kept: list[str] = []
    for character in text:
        if character in "\u200c\u200d":
            if kept and kept[-1] >= "\u0600":
                kept.append(character)
        elif unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Co"):
            kept.append(character)
    return _BLANKS.sub(" ", "".join(kept)).strip(" \u200c\u200d")


def _without_decoration(text: str) -> str:
    """The text without quotes, escapes, addresses, companies in brackets and lists it came through."""
    if _UNDECORATED.fullmatch(text) and "via " not in text:
        return text
    for _ in range(4):
        before = text
        text = _unquoted(text.replace("\\", ""))
        notes = _LOTUS_NOTES.fullmatch(text)
        text = notes[1] if notes else text
        for annotation in _ANNOTATIONS:
            text = annotation.sub("", text).strip()
        text = _BLANKS.sub(" ", text).strip(" ,;:")
        text = text.replace('"', "") if text.count('"') == 1 else text
        if text == before:
            break
    return text


def _unquoted(text: str) -> str:
    while len(text) > 1 and _QUOTES.get(text[0]) == text[-1] and text[0] not in text[1:-1]:
        text = text[1:-1].strip()
    return text


def _names_somebody(text: str, email: str) -> bool:
    folded = text.lower()
    local = email.partition("@")[0]
    if folded in NO_NAMES or folded.startswith(("http://", "https://", "www.")):
        return False
    if _SPOKEN_ADDRESS.fullmatch(text):
        return False
    if local and folded in (local, local.partition("+")[0], email):
        return False
    return any(character.isalpha() for character in text)


def _in_order(text: str, email: str) -> str:
    """Given name first: "Ruiz, Ana" turned round; "Ruiz, Jr." and "Acme, Inc." left as they are."""
    if "," not in text:
        return text
    parts = [part.strip() for part in text.split(",") if part.strip()]
    tail: list[str] = []
    while len(parts) > 1 and _follows(parts[-1].split()):
        tail.insert(0, parts.pop())
    if len(parts) == 2:
        parts = [_turned(parts[0], parts[1], email)]
    return ", ".join(parts + tail)


def _follows(words: list[str]) -> bool:
    """Whether these words behind a comma follow a name rather than belong to it."""
    return is_born(words[0]) or all(is_suffix(word) for word in words)


def _turned(first: str, second: str, email: str) -> str:
    """Two parts around a comma as one name; where the second is an organisation, the first alone."""
    words, others = first.split(), second.split()
    unchanged = f"{first}, {second}"
    folded = {plain_word(word) for word in others}
    if max(len(words), len(others)) > 4 or any(c.isdigit() or c == "&" for c in unchanged):
        return unchanged
    if {"and", "of"} & folded or (len(words) > 1 and COMPANY_WORDS & {plain_word(word) for word in words}):
        return unchanged
    if COMPANY_WORDS & folded:
        return first if len(words) > 1 and len(others) > 1 else unchanged
    local = email.partition("@")[0]
    if len(words) > 1 and local.startswith(words[0].lower()) and not local.startswith(others[0].lower()):
        return first
    end = next((place for place, word in enumerate(others) if place and is_born(word)), len(others))
    behind = [word for word in others[1:end] if is_suffix(word)] + others[end:]
    return " ".join([word for word in others[:end] if word not in behind] + words + behind)


def _recased(text: str) -> str:
    """A name all in capitals or all in small letters as it is usually written; any other as it is."""
    shouted = text.isupper()
    if not (shouted or text.islower()):
        return text
    words = text.split(" ")
    if len(words) == 1 and ((shouted and len(text) <= 3) or any(c.isdigit() for c in text)):
        return text
    last = len(words) - 1
    return " ".join(
        word.lower()
        if 0 < place < last and (word.lower() in PARTICLES or is_born(word))
        else recased_word(word, shouted=shouted)
        for place, word in enumerate(words)
    )


def _capitalised(piece: str) -> str:
    if piece.startswith("mc") and len(piece) > 4:
        return "Mc" + piece[2:3].upper() + piece[3:]
    if piece in MAC_NAMES:
        return "Mac" + piece[3:4].upper() + piece[4:]
    return piece[:1].upper() + piece[1:]
