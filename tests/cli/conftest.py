"""The command line in this process, with a book of its own for each test."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from comity.interfaces.cli import main

MAILS = """\
From x Mon Sep 30 09:00:00 2024
From: =?utf-8?q?Zo=C3=AB_=C3=85ngstr=C3=B6m?= <zoe@quill.example>
To: noor@hollis.example
Date: Mon, 30 Sep 2024 09:00:00 +0200
Message-ID: <1@quill.example>
Subject: The atlas

Here is the lantern plate.

From x Mon Sep 30 10:00:00 2024
From: Noor Adler <noor@hollis.example>
To: zoe@quill.example, =?utf-8?b?5p2x5Lqs5aSq6YOO?= <taro@quill.example>
Date: Mon, 30 Sep 2024 10:00:00 +0200
Message-ID: <2@hollis.example>
In-Reply-To: <1@quill.example>
Subject: Re: The atlas

Thank you.

"""
ME = "noor@hollis.example"


class Asked:
    """`comity …` as a user would type it."""

    def __init__(self) -> None:
        self.runner = CliRunner()

    def __call__(self, *words: str, code: int = 0, typed: str | None = None) -> str:
        """Standard output of a command that must end with this code."""
        ended = self.run(*words, typed=typed)
        assert ended.exit_code == code, ended.output + repr(ended.exception)
        return ended.stdout

    def run(self, *words: str, typed: str | None = None) -> Result:
        return self.runner.invoke(main, list(words), input=typed, prog_name="comity")

    def json(self, *words: str, code: int = 0) -> Any:
        """The one JSON value that a command prints."""
        return json.loads(self(*words, "--json", code=code))

    def refused(self, *words: str, code: int = 1) -> str:
        """What a command that fails says on standard error; it prints nothing else."""
        ended = self.run(*words)
        assert (ended.exit_code, ended.stdout) == (code, ""), ended.output
        return ended.stderr


@pytest.fixture
def comity(db: None) -> Asked:
    return Asked()


@pytest.fixture
def mailbox(tmp_path: Path) -> str:
    """A small mailbox with two people in it."""
    path = tmp_path / "letters.mbox"
    path.write_text(MAILS, encoding="utf-8")
    return str(path)


@pytest.fixture
def filled(comity: Asked, mailbox: str) -> Asked:
    """The mailbox imported as Noor's own."""
    comity("import", mailbox, "--me", ME, "--mine")
    return comity


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Pretend that there is a terminal of so many columns."""
    from comity.interfaces.cli import screen

    def of(columns: int) -> None:
        monkeypatch.setattr(screen, "room", lambda: columns)

    return of
