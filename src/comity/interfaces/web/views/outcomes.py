"""Outcomes: what came of it all, and which relationship led to what."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from comity.actions import outcomes as actions
from comity.answers import books
from comity.answers import outcomes as answers
from comity.answers.finding import find
from comity.interfaces.web.goal_forms import OutcomeForm, PartForm
from comity.interfaces.web.matters import PAGE
from comity.interfaces.web.pages import DeskRequest, desk_page, say_error
from comity.interfaces.web.undoing import said
from comity.interfaces.web.wording import words_for_form

_LINKS = ("goal", "opportunity", "introduction")


@desk_page
@require_http_methods(["GET", "HEAD", "POST"])
def outcomes_page(request: DeskRequest, scope: books.Scope) -> HttpResponse:
    """All of them, and by person; sent, one more."""
    if request.method != "POST":
        found = answers.outcomes(scope)
        context = {"page": PAGE, "outcomes": found, "ledgers": answers.by_relationship(found)}
        return render(request, "comity/outcomes.html", context)
    form = OutcomeForm(request.POST)
    if not form.is_valid():
        return say_error(request, words_for_form(form))
    data = form.cleaned_data
    parts = [(str(find(scope, data["who"]).uuid), data["how"])] if data["who"] else []
    links = {f"{name}_id": str(data[name]) if data[name] else None for name in _LINKS}
    made = actions.note_outcome(scope, data["text"], parts=parts, on=data["on"], kind=data["kind"], **links)
    said(request, _("Noted what came of it."), reverse("outcome_act", args=[made, "remove"]))
    return redirect("goal", data["goal"]) if data["goal"] else redirect("outcomes")


@desk_page
@require_POST
def outcome_act(request: DeskRequest, scope: books.Scope, outcome: UUID, act: str) -> HttpResponse:
    """Changes an outcome, or who had a part in it."""
    id = str(outcome)
    back = _back(request, answers.outcome(scope, id))
    if act == "remove":
        actions.remove_outcome(scope, id)
        said(request, _("The outcome is gone."))
        return redirect(back)
    form = (OutcomeForm if act == "edit" else PartForm)(request.POST)
    if act not in ("edit", "part", "no-part"):
        raise Http404
    if not form.is_valid():
        return say_error(request, words_for_form(form))
    data = form.cleaned_data
    if act == "edit":
        actions.edit_outcome(scope, id, text=data["text"], on=data["on"], kind=data["kind"])
    elif act == "part":
        actions.add_part(scope, id, str(find(scope, data["who"]).uuid), data["how"])
    else:
        actions.remove_part(scope, id, str(find(scope, data["who"]).uuid))
    return redirect(back)


def _back(request: DeskRequest, outcome: answers.OutcomeLine) -> str:
    """The goal that an outcome came of, where it was sent from there; else the page of outcomes."""
    goal = next((id for kind, id, _words in outcome.came_of if kind == "goal"), None)
    return (
        reverse("goal", args=[goal]) if goal and request.POST.get("back") == "goal" else reverse("outcomes")
    )
