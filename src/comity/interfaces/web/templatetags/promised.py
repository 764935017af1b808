"""Promises, requests and reminders in words, for the templates."""

from __future__ import annotations

import datetime as dt

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from comity.answers.commitments import FollowThrough, Promise, quarter_label
from comity.answers.reminders import ReminderRow
from comity.answers.requests import RequestRow
from comity.answers.wording import long_date
from comity.core import commitments, recurring
from comity.interfaces.web.templatetags.desk import day_word
from comity.interfaces.web.wording import PROMISES, REQUESTS, words_of

register = template.Library()


@register.filter
def promise_ended(one: Promise, today: dt.date) -> str:
    """How a promise ended, and when."""
    when = {"day": day_word(one.closed_on, today), "due": day_word(one.due, today)}
    phrases = {
        "on_time": _("kept %(day)s"),
        "late": _("kept late %(day)s, due %(due)s"),
        "broken": _("broken %(day)s"),
        "dropped": _("dropped %(day)s: nobody needs it any more"),
    }
    return phrases[one.how] % when


@register.filter
def promise_moved(one: Promise) -> str:
    """How often a promise was moved to another day, and who asked for it last."""
    moved = ngettext("moved once", "moved %(n)d times", one.moves) % {"n": one.moves}
    asked = _("as you asked") if one.moved_by == "mine" else _("as they asked")
    if one.first_due is None:
        return f"{moved}, {asked}"
    return _("%(moved)s, %(asked)s; first due %(date)s") % {
        "moved": moved,
        "asked": asked,
        "date": long_date(one.first_due),
    }


@register.filter
def request_ended(one: RequestRow, today: dt.date) -> str:
    """What became of a request, and when."""
    day = day_word(one.closed_on, today)
    if one.state == "passed_on" and one.passed_to:
        return _("passed on to %(name)s %(day)s") % {"name": one.passed_to.name, "day": day}
    return f"{request_word(one.state)} {day}"


@register.filter
def request_word(state: str) -> str:
    """What became of a request."""
    return words_of(REQUESTS, state)


@register.filter
def narrowed_words(asked: dict[str, str]) -> str:
    """What a list of promises is narrowed to."""
    parts = []
    if asked["by"]:
        parts.append(_("yours") if asked["by"] == "mine" else _("theirs"))
    if asked["how"]:
        parts.append(words_of(PROMISES, asked["how"]))
    quarter = commitments.quarter(asked["quarter"])
    if quarter:
        parts.append(quarter_label(quarter))
    words = ", ".join(parts)
    return words[:1].upper() + words[1:]


@register.filter
def follow_counts(follow: FollowThrough) -> list[tuple[str, int, str]]:
    """The numbers of a follow-through: what a list is narrowed to by each, how many, in words."""
    counts = follow.counts
    numbers = {
        "on_time": counts.on_time,
        "late": counts.late,
        "moved": counts.moved,
        "broken": counts.broken,
        "dropped": counts.dropped,
        "overdue": follow.overdue,
    }
    return [(how, n, words_of(PROMISES, how)) for how, n in numbers.items()]


@register.filter
def every_parts(one: ReminderRow | str) -> tuple[int, str]:
    """How often a reminder comes: the number and the unit, "" for once."""
    often = recurring.every(one.every) if isinstance(one, ReminderRow) else None
    return (often.number, often.unit) if often else (1, "")


@register.simple_tag
def units() -> list[tuple[str, str]]:
    """How often a reminder may come, as the choices of a select."""
    titles = {
        "day": _("after so many days"),
        "week": _("after so many weeks"),
        "month": _("after so many months"),
        "year": _("after so many years"),
    }
    return [("", _("no, only once")), *((unit, titles[unit]) for unit in recurring.UNITS)]
