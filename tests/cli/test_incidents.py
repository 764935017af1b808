"""Incidents, evidence packs and difficult relationships on the command line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from comity.actions import people
from comity.actions.access import first_user
from comity.answers import books
from comity.interfaces.cli import incidents as cli
from comity.store.models import Confidence, IncidentEntry
from tests.chained import torn_out
from tests.cli.conftest import Asked
from tests.packed import unpacked, verified
from tests.sealed import PASSPHRASE, vault_of
from tests.tsa import Authority, authority

INCIDENT = {
    "title": "Shouted at",
    "when": {"starts": "2024-10-03T14:30", "about": True, "told": "after lunch"},
    "where": "Print room",
    "people": [{"name": "Ada", "part": "did"}, {"name": "A visitor"}],
    "words": ["You will never print again."],
    "saw": ["He threw the proofs.", "He closed the door."],
    "inferred": ["He was angry about the date."],
    "impact": "I could not sleep.",
}


@pytest.fixture
def opened(comity: Asked, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Asked:
    """A book with a person and a passphrase, which every command finds in a file."""
    scope = books.scope_for(first_user())
    people.add_person(scope, name="Ada Quill", email="ada@quill.example")
    vault_of(scope)
    file = tmp_path / "passphrase"
    file.write_text(PASSPHRASE)
    file.chmod(0o600)
    told = comity.run

    def run(*words: str, typed: str | None = None):  # type: ignore[no-untyped-def]
        needs = words[0] == "incidents" and not {"verify", "anchor"} & set(words[1:2])
        more = ["--passphrase-file", str(file)] if needs or "--sealed" in words else []
        at = 1 if words[1:2] == () or words[1].startswith("-") else 2
        return told(*words[:at], *more, *words[at:], typed=typed)

    monkeypatch.setattr(comity, "run", run)
    return comity


def added(opened: Asked, tmp_path: Path, **told: object) -> str:
    (tmp_path / "told.json").write_text(json.dumps(INCIDENT | told))
    (tmp_path / "torn.jpg").write_bytes(b"\xff\xd8 torn")
    said = opened(
        "incidents", "add", "--file", str(tmp_path / "told.json"), "--attach", str(tmp_path / "torn.jpg")
    )
    return said.split()[-1]


def test_an_incident_is_added_listed_shown_corrected_and_closed(opened: Asked, tmp_path: Path) -> None:
    assert "incidents add" in opened("incidents")
    id = added(opened, tmp_path)
    (line,) = opened.json("incidents")
    assert (line["id"], line["title"], line["people"], line["entries"]) == (
        id,
        "Shouted at",
        ["Ada Quill", "A visitor"],
        2,
    )
    opened("incidents", "correct", "shouted", "It was half past three.", "--field", "when")
    opened("incidents", "attach", id, str(tmp_path / "torn.jpg"), "--note", "A proof")
    opened("incidents", "close", id, "He apologised.")
    said = opened("incidents", "show", id)
    for words in (
        "He threw the proofs.",
        "about 3 October 2024, 14:30",
        "when: It was half past three.",
        "He apologised.",
    ):
        assert words in said
    shown = opened.json("incidents", "show", id)
    assert [one["kind"] for one in shown["additions"]] == [
        "attachment",
        "correction",
        "attachment",
        "closing",
    ]
    assert "Shouted at (closed)" in opened("incidents", "--with", "Ada")
    assert opened.json("incidents", "--with", "Ada")[0]["closed"]


@pytest.mark.parametrize(
    "told",
    [
        {"more": 1},
        {"when": {"starts": "never"}},
        {"when": 7},
        {"people": [7]},
        {"harm": ["weather"]},
        {"harm": "credit"},
        {"harm": [7]},
        {"saw": [7]},
        {"title": 7},
        {"saw": 7},
    ],
    ids=str,
)
def test_a_file_that_tells_no_incident_is_refused(
    opened: Asked, tmp_path: Path, told: dict[str, object]
) -> None:
    (tmp_path / "told.json").write_text(json.dumps(INCIDENT | told))
    opened("incidents", "add", "--file", str(tmp_path / "told.json"), code=1)
    (tmp_path / "told.json").write_text("[")
    opened("incidents", "add", "--file", str(tmp_path / "told.json"), code=1)
    assert not IncidentEntry.objects.exists()


def test_of_which_kind_it_was_is_told_and_shown(opened: Asked, tmp_path: Path) -> None:
    (tmp_path / "told.json").write_text(json.dumps(INCIDENT | {"harm": ["credit"]}))
    file = ("--file", str(tmp_path / "told.json"))
    id = opened("incidents", "add", *file, "--harm", "insult", "--harm", "credit").split()[-1]
    assert opened.json("incidents", "show", id)["fields"]["harm"] == ["insult", "credit"]
    assert "(harm): insulted or humiliated somebody, took credit for what was mine" in opened(
        "incidents", "show", id
    )
    opened("incidents", "add", *file, "--harm", "weather", code=2)


def test_without_a_terminal_and_a_file_it_says_what_to_do(opened: Asked) -> None:
    ended = opened.run("incidents", "add")
    assert ended.exit_code == 1
    assert "--file" in ended.stderr


@pytest.fixture
def stamps(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Authority]:
    with authority(tmp_path_factory.mktemp("tsa")) as running:
        yield running


def test_the_chain_is_anchored_and_verified_without_a_passphrase(
    opened: Asked, tmp_path: Path, stamps: Authority
) -> None:
    assert "comity incidents add" in opened.refused(
        "incidents", "anchor", "--server", stamps.address, "--private"
    )
    added(opened, tmp_path)
    assert "own network" in opened.refused("incidents", "anchor", "--server", stamps.address)
    assert "Entry 2 stamped" in opened("incidents", "anchor", "--server", stamps.address, "--private")
    page = tmp_path / "head.pdf"
    opened("incidents", "anchor", "--print", str(page), "--done")
    assert page.read_bytes().startswith(b"%PDF")
    assert "mailto:me@example.org" in opened("incidents", "anchor", "--mail", "me@example.org", "--done")
    opened("incidents", "anchor", code=2)
    found = opened.json("incidents", "verify")
    assert (found["whole"], found["entries"], found["stamped"], found["not_anchored"]) == (True, 2, 2, 0)
    assert [one["kind"] for one in found["anchors"]] == ["mailed", "printed", "rfc3161"]
    assert "All of it is anchored." in opened("incidents", "verify")
    torn_out(2)
    ended = opened.run("incidents", "verify")
    assert (ended.exit_code, "Entry 2: removed" in ended.stdout) == (1, True)


def test_a_pack_is_made_with_what_is_left_out(opened: Asked, tmp_path: Path) -> None:
    id = added(opened, tmp_path)
    scope = books.scope_for(first_user())
    Confidence.objects.create(book_id=scope.book_id, text="He was angry about the date.", nobody=True, on=1)
    out = tmp_path / "out.zip"
    made = ("incidents", "pack", id, "-o", str(out), "--for", "HR", "--redact", "1:impact=My health")
    ended = opened.run(*made)
    assert (ended.exit_code, "1:inferred/1" in ended.stdout, out.exists()) == (1, True, False)
    said = opened(*made, "--release", "1:inferred/1=They said I may", "--reader", "Ada")
    code, words = verified(out.read_bytes(), tmp_path)
    assert code == 0, words
    assert said.split()[-1] in words
    assert b"My health" in unpacked(out.read_bytes())["redactions.json"]
    for wrong in ("impact", "x:impact=y", "1:=y"):
        opened("incidents", "pack", id, "-o", str(out), "--for", "HR", "--redact", wrong, code=1)


def test_a_difficult_relationship_is_noted_step_by_step(opened: Asked) -> None:
    assert "difficult help" in opened("difficult")
    id = opened("difficult", "add", "Ada", "talk", "We spoke.").split()[-1]
    opened("difficult", "came", id, "same")
    assert "You could try next: Name the common goal." in opened("difficult")
    (one,) = opened.json("difficult", "--with", "Ada")
    assert (one["next"], one["steps"][0]["text"], one["steps"][0]["came"]) == ("goal", "We spoke.", "same")
    sealed = opened("difficult", "add", "Ada", "goal", "He wept.", "--sealed").split()[-1]
    assert "(sealed)" in opened("difficult")
    assert opened.json("difficult")[0]["steps"][0]["text"] is None
    said = opened("difficult", "add", "Ada", "back").split("\n")
    back = said[0].split()[-1]
    assert f"comity difficult remove {back}" in said[1]
    assert opened.json("difficult")[0]["silent"]
    opened("difficult", "remove", back, "--standing", "trusted")
    opened("difficult", "came", sealed, "unknown")
    assert not opened.json("difficult")[0]["silent"]
    assert "straight to HR" in opened("difficult", "help")
    assert "When to skip it" in opened("difficult", "help", "boundary")


def test_asked_on_a_terminal_it_is_of_the_kinds_that_are_typed(
    opened: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cli, "sys", SimpleNamespace(stdin=SimpleNamespace(isatty=lambda: True)))
    answers = [
        "Took my draft",
        "2024-10-03",
        "",
        "y",
        "Print room",
        "weather",
        "credit, insult",
        "Ada",
        "",
        "Bo",
    ]
    typed = "\n".join([*answers, "", "He signed it.", "", "", "", "I wrote to him.", ""]) + "\n"
    ended = opened.run("incidents", "add", typed=typed)
    assert "there is no kind “weather”" in ended.output
    found = opened.json("incidents", "show", "draft")["fields"]
    assert found["harm"] == ["insult", "credit"]
    assert (found["person/1"]["name"], found["person/1"]["part"]) == ("Ada Quill", "did")
    assert (found["others"], found["saw/1"], found["response"]) == ("Bo", "He signed it.", "I wrote to him.")


def test_a_long_list_is_read_page_by_page_and_a_note_of_any_page_found_by_its_title(
    opened: Asked, tmp_path: Path
) -> None:
    for number in range(3):
        added(opened, tmp_path, title=f"Note {number}", people=[])
    said = opened("incidents", "--limit", "2")
    assert "And 1 older: comity incidents --before 3" in said
    assert [one["title"] for one in opened.json("incidents", "--before", "3")] == ["Note 0"]
    assert opened.json("incidents", "show", "note 0")["number"] == 1
