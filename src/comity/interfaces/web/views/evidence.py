"""The evidence pack: choosing what is left out, and the file."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from comity.answers import books, evidence, heads, incidents
from comity.answers.finding import find
from comity.core.audience import Audience
from comity.interfaces.web.checking import checked
from comity.interfaces.web.guards import PAGE
from comity.interfaces.web.incident_forms import PackForm, choices
from comity.interfaces.web.pages import DeskRequest, desk_page


@desk_page
@require_http_methods(["GET", "HEAD", "POST"])
def pack_page(request: DeskRequest, scope: books.Scope, incident: UUID) -> HttpResponse:
    """What a pack would show, and what stands against it; sent, the pack itself."""
    id = str(incident)
    found = incidents.incident(scope, id)
    if request.method != "POST":
        who = request.GET.get("who", "").strip()[:320]
        face = heads.named(scope, who) if who else None
        listed = incidents.incidents(scope, limit=None)
        context = {
            "page": PAGE,
            "found": found,
            "face": face,
            "lines": evidence.look(scope, [id, *_also(request.GET.getlist("also"))], _audience(scope, who)),
            "others": [line for line in listed.lines if line.id != id],
            "also": _also(request.GET.getlist("also")),
        }
        return render(request, "comity/pack.html", context)
    data = checked(PackForm(request.POST))
    made = evidence.pack(
        scope,
        [id, *_also(request.POST.getlist("also"))],
        _audience(scope, data["who"]),
        made_for=data["made_for"],
        left_out=choices(request.POST, "left"),
        released=choices(request.POST, "released"),
    )
    answer = HttpResponse(made.data, content_type="application/zip")
    answer.headers["Content-Disposition"] = f'attachment; filename="{made.name}"'
    return answer


def _audience(scope: books.Scope, who: str) -> Audience:
    return evidence.audience_of([find(scope, who).pk] if who else [])


def _also(sent: list[str]) -> list[str]:
    return sent[: evidence.MOST_INCIDENTS]
