"""What is proposed does not depend on the engine, nor on the order in which files came."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from comity.actions import duplicates, imports
from comity.core.records import Record
from comity.store import noticed
from comity.store.models import Identifier, Proposal
from tests.made_up import ME, TODAY, bring, new_scope
from tests.small_book import card, mail

pytestmark = pytest.mark.django_db(transaction=True)
RECORDS: tuple[Record, ...] = (
    card("zelda@quill.example", name="Zelda Quirkendale", organisation="Quill", phone="+44 20 7946 0123"),
    mail(TODAY, "zquirkendale@post.example", ME, name="Quirkendale, Zelda"),
    card("z.q@orchard.example", name="Z. Quirkendale", phone="020 7946 0123", birthday=(3, 9, 1980)),
    card("home@osei.example", name="Ama Osei"),
    mail(TODAY, "home@osei.example", ME, name="Kofi Osei"),
    card("tomas@quill.example", name="Tomas Lindqvist", organisation="Quill"),
    mail(TODAY - 3, "tomas.lindqvist@post.example", ME, name="lindqvist, tomas"),
)
ORDERS = st.permutations(range(len(RECORDS)))
QUICK = settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def asked(book: int) -> set[tuple[object, ...]]:
    """The open proposals by handles instead of rows, without the sides of their evidence."""
    handles = dict(Identifier.objects.filter(book_id=book).values_list("id", "value"))
    found: set[tuple[object, ...]] = set()
    for row in Proposal.objects.filter(
        book_id=book, state=Proposal.OPEN, kind__in=(noticed.SAME_PERSON, noticed.SHARED_ADDRESS)
    ):
        about = frozenset(handles[int(part)] for part in row.key.split(":"))
        pieces = frozenset(
            (what, frozenset(sides), bits) for what, *sides, bits in row.evidence.get("evidence", ())
        )
        found.add((row.kind, about, row.probability, pieces, tuple(row.evidence.get("names", ()))))
    return found


def test_doubles_and_shared_addresses_are_found(db: None) -> None:
    scope = new_scope()
    bring(scope, [list(RECORDS)])
    kinds = [kind for kind, *_ in asked(scope.book_id)]
    assert kinds.count(noticed.SHARED_ADDRESS) == 1
    assert kinds.count(noticed.SAME_PERSON) >= 3


@QUICK
@given(ORDERS, st.integers(0, len(RECORDS)))
def test_any_order_and_split_of_the_same_files_proposes_the_same(order: list[int], cut: int) -> None:
    one, two = new_scope(), new_scope()
    bring(one, [list(RECORDS)])
    bring(two, [[RECORDS[n] for n in order[:cut]]])
    bring(two, [[RECORDS[n] for n in order[cut:]]])
    assert asked(one.book_id) == asked(two.book_id)


@QUICK
@given(ORDERS, st.integers(0, len(RECORDS)))
def test_an_import_that_was_undone_leaves_no_trace(order: list[int], cut: int) -> None:
    one, two = new_scope(), new_scope()
    bring(one, [[RECORDS[n] for n in order[:cut]]])
    bring(two, [[RECORDS[n] for n in order[:cut]]])
    imports.undo(two, bring(two, [[RECORDS[n] for n in order[cut:]]]))
    assert asked(one.book_id) == asked(two.book_id)


def test_looking_again_changes_nothing(db: None) -> None:
    scope = new_scope()
    bring(scope, [list(RECORDS)])
    before = asked(scope.book_id)
    ids = list(Proposal.objects.filter(book_id=scope.book_id).order_by("id").values_list("id", flat=True))
    assert len(duplicates.find_duplicates(scope)) >= 3
    assert asked(scope.book_id) == before
    assert ids == list(
        Proposal.objects.filter(book_id=scope.book_id).order_by("id").values_list("id", flat=True)
    )
