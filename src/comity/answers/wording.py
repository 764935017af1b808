"""Small pieces of wording that several answers share; all of it goes through gettext."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as later

from comity.answers.shapes import Face
from comity.core import cadence, names, recurring
from comity.core.days import date_from_day
from comity.store.models import Person

SOURCES: Mapping[str, str | Promise] = {
    "mbox": later("mailbox"),
    "eml": later("mail"),
    "maildir": later("mail folder"),
    "icalendar": later("calendar"),
    "vcard": later("contacts"),
    "google-csv": later("Google contacts"),
    "csv": later("table"),
    "outlook-csv": later("Outlook contacts or calendar"),
    "linkedin": later("LinkedIn archive"),
    "monica": later("Monica"),
    "abcdp": later("Apple contacts"),
    "comity": later("Comity book"),
}
"""What a file was recognised as."""
KINDS: Mapping[str, str | Promise] = {
    "mail": later("mail"),
    "meeting": later("meeting"),
    "call": later("call"),
    "chat": later("chat"),
    "letter": later("letter"),
    "event": later("event"),
    "comment": later("comment"),
    "note": later("note"),
    "person": later("person"),
}
"""What passed between people."""
EXCHANGES: Mapping[str, str | Promise] = {
    "recommendation": later("a recommendation"),
    "gift": later("a gift"),
    "loan": later("a loan"),
    "advice": later("advice"),
    "introduction": later("an introduction"),
    "referral": later("a referral"),
    "feedback": later("feedback"),
    "resource": later("something useful"),
    "opportunity": later("an opportunity"),
    "time": later("time"),
    "favour": later("a favour"),
    "endorsement": later("an endorsement"),
    "credit": later("credit for work"),
}
"""What was given or received."""
DATES: Mapping[str, str | Promise] = {
    "birthday": later("Birthday"),
    "anniversary": later("Anniversary"),
    "work_anniversary": later("Work anniversary"),
    "new_job": later("New job"),
    "milestone": later("Milestone"),
    "hard_time": later("A hard time"),
    "other": later("Date"),
}
"""Dates of people."""
_LEAP = 2000


def source(key: str) -> str:
    """What a file was recognised as, in words; the key itself, readable, where there are none."""
    return str(SOURCES.get(key) or key.replace("_", " "))


def outside_id(hexadecimal: str) -> str:
    """A UUID as the world writes it, from its 32 digits."""
    h = hexadecimal
    return f"{h[:8]}-{h[8:12]}-{h[12:16]}-{h[16:20]}-{h[20:]}"


def face(hexadecimal: str, name: str) -> Face:
    """How a person is shown in a line."""
    shown = face_name(name)
    return Face(outside_id(hexadecimal), shown, names.initials(shown), names.hue(shown))


def shown(person: Person) -> Face:
    """How a row of a person is shown: as who they were merged into."""
    head = person.merged_into or person
    return face(head.uuid.hex, head.name)


def face_name(name: str) -> str:
    """A name as it is shown, also where there is none."""
    return name or gettext("(no name)")


def span(days: float) -> str:
    """A length of time as people say it: "11 weeks"."""
    count, unit = cadence.in_words(round(days))
    if unit == cadence.Unit.DAY:
        return ngettext("%(count)d day", "%(count)d days", count) % {"count": count}
    if unit == cadence.Unit.WEEK:
        return ngettext("%(count)d week", "%(count)d weeks", count) % {"count": count}
    if unit == cadence.Unit.MONTH:
        return ngettext("%(count)d month", "%(count)d months", count) % {"count": count}
    return ngettext("%(count)d year", "%(count)d years", count) % {"count": count}


def rhythm(days: float) -> str:
    """A usual gap as people say it: "every 16 days", "every week"."""
    rounded = round(days)
    if rounded == 7:
        return gettext("every week")
    if 28 <= rounded <= 31:
        return gettext("every month")
    if rounded < 60:
        return ngettext("every day", "every %(count)d days", rounded) % {"count": rounded}
    months = round(days / 30.44)
    return ngettext("every month", "every %(count)d months", months) % {"count": months}


def long_date(date: dt.date) -> str:
    """A date as every page and command writes it in the reader's language, such as "12 July 2002"."""
    return date_format(date, "DATE_FORMAT")


def yearly(month: int, day: int, year: int | None = None) -> str:
    """A day of the year, with its year where that is known and has such a day."""
    try:
        if year:
            return long_date(dt.date(year, month, day))
    except ValueError:
        pass
    return date_format(dt.date(_LEAP, month, day), "MONTH_DAY_FORMAT")


def day(number: int | None) -> dt.date | None:
    """The date of a day number, where there is one."""
    return None if number is None else date_from_day(number)


def per_cent(share: float) -> str:
    """A share from 0 to 1, in hundredths."""
    return gettext("%(n)d %%") % {"n": round(share * 100)}


def often(words: str) -> str:
    """How often something recurs, from what is stored (`core.recurring`): "every 2 weeks"; "" for once."""
    known = recurring.every(words)
    if known is None:
        return words
    n = known.number
    said = {
        "day": ngettext("every day", "every %(n)d days", n),
        "week": ngettext("every week", "every %(n)d weeks", n),
        "month": ngettext("every month", "every %(n)d months", n),
        "year": ngettext("every year", "every %(n)d years", n),
    }[known.unit] % {"n": n}
    return gettext("%(often)s, on day %(day)d") % {"often": said, "day": known.on} if known.on else said
