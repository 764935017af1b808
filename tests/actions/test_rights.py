"""Why somebody is kept, rules of how long, and leaving an employer."""

from __future__ import annotations

import subprocess
from pathlib import Path
from unittest.mock import patch

import pytest
from django.db import connection

from comity.actions import leaving, me, people, questions, rights
from comity.actions import today as acts
from comity.answers import rights as answers
from comity.answers.today import today
from comity.core.errors import Invalid, NotFound
from comity.store import copies
from comity.store.access import Scope
from comity.store.models import Batch, Identifier, Person, Position, Purpose
from tests.made_up import ME, TODAY, bring, on_day
from tests.small_book import INES, TOMAS, card, date, id_of, mail

WORK = "noor@works.example"


@pytest.fixture
def book(scope: Scope) -> Scope:
    bring(scope, [[mail(TODAY - 40, INES, ME), card(INES, name="Ines Varga")]])
    return scope


def test_a_purpose_is_said_changed_and_forgotten(book: Scope) -> None:
    who = id_of(book, INES)
    id = rights.set_purpose(book, who, purpose=" Contract ", source="Card", review_on=date(TODAY + 9))
    assert rights.set_purpose(book, who, hold="Court") == id
    row = Purpose.objects.get()
    assert (row.purpose, row.source, row.review_on, row.hold) == ("Contract", "Card", TODAY + 9, "Court")
    with pytest.raises(Invalid, match="hold"):
        rights.remove_purpose(book, id)
    rights.set_purpose(book, who, hold="", clear_review=True)
    assert Purpose.objects.get().review_on is None
    rights.remove_purpose(book, id)
    with pytest.raises(NotFound):
        rights.remove_purpose(book, id)


def test_a_purpose_is_not_for_me(book: Scope) -> None:
    mine = Person.objects.get(book_id=book.book_id, is_me=True, merged_into=None)
    with pytest.raises(Invalid, match="somebody else"):
        rights.set_purpose(book, str(mine.uuid), purpose="x")


def test_who_is_due_is_listed_with_the_reason(book: Scope) -> None:
    rule = rights.add_rule(book, 30, note="long ago")
    found = answers.rights(book)
    assert [(d.face.name, d.since, d.reason) for d in found.due] == [
        ("Ines Varga", date(TODAY - 10), "No contact for more than 30 days, as your rule says.")
    ]
    assert (found.rules[0].words, answers.due_count(book)) == (
        "Everybody: ask after 30 days without contact",
        1,
    )
    rights.set_purpose(book, id_of(book, INES), review_on=date(TODAY))
    assert answers.rights(book).due[0].reason == "You wanted to look at it again."
    rights.remove_rule(book, rule)
    rights.set_purpose(book, id_of(book, INES), review_on=date(TODAY + 1))
    assert answers.rights(book).due == ()


def keeping(scope: Scope, day: int) -> list[str]:
    with on_day(day):
        return [item.key for item in today(scope, limit=50).items if item.kind == "keeping"]


def test_today_asks_once_for_all_and_again_only_when_somebody_more_is_to_be_looked_at(book: Scope) -> None:
    ines, tomas = id_of(book, INES), people.add_person(book, name="Tomas Lindqvist", email=TOMAS)
    rights.set_purpose(book, ines, review_on=date(TODAY + 1))
    rights.set_purpose(book, tomas, review_on=date(TODAY + 9))
    assert keeping(book, TODAY) == []
    [key] = keeping(book, TODAY + 1)
    assert keeping(book, TODAY + 5) == [key]
    with on_day(TODAY + 5):
        acts.dismiss(book, key)
    assert keeping(book, TODAY + 8) == []
    [later] = keeping(book, TODAY + 9)
    assert later != key
    people.set_relationship(book, tomas, standing="stepped_back")
    assert keeping(book, TODAY + 9) == []
    with on_day(TODAY + 9):
        assert len(answers.rights(book).due) == 2
        Person.objects.filter(uuid=tomas).update(died_on=TODAY)
        assert len(answers.rights(book).due) == 1


def test_a_day_said_of_somebody_who_was_merged_since_is_not_lost(book: Scope) -> None:
    tomas = people.add_person(book, name="Tomas Lindqvist", email=TOMAS)
    rights.set_purpose(book, tomas, review_on=date(TODAY - 1))
    head = Person.objects.get(uuid=id_of(book, INES))
    Person.objects.filter(uuid=tomas).update(merged_into=head)
    with on_day(TODAY):
        assert [row.face.name for row in answers.rights(book).due] == [head.name]


@pytest.mark.parametrize(("days", "role"), [(0, ""), (36_501, ""), (30, "emperor")])
def test_a_rule_that_cannot_be_is_refused(book: Scope, days: int, role: str) -> None:
    with pytest.raises(Invalid):
        rights.add_rule(book, days, role=role)


def test_rules_are_worded(book: Scope) -> None:
    for role, tag in (("mentor", ""), ("", "old"), ("mentor", "old")):
        rights.add_rule(book, 1, role=role, tag=tag)
    assert {rule.words.partition(":")[0] for rule in answers.rights(book).rules} == {
        "Mentor",
        "Tagged old",
        "Mentor tagged old",
    }


@pytest.fixture
def employed(book: Scope) -> Scope:
    """A second import that is an employer's, with somebody whom only it tells of."""
    me.add_address(book, WORK, "employer", None, None)
    number = bring(
        book,
        [
            [
                mail(TODAY - 9, TOMAS, WORK, subject="Work"),
                mail(TODAY - 8, INES, WORK),
                card(TOMAS, organisation="Works Ltd"),
            ]
        ],
    )
    Batch.objects.filter(book_id=book.book_id, number=number).update(belongs_to=Batch.EMPLOYER)
    return book


def test_what_is_an_employers_is_shown(employed: Scope) -> None:
    found = leaving.theirs(employed, "works ltd")
    assert found == leaving.Theirs("Works Ltd", ((2, ("file 1",)),), (WORK,), 2, 1)


def test_of_several_employers_only_the_one_that_is_left_counts(employed: Scope) -> None:
    me.add_address(employed, "noor@quill.example", "employer", None, None)
    number = bring(employed, [[mail(TODAY - 6, TOMAS, "noor@quill.example"), card("bo@quill.example")]])
    with pytest.raises(Invalid):
        questions.whose(employed, number, "nobody")
    questions.whose(employed, number, Batch.EMPLOYER, employer=" Quill  Ltd ")
    works, quill = (leaving.theirs(employed, name) for name in ("Works Ltd", "quill ltd"))
    assert [one for one, _ in quill.imports] == [number]
    assert (works.imports, [one for one, _ in works.unclear]) == ((), [2])
    assert (quill.addresses, quill.other_addresses) == (("noor@quill.example",), (WORK,))
    questions.whose(employed, 2, Batch.EMPLOYER, employer="Works Ltd")
    works = leaving.theirs(employed, "Works Ltd")
    assert ([one for one, _ in works.imports], works.unclear) == ([2], ())
    with pytest.raises(NotFound):
        leaving.leave(employed, "Quill Ltd", TODAY, remove=[2])
    assert leaving.leave(employed, "Quill Ltd", TODAY, remove=[number]) == 1
    assert Identifier.objects.get(book_id=employed.book_id, value=WORK).own_until is None
    assert Identifier.objects.get(book_id=employed.book_id, value="noor@quill.example").own_until == TODAY
    questions.whose(employed, 2, Batch.MINE)
    assert Batch.objects.get(book_id=employed.book_id, number=2).employer == ""


def test_an_organisation_nobody_knows_is_not_found(book: Scope) -> None:
    with pytest.raises(NotFound):
        leaving.theirs(book, "Nobody Ltd")


def test_what_is_theirs_is_taken_out_and_what_is_mine_stays(employed: Scope) -> None:
    mine = Person.objects.get(book_id=employed.book_id, is_me=True, merged_into=None)
    Position.objects.create(book_id=employed.book_id, person=mine, title="Editor", seen_at=0)
    assert leaving.leave(employed, "Works Ltd", TODAY, remove=[2]) == 1
    assert not Identifier.objects.filter(book_id=employed.book_id, value=TOMAS).exists()
    assert Person.objects.filter(book_id=employed.book_id, name="Ines Varga").exists()
    assert Identifier.objects.get(book_id=employed.book_id, value=WORK).own_until == TODAY


def test_only_an_employers_import_is_taken_out(employed: Scope) -> None:
    with pytest.raises(NotFound):
        leaving.leave(employed, "Works Ltd", TODAY, remove=[1])
    assert leaving.leave(employed, "Works Ltd", TODAY) == 0


@pytest.mark.skipif(connection.vendor != "sqlite", reason="The rows are in no file here.")
def test_no_export_is_made_where_something_is_or_where_the_copy_fails(
    employed: Scope, tmp_path: Path
) -> None:
    with pytest.raises(Invalid, match="already"):
        leaving.export_without(employed, tmp_path, [2])
    ended = subprocess.CompletedProcess([], 1, b"")
    with (
        patch.object(copies, "copy_to", lambda path: None),
        patch.object(subprocess, "run", lambda *a, **k: ended),
        pytest.raises(Invalid, match="could not be written"),
    ):
        leaving.export_without(employed, tmp_path / "new", [2])
    ended = subprocess.CompletedProcess([], 0, b'{"people": 1}')
    with (
        patch.object(copies, "copy_to", lambda path: None),
        patch.object(subprocess, "run", lambda *a, **k: ended),
    ):
        assert leaving.export_without(employed, tmp_path / "new", [2]) == {"people": 1}
