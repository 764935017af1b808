"""Processes that sweep: one that is killed sends nothing twice, and the one beside the server ends with it."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.browser.serving import START, environment, serving
from tests.mailing import ADDRESS, code_in
from tests.smtp_sink import Sink, smtp_sink

pytestmark = pytest.mark.slow
PROCESSES = Path("/proc")


class _Home:
    """A data folder with a mail that is due and not sent."""

    def __init__(self, home: Path, sink: Sink) -> None:
        self.home = home
        self.environment = environment(home) | {
            "COMITY_MAIL_URL": f"smtp://127.0.0.1:{sink.port}/?from=comity@hollis.example",
        }
        self.comity("remind", "Send the proofs", "--on", "today")
        self.comity("daymail", "to", ADDRESS, "--at", "00:00")
        self.comity("daymail", "confirm", code_in(sink.messages.pop()))
        self.free()
        sink.reached.clear()

    def comity(self, *words: str, code: int = 0) -> str:
        ended = subprocess.run(
            [sys.executable, "-c", START, *words],
            env=self.environment,
            check=False,
            capture_output=True,
            text=True,
        )
        assert ended.returncode == code, ended.stderr
        return ended.stdout

    def free(self) -> None:
        """As if whatever holds the mail had held it long enough."""
        with sqlite3.connect(self.home / "comity.sqlite3") as book:
            book.execute("UPDATE store_daymail SET leased_until = 0")
        book.close()

    def sweeping(self) -> list[int]:
        """The processes that sweep in this data folder."""
        found = []
        for process in PROCESSES.glob("[0-9]*"):
            try:
                command = (process / "cmdline").read_bytes()
                about = (process / "environ").read_bytes()
            except OSError:
                continue
            if b"comity.interfaces.worker.sweeping" in command and str(self.home).encode() in about:
                found.append(int(process.name))
        return found


@pytest.fixture
def made(home: Path) -> Callable[[Sink], _Home]:
    return lambda sink: _Home(home, sink)


def test_a_sweep_that_is_killed_while_it_hands_over_sends_nothing_twice(
    made: Callable[[Sink], _Home],
) -> None:
    with smtp_sink() as sink:
        home = made(sink)
        sink.hang = threading.Event()
        killed = subprocess.Popen([sys.executable, "-c", START, "sweep"], env=home.environment)
        assert sink.reached.wait(60)
        killed.send_signal(signal.SIGKILL)
        killed.wait()
        sink.hang.set()
        assert "Nothing is due" in home.comity("sweep"), "its lease still holds"
        home.free()
        assert f"{ADDRESS}: unsure" in home.comity("sweep", code=1)
        assert "Nothing is due" in home.comity("sweep")
        assert "may not have arrived" in home.comity("daymail", "show")
        assert len(sink.messages) <= 1


@pytest.mark.skipif(not PROCESSES.is_dir(), reason="processes are looked for in /proc")
def test_the_server_has_a_process_beside_it_that_sends_what_is_due_and_ends_with_it(
    made: Callable[[Sink], _Home], monkeypatch: pytest.MonkeyPatch
) -> None:
    with smtp_sink() as sink:
        home = made(sink)
        monkeypatch.setenv("COMITY_MAIL_URL", home.environment["COMITY_MAIL_URL"])
        with serving(home.home):
            assert sink.reached.wait(60)
            assert len(home.sweeping()) == 1
        assert home.sweeping() == []
    assert [message["Subject"] for message in sink.messages] == ["1 thing for today"]
