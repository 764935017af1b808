"""A sample book: some sixty made-up people and three years of a made-up professional's working life.

A newcomer looks around in it, and pictures of the program are taken of it. Everybody in it is invented;
addresses use domains that are reserved for examples (RFC 2606, RFC 6761), telephone numbers those set
aside for fiction. It is written relative to now, so that Today is always worth reading.
"""

from __future__ import annotations

from comity.core.records import Interaction
from comity.sources.sample.book import (
    SampleBook,
    SampleDate,
    SampleFact,
    SampleOwner,
    SamplePerson,
    SamplePost,
    SampleReminder,
    SampleRole,
    SampleRow,
)
from comity.sources.sample.bulk import away_notices, letters, list_mail
from comity.sources.sample.diary import Diary
from comity.sources.sample.occasions import ahead, series, story
from comity.sources.sample.page import cards, person
from comity.sources.sample.practice import confirmed, dates, practice, reminders
from comity.sources.sample.script import OWNER, cast, table
from comity.sources.sample.weave import flows_of

__all__ = [
    "SampleBook",
    "SampleDate",
    "SampleFact",
    "SampleOwner",
    "SamplePerson",
    "SamplePost",
    "SampleReminder",
    "SampleRole",
    "SampleRow",
    "generate",
]


def generate(now: int, seed: int = 20) -> SampleBook:
    """The sample book as of `now` (epoch seconds). The same now and seed give the same book.

    Interactions are in order of time and end at `now`, save for meetings of the next ten days.

    Raises:
        OverflowError: `now` is too near an end of the calendar (years 1 to 9999).
    """
    diary = Diary(now, OWNER.zone, table("calendar")["leave"])
    flows = [one for member in cast().values() for one in flows_of(seed, member, diary)]
    mails = [one for one in flows if one.ref]
    told = story(seed, diary)
    found = flows + series(seed, diary) + ahead(diary) + told
    found += letters(seed, diary) + list_mail(seed, diary) + away_notices(seed, diary, mails)
    return SampleBook(
        now=now,
        owner=OWNER,
        records=(*_numbered(found), *cards(seed, diary)),
        people=tuple(person(member, diary) for member in cast().values()),
        reminders=reminders(diary),
        dates=dates(diary),
        practice=practice(diary, told),
        confirmed=confirmed(),
    )


def _numbered(found: list[Interaction]) -> list[Interaction]:
    """In order of time, each thing once, with running numbers as positions."""
    unique = {one.key: one for one in sorted(found, key=lambda one: one.key)}
    return [one._replace(position=number) for number, one in enumerate(unique.values())]
