"""That files have not changed is told at a glance, and only where nothing at all is unusual."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from comity.actions.at_a_glance import Seen, unchanged_since
from comity.sources._state import state_of
from comity.store import holding

pysqlite3 = pytest.importorskip("pysqlite3")
ME = "kim@home.example"
SRC = Path(__file__).parents[2] / "src"
START = (
    "import atexit, sys\n"
    "atexit.register(lambda: print('django' in sys.modules, file=sys.stderr))\n"
    "from comity.interfaces.cli import main; main(prog_name='comity')"
)
MAIL = (
    f"From a@quill.example Mon Jan  1 10:00:00 2024\nFrom: Ama <a@quill.example>\nTo: {ME}\n"
    "Date: Mon, 1 Jan 2024 10:00:00 +0000\nSubject: Tea\n\nTea?\n\n"
)


def comity(home: Path, *words: str) -> tuple[str, bool]:
    """What the command says in a process of its own, and whether it loaded Django."""
    left_out = {"COMITY_DATABASE_URL", "DJANGO_SETTINGS_MODULE"}
    kept = {name: value for name, value in os.environ.items() if name not in left_out}
    environment = kept | {"PYTHONPATH": str(SRC), "COMITY_HOME": str(home)}
    ended = subprocess.run(
        [sys.executable, "-c", START, *words], env=environment, capture_output=True, text=True
    )
    assert ended.returncode == 0, ended.stderr
    return ended.stdout, ended.stderr.splitlines()[-1] == "True"


@pytest.fixture(scope="module")
def imported(begun: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A data folder into which a mailbox was imported, and the mailbox."""
    folder = tmp_path_factory.mktemp("glance")
    box = folder / "letters.mbox"
    box.write_text(MAIL)
    shutil.copytree(begun, folder / "home")
    comity(folder / "home", "import", str(box), "--me", ME, "--mine")
    return folder / "home", box


@pytest.fixture
def home(imported: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of it, which is the one in use."""
    home = tmp_path / "home"
    shutil.copytree(imported[0], home)
    monkeypatch.setenv("COMITY_HOME", str(home))
    monkeypatch.delenv("COMITY_DATABASE_URL", raising=False)
    return home


@pytest.fixture
def box(imported: tuple[Path, Path]) -> Path:
    return imported[1]


def change(home: Path, statement: str) -> None:
    """Change the database of a data folder."""
    with closing(pysqlite3.connect(home / "comity.sqlite3")) as book, book:
        book.execute(statement)


def damage(home: Path) -> None:
    """Write something else in the place of the database."""
    for file in home.glob("comity.sqlite3*"):
        file.unlink()
    (home / "comity.sqlite3").touch(0o600)
    (home / "comity.sqlite3").write_bytes(b"none" * 999)


def test_it_is_told_without_loading_what_a_book_needs(imported: tuple[Path, Path]) -> None:
    home, box = imported
    said, loaded = comity(home, "import", str(box), "--me", ME.upper())
    assert said.startswith("Nothing has changed since import 1 (")
    assert not loaded
    said, loaded = comity(home, "import", str(box), "--json")
    assert ('"unchanged": true' in said, '"number": 1' in said, loaded) == (True, True, True)
    assert {path.stat().st_mode & 0o777 for path in home.glob("comity.sqlite3*")} == {0o600}


def test_the_latest_import_that_read_just_these_files_is_named(home: Path, box: Path) -> None:
    seen = unchanged_since([box])
    assert seen.before is not None
    assert seen.before[0] == 1
    change(
        home, "UPDATE store_batch SET number = 7, started_at = '2024-02-29 23:59:59.5', uuid = uuid || uuid"
    )
    seen = unchanged_since([box], [f" <{ME}> "])
    assert seen.before is not None
    assert (seen.before[0], str(seen.before[1])) == (7, "2024-02-29")


@pytest.mark.parametrize(
    "unusual",
    [
        pytest.param(lambda home: shutil.rmtree(home), id="no data folder"),
        pytest.param(lambda home: (home / "comity.sqlite3").unlink(), id="no database"),
        pytest.param(lambda home: damage(home), id="a damaged one"),
        pytest.param(lambda home: home.chmod(0o755), id="others may look into the folder"),
        pytest.param(lambda home: (home / "comity.sqlite3").chmod(0o644), id="others may read it"),
        pytest.param(lambda home: (home / "import-1-x").mkdir(), id="an import left something"),
        pytest.param(lambda home: (home / holding.READY).mkdir(), id="a restore left something"),
        pytest.param(lambda home: change(home, "DELETE FROM django_migrations"), id="a table is missing"),
        pytest.param(lambda home: change(home, "DELETE FROM store_batch"), id="it was undone"),
        pytest.param(lambda home: change(home, "UPDATE store_batch SET state = 'running'"), id="one runs"),
        pytest.param(
            lambda home: change(home, "UPDATE store_batch SET state = 'undoing'"), id="one is undone"
        ),
        pytest.param(
            lambda home: change(home, "UPDATE store_batch SET files_state = ''"), id="it was not told"
        ),
        pytest.param(lambda home: change(home, "UPDATE store_book SET is_sample = 1"), id="the sample book"),
        pytest.param(lambda home: change(home, "UPDATE store_user SET is_active = 0"), id="no user"),
        pytest.param(lambda home: change(home, "UPDATE store_identifier SET own = 0"), id="mine no more"),
    ],
)
def test_nobody_looks_at_the_files_where_anything_is_unusual(
    home: Path, box: Path, unusual: Callable[[Path], object]
) -> None:
    assert unchanged_since([box], [ME]).before is not None
    unusual(home)
    assert unchanged_since([box], [ME]) == Seen(None, None)


def test_nobody_looks_where_rows_live_on_a_server_or_sqlite_is_another(
    home: Path, box: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as context:
        context.setenv("COMITY_DATABASE_URL", "postgresql://somewhere/else")
        assert unchanged_since([box]) == Seen(None, None)
    monkeypatch.setitem(sys.modules, "pysqlite3", None)
    assert unchanged_since([box]) == Seen(None, None)


def test_nobody_looks_while_a_backup_is_put_in_its_place(
    home: Path, box: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    holder = "import sys; from pathlib import Path; from comity.store import holding\n"
    holder += "holding.hold_alone(Path(sys.argv[1])); print(flush=True); sys.stdin.read()"
    monkeypatch.setenv("PYTHONPATH", str(SRC))
    command = [sys.executable, "-c", holder, str(home)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        assert other.stdin is not None
        other.stdout.readline()
        assert unchanged_since([box]) == Seen(None, None)
        other.stdin.close()
    assert unchanged_since([box]).before is not None


@pytest.mark.parametrize("address", ["other@home.example", "no address"])
def test_nobody_looks_where_an_address_is_not_known_as_mine(home: Path, box: Path, address: str) -> None:
    assert unchanged_since([box], [ME, address]) == Seen(None, None)


def test_files_that_changed_are_told_as_they_are_now(home: Path, box: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.mbox"
    other.write_text(MAIL)
    seen = unchanged_since([other])
    assert (seen.before, seen.state) == (None, state_of([other]))
    assert unchanged_since([box, other]).before is None


def test_tables_that_are_understood_otherwise_are_read_again(home: Path, box: Path) -> None:
    change(
        home,
        "INSERT INTO store_csvmapping (book_id, fingerprint, columns) SELECT id, hex(randomblob(16)), '{}' FROM store_book",
    )
    seen = unchanged_since([box])
    assert (bool(seen.state), seen.before) == (True, None)


def test_naming_whose_the_files_are_is_heard_where_nothing_changed(home: Path, box: Path) -> None:
    shutil.copy(box, home / "copy.mbox")
    comity(home, "import", str(home / "copy.mbox"))
    said, loaded = comity(home, "import", str(home / "copy.mbox"), "--of", "Quill Works")
    assert (said.startswith("Nothing has changed since import 2 ("), loaded) == (True, True)
    assert "Quill Works" in comity(home, "imports", "2")[0]
