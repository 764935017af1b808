"""Opportunities noted, shared and recorded in one step, passed over, closed; advice; all of it taken back."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from comity.actions import exchanges, feedback, introductions, merging, opportunities, people
from comity.answers import advice
from comity.answers import opportunities as answers
from comity.answers.person import person
from comity.core.errors import Invalid, NotFound, WrongState
from comity.store.access import Scope
from comity.store.models import Exchange, Opportunity, OpportunityShare, Person
from tests.made_up import ME, TODAY, new_scope
from tests.small_book import INES, both_ways, date, id_of, mail, put

OPENING = "Head of Print at Quill Press\nWe look for letterpress and bookbinding. Apply by 15 December 2024."


@pytest.fixture
def ada(scope: Scope) -> str:
    id = people.add_person(scope, name="Ada Quill", email="ada@quill.example", title="Bookbinder")
    people.add_fact(scope, id, "Prints letterpress at home")
    return id


@pytest.fixture
def bo(scope: Scope) -> str:
    return people.add_person(scope, name="Bo Marsh", email="bo@marsh.example", title="Letterpress printer")


@pytest.fixture
def opening(scope: Scope) -> str:
    return opportunities.note(scope, OPENING)


def helped(scope: Scope, id: str) -> list[str]:
    return [one.known.face.name for one in answers.opportunity(scope, id).would_help]


def test_what_is_pasted_is_guessed_and_what_is_said_wins(scope: Scope, opening: str, bo: str) -> None:
    line = answers.opportunity(scope, opening).line
    assert (line.kind, line.title, line.until, line.found_on) == (
        "opening",
        "Head of Print at Quill Press",
        date(20_072),
        date(TODAY),
    )
    said = opportunities.note(
        scope, OPENING, kind="other", title="Print", url="https://x.example", until=date(TODAY), source_id=bo
    )
    line = answers.line(scope, said)
    assert (line.kind, line.title, line.url, line.until) == (
        "other",
        "Print",
        "https://x.example",
        date(TODAY),
    )
    assert line.source is not None
    assert line.source.name == "Bo Marsh"
    assert answers.line(scope, opportunities.note(scope, OPENING, guess_until=False)).until is None


def test_what_is_pasted_twice_is_noted_once_while_it_is_open(scope: Scope, opening: str) -> None:
    assert opportunities.note(scope, f" {OPENING}\n") == opening
    opportunities.close(scope, opening)
    assert opportunities.note(scope, OPENING) != opening


def test_an_opportunity_is_changed(scope: Scope, opening: str, ada: str) -> None:
    change = {"kind": "project", "title": " Atlas ", "text": "x", "url": "", "until": None, "source_id": ada}
    opportunities.edit(scope, opening, **change)  # type: ignore[arg-type]
    line = answers.line(scope, opening)
    assert (line.kind, line.title, line.until, line.text) == ("project", "Atlas", None, "x")
    opportunities.edit(scope, opening, **(change | {"until": date(TODAY - 1), "source_id": None}))  # type: ignore[arg-type]
    line = answers.line(scope, opening)
    assert (line.over, line.source) == (True, None)


@pytest.mark.parametrize(
    ("text", "values"),
    [("", {}), ("x y", {"kind": "job"}), ("x y", {"url": "ftp://x"}), (" ", {"title": " "})],
)
def test_what_is_no_opportunity_is_refused(scope: Scope, text: str, values: dict[str, str]) -> None:
    with pytest.raises(Invalid):
        opportunities.note(scope, text, **values)  # type: ignore[arg-type]


def test_sharing_records_what_was_given_and_taking_it_back_takes_both(
    scope: Scope, opening: str, ada: str, bo: str
) -> None:
    assert set(helped(scope, opening)) == {"Ada Quill", "Bo Marsh"}
    shared = opportunities.share(scope, opening, ada, on=date(TODAY - 1))
    (known,) = person(scope, ada).exchanges
    assert (known.id, known.given, known.kind, known.text, known.on) == (
        shared.exchange,
        True,
        "opportunity",
        "Head of Print at Quill Press",
        date(TODAY - 1),
    )
    assert helped(scope, opening) == ["Bo Marsh"]
    with pytest.raises(WrongState):
        opportunities.share(scope, opening, ada)
    with pytest.raises(WrongState):
        opportunities.pass_over(scope, opening, ada)
    opportunities.came_of_it(scope, shared.share, " Hired ")
    (line,) = answers.opportunity(scope, opening).shares
    assert (line.came_of_it, line.exchange, line.shared_on) == ("Hired", shared.exchange, date(TODAY - 1))
    assert answers.share_with(scope, opening, ada) == shared.share
    assert answers.opportunity_of_share(scope, shared.share) == opening
    opportunities.unshare(scope, shared.share)
    assert not Exchange.objects.exists()
    assert not OpportunityShare.objects.exists()
    with pytest.raises(NotFound):
        answers.share_with(scope, opening, ada)


def test_an_exchange_that_was_removed_leaves_the_share(scope: Scope, opening: str, ada: str) -> None:
    shared = opportunities.share(scope, opening, ada)
    exchanges.remove_exchange(scope, shared.exchange)
    assert answers.opportunity(scope, opening).shares[0].exchange is None
    opportunities.unshare(scope, shared.share)
    assert answers.opportunity(scope, opening).shares == ()


def test_who_it_is_not_meant_for_is_not_suggested_until_that_is_taken_back(
    scope: Scope, opening: str, ada: str
) -> None:
    passed = opportunities.pass_over(scope, opening, ada)
    page = answers.opportunity(scope, opening)
    assert (helped(scope, opening), page.shares, len(page.passed_over)) == ([], (), 1)
    with pytest.raises(WrongState):
        opportunities.came_of_it(scope, passed, "x")
    opportunities.share(scope, opening, ada)
    page = answers.opportunity(scope, opening)
    assert (len(page.shares), page.passed_over) == (1, ())


def test_whoever_was_told_before_a_merge_was_told_after_it(
    scope: Scope, opening: str, ada: str, bo: str
) -> None:
    opportunities.pass_over(scope, opening, ada)
    opportunities.share(scope, opening, bo)
    head = merging.merge_people(scope, [ada, bo])
    assert helped(scope, opening) == []
    with pytest.raises(WrongState):
        opportunities.share(scope, opening, ada)
    assert head


def test_nobody_is_suggested_who_is_me_told_it_stepped_back_or_died(scope: Scope, ada: str, bo: str) -> None:
    put(scope, [mail(TODAY, INES, ME)])
    me = Person.objects.filter(is_me=True).first()
    people.set_relationship(scope, ada, standing="stepped_back")
    Person.objects.filter(uuid=bo).update(died_on=TODAY)
    ines = id_of(scope, INES)
    people.add_tag(scope, ines, "bookbinding")
    told = opportunities.note(scope, OPENING, source_id=ines)
    assert helped(scope, told) == []
    assert helped(scope, opportunities.note(scope, OPENING)) == ["Ines Varga"]
    if me is not None:
        with pytest.raises(Invalid):
            opportunities.share(scope, told, str(me.uuid))


def test_a_closed_one_suggests_nobody_and_is_opened_again(scope: Scope, opening: str, ada: str) -> None:
    opportunities.close(scope, opening)
    for refused in (
        lambda: opportunities.close(scope, opening),
        lambda: opportunities.share(scope, opening, ada),
    ):
        with pytest.raises(WrongState):
            refused()
    assert helped(scope, opening) == []
    assert [one.id for one in answers.opportunities(scope, which="closed").rows] == [opening]
    assert answers.opportunities(scope).total == 0
    opportunities.reopen(scope, opening)
    with pytest.raises(WrongState):
        opportunities.reopen(scope, opening)
    assert [one.shared for one in answers.opportunities(scope, which="all").rows] == [0]
    with pytest.raises(Invalid):
        answers.opportunities(scope, which="some")


def test_those_whose_time_is_short_come_first(scope: Scope) -> None:
    names = {"c": None, "b": date(TODAY + 9), "a": date(TODAY + 1)}
    for title, until in names.items():
        opportunities.note(scope, "x", title=title, until=until)
    assert [one.title for one in answers.opportunities(scope).rows] == ["a", "b", "c"]
    page = answers.opportunities(scope, limit=1, offset=1)
    assert ([one.title for one in page.rows], page.total) == (["b"], 3)


def test_a_removed_one_leaves_what_was_given(scope: Scope, opening: str, ada: str) -> None:
    opportunities.share(scope, opening, ada)
    opportunities.remove(scope, opening)
    assert (Opportunity.objects.count(), Exchange.objects.count()) == (0, 1)


REFUSED: list[Callable[[Scope, str, str, str], object]] = [
    lambda scope, id, share, ada: opportunities.share(scope, id, ada),
    lambda scope, id, share, ada: opportunities.pass_over(scope, id, ada),
    lambda scope, id, share, ada: opportunities.close(scope, id),
    lambda scope, id, share, ada: opportunities.reopen(scope, id),
    lambda scope, id, share, ada: opportunities.remove(scope, id),
    lambda scope, id, share, ada: opportunities.unshare(scope, share),
    lambda scope, id, share, ada: opportunities.came_of_it(scope, share, "x"),
    lambda scope, id, share, ada: answers.opportunity(scope, id),
    lambda scope, id, share, ada: answers.line(scope, id),
    lambda scope, id, share, ada: answers.opportunity_of_share(scope, share),
]


@pytest.mark.parametrize("act", REFUSED, ids=map(str, range(len(REFUSED))))
def test_another_book_s_opportunity_is_not_there(
    scope: Scope, opening: str, ada: str, act: Callable[[Scope, str, str, str], object]
) -> None:
    shared = opportunities.share(scope, opening, ada)
    with pytest.raises(NotFound):
        act(new_scope(), opening, shared.share, ada)


def test_advice_is_asked_of_who_knows_it_and_eases_off_who_is_burdened(
    scope: Scope, ada: str, bo: str
) -> None:
    assert [one.known.face.name for one in advice.whom_to_ask(scope, "letterpress?")] == [
        "Bo Marsh",
        "Ada Quill",
    ]
    exchanges.note(scope, ada, given=False, kind="advice", text="How to bind", on=date(TODAY - 200))
    feedback.ask(scope, bo, "my prints")
    introductions.add(scope, ada, None, bo)
    first, second = advice.whom_to_ask(scope, "letterpress?")
    assert (first.known.face.name, first.ease_off) == ("Ada Quill", ())
    assert "gave you advice once" in first.reasons
    assert second.ease_off == ("2 things still wait for them",)


def test_subjects_of_mails_say_who_knows_and_unanswered_ones_say_ease_off(scope: Scope) -> None:
    put(
        scope,
        [
            mail(TODAY - 90, INES, ME, subject="Pricing a workshop"),
            *both_ways(INES, range(TODAY - 80, TODAY - 60, 7)),
        ],
    )
    (one,) = advice.whom_to_ask(scope, "How do I price a workshop?")
    assert one.known.face.name == "Ines Varga"
    assert "Pricing a workshop" in one.reasons[0]
    put(scope, [mail(TODAY - n, ME, INES, subject=f"Hello {n}") for n in (3, 9)])
    (one,) = advice.whom_to_ask(scope, "How do I price a workshop?")
    assert one.ease_off == ("your mails of 2 days are not answered yet",)
    assert advice.whom_to_ask(scope, "how do I") == ()
    with pytest.raises(Invalid):
        advice.whom_to_ask(scope, " ")
