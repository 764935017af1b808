"""What a LinkedIn export tells beside messages: what was given, what the owner wrote in public, their career.

A recommendation, like an endorsement, is something given, so it is an entry of the ledger and no interaction:
it is noted once it was written, whether or not its profile shows it. A comment, a reaction or a share is the
owner's and names nobody else: it is kept and can be searched, and is contact with nobody.
"""

from __future__ import annotations

from collections.abc import Iterator

from comity.core.addresses import email_handle
from comity.core.days import day_from_date
from comity.core.keys import entry_key
from comity.core.records import OWNER, Exchange, Kind, Mine, OwnPosition, Part, Party, Record
from comity.sources._cards import BLANK
from comity.sources._linkedin_chats import chat_line, person
from comity.sources._plain import Faults, one_line, paragraphs, without_tags
from comity.sources._tables import Row, folded
from comity.sources._when import moment, month

_TAKEN_BACK = frozenset({"REJECTED", "WITHDRAWN", "DELETED", "REVOKED"})
_GIVEN = ("given", "gegeben", "erteilt", "donn", "emise", "otorgad", "enviad", "dada", "fornit", "gegeven")
_RECEIVED = ("received", "erhalten", "reçu", "recibid", "ricevut", "recebid", "ontvangen")


def direction(name: str) -> bool | None:
    """Whether a file of this name tells what the owner gave (True) or received; None if it does not say."""
    plain = folded(name)
    if any(word in plain for word in _GIVEN):
        return True
    return False if any(word in plain for word in _RECEIVED) else None


def recommendation(row: Row, order: str, faults: Faults, given: bool) -> Iterator[Record]:
    """A recommendation, and who it is from or about; one without any words is only asked for yet."""
    name = one_line(f"{row.get('firstname')} {row.get('lastname')}")
    when, handle = moment(row.get("creationdate"), order), person("", name)
    text = paragraphs(without_tags(row.get("text")))[0]
    if not text:
        return
    if when is None or handle is None:
        yield from _no_date(row, faults)
        return
    at = int(when.timestamp())
    yield BLANK._replace(
        handles=(handle,),
        name=name,
        given=one_line(row.get("firstname")),
        family=one_line(row.get("lastname")),
        organisation=one_line(row.get("company"), 300),
        title=one_line(row.get("jobtitle"), 300),
        changed_at=at,
        position=row.line,
    )
    key = entry_key("linkedin", "recommendation", str(given), handle.value, str(at))
    day = day_from_date(when.date())
    yield Exchange(handle, name, key, given, "recommendation", text, day, not given, row.line)


def endorsement(row: Row, order: str, faults: Faults, given: bool) -> Iterator[Record]:
    """An endorsement of a skill: one click, which asks for no thanks."""
    who = "endorsee" if given else "endorser"
    name = one_line(f"{row.get(who + 'firstname')} {row.get(who + 'lastname')}")
    when, handle = moment(row.get("endorsementdate"), order), person(row.get(who + "publicurl"), name)
    if row.get("endorsementstatus").upper() in _TAKEN_BACK:
        return
    if when is None or handle is None:
        yield from _no_date(row, faults)
        return
    skill = one_line(row.get("skillname"), 300)
    key = entry_key("linkedin", "endorsement", str(given), handle.value, skill.casefold())
    day = day_from_date(when.date())
    yield Exchange(handle, name, key, given, "endorsement", skill, day, False, row.line)


def _no_date(row: Row, faults: Faults) -> Iterator[Record]:
    reason = "This row has no date that can be read, or names nobody any more."
    yield from faults.tell(row.line, "no-date", reason)


def public(table: str, row: Row, order: str, faults: Faults) -> Iterator[Record]:
    """A comment, a reaction or a share of the owner's; LinkedIn puts each line of a share into quotes."""
    when = moment(row.get("date"), order)
    if when is None:
        yield from faults.tell(row.line, "no-date", "This row has no date that can be read.")
        return
    link = one_line(row.get("link", "sharelink"), 1000)
    words = without_tags(row.get("message", "sharecommentary").replace('"\n"', "\n"))
    what = {"comments": "Comment", "reactions": "Reaction", "shares": "Post"}[table]
    kind = one_line(row.get("type"), 40).lower() if table == "reactions" else ""
    told = "\n\n".join(filter(None, (words, one_line(row.get("sharedurl"), 1000), link)))
    yield chat_line(
        row.line,
        int(when.timestamp()),
        f"{table}\0{link}\0{kind}",
        (Party(Part.SENDER, OWNER, ""),),
        f"{what}: {kind}" if kind else what,
        told,
        kind=Kind.COMMENT,
    )


def own_writing() -> Mine:
    """Whose comments, reactions and shares the export holds."""
    return Mine(OWNER, "A LinkedIn export holds what its owner wrote.")


def career(table: str, row: Row, faults: Faults) -> Iterator[Record]:
    """A position or a school of the owner's."""
    began, ended = ("startedon", "finishedon") if table == "positions" else ("startdate", "enddate")
    organisation = one_line(row.get("companyname", "schoolname"), 300)
    title = one_line(row.get("title", "degreename"), 300)
    if not (organisation or title):
        return
    for column in (began, ended):
        if row.get(column) and month(row.get(column)) is None:
            reason = f"“{one_line(row.get(column), 60)}” is not a month or year that can be read."
            yield from faults.tell(row.line, "unreadable-date", reason)
    parts = (row.get("location"), row.get("description", "notes"), row.get("activities"))
    since, until = month(row.get(began)), month(row.get(ended), last=True)
    yield OwnPosition(
        organisation,
        title,
        paragraphs("\n\n".join(filter(None, parts)))[0],
        None if since is None else day_from_date(since),
        None if until is None else day_from_date(until),
        row.line,
    )


def own_address(row: Row) -> Iterator[Mine]:
    """An address of the account, if it was confirmed."""
    address = email_handle(row.get("emailaddress"))
    if address and row.get("confirmed").lower() != "no":
        yield Mine(address, "LinkedIn lists this address as the account's own.")
