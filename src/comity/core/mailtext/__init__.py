"""What in a mail's text is its writer's own, what is their signature, and what they quote.

Loaded when it is asked for: a reading process makes `opening`s only, and all patterns of the rest take longer to make
than reading many a file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from comity.core.mailtext.zones import (
        Stretch,
        Zone,
        may_answer,
        own_words,
        split,
        stretches,
        zones_of_lines,
    )

__all__ = ["Stretch", "Zone", "may_answer", "own_words", "split", "stretches", "zones_of_lines"]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(name)
    from comity.core.mailtext import zones

    return getattr(zones, name)
