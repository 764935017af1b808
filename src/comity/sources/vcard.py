"""Address books in vCard files (RFC 6350, RFC 2426 and version 2.1): each card to a `Card`.

Cards of groups, companies and rooms are reported, not read. Photos, sounds and keys are left out.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from hashlib import blake2b

from comity.core import vcard
from comity.core.contentline import (
    Property,
    fields_of,
    list_of,
    param,
    physical_lines,
    text_of,
)
from comity.core.records import Card, Dated, Handle, Problem, Record
from comity.core.timevalues import stamp
from comity.sources import Place
from comity.sources._cards import (
    MOST_HANDLES,
    card_handle,
    email_handles,
    linkedin_in,
    own_labels,
    partial_date,
    told,
    unique,
    values_of,
)
from comity.sources._lines import byte_lines, decoded, head_text, opened
from comity.sources._plain import Faults, one_line, paragraphs

_APPLE_LABEL = re.compile(r"_\$!<(.{1,60})>!\$_")
_ANNIVERSARIES = ("ANNIVERSARY", "X-ANNIVERSARY", "X-MS-ANNIVERSARY", "X-EVOLUTION-ANNIVERSARY")
_NO_PERSON = frozenset({"group", "org", "location", "application", "device", "thing"})
_REASONS = {
    "unterminated": "This card has no END:VCARD and was not read.",
    "too-deep": "This card holds too many cards within cards and was not read.",
    "too-long": "This card is larger than 32 MB and was not read.",
}

_OTHERS = {
    "RELATED": "Relation",
    "X-ABRELATEDNAMES": "Relation",
    "X-SPOUSE": "Spouse",
    "X-EVOLUTION-SPOUSE": "Spouse",
    "X-KADDRESSBOOK-X-SPOUSESNAME": "Spouse",
    "X-MANAGER": "Manager",
    "X-EVOLUTION-MANAGER": "Manager",
    "X-ASSISTANT": "Assistant",
    "X-EVOLUTION-ASSISTANT": "Assistant",
    "HOBBY": "Hobby",
    "INTEREST": "Interest",
    "EXPERTISE": "Expertise",
    "IMPP": "Messenger",
    "X-SKYPE": "Skype",
    "X-JABBER": "Jabber",
}
"""Properties that no field of a card is for, and what they are called in a note of their own."""

Properties = Mapping[str, list[Property]]


class VCardSource:
    """Reader of vCard files."""

    key = "vcard"
    title = "Address book (vCard)"
    version = 3

    def recognise(self, place: Place) -> int:
        """Sure if the first line that is not empty begins a card."""
        first = head_text(place.head).lstrip()[:40].upper().replace(" ", "")
        return 95 if first.startswith("BEGIN:VCARD") else 0

    def read(self, place: Place) -> Iterator[Record]:
        """Yield a `Card` for each person's card; positions are line numbers from 1."""
        faults = Faults()
        with opened(place.path) as stream:
            for chunk in vcard.split(raw.decode("latin-1") for raw in byte_lines(stream)):
                if not chunk.fault:
                    yield from _records(chunk, faults)
                elif chunk.fault != "outside":
                    yield from faults.tell(chunk.line, chunk.fault, _REASONS[chunk.fault])
                elif any(map(str.strip, chunk.lines)):
                    reason = "Lines outside of any card were not read."
                    yield from faults.tell(chunk.line, "outside-card", reason)
        yield from faults.rest()


def _records(chunk: vcard.Chunk, faults: Faults) -> Iterator[Record]:
    """The card, and what of it could not be read."""
    card = vcard.parse_card(physical_lines(decoded(chunk.lines)), chunk.line)
    named: dict[str, list[Property]] = {}
    for item in card.properties:
        named.setdefault(item.name, []).append(item)
    if any(item.value.strip() for item in named.pop("", [])):
        yield from faults.tell(
            card.line, "unreadable-line", "A line of this card is no property; the rest was read."
        )
    kind = _first(named, "KIND", "X-ADDRESSBOOKSERVER-KIND").lower()
    if kind in _NO_PERSON or (
        _first(named, "X-ABSHOWAS").upper() == "COMPANY" and not any(_name_parts(named))
    ):
        yield from faults.tell(
            card.line, "not-a-person", "This card describes a group or a company, not a person."
        )
        return
    dates, unreadable = _dates(named)
    for text in unreadable:
        yield from faults.tell(card.line, "unreadable-date", f"“{text}” is not a date that can be read.")
    yield from _card(card.line, named, dates, faults)


def _card(line: int, named: Properties, dates: tuple[Dated, ...], faults: Faults) -> Iterator[Card | Problem]:
    parts = _name_parts(named)
    given, family = one_line(parts[1]), one_line(parts[0])
    name = one_line(_first(named, "FN")) or one_line(" ".join((parts[3], given, parts[2], family, parts[4])))
    phones = values_of("phone", (_number(item) for item in named.get("TEL", []) if not _is_fax(item)), 100)
    organisation = fields_of(named["ORG"][0]) if "ORG" in named else [""]
    urls = values_of(
        "url", _texts(named, "URL") + _texts(named, "X-SOCIALPROFILE") + _texts(named, "SOCIALPROFILE")
    )
    handles = email_handles(_texts(named, "EMAIL")) + linkedin_in(url for _, url in urls) + _uids(named)
    where = one_line(organisation[0], 300)
    if not (handles or name or where or phones):
        yield from faults.tell(line, "empty-card", "This card names nobody.")
        return
    if len(handles) > MOST_HANDLES:
        yield from faults.tell(
            line, "too-many-handles", f"Only the first {MOST_HANDLES} addresses were read."
        )
    notes = (paragraphs(text)[0] for text in _texts(named, "NOTE"))
    nicknames = (text for item in named.get("NICKNAME", []) for text in list_of(item))
    yield Card(
        handles=tuple(handles[:MOST_HANDLES]) or (card_handle(name, where, (phone for _, phone in phones)),),
        name=name,
        given=given,
        family=family,
        values=(
            *values_of("nickname", nicknames, 100),
            *phones,
            *urls,
            *values_of("address", map(_address, named.get("ADR", []))),
            *(("note", text) for text in notes if text),
            *told(_others(named)),
        ),
        organisation=where,
        title=one_line(_first(named, "TITLE", "ROLE"), 300),
        department=one_line(", ".join(filter(None, organisation[1:])), 300),
        position_since=None,
        dates=dates,
        labels=own_labels(text for item in named.get("CATEGORIES", []) for text in list_of(item)),
        known_on=None,
        changed_at=_revision(_first(named, "REV")),
        is_me=False,
        position=line,
    )


def _texts(named: Properties, name: str) -> list[str]:
    return [text_of(item) for item in named.get(name, [])]


def _number(item: Property) -> str:
    return re.sub(r"^tel:", "", text_of(item), flags=re.IGNORECASE)


def _is_fax(item: Property) -> bool:
    """Whether nobody speaks at this number."""
    types = {kind for name, value in item.params if name == "TYPE" for kind in value.upper().split(",")}
    return not types.isdisjoint({"FAX", "PAGER"})


def _first(named: Properties, *names: str) -> str:
    """The first value that is not empty among these properties."""
    return next((text.strip() for name in names for text in _texts(named, name) if text.strip()), "")


def _name_parts(named: Properties) -> list[str]:
    """Family name, given name, further names, titles before and after (RFC 6350, section 6.2.2)."""
    parts = [part.replace(",", " ").strip() for part in fields_of(named["N"][0])] if "N" in named else []
    return [*parts, "", "", "", "", ""][:5]


def _uids(named: Properties) -> list[Handle]:
    uid = one_line(_first(named, "UID"), 2000)
    if uid[:9].lower() == "urn:uuid:":
        uid = uid[9:].lower()
    if len(uid) > 200:
        uid = blake2b(uid.encode(), digest_size=16).hexdigest()
    return [Handle("uid", uid)] if uid else []


def _address(item: Property) -> str:
    """An address on one line: street first, then the place, then the country."""
    box, extended, street, *place = (
        part.replace("\n", ", ").strip() for part in [*fields_of(item), "", "", ""]
    )
    return ", ".join(filter(None, (street, extended, box, *place)))


def _dates(named: Properties) -> tuple[tuple[Dated, ...], list[str]]:
    """The yearly dates, and the texts that should be dates but cannot be read."""
    asked = [("birthday", item) for item in named.get("BDAY", [])]
    asked += [("anniversary", item) for name in _ANNIVERSARIES for item in named.get(name, [])]
    labels = {item.group.lower(): text_of(item) for item in named.get("X-ABLABEL", []) if item.group}
    for item in named.get("X-ABDATE", []):
        label = labels.get(item.group.lower(), "")
        apple = _APPLE_LABEL.fullmatch(label.strip())
        asked.append((one_line(apple.group(1) if apple else label, 40).lower() or "date", item))
    dates: list[Dated] = []
    unreadable: list[str] = []
    for what, item in asked:
        text = text_of(item)
        date = partial_date(what, text, param(item, "X-APPLE-OMIT-YEAR") or "1604")
        if date:
            dates.append(date)
        elif text.strip():
            unreadable.append(one_line(text, 60))
    return tuple(unique(dates)), unreadable


def _others(named: Properties) -> Iterator[tuple[str, str]]:
    """(name, text) of spouses, managers, hobbies and messengers, in the words of several programs."""
    labels = {item.group.lower(): text_of(item) for item in named.get("X-ABLABEL", []) if item.group}
    yield from (("Fax", _number(item)) for item in named.get("TEL", []) if _is_fax(item))
    for name, words in _OTHERS.items():
        for item in named.get(name, []):
            text = text_of(item).strip()
            label = _APPLE_LABEL.sub(r"\1", labels.get(item.group.lower(), "")) if item.group else ""
            kind = (label or param(item, "TYPE") or words).capitalize()
            if text and not text.lower().startswith(("urn:uuid:", "data:")):
                yield (kind if name in ("RELATED", "X-ABRELATEDNAMES") else words), text


def _revision(text: str) -> int | None:
    """Epoch seconds of a REV; without a zone it counts as UTC (RFC 6350, section 6.7.4)."""
    found = stamp(re.sub(r"[+-]\d\d:?\d\d$", "", text))
    if found is None:
        return None
    return int(dt.datetime.combine(found.date, found.time or dt.time(), dt.UTC).timestamp())


source = VCardSource()
