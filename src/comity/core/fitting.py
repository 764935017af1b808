"""Who might be the better one to ask, by the words of a question: a small, open ranking."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

MOST_WORDS = 12
"""Words of a question that are looked for at the most, the longest first."""
_LEAST = 4
"""Letters that a word must have to say anything."""
_WORD = re.compile(r"[^\W\d_][\w+#.-]{2,30}")
_SAY_LITTLE = frozenset(
    """
    about after again also anyone anybody because been before being best both could days dear does doing done each even
    ever every find from give good have hello help here into just know like look made make many maybe meet more most much
    need next once only other over people person please quick regards review same send should shall some somebody
    someone something soon such take thank thanks that their them then there these they thing this those time today
    tomorrow until very want week well were what when where which while will with within work would write year your
    aber alle auch bitte dann danke dass dein deine denn diese dieser doch eine einen einer eines etwas ganz gerne habe
    haben helfen hier ihnen ihre immer jemand kann kannst keine koennen können könnte könnten lieber mehr meine mich mein
    nach nicht noch oder ohne schon sehr sein seine sich sind über unser unsere viel viele wann weil welche wenn werden wird
    wieder woche wollen würde würden zwischen
    """.split()
)


class Held(NamedTuple):
    """Something that a person has to do with: kind (skill, title, tag, …) and its text; strength: of the tie."""

    person: int
    uuid: str
    name: str
    kind: str
    text: str
    strength: float


class Chosen(NamedTuple):
    """Somebody who fits, with the (kind, text) pairs that say why."""

    person: int
    uuid: str
    name: str
    why: tuple[tuple[str, str], ...]


_WORTH = {"skill": 4, "title": 3, "fact": 2, "tag": 2, "department": 2, "organisation": 1}
_REASONS = 3


def words(text: str, most: int = MOST_WORDS) -> tuple[str, ...]:
    """The words of a question that may name what it is about, in lower case and without a plural's s."""
    found = (word.strip(".-+#").lower() for word in _WORD.findall(text))
    kept = dict.fromkeys(_singular(word) for word in found if word not in _SAY_LITTLE)
    return tuple(sorted((word for word in kept if len(word) >= _LEAST), key=len, reverse=True)[:most])


def _singular(word: str) -> str:
    return word[:-1] if len(word) > _LEAST and word.endswith("s") and not word.endswith("ss") else word


def ranked(held: Iterable[Held], wanted: Iterable[str], limit: int) -> tuple[Chosen, ...]:
    """The people who fit best: for each word the most telling thing counts; then the stronger tie, then the name."""
    looked_for = tuple(wanted)
    people: dict[int, list[Held]] = {}
    for one in held:
        people.setdefault(one.person, []).append(one)
    scored = []
    for person, things in people.items():
        worth = {thing: _matched(thing, looked_for) for thing in things}
        score = sum(
            max((_WORTH[thing.kind] for thing in things if word in worth[thing]), default=0)
            for word in looked_for
        )
        telling = sorted(
            (thing for thing in things if worth[thing]), key=lambda t: (-_WORTH[t.kind], t.kind, t.text)
        )
        if score:
            why = tuple(dict.fromkeys((thing.kind, thing.text) for thing in telling))[:_REASONS]
            first = things[0]
            scored.append((-score, -first.strength, first.name, Chosen(person, first.uuid, first.name, why)))
    return tuple(chosen for *_, chosen in sorted(scored)[:limit])


def _matched(thing: Held, wanted: tuple[str, ...]) -> frozenset[str]:
    text = thing.text.lower()
    return frozenset(word for word in wanted if word in text)
