"""Words as a search sees them: without case, accents and punctuation, the same in every index and on every engine."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from itertools import accumulate
from zlib import crc32

LONGEST = 64
"""Characters of a word that an index keeps; longer ones are told apart by their texts."""

_MOST_KNOWN = 100_000
"""Different words whose codes are kept in memory."""

_LETTERLIKE = {
    "ø": "o",
    "ł": "l",
    "đ": "d",
    "ð": "d",
    "þ": "th",
    "æ": "ae",
    "œ": "oe",
    "ı": "i",
    "ħ": "h",
}
_SPELT_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa"})
_WITHOUT_SPACES = (
    (0x0E00, 0x0EFF),
    (0x1000, 0x109F),
    (0x1780, 0x17FF),
    (0x3040, 0x30FF),
    (0x3400, 0x4DBF),
    (0x4E00, 0x9FFF),
    (0xF900, 0xFAFF),
    (0x20000, 0x3FFFF),
)
"""Thai and Lao, Burmese, Khmer, Kana, Han: scripts written without spaces, where each character is a word."""


class _Folds(dict[int, str]):
    """What each character becomes; filled as characters are met.

    Decomposing and folding case go character by character but for the order of combining marks, which are dropped.
    """

    def __missing__(self, code: int) -> str:
        apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", chr(code)).casefold())
        folded = self[code] = "".join(map(_folded, apart))
        return folded


def _folded(char: str) -> str:
    if unicodedata.combining(char):
        return ""
    if char in _LETTERLIKE:
        return _LETTERLIKE[char]
    category = unicodedata.category(char)
    if category == "Cf":
        return ""
    if category[0] not in "LNM":
        return " "
    if any(first <= ord(char) <= last for first, last in _WITHOUT_SPACES):
        return f" {char} "
    return char


_ASCII = {code: chr(code).lower() if chr(code).isalnum() else " " for code in range(128)}
_FOLDS = _Folds()


def spaced(text: str) -> str:
    """The words of a text, folded, in order, with one space between them.

    Compatibility forms (ligatures, full-width letters), case, accents and letters with strokes are folded as
    in Unicode's NFKD; what is no letter, digit or sign within a word parts words, and so does every
    character of a script that is written without spaces.
    """
    return " ".join(loose(text).split())


def loose(text: str) -> str:
    """The words of a text, folded, with one space or more between them: `spaced` at a fifth of its cost."""
    return text.translate(_ASCII if text.isascii() else _FOLDS)


def ends(text: str) -> list[int]:
    """For each character of a text, where in `loose(text)` ends what it became."""
    return list(accumulate(len(_FOLDS[ord(char)]) for char in text))


def words(text: str) -> list[str]:
    """The words of a text, folded, in order."""
    return loose(text).split()


class _Code(dict[str, int]):
    """The code of a word, a byte of its checksum; filled as words are met."""

    def __missing__(self, word: str) -> int:
        if len(self) >= _MOST_KNOWN:
            self.clear()
        code = self[word] = crc32(word.encode()) & 0xFF
        return code


_code = _Code()


def codes(words: Iterable[str]) -> bytes:
    """Folded words, a byte for each: words that stand side by side have codes that do, and other codes hardly ever."""
    return bytes(map(_code.__getitem__, words))


def order(subject: str, text: str) -> bytes:
    """The codes of all words of a subject and a text."""
    return codes(words(f"{subject}\n{text}"))


def spellings(text: str) -> set[str]:
    """The words of a name, each in the ways people type it: Müller as "muller" and as "mueller"."""
    if text.isascii():
        return set(words(text))
    composed = unicodedata.normalize("NFC", text.casefold())
    spelt_out = composed.translate(_SPELT_OUT)
    return set(words(text)) | set(words(spelt_out))
