"""The palette can be read: WCAG 2.2 AA, 4.5 to 1 for text (1.4.3), 3 to 1 for edges and pictures (1.4.11)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

TEXT, SHAPE = 4.5, 3.0
PAIRS = [
    *((ink, ground, TEXT) for ink in ("ink", "muted", "accent", "due") for ground in ("paper", "card")),
    ("muted", "accent-soft", TEXT),
    ("accent", "accent-soft", TEXT),
    ("on-accent", "accent", TEXT),
    ("due", "due-soft", TEXT),
    ("guard", "guard-soft", TEXT),
    ("muted", "guard-soft", TEXT),
    ("accent", "guard-soft", TEXT),
    *((shape, ground, SHAPE) for shape in ("edge", "sand", "accent") for ground in ("paper", "card")),
]
TOKEN = re.compile(r"--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)")
HUE = re.compile(r"\.(hue\d|avatar) \{[^}]*background: (#\w{6})")


def style() -> str:
    return Path(str(finders.find("comity/desk.css"))).read_text("utf-8")


def luminance(colour: str) -> float:
    """Relative luminance, as WCAG 2.2 defines it."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", [1, 2], ids=["light", "dark"])
def test_every_pair_of_colours_stands_out_enough(scheme: int) -> None:
    palette = {found[1]: found[scheme + 1] for found in TOKEN.finditer(style())}
    weak = [(ink, ground) for ink, ground, least in PAIRS if contrast(palette[ink], palette[ground]) < least]
    assert weak == []


def test_initials_are_read_on_every_avatar() -> None:
    hues = dict(HUE.findall(style()))
    assert hues.keys() == {"avatar", *(f"hue{n}" for n in range(1, 9))}
    assert all(contrast(colour, "#ffffff") >= TEXT for colour in hues.values())
