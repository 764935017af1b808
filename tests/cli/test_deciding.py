"""`comity proposals`, `accept`, `decline`, `reopen`, `merge`, `split`, and where values come from."""

from __future__ import annotations

from pathlib import Path

import pytest

from comity.actions.access import first_user
from comity.answers.books import scope_for
from comity.store import noticed
from comity.store.models import Identifier, Proposal
from tests.cli.conftest import Asked

ZOE, TARO = "zoe@quill.example", "taro@quill.example"


@pytest.fixture
def proposed(filled: Asked) -> str:
    """That the two are one; the last letters of its id."""
    book = scope_for(first_user()).book_id
    Proposal.objects.filter(book_id=book, kind__in=noticed.KINDS).delete()
    ids = [Identifier.objects.get(book_id=book, value=address).pk for address in (ZOE, TARO)]
    pair = {"left": min(ids), "right": max(ids), "evidence": [["organisation_same", "Quill", "Quill", 2.0]]}
    noticed.write(book, [noticed.Noticed(noticed.SAME_PERSON, noticed.pair_key(*ids), pair, 0.75, None)])
    return Proposal.objects.get(book_id=book, kind=noticed.SAME_PERSON).uuid.hex[-8:]


def test_a_proposal_is_listed_accepted_and_taken_back(comity: Asked, proposed: str) -> None:
    shown = comity("proposals")
    for words in (proposed, "Are these two one person?", "75.0% sure", ZOE, "Same organisation"):
        assert words in shown
    assert "Accepted." in comity("accept", proposed)
    assert set(comity.json("person", ZOE)["emails"]) == {ZOE, TARO}
    assert "accepted already" in comity.refused("decline", proposed)
    assert proposed in comity("proposals", "--answered")
    assert comity.json("reopen", proposed)[0]["state"] == "open"
    assert "not answered yet" in comity.refused("reopen", proposed)
    assert comity.json("person", ZOE)["emails"] == [ZOE]


def test_a_refused_proposal_waits_no_more(comity: Asked, proposed: str) -> None:
    comity("decline", proposed)
    assert comity("proposals") == "Nothing waits to be decided.\n"
    assert "There is no proposal" in comity.refused("accept", "ffffffff")


def test_nothing_answered_is_said(filled: Asked) -> None:
    assert filled("proposals", "--answered", "--kind", "detail") == "Nothing was answered yet.\n"


def test_people_are_merged_and_split(comity: Asked, filled: Asked) -> None:
    assert ZOE in comity("merge", ZOE, TARO)
    merged = comity.json("person", ZOE)["merged"]
    assert [part["handles"] for part in merged] in ([[ZOE]], [[TARO]])
    assert "you merged them" in comity("person", ZOE, "--sources")
    (part,) = merged[0]["handles"]
    assert "was not merged" in comity.refused("split", ZOE, "--part", "nobody@else.example")
    assert len(comity.json("split", ZOE, "--part", part)) == 2
    assert "Nothing to part" in comity("split", ZOE)
    assert set(comity.json("merge", ZOE, TARO)["emails"]) == {ZOE, TARO}
    assert comity("split", ZOE).count("\n") == 2


def test_each_value_is_shown_with_its_sources(filled: Asked) -> None:
    shown = filled("person", ZOE, "--sources")
    assert "* Zoë Ångström" in shown
    assert "as they write it themselves, import 1" in shown
    assert "first seen on 30 September 2024, import 1" in shown


def test_one_of_several_values_is_chosen_by_itself_or_its_number_and_left_to_the_files_again(
    filled: Asked, tmp_path: Path
) -> None:
    card = "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Zoe A.\r\nEMAIL:zoe@quill.example\r\nBDAY:1980-02-29\r\nEND:VCARD\r\n"
    (tmp_path / "zoe.vcf").write_text(card)
    filled("import", str(tmp_path / "zoe.vcf"))
    assert "*  1 Zoe A." in filled("choose", ZOE, "name")
    assert "*  1 Zoë Ångström" in filled("choose", ZOE, "name", "zoë ångström")
    assert "you, " in filled("choose", ZOE, "name")
    assert filled.json("person", ZOE)["name"] == "Zoë Ångström"
    assert "*  1 Zoe A." in filled("choose", ZOE, "name", "2")
    followed = filled.json("choose", ZOE, "name", "--follow")
    assert (followed["field"], followed["chosen"]) == ("name", False)
    assert [c["value"] for c in followed["candidates"] if c["shown"]] == ["Zoe A."]
    assert "29 February 1980" in filled("choose", ZOE, "birthday", "29 february 1980")


@pytest.mark.parametrize("value", ["Somebody Else", "9", "0"])
def test_what_nobody_said_is_not_chosen(filled: Asked, value: str) -> None:
    assert "was never said to be the name" in filled.refused("choose", ZOE, "name", value)


def test_a_field_of_which_nothing_was_said_is_said_to_be_so(filled: Asked) -> None:
    assert "Nobody said anything of the url" in filled("choose", ZOE, "url")
    assert filled.json("choose", ZOE, "url")["candidates"] == []


def test_a_value_and_the_files_cannot_both_be_followed(filled: Asked) -> None:
    assert "not both" in filled.refused("choose", ZOE, "name", "Zoe A.", "--follow", code=2)
