"""The chain on both engines: numbered without gaps however many write at once, and nothing half where one is killed."""

from __future__ import annotations

import io
import os
import signal
import threading
from collections.abc import Callable
from contextlib import ExitStack
from typing import Any
from unittest.mock import patch

import pytest
from django.db import DatabaseError, connection, connections, transaction

from comity.actions import incidents
from comity.actions.incidents import Attached
from comity.answers import anchors, upkeep
from comity.core.incidents import Told, When
from comity.store import isolation
from comity.store.access import Scope
from comity.store.models import Anchor, Book, IncidentEntry
from tests.made_up import new_scope
from tests.sealed import vault_of

pytestmark = pytest.mark.django_db(transaction=True)
TOLD = Told("Shouted at", When("2024-10-03"), saw=("He shouted.",))


@pytest.fixture
def scope() -> Scope:
    return vault_of(new_scope()).opened


def write(scope: Scope) -> str:
    return incidents.write(scope, TOLD, [Attached("proof.txt", io.BytesIO(b"torn"))])


def test_two_who_write_at_once_follow_one_another(scope: Scope) -> None:
    failed: list[BaseException] = []

    def several() -> None:
        try:
            for _ in range(5):
                write(scope)
        except BaseException as error:
            failed.append(error)
        finally:
            connections.close_all()

    writers = [threading.Thread(target=several) for _ in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert failed == []
    assert sorted(IncidentEntry.objects.values_list("number", flat=True)) == list(range(1, 41))
    assert anchors.checked(scope).is_whole


def test_the_database_itself_refuses_that_a_link_is_changed(scope: Scope) -> None:
    write(scope)
    for changed in ({"header": b"{}"}, {"ciphertext": None}, {"number": 9}, {"digest": "a" * 64}):
        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
            IncidentEntry.objects.filter(number=1).update(**changed)
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        IncidentEntry.objects.get(number=1).save()
    assert IncidentEntry.objects.filter(number=1).update(wrapped_key=b"k") == 1


def test_the_database_itself_refuses_that_a_link_or_a_time_stamp_is_removed(scope: Scope) -> None:
    write(scope)
    told = {"book_id": scope.book_id, "number": 2, "digest": "a" * 64, "at": 1}
    stamp = Anchor.objects.create(kind="rfc3161", token=b"t", **told)
    printed = Anchor.objects.create(kind="printed", **told)
    for rows in (IncidentEntry.objects.all(), IncidentEntry.objects.filter(number=2), Anchor.objects.all()):
        with pytest.raises(DatabaseError, match="never removed"), transaction.atomic():
            rows.delete()
    with pytest.raises(DatabaseError, match="never removed"), transaction.atomic():
        Book.objects.filter(pk=scope.book_id).delete()
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        Anchor.objects.filter(pk=stamp.pk).update(at=2)
    assert printed.delete()[0] == 1
    assert anchors.checked(scope).count == 2


def test_a_chain_goes_with_its_whole_book_and_no_other_does(scope: Scope) -> None:
    other = vault_of(new_scope()).opened
    for one in (scope, other):
        write(one)
        Anchor.objects.create(book_id=one.book_id, number=2, digest="a" * 64, kind="rfc3161", at=1)
    Book.objects.get(pk=scope.book_id).delete()
    assert not Book.objects.filter(pk=scope.book_id).exists()
    assert set(IncidentEntry.objects.values_list("book_id", flat=True)) == {other.book_id}
    assert Anchor.objects.get().book_id == other.book_id


def test_a_database_whose_guards_are_of_an_older_release_gets_the_newer_ones(scope: Scope) -> None:
    on = "" if connection.vendor == "sqlite" else " ON store_incidententry"
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER store_incidententry_same_book_stays{on}")
    assert not isolation.in_place()
    upkeep.make_ready()
    assert isolation.in_place()


def test_two_books_have_chains_of_their_own(scope: Scope) -> None:
    other = Book.objects.create(name="another's")
    theirs = vault_of(Scope(other.pk, scope.user_id, "UTC", False)).opened
    for one in (scope, theirs, scope):
        write(one)
    assert [anchors.checked(one).count for one in (scope, theirs)] == [4, 2]
    assert all(anchors.checked(one).is_whole for one in (scope, theirs))


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="A process cannot be copied here.")
def test_killed_at_any_statement_a_note_is_there_with_its_file_or_not_at_all(scope: Scope) -> None:
    write(scope)
    for place in range(1, 60):
        before = IncidentEntry.objects.count()
        finished = _killed_at(place, lambda: write(scope))
        after = IncidentEntry.objects.count()
        assert after - before in (0, 2)
        assert anchors.checked(scope).is_whole
        if finished:
            assert after - before == 2
            return
    raise AssertionError("it never came to its end")


def _killed_at(place: int, act: Callable[[], object]) -> bool:
    """Do something in a copy of this process that is killed before its statement of this number; whether it came to its end."""
    connections.close_all()
    child = os.fork()
    if child == 0:
        count = 0

        def step(execute: Callable[..., Any], *given: Any) -> Any:
            nonlocal count
            count += 1
            if count == place:
                os.kill(os.getpid(), signal.SIGKILL)
            return execute(*given)

        database: Any = connection
        commit = database._commit

        def killed() -> None:
            step(commit)

        with ExitStack() as stack:
            stack.enter_context(connection.execute_wrapper(step))
            stack.enter_context(patch.object(database, "_commit", killed))
            act()
        os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.WIFEXITED(status)
