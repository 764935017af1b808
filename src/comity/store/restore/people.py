"""Identifiers, people, what holds them together and what is claimed of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.backends.utils import CursorWrapper

from comity.core.errors import Invalid
from comity.store.models import Claim, Identifier, IdentityLink, Person, Relationship
from comity.store.restore.state import Placed, Row, State, places
from comity.store.sql import ints, rows

_TEXTS = ("standing", "purpose", "i_expect", "they_expect", "at_stake", "note")
_SAME_FOR_ALL = "professional"


def identifiers(state: State, cursor: CursorWrapper, found: Placed) -> None:
    """Add those that are missing; one that is known becomes the owner's, or of a nature, if only the export says so."""
    handles = {row["identifier"] for _, row in found}
    here = {(d.kind, d.value): d for d in _stored(state.book, handles)}
    fresh = {}
    for _, row in found:
        if row["identifier"] in here:
            _meet(state, here[row["identifier"]], row)
        else:
            kind, value = row["identifier"]
            rest = {name: told for name, told in row.items() if name not in ("identifier", "person")}
            fresh[kind, value] = {"kind": kind, "value": value, "person": None, **rest}
    ids = dict(zip(fresh, state.add("identifiers", cursor, Identifier, list(fresh.values())), strict=True))
    for _, row in found:
        if row["person"] is not None:
            known = here.get(row["identifier"])
            state.held[row["person"]].append(known.pk if known else ids[row["identifier"]])


def _stored(book: int, handles: Iterable[tuple[str, str]]) -> list[Identifier]:
    wanted = set(handles)
    found = Identifier.objects.filter(book_id=book, value__in={value for _, value in wanted})
    return [d for d in found if (d.kind, d.value) in wanted]


def _meet(state: State, here: Identifier, row: Row) -> None:
    changed = []
    if row["nature_by_hand"] and not here.nature_by_hand:
        here.nature, here.nature_by_hand = row["nature"], True
        changed += ["nature", "nature_by_hand"]
    if row["own"] and not here.own:
        here.own, here.own_from, here.own_until = row["own"], row["own_from"], row["own_until"]
        if here.person_id is not None:
            state.former.add(here.person_id)
        here.person = None
        changed += ["own", "own_from", "own_until", "person"]
    if changed:
        here.save(update_fields=changed)
        state.intake.owned.add(here.pk)


def people(state: State, cursor: CursorWrapper, found: Placed) -> None:
    """People in the order in which they were entered, each with what they are to the owner.

    One is here already by UUID, as the owner, or by an identifier that belongs to somebody here.
    """
    chosen = places(state, Person, [row["id"] for _, row in found])
    owners = _owners_of(cursor, [i for _, row in found for i in state.held.get(row["id"], ())])
    me = (
        Person.objects.filter(book_id=state.book, is_me=True, merged_into=None)
        .values_list("id", flat=True)
        .first()
    )
    fresh: dict[UUID, Row] = {}
    for _, row in found:
        here = chosen[row["id"]][1]
        if here is None and row["me"]:
            here = me
        if here is None:
            here = next((owners[i] for i in state.held.get(row["id"], ()) if i in owners), None)
        if here is not None:
            state.people[row["id"]] = here
            _complete(here, row)
        elif row["me"] and any(other["is_me"] for other in fresh.values()):
            raise Invalid("people.jsonl", "me", "stands twice")
        else:
            names = ("name", "sort_name", "by_hand", "known_since", "died_on", "died_told", "created_at")
            told = {name: row[name] for name in names}
            fresh[row["id"]] = {"uuid": chosen[row["id"]][0], "merged_into": None, "is_me": row["me"], **told}
    ids = state.add("people", cursor, Person, list(fresh.values()))
    state.people |= dict(zip(fresh, ids, strict=True))
    state.fresh_people |= {
        i: (row["name"], row["sort_name"]) for i, row in zip(ids, fresh.values(), strict=True)
    }
    _note_other_names(state, [row["id"] for _, row in found])
    _hold(state, cursor, [row["id"] for _, row in found])
    _relate(state, cursor, ids, [state.people[row["id"]] for _, row in found])


def _note_other_names(state: State, uuids: list[UUID]) -> None:
    here = Person.objects.in_bulk({state.people[uuid] for uuid in uuids})
    for uuid in uuids:
        used = here[state.people[uuid]].uuid
        if used != uuid:
            state.renamed[uuid.hex] = used.hex


def _owners_of(cursor: CursorWrapper, ids: list[int]) -> dict[int, int]:
    return dict(
        rows(
            cursor,
            f"SELECT id, person_id FROM store_identifier WHERE person_id IS NOT NULL AND id IN {ints(ids)}",
        )
    )


def _complete(person: int, row: Row) -> None:
    """Tell somebody who is here what only the export knows."""
    if row["known_since"] is not None:
        Person.objects.filter(pk=person, known_since=None).update(known_since=row["known_since"])
    if row["died_on"] is not None:
        died = {"died_on": row["died_on"], "died_told": row["died_told"]}
        Person.objects.filter(pk=person, died_on=None).update(**died)
    if row["by_hand"]:
        Person.objects.filter(pk=person, by_hand=False).update(by_hand=True)


def _hold(state: State, cursor: CursorWrapper, uuids: list[UUID]) -> None:
    cursor.executemany(
        "UPDATE store_identifier SET person_id = %s WHERE id = %s AND person_id IS NULL",
        [(state.people[uuid], i) for uuid in uuids for i in state.held.pop(uuid, ())],
    )


def _relate(state: State, cursor: CursorWrapper, fresh: list[int], everybody: list[int]) -> None:
    blank: Row = {
        **dict.fromkeys(_TEXTS, ""),
        "nature": _SAME_FOR_ALL,
        "rhythm_days": None,
        "rhythm_told": False,
    }
    state.add("relationships", cursor, Relationship, [{"person": person, **blank} for person in fresh])
    found = Relationship.objects.filter(person_id__in=everybody).values_list("person_id", "id")
    state.relationships |= dict(found)


def relationships(state: State, cursor: CursorWrapper, found: Placed) -> None:
    """What people are to the owner, where the book says nothing itself."""
    wanted = {state.relationship(place, row["person"]): row for place, row in found}
    changed = []
    for here in Relationship.objects.filter(id__in=wanted):
        row = wanted[here.pk]
        news = {name: row[name] for name in _TEXTS if row[name] and not getattr(here, name)}
        if here.rhythm_days is None and row["rhythm_days"] is not None:
            news |= {"rhythm_days": row["rhythm_days"], "rhythm_told": row["rhythm_told"]}
        if here.nature == _SAME_FOR_ALL != row["nature"]:
            news["nature"] = row["nature"]
        for name, value in news.items():
            setattr(here, name, value)
        changed += [here] if news else []
    Relationship.objects.bulk_update(
        changed, [*_TEXTS, "rhythm_days", "rhythm_told", "nature"], batch_size=100
    )


def links(state: State, cursor: CursorWrapper, found: Placed) -> None:
    """Evidence that two identifiers are one person's; of a pair that the user judged here, that stays."""
    if "links" not in state.before:
        here = IdentityLink.objects.filter(book_id=state.book).values_list("left_id", "right_id", "batch_id")
        state.before["links"] = {(frozenset(pair), batch) for *pair, batch in here}
    _look_up(state, cursor, [row[end] for _, row in found for end in ("left", "right")])
    fresh = []
    for place, row in found:
        left, right = sorted(state.intake.handles[row[end]].id for end in ("left", "right"))
        batch = state.batch(place, row["import"])
        if left == right:
            raise Invalid(place, "right", "is the same as left")
        if (frozenset((left, right)), batch) not in state.before["links"]:
            rest = {"same": row["same"], "batch": batch, "created_at": row["created_at"]}
            fresh.append({"left": left, "right": right, **rest})
    state.add("links", cursor, IdentityLink, fresh, once=True)


def claims(state: State, cursor: CursorWrapper, found: Placed) -> None:
    """What is said of people; a name that the user gave here stays the only one of theirs."""
    _look_up(state, cursor, [row["identifier"] for _, row in found])
    ids = {state.intake.handles[row["identifier"]].id for _, row in found}
    columns = ("identifier_id", "field", "value", "origin", "first_at", "last_at", "batch_id")
    here = set(Claim.objects.filter(identifier_id__in=ids, id__lt=state.first_claim).values_list(*columns))
    named = {claim[0] for claim in here if claim[1] == "name" and claim[6] is None}
    fresh = []
    for place, row in found:
        identifier, batch = state.intake.handles[row["identifier"]].id, state.batch(place, row["import"])
        told = tuple(row[name] for name in columns[1:6])
        by_user = batch is None and row["field"] == "name" and identifier in named
        if (identifier, *told, batch) not in here and not by_user:
            values: list[Any] = [identifier, *told, batch]
            fresh.append(dict(zip(("identifier", *columns[1:6], "batch"), values, strict=True)))
    state.add("claims", cursor, Claim, fresh)


def _look_up(state: State, cursor: CursorWrapper, handles: list[tuple[str, str]]) -> None:
    """Have the intake know these handles; one that no line introduced is added as from a message."""
    state.intake.look_up(cursor, handles)
