"""Of the twenty-five inputs that no importer may choke on, those of folders, archives and tables."""

from __future__ import annotations

import copy
import gzip
import os
import stat
import zipfile
from collections.abc import Generator, Sequence
from pathlib import Path

import pytest

from comity.actions import imports
from comity.answers.imports import batch
from comity.sources._reading import Chunk, Message, read_all
from tests.hostile.desk import Desk
from tests.made_up import ME


def mail(subject: str, body: str = "Good day.") -> bytes:
    """A mail with this subject, which is its identity too."""
    head = f"From: ines@falk.example\nDate: Mon, 30 Sep 2024 10:00:00 +0000\nSubject: {subject}\n"
    return f"{head}Message-ID: <{subject}@falk.example>\n\n{body}\n".encode()


def maildir(desk: Desk, messages: dict[str, bytes]) -> Path:
    """A Maildir with these files."""
    box = desk.folder / "box"
    for part in ("cur", "new", "tmp"):
        (box / part).mkdir(parents=True)
    for name, content in messages.items():
        (box / name).write_bytes(content)
    return box


def zipped(desk: Desk, members: Sequence[tuple[str, bytes]], name: str = "a.zip") -> Path:
    """An archive of members, whatever their names."""
    path = desk.folder / name
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for member, content in members:
            told = zipfile.ZipInfo("x")
            told.filename = member
            told.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(told, content)
    return path


class Test16AMaildirWithALinkAPipeAWayOutAndAFileThatVanishes:
    def test_links_and_pipes_are_told_and_never_opened(self, desk: Desk, tmp_path: Path) -> None:
        outside = tmp_path / "outside"
        (outside / "cur").mkdir(parents=True)
        (outside / "new").mkdir()
        (outside / "cur" / "1").write_bytes(mail("secret"))
        box = maildir(desk, {"cur/1:2,S": mail("kept"), "new/2": mail("new")})
        (box / "cur" / "3:2,S").symlink_to(outside / "cur" / "1")
        (box / "cur" / "4:2,S").symlink_to(Path("..", "..", "..", "outside", "cur", "1"))
        os.mkfifo(box / "new" / "5")
        (box / ".Sub").symlink_to(outside)
        (box / "tmp" / "6").write_bytes(mail("half"))
        found = desk.bring(box)
        assert sorted(found.subjects()) == ["kept", "new"]
        assert sorted(found.codes) == ["not-a-file", "symlink", "symlink"]

    def test_files_that_vanish_are_told_and_those_that_move_are_found(
        self, desk: Desk, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        box = maildir(desk, {f"new/{number:03}": mail(f"m{number}", "x" * 150_000) for number in range(200)})

        def changed(*given: object) -> Generator[Message, None, None]:
            for message in read_all(*given):  # type: ignore[arg-type]
                if isinstance(message, Chunk) and (box / "new" / "199").exists():
                    (box / "new" / "199").unlink()
                    (box / "new" / "198").rename(box / "cur" / "198:2,S")
                yield message

        monkeypatch.setattr(imports, "read_all", changed)
        number = imports.import_files(
            desk.scope, [(box, "box"), (desk.folder / "witness.eml", "w.eml")], me=[ME]
        )
        found = batch(desk.scope, number)
        assert [problem.code for problem in found.problems] == ["unreadable"]
        assert "199" in found.problems[0].reason
        assert found.counts["new"] == 200
        desk.check()


class Test17BombsAndOverlappingEntries:
    def test_what_unpacks_to_far_more_than_it_weighs_is_refused(self, desk: Desk) -> None:
        zeros = bytes(60 << 20)
        bomb = zipped(desk, [("zeros.mbox", zeros), ("a.eml", mail("beside"))], "bomb.zip")
        packed = desk.write("bomb.gz", gzip.compress(zeros))
        found = desk.bring(bomb, packed)
        assert (found.subjects(), found.codes) == (["beside"], ["zip-bomb", "zip-bomb"])

    def test_archives_in_archives_are_opened_to_a_depth(self, desk: Desk) -> None:
        path = desk.write("0.zip", b"")
        zipped(desk, [("a.eml", mail("deepest"))], "0.zip")
        for depth in range(1, 12):
            path = zipped(
                desk, [("inner.zip", path.read_bytes()), (f"{depth}.eml", mail(f"d{depth}"))], f"{depth}.zip"
            )
        found = desk.bring(path)
        assert found.codes == ["too-deep"]
        assert sorted(found.subjects()) == ["d10", "d11", "d9"]

    def test_entries_that_share_their_bytes_are_refused(self, desk: Desk) -> None:
        path = desk.folder / "overlap.zip"
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("a.eml", mail("twice"))
            again = copy.copy(archive.filelist[0])
            again.filename = "b.eml"
            archive.filelist.append(again)
        found = desk.bring(path)
        assert (found.subjects(), found.codes) == ([], ["zip-bomb"])


class Test18NamesThatLeadOutOfTheArchive:
    NAMES = (
        *("../../../../out.eml", "/out.eml", "C:\\out.eml", "..\\..\\out.eml", "\\\\server\\share\\out.eml"),
        *(
            "a/../../out.eml",
            "con.eml",
            "same.eml",
            "same.eml",
            "x" * 60_000 + ".eml",
            "\x1b[2J\u202e.eml",
            "",
        ),
    )

    def test_everything_is_read_and_nothing_is_written_elsewhere(self, desk: Desk, tmp_path: Path) -> None:
        members = [(name, mail(f"m{number}")) for number, name in enumerate(self.NAMES)]
        with pytest.warns(UserWarning, match="Duplicate name"):
            path = zipped(desk, members)
        with zipfile.ZipFile(path, "a") as archive:
            link = zipfile.ZipInfo("link.eml")
            link.create_system, link.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
            archive.writestr(link, "/etc/passwd")
        before = sorted(tmp_path.rglob("*"))
        found = desk.bring(path)
        assert sorted(tmp_path.rglob("*")) == before
        assert found.codes == ["symlink"]
        assert sorted(found.subjects()) == sorted(f"m{number}" for number in range(len(self.NAMES)))


PROFILE = "https://www.linkedin.com/in/"


def test_19_tables_of_linkedin_with_a_preamble_localised_reordered_or_with_columns_missing(
    desk: Desk,
) -> None:
    preamble = 'Notes:\n"When exporting, you may\nnotice that some are missing."\n\n'
    files = {
        "preamble.csv": f"{preamble}First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
        f"Ines,Falk,{PROFILE}ines,,Nordlicht,Physicist,30 Sep 2024\n",
        "german.csv": "Vorname,Nachname,URL,E-Mail-Adresse,Unternehmen,Position,Verknüpft am\n"
        f"Bo,Ek,{PROFILE}bo,,Ek,Chef,30 Sep 2024\n",
        "reordered.csv": "Connected On,Company,Last Name,First Name\n30 Sep 2024,Quill,Osei,Ama\n",
        "missing.csv": "First Name,Last Name,Connected On\nTomas,Lind,30 Sep 2024\nZoe\n,,\nLena,Voss,30 Sep 2024,more,cells\n",
    }
    found = desk.bring(*(desk.write(name, content) for name, content in files.items()))
    assert found.codes == []
    assert found.names() == {"Ines Falk", "Bo Ek", "Ama Osei", "Tomas Lind", "Zoe", "Lena Voss"}


class Test20ACellOf200MegabytesAnOpenQuoteNulsAndUtf16:
    HEAD = "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"

    def test_a_line_of_200_megabytes_costs_itself_only(self, desk: Desk) -> None:
        path = desk.write("a.csv", self.HEAD + "Bo,Ek,,bo@ek.example,,,\n")
        with path.open("ab") as file:
            file.write(b'Huge,"')
            for _ in range(200):
                file.write(b"x" * (1 << 20))
            file.write(b'",,,,,\nInes,Falk,,ines@falk.example,,,\n')
        found = desk.bring(path)
        assert found.codes == ["too-long"]
        assert found.problems[0].position == 3
        assert found.names() == {"Bo Ek", "Ines Falk"}

    def test_an_open_quote_costs_its_own_row_only(self, desk: Desk) -> None:
        rows = (
            'Bo,Ek,,bo@ek.example,,,\nOpen,"Quote,,open@quill.example,,,\nInes,Falk,,ines@falk.example,,,\n'
        )
        found = desk.bring(
            desk.write("a.csv", self.HEAD + rows * 1 + "Ama,Osei,,ama@quill.example,,,\n" * 2000)
        )
        assert found.codes == ["unreadable-row"]
        assert found.problems[0].position == 3
        assert found.names() == {"Bo Ek", "Ines Falk", "Ama Osei"}

    @pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-8-sig", "latin-1"])
    def test_any_encoding_and_nuls_are_read(self, desk: Desk, encoding: str) -> None:
        text = self.HEAD + "J\u00f6rg,F\u00e5lk\0,,jorg@falk.example,,,\n"
        mark = {"utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}.get(encoding, b"")
        found = desk.bring(desk.write("a.csv", mark + text.encode(encoding)))
        assert (found.names(), found.codes) == ({"J\u00f6rg F\u00e5lk"}, [])
