"""The pages of promises, requests, reminders and reputation."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from comity.actions import commitments, people, reminders, requests
from comity.answers import commitments as promises
from comity.answers import reminders as reminded
from comity.answers import requests as asked
from comity.answers.wording import long_date
from comity.store.models import Commitment, Reminder, Request
from tests.web.conftest import Desk


def said(client: Client, path: str, **sent: str) -> str:
    """What the page says on which one ends after sending a form."""
    return client.post(path, sent, follow=True).content.decode()


def test_a_promise_is_noted_moved_kept_and_counted(client: Client, desk: Desk) -> None:
    today = desk.scope.today()
    page = said(client, "/promises/add", who="Ada Quill", by="mine", text="The <paper>", due=str(today))
    assert "Promised: The &lt;paper&gt;" in page
    row = Commitment.objects.get(text="The <paper>")
    later = today + dt.timedelta(days=3)
    page = said(client, f"/promises/{row.uuid}/move", due=str(later), asked_by="theirs", why="Holidays")
    assert "Moved to another day" in page
    page = client.get("/promises").content.decode()
    assert "moved once, as they asked; first due " + long_date(today) in page
    page = said(client, f"/promises/{row.uuid}/keep")
    assert "Kept." in page
    assert f"/promises/{row.uuid}/reopen" in page
    page = client.get("/promises").content.decode()
    assert "You kept 1 of 1 promise." in page
    assert "it counts as kept" in page
    assert "too few for a share" in page
    assert 'role="img"' in page
    of = client.get("/promises?by=mine&how=moved").content.decode()
    assert "The &lt;paper&gt;" in of
    said(client, f"/promises/{row.uuid}/reopen")
    said(client, f"/promises/{row.uuid}/move_back")
    row.refresh_from_db()
    assert (row.state, row.moves, row.first_due) == ("open", 0, None)


@pytest.mark.parametrize("act", ["break", "drop"])
def test_a_promise_can_end_otherwise_and_be_opened_again(client: Client, desk: Desk, act: str) -> None:
    id = commitments.promise(desk.scope, desk.ada, "Proofs", by="theirs")
    said(client, f"/promises/{id}/{act}", ending="It rained")
    row = Commitment.objects.get(uuid=id)
    assert (row.state, row.ending) == ({"break": "broken", "drop": "dropped"}[act], "It rained")
    assert "Open it again first" in said(client, f"/promises/{id}/keep")
    said(client, f"/promises/{id}/reopen")
    assert "nothing to take back" in said(client, f"/promises/{id}/reopen")
    said(client, f"/promises/{id}/edit", text="Both proofs")
    assert Commitment.objects.get(uuid=id).text == "Both proofs"
    said(client, f"/promises/{id}/remove")
    assert not Commitment.objects.exists()


def test_what_cannot_be_taken_is_said(client: Client, desk: Desk) -> None:
    id = commitments.promise(desk.scope, desk.ada, "Proofs")
    tomorrow = str(desk.scope.today() + dt.timedelta(days=1))
    assert "What was promised?" in said(client, "/promises/add", who="Ada", by="mine", text=" ")
    assert "Nobody in this book is called “Nobody”" in said(
        client, "/promises/add", who="Nobody", by="mine", text="x"
    )
    assert "still to come" in said(client, f"/promises/{id}/keep", on=tomorrow)
    assert "valid date" in said(client, f"/promises/{id}/keep", on="soon")
    assert "Select a valid choice" in said(client, f"/promises/{id}/move", asked_by="fate")
    assert client.get("/promises?how=nonsense").status_code == 400
    assert client.get("/promises?quarter=2026-Q9").status_code == 400
    assert client.get("/promises?since=2026-13-45").status_code == 200
    assert client.get("/requests?state=nonsense").status_code == 400
    assert client.get("/reputation?of=nonsense").status_code == 400
    assert client.post(f"/promises/{id}/dance").status_code == 404


def test_a_request_is_declined_with_a_draft_that_keeps_the_door_open(client: Client, desk: Desk) -> None:
    said(client, "/requests/add", who=desk.ada, text="Speak at our meeting?")
    row = Request.objects.get()
    sent = {"why": "I am away", "instead": "a recording", "write": "1"}
    answer = client.post(f"/requests/{row.uuid}/decline", sent, follow=True)
    page = answer.content.decode()
    assert answer.redirect_chain[-1][0].startswith(f"/write/{desk.ada}?kind=decline")
    assert "Speak at our meeting?" in page
    assert "I am away" in page
    assert "a recording" in page
    assert f"/requests/{row.uuid}/reopen" in page
    row.refresh_from_db()
    assert (row.state, row.answer) == ("declined", "I am away\na recording")
    said(client, f"/requests/{row.uuid}/reopen")
    assert client.post(f"/requests/{row.uuid}/decline", {}).headers["Location"] == "/"
    assert "declined today" in client.get("/requests").content.decode()


def test_a_request_is_accepted_and_taken_back(client: Client, desk: Desk) -> None:
    id = requests.note_request(desk.scope, desk.ada, "The list?")
    assert "promise of yours now" in said(client, f"/requests/{id}/accept", due=str(desk.scope.today()))
    assert Commitment.objects.get().due is not None
    assert "Open it again first" in said(client, f"/requests/{id}/leave")
    said(client, f"/requests/{id}/reopen")
    assert not Commitment.objects.exists()
    said(client, f"/requests/{id}/edit", text="The long list?")
    assert "Left without an answer" in said(client, f"/requests/{id}/leave")
    assert "left without an answer" in client.get(f"/requests?who={desk.ada}&state=left").content.decode()
    said(client, f"/requests/{id}/remove")
    assert not Request.objects.exists()


def test_a_request_is_passed_on_to_somebody_who_fits(client: Client, desk: Desk) -> None:
    bo = people.add_person(desk.scope, name="Bo Marsh", email="bo@marsh.example", title="Bookbinder")
    id = requests.note_request(desk.scope, desk.ada, "Do you know good bookbinders?")
    page = client.get(f"/requests/{id}").content.decode()
    assert "Bo Marsh" in page
    assert "works as Bookbinder" in page
    assert "Nobody fits" in client.get(f"/requests/{id}?words=zzzz").content.decode()
    page = said(client, f"/requests/{id}/pass", to=bo)
    assert "Passed on to Bo Marsh" in page
    assert f"/write/{desk.ada}?kind=pass_on&amp;other={bo}" in page
    assert f"/write/{bo}?kind=introduce_ask_one&amp;other={desk.ada}" in page
    said(client, f"/requests/{id}/reopen")
    assert "somebody else than who asked" in said(client, f"/requests/{id}/pass", to=desk.ada)


def test_a_reminder_comes_again_and_goes_back(client: Client, desk: Desk) -> None:
    day = desk.scope.today()
    said(client, "/reminders/add", text="Water", due=str(day), number="2", unit="week")
    row = Reminder.objects.get(text="Water")
    page = said(client, f"/reminders/{row.uuid}/finish", occasion=str(day))
    undo = f"/reminders/{row.uuid}/reopen?occasion={day}"
    assert undo in page
    assert "every 2 weeks" in client.get("/reminders?about=none").content.decode()
    row.refresh_from_db()
    said(client, f"/reminders/{row.uuid}/finish", occasion=str(day))
    again = Reminder.objects.get(pk=row.pk)
    assert (again.due, again.last_due) == (row.due, row.due - 14)
    said(client, undo)
    assert Reminder.objects.get(pk=row.pk).due == row.due - 14
    said(client, f"/reminders/{row.uuid}/edit", text="Plants", due=str(day), unit="month")
    assert Reminder.objects.get(pk=row.pk).every == "month"
    assert "valid date" in said(client, f"/reminders/{row.uuid}/finish", occasion="soon")
    assert "Of what?" in said(client, f"/reminders/{row.uuid}/edit", due=str(day))
    assert "When?" in said(client, "/reminders/add", text="x", due="soon")
    assert client.post(f"/reminders/{row.uuid}/dance").status_code == 404
    said(client, f"/reminders/{row.uuid}/remove")
    assert not Reminder.objects.filter(pk=row.pk).exists()


def test_once_only_reminders_are_listed_when_they_are_done(client: Client, desk: Desk) -> None:
    said(client, f"/reminders/{desk.reminder}/finish")
    page = client.get(f"/reminders?who={desk.ada}").content.decode()
    assert "done today" in page
    assert "Send the agenda" in page
    said(client, f"/reminders/{desk.reminder}/reopen")
    assert reminded.reminder(desk.scope, desk.reminder).done_on is None


def test_the_persons_page_shows_what_is_open_and_what_promises_came_to(client: Client, desk: Desk) -> None:
    commitments.promise(desk.scope, desk.ada, "Send the atlas", due=desk.scope.today())
    requests.note_request(desk.scope, desk.ada, "Read my draft?")
    kept = commitments.promise(desk.scope, desk.ada, "Bring cake", by="theirs")
    commitments.keep(desk.scope, kept)
    page = client.get(f"/people/{desk.ada}").content.decode()
    assert "You promised: Send the atlas" in page
    assert "They asked: Read my draft?" in page
    assert "They kept 1 of 1 promise." in page
    assert 'action="/promises/add"' in page
    assert 'action="/requests/add"' in page


@pytest.mark.parametrize("path", ["/promises", "/requests", "/reminders", "/reputation"])
def test_a_page_asks_the_database_the_same_however_many_there_are(
    client: Client, desk: Desk, path: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for n in range(20):
        who = people.add_person(desk.scope, name=f"Person {n}")
        done = commitments.promise(desk.scope, who, f"A {n}")
        commitments.move(desk.scope, done, desk.scope.today())
        commitments.keep(desk.scope, done)
        commitments.promise(desk.scope, who, f"B {n}", by="theirs")
        requests.accept(desk.scope, requests.note_request(desk.scope, who, f"C {n}"))
        reminders.add_reminder(desk.scope, f"D {n}", desk.scope.today(), who, every="week")
    with django_assert_max_num_queries(16):
        assert client.get(path).status_code == 200


def test_what_is_another_books_is_not_found(client: Client, desk: Desk, stranger: Desk) -> None:
    promise = commitments.promise(stranger.scope, stranger.ada, "x")
    request = requests.note_request(stranger.scope, stranger.ada, "x")
    for path in (
        f"/promises/{promise}/keep",
        f"/promises/{promise}/remove",
        f"/requests/{request}/accept",
        f"/requests/{request}/leave",
        f"/reminders/{stranger.reminder}/finish",
        f"/reminders/{stranger.reminder}/remove",
    ):
        assert client.post(path).status_code == 404, path
    assert client.get(f"/requests/{request}").status_code == 404
    assert client.get(f"/promises?who={stranger.ada}").status_code == 404
    assert client.post("/promises/add", {"who": stranger.ada, "by": "mine", "text": "x"}).status_code == 404
    assert promises.promises(desk.scope).total == 0
    assert asked.requests(desk.scope).total == 0


def test_reputation_opens_each_number(client: Client, desk: Desk) -> None:
    for n in range(12):
        commitments.keep(desk.scope, commitments.promise(desk.scope, desk.ada, f"Thing {n}"))
    page = client.get("/reputation").content.decode()
    assert "You kept 12 of 12 promises." in page
    assert "100 %" in page
    assert "No answers of yours" in page
    for of in ("replies", "thanks_in_time", "thanks_owed", "meetings_held", "meetings_unknown"):
        assert client.get(f"/reputation?of={of}").status_code == 200
