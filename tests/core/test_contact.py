"""Who had contact with me through what, and in which direction."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.core.contact import BOTH, IN, NONE, OUT, ROOM, Whose, contacts
from comity.core.records import Flag, Kind, Part

ME, PERSON, NOBODY = Whose.ME, Whose.PERSON, Whose.NOBODY
SENDER, TO, CC, BCC = Part.SENDER, Part.TO, Part.CC, Part.BCC


def _mail(*parties: tuple[int, int], flags: int = 0, answers_me: bool = False) -> list[int]:
    return contacts(
        Kind.MAIL, flags, [part for part, _ in parties], [whose for _, whose in parties], answers_me
    )


def test_what_i_send_is_contact_with_everybody_i_address() -> None:
    assert _mail((SENDER, ME), (TO, PERSON), (CC, PERSON), (BCC, PERSON), (Part.ANSWERED, PERSON)) == [
        NONE,
        *[OUT] * 4,
    ]


def test_what_i_send_is_no_contact_with_lists_machines_and_myself() -> None:
    assert _mail((SENDER, ME), (TO, NOBODY), (Part.LIST, NOBODY), (CC, ME)) == [NONE] * 4


def test_what_is_sent_to_me_by_name_is_contact_with_its_sender_alone() -> None:
    for part in (TO, CC, BCC):
        assert _mail((SENDER, PERSON), (part, ME), (TO, PERSON)) == [IN, NONE, NONE]


def test_what_is_sent_past_me_is_no_contact() -> None:
    assert _mail((SENDER, PERSON), (TO, PERSON)) == [NONE, NONE]
    assert _mail((SENDER, PERSON), (Part.LIST, NOBODY)) == [NONE, NONE]
    assert _mail((SENDER, PERSON), (Part.LIST, ME)) == [NONE, NONE]


def test_whoever_was_only_invited_to_a_meeting_is_no_contact_and_has_none() -> None:
    parts = [Part.ORGANIZER, Part.ATTENDEE, Part.INVITED]
    assert contacts(Kind.MEETING, 0, parts, [ME, PERSON, PERSON], False) == [NONE, BOTH, NONE]
    assert contacts(Kind.MEETING, 0, parts, [PERSON, PERSON, ME], False) == [NONE] * 3


def test_an_answer_to_me_is_contact_though_it_does_not_name_me() -> None:
    assert _mail((SENDER, PERSON), (Part.LIST, NOBODY), flags=Flag.LIST, answers_me=True) == [IN, NONE]


def test_what_a_list_or_a_machine_sends_is_no_contact() -> None:
    assert _mail((SENDER, NOBODY), (TO, ME), answers_me=True) == [NONE, NONE]


@pytest.mark.parametrize("flag", [Flag.BULK, Flag.AUTOMATIC, Flag.OFF, Flag.PLANNED])
def test_bulk_automatic_planned_and_cancelled_things_are_no_contact(flag: Flag) -> None:
    assert _mail((SENDER, PERSON), (TO, ME), flags=flag, answers_me=True) == [NONE, NONE]
    assert contacts(Kind.MEETING, flag, [Part.ORGANIZER, Part.ATTENDEE], [ME, PERSON], False) == [NONE, NONE]


@pytest.mark.parametrize("flag", [Flag.NONE, Flag.LIST, Flag.TRUNCATED])
def test_other_marks_change_nothing(flag: Flag) -> None:
    assert _mail((SENDER, PERSON), (TO, ME), flags=flag) == [IN, NONE]


@pytest.mark.parametrize("kind", [Kind.MEETING, Kind.CALL, Kind.EVENT, Kind.NOTE])
def test_being_together_is_contact_both_ways_with_every_person_there(kind: Kind) -> None:
    assert contacts(kind, 0, [Part.PRESENT] * 4, [ME, PERSON, NOBODY, PERSON], False) == [
        NONE,
        BOTH,
        NONE,
        BOTH,
    ]


def test_a_chat_at_which_somebody_was_present_counts_both_ways() -> None:
    assert contacts(Kind.CHAT, 0, [Part.PRESENT, Part.PRESENT], [ME, PERSON], False) == [NONE, BOTH]


def test_a_meeting_without_me_is_no_contact() -> None:
    assert contacts(Kind.MEETING, 0, [Part.ORGANIZER, Part.ATTENDEE], [PERSON, PERSON], False) == [NONE, NONE]


@pytest.mark.parametrize(("size", "contact"), [(ROOM, BOTH), (ROOM + 1, NONE)])
def test_a_room_full_of_people_is_an_audience(size: int, contact: int) -> None:
    found = contacts(Kind.MEETING, 0, [Part.ATTENDEE] * size, [ME] + [PERSON] * (size - 1), False)
    assert found == [NONE] + [contact] * (size - 1)


def test_what_nobody_sent_is_no_contact() -> None:
    assert _mail((TO, ME), (CC, PERSON)) == [NONE, NONE]
    assert contacts(Kind.MAIL, 0, [], [], True) == []


_PARTIES = st.lists(st.tuples(st.sampled_from(list(Part)), st.sampled_from(list(Whose))), max_size=8)


@given(parties=_PARTIES, kind=st.sampled_from(list(Kind)), flags=st.integers(0, 63), answers_me=st.booleans())
def test_only_persons_ever_have_contact_and_each_party_gets_an_answer(
    parties: list[tuple[Part, Whose]], kind: Kind, flags: int, answers_me: bool
) -> None:
    whose = [owner for _, owner in parties]
    found = contacts(kind, flags, [part for part, _ in parties], whose, answers_me)
    assert len(found) == len(parties)
    assert all(contact == NONE or owner == PERSON for contact, owner in zip(found, whose, strict=True))
