"""The process that sweeps beside a server ends with what started it."""

from __future__ import annotations

import subprocess
from typing import Any

import pytest

from comity.actions import sweeping


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[subprocess.Popen[bytes]]:
    """The processes that were started."""
    found: list[subprocess.Popen[bytes]] = []
    start = subprocess.Popen

    def noted(*words: Any, **more: Any) -> subprocess.Popen[bytes]:
        found.append(start(*words, **more))
        return found[-1]

    monkeypatch.setattr(subprocess, "Popen", noted)
    return found


def test_it_ends_by_itself_when_nothing_holds_it(started: list[subprocess.Popen[bytes]]) -> None:
    with sweeping.sweeping():
        assert started[0].poll() is None
    assert started[0].returncode == 0


def test_one_that_takes_too_long_is_ended(
    started: list[subprocess.Popen[bytes]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sweeping, "_SECONDS", 0)
    with sweeping.sweeping():
        pass
    assert started[0].returncode is not None
    assert started[0].returncode < 0
