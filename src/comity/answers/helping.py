"""Who has to do with what a text is about, and the reasons in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as later

from comity.answers import guarding
from comity.core import days, opportunities
from comity.core import helping as core
from comity.store.access import Scope
from comity.store.queries import knowing

_WORDS: Mapping[str, str | Promise] = {
    "skill": later("is good at %(text)s, you said"),
    "title": later("works as %(text)s"),
    "department": later("works in %(text)s"),
    "organisation": later("works at %(text)s"),
    "tag": later("tagged “%(text)s”"),
    "fact": later("you noted: %(text)s"),
    "interest": later("you noted: %(text)s"),
    "mail": later("you wrote to each other about “%(text)s”"),
    "recent": later("in touch lately"),
    "quiet": later("you have not spoken for long"),
}
_STANDING = {"trusted": later("you trust each other"), "developing": later("it is growing between you")}
LOOKED_AT = 300
"""People whose ties are looked at: those who share most with it."""
_LONGEST = 120
_OF_WORDS = 3
"""Reasons that are told of what is shared."""


def matches(
    scope: Scope,
    text: str,
    wanted: Mapping[str, float],
    around: knowing.Around,
    more: Iterable[core.Thing] = (),
) -> list[core.Match]:
    """Who shares words with a text, the weightiest first, without those whom nothing suggests or who must not learn of it.

    wanted: the words, each with how many times it counts; more: things known besides, of people shown.
    """
    watch = guarding.watch(scope)
    said = [*knowing.things(scope.book_id, days.day_from_date(scope.today())), *more]
    if watch:
        said = guarding.openly(watch, said, around.head_of)
    found = core.matching(wanted, said, around.people, around.head_of, around.silent, asked=True)
    return guarding.who_may_hear(watch, found, lambda match: match.person, text)


def chosen(
    title: str,
    text: str,
    said: Iterable[core.Thing | knowing.Row],
    around: knowing.Around,
    told: Iterable[int],
) -> list[core.Match]:
    """Who has to do with an opportunity, without those (numbers) who know of it already; at most `LOOKED_AT`."""
    wanted = opportunities.wanted(title, text)
    if not wanted:
        return []
    without = around.silent | {around.head_of.get(id, id) for id in told}
    return core.matching(wanted, said, around.people, around.head_of, without)[:LOOKED_AT]


def whom_it_helps(
    kind: str,
    title: str,
    found: Sequence[core.Match],
    ties: Mapping[int, opportunities.Tie],
    day: int,
    most: int,
) -> tuple[opportunities.Helped, ...]:
    """Those of the chosen whom it would help; only a post can be one that somebody holds already."""
    post = title if kind == opportunities.OPENING else ""
    return opportunities.whom_it_helps(post, found, ties, day, most)


def reason(kind: str, text: str) -> str:
    """One reason in words."""
    if kind == "standing":
        return str(_STANDING[text])
    short = text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
    words = str(_WORDS[kind])
    return words % {"text": " ".join(short.split())} if text else words


def reasons(found: Iterable[tuple[str, str]], last: dt.date | None) -> tuple[str, ...]:
    """Reasons in words, of what is shared the three weightiest; last: no last contact is told of where there is none."""
    told = list(found)
    shared = [one for one in told if one[0] in core.WORTH][:_OF_WORDS]
    ties = [one for one in told if one[0] not in core.WORTH and not (one[0] == "quiet" and last is None)]
    return tuple(reason(kind, text) for kind, text in (*shared, *ties))
