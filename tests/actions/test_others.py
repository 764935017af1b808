"""Reminders, items of Today, what is written down, who I am, and who may come in."""

from __future__ import annotations

import datetime as dt
import hashlib
import time
from collections.abc import Callable
from pathlib import Path
from unittest.mock import patch

import pytest

from comity.actions import access, interactions, me, merging, people, reminders
from comity.actions import today as acts
from comity.actions.finding import person_of, relationship_of
from comity.actions.saying import say, understand
from comity.answers import books
from comity.answers.person import interaction, person, timeline
from comity.answers.search import search
from comity.answers.today import today
from comity.core.errors import Invalid, NotFound
from comity.core.records import Mine
from comity.core.sayit import Happening
from comity.store.access import Scope
from comity.store.models import Attention, Member, Person, Reminder, SignInLink, User
from tests.canonical import book_as_seen
from tests.made_up import MY_OTHER, bring, new_scope, on_day, take_back
from tests.small_book import ANYBODY, INES, ME, TODAY, TOMAS, both_ways, bulk, date, id_of, mail, put

NOON = dt.datetime(2024, 10, 4, 12, tzinfo=dt.UTC)


@pytest.fixture
def ines(scope: Scope) -> str:
    put(scope, both_ways(INES, [TODAY - 30, TODAY - 20]))
    return id_of(scope, INES)


def test_a_reminder_is_kept_done_opened_again_and_removed(scope: Scope, ines: str) -> None:
    id = reminders.add_reminder(scope, "  Write to her ", date(TODAY), ines)
    assert [m.text for m in person(scope, ines).open] == ["Write to her"]
    reminders.finish_reminder(scope, id)
    assert person(scope, ines).open == ()
    reminders.reopen_reminder(scope, id)
    assert len(person(scope, ines).open) == 1
    reminders.remove_reminder(scope, id)
    assert not Reminder.objects.filter(book_id=scope.book_id).exists()


def test_a_reminder_needs_words(scope: Scope) -> None:
    with pytest.raises(Invalid):
        reminders.add_reminder(scope, " ", date(TODAY))


def test_a_reminder_of_another_book_is_not_there(scope: Scope) -> None:
    other = new_scope()
    theirs = reminders.add_reminder(other, "Write", date(TODAY))
    acting = (reminders.finish_reminder, reminders.reopen_reminder, reminders.remove_reminder)
    for act in acting:
        for id in (theirs, ANYBODY, "x"):
            with pytest.raises(NotFound):
                act(scope, id)
    assert [item.title for item in today(other).items] == ["Write"]


def test_an_item_of_another_book_is_not_there(scope: Scope) -> None:
    other = new_scope()
    reminders.add_reminder(other, "Write", date(TODAY))
    put(other, [mail(TODAY - 20, INES, ME), bulk(TODAY, "news@post.example")])
    people.add_role(other, id_of(other, INES), "manager", None, None)
    keys = [item.key for item in today(other).items]
    assert [key.partition("-")[0] for key in keys] == ["reminder", "rhythm"]
    acting: list[Callable[[Scope, str], None]] = [
        acts.finish,
        acts.dismiss,
        lambda scope, key: acts.snooze(scope, key, 1),
    ]
    for act in acting:
        for key in (
            *keys,
            "rhythm",
            "rhythm-x",
            f"rhythm-{ANYBODY.replace('-', '')}-1",
            "reminder-x",
            keys[1] + "\n",
        ):
            with pytest.raises(NotFound):
                act(scope, key)
    with pytest.raises(NotFound):
        acts.restore(scope, keys[0])
    with pytest.raises(NotFound):
        acts.restore(scope, "x")
    assert not Attention.objects.filter(book_id=scope.book_id).exists()


@pytest.mark.parametrize("count", [0, 367, -1])
def test_a_thing_is_put_off_by_one_day_to_a_year(scope: Scope, count: int) -> None:
    reminders.add_reminder(scope, "Write", date(TODAY))
    with pytest.raises(Invalid):
        acts.snooze(scope, today(scope).items[0].key, count)


def test_a_finished_reminder_is_done_for_good(scope: Scope) -> None:
    reminders.add_reminder(scope, "Write", date(TODAY))
    acts.finish(scope, today(scope).items[0].key)
    assert Reminder.objects.get(book_id=scope.book_id).done_at is not None


def test_what_is_written_down_counts_at_once_and_forgetting_it_restores_the_numbers(
    scope: Scope, ines: str
) -> None:
    before = book_as_seen(scope.book_id)["people"]
    (logged,) = say(scope, "coffee  with Ines yesterday").made
    found = person(scope, ines)
    assert (found.row.active_days, found.row.last_out, found.row.state) == (3, date(TODAY - 1), "new")
    assert timeline(scope, ines).entries[0].at == dt.datetime(2024, 10, 3, 12, tzinfo=dt.UTC)
    assert [hit.title for hit in search(scope, "coffee").hits] == ["coffee with Ines yesterday"]
    interactions.forget(scope, logged.id)
    after = book_as_seen(scope.book_id)["people"]
    assert {frozenset(h for h in k if h[0] == "email"): v | {"name": None} for k, v in after.items()} == {
        k: v | {"name": None} for k, v in before.items()
    }
    assert search(scope, "coffee").hits == ()


def test_what_happened_just_now_has_the_time_of_now(scope: Scope, ines: str) -> None:
    say(scope, "call with Ines")
    assert timeline(scope, ines).entries[0].at == NOON


def test_a_day_is_one_of_the_zone_of_the_book(scope: Scope, ines: str) -> None:
    there = Scope(scope.book_id, scope.user_id, "Pacific/Auckland", False)
    (call,) = understand(there, "call with Ines").items
    assert isinstance(call, Happening)
    assert call.when.day == TODAY + 1


def _record(scope: Scope, ids: list[str], **given: str) -> str:
    told = {"kind": "call", "subject": "Call", "text": ""} | given
    return interactions.record(
        scope, ids, kind=told["kind"], subject=told["subject"], text=told["text"], at=NOON
    )


@pytest.mark.parametrize("given", [{"kind": "dance"}, {"kind": ""}, {"subject": " ", "text": "\n"}])
def test_a_record_of_unknown_kind_or_without_words_is_refused(
    scope: Scope, ines: str, given: dict[str, str]
) -> None:
    with pytest.raises(Invalid):
        _record(scope, [ines], **given)


def test_a_record_needs_people_of_this_book(scope: Scope) -> None:
    with pytest.raises(Invalid):
        _record(scope, [])
    with pytest.raises(NotFound):
        _record(scope, [people.add_person(new_scope(), name="Ama Osei")])


def test_a_time_without_zone_is_in_the_zone_of_the_book(scope: Scope, ines: str) -> None:
    there = Scope(scope.book_id, scope.user_id, "Asia/Tokyo", False)
    id = interactions.record(
        there,
        [ines, ines],
        kind="call",
        at=dt.datetime.fromisoformat("2024-10-03T09:00"),
        subject="A\0 call",
        text="a\0b",
    )
    found = interaction(there, id)
    assert (found.at.isoformat(), found.text) == ("2024-10-03T09:00:00+09:00", "ab")
    assert [part for part, *_ in found.parties] == ["present", "present"]


def test_only_what_was_entered_by_hand_is_forgotten(scope: Scope, ines: str) -> None:
    from_a_file = timeline(scope, ines).entries[0].id
    other = new_scope()
    theirs = _record(other, [people.add_person(other, name="Ama Osei")])
    for id in (from_a_file, theirs, ANYBODY, "x"):
        with pytest.raises(NotFound):
            interactions.forget(scope, id)
    assert interaction(other, theirs).subject == "Call"


def test_an_address_that_is_mine_turns_the_directions_of_all_its_mail(scope: Scope) -> None:
    put(
        scope,
        [mail(TODAY - 9, MY_OTHER, INES), mail(TODAY - 8, INES, MY_OTHER), mail(TODAY - 7, MY_OTHER, ME)],
    )
    before = book_as_seen(scope.book_id)["people"]
    assert person(scope, MY_OTHER).row.active_days == 1
    me.add_address(scope, MY_OTHER)
    found = person(scope, INES)
    assert (found.row.last_out, found.row.last_in) == (date(TODAY - 9), date(TODAY - 8))
    assert person(scope, MY_OTHER).is_me
    me.remove_address(scope, f" {MY_OTHER.upper()} ")
    assert book_as_seen(scope.book_id)["people"] == before
    with pytest.raises(NotFound):
        person(scope, INES)


def test_an_address_is_mine_only_in_its_days(scope: Scope) -> None:
    put(scope, [mail(day, MY_OTHER, INES) for day in (TODAY - 30, TODAY - 20, TODAY - 10)])
    me.add_address(scope, MY_OTHER, "employer", date(TODAY - 25), date(TODAY - 15))
    assert person(scope, INES).row.active_days == 1
    me.add_address(scope, MY_OTHER)
    assert person(scope, INES).row.active_days == 3


def test_what_files_show_to_be_mine_and_i_take_away_is_mine_no_more(scope: Scope) -> None:
    from comity.core.records import Handle

    bring(scope, [[Mine(Handle("email", MY_OTHER), "it says so"), mail(TODAY - 9, MY_OTHER, INES)]])
    assert person(scope, INES).row.active_days == 1
    me.remove_address(scope, MY_OTHER)
    with pytest.raises(NotFound):
        person(scope, INES)


def test_one_i_had_entered_keeps_what_was_said_when_their_address_turns_out_to_be_mine(scope: Scope) -> None:
    put(scope, [*both_ways(TOMAS, [TODAY - 20]), *both_ways(INES, [TODAY - 10])])
    tomas = id_of(scope, TOMAS)
    people.add_fact(scope, tomas, "Prints")
    merging.merge_people(scope, [tomas, id_of(scope, INES)])
    me.add_address(scope, TOMAS)
    from comity.answers.upkeep import doctor

    assert [f.what for f in doctor(scope) if not f.well and f.step.startswith("comity")] == []
    assert [fact.text for fact in person(scope, tomas).facts] == ["Prints"]
    assert person(scope, TOMAS).is_me


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"address": "noor"}, "address"),
        ({"address": MY_OTHER, "kind": "home"}, "kind"),
        ({"address": MY_OTHER, "since": date(TODAY), "until": date(TODAY - 1)}, "until"),
    ],
)
def test_a_wrong_address_kind_or_span_of_mine_is_refused(
    scope: Scope, given: dict[str, str], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        me.add_address(scope, **given)  # type: ignore[arg-type]
    assert refused.value.field == field


def test_an_address_that_is_not_mine_cannot_be_taken_away(scope: Scope, ines: str) -> None:
    for address in (INES, "nobody@post.example", ""):
        with pytest.raises(NotFound):
            me.remove_address(scope, address)


def test_an_address_of_mine_outlives_the_import_that_named_it(scope: Scope) -> None:
    number = put(scope, both_ways(INES, [TODAY - 3]))
    take_back(scope, number)
    assert [own.address for own in books.book_info(scope).own] == [ME]


def test_my_name_my_zone_and_the_name_of_the_book_are_mine_to_say(scope: Scope, ines: str) -> None:
    me.set_my_name(scope, "Noor A.")
    me.set_zone(scope, "Europe/Lisbon")
    me.set_book_name(scope, "  My   people ")
    info = books.book_info(scope)
    assert (info.zone, info.name, person(scope, ME).row.face.name) == (
        "Europe/Lisbon",
        "My people",
        "Noor A.",
    )
    with pytest.raises(Invalid):
        me.set_zone(scope, "Mars/Olympus")
    with pytest.raises(Invalid):
        me.set_book_name(scope, " ")


def test_a_person_is_looked_up_in_their_book_only(scope: Scope, ines: str) -> None:
    assert str(person_of(scope, ines).uuid) == ines
    assert not Person.objects.get(uuid=ines).by_hand
    assert str(relationship_of(scope, ines).person.uuid) == ines
    assert Person.objects.get(uuid=ines).by_hand
    for id in (ANYBODY, "x"):
        with pytest.raises(NotFound):
            person_of(scope, id)
    with pytest.raises(NotFound):
        person_of(new_scope(), ines)


def test_the_first_user_has_a_book_of_their_own_and_stays_the_first(db: None) -> None:
    user = access.first_user()
    assert access.first_user() == user
    assert not User.objects.get(pk=user).has_usable_password()
    assert Member.objects.filter(user_id=user).count() == 1


@pytest.mark.parametrize(
    ("place", "zone"),
    [
        ("/usr/share/zoneinfo/Europe/Lisbon", "Europe/Lisbon"),
        ("/etc/localtime", "UTC"),
        ("/x/zoneinfo/Mars", "UTC"),
    ],
)
def test_a_new_book_has_the_zone_of_the_machine(db: None, place: str, zone: str) -> None:
    with patch.object(Path, "resolve", lambda self: Path(place)):
        assert books.book_info(books.scope_for(access.first_user())).zone == zone


def test_a_new_book_is_in_utc_where_the_zone_cannot_be_told(db: None) -> None:
    with patch.object(Path, "resolve", side_effect=OSError):
        assert books.book_info(books.scope_for(access.first_user())).zone == "UTC"


def test_a_link_signs_in_once(db: None) -> None:
    user = access.first_user()
    token = access.make_link()
    assert access.redeem(token) == user
    assert access.redeem(token) is None
    assert access.redeem("anything else") is None


def test_of_a_link_only_a_hash_is_stored(db: None) -> None:
    token = access.make_link(access.first_user())
    stored = SignInLink.objects.get()
    assert stored.digest == hashlib.sha256(token.encode()).hexdigest()
    assert len(token) >= 43


def test_a_link_is_good_for_a_day_and_old_ones_are_swept(scope: Scope) -> None:
    with on_day(TODAY):
        old = access.make_link(scope.user_id)
    with patch.object(time, "time", lambda: TODAY * 86_400 + 43_200.0 + access.LINK_SECONDS + 1):
        assert access.redeem(old) is None
        access.make_link(scope.user_id)
    assert SignInLink.objects.count() == 1


def test_of_two_who_use_a_link_at_once_only_one_comes_in(db: None) -> None:
    token = access.make_link()
    with patch("django.db.models.query.QuerySet.delete", return_value=(0, {})):
        assert access.redeem(token) is None
