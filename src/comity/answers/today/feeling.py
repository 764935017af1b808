"""How is it for me: now and then one gentle question about a relationship, last on the list."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set

from django.utils.translation import gettext

from comity.answers.today.said import Said, Says
from comity.core.agenda import Band, Matter
from comity.store.queries.open_matters import Open

KIND = "feeling"
_LAST = 1_000_000
"""Behind all else that can wait."""


def matters(rows: Iterable[Open], hidden: Set[str]) -> list[Matter]:
    """One question at the most: about whom was never asked, or not for longest; then whom I see most.

    hidden: keys that are put away; of whom is never to be asked the next is asked about. The day of the last answer is
    the occasion, so that while one question is put off no other takes its place.
    """
    for row in sorted(rows, key=_order):
        found = Matter(Band.LOOK, KIND, row.id, row.day or 0, _LAST, row.name or "", row.id, row)
        if found.lasting not in hidden:
            return [found]
    return []


def _order(row: Open) -> tuple[int, int, str]:
    return row.day or 0, -(row.number or 0), row.id


def _said(found: Matter, day: int, roles: tuple[str, ...]) -> Said:
    return Said(gettext("How is it for you?"), gettext("A word for your eyes alone, if you like."))


SAID: Mapping[str, Says] = {KIND: _said}
