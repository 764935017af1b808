"""Which code page of Windows a table was written in, told by the letters that its languages have.

Outlook and spreadsheets write tables in the code page of the country, and say nowhere which. Read in another, every
name is wrong: `Dvořák` becomes `Dvoøák`. A page is taken instead of Western Europe's only where nearly all letters
beyond ASCII are those of one of its languages, and no Western language explains them as well.
"""

from __future__ import annotations

from collections.abc import Callable

USUAL = "cp1252"
"""Western Europe's, which is taken where nothing speaks for another."""
_WESTERN = """äöüß àâçéèêëîïôùûüœæÿ áéíóúñü ãõáéíóúâêôçà àèéìíòóù éëïèöüáó åäöé æøåéö áðéíóúýþæö""".split()
_COMMON = "äöüßé"
"""Letters that names in any such book have: German ones stand at the same places in all pages with Latin letters."""
_WESTERN_SETS = [frozenset(language) for language in _WESTERN]
_HUNGARIAN, _TURKISH = "áéíóöőúüű", "çğıöşü\u0307âî"
"""Their words look Western, one by one: with õ and û, with ð and þ."""
_OTHERS = {
    "cp1250": [*"ąćęłńóśźż áčďéěíňóřšťúůýž áäčďéíĺľňóôŕšťúýž ăâîşţ čćđšž".split(), _HUNGARIAN],
    "cp1251": ["абвгдежзийклмнопрстуфхцчшщъыьэюяёіїєґ"],
    "cp1253": ["αβγδεζηθικλμνξοπρστυφχψωςάέήίόύώϊϋΐΰ"],
    "cp1254": [_TURKISH],
    "cp1257": ["āčēģīķļņšūž", "ąčęėįšųūž"],
}
"""The letters beyond ASCII of the languages of each page."""
_LETTERS_ONLY = bytes(byte if byte > 0x7F or chr(byte).isalpha() else 0x20 for byte in range(256))
"""Blanks for all bytes that are no letter in any page."""
_EDGES = "“”„‚‘’–—…«»€®™°§\u00a0"
_MOST_WORDS, _LONGEST = 5000, 60
_LEAST_LETTERS = 4
_NEARLY_ALL, _CLEARLY, _HARDLY = 0.9, 0.08, 0.6


def code_page(sample: bytes) -> str:
    """The codec for what is not UTF-8 in a file with this beginning; `USUAL` where it cannot be told."""
    lines = (line for line in sample.splitlines() if not _is_utf8(line))
    words = [word[:_LONGEST] for line in lines for word in _words_of(line)][:_MOST_WORDS]
    western = _decoded(words, USUAL)
    least = max(
        _NEARLY_ALL, max(_letters(western, language, common=False) for language in _WESTERN) + _CLEARLY
    )
    likely = _words(western)
    found = [
        (share, page)
        for page, languages in _OTHERS.items()
        for texts in [_decoded(words, page)]
        for language in (*languages, *(["".join(languages)] if likely < _HARDLY else []))
        if (share := _letters(texts, language, _FITS.get(page, bool))) >= least
        and (likely < _NEARLY_ALL or language in (_HUNGARIAN, _TURKISH))
    ]
    return max(found, default=(0.0, USUAL))[1]


def decoded_line(raw: bytes, page: str) -> str:
    """A line as text: UTF-8, else of that code page."""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode(page, "replace")


def _words_of(line: bytes) -> list[bytes]:
    """The words of a line that are not all ASCII."""
    return [word for word in line.translate(_LETTERS_ONLY).split(b" ") if not word.isascii()]


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _decoded(words: list[bytes], page: str) -> list[str]:
    texts = [word.decode(page, "replace").strip(_EDGES) for word in words]
    return [text for text in texts if not text.isascii()]


def _letters(
    texts: list[str], language: str, fits: Callable[[str], bool] = bool, *, common: bool = True
) -> float:
    """The share of letters beyond ASCII that are this language's, or common ones, in words that fit; 0 if there are few."""
    letters = [(c, fit) for text in texts for fit in [fits(text)] for c in text.lower() if c > "\x7f"]
    if len(letters) < _LEAST_LETTERS:
        return 0.0
    known = language + _COMMON if common else language
    return sum(c in known and fit for c, fit in letters) / len(letters)


def _words(texts: list[str]) -> float:
    """The share of words that some Western language could have."""
    told = [{c for c in text.lower() if c > "\x7f"} for text in texts]
    return sum(any(word <= language for language in _WESTERN_SETS) for word in told) / max(1, len(told))


def _is_cyrillic(text: str) -> bool:
    """Whether no letter of the word is a Latin one."""
    return not any("a" <= c <= "z" for c in text.lower())


def _is_greek(text: str) -> bool:
    """Whether the word could be Greek: it ends as such words do, and has its one accent if it is not in capitals."""
    accents = sum(c in "άέήίόύώΐΰΆΈΉΊΌΎΏ" for c in text)
    accented = accents == 1 or (accents == 0 and (text.isupper() or len(text) < 4))
    return _is_cyrillic(text) and accented and text.lower()[-1:] in "αεηιουωάέήίόύώςνρ"


_FITS: dict[str, Callable[[str], bool]] = {"cp1251": _is_cyrillic, "cp1253": _is_greek}
