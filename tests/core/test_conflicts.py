"""How heavy a path is, which paths are found, and what they ask for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.core import conflict_paths
from comity.core.conflict_paths import walk
from comity.core.conflicts import (
    COOLING,
    INTERESTS,
    ME,
    TIES,
    Edge,
    Heaviest,
    Node,
    Path,
    Rule,
    Ruling,
    Verdict,
    Weight,
    cooling,
    review_due,
    rule,
)

TODAY = 20_000
BO, ADA, CARL, EVE, FAY = (("person", n) for n in range(1, 6))
ACME, BIG = ("organisation", 1), ("organisation", 2)
NODES: list[Node] = [BO, ADA, CARL, EVE, FAY, ACME, BIG]
_ORDER = (Verdict.CLEAR, Verdict.DISCLOSE, Verdict.RECUSE)


def mine(to: Node, kind: str = "family", **more: object) -> Edge:
    known = INTERESTS[kind]
    values = {
        "weight": known.weight,
        "cooling": known.cooling,
        "personal": known.personal,
        "seen": TODAY,
    } | more
    return Edge(ME, to, "interest", kind, **values)  # type: ignore[arg-type]


def tie(one: Node, other: Node, kind: str = "spouse", **more: object) -> Edge:
    known = TIES[kind]
    values = {
        "weight": known.weight,
        "cooling": known.cooling,
        "personal": known.personal,
        "seen": TODAY,
    } | more
    return Edge(one, other, "tie", kind, **values)  # type: ignore[arg-type]


def works(person: Node, at: Node) -> Edge:
    return Edge(person, at, "position", "position", Weight.SOME, seen=TODAY)


def verdict(edges: list[Edge], *ends: Node, speaks: bool = False, rules: tuple[Rule, ...] = ()) -> Ruling:
    return rule(walk(edges, set(ends), TODAY).heaviest, speaks=speaks, rules=rules)


def ways(edges: list[Edge], *ends: Node) -> list[list[Node]]:
    return [[step.to for step in path.steps] for path in walk(edges, set(ends), TODAY).paths]


def test_family_asks_to_step_aside_and_only_to_speak_openly_where_one_only_speaks() -> None:
    assert verdict([mine(BO)], BO) == Ruling(Verdict.RECUSE, "heavy")
    assert verdict([mine(BO)], BO, speaks=True) == Ruling(Verdict.DISCLOSE, "spoken")


def test_a_friend_is_to_be_told_of_and_a_membership_is_not() -> None:
    assert verdict([mine(BO, "friendship")], BO).rule == "some"
    assert verdict([mine(ACME, "member")], ACME) == Ruling(Verdict.CLEAR, "light")
    assert verdict([mine(ADA)], BO) == Ruling(Verdict.CLEAR, "nothing")


def test_a_path_goes_through_people_and_organisations_and_stops_at_the_first_end() -> None:
    edges = [mine(ADA), tie(ADA, BO), works(BO, ACME)]
    assert ways(edges, BO, ACME) == [[ADA, BO]]
    assert ways(edges, ACME) == [[ADA, BO, ACME]]
    assert verdict(edges, BO).verdict == Verdict.RECUSE
    assert verdict(edges, ACME).verdict == Verdict.DISCLOSE


def test_five_steps_are_too_far() -> None:
    edges = [mine(ADA), tie(ADA, CARL), tie(CARL, EVE), tie(EVE, FAY), tie(FAY, BO)]
    assert ways(edges, BO) == []
    assert ways(edges, FAY) == [[ADA, CARL, EVE, FAY]]
    assert verdict(edges, FAY) == Ruling(Verdict.CLEAR, "light")


def test_working_at_the_same_place_is_light_but_a_stake_in_it_is_not() -> None:
    friend = [mine(ADA, "friendship"), works(ADA, ACME), works(BO, ACME)]
    assert verdict(friend, BO) == Ruling(Verdict.CLEAR, "light")
    assert verdict([mine(ACME, "stake"), works(BO, ACME)], BO).verdict == Verdict.DISCLOSE


def test_what_was_only_heard_is_shown_and_never_asks_to_step_aside() -> None:
    edges = [mine(ADA), tie(ADA, BO, hearsay=True)]
    found = walk(edges, {BO}, TODAY)
    assert [path.hearsay for path in found.paths] == [True]
    assert verdict(edges, BO).verdict == Verdict.DISCLOSE
    refused = (Rule("refuse", "No family", personal=True),)
    assert verdict(edges, BO, rules=refused).verdict == Verdict.DISCLOSE
    assert verdict([mine(ADA), tie(ADA, BO)], BO, rules=refused).verdict == Verdict.RECUSE


@pytest.mark.parametrize(
    ("days", "state", "asked"), [(364, "cooling", 1), (365, "cooling", 1), (366, "over", 0)]
)
def test_a_past_employer_counts_until_the_cooling_off_is_over(days: int, state: str, asked: int) -> None:
    edges = [mine(ACME, "past_employer", until=TODAY - days)]
    (path,) = walk(edges, {ACME}, TODAY).paths
    assert path.steps[0].state == state
    assert (path.over, path.weight) == ((False, Weight.SOME) if asked else (True, Weight.NONE))
    assert verdict(edges, ACME).verdict == (Verdict.DISCLOSE if asked else Verdict.CLEAR)


def test_an_interest_that_ends_one_day_ahead_holds() -> None:
    assert mine(ACME, until=TODAY + 1).state(TODAY) == "holds"
    assert mine(ACME, until=TODAY, cooling=0).state(TODAY) == "cooling"
    assert mine(ACME, until=TODAY - 1, cooling=0).state(TODAY) == "over"


def test_the_age_of_a_path_is_that_of_its_oldest_evidence() -> None:
    edges = [mine(ADA, seen=TODAY - 3), tie(ADA, BO, seen=TODAY - 90)]
    assert walk(edges, {BO}, TODAY).paths[0].seen == TODAY - 90
    assert walk([mine(ADA), tie(ADA, BO, seen=None)], {BO}, TODAY).paths[0].seen is None
    assert walk([mine(BO, "stake")], {BO}, TODAY).paths[0].personal is False
    assert walk([mine(BO)], {BO}, TODAY).paths[0].personal is True


def test_rules_of_an_employer_count_for_paths_of_their_kind() -> None:
    money, friend = [mine(ACME, "job")], [mine(BO, "friendship")]
    asked = Rule("approval", "Tell HR", personal=True)
    assert verdict(friend, BO, rules=(asked,)) == Ruling(Verdict.DISCLOSE, "policy", asked, approval=True)
    assert verdict([mine(ACME, "stake")], ACME, rules=(asked,)).rule == "heavy"
    outside = Rule("refuse", "No work beside")
    assert verdict(money, ACME, speaks=True, rules=(outside,)) == Ruling(Verdict.RECUSE, "policy", outside)
    assert verdict(friend, BO, rules=(Rule("", "Nothing", personal=True),)).rule == "some"
    own = Rule("stay_out", "Her pay")
    assert verdict([], BO, rules=(asked, own)) == Ruling(Verdict.RECUSE, "own_rule", own)


def test_many_paths_are_cut_and_the_verdict_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    crowd = [("person", n) for n in range(10, 200)]
    edges = [edge for one in crowd for edge in (mine(one, "friendship"), works(one, ACME))]
    found = walk([*edges, mine(ADA), tie(ADA, ACME, "owner")], {ACME}, TODAY)
    assert (len(found.paths), found.more) == (conflict_paths.MOST_PATHS, True)
    assert found.paths[0].weight == Weight.HEAVY
    monkeypatch.setattr(conflict_paths, "_MOST_STEPS", 3)
    cut = walk([*edges, mine(ADA), tie(ADA, ACME, "owner")], {ACME}, TODAY)
    assert cut.more
    assert cut.heaviest == found.heaviest


def test_it_is_asked_once_a_year_whether_an_interest_still_holds() -> None:
    assert review_due("stake", None, TODAY - 365, None, TODAY)
    assert not review_due("stake", None, TODAY - 400, TODAY - 364, TODAY)
    assert not review_due("stake", TODAY, TODAY - 400, None, TODAY)
    assert not review_due("past_employer", None, TODAY - 400, None, TODAY)


def edges() -> st.SearchStrategy[Edge]:
    days = st.none() | st.integers(TODAY - 800, TODAY + 10)
    more = st.fixed_dictionaries({"until": days, "hearsay": st.booleans(), "row": st.sampled_from("abc")})
    interests = st.builds(
        lambda to, kind, rest: mine(to, kind, **rest),
        st.sampled_from(NODES),
        st.sampled_from([*INTERESTS]),
        more,
    )
    people, ends = st.sampled_from(NODES[:5]), st.sampled_from(NODES)
    ties = st.builds(
        lambda one, to, kind, rest: tie(one, to, kind, **rest), people, ends, st.sampled_from([*TIES]), more
    )
    held = st.builds(works, people, st.sampled_from(NODES[5:]))
    return (interests | ties | held).filter(lambda edge: edge.one != edge.other)


@given(st.lists(edges(), max_size=12), edges(), st.booleans())
def test_one_more_interest_never_makes_the_verdict_milder(many: list[Edge], more: Edge, speaks: bool) -> None:
    rules = (Rule("refuse", "x", personal=True), Rule("approval", "y"))
    for bound in ((), rules):
        before = verdict(many, BO, ACME, speaks=speaks, rules=bound).verdict
        after = verdict([*many, more], BO, ACME, speaks=speaks, rules=bound).verdict
        assert _ORDER.index(after) >= _ORDER.index(before)


@given(st.lists(edges(), max_size=12), st.randoms())
def test_the_order_of_what_is_known_does_not_matter(many: list[Edge], chance: object) -> None:
    mixed = list(many)
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    assert walk(many, {BO, ACME}, TODAY) == walk(mixed, {BO, ACME}, TODAY)


@given(st.lists(edges(), max_size=12))
def test_what_ended_beyond_its_cooling_off_never_counts(many: list[Edge]) -> None:
    lasting = [edge for edge in many if edge.state(TODAY) != "over"]
    assert walk(many, {BO, ACME}, TODAY).heaviest == walk(lasting, {BO, ACME}, TODAY).heaviest


@given(st.lists(edges(), max_size=10))
def test_the_heaviest_is_that_of_all_simple_paths_and_each_is_listed_once(many: list[Edge]) -> None:
    found = walk(many, {BO, ACME}, TODAY)
    every = _every_path(many)
    if not found.more:
        assert sorted(map(repr, found.paths)) == sorted(map(repr, every))
    counting = [path for path in every if not path.over]
    assert found.heaviest == Heaviest(
        _most(counting),
        _most(path for path in counting if not path.hearsay),
        _personal(found.heaviest.personal, _most(path for path in counting if path.personal)),
        _personal(found.heaviest.personal_known, _most(p for p in counting if p.personal and not p.hearsay)),
    )


def _personal(walked: Weight, exact: Weight) -> Weight:
    """A walk that goes back on itself may be taken for personal, where it is light and decides nothing."""
    return walked if max(walked, exact) == Weight.LIGHT else exact


def _most(paths: object) -> Weight:
    return max((path.weight for path in paths), default=Weight.NONE)  # type: ignore[attr-defined]


def _every_path(many: list[Edge]) -> list[Path]:
    """All simple paths to the first end, by trying everything."""
    from comity.core.conflicts import LONGEST, Step, step_weight

    done: list[Path] = []

    def go(steps: tuple[Step, ...], node: Node, seen: frozenset[Node]) -> None:
        for edge in set(many):
            for start, to, forward in ((edge.one, edge.other, True), (edge.other, edge.one, False)):
                if start != node or to in seen or to == ME:
                    continue
                weight = step_weight(edge, forward, len(steps) < 2, TODAY)
                taken = (*steps, Step(edge, to, forward, weight, edge.state(TODAY)))
                if to in (BO, ACME):
                    done.append(Path(taken))
                elif len(taken) < LONGEST:
                    go(taken, to, seen | {to})

    go((), ME, frozenset({ME}))
    return done


def test_an_employer_that_was_left_counts_as_the_interest_says_else_a_policy_else_a_year() -> None:
    assert cooling("past_employer", 30, 180) == 30
    assert cooling("past_employer", 0, 180) == 0
    assert cooling("past_employer", None, 180) == 180
    assert cooling("job", None, 180) == 180
    assert cooling("past_employer", None, None) == COOLING
    assert cooling("office", None, 180) == COOLING
    assert cooling("stake", None, 180) == 0
    assert cooling("unheard of", None, 180) == 0
