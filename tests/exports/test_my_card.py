"""My card as text and as a code: what a camera reads from it is what was put in."""

from __future__ import annotations

import io

import pytest
import zxingcpp
from PIL import Image

from comity.core.errors import Invalid
from comity.core.handed import understand
from comity.exports import my_card
from comity.exports.my_card import MyCard

CARD = MyCard(
    "Ada Maria Quill",
    "Quill, Lind; Söhne",
    "Editor",
    ("ada@quill.example",),
    ("+49 30 7",),
    ("https://x.example/a",),
)


def read(png: bytes) -> str:
    with Image.open(io.BytesIO(png)) as picture:
        (found,) = zxingcpp.read_barcodes(
            picture.convert("L"), formats=zxingcpp.BarcodeFormats((zxingcpp.BarcodeFormat.QRCode,))
        )
    text: str = found.text
    return text


def test_a_camera_reads_the_card_from_the_code() -> None:
    text = my_card.vcard(CARD, "3.0")
    drawn = my_card.code(text)
    assert drawn.error == "M"
    assert read(my_card.png(drawn)) == text
    (card,) = understand(text)
    assert (card.name, card.organisation, card.title) == (CARD.name, CARD.organisation, CARD.title)
    assert (card.emails, card.phones, card.links) == (CARD.emails, CARD.phones, CARD.urls)


def test_version_3_has_the_parts_of_the_name_that_it_asks_for_and_4_has_not() -> None:
    assert "\r\nN:Quill;Ada Maria;;;\r\n" in my_card.vcard(CARD, "3.0")
    assert "\r\nN:" not in my_card.vcard(CARD)
    assert "VERSION:4.0\r\n" in my_card.vcard(CARD)


def test_a_value_cannot_add_a_line_to_the_card() -> None:
    text = my_card.vcard(MyCard("A\r\nEMAIL:x@evil.example", urls=("https://x\r\nNOTE:y",)))
    assert len(text.splitlines()) == 5
    assert "\r\nEMAIL" not in text


def test_the_code_is_dark_on_white_with_a_margin_whatever_the_page() -> None:
    drawn = my_card.code("x")
    svg = my_card.svg(drawn, 'Ada "<b>')
    assert 'fill="#fff"' in svg
    assert 'stroke="#000"' in svg
    assert "<b>" not in svg
    assert "style" not in svg
    side = drawn.symbol_size(border=my_card.QUIET)[0]
    assert f'viewBox="0 0 {side} {side}"' in svg
    assert side == 21 + 2 * 4


def test_a_card_with_much_on_it_is_dense_and_one_with_too_much_is_refused() -> None:
    assert my_card.is_dense(my_card.code("x" * 700))
    assert not my_card.is_dense(my_card.code("x" * 100))
    with pytest.raises(Invalid):
        my_card.code("x" * 2400)
