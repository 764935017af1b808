"""A large made-up book for the benchmark of pages, taken in through the store's own doors."""

from __future__ import annotations

import datetime as dt
import itertools
import random
import time
from collections.abc import Iterator, Sequence
from typing import Any

import big_matters

from comity.core.days import day_of
from comity.core.keys import interaction_key
from comity.core.records import Card, Dated, Handle, Kind, Part

ME = "kim.morgan@home.example"
YEARS = 10
_CHUNK = 5000
_GIVEN = (
    "Ada Bela Ciro Dana Edda Finn Gwen Hugo Ines Jana Kaya Lars Mira Nils Olga Pavel Quin Rosa Sven Tara Udo Vera"
).split()
_FAMILY = (
    "Abel Berger Costa Dahl Eriks Falk Garcia Holm Ito Jansen Kovac Lund Moreau Novak Okafor Prado Quist Rossi Silva Toth"
).split()
_LABELS = ("board", "choir", "clients", "conference", "old team", "partners", "press", "studies")
_SYLLABLES = [consonant + vowel for consonant in "bdfklmnrstv" for vowel in "aeiou"]


def named(number: int) -> tuple[str, str]:
    """The name and address of a made-up person."""
    given, family = _GIVEN[number % len(_GIVEN)], _FAMILY[number // len(_GIVEN) % len(_FAMILY)]
    return f"{given} {family}", f"{given.lower()}.{family.lower()}{number}@firm{number % 700}.example"


def words() -> list[str]:
    """The words of all texts: the first are as common as "the", most are rare."""
    chance = random.Random(0)
    return ["".join(chance.choices(_SYLLABLES, k=2 + n % 3)) for n in range(20_000)]


def build(book: int, people: int, interactions: int) -> None:
    """Fill an empty book: people whose contact is spread unevenly over ten years, until now."""
    from comity.store import cards, finishing, owner
    from comity.store.intake import Intake
    from comity.store.models import Batch, BatchFile, Identifier

    now = int(time.time())
    batch = Batch.objects.create(book_id=book, number=1, belongs_to=Batch.MINE)
    file = BatchFile.objects.create(book_id=book, batch=batch, label="made up", source="mbox")
    intake = Intake(book, batch.pk)
    changed = owner.claim(intake, [Handle("email", ME)], now, kind=Identifier.OWN_PERSONAL, by_hand=True)
    flats = _interactions(random.Random(1), people, interactions, now)
    while part := list(itertools.islice(flats, _CHUNK)):
        intake.take(file.pk, part)
    intake.flush_names()
    changed |= cards.take(intake, list(_cards(random.Random(2), people)), now)
    finishing.after_intake(intake, 1, changed, day_of(now))
    Batch.objects.filter(pk=batch.pk).update(state=Batch.DONE, finished_at=dt.datetime.now(dt.UTC))
    big_matters.enter(random.Random(3), book, day_of(now))


def _interactions(chance: random.Random, people: int, count: int, now: int) -> Iterator[tuple[Any, ...]]:
    """Flat interactions in order of time; every tenth answers the one before it with the same person."""
    texts = _texts(chance, 20_000)
    weights = list(itertools.accumulate(1 / (n + 10) ** 0.8 for n in range(people)))
    spans = [_span(chance, now) for _ in range(people)]
    who = chance.choices(range(people), cum_weights=weights, k=count - people) + list(range(people))
    events = sorted((int(chance.uniform(*spans[person])), person) for person in who)
    latest: dict[int, int] = {}
    for number, (at, person) in enumerate(events, 1):
        kind = Kind.MEETING if chance.random() < 0.04 else Kind.MAIL
        parent = latest.get(person, 0) if number % 10 == 0 else 0
        latest[person] = number
        near = [other for _, other in events[max(0, number - 20) : number]]
        text = texts[number % len(texts)]
        yield (
            *(int(kind), interaction_key(at, str(number)), at, 0, None, "", text[:40], text[:200], text),
            *(_parties(chance, kind, person, near), 0, number, parent, number, number),
        )


def _texts(chance: random.Random, count: int) -> list[str]:
    """Sentences of made-up words."""
    known = words()
    weights = list(itertools.accumulate(1 / (n + 3) for n in range(len(known))))
    return [
        " ".join(chance.choices(known, cum_weights=weights, k=25)).capitalize() + "." for _ in range(count)
    ]


def _span(chance: random.Random, now: int) -> tuple[float, float]:
    """From when until when there was contact: half of all ties have gone quiet, a few look a week ahead."""
    whole = YEARS * 365.25 * 86_400
    begun = now - whole * chance.random()
    ended = now + 2 * 86_400 if chance.random() < 0.5 else now - (now - begun) * chance.random()
    return begun, ended


def _parties(
    chance: random.Random, kind: Kind, person: int, near: Sequence[int]
) -> tuple[tuple[int, str, str, str], ...]:
    others = list(dict.fromkeys([person, *chance.choices(near, k=chance.choice((0, 0, 0, 0, 1, 2)))]))
    faces = [named(other) for other in others]
    if kind == Kind.MEETING:
        parts = [int(Part.ORGANIZER)] + [int(Part.ATTENDEE)] * len(faces)
        ordered = [("Kim Morgan", ME), *faces]
    else:
        parts = [int(Part.SENDER), int(Part.TO)] + [int(Part.CC)] * (len(faces) - 1)
        mine = ("Kim Morgan", ME)
        ordered = [mine, *faces] if chance.random() < 0.5 else [faces[0], mine, *faces[1:]]
    return tuple((part, "email", address, name) for part, (name, address) in zip(parts, ordered, strict=True))


def _cards(chance: random.Random, people: int) -> Iterator[Card]:
    """Every third person stands in the address book, with a position, a birthday and a label."""
    for number in range(0, people, 3):
        name, address = named(number)
        given, _, family = name.partition(" ")
        birthday = Dated("birthday", chance.randint(1, 12), chance.randint(1, 28), 1980)
        labels = (chance.choice(_LABELS),) if number % 2 else ()
        place = (f"Firm {number % 700}", "Manager", "", 14_000 + number % 4000)
        values = (("phone", f"+44 20 7946 {number % 10000:04}"),)
        yield Card(
            *((Handle("email", address),), name, given, family, values, *place, (birthday,), labels),
            *(None, None, False, number),
        )
