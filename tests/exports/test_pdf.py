"""Documents as PDF: names of any script, nothing read as markup, nothing fetched, and no crash."""

from __future__ import annotations

import io
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from comity.exports.pdf import READINGS, glyphs, pdf

NAMES = (
    "田中 太郎",
    "محمد العربي",
    "יוסי כהן",
    "Жанна Ω",
    "🎉 Bo",
    "ไทย",
    "김민수",
    "e\u0301a",
    "-",
    "\u202eevil",
)


def statement(**more: object) -> dict[str, object]:
    return {
        "title": "Declaration",
        "made": "Made today",
        "foot": "Declaration — Noor",
        "particulars": [["Who", "Noor Adler"]],
        "paths_title": "The interest",
        "paths": [{"steps": ["a", "b"], "note": "heavy"}],
        "statement_title": "What I do",
        "statement": "I declare it.",
        "left_out": "",
        "signatures": ["Place and date", "Signature"],
    } | more


def text_of(document: bytes) -> str:
    assert document.startswith(b"%PDF-1.7")
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(document)).pages)


def test_a_document_says_its_words_and_numbers_its_pages() -> None:
    said = text_of(pdf("disclosure", statement(statement="line\n\n" * 90)))
    for words in ("Declaration", "Noor Adler", "The interest", "heavy", "Signature", "1 / 4", "4 / 4"):
        assert words in said, words
    assert READINGS[:30] not in said


@pytest.mark.parametrize("name", ["disclosure", "recusal"])
def test_values_are_never_markup(name: str) -> None:
    text = '#panic("x") *bold* $x$ = Head <label> @ref \\ `raw` [#read("/etc/passwd")]'
    assert '#panic("x") *bold*' in text_of(pdf(name, statement(statement=text)))


@pytest.mark.parametrize("name", NAMES)
def test_a_name_of_any_script_can_be_read(name: str) -> None:
    said = text_of(pdf("disclosure", statement(particulars=[["Who", f"Ada {name} Quill"]])))
    assert "Ada" in said
    shown = glyphs.unshown({sign for sign in name if not glyphs._is_unseen(sign)})
    for sign in shown:
        assert glyphs.reading(sign) in said
    assert (READINGS[:30] in said.replace("\n", " ")) == bool(shown)


def test_a_sign_that_no_font_has_gets_its_reading_once_for_a_whole_name(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(glyphs, "unshown", lambda signs: frozenset(signs & set("田中太郎🎉\ue123")))
    value, some = glyphs.with_readings(
        {"a": ["Bo 田中 太郎, x", "plain"], "b": 3, "c": "🎉", "d": "\ue123\ny"}
    )
    assert some
    assert value == {
        "a": ["Bo 田中 太郎 [Tian Zhong Tai Lang], x", "plain"],
        "b": 3,
        "c": "🎉 [:tada:]",
        "d": "\ue123 [U+E123]\ny",
    }
    assert glyphs.with_readings({"a": "plain", "b": "Ünter"}) == ({"a": "plain", "b": "Ünter"}, False)
    assert glyphs.with_readings("Ḁ") == ("Ḁ", False)


def test_what_no_font_can_have_is_found_out() -> None:
    assert glyphs.unshown({"A", "\u0379", "Ж", "\u05d0"}) == {"\u0379"}


def test_controls_and_what_turns_the_writing_around_are_gone() -> None:
    assert glyphs.clean({"a": ["x\u202ey\x00\r\nz", 1, None], 2: "\ud800"}) == {
        "a": ["x y \nz", 1, None],
        "2": "\ufffd",
    }


@settings(max_examples=40, deadline=None)
@given(st.lists(st.text(max_size=30), max_size=4))
def test_no_text_breaks_a_document(texts: list[str]) -> None:
    made = pdf("disclosure", statement(paths=[{"steps": texts or ["a"], "note": "".join(texts)}]))
    assert made.startswith(b"%PDF-1.7")


def test_a_register_repeats_its_heads_and_says_where_there_is_nothing() -> None:
    rows = [[f"stake {n}", "Acme", "2020"] for n in range(120)]
    part = {
        "title": "Interests",
        "heads": ["Kind", "In", "Since"],
        "widths": [2, 2, 1],
        "none": "None noted.",
    }
    values = statement(parts=[part | {"rows": rows}, part | {"title": "Gifts", "rows": []}])
    pages = PdfReader(io.BytesIO(pdf("register", values))).pages
    assert all("Kind" in page.extract_text() for page in list(pages)[:-1])
    assert "None noted." in pages[-1].extract_text()


def test_there_is_no_template_of_another_name() -> None:
    with pytest.raises(KeyError):
        pdf("nothing", {})
    assert unicodedata.category("\u0378") == "Cn"
