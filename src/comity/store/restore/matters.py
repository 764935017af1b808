"""What the user wrote: roles, tags, groups, facts, reminders, and what was decided.

A row with an UUID is added if that is not here. One without is added if the user wrote nothing here under
the same natural key. Rows that follow from cards (with an import) are left out: they are derived anew.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable
from typing import Any

from django.db.backends.utils import CursorWrapper

from comity.core.errors import Invalid
from comity.store.models import (
    Attention,
    Fact,
    Group,
    GroupMember,
    ImportantDate,
    Organisation,
    Position,
    Proposal,
    Reminder,
    Role,
    Tag,
    Tagging,
)
from comity.store.models.base import BookRow, PublicRow
from comity.store.proposals import ENDS, SOURCE_OWNER, settled
from comity.store.restore.state import Placed, Row, State, known, places

_TOLD = (Fact, Reminder)
_HEX = re.compile(r"[0-9a-f]{32}")
Take = Callable[[State, CursorWrapper, Placed], None]
Made = Callable[[State, str, Row], Row]


def organisations(state: State, cursor: CursorWrapper, found: Placed) -> None:
    """Organisations by their folded names."""
    here = dict(Organisation.objects.filter(book_id=state.book).values_list("key", "id"))
    chosen = places(state, Organisation, [row["id"] for _, row in found])
    fresh = {}
    for _, row in found:
        uuid, row_here = chosen[row["id"]]
        at = here.get(row["key"], row_here)
        if at is None:
            fresh[row["id"]] = {"uuid": uuid, "name": row["name"], "key": row["key"]}
        else:
            state.organisations[row["id"]] = at
    ids = state.add("organisations", cursor, Organisation, list(fresh.values()))
    state.organisations |= dict(zip(fresh, ids, strict=True))


def tags(state: State, cursor: CursorWrapper, found: Placed) -> None:
    """Tags by their folded names."""
    state.tags |= dict(Tag.objects.filter(book_id=state.book).values_list("key", "id"))
    fresh = {
        row["key"]: {"name": row["name"], "key": row["key"]}
        for _, row in found
        if row["key"] not in state.tags
    }
    state.tags |= dict(zip(fresh, state.add("tags", cursor, Tag, list(fresh.values())), strict=True))


def groups(state: State, cursor: CursorWrapper, found: Placed) -> None:
    """Groups by UUID."""
    chosen = places(state, Group, [row["id"] for _, row in found])
    fresh = {
        row["id"]: {"uuid": chosen[row["id"]][0], **{name: row[name] for name in ("name", "kind", "aim")}}
        for _, row in found
        if chosen[row["id"]][1] is None
    }
    state.groups |= {told: here for told, (_, here) in chosen.items() if here is not None}
    state.groups |= dict(zip(fresh, state.add("groups", cursor, Group, list(fresh.values())), strict=True))


def by_uuid(kind: str, model: type[PublicRow], made: Made) -> Take:
    """Takes rows that have a UUID of their own."""

    def take(state: State, cursor: CursorWrapper, found: Placed) -> None:
        chosen = places(state, model, [row["id"] for _, row in found])
        fresh = [
            {"uuid": chosen[row["id"]][0], **made(state, place, row)}
            for place, row in found
            if chosen[row["id"]][1] is None
        ]
        state.add(kind, cursor, model, fresh if model not in _TOLD else _not_here(model, fresh))

    return take


def _not_here(model: type[PublicRow], found: list[Row]) -> list[Row]:
    """Without those that a file told (`key`) of somebody who has the same here."""
    keys = {row["key"] for row in found} - {""}
    manager: Any = model._default_manager
    here = set(manager.filter(key__in=keys).values_list("person_id", "key")) if keys else set()
    return [row for row in found if (row["person"], row["key"]) not in here]


def by_nature(kind: str, model: type[BookRow], made: Made, key: tuple[str, ...], **where: Any) -> Take:
    """Takes rows that a few of their values tell apart; `where`: which of the book's are the user's."""

    def take(state: State, cursor: CursorWrapper, found: Placed) -> None:
        if kind not in state.before:
            here = model._default_manager.filter(book_id=state.book, **where).values_list(*key)
            state.before[kind] = set(here)
        fresh = []
        for place, row in found:
            if row.get("import") is None:
                values = made(state, place, row)
                if _key_of(values, key) not in state.before[kind]:
                    fresh.append(values)
        state.add(kind, cursor, model, fresh, once=True)

    return take


def _key_of(values: Row, key: tuple[str, ...]) -> Hashable:
    return tuple(values[name] for name in key)


def _position(state: State, place: str, row: Row) -> Row:
    organisation = row["organisation"]
    at = None if organisation is None else known(state.organisations, organisation, place, "organisation")
    told = {name: row[name] for name in ("title", "department", "since", "until", "seen_at")}
    return {"person": state.person(place, row["person"]), "organisation": at, **told, "batch": None}


def _role(state: State, place: str, row: Row) -> Row:
    relationship = state.relationship(place, row["person"])
    return {"relationship": relationship, "key": row["role"], "since": row["since"], "until": row["until"]}


def _tagging(state: State, place: str, row: Row) -> Row:
    tag = known(state.tags, row["tag"], place, "tag")
    return {"tag": tag, "relationship": state.relationship(place, row["person"]), "batch": None}


def _member(state: State, place: str, row: Row) -> Row:
    group = known(state.groups, row["group"], place, "group")
    return {"group": group, "relationship": state.relationship(place, row["person"])}


def _date(state: State, place: str, row: Row) -> Row:
    told = {name: row[name] for name in ("what", "month", "day", "year", "label", "lead_days", "once")}
    return {"person": state.person(place, row["person"]), **told, "batch": None}


def _about(*names: str) -> Made:
    """The row as it is, its person and import found."""

    def made(state: State, place: str, row: Row) -> Row:
        told = {name: row[name] for name in names}
        batch = state.batch(place, row["import"])
        return {"person": state.person(place, row["person"]), **told, "batch": batch}

    return made


def _attention(state: State, place: str, row: Row) -> Row:
    """The row, its item named by the UUIDs of this book."""
    return row | {"key": _HEX.sub(lambda found: state.renamed.get(found[0], found[0]), row["key"])}


def proposals(state: State, cursor: CursorWrapper, found: Placed) -> None:
    """What was asked and decided; one that is asked here too is answered as it is here."""
    here = set(Proposal.objects.filter(book_id=state.book).values_list("kind", "key"))
    chosen = places(state, Proposal, [row["id"] for _, row in found])
    fresh = []
    handles = _handles(row for _, row in found)
    state.intake.look_up(cursor, handles)
    ids = {handle: state.intake.handles[handle].id for handle in handles}
    for place, row in found:
        uuid, known_here = chosen[row["id"]]
        values = {name: value for name, value in row.items() if name not in ("id", "import")}
        try:
            values = settled(values, ids)
        except (KeyError, TypeError, ValueError):
            raise Invalid(place, "evidence", "this names nobody") from None
        if row["kind"] == SOURCE_OWNER and row["import"] is not None:
            values["key"] = str(known(state.numbers, row["import"], place, "import"))
        if known_here is None and (values["kind"], values["key"]) not in here:
            fresh.append({"uuid": uuid, **values, "batch": state.batch(place, row["import"])})
    state.add("proposals", cursor, Proposal, fresh, once=True)


def _handles(found: Iterable[Row]) -> set[tuple[str, str]]:
    """The identifiers that these proposals name."""
    ends = [row["evidence"].get(end) for row in found if isinstance(row["evidence"], dict) for end in ENDS]
    return {(str(end[0]), str(end[1])) for end in ends if isinstance(end, list) and len(end) == 2 and end[0]}


positions = by_nature("positions", Position, _position, ("person", "organisation", "title"), batch=None)
roles = by_nature("roles", Role, _role, ("relationship", "key", "since"))
taggings = by_nature("taggings", Tagging, _tagging, ("tag", "relationship"), batch=None)
members = by_nature("members", GroupMember, _member, ("group", "relationship"))
dates = by_nature("dates", ImportantDate, _date, ("person", "what", "label", "once"), batch=None)
attention = by_nature("attention", Attention, _attention, ("key",))
facts = by_uuid("facts", Fact, _about("text", "sensitivity", "source", "noted_on", "hearsay", "key"))
reminders = by_uuid(
    "reminders", Reminder, _about("text", "due", "every", "last_due", "done_at", "created_at", "key")
)
