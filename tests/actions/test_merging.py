"""Merging and splitting people: exact both ways, with imports and edits in between."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from comity.actions import interactions, merging, people
from comity.answers import people as listing
from comity.answers.person import person, timeline
from comity.answers.shapes import PersonPage
from comity.answers.sources import origin
from comity.core.errors import Invalid, NotFound
from comity.core.records import Handle
from comity.store import noticed
from comity.store.access import Scope
from comity.store.models import Identifier, Proposal
from tests.made_up import LIST, take_back
from tests.small_book import (
    AMA,
    INES,
    ME,
    TODAY,
    TOMAS,
    both_ways,
    card,
    id_of,
    mail,
    met,
    put,
)


@pytest.fixture
def ines(scope: Scope) -> str:
    put(scope, both_ways(INES, [TODAY - 30, TODAY - 20]))
    return id_of(scope, INES)


def page(scope: Scope, who: str) -> PersonPage:
    """A person's page; numbers of dates are left out, since those from cards are derived anew."""
    found = person(scope, who)
    return replace(found, dates=tuple(replace(known, id=0) for known in found.dates))


@pytest.fixture
def two(scope: Scope) -> tuple[str, str]:
    """Ines and Tomas, who met me together once."""
    put(
        scope,
        [
            *both_ways(INES, [TODAY - 90, TODAY - 20, TODAY - 10]),
            *both_ways(TOMAS, [TODAY - 300, TODAY - 10]),
            met(TODAY - 5, INES, TOMAS),
            card(TOMAS, organisation="Quill", title="Printer", labels=("Fair",), birthday=(1, 2, 1980)),
        ],
    )
    return id_of(scope, INES), id_of(scope, TOMAS)


def _told(scope: Scope, ids: tuple[str, str]) -> list[object]:
    return [(page(scope, id), timeline(scope, id).entries) for id in ids]


def test_a_merge_counts_shared_days_once_and_a_split_gives_back_exactly_what_was(
    scope: Scope, two: tuple[str, str]
) -> None:
    before = _told(scope, two)
    head = merging.merge_people(scope, list(two))
    found = page(scope, head)
    assert (found.row.active_days, found.row.interactions, found.row.emails) == (5, 11, (INES, TOMAS))
    assert (found.row.organisation, found.row.tags, len(found.dates)) == ("Quill", ("Fair",), 1)
    assert len(timeline(scope, head).entries) == 11
    assert len(listing.people(scope).rows) == 1
    assert set(merging.split_person(scope, head)) == set(two)
    assert _told(scope, two) == before


def test_edits_between_merge_and_split_stay_where_they_were_made(scope: Scope, two: tuple[str, str]) -> None:
    ines, tomas = two
    people.edit_person(scope, tomas, name="Tomas", organisation="Osei & Co", phone="+49 30 1")
    people.add_fact(scope, tomas, "Prints")
    before = page(scope, tomas)
    head = merging.merge_people(scope, [ines, tomas])
    assert head == ines
    people.edit_person(scope, head, name="Ines V", organisation="Varga", title="Owner", phone="+49 30 2")
    people.add_fact(scope, head, "Sings")
    people.set_relationship(scope, head, note="Be early")
    interactions.record(
        scope, [head], kind="call", at=dt.datetime(2024, 10, 1, tzinfo=dt.UTC), subject="call", text=""
    )
    merged = page(scope, head)
    assert (merged.row.face.name, merged.row.organisation, merged.phones[0]) == (
        "Ines V",
        "Varga",
        "+49 30 2",
    )
    assert {fact.text for fact in merged.facts} == {"Prints", "Sings"}
    merging.split_person(scope, head)
    assert page(scope, tomas) == before
    found = page(scope, ines)
    assert (found.row.face.name, found.row.organisation, found.note) == ("Ines V", "Varga", "Be early")
    assert ([fact.text for fact in found.facts], found.row.active_days) == (["Sings"], 5)


def test_a_merge_holds_while_imports_come_and_go(scope: Scope, two: tuple[str, str]) -> None:
    head = merging.merge_people(scope, list(two))
    before = page(scope, head)
    number = put(scope, both_ways(TOMAS, [TODAY - 2]))
    assert page(scope, head).row.active_days == 6
    take_back(scope, number)
    assert page(scope, head) == before


def test_three_can_be_one_in_any_order_of_merges(scope: Scope, two: tuple[str, str]) -> None:
    ama = people.add_person(scope, name="Ama Osei", email=AMA)
    first = merging.merge_people(scope, [ama, two[1]])
    head = merging.merge_people(scope, [two[0], first])
    assert set(page(scope, head).row.emails) == {AMA, INES, TOMAS}
    assert set(merging.split_person(scope, head)) == {ama, *two}


def test_a_merge_needs_two_different_people_neither_of_whom_is_me(scope: Scope, ines: str) -> None:
    for ids in ([], [ines], [ines, ines]):
        with pytest.raises(Invalid):
            merging.merge_people(scope, ids)
    with pytest.raises(Invalid) as refused:
        merging.merge_people(scope, [ines, page(scope, ME).row.face.id])
    assert "addresses are yours" in refused.value.reason


def test_somebody_never_merged_can_be_split_to_no_effect(scope: Scope, ines: str) -> None:
    before = page(scope, ines)
    assert merging.split_person(scope, ines) == [ines]
    assert page(scope, ines) == before


def test_one_without_any_address_can_be_merged(scope: Scope, ines: str) -> None:
    bo = people.add_person(scope, name="Bo")
    Identifier.objects.filter(person__uuid=bo).delete()
    head = merging.merge_people(scope, [ines, bo])
    assert head == ines
    assert set(merging.split_person(scope, head)) == {ines, bo}


def test_a_list_said_to_be_a_person_stays_one_when_more_mail_comes(scope: Scope) -> None:
    put(scope, [mail(TODAY - 9, ME, LIST)])
    id = people.add_person(scope, name="The gardener", email=LIST)
    put(scope, [mail(TODAY - 8, ME, LIST)])
    assert page(scope, id).row.active_days == 2


def test_somebody_with_two_handles_of_their_own_stays_merged_whatever_comes(
    scope: Scope, two: tuple[str, str]
) -> None:
    """A call that is written down hangs on a handle of its own, which no link names."""
    interactions.record(
        scope, [two[1]], kind="call", at=dt.datetime(2024, 10, 1, tzinfo=dt.UTC), subject="call", text=""
    )
    head = merging.merge_people(scope, list(two))
    put(scope, both_ways(TOMAS, [TODAY - 2]))
    put(scope, both_ways(INES, [TODAY - 2]))
    assert {INES, TOMAS} <= set(page(scope, head).row.emails)


def test_one_of_three_is_split_off_with_whoever_hangs_on_them_alone(
    scope: Scope, two: tuple[str, str]
) -> None:
    zoe = "zoe@quill.example"
    ama = people.add_person(scope, name="Ama Osei", email=AMA)
    put(scope, [card(TOMAS, others=(zoe,))])
    before = page(scope, TOMAS), page(scope, ama)
    head = merging.merge_people(scope, [ama, two[1]])
    parts = {part.handles: part for part in origin(scope, person(scope, head)).parts}
    assert set(parts) == {(TOMAS,), (zoe,)}
    assert any(words.startswith(f"you merged them with {AMA}") for words in parts[TOMAS,].why)
    alone = merging.split_part(scope, head, parts[TOMAS,].id)
    assert (page(scope, alone), page(scope, ama)) == before


def test_whoever_is_merged_by_hand_is_no_longer_asked_about(scope: Scope, two: tuple[str, str]) -> None:
    ines, tomas = (Identifier.objects.get(book_id=scope.book_id, value=value).pk for value in (INES, TOMAS))
    ama = people.add_person(scope, name="Ama Osei", email=AMA)
    other = Identifier.objects.get(book_id=scope.book_id, value=AMA).pk
    for left, right in ((ines, tomas), (ines, other)):
        told = {"left": left, "right": right, "evidence": []}
        key = noticed.pair_key(left, right)
        noticed.write(scope.book_id, [noticed.Noticed(noticed.SAME_PERSON, key, told, 0.9, None)])
    head = merging.merge_people(scope, list(two))
    asked = Proposal.objects.filter(book_id=scope.book_id, kind=noticed.SAME_PERSON)
    assert [row.key for row in asked] == [noticed.pair_key(ines, other)]
    merging.merge_people(scope, [head, ama])
    assert not asked.all().exists()


def test_what_parts_a_merge_names_no_number_of_an_entry(scope: Scope) -> None:
    entry = card(INES, others=(TOMAS,))
    put(scope, [entry._replace(handles=(*entry.handles, Handle("uid", "8ec5d38c")))])
    parts = origin(scope, person(scope, id_of(scope, INES))).parts
    assert {handle for part in parts for handle in part.handles} <= {INES, TOMAS}
    assert "8ec5d38c" not in repr(parts)


def test_what_a_card_merged_is_split_for_good_until_the_user_merges_them_again(scope: Scope) -> None:
    put(scope, [*both_ways(INES, [TODAY - 9]), *both_ways(TOMAS, [TODAY - 8]), card(INES, others=(TOMAS,))])
    head = id_of(scope, INES)
    (part,) = origin(scope, person(scope, head)).parts
    assert part.why[0].startswith("on one card with")
    alone = merging.split_part(scope, head, part.id)
    put(scope, [card(INES, others=(TOMAS,))])
    assert page(scope, alone).row.emails != page(scope, head).row.emails
    both = merging.merge_people(scope, [alone, head])
    assert set(page(scope, both).row.emails) == {INES, TOMAS}
    merging.split_person(scope, both)
    assert set(page(scope, both).row.emails) == {INES, TOMAS}


def test_only_one_of_those_merged_can_be_split_off(scope: Scope, two: tuple[str, str]) -> None:
    head = merging.merge_people(scope, list(two))
    for wrong in (head, "x", "00000000-0000-7000-8000-000000000000"):
        with pytest.raises(NotFound):
            merging.split_part(scope, head, wrong)
