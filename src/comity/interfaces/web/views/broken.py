"""What is answered when a page fails: that the disk is full, where that is why, else that it is our fault."""

from __future__ import annotations

import sys

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from comity.actions.running import no_room


def broken(request: HttpRequest) -> HttpResponse:
    """The page of an error that nobody has caught; the framework calls it while it is being handled."""
    if no_room(sys.exc_info()[1]):
        return render(request, "507.html", status=507)
    return render(request, "500.html", status=500)
