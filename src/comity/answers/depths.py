"""How deep the relationship with somebody is, from what the book holds of it (`core.depth`)."""

from __future__ import annotations

from comity.answers.finding import find
from comity.core.depth import Depth, depth
from comity.store.access import Scope
from comity.store.models import Person


def depth_with(person: Person) -> Depth:
    """The depth of the relationship with a person; `person.relationship.metrics` is read where it is not there yet."""
    relationship = person.relationship
    metrics = getattr(relationship, "metrics", None)
    both_ways = metrics is not None and None not in (metrics.last_in, metrics.last_out)
    return depth(relationship.standing, metrics.active_days if metrics else 0, both_ways=both_ways)


def depth_of(scope: Scope, who: str) -> Depth:
    """The same for somebody named by an id, an address or a name.

    Raises:
        NotFound: nobody fits; Ambiguous: several do.
    """
    return depth_with(find(scope, who))
