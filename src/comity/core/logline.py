"""A line such as "coffee with Ada yesterday: she moves to Porto" taken apart: kind, day, and whom it names.

Small on purpose: it recognises what was done and when by lists of words, and people by their names; where
several fit it says so rather than guess.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass

from comity.core.names import sort_name
from comity.core.records import Kind

_KINDS = (
    (
        Kind.CALL,
        "call called phone phoned telephoned rang zoom teams facetime telefonat telefoniert angerufen",
    ),
    (
        Kind.MEETING,
        "coffee lunch dinner breakfast drinks met meet meeting walk visit visited one-to-one 1:1 kaffee "
        "mittagessen treffen getroffen besprechung",
    ),
    (Kind.EVENT, "conference meetup meet-up workshop seminar party reception konferenz"),
    (Kind.LETTER, "letter postcard postkarte"),
    (Kind.MAIL, "mail mailed email emailed e-mail wrote"),
    (Kind.CHAT, "chat chatted message messaged texted dm slack signal whatsapp"),
)
_WORDS = {word: kind for kind, words in _KINDS for word in words.split()}
_DAYS = {"today": 0, "heute": 0, "yesterday": 1, "gestern": 1, "vorgestern": 2}
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WEEKDAYS_DE = ("montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonntag")
_AGO = re.compile(r"\b(\d{1,3}) (day|week)s? ago\b", re.IGNORECASE)
_ISO = re.compile(r"\b(\d{4})-(\d\d)-(\d\d)\b")
_POSSESSIVE = re.compile("['’]s$")
_TOKEN = re.compile(r"[\w:'’-]+")


@dataclass(frozen=True, slots=True)
class Line:
    """What was understood: the kind (NOTE if none is named) and the day."""

    kind: Kind
    day: dt.date


def understand(text: str, today: dt.date) -> Line:
    """Kind and day of a line; without a day it was today, and a weekday is the last such day before today."""
    words = [word.lower().strip(":'’") for word in _TOKEN.findall(text)]
    kind = next((_WORDS[word] for word in words if word in _WORDS), Kind.NOTE)
    return Line(kind, _day(text, words, today))


def _day(text: str, words: list[str], today: dt.date) -> dt.date:
    if found := _ISO.search(text):
        try:
            return dt.date(*map(int, found.groups()))
        except ValueError:
            return today
    if found := _AGO.search(text):
        count = int(found.group(1)) * (7 if found.group(2).lower() == "week" else 1)
        return today - dt.timedelta(days=count)
    for word in words:
        if word in _DAYS:
            return today - dt.timedelta(days=_DAYS[word])
        for names in (_WEEKDAYS, _WEEKDAYS_DE):
            if word in names:
                back = (today.weekday() - names.index(word)) % 7 or 7
                return today - dt.timedelta(days=back)
    return today


def named(text: str, people: Iterable[tuple[str, str]]) -> list[list[str]]:
    """Ids of the people whom a text names, from (id, name) pairs.

    Each item is one mention: a single id, or several where the name fits more than one person. A full name
    outweighs a part of it, and a longer one a shorter; parts count only where the text writes them with a
    capital, since many names are words.
    """
    capital = set(_words(" ".join(w for w in _TOKEN.findall(text) if w[:1].isupper() or not w[:1].islower())))
    whole: dict[str, list[str]] = {}
    parts: dict[str, list[str]] = {}
    for id, name in people:
        words = _words(name)
        if len(words) > 1:
            whole.setdefault(" ".join(words), []).append(id)
        for word in set(words):
            if len(word) > 1 and word in capital:
                parts.setdefault(word, []).append(id)
    full = _whole_names(" ".join(_words(text)), whole)
    taken = {word for name in full for word in name.split()}
    mentions = list(full.values())
    mentions += [ids for word, ids in parts.items() if word not in taken and word not in _WORDS]
    return _narrowed(mentions)


def _whole_names(text: str, whole: dict[str, list[str]]) -> dict[str, list[str]]:
    """Those of the names that stand in a text, the longest first, each place read once."""
    found, rest = {}, f" {text} "
    for name in sorted((n for n in whole if f" {n} " in rest), key=lambda n: (-n.count(" "), n)):
        if f" {name} " in rest:
            found[name] = whole[name]
            rest = rest.replace(f" {name} ", " | ")
    return found


def _narrowed(mentions: list[list[str]]) -> list[list[str]]:
    """Mentions that share a person are about that person: "Ada Moreno" also where only the parts were found."""
    found: list[list[str]] = []
    for ids in sorted(mentions, key=len):
        for i, other in enumerate(found):
            shared = [id for id in other if id in ids]
            if shared:
                found[i] = shared
                break
        else:
            found.append(ids)
    return found


def _words(text: str) -> list[str]:
    tokens = (_POSSESSIVE.sub("", token.strip("'’:")) for token in _TOKEN.findall(text))
    return [word for token in tokens for word in sort_name(token).split()]


_AHEAD = re.compile(r"^in (\d{1,3}) (day|week|month)s?$", re.IGNORECASE)


def day_ahead(text: str, today: dt.date) -> dt.date | None:
    """The day that words for the future mean: an ISO date, today, tomorrow, a weekday, "in 3 weeks"; or None.

    A weekday is the next such day after today; a month has 30 days.
    """
    words = " ".join(text.lower().split())
    if _ISO.fullmatch(words):
        try:
            return dt.date.fromisoformat(words)
        except ValueError:
            return None
    if words in ("today", "heute"):
        return today
    if words in ("tomorrow", "morgen"):
        return today + dt.timedelta(days=1)
    for names in (_WEEKDAYS, _WEEKDAYS_DE):
        if words in names:
            return today + dt.timedelta(days=(names.index(words) - today.weekday()) % 7 or 7)
    if found := _AHEAD.match(words):
        count = int(found.group(1)) * {"day": 1, "week": 7, "month": 30}[found.group(2).lower()]
        return today + dt.timedelta(days=count)
    return None
