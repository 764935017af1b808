"""Monica's export (version 4, JSON): contacts to cards, and all they hold to interactions and the ledger.

Calls, activities and conversations are interactions; gifts and debts are exchanges; notes, life events, pets,
relations and how one met are facts; reminders and open tasks are reminders. A partial contact, whom Monica
keeps only as somebody's relation, is named there and is no person of its own.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Generator, Iterator

from comity.core.addresses import email_handle
from comity.core.days import day_from_date
from comity.core.keys import entry_key
from comity.core.records import OWNER, Dated, Fact, Handle, Kind, Mine, Problem, Record
from comity.sources import Place
from comity.sources._cards import BLANK, MOST_HANDLES, card_handle, linkedin_in, own_labels, unique, yearly
from comity.sources._monica_json import Node, load
from comity.sources._monica_things import SOURCE, THINGS, Export, Owner, meeting, together
from comity.sources._plain import Faults, one_line

_TELLING = (b'"account"', b'"export_date"', b'"app_version"', b'"exported_by"')
_UNREAD = frozenset({"photo", "document"})
_LONGEST_RHYTHM = 3660
_PHONE = re.compile(r"[+()\d][\d\s()./-]{4,40}")


class MonicaSource:
    """Reader of Monica's JSON exports."""

    key = "monica"
    title = "Monica export (JSON)"
    version = 1

    def recognise(self, place: Place) -> int:
        """Sure if it is JSON whose first keys are those of Monica's exports."""
        head = place.head.removeprefix(b"\xef\xbb\xbf").lstrip()
        return 90 if head[:1] == b"{" and sum(word in head for word in _TELLING) >= 3 else 0

    def read(self, place: Place) -> Iterator[Record]:
        """Yield the records; positions are numbers of contacts, from 1."""
        found = load(place.path)
        if isinstance(found, Problem):
            yield found
        else:
            yield from _Reading(found).records()


source = MonicaSource()


class _Reading:
    """The state of reading one export."""

    def __init__(self, root: Node) -> None:
        account = root.node("account")
        self.faults = Faults()
        self.found: dict[str, list[Node]] = {}
        for kind, values in account.collections():
            self.found.setdefault(kind, []).extend(Node(value) for value in values if isinstance(value, dict))
        self.instance = account.node("instance")
        self.journal = bool(account.nodes("journal_entries"))
        self.exported_by = root.text("exported_by", 60)
        written = root.time("export_date") or account.time("updated_at")
        self.contacts = {contact.text("uuid", 60): contact for contact in self.found.get("contact", ())}
        self.names = {uuid: _name(contact) for uuid, contact in self.contacts.items() if uuid}
        self.export = Export(
            (written or dt.datetime.now(dt.UTC)).date(),
            self.names,
            {
                kind.text("uuid", 60): kind.text("name") or kind.text("translation_key").replace("_", " ")
                for name in ("life_event_types", "activity_types")
                for kind in self.instance.nodes(name)
            },
            self.faults,
        )
        self.owners: dict[str, Owner] = {}
        self.at_activity: dict[str, list[Owner]] = {}

    def records(self) -> Iterator[Record]:
        me = yield from self._users()
        for position, contact in enumerate(self.found.get("contact", ()), start=1):
            if not contact.flag("is_partial"):
                yield from self._contact(contact, position, contact.text("uuid", 60) == me)
        yield Mine(OWNER, "Monica's export holds what its owner entered.")
        for activity in self.found.get("activity", ()):
            yield from self._activity(activity)
        for relation in self.found.get("relationship", ()):
            yield from self._relation(relation)
        for kind in sorted(self.found.keys() & _UNREAD):
            yield from self.faults.once(0, "left-out", f"Monica's {kind}s were left out.")
        if self.journal:
            yield from self.faults.once(0, "left-out", "The journal was left out: it is about nobody.")
        yield from self.faults.rest()

    def _users(self) -> Generator[Record, None, str]:
        """The addresses of whoever exported it; gives the UUID of the contact that is themselves."""
        users = self.found.get("user", [])
        own = [user for user in users if user.text("uuid", 60) == self.exported_by] or users
        if len(own) != 1:
            return ""
        address = email_handle(own[0].text("email"))
        if address:
            yield Mine(address, "Monica lists this address as that of the account's user.")
        return own[0].text("me_contact", 60)

    def _contact(self, contact: Node, position: int, is_me: bool) -> Iterator[Record]:
        uuid, name = contact.text("uuid", 60), _name(contact)
        values, addresses, odd = self._reached(contact)
        organisation = contact.text("company")
        first = Handle("uid", uuid.lower()) if uuid else card_handle(name, organisation, ())
        if not (name or addresses or values or uuid):
            yield from self.faults.tell(position, "empty-card", "This contact has neither name nor address.")
            return
        owner = Owner(first, name, position)
        self.owners[uuid] = owner
        yield from self._card(contact, owner, (first, *addresses), values, organisation, is_me)
        for text in [*odd, *self._told(contact)]:
            if text:
                yield self._fact(owner, contact, text)
        for kind, things in contact.collections():
            yield from self._things(owner, kind, things)

    def _card(
        self,
        contact: Node,
        owner: Owner,
        handles: tuple[Handle, ...],
        values: list[tuple[str, str]],
        organisation: str,
        is_me: bool,
    ) -> Iterator[Record]:
        met, changed = _whole_date(contact.node("first_met_date")), contact.time("updated_at")
        yield BLANK._replace(
            handles=tuple(unique(handles))[:MOST_HANDLES],
            name=owner.name,
            given=contact.text("first_name"),
            family=contact.text("last_name"),
            values=(*values, *_rhythm_and_death(contact)),
            organisation=organisation,
            title=contact.text("job"),
            dates=tuple(_birthday(contact.node("birthdate"))),
            labels=own_labels(contact.words("tags")),
            known_on=None if met is None else day_from_date(met),
            changed_at=None if changed is None else int(changed.timestamp()),
            is_me=is_me,
            position=owner.position,
        )

    def _reached(self, contact: Node) -> tuple[list[tuple[str, str]], list[Handle], list[str]]:
        """(values of the card, handles, what is neither) of the ways to reach somebody."""
        values = [("nickname", nickname)] if (nickname := contact.text("nickname", 100)) else []
        handles: list[Handle] = []
        odd: list[str] = []
        types = {kind.text("uuid", 60): kind for kind in self.instance.nodes("contact_field_types")}
        for field in _collection(contact, "contact_field"):
            kind, data = types.get(field.text("type", 60), Node(None)), field.text("data", 500)
            what = (kind.text("type") or kind.text("protocol") or kind.text("name")).lower()
            address = email_handle(data)
            profiles = linkedin_in([data])
            handles += ([address] if address else []) + profiles
            if profiles or data.lower().startswith(("http://", "https://")):
                values.append(("url", data))
            elif not address and (what.startswith(("phone", "tel")) or _PHONE.fullmatch(data)):
                values.append(("phone", data[:100]))
            elif not address and data:
                odd.append(f"{kind.text('name') or 'Contact'}: {data}")
        for place in _collection(contact, "address"):
            parts = ("street", "postal_code", "city", "province", "country")
            told = ", ".join(filter(None, (place.text(part) for part in parts)))
            values += [("address", told[:500])] if told else []
        return unique(values), unique(handles), odd

    def _told(self, contact: Node) -> Iterator[str]:
        """What is known of somebody, in words."""
        yield contact.long("description")
        food = contact.long("food_preferences")
        yield f"Food: {food}" if food else ""
        through = self.names.get(contact.text("first_met_through", 60), "")
        parts = (contact.text("first_met_where"), f"through {through}" if through else "")
        how = "; ".join(filter(None, (*parts, contact.long("first_met_additional_info"))))
        yield f"How you met: {how}" if how else ""

    def _fact(self, owner: Owner, contact: Node, text: str) -> Fact:
        created = contact.time("created_at")
        on = day_from_date((created.date() if created else None) or self.export.on)
        key = entry_key("monica", "fact", owner.handle.value, text)
        return Fact(owner.handle, key, text, SOURCE, on, False, owner.position)

    def _things(self, owner: Owner, kind: str, things: list[object]) -> Iterator[Record]:
        if kind == "activity":
            for uuid in things:
                known = uuid if isinstance(uuid, str) else Node(uuid).text("uuid", 60)
                self.at_activity.setdefault(known, []).append(owner)
        elif kind in THINGS:
            for thing in things:
                yield from THINGS[kind](owner, Node(thing), self.export)
        elif kind not in ("contact_field", "address"):
            words = kind.replace("_", " ")
            yield from self.faults.once(0, "left-out", f"Monica's {words}s were left out.")

    def _activity(self, activity: Node) -> Iterator[Record]:
        uuid, when = activity.text("uuid", 60), activity.time("happened_at")
        there = self.at_activity.get(uuid, [])
        if when is None or not there:
            reason = "An activity has no date, or nobody took part in it."
            yield from self.faults.tell(0, "no-date" if when is None else "no-people", reason)
            return
        what = activity.text("summary", 1000) or self.export.types.get(activity.text("type", 60), "")
        yield meeting(
            together(*there), Kind.EVENT, when, what, activity.long("description"), f"activity\0{uuid}",
            there[0].position,
        )  # fmt: skip

    def _relation(self, relation: Node) -> Iterator[Record]:
        """Who somebody is to a contact: `of_contact` is the `type` of `contact_is`."""
        owner = self.owners.get(relation.text("contact_is", 60))
        other, kind = relation.text("of_contact", 60), relation.text("type").replace("_", " ")
        name = self.names.get(other, "")
        if owner is None or not (name and kind):
            return
        text = f"{kind.capitalize()}: {name}"
        contact = self.contacts[other]
        born = _birthday(contact.node("birthdate")) if contact.flag("is_partial") else []
        if born:
            year = f"{born[0].year}-" if born[0].year else ""
            text += f" (born {year}{born[0].month:02}-{born[0].day:02})"
        key = entry_key("monica", "relation", owner.handle.value, other, kind)
        created = relation.time("created_at")
        on = day_from_date(created.date() if created else self.export.on)
        yield Fact(owner.handle, key, text, SOURCE, on, False, owner.position)


def _name(contact: Node) -> str:
    return one_line(
        " ".join(filter(None, (contact.text(part) for part in ("first_name", "middle_name", "last_name"))))
    )


def _collection(contact: Node, wanted: str) -> list[Node]:
    return [Node(thing) for kind, things in contact.collections() if kind == wanted for thing in things]


def _whole_date(date: Node) -> dt.date | None:
    """A date of which the year is known; one reckoned from an age is none."""
    when = date.time("date")
    told = when is not None and not date.flag("is_age_based") and not date.flag("is_year_unknown")
    return when.date() if when is not None and told else None


def _birthday(date: Node) -> list[Dated]:
    when = date.time("date")
    if when is None or date.flag("is_age_based"):
        return []
    found = yearly("birthday", when.month, when.day, None if date.flag("is_year_unknown") else when.year)
    return [found] if found else []


def _rhythm_and_death(contact: Node) -> list[tuple[str, str]]:
    every, died = contact.text("stay_in_touch_frequency", 10), _whole_date(contact.node("deceased_date"))
    told = []
    if every.isdigit() and 0 < int(every) <= _LONGEST_RHYTHM:
        told.append(("rhythm", str(int(every))))
    if contact.flag("is_dead"):
        told.append(("died", "" if died is None else str(day_from_date(died))))
    return told
