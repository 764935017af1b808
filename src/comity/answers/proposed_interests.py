"""Interests and ties that the book leads to propose: former employers, and family that cards or Monica name.

Nothing is stored of a proposal but a "no" (`actions.interests.decline`); a yes notes the interest or the tie.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from uuid import NAMESPACE_DNS, NAMESPACE_OID, uuid5

from django.db.models import Q
from django.utils.translation import gettext

from comity.answers import conflict_words as words
from comity.answers import wording
from comity.core import days
from comity.store.access import Scope
from comity.store.cards import folded
from comity.store.models import Attention, Claim, Fact, Identifier, Interest, Person, Position, Tie

MOST = 20
_MOST_FACTS = 5000
_TOLD = re.compile(r"([^\W\d_][\w '/-]{1,30}): ([^\n(]{2,200})")
_FAMILY: Mapping[str, str] = {
    **dict.fromkeys(
        ("spouse", "partner", "husband", "wife", "fiance", "ehemann", "ehefrau", "ehepartner", "lover"), "spouse"
    ),
    **dict.fromkeys(("parent", "mother", "father", "mutter", "vater", "stepparent"), "parent"),
    **dict.fromkeys(("child", "son", "daughter", "kind", "sohn", "tochter", "stepchild"), "child"),
    **dict.fromkeys(("sibling", "brother", "sister", "bruder", "schwester"), "sibling"),
    **dict.fromkeys(
        ("kin", "relative", "uncle", "aunt", "uncle/aunt", "nephew", "niece", "nephew/niece", "cousin", "grandparent",
         "grandchild", "godfather", "godson"),
        "relative",
    ),
}  # fmt: skip
"""What cards (RFC 6350, section 6.6.6, and several programs) and Monica call family, to kinds of ties."""


@dataclass(frozen=True, slots=True)
class Proposed:
    """A proposal. key: names it for a "no"; what: interest or tie; because: where it comes from; kind, one, other,
    organisation, since, until: what a yes would note (ids of people; for an interest `one` is whom it is in)."""

    key: str
    what: str
    words: str
    because: str
    kind: str
    one: str = ""
    other: str = ""
    organisation: str = ""
    since: dt.date | None = None
    until: dt.date | None = None


def proposed(scope: Scope) -> tuple[Proposed, ...]:
    """What is proposed now, at most `MOST`; what is noted already, or was declined, is not."""
    declined = set(
        Attention.objects.filter(
            Q(key__startswith="interest-") | Q(key__startswith="tie-"),
            book_id=scope.book_id,
            act=Attention.NEVER,
        ).values_list("key", flat=True)
    )
    found: dict[str, Proposed] = {}
    for one in (*_former_employers(scope), *_family(scope)):
        if one.key not in declined and len(found) < MOST:
            found.setdefault(one.key, one)
    return tuple(found.values())


def _former_employers(scope: Scope) -> Iterator[Proposed]:
    """Organisations at which I held a position that is over, and those of addresses that an employer took back."""
    today = days.day_from_date(scope.today())
    noted = set(
        Interest.objects.filter(book_id=scope.book_id, kind="past_employer").values_list(
            "organisation__key", flat=True
        )
    )
    me = Q(person__is_me=True) | Q(person__merged_into__is_me=True)
    mine = Position.objects.filter(me, book_id=scope.book_id, organisation__isnull=False)
    held = list(
        mine.values_list("organisation__uuid", "organisation__name", "organisation__key", "since", "until")
    )
    still = {key for _, _, key, _, until in held if until is None or until > today}
    for uuid, name, key, since, until in sorted(held, key=lambda row: -(row[4] or 0)):
        if until is not None and until <= today and key not in noted | still:
            yield _employer(uuid.hex, name, since, until, gettext("It is in your own positions."))
    own = Identifier.objects.filter(
        book_id=scope.book_id, own=Identifier.OWN_EMPLOYER, own_until__lte=today, kind="email"
    )
    for address, since, until in own.values_list("value", "own_from", "own_until"):
        domain = address.rpartition("@")[2]
        name = _at(scope, domain) or domain
        if folded(name) not in noted | still:
            because = gettext("Your address %(address)s was an employer’s.") % {"address": address}
            yield _employer(uuid5(NAMESPACE_DNS, domain).hex, name, since, until, because)


def _employer(id: str, name: str, since: int | None, until: int | None, because: str) -> Proposed:
    said = gettext("%(name)s: a past employer") % {"name": name}
    began, ended = wording.day(since), wording.day(until)
    return Proposed(
        f"interest-{id}",
        "interest",
        said,
        because,
        "past_employer",
        organisation=name,
        since=began,
        until=ended,
    )


def _at(scope: Scope, domain: str) -> str:
    """The organisation at which most people with an address of a domain work, "" if none is known."""
    people = Identifier.objects.filter(
        book_id=scope.book_id, kind="email", own=0, value__endswith=f"@{domain}", person__isnull=False
    )
    known = Position.objects.filter(
        book_id=scope.book_id, person__in=people.values("person_id"), organisation__isnull=False
    )
    counted = Counter(known.values_list("organisation__name", flat=True)[:_MOST_FACTS])
    return max(counted, key=lambda name: (counted[name], name), default="")


def _family(scope: Scope) -> Iterator[Proposed]:
    """What files told of family, where exactly one person of the book is called so."""
    read = [
        (kind, name.strip(), head or person)
        for text, person, head in _told(scope)
        if (found := _TOLD.match(text))
        for kind, name in ((_FAMILY.get(found[1].strip().casefold()), found[2]),)
        if kind is not None
    ]
    if not read:
        return
    called = _called(scope, {name for _, name, _ in read})
    known = _people(scope, {person for *_, person in read} | set(called.values()))
    noted = _noted(scope)
    for kind, name, person in dict.fromkeys(read):
        other = called.get(name)
        if other is not None and other != person and frozenset((other, person)) not in noted:
            yield _relative(kind, known[other], known[person])


def _told(scope: Scope) -> Iterator[tuple[str, int, int | None]]:
    """(text, person, whoever they were merged into) of facts that files told, and of notes on cards."""
    facts = Fact.objects.filter(book_id=scope.book_id, batch__isnull=False, text__contains=": ")
    yield from facts.order_by("id").values_list("text", "person_id", "person__merged_into_id")[:_MOST_FACTS]
    notes = Claim.objects.filter(
        book_id=scope.book_id,
        batch__isnull=False,
        field="note",
        value__contains=": ",
        identifier__person__isnull=False,
    )
    yield from notes.order_by("id").values_list(
        "value", "identifier__person_id", "identifier__person__merged_into_id"
    )[:_MOST_FACTS]


def _relative(kind: str, one: tuple[str, str, bool], other: tuple[str, str, bool]) -> Proposed:
    """`one` is the `kind` of `other`: an interest of mine where one of them is me, else a tie."""
    because = gettext("A contact file says so.")
    key = uuid5(NAMESPACE_OID, f"{kind} {one[0]} {other[0]}").hex
    if one[2] or other[2]:
        theirs = other if one[2] else one
        near = kind if kind == "relative" else "family"
        said = gettext("%(name)s: %(kind)s") % {"name": theirs[1], "kind": str(words.INTERESTS[near])}
        return Proposed(f"interest-{key}", "interest", said, because, near, one=theirs[0])
    said = gettext("%(one)s: %(kind)s of %(other)s")
    said %= {"one": one[1], "kind": str(words.TIES[kind]), "other": other[1]}
    return Proposed(f"tie-{key}", "tie", said, because, kind, one=one[0], other=other[0])


def _called(scope: Scope, names: Iterable[str]) -> dict[str, int]:
    """Names to the one person who is called so; a name of several is nobody's. My own is among them."""
    found: dict[str, set[int]] = {}
    wanted = {name.casefold(): name for name in names}
    people = Person.objects.filter(book_id=scope.book_id, merged_into=None, name__in=list(wanted.values()))
    for id, name in people.values_list("id", "name"):
        found.setdefault(wanted[name.casefold()], set()).add(id)
    return {name: ids.pop() for name, ids in found.items() if len(ids) == 1}


def _people(scope: Scope, ids: Iterable[int]) -> dict[int, tuple[str, str, bool]]:
    """(id outside, name, whether it is me) of people."""
    rows = Person.objects.filter(book_id=scope.book_id, pk__in=list(ids))
    return {
        id: (str(uuid), wording.face_name(name), is_me)
        for id, uuid, name, is_me in rows.values_list("id", "uuid", "name", "is_me")
    }


def _noted(scope: Scope) -> set[frozenset[int]]:
    """Pairs of people between whom something is noted; I am the number of my own row."""
    pairs = Tie.objects.filter(book_id=scope.book_id, other__isnull=False).values_list(
        "one_id", "one__merged_into_id", "other_id", "other__merged_into_id"
    )
    found = {frozenset((head or one, other_head or other)) for one, head, other, other_head in pairs}
    me = (
        Person.objects.filter(book_id=scope.book_id, is_me=True, merged_into=None)
        .values_list("id", flat=True)
        .first()
    )
    mine = Interest.objects.filter(book_id=scope.book_id, person__isnull=False)
    if me is not None:
        found |= {
            frozenset((me, head or person))
            for person, head in mine.values_list("person_id", "person__merged_into_id")
            if person
        }
    return found
