"""Tables of Windows are read in the code page that their letters show."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.core.codepages import USUAL, code_page, decoded_line

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


@given(st.binary(max_size=300))
def test_any_bytes_are_read(raw: bytes) -> None:
    assert isinstance(decoded_line(raw, code_page(raw)), str)
