"""A mail that a wrong clock dates decades ahead, and that nothing dates better, is kept; it is not the last contact for ever."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from comity.answers.search import search
from comity.core.records import Card, Handle, Interaction
from comity.sources._cards import BLANK
from comity.sources._message import read_message
from comity.store.access import Scope
from comity.store.models import Interaction as Row
from comity.store.models import Metrics, Proposal
from comity.store.queries.boundaries import waiting_since
from comity.store.queries.people import emails
from comity.store.queries.person import members
from tests.made_up import ME, TODAY, bring, new_scope, on_day

pytestmark = pytest.mark.django_db
OLD, NEW = "jan@old.example", "jan@nordlicht.example"
BOTH: Card = BLANK._replace(handles=(Handle("email", OLD), Handle("email", NEW)), name="Jan Tannhauser")
SIGNED = "Lanterns, please.\n\nKind regards\n\nJan Tannhauser\n{title}\nNordlicht GmbH\n"


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with on_day(TODAY):
        yield


def _mail(
    date: str, sender: str = NEW, to: str = ME, title: str = "Head of Tea", subject: str = "Tea"
) -> Interaction:
    raw = f"From: Jan Tannhauser <{sender}>\nTo: {to}\nDate: {date} 10:00:00 +0000\nSubject: {subject}\n\n"
    found = read_message((raw + SIGNED.format(title=title)).encode(), 0)
    assert isinstance(found, Interaction)
    return found


AHEAD = _mail("1 Jan 2069", OLD, title="Clerk", subject="From the future")


@pytest.fixture
def scope() -> Scope:
    scope = new_scope()
    bring(scope, [[BOTH, AHEAD, _mail("1 Oct 2024"), _mail("2 Oct 2024", ME, NEW)]])
    return scope


def test_it_is_kept_and_is_no_contact(scope: Scope) -> None:
    assert Row.objects.filter(book_id=scope.book_id, at=AHEAD.at).count() == 1
    (numbers,) = Metrics.objects.filter(book_id=scope.book_id, interactions__gt=0)
    assert (numbers.last_day, numbers.last_in, numbers.interactions) == (TODAY - 2, TODAY - 3, 2)


def test_the_address_to_write_to_is_the_one_in_contact_and_my_word_still_waits(scope: Scope) -> None:
    (numbers,) = Metrics.objects.filter(book_id=scope.book_id, interactions__gt=0).select_related(
        "relationship"
    )
    who = numbers.relationship.person_id
    assert emails([who])[who] == [NEW, OLD]
    assert waiting_since(members(who)) == (TODAY - 2) * 86_400 + 10 * 3600


def test_it_does_not_stand_first_in_search(scope: Scope) -> None:
    assert [hit.title for hit in search(scope, "lanterns").hits] == ["Tea", "Tea", "From the future"]


def test_its_signature_is_not_the_latest(scope: Scope) -> None:
    titles = Proposal.objects.filter(book_id=scope.book_id, kind="detail", evidence__field="title")
    assert [row.evidence["value"] for row in titles] == ["Head of Tea"]
