"""Dates that deserve a word: all that are to come and those that are over, noted, changed and forgotten."""

from __future__ import annotations

import datetime as dt
from itertools import groupby
from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later
from django.views.decorators.http import require_POST, require_safe

from comity.actions import dates as actions
from comity.answers import books, heads
from comity.answers import dates as answers
from comity.core.agenda import DATE_AHEAD_MOST
from comity.interfaces.web.matters import PAGE, first_of
from comity.interfaces.web.pages import DeskRequest, came_from, desk_page, say_error
from comity.interfaces.web.undoing import said, said_removed
from comity.interfaces.web.wording import DATES, words_for_form, words_of

_PAGE_SIZE = 40
_LONGEST = 320
_OVER = 5
"""Dates that are over and shown."""


class DateForm(forms.Form):
    """A date of somebody; 29 February is one."""

    what = forms.CharField(max_length=32, required=False)
    label = forms.CharField(max_length=200, required=False)
    month = forms.IntegerField(label=later("Month"), min_value=1, max_value=12, required=False)
    day = forms.IntegerField(label=later("Day"), min_value=1, max_value=31, required=False)
    year = forms.IntegerField(label=later("Year"), min_value=1800, max_value=2200, required=False)
    lead_days = forms.IntegerField(
        label=later("Days before"), min_value=0, max_value=DATE_AHEAD_MOST, required=False
    )
    once = forms.BooleanField(required=False)

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        try:
            dt.date(data.get("year") or 2000, data.get("month") or 0, data.get("day") or 0)
        except ValueError:
            raise forms.ValidationError(_("There is no such day.")) from None
        if not data.get("what"):
            raise forms.ValidationError(_("What is on that day?"))
        return data

    @property
    def on(self) -> actions.Day:
        """The day, as it is noted."""
        data = self.cleaned_data
        return actions.Day(
            **{name: data[name] for name in ("month", "day", "year", "label", "lead_days", "once")}
        )


class NewDateForm(DateForm):
    """A date, and whose it is."""

    who = forms.CharField(label=later("Whose?"), max_length=_LONGEST)


def choices() -> dict[str, Any]:
    """What the form of a date needs to be shown."""
    return {
        "date_keys": answers.KINDS,
        "date_kinds": [(key, words_of(DATES, key)) for key in answers.KINDS],
    }


@desk_page
@require_safe
def dates_page(request: DeskRequest, scope: books.Scope) -> HttpResponse:
    """All to come by their months, the nearest first; then those that are over. `who`: of one person."""
    who = request.GET.get("who", "")[:_LONGEST]
    face = heads.named(scope, who) if who else None
    person = face.id if face else ""
    offset = first_of(request)
    listed = answers.coming(scope, ahead=None, who=person, limit=_PAGE_SIZE, offset=offset)
    months = groupby(listed.rows, key=lambda line: line.on.replace(day=1))
    context = {
        "page": PAGE,
        "face": face,
        "listed": listed,
        "months": [(month, list(lines)) for month, lines in months],
        "next": offset + _PAGE_SIZE if listed.total > offset + _PAGE_SIZE else None,
        "past": answers.past(scope, who=person, limit=_OVER),
        **choices(),
    }
    return render(request, "comity/dates.html", context)


@desk_page
@require_POST
def add(request: DeskRequest, scope: books.Scope) -> HttpResponse:
    """Notes one, and goes back to where it was noted from."""
    form = NewDateForm(request.POST)
    if not form.is_valid():
        return say_error(request, words_for_form(form))
    data = form.cleaned_data
    face = heads.named(scope, data["who"])
    actions.note_date(scope, face.id, data["what"], form.on)
    said(request, _("Noted for %(name)s.") % {"name": face.name})
    return redirect(came_from(request))


@desk_page
@require_POST
def act(request: DeskRequest, scope: books.Scope, date: int, act: str) -> HttpResponse:
    """Changes one, or forgets it."""
    if act == "remove":
        said_removed(request, _("The date is gone."), actions.remove_date(scope, date))
        return redirect(came_from(request))
    if act != "edit":
        raise Http404
    form = DateForm(request.POST)
    if not form.is_valid():
        return say_error(request, words_for_form(form))
    actions.edit_date(scope, date, form.cleaned_data["what"], form.on)
    said(request, _("Changed."))
    return redirect(came_from(request))
