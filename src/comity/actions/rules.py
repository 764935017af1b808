"""Rules of what I stay out of for somebody, set by hand: what a relationship asks for that is professional and personal.

Those that follow from a decision are `actions.decisions`.
"""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from comity.actions import removed
from comity.actions.finding import person_of, row_of, words_of
from comity.core import days
from comity.core.errors import Invalid
from comity.store.access import Scope
from comity.store.models import Recusal

TEXT = 20_000
_MATTER = 1_000


def stay_out(
    scope: Scope, person_id: str, matter: str, rule: str = "", *, until: dt.date | None = None
) -> str:
    """From today on I stay out of this where it is about the person; returns the rule's id.

    Args:
        matter: what I stay out of, such as hiring, grading or paying them; rule: who decides instead, and how.

    Raises:
        NotFound: no such person; Invalid: no words, or an end that is past.
    """
    words = words_of("matter", matter, _MATTER)
    if until is not None and until < scope.today():
        raise Invalid("until", until.isoformat(), "name a day to come")
    with transaction.atomic():
        row = Recusal.objects.create(
            book_id=scope.book_id,
            person=person_of(scope, person_id, by_hand=True),
            matter=words,
            rule=rule.strip()[:TEXT],
            since=days.day_from_date(scope.today()),
            until=None if until is None else days.day_from_date(until),
        )
    return str(row.uuid)


def remove_rule(scope: Scope, id: str) -> str:
    """It was a mistake: nothing of it stays. One that a decision made goes with that. Returns what brings it back.

    Raises:
        NotFound: no such rule that was set by hand.
    """
    with transaction.atomic():
        found = row_of(scope, Recusal.objects.filter(decision=None), "recusal", id)
        return removed.remove(scope, "rule", found)
