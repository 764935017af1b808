"""Tables of Windows are read in the code page that their letters show."""

from __future__ import annotations

import sys
from types import FrameType
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.core.codepages import USUAL, code_page, decoded_line

if TYPE_CHECKING:
    from _typeshed import TraceFunction

BOOKS = {
    "cp1250": (
        "Łukasz Wiśniewski,Żółw Spółka",
        "Łukasz Wiśniewski,Żółw Spółka\nJürgen Grün,Brzęczyszczykiewicz Sp.\nGrażyna Błąd",
        "Łukasz Wiśniewski,Żółw Spółka\nJiří Dvořák",
        "Marko Kovačić,Šibenik\nŽeljko Đorđević",
        "Jiří Dvořák,Plzeň\nLenka Němcová,Škoda",
        "Gyöngyi Szűcs,Győr\nLőrinc Őszi,Hűség",
    ),
    "cp1251": ("Юрий Кузнецов,Газ", "Олена Їжак,Київ — “Промінь”", "ivan@post.example,Иван Петров"),
    "cp1253": ("Γιώργος Παπαδόπουλος,Αθήνα",),
    "cp1254": ("Ayşe Yıldız,İstanbul\nGülşah Işık,Şirket", "Özge Doğan,Ağrı\nÇağla,Işık"),
    "cp1257": ("Jānis Bērziņš,Rīga\nĢirts Kļaviņš,Ķekava",),
    "cp1252": (
        "Jörg Müller – “Größe”,Köln",
        "François Lefèvre,Hélène À côté",
        "José Muñoz,São Paulo,João",
        "Åsa Öberg,Søren Bjørn Ærø",
        "Jörg Müller,Köln\nFrançois,Hélène\nJosé Muñoz\nÅsa\nSøren\nNiccolò Papà",
        "Þórður Guðmundsson,Ísafjörður",
        "Søren Køhler\nNiccolò Papà\nHélène Lefèvre\nMárquez Gómez\nJürgen Weiß\nBjørn Sørensen\nPeña",
        "plain,ascii",
        "é",
    ),
}


@pytest.mark.parametrize(("page", "text"), [(page, text) for page, texts in BOOKS.items() for text in texts])
def test_the_letters_of_a_book_show_its_code_page(page: str, text: str) -> None:
    raw = f"Name,Firm\n{text}\n".encode(page)
    assert code_page(raw) == page
    assert "\n".join(decoded_line(line, page) for line in raw.split(b"\n")).strip().endswith(text)


def test_what_is_utf_8_stays_so_whatever_stands_beside_it() -> None:
    raw = "Łukasz Żółw\n".encode() * 3 + "Юрий Кузнецов\n".encode("cp1251")
    lines = [decoded_line(line, code_page(raw)) for line in raw.splitlines()]
    assert lines == ["Łukasz Żółw"] * 3 + ["Юрий Кузнецов"]
    assert code_page("Łukasz Żółw\n".encode()) == USUAL


def steps(sample: bytes) -> int:
    """How many instructions telling the code page of a sample takes, counted and not timed."""
    count = 0

    def step(frame: FrameType, event: str, _arg: object) -> TraceFunction:
        nonlocal count
        frame.f_trace_lines, frame.f_trace_opcodes = False, True
        count += event == "opcode"
        return step

    before = sys.gettrace()
    sys.settrace(step)
    try:
        code_page(sample)
    finally:
        sys.settrace(before)
    return count


@pytest.mark.parametrize(
    "piece",
    [
        b"\xe1",
        b"\xc5\n",
        "Дядя".encode("cp1251"),
        "ώ".encode("cp1253"),
        b"\xe1,",
        b"Anna \xe1\xfd\n",
        b"a\xf8" * 40,
    ],
    ids=["one word", "lines", "Cyrillic", "Greek", "a table", "names", "long words"],
)
def test_telling_takes_no_more_steps_for_each_byte_of_a_longer_sample(piece: bytes) -> None:
    unit = piece * (400 // len(piece))
    assert steps(unit * 8) <= 8 * steps(unit)


def test_only_the_beginning_of_a_word_and_so_many_words_are_looked_at() -> None:
    endless = b"\xe1" * 65_536
    assert steps(endless) == steps(endless[:100])
    many = b"\xe1b " * 5000
    assert code_page(many + "Юрий Кузнецов ".encode("cp1251") * 5000) == code_page(many)


ANY_BYTES = st.one_of(
    st.binary(max_size=300),
    st.text(max_size=100).map(lambda text: text.encode("utf-8", "replace")),
    st.lists(st.sampled_from([b"\xc5\xe1", b"Anna", b"\n", b"\r", b"\x00", b"\x85", b",", b"\xfe\xff"])).map(
        b"".join
    ),
    st.integers(0x80, 0xFF).flatmap(lambda byte: st.integers(0, 5000).map(lambda n: bytes([byte]) * n)),
)


@given(ANY_BYTES, st.sampled_from(sorted(BOOKS)))
def test_any_bytes_give_a_text(raw: bytes, page: str) -> None:
    told = code_page(raw)
    assert told in BOOKS
    assert isinstance(decoded_line(raw, told), str)
    assert isinstance(decoded_line(raw, page), str)


@given(st.text(max_size=200))
def test_what_is_utf_8_is_read_as_it_is_whatever_the_page(text: str) -> None:
    raw = text.encode("utf-8", "replace")
    assert decoded_line(raw, code_page(raw)) == raw.decode()
