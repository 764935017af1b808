"""My card as a file, and as a code to be photographed.

vCard 4.0 (RFC 6350) is the standard of today, and what the file holds. The code holds 3.0 (RFC 2426): it is the version
that the address books of phones write themselves, and so the one that their readers meet most.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass

import segno

from comity.core.contentline import escape, make_property
from comity.core.errors import Invalid

QUIET = 4
"""Modules of white around the code (ISO/IEC 18004, section 9.1)."""
DENSE = 15
"""Version from which on (77 modules a side) cameras have trouble with a code on a screen."""
_CONTROL = re.compile("[\x00-\x1f\x7f\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class MyCard:
    """What is on my card."""

    name: str
    organisation: str = ""
    title: str = ""
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    urls: tuple[str, ...] = ()


def vcard(card: MyCard, version: str = "4.0") -> str:
    """The card as the text of a vCard, 4.0 or 3.0."""
    lines = [("VERSION", version), ("FN", _text(card.name))]
    if version == "3.0":
        given, _, family = card.name.strip().rpartition(" ")
        lines.append(("N", f"{_text(family)};{_text(given)};;;"))
    lines += [("ORG", _text(card.organisation)), ("TITLE", _text(card.title))]
    lines += [("EMAIL", _text(value)) for value in card.emails]
    lines += [("TEL", _text(value)) for value in card.phones]
    lines += [("URL", _CONTROL.sub("", value)) for value in card.urls]
    body = "".join(make_property(name, value).raw for name, value in lines if value)
    return f"BEGIN:VCARD\r\n{body}END:VCARD\r\n"


def _text(value: str) -> str:
    return escape(_CONTROL.sub("", value))


def code(text: str) -> segno.QRCode:
    """A QR code of a text, error correction M (15 % of it may be hidden).

    Raises:
        Invalid: it is more than the largest code holds (2,331 bytes).
    """
    try:
        return segno.make_qr(text, error="m", boost_error=False, encoding="utf-8")
    except segno.DataOverflowError:
        raise Invalid("card", "", "this is too much for one code; leave something off") from None


def is_dense(drawn: segno.QRCode) -> bool:
    """Whether cameras may have trouble with it."""
    return int(drawn.version) > DENSE


def svg(drawn: segno.QRCode, label: str = "") -> str:
    """The code as a picture to stand in a page or a file: dark on white, whatever the page's colours."""
    out = io.BytesIO()
    drawn.save(
        out, kind="svg", border=QUIET, dark="#000", light="#fff", xmldecl=False, svgclass="code",
        lineclass=None, omitsize=True, title=label or None, nl=False,
    )  # fmt: skip
    return out.getvalue().decode()


def png(drawn: segno.QRCode, scale: int = 8) -> bytes:
    """The code as a PNG, so many pixels a module."""
    out = io.BytesIO()
    drawn.save(out, kind="png", border=QUIET, scale=scale, dark="#000", light="#fff")
    return out.getvalue()
