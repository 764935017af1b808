"""Whether all is well is told truthfully, and what is broken is mended."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from comity.actions import merging, people
from comity.actions.upkeep import repair
from comity.answers import upkeep
from comity.store.access import Scope
from comity.store.fulltext import ORDER, TABLE
from comity.store.models import ContactDay, Metrics, Participant, Person
from tests.canonical import book_as_seen
from tests.made_up import WORDS, new_scope
from tests.small_book import INES, ME, TODAY, TOMAS, both_ways, id_of, mail, met, put


@pytest.fixture
def book(scope: Scope) -> Scope:
    put(
        scope,
        [
            *both_ways(INES, range(TODAY - 90, TODAY - 10, 10)),
            mail(TODAY - 4, TOMAS, ME),
            met(TODAY - 2, INES),
        ],
    )
    people.add_person(scope, name="Bo Nilsen")
    return scope


def ill(scope: Scope) -> set[str]:
    """What the doctor finds wrong in the book."""
    looked_at = ("contact days", "strength", "search index")
    return {f.what for f in upkeep.doctor(scope) if not f.well and f.what in looked_at}


def test_a_sound_book_is_called_sound(book: Scope) -> None:
    assert ill(book) == set()
    assert all(finding.seen for finding in upkeep.doctor(book))
    assert ill(new_scope()) == set()


def _no_days(scope: Scope) -> None:
    ContactDay.objects.filter(book_id=scope.book_id, day=TODAY - 2).delete()


def _turned_days(scope: Scope) -> None:
    ContactDay.objects.filter(book_id=scope.book_id).update(in_n=5)


def _wrong_strength(scope: Scope) -> None:
    Metrics.objects.filter(book_id=scope.book_id).update(strength=1.0)


def _wrong_last(scope: Scope) -> None:
    Metrics.objects.filter(book_id=scope.book_id).update(last_in=7)


def _no_numbers(scope: Scope) -> None:
    Metrics.objects.filter(book_id=scope.book_id).delete()


def _no_index(scope: Scope) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO store_fulltext(store_fulltext) VALUES ('delete-all')"
            if connection.vendor == "sqlite"
            else "DELETE FROM store_fulltext"
        )


def _no_order(scope: Scope) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {ORDER if connection.vendor == 'sqlite' else TABLE}")


def _no_directions(scope: Scope) -> None:
    Participant.objects.filter(book_id=scope.book_id).update(contact=0)


def _no_names(scope: Scope) -> None:
    Person.objects.filter(book_id=scope.book_id).update(name="", sort_name="")


@pytest.mark.parametrize(
    ("breaks", "found"),
    [
        (_no_days, {"contact days", "strength"}),
        (_turned_days, {"contact days"}),
        (_wrong_strength, {"strength"}),
        (_wrong_last, {"strength"}),
        (_no_numbers, {"strength"}),
        (_no_index, {"search index"}),
        (_no_order, {"search index"}),
        (_no_directions, {"contact days"}),
        (_no_names, set()),
    ],
)
def test_what_is_broken_is_found_and_mended(book: Scope, breaks: Any, found: set[str]) -> None:
    before = book_as_seen(book.book_id, WORDS)
    breaks(book)
    assert ill(book) == found
    assert repair(book) == 3
    assert ill(book) == set()
    assert book_as_seen(book.book_id, WORDS) == before


def test_mending_changes_nothing_where_nothing_is_amiss(book: Scope) -> None:
    merging.merge_people(book, [id_of(book, INES), id_of(book, TOMAS)])
    before = book_as_seen(book.book_id, WORDS)
    repair(book)
    assert book_as_seen(book.book_id, WORDS) == before


def test_one_book_is_mended_without_the_index_of_another(book: Scope) -> None:
    other = new_scope()
    put(other, [mail(TODAY - 4, TOMAS, ME, subject="quilt")])
    before = book_as_seen(other.book_id, ("quilt",))
    assert len(before["found"]["quilt"]) == 1
    repair(book)
    assert book_as_seen(other.book_id, ("quilt",)) == before


def test_a_folder_that_others_may_read_is_found(book: Scope) -> None:
    loose = settings.HOME / "loose"
    loose.write_text("")
    loose.chmod(0o644)
    try:
        finding = upkeep.doctor(book)[0]
        assert (finding.well, finding.what) == (False, "data folder")
        assert str(loose) in finding.seen
        assert finding.step == f"chmod -R go-rwx {settings.HOME}"
    finally:
        loose.unlink()
    assert upkeep.doctor(book)[0].well
