"""Deciding what machines noticed: each kind accepted, refused, and taken back."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import pytest

from comity.actions import merging, proposals, values
from comity.actions import people as editing
from comity.answers import proposals as asking
from comity.answers.person import person
from comity.answers.shapes import PersonPage
from comity.answers.sources import origin
from comity.core.errors import Ambiguous, Invalid, NotFound, WrongState
from comity.store import noticed
from comity.store.access import Scope
from comity.store.models import Batch, Identifier, Proposal
from tests.exported import export, read_back
from tests.made_up import bring, new_scope, take_back
from tests.small_book import ANYBODY, INES, ME, TODAY, TOMAS, both_ways, card, id_of, put

AT = (TODAY - 3) * 86_400


def seed(scope: Scope, address: str) -> int:
    return Identifier.objects.get(book_id=scope.book_id, kind="email", value=address).pk


def propose(scope: Scope, kind: str, key: str, evidence: dict[str, Any], batch: int | None = None) -> str:
    """A proposal of this kind; returns its id."""
    noticed.write(scope.book_id, [noticed.Noticed(kind, key, evidence, 0.9, batch)])
    return str(Proposal.objects.get(book_id=scope.book_id, kind=kind, key=key).uuid)


def same(scope: Scope, one: str = INES, other: str = TOMAS) -> str:
    left, right = sorted((seed(scope, one), seed(scope, other)))
    Proposal.objects.filter(kind=noticed.SAME_PERSON).delete()
    evidence = {"left": left, "right": right, "evidence": [["name_part", "Ines", "I", 3.0]]}
    return propose(scope, noticed.SAME_PERSON, noticed.pair_key(left, right), evidence)


def detail(scope: Scope, field: str, value: str) -> str:
    found = seed(scope, INES)
    evidence = {"identifier": found, "field": field, "value": value, "line": value, "at": AT, "current": ""}
    return propose(scope, noticed.DETAIL, noticed.value_key(found, field, value), evidence)


def new_job(scope: Scope, **more: Any) -> str:
    found = seed(scope, INES)
    job = {
        "identifier": found,
        "organisation": "Osei & Co",
        "title": "Director",
        "before_organisation": "Quill",
        "before_title": "Editor",
        "why": "Her signature changed.",
        "interaction": "",
        "at": AT,
    }
    return propose(scope, noticed.NEW_JOB, noticed.value_key(found, "job", "osei"), job | more)


def page(scope: Scope, address: str = INES) -> PersonPage:
    found = person(scope, address)
    return dataclasses.replace(found, dates=tuple(dataclasses.replace(d, id=0) for d in found.dates))


@pytest.fixture
def two(scope: Scope) -> Scope:
    put(
        scope,
        [
            *both_ways(INES, [TODAY - 90, TODAY - 20]),
            *both_ways(TOMAS, [TODAY - 10]),
            card(INES, organisation="Quill", title="Editor", phone="+49 30 1", birthday=(1, 2, 1980)),
        ],
    )
    Proposal.objects.filter(kind__in=noticed.KINDS).delete()
    return scope


def test_two_accepted_as_one_are_merged_and_parted_again_by_taking_it_back(two: Scope) -> None:
    before = page(two), page(two, TOMAS)
    id = same(two)
    proposals.accept(two, id)
    assert set(page(two).row.emails) == {INES, TOMAS}
    assert asking.proposal(two, id).state == "accepted"
    proposals.reopen(two, id)
    assert (page(two), page(two, TOMAS)) == before
    assert asking.proposal(two, id).state == "open"


def test_a_no_is_remembered_against_every_card_until_it_is_taken_back(two: Scope) -> None:
    id = same(two)
    proposals.decline(two, id)
    put(two, [card(INES, others=(TOMAS,))])
    assert TOMAS not in page(two).row.emails
    proposals.reopen(two, id)
    assert TOMAS in page(two).row.emails


def test_taking_back_a_yes_leaves_a_merge_that_was_there_before(two: Scope) -> None:
    left, right = sorted((seed(two, INES), seed(two, TOMAS)))
    merging.judge(two, left, right, same=True)
    merging.settle(two, (left, right))
    id = same(two)
    proposals.accept(two, id)
    proposals.reopen(two, id)
    assert TOMAS in page(two).row.emails


def test_a_second_answer_is_refused_until_the_first_is_taken_back(two: Scope) -> None:
    id = same(two)
    with pytest.raises(WrongState):
        proposals.reopen(two, id)
    proposals.accept(two, id)
    for answer in ("yes", "no"):
        with pytest.raises(WrongState) as refused:
            proposals.decide(two, id, answer)
        assert refused.value.state == "accepted"


def test_what_is_not_in_this_book_cannot_be_answered(two: Scope) -> None:
    id, other = same(two), new_scope()
    for wrong in (ANYBODY, "x"):
        with pytest.raises(NotFound):
            proposals.accept(two, wrong)
        with pytest.raises(NotFound):
            asking.proposal(two, wrong)
    with pytest.raises(NotFound):
        proposals.accept(other, id)
    with pytest.raises(NotFound):
        proposals.find(other, id[-6:])


def test_an_id_can_be_given_by_its_last_letters(two: Scope) -> None:
    id = same(two)
    assert proposals.find(two, id[-6:]) == proposals.find(two, id) == id
    with pytest.raises(NotFound):
        proposals.find(two, id[-3:])
    ending = id.replace("-", "")[-4:]
    Proposal.objects.create(
        book_id=two.book_id, kind="detail", key="x", uuid=f"00000000-0000-7000-8000-00000000{ending}"
    )
    with pytest.raises(Ambiguous):
        proposals.find(two, ending)


def test_an_answer_must_fit(two: Scope) -> None:
    with pytest.raises(Invalid):
        proposals.decide(two, same(two), "mine")


def test_nobody_is_merged_with_me(two: Scope) -> None:
    with pytest.raises(Invalid):
        proposals.accept(two, same(two, INES, ME))


def test_somebody_gone_by_an_undo_is_told_and_open_questions_about_them_go(scope: Scope) -> None:
    number = put(scope, both_ways(INES, [TODAY - 9]))
    put(scope, both_ways(TOMAS, [TODAY - 9]))
    id = same(scope)
    Identifier.objects.filter(value=INES).update(person=None)
    with pytest.raises(WrongState) as refused:
        proposals.accept(scope, id)
    assert refused.value.state == "gone"
    take_back(scope, number)
    with pytest.raises(NotFound):
        proposals.accept(scope, id)


def test_a_decided_pair_that_is_gone_can_still_be_declined_and_reopened(scope: Scope) -> None:
    put(scope, both_ways(INES, [TODAY - 9]) + both_ways(TOMAS, [TODAY - 9]))
    id = same(scope)
    Proposal.objects.filter(uuid=id).update(evidence={"left": 999_999, "right": 999_998, "evidence": []})
    proposals.decline(scope, id)
    proposals.reopen(scope, id)
    assert asking.proposal(scope, id).state == "open"


@pytest.mark.parametrize(
    ("field", "value"), [("phone", "+49 30 2"), ("title", "Director"), ("organisation", "Osei & Co")]
)
def test_a_detail_becomes_the_users_word_and_goes_when_taken_back(two: Scope, field: str, value: str) -> None:
    before = page(two)
    id = detail(two, field, value)
    proposals.accept(two, id)
    found = page(two)
    assert value in (found.phones[0], found.row.title, found.row.organisation)
    told = next(f for f in origin(two, found).sources if f.field == field)
    assert told.candidates[0].value == value
    assert "from a mail" in told.candidates[0].sources[0]
    proposals.reopen(two, id)
    assert page(two) == before


@pytest.mark.parametrize(("field", "value"), [("phone", "+49 30 2"), ("title", "Director")])
def test_what_the_user_had_said_before_stays_when_a_detail_is_taken_back(
    two: Scope, field: str, value: str
) -> None:
    editing.edit_person(two, id_of(two, INES), **{field: value})
    before = page(two)
    id = detail(two, field, value)
    proposals.accept(two, id)
    proposals.reopen(two, id)
    assert page(two) == before


def test_a_new_job_ends_the_old_one_and_taking_it_back_restores_it(two: Scope) -> None:
    before = page(two)
    id = new_job(two)
    proposals.accept(two, id)
    assert (page(two).row.organisation, page(two).row.title) == ("Osei & Co", "Director")
    put(two, [card(INES, organisation="Quill", title="Editor")])
    values.follow_sources(two, id_of(two, INES), "organisation")
    values.follow_sources(two, id_of(two, INES), "title")
    assert (page(two).row.organisation, page(two).row.title) == ("", "")
    proposals.reopen(two, id)
    assert (page(two).row.organisation, page(two).row.title) == (before.row.organisation, before.row.title)


def test_a_job_that_the_user_entered_ends_too_and_comes_back(two: Scope) -> None:
    editing.edit_person(two, id_of(two, INES), organisation="Quill", title="Chief")
    before = page(two)
    id = new_job(two, title="", before_title="Chief")
    proposals.accept(two, id)
    assert (page(two).row.organisation, page(two).row.title) == ("Osei & Co", "")
    proposals.reopen(two, id)
    assert page(two) == before


def test_a_new_title_alone_ends_the_position_with_the_old_title(two: Scope) -> None:
    proposals.accept(two, new_job(two, organisation="", before_organisation=""))
    assert page(two).row.title == "Director"


def test_taking_a_job_back_that_was_changed_since_leaves_what_was_changed(two: Scope) -> None:
    id = new_job(two)
    proposals.accept(two, id)
    editing.edit_person(two, id_of(two, INES), title="President")
    proposals.reopen(two, id)
    assert page(two).row.title == "President"


def test_a_dead_address_is_kept_and_not_offered_for_writing(two: Scope) -> None:
    before = page(two)
    found = seed(two, INES)
    evidence = {"identifier": found, "address": INES, "status": "5.1.1", "why": "no such user", "at": AT}
    id = propose(two, noticed.ADDRESS_DEAD, noticed.moment_key(found, AT), evidence)
    again = propose(two, noticed.ADDRESS_DEAD, noticed.moment_key(found, AT + 1), evidence)
    proposals.accept(two, id)
    proposals.accept(two, again)
    shown = person(two, before.row.face.id)
    assert shown.row.emails == ()
    told = next(f for f in origin(two, shown).sources if f.field == "email")
    assert "no such user" in told.candidates[0].dead
    proposals.reopen(two, again)
    assert person(two, before.row.face.id).row.emails == ()
    proposals.reopen(two, id)
    assert page(two) == before


def test_a_shared_address_is_nobodys_and_merges_nobody(scope: Scope) -> None:
    put(
        scope,
        [
            *both_ways("pair@quill.example", [TODAY - 9]),
            card(INES, others=("pair@quill.example",)),
            card(TOMAS, others=("pair@quill.example",)),
        ],
    )
    Proposal.objects.filter(kind__in=noticed.KINDS).delete()
    assert {INES, TOMAS} <= set(page(scope).row.emails)
    found = seed(scope, "pair@quill.example")
    evidence = {"identifier": found, "address": "pair@quill.example", "names": ["Ines", "Tomas"]}
    id = propose(scope, noticed.SHARED_ADDRESS, str(found), evidence)
    proposals.accept(scope, id)
    assert (page(scope).row.emails, page(scope, TOMAS).row.emails) == ((INES,), (TOMAS,))
    assert page(scope).row.active_days == 0
    proposals.reopen(scope, id)
    assert {INES, TOMAS, "pair@quill.example"} == set(page(scope).row.emails)
    proposals.decline(scope, id)
    assert TOMAS in page(scope).row.emails


def test_an_absence_is_shown_and_can_only_be_put_away(two: Scope) -> None:
    found = seed(two, INES)
    evidence = {"identifier": found, "address": INES, "until": "2024-10-20", "why": "", "at": AT}
    id = propose(two, noticed.ADDRESS_AWAY, noticed.moment_key(found, AT), evidence)
    assert origin(two, page(two)).away == (f"{INES} answered on 1 October 2024: away until 20 October 2024.",)
    assert asking.review(two).total == 0
    with pytest.raises(Invalid):
        proposals.accept(two, id)
    proposals.decline(two, id)
    assert origin(two, page(two)).away == ()
    proposals.reopen(two, id)
    assert len(origin(two, page(two)).away) == 1


def test_an_own_address_and_the_owner_of_a_source_are_answered_and_taken_back(scope: Scope) -> None:
    number = bring(scope, [both_ways(INES, [TODAY - 9, TODAY - 8])], me=())
    Batch.objects.filter(book_id=scope.book_id, number=number).update(belongs_to="")
    mine = str(Proposal.objects.get(book_id=scope.book_id, kind="own_address", key=ME).uuid)
    source = propose(scope, "source_owner", str(number), {})
    proposals.accept(scope, mine)
    assert Identifier.objects.get(value=ME).own
    proposals.reopen(scope, mine)
    assert not Identifier.objects.get(value=ME).own
    assert {p.about for p in asking.review(scope).proposals} >= {ME, str(number)}
    proposals.decline(scope, mine)
    proposals.reopen(scope, mine)
    proposals.decide(scope, source, "employer")
    assert Batch.objects.get(book_id=scope.book_id, number=number).belongs_to == "employer"
    proposals.reopen(scope, source)
    assert Batch.objects.get(book_id=scope.book_id, number=number).belongs_to == ""


def test_the_review_is_narrowed_to_a_kind_a_person_and_an_import(two: Scope) -> None:
    id, number = same(two), Batch.objects.get(book_id=two.book_id, number=1)
    other = detail(two, "phone", "+49 30 9")
    Proposal.objects.filter(uuid=other).update(batch=number)
    assert [p.id for p in asking.review(two).proposals] == [id, other]
    assert [p.id for p in asking.review(two, kind="detail").proposals] == [other]
    assert [p.id for p in asking.review(two, batch=1, kind="detail").proposals] == [other]
    assert [p.id for p in asking.review(two, who=TOMAS).proposals] == [id]
    proposals.decline(two, id)
    assert [p.id for p in asking.review(two).answered] == [id]


def test_proposals_come_back_from_an_export_about_the_same_people(two: Scope, tmp_path: Path) -> None:
    """Rows have other numbers in the other book, so that a key made of them would name somebody else."""
    open_one = same(two)
    refused = detail(two, "phone", "+49 30 9")
    proposals.decline(two, refused)
    folder = export(two, tmp_path / "out")
    other = new_scope()
    put(other, both_ways("somebody@else.example", [TODAY - 3]))
    read_back(other, folder)
    (found,) = (p for p in asking.review(other, kind="same_person").proposals)
    assert {email for side in found.sides for email in side.emails} == {INES, TOMAS}
    row = Proposal.objects.get(book_id=other.book_id, kind=noticed.SAME_PERSON)
    assert row.key == noticed.pair_key(seed(other, INES), seed(other, TOMAS))
    key = noticed.value_key(seed(other, INES), "phone", "+49 30 9")
    assert Proposal.objects.get(book_id=other.book_id, kind=noticed.DETAIL, key=key).state == "declined"
    proposals.accept(other, found.id)
    assert {INES, TOMAS} <= set(page(other).row.emails)
    assert asking.proposal(two, open_one).state == "open"
