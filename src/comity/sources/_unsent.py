"""What lies among mail and is none: drafts, which were never sent, and what was thrown away or is spam."""

from __future__ import annotations

import binascii
import re
from collections.abc import Mapping

FOLDERS = frozenset(
    "spam trash draft drafts papierkorb entwürfe entwurf corbeille brouillons brouillon papelera borradores "
    "borrador cestino bozze bozza lixeira lixo rascunhos rascunho prullenbak concepten".split()
)
"""Names of what was never sent, or was thrown away, as Gmail's labels and folders of mail have them in several languages."""
_MORE_FOLDERS = frozenset(
    "junk|junk e-mail|junk mail|deleted items|deleted messages|gelöschte elemente|gelöschte objekte|"
    "éléments supprimés|elementos eliminados|indésirables|templates|outbox".split("|")
)
LEFT_OUT = "{} messages are marked as spam, thrown away or drafts, and were left out."
DRAFT = "draft"
"""The code of the problem that stands for a draft."""
_SHIFTED = re.compile(r"&([A-Za-z0-9+,]*)-")


def is_draft(first: Mapping[str, str]) -> bool:
    """Whether a message was saved and never sent, as Outlook, Thunderbird and Apple Mail mark it.

    What was received was sent, whatever else its headers say.

    Args:
        first: headers by lower-case name.
    """
    if "received" in first:
        return False
    return (
        first.get("x-unsent", "").strip() == "1"
        or "x-mozilla-draft-info" in first
        or "mail-draft" in first.get("x-uniform-type-identifier", "")
    )


def is_left_out(folder: str) -> bool:
    """Whether a folder of this name holds no mail that counts; the name as Maildir++ writes it (`.INBOX.Entw&APw-rfe`)."""
    name = _SHIFTED.sub(_letters, folder).rpartition(".")[2].strip().casefold()
    return name in FOLDERS or name in _MORE_FOLDERS


def _letters(found: re.Match[str]) -> str:
    """A run of modified UTF-7 (RFC 3501, section 5.1.3)."""
    packed = found.group(1).replace(",", "/")
    if not packed:
        return "&"
    try:
        return binascii.a2b_base64(packed + "=" * (-len(packed) % 4)).decode("utf-16-be")
    except (binascii.Error, UnicodeDecodeError):
        return found.group()
