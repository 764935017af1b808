"""How a command fails: in a sentence, with the next step; and what reaches the terminal."""

from __future__ import annotations

import datetime as dt
import json
import signal
from unittest.mock import patch

import pytest
from django.conf import settings
from django.db import DatabaseError, OperationalError

from comity.core.errors import ReaderDied
from comity.interfaces.cli import _COMMANDS, screen, shared
from tests.cli.conftest import Asked

COMMANDS = [*_COMMANDS, "me add", "me remove", "me zone", "me name"]


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (OperationalError("database or disk is full"), "The disk is full"),
        (OperationalError("database is locked"), "another process has been writing"),
        (OperationalError("attempt to write a readonly database"), "Set COMITY_HOME"),
        (OperationalError("unable to open database file"), "Set COMITY_HOME"),
        (DatabaseError("file is not a database"), "put a backup in its place"),
        (DatabaseError("database disk image is malformed"), "put a backup in its place"),
        (OperationalError("something else"), "comity doctor"),
        (OSError(28, "No space left on device", "x"), "The disk is full"),
        (
            OSError(13, "Permission denied", "/somewhere"),
            "A file cannot be used: Permission denied (/somewhere).",
        ),
        (ReaderDied(-9, "a.mbox"), "Reading stopped at a.mbox"),
        (ReaderDied(-signal.SIGBUS, "a.mbox"), "a.mbox was changed while it was read"),
        (KeyboardInterrupt(), "Stopped."),
        (UnicodeEncodeError("utf-8", "\udcff", 0, 1, "surrogates not allowed"), "no text"),
    ],
)
def test_every_failure_that_a_user_can_mend_is_a_sentence(
    comity: Asked, error: BaseException, words: str
) -> None:
    with patch("comity.answers.people.people", side_effect=error):
        said = comity.refused("people")
    assert words in said
    assert "Traceback" not in said


def test_a_mistake_of_ours_is_not_hidden(comity: Asked) -> None:
    with patch("comity.answers.people.people", side_effect=ZeroDivisionError):
        assert isinstance(comity.run("people").exception, ZeroDivisionError)


def test_one_who_closes_the_pipe_ends_the_command(comity: Asked) -> None:
    with patch("comity.answers.people.people", side_effect=BrokenPipeError):
        assert comity.run("people").exit_code == 1


def test_an_import_that_is_running_is_waited_for(filled: Asked, mailbox: str) -> None:
    from comity.actions.running import process
    from comity.store.models import Batch, Book

    book = Book.objects.get()
    Batch.objects.create(book=book, number=9, process=process(1), lease_until=2**40)
    assert "Import 9 is running." in filled.refused("import", mailbox, "--again")


def test_an_interrupted_import_is_taken_back_at_the_next_command(filled: Asked) -> None:
    from comity.store.models import Batch, Book

    Batch.objects.create(book=Book.objects.get(), number=9)
    ended = filled.run("people")
    assert ended.exit_code == 0
    assert "Import 9 had been interrupted" in ended.stderr


def test_ctrl_c_while_importing_takes_back_what_was_stored(comity: Asked, mailbox: str) -> None:
    with patch("comity.actions.imports.import_files", side_effect=KeyboardInterrupt):
        assert "The same command starts it again." in comity.refused("import", mailbox)


def test_a_port_that_is_taken_is_said_so(comity: Asked) -> None:
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        said = comity.refused("serve", "--port", str(port))
    assert f"Port {port} is taken." in said
    assert f"comity serve --port {port + 1}" in said


def test_serving_prints_a_link_that_signs_in_once(comity: Asked) -> None:
    from comity.actions.access import redeem

    with patch("granian.Granian") as server:
        said = comity("serve", "--port", "18431")
    assert server.return_value.serve.called
    assert "Comity is at http://localhost:18431/" in said
    token = said.rpartition("/enter/")[2].strip()
    assert redeem(token) is not None


@pytest.mark.parametrize(
    ("text", "columns"),
    [("abc", 3), ("東京", 4), ("é", 1), ("e\u0301", 1), ("🙂", 2), ("", 0), ("ا‌ب", 2), ("ﬁ", 1)],
)
def test_widths_are_those_that_are_seen(text: str, columns: int) -> None:
    assert screen.width(text) == columns


@pytest.mark.parametrize(
    ("text", "columns", "shown"),
    [
        ("lantern", 7, "lantern"),
        ("lantern", 5, "lant…"),
        ("東京太郎", 5, "東京…"),
        ("東京太郎", 4, "東…"),
        ("a", 1, "a"),
    ],
)
def test_a_text_is_cut_to_the_columns_there_are(text: str, columns: int, shown: str) -> None:
    assert screen.cut(text, columns) == shown
    assert screen.width(screen.cut(text, columns)) <= columns


def test_no_text_from_outside_steers_the_terminal(filled: Asked) -> None:
    filled("remind", "A \x1b[2J\x07\rtrap\u202eabc", "--on", "today")
    shown = filled("today")
    assert "trap" in shown
    assert not set("\x1b\x07\r\u202e") & set(shown)


def test_json_is_plain() -> None:
    day = dt.date(2024, 2, 29)
    at = dt.datetime(2024, 2, 29, 9, tzinfo=dt.UTC)
    assert json.dumps(shared.plain({"a": (day, at, None, 1.5)})) == (
        '{"a": ["2024-02-29", "2024-02-29T09:00:00+00:00", null, 1.5]}'
    )


def test_the_data_folder_and_its_files_are_private(filled: Asked) -> None:
    assert settings.HOME.stat().st_mode & 0o777 == 0o700
    loose = [p for p in settings.HOME.rglob("*") if p.stat().st_mode & 0o077]
    assert loose == []
