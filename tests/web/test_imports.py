"""Bringing files: what is sent is kept apart, read, shown, and can be taken back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from comity.actions import imports as actions
from comity.answers import books
from comity.core.errors import Busy
from tests.web.conftest import Desk

HTMX = {"HX-Request": "true"}
MAIL = b"""From ada@quill.example Thu Jan  1 00:00:00 2026
From: Cy Dunn <cy@dunn.example>
To: me@example.org
Date: Thu, 1 Jan 2026 10:00:00 +0000
Message-ID: <1@made.up>
Subject: Plans

Hello.
"""


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What an import was started with, instead of starting it."""
    seen: dict[str, Any] = {}

    def start(scope: object, paths: list[tuple[Path, str]], **given: Any) -> int:
        seen.update(
            given, labels=[label for _path, label in paths], contents=[p.read_bytes() for p, _ in paths]
        )
        seen["modes"] = {oct(given["folder"].stat().st_mode & 0o777)}
        seen["names"] = [path.name for path, _label in paths]
        return 7

    monkeypatch.setattr(actions, "start", start)
    return seen


def send(client: Client, *names: str, me: str = "", owner: str = "", **headers: Any) -> Any:
    files = [SimpleUploadedFile(name, MAIL) for name in names]
    return client.post(reverse("imports"), {"uploads": files, "me": me, "belongs_to": owner}, **headers)


def test_files_are_moved_into_a_private_folder_under_names_of_ours(
    client: Client, started: dict[str, Any]
) -> None:
    answer = send(
        client, "sent mail.mbox", "../../etc/passwd", me="me@example.org, m@work.example", owner="mine"
    )
    assert answer.headers["Location"] == reverse("import", args=[7])
    assert started["labels"] == ["sent mail.mbox", "passwd"]
    assert started["contents"] == [MAIL, MAIL]
    assert started["me"] == ["me@example.org", "m@work.example"]
    assert started["belongs_to"] == "mine"
    assert started["modes"] == {"0o700"}
    assert started["folder"].parent == Path(settings.HOME, "uploads")
    assert not {"sent mail.mbox", "passwd"} & set(started["names"])


def test_with_scripts_the_browser_is_led_to_the_progress(client: Client, started: dict[str, Any]) -> None:
    assert send(client, "a.mbox", headers=HTMX).headers["HX-Redirect"] == reverse("import", args=[7])


def test_an_address_that_is_none_is_said_and_nothing_begins(client: Client, started: dict[str, Any]) -> None:
    answer = send(client, "a.mbox", me="nonsense", headers=HTMX)
    assert answer.headers["HX-Retarget"] == "#messages"
    assert "valid email" in answer.content.decode()
    assert started == {}


def test_no_file_is_said_and_nothing_begins(client: Client, started: dict[str, Any]) -> None:
    assert (
        "This field is required" in client.post(reverse("imports"), {"me": ""}, follow=True).content.decode()
    )
    assert started == {}


def test_while_another_import_runs_the_files_are_not_kept(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def start(*_given: object, **_named: object) -> int:
        raise Busy(3)

    monkeypatch.setattr(actions, "start", start)
    before = set(Path(settings.HOME, "uploads").iterdir())
    assert "Import 3 is still running" in send(client, "a.mbox", headers=HTMX).content.decode()
    assert set(Path(settings.HOME, "uploads").iterdir()) == before


@pytest.fixture
def imported(desk: Desk, tmp_path: Path) -> int:
    """An import of one mail and of one file that is nothing."""
    (tmp_path / "a.mbox").write_bytes(MAIL)
    (tmp_path / "b.bin").write_bytes(b"\0\1\2" * 100)
    paths = [(tmp_path / "a.mbox", "a.mbox"), (tmp_path / "b.bin", "b.bin")]
    return actions.import_files(desk.scope, paths, me=["me@example.org"])


def test_what_came_of_an_import_is_shown_with_what_was_refused(client: Client, imported: int) -> None:
    shown = client.get(reverse("import", args=[imported])).content.decode()
    for words in ("Your files are in", "a.mbox", "mailbox", "b.bin", "not recognised"):
        assert words in shown
    assert "every 1s" not in shown
    assert reverse("import", args=[imported]) in client.get(reverse("imports")).content.decode()


def test_while_it_runs_the_page_asks_again_every_second(client: Client, desk: Desk) -> None:
    number = actions.reserve(desk.scope).number
    part = client.get(reverse("import", args=[number]), headers=HTMX).content.decode()
    assert 'hx-trigger="every 1s"' in part
    assert "<html" not in part
    assert b'http-equiv="refresh"' in client.get(reverse("import", args=[number])).content
    assert client.post(reverse("import_cancel", args=[number])).status_code == 302


def test_an_import_is_undone_after_one_was_asked(client: Client, imported: int) -> None:
    asked = client.get(reverse("import_undo", args=[imported])).content.decode()
    assert "Undo it" in asked
    assert "Cy Dunn" in client.get(reverse("people")).content.decode()
    done = client.post(reverse("import_undo", args=[imported]), follow=True).content.decode()
    assert "This import was undone" in done
    assert "Cy Dunn" not in client.get(reverse("people")).content.decode()


def test_it_cannot_be_undone_twice(client: Client, imported: int) -> None:
    client.post(reverse("import_undo", args=[imported]))
    again = client.post(reverse("import_undo", args=[imported]), follow=True).content.decode()
    assert "That cannot be done now" in again


def test_a_question_of_the_import_is_answered_in_place(client: Client, imported: int) -> None:
    shown = client.get(reverse("import", args=[imported])).content.decode()
    address = shown[shown.index("/decide/") :].split('"', 1)[0]
    assert b"settled" in client.post(address, {"answer": "mine"}, headers=HTMX).content
    assert client.post(address, {"answer": "mine"}).status_code == 404


def test_files_sent_while_the_sample_is_open_go_into_my_own_book(
    client: Client, desk: Desk, started: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[bool] = []
    begin = actions.start

    def start(scope: books.Scope, paths: list[tuple[Path, str]], **given: Any) -> int:
        opened.append(scope.is_sample)
        return begin(scope, paths, **given)

    monkeypatch.setattr(actions, "start", start)
    client.post(reverse("sample_open"))
    assert "sample book" in client.get(reverse("today")).content.decode()
    send(client, "a.mbox", me="me@example.org")
    assert opened == [False]
    assert "sample book" not in client.get(reverse("people")).content.decode()
