"""A thousand canaries, sealed: none is found in any file, in any answer, in anything that leaves, or in a browser's profile."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, Request, build_opener

import pytest

from tests import canaries
from tests.browser.serving import ROOT, START, Served, environment, serving

pytestmark = pytest.mark.slow
SHOWS = re.compile(r"/(confidence|incident|difficult|feeling|evidence)")
"""Pages that show the opened thing itself, to whom opened it."""


@dataclass(frozen=True, slots=True)
class Planted:
    """A data folder full of canaries, what serves it, and the ids of the people in it."""

    home: Path
    served: Served
    people: tuple[str, ...]

    @property
    def aside(self) -> Path:
        """Where programs write what they write outside the data folder: temporary files, caches, what they say of errors."""
        return self.home.parent / "aside"


def run(home: Path, *words: str) -> str:
    """Standard output of a command in this data folder."""
    done = subprocess.run(
        [sys.executable, *words],
        env=environment(home, home.parent / "aside"),
        check=True,
        capture_output=True,
        text=True,
        cwd=ROOT,
    )
    assert not canaries.holds(done.stderr.encode())
    return done.stdout


def comity(home: Path, *words: str) -> str:
    return run(home, "-c", START, *words)


@pytest.fixture(scope="module")
def planted(begun: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Planted]:
    folder = tmp_path_factory.mktemp("planted")
    home, aside = shutil.copytree(begun, folder / "home"), folder / "aside"
    aside.mkdir()
    people = run(home, "-m", "tests.canaries", "plant").split()
    with serving(home, aside) as running:
        yield Planted(home, running, tuple(people))


class Visitor:
    """Somebody signed in, who keeps nothing but cookies."""

    def __init__(self, planted: Planted) -> None:
        self.origin = planted.served.origin
        self.opener = build_opener(HTTPCookieProcessor(CookieJar()))
        self.get(planted.served.link)

    def get(self, path: str, **headers: str) -> bytes:
        """The headers and the body of an answer."""
        return self._ask(Request(self.origin + path, headers=headers))

    def post(self, path: str, **data: str) -> bytes:
        found = re.search(rb'name="csrfmiddlewaretoken" value="([^"]+)"', self.get("/sealed"))
        assert found is not None
        sent = urlencode({"csrfmiddlewaretoken": found[1].decode(), **data}).encode()
        return self._ask(Request(self.origin + path, sent, {"Referer": self.origin + "/sealed"}))

    def _ask(self, request: Request) -> bytes:
        try:
            with self.opener.open(request, timeout=60) as answer:
                content: bytes = answer.read()
                return bytes(answer.headers) + content
        except HTTPError as error:
            with error:
                return bytes(error.headers) + error.read()


@pytest.fixture(scope="module")
def visitor(planted: Planted) -> Visitor:
    """The owner, signed in: the link works once."""
    return Visitor(planted)


def pages(planted: Planted) -> list[str]:
    """Every address of ours that takes no id, those of a person, and searches."""
    listed = run(
        planted.home,
        "-c",
        "from comity.interfaces.cli.shared import prepare; prepare()\n"
        "from comity.interfaces.web.urls import urlpatterns\n"
        "print(*(p.pattern for p in urlpatterns if not p.pattern.converters), sep='\\n')",
    )
    found = ["/" + path for path in listed.split("\n")]
    for who in planted.people:
        found += [f"/people/{who}", f"/people/{who}/timeline"]
        found += [
            f"/write/{who}?kind={kind}" for kind in ("write", "thank", "introduce_ask_one", "follow_up")
        ]
    for where in ("search", "palette", "people", "people/names"):
        found += [f"/{where}?q={canaries.canary(n)[:8]}" for n in (0, 999)]
    return [path for path in found if path != "/favicon.ico"]


def without_the_question(path: str, answer: bytes) -> bytes:
    """An answer without the words that were searched for, which a page says again."""
    asked = path.partition("?q=")[2]
    return answer.replace(asked.encode(), b"") if asked else answer


def leaks(visitor: Visitor, planted: Planted) -> list[str]:
    asked = pages(planted)
    answers = {path: without_the_question(path, visitor.get(path)) for path in asked}
    parts = {
        path + " part": without_the_question(path, visitor.get(path, **{"HX-Request": "true"}))
        for path in asked
    }
    assert canaries.holds(answers[f"/people/{planted.people[0]}"], canaries.OPEN)
    return [path for path, answer in (answers | parts).items() if canaries.holds(answer)]


def nowhere(planted: Planted) -> None:
    """The data folder with the log beside the database, temporary files, what the server said, and its own program."""
    for folder in (planted.home, planted.aside, ROOT / "src"):
        assert list(canaries.where(folder)) == []
    found = list(canaries.where(planted.home, canaries.OPEN))
    assert any(name.startswith("comity.sqlite3") for name in found)
    assert (planted.home / "comity.sqlite3-wal").exists()
    assert (planted.aside / "errors.txt").exists()


def test_a_look_for_canaries_finds_them_in_every_form(tmp_path: Path) -> None:
    import base64

    one = canaries.canary(7)
    for number, content in enumerate(
        [
            one.upper().encode(),
            f"x{one}".encode("utf-16"),
            *(base64.b64encode(b"abc"[:shift] + one.encode() + b"tail") for shift in range(3)),
            one.encode().hex().upper().encode(),
        ]
    ):
        (tmp_path / f"{number}.bin").write_bytes(b"\xff\0" + content + b"\0")
    (tmp_path / "none.bin").write_bytes(b"nothing here")
    assert list(canaries.where(tmp_path)) == [f"{number}.bin" for number in range(6)]


def test_none_is_in_any_answer_but_the_page_of_the_opened_thing(planted: Planted, visitor: Visitor) -> None:
    assert leaks(visitor, planted) == []
    visitor.post("/sealed/unlock", passphrase=canaries.PASSPHRASE)
    assert b'"seconds": 0' not in visitor.get("/sealed/left")
    assert [path for path in leaks(visitor, planted) if not SHOWS.match(path)] == []
    visitor.post("/log", text="Coffee with Ada Quill today", do="record")
    visitor.post("/sealed/lock")
    assert leaks(visitor, planted) == []


def test_none_is_in_what_leaves_the_book(planted: Planted, visitor: Visitor, tmp_path: Path) -> None:
    said = run(planted.home, "-m", "tests.canaries", "ways")
    assert canaries.holds(said.encode(), canaries.OPEN)
    assert not canaries.holds(said.encode())
    comity(planted.home, "export", str(tmp_path / "export"))
    assert list(canaries.where(tmp_path / "export")) == []
    assert list(canaries.where(tmp_path / "export", canaries.OPEN)) != []
    comity(planted.home, "rights", "file", planted.people[0], str(tmp_path / "file"))
    assert list(canaries.where(tmp_path / "file")) == []
    assert {path.name for path in (tmp_path / "file").iterdir()} == {"person.json", "person.pdf"}
    address = comity(planted.home, "feed", "on", "--details", "--json")
    told = re.search(r"/feed/\S+?\.ics", address)
    assert told is not None
    assert not canaries.holds(visitor.get(told[0]))
    for words in (["person", planted.people[0], "--json"], ["search", "Ada", "--json"]):
        assert not canaries.holds(comity(planted.home, *words).encode())
    listed = run(planted.home, "-m", "tests.canaries", "lists")
    assert len(re.findall(r"^\w[\w -]*: 0 ", listed, re.MULTILINE)) > 25
    assert canaries.holds(listed.encode(), canaries.OPEN)
    assert not canaries.holds(listed.encode())


def test_none_is_in_a_backup_nor_in_the_book_that_it_becomes(planted: Planted, tmp_path: Path) -> None:
    secret, file = tmp_path / "secret", tmp_path / "book.age"
    secret.write_text("a passphrase of the backup alone\n")
    secret.chmod(0o600)
    comity(planted.home, "backup", str(file), "--passphrase-file", str(secret))
    (tmp_path / "aside").mkdir()
    (tmp_path / "there").mkdir(mode=0o700)
    comity(tmp_path / "there", "restore", str(file), "--passphrase-file", str(secret), "--yes")
    assert list(canaries.where(tmp_path)) == []
    assert any(canaries.where(tmp_path / "there", canaries.OPEN))


def test_none_that_is_typed_while_it_is_locked_is_in_any_file(planted: Planted, visitor: Visitor) -> None:
    """Words and a file that were sent to be sealed: they wait in memory, and are sealed with the passphrase."""
    visitor.post("/sealed/lock")
    told = {"title": f"Row {canaries.canary(1)}", "starts": "2024-05-01", "saw": canaries.canary(2)}
    waiting = visitor.post("/incidents/new", **told)
    assert canaries.canary(2).encode() in waiting
    assert b"It was locked meanwhile" in waiting
    visitor.post("/incidents/new", **told, **{"sealed-passphrase": "another one, and wrong"})
    nowhere(planted)
    saved = visitor.post("/incidents/new", **told, **{"sealed-passphrase": canaries.PASSPHRASE})
    assert canaries.canary(2).encode() in saved
    visitor.post("/sealed/lock")
    nowhere(planted)


def test_none_is_in_any_file_of_the_data_folder(planted: Planted, visitor: Visitor) -> None:
    """The database with its free pages, its log, sessions, what was uploaded, and all else below the data folder."""
    visitor.post("/sealed/unlock", passphrase=canaries.PASSPHRASE)
    for path in pages(planted):
        visitor.get(path)
    for path in sorted(path for path in pages(planted) if SHOWS.match(path)):
        visitor.get(path)
    nowhere(planted)
    counted = comity(planted.home, "sealed", "status", "--json")
    assert (
        sum(map(int, re.findall(r'"(?:confidences|incidents|difficult_steps|feelings)": (\d+)', counted)))
        >= 725
    )
    sessions = run(
        planted.home,
        "-c",
        "from comity.interfaces.cli.shared import prepare; prepare()\n"
        "from django.contrib.sessions.models import Session\n"
        "print([s.get_decoded() for s in Session.objects.all()])",
    )
    assert "'sealed'" in sessions
    assert not any(word in sessions for word in (canaries.MARK, canaries.PASSPHRASE))
