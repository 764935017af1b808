"""A made-up book, and what was understood as one comparable line of text."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from comity.core.days import day_from_date
from comity.core.sayit import (
    ME,
    NOBODY,
    Candidate,
    Exchange,
    Fact,
    Happening,
    Introduction,
    Item,
    Moment,
    People,
    Promise,
    Reminder,
    Understanding,
)

TODAY = dt.date(2026, 5, 13)
"""A Wednesday."""

BOOK = (
    Candidate("ada", ("Ada Moreno",)),
    Candidate("bo", ("Bo Larsen",)),
    Candidate("cleo", ("Cleo Winter",), roles=("mentor",)),
    Candidate("dave", ("David Stein",), ("Dave",)),
    Candidate("liz", ("Elizabeth Moore",)),
    Candidate("anna-k", ("Anna Keller",)),
    Candidate("anna-v", ("Anna Vogt",)),
    Candidate("tom-r", ("Tom Reed",)),
    Candidate("tom-b", ("Tom Baker",)),
    Candidate("zofie", ("Žofie Nová",)),
    Candidate("jan", ("Jan van der Berg",)),
    Candidate("marta", ("Marta Silva",), roles=("manager",)),
    Candidate("will", ("Will Hope",)),
    Candidate("sam", ("Sam Slack",)),
    Candidate("kofi", ("Kofi Mensah",), roles=("client",)),
    Candidate("peter", ("Peter Koch",), roles=("client",)),
    Candidate("lena", ("Lena Brandt",), roles=("mentee",)),
    Candidate("grace", ("Grace Park",)),
    Candidate("mark", ("Mark Olsen",)),
    Candidate("priya", ("Priya Nair",)),
    Candidate("lukas", ("Lukas Braun",)),
    Candidate("yusuf", ("Yusuf Demir",)),
    Candidate("maria-1", ("Maria Costa",)),
    Candidate("maria-2", ("Maria Costa",)),
)
PEOPLE = People(BOOK)


def shown(understood: Understanding) -> str:
    """Every item and the note; what is asked stands in braces with its choices."""
    items = [_item(item, understood) for item in understood.items]
    if understood.note:
        items.append("note: " + " | ".join(understood.note))
    return " ; ".join(items)


def _item(item: Item, whole: Understanding) -> str:
    match item:
        case Happening():
            event = f" [{item.event}]" if item.event else ""
            return f"{item.what}: {_people(item.who, whole) or '-'}{_moment(item.when, whole)}{event}"
        case Promise(mine=True):
            return f"I owe {_people(item.who, whole)}: {item.text}{_moment(item.due, whole)}{_made(item.when, whole)}"
        case Promise():
            return f"{_people(item.who, whole)} owes: {item.text}{_moment(item.due, whole)}{_made(item.when, whole)}"
        case Exchange():
            worth = item.worth or "{worth}"
            done = "gave" if item.given else "got"
            return f"{done} {worth} {_people(item.who, whole)}: {item.text}{_moment(item.when, whole)}"
        case Introduction():
            sides = f"{_people(item.one, whole)} + {_people(item.other, whole)}"
            return f"intro {item.step} {_people((item.by,), whole)}: {sides}{_moment(item.when, whole)}"
        case Reminder():
            who = f" [{_people(item.who, whole)}]" if item.who else ""
            return f"remind: {item.text}{who}{_moment(item.due, whole)}"
        case Fact():
            values = ", ".join(f"{name}={value}" for name, value in item.values)
            return f"fact {item.topic} {_people(item.who, whole)}: {item.text}" + (
                f" ({values})" if values else ""
            )


def _people(who: Iterable[int], whole: Understanding) -> str:
    return ", ".join("me" if one == ME else _person(one, whole) for one in who)


def _person(one: int, whole: Understanding) -> str:
    who = whole.people[one]
    if who.key:
        return "{" + "|".join(_choices(who.key, whole)) + "}"
    return who.id or f"+{who.name}"


def _choices(key: str, whole: Understanding) -> list[str]:
    (question,) = [question for question in whole.questions if question.key == key]
    values = [choice.value.replace("new:", "?") for choice in question.choices if choice.value != NOBODY]
    return sorted(values, key=lambda value: (value.startswith("?"), value))


def _moment(moment: Moment, whole: Understanding) -> str:
    words = []
    if moment.key:
        days = sorted(int(value) - _today() for value in _choices(moment.key, whole))
        words.append("{" + "|".join(_signed(day) for day in days) + "}")
    elif moment.day is not None:
        words.append(_signed(moment.day - _today()))
    if moment.time_key:
        words.append(
            "{" + "|".join(_clock(int(v)) for v in sorted(_choices(moment.time_key, whole), key=int)) + "}"
        )
    elif moment.minute is not None:
        words.append(_clock(moment.minute))
    elif moment.part:
        words.append(moment.part)
    return " @" + " ".join(words) if words else ""


def _made(moment: Moment, whole: Understanding) -> str:
    told = _moment(moment, whole)
    return f" made{told}" if told else ""


def _today() -> int:
    return day_from_date(TODAY)


def _signed(day: int) -> str:
    return f"{day:+}" if day else "0"


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"
