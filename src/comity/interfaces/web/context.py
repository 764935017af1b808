"""What every page knows."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from comity.interfaces.web import opened


def desk(request: HttpRequest) -> dict[str, Any]:
    """Context processor: the scope of the book that is open, None outside; it asks the database nothing.

    unlocked: what is sealed is open, for so many seconds more without use.
    """
    scope = getattr(request, "scope", None)
    left = opened.seconds_left(request, scope) if scope else 0
    return {
        "desk": scope,
        "today_date": scope.today() if scope else None,
        "unlocked": left > 0,
        "unlocked_seconds": left,
    }
