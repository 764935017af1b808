"""One interaction in full, and the box that records what happened in one's own words."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from comity.actions import interactions as actions
from comity.answers import books
from comity.answers import person as answers
from comity.core import logline
from comity.core.errors import Ambiguous, Invalid, NotFound
from comity.interfaces.web.pages import DeskRequest, desk_page, wants_part
from comity.interfaces.web.wording import words_for

_LONGEST = 20_000


@desk_page
@require_safe
def interaction_page(request: DeskRequest, scope: books.Scope, interaction: UUID) -> HttpResponse:
    """The whole text, as text; the sender's own time where their clock showed another."""
    it = answers.interaction(scope, str(interaction))
    differs = it.sent_at.utcoffset() != it.at.utcoffset()
    sent_there = date_format(it.sent_at, "TIME_FORMAT") if differs else ""
    return render(request, "comity/interaction.html", {"page": "people", "it": it, "sent_there": sent_there})


@desk_page
@require_http_methods(["GET", "HEAD", "POST"])
def log(request: DeskRequest, scope: books.Scope) -> HttpResponse:
    """Takes free text and shows what was understood; where several people fit, asks which."""
    context = _logged(request, scope) if request.method == "POST" else {}
    name = "comity/parts/log_box.html" if wants_part(request) else "comity/log.html"
    return render(request, name, {"page": "log", **context})


@desk_page
@require_POST
def forget(request: DeskRequest, scope: books.Scope, interaction: UUID) -> HttpResponse:
    """Takes back what was recorded by hand."""
    actions.forget(scope, str(interaction))
    if request.htmx:
        return render(request, "comity/parts/log_box.html", {"forgotten": True})
    messages.success(request, _("Taken back."))
    return redirect("log")


def _logged(request: DeskRequest, scope: books.Scope) -> dict[str, Any]:
    text = request.POST.get("text", "")[:_LONGEST].strip()
    try:
        if who := request.POST.get("who", ""):
            return {"logged": _log_with(scope, text, who)}
        logged = actions.log(scope, text, timezone.localtime())
        return {"logged": {"id": logged.id, "people": logged.people, "kind": logged.kind, "day": logged.day}}
    except Ambiguous as error:
        return {"text": text, "candidates": error.candidates}
    except (NotFound, Invalid) as error:
        return {"text": text, "trouble": words_for(error)}


def _log_with(scope: books.Scope, text: str, who: str) -> dict[str, Any]:
    """Records the line with the one person who was chosen among those that fit."""
    line = logline.understand(text, scope.today())
    kind = line.kind.name.lower()
    at = dt.datetime.combine(line.day, dt.time(12), ZoneInfo(scope.zone))
    subject = " ".join(text.split())[:200]
    made = actions.record(scope, [who], kind=kind, at=at, subject=subject, text=text)
    name = answers.person(scope, who).row.face.name
    return {"id": made, "people": ((who, name),), "kind": kind, "day": line.day}
