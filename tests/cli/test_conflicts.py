"""`comity check`, `interests`, `ties` and `gifts` as somebody would type them."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from pypdf import PdfReader

from comity.actions.access import first_user
from comity.answers.books import scope_for
from comity.store.models import Gift, Organisation, Policy
from tests.cli.conftest import Asked
from tests.cli.test_docs import _documented, paths


@pytest.fixture
def known(filled: Asked) -> Asked:
    """Zoë is known, and works at Quill."""
    from comity.actions.people import edit_person

    scope = scope_for(first_user())
    edit_person(scope, filled.json("person", "zoe@quill.example")["id"], organisation="Quill & Co")
    return filled


def text_of(path: Path) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(path.read_bytes())).pages)


def test_a_question_is_answered_kept_and_followed(known: Asked, tmp_path: Path) -> None:
    assert known("check", "hire Zoë at Quill").startswith("Clear. Nothing in your book leads")
    known("interests", "add", "family", "--in", "Zoë")
    said = known("check", "hire", "Zoë", "at", "Quill", "and", "Zorg", "--keep")
    assert "Not in your book, so nothing is known of it: “Zorg”." in said
    assert "Step aside. Others would not expect you to decide here" in said
    assert "Zoë Ångström is close family of yours (heavy, last evidence today)" in said
    (kept,) = known.json("check")
    assert (kept["verdict"], kept["did"]) == ("recuse", None)
    id = kept["id"]
    known("check", "disclosed", id, "Eve")
    assert "Take it back with" not in known.refused("check", "went-on", id, "No time")
    known("check", "reopen", id)
    known("check", "aside", id, "--to", "Eve", "--rule", "Her pay")
    known("check", "pdf", id, str(tmp_path / "out.pdf"))
    assert "Recusal" in text_of(tmp_path / "out.pdf")
    assert "You have said that you stay out" in known("check", "pay Quill")
    known("check", "remove", id)
    known("check", "went-on", known.json("check", "pay Quill", "--keep")["id"], "Small sum")
    assert "went on" in known("check")


def test_json_of_a_check_is_stable(known: Asked) -> None:
    known("interests", "add", "past_employer", "--at", "Quill & Co", "--until", "2020-01-31")
    found = known.json("check", "buy from Quill")
    assert set(found) == {
        "question", "verdict", "rule", "because", "approval", "decision", "about", "asked", "unknown", "paths", "more",
        "without_rule",
    }  # fmt: skip
    assert (found["verdict"], found["decision"], found["paths"][0]["counts"]) == ("clear", "buy", False)
    assert found["paths"][0]["steps"][0]["to"]["name"] == "Quill & Co"
    assert "ended on 31 January 2020, and no longer counts" in known("check", "buy from Quill")
    asked = known.json("check", "hire nobody at all")
    assert (asked["verdict"], asked["about"], asked["unknown"]) == (None, [], ["nobody", "all"])
    assert "Nobody of your book is named." in known("check", "hire nobody")


def test_what_i_stay_out_of_is_said_listed_and_ended(known: Asked) -> None:
    from comity.actions.people import set_relationship

    assert "None yet" in known("check", "rules")
    zoe = known.json("person", "zoe@quill.example")["id"]
    set_relationship(scope_for(first_user()), zoe, nature="both")
    assert f"comity check stay-out {zoe}" in known("check", "hire Zoë")
    assert [one["id"] for one in known.json("check", "hire Zoë")["without_rule"]] == [zoe]
    assert 'comity check "decide about Zoë' in known.run("draft", "ask_reference", "Zoë").stderr
    known("check", "stay-out", "Zoë", "her pay", "--instead", "Eve decides")
    assert "Eve decides" in known("check", "rules")
    listed = known.json("check", "rules")
    assert {place.partition(".person.")[0] for place in paths(listed)} == (
        _documented("check rules") - {"[].person"} | {"[]"}
    )
    assert known.json("check", "hire Zoë")["rule"] == "own_rule"
    known("check", "rules", "--end", listed[0]["id"])
    assert known.json("check", "rules") == []
    known("check", "rules", "--resume", listed[0]["id"])
    assert known.json("check", "rules") == listed
    known("check", "rules", "--end", listed[0]["id"])


def test_whom_words_mean_is_picked(known: Asked) -> None:
    Organisation.objects.create(book_id=scope_for(first_user()).book_id, name="Zoë", key="zoë")
    (asked,) = known.json("check", "hire Zoë")["asked"]
    said = known("check", "hire Zoë")
    person = next(one for one in asked["choices"] if one["kind"] == "person")
    assert f'--pick "Zoë={person["id"]}"' in said
    picked = known.json("check", "hire Zoë", "--pick", f"Zoë={person['id']}")
    assert [one["kind"] for one in picked["about"]] == ["person"]
    known.refused("check", "hire Zoë", "--pick", "Zoë", code=2)


def test_interests_are_noted_reviewed_ended_and_declared(known: Asked, tmp_path: Path) -> None:
    assert "None noted yet" in known("interests")
    id = known.json(
        "interests", "add", "stake", "--at", "=Acme", "--worth", "1200", "EUR", "--say", "Shares"
    )["id"]
    assert "a stake: =Acme" in known("interests")
    known("interests", "review", id)
    known("interests", "review", id, "--undo")
    known("interests", "declared", id, "HR")
    known("interests", "declared", id, "--undo")
    known("interests", "end", id, "--cooling", "10")
    assert "counts until" in known("interests")
    assert known.json("interests")[0]["state"] == "cooling"
    known("interests", "register", str(tmp_path / "r.csv"))
    assert "'=Acme" in (tmp_path / "r.csv").read_text(encoding="utf-8-sig")
    known("interests", "register", str(tmp_path / "r.pdf"), "--year", "2024")
    assert "Register of interests and gifts, 2024" in text_of(tmp_path / "r.pdf")
    known("interests", "end", id, "--undo")
    known("interests", "remove", id)
    assert "See: comity interests" in known.refused("interests", "remove", id)
    known("interests", "no", f"interest-{'a' * 32}")
    known("back", f"interest-{'a' * 32}")
    assert "this is none of" in known.refused("interests", "add", "whim", "--at", "Acme")


def test_ties_are_noted_confirmed_and_ended(known: Asked) -> None:
    assert "None noted yet" in known("ties")
    id = known.json("ties", "add", "Zoë", "spouse", "--of", "taro@quill.example", "--hearsay")["id"]
    known("interests", "add", "family", "--in", "Zoë")
    assert "hearsay" in known("check", "pay taro@quill.example")
    assert known.json("check", "pay taro@quill.example")["verdict"] == "disclose"
    known("ties", "known", id)
    assert known.json("check", "pay taro@quill.example")["verdict"] == "recuse"
    known("ties", "known", id, "--undo")
    known("ties", "end", id)
    known("ties", "end", id, "--undo")
    assert known.json("ties", "--with", "Zoë")[0]["hearsay"]
    assert "spouse or partner →" in known("ties")
    known("ties", "remove", id)


def test_a_gift_above_a_rule_says_so_at_once(known: Asked, tmp_path: Path) -> None:
    assert "None noted yet" in known("gifts")
    Policy.objects.create(
        book_id=scope_for(first_user()).book_id,
        kind="gifts",
        title="Gifts",
        amount=5000,
        currency="EUR",
        asks="refuse",
        since=0,
    )
    said = known("gifts", "add", "received", "Wine", "--with", "Zoë", "--worth", "60", "EUR")
    assert "Decline it or give it back (“Gifts”): it is worth 50.00\u00a0EUR or more." in said
    made = known.json("gifts", "add", "received", "Tea", "--at", "Quill", "--worth", "1", "USD")
    assert (made["asks"], made["policy"]) == ("refuse", "Gifts")
    (tea, wine) = known.json("gifts")
    assert (tea["amount"], wine["open"]) == ("1.00", True)
    known("gifts", "became", wine["id"], "returned")
    known("gifts", "declared", tea["id"], "HR")
    assert "declared to HR" in known("gifts")
    known("gifts", "declared", tea["id"], "--undo")
    known("gifts", "register", str(tmp_path / "g.csv"))
    assert "Wine" in (tmp_path / "g.csv").read_text(encoding="utf-8-sig")
    known("gifts", "register", str(tmp_path / "g.pdf"))
    Gift.objects.update(person=None, organisation=None)
    assert "Tea received, 1.00" in known("gifts")
    known("gifts", "remove", tea["id"])
