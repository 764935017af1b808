"""What a card that somebody hands over says: a vCard, a MECARD, or the address of a profile.

MECARD is NTT Docomo's short form for phones (`MECARD:N:Quill,Ada;TEL:…;;`). All of it comes from strangers: every
value is one line, cut to what a form takes, without characters that steer a terminal or turn a text around; nothing is
opened or fetched; reading is linear in the text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace

from comity.core import vcard
from comity.core.addresses import linkedin_handle, normal_email
from comity.core.contentline import Property, fields_of, split_unescaped, text_of, unescape

MOST_TEXT = 1_000_000
"""Characters of a card file that are read; photographs in cards make them long."""
MOST_CARDS = 20
_NAME, _LONG, _NOTE, _MANY = 200, 300, 1000, 5
_TURNS = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_WEB = re.compile(r"https?://[^\s\"<>\\^`{|}]{3,500}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Handed:
    """One card. form: vcard, mecard, link or text (then `note` holds it); values that it does not say are empty."""

    form: str
    name: str = ""
    organisation: str = ""
    title: str = ""
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    note: str = ""

    @property
    def says_who(self) -> bool:
        """Whether it leads to somebody: a name, an address, a number or a profile."""
        return bool(self.name or self.emails or self.phones or self.links)


def understand(text: str) -> tuple[Handed, ...]:
    """The cards in the text of one code or one file, at most `MOST_CARDS`; () for nothing but white space."""
    text = text[:MOST_TEXT].replace("\0", "").lstrip("\ufeff \t\r\n")
    if text[:11].upper() == "BEGIN:VCARD":
        cards = vcard.parse(text).cards[:MOST_CARDS]
        return tuple(found for card in cards if (found := _of_vcard(card)).says_who)
    if text[:7].upper() == "MECARD:":
        return (_of_mecard(text[7:]),)
    plain = text.strip()
    if _WEB.fullmatch(plain):
        return (Handed("link", links=(plain,)),)
    if plain[:7].lower() == "mailto:" and (address := normal_email(plain.partition("?")[0])):
        return (Handed("link", emails=(address,)),)
    if plain[:4].lower() == "tel:":
        return (Handed("link", phones=_lines([plain[4:]], 100)),)
    return (Handed("text", note=clean(plain, _NOTE)),) if plain else ()


def clean(text: str, most: int) -> str:
    """One line of at most so many characters, without what is no character to read."""
    kept = (
        " " if unicodedata.category(c) in ("Cc", "Zl", "Zp") else c
        for c in text[: 10 * most]
        if c not in _TURNS and unicodedata.category(c) not in ("Cs", "Co", "Cn")
    )
    return " ".join("".join(kept).split())[:most].strip()


def profile_of(links: Iterable[str]) -> str:
    """The first LinkedIn profile among these links, "" if there is none."""
    return next((link for link in links if "linkedin.com/" in link.lower() and linkedin_handle(link)), "")


def _lines(texts: Iterable[str], most: int) -> tuple[str, ...]:
    found = (clean(text, most) for text in texts)
    return tuple(dict.fromkeys(text for text in found if text))[:_MANY]


def _emails(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(found for text in texts if (found := normal_email(clean(text, 320)))))[:_MANY]


def _links(texts: Iterable[str]) -> tuple[str, ...]:
    """Addresses of the web alone: no `javascript:`, no file, and what names no scheme is of the web."""
    found = (text if "://" in text else f"https://{text}" for text in _lines(texts, 500) if "." in text)
    return tuple(text for text in found if _WEB.fullmatch(text))


def _of_vcard(card: vcard.VCard) -> Handed:
    named: dict[str, list[Property]] = {}
    for item in card.properties:
        named.setdefault(item.name, []).append(item)

    def texts(*names: str) -> list[str]:
        return [text_of(item) for name in names for item in named.get(name, [])]

    parts = [*(fields_of(named["N"][0]) if "N" in named else []), "", "", "", "", ""]
    written = " ".join(part.replace(",", " ") for part in (parts[3], parts[1], parts[2], parts[0], parts[4]))
    organisation = fields_of(named["ORG"][0])[0] if "ORG" in named else ""
    return Handed(
        "vcard",
        clean(next(iter(texts("FN")), ""), _NAME) or clean(written, _NAME),
        clean(organisation, _LONG),
        clean(next(iter(texts("TITLE", "ROLE")), ""), _LONG),
        _emails(texts("EMAIL")),
        _lines((re.sub(r"^tel:", "", text, flags=re.IGNORECASE) for text in texts("TEL")), 100),
        _links(texts("URL", "X-SOCIALPROFILE", "SOCIALPROFILE")),
        clean(" ".join(texts("NOTE")), _NOTE),
    )


def _of_mecard(body: str) -> Handed:
    fields: dict[str, list[str]] = {}
    for part in split_unescaped(body[:10_000], ";"):
        key, colon, value = part.partition(":")
        if colon and value.strip():
            fields.setdefault(key.strip().upper(), []).append(value)

    def texts(name: str) -> list[str]:
        return [unescape(value) for value in fields.get(name, [])]

    family, *given = [unescape(part) for part in split_unescaped(fields.get("N", [""])[0], ",")]
    found = Handed(
        "mecard",
        clean(" ".join([*given, family]), _NAME),
        clean(" ".join(texts("ORG")), _LONG),
        clean(" ".join(texts("TITLE")), _LONG),
        _emails(texts("EMAIL")),
        _lines(texts("TEL"), 100),
        _links(texts("URL")),
        clean(" ".join(texts("NOTE")), _NOTE),
    )
    return found if found.says_who else replace(found, form="text")
