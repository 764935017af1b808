"""The sample book: made up, the same each time, and lively on any day."""

from __future__ import annotations

import csv
import mailbox
import re
from contextlib import closing
from email.header import decode_header, make_header
from email.utils import getaddresses, parsedate_to_datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from comity.core.days import SECONDS_PER_DAY, date_from_day, day_of
from comity.core.introductions import Life, State, state
from comity.core.keys import interaction_key, short_hash
from comity.core.records import Card, Flag, Interaction, Kind, Part
from comity.core.requests import State as RequestState
from comity.exports.guard_shapes import GUARDS
from comity.exports.practice_shapes import PRACTICE
from comity.sources import HEAD_BYTES, Place, Source, icalendar, mbox
from comity.sources.sample import SampleBook, SamplePerson, generate
from comity.sources.sample.files import write_files
from comity.sources.sample.make import message_id

NOW = 1_795_424_400  # Monday, 23 November 2026, 08:00 UTC
EVENING_BEFORE_LEAP_DAY = 1_835_380_800
RESERVED = (".example", "example.com", "example.org", "example.net")
SILENT_BY_CHOICE = {"dormant", "ended", "stepped_back"}


@pytest.fixture(scope="module")
def book() -> SampleBook:
    return generate(NOW)


@pytest.fixture(scope="module")
def folder(book: SampleBook, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sample") / "files"
    write_files(book, folder)
    return folder


def interactions(book: SampleBook) -> list[Interaction]:
    return [one for one in book.records if isinstance(one, Interaction)]


def person(book: SampleBook, name: str) -> SamplePerson:
    [found] = [one for one in book.people if name in (one.name, one.latin)]
    return found


def contact_days(book: SampleBook, who: SamplePerson) -> list[int]:
    """The days of contact so far, as strength counts them."""
    return sorted(
        {
            day_of(one.at)
            for one in interactions(book)
            if not one.flags and one.at <= book.now
            if any(party.handle.value in who.emails for party in one.parties)
        }
    )


def silence(book: SampleBook, who: SamplePerson) -> float:
    """Days since the last contact, in usual gaps; 0 where there is no usual gap yet."""
    days = contact_days(book, who)
    if len(days) < 5 or days[-1] - days[0] < 60:
        return 0.0
    return (day_of(book.now) - days[-1]) / max(7.0, (days[-1] - days[0]) / (len(days) - 1))


def test_the_same_moment_and_seed_give_the_same_book(book: SampleBook) -> None:
    assert generate(NOW) == book


def test_another_seed_gives_other_mail_between_the_same_people(book: SampleBook) -> None:
    other = generate(NOW, seed=21)
    assert other.people == book.people
    assert {one.key for one in interactions(other)} != {one.key for one in interactions(book)}


def test_there_are_some_sixty_people_and_three_years_of_contact(book: SampleBook) -> None:
    found = interactions(book)
    assert 58 <= len(book.people) <= 65
    assert 4_000 <= len(found) <= 6_300
    assert found[0].at < NOW - 1_085 * SECONDS_PER_DAY
    quarters = {(NOW - one.at) * 12 // (1_095 * SECONDS_PER_DAY) for one in found if one.at <= NOW}
    assert set(range(12)) <= quarters


def test_every_address_is_one_reserved_for_examples(book: SampleBook) -> None:
    written = {party.handle for one in interactions(book) for party in one.parties}
    written |= {handle for card in book.records if isinstance(card, Card) for handle in card.handles}
    emails = {handle.value for handle in written if handle.kind == "email"} | set(book.owner.emails)
    emails |= {email for one in book.people for email in one.emails}
    assert {email for email in emails if not email.endswith(RESERVED)} == set()
    assert emails == {email.lower() for email in emails}


def test_every_telephone_number_is_one_set_aside_for_fiction(book: SampleBook) -> None:
    cards = [one for one in book.records if isinstance(one, Card)]
    phones = {value for card in cards for field, value in card.values if field == "phone"}
    fiction = ("+49 30 23125 ", "+49 69 90009 ", "+49 171 39200 ", "+44 7700 900")
    assert len(phones) > 5
    assert all(phone.startswith(fiction) for phone in phones)


def test_only_meetings_lie_ahead_and_those_within_ten_days(book: SampleBook) -> None:
    ahead = [one for one in interactions(book) if one.at > NOW]
    assert {one.kind for one in ahead} == {Kind.MEETING}
    assert 5 <= len(ahead) <= 10
    assert all(one.at < NOW + 10 * SECONDS_PER_DAY for one in ahead)
    assert all(one.zone == book.owner.zone and one.ends_at for one in ahead)


def test_past_meetings_took_place_or_were_called_off(book: SampleBook) -> None:
    past = [one for one in interactions(book) if one.kind == Kind.MEETING and one.at <= NOW]
    assert {one.flags for one in past} == {int(Flag.NONE), int(Flag.OFF)}


def test_keys_are_unique_and_positions_run_on(book: SampleBook) -> None:
    found = interactions(book)
    assert len({one.key for one in found}) == len(found)
    assert [one.position for one in found] == list(range(len(found)))
    assert [one.at for one in found] == sorted(one.at for one in found)


def test_a_mail_is_named_by_its_message_id_and_sender(book: SampleBook) -> None:
    for one in interactions(book):
        if one.kind == Kind.MAIL:
            identity = f"mail\0{message_id(one)}\0{one.parties[0].handle.value}"
            assert one.key == interaction_key(one.at, identity)
            assert one.ref == short_hash(message_id(one))


def test_what_a_mail_answers_is_there_and_earlier(book: SampleBook) -> None:
    by_ref = {one.ref: one for one in interactions(book) if one.kind == Kind.MAIL}
    answers = [one for one in by_ref.values() if one.parent]
    assert len(answers) > 1_000
    assert all(by_ref[one.parent].at < one.at for one in answers)
    assert all(one.subject.startswith(("Re: ", "Out of office: ")) for one in answers)


def test_texts_are_filled_in_and_snippets_short(book: SampleBook) -> None:
    for one in interactions(book):
        assert not set("{}|") & set(one.subject + one.text)
        assert len(one.snippet) <= 200
        assert "wrote:" not in one.snippet


def test_the_owner_takes_part_in_all_but_list_mail(book: SampleBook) -> None:
    own = set(book.owner.emails)
    for one in interactions(book):
        parties = [party.handle.value for party in one.parties]
        assert bool(own & set(parties)) != bool(one.flags & Flag.LIST)
        assert len(set(parties)) == len(parties)


def test_bulk_and_automatic_mail_is_marked(book: SampleBook) -> None:
    flags = [one.flags for one in interactions(book) if one.kind == Kind.MAIL]
    for flag in (Flag.BULK, Flag.AUTOMATIC, Flag.LIST):
        assert flags.count(int(flag)) >= 10


def test_every_kind_of_contact_occurs(book: SampleBook) -> None:
    assert {one.kind for one in interactions(book)} == {int(kind) for kind in Kind}


@pytest.mark.parametrize("now", [NOW, NOW + 5 * SECONDS_PER_DAY, 1_787_300_000, EVENING_BEFORE_LEAP_DAY])
def test_the_story_holds_on_any_day(now: int) -> None:
    book = generate(now)
    tomas = contact_days(book, person(book, "Tomás Beltrán"))
    assert day_of(now) - tomas[-1] in (76, 77)
    assert 14 <= (tomas[-1] - tomas[0]) / (len(tomas) - 1) <= 19
    fading = {one.name for one in book.people if silence(book, one) >= 4}
    chosen = {one.name for one in book.people if one.standing in SILENT_BY_CHOICE}
    assert fading - chosen == {"Tomás Beltrán", "Katja Wendlandt"}
    assert silence(book, person(book, "Katja Wendlandt")) > 8
    assert day_of(now) - contact_days(book, person(book, "Hana Kobayashi"))[-1] == 2
    for name in ("Inês Prado", "Viktor Hellsing-Öberg"):
        assert contact_days(book, person(book, name)) == []


def test_only_one_person_has_left_two_messages_without_an_answer(book: SampleBook) -> None:
    waiting: dict[str, int] = {}
    for one in interactions(book):
        if one.kind != Kind.MAIL or one.flags:
            continue
        sender, *others = one.parties
        mine = sender.handle.value in book.owner.emails
        direct = [party for party in others if party.part == Part.TO]
        for party in direct if mine else [sender]:
            waiting[party.handle.value] = waiting.get(party.handle.value, 0) + 1 if mine else 0
    assert waiting["elias.vogt@rheinbogen.example"] == 2
    assert [email for email, count in waiting.items() if count > 2] == []


def test_a_peer_is_there_almost_daily_and_a_manager_every_week(book: SampleBook) -> None:
    amara = contact_days(book, person(book, "Amara Okafor"))
    ruth = contact_days(book, person(book, "Ruth Adeyemi"))
    assert len([day for day in amara if day > day_of(NOW) - 28]) >= 14
    assert len({day // 7 for day in ruth if day > day_of(NOW) - 364}) >= 44


def test_holidays_leave_a_gap_at_work(book: SampleBook) -> None:
    days = {
        date_from_day(day)
        for one in book.people
        for day in contact_days(book, one)
        if "Ostermoor" in one.tags
    }
    assert [day for day in days if (day.month, day.day) in ((12, 25), (1, 1), (8, 15))] == []


def test_dates_of_today_and_of_the_next_days_are_there(book: SampleBook) -> None:
    today = date_from_day(day_of(NOW))
    [anniversary] = person(book, "Miriam Sadler").dates
    assert (anniversary.month, anniversary.day, anniversary.year) == (today.month, today.day, today.year - 10)
    assert person(book, "Miriam Sadler").history[-1].since == day_of(NOW) - 3652
    birthdays = [dated for one in book.people for dated in one.dates if dated.what == "birthday"]
    soon = [date_from_day(day_of(NOW) + ahead) for ahead in range(8)]
    assert len([one for one in birthdays if (one.month, one.day) in [(d.month, d.day) for d in soon]]) >= 2


def test_one_person_is_there_twice_under_two_addresses(book: SampleBook) -> None:
    pair = [one for one in book.people if one.name in ("Kateřina Nováková", "Katerina Novakova")]
    assert len(pair) == 2
    assert len({email for one in pair for email in one.emails}) == 2


def test_what_is_practised_names_people_of_the_book(book: SampleBook) -> None:
    known = {one.emails[0] for one in book.people}
    named = {one.person for one in book.reminders if one.person} | {one.person for one in book.dates}
    named |= {email for row in book.practice for email in row.people.values()}
    assert named <= known


def test_what_is_practised_refers_only_to_rows_that_are_there(book: SampleBook) -> None:
    names = [row.name for row in book.practice]
    assert len(set(names)) == len(names)
    assert {other for row in book.practice for other in row.rows.values()} <= set(names)
    groups = {name for one in book.people for name in one.groups}
    assert {row.values["group"] for row in book.practice if "group" in row.values} <= groups


def test_there_is_a_row_of_every_table_but_of_what_only_a_passphrase_can_hold(book: SampleBook) -> None:
    sealed = {"vaults", "incident_entries", "anchors", "confidence_covers"}
    assert {row.kind for row in book.practice} == (PRACTICE.keys() | GUARDS.keys()) - sealed


def rows_of(book: SampleBook, kind: str) -> list[dict[str, Any]]:
    return [row.values for row in book.practice if row.kind == kind]


def test_promises_and_requests_ended_in_every_way(book: SampleBook) -> None:
    ends: dict[str, set[str]] = {"mine": set(), "theirs": set()}
    for one in rows_of(book, "commitments"):
        state = one.get("state", "open")
        late = state == "kept" and one["closed_on"] > one["due"]
        ends[one["by"]].add("late" if late else "moved" if "moves" in one else state)
        assert (state == "open") == ("closed_on" not in one)
    assert ends["mine"] >= {"open", "kept", "late", "moved", "broken", "dropped"} <= ends["theirs"]
    requests = {one.get("state", "open") for one in rows_of(book, "requests")}
    assert requests == {str(state) for state in RequestState}


def test_introductions_are_in_every_state(book: SampleBook) -> None:
    states = set()
    for row in book.practice:
        if row.kind == "introductions":
            days = {key.removesuffix("_on"): day for key, day in row.values.items() if key.endswith("_on")}
            life = Life(days.pop("asked"), **days)
            states.add((state(life), "introducer" in row.people, "other" not in row.people))
    assert {one for one, *_ in states} == set(State) - {State.MADE}
    assert {(by_others, of_me) for _, by_others, of_me in states} >= {(True, True), (False, False)}


def test_nothing_that_has_happened_lies_ahead_and_days_are_in_order(book: SampleBook) -> None:
    happened = {
        "made_on",
        "asked_on",
        "closed_on",
        "held_on",
        "met_on",
        "thanked_on",
        "paid_on",
        "told_on",
        "acted_on",
    }
    for row in book.practice:
        days = {key: value for key, value in row.values.items() if key in happened}
        assert all(day <= day_of(book.now) for day in days.values()), row
        begun = row.values.get("asked_on", row.values.get("made_on"))
        assert begun is None or all(day >= begun for day in days.values()), row


def test_what_was_confirmed_stands_in_recent_mail(book: SampleBook) -> None:
    recent = [one.text for one in interactions(book) if book.now - 30 * SECONDS_PER_DAY < one.at <= book.now]
    assert book.confirmed
    assert [sentence for sentence in book.confirmed if not any(sentence in text for text in recent)] == []


@settings(max_examples=15, deadline=None)
@given(st.integers(min_value=1_000_000_000, max_value=4_000_000_000), st.integers(0, 1_000))
def test_any_day_and_seed_give_a_sound_book(now: int, seed: int) -> None:
    found = interactions(generate(now, seed))
    assert len({one.key for one in found}) == len(found) > 3_500
    assert all(one.at <= now or one.kind == Kind.MEETING for one in found)
    assert found[-1].at < now + 10 * SECONDS_PER_DAY


def test_the_mailbox_reads_back_with_the_standard_library(book: SampleBook, folder: Path) -> None:
    mails = {message_id(one): one for one in interactions(book) if one.kind == Kind.MAIL}
    with closing(mailbox.mbox(folder / "sample.mbox", create=False)) as box:
        messages = list(box)
    assert len(messages) == len(mails)
    for message in messages:
        mail = mails[message["Message-ID"].strip("<>")]
        assert parsedate_to_datetime(message["Date"]).timestamp() == mail.at
        assert str(make_header(decode_header(message["Subject"]))) == mail.subject
        named = getaddresses([message["From"], message["To"], message.get("Cc", "")])
        assert [address for _, address in named if address] == [p.handle.value for p in mail.parties]
        assert str(make_header(decode_header(named[0][0]))) == mail.parties[0].name
        assert short_hash(message.get("In-Reply-To", "").strip("<>")) == mail.parent
        body = message.get_payload(decode=True)
        assert isinstance(body, bytes)
        assert re.sub("(?m)^>From ", "From ", body.decode()).rstrip("\n") == mail.text.rstrip("\n")


def test_the_calendar_reads_back(book: SampleBook, folder: Path) -> None:
    meetings = sorted(one.at for one in interactions(book) if one.kind == Kind.MEETING)
    text = (folder / "sample.ics").read_bytes()
    events = Calendar.from_ical(text).walk("VEVENT")
    assert sorted(int(one.decoded("DTSTART").timestamp()) for one in events) == meetings
    assert len({str(one["UID"]) for one in events}) == len(meetings)
    assert max(len(line) for line in text.split(b"\r\n")) <= 75


@pytest.mark.parametrize(
    ("name", "reader", "kind"),
    [("sample.mbox", mbox.source, Kind.MAIL), ("sample.ics", icalendar.source, Kind.MEETING)],
)
def test_our_own_readers_find_the_same_things_in_the_files(
    book: SampleBook, folder: Path, name: str, reader: Source, kind: Kind
) -> None:
    path = folder / name
    place = Place(path, name, path.read_bytes()[:HEAD_BYTES])
    read = {one.key: one for one in reader.read(place) if isinstance(one, Interaction)}
    written = {one.key: one for one in interactions(book) if one.kind == kind}
    assert reader.recognise(place) > 50
    assert read.keys() == written.keys()
    for key, one in written.items():
        again = read[key]
        assert (again.at, again.offset, again.subject) == (one.at, one.offset, one.subject)
        assert (again.ref, again.parent, again.flags) == (one.ref, one.parent, one.flags)
        assert again.parties == one.parties


def test_the_cards_and_connections_hold_everybody_they_should(book: SampleBook, folder: Path) -> None:
    cards = [one for one in book.records if isinstance(one, Card)]
    text = (folder / "sample.vcf").read_bytes().decode().replace("\r\n ", "")
    assert text.count("BEGIN:VCARD\r\n") == text.count("END:VCARD\r\n") == len(cards) == len(book.people) - 1
    for card in cards:
        assert f"FN:{card.name}\r\n" in text
    lines = (folder / "Connections.csv").read_text("utf-8").splitlines()[3:]
    rows = list(csv.DictReader(lines))
    assert len(rows) == len([card for card in cards if card.known_on is not None]) > 15
    assert 0 < len([row for row in rows if row["Email Address"]]) < len(rows) / 2
