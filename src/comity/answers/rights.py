"""Other people's rights at a glance: why somebody is kept, who is to be looked at, and who was erased."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from django.db.models import F, Q
from django.utils.translation import gettext, ngettext

from comity.answers import wording
from comity.answers.finding import find
from comity.answers.heads import heads
from comity.answers.known import SILENT
from comity.answers.playbooks import title_of
from comity.answers.shapes import Face
from comity.core import agenda, days, retention
from comity.store.access import Scope
from comity.store.models import Erasure, Person, Purpose, Retention, Role, Tagging
from comity.store.queries.person import members

SHOWN = 50
_LOOKED_AT = 2000
"""People at the most who are weighed against the rules at once; the longest silent first."""


@dataclass(frozen=True, slots=True)
class PurposeRow:
    """Why somebody is kept."""

    id: str
    face: Face
    purpose: str
    source: str
    since: dt.date
    review_on: dt.date | None
    hold: str


@dataclass(frozen=True, slots=True)
class RuleRow:
    """A rule of how long things are kept, in words."""

    id: str
    role: str
    tag: str
    after_days: int
    note: str
    words: str


@dataclass(frozen=True, slots=True)
class DueRow:
    """Somebody to look at again: since when, and why; by_rule: by a rule, not a day that the user named."""

    face: Face
    since: dt.date
    reason: str
    by_rule: bool


@dataclass(frozen=True, slots=True)
class ErasureRow:
    """That somebody was erased: when, on whose wish, how many rows, and the copies that could not be reached.

    locked: sealed things that were locked and are still to be looked through.
    """

    id: str
    on: dt.date
    asked_by: str
    rows: int
    unreached: tuple[str, ...]
    locked: int


@dataclass(frozen=True, slots=True)
class Rights:
    """due: people to look at again, `more` of them not listed; incomplete: what is still to be done about an erasure."""

    due: tuple[DueRow, ...]
    more: int
    purposes: tuple[PurposeRow, ...]
    rules: tuple[RuleRow, ...]
    erasures: tuple[ErasureRow, ...]
    incomplete: str


def rights(scope: Scope) -> Rights:
    """All of it, in a fixed number of queries."""
    due = _due(scope)
    kept = Purpose.objects.filter(book_id=scope.book_id).order_by(
        "-hold", F("review_on").asc(nulls_last=True), "pk"
    )
    erased = [*map(_erasure, Erasure.objects.filter(book_id=scope.book_id).order_by("-on", "-pk")[:SHOWN])]
    locked = max((row.locked for row in erased), default=0)
    return Rights(
        tuple(due[:SHOWN]),
        max(0, len(due) - SHOWN),
        _purposes(kept[:SHOWN]),
        tuple(_rule(row) for row in _rules(scope)),
        tuple(erased),
        locked_words(locked) if locked else "",
    )


def due_count(scope: Scope) -> int:
    """How many people are to be looked at again."""
    return len(_due(scope))


def to_ask(scope: Scope) -> list[DueRow]:
    """Whom Today asks about: those to be looked at again, but for people I stepped back from or ended with, and days
    that passed long ago, which the page alone still tells."""
    since = scope.today() - dt.timedelta(days=agenda.OVERDUE_FOR)
    return [row for row in _due(scope, without=SILENT) if row.by_rule or row.since >= since]


def of_person(scope: Scope, who: str) -> tuple[Face, PurposeRow | None]:
    """The person meant, and why they are kept, if that was said.

    Raises:
        NotFound: nobody fits; Ambiguous: several do.
    """
    found = find(scope, who)
    kept = Purpose.objects.filter(person__in=members(found.pk)).order_by("pk")[:1]
    return wording.face(found.uuid.hex, found.name), next(iter(_purposes(kept)), None)


def _purposes(found: Iterable[Purpose]) -> tuple[PurposeRow, ...]:
    listed = list(found)
    faces = heads(row.person_id for row in listed)
    return tuple(
        PurposeRow(
            str(row.uuid),
            faces[row.person_id].face,
            row.purpose,
            row.source,
            days.date_from_day(row.since),
            None if row.review_on is None else days.date_from_day(row.review_on),
            row.hold,
        )
        for row in listed
    )


def _rules(scope: Scope) -> Sequence[Retention]:
    return list(Retention.objects.filter(book_id=scope.book_id).order_by("role", "tag", "after_days", "pk"))


def _rule(row: Retention) -> RuleRow:
    whom = gettext("everybody")
    if row.role and row.tag:
        whom = gettext("%(role)s tagged %(tag)s") % {"role": title_of(row.role), "tag": row.tag}
    elif row.role or row.tag:
        whom = title_of(row.role) if row.role else gettext("tagged %(tag)s") % {"tag": row.tag}
    words = ngettext(
        "%(whom)s: ask after %(n)d day without contact",
        "%(whom)s: ask after %(n)d days without contact",
        row.after_days,
    ) % {"whom": whom, "n": row.after_days}
    return RuleRow(str(row.uuid), row.role, row.tag, row.after_days, row.note, words[:1].upper() + words[1:])


def _due(scope: Scope, without: Collection[str] = ()) -> list[DueRow]:
    """Who is to be looked at, the longest first; nobody who died: that is no moment for a reminder."""
    today = days.day_from_date(scope.today())
    rules = [
        retention.Rule(str(row.uuid), row.role, row.tag.casefold(), row.after_days) for row in _rules(scope)
    ]
    told = Purpose.objects.filter(book_id=scope.book_id).order_by(
        "hold", F("review_on").desc(nulls_first=True)
    )
    said = {row.person.merged_into_id or row.person_id: row for row in told.select_related("person")}
    known = [row for row in _candidates(scope, rules, list(said), today) if _standing(row) not in without]
    roles, tags = _roles_and_tags([row.pk for row in known], today) if rules else ({}, {})
    found = []
    for row in known:
        own = said.get(row.pk)
        kept = retention.Kept(
            frozenset(roles.get(row.pk, ())),
            frozenset(tags.get(row.pk, ())),
            _last_day(row),
            row.known_since,
            own.review_on if own else None,
            bool(own and own.hold),
        )
        due = retention.due(kept, rules, today)
        if due is not None:
            face, since = wording.face(row.uuid.hex, row.name), days.date_from_day(due.since)
            found.append(DueRow(face, since, _reason(due), due.rule is not None))
    return sorted(found, key=lambda row: (row.since, row.face.name, row.face.id))


def _standing(person: Person) -> str:
    return person.relationship.standing if hasattr(person, "relationship") else ""


def _last_day(person: Person) -> int | None:
    metrics = getattr(person.relationship, "metrics", None) if hasattr(person, "relationship") else None
    day: int | None = metrics.last_day if metrics else None
    return day


def _candidates(
    scope: Scope, rules: Sequence[retention.Rule], said: Sequence[int], today: int
) -> list[Person]:
    shown = Person.objects.filter(book_id=scope.book_id, merged_into=None, is_me=False, died_on=None)
    wanted = Q(pk__in=said)
    if rules:
        before = today - min(rule.after_days for rule in rules)
        silent = Q(relationship__metrics__last_day__lte=before)
        never = Q(relationship__metrics__last_day=None, known_since__lte=before)
        wanted |= silent | never
    listed = shown.filter(wanted).select_related("relationship__metrics")
    return list(
        listed.order_by(F("relationship__metrics__last_day").asc(nulls_first=True), "pk")[:_LOOKED_AT]
    )


def _roles_and_tags(persons: Sequence[int], today: int) -> tuple[dict[int, set[str]], dict[int, set[str]]]:
    roles: dict[int, set[str]] = defaultdict(set)
    held = Role.objects.filter(Q(until=None) | Q(until__gte=today), relationship__person__in=persons)
    for person, key in held.values_list("relationship__person", "key"):
        roles[person].add(key)
    tags: dict[int, set[str]] = defaultdict(set)
    for person, key in Tagging.objects.filter(relationship__person__in=persons).values_list(
        "relationship__person", "tag__key"
    ):
        tags[person].add(key)
    return roles, tags


def _reason(due: retention.Due) -> str:
    if due.rule is None:
        return gettext("You wanted to look at it again.")
    return ngettext(
        "No contact for more than %(n)d day, as your rule says.",
        "No contact for more than %(n)d days, as your rule says.",
        due.rule.after_days,
    ) % {"n": due.rule.after_days}


def _erasure(row: Erasure) -> ErasureRow:
    return ErasureRow(
        str(row.uuid),
        days.date_from_day(row.on),
        row.asked_by,
        sum(row.counts.values()),
        tuple(unreached_words(code, detail) for code, detail in row.unreached if code != "sealed"),
        sum(int(detail) for code, detail in row.unreached if code == "sealed"),
    )


def unreached_words(code: str, detail: str = "") -> str:
    """A copy that an erasure cannot reach, in words with what can be done."""
    words = {
        "exports": gettext("Exports and person files that you made: delete those that have this person."),
        "backups": gettext(
            "Backups that you made: whoever restores one has this person erased again, but the files keep them until"
            " you delete them."
        ),
        "originals": gettext("The mailboxes and files that you imported: they stay as they are."),
        "feed": gettext("Calendars that read your feed: they keep what they read until they read it anew."),
        "day_mail": gettext("Mails of your day that were sent: they are in your mailbox."),
        "evidence": gettext("Evidence packs and printed heads of the record of incidents."),
        "server": gettext("The log and the backups of your PostgreSQL server: ask who looks after it."),
        "former": gettext("What a restore kept of before: delete %(name)s.") % {"name": detail},
    }
    return words.get(code) or locked_words(int(detail))


def locked_words(count: int) -> str:
    """That an erasure is not complete, since so many things are sealed and locked, and what to do."""
    return ngettext(
        "Not complete: %(n)d sealed thing was locked and may still name this person. Unlock, and look through it.",
        "Not complete: %(n)d sealed things were locked and may still name this person. Unlock, and look through them.",
        count,
    ) % {"n": count}


def recorded_words(count: int) -> str:
    """That the record of incidents still names somebody who was erased."""
    return ngettext(
        "%(n)d entry of your sealed record of incidents names them and stays: it cannot be changed.",
        "%(n)d entries of your sealed record of incidents name them and stay: it cannot be changed.",
        count,
    ) % {"n": count}


def stays_words(code: str) -> str:
    """What an erasure leaves, and why, in words."""
    kind, _, count = code.partition(":")
    words = {
        "shared": gettext(
            "What %(n)s mails and meetings have of others: their part becomes nobody’s, their words and name go."
        )
        % {"n": count},
        "incidents": gettext(
            "The record of incidents: it is sealed and cannot be changed; it may be held to establish or defend legal"
            " claims."
        ),
        "registers": gettext("Your registers of gifts and interests: the rows stay, without this person."),
        "sealed": gettext(
            "%(n)s sealed things, which are locked now and may name this person: unlock first, or look through them after."
        )
        % {"n": count},
        "namesakes": gettext(
            "The name where it stands in other texts: somebody else in your book is called so too."
        ),
        "digests": gettext("Digests of addresses and name, so that later files do not bring them back."),
    }
    return words.get(kind, code)


def table_words(table: str) -> str:
    """A table that loses rows, in words."""
    words = {
        "interactions": gettext("mails, meetings and notes with them alone"),
        "shared interactions": gettext("mails and meetings that others are in too, without them"),
        "texts": gettext("other texts that named them"),
        "sealed": gettext("sealed texts that named them"),
        "identifiers": gettext("addresses and profiles"),
        "claims": gettext("what files and you said of them"),
        "commitment": gettext("promises, yours to them too"),
        "exchange": gettext("things given and received"),
        "importantdate": gettext("dates"),
        "relationship": gettext("what they are to you"),
        "nameword": gettext("words of their name in the index"),
    }
    return words.get(table) or {
        "position": gettext("places where they work"),
        "fact": gettext("facts"),
        "purpose": gettext("reasons why you keep them"),
        "role": gettext("roles"),
        "reminder": gettext("reminders"),
        "request": gettext("requests"),
        "introduction": gettext("introductions"),
        "opportunityshare": gettext("opportunities shared"),
        "guest": gettext("places at events"),
        "feedback": gettext("words of feedback"),
        "confidence": gettext("confidences"),
        "disclosure": gettext("things you told them"),
        "feeling": gettext("words on how it feels"),
        "boundary": gettext("boundaries"),
        "crossing": gettext("crossings of a boundary"),
        "difficultstep": gettext("steps with a difficult relationship"),
        "tie": gettext("ties to others"),
        "gift": gettext("gifts"),
        "interest": gettext("interests"),
    }.get(table, table)
