"""Today: the list, what one does with an item, and days on which there is nothing."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from comity.actions import reminders
from comity.actions.dates import add_date
from comity.answers import today as answers
from comity.core import days
from comity.interfaces.web.templatetags import desk as desk_words
from comity.store.models import Person
from tests import open_things
from tests.web.conftest import Desk

HTMX = {"HX-Request": "true"}


def key_of(desk: Desk) -> str:
    return next(item.key for item in answers.today(desk.scope).items if item.kind == "reminder")


def test_a_reminder_says_of_whom_what_and_since_when(client: Client, desk: Desk) -> None:
    shown = client.get("/").content.decode()
    assert "Send the agenda" in shown
    assert "due yesterday" in shown
    assert reverse("person", args=[desk.ada]) in shown


@pytest.mark.parametrize("act", ["done", "snooze-1", "snooze-7", "snooze-30", "dismiss"])
def test_an_item_goes_in_place_and_comes_back_by_undo(client: Client, desk: Desk, act: str) -> None:
    key = key_of(desk)
    gone = client.post(reverse("act"), {"key": key, "act": act, "what": "Send the agenda"}, headers=HTMX)
    assert b"Undo" in gone.content
    assert b"<html" not in gone.content
    assert "Send the agenda" not in client.get("/").content.decode()
    back = client.post(reverse("act"), {"key": key, "act": "restore"}, headers=HTMX)
    assert "Send the agenda" in back.content.decode()
    assert "Send the agenda" in client.get("/").content.decode()


def test_without_scripts_the_page_comes_again_with_undo_on_it(client: Client, desk: Desk) -> None:
    key = key_of(desk)
    answer = client.post(reverse("act"), {"key": key, "act": "done", "what": "Send the agenda"}, follow=True)
    assert answer.redirect_chain == [("/", 302)]
    shown = answer.content.decode()
    assert "Done: Send the agenda" in shown
    assert f'value="{key}"' in shown
    assert key_of_restored(client, desk, key) == key


def key_of_restored(client: Client, desk: Desk, key: str) -> str:
    client.post(reverse("act"), {"key": key, "act": "restore"})
    return key_of(desk)


def test_an_act_that_today_does_not_offer_changes_nothing(client: Client, desk: Desk) -> None:
    answer = client.post(reverse("act"), {"key": key_of(desk), "act": "snooze-0"}, follow=True)
    assert "was not taken" in answer.content.decode()
    assert key_of(desk)


def test_an_empty_book_begins_with_the_first_run(empty: Client) -> None:
    assert empty.get("/").headers["Location"] == reverse("welcome")
    shown = empty.get(reverse("welcome")).content.decode()
    assert reverse("sample_open") in shown
    assert 'type="file"' in shown


def test_an_empty_day_says_so_kindly(client: Client, desk: Desk) -> None:
    reminders.remove_reminder(desk.scope, desk.reminder)
    assert "Nothing is waiting for you" in client.get("/").content.decode()


def test_what_does_not_fit_is_counted_and_shown_when_asked_for(client: Client, desk: Desk) -> None:
    for number in range(9):
        reminders.add_reminder(desk.scope, f"Errand {number}", desk.scope.today())
    shown = client.get("/").content.decode()
    assert "3 more can wait" in shown
    assert client.get("/?all=1").content.decode().count("Errand") > shown.count("Errand")


def test_one_writes_to_somebody_by_a_draft_that_suits_the_item(client: Client, desk: Desk) -> None:
    today = desk.scope.today()
    add_date(desk.scope, desk.ada, "birthday", today.month, today.day, None)
    address = f"{reverse('write', args=[desk.ada])}?kind=birthday"
    shown = client.get("/").content.decode()
    assert f'href="{address}"' in shown
    assert "mailto:" not in shown
    assert b"Happy birthday" in client.get(address).content


def test_every_item_leads_to_a_page_that_is_there_and_to_a_draft(client: Client, desk: Desk) -> None:
    day = days.day_from_date(desk.scope.today())
    for make, *_ in open_things.KINDS.values():
        person = open_things.one_person(desk.scope, f"{make.__name__.title()} Lind")
        make(desk.scope, person, day)
    items = [item for item in answers.today(desk.scope, limit=100).items if item.kind != "birthday"]
    assert {item.kind for item in items if not item.page} == set()
    for item in items:
        page, _, place = item.page.partition("#")
        shown = client.get(page)
        assert shown.status_code == 200, item.page
        assert not place or f'id="{place}"' in shown.content.decode(), item.page
        if item.draft:
            assert client.get(desk_words.draft_path(item.draft)).status_code == 200


def test_why_the_list_has_this_order_is_told_where_it_stands(client: Client, desk: Desk) -> None:
    shown = client.get("/").content.decode()
    assert "Why this order" in shown
    assert "What you promised others" in shown


def test_what_is_never_to_come_again_is_listed_in_settings_and_brought_back(
    client: Client, desk: Desk
) -> None:
    key = key_of(desk)
    gone = client.post(reverse("act"), {"key": key, "act": "never", "what": "Send the agenda"}, headers=HTMX)
    assert "Will not come again: Send the agenda" in gone.content.decode()
    settings = client.get(reverse("settings")).content.decode()
    assert "Reminder: Send the agenda" in settings
    client.post(reverse("settings_change", args=["back"]), {"key": key})
    assert key_of(desk) == key
    assert "Reminder: Send the agenda" not in client.get(reverse("settings")).content.decode()


def test_how_many_things_are_shown_is_a_setting(client: Client, desk: Desk) -> None:
    for number in range(9):
        reminders.add_reminder(desk.scope, f"Errand {number}", desk.scope.today())
    client.post(reverse("settings_change", args=["today"]), {"count": "3"})
    assert client.get("/").content.decode().count('class="row"') == 3
    refused = client.post(reverse("settings_change", args=["today"]), {"count": "2"}, follow=True)
    assert "3" in refused.content.decode()
    assert client.get("/").content.decode().count('class="row"') == 3


def test_only_what_recurs_can_be_left_out_this_time(client: Client, desk: Desk) -> None:
    assert "Not this time" not in client.get("/").content.decode()
    today = desk.scope.today()
    add_date(desk.scope, desk.ada, "birthday", today.month, today.day, None)
    assert client.get("/").content.decode().count("Not this time") == 1


def test_more_about_a_person_is_folded_with_a_way_to_it(client: Client, desk: Desk) -> None:
    for number in range(3):
        reminders.add_reminder(desk.scope, f"Errand {number}", desk.scope.today(), desk.ada)
    shown = client.get("/").content.decode()
    assert "and 2 more" in shown
    assert shown.count('class="row"') == 2


def test_how_it_is_for_me_is_asked_with_a_way_to_say_it_and_one_to_leave_it(
    client: Client, desk: Desk
) -> None:
    person = Person.objects.get(uuid=desk.ada)
    open_things.feeling(desk.scope, person, days.day_from_date(desk.scope.today()))
    shown = client.get("/").content.decode()
    assert shown.count("Say how it is") == 1
    assert f'href="{reverse("trust", args=[desk.ada])}#felt"' in shown
    key = f"feeling-{person.uuid.hex}-0"
    sent = {"key": key, "act": "done", "what": "How is it for you?"}
    gone = client.post(reverse("act"), sent, headers=HTMX)
    assert "Undo" in gone.content.decode()
    assert "Say how it is" not in client.get("/").content.decode()
    client.post(reverse("act"), {"key": key, "act": "restore", "what": ""}, headers=HTMX)
    assert "Say how it is" in client.get("/").content.decode()
