"""Boundaries, policies and the overview of Guard, on the pages."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from comity.actions import boundaries, events, mentoring, people, policies, reminders
from comity.actions.boundaries import Line
from comity.actions.policies import Terms
from comity.core.days import day_from_date
from comity.interfaces.web.guards import TABS
from comity.store.models import Batch, Boundary, Crossing, Event, Fact, Guest, Policy, Recusal
from tests.small_book import ANYBODY, INES, ME, id_of, mail, met, put
from tests.web.conftest import HOSTILE, Desk

HOURS = {
    "side": "theirs",
    "kind": "hours",
    "on": ["0", "1"],
    "begin": "09:00",
    "end": "17:00",
    "text": HOSTILE,
}
KINDS = (
    {"kind": "hours", "only": ["mail"], "zone": "Asia/Tokyo", "begin": "22:00", "end": "02:00"},
    {"kind": "channel", "no": ["mail"], "rather": ["call", "mail"]},
    {"kind": "topic", "words": "pay, politics\nher divorce"},
    {"kind": "request", "asks": ["money"], "words": "my boat"},
    {"kind": "answer", "answer_hours": "72"},
)
ALL_DAY = Line("hours", ["call"], begin=0, end=1, weekdays=127)
"""Nearly never."""


def shown(client: Client, path: str) -> str:
    return client.get(path).content.decode()


def test_a_boundary_is_set_shown_changed_ended_and_removed(client: Client, desk: Desk) -> None:
    page = client.post(reverse("boundary_add"), {**HOURS, "who": desk.ada}, follow=True).content.decode()
    assert "The boundary is set." in page
    assert "Boundaries: Ada Quill" in page
    assert HOSTILE not in page
    one = Boundary.objects.get()
    assert (one.from_minute, one.to_minute, one.weekdays) == (540, 1020, 3)

    def act(name: str) -> str:
        return reverse("boundary_act", args=[one.uuid, name])

    client.post(act("edit"), {**HOURS, "guessed": "on"})
    assert "noticed, not said" in shown(client, reverse("boundaries"))
    client.post(act("end"))
    assert "Mon, Tue" not in shown(client, reverse("boundaries"))
    assert "It holds again" in shown(client, reverse("boundaries") + "?all=1")
    client.post(act("reopen"))
    client.post(act("remove"))
    assert not Boundary.objects.exists()
    assert client.post(act("fly")).status_code == 404


@pytest.mark.parametrize("sent", KINDS, ids=lambda sent: sent["kind"])
def test_each_kind_is_set_and_shown_as_it_is_edited(
    client: Client, desk: Desk, sent: dict[str, object]
) -> None:
    client.post(reverse("boundary_add"), {"side": "mine", "role": "mentor", "organisation": "Acme", **sent})
    one = Boundary.objects.get()
    words = {
        "hours": "mail",
        "channel": "mail\n+call",
        "topic": "pay\npolitics\nher divorce",
        "request": "money\nmy boat",
    }
    assert one.words == words.get(one.kind, "")
    page = shown(client, f"{reverse('boundaries')}?add={one.kind}")
    assert "Mentor, Acme" in page
    assert f'name="kind" value="{one.kind}"' in page


def test_what_is_no_boundary_is_said(client: Client, desk: Desk) -> None:
    page = client.post(
        reverse("boundary_add"), {"side": "mine", "kind": "topic"}, follow=True
    ).content.decode()
    assert "say which topics" in page
    client.post(reverse("boundary_add"), {"side": "mine", "kind": "mood"})
    assert not Boundary.objects.exists()


def test_logging_against_a_boundary_says_so_keeps_it_and_takes_it_back(client: Client, desk: Desk) -> None:
    boundaries.add(desk.scope, "theirs", ALL_DAY, person_id=desk.ada)
    text = "call with Ada Quill yesterday at 21:40"
    looked = client.post(reverse("look"), {"text": text}).content.decode()
    assert "This is outside the hours of Ada Quill" in looked
    page = client.post(reverse("log"), {"text": text, "said": text, "do": "record"}).content.decode()
    assert "Recorded:" in page
    assert "It is kept." in page
    crossing = Crossing.objects.get()
    assert "call with Ada Quill" in shown(client, reverse("boundaries"))
    client.post(reverse("crossing_act", args=[crossing.uuid, "answer"]), {"answer": "Agreed beforehand"})
    assert "Agreed beforehand" in shown(client, reverse("guard"))
    assert client.post(reverse("crossing_act", args=[crossing.uuid, "fly"])).status_code == 404
    client.post(reverse("crossing_act", args=[crossing.uuid, "remove"]))
    assert not Crossing.objects.exists()


def test_the_forms_of_other_pages_say_what_they_cross(client: Client, desk: Desk) -> None:
    boundaries.add(desk.scope, "theirs", Line("topic", ["politics"]), person_id=desk.ada)
    boundaries.add(desk.scope, "mine", Line("request", ["money"]))
    boundaries.add(desk.scope, "theirs", Line("request", ["introduction"]), person_id=desk.ada)

    def edit(name: str) -> str:
        return reverse("person_edit", args=[desk.ada, name])

    day = (desk.scope.today() - dt.timedelta(days=1)).isoformat()
    for address, sent, words in (
        (
            edit("record"),
            {"kind": "call", "day": day, "subject": "Politics", "text": ""},
            "speak of politics",
        ),
        (edit("remind"), {"text": "Ask about politics", "due": "2030-01-01"}, "speak of politics"),
        (
            reverse("reminder_add"),
            {"text": "Politics", "due": "2030-01-01", "who": "Ada"},
            "speak of politics",
        ),
        (reverse("request_add"), {"text": "A loan?", "who": "Ada"}, "not to be asked for money"),
        (
            reverse("introduction_add"),
            {"one": desk.hostile, "introducer": desk.ada, "purpose": "x", "all_the_same": "1"},
            "would rather not be asked for introductions",
        ),
    ):
        assert words in client.post(address, sent, follow=True).content.decode()
    assert "speak of politics" in shown(
        client, reverse("write", args=[desk.ada]) + "?what=politics&kind=share"
    )


def test_what_is_planned_says_what_it_crosses(client: Client, desk: Desk) -> None:
    boundaries.add(desk.scope, "theirs", Line("topic", ["politics"]), person_id=desk.ada)
    boundaries.add(desk.scope, "mine", Line("hours", ["event"], begin=0, end=0, weekdays=31))
    said: str = client.post(
        reverse("events"), {"name": "Politics Fair", "starts": "2030-01-05"}, follow=True
    ).content.decode()
    assert "outside your own hours" in said
    event = Event.objects.get()
    for act, sent, words in (
        ("edit", {"name": "Politics Fair", "starts": "2030-01-06"}, "outside your own hours"),
        ("want", {"who": "Ada Quill", "why": "x"}, "speak of politics"),
    ):
        answer = client.post(reverse("event_act", args=[event.uuid, act]), sent, follow=True)
        assert words in answer.content.decode()
    guest = Guest.objects.get()
    client.post(reverse("guest_act", args=[guest.uuid, "unwant"]))
    again = client.post(reverse("guest_act", args=[guest.uuid, "want"]), follow=True).content.decode()
    assert "speak of politics" in again
    assert "outside your own hours" not in again
    assert "Politics Fair" in shown(client, reverse("boundaries"))
    reminder = reminders.add_reminder(desk.scope, "x", dt.date(2030, 1, 1), desk.ada)
    page = client.post(
        reverse("reminder_act", args=[reminder, "edit"]),
        {"text": "Politics", "due": "2030-01-01"},
        follow=True,
    ).content.decode()
    assert "speak of politics" in page
    about = mentoring.begin(desk.scope, desk.ada, "mentee")
    session = mentoring.plan_session(desk.scope, about, dt.date(2030, 1, 4))
    page = client.post(
        reverse("session_act", args=[session, "edit"]),
        {"on": "2030-01-07", "agenda": "Politics"},
        follow=True,
    ).content.decode()
    assert "speak of politics" in page


def test_meeting_somebody_at_an_event_says_what_it_crosses(client: Client, desk: Desk) -> None:
    boundaries.add(desk.scope, "theirs", Line("topic", ["politics"]), person_id=desk.ada)
    id = events.plan(desk.scope, "Fair", desk.scope.today())
    sent = {"name": "Ada Quill", "person": desk.ada, "note": "Politics"}
    page = client.post(reverse("event_met", args=[id]), sent, follow=True).content.decode()
    assert "speak of politics" in page


def test_an_opened_draft_is_kept_said_and_taken_back(client: Client, desk: Desk) -> None:
    boundaries.add(desk.scope, "theirs", Line("channel", ["mail"]), person_id=desk.ada)
    page = shown(client, reverse("write", args=[desk.ada]))
    assert not Crossing.objects.exists()
    address = reverse("write_opened", args=[desk.ada])
    assert f'hx-post="{address}?kind=write&amp;other=' in page
    sent = {"to": "ada@quill.example", "subject": "Hello", "body": "There"}
    kept = client.post(f"{address}?kind=write&other=", sent).content.decode()
    row = Crossing.objects.get()
    assert (row.did, row.text) == ("drafted", "Hello")
    assert f'name="gone" value="{row.uuid}"' in kept
    assert "drafted" in shown(client, reverse("boundaries"))
    back = client.post(address, {"gone": str(row.uuid)}).content.decode()
    assert "Taken back" in back
    assert not Crossing.objects.exists()
    boundaries.remove(desk.scope, str(Boundary.objects.get().uuid))
    assert "gone" not in client.post(address, sent).content.decode()
    assert client.post(reverse("write_opened", args=[ANYBODY]), sent).status_code == 404


def test_meetings_to_come_and_mail_outside_of_hours_are_shown(client: Client, desk: Desk) -> None:
    today = day_from_date(desk.scope.today())
    put(desk.scope, [mail(today - 1, ME, INES, hour=22), met(today + 1, INES, subject=HOSTILE, hour=20)])
    ines = id_of(desk.scope, INES)
    boundaries.add(desk.scope, "theirs", Line("hours", begin=540, end=1020), person_id=ines)
    for path in (reverse("guard"), reverse("boundaries"), f"{reverse('boundaries')}?who={ines}"):
        page = shown(client, path)
        assert "Meetings to come that cross a line" in page
        assert "Mail of yours outside the hours of Ines Varga" in page
        assert HOSTILE not in page
    assert "Meetings to come" not in shown(client, f"{reverse('boundaries')}?who={desk.ada}")
    number = Batch.objects.get().number
    assert "Meetings to come that cross a line" in shown(client, reverse("import", args=[number]))


def test_a_friend_at_work_is_asked_for_a_rule_until_there_is_one(client: Client, desk: Desk) -> None:
    people.set_relationship(desk.scope, desk.ada, nature="both")
    page = reverse("person", args=[desk.ada])
    assert "is a friend you work with" in shown(client, page)
    assert "a friend you work with" in shown(client, reverse("guard"))
    client.post(reverse("rule_add"), {"who": desk.ada, "matter": "her pay", "rule": "Bo decides"})
    assert "is a friend you work with" not in shown(client, page)
    guard = shown(client, reverse("guard"))
    assert "her pay" in guard
    assert "Nothing needs a look." in guard
    client.post(reverse("rule_remove", args=[Recusal.objects.get().uuid]))
    assert not Recusal.objects.exists()


def test_a_policy_is_noted_shown_read_again_ended_and_removed(client: Client, desk: Desk) -> None:
    sent = {
        "title": HOSTILE,
        "kind": "gifts",
        "asks": "approval",
        "amount": "50",
        "currency": "EUR",
        "days": "365",
    }
    more = {
        "organisation": "Acme",
        "text": "<b>No</b>",
        "url": "https://acme.example",
        "review_on": "2020-01-01",
    }
    page = client.post(reverse("policy_add"), {**sent, **more}, follow=True).content.decode()
    assert "The policy is noted." in page
    assert HOSTILE not in page
    one = Policy.objects.get()

    def act(name: str) -> str:
        return reverse("policy_act", args=[one.uuid, name])

    assert "Needs a look" in shown(client, reverse("guard"))
    page = client.post(act("reviewed"), follow=True).content.decode()
    assert "Nothing needs a look" in shown(client, reverse("guard"))
    due = one.review_on
    client.post(act("unread") + f"?due={due}")
    assert Policy.objects.get().review_on == due
    assert client.post(act("unread")).status_code == 404
    client.post(act("edit"), {**sent, "title": "Gifts"})
    assert Policy.objects.get().title == "Gifts"
    client.post(act("end"))
    assert "Gifts" not in shown(client, reverse("policies")).partition("<aside")[0].partition("<h1")[2]
    assert "It binds again" in shown(client, reverse("policies") + "?all=1")
    client.post(act("reopen"))
    client.post(act("remove"))
    assert not Policy.objects.exists()
    assert client.post(act("fly")).status_code == 404


def test_hearsay_is_marked_and_can_be_made_known(client: Client, desk: Desk) -> None:
    edit = reverse("person_edit", args=[desk.ada, "fact"])
    client.post(edit, {"text": "Leaves in May", "source": "Bo Lind", "hearsay": "on"})
    page = shown(client, reverse("person", args=[desk.ada]))
    assert "hearsay</span> Leaves in May" in page
    assert "heard from Bo Lind" in page
    fact = Fact.objects.get(text="Leaves in May")
    client.post(edit, {"text": "Leaves in May", "fact": fact.uuid, "act": "save"})
    fact.refresh_from_db()
    assert not fact.hearsay


def test_the_tabs_lead_to_pages_that_are_there(client: Client, desk: Desk) -> None:
    for group in TABS:
        for name, _ in group:
            assert client.get(reverse(name)).status_code == 200


@pytest.mark.parametrize(("name", "most"), [("guard", 17), ("boundaries", 9), ("policies", 4)])
def test_the_pages_ask_no_more_often_for_many(
    client: Client, desk: Desk, name: str, most: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(12):
        boundaries.add(desk.scope, "theirs", Line("topic", [f"topic {number}"]), person_id=desk.ada)
        boundaries.add(desk.scope, "mine", Line("hours", begin=0, end=number + 1))
        policies.add(desk.scope, Terms(f"Rule {number}"), organisation=f"Place {number}")
    with django_assert_max_num_queries(most):
        client.get(reverse(name))
