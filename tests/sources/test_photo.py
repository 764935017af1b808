"""Photographs of codes and files of cards, read in a process of their own; also such as mean no good."""

from __future__ import annotations

import io
import json
import struct
import sys
import zlib
from pathlib import Path

import pytest
import segno
from PIL import Image

from comity.core.errors import ReaderDied
from comity.core.handed import understand
from comity.sources import _photo, _photo_worker
from comity.sources._photo import cards_in

CARD = "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ada Quill\r\nEMAIL:ada@quill.example\r\nEND:VCARD\r\n"
OTHER = CARD.replace("Ada", "Bo").replace("ada", "bo")


def code(text: str, scale: int = 4) -> Image.Image:
    out = io.BytesIO()
    segno.make_qr(text, error="m", encoding="utf-8").save(out, kind="png", scale=scale, border=4)
    return Image.open(out).convert("RGB")


def scene(*codes: Image.Image, size: tuple[int, int] = (1600, 1200)) -> Image.Image:
    """A picture with codes in it, side by side, a little askew."""
    picture = Image.new("RGB", size, (120, 130, 90))
    for number, one in enumerate(codes):
        turned = one.rotate(7, expand=True, fillcolor=(220, 220, 215))
        picture.paste(turned, (80 + number * (turned.width + 60), 200))
    return picture


def saved(folder: Path, picture: Image.Image, kind: str) -> Path:
    path = folder / f"photo.{kind.lower()}"
    picture.save(path, kind)
    return path


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_photographed_code_gives_its_card(tmp_path: Path, kind: str) -> None:
    assert cards_in(saved(tmp_path, scene(code(CARD)), kind)) == (understand(CARD), "")


def test_a_small_code_in_a_large_photograph_is_found(tmp_path: Path) -> None:
    large = scene(code(CARD, 6), size=(8000, 6000))
    assert cards_in(saved(tmp_path, large, "JPEG")) == (understand(CARD), "")


def test_two_codes_give_two_cards_and_one_that_is_there_twice_gives_one(tmp_path: Path) -> None:
    cards, _ = cards_in(saved(tmp_path, scene(code(CARD), code(OTHER)), "PNG"))
    assert {card.name for card in cards} == {"Ada Quill", "Bo Quill"}
    cards, _ = cards_in(saved(tmp_path, scene(code(CARD), code(CARD)), "PNG"))
    assert [card.name for card in cards] == ["Ada Quill"]


def test_a_code_that_is_as_full_as_can_be_is_read_and_cut(tmp_path: Path) -> None:
    text = CARD.replace("Ada Quill", "A" * 2100)
    cards, _ = cards_in(saved(tmp_path, scene(code(text, 5)), "PNG"))
    assert [len(card.name) for card in cards] == [200]


def test_a_file_of_cards_is_read_too(tmp_path: Path) -> None:
    path = tmp_path / "cards.vcf"
    path.write_text("\ufeff" + CARD + OTHER, encoding="utf-8")
    assert [card.name for card in cards_in(path)[0]] == ["Ada Quill", "Bo Quill"]


def png_that_claims(width: int, height: int) -> bytes:
    """A PNG of a few bytes that says it is so large."""

    def part(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = part(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + part(b"IDAT", zlib.compress(b"\0" * 1000)) + part(b"IEND", b"")


@pytest.mark.parametrize("side", [9_000, 60_000, 2_000_000_000])
def test_a_picture_that_would_take_too_much_memory_is_refused_before_it_is_decoded(
    tmp_path: Path, side: int
) -> None:
    path = tmp_path / "bomb.png"
    path.write_bytes(png_that_claims(side, side))
    assert cards_in(path)[0] == ()
    assert cards_in(path)[1] in ("large", "format", "picture")


def test_a_picture_is_refused_by_its_size_alone(tmp_path: Path) -> None:
    path = tmp_path / "bomb.png"
    path.write_bytes(png_that_claims(9_000, 9_000))
    assert cards_in(path) == ((), "large")


@pytest.mark.parametrize(
    ("content", "trouble"),
    [
        (b"no picture at all", "format"),
        (b"\xff\xd8\xff\xe0broken", "picture"),
        (b"GIF89a" + b"\0" * 100, "format"),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", "format"),
        (b"BEGIN:VCARD\nno end", "none"),
    ],
)
def test_what_is_no_picture_is_said_to_be_none(tmp_path: Path, content: bytes, trouble: str) -> None:
    path = tmp_path / "photo.jpg"
    path.write_bytes(content)
    assert cards_in(path) == ((), trouble)


def test_a_picture_that_breaks_off_is_damaged_and_one_without_a_code_has_none(tmp_path: Path) -> None:
    whole = saved(tmp_path, scene(code(CARD)), "JPEG").read_bytes()
    cut = tmp_path / "cut.jpg"
    cut.write_bytes(whole[: len(whole) // 3])
    assert cards_in(cut) == ((), "picture")
    assert cards_in(saved(tmp_path, Image.new("RGB", (300, 300)), "PNG")) == ((), "none")


def test_a_reading_process_that_dies_or_talks_nonsense_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(ReaderDied):
        cards_in(tmp_path / "not there.jpg")
    for said in ("nonsense", json.dumps({"cards": [{}], "trouble": ""}), "x" * 500_000, json.dumps([])):
        fake = tmp_path / "fake.py"
        fake.write_text(f"print({said!r})", encoding="utf-8")
        monkeypatch.setattr(sys, "executable", str(_script(tmp_path, fake)))
        with pytest.raises(ReaderDied):
            cards_in(tmp_path)


def _script(folder: Path, code: Path) -> Path:
    """A program that runs this code, whatever it is asked for."""
    script = folder / "python"
    script.write_text(f"#!/bin/sh\nexec {Path(sys.prefix, 'bin', 'python')} {code}\n", encoding="utf-8")
    script.chmod(0o755)
    return script


def test_a_reading_process_that_never_ends_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fake = tmp_path / "fake.py"
    fake.write_text("import time\ntime.sleep(600)", encoding="utf-8")
    monkeypatch.setattr(sys, "executable", str(_script(tmp_path, fake)))
    monkeypatch.setattr(_photo, "PATIENCE", 0.3)
    with pytest.raises(ReaderDied) as told:
        cards_in(tmp_path)
    assert told.value.stalled


def test_no_memory_for_a_picture_is_a_picture_too_large(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = saved(tmp_path, scene(code(CARD)), "PNG")

    def none(*_: object, **__: object) -> None:
        raise MemoryError

    monkeypatch.setattr(Image, "open", none)
    assert _photo_worker.main(json.dumps({"path": str(path)})) == {"cards": [], "trouble": "large"}
