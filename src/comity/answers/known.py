"""People as other things name them: a line each with work, address, standing and last contact, in two queries."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterable
from dataclasses import dataclass

from comity.answers import wording
from comity.answers.shapes import Face
from comity.core import days
from comity.core.playbooks import Standing
from comity.store.models import Person
from comity.store.queries import people as query

SILENT = frozenset({Standing.STEPPED_BACK, Standing.ENDED})
"""Standings of people whom nothing suggests."""


@dataclass(frozen=True, slots=True)
class Known:
    """Who somebody is in a line. person: the number of who is shown, of those merged; silent: nothing suggests them."""

    person: int
    relationship: int
    face: Face
    email: str
    organisation: str
    title: str
    roles: tuple[str, ...]
    tags: tuple[str, ...]
    standing: str
    last_contact: dt.date | None
    strength: float
    silent: bool

    @property
    def work(self) -> str:
        """Title and organisation, what there is of them."""
        return ", ".join(part for part in (self.title, self.organisation) if part)


def known(persons: Iterable[int]) -> dict[int, Known]:
    """Each of these people (numbers of a book already looked up), merged ones as who is shown for them."""
    linked = ("relationship__metrics", "merged_into__relationship__metrics")
    found = Person.objects.filter(pk__in=set(persons)).select_related(*linked)
    heads = {row.pk: row.merged_into or row for row in found}
    today = days.day_of(int(time.time()))
    ids = {head.pk for head in heads.values()}
    emails, roles, tags, work = query.shown_of(sorted(ids), today, today + 1) if ids else ({}, {}, {}, {})
    lines = {
        head.pk: _line(
            head,
            next(iter(emails.get(head.pk, ())), ""),
            work.get(head.pk, ("", "", "")),
            tuple(dict.fromkeys(roles.get(head.pk, ()))),
            tuple(dict.fromkeys(tags.get(head.pk, ()))),
        )
        for head in heads.values()
    }
    return {id: lines[head.pk] for id, head in heads.items()}


def _line(
    head: Person, email: str, work: tuple[str, str, str], roles: tuple[str, ...], tags: tuple[str, ...]
) -> Known:
    relationship = head.relationship
    metrics = getattr(relationship, "metrics", None)
    last = None if metrics is None else metrics.last_day
    return Known(
        head.pk,
        relationship.pk,
        wording.face(head.uuid.hex, head.name),
        email,
        work[0],
        work[1],
        roles,
        tags,
        relationship.standing,
        None if last is None else days.date_from_day(last),
        0.0 if metrics is None else metrics.strength,
        head.is_me or head.died_on is not None or relationship.standing in SILENT,
    )
