"""What of a line is to be kept: its items as the user corrected them, and what has to be answered first.

Answers and corrections are one mapping. `who:12` and `day:30` answer questions of the text (`understand`);
`promise:27.due` corrects a field of the item that begins at character 27 (`fields`), and `promise:27.out` with any
value leaves the item out.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from comity.core.days import day_from_date
from comity.core.errors import Invalid
from comity.core.sayit.fields import Tokens, fields_of, key_of, with_value
from comity.core.sayit.people import People
from comity.core.sayit.reading import understand
from comity.core.sayit.results import (
    ME,
    Choice,
    Exchange,
    Fact,
    Happening,
    Introduction,
    Item,
    Promise,
    Question,
    Reminder,
    Understanding,
    Who,
)

OUT = "out"
MOST_ITEMS = 40
"""Items of one line; a line that says more is refused as a whole."""
_AT_EDGES = " \n\t,;–—-"


@dataclass(frozen=True, slots=True)
class Part:
    """An item as corrected, under the key that corrections use; out: it is not to be kept."""

    key: str
    item: Item
    out: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A line as understood and corrected.

    parts: every item; people: whom their numbers mean, those whom corrections named at the end;
    questions: those that what is to be kept leaves open, and those for what it lacks.
    """

    text: str
    understood: Understanding
    parts: tuple[Part, ...]
    people: tuple[Who, ...]
    questions: tuple[Question, ...]

    @property
    def items(self) -> tuple[Item, ...]:
        """What is to be kept."""
        return tuple(part.item for part in self.parts if not part.out)


def line(text: str, today: dt.date, people: People, answers: Mapping[str, str] | None = None) -> Line:
    """Understand a line, and apply what the user said of it.

    Raises:
        Invalid: a correction is no value of its field, or the line says too much.
    """
    given = answers or {}
    understood = understand(text, today, people, given)
    if len(understood.items) > MOST_ITEMS:
        raise Invalid("text", text[:80], "it says too much for one line; record it in several")
    tokens = Tokens(understood.people)
    parts = tuple(
        Part(key_of(item), _corrected(item, given, tokens), bool(given.get(f"{key_of(item)}.{OUT}")))
        for item in _with_rest(understood)
    )
    whole = Line(text, understood, parts, tuple(tokens.who), ())
    return replace(whole, questions=_open(whole, today))


def stretches(whole: Line) -> dict[str, str]:
    """The words that belong to each happening, by its key: from its first word to the next one's, so that none is lost."""
    found = [part for part in whole.parts if isinstance(part.item, Happening) and not part.out]
    starts = [0, *(part.item.start for part in found[1:]), len(whole.text)]
    return {
        part.key: whole.text[starts[place] : starts[place + 1]].strip(_AT_EDGES)
        for place, part in enumerate(found)
    }


def sentence_of(whole: Line, item: Item) -> str:
    """The words an item came from: its clause, or the whole line where nothing else keeps what it does not say."""
    if any(isinstance(one, Happening) for one in whole.items):
        return " ".join(whole.text[item.start : item.end].split())
    return " ".join(whole.text.split())


def told_with(whole: Line, ids: Sequence[str]) -> dict[str, str]:
    """Answers by which these people are those whom the line leaves open, or took part where it names nobody.

    Each answers the first question it is a choice of, else the first about a person; whoever is left joins the first
    happening.
    """
    waiting = [question for question in whole.questions if question.asks == "who"]
    answers: dict[str, str] = {}
    for fitting in (True, False):
        for id in [one for one in ids if one not in answers.values()]:
            chosen = next((q for q in waiting if not fitting or id in {c.value for c in q.choices}), None)
            if chosen is not None:
                waiting.remove(chosen)
                answers[chosen.key] = id
    rest = [id for id in ids if id not in answers.values()]
    first = next((part for part in whole.parts if isinstance(part.item, Happening)), None)
    if rest and first is not None:
        who = Tokens(whole.people).written(first.item.who) if isinstance(first.item, Happening) else ""
        key = f"{first.key}.who"
        answers[key] = "|".join(filter(None, (answers.get(key, who), *rest)))
    return answers


def people_of(item: Item) -> tuple[int, ...]:
    """Everybody an item is about, me left out."""
    if isinstance(item, Introduction):
        everybody: tuple[int, ...] = (item.by, *item.one, *item.other)
        return tuple(dict.fromkeys(place for place in everybody if place != ME))
    return tuple(place for place in item.who if place != ME)


def pairs_of(item: Introduction) -> tuple[tuple[int, int], ...]:
    """Who is to meet whom, me second; nobody meets themselves, nor whoever makes it somebody."""
    found: dict[frozenset[int], tuple[int, int]] = {}
    for one in item.one:
        for other in item.other:
            if one != other and item.by not in (one, other):
                found.setdefault(frozenset((one, other)), (other, one) if one == ME else (one, other))
    return tuple(found.values())


def _corrected(item: Item, given: Mapping[str, str], tokens: Tokens) -> Item:
    key = key_of(item)
    for field in fields_of(item):
        value = given.get(f"{key}.{field.name}")
        if value is not None:
            item = with_value(item, field, value, tokens)
    return item


def _with_rest(understood: Understanding) -> Iterable[Item]:
    """Where only reminders and facts were understood, what was not stays with the last of them."""
    items = list(understood.items)
    keep_words = any(isinstance(item, (Happening, Promise, Exchange, Introduction)) for item in items)
    if items and understood.note and not keep_words:
        last = items[-1]
        assert isinstance(last, (Reminder, Fact))
        items[-1] = replace(last, text=" – ".join(filter(None, (last.text, *understood.note))))
    return items


def _open(whole: Line, today: dt.date) -> tuple[Question, ...]:
    """Questions of the text that matter to what is kept, and what it lacks, in the order of the text."""
    keys = {key for item in whole.items for key in _asked(item, whole.people)}
    found = [question for question in whole.understood.questions if question.key in keys]
    for part in whole.parts:
        if not part.out:
            found += _lacking(part.key, part.item, today)
    return tuple(sorted(found, key=lambda question: question.start))


def _asked(item: Item, people: Sequence[Who]) -> Iterable[str]:
    """The keys of all that an item leaves open; "" among them."""
    for place in people_of(item):
        yield people[place].key
    for name in ("when", "due"):
        if moment := getattr(item, name, None):
            yield from (moment.key, moment.time_key)
    if isinstance(item, Exchange):
        yield item.key


def _lacking(key: str, item: Item, today: dt.date) -> Iterable[Question]:
    """Questions for what an item cannot be kept without."""
    if isinstance(item, Introduction):
        if not pairs_of(item):
            yield Question(f"{key}.other", "who", item.start, item.end, "between-whom", ())
    elif isinstance(item, Reminder):
        if item.due.day is None and not item.due.key:
            yield Question(f"{key}.due", "day", item.start, item.end, "when-to-remind", _soon(today))
    elif not people_of(item) and not (isinstance(item, Fact) and item.becomes and ME in item.who):
        reason = "with-whom" if isinstance(item, Happening) else "about-whom"
        yield Question(f"{key}.who", "who", item.start, item.end, reason, ())


def _soon(today: dt.date) -> tuple[Choice, ...]:
    """Tomorrow, the next Monday, and in four weeks."""
    ahead = (1, 7 - today.weekday(), 28)
    days = dict.fromkeys((today + dt.timedelta(step)).isoformat() for step in ahead)
    return tuple(Choice(day, day) for day in days)


def is_plan(item: Happening, today: dt.date) -> bool:
    """Whether it lies ahead."""
    return item.when.day is not None and item.when.day > day_from_date(today)
