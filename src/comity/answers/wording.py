"""Small pieces of wording that several answers share; all of it goes through gettext."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from uuid import UUID

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as later

from comity.answers.shapes import Face
from comity.core import cadence, names

SOURCES: Mapping[str, str | Promise] = {
    "mbox": later("mailbox"),
    "eml": later("mail"),
    "maildir": later("mail folder"),
    "icalendar": later("calendar"),
    "vcard": later("contacts"),
    "google-csv": later("Google contacts"),
    "csv": later("table"),
    "outlook-csv": later("Outlook contacts"),
    "linkedin": later("LinkedIn archive"),
    "monica": later("Monica"),
    "abcdp": later("Apple contacts"),
    "comity": later("Comity book"),
}
"""What a file was recognised as."""


def source(key: str) -> str:
    """What a file was recognised as, in words; the key itself, readable, where there are none."""
    return str(SOURCES.get(key) or key.replace("_", " "))


def outside_id(hexadecimal: str) -> str:
    """A UUID as the world writes it, from its 32 digits."""
    return str(UUID(hexadecimal))


def face(hexadecimal: str, name: str) -> Face:
    """How a person is shown in a line."""
    shown = face_name(name)
    return Face(outside_id(hexadecimal), shown, names.initials(shown), names.hue(shown))


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
    """A date in the user's locale, such as "12 July 2002"."""
    return date_format(date, "j F Y")
