"""Difficult relationships: the steps in order, what helps with each, what was tried, and stepping back."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from comity.actions import difficulties as actions
from comity.answers import books, heads
from comity.answers import difficulties as answers
from comity.answers import sealing as sealed
from comity.core.difficulty import BACK
from comity.interfaces.web.checking import checked
from comity.interfaces.web.guards import PAGE
from comity.interfaces.web.incident_forms import StepForm
from comity.interfaces.web.pages import DeskRequest, came_from, desk_page
from comity.interfaces.web.undoing import said, said_removed


@desk_page
@require_safe
def difficult_page(request: DeskRequest, scope: books.Scope) -> HttpResponse:
    """All of them, or the one with a person, and the texts that help."""
    who = request.GET.get("who", "")[:320]
    face = heads.named(scope, who) if who else None
    context = {
        "page": PAGE,
        "face": face,
        "found": answers.difficulties(scope, who=face.id if face else ""),
        "guide": answers.guide(),
        "can_seal": scope.key is not None,
        "has_vault": sealed.is_set_up(scope),
    }
    return render(request, "comity/difficult.html", context)


@desk_page
@require_POST
def difficult_add(request: DeskRequest, scope: books.Scope) -> HttpResponse:
    """Notes a step; stepping back leads to silence, and back again by Undo."""
    data = checked(StepForm(request.POST))
    face = heads.named(scope, data["who"])
    before = answers.standing(scope, face.id)
    id = actions.take(scope, face.id, data["step"], data["text"], on=data["on"], sealed=data["sealed"])
    words = _("Noted.")
    if data["step"] == BACK:
        words = _("You stepped back from %(name)s. Nothing reminds you of them any more.") % {
            "name": face.name
        }
    said(request, words, f"{reverse('difficult_act', args=[id, 'remove'])}?standing={before}")
    return redirect(f"{reverse('difficult')}?who={face.id}")


@desk_page
@require_POST
def difficult_act(request: DeskRequest, scope: books.Scope, step: UUID, act: str) -> HttpResponse:
    """Tells what came of a step, or takes the step back."""
    id = str(step)
    if act == "came":
        actions.came(scope, id, request.POST.get("came", "")[:16])
    elif act == "remove":
        standing = request.GET.get("standing", "")[:16]
        said_removed(request, _("The step is gone."), actions.remove(scope, id, standing=standing))
    else:
        raise Http404
    return redirect(came_from(request).partition("#")[0])
