"""Feedback: what I wait for, what I make of it, and what was asked of me; and what I gladly share."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later
from django.views.decorators.http import require_POST, require_safe

from comity.actions import feedback as actions
from comity.actions import shares as share_actions
from comity.answers import books, heads, shares
from comity.answers import feedback as answers
from comity.interfaces.web.matters import PAGE
from comity.interfaces.web.pages import DeskRequest, came_from, desk_page, say_error
from comity.interfaces.web.undoing import said, said_removed
from comity.interfaces.web.wording import words_for_form

_WHO = 320
_TEXT = 20_000


class FeedbackForm(forms.Form):
    """Feedback that was asked for or told, by them or by me."""

    act = forms.ChoiceField(choices=[(key, "") for key in ("ask", "received", "asked_of_me", "given")])
    who = forms.CharField(label=later("Who?"), max_length=_WHO)
    about = forms.CharField(label=later("On what?"), max_length=300)
    text = forms.CharField(label=later("What was said?"), max_length=_TEXT, required=False)
    on = forms.DateField(label=later("When?"), required=False)


class StepForm(forms.Form):
    """A step of its life: what was said, or what follows."""

    text = forms.CharField(max_length=_TEXT, required=False)
    on = forms.DateField(label=later("When?"), required=False)


class EditForm(forms.Form):
    """What was noted wrongly."""

    about = forms.CharField(label=later("On what?"), max_length=300)
    text = forms.CharField(max_length=_TEXT, required=False)


class SharedForm(forms.Form):
    """Something that I gladly share."""

    text = forms.CharField(label=later("What?"), max_length=2000)
    depth = forms.TypedChoiceField(label=later("With whom?"), coerce=int, choices=list(shares.DEPTHS.items()))


@desk_page
@require_safe
def feedback_page(request: DeskRequest, scope: books.Scope) -> HttpResponse:
    """By where it stands; `who`: with one person."""
    who = request.GET.get("who", "")[:_WHO]
    face = heads.named(scope, who) if who else None
    found = answers.feedback(scope, who=face.id if face else None)
    return render(request, "comity/feedback.html", {"page": PAGE, "face": face, "found": found})


@desk_page
@require_POST
def add(request: DeskRequest, scope: books.Scope) -> HttpResponse:
    """Notes one, and goes back to where it was noted from."""
    form = FeedbackForm(request.POST)
    if not form.is_valid():
        return say_error(request, words_for_form(form))
    data = form.cleaned_data
    id = _noted(scope, heads.named(scope, data["who"]).id, data)
    said(request, _("Noted."), reverse("feedback_act", args=[id, "remove"]))
    return redirect(came_from(request).partition("#")[0])


def _noted(scope: books.Scope, who: str, data: dict[str, Any]) -> str:
    match data["act"]:
        case "ask":
            return actions.ask(scope, who, data["about"], on=data["on"])
        case "asked_of_me":
            return actions.asked_of_me(scope, who, data["about"], on=data["on"])
        case "received":
            return actions.received(scope, who, data["about"], data["text"], on=data["on"])
    return actions.given(scope, who, data["about"], data["text"], on=data["on"])


@desk_page
@require_POST
def act(request: DeskRequest, scope: books.Scope, feedback: UUID, act: str) -> HttpResponse:
    """A step of its life, a step back, other words, or away with it."""
    id = str(feedback)
    if act in ("tell", "intend", "act"):
        form: forms.Form = StepForm(request.POST)
        if not form.is_valid():
            return say_error(request, words_for_form(form))
        _step(scope, id, act, form.cleaned_data)
        undo = "" if act == "intend" else reverse("feedback_act", args=[id, "reopen"])
        said(request, _("Noted."), undo)
    elif act == "reopen":
        actions.reopen(scope, id)
    elif act == "edit":
        form = EditForm(request.POST)
        if not form.is_valid():
            return say_error(request, words_for_form(form))
        actions.edit(scope, id, **form.cleaned_data)
    elif act == "remove":
        actions.remove(scope, id)
    else:
        raise Http404
    return redirect(came_from(request).partition("#")[0])


def _step(scope: books.Scope, id: str, act: str, data: dict[str, Any]) -> None:
    if act == "tell":
        actions.tell(scope, id, data["text"], on=data["on"])
    elif act == "act":
        actions.act(scope, id, data["text"], on=data["on"])
    else:
        actions.intend(scope, id, data["text"])


@desk_page
@require_safe
def shares_page(request: DeskRequest, scope: books.Scope) -> HttpResponse:
    """What I gladly share, and who has heard it."""
    context = {"page": PAGE, "shares": shares.shares(scope), "depths": list(shares.DEPTHS.items())}
    return render(request, "comity/shares.html", context)


@desk_page
@require_POST
def share_add(request: DeskRequest, scope: books.Scope) -> HttpResponse:
    """Writes down something that I gladly share."""
    form = SharedForm(request.POST)
    if not form.is_valid():
        return say_error(request, words_for_form(form))
    id = share_actions.add(scope, **form.cleaned_data)
    said(request, _("Noted."), reverse("share_act", args=[id, "remove"]))
    return redirect("shares")


@desk_page
@require_POST
def share_act(request: DeskRequest, scope: books.Scope, shared: UUID, act: str) -> HttpResponse:
    """Somebody has heard it, or has not; other words; or away with it."""
    id, who = str(shared), request.POST.get("who", request.GET.get("who", "")).strip()[:_WHO]
    if act == "edit":
        form = SharedForm(request.POST)
        if not form.is_valid():
            return say_error(request, words_for_form(form))
        share_actions.edit(scope, id, **form.cleaned_data)
    elif act == "tell":
        face = heads.named(scope, who)
        share_actions.tell(scope, id, face.id)
        undo = f"{reverse('share_act', args=[shared, 'untell'])}?who={face.id}"
        said(request, _("Noted that %(name)s has heard it.") % {"name": face.name}, undo)
    elif act == "untell":
        gone = share_actions.untell(scope, id, heads.named(scope, who).id)
        said_removed(request, _("Noted that they have not heard it."), gone)
    elif act == "remove":
        said_removed(request, _("It is gone."), share_actions.remove(scope, id))
    else:
        raise Http404
    return redirect(came_from(request).partition("#")[0])
