"""`comity import`, `imports` and `undo`: what they bring, ask, say and take back."""

from __future__ import annotations

import os
from contextlib import nullcontext
from pathlib import Path
from unittest.mock import patch

import pytest

from comity.interfaces.cli import _COMMANDS, importing
from tests.cli.conftest import ME, Asked

COMMANDS = [*_COMMANDS, "me add", "me remove", "me zone", "me name"]


def test_an_import_tells_what_it_brought(comity: Asked, mailbox: str) -> None:
    said = comity("import", mailbox, "--me", ME, "--mine")
    assert said.startswith("Import 1 (done): 2 read in ")
    assert "  2 new, 0 known already" in said
    assert "  letters.mbox: mbox" in said
    again = comity.json("import", mailbox, "--mine", "--again")
    assert (again["number"], again["counts"]["new"], again["counts"]["known"]) == (2, 0, 2)


def test_files_that_have_not_changed_are_not_read_again(comity: Asked, mailbox: str) -> None:
    comity("import", mailbox, "--me", ME)
    assert "Nothing has changed since import 1" in comity("import", mailbox)
    told = comity.json("import", mailbox)
    assert (told["unchanged"], told["number"], len(comity.json("imports"))) == (True, 1, 1)


def test_files_are_read_again_where_that_may_bring_something(comity: Asked, mailbox: str) -> None:
    comity("import", mailbox)
    assert comity.json("import", mailbox, "--me", ME)["number"] == 2
    Path(mailbox).write_text(Path(mailbox).read_text())
    assert comity.json("import", mailbox)["number"] == 3
    comity("undo", "3")
    comity("undo", "2")
    comity("undo", "1")
    assert comity.json("import", mailbox)["counts"]["new"] == 2


def test_questions_that_an_import_leaves_are_printed_with_their_answer(comity: Asked, mailbox: str) -> None:
    said = comity("import", mailbox)
    assert f"(comity me add {ME})" in said
    assert "or an employer’s?" in said
    comity("me", "add", ME)
    assert "your address?" not in comity("today")
    assert [row["name"] for row in comity.json("people")] == ["Zoë Ångström", "東京太郎"]


class _Terminal:
    """Stands for `sys` where somebody sits before it."""

    def __init__(self) -> None:
        self.stdin = self.stderr = self

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("typed", "mine"), [("mine\ny\n", True), ("later\nn\nn\nn\n", False)])
def test_on_a_terminal_questions_are_asked(comity: Asked, mailbox: str, typed: str, mine: bool) -> None:
    with (
        patch.object(importing, "sys", _Terminal()),
        patch.object(importing, "_progress", lambda quiet: nullcontext(lambda counts: None)),
    ):
        ended = comity.run("import", mailbox, typed=typed)
    assert ended.exit_code == 0, ended.output
    assert bool(comity.json("me")["addresses"]) is mine
    assert comity.json("imports", "1")["belongs_to"] == ("mine" if mine else "")


def test_a_file_that_nobody_can_read_ends_with_one(comity: Asked, tmp_path: Path) -> None:
    path = tmp_path / "noise.bin"
    path.write_bytes(os.urandom(3000))
    said = comity("import", str(path), "--mine", code=1)
    assert "noise.bin" in said
    shown = comity("imports", "1")
    assert "could not be read" in shown
    assert comity.json("imports", "1")["problem_count"] == 1


def test_imports_are_listed_and_undone(filled: Asked) -> None:
    (row,) = filled("imports").splitlines()[1:]
    assert row.split()[0] == "1"
    assert row.split()[-4:] == ["done", "2", "0", "0"]
    assert filled("undo", "1") == "Import 1 is undone.\n"
    assert filled.json("people") == []
    assert "undone" in filled("imports")
    assert "This import is undone" in filled.refused("undo", "1")


def test_whose_the_files_are_can_be_said_later(comity: Asked, mailbox: str) -> None:
    assert "comity imports 1 --mine" in comity("import", mailbox, "--me", ME)
    assert comity.json("imports", "1", "--employer")["belongs_to"] == "employer"
    assert comity.json("imports", "1")["questions"] == []
    assert comity.json("imports", "1", "--mine")["belongs_to"] == "mine"
    assert "Say which import" in comity.refused("imports", "--mine", code=2)
    assert "no import" in comity.refused("imports", "7", "--mine")


def test_undo_tells_what_it_left_as_json(filled: Asked) -> None:
    assert filled.json("undo", "1")["state"] == "undone"
