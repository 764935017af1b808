"""The process that reads a photograph of a code, or a file of cards, and says what it holds (see `sources._photo`).

Whatever a picture does to the libraries that decode it, it does it here: with little memory and time, no files to write
to, and nothing of the book in reach.
"""

from __future__ import annotations

import json
import sys
import warnings
from dataclasses import asdict
from pathlib import Path
from typing import Any

from comity.core.handed import MOST_CARDS, MOST_TEXT, Handed, understand
from comity.sources._limits import limit

MEMORY = 1280 << 20
"""Bytes of private memory: the largest picture (`MOST_PIXELS`) takes 320 million, as WebP 1,100 million."""
SECONDS = 15
"""Seconds of processor time."""
MOST_PIXELS = 64_000_000
"""Pixels of a picture that is looked at; cameras of phones make 12 to 50 million."""
FORMATS = ("JPEG", "PNG", "WEBP")
_SIDES = (1600, 3200, 900)
"""Longest sides, in pixels, to which a picture is reduced, one after the other until a code is found: at the first
most codes are found at once, a small one in a large picture at the second, a blurred one at the third."""


def main(task: str) -> dict[str, Any]:
    """What a file holds: `cards`, and `trouble` where there are none (picture, large, none, or format)."""
    path = Path(json.loads(task)["path"])
    with path.open("rb") as file:
        head = file.read(64)
    if head.lstrip(b"\xef\xbb\xbf \t\r\n")[:11].upper() == b"BEGIN:VCARD":
        with path.open("rb") as file:
            return _told(understand(file.read(MOST_TEXT).decode("utf-8", "replace")))
    return _of_picture(path)


def _told(cards: tuple[Handed, ...]) -> dict[str, Any]:
    found = [asdict(card) for card in cards[:MOST_CARDS]]
    return {"cards": found, "trouble": "" if found else "none"}


def _of_picture(path: Path) -> dict[str, Any]:
    from PIL import Image, UnidentifiedImageError

    Image.MAX_IMAGE_PIXELS = MOST_PIXELS // 2  # Pillow warns from here on, and refuses twice as many
    warnings.simplefilter("ignore", Image.DecompressionBombWarning)
    try:
        with Image.open(path, formats=FORMATS) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                return {"cards": [], "trouble": "large"}
            picture.draft("L", (max(_SIDES), max(_SIDES)))
            grey = picture.convert("L")
    except (Image.DecompressionBombError, MemoryError):
        return {"cards": [], "trouble": "large"}
    except UnidentifiedImageError:
        return {"cards": [], "trouble": "format"}
    except (OSError, ValueError, SyntaxError, EOFError, IndexError):
        return {"cards": [], "trouble": "picture"}
    texts = _codes(grey)
    return _told(tuple(card for text in texts for card in understand(text)))


def _codes(grey: Any) -> list[str]:
    """The texts of all QR codes in a picture, each once, from left to right and top to bottom."""
    import zxingcpp
    from PIL import Image

    wanted = zxingcpp.BarcodeFormats((zxingcpp.BarcodeFormat.QRCode, zxingcpp.BarcodeFormat.MicroQRCode))
    tried: set[tuple[int, int]] = set()
    for side in _SIDES:
        reduced = grey
        if max(grey.size) > side:
            reduced = grey.copy()
            reduced.thumbnail((side, side), Image.Resampling.BILINEAR)
        if reduced.size in tried:
            continue
        tried.add(reduced.size)
        found = zxingcpp.read_barcodes(reduced, formats=wanted, text_mode=zxingcpp.TextMode.Plain)
        if found:
            found.sort(key=lambda code: (code.position.top_left.y, code.position.top_left.x))
            return list(dict.fromkeys(code.text for code in found))
    return []


if __name__ == "__main__":
    limit(memory=MEMORY, seconds=SECONDS, files=64, written=0)
    sys.stdout.write(json.dumps(main(sys.stdin.read())))
