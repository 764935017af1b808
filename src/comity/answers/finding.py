"""Whom somebody means by an id, an address or a name."""

from __future__ import annotations

from uuid import UUID

from comity.answers import wording
from comity.core.errors import Ambiguous, NotFound
from comity.store.access import Scope
from comity.store.models import Person
from comity.store.queries import person as query


def find(scope: Scope, who: str) -> Person:
    """The person meant by an id, an address or a name.

    Raises:
        NotFound: nobody fits; Ambiguous: several do.
    """
    try:
        uuid = UUID(who)
    except ValueError:
        pass
    else:
        person = query.by_uuid(scope.book_id, str(uuid))
        if person is None:
            raise NotFound("person", who)
        return person
    found = query.by_words(scope.book_id, who)
    if not found:
        raise NotFound("person", who)
    if len(found) > 1:
        raise Ambiguous(who, tuple((wording.outside_id(u), name, email) for u, name, email in found[:10]))
    person = query.by_uuid(scope.book_id, wording.outside_id(found[0][0]))
    assert person is not None
    return person
