"""The link that opens the user's mail program with a draft in it (RFC 6068)."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate, takewhile
from typing import NamedTuple
from urllib.parse import quote

from comity.core.addresses import normal_email

MOST = 1_900
"""Characters of a link at the most: some systems cut or refuse longer ones (the shortest limit known is 2,048)."""
_LONGEST_SUBJECT = 200


class Link(NamedTuple):
    """href: the link; to: the addresses it names; rest: the end of the body that had no room in it."""

    href: str
    to: tuple[str, ...]
    rest: str


def mailto(to: Sequence[str], subject: str, body: str) -> Link:
    """A link that holds as much of the body as it may; `rest` is what the user copies, "" mostly.

    Everything is percent-encoded but letters, digits and `-._~`, so that no name, subject or text can add a header or
    another addressee; lines end in CRLF (RFC 6068, section 5). What is no address is left out.
    """
    addresses = tuple(dict.fromkeys(filter(None, map(normal_email, to))))
    people = ",".join(_address(address) for address in addresses)
    while people and len(people) > MOST // 2:
        addresses = addresses[:-1]
        people = ",".join(_address(address) for address in addresses)
    head = f"mailto:{people}?subject={_encoded(_one_line(subject))}&body="
    kept = _fitting(whole_characters(body), MOST - len(head))
    return Link(head + _encoded(kept), addresses, whole_characters(body)[len(kept) :])


def whole_characters(text: str) -> str:
    """The text without half characters (lone surrogates), its lines parted by one line feed each."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    return plain.encode("utf-8", "ignore").decode("utf-8")


def _address(address: str) -> str:
    """An address as it stands in a link: its @ plain, all else encoded."""
    local, _, domain = address.rpartition("@")
    return f"{_encoded(local)}@{_encoded(domain)}"


def _one_line(text: str) -> str:
    """A subject, cut between words where it is longer than 200 characters."""
    line = " ".join(whole_characters(text).split())
    if len(line) <= _LONGEST_SUBJECT:
        return line
    return line[:_LONGEST_SUBJECT].rsplit(" ", 1)[0] + "…"


def _encoded(text: str) -> str:
    return quote(text.replace("\n", "\r\n"), safe="")


def _fitting(body: str, room: int) -> str:
    """The longest beginning whose encoded form has room, ending where a line does, or else a word."""
    if len(_encoded(body)) <= room:
        return body
    taken = accumulate(len(_encoded(character)) for character in body)
    end = sum(1 for _ in takewhile(lambda size: size <= room, taken))
    for mark in ("\n", " "):
        cut = body.rfind(mark, end // 2, end)
        if cut > 0:
            return body[: cut + 1]
    return body[:end]
