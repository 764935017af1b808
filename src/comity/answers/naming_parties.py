"""The people and organisations that a question before a decision names; what fits several is asked, never guessed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from comity.answers import wording
from comity.answers.conflict_shapes import Asked, Party
from comity.core import folding
from comity.core.conflicts import ORGANISATION, PERSON, Node
from comity.core.deciding import Question, Span
from comity.store.access import Scope
from comity.store.cards import folded
from comity.store.models import Identifier, Organisation, Person
from comity.store.queries import conflicts as query

_MOST_CHOICES = 10


@dataclass(frozen=True, slots=True)
class Named:
    """Whom a question names: found; asked about; and words that fit nobody."""

    parties: tuple[Party, ...]
    asked: tuple[Asked, ...]
    unknown: tuple[str, ...]


def parties(scope: Scope, question: Question, picked: Mapping[str, str]) -> Named:
    """Whom the words mean. picked: words of the question, to the id of the person or organisation meant by them."""
    spans = list(question.spans())
    fits = _Fits(scope, spans, picked)
    taken: set[int] = set()
    meant: list[tuple[Span, Sequence[Node]]] = []
    for span in spans:
        nodes = () if taken & set(span.places) else fits.of(span)
        if nodes:
            taken |= set(span.places)
            meant.append((span, nodes))
    meant.sort(key=lambda one: one[0].start)
    known = _parties(scope, {node for _, nodes in meant for node in nodes})
    found = dict.fromkeys(known[nodes[0]] for _, nodes in meant if len(nodes) == 1)
    asked = tuple(
        Asked(span.text, tuple(sorted((known[n] for n in nodes), key=lambda one: one.name)[:_MOST_CHOICES]))
        for span, nodes in meant
        if len(nodes) > 1
    )
    return Named(tuple(found), asked, question.unknown(frozenset(taken)))


class _Fits:
    """Whom each span may mean, from two or three queries for all of them."""

    def __init__(self, scope: Scope, spans: Sequence[Span], picked: Mapping[str, str]) -> None:
        self.picked = {" ".join(folding.words(words)): id for words, id in picked.items()}
        self.folded = {span: folding.words(span.text) for span in spans}
        self.people = query.named(scope.book_id, (word for words in self.folded.values() for word in words))
        self.places = query.organisations_named(scope.book_id, (folded(span.text) for span in spans))
        self.exact = dict(_exactly(scope, spans, self.picked.values()))

    def of(self, span: Span) -> tuple[Node, ...]:
        """Whom it may mean; a place of work before people of that name where the question says "at"."""
        chosen = self.exact.get(self.picked.get(" ".join(self.folded[span]), ""))
        if chosen is None:
            chosen = self.exact.get(span.text.lower())
        if chosen is not None:
            return (chosen,)
        words = set(self.folded[span])
        people = tuple((PERSON, id) for id, known in sorted(self.people.items()) if words and words <= known)
        places = self._places(folded(span.text))
        if people and places:
            return places if span.at else (*people, *places)
        return people or places

    def _places(self, key: str) -> tuple[Node, ...]:
        exact = [id for id, _, known in self.places if known == key]
        begun = [id for id, _, known in self.places if known.startswith(f"{key} ")]
        return tuple((ORGANISATION, id) for id in exact or begun)


def _exactly(scope: Scope, spans: Sequence[Span], ids: object) -> Iterator[tuple[str, Node]]:
    """Addresses and ids that are written out or were chosen, with whom they mean."""
    said = [span.text for span in spans if len(span.words) == 1]
    addresses = [word.lower() for word in said if "@" in word]
    wanted = [id for word in [*said, *list(ids)] if (id := _uuid(word))]  # type: ignore[call-overload]
    if addresses:
        rows = Identifier.objects.filter(
            book_id=scope.book_id, kind="email", value__in=addresses, person__isnull=False
        )
        for value, person, head in rows.values_list("value", "person_id", "person__merged_into_id"):
            yield value, (PERSON, head or person)
    if wanted:
        people = Person.objects.filter(book_id=scope.book_id, uuid__in=wanted, is_me=False)
        for uuid, person, head in people.values_list("uuid", "id", "merged_into_id"):
            yield str(uuid), (PERSON, head or person)
        places = Organisation.objects.filter(book_id=scope.book_id, uuid__in=wanted)
        for uuid, place in places.values_list("uuid", "id"):
            yield str(uuid), (ORGANISATION, place)


def _uuid(word: str) -> UUID | None:
    try:
        return UUID(word)
    except ValueError:
        return None


def _parties(scope: Scope, nodes: set[Node]) -> dict[Node, Party]:
    return {
        node: Party(node[0], wording.outside_id(uuid), wording.face_name(name), node)
        for node, (uuid, name) in query.called(scope.book_id, nodes).items()
    }
