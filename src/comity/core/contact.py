"""Who had contact with the owner through an interaction, and in which direction.

The rules, from how people use mail: what I send is contact with those I address; what is sent to me by
name is contact with its sender, not with the others it names. On a mailing list that holds too, and an
answer is contact with whom it answers. Bulk and automatic mail, and meetings that did not take place,
are contact with nobody.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum

from comity.core.records import Flag, Kind, Part

NONE, IN, OUT, BOTH = 0, 1, 2, 3

ROOM = 50
"""Attendees from which a meeting is an audience and no longer contact with each of them."""

_SILENT = int(Flag.BULK | Flag.AUTOMATIC | Flag.OFF | Flag.PLANNED)
_ADDRESSED = frozenset(map(int, (Part.TO, Part.CC, Part.BCC, Part.ANSWERED)))
_TOGETHER = frozenset(map(int, (Kind.MEETING, Kind.CALL, Kind.EVENT, Kind.NOTE)))


class Whose(IntEnum):
    """To whom a handle belonged when it was used: nobody (lists, shared, machines), me, a person."""

    NOBODY = 0
    ME = 1
    PERSON = 2


_ME, _PERSON, _SENDER, _PRESENT = int(Whose.ME), int(Whose.PERSON), int(Part.SENDER), int(Part.PRESENT)
_INVITED = int(Part.INVITED)
"""Plain numbers: looking up a member of an enumeration costs more than all the rest."""


def contacts(
    kind: int, flags: int, parts: Sequence[int], whose: Sequence[int], answers_me: bool
) -> list[int]:
    """For each party whether it was contact: 0 none, 1 from them, 2 from me, 3 both.

    Args:
        parts, whose: `Part` and `Whose` of each party, aligned;
        answers_me: whether it answers something that I wrote.
    """
    found = [NONE] * len(parts)
    if flags & _SILENT or not (answers_me or _ME in whose):
        return found
    if kind in _TOGETHER or _PRESENT in parts:
        if len(parts) <= ROOM and any(w == _ME and p != _INVITED for p, w in zip(parts, whose, strict=True)):
            return [
                BOTH if w == _PERSON and p != _INVITED else NONE for p, w in zip(parts, whose, strict=True)
            ]
        return found
    if _SENDER not in parts:
        return found
    sender = parts.index(_SENDER)
    if whose[sender] == _ME:
        for i, part in enumerate(parts):
            if part in _ADDRESSED and whose[i] == _PERSON:
                found[i] = OUT
    elif whose[sender] == _PERSON:
        named = any(owner == _ME and part in _ADDRESSED for part, owner in zip(parts, whose, strict=True))
        if named or answers_me:
            found[sender] = IN
    return found
