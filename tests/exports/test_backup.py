"""The archive inside a backup: what comes out is what went in, or an error."""

from __future__ import annotations

import io
import json
import tarfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.core.errors import Invalid
from comity.exports.backup import FORMAT, MANIFEST, VERSION, Archive, Unpacking, facts

FILES = {"comity.sqlite3": b"x" * 3000, "erasures.jsonl": b"", "playbooks/mentor.toml": b"a = 1\n"}


def archive(folder: Path, **changes: Any) -> bytes:
    for name, content in FILES.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(content)
    told = {name: facts(folder / name) for name in FILES}
    manifest = {"format": FORMAT, "version": VERSION, "made_by": "comity 9", "files": told, **changes}
    return Archive(manifest, folder).read()


def unpacked(raw: bytes, folder: Path, step: int = 4096) -> dict[str, Any]:
    folder.mkdir(exist_ok=True)
    sink = Unpacking(folder)
    try:
        for start in range(0, len(raw), step):
            sink.write(raw[start : start + step])
        return sink.finish()
    finally:
        sink.close()


@pytest.mark.parametrize("step", [1, 7, 512, 100_000])
def test_what_went_in_comes_out_however_it_is_cut(tmp_path: Path, step: int) -> None:
    raw = archive(tmp_path)
    manifest = unpacked(raw, tmp_path / "out", step)
    assert set(manifest["files"]) == set(FILES)
    assert {name: (tmp_path / "out" / name).read_bytes() for name in FILES} == FILES
    assert (tmp_path / "out" / "comity.sqlite3").stat().st_mode & 0o777 == 0o600


def test_it_is_a_tar_archive_that_any_program_reads(tmp_path: Path) -> None:
    with tarfile.open(fileobj=io.BytesIO(archive(tmp_path))) as opened:
        assert opened.getnames() == [MANIFEST, *FILES]


def test_it_is_read_in_pieces_of_any_size(tmp_path: Path) -> None:
    raw = archive(tmp_path)
    manifest = json.loads((raw[512:]).split(b"\0", 1)[0])
    source, found = Archive(manifest, tmp_path), b""
    while piece := source.read(333):
        found += piece
    assert found == raw


@given(length=st.integers(0, 7_000))
def test_what_is_cut_off_is_noticed(tmp_path_factory: pytest.TempPathFactory, length: int) -> None:
    raw = archive(tmp_path_factory.mktemp("in"))
    end = raw.rindex(b"a = 1") + 600
    with pytest.raises(Invalid):
        unpacked(raw[: min(length, end)], tmp_path_factory.mktemp("out"))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"format": "another"}, "none of Comity"),
        ({"version": VERSION + 1}, "newer Comity"),
        ({"version": "x"}, "cannot be read"),
    ],
)
def test_another_format_or_version_is_refused(tmp_path: Path, changes: dict[str, Any], said: str) -> None:
    with pytest.raises(Invalid, match=said):
        unpacked(archive(tmp_path, **changes), tmp_path / "out")


def entry(name: str, content: bytes, kind: bytes = tarfile.REGTYPE) -> bytes:
    info = tarfile.TarInfo(name)
    info.size, info.type = len(content), kind
    return info.tobuf(tarfile.GNU_FORMAT) + content + bytes(-len(content) % 512)


@pytest.mark.parametrize(
    "raw",
    [
        entry("../escape", b""),
        entry("comity.sqlite3", b""),
        entry(MANIFEST, b"{}", tarfile.SYMTYPE),
        entry(MANIFEST, b"[]"),
        entry(
            MANIFEST,
            json.dumps(
                {"format": FORMAT, "version": 1, "files": {"/etc/x": {"bytes": 1, "sha256": ""}}}
            ).encode(),
        ),
        entry(MANIFEST, json.dumps({"format": FORMAT, "version": 1, "files": {}}).encode())
        + entry("secret.key", b"x"),
        b"\1" * 512,
    ],
)
def test_names_that_lead_elsewhere_and_files_nobody_told_of_are_refused(tmp_path: Path, raw: bytes) -> None:
    with pytest.raises(Invalid):
        unpacked(raw + bytes(1024), tmp_path / "out")
    assert not (tmp_path / "escape").exists()


def test_a_file_that_is_not_what_the_manifest_says_is_refused(tmp_path: Path) -> None:
    raw = archive(tmp_path)
    with pytest.raises(Invalid, match="not what was saved"):
        unpacked(raw.replace(b"a = 1", b"a = 2"), tmp_path / "out")
    with pytest.raises(Invalid, match="behind its end"):
        unpacked(raw + b"more", tmp_path / "more")
