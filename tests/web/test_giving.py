"""The pages of exchanges, introductions and drafts."""

from __future__ import annotations

import datetime as dt
import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from comity.actions import exchanges as giving
from comity.actions import introductions as actions
from comity.actions import people
from comity.answers import exchanges, introductions
from tests.web.conftest import HOSTILE, Desk


def page(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status
    shown: str = answer.content.decode()
    assert HOSTILE not in shown
    return shown


def link_of(shown: str) -> dict[str, list[str]]:
    found = re.search(r'href="(mailto:[^"]*)" data-mailto-link', shown)
    assert found
    return parse_qs(urlsplit(unescape(found[1])).query)


@pytest.fixture
def received(desk: Desk) -> str:
    return giving.note(
        desk.scope, desk.ada, given=False, kind="advice", text="On <b>looms</b>", worth="A week"
    )


@pytest.fixture
def asked(desk: Desk) -> str:
    return actions.add(desk.scope, desk.ada, desk.hostile, purpose="Looms & <i>oak</i>")


def test_what_waits_for_thanks_stands_first_with_a_draft(client: Client, desk: Desk, received: str) -> None:
    shown = page(client, "/exchanges")
    assert shown.index("Not thanked for yet") < shown.index("The balance") < shown.index("Everything")
    assert "On &lt;b&gt;looms&lt;/b&gt;" in shown
    draft = unescape(re.findall(rf'href="(/write/{desk.ada}[^"]*)"', shown)[0])
    assert "Thank you for this: On &lt;b&gt;looms&lt;/b&gt;" in page(client, draft)


def test_thanks_are_noted_and_taken_back_by_the_message(client: Client, desk: Desk, received: str) -> None:
    answer = client.post(reverse("exchange_act", args=[received, "thank"]), follow=True)
    assert f'action="/exchanges/{received}/unthank"' in answer.content.decode()
    assert exchanges.exchanges(desk.scope, to_thank=True).rows == ()
    client.post(f"/exchanges/{received}/unthank")
    assert exchanges.exchanges(desk.scope, to_thank=True).total == 1


def test_an_exchange_is_noted_by_name_changed_and_removed(client: Client, desk: Desk) -> None:
    client.post(
        reverse("exchange_add"), {"who": "ada", "direction": "given", "kind": "time", "day": "2024-01-02"}
    )
    (one,) = exchanges.exchanges(desk.scope).rows
    assert (one.face.name, one.given, one.on) == ("Ada Quill", True, dt.date(2024, 1, 2))
    form = page(client, f"/exchanges/{one.id}/edit")
    assert 'value="2024-01-02"' in form
    client.post(f"/exchanges/{one.id}/edit", {"kind": "advice", "text": "Two hours", "worth": "", "day": ""})
    changed = exchanges.exchange(desk.scope, one.id)
    assert (changed.kind, changed.text, changed.on) == ("advice", "Two hours", dt.date(2024, 1, 2))
    answer = client.post(
        f"/exchanges/{one.id}/remove", headers={"Referer": f"http://testserver/exchanges/{one.id}/edit"}
    )
    assert answer.headers["Location"] == "/exchanges"
    assert exchanges.exchanges(desk.scope).rows == ()


@pytest.mark.parametrize(
    "sent",
    [
        {"who": "nobody at all", "direction": "given", "kind": "time"},
        {"who": "Ada", "direction": "up", "kind": "time"},
        {"who": "Ada", "direction": "given", "kind": "fame"},
        {"who": "Ada", "direction": "given", "kind": "time", "day": "2999-01-01"},
    ],
)
def test_what_makes_no_sense_is_refused_in_words(client: Client, desk: Desk, sent: dict[str, str]) -> None:
    answer = client.post(reverse("exchange_add"), sent)
    assert answer.status_code in (302, 404)
    assert exchanges.exchanges(desk.scope).rows == ()


def test_a_form_of_an_exchange_that_makes_no_sense_changes_nothing(
    client: Client, desk: Desk, received: str
) -> None:
    client.post(f"/exchanges/{received}/edit", {"kind": "fame"})
    assert exchanges.exchange(desk.scope, received).kind == "advice"
    assert client.get(f"/exchanges/{received}/thank").status_code == 405
    assert client.post(f"/exchanges/{received}/sell").status_code == 404


def test_the_balance_has_numbers_and_a_table(client: Client, desk: Desk, received: str) -> None:
    giving.note(desk.scope, desk.ada, given=False, kind="endorsement", text="Weaving")
    for path in ("/exchanges", f"/exchanges?with={desk.ada}", f"/people/{desk.ada}"):
        shown = page(client, path)
        assert "Given 0, received 1" in shown
        assert '<th scope="col">Received</th>' in shown
    assert "One endorsement: a click, not weighed" in page(client, "/exchanges")


def test_the_list_is_narrowed_and_paged(client: Client, desk: Desk) -> None:
    for _ in range(51):
        giving.note(desk.scope, desk.ada, given=True, kind="time")
    first = page(client, "/exchanges?kind=time")
    assert first.count('id="exchange-') == 50
    assert len(first) < 100_000
    (older,) = re.findall(r'href="(\?from=50[^"]*)"', first)
    assert page(client, "/exchanges" + unescape(older)).count('id="exchange-') == 1
    assert page(client, "/exchanges?direction=received&from=x").count('id="exchange-') == 0
    page(client, "/exchanges?kind=fame", 400)


def test_an_introduction_goes_its_way_on_the_page(client: Client, desk: Desk, asked: str) -> None:
    shown = page(client, "/introductions")
    assert "Looms &amp; &lt;i&gt;oak&lt;/i&gt;" in shown
    assert f"/write/{desk.ada}?kind=introduce_ask_one&amp;other={desk.hostile}" in shown
    act = reverse("introduction_act", args=[asked, "step"])
    for step in ("one_agreed", "other_agreed", "made"):
        answer = client.post(act, {"step": step}, follow=True)
    undo = f"/introductions/{asked}/undo?step=made"
    assert f'action="{undo}"' in answer.content.decode()
    assert exchanges.exchanges(desk.scope).total == 2
    client.post(undo)
    assert introductions.introduction(desk.scope, asked).state == "agreed"
    assert exchanges.exchanges(desk.scope).total == 0


def test_no_introduction_is_made_before_both_agreed(client: Client, desk: Desk, asked: str) -> None:
    answer = client.post(reverse("introduction_act", args=[asked, "step"]), {"step": "made"}, follow=True)
    assert "both must have agreed first" in answer.content.decode()
    assert introductions.introduction(desk.scope, asked).state == "asked"


def test_an_introduction_is_declined_changed_and_removed(client: Client, desk: Desk, asked: str) -> None:
    def act(name: str, **sent: str) -> int:
        return client.post(reverse("introduction_act", args=[asked, name]), sent).status_code

    def now() -> introductions.Introduced:
        return introductions.introduction(desk.scope, asked)

    assert act("decline", by="other", day="") == 302
    assert now().declined_by == "other"
    assert "declined" in page(client, "/introductions?show=ended")
    act("undo")
    assert now().state == "asked"
    act("edit", purpose="Oak", note="In May")
    assert (now().purpose, now().note) == ("Oak", "In May")
    act("step", step="waved")
    act("decline", by="nobody")
    act("edit", purpose="x" * 3000)
    assert (now().state, now().purpose) == ("asked", "Oak")
    assert act("sell") == 404
    act("remove")
    assert introductions.introductions(desk.scope, which="all").total == 0


def test_a_new_introduction_is_asked_for_by_name(client: Client, desk: Desk) -> None:
    eve = people.add_person(desk.scope, name="Eve Tarn")
    form = page(client, f"/introductions/add?introducer={eve}")
    assert f'name="introducer" value="{eve}"' in form
    sent = {"one": "ada quill", "other": "", "introducer": eve, "purpose": "Looms", "day": ""}
    answer = client.post("/introductions/add", sent)
    (one,) = introductions.introductions(desk.scope).rows
    assert answer.headers["Location"] == f"/introductions#introduction-{one.id}"
    assert (one.one.name, one.other, one.introducer and one.introducer.name) == (
        "Ada Quill",
        None,
        "Eve Tarn",
    )


def test_who_was_asked_lately_is_shown_before_asking_again(client: Client, desk: Desk) -> None:
    eve = people.add_person(desk.scope, name="Eve Tarn")
    for _ in range(2):
        actions.add(desk.scope, desk.ada, None, eve)
    sent = {
        "one": "ada quill",
        "other": "",
        "introducer": "Eve",
        "purpose": "Looms",
        "day": "",
        "offered": "on",
    }
    answer = client.post("/introductions/add", sent)
    shown = answer.content.decode()
    assert "You asked Eve Tarn twice this quarter." in shown
    assert 'value="Looms"' in shown
    assert introductions.introductions(desk.scope).total == 2
    assert "You asked Eve Tarn twice this quarter." in page(client, f"/introductions/add?introducer={eve}")
    client.post("/introductions/add", sent | {"all_the_same": "1"})
    assert introductions.introductions(desk.scope).total == 3


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"one": "", "other": "Ada"}, "required"),
        ({"one": "Nobody At All"}, "Nobody in this book is called"),
        ({"one": "ada@quill.example"}, "whom they are to meet"),
    ],
)
def test_a_form_that_makes_no_sense_keeps_what_was_typed(
    client: Client, desk: Desk, sent: dict[str, str], words: str
) -> None:
    answer = client.post("/introductions/add", sent | {"purpose": "Looms"})
    assert answer.status_code == 400
    assert words in unescape(answer.content.decode())
    assert 'value="Looms"' in answer.content.decode()


def test_a_long_list_of_introductions_is_paged(client: Client, desk: Desk) -> None:
    for _ in range(21):
        actions.add(desk.scope, desk.ada, desk.hostile)
    shown = page(client, "/introductions")
    assert len(shown) < 100_000
    (older,) = re.findall(r'href="(\?show=open[^"]*from=20)"', shown)
    assert page(client, "/introductions" + unescape(older)).count("<article") == 1


def test_a_draft_is_changed_before_it_opens_the_mail_program(client: Client, desk: Desk) -> None:
    path = f"/write/{desk.ada}?kind=thank&what=the+paper"
    assert link_of(page(client, path))["subject"] == ["Thank you: the paper"]
    sent = {"to": "ada@quill.example", "subject": "Cheers & more", "body": "Dear Ada\r\n\r\nBye"}
    changed = client.post(path, sent).content.decode()
    assert link_of(changed) == {"subject": ["Cheers & more"], "body": ["Dear Ada\r\n\r\nBye"]}
    long = client.post(path, sent | {"body": "many words " * 400}).content.decode()
    assert "What has no room in the link" in long
    assert "too long for a link" in long


def test_a_draft_to_somebody_with_a_hostile_name_stays_text(client: Client, desk: Desk) -> None:
    shown = page(client, f"/write/{desk.hostile}?kind=introduce_make&other={desk.ada}&purpose=%3Cscript%3E")
    assert "<script>" not in shown.replace("<script src", "")
    assert "x+y@evil.example, ada@quill.example" in shown


def test_what_makes_no_draft_is_said(client: Client, desk: Desk) -> None:
    page(client, f"/write/{desk.ada}?kind=shout", 400)
    page(client, f"/write/{desk.ada}?language=..", 400)
    page(client, f"/write/{desk.ada}?Not-a-name=x", 400)


def test_none_of_it_reaches_into_another_book(client: Client, desk: Desk, stranger: Desk) -> None:
    theirs = giving.note(stranger.scope, stranger.ada, given=False, kind="advice")
    other = actions.add(stranger.scope, stranger.ada, stranger.hostile)
    for path in (
        f"/write/{stranger.ada}",
        f"/write/{desk.ada}?other={stranger.ada}",
        f"/exchanges?with={stranger.ada}",
        f"/exchanges/{theirs}/edit",
        f"/introductions/add?one={stranger.ada}",
    ):
        assert client.get(path).status_code == 404, path
    for path in (
        *(f"/exchanges/{theirs}/{act}" for act in ("thank", "unthank", "remove", "edit")),
        *(f"/introductions/{other}/{act}" for act in ("undo", "remove", "edit")),
    ):
        assert client.post(path, {"text": "x"}).status_code == 404, path
    assert client.post(f"/introductions/{other}/step", {"step": "one_agreed"}).status_code == 404
    assert client.post(f"/introductions/{other}/decline", {"by": "one"}).status_code == 404
    assert (
        client.post(
            reverse("exchange_add"), {"who": stranger.ada, "direction": "given", "kind": "time"}
        ).status_code
        == 404
    )


@pytest.mark.parametrize(
    ("path", "most"),
    [("/exchanges", 16), ("/introductions", 5), ("/introductions/add", 3), ("/write/{ada}", 15)],
)
def test_the_pages_ask_as_often_for_much_as_for_little(
    client: Client, desk: Desk, path: str, most: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(5):
        actions.add(desk.scope, desk.ada, desk.hostile)
        giving.note(desk.scope, desk.ada, given=False, kind="advice")
    with django_assert_max_num_queries(most):
        client.get(path.format(ada=desk.ada))
