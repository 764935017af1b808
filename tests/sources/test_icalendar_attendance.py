"""Who took part in a meeting, and whether it took place."""

from __future__ import annotations

from pathlib import Path

import pytest

from comity.core.records import Flag, Handle, Mine, Part
from comity.sources import _attendance
from tests.sources.calendars import ADA, BO, BOF, ME, codes, event, meetings, read


@pytest.mark.parametrize(
    ("lines", "flags", "parties"),
    [
        ([ME], Flag.NONE, [ADA]),
        ([ME, BO], Flag.NONE, [ADA, BOF]),
        ([ME, BO, "STATUS:CANCELLED"], Flag.OFF, [ADA, BOF]),
        ([ME, BO, "STATUS:TENTATIVE"], Flag.PLANNED, [ADA, BOF]),
        ([ME, BO.replace("ACCEPTED", "NEEDS-ACTION")], Flag.PLANNED, [ADA, BOF]),
        ([ME, BO.replace("ACCEPTED", "TENTATIVE")], Flag.PLANNED, [ADA, BOF]),
        ([ME, BO.replace("ACCEPTED", "DECLINED")], Flag.OFF, [ADA]),
        ([ME, BO.replace("ACCEPTED", "DELEGATED"), "ATTENDEE:mailto:cy@example.org"], Flag.NONE, [ADA, "cy"]),
        ([ME, BO, "ATTENDEE;PARTSTAT=DECLINED:mailto:ada@example.org"], Flag.NONE, [BOF]),
        ([ME, BO, "ATTENDEE;PARTSTAT=ACCEPTED:mailto:ada@example.org"], Flag.NONE, [ADA, BOF]),
        ([ME, "ATTENDEE:mailto:bo@example.org"], Flag.NONE, [ADA, BOF]),
        ([ME, "ATTENDEE;CUTYPE=ROOM:mailto:room@example.org"], Flag.NONE, [ADA]),
        ([ME, "ATTENDEE:mailto:c_1@resource.calendar.google.com"], Flag.NONE, [ADA]),
        ([ME, "ATTENDEE;ROLE=NON-PARTICIPANT:mailto:bo@example.org"], Flag.NONE, [ADA]),
        ([ME, "ATTENDEE;CN=Nobody:invalid:nomail"], Flag.NONE, [ADA]),
        ([ME, "ATTENDEE;EMAIL=bo@example.org:urn:uuid:1"], Flag.NONE, [ADA, BOF]),
        ([ME, BO, "TRANSP:TRANSPARENT"], Flag.NONE, [ADA, BOF]),
        ([], Flag.NONE, []),
    ],
)
def test_who_takes_part_follows_from_the_answers(
    tmp_path: Path, lines: list[str], flags: Flag, parties: list[Handle | str]
) -> None:
    (found,) = meetings(read(tmp_path, *event(*lines)))
    expected = [Handle("email", f"{who}@example.org") if isinstance(who, str) else who for who in parties]
    assert (found.flags, [party.handle for party in found.parties]) == (flags, expected)


@pytest.mark.parametrize(
    ("method", "flag"), [("REQUEST", Flag.PLANNED), ("PUBLISH", Flag.NONE), ("CANCEL", Flag.OFF)]
)
def test_an_answer_that_is_not_stated_is_open_in_an_invitation_only(
    tmp_path: Path, method: str, flag: Flag
) -> None:
    (found,) = meetings(read(tmp_path, f"METHOD:{method}", *event(ME, "ATTENDEE:mailto:bo@example.org")))
    assert found.flags == flag


def test_whoever_did_not_answer_where_others_came_was_only_invited(tmp_path: Path) -> None:
    open_ones = [
        f"ATTENDEE;PARTSTAT={answer}:mailto:{who}@example.org"
        for who, answer in (("cy", "NEEDS-ACTION"), ("di", "TENTATIVE"))
    ]
    (found,) = meetings(read(tmp_path, *event(ME, BO, *open_ones)))
    assert [party.part for party in found.parties] == [
        Part.ORGANIZER,
        Part.ATTENDEE,
        Part.INVITED,
        Part.INVITED,
    ]


def test_a_whole_day_on_which_its_owner_stays_free_is_a_marker_and_no_meeting(tmp_path: Path) -> None:
    day = "DTSTART;VALUE=DATE:20240702"
    (free,) = meetings(read(tmp_path, *event(ME, BO, "TRANSP:TRANSPARENT", start=day)))
    (busy,) = meetings(read(tmp_path, *event(ME, BO, "TRANSP:OPAQUE", start=day)))
    assert (free.flags, busy.flags) == (Flag.PLANNED, Flag.NONE)


def test_an_answer_to_an_invitation_is_no_meeting(tmp_path: Path) -> None:
    records = read(tmp_path, "METHOD:REPLY", *event(ME, BO))
    assert (meetings(records), codes(records)) == ([], ["not-a-meeting"])


def test_forty_thousand_people_are_cut_and_told(tmp_path: Path) -> None:
    crowd = [f"ATTENDEE;PARTSTAT=ACCEPTED:mailto:a{number}@example.org" for number in range(40_000)]
    records = read(tmp_path, *event(ME, *crowd))
    (found,) = meetings(records)
    assert (len(found.parties), found.flags) == (_attendance.MOST_PARTIES + 1, Flag.BULK)
    assert codes(records) == ["too-many-people"]


def test_a_calendar_named_after_who_is_in_all_its_meetings_is_that_persons(tmp_path: Path) -> None:
    other = "ATTENDEE:mailto:cy@example.org"
    both = [*event(ME, BO), *event(ME, other, uid="two"), *event(ME, uid="three")]
    records = read(tmp_path, "X-WR-CALNAME:ada@example.org", *both)
    assert [record.handle for record in records if isinstance(record, Mine)] == [ADA]
    records = read(tmp_path, "X-WR-CALNAME:bo@example.org", *both)
    assert not any(isinstance(record, Mine) for record in records)
