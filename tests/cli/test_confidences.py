"""`comity confidences`, and what other commands leave out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from comity.actions import access, people
from comity.answers import books
from tests.cli.conftest import Asked
from tests.sealed import PASSPHRASE, vault_of

TEXT = "Ada leaves the bindery in spring to found a press"


@pytest.fixture
def three(comity: Asked) -> Asked:
    scope = books.scope_for(access.first_user())
    for name, email in (
        ("Ada Quill", "ada@quill.example"),
        ("Bo Marsh", "bo@marsh.example"),
        ("Eve Tarn", "eve@tarn.example"),
    ):
        people.add_person(scope, name=name, email=email)
    return comity


@pytest.fixture
def passphrase(three: Asked, tmp_path: Path) -> list[str]:
    """Words that give the passphrase of what is sealed."""
    vault_of(books.scope_for(access.first_user()))
    path = tmp_path / "passphrase"
    path.touch(0o600)
    path.write_text(PASSPHRASE + "\n")
    return ["--passphrase-file", str(path)]


def added(comity: Asked, *words: str) -> str:
    id: str = comity.json("confidences", "add", TEXT, "--from", "Ada", *words)["id"]
    return id


def test_one_is_noted_listed_opened_to_somebody_released_and_removed(three: Asked) -> None:
    assert "comity confidences add" in three("confidences")
    id = added(three, "--about", "Ada", "--allow", "Bo", "--sign", "new press", "--until", "2999-01-02")
    (one,) = three.json("confidences")
    assert (one["text"], one["signs"], one["until"]) == (TEXT, ["new press"], "2999-01-02")
    assert (one["from"]["name"], [p["name"] for p in one["may_know"]]) == ("Ada Quill", ["Bo Marsh"])
    assert "told by Ada Quill, about Ada Quill, may know: Bo Marsh, free from 2999-01-02 on" in three(
        "confidences"
    )
    assert "may know it" in three("confidences", "allow", id, "Eve")
    three("confidences", "allow", id, "Bo", "--undo")
    assert [p["name"] for p in three.json("confidences", "show", id)["may_know"]] == ["Eve Tarn"]
    assert three.json("confidences", "--with", "Bo") == []
    three("confidences", "end", id)
    assert three.json("confidences")[0]["until"] is None
    three("confidences", "end", id, "--on", "2998-01-01")
    assert "--undo" in three("confidences", "release", id)
    assert three.json("confidences") == []
    assert "released on" in three("confidences", "--all")
    three("confidences", "release", id, "--undo")
    assert "See: comity confidences show ID" in three.refused("confidences", "release", id, "--undo")
    three("confidences", "remove", id)
    assert three.json("confidences", "--all") == []
    assert "See: comity confidences --all" in three.refused("confidences", "show", id)


def test_what_it_stands_in_is_shown_and_held_back(three: Asked) -> None:
    scope = books.scope_for(access.first_user())
    fact = people.add_fact(scope, people.add_person(scope, name="Ivo Reed"), f"I heard: {TEXT}")
    ended = three("confidences", "add", TEXT)
    assert "1 other thing says it too" in ended
    id = three.json("confidences")[0]["id"]
    assert f"facts:{fact}" in three("confidences", "show", id)
    assert "1 thing held back" in three("confidences", "cover", id, "--all")
    assert three.json("confidences", "show", id)["covered"] == [
        {"kind": "facts", "id": fact, "text": f"I heard: {TEXT}", "by_hand": True}
    ]
    assert "Held back with it:" in three("confidences", "show", id)
    assert "not held back" in three("confidences", "cover", id, f"facts:{fact}", "--undo")
    assert "write it like" in three.refused("confidences", "cover", id, "facts", code=2)


def test_a_text_is_checked_before_it_goes(three: Asked) -> None:
    id = added(three)
    assert three("confidences", "check", TEXT, "--for", "Ada").strip() == "It gives nothing away."
    assert id in three("confidences", "check", TEXT, "--for", "Eve", code=1)
    assert id in three("confidences", "check", "-", code=1, typed=f"Listen: {TEXT}!")
    assert three.json("confidences", "check", TEXT, code=1) == {
        "may_go": False,
        "gives_away": [{"confidence": id, "why": "confidence"}],
        "locked": 0,
    }
    assert three.json("confidences", "check", "Ada is well") == {
        "may_go": True,
        "gives_away": [],
        "locked": 0,
    }


def test_its_words_are_sealed_blanked_and_opened(three: Asked, passphrase: list[str]) -> None:
    scope = books.scope_for(access.first_user())
    fact = people.add_fact(scope, people.add_person(scope, name="Ivo Reed"), TEXT)
    ended = three("confidences", "add", TEXT, "--seal", *passphrase)
    assert "There it still stands in clear." in ended
    (one,) = three.json("confidences")
    id = one["id"]
    assert (one["text"], one["sealed"]) == (None, True)
    assert "(sealed)" in three("confidences")
    assert TEXT in three("confidences", "--open", *passphrase)
    assert "Look again with: --open" in three("confidences", "check", TEXT, "--for", "Eve", code=1)
    assert id in three("confidences", "check", TEXT, "--open", *passphrase, code=1)
    three("confidences", "blank", id, f"facts:{fact}", *passphrase)
    assert "Say which thing" in three.refused("confidences", "blank", id, *passphrase, code=2)
    assert "1 thing" in three("confidences", "blank", id, "--undo", *passphrase)
    assert "in clear again" in three("confidences", "seal", id, "--undo", *passphrase)
    assert "1 other thing" in three("confidences", "seal", id, *passphrase)
    assert "sealed, and it is locked" in three.refused("confidences", "remove", id)
    three("confidences", "remove", id, "--open", *passphrase)


def test_a_draft_says_what_it_leaves_out_and_lets_it_out_when_told(three: Asked) -> None:
    id = added(three)
    words = ("draft", "write", "Eve", "--about", f"what={TEXT}")
    told = three(*words)
    assert "bindery" not in told
    assert "Left out: one thing told in confidence." in told
    assert f"--release {id}" in told
    (one,) = three.json(*words)["withheld"]
    assert one == {"what": "what", "why": "confidence", "confidence": id}
    assert "bindery" in three(*words, "--release", id)


def test_an_export_says_what_it_holds_and_one_for_others_leaves_it_out(three: Asked, tmp_path: Path) -> None:
    scope = books.scope_for(access.first_user())
    people.edit_person(scope, three.json("people")[0]["id"], title=TEXT)
    added(three)
    assert "It holds 1 thing told to you in confidence in clear" in three("export", str(tmp_path / "whole"))
    assert three.json("export", str(tmp_path / "again"))["in_clear"] == 1
    told = three("export", str(tmp_path / "eve"), "--for", "Eve")
    assert "Left out: 1 thing. It was told in confidence, and not to them." in told
    assert sorted(path.name for path in (tmp_path / "eve").iterdir()) == [
        "manifest.json",
        "meetings.ics",
        "people.csv",
        "people.vcf",
    ]
    assert not any("bindery" in path.read_text() for path in (tmp_path / "eve").iterdir())
    assert json.loads((tmp_path / "eve" / "manifest.json").read_text())["left_out"] == {"confidence": 1}
    made = three.json("export", str(tmp_path / "all"), "--for", "anybody")
    assert (made["for"], made["left_out"]) == (["anybody"], {"confidence": 1})
    assert "not empty" in three.refused("export", str(tmp_path / "all"), "--for", "anybody")


def test_a_search_for_others_leaves_it_out(three: Asked) -> None:
    from comity.actions import interactions

    scope = books.scope_for(access.first_user())
    ada = three.json("people")[0]["id"]
    at = scope.moment(1_700_000_000)
    interactions.record(scope, [ada], kind="note", at=at, subject="Lunch", text=TEXT)
    added(three)
    assert len(three.json("search", "bindery")) == 1
    assert three.json("search", "bindery", "--for", "Eve") == []
    assert "Left out: one thing" in three.run("search", "bindery", "--for", "Eve").stderr


def test_what_goes_to_others_is_looked_at_once_what_is_sealed_is_open(
    three: Asked, passphrase: list[str], tmp_path: Path
) -> None:
    three("confidences", "add", TEXT, "--seal", *passphrase)
    unlock = ["--unlock", *passphrase]
    locked = three("export", str(tmp_path / "one"), "--for", "Bo")
    assert "--unlock" in locked
    assert "eve@tarn.example" not in (tmp_path / "one" / "people.vcf").read_text()
    assert "--unlock" not in three("export", str(tmp_path / "two"), "--for", "Bo", *unlock)
    assert "eve@tarn.example" in (tmp_path / "two" / "people.vcf").read_text()
    draft = ("draft", "thank", "Bo", "--about", "what=the hedgehogs")
    said = three(*draft)
    assert "hedgehogs" not in said
    assert "--unlock" in said
    assert "hedgehogs" in three(*draft, *unlock)
    idea = three.json("ideas", "add", "A lamp", "--text", "It folds")["id"]
    assert "--unlock" in three("ideas", "record", idea, str(tmp_path / "one.pdf"))
    assert "--unlock" not in three("ideas", "record", idea, str(tmp_path / "two.pdf"), *unlock)
    three("gifts", "add", "received", "Wine", "--with", "Bo")
    for noun in ("gifts", "interests"):
        for file in ("one.csv", "two.pdf"):
            three(noun, "register", str(tmp_path / file), *unlock)
