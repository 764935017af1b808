"""How long to wait after passphrases that were wrong."""

from __future__ import annotations

FREE = 3
"""Slips after which one may try again at once."""
LONGEST_SECONDS = 600


def wait(wrong: int) -> int:
    """Seconds from the last of so many wrong ones in a row until the next may be tried: doubled each time."""
    return 0 if wrong < FREE else min(LONGEST_SECONDS, 1 << min(wrong - FREE + 1, 30))
