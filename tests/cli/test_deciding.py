"""`comity proposals`, `accept`, `decline`, `reopen`, `merge`, `split`, and where values come from."""

from __future__ import annotations

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
