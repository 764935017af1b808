"""A dry run tells what the import then does, and leaves every row as it was."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from django.apps import apps
from django.db import connection
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from comity.actions import previews
from comity.actions.erasing import erase
from comity.actions.me import add_address
from comity.actions.merging import merge_people
from comity.answers.imports import batch
from comity.core.records import Record
from comity.sources._reading import Message
from comity.store.access import Scope
from comity.store.models import Claim, Identifier, IdentityLink, Person, Sighting
from tests.made_up import ME, MY_OTHER, TODAY, Files, bring, new_scope, on_day, records, sent, take_back
from tests.small_book import INES, TOMAS, mail

pytestmark = pytest.mark.django_db
tried = settings(
    max_examples=20,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def foretold(scope: Scope, files: Files, *, me: Sequence[str] = (ME,)) -> previews.Preview:
    """What a dry run of these files tells."""

    def read(paths: Sequence[tuple[Path, str]], *_given: object) -> Generator[Message, None, None]:
        yield from sent(files)

    with patch.object(previews, "read_all", read), on_day(TODAY):
        return previews.preview(scope, [], me=me)


def every_row() -> dict[str, list[tuple[Any, ...]]]:
    """All rows of all our tables, as the database gives them."""
    found = {}
    with connection.cursor() as cursor:
        for model in apps.get_app_config("store").get_models():
            cursor.execute(f"SELECT * FROM {model._meta.db_table}")
            found[model._meta.db_table] = sorted(cursor.fetchall(), key=repr)
    return found


def copies(scope: Scope) -> set[tuple[int, int]]:
    """Which contents of which interactions were seen."""
    return set(Sighting.objects.filter(book_id=scope.book_id).values_list("interaction_id", "digest"))


def people(scope: Scope) -> dict[int, set[int]]:
    """Everybody shown but the owner, with the persons merged into them."""
    groups: dict[int, set[int]] = {}
    found = Person.objects.filter(book_id=scope.book_id, is_me=False)
    for person, target in found.values_list("id", "merged_into_id"):
        groups.setdefault(target or person, set()).add(person)
    owners = set(Person.objects.filter(book_id=scope.book_id, is_me=True).values_list("id", flat=True))
    return {head: group for head, group in groups.items() if head not in owners}


def said(scope: Scope) -> set[tuple[Any, ...]]:
    """What files have said of whom, and what they have linked."""
    claims = Claim.objects.filter(book_id=scope.book_id, origin=Claim.CARD, batch__isnull=False)
    links = IdentityLink.objects.filter(book_id=scope.book_id, batch__isnull=False)
    return {
        *claims.values_list("identifier_id", "field", "value"),
        *links.values_list("left_id", "right_id"),
    }


def agree(scope: Scope, files: Files, me: Sequence[str], *, copies_kept: bool = True) -> None:
    """A dry run, the same dry run again, then the import, compared.

    copies_kept: the book still has all copies that it has seen: an erasure lets those go that name somebody.
    """
    rows, known, persons = every_row(), copies(scope), set(Person.objects.values_list("id", flat=True))
    told = foretold(scope, files, me=me)
    again = foretold(scope, files, me=me)
    told.seconds = again.seconds = 0
    assert told == again
    assert every_row() == rows
    counts = batch(scope, bring(scope, files, me=me)).counts
    assert told.interactions.new == counts["new"]
    if copies_kept:
        assert told.interactions.changed == len(copies(scope) - known) - counts["new"]
    assert told.interactions.changed + told.interactions.same == counts["known"]
    assert told.cards.new + told.cards.changed + told.cards.same == counts["cards"]
    assert (told.read, told.refused, told.erased) == (
        counts["read"],
        counts["refused"],
        counts.get("erased", 0),
    )
    assert not any(INES in name for name in told.new_people) or INES in known_addresses(scope)
    new = [group for group in people(scope).values() if not group & persons]
    assert told.people.new == len(new)
    for_files = [told.interactions.new, told.cards.new, told.refused]
    assert for_files == [
        sum(file.interactions.new for file in told.files),
        sum(file.cards.new for file in told.files),
        sum(file.refused for file in told.files),
    ]


def known_addresses(scope: Scope) -> set[str]:
    """All addresses in a book."""
    return set(Identifier.objects.filter(book_id=scope.book_id).values_list("value", flat=True))


WHO_I_AM = st.sampled_from([(), (ME,), (ME, MY_OTHER)])


@tried
@given(before=records(), found=records(), mine=WHO_I_AM, mine_now=WHO_I_AM, data=st.data())
def test_a_dry_run_tells_what_the_import_does(
    before: list[Record],
    found: list[Record],
    mine: tuple[str, ...],
    mine_now: tuple[str, ...],
    data: st.DataObject,
) -> None:
    scope = new_scope()
    bring(scope, [before], me=mine)
    overlap = data.draw(st.lists(st.sampled_from([*before, *found])))
    cut = data.draw(st.integers(0, len(found)))
    agree(scope, [found[:cut] + overlap, found[cut:]], mine_now)


@tried
@given(first=records(), second=records())
def test_it_does_so_after_an_undo(first: list[Record], second: list[Record]) -> None:
    scope = new_scope()
    number = bring(scope, [first])
    bring(scope, [second])
    take_back(scope, number)
    agree(scope, [first + second], (ME,))


@tried
@given(first=records(), second=records())
def test_it_does_so_in_a_book_in_which_people_were_merged_by_hand(
    first: list[Record], second: list[Record]
) -> None:
    scope = new_scope()
    bring(scope, [first])
    shown = Person.objects.filter(book_id=scope.book_id, is_me=False, merged_into=None).order_by("id")[:2]
    if len(shown) == 2:
        merge_people(scope, [str(person.uuid) for person in shown])
    with on_day(TODAY):
        add_address(scope, MY_OTHER)
    agree(scope, [second, first], (ME,))


@tried
@given(first=records(), second=records())
def test_it_does_so_where_somebody_was_erased_and_names_them_nowhere(
    first: list[Record], second: list[Record]
) -> None:
    scope = new_scope()
    bring(scope, [first, [mail(TODAY - 1, INES, ME)]])
    gone = Person.objects.get(identifiers__kind="email", identifiers__value=INES, book_id=scope.book_id)
    gone = gone.merged_into or gone
    assume(not gone.is_me)
    with on_day(TODAY):
        erase(scope, str(gone.uuid), gone.name)
    again = [mail(TODAY - 2, INES, ME), mail(TODAY - 3, ME, INES, TOMAS)]
    agree(scope, [second, first, again], (ME,), copies_kept=False)


@tried
@given(found=records(), cut=st.integers(0, 30))
def test_what_is_the_same_says_nothing_that_no_file_has_said(found: list[Record], cut: int) -> None:
    scope = new_scope()
    bring(scope, [found[:cut]])
    before = said(scope)
    told = foretold(scope, [found])
    bring(scope, [found])
    assert bool(said(scope) - before) == bool(told.cards.new + told.cards.changed)


@tried
@given(found=records())
def test_the_same_files_again_are_all_the_same(found: list[Record]) -> None:
    scope = new_scope()
    bring(scope, [found])
    told = foretold(scope, [found])
    assert (told.interactions.new, told.interactions.changed) == (0, 0)
    assert (told.cards.new, told.cards.changed) == (0, 0)
    assert (told.people.new, told.people.changed) == (0, 0)
    shown = people(scope)
    assert told.people.same <= len(shown)
