"""What the files would change is shown before they are brought in; tables can be put right."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from comity.actions import imports, mapping, uploads
from comity.actions.erasing import erase
from comity.core.errors import Busy
from comity.store import uploads as kept
from comity.store.models import Person
from tests.web.conftest import HOSTILE, Desk
from tests.web.test_browser_rules import LARGEST, Inline
from tests.web.test_imports import HTMX, MAIL

TABLE = f"alpha,beta,gamma\n{HOSTILE},ada@quill.example,2024-03-04\nBo,bo@quill.example,2024-03-05\n"


@pytest.fixture(autouse=True)
def no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing looks at the files but this process, when a test says so."""

    def begin(folder: Path) -> None:
        task = kept.task(folder)
        kept.put_task(folder, task | {"run": task["run"] + 1})
        before = kept.state(folder).get("preview", {}).get("files", [])
        kept.put_task(folder, kept.task(folder) | {"tables": before or task.get("tables", [])})
        kept.put_state(folder, {"state": "reading", "counts": {"read": 7, "seconds": 2}})

    monkeypatch.setattr(uploads, "_begin_to_look", begin)


def sent(desk: Desk, folder: Path, *, me: tuple[str, ...] = ()) -> UUID:
    (folder / "a").write_bytes(MAIL)
    (folder / "b").write_text(TABLE)
    return UUID(uploads.keep(desk.scope, [(folder / "a", "letters.mbox"), (folder / "b", "odd.csv")], me=me))


@pytest.fixture
def upload(desk: Desk, tmp_path: Path) -> UUID:
    """A mail and a table, not yet looked at."""
    return sent(desk, tmp_path)


@pytest.fixture
def looked(desk: Desk, upload: UUID) -> UUID:
    """The same, looked at."""
    uploads.look(desk.scope, str(upload))
    return upload


def said(client: Client, upload: UUID, **given: Any) -> Any:
    """Sends what the columns of the table hold."""
    shown = client.get(reverse("upload", args=[upload])).content.decode()
    found = shown[shown.index('name="fingerprint" value="') :].split('"')[3]
    data = {"fingerprint": found, "holds": "people", "order": "", **columns("name", "email", "last_contact")}
    return client.post(reverse("upload_columns", args=[upload]), data | given, headers=HTMX)


def columns(*fields: str) -> dict[str, str]:
    """What each column holds, as the form sends it."""
    return {f"column-{n}": field for n, field in enumerate(fields)}


def test_while_they_are_looked_at_the_page_asks_again_every_second(client: Client, upload: UUID) -> None:
    page = client.get(reverse("upload", args=[upload])).content.decode()
    for words in ("Looking at your files", "every 1s", 'http-equiv="refresh"', "letters.mbox", "7 read"):
        assert words in page
    part = client.get(reverse("upload", args=[upload]), {"part": "how-far"}, headers=HTMX).content.decode()
    assert "every 1s" in part
    assert "letters.mbox" not in part


def test_when_it_is_over_the_part_asks_for_the_rest(client: Client, looked: UUID) -> None:
    part = client.get(reverse("upload", args=[looked]), {"part": "how-far"}, headers=HTMX).content.decode()
    assert 'hx-trigger="load"' in part
    whole = client.get(reverse("upload", args=[looked]), headers=HTMX).content.decode()
    assert "This would change" in whole
    assert "<html" not in whole
    assert "how-far" not in whole


def test_what_would_change_is_shown_with_files_examples_and_reasons(client: Client, looked: UUID) -> None:
    page = client.get(reverse("upload", args=[looked])).content.decode()
    for words in (
        "This would change",
        "mailbox",
        "Cy Dunn: Plans",
        "columns are not known for sure",
        "A table is left out",
        'value="me@example.org"',
        "Bring them in",
    ):
        assert words in page
    assert HOSTILE not in page


def test_who_was_erased_is_not_named_but_counted(client: Client, desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(MAIL)
    imports.import_files(desk.scope, [(tmp_path / "a", "letters.mbox")], me=("me@example.org",))
    gone = Person.objects.get(book_id=desk.scope.book_id, name="Cy Dunn")
    erase(desk.scope, str(gone.uuid), gone.name)
    upload = sent(desk, tmp_path)
    uploads.look(desk.scope, str(upload))
    page = client.get(reverse("upload", args=[upload])).content.decode()
    assert "without people whom you erased" in page
    assert "Cy Dunn" not in page


def test_what_the_columns_hold_is_said_and_the_files_are_looked_at_anew(
    client: Client, desk: Desk, looked: UUID
) -> None:
    answer = said(client, looked).content.decode()
    assert "Looking at your files" in answer
    assert "as you said" in answer
    assert "Bo · bo@quill.example" in answer
    uploads.look(desk.scope, str(looked))
    page = client.get(reverse("upload", args=[looked])).content.decode()
    assert "A table is left out" not in page
    assert mapping.remembered(desk.scope) == {}


def test_a_table_of_what_passed_needs_a_day(client: Client, looked: UUID) -> None:
    answer = said(client, looked, holds="passed").content.decode()
    assert "No column says when it was" in answer
    answer = said(client, looked, **columns("ignore", "note", "note")).content.decode()
    assert "No column says who it is" in answer


def test_without_scripts_the_page_comes_again(client: Client, looked: UUID) -> None:
    page = client.get(reverse("upload", args=[looked])).content.decode()
    found = page[page.index('name="fingerprint" value="') :].split('"')[3]
    data = {"fingerprint": found, "holds": "people", **columns("name", "email", "ignore")}
    answer = client.post(reverse("upload_columns", args=[looked]), data)
    assert answer.headers["Location"] == reverse("upload", args=[looked])
    assert client.post(reverse("upload_again", args=[looked])).status_code == 302


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"holds": "things"}, "valid choice"),
        ({"fingerprint": "../x"}, "valid value"),
    ],
)
def test_what_is_no_mapping_is_said(client: Client, looked: UUID, given: dict[str, Any], words: str) -> None:
    assert words in said(client, looked, **given).content.decode()


def test_a_wide_table_makes_no_long_page(client: Client, desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "a").write_text(
        ",".join([f"Column no {n}" for n in range(199)] + ["E-mail"])
        + "\n"
        + ",".join(["x"] * 199 + ["ada@quill.example"])
        + "\n"
    )
    wide = UUID(uploads.keep(desk.scope, [(tmp_path / "a", "wide.csv")]))
    uploads.look(desk.scope, str(wide))
    page = client.get(reverse("upload", args=[wide])).content
    assert len(page) < LARGEST
    assert b"column-199" in page
    assert b"column-198" not in page
    said(client, wide, **{"column-199": "email", "column-0": "name"})
    uploads.look(desk.scope, str(wide))
    assert b"ada@quill.example" in client.get(reverse("upload", args=[wide])).content


def test_nothing_on_the_page_runs_that_a_file_brought(client: Client, looked: UUID) -> None:
    seen = Inline()
    seen.feed(client.get(reverse("upload", args=[looked])).content.decode())
    assert seen.found == []


def test_a_table_that_is_not_there_is_not_found(client: Client, looked: UUID) -> None:
    assert said(client, looked, fingerprint="0" * 32).status_code == 404


def test_files_are_brought_in_once_and_the_page_leads_to_their_import(
    client: Client, desk: Desk, looked: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[Any] = []

    def start(_scope: object, paths: list[Any], **given: Any) -> int:
        seen.append((len(paths), given["me"], given["folder"].name))
        return 7

    monkeypatch.setattr(imports, "start", start)
    for _time in range(2):
        answer = client.post(reverse("upload_begin", args=[looked]), {"own": ["me@example.org"]})
        assert answer.headers["Location"] == reverse("import", args=[7])
    assert seen == [(2, ["me@example.org"], f"{looked.hex}.taken")]
    assert client.get(reverse("upload", args=[looked])).headers["Location"] == reverse("import", args=[7])


def test_an_address_that_was_not_offered_is_refused(client: Client, looked: UUID) -> None:
    answer = client.post(reverse("upload_begin", args=[looked]), {"own": ["x@evil.example"]}, follow=True)
    assert "valid choice" in answer.content.decode()


def test_while_another_import_runs_the_files_wait_on(
    client: Client, looked: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    def start(*_given: object, **_named: object) -> int:
        raise Busy(3)

    monkeypatch.setattr(imports, "start", start)
    answer = client.post(reverse("upload_begin", args=[looked]), follow=True)
    assert "Import 3 is still running" in answer.content.decode()
    assert client.get(reverse("upload", args=[looked])).status_code == 200


def test_files_are_thrown_away(client: Client, looked: UUID) -> None:
    page = client.post(reverse("upload_discard", args=[looked]), follow=True).content.decode()
    assert "nothing was changed" in page
    assert client.get(reverse("upload", args=[looked])).status_code == 404


def test_a_look_that_failed_says_so_and_can_be_repeated(client: Client, upload: UUID) -> None:
    folder = next(path for path in kept._root().iterdir() if path.name == upload.hex)
    kept.put_state(folder, {"state": "failed", "last": "letters.mbox"})
    page = client.get(reverse("upload", args=[upload])).content.decode()
    assert "It ended at letters.mbox." in page
    assert "Look again" in page
    again = client.post(reverse("upload_again", args=[upload]), headers=HTMX).content.decode()
    assert "Looking at your files" in again


@pytest.mark.parametrize(
    "name", ["upload", "upload_columns", "upload_again", "upload_begin", "upload_discard"]
)
def test_the_files_of_another_user_are_not_found(
    client: Client, stranger: Desk, tmp_path: Path, name: str
) -> None:
    theirs = sent(stranger, tmp_path)
    uploads.look(stranger.scope, str(theirs))
    before = sorted(os.listdir(kept._root()))
    ask = client.get if name == "upload" else client.post
    assert ask(reverse(name, args=[theirs])).status_code == 404
    assert sorted(os.listdir(kept._root())) == before
