"""Opportunities, advice, feedback, dates and what I gladly share on the pages."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from comity.actions import dates, feedback, opportunities, people, shares
from comity.store.models import (
    Exchange,
    Feedback,
    GladlyShared,
    Opportunity,
    OpportunityShare,
    Telling,
)
from tests.web.conftest import HOSTILE, Desk

OPENING = "Rowing coach at Harbour Club\nWe look for somebody who rows. Apply by 15 December."


def shown(client: Client, path: str) -> str:
    return client.get(path).content.decode()


def test_an_opportunity_is_pasted_shared_and_recorded(client: Client, desk: Desk) -> None:
    people.add_fact(desk.scope, desk.ada, "Likes rowing")
    pasted = client.post(reverse("opportunities"), {"text": OPENING, "source": ""})
    row = Opportunity.objects.get()
    assert pasted["Location"] == reverse("opportunity", args=[row.uuid])
    page = shown(client, pasted["Location"])
    assert "Ada Quill" in page
    assert "you noted: Likes rowing" in page
    sent = client.post(reverse("opportunity_act", args=[row.uuid, "share"]), {"who": desk.ada, "write": "on"})
    assert sent["Location"].startswith(reverse("write", args=[desk.ada]) + "?kind=share&what=Rowing")
    draft = shown(client, sent["Location"])
    assert "Rowing coach at Harbour Club" in draft
    share = OpportunityShare.objects.get()
    assert reverse("opportunity_share_act", args=[share.uuid, "unshare"]) in draft
    assert "an opportunity" in shown(client, reverse("person", args=[desk.ada]))
    came = reverse("opportunity_share_act", args=[share.uuid, "came-of-it"])
    client.post(came, {"text": "She coaches now"})
    assert "She coaches now" in shown(client, pasted["Location"])
    client.post(reverse("opportunity_share_act", args=[share.uuid, "unshare"]))
    assert not Exchange.objects.exists()
    assert client.post(reverse("opportunity_share_act", args=[share.uuid, "unshare"])).status_code == 404


def test_an_opportunity_is_passed_over_changed_closed_and_removed(client: Client, desk: Desk) -> None:
    id = opportunities.note(desk.scope, OPENING, source_id=desk.hostile)

    def act(verb: str, **sent: str) -> str:
        answer = client.post(reverse("opportunity_act", args=[id, verb]), sent, follow=True)
        assert answer.status_code == 200
        return answer.content.decode()

    assert "is not suggested for this again" in act("pass", who=desk.ada)
    share = OpportunityShare.objects.get()
    assert "Suggest them again" in shown(client, reverse("opportunity", args=[id]))
    client.post(reverse("opportunity_share_act", args=[share.uuid, "unshare"]))
    act("edit", kind="project", title=HOSTILE, url="", until="2020-01-01", source="", text="x")
    listed = shown(client, reverse("opportunities"))
    assert HOSTILE not in listed
    assert "&lt;svg" in listed
    assert "What is it?" in act("edit", kind="job", title="x")
    act("close")
    assert "This is closed" in act("share", who=desk.ada)
    assert "&lt;svg" in shown(client, reverse("opportunities") + "?show=closed")
    act("reopen")
    act("remove")
    assert not Opportunity.objects.exists()
    for path in (
        reverse("opportunity_act", args=[id, "burn"]),
        reverse("opportunity_act", args=[id, "close"]),
    ):
        assert client.post(path, {}).status_code == 404


def test_a_share_knows_no_other_act(client: Client, desk: Desk) -> None:
    id = opportunities.note(desk.scope, OPENING)
    share = opportunities.share(desk.scope, id, desk.ada).share
    assert client.post(reverse("opportunity_share_act", args=[share, "burn"])).status_code == 404


def test_forms_that_are_wrong_say_so(client: Client, desk: Desk) -> None:
    for path in ("opportunities", "feedback_add", "share_add"):
        answer = client.post(reverse(path), {}, follow=True)
        assert answer.status_code == 200
        assert "required" in answer.content.decode()
    fed, told = feedback.ask(desk.scope, desk.ada, "x"), shares.add(desk.scope, "x")
    for path, sent in (
        (reverse("feedback_act", args=[fed, "edit"]), {"about": ""}),
        (reverse("feedback_act", args=[fed, "tell"]), {"on": "x"}),
        (reverse("share_act", args=[told, "edit"]), {"text": ""}),
    ):
        client.post(path, sent)
    assert (Feedback.objects.get().about, GladlyShared.objects.get().text) == ("x", "x")


def test_advice_names_who_knows_and_opens_a_draft(client: Client, desk: Desk) -> None:
    assert "Whom could I ask?" in shown(client, reverse("advice"))
    page = shown(client, reverse("advice") + "?q=who+rows+on+a+river")
    assert "kind=ask_advice&amp;what=who%20rows%20on%20a%20river" in page
    for n in range(2):
        feedback.ask(desk.scope, desk.ada, f"x {n}")
    assert "Rather ease off" in shown(client, reverse("advice") + "?q=who+rows")
    assert "Nobody in your book" in shown(client, reverse("advice") + "?q=astronomy")


@pytest.mark.parametrize(
    ("act", "state"),
    [
        ("ask", "wait for"),
        ("received", "What follows"),
        ("asked_of_me", "Asked of you"),
        ("given", "given today"),
    ],
)
def test_feedback_is_noted_from_the_page(client: Client, desk: Desk, act: str, state: str) -> None:
    client.post(
        reverse("feedback_add"), {"act": act, "who": "Ada Quill", "about": "the plan", "text": "Fine"}
    )
    page = shown(client, reverse("feedback"))
    assert state in page
    assert "the plan" in shown(client, reverse("person", args=[desk.ada]))
    assert "the plan" in shown(client, reverse("feedback") + f"?who={desk.ada}")


def test_feedback_goes_its_way(client: Client, desk: Desk) -> None:
    id = feedback.ask(desk.scope, desk.ada, "my talk")
    for verb, sent, text in (
        ("tell", {"text": "Slower"}, "Slower"),
        ("intend", {"text": "Rehearse"}, "You said you would"),
        ("act", {}, "acted on today"),
        ("reopen", {}, "You said you would"),
        ("edit", {"about": "the talk", "text": "Much slower"}, "Much slower"),
    ):
        client.post(reverse("feedback_act", args=[id, verb]), sent)
        assert text in shown(client, reverse("feedback")), verb
    client.post(reverse("feedback_act", args=[id, "remove"]))
    assert not Feedback.objects.exists()
    assert client.post(reverse("feedback_act", args=[id, "burn"])).status_code == 404


def test_what_i_gladly_share_is_told_and_untold_from_a_person_s_page(client: Client, desk: Desk) -> None:
    client.post(reverse("share_add"), {"text": "I sail", "depth": "0"})
    row = GladlyShared.objects.get()
    assert "You could tell them:" in shown(client, reverse("person", args=[desk.ada]))
    client.post(reverse("share_act", args=[row.uuid, "tell"]), {"who": desk.ada})
    assert Telling.objects.count() == 1
    assert "They have heard one thing" in shown(client, reverse("person", args=[desk.ada]))
    assert "Heard by:" in shown(client, reverse("shares"))
    client.post(reverse("share_act", args=[row.uuid, "untell"]) + f"?who={desk.ada}")
    assert not Telling.objects.exists()
    client.post(reverse("share_act", args=[row.uuid, "edit"]), {"text": "I row", "depth": "3"})
    assert "Where there is trust" in shown(client, reverse("shares"))
    assert "Nothing for now" in shown(client, reverse("person", args=[desk.ada]))
    client.post(reverse("share_act", args=[row.uuid, "remove"]))
    assert not GladlyShared.objects.exists()
    assert client.post(reverse("share_act", args=[row.uuid, "burn"])).status_code == 404


MOST = {"opportunities": 6, "opportunity": 16, "advice": 21, "feedback": 8, "shares": 6}


@pytest.mark.parametrize("name", MOST)
def test_pages_ask_no_more_often_for_many_than_for_few(
    client: Client, desk: Desk, name: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    id = opportunities.note(desk.scope, OPENING)
    for n in range(12):
        who = people.add_person(desk.scope, name=f"Person {n}", title=f"Rowing coach {n}")
        feedback.ask(desk.scope, who, "rowing")
        shares.tell(desk.scope, shares.add(desk.scope, f"I row {n}"), who)
        dates.add_date(desk.scope, who, "birthday", 1, 1, None)
        opportunities.note(desk.scope, f"{OPENING} {n}")
        if n < 5:
            opportunities.share(desk.scope, id, who)
    path = reverse(name, args=[id]) if name == "opportunity" else reverse(name)
    path += "?q=rowing" if name == "advice" else ""
    client.get(path)
    with django_assert_max_num_queries(MOST[name]):
        client.get(path)
