"""The words by which people are found follow their names, addresses and organisations, and an undo."""

from __future__ import annotations

import pytest
from django.db import connection

from comity.actions import people
from comity.answers import people as answer
from comity.store import checking, fulltext, name_words
from comity.store.access import Scope
from comity.store.models import NameWord
from comity.store.queries import people as queries
from comity.store.queries import typed
from tests.made_up import new_scope, take_back
from tests.small_book import INES, ME, TODAY, TOMAS, card, id_of, mail, put


def names(scope: Scope, words: str) -> list[str]:
    return [face.name for face in answer.suggest(scope, words)]


def test_every_spelling_address_and_organisation_finds_a_person(scope: Scope) -> None:
    put(scope, [card(TOMAS, name="Tomas Müller", organisation="Große Söhne", others=("tm@quill.example",))])
    put(scope, [mail(TODAY - 1, TOMAS, ME, name="Tommy Mueller-Lüdenscheidt")])
    for words in ("muel", "müll", "MULL", "tommy", "ludensch", "tm quill", "grosse soe", "tm@quill.example"):
        assert len(names(scope, words)) == 1, words
    assert names(scope, "example") == names(scope, "ommy") == names(scope, "?") == []


def test_words_go_with_what_brought_them(scope: Scope) -> None:
    put(scope, [mail(TODAY - 2, INES, ME)])
    number = put(scope, [card(INES, name="Ines Lantern", organisation="Quill")])
    assert names(scope, "lantern") == names(scope, "quill") == ["Ines Lantern"]
    take_back(scope, number)
    assert names(scope, "lantern") == names(scope, "quill") == []
    assert names(scope, "varga") == ["Ines Varga"]
    people.edit_person(scope, id_of(scope, INES), name="Inès Orchard")
    assert names(scope, "orch ines") == ["Inès Orchard"]


def test_words_that_differ_are_noticed_and_derived_anew(scope: Scope) -> None:
    put(scope, [mail(TODAY - 2, INES, ME), mail(TODAY - 2, TOMAS, ME)])
    assert all(well for _, well, _, _ in checking.check_book(scope.book_id))
    NameWord.objects.filter(word="varga").update(word="vargo")
    assert [what for what, well, _, _ in checking.check_book(scope.book_id) if not well] == ["words of names"]
    with connection.cursor() as cursor:
        name_words.rebuild(cursor, scope.book_id)
        fulltext.rebuild(cursor, scope.book_id)
    assert all(well for _, well, _, _ in checking.check_book(scope.book_id))


def test_a_beginning_that_many_share_gives_the_strongest(
    scope: Scope, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(typed, "MOST_COUNTED", 1)
    monkeypatch.setattr(answer, "MOST_COUNTED", 1)
    put(scope, [mail(TODAY - day, INES, ME, number=day) for day in (1, 2, 3)])
    put(scope, [mail(TODAY - 40, TOMAS, ME, name="Ina Lindqvist")])
    put(new_scope(), [mail(TODAY - 1, INES, ME, name="Ing Other")])
    page = answer.people(scope, words="in", limit=1)
    assert ([row.face.name for row in page.rows], page.total, page.more, page.next_offset) == (
        ["Ines Varga"],
        1,
        True,
        1,
    )
    by_name = answer.people(scope, words="in", sort="name")
    assert [row.face.name for row in by_name.rows] == ["Ina Lindqvist", "Ines Varga"]
    assert queries.listed(scope.book_id, queries.Narrowed("in va"), "strength", 5, 0)[0].name == "Ines Varga"


def test_words_that_nearly_everybody_has_give_the_strongest_first(
    scope: Scope, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(scope, [mail(TODAY - 40, TOMAS, ME, name="Ina Lindqvist")])
    put(scope, [mail(TODAY - day, INES, ME, number=day) for day in (1, 2, 3)])

    def listed(limit: int) -> list[str]:
        found = queries.listed(scope.book_id, queries.Narrowed("in i"), "strength", limit, 0)
        return [one.name for one in found]

    before = [listed(limit) for limit in (1, 2, 3)]
    assert before[1] == ["Ines Varga", "Ina Lindqvist"]
    monkeypatch.setattr(typed, "_SPREAD", 1)
    monkeypatch.setattr(typed, "_COMMON", 1)
    assert [listed(limit) for limit in (1, 2, 3)] == before
