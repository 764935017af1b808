"""What reaches the calendar libraries is small, plausible and certain to end."""

from __future__ import annotations

import datetime as dt

import pytest
from dateutil.rrule import rrulestr  # type: ignore[import-untyped]
from hypothesis import given
from hypothesis import strategies as st

from comity.core.contentline import physical_lines
from comity.core.icalendar import MAX_CHARACTERS, Block, blocks, properties
from comity.core.recurrence import MAX_COUNT, Refused, Rule, checked_rule
from comity.core.timevalues import duration, stamp
from comity.core.vtimezone import MAX_PARTS, table_zone

START = dt.date(2024, 1, 1)


def cut(text: str) -> list[Block]:
    return list(blocks(physical_lines(text)))


def calendar(*lines: str) -> str:
    return "\r\n".join(["BEGIN:VCALENDAR", *lines, "END:VCALENDAR", ""])


def names(block: Block) -> list[str]:
    return [item.name for item in properties(block)]


def test_an_event_is_cut_out_without_alarms_and_without_what_nobody_needs() -> None:
    text = calendar(
        "METHOD:PUBLISH",
        "BEGIN:VEVENT",
        "UID:1",
        "ATTACH;ENCODING=BASE64:AAAA",
        " AAAA",
        "SUMMARY:Long",
        "  title",
        "BEGIN:VALARM",
        "REPEAT:2147483647",
        "DESCRIPTION:ring",
        "END:VALARM",
        "END:VEVENT",
    )
    own, event = cut(text)
    assert (own.kind, names(own)) == ("VCALENDAR", ["METHOD"])
    assert (event.kind, event.line, event.fault) == ("VEVENT", 3, "")
    assert [(item.name, item.value) for item in properties(event)][:2] == [
        ("UID", "1"),
        ("SUMMARY", "Long title"),
    ]


def test_each_calendar_of_a_file_is_told() -> None:
    assert [block.kind for block in cut(calendar() + calendar("X-WR-CALNAME:A"))] == ["VCALENDAR"]
    two = calendar("BEGIN:VEVENT", "END:VEVENT") * 2
    assert [block.kind for block in cut(two)] == ["VCALENDAR", "VEVENT"] * 2


def test_events_without_a_calendar_and_stray_ends_are_taken_as_they_come() -> None:
    text = "END:VALARM\nBEGIN:VEVENT\nUID:1\nEND:VEVENT\nSUMMARY:stray\nEND:VEVENT\nBEGIN:VTODO\nEND:VTODO\n"
    assert [(block.kind, block.fault) for block in cut(text)] == [("VEVENT", ""), ("VTODO", "")]


def test_a_calendar_that_stops_is_told_as_far_as_it_goes() -> None:
    assert [block.kind for block in cut("BEGIN:VCALENDAR\nMETHOD:REQUEST\n")] == ["VCALENDAR"]
    assert cut("BEGIN:VCALENDAR\n") == []


@pytest.mark.parametrize("after", ["BEGIN:VEVENT\nEND:VEVENT\n", "END:VCALENDAR\n", ""])
def test_an_event_that_does_not_end_is_unterminated(after: str) -> None:
    found = cut("BEGIN:VEVENT\nUID:1\n" + after)
    assert (found[0].line, found[0].fault, found[0].lines) == (1, "unterminated", ())


def test_an_alarm_that_does_not_end_costs_nothing() -> None:
    (event,) = cut("BEGIN:VEVENT\nUID:1\nBEGIN:VALARM\nEND:VEVENT\n")
    assert event.fault == ""


def test_five_thousand_levels_are_one_broken_component() -> None:
    text = calendar("BEGIN:VEVENT", *["BEGIN:X-DEEP"] * 5000, *["END:X-DEEP"] * 5000, "END:VEVENT")
    assert [block.fault for block in cut(text) if block.kind == "VEVENT"] == ["too-deep"]


def test_five_thousand_events_within_one_another_are_broken_one_by_one() -> None:
    faults = [block.fault for block in cut("BEGIN:VEVENT\n" * 5000 + "END:VEVENT\n" * 5000)]
    assert faults == ["unterminated"] * 4999 + [""]


def test_an_event_beyond_all_bounds_is_too_long() -> None:
    (event,) = cut("BEGIN:VEVENT\nSUMMARY:" + "x" * MAX_CHARACTERS + "\nUID:1\nEND:VEVENT\n")
    assert (event.fault, event.lines) == ("too-long", ())


@given(
    st.lists(
        st.sampled_from(["BEGIN:VEVENT", "END:VEVENT", "BEGIN:X", "END:X", "END:VCALENDAR", "UID:1", " x"])
    )
)
def test_any_sequence_of_marks_is_cut_without_losing_an_event(lines: list[str]) -> None:
    found = cut("".join(line + "\n" for line in lines))
    assert sum(block.kind == "VEVENT" for block in found) == lines.count("BEGIN:VEVENT")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("20240229", (dt.date(2024, 2, 29), None, False)),
        ("20240229T101530Z", (dt.date(2024, 2, 29), dt.time(10, 15, 30), True)),
        ("2024-02-29T10:15:60.5", (dt.date(2024, 2, 29), dt.time(10, 15, 59), False)),
        ("99999999T999999Z", None),
        ("20230229", None),
        ("18991231", None),
        ("22010101", None),
        ("20240101T250000", None),
        ("1" * 100, None),
        ("", None),
    ],
)
def test_a_time_is_read_only_in_plausible_years(text: str, expected: object) -> None:
    assert stamp(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("P1W", 7 * 86400),
        ("PT1H30M", 5400),
        ("+P1DT1S", 86401),
        ("P400D", None),
        ("-PT1H", None),
        ("P" * 50, None),
    ],
)
def test_a_duration_is_at_most_a_year(text: str, expected: int | None) -> None:
    found = duration(text)
    assert (None if found is None else found.total_seconds()) == expected


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=DAILY",
        "FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR;X-OWN=1;",
        "FREQ=DAILY;INTERVAL=2;BYMONTH=1",
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU;WKST=SU",
        "FREQ=WEEKLY;BYDAY=MO,TU;BYSETPOS=-1",
        "FREQ=MONTHLY;BYDAY=-1FR",
        "FREQ=MONTHLY;BYDAY=5MO",
        "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
        "FREQ=MONTHLY;BYMONTHDAY=31",
        "FREQ=MONTHLY;BYMONTHDAY=-1;BYSETPOS=1",
        "FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13;BYSETPOS=1",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29",
        "FREQ=YEARLY;BYMONTH=11;BYDAY=4TH",
        "FREQ=YEARLY;BYDAY=53MO",
        "FREQ=YEARLY;BYYEARDAY=366",
        "FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO",
    ],
)
def test_a_rule_of_real_calendars_is_expanded(rule: str) -> None:
    found = checked_rule(rule, START)
    assert isinstance(found, Rule)
    start = dt.datetime(2024, 1, 1)  # noqa: DTZ001
    assert list(rrulestr(found.text(None), dtstart=start).xafter(start, count=2))


@pytest.mark.parametrize(
    ("rule", "reason"),
    [
        ("FREQ=SECONDLY", "secondly"),
        ("FREQ=HOURLY;INTERVAL=24", "hourly"),
        ("INTERVAL=1", "no stated frequency"),
        ("FREQ=DAILY;INTERVAL=0", "interval"),
        ("FREQ=DAILY;INTERVAL=-1", "interval"),
        ("FREQ=DAILY;INTERVAL=99999999999999999999", "interval"),
        ("FREQ=DAILY;BYSECOND=1", "within a day"),
        ("FREQ=DAILY;BYEASTER=1", "not known"),
        ("FREQ=DAILY;FREQ=DAILY", "cannot be read"),
        ("FREQ=DAILY;X" + "Y" * 3000, "too long"),
        ("FREQ=DAILY;COUNT=0", "end"),
        ("FREQ=DAILY;COUNT=two", "end"),
        ("FREQ=DAILY;UNTIL=soon", "end"),
        ("FREQ=DAILY;UNTIL=20250101;COUNT=2", "both"),
        ("FREQ=WEEKLY;WKST=XX", "cannot be read"),
        ("FREQ=WEEKLY;BYDAY=MONDAY", "cannot be read"),
        ("FREQ=MONTHLY;BYDAY=0MO", "does not exist"),
        ("FREQ=MONTHLY;BYMONTHDAY=0", "does not exist"),
        ("FREQ=MONTHLY;BYMONTHDAY=x", "cannot be read"),
        ("FREQ=YEARLY;BYMONTH=-1", "does not exist"),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "do not exist"),
        ("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "do not exist"),
        ("FREQ=MONTHLY;INTERVAL=2;BYMONTH=2", "do not exist"),
        ("FREQ=YEARLY;INTERVAL=2;BYYEARDAY=366", "do not exist"),
        ("FREQ=YEARLY;BYWEEKNO=-53", "do not exist"),
        ("FREQ=YEARLY;BYYEARDAY=1;BYMONTH=2", "not supported"),
        ("FREQ=MONTHLY;BYDAY=1MO;BYMONTHDAY=20", "not supported"),
        ("FREQ=MONTHLY;BYDAY=MO,1TU", "not supported"),
        ("FREQ=WEEKLY;BYDAY=1MO", "not supported"),
        ("FREQ=DAILY;INTERVAL=7;BYDAY=TU", "never come"),
        ("FREQ=WEEKLY;BYDAY=MO;BYSETPOS=2", "never come"),
        ("FREQ=MONTHLY;BYDAY=6MO", "never come"),
        ("FREQ=YEARLY;BYMONTH=2;BYDAY=5MO", "never come"),
        ("FREQ=YEARLY;INTERVAL=3;BYDAY=53MO", "never come"),
    ],
)
def test_a_rule_that_could_run_for_ever_is_refused(rule: str, reason: str) -> None:
    found = checked_rule(rule, START)
    assert isinstance(found, Refused)
    assert reason in found.reason


def test_a_month_that_lacks_the_day_of_the_start_is_refused() -> None:
    assert isinstance(checked_rule("FREQ=YEARLY;BYMONTH=2", dt.date(2024, 3, 30)), Refused)
    assert isinstance(checked_rule("FREQ=YEARLY;BYMONTH=2", dt.date(2024, 3, 28)), Rule)


def test_ends_are_kept_and_counts_are_capped() -> None:
    counted = checked_rule("FREQ=DAILY;COUNT=2147483647", START)
    assert isinstance(counted, Rule)
    assert counted.text(None) == f"FREQ=DAILY;INTERVAL=1;COUNT={MAX_COUNT}"
    dated = checked_rule("FREQ=DAILY;UNTIL=20240201T000000Z", START)
    assert isinstance(dated, Rule)
    assert dated.until == stamp("20240201T000000Z")
    assert dated.text("20240201") == "FREQ=DAILY;INTERVAL=1;UNTIL=20240201"
    endless = checked_rule("FREQ=DAILY;UNTIL=99991231T235959Z", START)
    assert isinstance(endless, Rule)
    assert endless.until is None


PARTS = st.fixed_dictionaries(
    {"FREQ": st.sampled_from(["MONTHLY", "YEARLY"])},
    optional={
        "INTERVAL": st.sampled_from(["1", "2", "12"]),
        "BYMONTH": st.sampled_from(["2", "2,3", "11"]),
        "BYMONTHDAY": st.sampled_from(["1", "29", "30", "-31", "13,31"]),
        "BYDAY": st.sampled_from(["MO", "1MO", "-5FR", "MO,TU", "2TU,4TU"]),
        "BYSETPOS": st.sampled_from(["1", "-2", "5"]),
    },
)


@given(PARTS, st.dates(dt.date(2000, 1, 1), dt.date(2020, 12, 31)))
def test_a_rule_that_passes_has_a_match_before_the_calendar_repeats(
    parts: dict[str, str], start: dt.date
) -> None:
    rule = checked_rule(";".join(f"{name}={value}" for name, value in parts.items()), start)
    if isinstance(rule, Rule):
        begins = dt.datetime.combine(start, dt.time())
        found = rrulestr(rule.text(None), dtstart=begins).after(begins)
        assert found is not None
        assert found.year < start.year + 400


def zone(*parts: str) -> Block:
    lines = ["BEGIN:VTIMEZONE", "TZID:Own", *parts, "END:VTIMEZONE"]
    return Block("VTIMEZONE", 1, tuple(line + "\n" for line in lines), "")


def part(kind: str, start: str, before: str, after: str, *more: str) -> list[str]:
    return [
        f"BEGIN:{kind}",
        f"DTSTART:{start}",
        f"TZOFFSETFROM:{before}",
        f"TZOFFSETTO:{after}",
        *more,
        f"END:{kind}",
    ]


WINTER = part("STANDARD", "16010101T030000", "+0200", "+0100", "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU")
SUMMER = part("DAYLIGHT", "16010101T020000", "+0100", "+0200", "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU")


@pytest.mark.parametrize(
    ("when", "hours"),
    [
        (dt.datetime(2024, 1, 10, 9), 1),  # noqa: DTZ001
        (dt.datetime(2024, 3, 31, 1, 59), 1),  # noqa: DTZ001
        (dt.datetime(2024, 3, 31, 3), 2),  # noqa: DTZ001
        (dt.datetime(2024, 10, 27, 2, 59), 2),  # noqa: DTZ001
        (dt.datetime(2024, 10, 27, 3), 1),  # noqa: DTZ001
        (dt.datetime(1500, 1, 1), 1),  # noqa: DTZ001
    ],
)
def test_a_zone_of_windows_changes_on_its_sundays(when: dt.datetime, hours: int) -> None:
    found = table_zone(zone(*WINTER, *SUMMER))
    assert found is not None
    assert when.replace(tzinfo=found).utcoffset() == dt.timedelta(hours=hours)
    assert found.tzname(when) == f"UTC+0{hours}:00"
    assert found.dst(when) == dt.timedelta()
    turned = table_zone(zone(*SUMMER, *WINTER))
    assert turned is not None
    assert turned.utcoffset(when) == found.utcoffset(when)


@pytest.mark.parametrize(
    ("rule", "days"),
    [
        ("RRULE:FREQ=YEARLY;BYMONTH=4;BYMONTHDAY=8,9,10,11,12,13,14;BYDAY=SU", [14]),
        ("RRULE:FREQ=YEARLY;BYMONTH=4;BYMONTHDAY=5", [5]),
        ("RRULE:FREQ=YEARLY;BYMONTH=4", [2]),
        ("RRULE:FREQ=YEARLY;BYMONTH=4;BYDAY=SU;BYMONTHDAY=20", []),
        ("RDATE:20240420T000000,never", [20]),
        ("RRULE:FREQ=YEARLY;BYMONTH=4;COUNT=40", [2]),
        ("RRULE:FREQ=YEARLY;BYMONTH=4;COUNT=4", []),
        ("RRULE:FREQ=YEARLY;BYMONTH=4;UNTIL=20230101", []),
    ],
)
def test_a_zone_may_change_by_day_of_month_or_by_list(rule: str, days: list[int]) -> None:
    found = table_zone(zone("X:1", *part("STANDARD", "20000402T000000", "-0500", "-0400", rule)))
    assert found is not None
    assert [onset.day for onset in found.onsets if onset.year == 2024] == days
    assert found.utcoffset(None) == dt.timedelta(hours=-5)


@pytest.mark.parametrize(
    "parts",
    [
        [],
        part("STANDARD", "nothing", "+0100", "+0200"),
        part("STANDARD", "20000101T000000", "+0100", "east"),
        part("STANDARD", "20000101T000000", "+9900", "+0100"),
        part("STANDARD", "20000101T000000", "+0100", "+0200", "RRULE:FREQ=SECONDLY"),
        part("STANDARD", "20000101T000000", "+0100", "+0200", "RRULE:FREQ=MONTHLY"),
        part("STANDARD", "20000101T000000", "+0100", "+0200") * (MAX_PARTS + 1),
        ["BEGIN:OTHER", "END:OTHER"],
    ],
)
def test_a_zone_that_cannot_be_trusted_is_none(parts: list[str]) -> None:
    assert table_zone(zone(*parts)) is None


def test_a_broken_zone_is_none() -> None:
    assert table_zone(zone(*WINTER)._replace(fault="too-long")) is None
