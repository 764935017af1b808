"""Introductions: who is waited for, the next step with what to write, and asking for a new one."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from comity.actions import introductions as actions
from comity.answers import books, boundaries_said, heads
from comity.answers import introductions as answers
from comity.core.errors import Ambiguous, Invalid, NotFound
from comity.core.introductions import Step, Who
from comity.interfaces.web.matters import PAGE
from comity.interfaces.web.pages import DeskRequest, came_from, desk_page, say_error
from comity.interfaces.web.undoing import tell
from comity.interfaces.web.wording import words_for, words_for_form

_WHO = ("one", "other", "introducer")
_PAGE_SIZE = 20
_ID = 36
"""Characters of an id."""


class AskForm(forms.Form):
    """Two people, one of whom may be me (empty), and who brings them together (empty: I do)."""

    one = forms.CharField(label=later("Who?"), max_length=320)
    other = forms.CharField(label=later("Meets whom?"), max_length=320, required=False)
    introducer = forms.CharField(label=later("Who introduces?"), max_length=320, required=False)
    purpose = forms.CharField(max_length=2000, required=False)
    day = forms.DateField(label=later("When was it asked for?"), required=False)
    offered = forms.BooleanField(required=False)


class StepForm(forms.Form):
    """A step that was taken, and when."""

    step = forms.ChoiceField(choices=[(str(step), "") for step in Step])
    day = forms.DateField(label=later("When?"), required=False)


class DeclineForm(forms.Form):
    """Who said no, and when."""

    by = forms.ChoiceField(choices=[(str(who), "") for who in Who])
    day = forms.DateField(label=later("When?"), required=False)


class EditForm(forms.Form):
    """What it is for, and a note."""

    purpose = forms.CharField(max_length=2000, required=False)
    note = forms.CharField(max_length=2000, required=False)


@desk_page
@require_safe
def introductions_page(request: DeskRequest, scope: books.Scope) -> HttpResponse:
    """Those under way, or those that have ended."""
    which = request.GET.get("show") or answers.OPEN
    asked = request.GET.get("from", "")
    offset = int(asked) if asked.isdecimal() and len(asked) < 9 else 0
    listed = answers.introductions(scope, which=which, limit=_PAGE_SIZE, offset=offset)
    after = offset + _PAGE_SIZE
    context = {
        "page": PAGE,
        "which": which,
        "listed": listed,
        "next": after if listed.total > after else None,
    }
    return render(request, "comity/introductions.html", context)


@desk_page
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: DeskRequest, scope: books.Scope) -> HttpResponse:
    """Asks who and what for; before somebody is asked again, says how often they were asked lately."""
    if request.method != "POST":
        named = {part: _shown_name(scope, request.GET.get(part, "")) for part in _WHO}
        asked = answers.asked(scope, named["introducer"]) if named["introducer"] else None
        values = named | {"purpose": request.GET.get("purpose", "")[:2000]}
        return _form(request, scope, values, asked=asked if asked and asked.words else None)
    form = AskForm(request.POST)
    if not form.is_valid():
        return _form(request, scope, request.POST.dict(), words_for_form(form))
    data = form.cleaned_data
    try:
        ids = {part: heads.named(scope, data[part]).id if data[part] else None for part in _WHO}
        asked = answers.asked(scope, ids["introducer"]) if ids["introducer"] else None
        if asked and asked.words and not request.POST.get("all_the_same"):
            return _form(request, scope, request.POST.dict(), asked=asked)
        id = actions.add(
            scope,
            ids["one"] or "",
            ids["other"],
            ids["introducer"],
            purpose=data["purpose"],
            on=data["day"],
            asked_by_me=not data["offered"],
        )
    except (Ambiguous, Invalid, NotFound) as error:
        return _form(request, scope, request.POST.dict(), words_for(error))
    messages.success(request, _("Noted. Nothing was sent."), extra_tags=f"undo-at {_at(id, 'remove')}")
    if ids["introducer"] and not data["offered"]:
        tell(request, boundaries_said.of_introduction(scope, ids["introducer"], data["purpose"]))
    return redirect(f"{reverse('introductions')}#introduction-{id}")


@desk_page
@require_POST
def act(request: DeskRequest, scope: books.Scope, introduction: UUID, act: str) -> HttpResponse:
    """One step, one step back, a refusal, other words, or away with it."""
    id = str(introduction)
    if act == "step":
        return _step(request, scope, id)
    if act == "undo":
        actions.undo_step(scope, id, request.GET.get("step") or request.POST.get("step") or None)
    elif act == "decline":
        form: forms.Form = DeclineForm(request.POST)
        if not form.is_valid():
            return say_error(request, words_for_form(form))
        actions.decline(scope, id, form.cleaned_data["by"], form.cleaned_data["day"])
        messages.success(request, _("Noted that it was declined."), extra_tags=f"undo-at {_at(id, 'undo')}")
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


def _step(request: DeskRequest, scope: books.Scope, id: str) -> HttpResponse:
    form = StepForm(request.POST)
    if not form.is_valid():
        return say_error(request, words_for_form(form))
    taken = actions.step(scope, id, form.cleaned_data["step"], form.cleaned_data["day"])
    one = answers.introduction(scope, id)
    words = _("Noted: %(step)s. %(next)s") % {"step": answers.step_label(one, taken), "next": one.waits_for}
    messages.success(request, words, extra_tags=f"undo-at {_at(id, 'undo')}?step={one.steps[-1][0]}")
    return redirect(came_from(request).partition("#")[0])


def _at(id: str, act: str) -> str:
    return reverse("introduction_act", args=[id, act])


def _shown_name(scope: books.Scope, id: str) -> str:
    """What stands in a field for the person whom an address names."""
    return heads.named(scope, id).id if id else ""


def _form(
    request: DeskRequest,
    scope: books.Scope,
    values: dict[str, Any],
    problem: str = "",
    asked: answers.Asked | None = None,
) -> HttpResponse:
    """The form with what was entered; a person who was named by their id is shown by name and keeps it."""
    parts = {part: _part(scope, str(values.get(part, ""))) for part in _WHO}
    context = {"page": PAGE, "values": values, "parts": parts, "problem": problem, "asked": asked}
    return render(request, "comity/introduction_add.html", context, status=400 if problem else 200)


def _part(scope: books.Scope, who: str) -> dict[str, Any]:
    """The text in a field, and whom it means where that is an id."""
    try:
        face = heads.named(scope, who) if len(who) == _ID else None
    except (Ambiguous, NotFound):
        face = None
    return {"text": who, "face": face}
