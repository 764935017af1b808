"""`comity rights`, `erase`, `leave`, `backup`, `restore`, as they are typed."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.browser.serving import START, environment
from tests.cli.conftest import ME, Asked

ZOE, TARO = "Zoë Ångström", "東京太郎"


def test_a_file_of_everything_is_written_once(filled: Asked, tmp_path: Path) -> None:
    said = filled("rights", "file", ZOE, str(tmp_path / "out"))
    assert "Read them before you hand them over" in said
    found = json.loads((tmp_path / "out" / "person.json").read_text())
    assert found["about"] == ZOE
    assert (tmp_path / "out" / "person.pdf").read_bytes().startswith(b"%PDF")
    assert (tmp_path / "out" / "person.json").stat().st_mode & 0o077 == 0
    assert "already" in filled.refused("person", ZOE, "--file", str(tmp_path / "out"))
    assert filled.json("person", TARO, "--file", str(tmp_path / "more"))["rows"] > 3


def test_a_purpose_a_rule_and_what_is_due(filled: Asked) -> None:
    assert "Nobody waits" in filled("rights")
    assert "Nothing is said of" in filled("rights", "purpose", ZOE)
    filled(
        "rights",
        "purpose",
        ZOE,
        "--why",
        "Atlas",
        "--source",
        "Mail",
        "--review",
        "2020-01-01",
        "--hold",
        "Court",
    )
    row = filled.json("rights", "purpose", ZOE)
    assert (row["purpose"], row["hold"]) == ("Atlas", "Court")
    listed = filled("rights")
    assert "ON HOLD: Court" in listed
    assert "hold" in filled.refused("erase", ZOE, "--name", ZOE, "--json")
    filled("rights", "purpose", ZOE, "--hold", "")
    assert "You wanted to look at it again." in filled("rights")
    filled("rights", "purpose", ZOE, "--review", "0001-01-01")
    filled("rights", "forget", row["id"])
    id = filled("rights", "rule", "30", "--note", "long").rsplit(maxsplit=1)[-1]
    assert len(filled.json("rights")["due"]) == 2
    filled("rights", "unrule", id)
    assert filled.json("rights")["rules"] == []


def test_somebody_is_erased_and_stays_so(filled: Asked, mailbox: str) -> None:
    ahead = filled.json("erase", ZOE, "--dry-run")
    assert ahead["goes"]["interactions"] == 1
    assert "Goes:" in filled("erase", ZOE, "--dry-run")
    said = filled("erase", ZOE, "--asked-by", "them", typed=f"{ZOE}\n")
    assert "cannot reach" in said
    assert "Erased on" in filled("rights")
    again = filled("import", "--again", mailbox)
    assert "without people whom you erased" in again
    assert ZOE not in filled("people")
    assert "is not refused" in filled.refused("rights", "allow", "nobody@x.example")
    filled("rights", "allow", "zoe@quill.example")


def test_a_wrong_name_erases_nobody(filled: Asked) -> None:
    assert "type the name" in filled.run("erase", ZOE, typed="Zoe\n").stderr
    assert filled.json("erase", TARO, "--name", TARO)["found"] == []


def test_what_is_an_employers_is_listed(filled: Asked) -> None:
    filled("imports", "1", "--employer")
    said = filled("leave", "Hollis Press")
    assert "import 1" in said
    assert "--export DIR" in said
    assert filled.json("leave", "Hollis Press")["theirs"]["people"] == 2
    assert "needs --backup" in filled.refused("leave", "Hollis Press", "--remove", code=2)


def test_what_is_an_employers_is_taken_out_by_a_script(filled: Asked, tmp_path: Path) -> None:
    filled("imports", "1", "--employer")
    (tmp_path / "words").write_text("lantern harbour quilt\n")
    (tmp_path / "words").chmod(0o600)
    away = ("leave", "Hollis Press", "--remove", "--backup", str(tmp_path / "b.age"), "--yes")
    assert "no terminal to ask on" in filled.run(*away).stderr
    said = filled(*away, "--passphrase-file", str(tmp_path / "words"))
    assert "Taken out, with 2 people." in said
    assert (tmp_path / "b.age").exists()


@pytest.fixture
def run(home: Path, begun: Path, tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """`comity …` in a process of its own, in a data folder called `home` or `elsewhere`."""
    shutil.copytree(begun, tmp_path / "elsewhere")

    def of(*words: str, home: str = "home") -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-c", START, *words],
            env=environment(tmp_path / home),
            capture_output=True,
            text=True,
            cwd=tmp_path,
        )

    return of


@pytest.mark.slow
def test_backup_erasure_and_restore_on_another_machine(
    run: Callable[..., subprocess.CompletedProcess[str]], mailbox: str, tmp_path: Path
) -> None:
    (tmp_path / "words").write_text("lantern harbour quilt\n")
    words = ("--passphrase-file", "words")
    assert run("import", mailbox, "--me", ME, "--employer").returncode == 0
    made = run("backup", "book.age", *words, "--json")
    assert json.loads(made.stdout)["engine"] == "sqlite"
    assert "is sound" in run("backup", "--verify", "book.age", *words).stdout
    assert "exported" in run("leave", "Hollis", "--export", "without", "--json").stdout
    assert "zoe@" not in (tmp_path / "without" / "identifiers.jsonl").read_text()
    assert run("erase", ZOE, "--name", ZOE).returncode == 0
    restored = run("restore", "book.age", *words, "--json")
    assert json.loads(restored.stdout)["erased"] == 1
    assert ZOE not in run("people").stdout
    assert (
        ZOE
        in run("people", home="elsewhere").stdout
        + run("restore", "book.age", *words, "--yes", home="elsewhere").stdout
        + run("people", home="elsewhere").stdout
    )
    assert "There is no file" in run("backup", "--verify", "none.age").stderr
    (tmp_path / "other").write_text("not the passphrase\n")
    wrong = run("restore", "book.age", "--passphrase-file", "other", "--yes")
    assert (wrong.returncode, "does not open" in wrong.stderr) == (1, True)
    assert (run("backup", "--verify").returncode, run("doctor").returncode) == (2, 0)


@pytest.mark.slow
def test_a_server_that_runs_keeps_a_backup_from_being_restored(
    run: Callable[..., subprocess.CompletedProcess[str]], mailbox: str, tmp_path: Path
) -> None:
    pytest.importorskip("fcntl")
    (tmp_path / "words").write_text("lantern harbour quilt\n")
    run("import", mailbox, "--me", ME, "--mine")
    run("backup", "book.age", "--passphrase-file", "words")
    code = "import fcntl,sys; f=open(sys.argv[1],'ab'); fcntl.flock(f, fcntl.LOCK_SH); print(1, flush=True); input()"
    held = [sys.executable, "-c", code, str(tmp_path / "home" / "in-use.lock")]
    with subprocess.Popen(held, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        other.stdout.readline()
        refused = run("restore", "book.age", "--passphrase-file", "words", "--yes")
        other.communicate("\n")
    assert (refused.returncode, "Stop it" in refused.stderr) == (1, True)
