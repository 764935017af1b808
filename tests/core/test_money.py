"""Sums of money as whole minor units, read and written without floating point."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.core import money


@pytest.mark.parametrize(
    ("text", "currency", "units"),
    [
        ("1200.50", "EUR", 120050),
        ("1200,5", "EUR", 120050),
        ("1 200,50", "EUR", 120050),
        ("1'200.50", "CHF", 120050),
        ("1.200,50", "EUR", 120050),
        ("1,200.50", "USD", 120050),
        ("1,200,000", "USD", 120000000),
        ("1.200.000", "JPY", 1200000),
        ("1,200,000.5", "USD", 120000050),
        ("1200", "JPY", 1200),
        ("1.234", "KWD", 1234),
        ("0.01", "", 1),
        ("0", "EUR", 0),
    ],
)
def test_an_amount_is_read_in_the_minor_unit(text: str, currency: str, units: int) -> None:
    assert money.minor(text, currency) == units


@pytest.mark.parametrize(
    ("text", "currency"),
    [
        ("1,200", "EUR"),  # a thousand, or one and a fifth
        ("1.5", "JPY"),
        ("-5", "EUR"),
        ("", "EUR"),
        ("abc", "EUR"),
        ("1e5", "EUR"),
        ("1.2.3", "EUR"),
        ("12,34,567", "INR"),
        ("9" * 30, "EUR"),
        ("9" * 16, "EUR"),
    ],
)
def test_what_is_no_amount_or_could_be_two_is_refused(text: str, currency: str) -> None:
    with pytest.raises(ValueError, match=r"write|too much"):
        money.minor(text, currency)


def test_a_currency_is_three_letters() -> None:
    assert (money.currency_of(" eur "), money.currency_of("")) == ("EUR", "")
    with pytest.raises(ValueError, match="three letters"):
        money.currency_of("€")


def test_amounts_are_written_with_the_decimals_of_their_currency() -> None:
    assert money.written(120050, "EUR") == "1\u202f200.50\u00a0EUR"
    assert money.written(1200, "JPY") == "1\u202f200\u00a0JPY"
    assert money.written(5, "") == "0.05"
    assert money.plain(1234, "KWD") == "1.234"


@given(st.integers(0, money.MOST), st.sampled_from(["EUR", "JPY", "KWD", ""]))
def test_what_is_written_is_read_again(units: int, currency: str) -> None:
    assert money.minor(money.plain(units, currency), currency) == units
