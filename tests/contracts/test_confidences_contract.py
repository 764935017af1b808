"""What a guard reads, and where words are found that give something away, on every engine."""

from __future__ import annotations

import datetime as dt

import pytest

from comity.actions import (
    commitments,
    covering,
    exchanges,
    interactions,
    introductions,
    merging,
    people,
    requests,
)
from comity.actions import confidences as actions
from comity.answers import confidences, guarding
from comity.answers.search import search
from comity.core.audience import ANYBODY, of
from comity.store.access import Scope
from comity.store.models import Person
from comity.store.queries.confidences import read_from_interactions
from tests.made_up import ME, TODAY, new_scope, on_day
from tests.sealed import vault_of
from tests.small_book import mail, put

pytestmark = pytest.mark.django_db
TEXT = "Žofie leaves the bindery in spring to found a press"


def head(id: str) -> int:
    row = Person.objects.get(uuid=id)
    return row.merged_into_id or row.pk


def a_note(scope: Scope, who: str, text: str) -> str:
    at = dt.datetime(2024, 10, 2, 12, tzinfo=dt.UTC)
    return interactions.record(scope, [who], kind="note", at=at, subject="Lunch", text=text)


def test_a_covered_mail_covers_what_was_read_from_it_and_nothing_of_another_book() -> None:
    with on_day(TODAY):
        scope, other = new_scope(), new_scope()
        ada, bo = (people.add_person(scope, name=name) for name in ("Ada Quill", "Bo Lind"))
        note = a_note(scope, ada, "All well.")
        read = {
            "commitments": commitments.promise(scope, ada, "Call the notary", interaction=note),
            "requests": requests.note_request(scope, ada, "Bring the plums", interaction=note),
            "introductions": introductions.add(scope, ada, bo, purpose="Two looms", interaction_id=note),
            "exchanges": exchanges.note(
                scope, ada, given=False, kind="advice", text="On kilns and clay", interaction_id=note
            ),
        }
        assert set(read) <= {kind for kind, _, _ in read_from_interactions()}
        fact = people.add_fact(scope, ada, "Rows on the lake")
        actions.keep(scope, TEXT, rows=[("interactions", note), ("facts", fact)])
        actions.keep(other, TEXT)
        found = guarding.guard(scope, ANYBODY)
        for kind, row in (*read.items(), ("interactions", note), ("facts", fact)):
            assert found.closed(rows=[(kind, row)]), kind
        for words in (
            "Call the notary",
            "bring the plums!",
            "Two looms",
            "on kilns and clay",
            "Rows on the lake",
        ):
            assert found.closed(words), words
        assert not found.closed("Rows and looms", rows=[("facts", ada)])
        assert not guarding.guard(other, ANYBODY).closed(rows=[("interactions", note)])


def test_people_are_those_whom_they_were_merged_into() -> None:
    with on_day(TODAY):
        scope = new_scope()
        ids = [people.add_person(scope, name=name) for name in ("Ada Quill", "Ada Q", "Bo Lind", "Bo L")]
        actions.keep(scope, TEXT, source=ids[1], audience=[ids[3]])
        ada, bo = merging.merge_people(scope, ids[:2]), merging.merge_people(scope, ids[2:])
        for readers in ((head(ada),), (head(bo),), (head(ada), head(bo))):
            assert guarding.guard(scope, of(*readers)).text(TEXT) == TEXT
        assert guarding.guard(scope, ANYBODY).text(TEXT) is None
        merging.split_person(scope, bo)
        assert guarding.guard(scope, of(head(ids[2]))).text(TEXT) is None
        assert guarding.guard(scope, of(head(ids[3]))).text(TEXT) == TEXT


def test_while_something_is_locked_its_people_and_all_words_are_held_back() -> None:
    with on_day(TODAY):
        vault = vault_of(new_scope())
        scope = vault.opened
        ids = [people.add_person(scope, name=name) for name in ("Ada Quill", "Quill, A", "Bo Lind")]
        actions.keep(scope, TEXT, subject=ids[1], seal=True)
        ada = merging.merge_people(scope, ids[:2])
        found = guarding.guard(vault.locked, of(head(ids[2])))
        assert found.closed("A word", about=[head(ada)])
        assert found.closed("I met Ada Quill")
        assert found.closed("I met Quill, A.")
        assert not found.closed("", about=[head(ids[2])])
        assert found.closed("Any words", about=[head(ids[2])])
        assert guarding.guard(scope, of(head(ids[2]))).closed(TEXT)


def test_where_it_stands_is_found_in_mails_and_all_else_and_blanked_by_hand() -> None:
    with on_day(TODAY):
        vault = vault_of(new_scope())
        scope = vault.opened
        put(
            scope,
            [
                mail(TODAY - 3, "ines@varga.example", ME, text=f"So:\n> {TEXT.upper()}"),
                mail(
                    TODAY - 2, "ines@varga.example", ME, subject="zofie leaves the bindery in May", number=1
                ),
                mail(TODAY - 1, "ines@varga.example", ME, text="Žofie leaves in spring.", number=2),
            ],
        )
        ada = people.add_person(scope, name="Ada Quill")
        note, fact = a_note(scope, ada, f"{TEXT}."), people.add_fact(scope, ada, TEXT)
        id = actions.keep(scope, TEXT, seal=True)
        page = confidences.confidence(scope, id)
        assert [one.kind for one in page.proposed] == [*["interactions"] * 3, "facts"]
        covering.blank(scope, id, "interactions", note)
        covering.blank(scope, id, "facts", fact)
        assert len(search(scope, "bindery").hits) == 2
        assert covering.put_back(scope, id) == 2
        assert len(search(scope, "bindery").hits) == 3
