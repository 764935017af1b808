"""An opportunity on the list of Today names whom it would help, as its own page ranks them; on both engines."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytest_django import DjangoAssertNumQueries

from comity.actions import merging, opportunities, people
from comity.answers import opportunities as page
from comity.answers.shapes import Item
from comity.answers.today import today
from comity.store.access import Scope
from comity.store.models import Relationship
from tests.made_up import TODAY, new_scope, on_day

pytestmark = pytest.mark.django_db
OPENING = "Bookbinder at Quill Press\nWe want somebody for letterpress, marbling and gilding."


@pytest.fixture
def scope() -> Iterator[Scope]:
    with on_day(TODAY):
        yield new_scope()


def item(scope: Scope) -> Item:
    return next(one for one in today(scope, limit=100).items if one.kind == "opportunity")


def add(scope: Scope, name: str, title: str = "", tag: str = "") -> str:
    id = people.add_person(scope, name=name, title=title)
    if tag:
        people.add_tag(scope, id, tag)
    return id


def test_it_names_those_whom_it_would_help_most_with_the_first_reason(scope: Scope) -> None:
    id = opportunities.note(scope, OPENING)
    assert item(scope).reason == "Found today, and not shared with anybody. Whom would it help?"
    assert item(scope).helps == ()
    ada = add(scope, "Ada Berg", "Letterpress printer", "gilding")
    bo = add(scope, "Bo Lind", "Gilding and marbling")
    add(scope, "Cleo Sand", tag="marbling")
    found = item(scope)
    assert [face.id for face in found.helps] == [ada, bo]
    assert (
        "It could help Ada Berg (tagged “gilding”)" in found.reason or "works as Letterpress" in found.reason
    )
    assert "Bo Lind (works as Gilding and marbling)" in found.reason
    assert [one.known.face for one in page.opportunity(scope, id).would_help][:2] == list(found.helps)


def test_who_knows_it_already_holds_the_post_or_is_stepped_back_from_is_not_named(scope: Scope) -> None:
    source = add(scope, "Ada Berg", "Letterpress printer")
    other = add(scope, "Bo Lind", "Gilding")
    away = add(scope, "Cleo Sand", "Marbling")
    people.add_person(scope, name="Dag Holm", title="Bookbinder", organisation="Quill Press")
    id = opportunities.note(scope, OPENING, kind="opening", source_id=source)
    Relationship.objects.filter(person__uuid=away).update(standing="stepped_back")
    assert [face.id for face in item(scope).helps] == [other]
    opportunities.pass_over(scope, id, other)
    assert item(scope).helps == ()


def test_people_who_are_one_are_named_once_and_another_book_has_no_part(scope: Scope) -> None:
    opportunities.note(scope, OPENING)
    ids = [add(scope, "Ada Berg", "Letterpress printer"), add(scope, "A. Berg", "Gilding")]
    merging.merge_people(scope, ids)
    add(new_scope(), "Bo Lind", "Letterpress, marbling, gilding")
    (face,) = item(scope).helps
    assert face.id in ids


def test_it_takes_two_queries_more_than_the_list_alone_one_of_them_for_confidences(
    scope: Scope, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    add(scope, "Ada Berg", "Letterpress printer")
    for n in range(3):
        opportunities.note(scope, OPENING, title=f"Letterpress {n}")
    today(scope)
    with django_assert_num_queries(6):
        assert len([one for one in today(scope).items if one.helps]) == 3
