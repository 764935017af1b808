"""Fills the wordings: `{slot}` by a thing of the moment, `{a|b}` by one of the two."""

from __future__ import annotations

import re
from random import Random

from comity.sources.sample.diary import Diary
from comity.sources.sample.script import OWNER, SPAN_DAYS, Member, cast, table

_BRACES = re.compile(r"\{([^{}]*)\}")
_QUARTERS = 12
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July",
    "August", "September", "October", "November", "December",
)  # fmt: skip
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_HELLO = ("Hi {},", "Hello {},", "Dear {},", "Dear {},", "Good morning {},")
_HELLO_NEAR = ("Hi {},", "{},", "Hi {},", "Hello {},")
_BYE = ("Best,\n{}", "Warmly,\n{}", "All the best,\n{}", "Yours,\n{}", "Kind regards,\n{}")
_BYE_NEAR = ("{}", "{}", "Best,\n{}", "See you,\n{}")


class Moment:
    """What the wordings of one thread speak of. A slot keeps its value for the whole thread."""

    def __init__(self, rng: Random, diary: Diary, day: int, other: str = "") -> None:
        self._rng = rng
        self._diary = diary
        self._day = day
        self._other = other
        self._known: dict[str, str] = {}

    def fill(self, text: str) -> str:
        """The text with every brace replaced.

        Raises:
            KeyError: the data files name a slot that does not exist.
        """
        return _BRACES.sub(self._replace, text) if "{" in text else text

    def _replace(self, match: re.Match[str]) -> str:
        inside = match.group(1)
        if "|" in inside:
            return str(self._rng.choice(inside.split("|")))
        name = inside.lower()
        if name not in self._known:
            self._known[name] = self._value(name)
        value = self._known[name]
        return value if name == inside else capital(value)

    def _value(self, name: str) -> str:
        if name in ("lastmonth", "month", "nextmonth"):
            shift = ("lastmonth", "month", "nextmonth").index(name) - 1
            return _MONTHS[(self._diary.date(self._day).month - 1 + shift) % 12]
        if name == "weekday":
            return weekday_name(self._diary, self._diary.after(self._day + self._rng.randint(2, 4)))
        if name == "project":
            return self._project()
        if name == "colleague":
            return self._colleague(("peer", "teammate", "direct_report"))
        if name == "report":
            return self._colleague(("direct_report",))
        pool: list[str] = table("pools")[name]
        return self._rng.choice(pool)

    def _project(self) -> str:
        quarter = min(max((self._day + SPAN_DAYS) * _QUARTERS // SPAN_DAYS, 0), _QUARTERS - 1)
        alive = [p["name"] for p in table("pools")["projects"] if p["from"] <= quarter <= p["to"]]
        return str(self._rng.choice(alive))

    def _colleague(self, roles: tuple[str, ...]) -> str:
        here = [
            member.called
            for member in cast().values()
            if member.post(self._day)[0] == OWNER.organisation
            and member.key != self._other
            and member.raw["roles"][0][0] in roles
            and member.raw["standing"] != "stepped_back"
        ]
        return self._rng.choice(here)


def capital(text: str) -> str:
    """The text with its first letter in upper case, the rest as it is."""
    return text[:1].upper() + text[1:]


def weekday_name(diary: Diary, day: int) -> str:
    """The English name of the weekday of a day counted from today."""
    return _WEEKDAYS[diary.date(day).weekday()]


def greeting(rng: Random, writer: Member | None, reader: str, near: bool) -> str:
    """How a mail begins; `writer` is None for the owner, `near` shortens it among colleagues."""
    if writer is not None and writer.hello:
        return writer.hello
    return rng.choice(_HELLO_NEAR if near else _HELLO).format(reader)


def farewell(rng: Random, writer: Member | None, near: bool) -> str:
    """How a mail ends, with the name; `writer` is None for the owner, `near` as in `greeting`."""
    if writer is not None and writer.bye:
        return writer.bye
    return rng.choice(_BYE_NEAR if near else _BYE).format(writer.called if writer else OWNER.given)


def signature(writer: Member | None, day: int) -> str:
    """The block below a mail: name, title and organisation as of that day; "" if they have none."""
    name = writer.latin or writer.name if writer else OWNER.name
    organisation, title = writer.post(day) if writer else (OWNER.organisation, OWNER.title)
    return f"\n\n-- \n{name}\n{title}, {organisation}" if organisation else ""


def quotation(diary: Diary, at: int, writer: str, text: str) -> str:
    """The lines in which a reply repeats what it answers."""
    day, minutes = diary.local(at)
    date = diary.date(day)
    clock = f"{minutes // 60}:{minutes % 60:02}"
    head = f"\n\nOn {date.day} {_MONTHS[date.month - 1]} {date.year} at {clock}, {writer} wrote:\n"
    return head + "\n".join(f"> {line}".rstrip() for line in text.split("\n"))
