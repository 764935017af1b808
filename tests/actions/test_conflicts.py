"""Interests, ties, gifts and decisions: noted, refused where they make no sense, and taken back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from comity.actions import boundaries, decisions, gifts, interests, people, policies, removed, ties
from comity.answers import decisions as kept
from comity.answers import gifts as given
from comity.answers import interests as answers
from comity.core.errors import Invalid, NotFound, WrongState
from comity.store.access import Scope
from comity.store.models import Attention, Decision, Interest, Organisation, Person, Recusal
from tests.made_up import TODAY, new_scope
from tests.small_book import date

NOBODY = "00000000-0000-7000-8000-000000000000"


@pytest.fixture
def ada(scope: Scope) -> str:
    return people.add_person(scope, name="Ada Quill", email="ada@quill.example", organisation="Quill & Co")


@pytest.fixture
def bo(scope: Scope) -> str:
    return people.add_person(scope, name="Bo Marsh", email="bo@marsh.example")


@pytest.fixture
def me(scope: Scope) -> str:
    return str(Person.objects.create(book_id=scope.book_id, is_me=True, by_hand=True, name="Noor").uuid)


def test_an_interest_is_noted_changed_ended_reviewed_declared_and_removed(scope: Scope, ada: str) -> None:
    id = interests.add(
        scope, "stake", person_id=ada, organisation="Acme", text=" Shares ", amount="1200", currency="eur",
        since=date(TODAY - 900),
    )  # fmt: skip
    one = answers.interest(scope, id)
    assert (one.about, one.text, one.worth, one.state) == (
        "Ada Quill, Acme",
        "Shares",
        "1\u202f200.00\u00a0EUR",
        "holds",
    )
    interests.edit(scope, id)
    interests.edit(scope, id, text="Options", since=None, cooling_days=30)
    interests.end(scope, id, on=date(TODAY - 10))
    assert answers.interest(scope, id).state == "cooling"
    assert answers.interest(scope, id).counts_until == date(TODAY + 20)
    interests.reopen(scope, id)
    interests.end(scope, id, cooling_days=0)
    interests.edit(scope, id, until=date(TODAY - 5))
    assert answers.interest(scope, id).state == "over"
    assert interests.review(scope, id) is None
    assert interests.review(scope, id) == date(TODAY)
    interests.not_reviewed(scope, id, date(TODAY - 400))
    assert Interest.objects.get().reviewed_on == TODAY - 400
    interests.not_reviewed(scope, id)
    assert Interest.objects.get().reviewed_on is None
    with pytest.raises(Invalid):
        interests.not_reviewed(scope, id, date(TODAY + 1))
    interests.disclose(scope, id, "HR")
    assert answers.interest(scope, id).disclosed_to == "HR"
    interests.undisclose(scope, id)
    interests.remove(scope, id)
    assert not Interest.objects.exists()


def test_an_interest_needs_a_kind_somebody_and_an_amount_that_is_one(scope: Scope, ada: str, me: str) -> None:
    refused: list[Callable[[], object]] = [
        lambda: interests.add(scope, "whim", person_id=ada),
        lambda: interests.add(scope, "stake"),
        lambda: interests.add(scope, "stake", person_id=me),
        lambda: interests.add(scope, "stake", person_id=ada, amount="1"),
        lambda: interests.add(scope, "stake", person_id=ada, amount="many", currency="EUR"),
        lambda: interests.add(scope, "stake", person_id=ada, currency="euro"),
        lambda: interests.add(scope, "stake", person_id=ada, since=date(TODAY), until=date(TODAY - 1)),
        lambda: interests.add(scope, "stake", person_id=ada, cooling_days=-1),
    ]
    for add in refused:
        with pytest.raises(Invalid):
            add()
    with pytest.raises(NotFound):
        interests.add(scope, "stake", person_id=NOBODY)
    assert not Interest.objects.exists()


def test_an_interest_ends_once_and_is_declared_to_somebody(scope: Scope, ada: str) -> None:
    id = interests.add(scope, "friendship", person_id=ada)
    for wrong in (interests.reopen, interests.undisclose):
        with pytest.raises(WrongState):
            wrong(scope, id)
    with pytest.raises(Invalid):
        interests.disclose(scope, id, " ")
    interests.end(scope, id)
    with pytest.raises(WrongState):
        interests.end(scope, id)


def test_a_proposal_that_was_declined_is_remembered(scope: Scope) -> None:
    interests.decline(scope, f"interest-{'a' * 32}")
    interests.decline(scope, f"interest-{'a' * 32}")
    assert Attention.objects.get().act == Attention.NEVER
    for key in ("interest", f"thanks-{'a' * 32}"):
        with pytest.raises(Invalid):
            interests.decline(scope, key)


def test_a_tie_is_noted_confirmed_ended_and_removed(scope: Scope, ada: str, bo: str) -> None:
    id = ties.add(scope, ada, "spouse", other_id=bo, hearsay=True)
    (one,) = answers.ties(scope)
    assert (one.one.name, one.face and one.face.name, one.hearsay) == ("Ada Quill", "Bo Marsh", True)
    ties.confirm(scope, id)
    ties.end(scope, id, on=date(TODAY - 1))
    (one,) = answers.ties(scope, who=bo)
    assert (one.hearsay, one.until) == (False, date(TODAY - 1))
    with pytest.raises(WrongState):
        ties.end(scope, id)
    ties.reopen(scope, id)
    with pytest.raises(WrongState):
        ties.reopen(scope, id)
    ties.remove(scope, id)
    ties.add(scope, ada, "owner", organisation="Acme")
    assert [one.organisation for one in answers.ties(scope)] == ["Acme"]


def test_a_tie_is_between_two_others(scope: Scope, ada: str, bo: str, me: str) -> None:
    for other, place, kind in (
        (ada, "", "spouse"),
        (me, "", "spouse"),
        ("", "", "spouse"),
        (bo, "Acme", "owner"),
        (bo, "", "hero"),
    ):
        with pytest.raises(Invalid):
            ties.add(scope, ada, kind, other_id=other, organisation=place)
    with pytest.raises(Invalid):
        ties.add(scope, me, "spouse", other_id=bo)


def test_a_gift_is_noted_handed_in_declared_and_removed(scope: Scope, ada: str) -> None:
    id = gifts.add(scope, "received", "Wine", person_id=ada, amount="40", currency="EUR", kind="meal")
    gifts.became(scope, id, "handed_in")
    gifts.disclose(scope, id, "Compliance", on=date(TODAY - 1))
    one = given.gift(scope, id)
    assert (one.outcome, one.disclosed_to, one.worth) == ("handed_in", "Compliance", "40.00\u00a0EUR")
    gifts.undisclose(scope, id)
    with pytest.raises(WrongState):
        gifts.undisclose(scope, id)
    gifts.remove(scope, id)
    with pytest.raises(NotFound):
        given.gift(scope, id)


def test_a_gift_needs_words_a_way_and_a_kind(scope: Scope, ada: str) -> None:
    for direction, what, kind, outcome in (
        ("found", "Wine", "gift", "kept"),
        ("given", " ", "gift", "kept"),
        ("given", "Wine", "car", "kept"),
        ("given", "Wine", "gift", "lost"),
    ):
        with pytest.raises(Invalid):
            gifts.add(scope, direction, what, person_id=ada, kind=kind, outcome=outcome)
    with pytest.raises(Invalid):
        gifts.add(scope, "given", "Wine", person_id=ada, on=date(TODAY + 1))
    with pytest.raises(Invalid):
        gifts.became(scope, gifts.add(scope, "given", "Wine", person_id=ada), "lost")


def test_a_check_is_kept_answered_once_and_taken_back(scope: Scope, ada: str) -> None:
    id = decisions.keep(scope, "hire Ada", "disclose", [{"steps": ["a"]}])
    decisions.disclosed(scope, id, "Eve", note="By mail")
    one = kept.decision(scope, id)
    assert (one.did, one.to, one.note, one.did_on) == ("disclosed", "Eve", "By mail", date(TODAY))
    with pytest.raises(WrongState):
        decisions.went_on(scope, id, "No time")
    decisions.reopen(scope, id)
    with pytest.raises(WrongState):
        decisions.reopen(scope, id)
    with pytest.raises(Invalid):
        decisions.went_on(scope, id, " ")
    decisions.went_on(scope, id, "No time", on=date(TODAY - 1))
    assert kept.decision(scope, id).did_words == "went on"


def test_stepping_aside_makes_rules_that_go_with_it(scope: Scope, ada: str) -> None:
    place = str(Organisation.objects.get().uuid)
    id = decisions.keep(scope, "hire Ada at Quill", "recuse")
    decisions.step_aside(
        scope, id, [("person", ada), ("organisation", place)], to="Eve", rule="Her pay", until=date(TODAY + 9)
    )
    assert {one.about for one in kept.recusals(scope, decision=id)} == {"Ada Quill", "Quill & Co"}
    decisions.reopen(scope, id)
    assert not Recusal.objects.exists()
    decisions.step_aside(scope, id)
    (rule,) = kept.recusals(scope)
    assert (rule.about, rule.matter, rule.lasting) == ("", "hire Ada at Quill", True)
    assert decisions.end_recusal(scope, rule.id) is None
    assert not kept.recusals(scope)[0].lasting
    decisions.resume_recusal(scope, rule.id, date(TODAY + 9))
    assert kept.recusals(scope)[0].lasting
    assert decisions.end_recusal(scope, rule.id) == date(TODAY + 9)
    decisions.resume_recusal(scope, rule.id)
    assert kept.recusals(scope)[0].until is None
    decisions.end_recusal(scope, rule.id)
    decisions.remove(scope, id)
    assert not Recusal.objects.exists()
    assert not Decision.objects.exists()


def test_a_check_needs_words_a_verdict_and_those_it_is_about(scope: Scope) -> None:
    for question, verdict in (("", "clear"), ("hire", "perhaps")):
        with pytest.raises(Invalid):
            decisions.keep(scope, question, verdict)
    id = decisions.keep(scope, "hire", "recuse")
    for party in (("organisation", NOBODY), ("organisation", "acme"), ("person", NOBODY)):
        with pytest.raises(NotFound):
            decisions.step_aside(scope, id, [party])
    assert kept.decision(scope, id).did == ""


def test_what_is_not_in_this_book_is_not_found(scope: Scope, ada: str) -> None:
    other = new_scope()
    held = {
        interests.review: interests.add(scope, "job", organisation="Acme"),
        ties.remove: ties.add(scope, ada, "owner", organisation="Acme"),
        gifts.remove: gifts.add(scope, "given", "Tea", person_id=ada),
        decisions.remove: decisions.keep(scope, "hire", "clear"),
    }
    for act, id in held.items():
        for wanted, where in ((id, other), (NOBODY, scope), ("x", scope)):
            with pytest.raises(NotFound):
                act(where, wanted)


def test_an_organisation_that_an_interest_names_outlives_the_last_position_at_it(
    scope: Scope, ada: str
) -> None:
    interests.add(scope, "stake", organisation="Quill & Co")
    people.edit_person(scope, ada, organisation="Elsewhere")
    assert set(Organisation.objects.values_list("name", flat=True)) == {"Quill & Co", "Elsewhere"}
    assert isinstance(date(TODAY), dt.date)


def test_what_is_removed_lets_go_of_its_organisation(scope: Scope) -> None:
    gift = gifts.add(scope, "received", "Wine", organisation="Oak")
    interest = interests.add(scope, "stake", organisation="Oak")
    gifts.remove(scope, gift)
    assert Organisation.objects.filter(name="Oak").exists()
    text = interests.remove(scope, interest)
    assert not Organisation.objects.filter(name="Oak").exists()
    removed.bring_back(scope, text)
    assert Organisation.objects.filter(name="Oak").exists()


def test_what_lasts_is_not_taken_up_twice(scope: Scope) -> None:
    boundary = boundaries.add(scope, "mine", boundaries.Line("topic", ["pay"]))
    policy = policies.add(scope, policies.Terms("Gifts"))
    with pytest.raises(WrongState):
        boundaries.reopen(scope, boundary)
    with pytest.raises(WrongState):
        policies.reopen(scope, policy)
