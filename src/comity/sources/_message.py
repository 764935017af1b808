"""One RFC 5322 message to one `Interaction`: shared by the readers of mbox, Maildir and .eml."""

from __future__ import annotations

import re
from email.utils import getaddresses
from functools import lru_cache
from typing import TYPE_CHECKING

import fast_mail_parser as fast

from comity.core.addresses import email_handle, is_machine
from comity.core.keys import interaction_key, short_hash
from comity.core.mailtext.opening import opening
from comity.core.notices_senders import flags_of_sender, is_calendar_mail
from comity.core.records import Flag, Interaction, Kind, Part, Party, Problem
from comity.sources._html import text_of_html
from comity.sources._lists import list_addresses, writer
from comity.sources._plain import TEXT_LIMIT
from comity.sources._sent_at import sent_at
from comity.sources._unsent import DRAFT, is_draft

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from email.message import Message

CROWD = 100
"""Recipients from which a message counts as bulk (formats.md: "hundreds of recipients")."""

_BULK, _AUTOMATIC, _LIST, _TRUNCATED = map(int, (Flag.BULK, Flag.AUTOMATIC, Flag.LIST, Flag.TRUNCATED))
_TOLD_APART = _BULK | _AUTOMATIC
_MAIL, _SENDER = int(Kind.MAIL), int(Part.SENDER)
_handle = lru_cache(10_000)(email_handle)
_machine = lru_cache(10_000)(is_machine)
_OFFSET = re.compile(r"([+-])(\d\d)(\d\d)\s*(?:\(.*)?$")
_BRACKETED = re.compile(r"<([^<>\s]+)>")
_AT = re.compile(r"([\w.+-]+)\s+at\s+([\w.-]+\.\w+)")
_HEAD_END = re.compile(rb"\r?\n\r?\n")
_STATUS_PART = re.compile(
    rb"^content-type:\s*message/(?:global-)?delivery-status\b.{0,500}?\r?\n\r?\n",
    re.IGNORECASE | re.MULTILINE | re.DOTALL,
)
_NO_TYPE = [""]
_SPEAKING = ("text/", "message/", "multipart/")
"""Beginnings of the types of parts in which a program says something."""
_OWN_LETTERS = re.compile(r":\s*(?:fastmail|proton|zohomail)\s*$", re.IGNORECASE)
"""Ends of a Feedback-ID that providers write into what people send by hand; anybody else's tells of a campaign."""
_TO_BYTES = {
    ord(bytes([byte]).decode("cp1252")): byte
    for byte in {*range(0x80, 0xA0)} - {0x81, 0x8D, 0x8F, 0x90, 0x9D}
}
"""What Windows-1252 makes of its bytes from 0x80 on, and those bytes."""
_STATUS_REACH, _STATUS_LIMIT = 100_000, 5000
"""Bytes in which such a part is looked for, and that are kept of it."""
_USUAL_HEAD = 20_000
"""Bytes within which the header of all but a few messages ends."""
_MOST_ENCODED_WORDS = 5000
_NESTING = re.compile(r"[():<>]")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def read_message(raw: bytes, position: int, envelope: bytes = b"") -> Interaction | Problem:
    """The message as an interaction, or the problem that kept it from being one.

    Args:
        raw: the message without its mbox separator line;
        position: where it stands in its file, repeated in the result;
        envelope: the mbox separator line, whose date serves where the message has none.
    """
    end = _head_end(raw)
    if raw.count(b"=?", 0, end) > _MOST_ENCODED_WORDS:
        raw = raw[:end].replace(b"=?", b"= ?") + raw[end:]
    try:
        return _read_fast(raw, position, envelope)
    except (fast.ParseError, ValueError, OverflowError, RecursionError) as error:
        return _read_slowly(raw, position, envelope, str(error))


def _head_end(raw: bytes) -> int:
    """Where the header ends: the parser takes a time that grows with the square of the encoded words there."""
    end = raw.find(b"\n\n", 0, _USUAL_HEAD)
    if end < 0:
        end = raw.find(b"\r\n\r\n", 0, _USUAL_HEAD)
    if end < 0:
        found = _HEAD_END.search(raw)
        end = found.start() if found else len(raw)
    return end


def _read_fast(raw: bytes, position: int, envelope: bytes) -> Interaction | Problem:
    mail = fast.parse_email(raw, mode="lazy")
    written = mail.headers
    headers = {name.strip().lower(): values for name, values in written.items()}
    if len(headers) < len(written):
        headers = _joined(written)
    if "from" not in headers and "date" not in headers and "subject" not in headers:
        return Problem(
            position, "no-headers", "It has neither sender, date nor subject, so it is no message."
        )
    kind = headers.get("content-type", _NO_TYPE)[0]
    plain = "\n".join(mail.text_plain)
    if not plain or plain.isspace():
        plain = "\n".join(map(text_of_html, mail.text_html))
    elif "charset" not in kind and not plain.isascii() and "ultipart/" not in kind:
        plain = _as_utf8(plain)
    calendar = 0
    if "alendar" in kind or ("ultipart/" in kind and _may_report(mail, plain)):
        calendar = _AUTOMATIC if is_calendar_mail(raw) else 0
        plain += _delivery_status(raw)
    author = mail.from_
    sender = [(author.display_name or "", author.address)] if author else []
    to, cc, bcc = [
        [(a.display_name or "", a.address) for a in people] for people in (mail.to, mail.cc, mail.bcc)
    ]
    instant = mail.date_parsed
    at = int(instant.timestamp()) if instant else None
    return _assemble(headers, (sender, to, cc, bcc), at, mail.subject, plain, position, envelope, calendar)


def _as_utf8(text: str) -> str:
    """Text whose charset nobody states, as UTF-8 if its bytes are that; it was read as Windows-1252."""
    try:
        return text.translate(_TO_BYTES).encode("latin-1").decode("utf-8")
    except UnicodeError:
        return text


def _joined(written: Mapping[str, list[str]]) -> dict[str, list[str]]:
    """Headers by their names in lower case, where the same one is written in several cases."""
    headers: dict[str, list[str]] = {}
    for name, values in written.items():
        headers.setdefault(name.strip().lower(), []).extend(values)
    return headers


def _read_slowly(raw: bytes, position: int, envelope: bytes, reason: str) -> Interaction | Problem:
    """Second try with the standard library, which forgives more (and is several times slower)."""
    from email import message_from_bytes

    try:
        message = message_from_bytes(raw)
        if not message.keys():
            return Problem(position, "no-headers", "It has no header lines, so it is no message.")
        headers: dict[str, list[str]] = {}
        for name, value in message.items():
            headers.setdefault(name.lower(), []).append(str(value))
        bodies: dict[str, list[str]] = {"text/plain": [], "text/html": []}
        for part in _bounded_walk(message):
            bodies.get(part.get_content_type(), []).append(_decoded(part))
        plain = "\n".join(bodies["text/plain"]) or "\n".join(map(text_of_html, bodies["text/html"]))
        people = tuple(
            [(_unencoded(name), address) for name, address in _addresses(headers.get(field, []))]
            for field in ("from", "to", "cc", "bcc")
        )
        subject = _unencoded(headers.get("subject", [""])[0])
        calendar = _AUTOMATIC if is_calendar_mail(raw) else 0
        plain += _delivery_status(raw)
        return _assemble(headers, people, None, subject, plain, position, envelope, calendar)
    except (RecursionError, ValueError, OverflowError, LookupError, TypeError, AttributeError):
        return Problem(position, "unreadable", f"It could not be taken apart: {reason[:200].rstrip('.')}.")


def _may_report(mail: fast.PyLazyMail, plain: str) -> bool:
    """Whether a part may be a calendar's or a report on delivery; only then are the bytes of all files searched."""
    return (
        any(part.mimetype.lower().startswith(_SPEAKING) for part in mail.attachments)
        or "text/calendar" in plain
        or "TEXT/CALENDAR" in plain
        or "/delivery-status" in plain
    )


def _delivery_status(raw: bytes) -> str:
    """The fields of a delivery status notification (RFC 3464), which are no text part, as text to be kept."""
    if raw.find(b"/delivery-status", 0, _STATUS_REACH) < 0:
        return ""
    found = _STATUS_PART.search(raw, 0, _STATUS_REACH)
    if found is None:
        return ""
    fields, _, _ = raw[found.end() : found.end() + _STATUS_LIMIT].replace(b"\r\n", b"\n").partition(b"\n--")
    return "\n\n" + fields.strip().decode("utf-8", "replace")


def _unencoded(text: str) -> str:
    """Encoded words (RFC 2047) read; the text as it is where they cannot be."""
    from email.errors import MessageError
    from email.header import decode_header, make_header

    try:
        return str(make_header(decode_header(text)))
    except (MessageError, LookupError, ValueError):
        return text


def _decoded(part: Message) -> str:
    """The text of a part; bytes that its charset does not know are replaced."""
    body = part.get_payload(decode=True)
    if not isinstance(body, bytes):
        return ""
    try:
        return body.decode(part.get_content_charset("utf-8"), "replace")
    except LookupError:
        return body.decode("utf-8", "replace")


def _bounded_walk(message: Message, limit: int = 200) -> Iterator[Message]:
    """The leaves of a message, at most `limit`, without recursion."""
    stack, seen = [message], 0
    while stack and seen < limit:
        part = stack.pop()
        seen += 1
        inner = part.get_payload() if part.is_multipart() else None
        if isinstance(inner, list):
            stack += [piece for piece in reversed(inner[:limit]) if not isinstance(piece, str)]
        else:
            yield part


def _assemble(
    headers: Mapping[str, list[str]],
    people: tuple[list[tuple[str, str]], ...],
    at: int | None,
    subject: str,
    text: str,
    position: int,
    envelope: bytes,
    flags: int,
) -> Interaction | Problem:
    first = {name: values[0] for name, values in headers.items() if values}
    if is_draft(first):
        return Problem(position, DRAFT, "It is a draft, which was never sent, and was left out.")
    at = sent_at(at, headers, envelope)
    if at is None:
        return Problem(position, "no-date", "It has no date that can be read.")
    sender, to, cc, bcc = (
        _named(found, headers[name]) if name in first else found
        for found, name in zip(people, ("from", "to", "cc", "bcc"), strict=True)
    )
    lists, stated = list_addresses(first), _handle(sender[0][1]) if sender else None
    flags |= _flags(first, stated.value if stated else "", len(to) + len(cc) + len(bcc))
    if lists and stated and stated.value in lists and not flags & _TOLD_APART:
        sender, to = ([wrote], to) if (wrote := writer(first, sender[0], lists)) else ([], [*sender, *to])
    parties = _parties(sender, to, cc, bcc, lists)
    sender_email = parties[0].handle.value if parties and parties[0].part == _SENDER else ""
    if len(text) > TEXT_LIMIT:
        text = text[:TEXT_LIMIT]
        flags |= _TRUNCATED
    if "\0" in text:
        text = text.replace("\0", "")
    if "\r" in text:
        text = text.replace("\r\n", "\n")
    text = text.rstrip()
    subject = " ".join(subject.split())
    if not subject.isprintable():
        subject = _CONTROL.sub("", subject)
    subject = subject[:1000]
    if not flags & _TOLD_APART:
        flags |= flags_of_sender(first, sender_email, subject, text)
    parent, offset = short_hash(_parent(first)), _offset(first.get("date", ""))
    message_id = _message_id(first.get("message-id", ""))
    content = short_hash(f"{subject}\0{text}\0{[value for _, (_, value), _ in parties]}")
    identity = f"mail\0{message_id or content}\0{sender_email}"
    return Interaction(
        kind=_MAIL,
        key=interaction_key(at, identity),
        at=at,
        offset=offset,
        ends_at=None,
        zone="",
        subject=subject,
        snippet=opening(text),
        text=text,
        parties=parties,
        flags=flags,
        ref=short_hash(message_id),
        parent=parent,
        digest=short_hash(f"{content} {[part for part, _, _ in parties]} {flags} {parent} {offset}"),
        position=position,
    )


def _message_id(value: str) -> str:
    found = _BRACKETED.search(value)
    return found.group(1) if found else value.strip()[:500]


def _parent(first: Mapping[str, str]) -> str:
    """The Message-ID it answers: In-Reply-To, else the last of References (RFC 5322, section 3.6.4)."""
    found = _BRACKETED.search(first.get("in-reply-to", ""))
    if found:
        return found.group(1)
    references = _BRACKETED.findall(first.get("references", "")[-4000:])
    return references[-1] if references else ""


def _offset(date: str) -> int | None:
    if date[-6:] == " +0000":
        return 0
    found = _OFFSET.search(date)
    if not found:
        return None
    minutes = int(found.group(2)) * 60 + int(found.group(3))
    return (-minutes if found.group(1) == "-" else minutes) if minutes <= 900 else None


def _named(found: list[tuple[str, str]], values: list[str]) -> list[tuple[str, str]]:
    """The people of a header; read again where the fast parser gave up or a name may stand in a comment (RFC 822)."""
    if found and (all(name for name, _ in found) or not any("(" in value for value in values)):
        return found
    read = _addresses(values)
    if found and [address for _, address in read] != [address for _, address in found]:
        return found
    return [(_unencoded(name) if "=?" in name else name, address) for name, address in read]


def _addresses(values: list[str]) -> list[tuple[str, str]]:
    """Addresses that the fast parser gave up on; also Mailman's `user at host (Name)`."""
    text = ", ".join(values)[:200_000]
    if "@" not in text:
        text = _AT.sub(r"\1@\2", text)
    if text.count("(") > 500 or text.count(":") > 500 or text.count("<") > 20_000:
        text = _NESTING.sub(" ", text)
    return [(name, address) for name, address in getaddresses([text]) if address]


def _parties(
    sender: list[tuple[str, str]],
    to: list[tuple[str, str]],
    cc: list[tuple[str, str]],
    bcc: list[tuple[str, str]],
    lists: frozenset[str],
) -> tuple[Party, ...]:
    parties: list[Party] = []
    seen: set[str] = set()
    for part, people in ((1, sender[:1]), (2, to), (3, cc), (4, bcc)):
        for name, address in people:
            handle = _handle(address)
            if handle is None or handle.value in seen:
                continue
            email = handle.value
            seen.add(email)
            is_list = part != 1 and email in lists
            parties.append(Party(9 if is_list else part, handle, "" if name == email else name[:200]))
    return tuple(parties)


def _flags(first: Mapping[str, str], sender: str, recipients: int) -> int:
    flags = 0
    precedence = first.get("precedence", "").strip().lower()
    post = first.get("list-post", "")
    if "list-id" in first or post or precedence == "list" or "mailing-list" in first:
        flags |= _LIST
    open_list = post and not post.strip().upper().startswith("NO")
    unsubscribe = "list-unsubscribe" in first and not open_list
    if (
        unsubscribe
        or precedence == "junk"
        or (precedence == "bulk" and not open_list)
        or recipients >= CROWD
        or ("feedback-id" in first and not _OWN_LETTERS.search(first["feedback-id"]))
    ):
        flags |= _BULK
    submitted = first.get("auto-submitted", "no").strip().lower()
    if (
        not submitted.startswith("no")
        or precedence == "auto_reply"
        or "x-autoreply" in first
        or first.get("return-path", "").strip() == "<>"
        or (sender and _machine(sender))
        or "multipart/report" in first.get("content-type", "")[:40].lower()
    ):
        flags |= _AUTOMATIC
    return flags
