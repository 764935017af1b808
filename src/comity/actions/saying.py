"""Say it once: everything that one line says, understood for a preview and stored in one step.

What was stored is taken back by `actions.unsaying`.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from django.db import transaction

from comity.actions import (
    commitments,
    dates,
    exchanges,
    interactions,
    introductions,
    positions,
    said_at,
    unsaying,
)
from comity.actions.finding import person_of
from comity.actions.merging import seed_of, settle
from comity.actions.people import add_fact, add_person
from comity.actions.reminders import add_reminder
from comity.core import sayit
from comity.core.days import date_from_day, day_from_date
from comity.core.errors import Invalid
from comity.core.hearsay import heard
from comity.core.records import Kind
from comity.core.sayit import ME, Line
from comity.store import owner
from comity.store.access import Scope
from comity.store.models import Commitment, Fact, Identifier, Person
from comity.store.queries import called

LONGEST = 20_000
"""Characters of a line."""
_MEETS = (Kind.MEETING, Kind.EVENT)
"""What is planned as a meeting where it lies ahead; anything else that does is a reminder."""


@dataclass(frozen=True, slots=True)
class Made:
    """A row that a line made.

    what: interaction, plan, promise, exchange, introduction, reminder, fact, position, date, event, guest or person;
    id: to take it back by; part: the key of the part of the line it comes from; of a person, of the answer that says
    who they are.
    """

    what: str
    id: str
    part: str


@dataclass(frozen=True, slots=True)
class Said:
    """A line, and what was stored of it: nothing while it leaves questions open."""

    line: Line
    made: tuple[Made, ...]


def understand(scope: Scope, text: str, answers: Mapping[str, str] | None = None) -> Line:
    """What a line says, for a preview; nothing is stored.

    answers: to its questions, and corrections (`core.sayit.correcting`).

    Raises:
        Invalid: a correction is no value of its field, or the line is too long or says too much.
    """
    if len(text) > LONGEST:
        raise Invalid("text", text[:80], f"it has more than {LONGEST} characters")
    today = scope.today()
    people = called.people_of(scope.book_id, day_from_date(today))
    return sayit.line(text, today, people, answers)


def say(scope: Scope, text: str, answers: Mapping[str, str] | None = None) -> Said:
    """Store all that a line says, at once or not at all; nothing while it leaves questions open.

    Raises:
        Invalid: it says nothing that can be kept, or see `understand`; NotFound: an answer names nobody of this book.
    """
    line = understand(scope, text, answers)
    if line.questions:
        return Said(line, ())
    if not line.items:
        raise Invalid("text", text[:80], "it names nobody in this book, and nothing to do")
    with transaction.atomic():
        return Said(line, tuple(_Storing(scope, line).made))


class _Storing:
    """Stores the parts of one line; `made` grows in the order of the text, new people first."""

    def __init__(self, scope: Scope, line: Line) -> None:
        self.scope, self.line, self.today = scope, line, scope.today()
        self.made: list[Made] = []
        self.words = sayit.stretches(line)
        self.people = self._everybody()
        self.passed: list[tuple[str, frozenset[int]]] = []
        verbs: dict[str, Callable[[str, sayit.Item], Iterator[tuple[str, str]]]] = {
            "happening": self._happening,
            "promise": self._promise,
            "exchange": self._exchange,
            "introduction": self._introduction,
            "reminder": self._reminder,
            "fact": self._fact,
        }
        kept = [part for part in line.parts if not part.out]
        for part in sorted(kept, key=lambda part: not isinstance(part.item, sayit.Happening)):
            verb = verbs[sayit.name_of(part.item)]
            self.made += [Made(what, id, part.key) for what, id in verb(part.key, part.item)]

    def _everybody(self) -> dict[int, Person]:
        """The people of the line, those who are new entered first."""
        places = dict.fromkeys(place for item in self.line.items for place in sayit.people_of(item))
        found: dict[int, Person] = {}
        for place in places:
            who = self.line.people[place]
            id = who.id
            if not id:
                id = add_person(self.scope, name=who.name)
                self.made.append(Made("person", id, who.told))
            found[place] = person_of(self.scope, id, by_hand=True)
        return found

    def _id(self, place: int) -> str:
        return str(self.people[place].uuid)

    def _happening(self, key: str, item: sayit.Item) -> Iterator[tuple[str, str]]:
        assert isinstance(item, sayit.Happening)
        words = self.words[key]
        plan = sayit.is_plan(item, self.today)
        people = [self.people[place] for place in sayit.people_of(item)]
        if plan and item.kind not in _MEETS:
            due, at = self._date(item.when.day), self._hour(item.when)
            yield "reminder", add_reminder(self.scope, words, due, str(people[0].uuid), at=at)
            return
        if item.event and not plan:
            yield from self._met(item, people, words)
            return
        kind = Kind.MEETING if plan else item.kind
        moment = sayit.instant(item.when, self.scope.moment(int(time.time())))
        subject, day_only = " ".join(words.split())[:200], not sayit.hour_told(item.when)
        id = interactions.enter(self.scope, people, kind, moment, subject, words, day_only=day_only)
        self.passed.append((id, frozenset(person.pk for person in people)))
        yield "plan" if plan else "interaction", id

    def _met(self, item: sayit.Happening, people: list[Person], words: str) -> Iterator[tuple[str, str]]:
        """At an event: it is found or made, and everybody who was met is its guest."""
        for what, id, met in said_at.meet(self.scope, item.event, self._date(item.when.day), people, words):
            if met is not None:
                self.passed.append((met, frozenset(person.pk for person in people)))
            yield what, id

    def _promise(self, key: str, item: sayit.Item) -> Iterator[tuple[str, str]]:
        assert isinstance(item, sayit.Promise)
        for place in sayit.people_of(item):
            id = commitments.promise(
                self.scope,
                self._id(place),
                item.text,
                by=Commitment.MINE if item.mine else Commitment.THEIRS,
                due=None if item.due.day is None else date_from_day(item.due.day),
                made_on=self._past(item.when.day, place),
                sentence=sayit.sentence_of(self.line, item),
                interaction=self._source(place),
            )
            yield "promise", id

    def _exchange(self, key: str, item: sayit.Item) -> Iterator[tuple[str, str]]:
        assert isinstance(item, sayit.Exchange)
        for place in sayit.people_of(item):
            id = exchanges.note(
                self.scope,
                self._id(place),
                given=item.given,
                kind=item.worth,
                text=item.text,
                on=self._past(item.when.day, place),
                sentence=sayit.sentence_of(self.line, item),
                interaction_id=self._source(place),
            )
            yield "exchange", id

    def _introduction(self, key: str, item: sayit.Item) -> Iterator[tuple[str, str]]:
        assert isinstance(item, sayit.Introduction)
        for one, other in sayit.pairs_of(item):
            day = self._past(item.when.day, *sayit.people_of(item))
            id = introductions.add(
                self.scope,
                self._id(one),
                None if other == ME else self._id(other),
                None if item.by == ME else self._id(item.by),
                on=day,
                asked_by_me=item.step == "asked",
                sentence=sayit.sentence_of(self.line, item),
                interaction_id=self._source(*sayit.people_of(item)),
            )
            for step in _steps(item, other):
                introductions.step(self.scope, id, step, day)
            yield "introduction", id

    def _reminder(self, key: str, item: sayit.Item) -> Iterator[tuple[str, str]]:
        assert isinstance(item, sayit.Reminder)
        about = next((self._id(place) for place in sayit.people_of(item)), None)
        due, at = self._date(item.due.day), self._hour(item.due)
        yield "reminder", add_reminder(self.scope, item.text, due, about, at=at)

    def _fact(self, key: str, item: sayit.Item) -> Iterator[tuple[str, str]]:
        assert isinstance(item, sayit.Fact)
        if heard(self.line.text, item.start, item.end):
            yield from self._hearsay(item)
            return
        if item.becomes == sayit.POSITION:
            yield from self._position(item)
            return
        if item.becomes == sayit.LEFT:
            yield from self._left(item)
        for place in sayit.people_of(item):
            if item.becomes == sayit.DATE:
                month, day, year = sayit.yearly(item.value("date"))
                id = dates.add_date(self.scope, self._id(place), dates.BIRTHDAY, month, day, year)
                yield "date", unsaying.id_of_date(id)
                continue
            sensitivity = Fact.PRIVATE if item.private else Fact.OPEN
            yield "fact", add_fact(self.scope, self._id(place), item.text, sensitivity)

    def _hearsay(self, item: sayit.Fact) -> Iterator[tuple[str, str]]:
        """What was only heard stays words, marked so: it becomes no position and no date."""
        for place in sayit.people_of(item):
            sensitivity = Fact.PRIVATE if item.private else Fact.OPEN
            yield "fact", add_fact(self.scope, self._id(place), item.text, sensitivity, hearsay=True)

    def _position(self, item: sayit.Fact) -> Iterator[tuple[str, str]]:
        people = [self.people[place] for place in sayit.people_of(item)]
        if ME in item.who:
            people.append(owner.person_of_owner(self.scope.book_id))
        for person in people:
            made = positions.begin(person, item.value("organisation"), item.value("title"), None)
            if made is not None:
                handles = Identifier.objects.filter(person=person)
                settle(self.scope, handles.values_list("id", flat=True))
                yield "position", unsaying.id_of_position(made.pk)

    def _left(self, item: sayit.Fact) -> Iterator[tuple[str, str]]:
        """What they hold there ends; the words are kept beside it, for all that is not known here."""
        until = item.value("until")
        day = dt.date.fromisoformat(until) if until else self.today
        for person in (self.people[place] for place in sayit.people_of(item)):
            of = seed_of(person)
            for row in positions.held_at(person, item.value("organisation")):
                claim = positions.end(row, of, day_from_date(day))
                yield "position", unsaying.id_of_ended(row.pk, claim)
            settle(self.scope, Identifier.objects.filter(person=person).values_list("id", flat=True))

    def _source(self, *places: int) -> str | None:
        """The interaction of this line in which one of these took part, else its first, else none."""
        wanted = {self.people[place].pk for place in places}
        with_them = (id for id, people in self.passed if not wanted.isdisjoint(people))
        return next(with_them, next((id for id, _ in self.passed), None))

    def _hour(self, when: sayit.Moment) -> dt.datetime | None:
        """The instant that was said; None where only a day was."""
        now = self.scope.moment(int(time.time()))
        return sayit.instant(when, now) if sayit.hour_told(when) else None

    def _date(self, day: int | None) -> dt.date:
        return self.today if day is None else date_from_day(day)

    def _past(self, day: int | None, *places: int) -> dt.date:
        """The day on which something was said or given: as told, else that of the meeting with one of them, never ahead."""
        if day is None:
            happenings = (item for item in self.line.items if isinstance(item, sayit.Happening))
            day = next((item.when.day for item in happenings if not set(places).isdisjoint(item.who)), None)
        return min(self._date(day), self.today)


def _steps(item: sayit.Introduction, other: int) -> Iterator[str]:
    """The steps that were taken already: whoever asks me for it agrees, and one that was made had both agree."""
    made = item.step == "made"
    if made or (item.step == "asked" and item.by == ME):
        yield "one_agreed"
    if made:
        yield from ("other_agreed", "made")
