"""Guard: what stands, and what needs a look."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from comity.answers import books
from comity.interfaces.web.guards import PAGE
from comity.interfaces.web.pages import DeskRequest, desk_page


@desk_page
@require_safe
def guard_page(request: DeskRequest, scope: books.Scope) -> HttpResponse:
    """The overview."""
    return render(request, "comity/guard.html", {"page": PAGE})
