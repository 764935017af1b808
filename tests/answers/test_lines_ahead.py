"""Meetings to come that cross a boundary, and mail outside of hours both ways."""

from __future__ import annotations

import datetime as dt

import pytest

from comity.actions import boundaries, interactions, merging, people
from comity.actions.boundaries import Line
from comity.answers import guard_overview
from comity.answers.mail_outside import mail_outside
from comity.answers.meetings_ahead import AHEAD, meetings_ahead
from comity.core import days
from comity.core.errors import NotFound
from comity.core.records import Flag, Handle, Interaction, Part, Party
from comity.store.access import Scope
from comity.store.models import Batch, Crossing, Person
from tests.made_up import TODAY, new_scope
from tests.small_book import ANYBODY, INES, ME, TOMAS, date, id_of, mail, met, put

WORK = Line("hours", begin=9 * 60, end=17 * 60, weekdays=31)
MONDAY = TODAY + 3


def whole(day: int, *who: str, length: int = 1) -> Interaction:
    """A meeting of whole days, as calendars tell it."""
    found = met(day, *who, subject="Retreat", hour=0)
    return found._replace(offset=None, ends_at=days.start_of(day + length))


def called_by(record: Interaction, who: str) -> Interaction:
    """The same, called by somebody else."""
    first = Party(Part.ORGANIZER, Handle("email", who), "")
    return record._replace(
        parties=(first, Party(Part.ATTENDEE, Handle("email", ME), ""), *record.parties[1:])
    )


def subjects(scope: Scope, **more: object) -> list[tuple[str, bool]]:
    return [(one.subject, one.whole_day) for one in meetings_ahead(scope, **more)]  # type: ignore[arg-type]


def test_meetings_outside_of_hours_are_told_with_what_would_fit(scope: Scope) -> None:
    put(
        scope,
        [
            met(MONDAY, INES, subject="Late", hour=20),
            met(MONDAY, INES, subject="Fine", hour=10),
            met(MONDAY + AHEAD, INES, subject="Far", hour=20),
            met(TODAY - 1, INES, subject="Over", hour=20),
            met(MONDAY, INES, subject="Off", hour=21, flags=int(Flag.OFF)),
            met(MONDAY + 1, INES, TOMAS, subject="", hour=20),
        ],
    )
    assert meetings_ahead(scope) == ()
    boundaries.add(scope, "theirs", WORK, person_id=id_of(scope, INES))
    found = meetings_ahead(scope)
    assert [(one.subject, [face.name for face in one.people]) for one in found] == [
        ("Late", ["Ines Varga"]),
        ("Meeting", ["Ines Varga"]),
    ]
    assert found[0].words == (
        "This is outside the hours of Ines Varga (Mon–Fri, 09:00–17:00). Tuesday at 09:00 would fit.",
    )
    assert found[0].at == dt.datetime.fromtimestamp(days.start_of(MONDAY) + 20 * 3600, dt.UTC)
    assert guard_overview.overview(scope).ahead == found
    assert guard_overview.outside(scope, id_of(scope, INES))[0] == found
    assert meetings_ahead(scope, who=id_of(scope, TOMAS)) == ()
    with pytest.raises(NotFound):
        meetings_ahead(scope, who=ANYBODY)
    assert not Crossing.objects.exists()


def test_whole_days_cross_hours_only_where_all_of_them_are_closed(scope: Scope) -> None:
    put(scope, [whole(TODAY + 1, INES, length=2), whole(TODAY + 7, INES, length=3)])
    boundaries.add(scope, "mine", WORK)
    assert subjects(scope) == [("Retreat", True)]


def test_whole_days_of_today_are_still_to_come_and_topics_are_found(scope: Scope) -> None:
    put(scope, [whole(TODAY, INES)])
    boundaries.add(scope, "mine", Line("topic", ["retreat"]))
    assert subjects(scope) == [("Retreat", True)]


def test_what_somebody_else_called_crosses_only_mine(scope: Scope) -> None:
    put(scope, [called_by(met(MONDAY, INES, subject="Late", hour=20), INES)])
    id = boundaries.add(scope, "theirs", WORK, person_id=id_of(scope, INES))
    assert subjects(scope) == []
    boundaries.remove(scope, id)
    boundaries.add(scope, "mine", WORK)
    assert subjects(scope) == [("Late", False)]


def test_nobody_who_is_to_be_left_in_peace_is_named_and_what_was_entered_by_hand_was_said(
    scope: Scope,
) -> None:
    put(scope, [met(MONDAY, INES, subject="Late", hour=20), met(MONDAY, TOMAS, subject="Later", hour=21)])
    boundaries.add(scope, "mine", WORK)
    at = dt.datetime.combine(date(TODAY), dt.time(23))
    interactions.record(scope, [id_of(scope, INES)], kind="meeting", at=at, subject="By hand", text="")
    assert subjects(scope) == [("Late", False), ("Later", False)]
    people.set_relationship(scope, id_of(scope, TOMAS), standing="stepped_back")
    Person.objects.filter(uuid=id_of(scope, INES)).update(died_on=TODAY)
    assert subjects(scope) == []


def test_an_import_names_its_own_meetings_alone(scope: Scope) -> None:
    put(scope, [met(MONDAY, INES, subject="Late", hour=20)])
    boundaries.add(scope, "mine", WORK)
    number = Batch.objects.get().number
    assert subjects(scope, batch=number) == [("Late", False)]
    put(scope, [met(MONDAY, INES, subject="Later", hour=21)])
    assert subjects(scope, batch=number) == [("Late", False)]
    assert subjects(scope, batch=number + 9) == []
    assert subjects(new_scope(), batch=number) == []


def test_mail_that_i_sent_outside_their_hours_is_counted_beside_mine(scope: Scope) -> None:
    put(
        scope,
        [
            mail(TODAY - 1, ME, INES, hour=22),
            mail(TODAY - 1, ME, INES, hour=10),
            mail(TODAY - 1, ME, TOMAS, hour=22),
            mail(TODAY - 2, INES, ME, hour=23),
        ],
    )
    boundaries.add(scope, "theirs", WORK, person_id=id_of(scope, INES))
    boundaries.add(scope, "theirs", Line("hours", ["call"], begin=540, end=600), person_id=id_of(scope, INES))
    boundaries.add(scope, "theirs", WORK, role="manager", organisation="Acme")
    boundaries.add(scope, "mine", WORK)
    found = {one.side: one for one in mail_outside(scope)}
    assert found["theirs"].title == "Mail of yours outside the hours of Ines Varga (Mon–Fri, 09:00–17:00)"
    assert found["theirs"].months[0].words == (
        "October 2024: 1 of 2 mails of yours to them went outside these hours."
    )
    assert found["mine"].title == "Mail outside Mon–Fri, 09:00–17:00"
    assert (found["mine"].months[0].outside, found["mine"].months[0].of) == (1, 1)
    assert [one.side for one in mail_outside(scope, who=id_of(scope, INES))] == ["theirs"]
    assert mail_outside(scope, who=id_of(scope, TOMAS)) == ()
    assert guard_overview.overview(scope).mail == mail_outside(scope)


def test_mail_to_somebody_merged_and_to_a_role_counts(scope: Scope) -> None:
    put(scope, [mail(TODAY - 1, ME, INES, hour=22), mail(TODAY - 1, ME, TOMAS, hour=22)])
    ines = id_of(scope, INES)
    people.add_role(scope, ines, "manager", None, None)
    merging.merge_people(scope, [ines, id_of(scope, TOMAS)])
    boundaries.add(scope, "theirs", WORK, role="manager")
    boundaries.add(scope, "theirs", WORK)
    assert [(one.to, one.months[0].outside) for one in mail_outside(scope)] == [("", 2), ("Manager", 2)]
    assert "everybody" in mail_outside(scope)[0].title
