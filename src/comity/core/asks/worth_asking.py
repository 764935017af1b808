"""Which of the noticed sentences are put to the user, and about whom: a mail is seen with its people.

What somebody asks or promises counts only where it is said to me; what I promise is for whom I greet, else for the
first whom I address. Who is left in peace (they died, or one stepped back from them) is never asked about.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import NamedTuple
from zlib import crc32

from comity.core.asks import requests
from comity.core.asks.addressing import greeted, named, speaks_to
from comity.core.asks.grammar import LANGUAGES
from comity.core.asks.noticing import USUAL, Ask, Notice, noticed
from comity.core.asks.wording import makes_introduction

MANY = 6
"""Direct addressees from which a mail speaks only to those whom it names."""


class Told(StrEnum):
    """What is proposed. The keys are stored; never rename them."""

    REQUEST = "request"
    MY_PROMISE = "my_promise"
    THEIR_PROMISE = "their_promise"
    THANKS = "thanks"
    """They thank me: for something given."""
    MY_THANKS = "my_thanks"
    """I thank them: for something received that waits for thanks."""
    INTRODUCTION = "introduction"
    NEW_JOB = "new_job"
    PERSONAL_NEWS = "personal_news"


CORRECTED: Mapping[str, tuple[str, ...]] = {
    Told.REQUEST: ("text", "due", "person"),
    Told.MY_PROMISE: ("text", "due", "person"),
    Told.THEIR_PROMISE: ("text", "due", "person"),
    Told.THANKS: ("text", "kind", "person"),
    Told.MY_THANKS: ("exchange",),
    Told.INTRODUCTION: ("text", "person", "with"),
    Told.NEW_JOB: ("title", "organisation"),
    Told.PERSONAL_NEWS: ("text", "due", "person"),
}
"""What the user can correct before a yes: `due` is an ISO date or "" for none, `person` and `with` ids of people,
`exchange` an exchange's, `kind` of what was given."""


class Party(NamedTuple):
    """Somebody in a mail, me left out: a number that names them, what they are called, what may be asked about them.

    direct: they are addressed, not copied; silent: nothing is asked about them; personal: personal news are wanted;
    owed: something from them waits for my thanks; moved: a new job of theirs is proposed, or was, elsewhere.
    """

    number: int
    name: str
    direct: bool = True
    silent: bool = False
    personal: bool = False
    owed: bool = False
    moved: bool = False


class Letter(NamedTuple):
    """A mail with its people.

    writer: None where I wrote it; others: those it goes to, me left out, the addressed before the copied;
    me: what I am called; to_me: I am addressed, not copied; by_list: it came through a mailing list.
    """

    text: str
    at: int
    offset: int | None
    writer: Party | None
    others: tuple[Party, ...]
    me: tuple[str, ...]
    to_me: bool
    by_list: bool


class Worth(NamedTuple):
    """A sentence that is put to the user: what it is taken for, and whom it is about.

    about: the number of the person: who asks, promises, thanks or tells, or whom I promised or thanked;
    of introductions: who makes it, or, where I do, the first of the two; one, other: the two who are introduced, None
    for me (where somebody else introduces) or for whom the mail does not tell.
    """

    kind: Told
    notice: Notice
    about: int
    one: int | None = None
    other: int | None = None


def worth_asking(letter: Letter) -> list[Worth]:
    """What of a mail is put to the user, in the order of its text."""
    if not may_tell(letter):
        return []
    personal = letter.writer is not None and letter.writer.personal
    found = noticed(letter.text, letter.at, letter.offset, kinds=frozenset(Ask) if personal else USUAL)
    rules = _OF_MINE if letter.writer is None else _OF_THEIRS
    asked = [
        worth for notice in found if (rule := rules.get(notice.kind)) and (worth := rule(letter, notice))
    ]
    once: dict[object, Worth] = {}
    for worth in asked:
        once.setdefault(_said_once(worth), worth)
    return list(once.values())


def _said_once(worth: Worth) -> object:
    """What one mail tells once: "Ada, meet Bo. Bo, meet Ada" brings the two together one time."""
    if worth.kind != Told.INTRODUCTION or worth.one is None:
        return worth
    return worth.kind, frozenset((worth.about, worth.one, worth.other))


def may_tell(letter: Letter) -> bool:
    """Whether there is anybody in a mail about whom something may be asked."""
    if letter.writer is None:
        return any(not party.silent for party in letter.others)
    return not letter.writer.silent


def _mine(kind: Told) -> Callable[[Letter, Notice], Worth | None]:
    def rule(letter: Letter, notice: Notice) -> Worth | None:
        about = _meant(letter)
        if about is None or about.silent or (kind == Told.MY_THANKS and not about.owed):
            return None
        return Worth(kind, notice, about.number)

    return rule


def _meant(letter: Letter) -> Party | None:
    """Whom I greet, else the first whom I address; nobody where I write to many."""
    direct = [party for party in letter.others if party.direct] or list(letter.others)
    greeting = greeted(letter.text)
    for place in named(greeting, [party.name for party in letter.others]):
        return letter.others[place]
    return direct[0] if len(direct) < MANY else None


def _theirs(kind: Told) -> Callable[[Letter, Notice], Worth | None]:
    def rule(letter: Letter, notice: Notice) -> Worth | None:
        assert letter.writer is not None
        by_name = letter.by_list or not letter.to_me or sum(p.direct for p in letter.others) >= MANY - 1
        others = [party.name for party in letter.others]
        if not speaks_to(letter.text, notice.sentence, letter.me, others, by_name=by_name):
            return None
        return Worth(kind, notice, letter.writer.number)

    return rule


def _job(letter: Letter, notice: Notice) -> Worth | None:
    writer = letter.writer
    return None if writer is None or writer.moved else Worth(Told.NEW_JOB, notice, writer.number)


def _personal(letter: Letter, notice: Notice) -> Worth | None:
    assert letter.writer is not None
    return Worth(Told.PERSONAL_NEWS, notice, letter.writer.number)


def _introduced(letter: Letter, notice: Notice) -> Worth | None:
    """I bring two together, or somebody brings me together with one; who it is follows from the mail's people."""
    if not makes_introduction(notice.sentence):
        return None
    people = list(letter.others)
    said = f"{greeted(letter.text)} {notice.sentence}"
    places = named(said, [party.name for party in people])
    wanted = 2 if letter.writer is None else 1
    chosen = [people[place] for place in places] if len(places) == wanted else people
    if any(party.silent for party in chosen[:wanted]):
        return None
    if letter.writer is None:
        return _by_me(notice, chosen)
    if len(places) > 1 and not speaks_to(letter.text, notice.sentence, letter.me, (), by_name=True):
        return None
    one = chosen[0].number if len(chosen) == 1 else None
    return Worth(Told.INTRODUCTION, notice, letter.writer.number, one)


def _by_me(notice: Notice, chosen: list[Party]) -> Worth | None:
    """Of two whom I introduce; of more only the first is told, and the user says who else."""
    other = chosen[1].number if len(chosen) == 2 else None
    return Worth(Told.INTRODUCTION, notice, chosen[0].number, chosen[0].number, other)


_OF_MINE: Mapping[Ask, Callable[[Letter, Notice], Worth | None]] = {
    Ask.PROMISE: _mine(Told.MY_PROMISE),
    Ask.THANKS: _mine(Told.MY_THANKS),
    Ask.INTRODUCTION: _introduced,
}
_OF_THEIRS: Mapping[Ask, Callable[[Letter, Notice], Worth | None]] = {
    Ask.REQUEST: _theirs(Told.REQUEST),
    Ask.PROMISE: _theirs(Told.THEIR_PROMISE),
    Ask.THANKS: _theirs(Told.THANKS),
    Ask.INTRODUCTION: _introduced,
    Ask.JOB: _job,
    Ask.PERSONAL: _personal,
}


@cache
def edition() -> int:
    """A number that changes with the model or the grammars, so that mail is read anew by new ones."""
    names = (requests.FILE, *(f"grammar_{code}.json" for code in LANGUAGES))
    return crc32(b"".join(files("comity.core.asks").joinpath(name).read_bytes() for name in names))
