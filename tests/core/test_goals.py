"""Goals: progress, order of steps, and who could fill a role."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from comity.core import goals
from comity.core.goals import Candidate, Step

TODAY = 20_000


def step(id: str, due: int | None = None, done_on: int | None = None) -> Step:
    return Step(id, f"Step {id}", due, done_on)


def somebody(id: int = 1, **known: object) -> Candidate:
    base: dict[str, object] = {
        "id": id,
        "name": f"P{id}",
        "roles": (),
        "title": "",
        "organisation": "",
        "skills": (),
        "standing": "",
        "last_day": TODAY - 200,
        "strength": 0.0,
    }
    return Candidate(**(base | known))  # type: ignore[arg-type]


def test_progress_counts_what_is_done_and_names_what_is_next_and_late() -> None:
    found = goals.progress(
        [step("a", done_on=TODAY), step("b", TODAY - 1), step("c", TODAY), step("d")], TODAY
    )
    assert (found.done, found.all, found.next, found.late) == (1, 4, "b", ("b",))
    assert found.share == 0.25


def test_a_goal_without_steps_has_no_share_and_no_next() -> None:
    found = goals.progress([], TODAY)
    assert (found.share, found.next) == (0.0, None)


@given(st.permutations(["a", "b", "c", "d"]), st.integers(-9, 9))
def test_moving_a_step_keeps_the_others_in_order(ids: list[str], by: int) -> None:
    moved = goals.places(ids, "b", by)
    assert [id for id in moved if id != "b"] == [id for id in ids if id != "b"]
    assert moved.index("b") == max(0, min(3, ids.index("b") + by))


def test_somebody_who_holds_the_role_comes_before_one_with_a_senior_title() -> None:
    found = goals.fitting(
        "sponsor", [somebody(1, title="Head of Print"), somebody(2, roles=("sponsor",))], TODAY, 9
    )
    assert [fit.id for fit in found] == [2, 1]
    assert found[0].reasons == (("role", "sponsor"),)
    assert found[1].reasons == (("senior", "Head of Print"),)


def test_a_role_is_meant_by_its_title_too() -> None:
    assert goals.fitting("Service provider", [somebody(roles=("service_provider",))], TODAY, 9)


def test_a_senior_title_says_nothing_where_the_role_asks_for_none() -> None:
    assert goals.fitting("client", [somebody(title="Director")], TODAY, 9) == []


def test_words_are_found_in_titles_skills_and_organisations_and_alike_words_count() -> None:
    found = goals.fitting(
        "somebody who knows printing",
        [
            somebody(1, organisation="Printing House"),
            somebody(2, skills=("choir", "Print making")),
            somebody(3, title="Head of Print"),
            somebody(4, title="Sprint coach"),
        ],
        TODAY,
        9,
    )
    assert [(fit.id, fit.reasons[0][0]) for fit in found] == [(3, "title"), (2, "skill"), (1, "organisation")]


def test_trust_and_recent_contact_order_those_who_fit_and_long_silence_holds_back() -> None:
    found = goals.fitting(
        "bookbinder",
        [
            somebody(1, title="Bookbinder", last_day=None),
            somebody(2, title="Bookbinder", last_day=TODAY - 5, standing="developing"),
            somebody(3, title="Bookbinder", standing="trusted", last_day=TODAY - 3),
            somebody(4, title="Bookbinder", last_day=TODAY - 3000),
        ],
        TODAY,
        9,
    )
    assert [fit.id for fit in found] == [3, 2, 1, 4]
    assert ("quiet", "") in found[-1].reasons


def test_nobody_is_suggested_from_whom_one_stepped_back_or_for_words_that_say_nothing() -> None:
    away = [
        somebody(1, title="Editor", standing="stepped_back"),
        somebody(2, title="Editor", standing="ended"),
    ]
    assert goals.fitting("editor", away, TODAY, 9) == []
    assert goals.fitting("somebody", [somebody(title="Editor")], TODAY, 9) == []


def test_only_so_many_are_suggested_and_ties_go_to_the_stronger_bond() -> None:
    many = [somebody(n, title="Editor", strength=float(n)) for n in range(9)]
    assert [fit.id for fit in goals.fitting("editor", many, TODAY, 3)] == [8, 7, 6]
