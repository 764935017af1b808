"""What Monica keeps beside a contact, each kind of thing to its record."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from comity.core.days import day_from_date
from comity.core.keys import entry_key, interaction_key, short_hash
from comity.core.records import (
    OWNER,
    Exchange,
    Fact,
    Handle,
    Interaction,
    Kind,
    Part,
    Party,
    Record,
    Reminder,
)
from comity.core.recurring import MOST, UNITS, Every, first_from
from comity.sources._monica_json import Node
from comity.sources._plain import SNIPPET_LIMIT, SUBJECT_LIMIT, Faults, one_line, paragraphs

SOURCE = "Monica"


class Owner(NamedTuple):
    """Whose thing it is: the handle and name of the contact, and their position in the file."""

    handle: Handle
    name: str
    position: int


class Export(NamedTuple):
    """What the things of all contacts refer to.

    on: the day the export was written; names: contacts by UUID; types: names of types by UUID.
    """

    on: dt.date
    names: Mapping[str, str]
    types: Mapping[str, str]
    faults: Faults


def meeting(
    parties: tuple[Party, ...],
    kind: Kind,
    when: dt.datetime,
    subject: str,
    told: str,
    identity: str,
    position: int,
) -> Interaction:
    """Something that took place, entered by the owner."""
    text, at = paragraphs(told)[0], int(when.timestamp())
    return Interaction(
        kind=kind,
        key=interaction_key(at, f"monica\0{identity}"),
        at=at,
        offset=None,
        ends_at=None,
        zone="",
        subject=one_line(subject, SUBJECT_LIMIT),
        snippet=one_line(text, SNIPPET_LIMIT),
        text=text,
        parties=parties,
        flags=0,
        ref=0,
        parent=0,
        digest=short_hash(f"{subject}\0{text}\0{[party.handle.value for party in parties]}"),
        position=position,
    )


def together(*owners: Owner) -> tuple[Party, ...]:
    """The owner of the book, and those who were there."""
    return (Party(Part.PRESENT, OWNER, ""), *(Party(Part.PRESENT, o.handle, o.name) for o in owners))


def _day(thing: Node, *names: str) -> int | None:
    """The day number of the first of these dates that can be read."""
    found = next((when for name in names if (when := thing.time(name))), None)
    return None if found is None else day_from_date(found.date())


def _key(kind: str, owner: Owner, thing: Node, *told: str) -> str:
    """What tells the thing from others in any export: its UUID, else what it says and since when."""
    uuid = thing.text("uuid", 60)
    parts = (uuid,) if uuid else (owner.handle.value, thing.text("created_at", 60), *told)
    return entry_key("monica", kind, *parts)


def _fact(kind: str, owner: Owner, thing: Node, text: str, on: int | None) -> Iterator[Fact]:
    if text and on is not None:
        yield Fact(owner.handle, _key(kind, owner, thing, text), text, SOURCE, on, False, owner.position)


def _call(owner: Owner, thing: Node, export: Export) -> Iterator[Record]:
    when = thing.time("called_at")
    if when is None:
        yield from _undated(owner, "call", export)
        return
    identity = thing.text("uuid", 60) or f"{owner.handle.value}\0{thing.long('content')}"
    text = thing.long("content")
    yield meeting(together(owner), Kind.CALL, when, "", text, f"call\0{identity}", owner.position)


def _conversation(owner: Owner, thing: Node, export: Export) -> Iterator[Record]:
    for message in thing.nodes("messages"):
        when, text = message.time("written_at") or thing.time("happened_at"), message.long("content")
        if when is None or not text:
            if text:
                yield from _undated(owner, "message", export)
            continue
        by_me = message.flag("written_by_me")
        them = Party(Part.TO if by_me else Part.SENDER, owner.handle, owner.name)
        mine = Party(Part.SENDER if by_me else Part.TO, OWNER, "")
        parties = (mine, them) if by_me else (them, mine)
        identity = message.text("uuid", 60) or f"{owner.handle.value}\0{by_me}\0{short_hash(text)}"
        yield meeting(parties, Kind.CHAT, when, "", text, f"message\0{identity}", owner.position)


def _undated(owner: Owner, what: str, export: Export) -> Iterator[Record]:
    yield from export.faults.tell(owner.position, "no-date", f"A {what} with {owner.name} has no date.")


def _note(owner: Owner, thing: Node, export: Export) -> Iterator[Record]:
    yield from _fact("note", owner, thing, thing.long("body"), _day(thing, "created_at") or _on(export))


def _on(export: Export) -> int:
    return day_from_date(export.on)


def _pet(owner: Owner, thing: Node, export: Export) -> Iterator[Record]:
    kind = thing.text("category") or thing.node("category").text("name")
    words = " ".join(filter(None, (thing.text("name"), f"({kind.lower()})" if kind else "")))
    yield from _fact(
        "pet", owner, thing, f"Pet: {words}" if words else "", _day(thing, "created_at") or _on(export)
    )


def _life_event(owner: Owner, thing: Node, export: Export) -> Iterator[Record]:
    what = thing.text("name") or export.types.get(thing.text("type"), "")
    told = ": ".join(filter(None, (what, thing.long("note"))))
    on = _day(thing, "happened_at", "created_at")
    yield from _fact("life_event", owner, thing, told, _on(export) if on is None else on)


def _gift(owner: Owner, thing: Node, export: Export) -> Iterator[Record]:
    """A gift that was offered or received is an exchange; an idea for one is a fact."""
    name, status = thing.text("name"), thing.text("status").lower()
    amount = _amount(thing)
    meant = export.names.get(thing.text("recipient"), "")
    named = f"{name} (for {meant})" if name and meant else name
    text = "\n".join(filter(None, (named, thing.long("comment"), thing.text("url", 1000), amount)))
    on = _day(thing, "date", "offered_at", "received_at", "created_at")
    on = _on(export) if on is None else on
    received = status == "received" or thing.flag("has_been_received")
    if not text:
        return
    if received or status == "offered" or thing.flag("has_been_offered"):
        key = _key("gift", owner, thing, name)
        yield Exchange(owner.handle, "", key, not received, "gift", text, on, received, owner.position)
    else:
        yield from _fact("gift_idea", owner, thing, f"Gift idea: {text}", on)


def _debt(owner: Owner, thing: Node, export: Export) -> Iterator[Record]:
    """Money lent: by the contact if the owner is in debt."""
    mine, settled = thing.flag("in_debt"), thing.text("status").lower() in ("complete", "completed")
    state = "paid back" if settled else "not paid back yet"
    text = ", ".join(filter(None, (_amount(thing), thing.text("reason", 1000), state)))
    on = _day(thing, "created_at")
    key = _key("debt", owner, thing, _amount(thing), str(mine))
    yield Exchange(
        owner.handle,
        "",
        key,
        not mine,
        "loan",
        text,
        _on(export) if on is None else on,
        False,
        owner.position,
    )


def _amount(thing: Node) -> str:
    currency = thing.text("currency", 10) or thing.node("currency").text("iso", 10)
    return f"{thing.text('amount', 40)} {currency}".strip() if thing.text("amount") else ""


def _task(owner: Owner, thing: Node, export: Export) -> Iterator[Record]:
    """A task that is open is a reminder; Monica gives it no day, so it is that of the export."""
    if thing.flag("completed"):
        yield from export.faults.once(0, "left-out", "Tasks that are done were left out.")
        return
    text = "\n".join(filter(None, (thing.text("title", 500), thing.long("description"))))
    if text:
        key = _key("task", owner, thing, text)
        yield Reminder(owner.handle, key, text, _on(export), "", owner.position)


def _reminder(owner: Owner, thing: Node, export: Export) -> Iterator[Record]:
    """A reminder that is still to come; those for birthdays are Monica's own, and Comity has its own."""
    if thing.flag("inactive") or thing.get("delible") is False:
        return
    first, text = thing.time("initial_date"), thing.text("title", 500)
    if first is None or not text:
        yield from _undated(owner, "reminder", export)
        return
    number = thing.text("frequency_number", 6)
    every = max(1, int(number)) if number.isdigit() else 1
    unit = thing.text("frequency_type").lower()
    when = next_time(first.date(), unit, every, export.on)
    if when is None:
        reason = "Reminders whose day had passed when the export was made were left out."
        yield from export.faults.once(0, "left-out", reason)
        return
    told = "\n".join(filter(None, (text, thing.long("description"))))
    key = _key("reminder", owner, thing, text)
    yield Reminder(owner.handle, key, told, *when, owner.position)


def next_time(first: dt.date, unit: str, number: int, on: dt.date) -> tuple[int, str] | None:
    """The first occasion from `on` of a series from `first`, and how often from then on.

    None where it came once only and is past, or where a series ended. More than 999 units apart it comes once.
    """
    begins, now = day_from_date(first), day_from_date(on)
    if unit not in UNITS or number > MOST:
        return (begins, "") if begins >= now else None
    found = first_from(Every(number, unit), begins, now)
    return (found[0], found[1].words) if found else None


THINGS: Mapping[str, Callable[[Owner, Node, Export], Iterator[Record]]] = {
    "call": _call,
    "conversation": _conversation,
    "note": _note,
    "pet": _pet,
    "life_event": _life_event,
    "gift": _gift,
    "debt": _debt,
    "task": _task,
    "reminder": _reminder,
}
"""How each kind of thing is read, by the type of its collection."""
