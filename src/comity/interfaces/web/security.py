"""What every answer tells the browser not to do."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; manifest-src 'self'"
)
KEPT = "private, no-cache"
"""What a calendar feed may be: kept by the program that asked, which asks each time whether it still holds."""


class SecurityHeaders:
    """Sets the content security policy (no inline script or style), and keeps private answers uncached."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers["Content-Security-Policy"] = _POLICY
        response.headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()"
        response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
        may_keep = request.path.startswith("/static/") or response.headers.get("Cache-Control") == KEPT
        if not may_keep:
            response.headers["Cache-Control"] = "no-store"
        return response
