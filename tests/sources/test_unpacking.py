"""What a user names becomes files to read: folders walked, archives opened within bounds, bombs refused."""

from __future__ import annotations

import gzip
import io
import os
import stat
import struct
import tarfile
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from comity.sources import _unpacking
from comity.sources._unpacking import Refused, Unpacked, expand

Found = dict[str, bytes | str]


def _zipped(members: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def _found(tmp_path: Path, path: Path) -> Found:
    """Label to content of each file found, or to the code with which it is refused."""
    scratch = tmp_path / "scratch"
    scratch.mkdir(exist_ok=True)
    found: Found = {}
    for item in expand([(path, path.name)], lambda: scratch):
        if isinstance(item, Refused):
            found[item.label] = item.code
        else:
            found[item.label] = item.path.read_bytes() if item.path.is_file() else b"folder"
            if item.temporary:
                item.path.unlink()
    assert list(scratch.iterdir()) == []
    return found


def _archive(tmp_path: Path, content: bytes, name: str = "a.zip") -> Path:
    path = tmp_path / name
    path.write_bytes(content)
    return path


def test_a_plain_file_is_found_as_it_is(tmp_path: Path) -> None:
    assert _found(tmp_path, _archive(tmp_path, b"text", "a.txt")) == {"a.txt": b"text"}


def test_a_file_that_is_not_there_is_reported(tmp_path: Path) -> None:
    assert _found(tmp_path, tmp_path / "gone") == {"gone": "missing"}


def test_a_file_that_may_not_be_opened_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def deny(path: Path) -> str:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(_unpacking, "_archive_kind", deny)
    assert _found(tmp_path, _archive(tmp_path, b"text", "a.txt")) == {"a.txt": "unreadable"}


def test_a_folder_that_vanishes_while_it_is_walked_is_reported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(path: Path) -> int:
        raise FileNotFoundError(2, "No such file or directory")

    (tmp_path / "box" / "cur").mkdir(parents=True)
    (tmp_path / "box" / "new").mkdir()
    monkeypatch.setattr(_unpacking, "_folder_size", gone)
    assert _found(tmp_path, tmp_path / "box") == {"box": "unreadable"}


def test_a_fifo_is_neither_file_nor_folder(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert _found(tmp_path, tmp_path / "pipe") == {"pipe": "not-a-file"}


def test_files_of_a_folder_are_found_in_order_and_links_are_told(tmp_path: Path) -> None:
    folder = tmp_path / "mail"
    (folder / "inner").mkdir(parents=True)
    (folder / "b.mbox").write_bytes(b"b")
    (folder / "a.mbox").write_bytes(b"a")
    (folder / "inner" / "c.mbox").write_bytes(b"c")
    (folder / ".hidden").write_bytes(b"h")
    (folder / "link").symlink_to("/etc/hostname")
    (folder / "linked-folder").symlink_to("/etc")
    os.mkfifo(folder / "pipe")
    found = _found(tmp_path, folder)
    assert list(found.items()) == [
        ("mail/a.mbox", b"a"),
        ("mail/b.mbox", b"b"),
        ("mail/link", "symlink"),
        ("mail/linked-folder", "symlink"),
        ("mail/pipe", "not-a-file"),
        ("mail/inner/c.mbox", b"c"),
    ]


def test_a_folder_within_a_folder_a_thousand_times_is_read(tmp_path: Path) -> None:
    folders = [tmp_path / "mail"]
    for _ in range(1200):
        folders[-1].mkdir()
        folders.append(folders[-1] / "a")
    (folders[-2] / "b.mbox").write_bytes(b"b")
    assert list(_found(tmp_path, tmp_path / "mail").values()) == [b"b"]
    (folders[-2] / "b.mbox").unlink()
    for folder in reversed(folders[1:-1]):  # which is too deep for what tidies up after tests
        folder.rmdir()


def test_a_folder_in_a_folder_that_may_not_be_looked_into_is_reported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "mail"
    (folder / "closed").mkdir(parents=True)
    (folder / "a.mbox").write_bytes(b"a")
    scandir = os.scandir

    def deny(path: Path) -> Any:
        if Path(path).name == "closed":
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    monkeypatch.setattr(os, "scandir", deny)
    assert _found(tmp_path, folder) == {"mail/a.mbox": b"a", "mail/closed": "unreadable"}


def test_a_maildir_within_a_folder_stays_whole(tmp_path: Path) -> None:
    for part in ("cur", "new"):
        (tmp_path / "mail" / "box" / part).mkdir(parents=True)
    (tmp_path / "mail" / "box" / "cur" / "1").write_bytes(b"x")
    assert _found(tmp_path, tmp_path / "mail") == {"mail/box": b"folder"}


def test_an_empty_folder_is_reported(tmp_path: Path) -> None:
    (tmp_path / "nothing").mkdir()
    assert _found(tmp_path, tmp_path / "nothing") == {"nothing": "empty"}


def test_no_more_files_of_a_folder_are_looked_at_than_the_limit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_unpacking, "MEMBERS", 2)
    (tmp_path / "many").mkdir()
    for number in range(4):
        (tmp_path / "many" / str(number)).write_bytes(b"x")
    assert _found(tmp_path, tmp_path / "many") == {"many/0": b"x", "many/1": b"x", "many": "too-many"}


def test_members_of_a_zip_are_found_under_its_name(tmp_path: Path) -> None:
    path = _archive(
        tmp_path, _zipped({"Mail/All.mbox": b"mail", "Mail/": b"", "__MACOSX/._All.mbox": b"noise"})
    )
    assert _found(tmp_path, path) == {"a.zip › Mail/All.mbox": b"mail"}


def test_no_more_members_of_a_zip_are_opened_than_the_limit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_unpacking, "MEMBERS", 1)
    path = _archive(tmp_path, _zipped({"a": b"1", "b": b"2"}))
    assert _found(tmp_path, path) == {"a.zip › a": b"1", "a.zip": "too-many"}


def test_a_gzip_file_keeps_its_name(tmp_path: Path) -> None:
    assert _found(tmp_path, _archive(tmp_path, gzip.compress(b"mail"), "2004-May.txt.gz")) == {
        "2004-May.txt.gz": b"mail"
    }


def test_archives_within_archives_are_opened_three_deep_and_no_deeper(tmp_path: Path) -> None:
    content = b"text"
    for depth in range(5):
        content = _zipped({f"{depth}.zip" if depth else "a.txt": content, f"beside{depth}": b"x"})
    found = _found(tmp_path, _archive(tmp_path, content))
    assert found.pop("a.zip › 4.zip › 3.zip › 2.zip") == "too-deep"
    assert found == {
        "a.zip › beside4": b"x",
        "a.zip › 4.zip › beside3": b"x",
        "a.zip › 4.zip › 3.zip › beside2": b"x",
    }


def test_a_zip_within_a_gzip_is_opened(tmp_path: Path) -> None:
    path = _archive(tmp_path, gzip.compress(_zipped({"a": b"1"})), "a.zip.gz")
    assert _found(tmp_path, path) == {"a.zip.gz › a": b"1"}


@pytest.mark.parametrize(
    "name",
    ["../../etc/passwd", "/etc/passwd", "C:\\Windows\\evil", "..\\evil", "a/../../../b", "con", "a\x1b[31mb"],
)
def test_a_member_is_never_written_under_the_name_it_chose(tmp_path: Path, name: str) -> None:
    inside = tmp_path / "deep" / "er"
    inside.mkdir(parents=True)
    found = _found(inside, _archive(inside, _zipped({name: b"evil"})))
    assert list(found.values()) == [b"evil"]
    assert "\x1b" not in "".join(found)
    assert {p.name for p in tmp_path.rglob("*")} == {"deep", "er", "a.zip", "scratch"}


def test_what_is_unpacked_can_be_read_by_its_owner_alone(tmp_path: Path) -> None:
    path = _archive(tmp_path, _zipped({"a": b"1"}))
    (item,) = expand([(path, "a")], lambda: tmp_path)
    assert isinstance(item, Unpacked)
    assert stat.S_IMODE(item.path.stat().st_mode) == 0o600


def test_two_members_of_one_name_are_both_read(tmp_path: Path) -> None:
    with pytest.warns(UserWarning, match="Duplicate name"):
        content = _zipped_twice("a.txt")
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    items = list(expand([(_archive(tmp_path, content), "a.zip")], lambda: scratch))
    assert [item.path.read_bytes() for item in items if isinstance(item, Unpacked)] == [b"one", b"two"]


def _zipped_twice(name: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(name, b"one")
        archive.writestr(name, b"two")
    return out.getvalue()


def test_a_symbolic_link_in_a_zip_is_not_followed(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        link = zipfile.ZipInfo("link")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
    assert _found(tmp_path, _archive(tmp_path, out.getvalue())) == {"a.zip › link": "symlink"}


def test_an_encrypted_member_is_reported_and_the_others_are_read(tmp_path: Path) -> None:
    content = bytearray(_zipped({"secret": b"1", "open": b"2"}))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(signature) + offset] |= 1
    assert _found(tmp_path, _archive(tmp_path, bytes(content))) == {
        "a.zip › secret": "encrypted",
        "a.zip › open": b"2",
    }


def test_a_member_that_unpacks_to_far_more_than_its_size_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_unpacking, "RATIO_FROM", 1 << 20)
    path = _archive(tmp_path, _zipped({"bomb": bytes(8 << 20), "mail": b"x"}))
    assert _found(tmp_path, path) == {"a.zip › bomb": "zip-bomb", "a.zip › mail": b"x"}


def test_a_bomb_cannot_claim_to_be_packed_larger_than_its_archive(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_unpacking, "RATIO_FROM", 1 << 20)
    content = bytearray(_zipped({"bomb": bytes(8 << 20)}))
    struct.pack_into("<I", content, content.index(b"PK\x01\x02") + 20, 1 << 30)
    assert _found(tmp_path, _archive(tmp_path, bytes(content)))["a.zip › bomb"] in ("damaged", "zip-bomb")


def test_a_gzip_bomb_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_unpacking, "RATIO_FROM", 1 << 20)
    path = _archive(tmp_path, gzip.compress(bytes(8 << 20)), "bomb.gz")
    assert _found(tmp_path, path) == {"bomb.gz": "zip-bomb"}


def test_everything_together_unpacks_to_no_more_than_the_limit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_unpacking, "UNPACKED", 1000)
    path = _archive(tmp_path, _zipped({"a": os.urandom(800), "b": os.urandom(800)}))
    assert list(_found(tmp_path, path).values())[1] == "zip-bomb"


def test_entries_that_share_their_bytes_are_refused(tmp_path: Path) -> None:
    content = bytearray(_zipped({"a": os.urandom(500), "b": os.urandom(500)}))
    second = content.index(b"PK\x01\x02", content.index(b"PK\x01\x02") + 4)
    struct.pack_into("<I", content, second + 42, 0)
    assert _found(tmp_path, _archive(tmp_path, bytes(content))) == {"a.zip": "zip-bomb"}


@pytest.mark.parametrize(
    "compression", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA]
)
def test_every_usual_compression_is_read(tmp_path: Path, compression: int) -> None:
    path = _archive(tmp_path, _zipped({"a": b"text" * 100}, compression))
    assert _found(tmp_path, path) == {"a.zip › a": b"text" * 100}


def test_a_full_disk_is_named_as_such(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(self: object, packed: object, target: Path, compressed: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(_unpacking._Opener, "_copy", full)
    assert _found(tmp_path, _archive(tmp_path, gzip.compress(b"x"), "a.gz")) == {"a.gz": "disk-full"}


@settings(
    max_examples=300,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    compression=st.sampled_from(
        [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA, -1]
    ),
    changes=st.lists(st.tuples(st.integers(0, 10_000), st.integers(0, 255)), min_size=1, max_size=6),
    cut=st.one_of(st.none(), st.integers(0, 400)),
)
def test_a_damaged_archive_is_reported_and_never_raises(
    tmp_path: Path, compression: int, changes: list[tuple[int, int]], cut: int | None
) -> None:
    text = b"From ines@varga.example Mon Jan  1 10:00:00 2024\n" * 4
    whole = gzip.compress(text) if compression < 0 else _zipped({"a.mbox": text, "b.txt": b"b"}, compression)
    content = bytearray(whole[:cut])
    for place, value in changes:
        if content:
            content[place % len(content)] = value
    found = _found(tmp_path, _archive(tmp_path, bytes(content)))
    assert all(isinstance(value, bytes) or value for value in found.values())


def _tarred(members: dict[str, bytes], mode: str = "w:gz") -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=mode) as archive:  # type: ignore[call-overload]
        for name, content in members.items():
            found = tarfile.TarInfo(name)
            found.size = len(content)
            archive.addfile(found, io.BytesIO(content))
    return out.getvalue()


def test_a_tgz_is_opened_with_the_archives_in_it(tmp_path: Path) -> None:
    inner = _zipped({"b.ics": b"calendar"})
    content = _tarred({"Takeout/Mail/a.mbox": b"mail", "Takeout/c.zip": inner, "._noise": b"x"})
    assert _found(tmp_path, _archive(tmp_path, content, "takeout.tgz")) == {
        "takeout.tgz › Takeout/Mail/a.mbox": b"mail",
        "takeout.tgz › Takeout/c.zip › b.ics": b"calendar",
    }


def test_links_and_names_that_lead_outside_write_nothing_outside(tmp_path: Path) -> None:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, kind in (("link", tarfile.SYMTYPE), ("hard", tarfile.LNKTYPE), ("pipe", tarfile.FIFOTYPE)):
            found = tarfile.TarInfo(name)
            found.type, found.linkname = kind, "/etc/passwd"
            archive.addfile(found)
        for name in ("../../outside", "/absolute"):
            found = tarfile.TarInfo(name)
            found.size = 2
            archive.addfile(found, io.BytesIO(b"in"))
    found_there = _found(tmp_path, _archive(tmp_path, out.getvalue(), "a.tar"))
    assert list(found_there.values()) == [b"in", b"in"]
    assert not (tmp_path.parent / "outside").exists()


def test_a_tar_that_is_cut_gives_what_is_whole_and_a_word(tmp_path: Path) -> None:
    content = _tarred({"a": b"x" * 2000, "b": b"y" * 20_000}, "w")[:9_000]
    found = _found(tmp_path, _archive(tmp_path, content, "a.tar"))
    assert found["a.tar › a"] == b"x" * 2000
    assert "damaged" in found.values()


def test_a_tar_of_more_files_than_are_looked_at_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_unpacking, "MEMBERS", 2)
    content = _tarred(dict.fromkeys("abc", b"x"), "w")
    found = _found(tmp_path, _archive(tmp_path, content, "a.tar"))
    assert found == {"a.tar › a": b"x", "a.tar › b": b"x", "a.tar": "too-many"}


def test_a_tar_that_claims_far_more_than_it_holds_is_a_bomb(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_unpacking, "UNPACKED", 3_000)
    content = _tarred({"a": b"x" * 4_000}, "w")
    assert _found(tmp_path, _archive(tmp_path, content, "a.tar")) == {"a.tar › a": "zip-bomb"}
