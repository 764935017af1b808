"""Where an item of Today is seen in full: addresses of the desk's pages, the place of the matter on them included."""

from __future__ import annotations

from collections.abc import Mapping

from comity.answers import wording
from comity.core.agenda import Matter
from comity.store.queries.open_matters import Open

_LISTS: Mapping[str, str] = {
    "promise": "/promises#promise-{}",
    "theirs": "/promises#promise-{}",
    "request": "/requests#request-{}",
    "thanks": "/exchanges#exchange-{}",
    "feedback": "/feedback#feedback-{}",
    "introduction": "/introductions#introduction-{}",
    "reminder": "/reminders#reminder-{}",
    "opportunity": "/opportunities/{}#helps",
    "event": "/events/{}",
    "renewal": "/engagements/{}#renewal",
    "meeting": "/i/{}",
    "feeling": "/trust/{}#felt",
    "policy": "/policies#policy-{}",
}
"""By the kind of an item, for its own id."""
_WITHIN: Mapping[str, str] = {
    "step": "/goals/{}#steps",
    "session": "/mentoring/{}#next",
    "deliver": "/engagements/{}#deliveries",
    "delivery": "/engagements/{}#deliveries",
    "pay": "/engagements/{}#invoices",
    "paid": "/engagements/{}#invoices",
    "follow_up": "/events/{}#follow-ups",
}
"""By the kind, for the id of what it belongs to, which is the first line of its row."""


def page_of(found: Matter) -> str:
    """The path of the page; "" where that of its person is all there is."""
    if found.kind == "review":
        return "/review"
    if found.kind == "interests":
        return "/interests"
    if found.kind == "keeping":
        return "/rights#due"
    if found.kind in _LISTS:
        return _LISTS[found.kind].format(wording.outside_id(found.subject))
    if found.kind in _WITHIN and isinstance(found.detail, Open):
        return _WITHIN[found.kind].format(wording.outside_id(belongs_to(found.detail)[0]))
    return ""


def belongs_to(row: Open) -> tuple[str, str]:
    """Of a row that is part of something: the id of that, and what else it says."""
    id, _, text = row.more.partition("\n")
    return id, text
