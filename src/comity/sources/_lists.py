"""Mailing lists: the addresses of a list itself, and who wrote a message that the list sent in its own name.

Lists whose members' domains forbid it (DMARC) put their own address into From and the writer's elsewhere: Google
Groups into X-Original-From, Mailman into Reply-To. The name there ends in "via" and the list's.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from email.utils import getaddresses

from comity.core.addresses import normal_email

_BRACKETED = re.compile(r"<([^<>\s]+)>")
_VIA = re.compile(r" (?:via|über|par|vía|tramite) ", re.IGNORECASE)
_MOST = 2000
Address = tuple[str, str]
"""Name and address, as written."""


def list_addresses(first: Mapping[str, str]) -> frozenset[str]:
    """The addresses of the list itself, from List-Post (RFC 2369) and List-Id (RFC 2919)."""
    if "list-id" not in first and "list-post" not in first:
        return frozenset()
    found = set()
    for value in _BRACKETED.findall(first.get("list-post", "")):
        found.add(normal_email(value.partition("?")[0]))
    identifier = _BRACKETED.search(first.get("list-id", ""))
    if identifier:
        name, _, host = identifier.group(1).lower().partition(".")
        found.add(f"{name}@{host}")
        found.add(f"{name}@{host.partition('.')[2]}")
    return frozenset(found - {""})


def writer(first: Mapping[str, str], sender: Address, lists: frozenset[str]) -> Address | None:
    """Who wrote it, where a list stands as its sender; None where nothing tells.

    Args:
        first: headers by lower-case name; sender: of From; lists: `list_addresses`.
    """
    if normal_email(sender[1]) not in lists:
        return sender
    via = _VIA.search(sender[0])
    shown = sender[0][: via.start()].strip("'\" ") if via else ""
    for header in ("x-original-from", "reply-to", "x-original-sender"):
        told = getaddresses([first.get(header, "")[:_MOST]])
        people = [(name, address) for name, address in told if _is_person(address, lists)]
        if len(people) == 1:
            name, address = people[0]
            return shown or name, address
    return None


def _is_person(address: str, lists: frozenset[str]) -> bool:
    email = normal_email(address)
    return bool(email) and email not in lists
