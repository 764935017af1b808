"""The order of the day's list, and what is folded, hidden or silent: the same whatever order things were found in."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from comity.core import agenda
from comity.core.agenda import ABOUT_ONE, Band, Matter

PEOPLE = ("", "a" * 32, "b" * 32, "c" * 32)
SUBJECTS = [f"{n:032x}" for n in range(8)]
matters = st.builds(
    Matter,
    band=st.sampled_from(Band),
    kind=st.sampled_from(("reminder", "promise", "drifting")),
    subject=st.sampled_from(SUBJECTS),
    occasion=st.none() | st.integers(0, 3),
    urgency=st.integers(-3, 3),
    name=st.sampled_from(("", "Ada", "Bo")),
    person=st.sampled_from(PEOPLE),
    detail=st.none(),
)
lists = st.lists(matters, max_size=30)
limits = st.integers(1, 20)


def matter(band: Band, subject: int = 0, *, person: str = "", kind: str = "", urgency: int = 0) -> Matter:
    return Matter(band, kind or band.name.lower(), SUBJECTS[subject], None, urgency, "", person, None)


def shown(found: list[Matter], limit: int = 20, **more: frozenset[str]) -> list[Matter]:
    return [placed.matter for placed in agenda.arrange(found, limit, **more).shown]


@given(lists, limits, st.randoms())
def test_the_list_is_the_same_whatever_order_things_were_found_in(
    found: list[Matter], limit: int, chance: object
) -> None:
    mixed = found[:]
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    assert agenda.arrange(mixed, limit) == agenda.arrange(found, limit)


@given(lists, limits)
def test_there_are_never_more_things_than_asked_for_and_the_rest_is_counted(
    found: list[Matter], limit: int
) -> None:
    arranged = agenda.arrange(found, limit)
    assert len(arranged.shown) <= limit
    assert len(arranged.shown) + arranged.more == len(agenda.arrange(found, 1000).shown)
    assert arranged.shown == agenda.arrange(found, 1000).shown[:limit]


@given(lists)
def test_a_matter_stands_on_the_list_once(found: list[Matter]) -> None:
    keys = [m.lasting for m in shown(found, 1000)]
    assert len(keys) == len(set(keys))


@given(lists)
def test_of_one_person_there_are_at_most_two_things_and_the_second_says_how_many_more(
    found: list[Matter],
) -> None:
    arranged = agenda.arrange(found, 1000)
    told = Counter(p.matter.person for p in arranged.shown if p.matter.person)
    assert all(count <= ABOUT_ONE for count in told.values())
    for placed in arranged.shown:
        assert not placed.folded or told[placed.matter.person] == ABOUT_ONE


@given(lists)
def test_the_bands_follow_one_another(found: list[Matter]) -> None:
    bands = [m.band for m in shown(found, 1000)]
    assert bands == sorted(bands)


@given(lists, st.sets(st.sampled_from(SUBJECTS)))
def test_what_is_hidden_is_not_shown(found: list[Matter], subjects: set[str]) -> None:
    hidden = frozenset(m.key for m in found if m.subject in subjects)
    assert not hidden & {m.key for m in shown(found, 1000, hidden=hidden)}


@given(lists)
def test_silence_is_not_told_of_whom_something_nearer_is_open(found: list[Matter]) -> None:
    nearer = {m.person for m in found if m.band <= Band.ANSWER} - {""}
    assert not [m for m in shown(found, 1000) if m.band == Band.REACH_OUT and m.person in nearer]


@given(st.text(max_size=60))
def test_only_keys_are_taken_for_keys(text: str) -> None:
    item = agenda.named(text)
    assert item is None or text.startswith(f"{item.kind}-{item.subject}")


@given(matters)
def test_a_key_names_its_matter(one: Matter) -> None:
    assert agenda.named(one.key) == (one.kind, one.subject, one.occasion)
    assert agenda.named(one.lasting) == (one.kind, one.subject, None)


def test_what_others_were_promised_comes_before_what_i_set_myself() -> None:
    found = [matter(band) for band in reversed(Band)]
    assert [m.band for m in shown(found)] == sorted(m.band for m in found)
    assert min(Band) == Band.PROMISED


def test_what_is_due_first_comes_first() -> None:
    late, early = matter(Band.DUE, 1, urgency=5), matter(Band.DUE, 2, urgency=4)
    assert shown([late, early]) == [early, late]


def test_a_promise_to_somebody_silences_that_they_drift_also_while_it_is_put_off() -> None:
    promise = matter(Band.PROMISED, person=PEOPLE[1])
    drift = matter(Band.REACH_OUT, 1, person=PEOPLE[1])
    assert shown([promise, drift]) == [promise]
    assert shown([promise, drift], hidden=frozenset({promise.key})) == []


def test_a_birthday_does_not_silence_that_somebody_drifts() -> None:
    birthday = matter(Band.CELEBRATE, person=PEOPLE[1])
    drift = matter(Band.REACH_OUT, 1, person=PEOPLE[1])
    assert shown([drift, birthday]) == [birthday, drift]


def test_a_meeting_ahead_silences_that_somebody_drifts() -> None:
    drift = matter(Band.REACH_OUT, person=PEOPLE[1])
    assert shown([drift], busy=frozenset({PEOPLE[1]})) == []


def test_never_again_hides_every_occasion() -> None:
    this, next_one = (
        Matter(Band.CELEBRATE, "birthday", SUBJECTS[0], year, 0, "", "", None) for year in (2024, 2025)
    )
    assert shown([this], hidden=frozenset({next_one.key})) == [this]
    assert shown([this, next_one], hidden=frozenset({this.lasting})) == []


def test_the_third_thing_about_somebody_is_folded_into_the_second() -> None:
    found = [matter(Band.DUE, n, person=PEOPLE[1], urgency=n) for n in range(4)]
    assert [(p.matter.urgency, p.folded) for p in agenda.arrange(found, 7).shown] == [(0, 0), (1, 2)]
    assert agenda.arrange(found, 7).more == 0


def test_things_about_nobody_are_not_folded() -> None:
    assert len(shown([matter(Band.DUE, n) for n in range(5)])) == 5


def test_a_handle_is_four_letters_that_follow_from_the_key() -> None:
    key = matter(Band.DUE).key
    assert agenda.handle(key) == agenda.handle(key)
    assert len(agenda.handle(key)) == 4
    assert agenda.handle(key).isalnum()
