"""Address books, spreadsheets and calendars take what is written for them."""

from __future__ import annotations

import csv
import io
from typing import Any

import icalendar
from hypothesis import given
from hypothesis import strategies as st

from comity.core import vcard
from comity.core.contentline import fields_of, list_of, text_of
from comity.core.records import Flag
from comity.exports.calendar import Meeting, calendar
from comity.exports.contacts import Contact, cards, harmless, row, table

_ANY = st.text(max_size=60)
_CLEAN = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=60)
FORMULA = ("=", "+", "-", "@", "\t", "\r")


@given(cells=st.lists(st.one_of(_ANY, st.sampled_from(FORMULA).flatmap(lambda c: _ANY.map(lambda t: c + t)))))
def test_no_cell_begins_like_a_formula(cells: list[str]) -> None:
    [read] = csv.reader(io.StringIO(row(cells), newline="")) if cells else [[]]
    assert not any(cell.startswith(FORMULA) for cell in read)
    assert [cell.removeprefix("'") for cell in read] == [
        cell.removeprefix("'") for cell in map(harmless, cells)
    ]


def test_the_table_has_a_line_for_each_and_says_that_it_is_utf_8() -> None:
    person = Contact(
        "id", "Žofie, Q", emails=("a@b.example", "c@d.example"), phones=("+49 30",), birthday=(2, 9, 1980)
    )
    text = "".join(table([person, Contact("2", "", birthday=(12, 1, None))]))
    first, second = csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
    assert text.startswith("\ufeff")
    assert (first["name"], first["emails"], first["phones"]) == (
        "Žofie, Q",
        "a@b.example; c@d.example",
        "'+49 30",
    )
    assert (first["birthday"], second["birthday"]) == ("1980-02-09", "12-01")


@given(name=_CLEAN, notes=st.tuples(_ANY, _ANY), tags=st.lists(_CLEAN.filter(bool), max_size=3))
def test_a_card_holds_its_text_whatever_it_is(name: str, notes: tuple[str, str], tags: list[str]) -> None:
    contact = Contact(
        "01890000-0000-7000-8000-000000000001",
        name,
        nicknames=(notes[0],),
        emails=("a@b.example",),
        phones=(notes[0],),
        addresses=(notes[1],),
        urls=("https://x.example/" + notes[0],),
        organisation=name,
        department="Maps; east",
        title=notes[1],
        tags=tuple(tags),
        birthday=(2, 29, None),
        anniversaries=((3, 1, 1999),),
    )
    [card] = vcard.parse("".join(cards([contact]))).cards
    found = {item.name: item for item in card.properties}
    assert card.version == "4.0"
    assert text_of(found["FN"]) == (name or "a@b.example")
    assert (found["BDAY"].value, found["ANNIVERSARY"].value) == ("--0229", "19990301")
    if name:
        assert fields_of(found["ORG"]) == [name, "Maps; east"]
    if tags:
        assert list_of(found["CATEGORIES"]) == tags


def test_a_card_without_name_and_address_still_has_a_name() -> None:
    assert "FN:?\r\n" in next(cards([Contact("id", "")]))


def meeting(**changes: Any) -> Meeting:
    """A meeting, changed in a few fields."""
    fields: dict[str, Any] = {
        "id": "1",
        "at": 1_700_000_000,
        "ends_at": 1_700_003_600,
        "subject": "Tea",
        "text": "",
    }
    fields |= {"flags": 0, "organizer": "a@b.example", "attendees": ("c@d.example",)}
    return Meeting(**fields | changes)


@given(subject=_CLEAN, text=_ANY)
def test_a_calendar_holds_its_text_whatever_it_is(subject: str, text: str) -> None:
    written = "".join(calendar([meeting(subject=subject, text=text)]))
    [event] = icalendar.Calendar.from_ical(written.encode()).events
    assert str(event.get("SUMMARY", "")) == subject
    assert all(len(line.encode()) <= 75 for line in written.split("\r\n"))
    assert event.end is not None
    assert (event.end - event.start).total_seconds() == 3600


def test_what_was_called_off_or_is_not_sure_says_so() -> None:
    meetings = [
        meeting(flags=flags, organizer="", ends_at=None)
        for flags in (0, Flag.PLANNED, Flag.OFF | Flag.PLANNED)
    ]
    found = icalendar.Calendar.from_ical("".join(calendar(meetings))).events
    assert [event["STATUS"] for event in found] == ["CONFIRMED", "TENTATIVE", "CANCELLED"]


def test_a_time_that_no_calendar_has_is_left_out() -> None:
    assert "VEVENT" not in "".join(calendar([meeting(at=-(10**12)), meeting(at=10**12)]))
