"""A person about whom many things are asked at once, such as for their page: looked up once for all of them."""

from __future__ import annotations

import time
from dataclasses import dataclass

from comity.answers.finding import find
from comity.answers.people import counted_until
from comity.core import days
from comity.core.errors import NotFound
from comity.store import said
from comity.store.access import Scope
from comity.store.models import Person
from comity.store.queries import person as query
from comity.store.queries import provenance
from comity.store.queries.provenance import Handle, Said

CLAIMED = (
    "name",
    "phone",
    "url",
    "address",
    "nickname",
    "note",
    "position",
    "date",
    "listed",
    said.DEAD,
    said.PREFERRED,
)
"""What is told of a person by claims, and shown of them."""


@dataclass(frozen=True, slots=True)
class Subject:
    """Who is shown, with their relationship and its numbers.

    coverage: until when contact of each kind is known (`people.covered_day`), the numbers having been brought to this
    day; members: the rows of the person and of everybody merged into them; has: of `queries.person.HELD`, the names of what
    there is anything of, so that nothing is asked of tables that hold nothing about them; handles: all identifiers of
    these rows; claims: what is said of them (`CLAIMED`).
    """

    person: Person
    coverage: dict[int, int]
    members: list[int]
    has: frozenset[str]
    handles: list[Handle]
    claims: list[Said]

    @property
    def id(self) -> str:
        """The id of the person shown."""
        return str(self.person.uuid)

    def rows(self, what: str) -> list[int]:
        """`members` where there is anything of this, else nobody."""
        return self.members if what in self.has else []


Meant = Subject | str
"""A person who was looked up already, or the id of one."""


def subject(scope: Scope, who: Meant) -> Subject:
    """The person meant by an id, an address or a name.

    Raises:
        NotFound: nobody fits; Ambiguous: several do.
    """
    if isinstance(who, Subject):
        return who
    coverage = counted_until(scope, days.day_of(int(time.time())))
    person = find(scope, who)
    members, has = query.held_about(person.pk)
    handles, claims = provenance.handles(members), provenance.claims(members, CLAIMED)
    return Subject(person, coverage, members, has, handles, claims)


def rows_about(scope: Scope, who: Meant, what: str) -> list[int]:
    """The rows of a person by whom to look for something (see `Subject.rows`); none for nobody."""
    try:
        return subject(scope, who).rows(what)
    except NotFound:
        return []
