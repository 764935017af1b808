"""Files of other programs that cannot be read as they are, each with what to do instead."""

from __future__ import annotations

from collections.abc import Iterable

_SHEET = (
    "This is a workbook. Save each of its sheets as CSV (in Excel: Save as, “CSV UTF-8”; elsewhere: Export, CSV), "
    "and bring that."
)
_DOCUMENT = "This is a document, and documents are not read."
_THUNDERBIRD = (
    "Add the account to Thunderbird, let it fetch the mail, and bring Thunderbird's folders; "
    "or save single messages as .eml."
)
_PACKED = "This kind of archive cannot be opened. Unpack it, and bring the folder or a .zip of it."
_OFFICE = "[Content_Types].xml"
_ARCHIVES = (
    ("Index/Tables/", _SHEET),
    (
        "Local/com.microsoft.__",
        f"This is Outlook's archive on a Mac (.olm), which is not read. {_THUNDERBIRD}",
    ),
    (
        "Accounts/com.microsoft.__",
        f"This is Outlook's archive on a Mac (.olm), which is not read. {_THUNDERBIRD}",
    ),
)
"""What a name in an archive of one program begins with, and what to say."""
_OPEN_DOCUMENT = frozenset({"mimetype", "content.xml", "META-INF/manifest.xml"})
_OUTLOOK_PART = "__substg1.0_".encode("utf-16-le")
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BEGINNINGS = (
    (b"!BDN", f"This is Outlook's own archive (.pst or .ost), which is not read. {_THUNDERBIRD}"),
    (b"Rar!\x1a\x07", _PACKED),
    (b"7z\xbc\xaf\x27\x1c", _PACKED),
    (b"%PDF-", _DOCUMENT),
    (b"{\\rtf", _DOCUMENT),
    (
        b"SQLite format 3\0",
        "This is another program's database. Look there for an export: vCard, CSV, iCalendar or mbox.",
    ),
    (b"dn:", "This is an address book as LDIF, which is not read. Export it as vCard instead."),
    (b"version: 1", "This is an address book as LDIF, which is not read. Export it as vCard instead."),
)


def of_archive(names: Iterable[str]) -> str:
    """What to do with an archive that is one document of another program, by the names in it; "" if it is none."""
    listed = set(names)
    if _OFFICE in listed:
        return _SHEET if any(name.startswith("xl/") for name in listed) else _DOCUMENT
    for begins, advice in _ARCHIVES:
        if any(name.startswith(begins) for name in listed):
            return advice
    return _SHEET if listed >= _OPEN_DOCUMENT else ""


def of_file(head: bytes) -> str:
    """What to do with a file of this beginning; "" if nothing better than the list of formats is known."""
    if head.startswith(_COMPOUND):
        if _OUTLOOK_PART in head:
            return "This is a message as Outlook saves it (.msg), which is not read. Drag or save it as .eml instead."
        return f"This is an older document of Microsoft's. {_SHEET.partition('. ')[2]}"
    return next((advice for begins, advice in _BEGINNINGS if head.startswith(begins)), "")
