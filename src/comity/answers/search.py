"""Finding people and what passed between us, by words and by what is known of them."""

from __future__ import annotations

import datetime as dt
import time
from collections import defaultdict
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.utils.translation import gettext

from comity.answers import guarding, marking, wording
from comity.answers.playbooks import playbooks
from comity.answers.shapes import Hit
from comity.core import days
from comity.core.audience import ME, Audience
from comity.core.errors import Unreadable
from comity.core.records import Kind
from comity.core.search import CHOICES, FIELDS, Field, Query, Words, parse
from comity.store.access import Scope
from comity.store.queries import knowing
from comity.store.queries import people as people_query
from comity.store.queries import search as query
from comity.store.queries.narrowing import narrowing

PEOPLE_FIELDS = ("role", "org", "tag", "has")
"""Fields that say something of a person, not of what passed."""


@dataclass(frozen=True, slots=True)
class Results:
    """What was found: people first (the strongest tie first), then interactions, newest first.

    looked_back_to: where the texts were too many to look at them all, the day to which it was looked back;
    withheld: what was found and is not for those whom it was looked for.
    """

    hits: tuple[Hit, ...]
    looked_back_to: dt.date | None = None
    withheld: tuple[guarding.Withheld, ...] = ()


def search(scope: Scope, text: str, *, limit: int = 20, audience: Audience = ME) -> Results:
    """Everything that fits a query (`core.search`); at most `limit` people and `limit` interactions.

    audience: for whom it is looked: what must not reach them is left out, a mail wholly if any word of it is.
    Mail that a wrong clock dates ahead stands last.

    Raises:
        Unreadable: what cannot be read, and where; `explained` puts it in words.
    """
    asked = parse(text, scope.today(), playbooks())
    if not asked.nodes:
        return Results(())
    zone = ZoneInfo(scope.zone)
    day = days.day_of(int(time.time()))

    def instant(date: dt.date) -> int:
        return int(dt.datetime.combine(date, dt.time(), zone).timestamp())

    found, back_to = query.interactions(
        scope.book_id, asked, narrowing(scope.book_id, asked, day, instant), limit
    )
    ahead = instant(scope.today() + dt.timedelta(days=2))
    found.sort(key=lambda one: one.kind == Kind.MAIL and one.at >= ahead)
    guard = guarding.guard(scope, audience)
    hits = [hit for hit in _people(scope, asked, day, limit) if guard.lets(hit.title, greets=True)]
    for one in _open(scope.book_id, guard, found):
        outside = wording.outside_id(one.key.hex())
        parts = marking.excerpt(one.text, asked) or ((one.snippet, False),)
        hits.append(
            Hit(
                Kind(one.kind).name.lower(),
                outside,
                one.subject,
                "".join(part for part, _ in parts),
                scope.moment(one.at),
                None,
                marking.marked(one.subject, asked),
                parts,
            )
        )
    looked_back_to = scope.moment(back_to).date() if back_to is not None else None
    return Results(tuple(hits), looked_back_to, guard.withheld)


def _open(book: int, guard: guarding.Guard, found: list[query.Found]) -> list[query.Found]:
    """Those that may go to whom it was looked for."""
    if not guard:
        return found
    about: dict[bytes, set[int]] = defaultdict(set)
    for key, person in knowing.heads_in(book, (one.key for one in found)) if guard.locked else ():
        about[key].add(person)
    return [
        one
        for one in found
        if guard.lets(
            *(one.subject, one.snippet, one.text),
            about=about[one.key],
            rows=[("interactions", one.key.hex())],
            what=str(wording.KINDS.get(Kind(one.kind).name.lower(), "")),
        )
    ]


def _people(scope: Scope, asked: Query, day: int, limit: int) -> list[Hit]:
    """People who fit, where the query says nothing but words and what people are."""
    words: list[str] = []
    fields: list[Field] = []
    for node in asked.nodes:
        if isinstance(node, Words) and not node.only_subject:
            words += node.words
        elif isinstance(node, Field) and node.name in PEOPLE_FIELDS:
            fields.append(node)
        else:
            return []
    found = people_query.fitting(scope.book_id, " ".join(words), fields, day, limit)
    emails = people_query.emails([c.person for c in found]) if found else {}
    hits = []
    for one in found:
        face = wording.face(one.uuid, one.name)
        address = next(iter(emails.get(one.person, ())), "")
        name = marking.marked(face.name, asked)
        hits.append(Hit("person", face.id, face.name, address, None, face, name, ((address, False),)))
    return hits


@dataclass(frozen=True, slots=True)
class Explained:
    """What is wrong with a query: where (characters, from 0), what in words, what was expected, an example."""

    start: int
    end: int
    message: str
    expected: str
    example: str


def _choices(field: str) -> list[str]:
    return sorted(playbooks()) if field == "role" else list(CHOICES[field])


def explained(error: Unreadable) -> Explained:
    """An `Unreadable` in words."""
    example = FIELDS.get(error.name, "")
    match error.why:
        case "field":
            message = gettext("There is no “%(name)s:” to search by.") % {"name": error.name}
            expected = gettext("One of %(names)s; or put it in quotes to find it as words.") % {
                "names": ", ".join(f"{name}:" for name in FIELDS)
            }
            example = FIELDS["from"]
        case "nothing":
            message = gettext("Nothing stands after “%(name)s:”.") % {"name": error.name}
            expected = gettext("A value directly after the colon.")
        case "value":
            message = gettext("“%(name)s:” does not know this.") % {"name": error.name}
            expected = gettext("One of %(names)s.") % {"names": ", ".join(_choices(error.name))}
        case "date":
            message = gettext("This is not a date.")
            expected = gettext("A day, a month or a year, “today”, or how long ago: 30d, 2w, 6m, 1y.")
        case "quote":
            message = gettext("This quotation mark is never closed.")
            expected = gettext("A second one, where the phrase ends.")
            example = '"kind regards"'
        case "or":
            message = gettext("OR stands between words or phrases.")
            expected = gettext("A word or a phrase on both sides of it.")
            example = "invoice OR receipt"
        case _:
            message = gettext("These are too many words.")
            expected = gettext("At most %(most)s.") % {"most": error.name}
    return Explained(error.start, error.end, message, expected, example)
