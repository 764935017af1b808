"""People narrowed to a state by the database are those whose row says so."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.answers.people import people
from comity.core import cadence, days
from comity.core.records import Kind
from comity.store.models import Interaction, Metrics, Person, Relationship
from tests.made_up import TODAY, new_scope, on_day

pytestmark = pytest.mark.django_db

_CHANNELS = st.sets(st.sampled_from([Kind.MAIL, Kind.MEETING, Kind.CHAT, Kind.CALL])).map(
    lambda kinds: sum(1 << kind for kind in kinds)
)
_TIES = st.lists(
    st.tuples(
        st.none() | st.integers(0, 1300),
        st.integers(0, 900),
        st.integers(1, 40),
        _CHANNELS,
    ),
    max_size=12,
)
_COVERED = st.dictionaries(
    st.sampled_from([Kind.MAIL, Kind.MEETING, Kind.CHAT]), st.integers(0, 400), max_size=3
)


@given(ties=_TIES, covered=_COVERED)
def test_the_list_of_a_state_holds_just_those_who_are_in_it(
    ties: list[tuple[int | None, int, int, int]], covered: dict[Kind, int]
) -> None:
    with on_day(TODAY):
        scope = new_scope()
        for kind, behind in covered.items():
            at = days.start_of(TODAY - behind)
            Interaction.objects.create(book_id=scope.book_id, key=bytes(15) + bytes([kind]), kind=kind, at=at)
        for number, (ago, span, active, channels) in enumerate(ties):
            _tie(scope.book_id, number, ago, span, active, channels)
        everybody = people(scope, limit=None).rows
        for state in cadence.State:
            listed = people(scope, state=state, limit=50)
            wanted = {row.face.id for row in everybody if row.state == state}
            assert {row.face.id for row in listed.rows} == wanted
            assert listed.total == len(wanted)


@settings(max_examples=20, deadline=None)
@given(ties=_TIES)
def test_the_pages_of_a_state_make_up_its_whole_list_in_order(
    ties: list[tuple[int | None, int, int, int]],
) -> None:
    with on_day(TODAY):
        scope = new_scope()
        for number, (ago, span, active, channels) in enumerate(ties):
            _tie(scope.book_id, number, ago, span, active, channels)
        for sort, state in product(("strength", "last", "name"), cadence.State):
            whole = people(scope, state=state, sort=sort, limit=None)
            pages = [people(scope, state=state, sort=sort, limit=2, offset=n) for n in range(0, 14, 2)]
            assert [row for page in pages for row in page.rows] == list(whole.rows)
            assert {page.total for page in pages} == {whole.total}


def _tie(book: int, number: int, ago: int | None, span: int, active: int, channels: int) -> None:
    person = Person.objects.create(book_id=book, name=f"Person {number}", sort_name=f"person {number:02}")
    relationship = Relationship.objects.create(book_id=book, person=person)
    last = None if ago is None else TODAY - ago
    first = None if last is None else last - span
    gap = cadence.usual_gap(first, last, active) if first is not None and last is not None else None
    Metrics.objects.create(
        book_id=book,
        relationship=relationship,
        active_days=0 if last is None else active,
        first_day=first,
        last_day=last,
        usual_gap=gap,
        channels=0 if last is None else channels,
        sums_day=TODAY,
    )
