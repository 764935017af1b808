"""Work for clients and by providers: what is late, what was paid on time, when to renew and to ask."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.core.engagements import (
    ASK_EVERY,
    Bill,
    Delivery,
    Payment,
    ask_again,
    delivery,
    paid_on_time,
    payment,
    renewal_near,
)

BILLS = st.lists(st.builds(Bill, st.none() | st.integers(0, 99), st.none() | st.integers(0, 99)))


@pytest.mark.parametrize(
    ("due", "paid_on", "stands"),
    [
        (None, None, Payment.OPEN),
        (10, None, Payment.OPEN),
        (9, None, Payment.LATE),
        (9, 9, Payment.PAID),
        (9, 10, Payment.PAID_LATE),
        (None, 3, Payment.PAID),
    ],
)
def test_an_invoice_is_late_only_after_its_day(due: int | None, paid_on: int | None, stands: Payment) -> None:
    assert payment(Bill(due, paid_on), 10) is stands


@pytest.mark.parametrize(
    ("due", "delivered", "accepted", "stands"),
    [
        (None, None, None, Delivery.OPEN),
        (10, None, None, Delivery.OPEN),
        (9, None, None, Delivery.LATE),
        (9, 12, None, Delivery.DELIVERED),
        (9, 12, 13, Delivery.ACCEPTED),
    ],
)
def test_what_is_delivered_is_no_longer_late(
    due: int | None, delivered: int | None, accepted: int | None, stands: Delivery
) -> None:
    assert delivery(due, delivered, accepted, 10) is stands


@given(BILLS, st.integers(0, 99))
def test_of_invoices_only_those_whose_time_has_come_are_counted(bills: list[Bill], today: int) -> None:
    found = paid_on_time(bills, today)
    counted = [b for b in bills if b.due is not None and (b.paid_on is not None or b.due < today)]
    assert found.of == len(counted)
    assert 0 <= found.part <= found.of


@pytest.mark.parametrize(
    ("renewal", "ended", "near"),
    [(None, None, False), (40, None, True), (41, None, False), (5, None, True), (20, 9, False)],
)
def test_a_renewal_is_near_within_its_lead(renewal: int | None, ended: int | None, near: bool) -> None:
    assert renewal_near(renewal, ended, 10, 30) is near


def test_it_is_asked_again_after_a_quarter() -> None:
    assert not ask_again(None, 0, ASK_EVERY - 1)
    assert ask_again(None, 0, ASK_EVERY)
    assert not ask_again(50, 0, ASK_EVERY)
