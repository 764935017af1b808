"""Before you decide: the question, its answer with each path, what I did, and the documents that say so."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later
from django.views.decorators.http import require_POST, require_safe

from comity.actions import decisions as actions
from comity.answers import books, conflicts, declaring
from comity.answers import decisions as answers
from comity.answers.conflict_words import VERDICTS
from comity.interfaces.web.checking import checked
from comity.interfaces.web.declared import BackForm, DeclareForm
from comity.interfaces.web.files import as_pdf
from comity.interfaces.web.guards import PAGE
from comity.interfaces.web.pages import DeskRequest, desk_page
from comity.interfaces.web.undoing import said, said_removed

_LONG = 5000
_MOST_PICKS = 20


class AskForm(forms.Form):
    """A question before a decision."""

    q = forms.CharField(label=later("What is to be decided?"), max_length=1000)


class DisclosedForm(DeclareForm):
    """To whom it was declared, with a note."""

    note = forms.CharField(max_length=_LONG, required=False)


class AsideForm(forms.Form):
    """That I stay out, and who takes over."""

    to = forms.CharField(max_length=300, required=False)
    rule = forms.CharField(max_length=_LONG, required=False)
    until = forms.DateField(label=later("Until"), required=False)


class WentOnForm(forms.Form):
    """Why I decided all the same."""

    note = forms.CharField(label=later("Why?"), max_length=_LONG)
    on = forms.DateField(label=later("When?"), required=False)


@desk_page
@require_safe
def before_page(request: DeskRequest, scope: books.Scope) -> HttpResponse:
    """The box, the answer where something was asked, and what was decided before."""
    asked = request.GET.get("q", "").strip()[:1000]
    found = conflicts.check(scope, asked, _picked(request)) if asked else None
    context = {
        "page": PAGE,
        "asked": asked,
        "check": found,
        "verdict_words": VERDICTS.get(found.verdict, "") if found else "",
        "picked": list(_picked(request).items()),
        "decisions": answers.decisions(scope),
        "recusals": [one for one in answers.recusals(scope) if one.lasting],
    }
    return render(request, "comity/before.html", context)


@desk_page
@require_POST
def keep(request: DeskRequest, scope: books.Scope) -> HttpResponse:
    """Checks once more, keeps the answer, and goes to it."""
    asked = checked(AskForm(request.POST))["q"]
    found = conflicts.check(scope, asked, _picked(request))
    id = actions.keep(scope, asked, found.verdict, answers.to_keep(found)) if found.verdict else ""
    if not id:
        return redirect(f"{reverse('before')}?{request.POST.urlencode()}")
    said(request, _("Kept."), reverse("decision_act", args=[id, "remove"]))
    return redirect("decision", id)


@desk_page
@require_safe
def decision_page(request: DeskRequest, scope: books.Scope, decision: UUID) -> HttpResponse:
    """A check that was kept: its paths, what I did, and its documents."""
    found = answers.decision(scope, str(decision))
    document = (declaring.recusal if found.did == actions.RECUSED else declaring.statement)(scope, found.id)
    context = {
        "page": PAGE,
        "one": found,
        "recusals": answers.recusals(scope, decision=found.id),
        "withheld": list(dict.fromkeys(one.of for one in document.withheld)),
        "file": "recusal" if found.did == actions.RECUSED else "disclosure",
    }
    return render(request, "comity/decision.html", context)


@desk_page
@require_POST
def decision_act(request: DeskRequest, scope: books.Scope, decision: UUID, act: str) -> HttpResponse:
    """Notes what I did, takes it back, or removes the check."""
    id = str(decision)
    undo = reverse("decision_act", args=[id, "reopen"])
    if act == "disclosed":
        actions.disclosed(scope, id, **checked(DisclosedForm(request.POST)))
        said(request, _("Noted that you declared it."), undo)
    elif act == "aside":
        parties = answers.decision(scope, id).parties
        actions.step_aside(scope, id, parties, **checked(AsideForm(request.POST)))
        said(request, _("Noted that you step aside. From now on a check says so."), undo)
    elif act == "went_on":
        actions.went_on(scope, id, **checked(WentOnForm(request.POST)))
        said(request, _("Noted, with your reason."), undo)
    elif act == "reopen":
        actions.reopen(scope, id)
    elif act == "remove":
        said_removed(request, _("The check is gone."), actions.remove(scope, id))
        return redirect("before")
    else:
        raise Http404
    return redirect("decision", decision)


@desk_page
@require_POST
def recusal_end(request: DeskRequest, scope: books.Scope, recusal: UUID) -> HttpResponse:
    """From today on I no longer stay out; with `back`, I do as before, until the day in it."""
    id = str(recusal)
    if "back" in request.GET:
        actions.resume_recusal(scope, id, checked(BackForm(request.GET))["back"])
        return redirect("before")
    until = actions.end_recusal(scope, id)
    undo = f"{reverse('recusal_end', args=[id])}?back={until or ''}"
    said(request, _("You no longer stay out of it."), undo)
    return redirect("before")


@desk_page
@require_safe
def decision_file(request: DeskRequest, scope: books.Scope, decision: UUID, what: str) -> HttpResponse:
    """The statement or the recusal as a PDF; what was told in confidence is left out unless it is released here."""
    makers = {"disclosure": declaring.statement, "recusal": declaring.recusal}
    if what not in makers:
        raise Http404
    document = makers[what](
        scope,
        str(decision),
        to=request.GET.get("to", "").strip()[:300],
        words_of_mine=request.GET.get("say", "")[:_LONG],
        released=request.GET.getlist("release")[:100],
    )
    return as_pdf(document, f"{what}.pdf")


def _picked(request: HttpRequest) -> dict[str, str]:
    """Which of several was meant by words of the question: fields that are called pick-WORDS."""
    sent: Any = request.POST if request.method == "POST" else request.GET
    named = [(name.removeprefix("pick-"), id) for name, id in sent.items() if name.startswith("pick-") and id]
    return dict(named[:_MOST_PICKS])
