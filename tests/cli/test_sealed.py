"""`comity sealed`: the passphrase from a file or a descriptor, never from an argument."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from comity.actions import sealing
from comity.interfaces.cli import unlocking
from comity.store.models import Feeling, Person, Vault
from tests.cli.conftest import Asked
from tests.sealed import CHEAP, OTHER, PASSPHRASE


@pytest.fixture(autouse=True)
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    for act in (sealing.set_up, sealing.change_passphrase, sealing.open_with_recovery):
        monkeypatch.setattr(act, "__defaults__", (CHEAP,))


def lines(folder: Path, *words: str) -> str:
    """A file with these lines that only its owner may read."""
    path = folder / f"pass-{len(list(folder.iterdir()))}"
    path.write_text("\n".join(words) + "\n", encoding="utf-8")
    path.chmod(0o600)
    return str(path)


@pytest.fixture
def recovery(comity: Asked, tmp_path: Path) -> str:
    """The recovery key of a book whose passphrase was set."""
    made = comity.json("sealed", "set-up", "--passphrase-file", lines(tmp_path, PASSPHRASE))
    found: str = made["recovery_key"]
    return found


def test_setting_up_prints_the_recovery_key_and_says_what_is_lost_without(
    comity: Asked, tmp_path: Path
) -> None:
    page = tmp_path / "page.pdf"
    ended = comity.run(
        "sealed", "set-up", "--passphrase-file", lines(tmp_path, PASSPHRASE), "--pdf", str(page)
    )
    assert ended.exit_code == 0
    assert len(ended.stdout.strip().split("-")) == 14
    assert "loses what is sealed" in ended.stderr
    assert page.read_bytes().startswith(b"%PDF")
    assert page.stat().st_mode & 0o077 == 0
    assert "a passphrase already" in comity.refused("sealed", "set-up")


def test_a_page_that_cannot_be_written_stops_before_anything_is_set(comity: Asked, tmp_path: Path) -> None:
    taken = tmp_path / "taken.pdf"
    taken.touch()
    words = ["sealed", "set-up", "--passphrase-file", lines(tmp_path, PASSPHRASE), "--pdf", str(taken)]
    assert "taken.pdf" in comity.refused(*words)
    assert not Vault.objects.exists()


def test_before_there_is_a_passphrase_every_command_says_how_to_set_one(comity: Asked) -> None:
    assert comity.json("sealed", "status") == {"set_up": False, "idle_minutes": 0, "sealed": {}}
    assert "comity sealed set-up" in comity("sealed", "status")
    for act in (["test"], ["passphrase"], ["recovery"], ["recover"], ["minutes", "5"]):
        assert "comity sealed set-up" in comity.refused("sealed", *act)


def test_status_tells_how_much_is_sealed_and_opens_nothing(comity: Asked, recovery: str) -> None:
    assert comity.json("sealed", "status") == {"set_up": True, "idle_minutes": 15, "sealed": {}}
    comity("sealed", "minutes", "3")
    said = comity("sealed", "status")
    assert "nothing yet" in said
    assert "3 minutes" in said
    assert "cheaper" in said


def test_the_right_passphrase_opens_everything_and_a_wrong_one_does_not(
    comity: Asked, recovery: str, tmp_path: Path
) -> None:
    right = lines(tmp_path, PASSPHRASE)
    assert "is right" in comity("sealed", "test", "--passphrase-file", right)
    vault = Vault.objects.get()
    person = Person.objects.create(book_id=vault.book_id, name="Ada Quill")
    Feeling.objects.create(
        book_id=vault.book_id, person=person, on=20_000, wrapped_key=b"x" * 60, ciphertext=b"y"
    )
    assert comity.json("sealed", "test", "--passphrase-file", right, code=1) == [
        {"kind": "feelings", "rows": 1, "closed": 1}
    ]
    assert "stay closed" in comity("sealed", "test", "--passphrase-file", right, code=1)
    wrong = comity.refused("sealed", "test", "--passphrase-file", lines(tmp_path, OTHER))
    assert "does not open" in wrong
    assert "comity sealed recover" in wrong


def test_the_passphrase_is_changed_and_recovered(comity: Asked, recovery: str, tmp_path: Path) -> None:
    comity("sealed", "passphrase", "--passphrase-file", lines(tmp_path, PASSPHRASE, OTHER))
    comity.refused("sealed", "test", "--passphrase-file", lines(tmp_path, PASSPHRASE))
    comity("sealed", "recover", "--passphrase-file", lines(tmp_path, recovery.lower(), PASSPHRASE))
    comity("sealed", "test", "--passphrase-file", lines(tmp_path, PASSPHRASE))
    made = comity.json("sealed", "recovery", "--passphrase-file", lines(tmp_path, PASSPHRASE))
    assert made["recovery_key"] != recovery
    comity.refused("sealed", "recover", "--passphrase-file", lines(tmp_path, recovery, OTHER))


def test_a_file_that_others_may_read_is_refused(comity: Asked, recovery: str, tmp_path: Path) -> None:
    path = lines(tmp_path, PASSPHRASE)
    os.chmod(path, 0o644)
    assert "chmod 600" in comity.refused("sealed", "test", "--passphrase-file", path)


def test_a_file_without_the_line_that_is_needed_is_refused(
    comity: Asked, recovery: str, tmp_path: Path
) -> None:
    assert "no line for this" in comity.refused(
        "sealed", "passphrase", "--passphrase-file", lines(tmp_path, PASSPHRASE)
    )
    odd = tmp_path / "odd"
    odd.write_bytes(b"\xff\xfe\xfa")
    odd.chmod(0o600)
    assert "is no text" in comity.refused("sealed", "test", "--passphrase-file", str(odd))


def test_a_file_descriptor_gives_the_passphrase(
    comity: Asked, recovery: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    reading, writing = os.pipe()
    os.write(writing, PASSPHRASE.encode() + b"\n")
    os.close(writing)
    monkeypatch.setenv(unlocking.DESCRIPTOR, str(reading))
    assert "is right" in comity("sealed", "test")
    monkeypatch.setenv(unlocking.DESCRIPTOR, "three")
    assert "is no number" in comity.refused("sealed", "test")


def test_where_there_is_no_terminal_it_says_how_else_to_give_it(comity: Asked, recovery: str) -> None:
    assert "--passphrase-file" in comity.refused("sealed", "test")


def test_on_a_terminal_it_is_typed_unseen_and_a_new_one_twice(
    comity: Asked, recovery: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def typing(*words: str) -> None:
        waiting = list(words)
        monkeypatch.setattr(unlocking, "getpass", lambda asking: waiting.pop(0))

    monkeypatch.setattr(unlocking, "_on_terminal", lambda: True)
    typing(PASSPHRASE, OTHER, "a slip of the hand")
    assert "not the same" in comity.refused("sealed", "passphrase")
    typing(PASSPHRASE, OTHER, OTHER)
    comity("sealed", "passphrase")
    typing(OTHER)
    comity("sealed", "test")


def test_nothing_printed_ever_repeats_a_passphrase(comity: Asked, recovery: str, tmp_path: Path) -> None:
    for words in (["test"], ["passphrase"], ["recover"]):
        ended = comity.run(
            "sealed", *words, "--passphrase-file", lines(tmp_path, "wrong but long", "also quite long")
        )
        assert "long" not in ended.output
    assert PASSPHRASE not in json.dumps(comity.json("sealed", "status"))
