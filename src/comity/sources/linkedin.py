"""A table (CSV) of a LinkedIn export, told by its columns, not by its name.

Connections and imported contacts are cards; messages and invitations are interactions; recommendations and
endorsements belong in the ledger; positions and schools are the owner's career; what the owner wrote in
public is kept beside (`_linkedin_deeds`). Chats with a machine have the columns of messages: their file's
name decides, and they yield nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

from comity.core.addresses import linkedin_handle
from comity.core.days import day_from_date
from comity.core.records import Card, Problem, Record
from comity.sources import HEAD_BYTES, Place
from comity.sources._cards import BLANK, MOST_HANDLES, card_handle, email_handles, values_of
from comity.sources._linkedin_chats import Invitations, Messages
from comity.sources._linkedin_deeds import (
    career,
    direction,
    endorsement,
    own_address,
    own_writing,
    public,
    recommendation,
)
from comity.sources._linkedin_tables import Found, find, read_table
from comity.sources._plain import Faults, one_line
from comity.sources._tables import Row, folded
from comity.sources._when import date

_MACHINES = ("guidemessages", "learningcoach", "learningroleplay", "coachmessages")
_PUBLIC = frozenset({"comments", "reactions", "shares"})


class LinkedInSource:
    """Reader of the tables of a LinkedIn export."""

    key = "linkedin"
    title = "LinkedIn export"
    version = 3

    def recognise(self, place: Place) -> int:
        """Fairly sure if the first lines hold the columns of one of its tables, less so by its cells alone."""
        found = find(place.head)
        return 0 if found is None else 85 if found.sure else 60

    def read(self, place: Place) -> Iterator[Record]:
        """Yield what the table holds; positions are line numbers from 1."""
        found = find(place.head or _head(place))
        if found is None or (found.table == "messages" and folded(place.name).startswith(_MACHINES)):
            return
        faults = Faults()
        yield from _chats(place, found, faults) if found.table in _CHATS else _rows(place, found, faults)
        yield from faults.rest()


source = LinkedInSource()
_CHATS: dict[str, type[Messages] | type[Invitations]] = {"messages": Messages, "invitations": Invitations}


def _head(place: Place) -> bytes:
    with place.path.open("rb") as stream:
        return stream.read(HEAD_BYTES)


def _chats(place: Place, found: Found, faults: Faults) -> Iterator[Record]:
    reading = _CHATS[found.table](faults, found.order)
    for row in read_table(place.path, found):
        if isinstance(row, Problem):
            yield from faults.tell(*row)
        else:
            yield from reading.read(row)
    yield from reading.mine()


def _rows(place: Place, found: Found, faults: Faults) -> Iterator[Record]:
    given = direction(place.name)
    if found.table == "recommendations" and given is None:
        reason = "The file's name does not say whether these recommendations were given or received; they count as received."
        yield Problem(found.line, "direction-unknown", reason)
    wrote = found.table in _PUBLIC
    for row in read_table(place.path, found):
        if isinstance(row, Problem):
            yield from faults.tell(*row)
            continue
        if wrote:
            yield own_writing()
            wrote = False
        yield from _row(found, row, faults, bool(given))


def _row(found: Found, row: Row, faults: Faults, given: bool) -> Iterator[Record]:
    """The records of a row of a table that needs no memory."""
    table, order = found.table, found.order
    if table == "connections":
        yield from _connection(row, order, faults)
    elif table == "contacts":
        yield from _contact(row)
    elif table == "recommendations":
        yield from recommendation(row, order, faults, given)
    elif table in ("endorsers", "endorsees"):
        yield from endorsement(row, order, faults, table == "endorsees")
    elif table in ("positions", "education"):
        yield from career(table, row, faults)
    elif table in _PUBLIC:
        yield from public(table, row, order, faults)
    elif table == "addresses":
        yield from own_address(row)


def _connection(row: Row, order: str, faults: Faults) -> Iterator[Record]:
    """A connection; rows of members who left hold at most a date and are passed over."""
    given, family = one_line(row.get("firstname")), one_line(row.get("lastname"))
    profile = linkedin_handle(row.get("url"))
    handles = ([profile] if profile else []) + email_handles([row.get("emailaddress")])
    name = one_line(f"{given} {family}")
    if not (name or handles):
        return
    connected = row.get("connectedon")
    since = date(connected, order)
    if connected and since is None:
        reason = f"“{one_line(connected, 60)}” is not a date that can be read."
        yield from faults.tell(row.line, "unreadable-date", reason)
    organisation = one_line(row.get("company"), 300)
    yield BLANK._replace(
        handles=tuple(handles[:MOST_HANDLES]) or (card_handle(name, organisation, ()),),
        name=name,
        given=given,
        family=family,
        values=tuple(values_of("url", [row.get("url")])),
        organisation=organisation,
        title=one_line(row.get("position"), 300),
        known_on=day_from_date(since) if since else None,
        position=row.line,
    )


def _contact(row: Row) -> Iterator[Card]:
    """An entry of an address book that the owner once gave to LinkedIn."""
    given, family = one_line(row.get("firstname")), one_line(row.get("lastname"))
    name = one_line(f"{given} {family}") or one_line(row.get("fullname"))
    handles = email_handles(row.get("emails").split(",", MOST_HANDLES))
    phones = values_of("phone", row.get("phonenumbers").split(",", MOST_HANDLES), 100)
    organisation = one_line(row.get("companies").split(",")[0], 300)
    if name or handles or phones:
        yield BLANK._replace(
            handles=tuple(handles[:MOST_HANDLES])
            or (card_handle(name, organisation, (phone for _, phone in phones)),),
            name=name,
            given=given,
            family=family,
            values=tuple(phones),
            organisation=organisation,
            title=one_line(row.get("title"), 300),
            position=row.line,
        )
