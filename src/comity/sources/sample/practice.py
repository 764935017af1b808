"""What is practised in the book: promises, requests, introductions, goals and all that hangs on them.

The data files name columns as the book stores them. Days count from today, or read "3w" for the third working day after
the next one; people go by their id; a row may have a name by which others refer to it, and rows nested in it are its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from comity.core.days import SECONDS_PER_DAY
from comity.core.disclosures import IDEA, digest
from comity.core.records import Interaction
from comity.sources.sample.book import SampleDate, SampleReminder, SampleRow
from comity.sources.sample.diary import Diary
from comity.sources.sample.script import cast, table

_FILES = ("ledger", "practice", "gatherings", "plans", "work", "guards")
_KINDS = (
    "mentorings", "commitments", "requests", "introductions", "exchanges", "opportunities", "goals", "outcomes",
    "events", "engagements", "feedback", "gladly_shared", "ideas", "disclosures", "confidences", "boundaries", "policies",
    "interests", "ties", "gifts", "decisions", "difficult_steps", "feelings", "purposes", "retentions",
)  # fmt: skip
_NESTED: Mapping[str, tuple[str, str]] = {
    "sessions": ("mentoring_sessions", "mentoring"),
    "actions": ("commitments", "session"),
    "moves": ("commitment_moves", "commitment"),
    "exchanges": ("exchanges", "introduction"),
    "shares": ("opportunity_shares", "opportunity"),
    "steps": ("goal_steps", "goal"),
    "needs": ("goal_needs", "goal"),
    "parts": ("outcome_parts", "outcome"),
    "guests": ("guests", "event"),
    "deliverables": ("deliverables", "engagement"),
    "invoices": ("invoices", "engagement"),
    "satisfactions": ("satisfactions", "engagement"),
    "tellings": ("tellings", "shared"),
    "shown": ("disclosures", "idea"),
    "audience": ("confidence_audience", "confidence"),
    "crossings": ("crossings", "boundary"),
    "recusals": ("recusals", "decision"),
}
"""Of what is nested in a row: its kind, and its column that refers to that row."""
_PEOPLE = {
    "who": "person",
    "introducer": "introducer",
    "one": "one",
    "other": "other",
    "source": "source",
    "subject": "subject",
    "passed_to": "passed_to",
}
_DAYS = frozenset({"on", "due", "since", "until", "starts", "ends", "before", "after"})
_TEN = 10 * 3600
"""When in the day, in seconds, something is written down."""
_REFERENCES = {
    "commitment": "commitments",
    "introduction": "introductions",
    "opportunity": "opportunities",
    "exchange": "exchanges",
    "goal": "goals",
}


def practice(diary: Diary, letters: list[Interaction]) -> tuple[SampleRow, ...]:
    """Every row of what is practised, a row before those nested in it; letters: where sentences are looked for.

    Raises:
        KeyError: the data name somebody who is not of the cast; StopIteration: a sentence that stands in no letter.
    """
    found: list[SampleRow] = []
    for file in _FILES:
        for kind in _KINDS:
            for number, raw in enumerate(table(file).get(kind, ())):
                found += _rows(diary, letters, kind, raw, f"{file}:{number}", {})
    return tuple(found)


def confirmed() -> dict[str, str]:
    """Sentences of recent mail to whose proposals the owner has said yes, and in which words."""
    return {one["sentence"]: one["text"] for one in table("practice")["confirmed"]}


def reminders(diary: Diary) -> tuple[SampleReminder, ...]:
    """What the owner wants to be reminded of."""
    return tuple(
        SampleReminder(
            cast()[one["who"]].email if "who" in one else None,
            one["text"],
            _day(diary, one["due"]),
            one.get("every", ""),
        )
        for one in table("ledger")["reminders"]
    )


def dates(diary: Diary) -> tuple[SampleDate, ...]:
    """Dates that stand on no card: with words of the owner's, or such as come once."""
    return tuple(_date(diary, one) for one in table("practice")["dates"])


def _date(diary: Diary, one: dict[str, Any]) -> SampleDate:
    once = one.get("once", False)
    month, day, year = one.get("month", 0), one.get("day", 0), one.get("year")
    if "in_days" in one:
        on = diary.date(one["in_days"])
        month, day = on.month, on.day
        year = on.year - one.get("years", 0) if once or "years" in one else None
    return SampleDate(
        cast()[one["who"]].email,
        one["what"],
        month,
        day,
        year,
        one.get("label", ""),
        one.get("lead_days"),
        once,
    )


def _rows(
    diary: Diary,
    letters: list[Interaction],
    kind: str,
    raw: dict[str, Any],
    place: str,
    above: dict[str, str],
) -> Iterator[SampleRow]:
    """The row of an entry, then those of what is nested in it; above: the column that refers to the row it is nested in."""
    row = SampleRow(
        kind, f"{kind}:{raw.get('name', place)}", _values(diary, letters, kind, raw), _people(raw), above
    )
    row.rows.update({key: f"{to}:{raw[key]}" for key, to in _REFERENCES.items() if key in raw})
    yield row
    for key, (inner, back) in _NESTED.items():
        for number, one in enumerate(raw.get(key, ())):
            ordered = {**one, "place": number} if inner == "goal_steps" else one
            yield from _rows(diary, letters, inner, ordered, f"{place}:{key}:{number}", {back: row.name})


def _people(raw: dict[str, Any]) -> dict[str, str]:
    return {column: cast()[raw[key]].email for key, column in _PEOPLE.items() if key in raw}


def _values(diary: Diary, letters: list[Interaction], kind: str, raw: dict[str, Any]) -> dict[str, Any]:
    """The columns that refer to nothing, days as day numbers."""
    values = {
        key: _day(diary, value) if key in _DAYS or key.endswith("_on") else value
        for key, value in raw.items()
        if key != "name" and not any(key in elsewhere for elsewhere in (_NESTED, _PEOPLE, _REFERENCES))
    }
    if kind == "events":
        values["name"] = str(values.pop("event")).format(year=diary.date(raw["starts"]).year)
    if kind in ("ideas", "disclosures"):
        values |= {
            "digest": digest(raw.get("text", "")),
            "recorded_at": values["on"] * SECONDS_PER_DAY + _TEN,
        }
        values |= {"about": IDEA} if "topic" in raw and "text" not in raw else {}
    if "sentence" in raw:
        values["interaction"] = next(one.key for one in letters if raw["sentence"] in one.text)
    if "moves" in raw:
        values |= {"moves": len(raw["moves"]), "first_due": _day(diary, raw["moves"][0]["before"])}
    return values


def _day(diary: Diary, written: int | str) -> int:
    """The day number of a day counted from today, or of "3w", so many working days after the next one."""
    return diary.number(written if isinstance(written, int) else diary.ahead(int(written.removesuffix("w"))))
