"""Days, keys and handles: the same thing always gets the same identity."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.core.addresses import email_handle, is_machine, is_shared, linkedin_handle, normal_email
from comity.core.days import SECONDS_PER_DAY, date_from_day, day_from_date, day_of, start_of
from comity.core.keys import interaction_key, new_uuid, short_hash
from comity.core.records import Handle

ANY_TEXT = st.text(st.characters(), max_size=80)


@given(st.dates())
def test_a_date_and_its_day_number_are_the_same_day(date: dt.date) -> None:
    assert date_from_day(day_from_date(date)) == date


@given(st.integers(-(10**11), 10**11))
def test_an_instant_lies_within_its_day(at: int) -> None:
    start = start_of(day_of(at))
    assert start <= at < start + SECONDS_PER_DAY


def test_days_are_counted_from_1970() -> None:
    assert day_from_date(dt.date(1970, 1, 2)) == 1
    assert day_of(-1) == -1


@pytest.mark.parametrize("day", [-719_163, 2_932_897])
def test_a_day_outside_the_calendar_is_refused(day: int) -> None:
    with pytest.raises(ValueError, match=r"ordinal|year"):
        date_from_day(day)


@given(st.integers(-(10**12), 10**15), ANY_TEXT)
def test_an_interactions_key_is_a_version_7_uuid(at: int, identity: str) -> None:
    key = UUID(bytes=interaction_key(at, identity))
    assert (key.version, key.variant) == (7, "specified in RFC 4122")
    assert interaction_key(at, identity) == key.bytes


@given(st.integers(0, 2**38), st.integers(0, 2**38), ANY_TEXT, ANY_TEXT)
def test_keys_sort_by_time(one: int, other: int, first: str, second: str) -> None:
    if one < other:
        assert interaction_key(one, first) < interaction_key(other, second)


def test_the_same_thing_has_the_same_key_and_another_has_another() -> None:
    assert interaction_key(5, "a@example.org") == interaction_key(5, "a@example.org")
    assert interaction_key(5, "a@example.org") != interaction_key(5, "b@example.org")
    assert interaction_key(-5, "a@example.org") == interaction_key(0, "a@example.org")


@given(ANY_TEXT)
def test_a_short_hash_fits_a_signed_column_and_is_nought_only_for_nothing(text: str) -> None:
    assert 0 <= short_hash(text) < 2**63
    assert (short_hash(text) == 0) == (text == "")
    assert short_hash(text) == short_hash(text)


def test_a_hash_that_comes_out_as_nought_is_told_from_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    class Nought:
        def digest(self) -> bytes:
            return b"\x80" + b"\x00" * 7

    monkeypatch.setattr("comity.core.keys.blake2b", lambda *args, **options: Nought())
    assert short_hash("anything") == 1


def test_fresh_uuids_are_of_version_7_and_differ() -> None:
    one, other = new_uuid(), new_uuid()
    assert one != other
    assert (one.version, one.variant) == (7, "specified in RFC 4122")


@pytest.mark.parametrize(
    "written", ["Ana.Ruiz@Example.org", " <ana.ruiz@example.org> ", "mailto:ana.ruiz@EXAMPLE.org"]
)
def test_an_address_has_one_normal_form(written: str) -> None:
    assert normal_email(written) == "ana.ruiz@example.org"
    assert email_handle(written) == Handle("email", "ana.ruiz@example.org")


@pytest.mark.parametrize(
    "written",
    [
        "",
        "a@",
        "@example.org",
        "ana",
        "ana ruiz@example.org",
        "a@b@example.org",
        "a\x00@x.org",
        "x" * 320 + "@y",
    ],
)
def test_what_is_no_address_has_no_handle(written: str) -> None:
    assert normal_email(written) == ""
    assert email_handle(written) is None


@given(ANY_TEXT)
def test_a_normal_form_is_its_own_normal_form(text: str) -> None:
    normal = normal_email(text + "@example.org")
    assert normal == "" or normal_email(normal) == normal


@pytest.mark.parametrize(
    "written",
    [
        "https://www.linkedin.com/in/Ana-Ruiz/",
        "linkedin.com/in/ana-ruiz?trk=x#top",
        "http://de.linkedin.com/in/ana-ruiz",
        "/in/ana-ruiz",
        "https://www.linkedin.com/in/ana%2Druiz/de?locale=x",
        "https://www.linkedin.com/comm/in/ana-ruiz/overlay/contact-info/",
        "https://touch.www.linkedin.com/in/ana-ruiz",
    ],
)
def test_a_profile_has_one_handle_however_its_address_is_written(written: str) -> None:
    assert linkedin_handle(written) == Handle("linkedin", "in/ana-ruiz")


def test_letters_of_a_profile_are_the_same_encoded_or_not() -> None:
    written = ("in/j%C3%B6rg-%e6%9d%8e", "linkedin.com/in/Jörg-李", "in/jo\u0308rg-李")
    assert {linkedin_handle(url) for url in written} == {Handle("linkedin", "in/jörg-李")}
    assert linkedin_handle("linkedin.com/pub/ana-ruiz/1/2b/3") == Handle("linkedin", "pub/ana-ruiz/1/2b/3")
    assert linkedin_handle("linkedin.com/in/a%00b") is None


@pytest.mark.parametrize(
    "written", ["", "https://example.org/in/ana", "linkedin.com/company/acme", "in/" + "a" * 300]
)
def test_other_addresses_are_no_profile(written: str) -> None:
    assert linkedin_handle(written) is None


@pytest.mark.parametrize(
    "address",
    [
        "no-reply@example.org",
        "noreply+7@example.org",
        "do_not_reply@example.org",
        "mailer-daemon@example.org",
        "news-bounces@example.org",
        "owner-club@example.org",
        "notifications@example.org",
        "auto-confirm@example.org",
        "shipment-tracking@example.org",
        "nicht-antworten@example.org",
        "bitte-nicht-antworten@example.org",
        "ne-pas-repondre@example.org",
        "noresponder@example.org",
        "nao.responder@example.org",
        "non-rispondere@example.org",
        "niet_beantwoorden@example.org",
        "ikke-svar@example.org",
        "nie-odpowiadaj@example.org",
    ],
)
def test_machines_are_known_by_their_local_part(address: str) -> None:
    assert is_machine(address)


@pytest.mark.parametrize(
    "address",
    [
        "ana@example.org",
        "norbert.reply@example.org",
        "owner@example.org",
        "ana.mailer@example.org",
        "noresa@example.org",
    ],
)
def test_people_are_no_machines(address: str) -> None:
    assert not is_machine(address)


def test_a_functions_address_is_shared_and_a_persons_is_not() -> None:
    assert is_shared("info@example.org")
    assert is_shared("sales+spring@example.org")
    assert all(
        is_shared(f"{name}@example.org") for name in ("rechnung", "comptabilite", "pedidos", "segreteria")
    )
    assert not is_shared("ana@example.org")
