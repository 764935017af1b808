"""A table (CSV) of a LinkedIn export, told by its columns, not by its name.

Read are connections, imported contacts, messages, invitations, recommendations and endorsements, and the
owner's own addresses. Chats with a machine have the columns of messages: their file's name decides. What is
about the owner's career or was written to everybody is known, and yields nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

from comity.core.addresses import email_handle, linkedin_handle
from comity.core.days import day_from_date
from comity.core.records import Card, Flag, Handle, Kind, Mine, Part, Party, Problem, Record
from comity.sources import HEAD_BYTES, Place
from comity.sources._cards import MOST_HANDLES, card_handle, email_handles, values_of
from comity.sources._linkedin_chats import Invitations, Messages, chat_line, person
from comity.sources._plain import Faults, one_line
from comity.sources._tables import Header, Row, folded, header_in, read_rows
from comity.sources._when import date, moment

_COLUMNS: dict[str, frozenset[str]] = {
    name: frozenset(columns.split())
    for name, columns in {
        "connections": "firstname lastname connectedon",
        "contacts": "source firstname lastname emails phonenumbers",
        "messages": "conversationid from to date content",
        "invitations": "from to sentat direction",
        "recommendations": "firstname lastname jobtitle text creationdate",
        "endorsers": "endorsementdate skillname endorserfirstname endorserlastname",
        "endorsees": "endorsementdate skillname endorseefirstname endorseelastname",
        "addresses": "emailaddress confirmed primary",
        "positions": "companyname title startedon finishedon",
        "education": "schoolname startdate enddate degreename",
        "profile": "firstname lastname headline industry",
        "comments": "date link message",
        "reactions": "date type link",
        "shares": "date sharelink sharecommentary",
    }.items()
}
_SILENT = frozenset({"positions", "education", "profile", "comments", "reactions", "shares"})
_MACHINES = ("guidemessages", "learningcoach", "learningroleplay", "coachmessages")


class LinkedInSource:
    """Reader of the tables of a LinkedIn export."""

    key = "linkedin"
    title = "LinkedIn export"
    version = 1

    def recognise(self, place: Place) -> int:
        """Fairly sure if the first lines hold the columns of one of its tables."""
        return 85 if header_in(place.head, _is_known) else 0

    def read(self, place: Place) -> Iterator[Record]:
        """Yield what the table holds; positions are line numbers from 1."""
        header = header_in(place.head or _head(place), _is_known)
        table = _table(header) if header else ""
        name = folded(place.name)
        if table in _SILENT or (table == "messages" and name.startswith(_MACHINES)):
            return
        faults = Faults()
        reading: Messages | Invitations | None = None
        if table in ("messages", "invitations"):
            reading = Messages(faults) if table == "messages" else Invitations(faults)
        given = "given" in name
        for row in read_rows(place.path, _is_known):
            if isinstance(row, Problem):
                yield from faults.tell(*row)
            elif reading is not None:
                yield from reading.read(row)
            else:
                yield from _row(table, row, faults, given)
        if reading is not None:
            yield from reading.mine()
        yield from faults.rest()


source = LinkedInSource()


def _head(place: Place) -> bytes:
    with place.path.open("rb") as stream:
        return stream.read(HEAD_BYTES)


def _is_known(header: Header) -> bool:
    return bool(_table(header))


def _table(header: Header) -> str:
    """Which table has this header, "" if none."""
    return next((name for name, columns in _COLUMNS.items() if columns <= header), "")


def _row(table: str, row: Row, faults: Faults, given: bool) -> Iterator[Record]:
    """The records of a row of a table that needs no memory."""
    if table == "connections":
        yield from _connection(row, faults)
    elif table == "contacts":
        yield from _contact(row)
    elif table == "recommendations":
        yield from _recommendation(row, faults, given)
    elif table in ("endorsers", "endorsees"):
        yield from _endorsement(row, faults, "endorser" if table == "endorsers" else "endorsee")
    elif table == "addresses":
        address = email_handle(row.get("emailaddress"))
        if address and row.get("confirmed").lower() != "no":
            yield Mine(address, "LinkedIn lists this address as the account's own.")


def _connection(row: Row, faults: Faults) -> Iterator[Record]:
    """A connection; rows of members who left hold at most a date and are passed over."""
    given, family = one_line(row.get("firstname")), one_line(row.get("lastname"))
    profile = linkedin_handle(row.get("url"))
    handles = ([profile] if profile else []) + email_handles([row.get("emailaddress")])
    name = f"{given} {family}".strip()
    if not (name or handles):
        return
    connected = row.get("connectedon")
    since = date(connected, "mdy")
    if connected and since is None:
        reason = f"“{one_line(connected, 60)}” is not a date that can be read."
        yield from faults.tell(row.line, "unreadable-date", reason)
    organisation = one_line(row.get("company"), 300)
    yield Card(
        handles=tuple(handles[:MOST_HANDLES]) or (card_handle(name, organisation, ()),),
        name=name,
        given=given,
        family=family,
        values=tuple(values_of("url", [row.get("url")])),
        organisation=organisation,
        title=one_line(row.get("position"), 300),
        department="",
        position_since=None,
        dates=(),
        labels=(),
        known_on=day_from_date(since) if since else None,
        changed_at=None,
        is_me=False,
        position=row.line,
    )


def _contact(row: Row) -> Iterator[Card]:
    """An entry of an address book that the owner once gave to LinkedIn."""
    given, family = one_line(row.get("firstname")), one_line(row.get("lastname"))
    name = f"{given} {family}".strip() or one_line(row.get("fullname"))
    handles = email_handles(row.get("emails").split(",", MOST_HANDLES))
    phones = values_of("phone", row.get("phonenumbers").split(",", MOST_HANDLES), 100)
    organisation = one_line(row.get("companies").split(",")[0], 300)
    if name or handles or phones:
        yield Card(
            handles=tuple(handles[:MOST_HANDLES])
            or (card_handle(name, organisation, (phone for _, phone in phones)),),
            name=name,
            given=given,
            family=family,
            values=tuple(phones),
            organisation=organisation,
            title=one_line(row.get("title"), 300),
            department="",
            position_since=None,
            dates=(),
            labels=(),
            known_on=None,
            changed_at=None,
            is_me=False,
            position=row.line,
        )


def _recommendation(row: Row, faults: Faults, given: bool) -> Iterator[Record]:
    """A recommendation, from or to the person; one that is not visible yet is planned."""
    name = one_line(f"{row.get('firstname')} {row.get('lastname')}")
    flags = Flag.PLANNED if row.get("status").upper() == "PENDING" else Flag.NONE
    what = "Recommendation given" if given else "Recommendation received"
    yield from _comment(
        row, faults, person("", name), name, given, "creationdate", what, row.get("text"), flags
    )


def _endorsement(row: Row, faults: Faults, who: str) -> Iterator[Record]:
    """An endorsement of a skill, from (`endorser`) or to (`endorsee`) the person."""
    name = one_line(f"{row.get(who + 'firstname')} {row.get(who + 'lastname')}")
    given = who == "endorsee"
    what = f"Endorsement {'given' if given else 'received'}: {row.get('skillname')}"
    handle = person(row.get(who + "publicurl"), name)
    yield from _comment(row, faults, handle, name, given, "endorsementdate", what, "", Flag.NONE)


def _comment(
    row: Row,
    faults: Faults,
    handle: Handle | None,
    name: str,
    given: bool,
    column: str,
    what: str,
    told: str,
    flags: Flag,
) -> Iterator[Record]:
    when = moment(row.get(column), "mdy")
    if when is None or handle is None:
        reason = "This row has no date that can be read, or names nobody any more."
        yield from faults.tell(row.line, "no-date", reason)
        return
    party = Party(Part.TO if given else Part.SENDER, handle, name)
    identity = f"comment\0{what}\0{handle.value}"
    at = int(when.timestamp())
    yield chat_line(row.line, at, identity, (party,), what, told, flags, Kind.COMMENT)
