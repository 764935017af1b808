"""What is never to come again, so that it can be taken back."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as later

from comity.answers.shapes import Silenced
from comity.answers.today.said import quoted
from comity.core import agenda
from comity.store.access import Scope
from comity.store.queries import silenced as query

_WORDS: Mapping[str, str | Promise] = {
    "reminder": later("Reminder"),
    "promise": later("Promise"),
    "theirs": later("Promise to you"),
    "request": later("Request"),
    "thanks": later("Thanks"),
    "feedback": later("Feedback asked of you"),
    "introduction": later("Introduction"),
    "opportunity": later("Opportunity"),
    "event": later("Event"),
    "session": later("Mentoring session"),
    "step": later("Step towards a goal"),
    "deliver": later("Delivery"),
    "delivery": later("Delivery to you"),
    "pay": later("Invoice"),
    "paid": later("Invoice of yours"),
    "renewal": later("Renewal"),
    "feeling": later("How it is for you"),
    "policy": later("Policy to read again"),
    "meeting": later("Meeting to prepare"),
    "interests": later("Interests to look through"),
    "keeping": later("People to look at again"),
    "interest": later("Interest found in your book"),
    "tie": later("Tie found in your book"),
    "review": later("What was noticed in your files"),
    "birthday": later("Birthday"),
    "work_anniversary": later("Work anniversary"),
    "anniversary": later("Anniversary"),
    "follow_up": later("Follow-up"),
    "rhythm": later("Silence longer than a rhythm"),
    "drifting": later("Drifting away"),
    "role": later("What a role suggests now and then"),
}


def silenced(scope: Scope) -> tuple[Silenced, ...]:
    """All that the user never wants to see again, the latest first."""
    found = []
    for key, text in query.silenced(scope.book_id):
        item = agenda.named(key)
        if item is None:
            continue
        what = str(_WORDS.get(item.kind) or item.kind.removeprefix("date_").replace("_", " ").capitalize())
        about = quoted(text, 100) or gettext("no longer there")
        words = gettext("%(what)s: %(about)s") % {"what": what, "about": about}
        found.append(
            Silenced(
                key, what if item.kind in ("review", "interests", "keeping", "interest", "tie") else words
            )
        )
    return tuple(found)
