"""When a message was sent: its Date, where that can be, else what the hops on its way and its mailbox say.

A computer's clock may stand still or run decades ahead. A Date that lies in the future, or long after every hop, would be
the last contact for ever; what received the message knew better.
"""

from __future__ import annotations

import re
import time
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_ENVELOPE_DATE = re.compile(rb"\w{3}\s+\w{3}\s+\d{1,2}\s+\d{1,2}:\d{2}(?::\d{2})?.*\d{4}")
_BEFORE_MAIL = 315_532_800
"""1980: what is dated before it comes from a computer without a clock."""
_AHEAD, _LONG_AHEAD = 2 * 86_400, 30 * 86_400
"""Seconds that a Date may be ahead of now, and of the last hop, where its zone or a clock is a little wrong."""
_STAMP, _MOST_HOPS = 60, 30
"""Characters in which a hop's time stands at the end of its line, and hops that are looked at, the last first."""


def sent_at(at: int | None, headers: Mapping[str, list[str]], envelope: bytes) -> int | None:
    """When a message was sent, in epoch seconds; None where nothing tells it.

    Args:
        at: its Date as it was read, kept where nothing tells a better one;
        headers: all its headers by name in lower case; envelope: the separator line of its mbox, b"" if none.
    """
    if at is None or at < _BEFORE_MAIL or _is_ahead(at, headers):
        return _fallback_time(headers, at, envelope) or at
    return at


def _is_ahead(at: int, headers: Mapping[str, list[str]]) -> bool:
    """Whether a Date lies in the future, or a month after all hops: what a clock that goes wrong writes."""
    if at > time.time() + _AHEAD:
        return True
    hops = headers.get("received", ())
    if not hops or time.strftime("%Y", time.gmtime(at)) in hops[0][-_STAMP:]:
        return False
    last = max((hop for hop in map(_hop, hops[:_MOST_HOPS]) if hop), default=None)
    return last is not None and last >= _BEFORE_MAIL and at > last + _LONG_AHEAD


def _hop(received: str) -> int | None:
    return _instant(received.rpartition(";")[2])


def _instant(text: str) -> int | None:
    try:
        return int(parsedate_to_datetime(text.strip()).timestamp())
    except (TypeError, ValueError, OverflowError, IndexError):
        return None


def _fallback_time(headers: Mapping[str, list[str]], at: int | None, envelope: bytes) -> int | None:
    """The time of a message whose Date is missing, broken or ahead: of its last hop, else of its mbox separator."""
    found = _ENVELOPE_DATE.search(envelope)
    dates = headers.get("date", ())[:1] if at is None else ()
    hops = (hop.rpartition(";")[2] for hop in headers.get("received", ())[:_MOST_HOPS])
    candidates = [*dates, *hops]
    if found:
        words = found.group().decode("ascii", "replace").split()
        candidates.append(f"{words[2]} {words[1]} {words[-1]} {words[3]} +0000")
    latest = int(time.time()) + _AHEAD
    told = (_instant(text) for text in candidates)
    return next((told_at for told_at in told if told_at and _BEFORE_MAIL <= told_at <= latest), None)
