"""The launcher tells by itself that a Maildir has not changed, and only while nothing that matters has."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

import pytest

from comity.store import at_rest, holding

pysqlite3 = pytest.importorskip("pysqlite3")
LAUNCHER = Path(__file__).parents[2] / "launcher" / "comity"
SRC = LAUNCHER.parents[1] / "src"
NO_PROGRAM = "#!/bin/sh\necho 'Python ran.' >&2\n"
PROGRAM = f"""#!{sys.executable}
import sys
sys.path.insert(0, {str(SRC)!r})
from comity.interfaces.cli import run
print("Python ran.", file=sys.stderr)
run()
"""
SAID = "Nothing has changed since import 1 ("
MAIL = "From: Ama <a@quill.example>\nDate: Mon, 1 Jan 2024 10:00:00 +0000\nSubject: Tea\n\nTea?\n"
AN_HOUR = 3600


class Desk(NamedTuple):
    """A folder with what is installed (`bin`), a Maildir (`mail`), and a data folder (`home`)."""

    folder: Path

    @property
    def mail(self) -> Path:
        return self.folder / "mail"

    @property
    def home(self) -> Path:
        return self.folder / "home"

    def said(self, *words: str, within: str = "", **variables: str) -> tuple[str, bool]:
        """What the command says, and whether Python was needed for it."""
        kept = {name: os.environ[name] for name in ("HOME", "PATH", "LANG") if name in os.environ}
        ended = subprocess.run(
            [str(self.folder / "bin" / "comity"), *words],
            env=kept | {"COMITY_HOME": str(self.home)} | variables,
            cwd=self.folder / within,
            capture_output=True,
            text=True,
        )
        return ended.stdout, "Python ran." in ended.stderr

    def notes(self) -> list[Path]:
        return sorted((self.home / "at-rest").glob("*/note"))


def age(*folders: Path) -> None:
    """Let it be an hour since these changed."""
    then = time.time() - AN_HOUR
    for folder in folders:
        os.utime(folder, (then, then))


def set_up(folder: Path, program: str) -> Desk:
    """Everything but a book, an hour old."""
    for part in ("cur", "new", "tmp", ".Sent/cur", ".Sent/new"):
        (folder / "mail" / part).mkdir(parents=True)
    (folder / "mail" / "cur" / "1.a:2,S").write_text(MAIL)
    (folder / "bin").mkdir()
    shutil.copy(LAUNCHER, folder / "bin" / "comity")
    (folder / "bin" / "comity-python").write_text(program)
    (folder / "bin" / "comity-python").chmod(0o755)
    age(*(path for path in (folder / "bin", *folder.glob("mail/**/")) if path.is_dir()))
    return Desk(folder)


@pytest.fixture(scope="module")
def real(begun: Path, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """Comity itself, into whose book the Maildir was imported."""
    folder = tmp_path_factory.mktemp("launcher")
    shutil.copytree(begun, folder / "home")
    desk = set_up(folder, PROGRAM)
    assert "1 new" in desk.said("import", "mail")[0]
    return desk


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A note that nothing has changed, and a program that does nothing but say that it ran."""
    desk = set_up(tmp_path, NO_PROGRAM)
    desk.home.mkdir()
    monkeypatch.setenv("COMITY_HOME", str(desk.home))
    with closing(pysqlite3.connect(desk.home / "comity.sqlite3")) as book, book:
        book.execute("CREATE TABLE something (text)")
    leave(desk, "import", "mail")
    assert desk.said("import", "mail") == (f"{SAID}…)\n", False)
    return desk


def leave(desk: Desk, *words: str) -> None:
    """Leave the note that a command leaves."""
    seen = at_rest.seen([desk.mail, *(path for path in desk.mail.rglob("*") if path.is_dir())])
    assert seen is not None
    bin_ = str(desk.folder / "bin")
    seen = seen._replace(times=(*seen.times, (bin_, os.stat(bin_).st_mtime_ns)))
    command = at_rest.Command(f"{bin_}/comity", str(desk.folder), words)
    at_rest.leave_note(command, seen, [f"{SAID}…)"])


def test_after_an_import_the_launcher_knows_that_nothing_has_changed(real: Desk) -> None:
    said, ran = real.said("import", "mail")
    assert (said.startswith(SAID), ran) == (True, False)


def test_after_a_command_all_is_in_the_one_file_of_the_book(real: Desk) -> None:
    assert real.said("me", "add", "kim@home.example")[1]
    log = real.home / "comity.sqlite3-wal"
    assert not log.exists() or log.stat().st_size == 0


def test_it_says_what_comity_says(real: Desk) -> None:
    with closing(pysqlite3.connect(real.home / "comity.sqlite3")) as book, book:
        book.execute("CREATE TABLE something (text)")
    (said, ran), *others = (real.said("import", "mail") for _ in range(3))
    assert (said.startswith(SAID), ran) == (True, True)
    assert others == [(said, False)] * 2


def write(desk: Desk) -> None:
    """Let something be written in the book."""
    with closing(pysqlite3.connect(desk.home / "comity.sqlite3")) as book, book:
        book.execute("INSERT INTO something VALUES ('else')")


def without_parts_of_a_second(desk: Desk) -> None:
    """Give what tells whether these count the times they have where they do not."""
    for note in desk.notes():
        for name in ("early", "late"):
            os.utime(note.parent / name, (1, 1))


def cut(desk: Desk) -> None:
    """Leave the first half of a note."""
    for note in desk.notes():
        lines = note.read_text().splitlines(keepends=True)
        note.write_text("".join(lines[:-1]))


def without_times(desk: Desk) -> None:
    """Take away the first time that a note rests on."""
    for note in desk.notes():
        (note.parent / "1").unlink()


def older(desk: Desk) -> None:
    """Put a folder back as it was longer ago, as a copy of an older state does."""
    then = time.time() - 2 * AN_HOUR
    os.utime(desk.mail / "cur", (then, then))


CHANGES: dict[str, Callable[[Desk], object]] = {
    "a message comes": lambda desk: (desk.mail / "new" / "2.b").write_text(MAIL),
    "one comes to an inner folder": lambda desk: (desk.mail / ".Sent" / "cur" / "3.c:2,").write_text(MAIL),
    "one goes": lambda desk: os.remove(desk.mail / "cur" / "1.a:2,S"),
    "one is flagged": lambda desk: (desk.mail / "cur" / "1.a:2,S").rename(desk.mail / "cur" / "1.a:2,RS"),
    "an inner folder comes": lambda desk: (desk.mail / ".Drafts").mkdir(),
    "all go": lambda desk: shutil.rmtree(desk.mail),
    "an older state is put back": older,
    "the book changes": write,
    "the book goes": lambda desk: os.remove(desk.home / "comity.sqlite3"),
    "the book is being changed": lambda desk: (desk.home / "comity.sqlite3-wal").write_bytes(b"unfinished"),
    "a backup waits to be put in place": lambda desk: shutil.copytree(desk.mail, desk.home / holding.READY),
    "something is installed": lambda desk: (desk.folder / "bin" / "newer").touch(),
    "parts of a second do not count": without_parts_of_a_second,
    "a note is cut": cut,
    "a time is missing": without_times,
    "a note says what is not known": lambda desk: [n.write_text("?\n" + n.read_text()) for n in desk.notes()],
    "a note is empty": lambda desk: [note.write_text("") for note in desk.notes()],
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_wherever_anything_is_otherwise_comity_looks(desk: Desk, change: Callable[[Desk], object]) -> None:
    change(desk)
    assert desk.said("import", "mail")[1] is True


@pytest.mark.parametrize(
    ("words", "within", "variables"),
    [
        (["import", "mail", "--json"], "", {}),
        (["import", "--again", "mail"], "", {}),
        (["import", "mail", "mail"], "", {}),
        (["import"], "", {}),
        (["import", "../mail"], "home", {}),
        (["import", "mail"], "bin", {}),
        (["imports"], "", {}),
        ([], "", {}),
        (["import", "mail"], "", {"COMITY_DATABASE_URL": "postgresql://nowhere.example/none"}),
        (["import", "mail"], "", {"PYTHONPATH": "/somewhere"}),
    ],
)
def test_another_command_is_not_answered(
    desk: Desk, words: list[str], within: str, variables: dict[str, str]
) -> None:
    assert desk.said(*words, within=within, **variables)[1] is True


@pytest.mark.parametrize("words", [("--json", "mail"), ("--dry-run", "mail"), ("mail", "letters.mbox")])
def test_nothing_is_noted_of_what_the_launcher_could_not_know(real: Desk, words: tuple[str, ...]) -> None:
    (real.folder / "letters.mbox").write_text(f"From a@quill.example Mon Jan  1 10:00:00 2024\n{MAIL}\n")
    before = real.notes()
    assert [real.said("import", *words)[1] for _ in range(2)] == [True, True]
    assert real.notes() == before


def test_nothing_is_noted_while_what_changes_next_might_have_the_same_time(real: Desk) -> None:
    os.utime(real.mail / "cur")
    assert [real.said("import", "mail")[1] for _ in range(2)] == [True, True]


def test_a_file_with_the_name_of_a_command_or_a_quotation_is_only_a_name(desk: Desk) -> None:
    named = "$(touch owned) '\" `touch owned` \\n *"
    leave(desk, "import", named)
    assert desk.said("import", named) == (f"{SAID}…)\n", False)
    assert desk.said("import", f"{named} ")[1] is True
    assert not (desk.folder / "owned").exists()


def test_a_name_that_does_not_fit_a_line_is_not_noted(desk: Desk) -> None:
    leave(desk, "import", "mail\n.")
    assert desk.said("import", "mail\n.")[1] is True
    assert len(desk.notes()) == 1


def test_the_notes_of_a_few_commands_are_kept_and_only_the_owner_may_read_them(desk: Desk) -> None:
    for number in range(1, 9):
        leave(desk, "import", "mail", *["--mine"] * number)
    assert len(desk.notes()) == 8
    assert desk.said("import", "mail", *["--mine"] * 8)[1] is False
    assert desk.said("import", "mail")[1] is True
    kept = [desk.home / "at-rest", *(desk.home / "at-rest").rglob("*")]
    assert {path.stat().st_mode & 0o077 for path in kept} == {0}
    assert [path for path in (desk.home / "at-rest").iterdir() if path.name.startswith(".")] == []


def test_a_link_to_the_launcher_starts_comity(desk: Desk) -> None:
    (desk.folder / "elsewhere").mkdir()
    link = desk.folder / "elsewhere" / "comity"
    link.symlink_to(desk.folder / "bin" / "comity")
    ended = subprocess.run([str(link), "--version"], capture_output=True, text=True)
    assert (ended.returncode, ended.stderr) == (0, "Python ran.\n")


def test_the_database_is_given_time_so_that_its_next_change_has_another(
    desk: Desk,
) -> None:
    os.utime(desk.home / "comity.sqlite3")
    seen = at_rest.seen([desk.mail])
    assert seen is not None
    at = dict(seen.times)[str(desk.home / "comity.sqlite3")]
    assert time.time_ns() - at > 50_000_000
    os.utime(desk.home / "comity.sqlite3", (time.time() + 60,) * 2)
    assert at_rest.seen([desk.mail]) is None
