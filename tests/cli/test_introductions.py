"""`comity exchanges`, `comity introductions` and `comity draft`."""

from __future__ import annotations

import pytest

from comity.actions import access, people
from comity.answers import books
from tests.cli.conftest import Asked
from tests.cli.test_docs import _documented, paths


@pytest.fixture
def three(comity: Asked) -> Asked:
    scope = books.scope_for(access.first_user())
    for name, email in (
        ("Ada Quill", "ada@quill.example"),
        ("Bo Marsh", "bo@marsh.example"),
        ("Eve Tarn", ""),
    ):
        people.add_person(scope, name=name, email=email)
    return comity


def test_an_exchange_is_noted_listed_thanked_for_and_removed(three: Asked) -> None:
    assert "Noted: advice received from Ada Quill" in three(
        "exchanges", "add", "received", "Ada", "advice", "--text", "On looms", "--worth", "A week"
    )
    (one,) = three.json("exchanges", "--to-thank")
    assert (one["person"]["name"], one["given"], one["kind"]) == ("Ada Quill", False, "advice")
    assert (one["worth"], one["thanked_on"], one["waits_for_thanks"]) == ("A week", None, True)
    assert "waits" in three("exchanges")
    three("exchanges", "thank", one["id"])
    assert "Nothing waits for your thanks." in three("exchanges", "--to-thank")
    three("exchanges", "unthank", one["id"])
    assert len(three.json("exchanges", "--to-thank")) == 1
    three("exchanges", "remove", one["id"])
    assert three.json("exchanges") == []
    assert "Nothing is noted yet" in three("exchanges")


def test_exchanges_are_narrowed_to_a_person_or_a_kind(three: Asked) -> None:
    given = three.json("exchanges", "add", "given", "Ada", "time", "--on", "2024-01-02")
    three("exchanges", "add", "received", "Bo", "advice", "--thanked")
    assert [one["id"] for one in three.json("exchanges", "--with", "Ada")] == [given["id"]]
    assert [one["kind"] for one in three.json("exchanges", "--kind", "advice")] == ["advice"]
    assert "1 more: --limit 2" in three("exchanges", "--limit", "1")


def test_an_introduction_from_ask_to_thanks(three: Asked) -> None:
    made = three.json("introductions", "add", "Ada", "--by", "Eve", "--for", "Looms", "--on", "2024-01-02")
    id = made["id"]
    assert (made["state"], made["other"], made["introducer"]["name"]) == ("asked", None, "Eve Tarn")
    assert made["turn"] == ["one"]
    listed = three("introductions")
    assert "Ada Quill and you (by Eve Tarn)" in listed
    assert "Nothing has happened for two weeks." in listed
    assert 'comity draft introduce_request "Eve Tarn" --other "Ada Quill"' in listed
    assert "Both have agreed" in three("introductions", "step", id, "--on", "2024-01-03")
    three("introductions", "step", id, "made")
    three("introductions", "step", id, "met")
    assert "introduction to Ada Quill: Looms" in three("exchanges", "--to-thank")
    assert "Done, and thanked for." in three("introductions", "step", id)
    assert three.json("introductions") == []
    assert [one["state"] for one in three.json("introductions", "--ended", "--with", "Ada")] == ["thanked"]
    assert "You have met. Thank Eve Tarn." in three("introductions", "undo", id)
    assert three.json("introductions")[0]["state"] == "met"
    three("introductions", "remove", id)
    assert three.json("introductions", "--all") == []
    assert "No introduction is under way" in three("introductions")


def test_an_offer_and_a_no(three: Asked) -> None:
    id = three.json("introductions", "add", "Ada", "--by", "Eve", "--offered")["id"]
    assert "You declined." in three("introductions", "decline", id)
    assert "Waiting for you and for Ada Quill to say yes." in three("introductions", "undo", id)


def test_how_often_somebody_was_asked_is_said(three: Asked) -> None:
    three("introductions", "add", "Ada", "--by", "Eve")
    assert "Before this one: You asked Eve Tarn once this quarter." in three(
        "introductions", "add", "Bo", "--by", "Eve"
    )


def test_errors_say_what_to_do(three: Asked) -> None:
    id = three.json("introductions", "add", "Ada", "--to", "Bo")["id"]
    assert "both must have agreed first" in three.refused("introductions", "step", id, "made")
    assert "comity introductions --all" in three.refused("introductions", "undo", "nothing")
    assert "comity exchanges" in three.refused("exchanges", "thank", "nothing")
    assert "two different people" in three.refused("introductions", "add", "Ada", "--to", "Ada")
    three.refused("introductions", "step", id, "waved", code=2)
    three.refused("draft", "shout", "Ada", code=2)
    assert "has no “=”" in three.refused("draft", "thank", "Ada", "--about", "what", code=2)


def test_more_introductions_than_are_shown_are_counted(three: Asked) -> None:
    three("introductions", "add", "Ada", "--to", "Bo")
    three("introductions", "add", "Ada", "--to", "Eve")
    assert "1 more: --limit 2" in three("introductions", "--limit", "1")


def test_a_draft_is_printed_with_its_link(three: Asked) -> None:
    told = three("draft", "thank", "Ada", "--about", "what=the paper")
    assert "To: ada@quill.example" in told
    assert "Thank you for this: the paper." in told
    assert "mailto:ada@quill.example?subject=Thank%20you%3A%20the%20paper&body=" in told
    assert "--about worth=…" in told
    both = three.json("draft", "introduce_make", "Ada", "--other", "Bo", "--about", "purpose=looms")
    assert both["to"] == "ada@quill.example, bo@marsh.example"
    assert (both["rest"], both["asks"]["purpose"], both["language"]) == ("", "looms", "en")


def test_a_template_of_ones_own_that_is_wrong_is_reported(three: Asked) -> None:
    from django.conf import settings

    folder = settings.HOME / "drafts"
    folder.mkdir()
    try:
        (folder / "en.toml").write_text("[thank]\nsubject = 'S'", "utf-8")
        ended = three.run("draft", "thank", "Eve")
    finally:
        (folder / "en.toml").unlink()
        folder.rmdir()
    assert "was not taken. en.toml: [thank] subject and body must both be texts" in ended.stderr
    assert "To: (no address known)" in ended.stdout


def test_every_field_of_the_json_is_documented_and_no_other(three: Asked) -> None:
    three("exchanges", "add", "received", "Ada", "advice")
    id = three.json("introductions", "add", "Ada", "--to", "Bo")["id"]
    three("introductions", "add", "Ada", "--to", "Bo", "--by", "Eve")
    three("introductions", "step", id)
    assert paths(three.json("draft", "thank", "Ada")) == _documented("draft")
    assert paths(three.json("exchanges")) == _documented("exchanges")
    nobody = {".other", ".introducer", ".steps[]", ".drafts[]"}
    real = paths(three.json("introductions")) - {f"[]{path}" for path in nobody}
    assert real == _documented("introductions")
