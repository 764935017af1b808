"""Sums of money: a whole number of a currency's minor unit (ISO 4217), read and written without floating point."""

from __future__ import annotations

import re
from decimal import Decimal

_NONE = frozenset("BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF".split())
_THREE = frozenset("BHD IQD JOD KWD LYD OMR TND".split())
_CODE = re.compile(r"[A-Z]{3}")
_AMOUNT = re.compile(
    r"\d{1,3}(?:[ '’\u00a0\u202f]\d{3})+(?:[.,]\d+)?|\d{1,3}(?:,\d{3}){2,}(?:\.\d+)?|\d{1,3}(?:\.\d{3}){2,}(?:,\d+)?"
)
_PLAIN = re.compile(r"\d+(?:[.,]\d+)?")
_BOTH = re.compile(r"\d{1,3}(?:,\d{3})+\.\d+|\d{1,3}(?:\.\d{3})+,\d+")
MOST = 10**15
"""Minor units at the most; above that somebody has slipped on a key."""


def decimals(currency: str) -> int:
    """Digits after the point of a currency: none, two (most), or three."""
    return 0 if currency in _NONE else 3 if currency in _THREE else 2


def currency_of(text: str) -> str:
    """A currency's code in capitals, "" where there is none.

    Raises:
        ValueError: it is not three letters.
    """
    code = text.strip().upper()
    if code and not _CODE.fullmatch(code):
        raise ValueError("a currency is three letters, such as EUR, USD or JPY")
    return code


def minor(text: str, currency: str) -> int:
    """The minor units that an amount comes to: "1200.50" of EUR are 120050.

    One point or comma parts the decimals; where there are both, or several of one, the last kind parts them. Spaces and
    apostrophes part thousands. An amount that could be read in two ways ("1,200" of EUR has three decimals) is refused.

    Raises:
        ValueError: no amount, more decimals than the currency has, or too much.
    """
    words = text.strip()
    if not any(shape.fullmatch(words) for shape in (_PLAIN, _AMOUNT, _BOTH)):
        raise ValueError("write the amount as digits, such as 1200.50")
    whole, part = _parted(re.sub(r"[ '’\u00a0\u202f]", "", words))
    digits = decimals(currency)
    if len(part) > digits:
        raise ValueError(
            f"{currency or 'this currency'} has {digits} decimals; write 1200 without a thousands mark"
        )
    units = int(Decimal(f"{whole}.{part or 0}").scaleb(digits)) if len(whole) < 20 else MOST + 1
    if units > MOST:
        raise ValueError("this is too much to be true")
    return units


def _parted(text: str) -> tuple[str, str]:
    """Digits before and after the decimal mark."""
    marks = [c for c in text if not c.isdecimal()]
    if not marks or (len(marks) > 1 and len(set(marks)) == 1):
        return re.sub(r"[.,]", "", text), ""
    whole, _, part = text.rpartition(marks[-1])
    return re.sub(r"[.,]", "", whole), part


def written(units: int, currency: str) -> str:
    """Minor units as an amount with its currency: "1 200.50 EUR" with thin spaces between thousands."""
    digits = decimals(currency)
    amount = f"{Decimal(units).scaleb(-digits):,.{digits}f}".replace(",", "\u202f")
    return f"{amount}\u00a0{currency}".rstrip("\u00a0")


def plain(units: int, currency: str) -> str:
    """Minor units as a plain decimal number: "1200.50"."""
    digits = decimals(currency)
    return f"{Decimal(units).scaleb(-digits):.{digits}f}"
