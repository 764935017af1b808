"""What is sealed about others is looked through when somebody is erased or given their file, while it is open; else said."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest

from comity.actions.erasing import again, ahead, erase, look_again
from comity.answers import person_file
from comity.answers import rights as rights_words
from comity.core.errors import Locked
from comity.store import chain, sealed_words, sealing
from comity.store.access import Scope
from comity.store.models import DifficultStep, Erasure, Feeling, IncidentEntry, Person
from tests.made_up import ME, TODAY, bring, on_day
from tests.sealed import OpenVault
from tests.small_book import INES, TOMAS, card, id_of, mail

SAID = "INES VARGA (ines@varga.example) and he fell out"


@pytest.fixture
def book(vault: OpenVault) -> OpenVault:
    """Ines, and Tomas, about whom her name is sealed in three ways."""
    scope = vault.opened
    bring(scope, [[mail(TODAY - 3, INES, ME), mail(TODAY - 2, TOMAS, ME), card(INES, name="Ines Varga")]])
    tomas = Person.objects.get(uuid=id_of(scope, TOMAS))
    _seal(scope, DifficultStep(book_id=scope.book_id, person=tomas, step="talk", on=TODAY), SAID)
    _seal(scope, Feeling(book_id=scope.book_id, person=tomas, on=TODAY, score=1), "Good of him")
    with on_day(TODAY):
        chain.append(scope, "incident", {"text": SAID}, TODAY * 86_400)
        chain.append(scope, "attachment", {"text": "letter"}, TODAY * 86_400, content=b"Dear Ines Varga")
        chain.append(scope, "incident", {"text": "Nothing of it"}, TODAY * 86_400)
    return vault


def _seal(scope: Scope, row: Any, text: str) -> None:
    sealing.put(scope, row, {"text": text})
    row.save()


def said(scope: Scope) -> str:
    return str(sealing.opened(scope, DifficultStep.objects.get(book_id=scope.book_id))["text"])


def test_while_open_they_are_taken_out_of_what_is_sealed(book: OpenVault) -> None:
    scope = book.opened
    assert not any(code.startswith("sealed") for code in ahead(scope, id_of(scope, INES)).stays)
    done = erase(scope, id_of(scope, INES), "Ines Varga")
    assert (done.locked, done.recorded, done.counts["sealed"]) == (0, 2, 1)
    assert said(scope) == "[erased] ([erased]) and he fell out"
    assert rights_words.rights(scope).incomplete == ""
    assert "2 entries" in rights_words.recorded_words(done.recorded)


def test_while_locked_the_erasure_says_that_it_is_not_complete_until_it_was_looked_again(
    book: OpenVault,
) -> None:
    scope = book.locked
    who = id_of(scope, INES)
    assert "sealed:5" in ahead(scope, who).stays
    done = erase(scope, who, "Ines Varga")
    assert (done.locked, done.is_complete) == (5, False)
    found = rights_words.rights(scope)
    assert (found.erasures[0].locked, "5 sealed things" in found.incomplete) == (5, True)
    with pytest.raises(Locked):
        look_again(scope)
    looked = look_again(book.opened)
    assert looked == sealed_words.Looked(1, 2, 0)
    assert said(book.opened) == "[erased] ([erased]) and he fell out"
    assert rights_words.rights(scope).incomplete == ""
    assert look_again(book.opened).changed == 0


def test_what_does_not_open_is_told_and_keeps_the_erasure_incomplete(book: OpenVault) -> None:
    scope = book.opened
    Feeling.objects.filter(book_id=scope.book_id).update(ciphertext=b"x" * 40)
    assert erase(scope, id_of(scope, INES), "Ines Varga").locked == 1
    assert look_again(scope).shut == 1
    assert rights_words.rights(scope).incomplete


def test_what_comes_back_with_an_older_copy_is_to_be_looked_through_again(book: OpenVault) -> None:
    scope = book.opened
    erase(scope, id_of(scope, INES), "Ines Varga")
    Person.objects.create(
        book_id=scope.book_id, name="Ines Varga", sort_name="varga ines"
    ).identifiers.create(book_id=scope.book_id, kind="email", value=INES)
    assert again(scope) == 1
    assert Erasure.objects.get(book_id=scope.book_id).unreached[-1] == ["sealed", "5"]
    look_again(scope)
    assert rights_words.rights(scope).incomplete == ""


def file_of(scope: Scope) -> dict[str, Any]:
    out = io.StringIO()
    with on_day(TODAY):
        writing = person_file.begin(scope, id_of(scope, TOMAS))
        person_file.write_json(writing, out, scope.moment(TODAY * 86_400))
    return {**json.loads(out.getvalue()), "locked": writing.locked}


def test_the_file_of_a_person_tells_what_is_sealed_while_it_is_open(book: OpenVault) -> None:
    bring(book.opened, [[card(TOMAS, name="Tomas Lindqvist")]])
    told, withheld = file_of(book.opened), file_of(book.locked)
    assert [row["text"] for row in told["feelings"]] == ["Good of him"]
    assert "fell out" in told["difficult_steps"][0]["text"]
    assert "Varga" not in json.dumps(told)
    assert told["locked"] == 0
    assert "feelings" not in withheld
    assert withheld["locked"] == 3
    assert {row["why"] for row in withheld["withheld"]} >= {"sealed", "sealed_chain"}


def test_the_file_counts_the_entries_of_the_record_that_name_somebody(book: OpenVault) -> None:
    chain.append(book.opened, "incident", {"text": "It was tomas@quill.example"}, TODAY * 86_400)
    rows = [row for row in file_of(book.opened)["withheld"] if row["what"] == "incidents"]
    assert [(row["why"], row["count"]) for row in rows] == [("recorded", 1)]
    IncidentEntry.objects.filter(book_id=book.opened.book_id, number=3).update(wrapped_key=b"x" * 40)
    shut = [row["why"] for row in file_of(book.opened)["withheld"] if row["what"] == "incidents"]
    assert shut == ["recorded", "sealed_chain"]
