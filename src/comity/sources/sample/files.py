"""Writes the sample book as files such as people have: a mailbox, a calendar, an address book, connections.

For the documentation, for demonstrations, and to try the readers on. Calls, chats, notes and the ledger
have no common format and are not written. The same book gives the same bytes.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import time
from collections.abc import Iterable
from email.header import Header
from email.utils import format_datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from comity.core.days import date_from_day
from comity.core.records import Card, Flag, Interaction, Kind, Part, Party
from comity.sources.sample.book import SampleBook
from comity.sources.sample.make import event_uid, message_id

_LINE_OCTETS = 75
"""Longest line of a calendar or card (RFC 5545 section 3.1, RFC 6350 section 3.2)."""
_PREAMBLE = (
    'Notes:\r\n"When exporting your connection data, you may notice that some of the email addresses '
    'are missing."\r\n\r\n'
)
_CONNECTIONS = ("First Name", "Last Name", "URL", "Email Address", "Company", "Position", "Connected On")
_SHOWS_EMAIL = 6
"""Every so many connections let their address be seen."""
_PROPERTIES = {"nickname": "NICKNAME", "phone": "TEL", "url": "URL"}
_TIME_ZONE = """BEGIN:VTIMEZONE
TZID:Europe/Berlin
BEGIN:DAYLIGHT
DTSTART:19810329T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
TZNAME:CEST
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19961027T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
TZNAME:CET
END:STANDARD
END:VTIMEZONE"""


def write_files(book: SampleBook, folder: Path) -> dict[str, Path]:
    """Write `sample.mbox`, `sample.ics`, `sample.vcf` and `Connections.csv` into a folder.

    The folder is made if need be; files of these names are replaced. Returns them by name.

    Raises:
        OSError: the folder cannot be written to.
    """
    found = [one for one in book.records if isinstance(one, Interaction)]
    cards = [one for one in book.records if isinstance(one, Card)]
    texts = {
        "sample.mbox": mailbox_text([one for one in found if one.kind == Kind.MAIL]),
        "sample.ics": calendar_text(book, [one for one in found if one.kind == Kind.MEETING]),
        "sample.vcf": cards_text(cards),
        "Connections.csv": connections_text(cards),
    }
    folder.mkdir(parents=True, exist_ok=True)
    written = {name: folder / name for name in texts}
    for name, text in texts.items():
        written[name].write_bytes(text.encode("utf-8"))
    return written


def mailbox_text(mails: list[Interaction]) -> str:
    """Mails as one mailbox in the dialect mboxrd; headers by RFC 5322, other scripts by RFC 2047."""
    by_ref = {one.ref: one for one in mails}
    return "".join(_message(one, by_ref) for one in mails)


def calendar_text(book: SampleBook, meetings: list[Interaction]) -> str:
    """Meetings as one calendar (RFC 5545), in the owner's zone, with everybody's answer."""
    head = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Comity//Sample book//EN", "METHOD:PUBLISH"]
    head.append(f"X-WR-CALNAME:{book.owner.work_email}")
    lines = [*head, *_TIME_ZONE.split("\n")]
    for one in meetings:
        lines += _event(one)
    return _folded([*lines, "END:VCALENDAR"])


def cards_text(cards: list[Card]) -> str:
    """Address cards as vCard 4.0 (RFC 6350); the owner's own is among them."""
    return _folded([line for card in cards for line in _vcard(card)])


def connections_text(cards: list[Card]) -> str:
    """The connections as LinkedIn exports them, newest first, most without an address."""
    known = [card for card in cards if card.known_on is not None]
    out = io.StringIO()
    out.write(_PREAMBLE)
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(_CONNECTIONS)
    for number, card in enumerate(sorted(known, key=lambda card: -(card.known_on or 0))):
        profile = next(handle.value for handle in card.handles if handle.kind == "linkedin")
        shown = _emails(card)[0] if number % _SHOWS_EMAIL == 0 else ""
        connected = date_from_day(card.known_on or 0).strftime("%d %b %Y")
        url = f"https://www.linkedin.com/{profile}"
        writer.writerow((card.given, card.family, url, shown, card.organisation, card.title, connected))
    return out.getvalue()


def _message(mail: Interaction, by_ref: dict[int, Interaction]) -> str:
    sender = mail.parties[0].handle.value
    stamp = time.asctime(time.gmtime(mail.at))
    zone = dt.timezone(dt.timedelta(minutes=mail.offset or 0))
    headers = [
        ("From", _addresses(mail, Part.SENDER)),
        ("To", _addresses(mail, Part.TO, Part.LIST)),
        ("Cc", _addresses(mail, Part.CC)),
        ("Subject", _encoded(mail.subject)),
        ("Date", format_datetime(dt.datetime.fromtimestamp(mail.at, zone))),
        ("Message-ID", f"<{message_id(mail)}>"),
        *_thread_headers(mail, by_ref),
        *_flag_headers(mail),
        ("MIME-Version", "1.0"),
        ("Content-Type", "text/plain; charset=utf-8"),
        ("Content-Transfer-Encoding", "8bit"),
    ]
    head = "".join(f"{name}: {value}\n" for name, value in headers if value)
    body = "\n".join(_quoted_from(line) for line in mail.text.split("\n"))
    return f"From {sender} {stamp}\n{head}\n{body}\n\n"


def _thread_headers(mail: Interaction, by_ref: dict[int, Interaction]) -> list[tuple[str, str]]:
    chain: list[str] = []
    parent = by_ref.get(mail.parent)
    while parent is not None:
        chain.insert(0, f"<{message_id(parent)}>")
        parent = by_ref.get(parent.parent)
    return [("In-Reply-To", chain[-1]), ("References", "\n ".join(chain))] if chain else []


def _flag_headers(mail: Interaction) -> list[tuple[str, str]]:
    sender, *readers = mail.parties
    if mail.flags & Flag.BULK:
        domain = sender.handle.value.partition("@")[2]
        return [("List-Unsubscribe", f"<https://{domain}/leave>"), ("Precedence", "bulk")]
    if mail.flags & Flag.AUTOMATIC:
        return [("Auto-Submitted", "auto-replied" if mail.parent else "auto-generated")]
    if mail.flags & Flag.LIST:
        address = readers[0].handle.value
        return [("List-Id", f"<{address.replace('@', '.')}>"), ("List-Post", f"<mailto:{address}>")]
    return []


def _addresses(mail: Interaction, *parts: Part) -> str:
    found = [party for party in mail.parties if party.part in parts]
    return ",\n ".join(f"{_phrase(party)} <{party.handle.value}>" for party in found)


def _phrase(party: Party) -> str:
    if not party.name.isascii():
        return _encoded(party.name)
    plain = all(char.isalnum() or char in " -'" for char in party.name)
    return party.name if plain else f'"{party.name}"'


def _encoded(text: str) -> str:
    return text if text.isascii() else Header(text, "utf-8", maxlinelen=70).encode()


def _quoted_from(line: str) -> str:
    return f">{line}" if line.lstrip(">").startswith("From ") else line


def _event(meeting: Interaction) -> list[str]:
    off = bool(meeting.flags & Flag.OFF)
    begins = dt.datetime.fromtimestamp(meeting.at, dt.UTC)
    organizer, *guests = meeting.parties
    zone = ZoneInfo(meeting.zone)
    end = meeting.ends_at or meeting.at
    return [
        "BEGIN:VEVENT",
        f"UID:{event_uid(meeting)}",
        f"DTSTAMP:{begins:%Y%m%dT%H%M%SZ}",
        f"DTSTART;TZID={meeting.zone}:{_local(meeting.at, zone)}",
        f"DTEND;TZID={meeting.zone}:{_local(end, zone)}",
        f"SUMMARY:{_escaped(meeting.subject)}",
        *([f"DESCRIPTION:{_escaped(meeting.text)}"] if meeting.text else []),
        f"STATUS:{'CANCELLED' if off else 'CONFIRMED'}",
        f"ORGANIZER;CN={_parameter(organizer.name)}:mailto:{organizer.handle.value}",
        *(_attendee(guest, meeting) for guest in guests),
        "END:VEVENT",
    ]


def _attendee(guest: Party, meeting: Interaction) -> str:
    answer = "NEEDS-ACTION" if meeting.flags & Flag.PLANNED else "ACCEPTED"
    return f"ATTENDEE;CN={_parameter(guest.name)};PARTSTAT={answer}:mailto:{guest.handle.value}"


def _local(at: int, zone: ZoneInfo) -> str:
    return dt.datetime.fromtimestamp(at, zone).strftime("%Y%m%dT%H%M%S")


def _vcard(card: Card) -> list[str]:
    lines = ["BEGIN:VCARD", "VERSION:4.0", f"FN:{_escaped(card.name)}"]
    lines.append(f"N:{_escaped(card.family)};{_escaped(card.given)};;;")
    lines += [f"EMAIL:{email}" for email in _emails(card)]
    lines += [f"{_PROPERTIES[field]}:{_escaped(value)}" for field, value in card.values]
    lines += [f"ORG:{_escaped(card.organisation)}"] if card.organisation else []
    lines += [f"TITLE:{_escaped(card.title)}"] if card.title else []
    for number, dated in enumerate(card.dates, 1):
        written = f"{dated.year or '--'}{dated.month:02}{dated.day:02}"
        if dated.what == "birthday":
            lines.append(f"BDAY:{written}")
        else:
            label = dated.what.capitalize()
            lines += [f"item{number}.X-ABDATE:{written}", f"item{number}.X-ABLABEL:{label}"]
    lines += ["CATEGORIES:" + ",".join(map(_escaped, card.labels))] if card.labels else []
    if card.changed_at is not None:
        lines.append(f"REV:{dt.datetime.fromtimestamp(card.changed_at, dt.UTC):%Y%m%dT%H%M%SZ}")
    return [*lines, "END:VCARD"]


def _emails(card: Card) -> list[str]:
    return [handle.value for handle in card.handles if handle.kind == "email"]


def _escaped(text: str) -> str:
    """Text with what has a meaning in cards and calendars escaped (RFC 6350 section 3.4)."""
    plain = text.replace("\\", "\\\\").replace("\n", "\\n")
    return plain.replace(",", "\\,").replace(";", "\\;")


def _parameter(text: str) -> str:
    return '"' + text.replace('"', "'") + '"'


def _folded(lines: Iterable[str]) -> str:
    """Lines ended by CRLF, long ones folded without cutting a character."""
    return "".join(_fold(line) for line in lines)


def _fold(line: str) -> str:
    if len(line.encode()) <= _LINE_OCTETS:
        return line + "\r\n"
    out, room = "", _LINE_OCTETS
    for char in line:
        size = len(char.encode())
        if size > room:
            out, room = out + "\r\n ", _LINE_OCTETS - 1
        out, room = out + char, room - size
    return out + "\r\n"
