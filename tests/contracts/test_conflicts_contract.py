"""The check before a decision says the same on both engines, and reads no other book."""

from __future__ import annotations

import pytest

from comity.actions import commitments, engagements, gifts, interests, invoices, people, rules, ties
from comity.actions.merging import merge_people
from comity.answers.conflicts import check
from comity.answers.proposed_interests import proposed
from comity.answers.today import today
from comity.store.models import Interest, Metrics, Organisation, Position, Relationship
from tests.made_up import TODAY, new_scope, on_day
from tests.small_book import date

pytestmark = pytest.mark.django_db


def test_every_kind_of_edge_is_walked() -> None:
    with on_day(TODAY):
        scope, other = new_scope(), new_scope()
        for book in (scope, other):
            bo = people.add_person(book, name="Bo Marsh", email="bo@acme.example", organisation="Acme GmbH")
            ada = people.add_person(
                book, name="Ada Quill", email="ada@quill.example", organisation="Quill & Co"
            )
            again = people.add_person(book, name="A. Quill", email="a@quill.example")
            merge_people(book, [ada, again])
            ties.add(book, again, "owner", organisation="Acme GmbH", hearsay=True)
            ties.add(book, bo, "sibling", other_id=ada)
            interests.add(book, "stake", organisation="Acme GmbH", amount="1", currency="EUR")
            interests.add(book, "friendship", person_id=again, until=date(TODAY - 900))
            gifts.add(book, "received", "Wine", person_id=bo, on=date(TODAY - 4))
            engagements.begin(book, ada, "client", "Maps")
            commitments.promise(book, bo, "Send it")
            Relationship.objects.filter(person__uuid=bo).update(nature="both")
            Metrics.objects.filter(relationship__person__uuid=bo).update(strength=6.0, last_day=TODAY)
        found = check(other, "hire Bo at Acme")
        assert [one.name for one in found.parties] == ["Bo Marsh", "Acme GmbH"]
        assert found.verdict == "recuse"
        assert {(len(path.steps), path.steps[0].label, path.weight) for path in found.paths} == {
            (1, "a stake", "heavy"),
            (1, "gift", "some"),
            (1, "friendship", "some"),
            (1, "promise", "light"),
            (1, "close contact", "light"),
            (2, "work", "some"),
            (2, "a friendship", "none"),
        }
        assert any(path.hearsay for path in found.paths)
        assert len([path for path in found.paths if len(path.steps) == 2]) == 4
        assert {path.steps[-1].to.id for path in found.paths} == {one.id for one in found.parties}
        assert check(scope, "hire Bo at Acme").paths != found.paths
        assert proposed(other) == ()


def test_rules_sums_and_several_posts_are_read_alike() -> None:
    with on_day(TODAY):
        scope = new_scope()
        bo = people.add_person(scope, name="Bo Marsh", organisation="Acme GmbH")
        people.set_relationship(scope, bo, nature="both")
        rules.stay_out(scope, bo, "his pay")
        work = engagements.begin(scope, bo, "provider", "Maps")
        for currency in ("EUR", "EUR", "USD"):
            invoices.add(scope, work, amount="10", currency=currency)
        post = Position.objects.get(person__uuid=bo)
        Position.objects.create(
            book_id=scope.book_id,
            person=post.person,
            organisation=post.organisation,
            title="Director",
            seen_at=post.seen_at,
        )
        found = check(scope, "buy from Acme")
        assert [path.steps[0].money for path in found.paths] == [(), ((2000, "EUR"), (1000, "USD"))]
        assert found.paths[0].line == (
            "Bo Marsh is both a friend and a colleague, and you said what you stay out of (his pay) → "
            "Bo Marsh works at Acme GmbH (Director)"
        )


def test_organisations_are_found_by_their_beginning_byte_by_byte() -> None:
    with on_day(TODAY):
        scope = new_scope()
        for name in ("Acme GmbH", "Acme-Sub", "Acmeist", "Äpfel & Söhne"):
            interests.add(scope, "member", organisation=name)
        assert [one.name for one in check(scope, "buy from Acme").parties] == ["Acme GmbH"]
        assert [one.name for one in check(scope, "buy from Äpfel").parties] == ["Äpfel & Söhne"]
        assert Organisation.objects.filter(book_id=scope.book_id).count() == 4


def test_today_asks_once_a_year_whether_interests_hold() -> None:
    with on_day(TODAY):
        scope = new_scope()
        id = interests.add(scope, "stake", organisation="Acme")
        assert [item.kind for item in today(scope).items] == []
        Interest.objects.filter(uuid=id).update(noted_on=TODAY - 365)
        (item,) = today(scope).items
        assert (item.kind, item.page, item.title) == (
            "interests",
            "/interests",
            "Does this still hold? 1 interest of yours",
        )
        interests.review(scope, id)
        assert today(scope).items == ()
