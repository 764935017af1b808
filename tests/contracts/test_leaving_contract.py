"""What an employer's files brought stays out of the export, and the book itself stays as it is, on every engine."""

from __future__ import annotations

from pathlib import Path

import pytest

from comity.actions import leaving
from comity.store.models import Batch
from tests.canonical import book_as_seen
from tests.exported import rows_of
from tests.made_up import ME, TODAY, bring, new_scope
from tests.small_book import INES, TOMAS, card, mail

pytestmark = pytest.mark.django_db


def test_an_export_without_some_imports_leaves_the_book_as_it_was(tmp_path: Path) -> None:
    scope = new_scope()
    bring(scope, [[mail(TODAY - 9, INES, ME, subject="Ours"), card(INES)]])
    theirs = bring(scope, [[mail(TODAY - 8, TOMAS, ME, subject="Theirs"), card(TOMAS)]])
    before = book_as_seen(scope.book_id, ("ours", "theirs"))
    counts = leaving.write_without(scope, [theirs], tmp_path / "without")
    written = rows_of(tmp_path / "without")
    assert (counts["interactions"], written["interactions"].count(b"\n")) == (1, 1)
    assert TOMAS not in str(written)
    assert INES in str(written)
    assert book_as_seen(scope.book_id, ("ours", "theirs")) == before
    assert set(Batch.objects.filter(book_id=scope.book_id).values_list("state", flat=True)) == {Batch.DONE}
