"""What was told in confidence: who may know it, where it stands, and whether something would give it away."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as later

from comity.answers import guarding, wording
from comity.answers.finding import find
from comity.answers.guarding import told
from comity.answers.heads import row_of
from comity.answers.shapes import Face
from comity.answers.subject import Meant, rows_about
from comity.core import days
from comity.core.audience import ANYBODY, Audience, Told, of
from comity.core.errors import NotFound
from comity.core.giving_away import Signs, signs_of
from comity.store import covered, sealing
from comity.store.access import Scope
from comity.store.models import Confidence, ConfidenceAudience, ConfidenceCover, Interaction
from comity.store.queries import standing_in

MOST = 500
"""Confidences in a list."""
PROPOSED = 100
"""Things proposed to be covered."""
_SHOWN = 160
"""Characters of a thing that are shown."""
KINDS: Mapping[str, str | Promise] = {
    "interactions": later("mail, meeting or note"),
    "facts": later("something you know"),
    "reminders": later("reminder"),
    "commitments": later("promise"),
    "requests": later("request"),
    "introductions": later("introduction"),
    "exchanges": later("given or received"),
    "opportunities": later("opportunity"),
    "goals": later("goal"),
    "goal_steps": later("step of a goal"),
    "events": later("event"),
    "feedback": later("feedback"),
    "mentoring_sessions": later("mentoring session"),
    "disclosures": later("something you told"),
    "ideas": later("idea"),
}
"""What a thing is that can be covered; others by their own names."""


@dataclass(frozen=True, slots=True)
class ConfidenceLine:
    """Something told in confidence, as its owner sees it.

    text, signs: "" and () while it is locked; may: who may know besides its source; nobody: it is never to be
    mentioned; until: the day from which it is free, and released_on: when it was released by hand; holds: it is held
    back today; covers: in how many things it stands.
    """

    id: str
    text: str
    signs: tuple[str, ...]
    source: Face | None
    subject: Face | None
    may: tuple[Face, ...]
    nobody: bool
    on: dt.date
    until: dt.date | None
    released_on: dt.date | None
    holds: bool
    sealed: bool
    locked: bool
    covers: int


@dataclass(frozen=True, slots=True)
class Thing:
    """Something in which a confidence stands: kind and row name it; what: its kind in words; text: what it begins with;
    interaction: the id of the mail or note that it is, "" for another thing; own: written here, so that it can be blanked.
    """

    kind: str
    row: str
    what: str
    text: str
    interaction: str
    own: bool


@dataclass(frozen=True, slots=True)
class ConfidencePage:
    """One confidence: what it covers, and what else gives it away and could be covered; more: there is more of that."""

    line: ConfidenceLine
    covers: tuple[Thing, ...]
    proposed: tuple[Thing, ...]
    more: bool


@dataclass(frozen=True, slots=True)
class Checked:
    """Whether a text may go to somebody: what it is known to give away, by the ids of the confidences and why each is held.

    unread: how many more are sealed and locked, so that nobody can tell; then it may not go either.
    """

    may_go: bool
    gives_away: tuple[guarding.Withheld, ...]
    unread: int = 0


def confidences(scope: Scope, *, who: str = "", ended: bool = False) -> tuple[ConfidenceLine, ...]:
    """What is held back, the latest told first; with `ended` also what is free by now.

    who: only what this person told, is about, or may know.

    Raises:
        NotFound: no such person; Ambiguous: several.
    """
    found = Confidence.objects.filter(book_id=scope.book_id)
    today = days.day_from_date(scope.today())
    if who:
        person = find(scope, who)
        shown = Q()
        for column in ("source", "subject", "audience__person"):
            shown |= Q(**{column: person}) | Q(**{f"{column}__merged_into": person})
        found = found.filter(shown).distinct()
    if not ended:
        found = found.filter(Q(until=None) | Q(until__gt=today), ended_on=None)
    return _lines(scope, list(found.order_by("-on", "-id").select_related(*_PEOPLE)[:MOST]))


def confidence(scope: Scope, id: str) -> ConfidencePage:
    """One of them, with the things it covers, and others that would give it away.

    Raises:
        NotFound: there is no such one in this book.
    """
    row = row_of(Confidence.objects.filter(book_id=scope.book_id).select_related(*_PEOPLE), "confidence", id)
    held = [(kind, uuid.hex) for kind, uuid in row.covers.order_by("id").values_list("kind", "row")]
    proposed = _proposed(scope, row, set(held))
    return ConfidencePage(
        _lines(scope, [row])[0],
        tuple(_things(scope, held)),
        tuple(_things(scope, proposed[:PROPOSED])),
        len(proposed) > PROPOSED,
    )


def line(scope: Scope, id: str) -> ConfidenceLine:
    """One of them without what it covers.

    Raises:
        NotFound: there is no such one in this book.
    """
    found = Confidence.objects.filter(book_id=scope.book_id).select_related(*_PEOPLE)
    return _lines(scope, [row_of(found, "confidence", id)])[0]


def of_person(scope: Scope, who: Meant) -> tuple[ConfidenceLine, ...]:
    """What stands on a person's page: what they told and what is about them, never to be mentioned first.

    No query where there is nothing; what is locked stands there without its words.
    """
    members = rows_about(scope, who, "confidence")
    if not members:
        return ()
    today = days.day_from_date(scope.today())
    theirs = Q(source__in=members) | Q(subject__in=members)
    held = Confidence.objects.filter(theirs, Q(until=None) | Q(until__gt=today), book_id=scope.book_id)
    rows = held.filter(ended_on=None).order_by("-nobody", "-on", "-id").select_related(*_PEOPLE)
    return _lines(scope, list(rows[:20]))


def told_by(scope: Scope, who: str) -> Face | None:
    """Who may have told something; None for myself.

    Raises:
        NotFound: no such person; Ambiguous: several.
    """
    person = find(scope, who)
    return None if person.is_me else wording.face(person.uuid.hex, person.name)


def thing(scope: Scope, kind: str, row: str) -> Thing:
    """Something of the book that could be covered.

    Raises:
        NotFound: there is no such thing in this book.
    """
    try:
        found = list(_things(scope, [(kind, UUID(row).hex)]))
    except ValueError:
        found = []
    if not found:
        raise NotFound(kind, row)
    return found[0]


def check(scope: Scope, text: str, who: Sequence[str]) -> Checked:
    """Whether a text may go to these people; with nobody named, to anybody.

    Raises:
        NotFound: no such person; Ambiguous: several.
    """
    found = guarding.guard(scope, audience_of(scope, who))
    found.lets(text, about=found.audience.people, names=True)
    unread = found.unread - sum(one.why == guarding.LOCKED for one in found.withheld)
    return Checked(not found.withheld and not unread, found.withheld, unread)


def audience_of(scope: Scope, who: Sequence[str]) -> Audience:
    """These people, by names, addresses or ids; with nobody named, or `anybody`, it is anybody.

    Raises:
        NotFound: no such person; Ambiguous: several.
    """
    if not who or "anybody" in who:
        return ANYBODY
    return of(*(find(scope, one).pk for one in who))


_PEOPLE = ("source__merged_into", "subject__merged_into")


def _lines(scope: Scope, rows: Sequence[Confidence]) -> tuple[ConfidenceLine, ...]:
    if not rows:
        return ()
    may: dict[int, dict[str, Face]] = defaultdict(dict)
    known = ConfidenceAudience.objects.filter(confidence__in=rows).select_related("person__merged_into")
    for one in known.order_by("id"):
        face = wording.shown(one.person)
        may[one.confidence_id][face.id] = face
    counted = ConfidenceCover.objects.filter(confidence__in=rows).values_list("confidence_id")
    covers = dict(counted.annotate(n=Count("id")))
    today = days.day_from_date(scope.today())
    return tuple(_line(scope, row, tuple(may[row.pk].values()), covers.get(row.pk, 0), today) for row in rows)


def _line(scope: Scope, row: Confidence, may: tuple[Face, ...], covers: int, today: int) -> ConfidenceLine:
    words = told.said(scope, row)
    text, signs = words or ("", "")
    on = wording.day(row.on)
    assert on is not None
    return ConfidenceLine(
        id=str(row.uuid),
        text=text,
        signs=signs_of(signs),
        source=None if row.source is None else wording.shown(row.source),
        subject=None if row.subject is None else wording.shown(row.subject),
        may=may,
        nobody=row.nobody,
        on=on,
        until=wording.day(row.until),
        released_on=wording.day(row.ended_on),
        holds=row.ended_on is None and (row.until is None or row.until > today),
        sealed=sealing.is_sealed(row),
        locked=words is None,
        covers=covers,
    )


def _proposed(scope: Scope, row: Confidence, held: set[tuple[str, str]]) -> list[tuple[str, str]]:
    """What would give it away and is not covered yet; nothing while its words are locked."""
    words = told.said(scope, row)
    if words is None:
        return []
    people = [person for person in (told.head(row.source), told.head(row.subject)) if person is not None]
    names = tuple(person.name for person in people if person.name)
    signs = Signs([Told(row.uuid.hex, (words[0], *signs_of(words[1])), None, None, names=names)])
    found = standing_in.places(scope.book_id, signs, PROPOSED + len(held) + 1)
    return [(one.kind, one.row.hex) for one in found if (one.kind, one.row.hex) not in held]


def _things(scope: Scope, rows: Iterable[tuple[str, str]]) -> Iterable[Thing]:
    """What these rows say, a query for each kind; those that are gone are left out."""
    wanted = list(rows)
    shown: dict[tuple[str, str], Thing] = {}
    for kind in dict.fromkeys(kind for kind, _ in wanted):
        ids = [id for of_kind, id in wanted if of_kind == kind]
        for one in _found(scope, kind, ids):
            shown[one.kind, one.row.replace("-", "")] = one
    return [shown[one] for one in wanted if one in shown]


def _found(scope: Scope, kind: str, ids: Sequence[str]) -> Iterable[Thing]:
    what = str(KINDS.get(kind) or kind.replace("_", " "))
    if kind == covered.INTERACTIONS:
        keys = [bytes.fromhex(id) for id in ids]
        mails = Interaction.objects.filter(book_id=scope.book_id, key__in=keys)
        for mail in mails.annotate(seen=Count("sightings")):
            row = wording.outside_id(bytes(mail.key).hex())
            own = mail.by_hand and not mail.seen
            yield Thing(kind, row, what, (mail.subject or mail.snippet)[:_SHOWN], row, own)
        return
    model = covered.TABLES.get(kind)
    for one in model._default_manager.filter(book_id=scope.book_id, uuid__in=ids) if model else ():
        words = " · ".join(filter(None, covered.words_of(one).values()))
        yield Thing(kind, str(one.uuid), what, words[:_SHOWN], "", covered.is_own(one))
