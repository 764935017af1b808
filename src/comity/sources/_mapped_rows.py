"""Rows of a table as records, by a mapping that says what each column holds."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence

from comity.core.addresses import linkedin_handle
from comity.core.keys import interaction_key, short_hash
from comity.core.records import OWNER, Card, Dated, Flag, Handle, Interaction, Kind, Part, Party, Problem
from comity.core.tables.kinds import kind_of, time_of_day
from comity.core.tables.mapping import PLACES, Mapping, words_of
from comity.core.tables.words import DONE_WORDS, IN_WORDS, OFF_WORDS, OUT_WORDS, TASK_WORDS
from comity.core.timevalues import LONGEST
from comity.sources._cards import (
    email_handles,
    partial_date,
    row_card,
    unique,
    yearly,
)
from comity.sources._plain import SNIPPET_LIMIT, SUBJECT_LIMIT, one_line, paragraphs, without_tags
from comity.sources._when import moment

_DAY, _NOON = 86_400, 12 * 3600
_LINES = ("address", "street")
"""Fields with which an address begins."""
_HAS_TIME = re.compile(r"\d:\d\d")
_PEOPLE = re.compile(r"\s*[;|\n]\s*")
_LABELS = re.compile(r"[;,|\n]")
_MOST_PEOPLE = 100


class MappedRow:
    """A row: the number of its first line and its cells, asked for by field."""

    def __init__(self, line: int, cells: Sequence[str], mapping: Mapping) -> None:
        self.line, self.order = line, mapping.order
        self._cells: dict[str, list[str]] = {}
        for field, cell in zip(mapping.fields, cells, strict=False):
            if cell:
                self._cells.setdefault(field, []).append(cell)
        self._places = [pair for pair in zip(mapping.fields, cells, strict=False) if pair[0] in PLACES]

    def get(self, field: str) -> str:
        """The first cell of this field, "" if none."""
        return self._cells.get(field, [""])[0]

    def all(self, field: str) -> list[str]:
        """All cells of this field that hold anything."""
        return self._cells.get(field, [])

    def addresses(self) -> list[str]:
        """The addresses, each of columns beside one another: one begins where a part comes again."""
        groups: list[list[tuple[str, str]]] = []
        for field, cell in self._places:
            last = groups[-1] if groups else []
            held = {name for name, _ in last}
            begun = not held.isdisjoint(_LINES) and last[-1][0] not in _LINES
            if not last or (begun if field in _LINES else field in held):
                groups.append(last := [])
            last.append((field, cell))
        return unique(text for group in groups for text in _address(group, alone=len(groups) == 1))

    def name(self) -> tuple[str, str, str]:
        """(whole name, given, family)."""
        given, family = one_line(self.get("given")), one_line(self.get("family"))
        parts = (self.get("prefix"), given, self.get("middle"), family, self.get("suffix"))
        return one_line(self.get("name")) or one_line(" ".join(filter(None, parts))), given, family

    def instant(self, text: str) -> int | None:
        """Epoch seconds of a date or time; noon UTC where only the day is told, UTC where no zone is."""
        plain = text.strip()[:80]
        found: dt.datetime | None = None
        try:
            found = dt.datetime.fromisoformat(plain) if _HAS_TIME.search(plain) else None
        except ValueError:
            found = None
        if found is None or found.year < 1900:
            found = moment(re.sub(r"(\d{4})\.(\d{1,2})\.(\d{1,2})", r"\1-\2-\3", plain), self.order)
        if found is None:
            return None
        aware = found if found.tzinfo else found.replace(tzinfo=dt.UTC)
        return int(aware.timestamp()) + (0 if _HAS_TIME.search(plain) else _NOON)

    def moment(self, day: str, time: str) -> int | None:
        """Epoch seconds of two columns; a time beside a day counts where the day's own is midnight or not told."""
        at, clock = self.instant(day), time_of_day(time)
        if at is None or clock is None or (_HAS_TIME.search(day) and at % _DAY):
            return at
        return at // _DAY * _DAY + clock.hour * 3600 + clock.minute * 60 + clock.second

    def day(self, text: str) -> int | None:
        """The UTC day number of a date."""
        at = self.instant(text)
        return None if at is None else at // 86_400


def card_of(row: MappedRow) -> Iterator[Card | Problem]:
    """The person that a row describes; dates that cannot be read, and a row that names nobody, as problems."""
    yearly_ones = [(what, _yearly(what, row)) for what in ("birthday", "anniversary") if row.get(what)]
    card = row_card(
        row.line,
        names=row.name(),
        work=(row.get("organisation"), row.get("title"), row.get("department")),
        emails=row.all("email"),
        profiles=_profiles(row),
        nickname=row.get("nickname"),
        phones=[part for cell in row.all("phone") for part in _PEOPLE.split(cell)],
        urls=[*row.all("profile"), *row.all("url")],
        addresses=row.addresses(),
        note="\n\n".join(row.all("note")),
        dates=[date for _, date in yearly_ones if date],
        labels=[part for cell in row.all("labels") for part in _LABELS.split(cell)],
        known_on=row.day(row.get("met_on")) if row.get("met_on") else None,
    )
    if card is None:
        yield Problem(row.line, "empty-card", "This row names nobody.")
        return
    yield from (_no_date(row, row.get(what)) for what, date in yearly_ones if date is None)
    for field in ("met_on", "last_contact"):
        if row.get(field) and row.day(row.get(field)) is None:
            yield _no_date(row, row.get(field))
    yield card


def last_contact(row: MappedRow, card: Card) -> Iterator[Interaction]:
    """What a column “last contact” says: that something passed on that day, not what."""
    at = row.instant(row.get("last_contact")) if row.get("last_contact") else None
    if at is not None:
        at = at // 86_400 * 86_400 + _NOON
        party = Party(int(Part.PRESENT), card.handles[0], card.name)
        yield _interaction(Kind.NOTE, at, "Last contact", "", [party], Flag.NONE, row.line, "last")


def passed(row: MappedRow) -> Iterator[Interaction | Problem]:
    """What a row says passed; without a day, or with nobody named, it is a problem."""
    at = row.moment(row.get("day"), row.get("time"))
    if at is None:
        yield _no_date(row, row.get("day"))
        return
    people = _parties(row)
    if not people:
        yield Problem(row.line, "nobody", "This row names nobody.")
        return
    yield from _unclear(row)
    ends_at = _end(row, at)
    kind, flags = _what(row, timed=ends_at is not None)
    subject = one_line(row.get("subject"), SUBJECT_LIMIT)
    text = paragraphs(without_tags("\n\n".join(row.all("note"))))[0]
    way = words_of(row.get("direction"))
    if kind in (Kind.MAIL, Kind.CHAT, Kind.LETTER) and (way in IN_WORDS or way in OUT_WORDS):
        part = Part.SENDER if way in IN_WORDS else Part.TO
        people = [Party(int(part), handle, name) for _, handle, name in people]
    found = _interaction(kind, at, subject, text, people, flags, row.line, "row")
    digest = found.digest if ends_at is None else short_hash(f"{found.digest} {ends_at}")
    yield found._replace(ends_at=ends_at, digest=digest)


def _unclear(row: MappedRow) -> Iterator[Problem]:
    """The times and the end that cannot be read; the rest of the row is."""
    for text in filter(None, (row.get("time"), row.get("end_time"))):
        if time_of_day(text) is None and row.instant(text) is None:
            shown = one_line(text, 60)
            yield Problem(row.line, "unreadable-time", f"“{shown}” is no time of day, and was left out.")
    if row.get("end_day") and row.instant(row.get("end_day")) is None:
        yield _no_date(row, row.get("end_day"))


def _end(row: MappedRow, at: int) -> int | None:
    """When it ended, if that is told as exactly as its beginning, and to be believed; a time alone may be of the next day."""
    day, time = row.get("end_day"), row.get("end_time")
    timed = bool(_HAS_TIME.search(row.get("day"))) or time_of_day(row.get("time")) is not None
    ends_timed = bool(_HAS_TIME.search(day)) or time_of_day(time) is not None
    if timed != ends_timed or not (day or time):
        return None
    end = row.moment(day or one_line(row.get("day")).split(" ")[0], time)
    if end is not None and end < at and not day:
        end += _DAY
    return end if end is not None and 0 < end - at <= LONGEST.total_seconds() else None


def _interaction(
    kind: Kind, at: int, subject: str, text: str, people: list[Party], flags: Flag, line: int, what: str
) -> Interaction:
    part = {int(Part.SENDER): Part.TO, int(Part.TO): Part.SENDER}.get(people[0].part, Part.PRESENT)
    who = "\0".join(sorted(f"{handle.kind} {handle.value}" for _, handle, _ in people))
    return Interaction(
        kind=kind,
        key=interaction_key(at, f"csv\0{what}\0{int(kind)}\0{who}\0{subject or text}"),
        at=at,
        offset=None,
        ends_at=None,
        zone="",
        subject=subject,
        snippet=" ".join(text.split())[:SNIPPET_LIMIT],
        text=text,
        parties=(Party(int(part), OWNER, ""), *people),
        flags=int(flags),
        ref=0,
        parent=0,
        digest=short_hash(f"{subject}\0{text}\0{int(flags)}"),
        position=line,
    )


def _what(row: MappedRow, *, timed: bool) -> tuple[Kind, Flag]:
    """The kind, and whether it took place: a task, or one that is not done, did not.

    timed: it has an end, so that it is a meeting where nothing else is said.
    """
    kind = kind_of(row.get("what")) or (Kind.MEETING if timed and not row.get("what") else Kind.NOTE)
    state = words_of(row.get("state"))
    if state in OFF_WORDS:
        return kind, Flag.OFF
    open_still = bool(state) and state not in DONE_WORDS
    task = words_of(row.get("what")) in TASK_WORDS
    return kind, Flag.PLANNED if open_still or task else Flag.NONE


def _parties(row: MappedRow) -> list[Party]:
    """Everybody a row names; names and addresses are matched where there are as many."""
    handles = [*email_handles(row.all("email")), *_profiles(row)]
    names = [one_line(part) for cell in row.all("name") for part in _PEOPLE.split(cell)]
    names = [name for name in names if name] or [name for name in [row.name()[0]] if name]
    if handles:
        told = names if len(names) == len(handles) else [""] * len(handles)
    else:
        handles, told = [Handle("name", name.casefold()) for name in names], names
    pairs = dict(zip(handles, told, strict=True))
    return [Party(int(Part.PRESENT), handle, name) for handle, name in list(pairs.items())[:_MOST_PEOPLE]]


def _profiles(row: MappedRow) -> list[Handle]:
    """The LinkedIn profiles in the columns for them, also where only the end of the address stands there."""
    found = (linkedin_handle(cell if "/" in cell else f"in/{cell}") for cell in row.all("profile"))
    return unique(handle for handle in found if handle)


def _address(group: Sequence[tuple[str, str]], *, alone: bool) -> Iterator[str]:
    """Columns of one address on one line; several of whole addresses, with no place behind them, are each its own.

    alone: there is no other address; a country or region by itself is one only then.
    """
    told = {field: cell for field, cell in group if cell and field not in _LINES}
    lines = [cell for field, cell in group if cell and field in _LINES]
    if all(field == "address" for field, _ in group):
        yield from lines
    elif lines or alone or told.keys() & {"postcode", "city"}:
        place = f"{told.get('postcode', '')} {told.get('city', '')}".strip()
        parts = unique(filter(None, [*lines, place, told.get("region", ""), told.get("country", "")]))
        yield from filter(None, [", ".join(parts)])


def _yearly(what: str, row: MappedRow) -> Dated | None:
    text = row.get(what)
    at = row.instant(text) if text else None
    if at is None:
        return partial_date(what, text) if text else None
    day = dt.date(1970, 1, 1) + dt.timedelta(days=at // 86_400)
    return yearly(what, day.month, day.day, day.year)


def _no_date(row: MappedRow, text: str) -> Problem:
    if not text:
        return Problem(row.line, "no-date", "This row does not say when it was.")
    shown = one_line(text, 60)
    return Problem(
        row.line, "unreadable-date", f"“{shown}” is no date, or day and month cannot be told apart."
    )
