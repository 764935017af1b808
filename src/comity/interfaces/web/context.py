"""What every page knows."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest


def desk(request: HttpRequest) -> dict[str, Any]:
    """Context processor: the scope of the book that is open, None outside; it asks the database nothing."""
    scope = getattr(request, "scope", None)
    return {"desk": scope, "today_date": scope.today() if scope else None}
