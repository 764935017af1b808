"""What is compared: a person as handles and claims describe them, in comparable forms."""

from __future__ import annotations

import marshal
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from comity.core.addresses import is_machine, is_shared
from comity.core.matching.lists import DOTS_DO_NOT_COUNT, FREE_MAIL, LEGAL_FORMS
from comity.core.matching.names import Name, parsed
from comity.core.matching.words import folded
from comity.core.names import name_from_email

MOST = 4
"""Names, addresses, telephones and the like of one person that are compared; what is found first counts."""
_NUMBER = re.compile(r"\D+")
_DIGITS = re.compile(r"\d+")
_EXTENSION = re.compile("ext|x|#|;")
_SPLIT = re.compile(r"[._\-]+")
_SCHEME = re.compile(r"^(?:https?://)?(?:www\.|m\.|mobile\.|[a-z]{2}\.(?=linkedin))?", re.IGNORECASE)


class Mailbox(NamedTuple):
    """An address taken apart.

    text: normalised; local: without a +tag, and without dots where they do not count; letters: the local part's letters
    alone; digits: its digits alone; words: between full stops and the like; domain; free: whether anybody may have one.
    """

    text: str
    local: str
    letters: str
    digits: str
    words: tuple[str, ...]
    domain: str
    free: bool


class Born(NamedTuple):
    """A birth date: year, or None where it is not told, month and day. Need not be in the calendar."""

    year: int | None
    month: int
    day: int


@dataclass(frozen=True, slots=True)
class Description:
    """A person in comparable forms; every field may be empty.

    id: the caller's own number of this person; guessed: the names were read from an address, since nobody gave one;
    phones: their digits; organisations: (folded name, as written); addresses: (folded words, as written);
    profiles: (host and path, as written); accounts: kind and value of handles of which people rarely have two.
    """

    id: int
    names: tuple[Name, ...] = ()
    guessed: bool = False
    emails: tuple[Mailbox, ...] = ()
    phones: tuple[str, ...] = ()
    organisations: tuple[tuple[str, str], ...] = ()
    addresses: tuple[tuple[tuple[str, ...], str], ...] = ()
    born: Born | None = None
    profiles: tuple[tuple[str, str], ...] = ()
    accounts: tuple[tuple[str, str], ...] = ()


def packed(person: Description) -> bytes:
    """A description in a quarter of its room, for this process only; `unpacked` gives it back."""
    return marshal.dumps(
        (
            person.id,
            tuple(map(tuple, person.names)),
            person.guessed,
            tuple(map(tuple, person.emails)),
            person.phones,
            person.organisations,
            person.addresses,
            person.born and tuple(person.born),
            person.profiles,
            person.accounts,
        )
    )


def unpacked(data: bytes | bytearray) -> Description:
    """What `packed` packed."""
    id, names, guessed, emails, phones, organisations, addresses, born, *rest = marshal.loads(data)
    whole, boxes = tuple(map(Name._make, names)), tuple(map(Mailbox._make, emails))
    date = Born._make(born) if born else None
    return Description(id, whole, guessed, boxes, phones, organisations, addresses, date, *rest)


def described(
    id: int,
    *,
    names: Iterable[str] = (),
    emails: Iterable[str] = (),
    phones: Iterable[str] = (),
    organisations: Iterable[str] = (),
    addresses: Iterable[str] = (),
    born: Born | None = None,
    urls: Iterable[str] = (),
    accounts: Iterable[tuple[str, str]] = (),
) -> Description:
    """A description from texts as people and programs write them; at most `MOST` of each kind count.

    emails: normalised (`core.addresses.normal_email`); an address is never a name, a name in it is.
    """
    boxes = tuple(mailbox(email) for email in _first(emails))
    whole = _distinct(parsed(name) for name in _first(names) if "@" not in name)
    guessed = not whole and bool(boxes)
    if guessed:
        whole = _distinct(
            parsed(name)
            for name in (name_from_email(box.text) for box in boxes)
            if "@" not in name and " " in name
        )
    return Description(
        id,
        whole,
        guessed,
        boxes,
        tuple([digits for digits in map(number, _first(phones)) if len(digits) >= 6]),
        tuple([(organisation(text), text) for text in _first(organisations) if organisation(text)]),
        tuple([(tuple(folded(text).split()[:24]), text) for text in _first(addresses) if folded(text)]),
        born,
        tuple([(profile(url), url) for url in _first(urls) if profile(url)]),
        tuple(accounts)[:MOST],
    )


def _first(texts: Iterable[str]) -> Sequence[str]:
    return list(dict.fromkeys(filter(None, texts)))[:MOST] if texts else ()


def _distinct(names: Iterable[Name | None]) -> tuple[Name, ...]:
    return tuple({(n.sorted, n.given): n for n in names if n is not None}.values())


@lru_cache(1 << 12)
def mailbox(email: str) -> Mailbox:
    """A normalised address taken apart; what is written behind a + names no other mailbox (RFC 5233)."""
    local, _, domain = email.rpartition("@")
    local = local.partition("+")[0] or local
    if domain in DOTS_DO_NOT_COUNT:
        local, domain = local.replace(".", ""), "gmail.com"
    pieces = [word if word.isalpha() else _DIGITS.sub("", word) for word in map(folded, _SPLIT.split(local))]
    words = tuple(filter(None, pieces))
    letters, digits = "".join(words), "" if local.isalpha() else _NUMBER.sub("", local)
    if is_shared(email) or is_machine(email):
        words, letters = (), ""
    return Mailbox(email, local, letters, digits, words, domain, domain in FREE_MAIL)


def number(phone: str) -> str:
    """The digits of a telephone number without an extension and without leading zeros."""
    plain = _EXTENSION.split(phone.casefold(), 1)[0].replace("(0)", "")
    return _NUMBER.sub("", plain).lstrip("0")


@lru_cache(1 << 12)
def organisation(name: str) -> str:
    """An organisation's name folded, without its legal form: "Quill & Söhne GmbH" gives "quill sohne"."""
    words = folded(name.replace(".", "")).split()
    return " ".join([word for word in words if word not in LEGAL_FORMS] or words)[:100]


def profile(url: str) -> str:
    """Host and path of somebody's page in small letters; "" for a host alone, which is rarely one person's."""
    plain = _SCHEME.sub("", url.strip()).split("?")[0].split("#")[0].rstrip("/").lower()
    return plain[:200] if "/" in plain and "." in plain.split("/")[0] else ""
