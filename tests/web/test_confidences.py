"""The pages of what was told in confidence, and what a draft leaves out."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from comity.actions import confidences as actions
from comity.actions import people
from comity.answers import confidences as answers
from tests.sealed import PASSPHRASE, vault_of
from tests.web.conftest import HOSTILE, Desk

TEXT = "Ada leaves the bindery in spring to found a press"


def shown(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status
    text: str = answer.content.decode()
    assert HOSTILE not in text
    return text


def act(client: Client, id: str, what: str, **data: object) -> str:
    answer = client.post(reverse("confidence_act", args=[id, what]), data, follow=True)
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def test_it_is_noted_from_a_mail_in_one_step_and_covers_it(client: Client, desk: Desk) -> None:
    (link,) = re.findall(r'href="(/confidences\?in=[^"]*)"', shown(client, f"/i/{desk.coffee}"))
    page = shown(client, unescape(link))
    assert "Told in this mail, meeting or note" in page
    assert 'value="Ada Quill"' in page
    data = {
        "text": TEXT,
        "row": f"interactions:{desk.coffee}",
        "source": desk.ada,
        "signs": "new press\n\nkiln",
    }
    answer = client.post(reverse("confidence_add"), data, follow=True)
    page = answer.content.decode()
    assert "It is held back from now on." in page
    assert "Held back with it" in page
    assert f"/i/{desk.coffee}" in page
    (line,) = answers.confidences(desk.scope)
    assert (line.signs, line.covers) == (("new press", "kiln"), 1)


def test_a_fact_fills_the_form(client: Client, desk: Desk) -> None:
    (link, *_) = re.findall(r'href="(/confidences\?in=facts:[^"]*)"', shown(client, f"/people/{desk.ada}"))
    assert "Rows on Sundays</textarea>" in shown(client, unescape(link))


def test_a_person_s_page_says_what_is_never_to_be_mentioned(client: Client, desk: Desk) -> None:
    assert 'id="never"' not in shown(client, f"/people/{desk.ada}")
    actions.keep(desk.scope, f"{TEXT} {HOSTILE}", subject=desk.ada, nobody=True)
    page = shown(client, f"/people/{desk.ada}")
    assert "Never mention:" in page
    assert "One thing told in confidence" in page
    assert "1 thing told in confidence" in page


def test_what_stands_of_it_is_changed_and_taken_back(client: Client, desk: Desk) -> None:
    id = actions.keep(desk.scope, TEXT, source=desk.ada)
    bo = people.add_person(desk.scope, name="Bo Marsh")
    assert "Bo Marsh may know." in act(client, id, "allow", who="Bo")
    assert "Bo Marsh may not know." in act(client, id, "forbid", who=bo)
    page = act(client, id, "release")
    assert "It is free" in page
    assert reverse("confidence_act", args=[id, "hold"]) in page
    assert TEXT not in shown(client, "/confidences")
    assert TEXT in shown(client, "/confidences?all")
    assert "held back again" in act(client, id, "hold")
    act(client, id, "change", text="Another text altogether", signs="x1\nx2", nobody="on", until="2999-01-02")
    line = answers.line(desk.scope, id)
    assert (line.text, line.signs, line.nobody, line.source) == (
        "Another text altogether",
        ("x1", "x2"),
        True,
        None,
    )
    assert client.post(reverse("confidence_act", args=[id, "shout"])).status_code == 404
    assert "Removed" in act(client, id, "remove")
    assert not answers.confidences(desk.scope, ended=True)


def test_what_else_gives_it_away_is_covered_with_one_click(client: Client, desk: Desk) -> None:
    fact = people.add_fact(desk.scope, desk.ada, f"Hear: {TEXT} {HOSTILE}")
    id = actions.keep(desk.scope, TEXT)
    page = shown(client, f"/confidences/{id}")
    assert f'value="facts:{fact}" checked' in page
    assert "Held back with it" in act(client, id, "cover", row=[f"facts:{fact}"])
    assert "Not held back any more." in act(client, id, "uncover", row=[f"facts:{fact}"])
    assert client.post(reverse("confidence_act", args=[id, "cover"]), {"row": "facts:x"}).status_code == 404


def test_it_is_sealed_its_words_taken_out_and_written_back(client: Client, desk: Desk) -> None:
    fact = people.add_fact(desk.scope, desk.ada, TEXT)
    id = actions.keep(desk.scope, TEXT, rows=[("facts", fact)])
    assert "set a passphrase first" in shown(client, f"/confidences/{id}")
    vault_of(desk.scope)
    assert "locked now" in act(client, id, "seal")
    client.post(reverse("sealed_act", args=["unlock"]), {"passphrase": PASSPHRASE})
    page = act(client, id, "seal")
    assert "sealing does not reach them" in page
    page = act(client, id, "blank", row=f"facts:{fact}")
    assert "Its words are taken out." in page
    assert (
        TEXT not in shown(client, f"/people/{desk.ada}#facts").split('id="facts"')[1].split("</section>")[0]
    )
    assert "stands where it stood" in act(client, id, "put_back")
    client.post(reverse("sealed_act", args=["lock"]))
    page = shown(client, f"/confidences/{id}")
    assert "Sealed, and locked now" in page
    assert TEXT not in page.split("Held back with it")[0]


def test_a_text_is_checked_on_the_page(client: Client, desk: Desk) -> None:
    def said(**data: str) -> str:
        return client.post(reverse("confidence_check"), data).content.decode()

    actions.keep(desk.scope, TEXT, source=desk.ada)
    assert "Yes: it says" in said(text=f"<b>{TEXT}")
    assert "No, as far as" in said(text=TEXT, readers="Ada Quill")
    assert "No, as far as" in said(text="Good morning")
    vault_of(desk.scope)


def test_a_draft_leaves_it_out_until_it_is_let_out(client: Client, desk: Desk) -> None:
    bo = people.add_person(desk.scope, name="Bo Marsh", email="bo@marsh.example")
    id = actions.keep(desk.scope, TEXT, source=desk.ada)
    path = f"/write/{bo}?kind=write&what=Hear:+Ada+leaves+the+bindery+in+spring+to+found+a+press"
    page = shown(client, path)
    assert "Left out: one thing told in confidence." in page
    assert "bindery" not in "".join(re.findall(r"<textarea[^>]*>(.*?)</textarea>", page, re.DOTALL))
    page = shown(client, f"{path}&release={id}")
    assert "bindery" in "".join(re.findall(r"<textarea[^>]*>(.*?)</textarea>", page, re.DOTALL))
    assert "Left out" not in page


def test_what_is_written_by_hand_opens_only_when_it_is_let_out(client: Client, desk: Desk) -> None:
    bo = people.add_person(desk.scope, name="Bo Marsh", email="bo@marsh.example")
    id = actions.keep(desk.scope, TEXT, source=desk.ada)
    mail = {"to": "bo@marsh.example", "subject": "News", "body": TEXT}
    page = client.post(f"/write/{bo}", mail).content.decode()
    assert "data-mailto-link" not in page
    assert f'name="release" value="{id}"' in page
    page = client.post(f"/write/{bo}", mail | {"release": id}).content.decode()
    assert "data-mailto-link" in page
    page = client.post(f"/write/{bo}", mail | {"to": "ada@quill.example"}).content.decode()
    assert "data-mailto-link" in page
    looked = client.post(reverse("write_check"), mail).content.decode()
    assert "not to those it goes to" in looked
    assert "mailto:" not in looked
    assert f'name="release" value="{id}"' in looked
    looked = client.post(reverse("write_check"), mail | {"release": id}).content.decode()
    assert "not to those" not in looked
    assert 'href="mailto:bo@marsh.example?' in looked
    assert 'name="release"' not in looked


def test_what_is_written_by_hand_waits_while_something_is_sealed_and_locked(
    client: Client, desk: Desk
) -> None:
    bo = people.add_person(desk.scope, name="Bo Marsh", email="bo@marsh.example")
    vault = vault_of(desk.scope)
    id = actions.keep(vault.opened, TEXT, source=desk.ada, seal=True)
    mail = {"to": "bo@marsh.example", "subject": "News", "body": "The hedgehogs are asleep."}
    assert "data-mailto-link" in shown(client, f"/write/{bo}")
    page = client.post(f"/write/{bo}", mail).content.decode()
    assert "sealed and locked now" in page
    assert "data-mailto-link" not in page
    looked = client.post(reverse("write_check"), mail).content.decode()
    assert "Open what is sealed" in looked
    assert "mailto:" not in looked
    assert "mailto:" in client.post(reverse("write_check"), mail | {"release": id}).content.decode()
    to_ada = mail | {"to": "ada@quill.example"}
    assert "mailto:" in client.post(reverse("write_check"), to_ada).content.decode()
    client.post(reverse("sealed_act", args=["unlock"]), {"passphrase": PASSPHRASE})
    assert "mailto:" in client.post(reverse("write_check"), mail).content.decode()
    assert "mailto:" not in client.post(reverse("write_check"), mail | {"body": TEXT}).content.decode()


def test_foreign_people_and_things_are_not_found(client: Client, desk: Desk, stranger: Desk) -> None:
    id = actions.keep(desk.scope, TEXT)
    for path in (f"/confidences?who={stranger.ada}", f"/confidences?source={stranger.ada}"):
        shown(client, path, 404)
    shown(client, f"/confidences?in=facts:{stranger.fact}", 404)
    for what, data in (
        ("allow", {"who": stranger.ada}),
        ("change", {"text": "x", "source": stranger.ada}),
        ("cover", {"row": f"facts:{stranger.fact}"}),
    ):
        assert client.post(reverse("confidence_act", args=[id, what]), data).status_code == 404
    assert client.post(reverse("confidence_add"), {"text": "x", "source": stranger.ada}).status_code == 404


@pytest.mark.parametrize(
    ("path", "most"), [("/confidences", 7), ("/confidences/{id}", 16), ("/write/{ada}", 17)]
)
def test_pages_ask_no_more_often_for_many_than_for_few(
    client: Client, desk: Desk, path: str, most: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for n in range(12):
        id = actions.keep(desk.scope, f"{TEXT} {n}", source=desk.ada, audience=[desk.ada])
        people.add_fact(desk.scope, desk.ada, f"{TEXT} {n}")
    with django_assert_max_num_queries(most):
        client.get(path.format(id=id, ada=desk.ada))
