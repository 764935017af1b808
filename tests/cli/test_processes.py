"""The command as a process of its own: what it loads, what it leaves on the disk, how it fails."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

SRC = Path(__file__).parents[2] / "src"
START = "from comity.interfaces.cli import main; main(prog_name='comity')"


def run(home: Path, *words: str, code: str = START, **more: str) -> subprocess.CompletedProcess[str]:
    """Run `comity` with a data folder."""
    environment = {
        k: v for k, v in os.environ.items() if k not in {"COMITY_DATABASE_URL", "DJANGO_SETTINGS_MODULE"}
    }
    environment |= {"PYTHONPATH": str(SRC), "COMITY_HOME": str(home), "PYTHONWARNINGS": "error"} | more
    return subprocess.run(
        [sys.executable, "-c", code, *words], env=environment, capture_output=True, text=True
    )


@pytest.mark.parametrize("words", [("--help",), ("--version",), ("people", "--help")])
def test_help_waits_for_no_framework(tmp_path: Path, words: tuple[str, ...]) -> None:
    check = (
        "import atexit, sys\n"
        "atexit.register(lambda: print(sorted({'django', 'sqlite3', 'rich', 'granian', 'comity.store'} & set(sys.modules))))\n"
    )
    ended = run(tmp_path / "home", *words, code=check + START)
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout.splitlines()[-1] == "[]"
    assert not (tmp_path / "home").exists()


def test_a_first_command_makes_a_private_folder_with_private_files(tmp_path: Path) -> None:
    home = tmp_path / "new" / "home"
    ended = run(home, "doctor")
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert home.stat().st_mode & 0o777 == 0o700
    files = [path for path in home.rglob("*") if path.is_file()]
    assert {"comity.sqlite3", "secret.key"} <= {path.name for path in files}
    assert {path.stat().st_mode & 0o777 for path in files} == {0o600}


@pytest.mark.parametrize("damage", ["under a file", "a file", "no database", "wrong address"])
def test_a_data_folder_that_cannot_be_used_gives_a_sentence_and_a_step(tmp_path: Path, damage: str) -> None:
    home, more = tmp_path / "home", {}
    if damage in ("under a file", "a file"):
        home.write_text("")
        home = home / "below" if damage == "under a file" else home
    elif damage == "no database":
        home.mkdir(mode=0o700)
        (home / "comity.sqlite3").write_bytes(b"this is no database, whatever its name says" * 100)
    else:
        more = {"COMITY_DATABASE_URL": "mysql://somewhere/else"}
    ended = run(home, "today", **more)
    assert ended.returncode == 1
    assert ended.stdout == ""
    assert "Traceback" not in ended.stderr
    problem, step = ended.stderr.strip().splitlines()
    assert problem.endswith(".") or ":" in problem
    assert step.endswith(".")


def test_bytes_that_are_no_text_give_a_sentence(home: Path) -> None:
    ended = run(home, "remind", os.fsdecode(b"caf\xe9"), "--on", "today")
    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr.startswith("What you typed holds bytes that are no text.")
