"""A restored book is put in its place whole, wherever the process that does it is killed."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from comity.core.errors import InUse
from comity.store import holding

MOVES = [
    {"from": "comity.sqlite3", "to": "comity.sqlite3", "keep": "comity-before-1.sqlite3"},
    {"from": "erased.key", "to": "erased.key", "keep": ""},
    {"from": "playbooks", "to": "playbooks", "keep": "playbooks-before-1"},
]


class Killed(BaseException):
    """The process ends here."""


def folders(place: Path) -> tuple[Path, Path]:
    home, stage = place / "home", place / "home" / "restore-x"
    for folder, word in ((home, "old"), (stage, "new")):
        (folder / "playbooks").mkdir(parents=True)
        for name in ("comity.sqlite3", "erased.key", "playbooks/a.toml"):
            (folder / name).write_text(word)
    return home, stage


def seen(home: Path) -> list[str]:
    return [(home / name).read_text() for name in ("comity.sqlite3", "erased.key", "playbooks/a.toml")]


def kill_at(step: int) -> tuple[list[Any], list[int]]:
    """Patches that end the process before its step of this number, counted over everything that touches the disk."""
    count = [0]

    def counted(real: Callable[..., Any]) -> Callable[..., Any]:
        def wrapped(*args: Any, **kwargs: Any) -> Any:
            count[0] += 1
            if count[0] == step:
                raise Killed
            return real(*args, **kwargs)

        return wrapped

    watched = ["rename", "replace", "link", "fsync", "unlink", "rmdir"]
    return [patch.object(os, name, counted(getattr(os, name))) for name in watched], count


def test_wherever_it_is_killed_the_folder_holds_the_old_or_the_new(tmp_path: Path) -> None:
    outcomes = set()
    for step in range(1, 60):
        home, stage = folders(tmp_path / str(step))
        patches, _ = kill_at(step)
        for each in patches:
            each.start()
        try:
            holding.plan_moves(home, stage, MOVES)
            holding.finish_moves(home)
            over = True
        except Killed:
            over = False
        finally:
            for each in patches:
                each.stop()
        assert (home / "comity.sqlite3").exists()
        if (home / holding.READY / holding.MOVES).exists():
            holding.finish_moves(home)
        found = seen(home)
        assert found in (["old"] * 3, ["new"] * 3), step
        if found[0] == "new":
            assert (home / "comity-before-1.sqlite3").read_text() == "old"
            assert (home / "playbooks-before-1" / "a.toml").read_text() == "old"
        outcomes.add(found[0])
        if over:
            break
    assert (outcomes, over) == ({"old", "new"}, True)


def test_the_next_process_finishes_what_was_planned(tmp_path: Path) -> None:
    home, stage = folders(tmp_path)
    holding.plan_moves(home, stage, MOVES)
    holding.hold(home)
    assert seen(home) == ["new"] * 3
    assert not (home / holding.READY).exists()
    holding.hold(home)


def test_a_folder_is_held_alone_only_by_one(tmp_path: Path) -> None:
    fcntl = pytest.importorskip("fcntl")
    with open(tmp_path / holding.LOCK, "ab") as other:
        fcntl.flock(other, fcntl.LOCK_SH)
        with pytest.raises(InUse) as refused:
            holding.hold_alone(tmp_path)
        assert not refused.value.restoring
        fcntl.flock(other, fcntl.LOCK_UN)
        holding.hold_alone(tmp_path)
        holding.release(tmp_path)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    with open(elsewhere / holding.LOCK, "ab") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        with pytest.raises(InUse) as refused:
            holding.hold(elsewhere)
        assert refused.value.restoring


def test_where_links_cannot_be_made_the_former_file_is_renamed(tmp_path: Path) -> None:
    home, stage = folders(tmp_path)

    def none(*_: object) -> None:
        raise OSError

    holding.plan_moves(home, stage, MOVES)
    with patch.object(os, "link", none):
        holding.finish_moves(home)
    assert (seen(home), (home / "comity-before-1.sqlite3").read_text()) == (["new"] * 3, "old")
    holding.finish_moves(home)
