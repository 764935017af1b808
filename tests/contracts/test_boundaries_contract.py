"""Who boundaries apply to, and mail outside of hours, read in set-based statements, on every engine."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from comity.actions import boundaries, people
from comity.actions.boundaries import Line
from comity.answers import guards
from comity.core.boundaries import MINE
from comity.core.hours import Hours, within
from comity.core.records import Record
from comity.store.models import Batch, Person
from comity.store.queries import boundaries as query
from comity.store.queries.meetings_ahead import ahead
from tests.made_up import TODAY, new_scope, on_day
from tests.small_book import AMA, INES, ME, TOMAS, id_of, mail, met, put

pytestmark = pytest.mark.django_db
BERLIN = ZoneInfo("Europe/Berlin")
NIGHT = Hours(22 * 60, 6 * 60, 0b0110001, "Europe/Berlin")


def mails(first: int, last: int) -> list[Record]:
    """A mail to me each day, at an hour that moves."""
    return [mail(day, (INES, TOMAS)[day % 2], ME, hour=day * 7 % 24) for day in range(first, last)]


@pytest.mark.parametrize(
    "span", [NIGHT, Hours(9 * 60, 17 * 60, 31, "Europe/Berlin"), Hours(0, 0, 31, "Europe/Berlin")]
)
def test_mail_outside_of_hours_is_counted_as_each_would_be_judged(span: Hours) -> None:
    scope = new_scope()
    put(scope, [*mails(TODAY - 220, TODAY), mail(TODAY - 3, ME, INES, hour=3)])
    line = Line("hours", begin=span.begin, end=span.end, weekdays=span.weekdays, zone=span.zone)
    with on_day(TODAY):
        boundaries.add(scope, "mine", line)
        (one,) = query.standing(scope.book_id, TODAY, scope.zone)
    begin = dt.datetime.fromtimestamp((TODAY - 220) * 86_400, BERLIN)
    end = dt.datetime.fromtimestamp(TODAY * 86_400, BERLIN)
    parts = query.spans(begin, end, span.zone)
    assert len({part.east for part in parts}) == 2
    assert [part.end for part in parts[:-1]] == [part.begin for part in parts[1:]]
    found = query.crossed_by_mail(scope.book_id, [(one, None)], parts, received=True)
    at = [dt.datetime.fromtimestamp(m.at, dt.UTC) for m in mails(TODAY - 220, TODAY)]  # type: ignore[union-attr]
    assert sum(row.of for row in found) == len(at)
    assert sum(row.outside for row in found) == sum(not within(span, moment) for moment in at)
    head = Person.objects.get(book_id=scope.book_id, name="Ines Varga").pk
    mine = query.crossed_by_mail(scope.book_id, [(one, [head])], parts, received=False)
    assert sum(row.of for row in mine) == 1
    assert query.crossed_by_mail(scope.book_id, [], parts, received=True) == []


def test_people_are_seen_with_the_roles_and_places_of_the_day() -> None:
    scope = new_scope()
    put(scope, mails(TODAY - 9, TODAY))
    with on_day(TODAY):
        ines = id_of(scope, INES)
        people.add_role(scope, ines, "manager", None, None)
        people.edit_person(scope, ines, organisation="Varga Press")
        people.set_relationship(scope, ines, nature="both")
        head = Person.objects.get(book_id=scope.book_id, uuid=ines).pk
        seen = query.subjects(scope.book_id, [head], TODAY)
        assert seen[head].roles == {"manager"}
        assert len(seen[head].organisations) == 1
        assert seen[head].nature == "both"
        assert query.subjects(scope.book_id, [], TODAY) == {}
        for side, role, place in (("mine", "manager", "varga press"), ("mine", "client", "")):
            boundaries.add(scope, side, Line("topic", ["pay"]), role=role, organisation=place)
        boundaries.add(scope, "mine", Line("topic", ["x"]), person_id=ines)
        boundaries.add(scope, "mine", Line("topic", ["y"]))
        known = query.standing(scope.book_id, TODAY, scope.zone)
        assert all(one.side == MINE for one in known)
        assert [query.to_whom(scope.book_id, one, TODAY) for one in known] == [None, [head], [], [head]]
        assert [one.words for one in guards.of_person(scope, ines)] == ["1 boundary"]


def test_only_a_last_word_that_is_not_answered_waits() -> None:
    scope = new_scope()
    put(
        scope,
        [mail(TODAY, ME, INES, hour=9), mail(TODAY, ME, TOMAS, hour=9), mail(TODAY, TOMAS, ME, hour=10)],
    )
    waits = {}
    for who in (INES, TOMAS):
        row = Person.objects.get(book_id=scope.book_id, uuid=id_of(scope, who)).pk
        waits[who] = query.waiting_since([row])
    assert waits == {INES: TODAY * 86_400 + 9 * 3_600, TOMAS: None}
    assert AMA not in waits


def test_meetings_ahead_come_with_everybody_who_is_in_them() -> None:
    scope = new_scope()
    put(scope, [met(TODAY + 2, INES, TOMAS, hour=20), met(TODAY + 1, INES), met(TODAY + 9, AMA)])
    begin, end = TODAY * 86_400, (TODAY + 8) * 86_400
    found = ahead(scope.book_id, begin, end)
    assert [(seat.at // 86_400 - TODAY, seat.name) for seat in found] == [
        (1, "Ines Varga"),
        (2, "Ines Varga"),
        (2, "Tomas Lindqvist"),
    ]
    assert {seat.theirs for seat in found} == {0}
    batch = Batch.objects.get(book_id=scope.book_id)
    assert ahead(scope.book_id, begin, end, batch.pk) == found
    assert ahead(scope.book_id, begin, end, batch.pk + 1) == []
    assert ahead(new_scope().book_id, begin, end) == []
