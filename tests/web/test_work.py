"""Mentoring, clients, service providers and playbooks on the pages."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from comity.actions import engagements, invoices, mentoring, people
from comity.interfaces.web.matters import TABS, Group
from comity.store.models import (
    Commitment,
    Deliverable,
    Engagement,
    Invoice,
    Mentoring,
    MentoringSession,
    Satisfaction,
)
from comity.store.playbooks import folder
from tests.web.conftest import HOSTILE, Desk


def shown(client: Client, path: str) -> str:
    return client.get(path).content.decode()


def post(client: Client, name: str, id: object, verb: str, /, **sent: str) -> None:
    assert client.post(reverse(name, args=[id, verb]), sent).status_code == 302, (name, verb)


def test_mentoring_from_its_beginning_to_what_came_of_it(client: Client, desk: Desk) -> None:
    client.post(
        reverse("mentorings"), {"who": "Ada Quill", "i_am": "mentee", "aim": HOSTILE, "every_days": "30"}
    )
    row = Mentoring.objects.get()
    post(client, "mentoring_act", row.uuid, "plan", on="2020-01-01")
    assert "note warn" in shown(client, reverse("mentoring", args=[row.uuid]))
    day = str(desk.scope.today())
    post(client, "mentoring_act", row.uuid, "plan", on=day, agenda="Fees")
    session = MentoringSession.objects.get()
    post(client, "session_act", session.uuid, "edit", on=day, agenda="Fees and rights")
    post(client, "session_act", session.uuid, "agree", text="Read it", by="mine", due="2020-01-02")
    page = shown(client, reverse("mentoring", args=[row.uuid]))
    assert "Still open from before" in page
    assert "Fees and rights" in page
    assert HOSTILE not in page
    post(client, "session_act", session.uuid, "hold", notes="Done")
    post(client, "session_act", session.uuid, "unhold")
    post(client, "session_act", session.uuid, "hold")
    assert "one action is open" in shown(client, reverse("person", args=[desk.ada]))
    post(client, "mentoring_act", row.uuid, "edit", aim="Rights", until="2030-01-01")
    post(client, "mentoring_act", row.uuid, "end", ending="A contract")
    assert "A contract" in shown(client, reverse("mentorings"))
    assert "A contract" in shown(client, reverse("person", args=[desk.ada]))
    post(client, "mentoring_act", row.uuid, "plan", on=day)
    assert "This has ended" in shown(client, reverse("mentoring", args=[row.uuid]))
    post(client, "mentoring_act", row.uuid, "reopen")
    post(client, "session_act", session.uuid, "remove")
    post(client, "mentoring_act", row.uuid, "remove")
    assert not Mentoring.objects.exists()
    assert Commitment.objects.count() == 1
    assert client.get(reverse("mentorings") + f"?with={desk.ada}").status_code == 200


@pytest.mark.parametrize("side", ["clients", "providers"])
def test_work_from_its_beginning_to_its_end(client: Client, desk: Desk, side: str) -> None:
    client.post(
        reverse(side),
        {"who": "Ada Quill", "title": "The atlas", "brief": HOSTILE, "renewal_on": "2030-01-01"},
    )
    row = Engagement.objects.get()
    post(client, "work_act", row.uuid, "agree", text="Proofs", due="2020-01-01")
    post(
        client,
        "work_act",
        row.uuid,
        "invoice",
        number="7",
        amount="1200.50",
        currency="EUR",
        dated_on="2020-01-01",
        due="2020-02-01",
    )
    post(client, "work_act", row.uuid, "satisfied", score="4", text="Good")
    page = shown(client, reverse("work", args=[row.uuid]))
    assert "1\u202f200.50\u00a0EUR" in page
    assert "4 of 5" in page
    assert HOSTILE not in page
    assert "2 things are late" in shown(client, reverse(side))
    assert "2 things are late" in shown(client, reverse("person", args=[desk.ada]))
    delivery, bill, said = Deliverable.objects.get(), Invoice.objects.get(), Satisfaction.objects.get()
    for act in ("deliver", "accept", "undo"):
        post(client, "delivery_act", delivery.uuid, act)
    post(client, "delivery_act", delivery.uuid, "edit", text="Two proofs")
    for act in ("pay", "pay", "unpay", "pay"):
        post(client, "invoice_act", bill.uuid, act)
    assert "0 of 1" in shown(client, reverse(side))
    post(client, "delivery_act", delivery.uuid, "remove")
    post(client, "invoice_act", bill.uuid, "remove")
    post(client, "satisfaction_act", said.uuid, "remove")
    post(client, "work_act", row.uuid, "edit", title="An atlas")
    post(client, "work_act", row.uuid, "end", ending="Printed")
    assert "Printed" in shown(client, reverse(side))
    assert "An atlas" in shown(client, reverse("work", args=[row.uuid]))
    post(client, "work_act", row.uuid, "reopen")
    post(client, "work_act", row.uuid, "invoice", amount="5")
    assert "needs its currency" in shown(client, reverse("work", args=[row.uuid]))
    post(client, "work_act", row.uuid, "remove")
    assert not Engagement.objects.exists()
    assert client.get(reverse(side) + f"?with={desk.ada}").status_code == 200


def test_what_is_to_be_paid_stands_in_the_list_and_is_paid_from_there(client: Client, desk: Desk) -> None:
    today = desk.scope.today()
    work = engagements.begin(desk.scope, desk.ada, "provider", "The atlas")
    later = invoices.add(desk.scope, work, number="8", due=today + dt.timedelta(days=9))
    bill = invoices.add(desk.scope, work, number="7", amount="1200.50", currency="EUR", due=today)
    page = shown(client, reverse("providers"))
    assert "Invoice 7: <b>1\u202f200.50\u00a0EUR</b>" in page
    assert "to be paid today" in page
    assert page.index(f"{bill}/pay") < page.index(f"{later}/pay")
    came_from = "http://testserver" + reverse("providers")
    paid = client.post(reverse("invoice_act", args=[bill, "pay"]), headers={"referer": came_from})
    assert paid.headers["Location"] == came_from
    page = shown(client, reverse("providers"))
    assert f"{bill}/pay" not in page
    assert reverse("invoice_act", args=[bill, "unpay"]) in page
    elsewhere = client.post(reverse("invoice_act", args=[bill, "unpay"]))
    assert elsewhere.headers["Location"] == reverse("work", args=[work])


@pytest.mark.parametrize("group", TABS)
def test_the_pages_of_one_group_are_seen_and_all_others_are_in_menus(
    client: Client, desk: Desk, group: Group
) -> None:
    for name, label in group.pages:
        page = shown(client, reverse(name))
        assert f'<a href="{reverse(name)}" aria-current="page">{label}</a>' in page
        for other in TABS:
            folded = f"<summary>{other.name}</summary>"
            assert (folded in page) == (other != group and len(other.pages) > 1)
            assert all(f'href="{reverse(one)}"' in page for one, _label in other.pages)


def test_a_name_that_fits_nobody_is_said_and_an_id_is_not_found(client: Client, desk: Desk) -> None:
    sent = {"who": " Nobody Known", "title": "The atlas"}
    assert client.post(reverse("clients"), sent).status_code == 302
    assert "Nobody in this book is called “Nobody Known”" in shown(client, "/")
    for id in (desk.fact, desk.fact.replace("-", "")):
        assert client.post(reverse("clients"), sent | {"who": id}).status_code == 404
    assert client.get(reverse("exchanges") + "?with=Nobody").status_code == 404


def test_what_is_no_verb_is_not_found(client: Client, desk: Desk) -> None:
    work = engagements.begin(desk.scope, desk.ada, "client", "x")
    ids = {
        "work_act": work,
        "delivery_act": engagements.agree(desk.scope, work, "x"),
        "invoice_act": invoices.add(desk.scope, work),
        "satisfaction_act": engagements.satisfied(desk.scope, work, score=3),
        "mentoring_act": mentoring.begin(desk.scope, desk.ada, "mentor"),
    }
    ids["session_act"] = mentoring.plan_session(desk.scope, ids["mentoring_act"], desk.scope.today())
    for name, id in ids.items():
        assert client.post(reverse(name, args=[id, "burn"])).status_code == 404


def test_rows_of_another_book_cannot_be_reached(client: Client, desk: Desk, stranger: Desk) -> None:
    work = engagements.begin(stranger.scope, stranger.ada, "client", "x")
    delivery, bill = engagements.agree(stranger.scope, work, "x"), invoices.add(stranger.scope, work)
    said = engagements.satisfied(stranger.scope, work, score=3)
    theirs = mentoring.begin(stranger.scope, stranger.ada, "mentor")
    session = mentoring.plan_session(stranger.scope, theirs, desk.scope.today())
    for name, id, acts in (
        ("work_act", work, ("edit", "end", "reopen", "renew", "agree", "invoice", "satisfied", "remove")),
        ("delivery_act", delivery, ("deliver", "accept", "undo", "edit", "remove")),
        ("invoice_act", bill, ("pay", "unpay", "edit", "remove")),
        ("satisfaction_act", said, ("remove",)),
        ("mentoring_act", theirs, ("edit", "plan", "end", "reopen", "remove")),
        ("session_act", session, ("edit", "hold", "unhold", "agree", "remove")),
    ):
        for act in acts:
            sent = {"title": "x", "text": "x", "score": "3", "on": str(desk.scope.today()), "by": "mine"}
            assert client.post(reverse(name, args=[id, act]), sent).status_code == 404, (name, act)
    assert client.get(reverse("work", args=[work])).status_code == 404
    assert client.get(reverse("mentoring", args=[theirs])).status_code == 404
    sent = {"who": stranger.ada, "title": "x", "i_am": "mentor"}
    assert client.post(reverse("clients"), sent).status_code == 404
    assert client.post(reverse("mentorings"), sent).status_code == 404


def test_what_was_removed_is_brought_back_from_the_message(client: Client, desk: Desk) -> None:
    work = engagements.begin(desk.scope, desk.ada, "client", "The atlas", renewal_on=desk.scope.today())
    bill = invoices.add(desk.scope, work, number="7")
    delivery = engagements.agree(desk.scope, work, "Proofs")
    one = mentoring.begin(desk.scope, desk.ada, "mentor")
    session = mentoring.plan_session(desk.scope, one, desk.scope.today(), "Fees")
    changed = {"number": "8", "amount": "5", "currency": "EUR", "paid_on": str(desk.scope.today())}
    client.post(reverse("invoice_act", args=[bill, "edit"]), changed)
    client.post(reverse("work_act", args=[work, "renew"]), {})
    page = shown(client, reverse("work", args=[work]))
    assert 'value="5.00"' in page
    for name, id, place in (
        ("invoice_act", bill, reverse("work", args=[work])),
        ("delivery_act", delivery, reverse("work", args=[work])),
        ("session_act", session, reverse("mentoring", args=[one])),
        ("work_act", work, reverse("work", args=[work])),
        ("mentoring_act", one, reverse("mentoring", args=[one])),
    ):
        sent = client.post(reverse(name, args=[id, "remove"]))
        page = shown(client, sent["Location"])
        address = next(part for part in page.split('"') if part.startswith("/removed/"))
        assert client.post(address)["Location"] == place
        assert client.get(place).status_code == 200
        again = client.post(address, follow=True)
        assert "brings nothing back" in again.content.decode()
    assert "8" in shown(client, reverse("work", args=[work]))


def test_the_pages_ask_no_more_often_with_more_rows(
    client: Client, desk: Desk, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for n in range(9):
        work = engagements.begin(desk.scope, desk.ada, "client", f"Work {n}")
        engagements.agree(desk.scope, work, "x")
        one = mentoring.begin(desk.scope, desk.ada, "mentor")
        mentoring.agree(desk.scope, mentoring.plan_session(desk.scope, one, desk.scope.today()), "x")
    for path, most in (
        (reverse("clients"), 9),
        (reverse("mentorings"), 7),
        (reverse("work", args=[work]), 8),
    ):
        client.get(path)
        with django_assert_max_num_queries(most):
            client.get(path)


def test_the_panel_of_a_role_asks_no_deeper_than_it_goes(client: Client, desk: Desk) -> None:
    people.set_relationship(desk.scope, desk.ada, standing="met")
    page = shown(client, reverse("person", args=[desk.ada]))
    assert "How did you come to what you do now?" in page
    assert "What would you look at first in my situation?" in page
    assert "What do I not see about myself?" not in page
    people.set_relationship(desk.scope, desk.ada, standing="trusted")
    assert "if you were at my point again?" in shown(client, reverse("person", args=[desk.ada]))


def test_settings_tell_what_is_wrong_in_a_playbook(client: Client, desk: Desk) -> None:
    folder().mkdir(exist_ok=True)
    path = folder() / "ally.toml"
    path.write_text('title = "<b>Ally"\nrhythm_days = 4\nx = 1', "utf-8")
    try:
        page = shown(client, reverse("settings"))
        assert "ally.toml, line 3" in page
        people_page = shown(client, reverse("person", args=[desk.ada]))
        assert "&lt;b&gt;Ally" in people_page
        post(client, "person_edit", desk.ada, "role", act="add", key="ally")
        assert "&lt;b&gt;Ally" in shown(client, "/people")
    finally:
        path.unlink()
    assert client.get(reverse("person", args=[desk.ada])).status_code == 200
