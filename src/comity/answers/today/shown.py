"""From the matters that made the list to items as they are shown: in words, with address, role and handle."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as later

from comity.answers import wording
from comity.answers.shapes import Item
from comity.answers.today import (
    ahead,
    dates,
    feeling,
    helped,
    introductions,
    offers,
    own,
    promises,
    ties,
    waiting,
)
from comity.answers.today import roles as role_words
from comity.answers.today.drafted import to_write
from comity.answers.today.pages import page_of
from comity.answers.today.said import Decides, Said, Says
from comity.core.agenda import Band, Matter, Placed, handle
from comity.core.boundaries import Boundary, Subject
from comity.store.access import Scope
from comity.store.queries import today as query

GROUPS: Mapping[int, str | Promise] = {
    Band.PROMISED: later("Keep your word"),
    Band.DUE: later("Remember"),
    Band.PREPARE: later("Prepare"),
    Band.ANSWER: later("Answer"),
    Band.CELEBRATE: later("Celebrate"),
    Band.FOLLOW_UP: later("Follow up"),
    Band.REACH_OUT: later("Reach out"),
    Band.SHARE: later("Share"),
    Band.LOOK: later("Look through"),
}
"""The headings of the list."""
DECIDES: Mapping[str, Decides] = {
    **promises.FOUND,
    **own.FOUND,
    **waiting.FOUND,
    **introductions.FOUND,
    **offers.FOUND,
    **ahead.FOUND,
}
"""Who decides about a row of `store.queries.open_matters`, by its kind."""
_SAYS: Mapping[str, Says] = {
    **promises.SAID,
    **own.SAID,
    **waiting.SAID,
    **introductions.SAID,
    **offers.SAID,
    **ahead.SAID,
    **ties.SAID,
    **role_words.SAID,
    **feeling.SAID,
}


KINDS = frozenset(_SAYS)
"""The kinds of items, but for dates."""


def items(
    scope: Scope, placed: Iterable[Placed], day: int, bounds: Sequence[Boundary] = ()
) -> tuple[tuple[Item, ...], Mapping[str, Subject]]:
    """Items in words; one query whatever their number, and more where there are opportunities among them.

    bounds: all boundaries in force; where there are any, also their people as these see them, by UUID in 32 digits.
    """
    listed = list(placed)
    people = sorted({found.matter.person for found in listed} - {""})
    offered = [p.matter.detail for p in listed if p.matter.kind == "opportunity"]
    looked = helped.look(scope, offered, day, bounds)
    shown = query.shown_of(scope.book_id, people, day, looked.arms if looked else (), bounded=bool(bounds))
    helps = helped.best(looked, shown.more, day) if looked else {}
    items = tuple(_item(found, day, shown, helps.get(found.matter.subject, ())) for found in listed)
    return items, shown.subjects


def _item(placed: Placed, day: int, shown: query.Shown, helps: tuple[helped.Helps, ...]) -> Item:
    matter = placed.matter
    roles = tuple(shown.roles.get(matter.person, ()))
    asks_me = matter.kind == feeling.KIND
    email = "" if asks_me else shown.emails.get(matter.person, "")
    said = offers.said_helping(matter, day, helps) if helps else _said(matter, day, roles)
    added = role_words.added(matter, roles)
    name = _name(matter)
    face = wording.face(matter.person, name) if matter.person else None
    kind = dates.shown_kind(matter.kind) if matter.band == Band.CELEBRATE else matter.kind
    return Item(
        key=matter.key,
        kind=kind,
        group=str(GROUPS[matter.band]),
        face=face,
        title=said.title or (face.name if face else ""),
        reason=" ".join(filter(None, (said.reason, added))),
        due=said.due,
        overdue=said.overdue,
        email=email,
        role=role_words.title(roles),
        handle=handle(matter.key),
        page=page_of(matter),
        draft=to_write(matter, face, email),
        folded=placed.folded,
        recurs=matter.occasion is not None and not asks_me,
        done=done_words(matter),
        helps=tuple(one.face for one in helps),
    )


def done_words(matter: Matter) -> str:
    """What the one obvious step is called, where "Done" would say too little; "" where it says enough."""
    if matter.kind == "renewal":
        return gettext("Renewed for a year")
    if matter.kind == "introduction" and introductions.asks_my_yes(matter.detail.life):
        return gettext("Say yes")
    return ""


def _said(matter: Matter, day: int, roles: tuple[str, ...]) -> Said:
    if matter.band == Band.CELEBRATE:
        return dates.said(matter)
    return _SAYS[matter.kind](matter, day, roles)


def _name(matter: Matter) -> str:
    """The name of the person; what orders the matter is another thing with a reminder or a meeting."""
    if matter.kind == "reminder":
        return matter.detail.name or ""
    return str(matter.detail[0].people[0][1]) if matter.kind == "meeting" else matter.name
