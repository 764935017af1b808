"""Groups: who is in them, and what they are for."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from comity.answers.known import Known, known
from comity.core.errors import Ambiguous, NotFound
from comity.store.access import Scope
from comity.store.models import Group, GroupMember

SHOWN = 200
MEMBERS = 1000


@dataclass(frozen=True, slots=True)
class GroupLine:
    """A group and its people, in order of name."""

    id: str
    name: str
    kind: str
    aim: str
    members: tuple[Known, ...]


def groups(scope: Scope) -> tuple[GroupLine, ...]:
    """All groups, in order of name."""
    found = list(Group.objects.filter(book_id=scope.book_id).order_by("name", "id")[:SHOWN])
    rows = (
        GroupMember.objects.filter(group__in=found)
        .order_by("id")
        .values_list("group_id", "relationship__person_id")
    )
    belonging = list(rows[:MEMBERS])
    people = known(person for _, person in belonging)
    members: dict[int, dict[int, Known]] = defaultdict(dict)
    for group, person in belonging:
        members[group][people[person].person] = people[person]
    return tuple(
        GroupLine(
            str(row.uuid),
            row.name,
            row.kind,
            row.aim,
            tuple(sorted(members[row.pk].values(), key=lambda who: who.face.name.casefold())),
        )
        for row in found
    )


def find_group(scope: Scope, wanted: str) -> GroupLine:
    """The group of this name, case aside, or id.

    Raises:
        NotFound: none is called so; Ambiguous: several are.
    """
    folded = " ".join(wanted.split()).casefold()
    found = [one for one in groups(scope) if folded in (one.id, one.name.casefold())]
    if not found:
        raise NotFound("group", wanted)
    if len(found) > 1:
        raise Ambiguous(wanted, tuple((one.id, one.name, one.kind) for one in found[:10]))
    return found[0]
