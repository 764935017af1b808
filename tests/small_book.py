"""A few made-up people, and mails, meetings and cards about them, for tests that say what they need in a line."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from comity.core import days
from comity.core.keys import interaction_key, short_hash
from comity.core.records import Card, Dated, Flag, Handle, Interaction, Kind, Part, Party, Record
from comity.store.access import Scope
from comity.store.models import Identifier, Person
from tests.made_up import ME, TODAY, bring, on_day

INES, TOMAS, AMA = "ines@varga.example", "tomas@quill.example", "ama@osei.example"
NAMES = {INES: "Ines Varga", TOMAS: "Tomas Lindqvist", AMA: "Ama Osei", ME: "Noor Adler"}
ANYBODY = "00000000-0000-7000-8000-000000000000"
"""An id that nobody has."""


def date(day: int) -> dt.date:
    """The date of a day number."""
    return days.date_from_day(day)


def mail(
    day: int,
    sender: str,
    *to: str,
    subject: str = "Hello",
    text: str = "",
    hour: int = 9,
    number: int = 0,
    answers: str = "",
    name: str = "",
) -> Interaction:
    """A mail of a day; its Message-ID is made of day, hour, number and people."""
    at = days.start_of(day) + hour * 3600
    identity = f"{day}.{hour}.{number}.{sender}.{to}"
    parties = [Party(Part.SENDER, Handle("email", sender), name or NAMES.get(sender, ""))]
    parties += [Party(Part.TO, Handle("email", address), NAMES.get(address, "")) for address in to]
    return _interaction(Kind.MAIL, at, identity, subject, text, parties, parent=short_hash(answers))


def met(
    day: int, *people: str, subject: str = "Lunch", hour: int = 12, flags: int = 0, kind: int = Kind.MEETING
) -> Interaction:
    """A meeting of mine with these people."""
    at = days.start_of(day) + hour * 3600
    parties = [Party(Part.ORGANIZER, Handle("email", ME), NAMES[ME])]
    parties += [Party(Part.ATTENDEE, Handle("email", address), NAMES.get(address, "")) for address in people]
    return _interaction(kind, at, f"{day}.{hour}.{subject}", subject, "", parties, flags=flags)


def _interaction(
    kind: int,
    at: int,
    identity: str,
    subject: str,
    text: str,
    parties: Sequence[Party],
    *,
    flags: int = 0,
    parent: int = 0,
) -> Interaction:
    return Interaction(
        kind=kind,
        key=interaction_key(at, identity),
        at=at,
        offset=0,
        ends_at=at + 3600 if kind == Kind.MEETING else None,
        zone="",
        subject=subject,
        snippet=text[:200],
        text=text,
        parties=tuple(parties),
        flags=flags,
        ref=short_hash(identity),
        parent=parent,
        digest=short_hash(f"{subject}{text}{parties}{flags}") or 1,
        position=0,
    )


def bulk(day: int, sender: str, number: int = 0) -> Interaction:
    """A circular to me."""
    return mail(day, sender, ME, number=number)._replace(flags=int(Flag.BULK))


def both_ways(who: str, some_days: Iterable[int]) -> list[Record]:
    """A mail from somebody and my answer, on each of these days."""
    found: list[Record] = []
    for day in some_days:
        found += [mail(day, who, ME), mail(day, ME, who, hour=10)]
    return found


def card(
    email: str,
    *,
    name: str = "",
    organisation: str = "",
    title: str = "",
    since: int | None = None,
    birthday: tuple[int, int, int | None] | None = None,
    labels: tuple[str, ...] = (),
    known_on: int | None = None,
    phone: str = "",
    others: tuple[str, ...] = (),
) -> Card:
    """An entry of an address book."""
    return Card(
        handles=tuple(Handle("email", address) for address in (email, *others)),
        name=name,
        given="",
        family="",
        values=(("phone", phone),) if phone else (),
        organisation=organisation,
        title=title,
        department="",
        position_since=since,
        dates=(Dated("birthday", *birthday),) if birthday else (),
        labels=labels,
        known_on=known_on,
        changed_at=None,
        is_me=False,
        position=1,
    )


def put(scope: Scope, records: Iterable[Record], *, day: int = TODAY) -> int:
    """Import these records on a day; returns the number of the import."""
    return bring(scope, [list(records)]) if day == TODAY else _put_on(scope, list(records), day)


def _put_on(scope: Scope, records: list[Record], day: int) -> int:
    from unittest.mock import patch

    import tests.made_up

    with patch.object(tests.made_up, "TODAY", day):
        return bring(scope, [records])


def id_of(scope: Scope, address: str) -> str:
    """The id of the person to whom an address belongs."""
    person = (
        Identifier.objects.select_related("person__merged_into")
        .get(book_id=scope.book_id, kind="email", value=address)
        .person
    )
    if person is None:
        raise AssertionError(f"{address} is nobody's")
    return str((person.merged_into or person).uuid)


def mark_dead(scope: Scope, id: str, day: int) -> None:
    """Note that a person died on a day."""
    Person.objects.filter(book_id=scope.book_id, uuid=id).update(died_on=day)


__all__ = [
    "AMA",
    "ANYBODY",
    "INES",
    "ME",
    "NAMES",
    "TODAY",
    "TOMAS",
    "both_ways",
    "bulk",
    "card",
    "date",
    "id_of",
    "mail",
    "mark_dead",
    "met",
    "on_day",
    "put",
]
