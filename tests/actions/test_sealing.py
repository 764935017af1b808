"""The passphrase and the recovery key: setting, changing, opening; and rows that are sealed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from comity.actions import sealing
from comity.core.errors import Invalid, Locked, NoVault, WrongState
from comity.core.sealing import CannotOpen, Cost
from comity.store import sealing as rows
from comity.store.access import Scope
from comity.store.models import Feeling, Person, Vault
from tests.sealed import CHEAP, PASSPHRASE, OpenVault

BODY = {"text": "It felt heavy. \ud800 ⛵", "more": [1, None]}


def felt(scope: Scope) -> Feeling:
    """How it felt with somebody, its words sealed; read back from the database."""
    person = Person.objects.create(book_id=scope.book_id, name="Ada Quill")
    row = Feeling(book_id=scope.book_id, person=person, on=20_000, score=-1)
    rows.put(scope, row, BODY)
    row.save()
    return Feeling.objects.get(pk=row.pk)


def test_what_is_sealed_comes_out_as_it_went_in_and_only_with_the_key(vault: OpenVault) -> None:
    row = felt(vault.opened)
    assert rows.is_sealed(row)
    assert rows.opened(vault.opened, row) == BODY
    with pytest.raises(Locked):
        rows.opened(vault.locked, row)
    with pytest.raises(Locked):
        rows.put(vault.locked, row, BODY)


def test_a_ciphertext_does_not_open_in_another_row(vault: OpenVault) -> None:
    one, other = felt(vault.opened), felt(vault.opened)
    other.wrapped_key, other.ciphertext = one.wrapped_key, one.ciphertext
    with pytest.raises(CannotOpen):
        rows.opened(vault.opened, other)


def test_a_row_of_which_nothing_is_sealed_has_nothing_to_open(vault: OpenVault) -> None:
    row = Feeling(book_id=vault.locked.book_id, on=20_000, score=1)
    assert rows.opened(vault.locked, row) == {}
    assert not rows.is_sealed(row)


def test_without_a_passphrase_nothing_can_be_sealed(scope: Scope) -> None:
    with pytest.raises(NoVault):
        rows.put(scope, Feeling(book_id=scope.book_id), BODY)
    for act in (
        lambda: sealing.open_with(scope, PASSPHRASE),
        lambda: sealing.change_passphrase(scope, PASSPHRASE, PASSPHRASE),
        lambda: sealing.open_with_recovery(scope, "A", PASSPHRASE),
        lambda: sealing.new_recovery_key(scope, PASSPHRASE),
        lambda: sealing.set_idle_minutes(scope, 5),
    ):
        with pytest.raises(NoVault):
            act()


def test_the_passphrase_opens_and_another_does_not(vault: OpenVault) -> None:
    assert sealing.open_with(vault.locked, PASSPHRASE).key == vault.opened.key
    for other in (PASSPHRASE.upper(), PASSPHRASE + " ", "", "x" * 5000):
        with pytest.raises(CannotOpen):
            sealing.open_with(vault.locked, other)


def test_the_same_passphrase_typed_on_another_keyboard_opens(scope: Scope) -> None:
    made = sealing.set_up(scope, "Žofie's caf\u00e9 rows", CHEAP)
    assert sealing.open_with(scope, "Z\u030cofie's cafe\u0301 rows").key == made.key


def test_a_passphrase_is_set_once(vault: OpenVault) -> None:
    with pytest.raises(WrongState):
        sealing.set_up(vault.locked, "another passphrase", CHEAP)
    assert sealing.open_with(vault.locked, PASSPHRASE).key == vault.opened.key


@pytest.mark.parametrize("wanted", ["", "short", " " * 12, "x" * 1001])
def test_a_passphrase_too_short_or_too_long_is_refused_and_not_repeated(scope: Scope, wanted: str) -> None:
    with pytest.raises(Invalid) as refused:
        sealing.set_up(scope, wanted, CHEAP)
    assert refused.value.value == ""
    assert not Vault.objects.filter(book_id=scope.book_id).exists()


def test_a_new_passphrase_opens_what_the_old_one_sealed_and_rewrites_no_record(vault: OpenVault) -> None:
    row = felt(vault.opened)
    before = row.wrapped_key, row.ciphertext
    sealing.change_passphrase(vault.locked, PASSPHRASE, "a boat made of paper", CHEAP)
    with pytest.raises(CannotOpen):
        sealing.open_with(vault.locked, PASSPHRASE)
    key = sealing.open_with(vault.locked, "a boat made of paper").key
    row.refresh_from_db()
    assert (row.wrapped_key, row.ciphertext) == before
    assert rows.opened(replace(vault.locked, key=key), row) == BODY
    again = sealing.open_with_recovery(vault.locked, vault.recovery, "a third passphrase", CHEAP)
    assert again.key == key


def test_changing_takes_the_passphrase_that_holds(vault: OpenVault) -> None:
    with pytest.raises(CannotOpen):
        sealing.change_passphrase(vault.locked, "not the passphrase", "a boat made of paper", CHEAP)
    with pytest.raises(Invalid):
        sealing.change_passphrase(vault.locked, PASSPHRASE, "short", CHEAP)
    assert sealing.open_with(vault.locked, PASSPHRASE).key == vault.opened.key


def test_the_recovery_key_opens_and_sets_a_new_passphrase(vault: OpenVault) -> None:
    typed = vault.recovery.lower().replace("-", "  ")
    found = sealing.open_with_recovery(vault.locked, typed, "a boat made of paper", CHEAP)
    assert found.key == vault.opened.key == sealing.open_with(vault.locked, "a boat made of paper").key
    with pytest.raises(CannotOpen):
        sealing.open_with_recovery(vault.locked, "AAAA-BBBB", "a boat made of paper", CHEAP)
    with pytest.raises(Invalid):
        sealing.open_with_recovery(vault.locked, vault.recovery, "short", CHEAP)


def test_a_new_recovery_key_voids_the_one_before(vault: OpenVault) -> None:
    made = sealing.new_recovery_key(vault.locked, PASSPHRASE)
    assert made.key == vault.opened.key
    with pytest.raises(CannotOpen):
        sealing.open_with_recovery(vault.locked, vault.recovery, "a boat made of paper", CHEAP)
    assert sealing.open_with_recovery(vault.locked, made.recovery, PASSPHRASE, CHEAP).key == made.key
    with pytest.raises(CannotOpen):
        sealing.new_recovery_key(vault.locked, "not the passphrase")


def test_the_cost_of_a_new_passphrase_is_the_one_asked_for(vault: OpenVault) -> None:
    sealing.change_passphrase(vault.locked, PASSPHRASE, PASSPHRASE, Cost(16, 2, 1))
    kept = Vault.objects.get(book_id=vault.locked.book_id)
    assert (kept.memory_kib, kept.passes, kept.lanes) == (16, 2, 1)


def test_minutes_of_rest_are_kept_within_bounds(vault: OpenVault) -> None:
    sealing.set_idle_minutes(vault.locked, 3)
    assert Vault.objects.get(book_id=vault.locked.book_id).idle_minutes == 3
    for minutes in (0, -1, sealing.MOST_IDLE_MINUTES + 1):
        with pytest.raises(Invalid):
            sealing.set_idle_minutes(vault.locked, minutes)


def test_neither_a_scope_nor_what_opened_it_shows_a_key_when_printed(vault: OpenVault) -> None:
    made = sealing.open_with(vault.locked, PASSPHRASE)
    assert repr(made.key) not in repr(made) + repr(vault.opened)
    assert vault.recovery not in repr(sealing.Opened(b"", vault.recovery))
