"""What is suggested for today, kept within boundaries: no mail to who asked for none, and hours are said."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from django.utils.translation import gettext

from comity.answers.boundaries import Notice, notices
from comity.answers.shapes import Item
from comity.answers.today.shown import GROUPS
from comity.core import days
from comity.core.agenda import Band
from comity.core.boundaries import Boundary, Kind, Plan, Subject, crossings
from comity.store.access import Scope

_SUGGESTS = (Band.CELEBRATE, Band.FOLLOW_UP, Band.REACH_OUT)
"""Where being in touch is suggested; elsewhere something is owed, and the hour is the user's to choose."""


def within_boundaries(
    scope: Scope, items: tuple[Item, ...], bounds: Sequence[Boundary], subjects: Mapping[str, Subject]
) -> tuple[Item, ...]:
    """The items, with what boundaries say of writing to their people now.

    bounds: all that are in force; subjects: these people as boundaries see them, by UUID in 32 digits.
    """
    day = days.day_from_date(scope.today())
    known = [one for one in bounds if one.kind in (Kind.HOURS, Kind.CHANNEL)]
    faces = {item.face.id: item.face.name for item in items if item.face is not None and _writes(item)}
    if not known or not faces:
        return items
    now = scope.moment(int(time.time()))
    said: dict[str, tuple[Notice, ...]] = {}
    for id, name in faces.items():
        seen = subjects.get(id.replace("-", ""))
        if seen is not None:
            plan = Plan((seen,), now, channel="mail")
            said[id] = notices(scope, crossings(plan, known, day), {seen.person: name})
    return tuple(_kept(item, said.get(item.face.id, ()) if item.face else ()) for item in items)


def _writes(item: Item) -> bool:
    return bool(item.email or item.draft)


def _kept(item: Item, said: Iterable[Notice]) -> Item:
    """No mail is offered where none is wanted; where only the hour does not fit, it says when it would."""
    if not _writes(item):
        return item
    refused = [one.words for one in said if one.why == Kind.CHANNEL]
    if refused:
        return replace(item, email="", draft=None, reason=f"{item.reason} {refused[0]}")
    suggested = item.group in {str(GROUPS[band]) for band in _SUGGESTS}
    late = [one for one in said if one.why == Kind.HOURS and one.suggestion]
    if not suggested or not late:
        return item
    return replace(
        item,
        reason=gettext("%(reason)s Not at this hour: %(when)s")
        % {"reason": item.reason, "when": late[0].suggestion},
    )
