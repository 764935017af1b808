"""Of the twenty-five inputs that no importer may choke on, those of address books and calendars."""

from __future__ import annotations

from tests.hostile.desk import Brought, Desk

EVENT = "BEGIN:VEVENT\nUID:{uid}\n{lines}\nSUMMARY:{uid}\nATTENDEE;PARTSTAT=ACCEPTED:mailto:ines@falk.example\nEND:VEVENT\n"
HERE = "DTSTART:20240930T090000Z\nDTEND:20240930T100000Z"


def event(uid: str, lines: str = HERE) -> str:
    """A meeting with somebody, named as its UID."""
    return EVENT.format(uid=uid, lines=lines)


def calendar(desk: Desk, *parts: str, name: str = "a.ics") -> Brought:
    """What comes of a calendar with these components."""
    return desk.bring(desk.write(name, f"BEGIN:VCALENDAR\nVERSION:2.0\n{''.join(parts)}END:VCALENDAR\n"))


def test_01_a_card_nested_2000_deep(desk: Desk) -> None:
    deep = "BEGIN:VCARD\nFN:Deep\n" * 2000 + "END:VCARD\n" * 2000
    found = desk.bring(
        desk.write("a.vcf", deep + "BEGIN:VCARD\nFN:Ines Falk\nEMAIL:ines@falk.example\nEND:VCARD\n")
    )
    assert set(found.codes) == {"unterminated", "more-problems"}
    assert found.names() == {"Deep", "Ines Falk"}, "the innermost card is whole"


def test_02_a_calendar_nested_5000_deep(desk: Desk) -> None:
    deep = "BEGIN:VEVENT\n" * 5000 + "SUMMARY:Deep\n" + "END:VEVENT\n" * 5000
    found = calendar(desk, deep, event("after"))
    assert set(found.codes) == {"unterminated", "more-problems"}
    assert found.subjects() == ["after"]


def test_03_an_alarm_that_repeats_two_thousand_million_times(desk: Desk) -> None:
    alarm = "BEGIN:VALARM\nACTION:DISPLAY\nTRIGGER:-PT1S\nREPEAT:2147483647\nDURATION:PT1S\nEND:VALARM"
    found = calendar(desk, event("alarmed", f"{HERE}\n{alarm}"))
    assert (found.subjects(), found.codes) == (["alarmed"], [])


def test_04_a_rule_every_second_without_end_or_with_an_interval_of_nothing(desk: Desk) -> None:
    rules = (
        *("FREQ=SECONDLY", "FREQ=DAILY;INTERVAL=0", "FREQ=SECONDLY;INTERVAL=0"),
        *("FREQ=MINUTELY;COUNT=2147483647", "FREQ=DAILY;INTERVAL=-1", "FREQ=YEARLY;BYSECOND=" + "1," * 5000),
    )
    endless = [event(f"endless {number}", f"{HERE}\nRRULE:{rule}") for number, rule in enumerate(rules)]
    found = calendar(desk, *endless, event("after"))
    assert found.codes == ["rule-refused"] * len(rules)
    assert sorted(found.subjects()) == ["after", *(f"endless {number}" for number in range(len(rules)))]


def test_05_a_rule_for_the_30th_of_february(desk: Desk) -> None:
    rule = "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"
    found = calendar(desk, event("never", f"{HERE}\n{rule}"), event("after"))
    assert found.codes == ["rule-refused"]
    assert sorted(found.subjects()) == ["after", "never"]


def test_06_a_start_on_no_day_of_any_calendar(desk: Desk) -> None:
    starts = (
        *("99999999T999999Z", "00000000", "20240230", "99991231T235959Z", "00010101", "-0010101"),
        *("١٢٣٤٠٥٠٦", "20240930T250000Z", "9" * 5000),
    )
    found = calendar(
        desk, *(event(f"never {start[:20]}", f"DTSTART:{start}") for start in starts), event("after")
    )
    assert found.codes == ["no-start"] * len(starts)
    assert found.subjects() == ["after"]


_LOOPING = """BEGIN:VTIMEZONE
TZID:Loop
BEGIN:STANDARD
DTSTART:19700101T000000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
RRULE:FREQ=SECONDLY
END:STANDARD
END:VTIMEZONE
"""
_CONTRADICTING = """BEGIN:VTIMEZONE
TZID:Europe/Berlin
BEGIN:STANDARD
DTSTART:19700101T000000
TZOFFSETFROM:+9900
TZOFFSETTO:-9900
END:STANDARD
BEGIN:STANDARD
DTSTART:19700101T000000
TZOFFSETFROM:+0100
TZOFFSETTO:+0900
END:STANDARD
END:VTIMEZONE
"""


def test_07_a_zone_that_is_missing_loops_or_contradicts(desk: Desk) -> None:
    names = ("Loop", "Europe/Berlin", "Empty", "Missing", "../../etc/passwd", "x" * 5000)
    files = []
    for number, zone in enumerate(
        ("", _LOOPING, _CONTRADICTING, "BEGIN:VTIMEZONE\nTZID:Empty\nEND:VTIMEZONE\n")
    ):
        uids = {f"{number} in {name}": name for name in names}
        events = [event(uid, f"DTSTART;TZID={name}:20240930T090000") for uid, name in uids.items()]
        files.append(desk.write(f"{number}.ics", f"BEGIN:VCALENDAR\n{zone}{''.join(events)}END:VCALENDAR\n"))
    found = desk.bring(*files)
    assert len(found.subjects()) == 4 * len(names)
    assert found.codes == ["unknown-zone"] * 4 * (len(names) - 1)


def test_08_the_same_uid_in_two_calendars_and_an_exception_without_its_series(desk: Desk) -> None:
    series = event("twice", f"{HERE}\nRRULE:FREQ=WEEKLY;COUNT=3")
    moved = event("twice", "DTSTART:20241008T090000Z\nRECURRENCE-ID:20241007T090000Z")
    lonely = event("lonely", "DTSTART:20241008T110000Z\nRECURRENCE-ID:20241008T090000Z")
    files = [
        desk.write(name, f"BEGIN:VCALENDAR\n{parts}END:VCALENDAR\n")
        for name, parts in (("a.ics", series), ("b.ics", series + moved), ("c.ics", lonely))
    ]
    found = desk.bring(*files)
    assert sorted(set(found.subjects())) == ["lonely", "twice"]
    assert found.codes == []
