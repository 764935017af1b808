"""Who is meant: the people of a line, each once, and the questions about them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from comity.core.sayit.chunks import Chunk, Named, Sort
from comity.core.sayit.people import People
from comity.core.sayit.results import NEW, NOBODY, Choice, Question, Who
from comity.core.sayit.tokens import key

_MOST_CHOICES = 10
_MOST_LOOKED_UP = 8
"""Unknown names for which similar ones are looked up; the rest are asked without."""


class Cast:
    """Fills up as the line is read in its order."""

    def __init__(self, people: People, answers: Mapping[str, str], chunks: Iterable[Chunk]) -> None:
        self.people, self.answers = people, answers
        self.who: list[Who] = []
        self.questions: list[Question] = []
        self.present: list[int] = []
        self.mentioned: list[int] = []
        self._by: dict[object, int] = {}
        self._ids: list[tuple[str, ...]] = []
        self._last: dict[str, tuple[int, ...]] = {}
        self._looked_up = 0
        self._retold: dict[str, int] = {}
        self._certain = {
            c.named.ids[0] for c in chunks if c.sort == Sort.WHO and c.named and len(c.named.ids) == 1
        }
        self._certain |= {value for name, value in answers.items() if name.startswith("who:")}

    def named(self, chunk: Chunk) -> int:
        """The person whom a chunk names."""
        named = chunk.named
        if named is None:
            raise AssertionError("only chunks that name somebody are looked up")
        question = f"who:{chunk.start}"
        if given := self._answer(question):
            self._retold[key(named.name)] = self._settled(given, named.name, named.how, question)
        if key(named.name) in self._retold:
            return self._noted(self._retold[key(named.name)])
        shared = [id for id in named.ids if id in self._certain]
        sure = named.how in ("name", "part", "nickname", "role")
        if sure and (len(named.ids) == 1 or len(shared) == 1):
            id = named.ids[0] if len(named.ids) == 1 else shared[0]
            return self._noted(self._entry(id, Who(named.name, id, "", named.how, "", question), (id,)))
        return self._noted(self._open(chunk, named, question))

    def _answer(self, question: str) -> str:
        given = self.answers.get(question, "")
        return "" if given == NOBODY else given

    def _settled(self, given: str, said: str, how: str, question: str) -> int:
        if given.startswith(NEW):
            name = given.removeprefix(NEW).strip() or said
            return self._entry(f"{NEW}{key(name)}", Who(said, "", name, "new", "", question), ())
        return self._entry(given, Who(said, given, "", how, "", question), (given,))

    def _open(self, chunk: Chunk, named: Named, question: str) -> int:
        same = named.ids or ("", key(named.name))
        if same in self._by:
            return self._by[same]
        ids, reason = named.ids, "several-fit"
        new = named.how in ("surname", "initials", "new")
        if new:
            reason = "other-surname" if named.how == "surname" else "unknown-name"
            ids = ids or self._similar(named.name)
        elif not ids:
            reason = "nobody-in-this-role"
        choices = [Choice(id, self.people.name(id)) for id in ids[:_MOST_CHOICES]]
        if new:
            choices += [Choice(NEW + named.name, named.name), Choice(NOBODY, "")]
        self.questions.append(Question(question, "who", chunk.start, chunk.end, reason, tuple(choices)))
        name = named.name if named.how in ("new", "surname", "initials") else ""
        return self._entry(same, Who(named.name, "", name, named.how, question, question), ids)

    def _similar(self, name: str) -> tuple[str, ...]:
        self._looked_up += 1
        if self._looked_up > _MOST_LOOKED_UP:
            return ()
        return self.people.ordered(self.people.close(key(name.split()[0])))

    def _entry(self, same: object, who: Who, ids: tuple[str, ...]) -> int:
        if same not in self._by:
            self._by[same] = len(self.who)
            self.who.append(who)
            self._ids.append(ids)
        return self._by[same]

    def _noted(self, place: int) -> int:
        if place not in self.mentioned:
            self.mentioned.append(place)
        return place

    def appear(self, who: Iterable[int]) -> None:
        """These took part, so that "she" may be one of them."""
        self.present += [place for place in who if place >= 0 and place not in self.present]

    def pronoun(self, chunk: Chunk, group: str, *, many: bool) -> tuple[int, ...]:
        """Whom "she" or "they" stands for: those who took part so far, else anybody named so far."""
        question = f"who:{chunk.start}"
        if given := self._answer(question):
            self._last[group] = (self._settled(given, _said(chunk), "pronoun", question),)
            return self._last[group]
        around = self.present or self.mentioned
        if many and around:
            return tuple(around)
        if group in self._last:
            return self._last[group]
        self._last[group] = self.of(around, question, (chunk.start, chunk.end), _said(chunk))
        return self._last[group]

    def of(self, around: Sequence[int], question: str, span: tuple[int, int], said: str) -> tuple[int, ...]:
        """The one of these, or somebody who is asked for."""
        if given := self._answer(question):
            return (self._settled(given, said, "pronoun", question),)
        if len(around) == 1:
            return (around[0],)
        reason = "several-fit" if around else "nobody-named"
        fitting = dict.fromkeys(choice for place in around for choice in self._choices(place))
        choices = tuple(fitting)[:_MOST_CHOICES]
        self.questions.append(Question(question, "who", *span, reason, choices))
        ids = tuple(choice.value for choice in choices)
        return (self._entry(question, Who(said, "", "", "pronoun", question, question), ids),)

    def _choices(self, place: int) -> list[Choice]:
        who = self.who[place]
        ids = [Choice(id, self.people.name(id)) for id in self._ids[place] if not id.startswith(NEW)]
        return ids + ([Choice(NEW + who.name, who.name)] if who.name else [])


def _said(chunk: Chunk) -> str:
    """The pronoun itself."""
    return chunk.code.strip().removeprefix("@s:")
