"""Every role has its playbook, as a file that users may change part by part."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.core.playbooks import (
    LONGEST,
    Fault,
    Nature,
    Playbook,
    Standing,
    read,
    shipped,
    shipped_text,
)

RHYTHMS = {
    "manager": 7,
    "direct_report": 7,
    "supervisor": 30,
    "teammate": 14,
    "peer": 14,
    "mentor": 30,
    "mentee": 30,
    "sponsor": 91,
    "client": 30,
    "service_provider": 30,
    "external_contact": 120,
    "alumni": 120,
}
ALLY = 'title = "Ally"\nrhythm_days = 20\n'


def test_every_standard_role_has_its_rhythm() -> None:
    assert {key: playbook.rhythm_days for key, playbook in shipped().items()} == RHYTHMS


@pytest.mark.parametrize("playbook", shipped().values(), ids=list(shipped()))
def test_a_playbook_says_what_to_watch_ask_prepare_and_avoid(playbook: Playbook) -> None:
    assert playbook.title
    assert len(playbook.watches) >= 2
    assert playbook.asks
    assert playbook.prepare
    assert playbook.avoid
    assert playbook.says("rhythm")
    questions = [*playbook.asks, *(ask for depth in playbook.questions for ask in depth)]
    assert all(playbook.questions)
    assert all(ask.endswith("?") for ask in questions)


@pytest.mark.parametrize("key", RHYTHMS)
def test_what_comes_with_comity_has_no_fault(key: str) -> None:
    assert read(key, shipped_text(key)).faults == ()


def test_roles_cannot_be_changed_while_running() -> None:
    with pytest.raises(TypeError):
        shipped()["manager"] = shipped()["peer"]  # type: ignore[index]


def test_a_file_changes_what_it_says_and_leaves_the_rest() -> None:
    base = shipped()["mentor"]
    made = read("mentor", 'rhythm_days = 60\n[today]\nrhythm = "Write a letter."', base).playbook
    assert made is not None
    assert (made.rhythm_days, made.says("rhythm"), made.says("drifting")) == (60, "Write a letter.", "")
    assert (made.title, made.asks, made.questions) == (base.title, base.asks, base.questions)


def test_a_new_role_needs_a_title_and_a_rhythm() -> None:
    assert read("ally", "").faults == (Fault(0, "a new role needs title and rhythm_days"),)
    assert read("ally", 'title = "Ally"').playbook is None
    made = read("ally", ALLY).playbook
    assert made is not None
    assert (made.key, made.title, made.rhythm_days, made.says("meeting")) == ("ally", "Ally", 20, "")
    asking = read("ally", ALLY + 'asks = ["How are  they?"]').playbook
    assert asking is not None
    assert (asking.says("meeting"), asking.says("rhythm")) == ("How are they?", "")


@pytest.mark.parametrize(
    ("text", "line", "why"),
    [
        ("a = [", 1, "this is no TOML"),
        ("\n\nx = = 1", 3, "this is no TOML"),
        ("x = 1", 3, "'x' is not known"),
        ("watches = 1", 3, "needs a list of texts"),
        ("watches = [1]", 3, "needs a text in quotation marks"),
        (f'avoid = ["{"x" * 301}"]', 3, "longer than 300"),
        (f"asks = {['x?'] * 31}", 3, "more than 30 texts"),
        ("questions = 3", 3, "needs a section of its own: [questions]"),
        ("[questions]\n4 = []", 4, "is no depth"),
        ('[questions]\n0 = ["a?"]\n1 = 2', 5, "needs a list"),
        ("[today]\nsunday = 'x'", 4, "is no kind of item"),
        ("[today]\nrhythm = 'x'\nmeeting = 3", 5, "needs a text"),
        ("[lead]\nmeeting = 3", 4, "has no lead"),
        ("[lead]\npay = 31", 4, "from 0 to 30"),
        ("[lead]\npay = true", 4, "from 0 to 30"),
        ("[now_and_then]\nevery = 3", 4, "is not known"),
        ("[now_and_then]\nevery_days = 3\nsay = ['x']", 4, "from 14"),
        ("[now_and_then]\nsay = ['x']", 3, "every_days needs"),
        ("now_and_then.say = 1", 0, "needs a list"),
    ],
)
def test_a_fault_says_its_line_and_leaves_the_rest(text: str, line: int, why: str) -> None:
    no_toml = why == "this is no TOML"
    found = read("ally", text if no_toml else ALLY + text)
    assert [fault.line for fault in found.faults] == [line]
    assert why in found.faults[0].why
    assert (found.playbook is None) is no_toml


def test_a_faulty_rhythm_leaves_that_of_the_role_it_changes() -> None:
    found = read("peer", "rhythm_days = 0", shipped()["peer"])
    assert found.playbook == shipped()["peer"]
    assert found.faults[0].line == 1


@pytest.mark.parametrize("key", ["", "Ally", "an-ally", "_", "a", "x" * 33, "ä"])
def test_a_file_is_named_after_its_role(key: str) -> None:
    found = read(key, ALLY)
    assert found.playbook is None
    assert "letters a to z" in found.faults[0].why


def test_a_file_too_long_is_not_read() -> None:
    assert "longer than" in read("ally", "#" * (LONGEST + 1)).faults[0].why


def test_nothing_now_and_then_where_nothing_is_to_be_said() -> None:
    made = read("manager", "[now_and_then]", shipped()["manager"]).playbook
    assert made is not None
    assert made.now_and_then is None


@given(st.integers(0, 9))
def test_questions_are_never_deeper_than_the_relationship(depth: int) -> None:
    made = read("ally", ALLY + '[questions]\n0 = ["a?"]\n2 = ["b?"]\n3 = ["c?"]').playbook
    assert made is not None
    shown = made.fitting(depth)
    assert all(n <= depth for n, _ in shown)
    assert [n for n, _ in shown] == sorted((n for n in (0, 2, 3) if n <= depth), reverse=True)


@given(st.text(max_size=200))
def test_whatever_a_file_holds_it_is_read_or_refused(text: str) -> None:
    found = read("ally", ALLY + text)
    assert found.playbook is not None or found.faults


def test_standings_and_natures_keep_their_stored_values() -> None:
    assert [str(standing) for standing in Standing] == [
        "targeted",
        "met",
        "tentative",
        "developing",
        "trusted",
        "dormant",
        "stepped_back",
        "ended",
    ]
    assert [str(nature) for nature in Nature] == ["professional", "personal", "both"]
