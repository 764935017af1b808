"""Bringing files: what is sent is kept apart, read, shown, and can be taken back."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from comity.actions import imports as actions
from comity.actions import uploads
from comity.answers import books
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
def kept(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What was kept of the files that were sent; nothing looks at them."""
    seen: dict[str, Any] = {}
    keep = uploads.keep

    def noted(scope: books.Scope, files: list[tuple[Path, str]], **given: Any) -> str:
        upload = keep(scope, files, **given)
        folder = Path(settings.HOME, "uploads", upload)
        seen.update(given, folder=folder, upload=UUID(upload), labels=[label for _path, label in files])
        seen["is_sample"] = scope.is_sample
        return upload

    monkeypatch.setattr(uploads, "keep", noted)
    monkeypatch.setattr(uploads, "_begin_to_look", lambda folder: None)
    return seen


def send(client: Client, *names: str, me: str = "", owner: str = "", **headers: Any) -> Any:
    files = [SimpleUploadedFile(name, MAIL) for name in names]
    return client.post(reverse("imports"), {"uploads": files, "me": me, "belongs_to": owner}, **headers)


def test_files_are_moved_into_a_private_folder_under_names_of_ours(
    client: Client, kept: dict[str, Any]
) -> None:
    answer = send(
        client, "sent mail.mbox", "../../etc/passwd", me="me@example.org, m@work.example", owner="mine"
    )
    assert answer.headers["Location"] == reverse("upload", args=[kept["upload"]])
    assert kept["labels"] == ["sent mail.mbox", "passwd"]
    assert kept["me"] == ["me@example.org", "m@work.example"]
    assert kept["belongs_to"] == "mine"
    folder = kept["folder"]
    assert folder.stat().st_mode & 0o777 == 0o700
    assert folder.parent == Path(settings.HOME, "uploads")
    assert sorted(path.name for path in folder.iterdir()) == ["0001", "0002", "task.json"]
    assert (folder / "0001").read_bytes() == MAIL


def test_with_scripts_the_browser_is_led_to_the_look(client: Client, kept: dict[str, Any]) -> None:
    answer = send(client, "a.mbox", headers=HTMX)
    assert answer.headers["HX-Redirect"] == reverse("upload", args=[kept["upload"]])


def test_an_address_that_is_none_is_said_and_nothing_begins(client: Client, kept: dict[str, Any]) -> None:
    answer = send(client, "a.mbox", me="nonsense", headers=HTMX)
    assert answer.headers["HX-Retarget"] == "#messages"
    assert "valid email" in answer.content.decode()
    assert kept == {}


def test_no_file_is_said_and_nothing_begins(client: Client, kept: dict[str, Any]) -> None:
    assert (
        "This field is required" in client.post(reverse("imports"), {"me": ""}, follow=True).content.decode()
    )
    assert kept == {}


def test_files_that_wait_are_on_the_import_page(client: Client, kept: dict[str, Any]) -> None:
    send(client, "letters.mbox")
    shown = client.get(reverse("imports")).content.decode()
    assert reverse("upload", args=[kept["upload"]]) in shown
    assert "letters.mbox" in shown


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
    again = client.post(address, {"answer": "mine"}, headers=HTMX).content.decode()
    assert "answered already" in again


def test_whose_the_files_are_can_be_put_right_with_the_employer_named(client: Client, imported: int) -> None:
    page, whose = reverse("import", args=[imported]), reverse("import_whose", args=[imported])
    assert whose not in client.get(page).content.decode()
    said = client.post(
        whose, {"belongs_to": "employer", "employer": " Quill  Ltd"}, follow=True
    ).content.decode()
    for words in ("It is noted whose these files are.", 'value="Quill Ltd"', 'value="employer" selected'):
        assert words in said
    said = client.post(whose, {"belongs_to": "mine", "employer": "Quill Ltd"}, follow=True).content.decode()
    assert 'value="mine" selected' in said
    assert "Quill Ltd" not in said
    client.post(whose, {"belongs_to": "nobody"})
    assert 'value="mine" selected' in client.get(page).content.decode()
    assert client.post(reverse("import_whose", args=[99]), {"belongs_to": "mine"}).status_code == 404


def test_files_sent_while_the_sample_is_open_go_into_my_own_book(
    client: Client, kept: dict[str, Any]
) -> None:
    client.post(reverse("sample_open"))
    assert "sample book" in client.get(reverse("today")).content.decode()
    send(client, "a.mbox", me="me@example.org")
    assert kept["is_sample"] is False
    assert "sample book" not in client.get(reverse("people")).content.decode()
