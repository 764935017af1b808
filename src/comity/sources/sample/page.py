"""What the book holds on each person beside what passed: the page, the address card."""

from __future__ import annotations

import datetime as dt
from random import Random
from typing import Any

from comity.core.addresses import linkedin_handle
from comity.core.days import day_from_date
from comity.core.records import Card, Dated, Handle
from comity.sources.sample.book import (
    SampleFact,
    SamplePerson,
    SamplePost,
    SampleRole,
)
from comity.sources.sample.diary import Diary
from comity.sources.sample.script import OWNER, SPAN_DAYS, Member, cast

_DAYS_A_YEAR = 365


def person(member: Member, diary: Diary) -> SamplePerson:
    """Everything that the owner has written down about one of the cast."""
    raw = member.raw
    handle = linkedin_handle(f"in/{raw['linkedin']}") if "linkedin" in raw else None
    return SamplePerson(
        name=member.name,
        latin=member.latin,
        emails=member.emails,
        profile=handle.value if handle else "",
        roles=tuple(_role(diary, *role) for role in raw.get("roles", [])),
        standing=raw["standing"],
        nature=raw.get("nature", "professional"),
        tags=tuple(raw.get("tags", [])),
        groups=tuple(raw.get("groups", [])),
        facts=tuple(SampleFact(*fact) for fact in raw.get("facts", [])),
        dates=tuple(_dated(one, diary) for one in raw.get("dates", [])),
        expects=raw.get("expects", ""),
        they_expect=raw.get("they_expect", ""),
        purpose=raw.get("purpose", ""),
        history=tuple(_post(member, diary, *post) for post in raw.get("history", [])),
    )


def cards(seed: int, diary: Diary) -> list[Card]:
    """The owner's own card, then those of the people who are in the address book, numbered from 0."""
    found = [_own_card()]
    for member in cast().values():
        if member.raw.get("card", True):
            found.append(_card(member, diary, Random(f"{seed}:card:{member.key}"), len(found)))
    return found


def _role(diary: Diary, key: str, since: int, until: int | None = None) -> SampleRole:
    return SampleRole(key, diary.number(since), None if until is None else diary.number(until))


def _dated(one: dict[str, Any], diary: Diary) -> Dated:
    """A date as written, or so many days from today, then `years` ago; 29 February becomes the 28th."""
    if "in_days" not in one:
        return Dated(one["what"], one["month"], one["day"], one.get("year"))
    date = diary.date(one["in_days"])
    year = date.year - one["years"] if "years" in one else None
    leap = (date.month, date.day) == (2, 29)
    return Dated(one["what"], date.month, 28 if leap else date.day, year)


def _post(
    member: Member, diary: Diary, organisation: str, title: str, since: int | str, until: int | None = None
) -> SamplePost:
    if isinstance(since, str):
        day = _day_of(
            next(_dated(one, diary) for one in member.raw["dates"] if one["what"] == f"work {since}")
        )
    else:
        day = diary.number(since)
    return SamplePost(organisation, title, day, None if until is None else diary.number(until))


def _day_of(dated: Dated) -> int:
    return day_from_date(dt.date(dated.year or 1970, dated.month, dated.day))


def _own_card() -> Card:
    handles = tuple(Handle("email", email) for email in OWNER.emails)
    return Card(
        handles, OWNER.name, OWNER.given, OWNER.family, (("phone", "+49 30 23125 001"),), OWNER.organisation,
        OWNER.title, "", None, (), (), None, None, True, 0,
    )  # fmt: skip


def _card(member: Member, diary: Diary, rng: Random, position: int) -> Card:
    page = person(member, diary)
    handles = [Handle("email", email) for email in member.emails]
    if page.profile:
        handles.append(Handle("linkedin", page.profile))
    values = [("nickname", member.latin)] if member.latin else []
    values += [("phone", member.raw["phone"])] if "phone" in member.raw else []
    values += [("url", f"https://www.linkedin.com/{page.profile}")] if page.profile else []
    post = page.history[-1] if page.history else SamplePost("", "", 0, None)
    first = min((role[1] for role in member.raw.get("roles", [])), default=-_DAYS_A_YEAR)
    known = min(first + rng.randint(0, 60), -1)
    changed = diary.instant(max(known, -SPAN_DAYS) // 2, 12 * 60)
    return Card(
        tuple(handles), member.name, member.given, member.family, tuple(values), post.organisation,
        post.title, "", post.since if post.organisation else None, page.dates, page.tags,
        diary.number(known) if page.profile else None, changed, False, position,
    )  # fmt: skip
