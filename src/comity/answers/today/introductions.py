"""Introductions on their way: whose turn it is, and which of them are stuck."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from django.utils.translation import gettext

from comity.answers import wording
from comity.answers.shapes import Face
from comity.answers.today.said import Decides, Said, Says, ago, matter
from comity.core.agenda import Band, Matter, occasion_of
from comity.core.introductions import Life, State, Who, is_stuck, state, waits_for
from comity.store.queries.open_matters import Open

GIVEN_UP_AFTER = 120
"""Days without any step after which an introduction is no longer asked for."""
_BY_ME, _TO_ME = 1, 2
"""What a row's number says of my part."""


class Way(NamedTuple):
    """An introduction on its way; mine: whether it is my turn; faces: of those who have a part, without me."""

    life: Life
    mine: bool
    purpose: str
    faces: dict[Who, Face]

    def name(self, part: Who) -> str:
        """How somebody is called who has this part; "" where that is me."""
        return self.faces[part].name if part in self.faces else ""


def _decide(row: Open, day: int) -> Matter | None:
    """Shown when it is my turn, or when it is stuck; a step of my own has no time to get stuck."""
    way = _way(row)
    last = way.life.last_day
    if day - last > GIVEN_UP_AFTER or not (way.mine or is_stuck(way.life, day)):
        return None
    band = Band.ANSWER if way.mine else Band.FOLLOW_UP
    return matter(row, band, last, occasion_of(way.life))._replace(detail=way)


def told_once(found: Iterable[Matter]) -> list[Matter]:
    """Without the thanks that an introduction itself asks for, which has come to that: once we met."""
    matters = list(found)
    asked = {
        matter.subject
        for matter in matters
        if matter.kind == "introduction" and state(matter.detail.life) == State.MET
    }
    return [matter for matter in matters if not (matter.kind == "thanks" and matter.detail.more in asked)]


def asks_my_yes(life: Life) -> bool:
    """Whether it waits for me to say whether I want to be introduced."""
    return state(life) == State.ASKED and Who.ME in waits_for(life)


def _way(row: Open) -> Way:
    other_id, other, introducer_id, introducer, numbers = row.more.split("\n")
    one_agreed, other_agreed, made, met = (int(number) or None for number in numbers.split())
    life = Life(
        row.since or 0,
        one_agreed,
        other_agreed,
        made,
        met,
        introduced_by_me=row.number == _BY_ME,
        to_me=row.number == _TO_ME,
    )
    parts = {
        Who.ONE: (row.uuid, row.name or ""),
        Who.OTHER: (other_id, other),
        Who.INTRODUCER: (introducer_id, introducer),
    }
    faces = {part: wording.face(id, name) for part, (id, name) in parts.items() if id}
    return Way(life, Who.ME in waits_for(life), row.text, faces)


def _said(found: Matter, day: int, roles: tuple[str, ...]) -> Said:
    way: Way = found.detail
    introducer = way.name(Who.INTRODUCER) or way.name(Who.ONE)
    title = gettext("Introduction to %(name)s") % {"name": way.name(Who.OTHER) or gettext("you")}
    words = {
        State.ASKED: gettext(
            "Not both have said yes; the last word came %(when)s. Ask once more, or let it go."
        ),
        State.AGREED: gettext("Both said yes %(when)s; %(introducer)s has not introduced you yet."),
        State.MADE: gettext("The introduction was made %(when)s. Did they meet?"),
    }
    if way.life.to_me:
        words[State.MADE] = gettext("%(introducer)s introduced you %(when)s. Get in touch, if you have not.")
        words[State.MET] = gettext("You met %(when)s. Tell %(introducer)s, and thank them.")
    if way.life.introduced_by_me:
        words[State.AGREED] = gettext("Both said yes %(when)s. Introduce them.")
    if asks_my_yes(way.life):
        words[State.ASKED] = gettext("%(introducer)s would introduce you (%(when)s). Say yes, or let it go.")
    said = words.get(state(way.life), gettext("The last word came %(when)s."))
    return Said(title, said % {"when": ago(day - way.life.last_day), "introducer": introducer})


FOUND: Mapping[str, Decides] = {"introduction": _decide}
SAID: Mapping[str, Says] = {"introduction": _said}
