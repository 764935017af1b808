"""Which book is open, what was imported, and what is to be decided."""

from __future__ import annotations

import pytest

from comity.actions import me, people
from comity.actions.questions import answer_question
from comity.answers import books, imports, questions
from comity.answers.imports import rate
from comity.core.errors import Invalid, NotFound
from comity.core.records import Problem
from comity.store.access import Scope
from comity.store.models import Book, Member, User
from tests.made_up import bring, new_scope, take_back
from tests.small_book import ANYBODY, INES, ME, TODAY, TOMAS, both_ways, date, mail, put


def test_the_book_opened_by_default_is_my_own_also_while_there_is_a_sample(scope: Scope) -> None:
    assert books.scope_for(scope.user_id).book_id == scope.book_id
    sample = Book.objects.create(name="Sample", is_sample=True)
    Member.objects.create(book=sample, user_id=scope.user_id)
    assert books.scope_for(scope.user_id).book_id == scope.book_id
    assert [book.is_sample for book in books.books_of(scope.user_id)] == [True, False]


@pytest.mark.parametrize("book", [ANYBODY, "x", ""])
def test_a_book_that_is_not_there_is_not_found(scope: Scope, book: str) -> None:
    with pytest.raises(NotFound):
        books.scope_for(scope.user_id, book=book)


def test_a_book_of_somebody_else_is_not_there(scope: Scope) -> None:
    theirs = books.book_info(new_scope()).id
    with pytest.raises(NotFound):
        books.scope_for(scope.user_id, book=theirs)
    assert books.scope_for(scope.user_id, book=books.book_info(scope).id) == scope


def test_one_without_a_book_is_told_so(db: None) -> None:
    with pytest.raises(NotFound):
        books.scope_for(User.objects.create(username="bookless").pk)


def test_a_book_tells_how_much_is_in_it_and_which_addresses_are_mine(scope: Scope) -> None:
    put(scope, both_ways(INES, [TODAY - 1]))
    me.add_address(scope, "noor@office.example", "employer", date(TODAY - 900), date(TODAY - 10))
    info = books.book_info(scope)
    assert (info.name, info.zone, info.is_sample, info.people, info.interactions) == (
        "A book",
        "UTC",
        False,
        1,
        2,
    )
    assert [(o.address, o.kind, o.since, o.until) for o in info.own] == [
        (ME, "personal", None, None),
        ("noor@office.example", "employer", date(TODAY - 900), date(TODAY - 10)),
    ]


def test_a_book_is_empty_until_something_is_imported_or_entered(scope: Scope) -> None:
    assert books.is_empty(scope)
    number = bring(scope, [])
    assert not books.is_empty(scope)
    take_back(scope, number)
    assert books.is_empty(scope)
    people.add_person(scope, name="Ines Varga")
    assert not books.is_empty(scope)


def test_imports_are_listed_the_newest_first_with_their_counts(scope: Scope) -> None:
    put(scope, both_ways(INES, [TODAY - 1]))
    put(scope, both_ways(INES, [TODAY - 1, TODAY - 2]))
    second, first = imports.batches(scope)
    assert (first.number, first.state, first.belongs_to, first.counts["new"]) == (1, "done", "mine", 2)
    assert (second.number, second.counts["new"], second.counts["known"]) == (2, 2, 2)


def test_an_import_tells_its_files_and_what_it_refused(scope: Scope) -> None:
    refused = [Problem(n * 10, "no_date", "It has no date.") for n in range(3)]
    bring(scope, [[mail(TODAY - 1, INES, ME), *refused]])
    found = imports.batch(scope, 1, problems=2)
    assert [(f.label, f.source, f.size) for f in found.files] == [("file 1", "mbox", 1)]
    assert [(p.file, p.position, p.code, p.reason) for p in found.problems] == [
        ("file 1", 0, "no_date", "It has no date."),
        ("file 1", 10, "no_date", "It has no date."),
    ]
    assert (found.problem_count, found.error, found.questions) == (3, "", ())


def test_of_many_files_it_is_told_how_many_there_are(scope: Scope, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imports, "_MOST_FILES", 1)
    told = imports.batch(scope, bring(scope, [both_ways(INES, [TODAY - n]) for n in range(3)]))
    assert (len(told.files), told.file_count) == (1, 3)


def test_an_import_of_another_book_is_not_there(scope: Scope) -> None:
    put(scope, both_ways(INES, [TODAY - 1]))
    other = new_scope()
    assert imports.batches(other) == ()
    with pytest.raises(NotFound):
        imports.batch(other, 1)


def test_where_no_address_of_mine_is_known_the_likely_ones_are_asked_about(scope: Scope) -> None:
    bring(scope, [both_ways(INES, [TODAY - 1, TODAY - 2])], me=())
    found = questions.open_questions(scope)
    assert {q.key for q in found} == {ME, INES}
    mine = next(q for q in found if q.key == ME)
    assert (mine.text, mine.evidence) == (
        f"Is {ME} your address?",
        "It sent 2 and received 2 of 4 messages.",
    )
    answer_question(scope, mine.id, "yes")
    assert questions.open_questions(scope) == ()
    assert [own.address for own in books.book_info(scope).own] == [ME]


def test_an_address_that_is_not_mine_is_not_asked_about_again(scope: Scope) -> None:
    bring(scope, [both_ways(INES, [TODAY - 1])], me=())
    theirs = next(q for q in questions.open_questions(scope) if q.key == INES)
    answer_question(scope, theirs.id, "no")
    bring(scope, [both_ways(INES, [TODAY - 2])], me=())
    assert {q.key for q in questions.open_questions(scope)} == {ME}


def test_a_question_takes_only_an_answer_that_fits_it(scope: Scope) -> None:
    bring(scope, [both_ways(INES, [TODAY - 1])], me=())
    question = questions.open_questions(scope)[0]
    for answer in ("mine", "", "YES"):
        with pytest.raises(Invalid):
            answer_question(scope, question.id, answer)


def test_a_question_of_another_book_is_not_there(scope: Scope) -> None:
    bring(scope, [both_ways(INES, [TODAY - 1])], me=())
    question = questions.open_questions(scope)[0]
    for id in (question.id, ANYBODY, "x"):
        with pytest.raises(NotFound):
            answer_question(new_scope(), id, "yes")


def test_questions_of_one_import_are_told_apart(scope: Scope) -> None:
    bring(scope, [both_ways(INES, [TODAY - 1])], me=())
    assert len(questions.open_questions(scope, 1)) == 2
    assert questions.open_questions(scope, 2) == ()
    assert len(imports.batch(scope, 1).questions) == 2


def test_whose_the_files_are_is_asked_where_it_was_not_said(scope: Scope) -> None:
    from unittest.mock import patch

    from comity.actions import imports as doing
    from tests.made_up import sent

    with patch.object(doing, "read_all", lambda *_given: sent([both_ways(TOMAS, [TODAY - 1])])):
        number = doing.import_files(scope, [], me=(ME,))
    (question,) = questions.open_questions(scope)
    assert question.kind == "source_owner"
    assert question.text == f"Are the files of import {number} your own, or an employer’s?"
    answer_question(scope, question.id, "employer")
    assert imports.batch(scope, number).belongs_to == "employer"
    assert questions.open_questions(scope) == ()


@pytest.mark.parametrize(
    ("read", "seconds", "shown"),
    [(11, 1.0, 0), (5000, 0.4, 0), (0, 0, 0), (100, 1.0, 100), (5000, 2.0, 2500)],
)
def test_a_rate_is_told_only_where_enough_was_read_for_long_enough(
    read: int, seconds: float, shown: int
) -> None:
    assert rate({"read": read, "seconds": seconds}) == shown
    assert rate({}) == 0
