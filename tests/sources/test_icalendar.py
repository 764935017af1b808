"""Meetings of a calendar become interactions, and none of them hangs the reader."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from comity.core.records import Flag, Interaction, Kind, Part, Party, Problem
from comity.sources import icalendar as reader
from comity.sources.icalendar import source
from tests.sources.calendars import ADA, BO, BOF, ME, codes, event, meetings, read, starts
from tests.sources.places import place_of


def test_a_meeting_is_read_whole(tmp_path: Path) -> None:
    lines = event(
        "DTEND;TZID=Europe/Berlin:20240702T123000",
        "SUMMARY:Planning\\, part 1",
        "DESCRIPTION:<b>Agenda</b><br>one &amp; two",
        "LOCATION:Room 1",
        ME,
        BO,
        "BEGIN:VALARM",
        "REPEAT:2147483647",
        "END:VALARM",
        start="DTSTART;TZID=Europe/Berlin:20240702T110000",
    )
    (found,) = meetings(read(tmp_path, *lines))
    assert (found.kind, found.at, found.ends_at) == (Kind.MEETING, 1719910800, 1719916200)
    assert (found.offset, found.zone) == (120, "Europe/Berlin")
    assert (found.subject, found.snippet) == ("Planning, part 1", "Agenda one & two")
    assert found.text == "Room 1\n\nAgenda\none & two"
    assert found.parties == (Party(Part.ORGANIZER, ADA, "Ada Ek"), Party(Part.ATTENDEE, BOF, "Bo Falk"))
    assert (found.flags, found.parent, found.position) == (Flag.NONE, 0, 3)
    assert found.ref > 0


@pytest.mark.parametrize(
    ("start", "at", "zone", "offset"),
    [
        ("DTSTART:20240702T090000Z", "2024-07-02 09:00", "", 0),
        ("DTSTART:20240702T090000", "2024-07-02 09:00", "", None),
        ("DTSTART;VALUE=DATE:20240702", "2024-07-02 00:00", "", None),
        ("DTSTART;TZID=America/New_York:20240702T090000", "2024-07-02 13:00", "America/New_York", -240),
        ("DTSTART;TZID=W. Europe Standard Time:20240702T090000", "2024-07-02 07:00", "Europe/Berlin", 120),
        ("DTSTART;TZID=/example.org/x/Asia/Tokyo:20240702T090000", "2024-07-02 00:00", "Asia/Tokyo", 540),
        ('DTSTART;TZID="Own":20240702T090000', "2024-07-02 06:30", "", 150),
        ("DTSTART;TZID=Named:20240702T090000", "2024-07-02 08:00", "Europe/London", 60),
    ],
)
def test_a_time_counts_in_its_zone(
    tmp_path: Path, start: str, at: str, zone: str, offset: int | None
) -> None:
    own = ["BEGIN:VTIMEZONE", "TZID:Own", "BEGIN:STANDARD", "DTSTART:19700101T000000", "TZOFFSETFROM:+0230"]
    own += ["TZOFFSETTO:+0230", "END:STANDARD", "END:VTIMEZONE"]
    zones = [*own, "BEGIN:VTIMEZONE", "TZID:Named", "X-LIC-LOCATION:Europe/London", "END:VTIMEZONE"]
    records = read(tmp_path, *event(start=start), *zones)
    assert (starts(records), codes(records)) == ([at], [])
    (found,) = meetings(records)
    assert (found.zone, found.offset) == (zone, offset)


def test_a_floating_time_counts_in_the_calendars_zone(tmp_path: Path) -> None:
    records = read(tmp_path, "X-WR-TIMEZONE:Europe/Berlin", *event(start="DTSTART:20240702T090000"))
    (found,) = meetings(records)
    assert (found.zone, found.offset, starts(records)) == ("Europe/Berlin", 120, ["2024-07-02 07:00"])


@pytest.mark.parametrize("tzid", ["Nowhere/Atlantis", "../../etc/passwd", "Loop", "Europe", "x" * 500])
def test_a_zone_that_nothing_tells_is_reported_and_the_time_kept(tmp_path: Path, tzid: str) -> None:
    loop = ["BEGIN:VTIMEZONE", "TZID:Loop", "BEGIN:STANDARD", "DTSTART:19700101T000000", "TZOFFSETFROM:+0100"]
    loop += ["TZOFFSETTO:+0200", "RRULE:FREQ=SECONDLY", "END:STANDARD", "END:VTIMEZONE"]
    records = read(tmp_path, *loop, *event(start=f"DTSTART;TZID={tzid}:20240702T090000"))
    assert (starts(records), codes(records)) == (["2024-07-02 09:00"], ["unknown-zone"])


def test_a_series_keeps_its_local_time_and_its_exceptions(tmp_path: Path) -> None:
    zone = "TZID=Europe/Berlin"
    lines = event(
        "RRULE:FREQ=WEEKLY;BYDAY=MO;UNTIL=20240422",
        f"EXDATE;{zone}:20240408T100000",
        f"RDATE;{zone}:20240501T100000",
        "SUMMARY:Jour fixe",
        BO,
        start=f"DTSTART;{zone}:20240325T100000",
    )
    moved = event("RECURRENCE-ID:20240401T080000Z", "SUMMARY:Moved", BO, start="DTSTART:20240402T120000Z")
    off = event("RECURRENCE-ID:20240415T080000Z", "STATUS:CANCELLED", BO, start="DTSTART:20240415T080000Z")
    records = read(tmp_path, *off, *lines, *moved)
    assert codes(records) == []
    assert starts(records) == [
        "2024-03-25 09:00",
        "2024-04-02 12:00",
        "2024-04-15 08:00",
        "2024-04-22 08:00",
        "2024-05-01 08:00",
    ]
    assert [item.flags for item in meetings(records)] == [
        Flag.NONE,
        Flag.NONE,
        Flag.OFF,
        Flag.NONE,
        Flag.NONE,
    ]
    assert len({item.key for item in meetings(records)}) == 5
    assert len({item.ref for item in meetings(records)}) == 1


def test_one_meeting_of_a_series_has_the_same_key_alone(tmp_path: Path) -> None:
    zone = "TZID=Europe/Berlin"
    series = event("RRULE:FREQ=WEEKLY;COUNT=2", BO, start=f"DTSTART;{zone}:20240325T100000")
    alone = event("RECURRENCE-ID:20240401T080000Z", BO, start=f"DTSTART;{zone}:20240401T100000")
    assert meetings(read(tmp_path, *series))[1].key == meetings(read(tmp_path, *alone))[0].key


def test_a_change_from_one_meeting_on_moves_those_after_it(tmp_path: Path) -> None:
    lines = event("RRULE:FREQ=DAILY;COUNT=4", "DURATION:PT1H")
    later = event(
        "RECURRENCE-ID;RANGE=THISANDFUTURE:20240704T090000Z",
        "SUMMARY:Later",
        start="DTSTART:20240704T110000Z",
    )
    records = read(tmp_path, *lines, *later)
    assert starts(records) == ["2024-07-02 09:00", "2024-07-03 09:00", "2024-07-04 11:00", "2024-07-05 11:00"]
    assert len({item.key for item in meetings(records)}) == 4


def test_days_repeat_as_days(tmp_path: Path) -> None:
    lines = event(
        "RRULE:FREQ=YEARLY;COUNT=3", "EXDATE;VALUE=DATE:20250229", start="DTSTART;VALUE=DATE:20240228"
    )
    found = meetings(read(tmp_path, *lines))
    assert [(item.at % 86400, (item.ends_at or 0) - item.at, item.zone) for item in found] == [
        (0, 86400, "")
    ] * 3


def test_a_series_without_end_is_read_until_about_a_year_from_now(tmp_path: Path) -> None:
    now = dt.datetime.now(dt.UTC)
    start = now - dt.timedelta(days=10)
    found = meetings(read(tmp_path, *event("RRULE:FREQ=DAILY", start=f"DTSTART:{start:%Y%m%dT%H%M%SZ}")))
    assert len(found) in (410, 411)
    assert found[-1].at > now.timestamp()


def test_a_meeting_far_ahead_is_read(tmp_path: Path) -> None:
    assert starts(read(tmp_path, *event(start="DTSTART:21000101T090000Z"))) == ["2100-01-01 09:00"]


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        (event("RRULE:FREQ=SECONDLY"), "rule-refused"),
        (event("RRULE:FREQ=DAILY;INTERVAL=0"), "rule-refused"),
        (event("RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"), "rule-refused"),
        (event("RRULE:FREQ=DAILY", "RRULE:FREQ=WEEKLY"), "rule-refused"),
    ],
)
def test_a_rule_that_is_refused_leaves_the_first_meeting(tmp_path: Path, lines: list[str], code: str) -> None:
    records = read(tmp_path, *lines)
    assert (starts(records), codes(records)) == (["2024-07-02 09:00"], [code])


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        (event(start="DTSTART:99999999T999999Z"), "no-start"),
        (event(start="SUMMARY:none"), "no-start"),
        (["BEGIN:VEVENT", *["BEGIN:X-DEEP"] * 5000, *["END:X-DEEP"] * 5000, "END:VEVENT"], "too-deep"),
        (["BEGIN:VEVENT", "UID:lost"], "unterminated"),
        (["BEGIN:VTODO", "UID:task", "END:VTODO", "BEGIN:VTODO", "END:VTODO"], "not-an-event"),
    ],
)
def test_a_broken_event_is_a_problem_and_the_rest_is_read(
    tmp_path: Path, lines: list[str], code: str
) -> None:
    records = read(tmp_path, *lines, *event(uid="whole"))
    assert (starts(records), codes(records)) == (["2024-07-02 09:00"], [code])


@pytest.mark.parametrize(
    ("lines", "ends_at"),
    [
        (["DURATION:PT90M"], 1719916200),
        (["DTEND:20240702T080000Z"], None),
        (["DTEND:22000101T000000Z"], None),
        (["DTEND;VALUE=DATE:20240703"], None),
        (["DTEND:never"], None),
        (["DURATION:P99W"], None),
        ([], None),
    ],
)
def test_an_end_is_believed_only_where_it_can_be(
    tmp_path: Path, lines: list[str], ends_at: int | None
) -> None:
    (found,) = meetings(read(tmp_path, *event(*lines, start="DTSTART:20240702T090000Z")))
    assert found.ends_at == ends_at


def test_one_uid_in_two_calendars_is_one_series(tmp_path: Path) -> None:
    lines = [*event("SUMMARY:A"), "END:VCALENDAR", "BEGIN:VCALENDAR", *event("SUMMARY:B", "SEQUENCE:2")]
    (found,) = meetings(read(tmp_path, *lines))
    assert found.subject == "B"


def test_an_exception_without_its_series_stands_for_itself(tmp_path: Path) -> None:
    lines = event("RECURRENCE-ID:20240701T090000Z", BO)
    assert starts(read(tmp_path, *lines)) == ["2024-07-02 09:00"]


def test_events_without_uid_are_told_apart(tmp_path: Path) -> None:
    lines = [line for line in [*event("SUMMARY:A"), *event("SUMMARY:B")] if not line.startswith("UID")]
    found = meetings(read(tmp_path, *lines))
    assert len({item.key for item in found}) == 2
    assert {item.ref for item in found} == {0}


def test_days_and_times_in_one_series_do_not_make_it_fail(tmp_path: Path) -> None:
    lines = event(
        "RRULE:FREQ=DAILY;COUNT=2;WKST=MO", "EXDATE;VALUE=DATE:20240703", "RDATE;VALUE=PERIOD:20240710/PT1H"
    )
    odd = event("RECURRENCE-ID;VALUE=DATE:20240702", start="DTSTART;VALUE=DATE:20240705")
    records = read(tmp_path, *lines, *odd)
    assert meetings(records)
    assert set(codes(records)) <= {"contradicting-series"}


def test_a_file_of_endless_series_stops_at_the_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "MOST_OCCURRENCES", 1000)
    lines = [
        line
        for uid in "abcd"
        for line in event("RRULE:FREQ=DAILY", uid=uid, start="DTSTART:20200101T090000Z")
    ]
    records = read(tmp_path, *lines)
    assert codes(records) == ["too-many-meetings"]
    assert sum(item.at == 1577869200 for item in meetings(records)) == 4


def test_more_series_than_memory_should_hold_give_their_first_meeting(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reader, "MOST_HELD", 1)
    lines = [line for uid in "ab" for line in event("RRULE:FREQ=DAILY;COUNT=3", uid=uid)]
    records = read(tmp_path, *lines)
    assert (len(meetings(records)), codes(records)) == (4, ["too-many-series"])


def test_parts_that_contradict_one_another_are_read_one_by_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise TypeError

    monkeypatch.setattr(reader, "occurrences", refuse)
    records = read(tmp_path, *event("RRULE:FREQ=DAILY"))
    assert (starts(records), codes(records)) == (["2024-07-02 09:00"], ["contradicting-series"])


def test_the_order_of_events_does_not_matter(tmp_path: Path) -> None:
    one, two = event("RRULE:FREQ=DAILY;COUNT=3", BO), event("RECURRENCE-ID:20240703T090000Z", ME)
    forth, back = meetings(read(tmp_path, *one, *two)), meetings(read(tmp_path, *two, *one))
    assert [item._replace(position=0) for item in forth] == [item._replace(position=0) for item in back]


def test_long_text_is_cut_and_flagged(tmp_path: Path) -> None:
    (found,) = meetings(read(tmp_path, *event("DESCRIPTION:" + "x" * 300_000, "SUMMARY:" + "y" * 5000)))
    assert (len(found.text), len(found.subject), found.flags) == (200_000, 1000, Flag.TRUNCATED)


def test_a_calendar_is_recognised_by_its_first_line(tmp_path: Path) -> None:
    assert source.recognise(place_of(tmp_path, "\ufeffBEGIN:VCALENDAR\r\n")) > 50
    assert source.recognise(place_of(tmp_path, "BEGIN:VCALENDAR".encode("utf-16"))) > 50
    assert source.recognise(place_of(tmp_path, "Subject: x\n\nBEGIN:VCALENDAR\n")) == 0


def test_utf_16_is_read(tmp_path: Path) -> None:
    raw = "\n".join(["BEGIN:VCALENDAR", *event("SUMMARY:Größe"), "END:VCALENDAR"]).encode("utf-16")
    assert [item.subject for item in meetings(read(tmp_path, raw=raw))] == ["Größe"]


LINES = st.sampled_from(
    """BEGIN:VEVENT|END:VEVENT|UID:1|UID:2|DTSTART:20240101T090000Z|DTSTART;VALUE=DATE:20240101|DTSTART:20240101T090000
    |RRULE:FREQ=DAILY;COUNT=3|RRULE:FREQ=MONTHLY;BYDAY=1MO;UNTIL=20240601|EXDATE:20240102T090000Z|DURATION:PT1H
    |RECURRENCE-ID:20240102T090000Z|RECURRENCE-ID;VALUE=DATE:20240102|DTEND;VALUE=DATE:20240103|SEQUENCE:3
    |RDATE:20240105,20240106T100000|DTSTART;TZID=Europe/Berlin:20240331T023000|STATUS:CANCELLED|END:VCALENDAR
    |RECURRENCE-ID;RANGE=THISANDFUTURE:20240102T090000Z|BEGIN:VALARM|END:VALARM|METHOD:REQUEST""".replace(
        "\n    ", ""
    ).split("|")
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=150)
@given(st.lists(st.lists(LINES, max_size=6), max_size=5))
def test_no_sequence_of_lines_makes_it_fail(tmp_path: Path, events: list[list[str]]) -> None:
    lines = [line for some in events for line in ("BEGIN:VEVENT", "UID:1", *some, "END:VEVENT")]
    assert all(isinstance(record, Interaction | Problem) for record in read(tmp_path, *lines))


@pytest.mark.parametrize("said", ["Canceled: ", "Cancelled: ", "Abgesagt: ", "Annulé : ", "Geannuleerd: "])
def test_a_meeting_that_outlook_calls_cancelled_in_its_subject_alone_is_off(
    tmp_path: Path, said: str
) -> None:
    (found,) = meetings(read(tmp_path, *event(f"SUMMARY:{said}Budget", ME, BO)))
    assert found.flags == Flag.OFF
    (found,) = meetings(read(tmp_path, *event(f"SUMMARY:Flights {said}what now", ME, BO)))
    assert found.flags == Flag.NONE


@pytest.mark.parametrize(
    ("tzid", "at"),
    [
        ("tzone://Microsoft/Utc", "2024-07-02 09:00"),
        ("GMT+0200", "2024-07-02 07:00"),
        ("(UTC-05:30)", "2024-07-02 14:30"),
        ('"(UTC+01:00) Amsterdam, Berlin, Bern"', "2024-07-02 07:00"),
        ('"(GMT-03:00) Sao Paulo"', "2024-07-02 12:00"),
    ],
)
def test_a_zone_that_only_states_its_offset_is_understood(tmp_path: Path, tzid: str, at: str) -> None:
    found = read(tmp_path, *event(start=f"DTSTART;TZID={tzid}:20240702T090000"))
    assert (starts(found), codes(found)) == ([at], [])


@pytest.mark.parametrize("tzid", ["tzone://Microsoft/Custom", '"(UTC+01:00) Nowhere"', "GMT+9900"])
def test_a_zone_that_cannot_be_told_leaves_the_meeting_and_is_told(tmp_path: Path, tzid: str) -> None:
    lines = event("EXDATE;TZID=x://y:20240703T090000", start=f"DTSTART;TZID={tzid}:20240702T090000")
    found = read(tmp_path, *lines)
    assert starts(found) == ["2024-07-02 09:00"]
    assert set(codes(found)) == {"unknown-zone"}


def test_a_guest_of_vcalendar_1_is_read(tmp_path: Path) -> None:
    lines = event(
        ME,
        "ATTENDEE;ROLE=ATTENDEE;STATUS=CONFIRMED:Bo Falk <bo@example.org>",
        "ATTENDEE;STATUS=DECLINED:Cy <cy@example.org>",
        "ATTENDEE;STATUS=NEEDS ACTION:Di <di@example.org>",
    )
    (found,) = meetings(read(tmp_path, *lines))
    assert [(p.part, p.handle.value, p.name) for p in found.parties[1:]] == [
        (Part.ATTENDEE, "bo@example.org", "Bo Falk"),
        (Part.INVITED, "di@example.org", "Di"),
    ]
