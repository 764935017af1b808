"""What was told: digests, what is early, and the picture of who knows what."""

from __future__ import annotations

import hashlib

from hypothesis import given
from hypothesis import strategies as st

from comity.core.disclosures import Cell, digest, early, grouped, picture


def test_a_digest_is_that_of_the_text_in_utf_8_whatever_ends_its_lines() -> None:
    expected = hashlib.sha256("Ein Entwurf\nfür Ödland".encode()).hexdigest()
    assert digest("Ein Entwurf\r\nfür Ödland") == digest("Ein Entwurf\rfür Ödland") == expected
    assert digest("Ein Entwurf\n\nfür Ödland") != expected


def test_a_digest_is_grouped_for_the_eye() -> None:
    assert grouped("0123456789abcdef") == "01234567 89abcdef"


def test_something_is_early_where_the_relationship_is_not_that_deep() -> None:
    assert early(2, 1)
    assert not early(2, 2)
    assert not early(0, 0)


def test_the_picture_puts_those_first_who_know_most_and_topics_first_that_most_know() -> None:
    told = [
        (1, "plans", 10, 0),
        (2, "health", 12, 3),
        (2, "plans", 11, 1),
        (2, "plans", 14, 0),
        (3, "plans", 9, 0),
    ]
    found = picture(told)
    assert (found.people, found.topics) == ((2, 1, 3), ("plans", "health"))
    assert found.cells[2, "plans"] == Cell(times=2, last=14, depth=1)
    assert (1, "health") not in found.cells


def test_the_picture_stays_small_enough_to_be_read() -> None:
    told = [(person, f"t{topic}", 1, 0) for person in range(9) for topic in range(person)]
    found = picture(told, people=3, topics=2)
    assert found.people == (8, 7, 6)
    assert found.topics == ("t0", "t1")
    assert len(found.cells) == 6


_TOLD = st.lists(
    st.tuples(st.integers(0, 5), st.sampled_from(["", "a", "b", "c"]), st.integers(0, 99), st.integers(0, 3))
)


@given(_TOLD, st.randoms(use_true_random=False))
def test_the_picture_is_the_same_in_whatever_order_it_was_told(
    told: list[tuple[int, str, int, int]], order: object
) -> None:
    before = picture(told)
    order.shuffle(told)  # type: ignore[attr-defined]
    assert picture(told) == before
    assert sum(cell.times for cell in before.cells.values()) == len(told)
