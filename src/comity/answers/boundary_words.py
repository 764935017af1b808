"""Boundaries in words: what one says, to whom it applies, and why something crosses it, kindly."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from django.utils.dates import WEEKDAYS_ABBR
from django.utils.formats import date_format, time_format
from django.utils.functional import Promise
from django.utils.text import get_text_list
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as later

from comity.answers import wording
from comity.core.boundaries import MINE, PREFERRED, Boundary, Crossing, Kind
from comity.core.hours import EVERY_DAY, Hours

KINDS: Mapping[str, str | Promise] = {
    Kind.HOURS: later("Hours"),
    Kind.CHANNEL: later("Way of contact"),
    Kind.TOPIC: later("Topics"),
    Kind.REQUEST: later("Requests"),
    Kind.ANSWER: later("Time to answer"),
}
CHANNELS: Mapping[str, str | Promise] = {
    "mail": later("mail"),
    "call": later("call"),
    "chat": later("chat"),
    "meeting": later("meeting"),
    "letter": later("letter"),
    "event": later("event"),
    "comment": later("comment on a network"),
}
REQUESTS: Mapping[str, str | Promise] = {
    "introduction": later("introductions"),
    "reference": later("references"),
    "money": later("money"),
    "favour": later("favours"),
    "time": later("time"),
    "feedback": later("feedback"),
    "work": later("unpaid or extra work"),
    "private": later("private things"),
    "decision": later("a decision"),
}
"""Kinds of request; any other word stands for itself."""
DID: Mapping[str, str | Promise] = {
    "logged": later("happened"),
    "planned": later("planned"),
    "drafted": later("drafted"),
    "received": later("asked"),
}
_NEAR = {0: later("today at %(time)s"), 1: later("tomorrow at %(time)s")}


def weekdays(mask: int) -> str:
    """Some weekdays: "Mon–Fri", "Sat, Sun", "every day"."""
    if mask in (0, EVERY_DAY):
        return gettext("every day")
    days = [day for day in range(7) if mask >> day & 1]
    runs: list[list[int]] = []
    for day in days:
        if runs and runs[-1][-1] == day - 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    return ", ".join(_run(run) for run in runs)


def _run(days: Sequence[int]) -> str:
    first, last = str(WEEKDAYS_ABBR[days[0]]), str(WEEKDAYS_ABBR[days[-1]])
    return first if len(days) == 1 else f"{first}{'–' if len(days) > 2 else ', '}{last}"


def clock(minute: int) -> str:
    """A minute of the day as a time."""
    return time_format(dt.time(minute // 60, minute % 60), "TIME_FORMAT")


def hours(known: Hours, zone: str) -> str:
    """Hours in words, with their zone where it is not the book's."""
    said = weekdays(known.weekdays)
    if known.begin != known.end:
        said += f", {clock(known.begin)}–{clock(known.end)}"
    return said if known.zone == zone else f"{said} ({known.zone})"


def what(one: Boundary, zone: str) -> str:
    """What a boundary says, without whose it is."""
    if one.kind == Kind.HOURS:
        said = hours(one.hours, zone) if one.hours else ""
        return f"{said}: {_listed(one.words, CHANNELS)}" if one.words else said
    if one.kind == Kind.ANSWER:
        n = one.answer_hours or 0
        return ngettext("an answer within %(n)d hour", "an answer within %(n)d hours", n) % {"n": n}
    if one.kind == Kind.TOPIC:
        return gettext("not about %(topics)s") % {"topics": _listed(one.words, {})}
    if one.kind == Kind.REQUEST:
        return gettext("not to be asked for %(requests)s") % {"requests": _listed(one.words, REQUESTS)}
    refused = [word for word in one.words if not word.startswith(PREFERRED)]
    liked = [word.removeprefix(PREFERRED) for word in one.words if word.startswith(PREFERRED)]
    parts = [gettext("not by %(ways)s") % {"ways": _listed(refused, CHANNELS)}] if refused else []
    parts += [gettext("rather by %(ways)s") % {"ways": _listed(liked, CHANNELS)}] if liked else []
    return "; ".join(parts)


def reason(crossed: Crossing, name: str, zone: str, *, by_me: bool = True) -> str:
    """Why something crosses a boundary, in one sentence."""
    one = crossed.boundary
    if one is None:
        return _mixed(crossed, name)
    said = (_mine if one.side == MINE else _theirs)(crossed, one, name, zone, by_me=by_me)
    if one.text:
        said += " " + (
            gettext("You wrote: “%(text)s”.")
            if one.side == MINE or not one.told
            else gettext("They said: “%(text)s”.")
        ) % {"text": one.text.rstrip(".")}
    if crossed.stricter:
        said += " " + gettext("It counts here since you are friends and work together.")
    return said


def suggestion(crossed: Crossing, zone: str, now: dt.datetime, *, by_me: bool = True) -> str:
    """What would not cross it, or what helps; "" where nothing is to be said."""
    if crossed.fits is not None:
        return gettext("%(when)s would fit.") % {"when": _begun(moment(crossed.fits, now))}
    if crossed.rather:
        return gettext("Rather by %(ways)s.") % {"ways": _listed(crossed.rather, CHANNELS)}
    helps = {
        (str(Kind.TOPIC), True): gettext("Leave it out, unless they speak of it themselves."),
        (str(Kind.TOPIC), False): gettext("You may change the subject, kindly."),
        (str(Kind.REQUEST), True): gettext("Perhaps somebody else can help, or it can wait."),
        (str(Kind.REQUEST), False): gettext("A kind no is enough; you need not explain it."),
        (str(Kind.ANSWER), False): gettext("Say when you can answer."),
        ("mixed_request", True): gettext("Say what it is, and leave room for a no."),
        ("mixed_request", False): gettext("Say what it is, and leave room for a no."),
        ("mixed_disclose", True): gettext("Tell those concerned that you are friends, before you go on."),
        ("mixed_disclose", False): gettext("Tell those concerned that you are friends, before you go on."),
    }
    return helps.get((crossed.why, by_me), "")


def moment(at: dt.datetime, now: dt.datetime) -> str:
    """An instant as one speaks of it, on the clock of `now`: "tomorrow at 9:00"."""
    local = at.astimezone(now.tzinfo)
    time, away = time_format(local.time(), "TIME_FORMAT"), (local.date() - now.date()).days
    if away in _NEAR:
        return str(_NEAR[away]) % {"time": time}
    day = date_format(local.date(), "l") if 1 < away < 7 else wording.long_date(local.date())
    return gettext("%(day)s at %(time)s") % {"day": day, "time": time}


def _theirs(crossed: Crossing, one: Boundary, name: str, zone: str, *, by_me: bool) -> str:
    words = {"name": name, "what": what(one, zone), "found": _word(crossed)}
    if one.kind == Kind.HOURS:
        return gettext("This is outside the hours of %(name)s (%(what)s).") % words
    if one.kind == Kind.CHANNEL:
        if one.told:
            return gettext("%(name)s asked: not by %(found)s.") % words
        return gettext("%(name)s seems not to like %(found)s.") % words
    if one.kind == Kind.TOPIC:
        return gettext("%(name)s would rather not speak of %(found)s.") % words
    if one.kind == Kind.REQUEST:
        return gettext("%(name)s would rather not be asked for %(found)s.") % words
    return gettext("%(name)s gives %(what)s.") % words


def _mine(crossed: Crossing, one: Boundary, name: str, zone: str, *, by_me: bool) -> str:
    words = {"name": name, "what": what(one, zone), "found": _word(crossed)}
    if one.kind == Kind.HOURS:
        return gettext("This is outside your own hours (%(what)s).") % words
    if one.kind == Kind.CHANNEL:
        return gettext("You meant not to be in touch with %(name)s by %(found)s.") % words
    if one.kind == Kind.TOPIC:
        return gettext("You meant not to speak of %(found)s with %(name)s.") % words
    if one.kind == Kind.REQUEST:
        asked = gettext("You meant not to ask %(name)s for %(found)s.")
        return (asked if by_me else gettext("You meant not to be asked for %(found)s.")) % words
    return gettext("You give %(what)s; this asks for one sooner.") % words


def _mixed(crossed: Crossing, name: str) -> str:
    found = {"name": name, "found": _word(crossed)}
    if crossed.why == "mixed_disclose":
        return gettext("%(name)s is a friend and someone you work with; this is about %(found)s.") % found
    return gettext("%(name)s is a friend and someone you work with: this asks for %(found)s.") % found


def _word(crossed: Crossing) -> str:
    return str(REQUESTS.get(crossed.what, CHANNELS.get(crossed.what, crossed.what)))


def _listed(keys: Sequence[str], words: Mapping[str, str | Promise]) -> str:
    return get_text_list([str(words.get(key, key.replace("*", "…"))) for key in keys], gettext("or"))


def _begun(words: str) -> str:
    return words[:1].upper() + words[1:]
