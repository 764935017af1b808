"""What is declared leaves through the guard: what was told in confidence stays out, and the document says so."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from comity.actions import decisions, gifts, interests, people
from comity.answers import decisions as kept
from comity.answers import declaring
from comity.answers.conflicts import check
from comity.core.errors import NotFound
from comity.store.access import Scope
from comity.store.models import Confidence, Person
from tests.made_up import TODAY
from tests.small_book import date

SECRET = "she leaves for Zurich in March"


@pytest.fixture
def bo(scope: Scope) -> str:
    Person.objects.create(book_id=scope.book_id, is_me=True, by_hand=True, name="Noor Adler")
    return people.add_person(scope, name="Bo Marsh", email="bo@acme.example", organisation="Acme")


@pytest.fixture
def told(scope: Scope, bo: str) -> str:
    row = Confidence.objects.create(
        book_id=scope.book_id, text=SECRET, signs="Zurich", subject=Person.objects.get(uuid=bo), on=TODAY
    )
    return str(row.uuid)


def keep(scope: Scope, question: str) -> str:
    found = check(scope, question)
    return decisions.keep(scope, question, found.verdict, kept.to_keep(found))


def test_a_statement_says_who_the_matter_the_paths_and_what_i_do(scope: Scope, bo: str) -> None:
    interests.add(scope, "family", person_id=bo)
    found = declaring.statement(scope, keep(scope, "hire Bo"), to="Eve", words_of_mine="I leave it to Eve.")
    assert found.template == "disclosure"
    said = str(found.values)
    for words in ("Noor Adler", "hire Bo", "Eve", "Bo Marsh is close family of yours", "I leave it to Eve."):
        assert words in said
    assert (found.withheld, found.values["left_out"]) == ((), "")


def test_a_confidence_stays_out_of_every_document_unless_it_is_released(
    scope: Scope, bo: str, told: str
) -> None:
    held = interests.add(scope, "friendship", person_id=bo, text=f"Friends; {SECRET}")
    gifts.add(scope, "received", f"A guide to Zurich; {SECRET}", person_id=bo)
    asked = keep(scope, "hire Bo")
    decisions.step_aside(scope, asked, [("person", bo)], rule=f"Her post, as {SECRET}")
    documents: tuple[Callable[[tuple[str, ...]], declaring.Document], ...] = (
        lambda released: declaring.statement(scope, asked, words_of_mine=SECRET, released=released),
        lambda released: declaring.recusal(scope, asked, released=released),
        lambda released: declaring.of_interest(scope, held, released=released),
        lambda released: declaring.yearly(scope, date(TODAY).year, released=released),
        lambda released: declaring.gifts_register(scope, released=released),
    )
    for make in documents:
        closed = make(())
        assert "Zurich" not in str(closed.values)
        assert closed.withheld
        assert closed.values["left_out"]
        opened = make((told,))
        assert "Zurich" in str(opened.values)
        assert opened.withheld == ()
    for what in ("interests", "gifts"):
        assert "Zurich" not in str(declaring.table(scope, what).rows)
        assert "Zurich" in str(declaring.table(scope, what, released=(told,)).rows)


def test_the_register_of_a_year_holds_what_lasted_or_still_counted_in_it(scope: Scope, bo: str) -> None:
    year = date(TODAY).year
    interests.add(scope, "stake", organisation="Acme", since=date(TODAY - 2000), amount="5", currency="EUR")
    interests.add(
        scope, "past_employer", organisation="Quill", since=date(TODAY - 1900), until=date(TODAY - 1200)
    )
    past = declaring.table(scope, "interests", year - 3).rows
    assert [row[1] for row in past] == ["Acme", "Quill"]
    assert [row[1] for row in declaring.table(scope, "interests", year).rows] == ["Acme"]
    assert declaring.table(scope, "interests", 1990).rows == ()
    assert len(declaring.table(scope, "interests").rows) == 2
    assert declaring.yearly(scope, year).template == "register"


def test_what_is_not_there_is_not_declared(scope: Scope, bo: str) -> None:
    for make in (declaring.statement, declaring.recusal, declaring.of_interest):
        with pytest.raises(NotFound):
            make(scope, "00000000-0000-7000-8000-000000000000")
