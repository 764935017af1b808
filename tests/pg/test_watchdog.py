"""A server does not outlive the run that started it, however that ends."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

from tests.pg import watchdog

ROOT = Path(__file__).resolve().parents[2]
_RUN = """
import sys, time
from tests.pg.server import temporary_server
with temporary_server() as url:
    print(url, flush=True)
    time.sleep(600)
"""


def test_a_server_ends_and_its_folder_goes_when_its_run_is_killed(tmp_path: Path) -> None:
    command = [sys.executable, "-c", f"import tempfile; tempfile.tempdir = {str(tmp_path)!r}\n{_RUN}"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as run:
        assert run.stdout is not None
        assert run.stdout.readline().startswith(b"postgresql:")
        [folder] = tmp_path.glob("comity-pg-*")
        assert watchdog.running(folder)
        run.kill()
    until = time.monotonic() + 3 * watchdog.PATIENCE
    while folder.exists() and time.monotonic() < until:
        time.sleep(0.05)
    assert not folder.exists()


def test_a_process_of_another_folder_is_left_alone(tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as other:
        (tmp_path / "postmaster.pid").write_text(f"{other.pid}\n/elsewhere\n")
        watchdog.end(tmp_path)
        assert other.poll() is None
    assert not tmp_path.exists()
