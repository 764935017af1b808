"""Exports as providers pack them: folders in zips, parts, tapes, photos beside, tables under odd names."""

from __future__ import annotations

import io
import tarfile
import zipfile
from pathlib import Path

import pytest

from comity.sources._reading import Chunk, FileFound, Message, read_all

MAIL = (
    "From 123@xxx Mon Jan  1 10:00:00 +0000 2024\nX-GM-THRID: 123\nX-Gmail-Labels: {}\n"
    "From: Ama <ama@quill.example>\nTo: noor@hollis.example\nDate: Mon, 1 Jan 2024 10:00:00 +0000\n"
    "Message-ID: <{}@quill.example>\nSubject: {}\n\nGood day.\n\n"
)
CALENDAR = (
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nX-WR-CALNAME:noor@hollis.example\r\nBEGIN:VEVENT\r\nUID:1\r\n"
    "DTSTART:20240102T090000Z\r\nSUMMARY:Tea\r\nORGANIZER:mailto:ama@quill.example\r\n"
    "ATTENDEE;PARTSTAT=ACCEPTED:mailto:noor@hollis.example\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)
CARD = "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ama Osei\r\nEMAIL:ama@quill.example\r\nEND:VCARD\r\n"
TAKEOUT = {
    "Takeout/archive_browser.html": "<html></html>",
    "Takeout/Mail/All mail Including Spam and Trash.mbox": MAIL.format("Inbox,Opened", "a", "Kept")
    + MAIL.format("Spam", "b", "Bought"),
    "Takeout/Calendar/noor@hollis.example.ics": CALENDAR,
    "Takeout/Contacts/All Contacts/All Contacts.vcf": CARD,
    "Takeout/Contacts/All Contacts/Ama Osei.jpg": "\xff\xd8\xff",
    "Takeout/Contacts/My Contacts/My Contacts.vcf": CARD,
}
LINKEDIN = {
    "Complete_LinkedInDataExport_07-10-2026/Shares_2.csv": "Date,ShareLink,ShareCommentary\n"
    "2024-01-02 03:04:05,https://www.linkedin.com/feed/1,News\n",
    "Complete_LinkedInDataExport_07-10-2026/ENDORSEMENT_RECEIVED_INFO.CSV": "Endorsement_Date,Skill_Name,"
    "Endorser_First_Name,Endorser_Last_Name,Endorser_Public_Url\n"
    "2026/07/28 13:20:49 UTC,Optics,Bo,Falk,www.linkedin.com/in/bo-falk\n",
    "Complete_LinkedInDataExport_07-10-2026/Recommendations Given.csv": "First Name,Last Name,Company,"
    'Job Title,Text,Creation Date,Status\nBo,Falk,,,Good,"08/30/22, 05:51 PM",VISIBLE\n',
    "Complete_LinkedInDataExport_07-10-2026/Ad_Targeting.csv": "Member Age,Company Names\n25-34,Quill\n",
    "Complete_LinkedInDataExport_07-10-2026/guide_messages.csv": "CONVERSATION ID,FROM,TO,DATE,CONTENT\n"
    "1,Coach,Noor,2026-07-10 09:00:00 UTC,Hello\n",
}


def _zip(path: Path, members: dict[str, str]) -> tuple[Path, str]:
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content.encode("latin-1"))
    return path, path.name


def _tgz(path: Path, members: dict[str, str]) -> tuple[Path, str]:
    with tarfile.open(path, "w:gz") as archive:
        for name, content in members.items():
            found = tarfile.TarInfo(name)
            found.size = len(content)
            archive.addfile(found, io.BytesIO(content.encode("latin-1")))
    return path, path.name


def _read(tmp_path: Path, *paths: tuple[Path, str]) -> list[Message]:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    return list(read_all(paths, scratch))


def _sources(messages: list[Message]) -> dict[str, str]:
    """The source of each file, by its label without the archive."""
    return {m.label.partition(" › ")[2]: m.source for m in messages if isinstance(m, FileFound)}


def _subjects(messages: list[Message]) -> list[str]:
    return [flat[6] for m in messages if isinstance(m, Chunk) for flat in m.interactions]


@pytest.mark.parametrize("packed", [_zip, _tgz])
def test_a_takeout_is_read_as_it_comes(tmp_path: Path, packed) -> None:  # type: ignore[no-untyped-def]
    messages = _read(tmp_path, packed(tmp_path / "takeout-20240101T000000Z-001.bin", TAKEOUT))
    assert _sources(messages) == {
        "Takeout/archive_browser.html": "",
        "Takeout/Mail/All mail Including Spam and Trash.mbox": "mbox",
        "Takeout/Calendar/noor@hollis.example.ics": "icalendar",
        "Takeout/Contacts/All Contacts/All Contacts.vcf": "vcard",
        "Takeout/Contacts/All Contacts/Ama Osei.jpg": "",
        "Takeout/Contacts/My Contacts/My Contacts.vcf": "vcard",
    }
    assert _subjects(messages) == ["Kept", "Tea"]
    problems = [p.code for m in messages if isinstance(m, Chunk) for p in m.problems]
    assert problems == ["left-out"]


def test_the_parts_of_a_takeout_are_read_together_also_in_folders(tmp_path: Path) -> None:
    folder = tmp_path / "downloads"
    (folder / "inner").mkdir(parents=True)
    names = list(TAKEOUT)
    _zip(folder / "takeout-001.zip", {name: TAKEOUT[name] for name in names[:2]})
    _zip(folder / "inner" / "takeout-002.zip", {name: TAKEOUT[name] for name in names[2:]})
    messages = _read(tmp_path, (folder, "downloads"))
    assert sorted(_subjects(messages)) == ["Kept", "Tea"]
    assert sum(len(m.cards) for m in messages if isinstance(m, Chunk)) == 2


def test_a_linkedin_archive_is_read_whatever_its_files_are_called(tmp_path: Path) -> None:
    messages = _read(tmp_path, _zip(tmp_path / "export.zip", LINKEDIN))
    found = {label.rpartition("/")[2]: source for label, source in _sources(messages).items()}
    assert found.pop("Ad_Targeting.csv") in ("", "csv")
    assert found == dict.fromkeys(found, "linkedin")
    entries = [entry for m in messages if isinstance(m, Chunk) for entry in m.entries]
    assert sorted(type(entry).__name__ for entry in entries) == ["Exchange", "Exchange"]
    assert _subjects(messages) == ["Post"]
