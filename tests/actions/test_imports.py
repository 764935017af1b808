"""Importing files: what it counts, reports and asks, who must wait, and what can be taken back when."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from pytest_django import DjangoAssertNumQueries

from comity.actions import imports, questions, taking
from comity.actions.me import add_address
from comity.core.errors import Busy, Invalid, NotFound, Stopped, WrongState
from comity.core.records import Card, Handle, Interaction, Mine, Problem, Record
from comity.sources._message import read_message
from comity.store.access import Scope
from comity.store.models import Batch, Identifier, Person, Proposal, Sighting
from comity.store.models import Interaction as Stored
from tests.made_up import ME, Mail, bring, new_scope, take_back, written

pytestmark = pytest.mark.django_db

BOX = (
    b"From x Mon Jan  1 10:00:00 2024\nFrom: Ines <ines@varga.example>\nTo: noor@hollis.example\n"
    b"Date: Mon, 1 Jan 2024 10:00:00 +0000\nSubject: Tea\nMessage-ID: <1@x>\n\nhi\n\n"
    b"From x Mon Jan  1 10:00:00 2024\nX-Nothing: here\n\nhi\n\n"
    b"From x Mon Jan  1 10:00:00 2024\nFrom: news@quill.example\nTo: noor@hollis.example\nPrecedence: bulk\n"
    b"Date: Tue, 2 Jan 2024 10:00:00 +0000\nSubject: Offers\nMessage-ID: <2@x>\n\nhi\n\n"
)


@pytest.fixture
def scope() -> Scope:
    return new_scope()


@pytest.fixture
def box(tmp_path: Path) -> tuple[Path, str]:
    (tmp_path / "box").write_bytes(BOX)
    return tmp_path / "box", "box.mbox"


def _mail(number: int, sender: str = "ines@varga.example", to: str = ME) -> Record:
    record = read_message(written(Mail(number, sender, (to,), (), number, "tea", None, True, ())), number)
    assert isinstance(record, Interaction)
    return record


def _batch(scope: Scope, number: int) -> Batch:
    return Batch.objects.get(book_id=scope.book_id, number=number)


def test_an_import_stores_what_it_reads_and_counts_it(scope: Scope, box: tuple[Path, str]) -> None:
    told: list[dict[str, Any]] = []
    number = imports.import_files(scope, [box], me=[ME], told=lambda counts: told.append(dict(counts)))
    batch = _batch(scope, number)
    expected = {"read": 2, "new": 2, "known": 0, "bulk": 1, "cards": 0, "people": 1, "refused": 1}
    assert {name: batch.counts[name] for name in expected} == expected
    assert batch.counts["bytes_done"] == batch.counts["bytes_total"] == len(BOX)
    assert batch.counts["seconds"] > 0
    assert told[-1] == batch.counts
    assert (batch.number, batch.state, batch.error) == (1, Batch.DONE, "")
    assert batch.finished_at is not None
    assert [(f.label, f.source, f.size) for f in batch.files.all()] == [("box.mbox", "mbox", len(BOX))]
    assert list(settings.HOME.glob("import-*")) == []


def test_what_cannot_be_read_is_listed_with_its_position_and_reason(
    scope: Scope, box: tuple[Path, str]
) -> None:
    number = imports.import_files(scope, [box, (box[0].parent / "gone", "gone")], me=[ME])
    found = [
        (p.file and p.file.label, p.position, p.code) for p in _batch(scope, number).problems.order_by("id")
    ]
    assert found == [("box.mbox", BOX.index(b"From x", 10), "no-headers"), ("gone", 0, "missing")]
    assert all(p.reason for p in _batch(scope, number).problems.all())


def test_beyond_the_limit_problems_are_only_counted(scope: Scope, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(taking, "PROBLEMS_KEPT", 4)
    number = bring(scope, [[Problem(n, "bad", "It is bad.") for n in range(9)]])
    assert _batch(scope, number).problems.count() == 4
    assert _batch(scope, number).counts["refused"] == 9


def test_the_same_files_again_are_known_and_change_nothing(scope: Scope, box: tuple[Path, str]) -> None:
    imports.import_files(scope, [box], me=[ME])
    number = imports.import_files(scope, [box])
    counts = _batch(scope, number).counts
    assert (counts["new"], counts["known"]) == (0, 2)
    assert Stored.objects.filter(book_id=scope.book_id).count() == 2


def test_cards_are_counted_and_become_people(scope: Scope) -> None:
    handle = Handle("email", "ama@quill.example")
    card = Card((handle,), "Ama Osei", "", "", (), "", "", "", None, (), (), None, 1, False, 1)
    number = bring(scope, [[card]])
    assert _batch(scope, number).counts["cards"] == 1
    assert Person.objects.filter(book_id=scope.book_id, name="Ama Osei").exists()


def test_names_beyond_what_is_held_in_memory_are_written_on_the_way(
    scope: Scope, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(taking, "NAMES_HELD", 0)
    bring(scope, [[_mail(n) for n in range(7)]])
    assert Person.objects.filter(book_id=scope.book_id, name="Ines Varga").count() == 1


def test_an_address_of_mine_that_is_none_is_refused_before_anything_is_done(
    scope: Scope, box: tuple[Path, str]
) -> None:
    with pytest.raises(Invalid) as caught:
        imports.import_files(scope, [box], me=["noor at home"])
    assert (caught.value.field, caught.value.value) == ("me", "noor at home")
    assert not Batch.objects.filter(book_id=scope.book_id).exists()


def test_two_imports_of_one_book_do_not_run_at_once(scope: Scope, box: tuple[Path, str]) -> None:
    row = imports.reserve(scope)
    with pytest.raises(Busy) as caught:
        imports.import_files(scope, [box])
    assert caught.value.batch == row.number
    imports.import_files(new_scope(), [box])


def test_a_reserved_number_is_used_by_the_import_it_was_reserved_for(
    scope: Scope, box: tuple[Path, str]
) -> None:
    row = imports.reserve(scope, belongs_to=Batch.MINE)
    assert imports.import_files(scope, [box], batch=row.number) == row.number
    assert _batch(scope, row.number).state == Batch.DONE


def test_a_number_that_was_not_reserved_or_is_anothers_is_not_found(
    scope: Scope, box: tuple[Path, str]
) -> None:
    imports.reserve(new_scope())
    with pytest.raises(NotFound):
        imports.import_files(scope, [box], batch=1)


def test_an_import_is_undone_once(scope: Scope, box: tuple[Path, str]) -> None:
    number = imports.import_files(scope, [box], me=[ME])
    imports.undo(scope, number)
    assert _batch(scope, number).state == Batch.UNDONE
    assert not Stored.objects.filter(book_id=scope.book_id).exists()
    with pytest.raises(WrongState) as caught:
        imports.undo(scope, number)
    assert caught.value == WrongState("import", Batch.UNDONE)


def test_a_running_import_is_not_undone(scope: Scope) -> None:
    row = imports.reserve(scope)
    with pytest.raises(WrongState):
        imports.undo(scope, row.number)


def test_nothing_is_undone_while_an_import_runs(scope: Scope, box: tuple[Path, str]) -> None:
    number = imports.import_files(scope, [box])
    imports.reserve(scope)
    with pytest.raises(Busy):
        imports.undo(scope, number)


def test_imports_of_another_book_are_neither_undone_nor_cancelled(
    scope: Scope, box: tuple[Path, str]
) -> None:
    other = new_scope()
    number = imports.import_files(other, [box])
    for act in (imports.undo, imports.cancel):
        with pytest.raises(NotFound):
            act(scope, number)
    assert not _batch(other, number).stop_asked


def test_a_cancelled_import_is_taken_back(scope: Scope, box: tuple[Path, str]) -> None:
    row = imports.reserve(scope)
    imports.cancel(scope, row.number)
    with pytest.raises(Stopped):
        imports.import_files(scope, [box], batch=row.number, me=[ME])
    batch = _batch(scope, row.number)
    assert (batch.state, batch.error) == (Batch.CANCELLED, "")
    assert not Stored.objects.filter(book_id=scope.book_id).exists()


def test_an_import_that_names_no_address_of_mine_asks_which_it_is(scope: Scope) -> None:
    bring(scope, [[*(_mail(n) for n in range(5)), _mail(6, sender="bo@quill.example")]], me=())
    asked = Proposal.objects.filter(book_id=scope.book_id, kind="own_address")
    assert {q.key: q.evidence for q in asked} == {
        ME: {"sent": 0, "received": 6, "messages": 6},
        "ines@varga.example": {"sent": 5, "received": 0, "messages": 6},
        "bo@quill.example": {"sent": 1, "received": 0, "messages": 6},
    }
    assert asked.get(key=ME).probability == 1.0


def test_what_is_asked_follows_what_comes_and_goes(scope: Scope) -> None:
    first = bring(scope, [[_mail(n) for n in range(3)]], me=())
    second = bring(scope, [[_mail(n, sender="bo@quill.example") for n in range(3, 12)]], me=())
    asked = Proposal.objects.filter(book_id=scope.book_id, kind="own_address")
    assert asked.get(key=ME).evidence["messages"] == 12
    take_back(scope, second)
    assert set(asked.values_list("key", flat=True)) == {ME, "ines@varga.example"}
    assert asked.get(key=ME).evidence["messages"] == 3
    take_back(scope, first)
    assert not asked.exists()


def test_an_answered_question_is_not_asked_again(scope: Scope) -> None:
    bring(scope, [[_mail(1)]], me=())
    questions.answer_question(
        scope, str(Proposal.objects.get(book_id=scope.book_id, key="ines@varga.example").uuid), "no"
    )
    bring(scope, [[_mail(2)]], me=())
    question = Proposal.objects.get(book_id=scope.book_id, key="ines@varga.example")
    assert question.state == Proposal.DECLINED
    assert question.evidence["messages"] == 1


def test_once_i_am_known_nothing_is_asked(scope: Scope) -> None:
    bring(scope, [[_mail(1)]], me=())
    bring(scope, [[_mail(2)]], me=[ME])
    assert not Proposal.objects.filter(book_id=scope.book_id, kind="own_address").exists()


def test_yes_to_an_address_makes_it_mine(scope: Scope) -> None:
    bring(scope, [[_mail(1)]], me=())
    questions.answer_question(scope, str(Proposal.objects.get(book_id=scope.book_id, key=ME).uuid), "yes")
    assert Identifier.objects.get(book_id=scope.book_id, value=ME).own == Identifier.OWN_PERSONAL
    assert Person.objects.filter(book_id=scope.book_id, name="Ines Varga").exists()


@pytest.mark.parametrize("answer", [Batch.MINE, Batch.EMPLOYER])
def test_an_import_that_does_not_say_whose_it_is_asks(
    scope: Scope, box: tuple[Path, str], answer: str
) -> None:
    number = imports.import_files(scope, [box], me=[ME])
    question = Proposal.objects.get(book_id=scope.book_id, kind="source_owner")
    assert question.batch == _batch(scope, number)
    questions.answer_question(scope, str(question.uuid), answer)
    assert _batch(scope, number).belongs_to == answer


def test_an_import_that_says_whose_it_is_does_not_ask(scope: Scope, box: tuple[Path, str]) -> None:
    number = imports.import_files(scope, [box], me=[ME], belongs_to=Batch.EMPLOYER)
    assert _batch(scope, number).belongs_to == Batch.EMPLOYER
    assert not Proposal.objects.filter(book_id=scope.book_id).exists()


def test_only_open_questions_of_this_book_take_fitting_answers(scope: Scope, box: tuple[Path, str]) -> None:
    imports.import_files(scope, [box], me=[ME])
    question = str(Proposal.objects.get(book_id=scope.book_id).uuid)
    with pytest.raises(Invalid):
        questions.answer_question(scope, question, "yes")
    for wanted, asking in ((question, new_scope()), ("no id", scope)):
        with pytest.raises(NotFound):
            questions.answer_question(asking, wanted, Batch.MINE)
    questions.answer_question(scope, question, Batch.MINE)
    with pytest.raises(NotFound):
        questions.answer_question(scope, question, Batch.MINE)


def test_a_file_can_show_an_address_to_be_mine(scope: Scope) -> None:
    number = bring(
        scope, [[_mail(1), _mail(2), _mail(3), Mine(Handle("email", ME), "it says so"), _mail(4)]], me=()
    )
    assert Person.objects.filter(book_id=scope.book_id, name="Ines Varga").exists()
    take_back(scope, number)
    assert not Identifier.objects.filter(book_id=scope.book_id).exists()


def test_an_import_can_be_started_in_a_process_of_its_own(
    scope: Scope, box: tuple[Path, str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    tasks: list[bytes] = []

    class Started:
        pid = 1

        def __init__(self, command: list[str], **_options: object) -> None:
            self.stdin = self
            assert command[-1] == "comity.interfaces.worker.importing"

        def write(self, task: bytes) -> None:
            tasks.append(task)

        def close(self) -> None:
            pass

    monkeypatch.setattr(subprocess, "Popen", Started)
    number = imports.start(scope, [box], me=[ME], belongs_to=Batch.MINE, folder=tmp_path)
    assert _batch(scope, number).state == Batch.RUNNING
    assert b'"box.mbox"' in tasks[0]
    with pytest.raises(Invalid):
        imports.start(scope, [box], me=["nobody"])


def test_an_address_that_is_mine_for_a_time_is_a_persons_before(scope: Scope) -> None:
    import datetime as dt

    bring(scope, [[_mail(1, sender=ME, to="ines@varga.example")]], me=())
    add_address(scope, ME, since=dt.date(2025, 1, 1))
    assert not Person.objects.filter(book_id=scope.book_id, name="Ines Varga").exists()
    add_address(scope, ME, since=dt.date(2024, 1, 1), until=dt.date(2024, 12, 31))
    assert Person.objects.filter(book_id=scope.book_id, name="Ines Varga").exists()


def test_files_never_go_into_the_sample(scope: Scope, box: tuple[Path, str]) -> None:
    sample = replace(scope, is_sample=True)
    with pytest.raises(Invalid, match="own book"):
        imports.import_files(sample, [box], me=[ME])
    assert not Batch.objects.exists()


def test_a_long_import_writes_down_how_far_it_is_and_that_it_is_alive(
    scope: Scope, box: tuple[Path, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(taking, "NOTED_EVERY", 0.0)
    noted: list[int] = []
    keep = taking._note

    def note(run: taking.Run) -> None:
        noted.append(run.batch.number)
        keep(run)

    monkeypatch.setattr(taking, "_note", note)
    number = imports.import_files(scope, [box], me=[ME])
    assert noted.count(number) > 1


def test_files_with_little_in_them_are_stored_together_each_under_its_own_name(
    scope: Scope, tmp_path: Path, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for n in range(200):
        text = BOX.replace(b"<1@", b"<%d@" % n).partition(b"\nFrom x")[0].partition(b"\n")[2]
        (tmp_path / f"{n}.eml").write_bytes(text)
    with django_assert_max_num_queries(1000):
        number = imports.import_files(scope, [(tmp_path, "letters")], me=[ME])
    seen = Sighting.objects.filter(batch__number=number, book_id=scope.book_id)
    labels = [(label, ref) for label, ref in seen.values_list("file__label", "interaction__subject")]
    assert sorted(labels) == sorted((f"letters/{n}.eml", "Tea") for n in range(200))


def test_whose_the_files_are_is_one_of_two(scope: Scope, box: tuple[Path, str]) -> None:
    number = imports.import_files(scope, [box], me=[ME])
    with pytest.raises(Invalid):
        questions.whose(scope, number, "nobody's")
    with pytest.raises(NotFound):
        questions.whose(scope, number + 1, Batch.MINE)
    questions.whose(scope, number, Batch.EMPLOYER)
    assert _batch(scope, number).belongs_to == Batch.EMPLOYER
