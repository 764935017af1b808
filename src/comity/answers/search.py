"""Finding people and what passed between us, by words."""

from __future__ import annotations

from comity.answers import wording
from comity.answers.shapes import Hit
from comity.core.records import Kind
from comity.core.search import parse
from comity.store.access import Scope
from comity.store.queries import people as people_query
from comity.store.queries import search as query


def search(scope: Scope, words: str, *, limit: int = 20) -> tuple[Hit, ...]:
    """People first (the strongest tie first), then interactions, newest first; at most `limit` of each."""
    terms = parse(words)
    if not terms:
        return ()
    plain = " ".join(word for term in terms for word in term.words)
    people = people_query.listed(scope.book_id, people_query.Narrowed(plain), "strength", limit, 0)
    emails = people_query.emails([c.person for c in people])
    hits = [
        Hit("person", face.id, face.name, next(iter(emails.get(c.person, ())), ""), None, face)
        for c in people
        for face in (wording.face(c.uuid, c.name),)
    ]
    for key, kind, at, subject, snippet in query.interactions(scope.book_id, terms, limit):
        outside = wording.outside_id(bytes(key).hex())
        hits.append(Hit(Kind(kind).name.lower(), outside, subject, snippet, scope.moment(at), None))
    return tuple(hits)
