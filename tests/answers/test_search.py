"""Finding people and what passed between us, whatever is typed."""

from __future__ import annotations

import datetime as dt

import pytest

from comity.actions import people
from comity.answers import marking
from comity.answers.search import Results, explained, search
from comity.core.errors import Unreadable
from comity.core.search import parse
from comity.store.access import Scope
from comity.store.queries import search as queries
from tests.made_up import new_scope
from tests.small_book import INES, ME, TODAY, TOMAS, card, id_of, mail, put


@pytest.fixture
def book(scope: Scope) -> Scope:
    put(
        scope,
        [
            mail(TODAY - 3, INES, ME, subject="The atlas", text="The harbour lantern is e-mailed."),
            mail(TODAY - 2, TOMAS, ME, subject="Café", text="A lantern over the harbour, naïve."),
            mail(TODAY - 1, TOMAS, ME, subject="Quilts", text="Nothing of that; the_underscore 東京 here."),
        ],
    )
    return scope


def subjects(scope: Scope, words: str) -> list[str]:
    return [hit.title for hit in search(scope, words).hits if hit.kind != "person"]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("lantern", ["Café", "The atlas"]),
        ("lant", ["Café", "The atlas"]),
        ("LANTERN harbour", ["Café", "The atlas"]),
        ('"harbour lantern"', ["The atlas"]),
        ('"harbour lant"', []),
        ('"lantern over the harbour"', ["Café"]),
        ("cafe", ["Café"]),
        ("CAFÉ", ["Café"]),
        ("cafe\u0301", ["Café"]),
        ("naive", ["Café"]),
        ("e-mail", ["The atlas"]),
        ("harbour,lantern", ["The atlas"]),
        ("the_under", ["Quilts"]),
        ("atlas quilts", []),
        ("nothing of this", []),
    ],
)
def test_words_beginnings_and_phrases_are_found_the_newest_first(
    book: Scope, words: str, found: list[str]
) -> None:
    assert subjects(book, words) == found


def _asked(book: Scope, words: str) -> tuple[set[str], Unreadable | None]:
    try:
        return {hit.title for hit in search(book, words).hits}, None
    except Unreadable as error:
        return set(), error


@pytest.mark.parametrize(
    "words",
    [
        '" OR *',
        "NEAR(",
        "NEAR(lantern harbour, 2)",
        "lantern OR quilts",
        "lantern NOT harbour",
        "subject:quilts",
        "^lantern",
        "lan*tern",
        "lantern\0quilts",
        "\0",
        "_",
        "__ _",
        "''",
        '""',
        '"',
        '" "',
        "{a b}:",
        "--",
        "); DROP TABLE store_fulltext; --",
        "%",
        "\\",
        "\ud800",
        "\u0301",
        "x" * 100_000,
        "a " * 5000,
        '"' * 999,
        "🙂",
    ],
)
def test_what_looks_like_a_command_is_only_words(book: Scope, words: str) -> None:
    titles, trouble = _asked(book, words)
    assert titles <= {"The atlas", "Café", "Quilts", "Ines Varga", "Tomas Lindqvist"}
    if trouble is not None:
        assert 0 <= trouble.start < trouble.end <= len(words)
        assert explained(trouble).message
    assert subjects(book, "lantern") == ["Café", "The atlas"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("lantern OR quilts", ["Quilts", "Café", "The atlas"]),
        ("lantern -cafe", ["The atlas"]),
        ('lantern -"over the harbour"', ["The atlas"]),
        ("from:ines", ["The atlas"]),
        ("from:tomas lantern", ["Café"]),
        ("-from:tomas", ["The atlas"]),
        ("from:me", []),
        ("to:me lantern", ["Café", "The atlas"]),
        (f"with:{INES}", ["The atlas"]),
        ("with:nobody lantern", []),
        ("subject:quilt", ["Quilts"]),
        ("subject:lantern", []),
        ("kind:mail", ["Quilts", "Café", "The atlas"]),
        ("-is:mail", []),
        ("kind:meeting lantern", []),
        ("before:2024-10-02", ["The atlas"]),
        ("after:2024-10-01", ["Quilts", "Café"]),
        ("on:2024-10-02", ["Café"]),
        ("on:2024-10 harbour", ["Café", "The atlas"]),
        ("since:2024-10-02 after:2023", ["Quilts", "Café"]),
        ("has:promise", []),
        ("role:mentor", ["The atlas"]),
        ("tag:printers", ["The atlas"]),
        ('org:"quill press" lantern', ["Café"]),
        ("org:press -lantern", ["Quilts"]),
        ("京 here", ["Quilts"]),
        ("東京", ["Quilts"]),
        ("京東", []),
    ],
)
def test_fields_narrow_what_is_found(book: Scope, query: str, found: list[str]) -> None:
    people.add_role(book, id_of(book, INES), "mentor", None, None)
    people.add_tag(book, id_of(book, INES), "Printers")
    put(book, [card(TOMAS, name="Tomas Lindqvist", organisation="Quill Press")])
    assert subjects(book, query) == found


def test_where_it_matched_is_marked_and_nothing_is_markup(book: Scope) -> None:
    put(book, [mail(TODAY, INES, ME, subject="<b>Straße</b>", text="x " * 300 + "<i>the Große Straße</i>")])
    (hit,) = search(book, "strasse").hits
    assert hit.title_parts == (("<b>", False), ("Straße", True), ("</b>", False))
    assert ("Straße", True) in hit.context_parts
    assert hit.context.startswith("… ")
    (found,) = [hit for hit in search(book, "quilts").hits if hit.kind == "mail"]
    assert found.title_parts == (("Quilts", True),)


@pytest.mark.parametrize(
    ("text", "query", "shown"),
    [
        ("Z\u030cofie came", "zofie", "Z\u030cofie"),
        ("soft\u00adhyphen", "softhyphen", "soft\u00adhyphen"),
        ("लिखा हिन्दी", "हिन्दी", "हिन्दी"),
        ("هذا المُدِير", "المدير", "المُدِير"),
        ("こ明日は東京都庁で", "東京", "東京"),
        ("น ครับ น้ำใจ", "น้ำใจ", "น้ำใจ"),
        ("The wall. Of the harbour\nwall", '"harbour wall"', "harbour wall"),
        ("Größe der Straße", "grosse", "Größe"),
        ("회의록", "회의", "회의"),
    ],
)
def test_what_was_sought_is_marked_as_it_was_written(text: str, query: str, shown: str) -> None:
    parts = marking.excerpt(text, parse(query, dt.date(2024, 10, 4)))
    assert [piece for piece, is_sought in parts if is_sought] == [shown]


def test_the_place_of_a_phrase_is_shown_rather_than_that_of_one_of_its_words() -> None:
    text = "The wall " + "é " * 300 + "the harbour wall at last"
    parts = marking.excerpt(text, parse('"harbour wall"', dt.date(2024, 10, 4)))
    assert ("harbour wall", True) in parts


def test_people_are_found_by_what_they_are(book: Scope) -> None:
    people.add_role(book, id_of(book, INES), "mentor", None, None)
    assert [hit.title for hit in search(book, "role:mentor").hits if hit.face] == ["Ines Varga"]
    assert [hit.title for hit in search(book, "role:mentor tomas").hits if hit.face] == []
    assert [hit.title for hit in search(book, "role:mentor from:ines").hits if hit.face] == []


def test_too_many_texts_to_look_at_are_said(book: Scope, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "MOST_READ", 2)
    monkeypatch.setattr(queries, "_FIRST", 2)
    results = search(book, "-here -lantern")
    assert results.hits == ()
    assert results.looked_back_to is not None
    assert results.looked_back_to.isoformat() == "2024-10-02"


def test_people_come_first_with_an_address(book: Scope) -> None:
    hits = search(book, "tomas").hits
    assert [(hit.kind, hit.title, hit.context) for hit in hits] == [("person", "Tomas Lindqvist", TOMAS)]
    assert hits[0].face is not None
    assert hits[0].at is None


def test_a_hit_shows_its_beginning_and_its_time(book: Scope) -> None:
    (hit,) = search(book, "underscore").hits
    assert hit.context.startswith("Nothing of that")
    assert hit.at is not None
    assert hit.at.isoformat() == "2024-10-03T09:00:00+00:00"


def test_nothing_typed_finds_nothing(book: Scope) -> None:
    assert search(book, "") == search(book, "  ") == search(book, "?!") == Results(())


def test_a_limit_holds_for_people_and_for_interactions(book: Scope) -> None:
    people.add_person(book, name="Lantern Maker")
    people.add_person(book, name="Lantern Seller")
    assert [hit.kind for hit in search(book, "lantern", limit=1).hits] == ["person", "mail"]


def test_nothing_of_another_book_is_found(book: Scope) -> None:
    other = new_scope()
    put(other, [mail(TODAY - 3, INES, ME, subject="Theirs", text="lantern")])
    assert subjects(book, "lantern") == ["Café", "The atlas"]
    assert subjects(other, "lantern") == ["Theirs"]


def test_what_an_undo_took_back_is_found_no_more(book: Scope) -> None:
    from tests.made_up import take_back

    number = put(book, [mail(TODAY, INES, ME, subject="Gone", text="lantern")])
    assert subjects(book, "lantern")[0] == "Gone"
    take_back(book, number)
    assert subjects(book, "lantern") == ["Café", "The atlas"]
