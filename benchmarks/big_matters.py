"""What the user of a large made-up book entered over the years: the more, the closer a person is.

Everybody may have a little of it; the `CLOSE` strongest ties have several rows of each kind, as in a book that is worked
with every day. What is open stays as much as one person can have open.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Any

CLOSE = 1_000
_OPEN, _REMINDERS, _WITH_HOURS, _WITH_TOPICS = 60, 60, 40, 20
_EVENING, _MORNING = 18 * 60, 8 * 60
_WORKDAYS = 0b11111
_YEAR = 365
_FACTS = ("Met at a workshop", "Plays the cello", "Has a daughter at school", "Prefers short mails")
_PROMISES = ("Send the figures", "Read the draft", "Introduce the new colleague", "Book the room")
_TOLD = ("That I may move", "What I think of the merger", "Where I spend the summer")


def enter(chance: random.Random, book: int, today: int) -> None:
    """Fill a book whose people and numbers stand; `today`: a day number."""
    from comity.store.models import Person

    found = Person.objects.filter(book_id=book, is_me=False, merged_into=None).select_related("relationship")
    people = list(found.order_by("-relationship__metrics__strength", "id"))
    _relationships(chance, book, today, people)
    _open_matters(chance, book, today, people)
    _known(chance, book, today, people)
    _lines(book, today, people)


def _apiece(chance: random.Random, people: Sequence[Any], most: int) -> list[tuple[Any, int]]:
    """(person, 0, 1, …): up to `most` times for those who are close, at most once for every other of the rest."""
    counts = [chance.randint(1, most) if n < CLOSE else n % 2 for n in range(len(people))]
    return [(person, time) for person, count in zip(people, counts, strict=True) for time in range(count)]


def _relationships(chance: random.Random, book: int, today: int, people: Sequence[Any]) -> None:
    from comity.core.playbooks import shipped
    from comity.store.models import Role

    keys = sorted(shipped())
    Role.objects.bulk_create(
        Role(book_id=book, relationship=person.relationship, key=key, since=today - chance.randint(100, 2000))
        for person in people[: 3 * CLOSE]
        for key in chance.sample(keys, chance.choice((1, 1, 1, 2)))
    )


def _open_matters(chance: random.Random, book: int, today: int, people: Sequence[Any]) -> None:
    """Promises and what was exchanged: nearly all of it settled; and reminders."""
    from comity.core.reciprocity import KINDS
    from comity.store.models import Commitment, Exchange, Reminder

    promises = []
    for n, (person, _) in enumerate(_apiece(chance, people, 4)):
        is_open = n % 40 == 0 and n < 40 * _OPEN
        made = today - chance.randint(5, 5 * _YEAR if not is_open else 40)
        ended = None if is_open else min(today - 1, made + chance.randint(1, 60))
        promises.append(
            Commitment(
                book_id=book,
                person=person,
                by=chance.choice((Commitment.MINE, Commitment.THEIRS)),
                text=chance.choice(_PROMISES),
                due=made + chance.randint(3, 50),
                made_on=made,
                state=Commitment.OPEN if is_open else chance.choice((Commitment.KEPT, Commitment.BROKEN)),
                closed_on=ended,
            )
        )
    Commitment.objects.bulk_create(promises, batch_size=500)
    exchanges = []
    for n, (person, _) in enumerate(_apiece(chance, people, 4)):
        on = today - chance.randint(1, 5 * _YEAR)
        received = n % 2 == 1
        exchanges.append(
            Exchange(
                book_id=book,
                person=person,
                direction=Exchange.RECEIVED if received else Exchange.GIVEN,
                kind=chance.choice(KINDS),
                text="As agreed",
                on=on,
                asks_thanks=received,
                thanked_on=on if received and n % 80 != 1 else None,
            )
        )
    Exchange.objects.bulk_create(exchanges, batch_size=500)
    Reminder.objects.bulk_create(
        Reminder(book_id=book, person=person, text="Send the figures", due=today + n - 5)
        for n, person in enumerate(people[:_REMINDERS])
    )


def _known(chance: random.Random, book: int, today: int, people: Sequence[Any]) -> None:
    """Facts, and what was told to people."""
    from comity.core.disclosures import MYSELF, digest
    from comity.store.models import Disclosure, Fact

    Fact.objects.bulk_create(
        (
            Fact(book_id=book, person=person, text=_FACTS[n], noted_on=today - chance.randint(1, 900))
            for person, n in _apiece(chance, people, len(_FACTS))
        ),
        batch_size=500,
    )
    Disclosure.objects.bulk_create(
        (
            Disclosure(
                book_id=book,
                person=person,
                about=MYSELF,
                topic="plans",
                text=_TOLD[n],
                depth=n,
                on=today - chance.randint(1, 900),
                digest=digest(_TOLD[n]),
                recorded_at=today * 86_400,
            )
            for person, n in _apiece(chance, people[: 2 * CLOSE], len(_TOLD))
        ),
        batch_size=500,
    )


def _lines(book: int, today: int, people: Sequence[Any]) -> None:
    """Boundaries: my evenings, to everybody; hours of some people, topics of others, and a role's."""
    from comity.core.boundaries import Kind
    from comity.store.models import Boundary

    hours = {"kind": Kind.HOURS, "from_minute": _MORNING, "to_minute": _EVENING, "weekdays": _WORKDAYS}
    common: dict[str, Any] = {"book_id": book, "since": today - _YEAR}
    rows = [
        Boundary(**common, **hours, side=Boundary.MINE),
        Boundary(**common, side=Boundary.MINE, kind=Kind.ANSWER, role="client", answer_hours=48),
    ]
    rows += [
        Boundary(**common, **hours, side=Boundary.THEIRS, person=person, zone=("", "Europe/Berlin")[n % 2])
        for n, person in enumerate(people[:_WITH_HOURS])
    ]
    rows += [
        Boundary(**common, side=Boundary.THEIRS, person=person, kind=Kind.TOPIC, words="health\npolitics")
        for person in people[:_WITH_TOPICS]
    ]
    Boundary.objects.bulk_create(rows)
