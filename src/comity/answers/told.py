"""What sentences of recent mail tell, put as questions, with what can be corrected before the answer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import connection
from django.utils.translation import gettext

from comity.answers import wording
from comity.answers.finding import find
from comity.answers.review_shapes import Fix
from comity.answers.shapes import Face
from comity.core import days
from comity.core.asks import CORRECTED, Told, work_in, worth_in
from comity.store.access import Scope
from comity.store.models import Claim, Exchange, Identifier, Proposal
from comity.store.sql import rows, uuid_hex

_MOST = 20
_SURE, _LIKELY, _RATHER = 0.9, 0.75, 0.6


def is_told(row: Proposal) -> bool:
    """Whether a proposal comes from a sentence; a new job may come from a signature instead."""
    return row.kind in CORRECTED and "sentence" in row.evidence


def likely(probability: float | None) -> str:
    """A probability in words."""
    if probability is None:
        return ""
    if probability >= _SURE:
        return gettext("very likely")
    if probability >= _LIKELY:
        return gettext("likely")
    return gettext("rather likely") if probability >= _RATHER else gettext("perhaps")


def question(row: Proposal, names: Mapping[int, str]) -> str:
    """What is asked; names: what identifiers are called."""
    evidence = row.evidence
    one, other = (names.get(int(evidence.get(end) or 0), "") for end in ("one", "other"))
    who = {
        "name": names.get(int(evidence["identifier"]), gettext("somebody who is gone")),
        "one": one,
        "other": other,
    }
    if row.kind == Told.INTRODUCTION:
        return _introduction(evidence, who)
    if row.kind == Told.NEW_JOB and work_in(evidence["sentence"]).leaves:
        return gettext("Does %(name)s leave their job?") % who
    texts = {
        Told.REQUEST: gettext("Did %(name)s ask this of you?"),
        Told.MY_PROMISE: gettext("Did you promise this to %(name)s?"),
        Told.THEIR_PROMISE: gettext("Did %(name)s promise you this?"),
        Told.THANKS: gettext("Does %(name)s thank you for something you gave?"),
        Told.MY_THANKS: gettext("Did you thank %(name)s for this?"),
        Told.NEW_JOB: gettext("Does %(name)s have a new job?"),
        Told.PERSONAL_NEWS: gettext("Did %(name)s tell you this of their own life?"),
    }
    return texts[Told(row.kind)] % who


def _introduction(evidence: Mapping[str, Any], who: Mapping[str, str]) -> str:
    if evidence.get("by_me"):
        if who["other"]:
            return gettext("Did you introduce %(one)s and %(other)s?") % who
        return gettext("Did you introduce %(one)s to somebody?") % who
    if who["one"]:
        return gettext("Did %(name)s introduce you to %(one)s?") % who
    return gettext("Did %(name)s introduce you to somebody?") % who


class Context:
    """What several proposals need to be worded: who took part in their mails, and what waits for thanks. A few queries."""

    def __init__(self, scope: Scope, found: Sequence[Proposal]) -> None:
        told = [row for row in found if is_told(row)]
        self.scope = scope
        self.names = _names(scope, told)
        self.parties = _parties(scope, {row.evidence["interaction"] for row in told})
        self.heads = _heads(scope, {int(row.evidence["identifier"]) for row in told})
        thanks = [row for row in told if row.kind == Told.MY_THANKS and row.state == Proposal.OPEN]
        self.owed = _owed(
            scope, {self.heads.get(int(row.evidence["identifier"]), (0, ""))[0] for row in thanks}
        )

    def fix(self, row: Proposal) -> Fix:
        """What can be corrected of a proposal, as it was read."""
        evidence, kind = row.evidence, row.kind
        head, person = self.heads.get(int(evidence["identifier"]), (0, ""))
        work = work_in(evidence["sentence"])
        due = evidence.get("due")
        by_me = bool(evidence.get("by_me"))
        wanted = CORRECTED[kind] if kind != Told.INTRODUCTION or by_me else ("text", "person")
        at = days.day_from_date(self.scope.moment(int(evidence["at"])).date())
        return Fix(
            wanted,
            evidence["sentence"],
            None if due is None or kind == Told.PERSONAL_NEWS else days.date_from_day(int(due)),
            str(evidence.get("due_words", "")),
            "" if kind == Told.INTRODUCTION else person,
            self.parties.get(evidence["interaction"], ()),
            self.names.get(int(evidence.get("one") or 0), ""),
            self.names.get(int(evidence.get("other") or 0), ""),
            worth_in(evidence["sentence"]) if kind == Told.THANKS else "",
            tuple((id, words) for day, id, words in self.owed.get(head, ()) if day <= at)
            if kind == Told.MY_THANKS
            else (),
            work.title if kind == Told.NEW_JOB else "",
            work.organisation if kind == Told.NEW_JOB else "",
        )


def who(scope: Scope, words: str) -> str:
    """The id of the person whom a name, an address or an id means.

    Raises:
        NotFound: nobody fits; Ambiguous: several do.
    """
    return str(find(scope, words).uuid)


def _names(scope: Scope, told: Iterable[Proposal]) -> dict[int, str]:
    """What the identifiers in evidence are called; those of nobody yet as mail calls them."""
    wanted = {
        int(row.evidence[end])
        for row in told
        for end in ("identifier", "one", "other")
        if row.evidence.get(end)
    }
    found: dict[int, str] = {}
    held = Identifier.objects.filter(book_id=scope.book_id, pk__in=wanted)
    strangers = {}
    for i, value, person, name, merged in held.values_list(
        "id", "value", "person_id", "person__name", "person__merged_into__name"
    ):
        found[i] = wording.face_name(merged or name or "") if person else value
        if not person:
            strangers[i] = value
    claims = Claim.objects.filter(identifier__in=strangers, field="name").order_by("-value")
    for i, name in claims.values_list("identifier_id", "value"):
        found[i] = f"{name} ({strangers[i]})"
    return found


def _parties(scope: Scope, interactions: Iterable[str]) -> dict[str, tuple[Face, ...]]:
    """The people of the book in each of these mails, by the mail's key; me left out."""
    keys = [bytes.fromhex(key) for key in interactions]
    if not keys:
        return {}
    marks = ",".join(["%s"] * len(keys))
    with connection.cursor() as cursor:
        found = rows(
            cursor,
            f"SELECT i.key, {uuid_hex('h.uuid')}, h.name FROM store_interaction i "
            "JOIN store_participant p ON p.interaction_id = i.id JOIN store_identifier d ON d.id = p.identifier_id "
            "JOIN store_person q ON q.id = d.person_id JOIN store_person h ON h.id = COALESCE(q.merged_into_id, q.id) "
            f"WHERE i.book_id = %s AND i.key IN ({marks}) AND d.own = 0 AND p.part <= 4 ORDER BY i.id, p.part, p.id",
            [scope.book_id, *keys],
        )
    people: dict[str, dict[str, Face]] = {}
    for key, uuid, name in found:
        of_mail = people.setdefault(bytes(key).hex(), {})
        if len(of_mail) < _MOST:
            of_mail.setdefault(uuid, wording.face(uuid, name))
    return {key: tuple(faces.values()) for key, faces in people.items()}


def _heads(scope: Scope, identifiers: Iterable[int]) -> dict[int, tuple[int, str]]:
    """(row, id) of the person shown behind each identifier."""
    held = Identifier.objects.filter(book_id=scope.book_id, pk__in=set(identifiers), person__isnull=False)
    found = {}
    for identifier in held.select_related("person__merged_into"):
        assert identifier.person is not None
        head = identifier.person.merged_into or identifier.person
        found[identifier.pk] = (head.pk, str(head.uuid))
    return found


def _owed(scope: Scope, heads: set[int]) -> dict[int, list[tuple[int, str, str]]]:
    """(day, id, words) of what came from these people and waits for thanks, the latest first."""
    found: dict[int, list[tuple[int, str, str]]] = {}
    if not heads:
        return found
    waiting = Exchange.objects.filter(
        book_id=scope.book_id, direction=Exchange.RECEIVED, asks_thanks=True, thanked_on=None
    ).select_related("person")
    for row in waiting.order_by("-on", "-id"):
        head = row.person.merged_into_id or row.person_id
        if head in heads and len(found.setdefault(head, [])) < _MOST:
            found[head].append((row.on, str(row.uuid), _given(row)))
    return found


def _given(row: Exchange) -> str:
    day: dt.date = days.date_from_day(row.on)
    words = row.text[:120] or str(wording.EXCHANGES.get(row.kind, row.kind))
    return f"{words} ({wording.long_date(day)})"
