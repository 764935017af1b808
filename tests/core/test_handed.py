"""Cards that are handed over: what is read of them, and what strangers cannot do with them."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.core.handed import MOST_CARDS, Handed, clean, profile_of, understand

CARD = (
    "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ada Quill\r\nN:Quill;Ada;;;\r\nORG:Quill\\, Lind & Co;Print\r\n"
    "TITLE:Editor\r\nEMAIL;TYPE=WORK:Ada@Quill.example\r\nTEL:tel:+49-30-7\r\n"
    "URL:https://www.linkedin.com/in/ada-quill\r\nNOTE:Sings\\nin a choir\r\nEND:VCARD\r\n"
)


def test_a_vcard_says_who_it_is_and_how_to_reach_them() -> None:
    assert understand(CARD) == (
        Handed(
            "vcard",
            "Ada Quill",
            "Quill, Lind & Co",
            "Editor",
            ("ada@quill.example",),
            ("+49-30-7",),
            ("https://www.linkedin.com/in/ada-quill",),
            "Sings in a choir",
        ),
    )


def test_a_card_without_a_written_name_takes_its_parts() -> None:
    (card,) = understand("BEGIN:VCARD\nVERSION:2.1\nN:Quill;Ada;Maria;Dr.;PhD\nEND:VCARD")
    assert card.name == "Dr. Ada Maria Quill PhD"


def test_a_mecard_is_read_with_its_escapes() -> None:
    (card,) = understand(
        "MECARD:N:Quill,Ada;ORG:A\\;B;TEL:+49307;EMAIL:ada@quill.example;URL:x.example/a;NOTE:Hi;;"
    )
    assert card.form == "mecard"
    assert card.name == "Ada Quill"
    assert card.organisation == "A;B"
    assert card.links == ("https://x.example/a",)
    assert card.note == "Hi"


def test_a_mecard_that_names_nobody_is_text() -> None:
    (card,) = understand("MECARD:;;")
    assert card.form == "text"
    assert not card.says_who


@pytest.mark.parametrize(
    ("text", "card"),
    [
        ("https://www.linkedin.com/in/ada", Handed("link", links=("https://www.linkedin.com/in/ada",))),
        ("mailto:Ada@Quill.example?subject=x", Handed("link", emails=("ada@quill.example",))),
        ("tel:+49 30 7", Handed("link", phones=("+49 30 7",))),
        ("mailto:nobody", Handed("text", note="mailto:nobody")),
        ("Hello there", Handed("text", note="Hello there")),
        ("javascript:alert(1)", Handed("text", note="javascript:alert(1)")),
    ],
)
def test_other_texts_are_links_addresses_numbers_or_words(text: str, card: Handed) -> None:
    assert understand(text) == (card,)


def test_nothing_is_read_of_nothing() -> None:
    assert understand(" \n\0") == ()


def test_links_that_are_none_of_the_web_are_left_out() -> None:
    text = CARD.replace(
        "URL:https://www.linkedin.com/in/ada-quill",
        "URL:javascript:alert(1)\r\nURL:file:///etc/x.y\r\nURL:nodots",
    )
    assert understand(text)[0].links == ()


def test_a_name_cannot_steer_a_terminal_or_turn_its_line_around() -> None:
    (card,) = understand("BEGIN:VCARD\nVERSION:4.0\nFN:A\x1b[2Jda \u202egnp.exe\\nQuill\nEND:VCARD")
    assert card.name == "A [2Jda gnp.exe Quill"


def test_of_a_file_of_many_cards_the_first_are_read_and_those_without_anybody_left_out() -> None:
    empty = "BEGIN:VCARD\nVERSION:4.0\nEND:VCARD\n"
    assert understand(empty) == ()
    assert len(understand(CARD * 50)) == MOST_CARDS


def test_the_linkedin_profile_is_found_among_links() -> None:
    assert profile_of(("https://x.example", "https://linkedin.com/in/ada")) == "https://linkedin.com/in/ada"
    assert profile_of(("https://linkedin.com/company/quill", "https://x.example/linkedin")) == ""


@given(st.text(max_size=3000) | st.text(max_size=300).map(lambda text: f"BEGIN:VCARD\n{text}\nEND:VCARD"))
def test_whatever_a_code_holds_comes_out_short_on_one_line_and_without_control(text: str) -> None:
    for card in understand(text):
        for value in (card.name, card.organisation, card.title, card.note, *card.phones, *card.links):
            assert len(value) <= 1000
            assert not any(unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp") for c in value)
        assert all("@" in email for email in card.emails)


@given(st.text(max_size=500), st.integers(1, 50))
def test_cleaning_twice_changes_nothing(text: str, most: int) -> None:
    once = clean(text, most)
    assert clean(once, most) == once
    assert len(once) <= most
