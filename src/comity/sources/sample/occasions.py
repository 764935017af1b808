"""The calendar of the book: meetings that come again, those ahead, and the story told in full."""

from __future__ import annotations

from random import Random
from typing import Any

from comity.core.records import Flag, Interaction, Kind, Part, Party
from comity.sources.sample import make
from comity.sources.sample.diary import Diary, minutes_of
from comity.sources.sample.make import Who
from comity.sources.sample.script import OWNER, SPAN_DAYS, Member, cast, table
from comity.sources.sample.weave import me, other
from comity.sources.sample.wording import Moment, farewell, greeting

_AHEAD_DAYS = 8
_CANCELLED = 0.06
_KINDS = {
    "call": Kind.CALL,
    "event": Kind.EVENT,
    "letter": Kind.LETTER,
    "comment": Kind.COMMENT,
    "note": Kind.NOTE,
}


def series(seed: int, diary: Diary) -> list[Interaction]:
    """Meetings that come again, the past ones and, where the data say so, the next."""
    found = []
    for one in table("calendar")["series"]:
        rng = Random(f"{seed}:series:{one['title']}")
        last = _AHEAD_DAYS if one.get("ahead") else one.get("until", 0)
        start = max(one.get("from", -SPAN_DAYS), -SPAN_DAYS)
        day = start + (one["weekday"] - diary.date(start).weekday()) % 7
        for held in range(day, last, 7 * one["weeks"]):
            meeting = _held(rng, diary, one, held)
            if meeting is not None and (one.get("ahead") or meeting.at <= diary.now):
                found.append(meeting)
    return found


def ahead(diary: Diary) -> list[Interaction]:
    """The meetings of the next days that the data name."""
    found = []
    for one in table("story")["upcoming"]:
        day = diary.ahead(one["in_workdays"])
        flags = Flag.PLANNED if one.get("unanswered") else Flag.NONE
        found.append(
            _meeting(diary, one, day, [cast()[key] for key in one["who"]], one.get("place", ""), flags)
        )
    return found


def story(seed: int, diary: Diary) -> list[Interaction]:
    """The threads and moments told in full; nothing later than now."""
    rng = Random(f"{seed}:story")
    found: list[Interaction] = []
    for thread in table("story")["thread"]:
        found += _thread(rng, diary, thread)
    found += [_moment(diary, one) for one in table("story")["moment"]]
    return [one for one in found if one.at <= diary.now]


def _held(rng: Random, diary: Diary, one: dict[str, Any], day: int) -> Interaction | None:
    text: str = rng.choice(table("notes")["meets"]["work"])
    chance = rng.random()
    people = [cast()[key] for key in one["who"] if _present(cast()[key], day)]
    if not people or not diary.working(day):
        return None
    cancelled = chance < _CANCELLED and day < 0
    flags = Flag.OFF if cancelled else Flag.NONE
    return _meeting(diary, one, day, people, "" if cancelled or day >= 0 else text, flags)


def _present(person: Member, day: int) -> bool:
    return bool(person.flows) and person.flows[0].start <= day <= person.flows[0].until + _AHEAD_DAYS


def _meeting(
    diary: Diary, one: dict[str, Any], day: int, people: list[Member], text: str, flags: Flag
) -> Interaction:
    """A meeting of the owner with some people; `by` is the key of its organiser, or me."""
    private = bool(one.get("private"))
    by = one.get("by", "me")
    own = me(private)
    known = {person.key: other(person, private) for person in people}
    host = known.get(by, own)
    guests = [who for who in (own, *known.values()) if who != host]
    parties = (host.party(Part.ORGANIZER), *(who.party(Part.ATTENDEE) for who in guests))
    at = diary.instant(day, minutes_of(one["at"]))
    return make.meeting(
        at, diary.offset(at), one["minutes"], str(diary.zone), parties, one["title"], text, flags
    )


def _thread(rng: Random, diary: Diary, thread: dict[str, Any]) -> list[Interaction]:
    wording = Moment(rng, diary, _day(diary, thread["mails"][0]))
    subject = wording.fill(thread["subject"])
    private = thread.get("private", _is_private(thread["mails"]))
    found: list[Interaction] = []
    for number, raw in enumerate(thread["mails"]):
        writer = cast().get(raw["by"])
        readers = [cast()[key].called if key in cast() else OWNER.given for key in raw["to"]]
        own = wording.fill(raw["text"])
        hello = (
            greeting(rng, writer, " and ".join(readers), True) + "\n\n"
            if not number or rng.random() < 0.4
            else ""
        )
        text = f"{hello}{own}\n\n{farewell(rng, writer, True)}"
        parties = _parties(raw, private)
        at = diary.instant(_day(diary, raw), minutes_of(raw["at"]), rng.randrange(60))
        if found:
            at = max(at, found[-1].at + 600)
        title, parent = (f"Re: {subject}", found[-1].ref) if found else (subject, 0)
        found.append(make.mail(at, diary.offset(at), parties, title, own, text, parent))
    return found


def _is_private(mails: list[dict[str, Any]]) -> bool:
    """A thread is private where everybody but the owner is someone written to in private."""
    keys = {key for raw in mails for key in (raw["by"], *raw["to"]) if key != "me"}
    return all(cast()[key].private for key in keys)


def _parties(raw: dict[str, Any], private: bool) -> tuple[Party, ...]:
    def who(key: str) -> Who:
        return me(private) if key == "me" else other(cast()[key], private)

    return (
        who(raw["by"]).party(Part.SENDER),
        *(who(key).party(Part.TO) for key in raw["to"]),
        *(who(key).party(Part.CC) for key in raw.get("cc", [])),
    )


def _moment(diary: Diary, one: dict[str, Any]) -> Interaction:
    day = _day(diary, one)
    people = [cast()[key] for key in one["who"]]
    if one["kind"] == "meeting":
        flags = Flag.OFF if one.get("off") else Flag.NONE
        return _meeting(diary, one, day, people, one["text"], flags)
    at = diary.instant(day, minutes_of(one["at"]))
    own = me(bool(one.get("private")))
    minutes = one.get("minutes", 0)
    title = f"{one['title']}, {minutes} min" if one["kind"] == "call" else one["title"]
    ends = [own, *map(other, people)]
    if one.get("by", "me") != "me":
        ends.reverse()
    parts = (Part.SENDER, Part.TO) if "by" in one else (Part.PRESENT,) * len(ends)
    parties = tuple(who.party(part) for who, part in zip(ends, parts, strict=True))
    return make.moment(_KINDS[one["kind"]], at, diary.offset(at), minutes, parties, title, one["text"])


def _day(diary: Diary, raw: dict[str, Any]) -> int:
    day: int = raw["day"]
    return diary.before(day) if raw.get("workday") else day
