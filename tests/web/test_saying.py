"""The box that takes one's own words: it shows what it understood, asks, corrects, records and takes back."""

from __future__ import annotations

import datetime as dt
import re
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from comity.actions import people
from comity.answers import person as answers
from comity.store.models import Commitment, Interaction, Person, Reminder
from tests.web.conftest import Desk

HTMX = {"HX-Request": "true"}
LINE = "called Ada Quill yesterday, promised her the paper by 2999-01-01"


def posted(client: Client, text: str, **more: str | list[str]) -> str:
    """The box after Record was pressed on a line whose preview was seen."""
    return client.post(
        reverse("log"), {"text": text, "said": text, "do": "record", **more}, headers=HTMX
    ).content.decode()


def looked(client: Client, text: str, **more: str | list[str]) -> str:
    return client.post(reverse("look"), {"text": text, **more}, headers=HTMX).content.decode()


def test_nothing_is_recorded_before_it_was_seen(client: Client, desk: Desk) -> None:
    before = Interaction.objects.count()
    shown = client.post(reverse("log"), {"text": LINE, "do": "record"}, headers=HTMX).content.decode()
    assert f'name="said" value="{LINE}"' in shown
    assert "Your promise to Ada Quill: the paper" in shown
    looked(client, LINE)
    changed = client.post(reverse("log"), {"text": LINE + "!", "said": LINE, "do": "record"}, headers=HTMX)
    assert b"Recorded:" not in changed.content
    assert (Interaction.objects.count(), Commitment.objects.count()) == (before, 0)


def test_every_word_is_marked_as_what_it_became(client: Client, desk: Desk) -> None:
    shown = looked(client, "coffee with Ada yesterday <b>again</b>")
    assert '<mark class="as-kind">coffee</mark> with <mark class="as-who">Ada</mark>' in shown
    assert '<mark class="as-day">yesterday</mark>' in shown
    assert '<mark class="as-rest">' in shown
    assert "<b>" not in shown


def test_a_line_is_recorded_and_shown_with_what_it_made(client: Client, desk: Desk) -> None:
    answer = posted(client, LINE)
    assert "Recorded:" in answer
    assert reverse("person", args=[desk.ada]) in answer
    assert "call" in {entry.kind for entry in answers.timeline(desk.scope, desk.ada).entries}
    promise = Commitment.objects.get()
    assert (promise.text, promise.by) == ("the paper", "mine")
    assert reverse("interaction", args=[promise.interaction and uuid_of(promise.interaction)]) in answer


def uuid_of(row: Interaction) -> str:
    return str(UUID(bytes=bytes(row.key)))


def test_all_of_it_is_taken_back_at_once_and_its_words_are_given_back(client: Client, desk: Desk) -> None:
    before = answers.timeline(desk.scope, desk.ada)
    made = re.findall(r'name="made" value="([^"]+)"', posted(client, LINE))
    assert len(made) == 2
    back = client.post(reverse("unlog"), {"made": made, "text": LINE}, headers=HTMX).content.decode()
    assert "Taken back." in back
    assert f">{LINE}</textarea>" in back
    assert answers.timeline(desk.scope, desk.ada) == before
    assert not Commitment.objects.exists()
    assert client.post(reverse("unlog"), {"made": made}).status_code == 404


def test_without_scripts_it_is_seen_first_and_recorded_then(client: Client, desk: Desk) -> None:
    assert b"<html" in client.get(reverse("log")).content
    seen = client.post(reverse("log"), {"text": LINE, "do": "record"}).content
    assert b"<html" in seen
    assert b"Recorded:" not in seen
    recorded = client.post(reverse("log"), {"text": LINE, "said": LINE, "do": "record"}).content.decode()
    assert "Recorded:" in recorded
    made = re.findall(r'name="made" value="([^"]+)"', recorded)
    back = client.post(reverse("unlog"), {"made": made}, follow=True)
    assert "Taken back." in back.content.decode()


def test_where_several_fit_one_chooses(client: Client, desk: Desk) -> None:
    other = people.add_person(desk.scope, name="Ada Stone")
    asked = posted(client, "coffee with Ada")
    assert "Recorded:" not in asked
    assert f'name="who:12" value="{other}"' in asked
    assert f'name="who:12" value="{desk.ada}"' in asked
    assert "Quill &amp; Co" in asked
    assert "Recorded:" in posted(client, "coffee with Ada", **{"who:12": other})
    assert [entry.kind for entry in answers.timeline(desk.scope, other).entries] == ["meeting"]


@pytest.mark.parametrize(
    ("typed", "offered"),
    [("Ada", "Ada Stone"), ("Nobody Known", "new:Nobody Known"), ("ada@quill.example", "Ada Quill")],
)
def test_whoever_is_typed_instead_is_looked_up(client: Client, desk: Desk, typed: str, offered: str) -> None:
    people.add_person(desk.scope, name="Ada Stone")
    text = "coffee with Zebulon"
    assert offered in looked(client, text, said=text, **{"who:12": typed})


def test_somebody_new_is_entered_and_goes_again_with_undo(client: Client, desk: Desk) -> None:
    recorded = posted(client, "coffee with Zebulon", **{"who:12": "new:Zebulon"})
    assert Person.objects.get(name="Zebulon").by_hand
    assert "Zebulon</a>" in recorded
    made = re.findall(r'name="made" value="([^"]+)"', recorded)
    client.post(reverse("unlog"), {"made": made}, headers=HTMX)
    assert not Person.objects.filter(name="Zebulon").exists()


def test_new_people_of_whom_more_is_known_since_stay(client: Client, desk: Desk) -> None:
    made = re.findall(
        r'name="made" value="([^"]+)"', posted(client, "coffee with Zebulon", **{"who:12": "new:Zebulon"})
    )
    people.add_fact(desk.scope, str(Person.objects.get(name="Zebulon").uuid), "Sails")
    back = client.post(reverse("unlog"), {"made": made}, headers=HTMX).content.decode()
    assert "Zebulon stays" in back


def test_each_piece_is_corrected_or_left_out(client: Client, desk: Desk) -> None:
    at = LINE.index("promised")
    corrections = {
        "happening:0.kind": "meeting",
        "happening:0.day": "2024-05-03",
        "happening:0.time": "15:30",
        f"promise:{at}.text": "the draft",
        f"promise:{at}.due": "2999-02-02",
    }
    shown = looked(client, LINE, said=LINE, **corrections)
    assert "Meeting with Ada Quill on Friday, 3 May 2024, 15:30" in shown
    assert "the draft" in shown
    left_out = looked(client, LINE, said=LINE, **corrections, **{f"promise:{at}.out": "1"})
    assert 'class="piece out"' in left_out
    posted(client, LINE, **corrections, **{f"promise:{at}.out": "1"})
    assert not Commitment.objects.exists()
    entry = answers.timeline(desk.scope, desk.ada).entries[-1]
    assert (entry.kind, entry.at.strftime("%Y-%m-%d %H:%M")) == ("meeting", "2024-05-03 15:30")


def test_a_correction_holds_while_the_line_grows_and_no_longer_when_it_changes(
    client: Client, desk: Desk
) -> None:
    corrected = {"happening:0.kind": "letter", "happening:0.day": desk.scope.today().isoformat()}
    grown = looked(client, "call with Ada yesterday at noon", said="call with Ada", **corrected)
    assert "Letter with Ada Quill on" in grown
    assert (desk.scope.today() - dt.timedelta(1)).isoformat() in grown
    other = looked(client, "lunch with Ada", said="call with Ada", **corrected)
    assert "Meeting with Ada Quill on" in other


def test_a_reminder_without_a_day_asks_for_one(client: Client, desk: Desk) -> None:
    asked = posted(client, "remind me to call Ada")
    assert "When do you want to be reminded" in asked
    (value, *_) = re.findall(r'<button name="reminder:0.due" value="([^"]+)"', asked)
    assert "Recorded:" in posted(client, "remind me to call Ada", **{"reminder:0.due": ["", value]})
    assert Reminder.objects.filter(text="call Ada").exists()


def test_a_value_that_is_none_is_told_and_the_words_stay(client: Client, desk: Desk) -> None:
    answer = posted(client, LINE, **{"happening:0.day": "soon"})
    assert "was not taken" in answer
    assert f">{LINE}</textarea>" in answer


def test_a_line_of_which_nothing_is_understood_says_what_to_do(client: Client, desk: Desk) -> None:
    assert "Nothing was understood yet" in looked(client, "lovely weather")
    assert "was not taken" in posted(client, "lovely weather")


def test_people_of_another_book_are_not_found(client: Client, desk: Desk, stranger: Desk) -> None:
    shown = posted(client, "coffee with Zebulon", **{"who:12": stranger.ada})
    assert "Recorded:" not in shown
    for made in (stranger.reminder, stranger.fact, stranger.coffee, stranger.ada, "x"):
        assert client.post(reverse("unlog"), {"made": made}).status_code == 404
    assert Reminder.objects.filter(uuid=stranger.reminder).exists()


def test_both_boxes_of_a_page_have_fields_of_their_own(client: Client, desk: Desk) -> None:
    assert 'id="dialog-understood"' in looked(client, LINE, box="dialog")
    assert 'id="page-understood"' in looked(client, LINE, box='"><script>')
