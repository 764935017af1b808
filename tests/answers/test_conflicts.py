"""The check before a decision: whom it reads, which paths it finds, and what it asks for."""

from __future__ import annotations

import pytest

from comity.actions import (
    commitments,
    decisions,
    engagements,
    gifts,
    interests,
    invoices,
    people,
    policies,
    rules,
    ties,
)
from comity.actions.merging import merge_people
from comity.actions.policies import Terms
from comity.answers import decisions as kept
from comity.answers import policies as policy_answers
from comity.answers import proposed_interests
from comity.answers.conflicts import check
from comity.answers.gifts import gifts as register_of_gifts
from comity.answers.interests import interest, register
from comity.core.errors import Invalid
from comity.store.access import Scope
from comity.store.models import (
    Batch,
    Claim,
    Fact,
    Identifier,
    Interest,
    Metrics,
    Organisation,
    Person,
    Policy,
    Position,
    Recusal,
    Relationship,
    Tie,
)
from tests.made_up import TODAY, new_scope
from tests.small_book import date


@pytest.fixture
def bo(scope: Scope) -> str:
    return people.add_person(scope, name="Bo Marsh", email="bo@acme.example", organisation="Acme GmbH")


@pytest.fixture
def ada(scope: Scope) -> str:
    return people.add_person(scope, name="Ada Quill", email="ada@quill.example", organisation="Quill & Co")


def lines(scope: Scope, question: str) -> list[str]:
    return [path.line for path in check(scope, question).paths]


def test_people_and_organisations_are_read_in_two_languages(scope: Scope, bo: str, ada: str) -> None:
    for question, kind, names in (
        ("hire Bo at Acme", "hire", ["Bo Marsh", "Acme GmbH"]),
        ("Bo Marsh bei der ACME GmbH einstellen?", "hire", ["Bo Marsh", "Acme GmbH"]),
        ("buy from Quill & Co", "buy", ["Quill & Co"]),
        ("empfehle ada@quill.example", "recommend", ["Ada Quill"]),
        (f"pay {bo}", "pay", ["Bo Marsh"]),
    ):
        found = check(scope, question)
        assert (found.kind, [one.name for one in found.parties]) == (kind, names), question
        assert (found.verdict, found.unknown) == ("clear", ())


def test_what_fits_several_is_asked_and_what_fits_nobody_is_told(scope: Scope, bo: str) -> None:
    tarn = people.add_person(scope, name="Bo Tarn", email="bo@tarn.example")
    found = check(scope, "hire Bo at Zorg")
    assert (found.verdict, found.unknown) == ("", ("Zorg",))
    assert [(one.words, [each.name for each in one.choices]) for one in found.asked] == [
        ("Bo", ["Bo Marsh", "Bo Tarn"])
    ]
    assert [one.id for one in check(scope, "hire Bo at Zorg", {"Bo": tarn}).parties] == [tarn]
    assert check(scope, "hire Bo", {"Bo": "nonsense"}).asked
    assert check(scope, "hire somebody").parties == ()
    with pytest.raises(Invalid):
        check(scope, "  ")


def test_a_name_of_a_person_and_a_place_is_asked_unless_the_question_says_at(scope: Scope, ada: str) -> None:
    (asked,) = check(scope, "pay Quill").asked
    assert {one.kind for one in asked.choices} == {"person", "organisation"}
    assert [one.name for one in check(scope, "hire at Quill").parties] == ["Quill & Co"]


def test_people_of_other_books_and_their_interests_are_not_seen(scope: Scope, bo: str) -> None:
    other = new_scope()
    assert check(other, "hire Bo").parties == ()
    assert check(other, f"hire {bo}").parties == ()
    people.add_person(other, name="Bo Marsh", email="bo@acme.example", organisation="Acme GmbH")
    interests.add(scope, "stake", organisation="Acme GmbH")
    assert check(other, "hire Bo").paths == ()


def test_each_thing_of_the_book_is_a_path(scope: Scope, bo: str) -> None:
    gifts.add(scope, "received", "Wine", person_id=bo, on=date(TODAY - 20))
    work = engagements.begin(scope, bo, "provider", "Printing", since=date(TODAY - 200))
    invoices.add(scope, work, amount="10", currency="EUR", dated_on=date(TODAY - 30))
    commitments.promise(scope, bo, "Send it", by="mine")
    Relationship.objects.filter(person__uuid=bo).update(nature="both")
    Metrics.objects.filter(relationship__person__uuid=bo).update(strength=6.0, last_day=TODAY)
    found = check(scope, "hire Bo")
    labels = {path.steps[0].label for path in found.paths}
    assert labels == {"gift", "work", "friendship", "close contact", "promise"}
    assert found.verdict == "disclose"
    ages = {path.steps[0].label: path.seen for path in found.paths}
    assert (ages["gift"], ages["work"]) == (date(TODAY - 20), date(TODAY - 30))


def test_a_tie_of_somebody_merged_is_theirs(scope: Scope, bo: str, ada: str) -> None:
    again = people.add_person(scope, name="Robert Marsh", email="bob@marsh.example")
    interests.add(scope, "friendship", person_id=ada)
    ties.add(scope, ada, "spouse", other_id=again)
    merge_people(scope, [bo, again])
    (line,) = lines(scope, f"hire {bo}")
    assert line.startswith("Ada Quill is a friend of yours → Ada Quill is the spouse or partner of")


def test_a_friend_at_work_is_a_path_of_their_own_and_a_rule_makes_it_heavy(
    scope: Scope, bo: str, ada: str
) -> None:
    people.set_relationship(scope, bo, nature="both")
    found = check(scope, "hire Bo")
    assert (found.verdict, [one.name for one in found.without_rule]) == ("disclose", ["Bo Marsh"])
    assert found.paths[0].line == "Bo Marsh is both a friend and a colleague"
    assert [one.name for one in check(scope, "buy from Acme").without_rule] == ["Bo Marsh"]
    ties.add(scope, ada, "spouse", other_id=bo)
    assert check(scope, "hire Ada").verdict == "disclose"
    rule = rules.stay_out(scope, bo, "his pay")
    found = check(scope, "hire Bo")
    assert (found.verdict, found.rule, found.without_rule) == ("recuse", "own_rule", ())
    assert found.paths[0].line == (
        "Bo Marsh is both a friend and a colleague, and you said what you stay out of (his pay)"
    )
    assert (found.paths[0].weight, check(scope, "recommend Bo").verdict) == ("heavy", "recuse")
    assert (check(scope, "hire Ada").verdict, check(scope, "hire Ada").rule) == ("recuse", "heavy")
    assert check(scope, "buy from Acme").verdict == "disclose"
    decisions.end_recusal(scope, rule)
    assert check(scope, "hire Bo").verdict == "disclose"


def test_a_rule_for_somebody_merged_is_theirs(scope: Scope, bo: str) -> None:
    again = people.add_person(scope, name="Robert Marsh")
    rules.stay_out(scope, again, "his pay")
    merge_people(scope, [bo, again])
    people.set_relationship(scope, bo, nature="both")
    assert check(scope, f"hire {bo}").paths[0].weight == "heavy"


def test_two_posts_at_one_place_are_one_step(scope: Scope, bo: str) -> None:
    interests.add(scope, "friendship", person_id=bo)
    post = Position.objects.get(person__uuid=bo)
    Position.objects.filter(pk=post.pk).update(title="Buyer", seen_at=TODAY * 86_400)
    Position.objects.create(
        book_id=scope.book_id,
        person=post.person,
        organisation=post.organisation,
        title="Director",
        seen_at=(TODAY - 9) * 86_400,
    )
    (path,) = check(scope, "buy from Acme").paths
    assert path.line == "Bo Marsh is a friend of yours → Bo Marsh works at Acme GmbH (Buyer, Director)"
    assert path.steps[1].seen == date(TODAY)


def test_money_is_told_with_what_it_is_in(scope: Scope, bo: str) -> None:
    work = engagements.begin(scope, bo, "provider", "Printing", since=date(TODAY - 200))
    for amount, currency in (("10", "EUR"), ("15.5", "EUR"), ("3", "USD")):
        invoices.add(scope, work, amount=amount, currency=currency, dated_on=date(TODAY - 30))
    invoices.add(scope, work, dated_on=date(TODAY - 3))
    engagements.begin(scope, bo, "client", "Talks", since=date(TODAY - 200))
    interests.add(scope, "stake", organisation="Acme GmbH", amount="1200", currency="EUR")
    gifts.add(scope, "received", "Wine", person_id=bo, amount="20", currency="EUR")
    said = [line.replace("\u00a0", " ").replace("\u202f", " ") for line in lines(scope, "hire Bo at Acme")]
    assert "Bo Marsh works for you (Printing; 25.50 EUR and 3.00 USD invoiced)" in said
    assert "You work for Bo Marsh, a client (Talks)" in said
    assert "You have a stake in Acme GmbH (worth 1 200.00 EUR)" in said
    assert "A gift passed between you and Bo Marsh (Wine; worth 20.00 EUR)" in said
    sums = {path.steps[0].label: path.steps[0].money for path in check(scope, "hire Bo").paths}
    assert sums["gift"] == ((2000, "EUR"),)


def test_who_died_is_no_step(scope: Scope, bo: str, ada: str) -> None:
    interests.add(scope, "family", person_id=ada)
    ties.add(scope, ada, "spouse", other_id=bo)
    Person.objects.filter(uuid=ada).update(died_on=TODAY - 9)
    assert lines(scope, "hire Bo") == []


def test_an_ended_interest_is_shown_apart_once_it_no_longer_counts(scope: Scope, bo: str) -> None:
    id = interests.add(scope, "past_employer", organisation="Acme GmbH", until=date(TODAY - 364))
    (path,) = check(scope, "buy from Acme").counting
    assert "counts until" in path.steps[0].state_words
    interests.edit(scope, id, cooling_days=30)
    found = check(scope, "buy from Acme")
    assert (found.verdict, found.counting, len(found.ended)) == ("clear", (), 1)
    assert "no longer counts" in found.ended[0].steps[0].state_words


def test_a_rule_of_an_employer_and_my_own_decide(scope: Scope, bo: str) -> None:
    interests.add(scope, "friendship", person_id=bo)
    Policy.objects.create(
        book_id=scope.book_id, kind="relationships", title="Friends", asks="approval", since=TODAY - 9
    )
    found = check(scope, "hire Bo")
    assert (found.verdict, found.rule, found.approval) == ("disclose", "policy", True)
    assert "Friends" in found.because
    Recusal.objects.create(
        book_id=scope.book_id,
        organisation=Organisation.objects.get(key="acme gmbh"),
        matter="Acme's orders",
        since=TODAY,
    )
    assert check(scope, "hire Bo").rule == "policy"
    assert check(scope, "buy from Acme").rule == "own_rule"
    assert "Acme's orders" in check(scope, "buy from Acme").because


def test_a_kept_check_tells_its_paths_as_they_were(scope: Scope, bo: str) -> None:
    interests.add(scope, "family", person_id=bo)
    found = check(scope, "hire Bo at Acme")
    id = decisions.keep(scope, found.question, found.verdict, kept.to_keep(found))
    Interest.objects.all().delete()
    one = kept.decision(scope, id)
    assert [path.line for path in one.paths] == ["Bo Marsh is close family of yours"]
    assert [kind for kind, _ in one.parties] == ["person", "organisation"]
    assert kept.open_decisions(scope) == 1
    odd = decisions.keep(
        scope, "odd", "clear", [{"steps": 3}, {"about": [7]}, {"steps": ["a"], "labels": None}]
    )
    assert [path.steps for path in kept.decision(scope, odd).paths] == [("a",)]


def test_a_gift_says_at_once_what_a_rule_asks(scope: Scope, bo: str) -> None:
    Policy.objects.create(
        book_id=scope.book_id,
        kind="gifts",
        title="Gifts",
        amount=5000,
        currency="EUR",
        days=365,
        asks="disclose",
        since=TODAY - 900,
    )
    gifts.add(scope, "received", "Wine", person_id=bo, amount="30", currency="EUR", on=date(TODAY - 90))
    gifts.add(scope, "received", "Book", person_id=bo, amount="25", currency="EUR")
    gifts.add(scope, "received", "Pen", organisation="Quill", amount="1", currency="USD")
    pen, book, wine = register_of_gifts(scope)
    assert "2 from the same giver come to 55.00\u00a0EUR, and the limit is 50.00\u00a0EUR" in book.warning
    assert "another currency" in pen.warning
    assert (wine.warning, wine.open, book.open) == ("", False, True)
    gifts.disclose(scope, book.id, "HR")
    assert not register_of_gifts(scope, who=bo)[0].open
    assert register_of_gifts(scope, year=1999) == ()


def test_interests_are_reviewed_once_a_year(scope: Scope, bo: str) -> None:
    interests.add(scope, "stake", organisation="Acme GmbH")
    old = interests.add(scope, "office", person_id=bo)
    Interest.objects.filter(uuid=old).update(noted_on=TODAY - 400)
    found = register(scope)
    assert (found.due, found.holding[0].id, len(register(scope, who=bo).holding)) == (1, old, 1)
    interests.review(scope, old)
    assert register(scope).due == 0


def test_a_former_employer_is_proposed_until_it_is_noted_or_declined(scope: Scope, bo: str) -> None:
    me = Person.objects.create(book_id=scope.book_id, is_me=True, by_hand=True, name="Noor")
    acme, quill = (
        Organisation.objects.get(key="acme gmbh"),
        Organisation.objects.create(book_id=scope.book_id, name="Quill", key="quill"),
    )
    for place, until in ((quill, TODAY - 40), (acme, None)):
        Position.objects.create(book_id=scope.book_id, person=me, organisation=place, until=until, seen_at=1)
    Identifier.objects.create(
        book_id=scope.book_id, kind="email", value="noor@zorg.example", person=me, own=2, own_until=TODAY - 9
    )
    (first, second) = proposed_interests.proposed(scope)
    assert (first.organisation, first.until) == ("Quill", date(TODAY - 40))
    assert (second.organisation, second.until) == ("zorg.example", date(TODAY - 9))
    interests.add(scope, first.kind, organisation=first.organisation, until=first.until)
    interests.decline(scope, second.key)
    assert proposed_interests.proposed(scope) == ()


def test_family_that_a_file_names_is_proposed(scope: Scope, bo: str, ada: str) -> None:
    batch = Batch.objects.create(book_id=scope.book_id, number=1)
    me = Person.objects.create(book_id=scope.book_id, is_me=True, by_hand=True, name="Noor Adler")
    bo_row, ada_row = Person.objects.get(uuid=bo), Person.objects.get(uuid=ada)
    Claim.objects.create(
        book_id=scope.book_id,
        identifier=Identifier.objects.get(value="ada@quill.example"),
        field="note",
        value="Spouse: Bo Marsh",
        origin=3,
        first_at=1,
        last_at=1,
        batch=batch,
    )
    told = ("Uncle: Noor Adler", "Child: Nobody", "Hobby: Bo Marsh", "Sister: Ada Quill")
    for person, text in zip((bo_row, bo_row, ada_row, ada_row), told, strict=True):
        Fact.objects.create(book_id=scope.book_id, person=person, text=text, noted_on=TODAY, batch=batch)
    Fact.objects.create(book_id=scope.book_id, person=ada_row, text="Mother: Bo Marsh", noted_on=TODAY)
    mine, tie = proposed_interests.proposed(scope)
    assert (mine.what, mine.kind, mine.one) == ("interest", "relative", bo)
    assert (tie.what, tie.kind, tie.one, tie.other) == ("tie", "spouse", bo, ada)
    ties.add(scope, tie.one, tie.kind, other_id=tie.other)
    interests.add(scope, mine.kind, person_id=mine.one)
    assert proposed_interests.proposed(scope) == ()
    assert (Tie.objects.count(), me.is_me) == (1, True)


def test_a_policy_says_for_how_long_an_employer_counts_that_i_left(scope: Scope, bo: str) -> None:
    id = interests.add(scope, "past_employer", organisation="Acme GmbH", since=date(TODAY - 900))
    interests.end(scope, id, on=date(TODAY - 200))
    office = interests.add(scope, "office", organisation="Acme GmbH", since=date(TODAY - 900))
    interests.end(scope, office, on=date(TODAY - 400))
    assert check(scope, "hire Bo at Acme GmbH").verdict == "disclose"
    policy = policies.add(scope, Terms("Leavers", "cooling_off", days=180))
    assert check(scope, "hire Bo at Acme GmbH").verdict == "clear"
    assert interest(scope, id).state == "over"
    policies.edit(scope, policy, Terms("Leavers", "cooling_off", amount="5", currency="EUR", days=210))
    assert policy_answers.policy(scope, policy).threshold == "for 210 days"
    assert check(scope, "hire Bo at Acme GmbH").verdict == "disclose"
    assert {line.counts_until for line in register(scope).ended if line.id == id} == {date(TODAY + 10)}
    interests.edit(scope, id, cooling_days=30)
    assert check(scope, "hire Bo at Acme GmbH").verdict == "clear"
    with pytest.raises(Invalid):
        policies.add(scope, Terms("Leavers", "cooling_off"))
