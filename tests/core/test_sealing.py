"""Sealing: what was closed opens with its key, at its place, unchanged; and with nothing else."""

from __future__ import annotations

import base64
import random
import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.core import sealing
from comity.core.sealing import CannotOpen, Cost, Keys, Sealed

CHEAP = Cost(memory_kib=8, passes=1, lanes=1)
KEYS = st.binary(min_size=32, max_size=32)
PLAINS = st.binary(max_size=300)
PLACES = st.binary(max_size=60)
MAIN, KEPT, PRINTED = sealing.make("four lanterns under snow", CHEAP)


@given(KEYS, PLAINS, PLACES)
def test_what_was_sealed_comes_out_as_it_went_in(main: bytes, plain: bytes, place: bytes) -> None:
    sealed = sealing.seal(main, plain, place)
    assert sealing.unseal(main, sealed, place) == plain


@given(KEYS, PLAINS, st.data())
def test_any_changed_byte_is_noticed(main: bytes, plain: bytes, data: st.DataObject) -> None:
    sealed = sealing.seal(main, plain, b"here")
    parts = [sealed.wrapped_key, sealed.ciphertext]
    which = data.draw(st.integers(0, 1))
    at = data.draw(st.integers(0, len(parts[which]) - 1))
    changed = bytearray(parts[which])
    changed[at] ^= data.draw(st.integers(1, 255))
    parts[which] = bytes(changed)
    with pytest.raises(CannotOpen):
        sealing.unseal(main, Sealed(*parts), b"here")


@given(KEYS, PLAINS, st.data())
def test_what_was_cut_short_or_made_longer_does_not_open(
    main: bytes, plain: bytes, data: st.DataObject
) -> None:
    sealed = sealing.seal(main, plain, b"here")
    cut = data.draw(st.integers(0, len(sealed.ciphertext) - 1))
    for other in (sealed.ciphertext[:cut], sealed.ciphertext + b"\0"):
        with pytest.raises(CannotOpen):
            sealing.unseal(main, Sealed(sealed.wrapped_key, other), b"here")


@given(KEYS, PLAINS, PLACES, PLACES)
def test_what_was_moved_to_another_place_does_not_open(
    main: bytes, plain: bytes, place: bytes, other: bytes
) -> None:
    sealed = sealing.seal(main, plain, place)
    if place == other:
        return
    with pytest.raises(CannotOpen):
        sealing.unseal(main, sealed, other)


@given(KEYS, KEYS, PLAINS)
def test_another_key_does_not_open(main: bytes, other: bytes, plain: bytes) -> None:
    if main == other:
        return
    with pytest.raises(CannotOpen):
        sealing.unseal(other, sealing.seal(main, plain, b"here"), b"here")


def test_the_same_words_sealed_twice_share_neither_key_nor_nonce_nor_bytes() -> None:
    one, other = (sealing.seal(MAIN, b"the same words", b"here") for _ in range(2))
    assert one.wrapped_key != other.wrapped_key
    assert one.ciphertext[:12] != other.ciphertext[:12]
    assert one.ciphertext[12:] != other.ciphertext[12:]
    mixed = Sealed(one.wrapped_key, other.ciphertext)
    with pytest.raises(CannotOpen):
        sealing.unseal(MAIN, mixed, b"here")


@settings(max_examples=25)
@given(st.text(min_size=1, max_size=50), st.text(min_size=1, max_size=50))
def test_a_passphrase_opens_what_it_closed_and_no_other_does(passphrase: str, other: str) -> None:
    import unicodedata

    passphrase, other = (text.encode("utf-8", "replace").decode() for text in (passphrase, other))
    main, keys, _printed = sealing.make(passphrase, CHEAP)
    assert sealing.main_key(keys, passphrase) == main
    if unicodedata.normalize("NFKC", passphrase) != unicodedata.normalize("NFKC", other):
        with pytest.raises(CannotOpen):
            sealing.main_key(keys, other)


def test_a_passphrase_that_is_no_text_does_not_open() -> None:
    with pytest.raises(CannotOpen):
        sealing.main_key(KEPT, "lone \ud800 half")


def test_a_new_passphrase_and_a_new_recovery_key_close_the_same_main_key() -> None:
    changed = sealing.with_passphrase(KEPT, MAIN, "a boat made of paper", CHEAP)
    assert sealing.main_key(changed, "a boat made of paper") == MAIN
    assert changed.salt != KEPT.salt
    assert sealing.recovered(changed, PRINTED) == MAIN
    renewed, printed = sealing.with_recovery(changed, MAIN)
    assert sealing.recovered(renewed, printed) == MAIN
    assert sealing.main_key(renewed, "a boat made of paper") == MAIN
    with pytest.raises(CannotOpen):
        sealing.recovered(renewed, PRINTED)


def test_a_cost_that_was_lowered_in_the_file_opens_nothing() -> None:
    for cost in (Cost(16, 1, 1), Cost(8, 2, 1)):
        with pytest.raises(CannotOpen):
            sealing.main_key(
                Keys(KEPT.salt, cost, KEPT.by_passphrase, KEPT.by_recovery), "four lanterns under snow"
            )


@given(st.binary(min_size=32, max_size=32))
def test_a_recovery_key_is_printed_in_fourteen_groups_of_four(recovery: bytes) -> None:
    groups = sealing.printed(recovery).split("-")
    assert [len(group) for group in groups] == [4] * 14
    assert set("".join(groups)) <= set(string.ascii_uppercase + "234567")


@given(st.randoms(use_true_random=False))
def test_a_recovery_key_typed_sloppily_opens(chance: random.Random) -> None:
    look_alike = {"O": "O0", "I": "I1", "B": "B8"}
    typed = "".join(
        chance.choice(["", " ", "-", "\n", "\u2009"])
        + (chance.choice(look_alike.get(c, c + c.lower())) if c != "-" else "")
        for c in PRINTED
    )
    assert sealing.recovered(KEPT, typed) == MAIN


@given(st.data())
def test_a_recovery_key_with_a_slip_does_not_open(data: st.DataObject) -> None:
    plain = PRINTED.replace("-", "")
    at = data.draw(st.integers(0, len(plain) - 1))
    other = data.draw(st.sampled_from([c for c in string.ascii_uppercase + "234567" if c != plain[at]]))
    slips = [plain[:at] + other + plain[at + 1 :], plain[:at] + plain[at + 1 :], plain + other]
    for slip in slips:
        with pytest.raises(CannotOpen):
            sealing.recovered(KEPT, slip)


@given(st.text(max_size=80))
def test_whatever_else_is_typed_as_recovery_key_does_not_open(typed: str) -> None:
    with pytest.raises(CannotOpen):
        sealing.recovered(KEPT, typed)


def test_a_well_made_recovery_key_of_another_book_does_not_open() -> None:
    _main, _keys, other = sealing.make("four lanterns under snow", CHEAP)
    with pytest.raises(CannotOpen):
        sealing.recovered(KEPT, other)


def test_keys_never_stand_in_what_is_kept() -> None:
    kept = KEPT.salt + KEPT.by_passphrase + KEPT.by_recovery
    assert MAIN not in kept
    assert base64.b32decode(PRINTED.replace("-", ""))[:32] not in kept
