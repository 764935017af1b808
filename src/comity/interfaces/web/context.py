"""What every page knows."""

from typing import Any

from django.http import HttpRequest


def desk(request: HttpRequest) -> dict[str, Any]:
    """Context processor: nothing yet."""
    return {}
