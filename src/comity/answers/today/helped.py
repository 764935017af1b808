"""Whom an opportunity on the list would help: the same ranking as on its own page, for those that made the list."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from comity.answers import guarding, helping, wording
from comity.answers.shapes import Face
from comity.answers.unwilling import limits
from comity.core import days
from comity.core import helping as matching
from comity.core.boundaries import Boundary, Plan
from comity.core.opportunities import Helped, Tie
from comity.store.access import Scope
from comity.store.queries import knowing
from comity.store.queries.open_matters import Open

_NAMED = 2
"""People who are named at the most."""
_NEXT_TO = 0.6
"""Somebody is named beside the first whose score is at least this share of theirs."""


class Chosen(NamedTuple):
    """An opportunity on the list with those who share words with it."""

    row: Open
    matches: list[matching.Match]


class Looked(NamedTuple):
    """What was looked at for all of them: the opportunities, and statements for the ties of whom they may help."""

    chosen: tuple[Chosen, ...]
    around: knowing.Around
    arms: tuple[str, ...]


class Helps(NamedTuple):
    """Somebody whom it would help, and the first reason in words."""

    face: Face
    reason: str


def look(scope: Scope, listed: Sequence[Open], day: int, bounds: Sequence[Boundary] = ()) -> Looked | None:
    """Who has to do with these opportunities; two queries, none where there are none, one more where boundaries stand.

    bounds: all boundaries in force.
    """
    if not listed:
        return None
    said, around, offered = knowing.offered(scope.book_id, day, [row.id for row in listed])
    watch = guarding.watch(scope)
    said = guarding.openly(watch, said, around.head_of) if watch else said
    found = [
        Chosen(row, _may_hear(watch, row, offered[row.id], said, around))
        for row in listed
        if row.id in offered
    ]
    chosen = _willing(scope, found, offered, bounds) if bounds else tuple(found)
    heads = {match.person for one in chosen for match in one.matches}
    parts = {id for id, head in around.head_of.items() if head in heads} | heads
    return Looked(chosen, around, knowing.tie_arms(heads, parts, day) if heads else ())


def _may_hear(
    watch: guarding.Watch,
    row: Open,
    offered: knowing.Offered,
    said: list[knowing.Row],
    around: knowing.Around,
) -> list[matching.Match]:
    """Who has to do with an opportunity, and may hear of it."""
    found = helping.chosen(row.text, offered.text, said, around, offered.told)
    rows = [("opportunities", row.id)]
    return guarding.who_may_hear(watch, found, lambda match: match.person, row.text, offered.text, rows=rows)


def _willing(
    scope: Scope, found: Sequence[Chosen], offered: Mapping[str, knowing.Offered], bounds: Sequence[Boundary]
) -> tuple[Chosen, ...]:
    """The same without those who said that they want none of it."""
    kept = limits(scope, {match.person for one in found for match in one.matches}, bounds)
    return tuple(
        Chosen(
            row,
            kept.willing(
                matches, lambda match: match.person, Plan(words=f"{row.text}\n{offered[row.id].text}")
            ),
        )
        for row, matches in found
    )


def best(looked: Looked, found: Iterable[tuple[str, int, str]], day: int) -> dict[str, tuple[Helps, ...]]:
    """Of each opportunity whom it would help most, by its id; found: the rows of the statements."""
    ties, faces = _ties(found, looked.around.head_of)
    return {
        one.row.id: tuple(
            Helps(faces[who.person], _first(who.reasons, ties[who.person].last_day))
            for who in _nearest(
                helping.whom_it_helps(one.row.more, one.row.text, one.matches, ties, day, _NAMED)
            )
        )
        for one in looked.chosen
    }


def _nearest(found: Sequence[Helped]) -> list[Helped]:
    """Those for whom about as much speaks as for the first."""
    return [who for who in found if who.score >= _NEXT_TO * found[0].score]


def _first(reasons: Iterable[tuple[str, str]], last: int | None) -> str:
    return next(iter(helping.reasons(reasons, None if last is None else days.date_from_day(last))), "")


def _ties(
    found: Iterable[tuple[str, int, str]], head_of: Mapping[int, int]
) -> tuple[dict[int, Tie], dict[int, Face]]:
    """What ties hold, and how the people are shown, by their numbers."""
    rows = list(found)
    held: defaultdict[int, list[tuple[str, str]]] = defaultdict(list)
    for what, person, text in rows:
        if what == "held":
            title, _, organisation = text.rpartition("\n")
            held[head_of.get(person, person)].append((title, organisation))
    ties, faces = {}, {}
    for what, person, text in rows:
        if what == "tie":
            uuid, standing, last, name = text.split("\n", 3)
            ties[person] = Tie(person, name, standing, int(last) if last else None, tuple(held[person]))
            faces[person] = wording.face(uuid, name)
    return ties, faces
