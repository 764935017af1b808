"""A book with one of each of what guards, between two people who met once."""

from __future__ import annotations

from comity.actions import people, shares
from comity.store.access import Scope
from comity.store.models import Interaction, Person
from tests.practised import guarded
from tests.small_book import met, put

DAY = 20_000


def guarding(scope: Scope) -> Scope:
    """Fill a book; returns it."""
    one, other = (people.add_person(scope, name=name) for name in ("Ada Quill", "Bo Lind"))
    put(scope, [met(DAY - 3, "ada@quill.example", subject="Tea")], day=DAY)
    meeting = Interaction.objects.get(book_id=scope.book_id)
    guarded(scope.book_id, Person.objects.get(uuid=one), Person.objects.get(uuid=other), meeting)
    shares.tell(scope, shares.add(scope, "I draw maps"), one)
    return scope
