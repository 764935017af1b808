"""Days and times as a line means them, and the questions about them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

from comity.core.days import date_from_day, day_from_date
from comity.core.sayit.chunks import Chunk, Sort
from comity.core.sayit.results import Choice, Moment, Question
from comity.core.sayit.when import When, days_of, is_ahead, is_none, is_past, minutes_of

_LATE = ("afternoon", "evening", "night")


class Moments:
    """Tells each day once; questions gather in `questions`."""

    def __init__(self, today: dt.date, answers: Mapping[str, str]) -> None:
        self.today, self.answers = today, answers
        self.questions: list[Question] = []

    def told(self, chunks: Iterable[Chunk], *, ahead: bool | None, today_if_none: bool = False) -> Moment:
        """What the first day and the first time among these say; ahead: to come, or None where either is meant."""
        said = list(chunks)
        date = next((chunk for chunk in said if chunk.sort == Sort.DATE), None)
        time = next((chunk for chunk in said if chunk.sort == Sort.TIME and not _part(chunk)), None)
        parts = [chunk.when.part for chunk in said if chunk.when and chunk.when.part]
        day, day_key = self._day(date, ahead=ahead)
        if today_if_none and date is None:
            day = day_from_date(self.today)
        minute, time_key = self._minute(time, parts)
        return Moment(day, minute, next(iter(parts), ""), day_key, time_key)

    def _day(self, chunk: Chunk | None, *, ahead: bool | None) -> tuple[int | None, str]:
        if chunk is None or chunk.when is None:
            return None, ""
        if is_ahead(chunk.when) or is_past(chunk.when):
            ahead = is_ahead(chunk.when)
        ways = (False, True) if ahead is None else (ahead,)
        days = tuple(sorted({day for way in ways for day in days_of(chunk.when, self.today, ahead=way)}))
        choices = tuple(Choice(str(day), date_from_day(day).isoformat()) for day in days)
        return self._asked("day", chunk, days, choices)

    def _minute(self, chunk: Chunk | None, parts: list[str]) -> tuple[int | None, str]:
        if chunk is None or chunk.when is None:
            return None, ""
        minutes = minutes_of(chunk.when)
        if len(minutes) > 1 and parts:
            minutes = minutes[1:] if parts[0] in _LATE else minutes[:1]
        choices = tuple(Choice(str(minute), f"{minute // 60:02}:{minute % 60:02}") for minute in minutes)
        return self._asked("time", chunk, minutes, choices)

    def _asked(
        self, asks: str, chunk: Chunk, values: tuple[int, ...], choices: tuple[Choice, ...]
    ) -> tuple[int | None, str]:
        question = f"{asks}:{chunk.start}"
        given = self.answers.get(question, "")
        if any(given == choice.value for choice in choices):
            return int(given), ""
        if len(values) < 2:
            return next(iter(values), None), ""
        reason = _reason(chunk.when) if asks == "day" else "morning-or-afternoon"
        self.questions.append(Question(question, asks, chunk.start, chunk.end, reason, choices))
        return None, question


def _part(chunk: Chunk) -> bool:
    return chunk.when is not None and chunk.when.means.startswith("part ")


def _reason(when: When | None) -> str:
    if when is None or "week" in when.means.split():
        return "which-day-of-the-week"
    if is_none(when):
        return "no-such-day"
    return "day-or-month-first" if when.means == "slashed" else "this-week-or-another"
