"""Where each value of a person comes from, which others there are, and who was merged into them and why."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext

from comity.answers import proposals, wording
from comity.answers.review_shapes import Candidate, FieldSources, Origin, Part
from comity.answers.shapes import PersonPage
from comity.answers.subject import Meant, Subject, subject
from comity.core import names
from comity.store import said
from comity.store.access import Scope
from comity.store.models import Claim, Person
from comity.store.queries import merges, provenance
from comity.store.queries.provenance import Handle, Said

_SINGLE = ("name", "organisation", "title", "birthday")
_CHOSEN = (*_SINGLE, "email", "phone", "url")
_ORDER = (*_CHOSEN, "address", "nickname")
_UNREADABLE = ("entry", "uid", "card")
"""Kinds of handles that say nothing to people: numbers by which files tell their entries apart."""
_WITHOUT_CARDS = ("mbox", "eml", "maildir", "icalendar")
"""What files are recognised as that hold no cards."""
_SHOWN = 30
"""Candidates shown of one field."""


@dataclass(frozen=True, slots=True)
class _Told:
    """One source of one value: in words, whether it is the user, and what decides between values."""

    field: str
    value: str
    words: str
    by_user: bool
    rank: tuple[int, int]


def origin(scope: Scope, page: PersonPage, who: Meant = "") -> Origin:
    """Where the values of a person's page come from, who was merged into them, and what waits to be decided.

    who: the person of the page, where they were looked up already.

    Raises:
        NotFound: they are no longer there.
    """
    about = subject(scope, who or page.row.face.id)
    held = about.handles
    waiting, away = proposals.about(scope, [(h.id, h.kind, h.value) for h in held])
    parts = _parts(about.person, about.members, held)
    return Origin(_sources(scope, page, about, held), parts, waiting, away)


def _sources(scope: Scope, page: PersonPage, about: Subject, held: list[Handle]) -> tuple[FieldSources, ...]:
    """Every value with all that was said of it, the one shown first."""
    claims = about.claims
    formats = provenance.sources_of(c.batch for c in claims if c.batch)
    told = [*_from_claims(scope, claims, formats), *_by_hand(scope, about)]
    told += _addresses(scope, held, claims, formats)
    told = _taken_over(scope, held, told)
    shown = _shown(page, told)
    gathered: dict[str, dict[str, list[_Told]]] = defaultdict(lambda: defaultdict(list))
    for one in sorted(told, key=lambda t: t.rank, reverse=True):
        gathered[one.field][one.value].append(one)
    dead = {c.identifier: c.value for c in claims if c.field == said.DEAD and c.batch is None}
    dead_words = {h.value: _dead(scope, dead[h.id]) for h in held if h.id in dead}
    return tuple(
        _field(field, gathered[field], shown.get(field, ""), dead_words if field == "email" else {})
        for field in _ORDER
        if field in gathered
    )


def _field(field: str, candidates: dict[str, list[_Told]], shown: str, dead: dict[str, str]) -> FieldSources:
    values = sorted(candidates, key=lambda value: value != shown)
    found = tuple(
        Candidate(
            value=value,
            words=_words_of(field, value),
            shown=value == shown,
            by_user=any(t.by_user for t in candidates[value]),
            sources=tuple(dict.fromkeys(t.words for t in candidates[value])),
            dead=dead.get(value, ""),
        )
        for value in values[:_SHOWN]
    )
    chosen = any(t.by_user for told in candidates.values() for t in told)
    return FieldSources(field, found, chosen, field in _CHOSEN)


def _words_of(field: str, value: str) -> str:
    if field != "birthday":
        return value
    return wording.yearly(*json.loads(value))


def _from_claims(scope: Scope, claims: list[Said], formats: dict[int, list[str]]) -> list[_Told]:
    told = []
    for claim in claims:
        words = _source_words(scope, claim, formats)
        by_user, rank = claim.batch is None, (claim.origin, claim.at)
        for field, value in _values(claim):
            told.append(_Told(field, value, words, by_user, rank))
    return told


def _values(claim: Said) -> list[tuple[str, str]]:
    """The fields that a claim speaks of, and what it says of each."""
    if claim.field == "position":
        position = json.loads(claim.value)
        return [(field, position[field]) for field in ("organisation", "title") if position[field]]
    if claim.field == "date":
        what, *day = json.loads(claim.value)
        return [("birthday", json.dumps(day))] if what == "birthday" else []
    return [(claim.field, claim.value)] if claim.field in _ORDER and claim.value else []


def _by_hand(scope: Scope, about: Subject) -> list[_Told]:
    told = []
    for organisation, title, at in provenance.positions_by_hand(about.rows("position")):
        words = _you(scope, at)
        for field, value in (("organisation", organisation), ("title", title)):
            if value:
                told.append(_Told(field, value, words, True, (int(Claim.USER), at)))
    for n, date in enumerate(provenance.birthdays_by_hand(about.rows("birthday"))):
        told.append(_Told("birthday", json.dumps(date), gettext("you"), True, (int(Claim.USER), -n)))
    return told


def _addresses(
    scope: Scope, held: list[Handle], claims: list[Said], formats: dict[int, list[str]]
) -> list[_Told]:
    """Addresses with the cards that list them, and the first thing in which they were seen."""
    owned = {h.id: h.value for h in held if h.kind == "email"}
    first = provenance.first_seen(list(owned))
    told = []
    for claim in claims:
        address = owned.get(claim.identifier)
        if address and claim.field in ("listed", said.PREFERRED):
            words = _source_words(scope, claim, formats)
            told.append(_Told("email", address, words, claim.batch is None, (claim.origin, claim.at)))
    for identifier, address in owned.items():
        if identifier in first:
            at, number, _ = first[identifier]
            words = gettext("first seen on %(day)s, import %(number)d") % {
                "day": _day(scope, at),
                "number": number,
            }
            told.append(_Told("email", address, words, False, (0, -at)))
        elif not any(t.value == address for t in told):
            told.append(_Told("email", address, gettext("you"), False, (0, 0)))
    return told


def _taken_over(scope: Scope, held: list[Handle], told: list[_Told]) -> list[_Told]:
    """What the user took from a signature says so."""
    taken = provenance.taken(scope.book_id, (h.id for h in held)) if any(t.by_user for t in told) else {}
    words = gettext("you, from a mail of %(day)s")
    return [
        _Told(t.field, t.value, words % {"day": _day(scope, taken[t.field, t.value])}, True, t.rank)
        if t.by_user and (t.field, t.value) in taken
        else t
        for t in told
    ]


def _shown(page: PersonPage, told: list[_Told]) -> dict[str, str]:
    """The value of each field that the page shows, or shows first."""
    shown: dict[str, str] = {}
    for one in sorted(told, key=lambda t: t.rank):
        shown[one.field] = one.value
    row = page.row
    shown |= {"name": row.face.name, "organisation": row.organisation, "title": row.title}
    shown["email"] = row.emails[0] if row.emails else ""
    return shown


def _dead(scope: Scope, claimed: str) -> str:
    """Since when an address does not work any more, and why."""
    told: dict[str, Any] = json.loads(claimed)
    at = int(told.get("at") or 0)
    since = (
        gettext("does not work since %(day)s") % {"day": _day(scope, at)} if at else gettext("does not work")
    )
    return ": ".join(filter(None, (since, str(told.get("why") or told.get("status") or ""))))


def _source_words(scope: Scope, claim: Said, formats: dict[int, list[str]]) -> str:
    if claim.batch is None or claim.started is None:
        return _you(scope, claim.at)
    kinds = [kind for kind in formats.get(claim.batch, []) if kind not in _WITHOUT_CARDS]
    where = {
        "files": ", ".join(wording.source(kind) for kind in kinds[:2]),
        "number": claim.number,
        "day": wording.long_date(claim.started.date()),
    }
    if claim.origin == Claim.SELF:
        return gettext("as they write it themselves, import %(number)d, %(day)s") % where
    if claim.origin == Claim.OTHERS:
        return gettext("as others write it, import %(number)d, %(day)s") % where
    if not where["files"]:
        return gettext("import %(number)d, %(day)s") % where
    return gettext("%(files)s, import %(number)d, %(day)s") % where


def _you(scope: Scope, at: int) -> str:
    return gettext("you, %(day)s") % {"day": _day(scope, at)}


def _day(scope: Scope, at: int) -> str:
    return wording.long_date(scope.moment(at).date())


def _parts(person: Person, everybody: list[int], held: list[Handle]) -> tuple[Part, ...]:
    """Everybody merged into a person, each with what holds them to the others."""
    if len(everybody) == 1:
        return ()
    handles: dict[int, list[str]] = defaultdict(list)
    for handle in held:
        if handle.kind not in _UNREADABLE:
            handles[handle.person].append(handle.value)
    called = _called(everybody)
    uuids = dict(Person.objects.filter(pk__in=everybody).values_list("id", "uuid"))
    reasons: dict[int, list[str]] = defaultdict(list)
    for link in merges.links_among(everybody):
        for one, other in ((link.left_person, link.right_person), (link.right_person, link.left_person)):
            reasons[one].append(_reason(link, ", ".join(handles[other][:1]) or called.get(other, "")))
    merged = sorted((p for p in everybody if p != person.pk), key=lambda p: (handles[p], p))
    return tuple(
        Part(
            str(uuids[p]),
            called.get(p, "") or next(iter(handles[p]), wording.face_name("")),
            tuple(handles[p]),
            tuple(dict.fromkeys(reasons[p])),
        )
        for p in merged
    )


def _called(everybody: list[int]) -> dict[int, str]:
    """What each would be called alone, by the claims on their own handles."""
    said_of: dict[int, list[names.Claim]] = defaultdict(list)
    origins = {1: names.Origin.OTHERS, 2: names.Origin.SELF, 3: names.Origin.CARD, 4: names.Origin.USER}
    found = Claim.objects.filter(identifier__person__in=everybody, field="name")
    for holder, value, origin, at in found.values_list("identifier__person_id", "value", "origin", "last_at"):
        said_of[holder].append(names.Claim(value, origins[origin], at))
    return {holder: names.best_name(claims, "") for holder, claims in said_of.items()}


def _reason(link: merges.Held, other: str) -> str:
    day = {"day": wording.long_date(link.at.date()), "other": other}
    if link.batch is None:
        return gettext("you merged them with %(other)s, %(day)s") % day
    return gettext("on one card with %(other)s, import %(number)d, %(day)s") % (day | {"number": link.batch})
