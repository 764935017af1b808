"""What the patterns claimed, as items: promises, exchanges, introductions, reminders, facts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from comity.core.days import date_from_day, day_from_date
from comity.core.sayit.cast import Cast
from comity.core.sayit.chunks import Chunk, Sort
from comity.core.sayit.claims import Claim
from comity.core.sayit.grammar import Grammar
from comity.core.sayit.moments import Moments
from comity.core.sayit.pieces import Pieces
from comity.core.sayit.results import (
    DATE,
    LEFT,
    ME,
    Choice,
    Exchange,
    Fact,
    Introduction,
    Item,
    Moment,
    Promise,
    Question,
    Reminder,
    Role,
)
from comity.core.sayit.tokens import Token
from comity.core.sayit.when import has_year, is_calendar, is_past

_VALUES = ("organisation", "title", "place")
_MOST_WORDS = 8
"""Words of a title or an organisation; what has more is told in a sentence, and kept as one."""


def keeps(becomes: str, values: Mapping[str, str]) -> bool:
    """Whether a fact has what it takes to be kept as a position, the end of one, or a date."""
    if becomes == DATE:
        return bool(values.get("date"))
    told = [values.get(name, "") for name in ("organisation", "title")]
    where = told[0][:1]
    named = not where or where.isupper() or where.isdigit()
    return bool(becomes) and any(told) and named and all(len(text.split()) <= _MOST_WORDS for text in told)


class Acts:
    """Turns claims into items, in the order of the text."""

    def __init__(
        self,
        text: str,
        words: Sequence[Token],
        chunks: Sequence[Chunk],
        languages: Sequence[Grammar],
        cast: Cast,
        moments: Moments,
        pieces: Pieces,
    ) -> None:
        self.text, self.words, self.chunks, self.languages = text, words, chunks, languages
        self.cast, self.moments, self.pieces = cast, moments, pieces
        self.questions: list[Question] = []
        self._subject: tuple[int, ...] = ()

    def item(self, claim: Claim) -> Item:
        """What a claim says."""
        make: dict[str, Callable[[Claim], Item]] = {
            "promise": self._promise,
            "exchange": self._exchange,
            "introduction": self._introduction,
            "reminder": self._reminder,
            "fact": self._fact,
        }
        item = make[claim.pattern.act["item"]](claim)
        self.pieces.mark((p for p in range(claim.first, claim.last) if self._is_spoken(p)), Role.ACT)
        return item

    def _is_spoken(self, place: int) -> bool:
        return self.chunks[place].sort not in (Sort.COMMA, Sort.MARK, Sort.END)

    def _promise(self, claim: Claim) -> Promise:
        mine = claim.pattern.act["by"] == "me"
        who = self._who(claim)
        due, when = self._dates(claim)
        text = self._text(claim)
        start, end = self._span(claim)
        return Promise(mine, who, text, due, when, start, end)

    def _reminder(self, claim: Claim) -> Reminder:
        due = self.moments.told(self._moments_in(claim), ahead=True)
        who = self._named_in(claim.slot("text"))
        start, end = self._span(claim)
        self._mark_moments(claim)
        return Reminder(self._text(claim), who, due, start, end)

    def _exchange(self, claim: Claim) -> Exchange:
        who = self._who(claim)
        when = self._day(claim)
        start, end = self._span(claim)
        worth, key = claim.pattern.act.get("worth", ""), ""
        if not worth:
            worth, key = self._worth(claim, (start, end))
        return Exchange(claim.pattern.act["given"], worth, who, self._text(claim), when, key, start, end)

    def _introduction(self, claim: Claim) -> Introduction:
        act = claim.pattern.act
        who = self._named_first(claim)
        self.cast.appear(who)
        by = ME if act["by"] == "me" else next(iter(who), ME)
        one = self._people(claim.slot("one"))
        if not one:
            one = (ME,) if act["by"] == "who" else who
        other = self._people(claim.slot("other"))
        when = self._day(claim)
        start, end = self._span(claim)
        return Introduction(act["step"], by, one, other, when, start, end)

    def _fact(self, claim: Claim) -> Fact:
        who = self._named_first(claim)
        self.cast.appear(who)
        values = tuple((name, said) for name in _VALUES if (said := self._said(claim.slot(name))))
        start, end = self._span(claim)
        told = range(claim.slot("text").start, claim.last)
        self.pieces.mark((place for place in told if self._is_spoken(place)), Role.TEXT)
        act = claim.pattern.act
        becomes = act.get("becomes", "")
        if becomes == DATE:
            values = (("date", said),) if (said := self._yearly(claim)) else ()
        if becomes == LEFT and (day := self._day(claim).day) is not None:
            values += (("until", date_from_day(day).isoformat()),)
        if not keeps(becomes, dict(values)):
            becomes = ""
        private = bool(act.get("private", False))
        return Fact(act["topic"], who, self._slice(told), values, private, start, end, becomes)

    def _yearly(self, claim: Claim) -> str:
        """The day of the year that is told, MM-DD, with its year where that is told; "" where there is none."""
        dates = [chunk for chunk in self._moments_in(claim) if chunk.sort == Sort.DATE]
        day = self.moments.told(dates, ahead=True).day
        self._mark_moments(claim)
        if day is None or not dates or dates[0].when is None or not is_calendar(dates[0].when):
            return ""
        on = date_from_day(day)
        return on.isoformat() if has_year(dates[0].when) else f"{on:%m-%d}"

    def _who(self, claim: Claim) -> tuple[int, ...]:
        """The person of a promise or exchange: named, or named within its text, or the one who took part."""
        who = self._named_first(claim)
        inside = self._named_in(claim.slot("text")) if not who else ()
        if not who and inside:
            who = inside[:1]
        if not who:
            pronoun = next((p for p in claim.slot("text") if self.chunks[p].sort == Sort.PRONOUN), None)
            who = self.people_at(pronoun) if pronoun is not None else self._company(claim)
        self.cast.appear(who)
        self._named_in(claim.slot("text"))
        return who

    def _named_first(self, claim: Claim) -> tuple[int, ...]:
        """The person whom the pattern names, or the subject of the clause before; me, where it says so."""
        if claim.pattern.act.get("of") == "me":
            return (ME,)
        if not claim.pattern.elided:
            self._subject = self._people(claim.slot("who") or claim.slot("whose"))
        return self._subject

    def _company(self, claim: Claim) -> tuple[int, ...]:
        start, end = self._span(claim)
        return self.cast.of(self.cast.present, f"who:{start}", (start, end), "")

    def _people(self, places: Iterable[int]) -> tuple[int, ...]:
        found: list[int] = []
        for place in places:
            chunk = self.chunks[place]
            if chunk.sort in (Sort.WHO, Sort.MAYBE, Sort.PRONOUN) or self._possessive(place):
                found += [one for one in self.people_at(place) if one not in found]
                self.pieces.mark([place], Role.WHO)
            elif chunk.code and chunk.code != "& ":
                found.append(ME)
        return tuple(found)

    def _possessive(self, place: int) -> bool:
        word = self.words[self.chunks[place].first].word
        return any(word in grammar.words.possessives for grammar in self.languages)

    def people_at(self, place: int) -> tuple[int, ...]:
        """Whom a chunk means; several only where it says "they"."""
        chunk = self.chunks[place]
        if chunk.named:
            return (self.cast.named(chunk),)
        word = self.words[chunk.first].word
        grammar = next((g for g in self.languages if word in g.pronouns), None)
        if grammar is None:
            return self.cast.pronoun(chunk, "whose", many=False)
        return self.cast.pronoun(chunk, grammar.pronouns[word], many=word in grammar.many)

    def _named_in(self, places: Iterable[int]) -> tuple[int, ...]:
        """Those whom a text names, in order."""
        found: list[int] = []
        for place in places:
            chunk = self.chunks[place]
            if chunk.sort == Sort.WHO:
                found.append(self.cast.named(chunk))
                self.pieces.mark([place], Role.WHO)
        return tuple(dict.fromkeys(found))

    def _moments_in(self, claim: Claim) -> list[Chunk]:
        return [self.chunks[place] for place in range(claim.first, claim.last) if self.chunks[place].when]

    def _mark_moments(self, claim: Claim) -> None:
        for place in range(claim.first, claim.last):
            if self.chunks[place].when:
                self.pieces.mark([place], Role.DAY if self.chunks[place].sort == Sort.DATE else Role.TIME)

    def _dates(self, claim: Claim) -> tuple[Moment, Moment]:
        """When a promise is due, and when it was made: what points back, or stands before it without "by"."""
        said = self._moments_in(claim)
        opening = min((first for _, first, _ in claim.slots), default=claim.first)
        before = self.chunks[opening].start
        made = [c for c in said if c.when and (is_past(c.when) or (c.start < before and not c.when.due))]
        rest = [c for c in said if c not in made]
        either = not claim.pattern.open and not any(c.when and c.when.due for c in rest)
        due = self.moments.told(rest, ahead=None if either else True)
        when = self.moments.told(made, ahead=False)
        self._mark_moments(claim)
        if either and due.day is not None and due.day < day_from_date(self.moments.today):
            return when, due
        return due, when

    def _day(self, claim: Claim) -> Moment:
        when = self.moments.told(self._moments_in(claim), ahead=claim.pattern.act.get("step") == "offered")
        self._mark_moments(claim)
        return when

    def _worth(self, claim: Claim, span: tuple[int, int]) -> tuple[str, str]:
        words = [self.words[self.chunks[place].first].word for place in claim.slot("text")]
        for word in words:
            for grammar in self.languages:
                if (word,) in grammar.worth:
                    return grammar.worth[(word,)], ""
        key = f"worth:{span[0]}"
        names = tuple(dict.fromkeys(name for grammar in self.languages for name in grammar.worth.values()))
        if (given := self.moments.answers.get(key)) in names:
            return str(given), ""
        choices = tuple(Choice(name, name) for name in names)
        self.questions.append(Question(key, "worth", *span, "which-kind-of-worth", choices))
        return "", key

    def _text(self, claim: Claim) -> str:
        places = claim.slot("text")
        text = self._said(places)
        self.pieces.mark((place for place in places if self._is_spoken(place)), Role.TEXT)
        return text

    def _said(self, places: range) -> str:
        """The words of these chunks as they stand, without days and times at either end or between."""
        runs: list[list[Chunk]] = [[]]
        for place in places:
            if self.chunks[place].when:
                runs.append([])
            else:
                runs[-1].append(self.chunks[place])
        said = (self.text[run[0].start : run[-1].end] for run in runs if run)
        return " ".join(" ".join(said).split()).strip(" ,-–/+&")

    def _slice(self, places: range) -> str:
        """The words of these chunks as they stand, days and all."""
        spoken = [place for place in places if self._is_spoken(place)]
        said = self.text[self.chunks[spoken[0]].start : self.chunks[spoken[-1]].end] if spoken else ""
        return " ".join(said.split())

    def _span(self, claim: Claim) -> tuple[int, int]:
        spoken = [place for place in range(claim.first, claim.last) if self._is_spoken(place)]
        return self.chunks[spoken[0]].start, self.chunks[spoken[-1]].end
