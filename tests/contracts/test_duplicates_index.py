"""A look at some people by way of the index finds what a look at everybody finds of them."""

from __future__ import annotations

from collections.abc import Sequence
from unittest.mock import patch

import pytest
from django.db import connection
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from comity.actions import duplicates as actions
from comity.actions import imports
from comity.analysis import duplicates, partners
from comity.core.records import Record
from comity.store import match_pages
from comity.store.access import Scope
from comity.store.models import MatchPage, Person
from tests.made_up import ME, TODAY, bring, new_scope
from tests.small_book import card, mail

pytestmark = pytest.mark.django_db(transaction=True)
TOLERANCE = 0.05
"""How far a probability may lie from that of a whole look, since commonness is counted only now and then."""


@pytest.fixture(autouse=True)
def as_in_a_large_book(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(partners, "MOST_ASKED", 1.0)
    monkeypatch.setattr(partners, "MOST_NEW", 1.0)


QUICK = settings(
    max_examples=12,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
STRANGERS = (
    "Ada Lovell",
    "Bruno Castellani",
    "Chidi Nwosu",
    "Dagmar Havel",
    "Edith Tran",
    "Femi Okoro",
    "Gus Pohl",
)
GIVEN = ("Zelda", "Bill", "William", "Ama", "Kofi", "Иван")
FAMILY = ("Quirkendale", "Quirkendal", "Osei", "O'Neill", "Ruiz-Soto", "Ruiz", "Петров")


def everybody(book: int) -> set[int]:
    return set(
        Person.objects.filter(book_id=book, is_me=False, merged_into=None).values_list("id", flat=True)
    )


def indexed(book: int) -> bool:
    with connection.cursor() as cursor:
        return match_pages.head(cursor, book) is not None


@st.composite
def records(draw: st.DrawFn, number: int) -> Record:
    name = f"{draw(st.sampled_from(GIVEN))} {draw(st.sampled_from(FAMILY))}"
    local = draw(st.sampled_from(("zelda", "bill.ruiz", "kofi.osei", "zquirkendale")))
    address = f"{local}@{draw(st.sampled_from(('quill', 'post', 'orchard')))}{number}.example"
    if draw(st.booleans()):
        return mail(TODAY - number, address, ME, name=draw(st.sampled_from((name, ""))))
    return card(
        address,
        name=draw(st.sampled_from((name, name.split()[0]))),
        organisation=draw(st.sampled_from(("", "Quill", "Orchard"))),
        phone=draw(st.sampled_from(("", "+44 20 7946 0123", "020 7946 0199"))),
        birthday=draw(st.sampled_from((None, (3, 9, 1980), (9, 3, 1980)))),
    )


BOOKS = st.integers(12, 30).flatmap(lambda count: st.tuples(*(records(n) for n in range(count))))


@QUICK
@given(BOOKS, st.data())
def test_some_people_by_the_index_are_those_of_the_whole_book(
    book: tuple[Record, ...], data: st.DataObject
) -> None:
    scope = new_scope()
    bring(scope, [list(book)])
    whole = duplicates.find_pairs(scope.book_id, index=True)
    some = data.draw(st.sets(st.sampled_from(sorted(everybody(scope.book_id)))))
    found = duplicates.find_pairs(scope.book_id, some)
    assert found == [pair for pair in whole if pair.left in some or pair.right in some]


@QUICK
@given(BOOKS, st.integers(1, 4))
def test_who_came_after_the_index_was_written_is_found_by_it(book: tuple[Record, ...], late: int) -> None:
    scope = new_scope()
    bring(scope, [list(book)])
    duplicates.find_pairs(scope.book_id, index=True)
    before = everybody(scope.book_id)
    imported = [
        card(f"late{n}@new.example", name="Zelda Quirkendale", phone="+44 20 7946 0123") for n in range(late)
    ]
    bring_quietly(scope, imported)
    fresh = everybody(scope.book_id) - before
    found = {pair[:2]: pair.probability for pair in duplicates.find_pairs(scope.book_id, fresh)}
    assert MatchPage.objects.filter(book_id=scope.book_id, page=-2).count() == 0
    whole = duplicates.find_pairs(scope.book_id)
    wanted = {p[:2]: p.probability for p in whole if p.left in fresh or p.right in fresh}
    doubtful = {pair for pair, likely in (wanted | found).items() if likely < 0.6 + TOLERANCE}
    assert set(found) - doubtful == set(wanted) - doubtful
    for pair in set(found) & set(wanted):
        assert found[pair] == pytest.approx(wanted[pair], abs=TOLERANCE)


def bring_quietly(scope: Scope, imported: Sequence[Record]) -> None:
    """Import as into a large book, where the index is kept."""
    small, actions.SMALL = actions.SMALL, 0
    part, actions.LARGE_PART = actions.LARGE_PART, 1.0
    try:
        bring(scope, [list(imported)])
    finally:
        actions.SMALL, actions.LARGE_PART = small, part


def test_a_large_book_is_indexed_when_few_come_and_then_added_to(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "SMALL", 3)
    scope = new_scope()
    crowd = [card(f"p{n}@firm{n}.example", name=name) for n, name in enumerate(STRANGERS)]
    bring(scope, [crowd])
    assert not indexed(scope.book_id)
    monkeypatch.setattr(actions, "LARGE_PART", 1.0)
    bring(scope, [[card("zelda@quill.example", name="Zelda Quirkendale", phone="+44 20 7946 0123")]])
    assert indexed(scope.book_id)
    entries = MatchPage.objects.filter(book_id=scope.book_id).count()
    bring(scope, [[card("z@post.example", name="Zelda Quirkendale", phone="020 7946 0123")]])
    assert indexed(scope.book_id)
    assert MatchPage.objects.filter(book_id=scope.book_id).count() > entries
    assert [(d.left_name, d.right_name) for d in actions.find_duplicates(scope)] == [
        ("Zelda Quirkendale", "Zelda Quirkendale")
    ]


def test_whoever_fills_a_large_book_leaves_an_index_for_the_small_import_that_follows(
    monkeypatch: pytest.MonkeyPatch, db: None
) -> None:
    monkeypatch.setattr(actions, "SMALL", 3)
    monkeypatch.setattr(actions, "LARGE", 3)
    scope = new_scope()
    bring(scope, [[card(f"p{n}@firm{n}.example", name=name) for n, name in enumerate(STRANGERS)]])
    assert indexed(scope.book_id)
    monkeypatch.setattr(actions, "LARGE_PART", 1.0)
    with patch.object(duplicates, "_whole") as looked_at_everybody:
        bring(scope, [[card("z@post.example", name="Zelda Quirkendale", phone="020 7946 0123")]])
    looked_at_everybody.assert_not_called()


def test_undoing_an_import_leaves_nobody_who_is_gone_in_what_the_index_finds(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(actions, "SMALL", 0)
    scope = new_scope()
    crowd = [card(f"p{n}@firm{n}.example", name=name) for n, name in enumerate(STRANGERS)]
    bring(scope, [crowd])
    bring(scope, [[card("zelda@quill.example", name="Zelda Quirkendale", phone="+44 20 7946 0123")]])
    batch = bring(scope, [[card("z@post.example", name="Zelda Quirkendale", phone="020 7946 0123")]])
    imports.undo(scope, batch)
    assert duplicates.find_pairs(scope.book_id, everybody(scope.book_id)) == []


def test_an_index_of_another_book_is_never_asked(db: None) -> None:
    one, two = new_scope(), new_scope()
    for scope in (one, two):
        bring(scope, [[card("zelda@quill.example", name="Zelda Quirkendale", birthday=(3, 9, 1980))]])
        duplicates.find_pairs(scope.book_id, index=True)
    bring_quietly(one, [card("z@post.example", name="Zelda Quirkendale", birthday=(3, 9, 1980))])
    people = {i for scope in (one, two) for i in everybody(scope.book_id)}
    for scope, count in ((one, 1), (two, 0)):
        assert len(duplicates.find_pairs(scope.book_id, people)) == count
