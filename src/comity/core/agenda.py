"""What stands on the day's short list, and in which order: pure decisions about what was found.

The order is one rule, so that it can be explained: first what others were promised, then what is due because one set
it oneself, what is to be prepared, who waits for an answer or for thanks, occasions to celebrate, what would be lost
without a follow-up, people who grow silent, what could help somebody, and last what can wait (`Band`). Within a band
the oldest or the most established first.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Set
from enum import IntEnum
from hashlib import blake2s
from typing import Any, NamedTuple

from comity.core.introductions import Life, Step

LEAST, USUAL, MOST = 3, 7, 20
"""How many things the user may choose to see before "more", and how many there are unless they do."""
ABOUT_ONE = 2
"""Things about one person that are listed; further ones are folded into the last of these."""

_KEY = re.compile(r"([a-z_]{1,40})-([0-9a-f]{32})(?:-(-?\d{1,9}))?\Z")
_LETTERS = "abcdefghjkmnpqrstuvwxyz023456789"
"""None that is easily mistaken for another."""

PROMISED_AHEAD = 1
"""Days before it is due from which a promise of mine, or something to deliver, is shown."""
PAY_AHEAD = 3
"""Days before it is due from which an invoice to be paid is shown."""
OVERDUE_FOR = 90
"""Days after its day for which something not done is still asked for; then it is history, not a task."""
NO_DAY_AFTER = 14
"""Days after a promise without a day was made from which it is shown."""
ANSWER_FOR = 45
"""Days for which a request, or being asked for feedback, waits on the list."""
THANK_FOR = 30
"""Days for which thanks are owed on the list; later they would only be strange."""
MET_WITHIN = 14
"""Days after a first meeting, or an event, in which a missing follow-up is shown."""
PREPARE_AHEAD = 1
"""Days ahead whose meetings and sessions are to be prepared."""
EVENT_AHEAD = 7
"""Days before an event from which it is to be prepared."""
RENEWAL_AHEAD = 30
"""Days before an engagement's renewal from which it is to be prepared."""
NOW_AND_THEN_FOR = 7
"""Days for which what a role suggests now and then is shown, each time."""
SHARE_FOR = 30
"""Days for which something that could help somebody waits to be shared."""
QUIET_FOR = 7
"""Days, from the day on which something about a person was done or left out, for which their silence is not told: the
user has just had them in mind, and is not to be nagged about them."""
DATE_AHEAD = 3
"""Days before a birthday or another date from which it is shown, unless the date says otherwise."""
DATE_AHEAD_MOST = 60
"""The greatest lead that a date may ask for."""


class Band(IntEnum):
    """Why something is on the list, in the order of the list."""

    PROMISED = 1
    """Others were promised it: a promise of mine, something to deliver, an invoice to pay."""
    DUE = 2
    """Due because I set it myself: reminders, steps towards a goal."""
    PREPARE = 3
    """Meetings, sessions, events and renewals ahead."""
    ANSWER = 4
    """Somebody waits for me: requests, thanks owed, introductions that are my turn, feedback asked of me."""
    CELEBRATE = 5
    """Birthdays, anniversaries and other dates."""
    FOLLOW_UP = 6
    """What would be lost: people just met, promises to me that are overdue, introductions that are stuck."""
    REACH_OUT = 7
    """People who grow silent. Nothing of it is asked for where something of the first four is, about the same person."""
    SHARE = 8
    """Something that could help somebody."""
    LOOK = 9
    """What can wait: proposals to be looked through."""


class Leads(NamedTuple):
    """Days before their day from which things are shown that a role's playbook may show earlier.

    renewal_client, renewal_provider: of engagements of each side; session_mentor, session_mentee: of mentoring in which
    I am that.
    """

    pay: int = PAY_AHEAD
    renewal_client: int = RENEWAL_AHEAD
    renewal_provider: int = RENEWAL_AHEAD
    session_mentor: int = PREPARE_AHEAD
    session_mentee: int = PREPARE_AHEAD


class Matter(NamedTuple):
    """One thing that could stand on the list. A tuple, since a large book has a thousand of them.

    kind, subject: what it is and what it is about (32 hexadecimal digits); what is never to come again is remembered
    by these two; occasion: the day or year that this time rests on, None where the subject has only one;
    urgency: orders within the band, the smallest first; name: orders what is as urgent; person: whom it is about, "" for
    nobody; detail: what it takes to put it in words.
    """

    band: int
    kind: str
    subject: str
    occasion: int | None
    urgency: int
    name: str
    person: str
    detail: Any

    @property
    def lasting(self) -> str:
        """Names the kind and the subject, whatever the occasion."""
        return f"{self.kind}-{self.subject}"

    @property
    def key(self) -> str:
        """Names it with its occasion."""
        lasting = f"{self.kind}-{self.subject}"
        return lasting if self.occasion is None else f"{lasting}-{self.occasion}"


class Placed(NamedTuple):
    """A matter on the list, and how many more about the same person are folded into it."""

    matter: Matter
    folded: int


class Agenda(NamedTuple):
    """The list: what is shown, and how many things wait behind it."""

    shown: tuple[Placed, ...]
    more: int


def occasion_of(life: Life) -> int:
    """Where an introduction stands, as an occasion: its last day, and how many steps it has taken."""
    return life.last_day * 10 + sum(life.on(step) is not None for step in Step)


class Named(NamedTuple):
    """What a key names: its kind, the 32 hexadecimal digits of its subject, the occasion or None."""

    kind: str
    subject: str
    occasion: int | None


def named(key: str) -> Named | None:
    """What a key names; None for what is no key."""
    found = _KEY.match(key)
    if found is None:
        return None
    kind, subject, occasion = found.groups()
    return Named(kind, subject, None if occasion is None else int(occasion))


def handle(key: str) -> str:
    """A short name of an item for typing: four letters or digits that follow from its key."""
    digest = int.from_bytes(blake2s(key.encode(), digest_size=4).digest())
    return "".join(_LETTERS[digest >> shift & 31] for shift in (0, 5, 10, 15))


def arrange(
    found: Iterable[Matter], limit: int, *, hidden: Set[str] = frozenset(), busy: Set[str] = frozenset()
) -> Agenda:
    """The list of at most `limit` things, in the order of `Band`; the same whatever order they were found in.

    hidden: keys of what is done, put off or dismissed, and lasting keys of what is never to come again;
    busy: people with whom a meeting is near, or something ended lately, of whom silence is not told.

    A subject stands on the list once for each kind. About one person there are at most `ABOUT_ONE` things; others are
    folded into the last of these. What was put off still keeps the person's silence untold: it is not asked for twice.
    """
    ordered = sorted(found, key=_order)
    answer, reach_out = int(Band.ANSWER), int(Band.REACH_OUT)
    spoken_of = {*busy, *(matter.person for matter in ordered if matter.band <= answer)} - {""}
    about: dict[str, int] = {}
    listed: list[Matter] = []
    seen: set[tuple[str, str]] = set()
    for matter in ordered:
        band, kind, about_what, _, _, _, person, _ = matter
        subject = kind, about_what
        if subject in seen or (band == reach_out and person in spoken_of):
            continue
        if hidden and (matter.key in hidden or matter.lasting in hidden):
            continue
        seen.add(subject)
        if person:
            times = about[person] = about.get(person, 0) + 1
            if times > ABOUT_ONE:
                continue
        listed.append(matter)
    return Agenda(tuple(_placed(listed[:limit], about)), max(0, len(listed) - limit))


def _placed(listed: Iterable[Matter], about: Mapping[str, int]) -> Iterator[Placed]:
    """What is listed, the further things about a person folded into the last one that is."""
    so_far: Counter[str] = Counter()
    for matter in listed:
        so_far[matter.person] += 1
        last = bool(matter.person) and so_far[matter.person] == ABOUT_ONE
        yield Placed(matter, max(0, about[matter.person] - ABOUT_ONE) if last else 0)


def _order(matter: Matter) -> tuple[int, int, str, str, str, str, int]:
    band, kind, subject, occasion, urgency, name, person, _ = matter
    return (band, urgency, name, kind, subject, person, -1 if occasion is None else occasion)
