"""Readers that hang, eat or die: each ends in a clear word, and in all of an import or in nothing of it."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pytest

from comity.actions import imports, previews
from comity.answers.imports import batch, batches
from comity.core.errors import ReaderDied
from comity.sources import _reading
from comity.sources._patience import LONGEST, PATIENCE, Stalled, Watch, given
from tests.hostile import trouble
from tests.hostile.desk import Desk
from tests.made_up import ME

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(
        sys.platform != "linux", reason="The limits of the reading process are tried on Linux."
    ),
]


@pytest.fixture(autouse=True)
def _impatient(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", trouble.install(tmp_path))
    monkeypatch.setattr(_reading, "PATIENCE", 1.5)


def _paths(desk: Desk, what: str) -> list[tuple[Path, str]]:
    """A file that makes trouble, and one that makes none."""
    bad = desk.write("bad", f"TROUBLE {what}")
    return [(bad, "bad"), (desk.folder / "witness.eml", "witness.eml")]


def _refused(desk: Desk, what: str) -> list[tuple[str, str]]:
    """(code, reason) of what such an import refused."""
    number = imports.import_files(desk.scope, _paths(desk, what), me=[ME])
    return [(problem.code, problem.reason) for problem in batch(desk.scope, number).problems]


@pytest.mark.parametrize(
    ("what", "code", "words"),
    [
        ("sleep", "stalled", "nothing was read for 2 seconds"),
        ("spin", "stalled", "nothing was read for 2 seconds"),
        ("pattern", "stalled", "nothing was read for 2 seconds"),
        ("memory", "too-large", "more memory than is allowed"),
        ("recurse", "reader-failed", "RecursionError"),
        ("nonsense", "reader-failed", "TypeError"),
        ("unsendable", "reader-failed", "ValueError"),
    ],
)
def test_a_reader_that_hangs_or_eats_costs_its_own_file_only(
    desk: Desk, what: str, code: str, words: str
) -> None:
    ((found, reason),) = _refused(desk, what)
    assert found == code
    assert words in reason
    desk.check()


def test_a_reader_that_leaves_files_open_is_told_so_and_so_is_what_could_not_be_opened_after(
    desk: Desk,
) -> None:
    refused = _refused(desk, "files")
    assert {code for code, _ in refused} == {"unreadable"}
    assert all("Too many open files" in reason for _, reason in refused)
    desk.check(witnessed=False)


def test_a_reader_that_hangs_while_it_recognises_is_as_good_as_one_that_declines(desk: Desk) -> None:
    desk.write("bad", "RECOGNISE: me\n" + (desk.folder / "witness.eml").read_text())
    imports.import_files(desk.scope, [(desk.folder / "bad", "bad")], me=[ME])
    desk.check()


@pytest.mark.parametrize(
    ("what", "code", "stalled"),
    [("deaf", -9, True), ("leave", 0, False), ("crash", -11, False)],
)
def test_what_no_signal_reaches_and_what_dies_hard_is_taken_back_as_a_whole(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, what: str, code: int, stalled: bool
) -> None:
    monkeypatch.setattr(_reading, "_LOOKS", 0.2)
    before = desk.seen()
    paths = list(reversed(_paths(desk, what)))
    for act in (imports.import_files, previews.preview):
        with pytest.raises(ReaderDied) as caught:
            act(desk.scope, paths, me=[ME])
        assert caught.value == ReaderDied(code, "bad", stalled)
        desk.check(witnessed=False)
        assert desk.seen() == before
    (told,) = batches(desk.scope)
    assert told.state == "cancelled"
    assert "bad" in told.error


def test_a_reader_that_is_slow_but_goes_on_is_left_to_it(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_reading, "_LOOKS", 0.2)
    assert _refused(desk, "slow") == [("told", word) for word in ("One.", "Two.", "Three.", "Four.")]
    desk.check()


def test_a_store_that_is_slow_does_the_reader_no_harm(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_reading, "_LOOKS", 0.2)
    scratch = desk.folder / "scratch"
    scratch.mkdir()
    found: list[_reading.Message] = []
    for message in _reading.read_all(_paths(desk, "much"), scratch):
        if len(found) == 1:
            time.sleep(4.5)
        found.append(message)
    assert isinstance(found[-1], _reading.Progress)


def test_a_large_file_is_given_longer_but_none_for_ever() -> None:
    assert given(0) == PATIENCE
    assert given(60_000_000) == PATIENCE + 60
    assert given(10**15) == LONGEST


def test_only_time_without_progress_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    watch = Watch(12.0)
    watch.begin(0)
    for _ in range(100):
        watch.steps += 1
        watch._look()
    watch.busy = True
    for _ in range(100):
        watch._look()
    watch.busy = False
    for _ in range(11):
        watch._look()
    with pytest.raises(Stalled, match="nothing was read for 12 seconds"):
        watch._look()


def test_many_files_and_long_names_fit_what_the_reader_is_told(desk: Desk) -> None:
    paths = [(desk.folder / f"{'gone' * 50}-{number}", f"gone-{number}") for number in range(1000)]
    number = imports.import_files(desk.scope, [*paths, (desk.folder / "witness.eml", "witness.eml")], me=[ME])
    assert batch(desk.scope, number).counts["refused"] == 1000
    desk.check()
