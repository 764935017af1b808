"""What a search is narrowed to besides words (people, roles, organisations, times, kinds), as SQL."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.db.backends.utils import CursorWrapper

from comity.core import folding
from comity.core.records import Kind, Part
from comity.core.search import Field, Not, Period, Query
from comity.store.models import NameWord, Tag
from comity.store.name_words import fitting, having, typed
from comity.store.sql import among, ints, rows

_MOST_PEOPLE = 5000
_AUTHORS = (int(Part.SENDER), int(Part.ORGANIZER))
_RECIPIENTS = (int(Part.TO), int(Part.CC), int(Part.BCC), int(Part.ATTENDEE))
_ANYBODY = tuple(int(part) for part in Part if part != Part.ANSWERED)
_PARTS = {"from": _AUTHORS, "to": _RECIPIENTS}
_HEAD = "COALESCE(x.merged_into_id, x.id)"


@dataclass(slots=True)
class Narrowing:
    """Conditions on a row `i` of store_interaction.

    where, arguments: to be appended to a WHERE; times, time_arguments: the part of it that is about time;
    kinds: only these, None for all; nothing: nothing can fit;
    handles, parts: identifiers of which one must take part in one of these parts, where those are few: the
        shortest way to the rest; theirs: the condition that says so, which is not in `where`.
    """

    where: str = ""
    arguments: list[Any] = field(default_factory=list)
    times: str = ""
    time_arguments: list[Any] = field(default_factory=list)
    kinds: set[int] | None = None
    nothing: bool = False
    handles: list[int] | None = None
    parts: tuple[int, ...] = ()
    theirs: str = ""

    def taking_part(self, cursor: CursorWrapper, most: int) -> list[tuple[int, int]] | None:
        """(at, id) of all in which `handles` take part, newest first, where that is little enough; else None."""
        if self.handles is None:
            return None
        theirs = f"FROM store_participant q WHERE q.identifier_id {among(self.handles)}"
        many = f"SELECT COUNT(*) FROM (SELECT 1 {theirs} LIMIT {int(most) + 1}) AS parts"
        if rows(cursor, many)[0][0] > most:
            return None
        found = rows(cursor, f"SELECT q.at, q.interaction_id {theirs} AND q.part IN {ints(self.parts)}")
        return sorted({(at, i) for at, i in found}, reverse=True)

    def conditions(self, *, gathered: bool = False) -> str:
        """All conditions, kinds as well, with the same arguments; gathered: of those that `taking_part` gave."""
        kinds = "" if self.kinds is None else f" AND i.kind IN {ints(self.kinds)}"
        return self.where + kinds + ("" if gathered else self.theirs)

    def add(self, condition: str, arguments: Iterable[Any], *, refused: bool) -> None:
        """Let a condition hold, or not hold."""
        self.where += f" AND {'NOT ' if refused else ''}({condition})"
        self.arguments += arguments


def narrowing(book: int, query: Query, day: int, instant: Callable[[dt.date], int]) -> Narrowing:
    """All of a query but its words.

    Args:
        day: day number on which roles are held; instant: the beginning of a date in epoch seconds.
    """
    found = Narrowing()
    with connection.cursor() as cursor:
        for node in query.nodes:
            refused = isinstance(node, Not)
            term = node.term if isinstance(node, Not) else node
            if isinstance(term, Period):
                _period(found, term, instant, refused)
            elif isinstance(term, Field) and term.name == "kind":
                _kind(found, term, refused)
            elif isinstance(term, Field) and term.name == "has":
                promise = "SELECT 1 FROM store_commitment h WHERE h.interaction_id = i.id"
                found.add(f"EXISTS ({promise})", [], refused=refused)
            elif isinstance(term, Field):
                _people(cursor, found, book, term, day, refused)
    return found


def _period(found: Narrowing, term: Period, instant: Callable[[dt.date], int], refused: bool) -> None:
    conditions, arguments = [], []
    for date, sign in ((term.first, ">="), (term.end, "<")):
        if date is not None:
            conditions.append(f"i.at {sign} %s")
            arguments.append(instant(date))
    found.add(" AND ".join(conditions), arguments, refused=refused)
    found.times += f" AND {'NOT ' if refused else ''}({' AND '.join(conditions)})"
    found.time_arguments += arguments


def _kind(found: Narrowing, term: Field, refused: bool) -> None:
    wanted = {int(Kind[term.value.upper()])}
    allowed = {int(kind) for kind in Kind} if found.kinds is None else found.kinds
    found.kinds = allowed - wanted if refused else allowed & wanted
    found.nothing |= not found.kinds


def _people(cursor: CursorWrapper, found: Narrowing, book: int, term: Field, day: int, refused: bool) -> None:
    """Somebody of these people takes part, in the part that the field names."""
    parts = _PARTS.get(term.name, _ANYBODY)
    taking_part = (
        "EXISTS (SELECT 1 FROM store_participant q {more} WHERE q.interaction_id = i.id "
        f"AND q.part IN {ints(parts)} AND {{which}})"
    )
    ids = _handles(cursor, book, term, day)
    if ids is None:
        more, which, arguments = _each(book, term, day)
        found.add(taking_part.format(more=more, which=which), arguments, refused=refused)
        return
    condition = taking_part.format(more="", which=f"q.identifier_id {among(ids)}")
    if refused:
        found.add(condition, [], refused=True)
        return
    found.nothing |= not ids
    if found.handles is None or len(ids) < len(found.handles):
        found.where += found.theirs
        found.handles, found.parts, found.theirs = ids, parts, f" AND {condition}"
    else:
        found.add(condition, [], refused=False)


def _each(book: int, term: Field, day: int) -> tuple[str, str, list[Any]]:
    """SQL (joins, condition) that asks of one participant `q` after another whether a field means them."""
    more = "CROSS JOIN store_identifier d CROSS JOIN store_person x"
    linked = "d.id = q.identifier_id AND x.id = d.person_id"
    if term.name in ("role", "tag"):
        heads, arguments = heads_meant(book, term, day)
        return more, f"{linked} AND {_HEAD} IN ({heads})", arguments
    having, arguments = fitting(_HEAD, _meant(term))
    return more, f"{linked}{having}", arguments


def _handles(cursor: CursorWrapper, book: int, term: Field, day: int) -> list[int] | None:
    """The identifiers of the people that a field means, or of nobody where an address is given; None for too many."""
    if term.name in _PARTS and term.value.casefold() == "me":
        own = rows(cursor, "SELECT d.id FROM store_identifier d WHERE d.book_id = %s AND d.own > 0", [book])
        return [i for (i,) in own]
    statement, arguments = heads_meant(book, term, day)
    heads = rows(cursor, f"{statement} LIMIT {_MOST_PEOPLE + 1}", arguments)
    if len(heads) > _MOST_PEOPLE:
        return None
    listed = among({i for (i,) in heads})
    found = rows(
        cursor,
        f"SELECT d.id FROM store_identifier d WHERE d.person_id {listed} UNION SELECT d.id FROM store_person x "
        f"JOIN store_identifier d ON d.person_id = x.id WHERE x.merged_into_id {listed}",
    )
    if "@" in term.value and term.name in (*_PARTS, "with"):
        found += rows(
            cursor,
            "SELECT d.id FROM store_identifier d WHERE d.book_id = %s AND d.kind = 'email' AND d.value = %s",
            [book, term.value.casefold()],
        )
    return sorted({i for (i,) in found})


def _meant(term: Field) -> list[tuple[str, int]]:
    """The words of people that a field asks for, with the origins in which they count."""
    if term.name == "org":
        return [(word, NameWord.ORGANISATION) for word in term.words]
    return typed(term.value)


def _tags(book: int, words: tuple[str, ...]) -> list[int]:
    """The tags that are called so; case, accents and kinds of apostrophes do not matter."""
    named = Tag.objects.filter(book_id=book).values_list("id", "name")
    return [i for i, name in named if tuple(folding.words(name)) == words]


def heads_meant(book: int, term: Field, day: int) -> tuple[str, list[Any]]:
    """SQL for the people (those others are merged into) that a field means, and its arguments."""
    related = f"SELECT {_HEAD} FROM store_relationship s JOIN store_person x ON x.id = s.person_id"
    if term.name == "role":
        return (
            f"{related} JOIN store_role l ON l.relationship_id = s.id WHERE l.book_id = %s AND l.key = %s "
            "AND (l.since IS NULL OR l.since <= %s) AND (l.until IS NULL OR l.until > %s)",
            [book, term.value, day, day],
        )
    if term.name == "tag":
        return (
            f"{related} JOIN store_tagging t ON t.relationship_id = s.id "
            f"WHERE t.tag_id IN {ints(_tags(book, term.words))}",
            [],
        )
    if term.name == "has":
        return (
            f"SELECT {_HEAD} FROM store_commitment o JOIN store_person x ON x.id = o.person_id "
            "WHERE o.book_id = %s AND o.state = 'open'",
            [book],
        )
    return having(book, _meant(term))
