"""Finding people and what passed between us, whatever is typed."""

from __future__ import annotations

import pytest

from comity.actions import people
from comity.answers.search import search
from comity.store.access import Scope
from tests.made_up import new_scope
from tests.small_book import INES, ME, TODAY, TOMAS, mail, put


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
    return [hit.title for hit in search(scope, words) if hit.kind != "person"]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("lantern", ["Café", "The atlas"]),
        ("lant", ["Café", "The atlas"]),
        ("LANTERN harbour", ["Café", "The atlas"]),
        ('"harbour lantern"', ["The atlas"]),
        ('"harbour lant"', []),
        ('"lantern over the harbour"', ["Café"]),
        ('"harbour lantern', ["The atlas"]),
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
    assert {hit.title for hit in search(book, words)} <= {
        "The atlas",
        "Café",
        "Quilts",
        "Ines Varga",
        "Tomas Lindqvist",
    }
    assert subjects(book, "lantern") == ["Café", "The atlas"]


def test_an_operator_is_searched_for_as_a_word(book: Scope) -> None:
    assert subjects(book, "lantern OR quilts") == []
    put(book, [mail(TODAY, INES, ME, subject="Either", text="lantern or quilts")])
    assert subjects(book, "lantern OR quilts") == ["Either"]


def test_people_come_first_with_an_address(book: Scope) -> None:
    hits = search(book, "tomas")
    assert [(hit.kind, hit.title, hit.context) for hit in hits] == [("person", "Tomas Lindqvist", TOMAS)]
    assert hits[0].face is not None
    assert hits[0].at is None


def test_a_hit_shows_its_beginning_and_its_time(book: Scope) -> None:
    (hit,) = search(book, "underscore")
    assert hit.context.startswith("Nothing of that")
    assert hit.at is not None
    assert hit.at.isoformat() == "2024-10-03T09:00:00+00:00"


def test_nothing_typed_finds_nothing(book: Scope) -> None:
    assert search(book, "") == search(book, "  ") == search(book, "?!") == ()


def test_a_limit_holds_for_people_and_for_interactions(book: Scope) -> None:
    people.add_person(book, name="Lantern Maker")
    people.add_person(book, name="Lantern Seller")
    assert [hit.kind for hit in search(book, "lantern", limit=1)] == ["person", "mail"]


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
