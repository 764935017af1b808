"""Files that cannot be read say what to do instead."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from comity.sources import HEAD_BYTES
from comity.sources._not_read import of_file
from comity.sources._reading import Chunk, FileFound, read_all

OFFICE = "[Content_Types].xml"


def archive(path: Path, *names: str) -> Path:
    with zipfile.ZipFile(path, "w") as packed:
        for name in names:
            packed.writestr(name, "<x/>")
    return path


def told(path: Path, scratch: Path) -> tuple[list[str], list[str]]:
    """The labels of what was found, and what was said of it."""
    messages = list(read_all([(path, path.name)], scratch))
    labels = [message.label for message in messages if isinstance(message, FileFound)]
    return labels, [p.reason for message in messages if isinstance(message, Chunk) for p in message.problems]


@pytest.mark.parametrize(
    ("names", "words"),
    [
        ((OFFICE, "xl/workbook.xml", "xl/worksheets/sheet1.xml"), "CSV"),
        (("mimetype", "content.xml", "META-INF/manifest.xml"), "CSV"),
        (("Index/Document.iwa", "Index/Tables/DataList.iwa"), "CSV"),
        ((OFFICE, "word/document.xml"), "document"),
        (("Categories.xml", "Local/com.microsoft.__Messages/Inbox/m.xml"), "Thunderbird"),
    ],
)
def test_a_document_that_is_an_archive_is_one_thing_with_advice(
    tmp_path: Path, names: tuple[str, ...], words: str
) -> None:
    (tmp_path / "scratch").mkdir()
    labels, (reason,) = told(archive(tmp_path / "a.xlsx", *names), tmp_path / "scratch")
    assert labels == ["a.xlsx"]
    assert words in reason


def test_documents_among_other_files_are_passed_over_whole(tmp_path: Path) -> None:
    (tmp_path / "scratch").mkdir()
    inner = archive(tmp_path / "plan.xlsx", OFFICE, "xl/workbook.xml")
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as packed:
        packed.write(inner, "Drive/plan.xlsx")
        packed.writestr("word/letter.eml", "From: a@b.example\nDate: Mon, 1 Jan 2024 10:00:00 +0000\n\nhi\n")
    labels, reasons = told(tmp_path / "all.zip", tmp_path / "scratch")
    assert labels == ["all.zip › Drive/plan.xlsx", "all.zip › word/letter.eml"]
    assert reasons == []


@pytest.mark.parametrize(
    ("head", "words"),
    [
        (b"!BDN\x00", "Thunderbird"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 900 + "__substg1.0_".encode("utf-16-le"), ".eml"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "CSV"),
        (b"Rar!\x1a\x07\x00", "Unpack"),
        (b"%PDF-1.4", "document"),
        (b"SQLite format 3\0", "export"),
        (b"dn: cn=Ana", "vCard"),
        (b"anything", ""),
    ],
)
def test_files_of_other_programs_have_advice(tmp_path: Path, head: bytes, words: str) -> None:
    assert words in of_file(head[:HEAD_BYTES])
    assert bool(of_file(head)) == bool(words)
    (tmp_path / "file").write_bytes(head)
    _, (reason,) = told(tmp_path / "file", tmp_path)
    assert words in reason
