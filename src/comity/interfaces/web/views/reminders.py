"""Reminders: those to come, those that come again, and the latest that are done."""

from __future__ import annotations

import datetime as dt
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later
from django.views.decorators.http import require_POST, require_safe

from comity.actions import reminders as actions
from comity.answers import books, boundaries_said, heads
from comity.answers import reminders as answers
from comity.core.recurring import MOST, UNITS
from comity.interfaces.web.matters import PAGE, first_of
from comity.interfaces.web.pages import DeskRequest, came_from, desk_page, say_error
from comity.interfaces.web.undoing import tell
from comity.interfaces.web.wording import words_for_form

_PAGE_SIZE = 50
_LONGEST = 320
_DONE = 10
"""Reminders that are done and shown."""


class ReminderForm(forms.Form):
    """A reminder: what, when, how often, and about whom if anybody."""

    who = forms.CharField(label=later("Who?"), max_length=_LONGEST, required=False)
    text = forms.CharField(label=later("Of what?"), max_length=2000)
    due = forms.DateField(label=later("When?"))
    unit = forms.ChoiceField(choices=[("", ""), *((unit, "") for unit in UNITS)], required=False)
    number = forms.IntegerField(label=later("Every"), min_value=1, max_value=MOST, required=False)

    @property
    def every(self) -> str:
        """How often, as `core.recurring` reads it."""
        unit = self.cleaned_data["unit"]
        return f"{self.cleaned_data['number'] or 1} {unit}" if unit else ""


class OccasionForm(forms.Form):
    """Which occasion is meant, as it was shown."""

    occasion = forms.DateField(required=False)


@desk_page
@require_safe
def reminders_page(request: DeskRequest, scope: books.Scope) -> HttpResponse:
    """All to come; `who`: about one person, `about`: about somebody or about nobody."""
    who, about = (request.GET.get(name, "")[:_LONGEST] for name in ("who", "about"))
    face = heads.named(scope, who) if who else None
    person = face.id if face else ""
    about = about if about in ("person", "none") else ""
    offset = first_of(request)
    listed = answers.reminders(scope, who=person, about=about, limit=_PAGE_SIZE, offset=offset)
    context: dict[str, Any] = {
        "page": PAGE,
        "face": face,
        "about": about,
        "listed": listed,
        "next": offset + _PAGE_SIZE if listed.total > offset + _PAGE_SIZE else None,
        "more": urlencode({name: value for name, value in (("who", who), ("about", about)) if value}),
        "done": answers.reminders(scope, who=person, about=about, done=True, limit=_DONE),
        "tomorrow": scope.today() + dt.timedelta(days=1),
    }
    return render(request, "comity/reminders.html", context)


@desk_page
@require_POST
def add(request: DeskRequest, scope: books.Scope) -> HttpResponse:
    """Sets one, and goes back to where it was set from."""
    form = ReminderForm(request.POST)
    if not form.is_valid():
        return say_error(request, words_for_form(form))
    data = form.cleaned_data
    person = heads.named(scope, data["who"]).id if data["who"] else None
    id = actions.add_reminder(scope, data["text"], data["due"], person, every=form.every)
    _say(request, _("You will be reminded."), id, "remove", "")
    tell(request, boundaries_said.of_reminder(scope, person, data["due"], data["text"]) if person else ())
    return redirect(came_from(request))


@desk_page
@require_POST
def act(request: DeskRequest, scope: books.Scope, reminder: UUID, act: str) -> HttpResponse:
    """Finishes, opens again, changes or removes one."""
    id = str(reminder)
    if act == "edit":
        return _edit(request, scope, id)
    form = OccasionForm({**request.POST.dict(), **request.GET.dict()})
    if not form.is_valid():
        return say_error(request, words_for_form(form))
    occasion: dt.date | None = form.cleaned_data["occasion"]
    if act == "finish":
        shown = answers.reminder(scope, id)
        actions.finish_reminder(scope, id, occasion=occasion)
        _say(request, _("Done."), id, "reopen", f"?occasion={occasion or shown.due}" if shown.every else "")
    elif act == "reopen":
        actions.reopen_reminder(scope, id, occasion=occasion)
    elif act == "remove":
        actions.remove_reminder(scope, id)
    else:
        raise Http404
    return redirect(came_from(request))


def _edit(request: DeskRequest, scope: books.Scope, id: str) -> HttpResponse:
    form = ReminderForm(request.POST)
    if not form.is_valid():
        return say_error(request, words_for_form(form))
    data = form.cleaned_data
    actions.edit_reminder(scope, id, text=data["text"], due=data["due"], every=form.every)
    about = answers.reminder(scope, id).face
    tell(request, boundaries_said.of_reminder(scope, about.id, data["due"], data["text"]) if about else ())
    return redirect(came_from(request))


def _say(request: DeskRequest, words: str, id: str, undo: str, query: str) -> None:
    address = reverse("reminder_act", args=[id, undo]) + query
    messages.success(request, words, extra_tags=f"undo-at {address}")
