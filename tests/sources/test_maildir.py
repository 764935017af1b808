"""Maildir: nothing but regular files is opened, and nothing outside the folder."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from comity.core.records import Interaction, Record
from comity.sources import Place
from comity.sources import maildir as module
from comity.sources.maildir import source


def _mail(subject: str) -> bytes:
    return (
        f"From: ama@quill.example\nDate: Mon, 1 Jan 2024 10:00:00 +0000\nSubject: {subject}\n\nhi\n".encode()
    )


@pytest.fixture
def box(tmp_path: Path) -> Path:
    for part in ("cur", "new", "tmp"):
        (tmp_path / "box" / part).mkdir(parents=True)
    return tmp_path / "box"


def _read(box: Path) -> list[str]:
    return [_shown(record) for record in source.read(Place(box, "box"))]


def _shown(record: Record) -> str:
    return record.subject if isinstance(record, Interaction) else f"! {record[1]}"


def test_messages_of_cur_and_new_are_read_and_those_of_tmp_are_not(box: Path) -> None:
    (box / "cur" / "1.a:2,S").write_bytes(_mail("read"))
    (box / "new" / "2.a").write_bytes(_mail("unread"))
    (box / "tmp" / "3.a").write_bytes(_mail("half written"))
    (box / "cur" / ".hidden").write_bytes(_mail("hidden"))
    assert source.recognise(Place(box, "box")) == 90
    assert _read(box) == ["read", "unread"]


def test_the_name_of_a_file_dates_a_message_whose_clock_was_ahead(box: Path) -> None:
    raw = _mail("ahead").replace(b"Mon, 1 Jan 2024", b"Tue, 1 Jan 2069")
    (box / "cur" / "1704103200.M1P2.host:2,S").write_bytes(raw)
    (box / "cur" / "1704103201.host:2,").write_bytes(_mail("told").replace(b"Date:", b"X-Date:"))
    (box / "cur" / "9999999999.host:2,").write_bytes(_mail("believed"))
    (box / "cur" / "nothing").write_bytes(raw)
    found = [record.at for record in source.read(Place(box, "box")) if isinstance(record, Interaction)]
    assert found == [1_704_103_200, 1_704_103_201, 1_704_103_200, 3_124_260_000]


def test_folders_within_it_are_read_too(box: Path) -> None:
    (box / ".Sent" / "cur").mkdir(parents=True)
    (box / ".Sent" / "cur" / "1").write_bytes(_mail("sent"))
    (box / "new" / "1").write_bytes(_mail("unread"))
    assert _read(box) == ["unread", "sent"]


def test_a_folder_without_cur_and_new_is_no_maildir(tmp_path: Path) -> None:
    (tmp_path / "cur").mkdir()
    assert source.recognise(Place(tmp_path, "x")) == 0
    assert source.recognise(Place(tmp_path / "cur", "x")) == 0


def test_links_pipes_and_folders_among_the_messages_are_reported(box: Path, tmp_path: Path) -> None:
    (tmp_path / "outside").write_bytes(_mail("outside"))
    (box / "cur" / "1").symlink_to(tmp_path / "outside")
    (box / "cur" / "2").symlink_to("../../outside")
    os.mkfifo(box / "cur" / "3")
    (box / "cur" / "4").mkdir()
    (box / "cur" / "5").write_bytes(_mail("real"))
    assert _read(box) == ["! symlink", "! symlink", "! not-a-file", "! not-a-file", "real"]


def test_linked_folders_are_not_entered(box: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    (other / "cur").mkdir(parents=True)
    (other / "cur" / "1").write_bytes(_mail("outside"))
    (box / ".Linked").symlink_to(other)
    (box / ".Half").mkdir()
    (box / ".Half" / "cur").symlink_to(other / "cur")
    assert _read(box) == []


def test_a_message_that_vanishes_is_reported(box: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (box / "new" / "1.a").write_bytes(_mail("there"))
    listed = os.listdir
    monkeypatch.setattr(
        os, "listdir", lambda folder: ["0.gone", *listed(folder)] if Path(folder).name == "new" else []
    )
    assert _read(box) == ["! unreadable", "there"]


def test_a_message_that_moved_while_the_folder_was_read_is_found_again(
    box: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (box / "cur" / "1.a:2,S").write_bytes(_mail("moved"))
    listed = os.listdir
    monkeypatch.setattr(
        os, "listdir", lambda folder: ["1.a"] if Path(folder).name == "new" else listed(folder)
    )
    assert _read(box) == ["moved", "moved"]


def test_a_message_that_cannot_be_read_through_is_reported(
    box: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (box / "cur" / "1").write_bytes(_mail("one"))

    def fail(raw: bytes, number: int, _envelope: bytes) -> Record:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(module, "read_message", fail)
    assert _read(box) == ["! unreadable"]


def test_a_message_larger_than_the_limit_is_reported(box: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "SIZE_LIMIT", 10)
    (box / "cur" / "1").write_bytes(_mail("one"))
    assert _read(box) == ["! too-large"]


def test_no_descriptor_stays_open(box: Path) -> None:
    for number in range(5):
        (box / "cur" / str(number)).write_bytes(_mail("x"))
    (box / "cur" / "folder").mkdir()
    before = len(os.listdir("/proc/self/fd"))
    _read(box)
    assert len(os.listdir("/proc/self/fd")) == before


def test_drafts_and_what_was_thrown_away_are_left_out_and_counted(box: Path) -> None:
    for name in ("1.a:2,S", "2.a:2,ST", "3.a:2,DS", "4.a;2,T", "5.host2,S=12:2,RS"):
        (box / "cur" / name).write_bytes(_mail(name))
    (box / "cur" / "6.a:2,S").write_bytes(b"X-Unsent: 1\n" + _mail("never sent"))
    assert _read(box) == ["1.a:2,S", "5.host2,S=12:2,RS", "! left-out"]


def test_folders_of_junk_and_drafts_are_left_out_also_in_other_languages(box: Path) -> None:
    for folder in (".Junk", ".INBOX.Trash", ".Entw&APw-rfe", ".Deleted Items", ".Sent", ".Q&-A", ".&broken-"):
        (box / folder / "cur").mkdir(parents=True)
        (box / folder / "cur" / "1").write_bytes(_mail(folder))
    assert _read(box) == [".&broken-", ".Q&-A", ".Sent", "! left-out"]


def test_a_folder_of_junk_that_is_named_itself_is_read(tmp_path: Path) -> None:
    for part in ("cur", "new"):
        (tmp_path / ".Junk" / part).mkdir(parents=True)
    (tmp_path / ".Junk" / "cur" / "1").write_bytes(_mail("asked for"))
    assert _read(tmp_path / ".Junk") == ["asked for"]
