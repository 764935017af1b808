"""From a line to all that it says."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence

from comity.core.records import Kind
from comity.core.sayit.acts import Acts
from comity.core.sayit.cast import Cast
from comity.core.sayit.chunks import Chunker, Sort
from comity.core.sayit.claims import LONGEST, Claim, claims
from comity.core.sayit.gatherings import Gathering, Gatherings
from comity.core.sayit.grammar import Grammar, KindWord, grammars
from comity.core.sayit.happenings import Found, Happenings
from comity.core.sayit.moments import Moments
from comity.core.sayit.people import People
from comity.core.sayit.pieces import Pieces
from comity.core.sayit.results import Happening, Item, Role, Understanding
from comity.core.sayit.tokens import Token, tokens
from comity.core.sayit.when import days_of, found_at, is_none

LONGEST_LINE = 20_000
"""Characters that are looked at; what follows is kept as a note."""

_NOTE = KindWord("note", Kind.NOTE, weak=True, verb=False, plain=False)


def understand(
    text: str, today: dt.date, people: People, answers: Mapping[str, str] | None = None
) -> Understanding:
    """Everything that a line says, and what it leaves open; never raises, whatever the text.

    Args:
        today: the user's own date, from which "yesterday" and "by Friday" count.
        answers: to questions of an earlier reading of the same text: `Question.key` to `Choice.value`. A person
            may be answered by any id, by `NEW` with a name, or by `NOBODY`. An answer that fits nothing is ignored.
    """
    return _Reading(text, today, people, answers or {}).understanding()


def days_said(text: str, today: dt.date, *, ahead: bool) -> tuple[int, ...]:
    """The day numbers that a text means which is nothing but a day, such as "in two weeks"; empty if it is none.

    More than one where it can mean several; ahead: whether it is to come, as of a reminder.
    """
    words = tokens(text[:LONGEST_LINE])
    found = found_at(words, 0, grammars()) if words else None
    if found is None or found.last != len(words) or found.is_time or is_none(found):
        return ()
    return days_of(found, today, ahead=ahead)


class _Reading:
    def __init__(self, text: str, today: dt.date, people: People, answers: Mapping[str, str]) -> None:
        self.text = text
        endings = frozenset(ending for grammar in grammars() for ending in grammar.words.endings)
        self.words = tokens(text[:LONGEST_LINE], endings)
        self.languages = _ranked(self.words)
        self.chunks = Chunker(self.words, people, self.languages, answers).chunks()
        self.cast = Cast(people, answers, self.chunks)
        self.moments = Moments(today, answers)
        self.pieces = Pieces(text, self.chunks, self.words)
        self.gatherings = Gatherings(text, self.chunks, self.words, self.languages, people.events)
        self.events: list[Gathering] = []

    def understanding(self) -> Understanding:
        claimed = [claim for first, last in self._sentences() for claim in self._claims(first, last)]
        self.events = self._gathered(claimed)
        parts = list(self._parts(claimed))
        reader = Happenings(self.chunks, self.words, self.languages)
        found = reader.read(parts)
        if not found:
            found = self._bare_note(parts, alone=not claimed)
        items = self._items(claimed, found)
        for part in parts:
            for place in part:
                self._mention(place)
        small = self.languages[0].words
        self.pieces.join(
            small.joints | small.list | small.titles, small.with_ | small.articles | small.titles
        )
        pieces = self.pieces.pieces()
        questions = sorted(
            (*self.cast.questions, *self.moments.questions, *self.acts.questions),
            key=lambda q: (q.start, q.key),
        )
        note = tuple(self.text[p.start : p.end] for p in pieces if p.role == Role.NOTE)
        return Understanding(
            self.languages[0].language, tuple(self.cast.who), tuple(items), tuple(questions), pieces, note
        )

    def _sentences(self) -> Iterator[tuple[int, int]]:
        first = 0
        for place, chunk in enumerate(self.chunks):
            line_ends = place > first and "\n" in self.text[self.chunks[place - 1].end : chunk.start]
            if line_ends or place - first >= LONGEST:
                yield first, place
                first = place
            if chunk.sort == Sort.END:
                yield first, place
                first = place + 1
        if first < len(self.chunks):
            yield first, len(self.chunks)

    def _claims(self, first: int, last: int) -> list[Claim]:
        found = claims(self.chunks, first, last, self.languages) if first < last else []
        return [claim for claim in found if self._is_sound(claim)]

    def _is_sound(self, claim: Claim) -> bool:
        """Where I work has a name; "I work at home" says nothing of that."""
        place = claim.slot("organisation")
        return (
            claim.pattern.act.get("of") != "me"
            or not place
            or self.words[self.chunks[place.start].first].capital
        )

    def _gathered(self, claimed: Sequence[Claim]) -> list[Gathering]:
        taken = {place for claim in claimed for place in range(claim.first, claim.last)}
        found = (one for first, last in self._sentences() for one in self.gatherings.found(first, last))
        return [one for one in found if taken.isdisjoint(range(one.first, one.last))]

    def _event_of(self, found: Found) -> str:
        """The gathering that the sentence of a happening tells of, once."""
        if found.kind.kind not in (Kind.MEETING, Kind.EVENT):
            return ""
        at = _first(found)
        first, last = next(span for span in self._sentences() if span[0] <= at < span[1])
        here = next((one for one in self.events if first <= one.first < last), None)
        if here is None:
            return ""
        self.events.remove(here)
        self.pieces.mark(range(here.first, here.last), Role.EVENT)
        return here.name

    def _parts(self, claimed: Sequence[Claim]) -> Iterator[list[int]]:
        """Runs of chunks between commas, ends of sentences and claims."""
        runs = [(one.first, one.last) for one in claimed] + [(one.first, one.last) for one in self.events]
        taken = {place for first, last in runs for place in range(first, last)}
        part: list[int] = []
        ends = {last for _, last in self._sentences()}
        for place, chunk in enumerate(self.chunks):
            if part and (place in taken or place in ends or chunk.sort in (Sort.END, Sort.COMMA)):
                yield part
                part = []
            if place not in taken and chunk.sort not in (Sort.END, Sort.COMMA):
                part.append(place)
        if part:
            yield part

    def _bare_note(self, parts: Sequence[Sequence[int]], *, alone: bool) -> list[Found]:
        """Words about somebody that nothing else understands are a note about them; so is a day that stands alone."""
        places = [place for part in parts for place in part]
        who = [place for place in places if self.chunks[place].sort == Sort.WHO]
        moments = [place for place in places if (when := self.chunks[place].when) and not when.due]
        if not who and not (alone and moments):
            return []
        return [Found(_NOTE, [], True, who, moments)]

    def _items(self, claimed: Sequence[Claim], found: Sequence[Found]) -> list[Item]:
        """In the order of the text, so that "she" finds whom was spoken of before."""
        self.acts = Acts(
            self.text, self.words, self.chunks, self.languages, self.cast, self.moments, self.pieces
        )
        items: list[Item] = []
        waiting = sorted(found, key=_first)
        for claim in claimed:
            while waiting and _first(waiting[0]) < claim.first:
                items.append(self._happening(waiting.pop(0)))
            items.append(self.acts.item(claim))
        items += [self._happening(one) for one in waiting]
        return items

    def _happening(self, found: Found) -> Happening:
        who: list[int] = []
        for place in found.who:
            who += [one for one in self.acts.people_at(place) if one not in who]
        dates = [place for place in found.moments if self.chunks[place].sort == Sort.DATE][:1]
        times = [place for place in found.moments if self.chunks[place].sort == Sort.TIME]
        when = self.moments.told(
            (self.chunks[p] for p in (*dates, *times)),
            ahead=None if found.plain else False,
            today_if_none=True,
        )
        self.cast.appear(who)
        self.pieces.mark(found.kinds, Role.KIND)
        self.pieces.mark(found.who, Role.WHO)
        self.pieces.mark(dates, Role.DAY)
        self.pieces.mark(times, Role.TIME)
        places = [*found.kinds, *found.who, *dates, *times]
        start = min(self.chunks[place].start for place in places)
        end = max(self.chunks[place].end for place in places)
        event = self._event_of(found)
        kind = Kind.EVENT if event else found.kind.kind
        return Happening(found.kind.what, kind, tuple(who), when, start, end, event)

    def _mention(self, place: int) -> None:
        """Somebody named outside of all that was understood is known to the line all the same."""
        if self.chunks[place].sort == Sort.WHO and self.pieces.is_free(place):
            self.cast.named(self.chunks[place])
            self.pieces.mark([place], Role.WHO)


def _first(found: Found) -> int:
    return min((*found.kinds, *found.who, *found.moments))


def _ranked(words: Sequence[Token]) -> tuple[Grammar, ...]:
    """The languages, that of most of the words first."""
    said = [token.word for token in words if token.word]
    return tuple(sorted(grammars(), key=lambda grammar: -sum(word in grammar.vocabulary for word in said)))
