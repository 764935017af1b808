"""What a line says, in words: its parts, its questions with their choices, and whom they mean."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.formats import date_format, time_format
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as later

from comity.answers import wording
from comity.core import sayit
from comity.core.days import date_from_day, day_from_date
from comity.core.hearsay import heard
from comity.core.sayit import ME, NEW, NOBODY, Line, Moment, Question
from comity.store.access import Scope
from comity.store.models import Person
from comity.store.queries.people import emails, positions

_REASONS: Mapping[str, str | Promise] = {
    "several-fit": later("Whom do you mean by “%(words)s”?"),
    "other-surname": later("Is “%(words)s” somebody you know, or somebody new?"),
    "unknown-name": later("Who is “%(words)s”?"),
    "nobody-in-this-role": later("Nobody in your book is “%(words)s”. Who is it?"),
    "nobody-named": later("Who is it in “%(words)s”?"),
    "this-week-or-another": later("Which day is “%(words)s”?"),
    "which-day-of-the-week": later("Which day was it, “%(words)s”?"),
    "no-such-day": later("There is no “%(words)s”: which day was it?"),
    "day-or-month-first": later("Which day is “%(words)s”?"),
    "morning-or-afternoon": later("What time is “%(words)s”?"),
    "which-kind-of-worth": later("What was “%(words)s”?"),
    "with-whom": later("It names nobody in this book: with whom was “%(words)s”?"),
    "about-whom": later("Whom is it about, “%(words)s”?"),
    "between-whom": later("Who is to meet whom, “%(words)s”?"),
    "when-to-remind": later("When do you want to be reminded, “%(words)s”?"),
}
"""Every reason that `core.sayit` has for asking."""
_MOST_WORDS = 60


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer: what to hand back, what to show, and what tells it from others of the same name, or ""."""

    value: str
    label: str
    hint: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A question in words. asks: who, day, time or worth; without choices anybody may be meant."""

    key: str
    asks: str
    words: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody of the line: the key under which another answer is given, the id or "", the name, whether they are new
    to the book, and whether it is still asked who they are."""

    told: str
    id: str
    name: str
    is_new: bool
    is_open: bool


@dataclass(frozen=True, slots=True)
class Told:
    """A part of the line in words; what: `happening`, `plan`, `promise`, …; out: it is left out."""

    key: str
    what: str
    words: str
    out: bool


@dataclass(frozen=True, slots=True)
class Worded:
    """A line in words; people in the order of the numbers that its parts use."""

    people: tuple[Named, ...]
    parts: tuple[Told, ...]
    questions: tuple[Asked, ...]


def worded(scope: Scope, line: Line) -> Worded:
    """All of a line in words. What is in the book of whom it speaks is looked up in a query or two."""
    ids = {who.id for who in line.people if who.id}
    asked = {choice.value for q in line.questions if q.asks == "who" for choice in q.choices}
    known = _known(scope, ids | asked)
    hints = _hints(scope, [id for id in asked if id in known], known)
    people = tuple(
        Named(
            who.told,
            who.id,
            known[who.id][1] if who.id in known else who.name or who.said,
            not who.id and not who.key,
            bool(who.key),
        )
        for who in line.people
    )
    parts = tuple(_told(line, part, people, scope.today()) for part in line.parts)
    names = {id: name for id, (_, name) in known.items()}
    return Worded(people, parts, tuple(_question(line, one, names, hints) for one in line.questions))


def _told(line: Line, part: sayit.Part, people: Sequence[Named], today: dt.date) -> Told:
    """A part in words; what was only heard says so, and is kept as a fact that is none."""
    what, said = what_of(part.item, today), words_of(part.item, people, today)
    if isinstance(part.item, sayit.Fact) and heard(line.text, part.item.start, part.item.end):
        what, said = "fact", gettext("hearsay %(said)s") % {"said": said}
    return Told(part.key, what, said, part.out)


def what_of(item: sayit.Item, today: dt.date) -> str:
    """What is stored of a part: `happening`, `plan`, `promise`, `exchange`, `introduction`, `reminder`, `fact`,
    `position` or `date`."""
    if isinstance(item, sayit.Fact) and item.becomes:
        return sayit.POSITION if item.becomes == sayit.LEFT else item.becomes
    if isinstance(item, sayit.Happening) and sayit.is_plan(item, today):
        return "plan"
    return sayit.name_of(item)


def words_of(item: sayit.Item, people: Sequence[Named], today: dt.date) -> str:
    """A part in words, such as "meeting with Ada Moreno on Tuesday, 12 May 2026"."""
    write: dict[type[sayit.Item], Callable[..., str]] = {
        sayit.Happening: _happening,
        sayit.Promise: _promise,
        sayit.Exchange: _exchange,
        sayit.Introduction: _introduction,
        sayit.Reminder: _reminder,
        sayit.Fact: _fact,
    }
    return write[type(item)](item, people, today)


def full_date(date: dt.date) -> str:
    """A date with its weekday: "Friday, 15 May 2026"."""
    return gettext("%(weekday)s, %(date)s") % {
        "weekday": date_format(date, "l"),
        "date": wording.long_date(date),
    }


def _known(scope: Scope, ids: Iterable[str]) -> dict[str, tuple[int, str]]:
    """Row number and name of those of these ids who are in the book."""
    wanted = [UUID(id) for id in ids if _is_id(id)]
    found = Person.objects.filter(book_id=scope.book_id, uuid__in=wanted) if wanted else ()
    return {str(one.uuid): (one.pk, wording.face_name(one.name)) for one in found}


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def _hints(scope: Scope, ids: Sequence[str], known: Mapping[str, tuple[int, str]]) -> dict[str, str]:
    """What tells people apart: where they work, else an address."""
    if not ids:
        return {}
    rows = [known[id][0] for id in ids]
    works = positions(rows, day_from_date(scope.today()))
    addresses = emails(rows)
    return {
        id: next(filter(None, (works.get(row, ("", "", ""))[0], *addresses.get(row, ()))), "")
        for id, row in zip(ids, rows, strict=True)
    }


def _question(line: Line, question: Question, names: Mapping[str, str], hints: Mapping[str, str]) -> Asked:
    words = " ".join(line.text[question.start : question.end].split())
    shown = words if len(words) <= _MOST_WORDS else words[: _MOST_WORDS - 1] + "…"
    choices = tuple(
        Choice(one.value, _label(question, one, names), hints.get(one.value, "")) for one in question.choices
    )
    return Asked(question.key, question.asks, str(_REASONS[question.reason]) % {"words": shown}, choices)


def _label(question: Question, choice: sayit.Choice, names: Mapping[str, str]) -> str:
    value = choice.value
    if question.asks == "day":
        return full_date(dt.date.fromisoformat(choice.label))
    if question.asks == "worth":
        return str(wording.EXCHANGES.get(value, value))
    if value == NOBODY:
        return gettext("This is no name")
    if value.startswith(NEW):
        return gettext("Somebody new: %(name)s") % {"name": value.removeprefix(NEW)}
    return names.get(value) or choice.label


def _names(places: Iterable[int], people: Sequence[Named]) -> str:
    """People as they stand after "with"."""
    names = [gettext("you") if place == ME else people[place].name for place in places]
    if len(names) < 2:
        return "".join(names)
    return gettext("%(those)s and %(last)s") % {"those": ", ".join(names[:-1]), "last": names[-1]}


def _on(when: Moment, pattern: str) -> str:
    """A day and time after a word such as "on"; nothing where none was told or is still asked."""
    if when.day is None:
        return ""
    said = " " + pattern % {"day": full_date(date_from_day(when.day))}
    if when.minute is not None:
        time = time_format(dt.time(when.minute // 60, when.minute % 60), "TIME_FORMAT")
        said += gettext(", %(time)s") % {"time": time}
    return said


def _happening(item: sayit.Happening, people: Sequence[Named], today: dt.date) -> str:
    kind = str(wording.KINDS.get(item.kind.name.lower(), item.kind.name.lower()))
    pattern = gettext("planned %(kind)s") if sayit.is_plan(item, today) else "%(kind)s"
    said = pattern % {"kind": kind}
    if item.who:
        said += " " + gettext("with %(names)s") % {"names": _names(item.who, people)}
    if item.event:
        said += " " + gettext("at %(event)s") % {"event": item.event}
    return said + _on(item.when, gettext("on %(day)s"))


def _promise(item: sayit.Promise, people: Sequence[Named], today: dt.date) -> str:
    pattern = (
        gettext("your promise to %(names)s: %(text)s")
        if item.mine
        else ngettext(
            "promise of %(names)s to you: %(text)s", "promises of %(names)s to you: %(text)s", len(item.who)
        )
    )
    said = pattern % {"names": _names(item.who, people), "text": item.text}
    return said + ("," if item.due.day is not None else "") + _on(item.due, gettext("by %(day)s"))


def _exchange(item: sayit.Exchange, people: Sequence[Named], today: dt.date) -> str:
    pattern = (
        gettext("given to %(names)s: %(worth)s")
        if item.given
        else gettext("received from %(names)s: %(worth)s")
    )
    worth = str(wording.EXCHANGES.get(item.worth, item.worth or "…"))
    said = pattern % {"names": _names(item.who, people), "worth": worth}
    return said + (f" ({item.text})" if item.text else "")


def _introduction(item: sayit.Introduction, people: Sequence[Named], today: dt.date) -> str:
    patterns = {
        "offered": gettext("introduction of %(one)s to %(other)s, offered by %(by)s"),
        "asked": gettext("introduction of %(one)s to %(other)s, asked of %(by)s"),
        "made": gettext("introduction of %(one)s to %(other)s, made by %(by)s"),
    }
    return patterns[item.step] % {
        "one": _names(item.one, people),
        "other": _names(item.other, people),
        "by": _names((item.by,), people),
    }


def _reminder(item: sayit.Reminder, people: Sequence[Named], today: dt.date) -> str:
    return gettext("reminder%(on)s: %(text)s") % {
        "on": _on(item.due, gettext("on %(day)s")),
        "text": item.text,
    }


def _fact(item: sayit.Fact, people: Sequence[Named], today: dt.date) -> str:
    if item.becomes == sayit.POSITION:
        return _work(item, people)
    if item.becomes == sayit.LEFT:
        return _end_of_work(item, people, today)
    if item.becomes == sayit.DATE:
        month, day, year = sayit.yearly(item.value("date"))
        on = wording.yearly(month, day, year)
        return gettext("birthday of %(names)s: %(day)s") % {"names": _names(item.who, people), "day": on}
    return gettext("about %(names)s: %(text)s") % {"names": _names(item.who, people), "text": item.text}


def _end_of_work(item: sayit.Fact, people: Sequence[Named], today: dt.date) -> str:
    told = item.value("until")
    return gettext("end of the work of %(names)s at %(organisation)s, on %(day)s") % {
        "names": _names(item.who, people),
        "organisation": item.value("organisation"),
        "day": full_date(dt.date.fromisoformat(told) if told else today),
    }


def _work(item: sayit.Fact, people: Sequence[Named]) -> str:
    organisation, title = item.value("organisation"), item.value("title")
    words = gettext("work of %(names)s: %(title)s")
    if organisation:
        words = gettext("work of %(names)s: %(title)s at %(organisation)s")
        words = words if title else gettext("work of %(names)s: at %(organisation)s")
    return words % {"names": _names(item.who, people), "title": title, "organisation": organisation}
