"""What a user does in a book, written down by handle, so that it can be done again in another book.

An act falls on the person row behind a handle: where a file merged several, on the one that is shown. `done`
names that one's own handle, and the other book sees the act done to that very handle.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any, NamedTuple

from hypothesis import strategies as st

from comity.actions import interactions, merging, people, proposals, reminders, values
from comity.actions.dates import add_date
from comity.core.errors import Invalid, WrongState
from comity.core.records import Kind
from comity.store import noticed
from comity.store.access import Scope
from comity.store.models import Identifier, Person, Proposal
from tests.made_up import PEOPLE, TODAY, on_day

_OF_TWO = ("merge", "same", "different")
_LEAVES_NOTHING = ("follow", "different")
"""Acts that add nothing: on people whom only an undone import knew they leave no trace."""
ADDRESSES = tuple(address for _, address in PEOPLE[:5])


class Act(NamedTuple):
    """What is done, to the people behind one or two addresses, and with which words."""

    what: str
    who: str
    other: str
    words: str


def acts() -> st.SearchStrategy[list[Act]]:
    """A few things that a user does."""
    one = st.builds(
        Act,
        st.sampled_from(sorted(ACTS)),
        st.sampled_from(ADDRESSES),
        st.sampled_from(ADDRESSES),
        st.sampled_from(["Quilt", "Ines V", "+49 30 7", "lantern"]),
    )
    return st.lists(one, min_size=1, max_size=8)


def do(scope: Scope, act: Act) -> Act | None:
    """Do this; returns what was done, by the handles of those it fell upon, or None where nobody is there."""
    with on_day(TODAY):
        who, other = holder(scope, act.who), holder(scope, act.other)
        if who is None or other is None:
            return None
        try:
            ACTS[act.what](scope, who, other, act.words)
        except (Invalid, WrongState):
            return None
        return act._replace(who=_handle(who), other=_handle(other))


def do_again(scope: Scope, act: Act) -> None:
    """Do in this book what was done in another, to the people of these very handles, entered where they are new."""
    with on_day(TODAY):
        for address in (act.who, act.other) if act.what in _OF_TWO else (act.who,):
            if holder(scope, address) is None and act.what in _LEAVES_NOTHING:
                return
            if holder(scope, address) is None:
                people.add_person(scope, name="", email=address)
        who = holder(scope, act.who)
        assert who is not None
        ACTS[act.what](scope, who, holder(scope, act.other) or who, act.words)


def holder(scope: Scope, address: str) -> Person | None:
    """Who is shown for an address; None for nobody and for the owner."""
    found = Identifier.objects.filter(book_id=scope.book_id, kind="email", value=address).first()
    person = found.person if found else None
    head = person.merged_into or person if person else None
    return None if head is None or head.is_me else head


def _handle(person: Person) -> str:
    address = Identifier.objects.filter(person=person, kind="email").order_by("id").first()
    assert address is not None
    return address.value


Do = Callable[[Scope, Person, Person, str], Any]


def _id(person: Person) -> str:
    return str(person.uuid)


def _seed(person: Person) -> int:
    return merging.seed_of(person).pk


def _called(scope: Scope, who: Person, other: Person, words: str) -> None:
    when = dt.datetime(2024, 9, 3, 12, tzinfo=dt.UTC)
    interactions.record(scope, [_id(who)], kind=Kind.CALL.name.lower(), at=when, subject=words, text="")


def _propose(scope: Scope, kind: str, key: str, evidence: dict[str, Any]) -> str | None:
    noticed.write(scope.book_id, [noticed.Noticed(kind, key, evidence, 0.9, None)])
    row = Proposal.objects.get(book_id=scope.book_id, kind=kind, key=key)
    return str(row.uuid) if row.state == Proposal.OPEN else None


def _same(answer: str) -> Do:
    def act(scope: Scope, who: Person, other: Person, words: str) -> None:
        if who == other:
            raise Invalid("people", "", "the same")
        left, right = sorted((_seed(who), _seed(other)))
        evidence = {"left": left, "right": right, "evidence": [["name_part", "a", "b", 4.0]]}
        proposal = _propose(scope, noticed.SAME_PERSON, noticed.pair_key(left, right), evidence)
        if proposal is None:
            raise WrongState("proposal", "answered")
        proposals.decide(scope, proposal, answer)

    return act


def _detail(field: str) -> Do:
    def act(scope: Scope, who: Person, other: Person, words: str) -> None:
        seed = _seed(who)
        evidence = {"identifier": seed, "field": field, "value": words, "line": words, "at": 1_725_000_000}
        proposal = _propose(scope, noticed.DETAIL, noticed.value_key(seed, field, words), evidence)
        if proposal is None:
            raise WrongState("proposal", "answered")
        proposals.accept(scope, proposal)

    return act


def _reconsider(scope: Scope, who: Person, other: Person, words: str) -> None:
    _detail("title")(scope, who, other, words)
    row = Proposal.objects.get(
        book_id=scope.book_id, key=noticed.value_key(_seed(who), "title", words), state=Proposal.ACCEPTED
    )
    proposals.reopen(scope, str(row.uuid))


ACTS: dict[str, Do] = {
    "note": lambda scope, who, other, words: people.add_fact(scope, _id(who), words),
    "tag": lambda scope, who, other, words: people.add_tag(scope, _id(who), words),
    "role": lambda scope, who, other, words: people.add_role(scope, _id(who), "mentor", None, None),
    "relationship": lambda scope, who, other, words: people.set_relationship(scope, _id(who), note=words),
    "name": lambda scope, who, other, words: people.edit_person(scope, _id(who), name=words),
    "work": lambda scope, who, other, words: people.edit_person(scope, _id(who), organisation=words),
    "title": lambda scope, who, other, words: people.edit_person(scope, _id(who), title=words),
    "phone": lambda scope, who, other, words: values.choose_value(scope, _id(who), "phone", words),
    "birthday": lambda scope, who, other, words: values.choose_value(
        scope, _id(who), "birthday", "[5, 6, 1970]"
    ),
    "follow": lambda scope, who, other, words: values.follow_sources(scope, _id(who), "name"),
    "date": lambda scope, who, other, words: add_date(scope, _id(who), words, 3, 4, None),
    "reminder": lambda scope, who, other, words: reminders.add_reminder(
        scope, words, dt.date(2024, 12, 1), _id(who)
    ),
    "call": _called,
    "merge": lambda scope, who, other, words: merging.merge_people(scope, [_id(who), _id(other)]),
    "split": lambda scope, who, other, words: merging.split_person(scope, _id(who)),
    "same": _same("yes"),
    "different": _same("no"),
    "detail phone": _detail("phone"),
    "detail title": _detail("title"),
    "detail organisation": _detail("organisation"),
    "reconsider": _reconsider,
}
