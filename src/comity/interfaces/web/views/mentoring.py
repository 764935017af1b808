"""Mentoring: the list, one with its sessions, and everything that is done with them."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from comity.actions import mentoring as actions
from comity.answers import books, boundaries_said, heads
from comity.answers import mentorings as answers
from comity.interfaces.web.checking import checked
from comity.interfaces.web.matters import PAGE
from comity.interfaces.web.pages import DeskRequest, desk_page
from comity.interfaces.web.undoing import said, said_removed, tell

_LONG = 20_000


class MentoringForm(forms.Form):
    """Mentoring, new or changed."""

    aim = forms.CharField(label=later("What for?"), max_length=_LONG, required=False)
    programme = forms.CharField(label=later("Programme"), max_length=300, required=False)
    since = forms.DateField(label=later("Since"), required=False)
    until = forms.DateField(label=later("Until"), required=False)
    every_days = forms.IntegerField(label=later("Every … days"), min_value=1, max_value=366, required=False)


class BeginForm(MentoringForm):
    """New mentoring, with somebody."""

    who = forms.CharField(label=later("With whom?"), max_length=320)
    i_am = forms.ChoiceField(label=later("I am"), choices=[("mentee", ""), ("mentor", "")])


class PlanForm(forms.Form):
    """A session to come."""

    on = forms.DateField(label=later("When?"))
    agenda = forms.CharField(max_length=_LONG, required=False)


class SessionForm(PlanForm):
    """A session, changed."""

    notes = forms.CharField(max_length=_LONG, required=False)


class HeldForm(forms.Form):
    """A session that was held."""

    on = forms.DateField(label=later("When?"), required=False)
    notes = forms.CharField(max_length=_LONG, required=False)


class AgreeForm(forms.Form):
    """Something agreed on in a session."""

    text = forms.CharField(label=later("What was agreed?"), max_length=2000)
    by = forms.ChoiceField(choices=[("mine", ""), ("theirs", "")])
    due = forms.DateField(label=later("By when?"), required=False)


class EndForm(forms.Form):
    """How it ended."""

    on = forms.DateField(label=later("When?"), required=False)
    ending = forms.CharField(max_length=_LONG, required=False)


@desk_page
@require_http_methods(["GET", "HEAD", "POST"])
def mentoring_page(request: DeskRequest, scope: books.Scope) -> HttpResponse:
    """The list, and the form for more."""
    if request.method == "POST":
        data = checked(BeginForm(request.POST))
        data["person_id"] = heads.named(scope, data.pop("who")).id
        return redirect("mentoring", actions.begin(scope, **data))
    found = answers.mentorings(scope)
    context = {
        "page": PAGE,
        "going": [one for one in found if one.ended_on is None],
        "ended": [one for one in found if one.ended_on is not None],
        "who": _named(scope, request.GET.get("with", "")),
    }
    return render(request, "comity/mentorings.html", context)


def _named(scope: books.Scope, who: str) -> str:
    return heads.named(scope, who).name if who else ""


@desk_page
@require_safe
def one_page(request: DeskRequest, scope: books.Scope, mentoring: UUID) -> HttpResponse:
    """One with its sessions, the next one's agenda first."""
    found = answers.mentoring(scope, str(mentoring))
    tomorrow: dt.date = scope.today() + dt.timedelta(days=1)
    return render(request, "comity/mentoring.html", {"page": PAGE, "one": found, "tomorrow": tomorrow})


@desk_page
@require_POST
def act(request: DeskRequest, scope: books.Scope, mentoring: UUID, act: str) -> HttpResponse:
    """Changes it, ends it, plans a session."""
    id, post = str(mentoring), request.POST
    if act == "edit":
        actions.edit(scope, id, **checked(MentoringForm(post)))
    elif act == "plan":
        data = checked(PlanForm(post))
        actions.plan_session(scope, id, data["on"], data["agenda"])
        _tell(request, scope, id, data["on"], data["agenda"])
    elif act == "end":
        data = checked(EndForm(post))
        actions.end(scope, id, on=data["on"], ending=data["ending"])
        said(request, _("Ended. What came of it stays here."), reverse("mentoring_act", args=[id, "reopen"]))
    elif act == "reopen":
        actions.reopen(scope, id)
    elif act == "remove":
        words = _("The mentoring is gone; what was agreed stays among the promises.")
        said_removed(request, words, actions.remove(scope, id))
        return redirect("mentorings")
    else:
        raise Http404
    return redirect("mentoring", mentoring)


@desk_page
@require_POST
def session_act(request: DeskRequest, scope: books.Scope, session: UUID, act: str) -> HttpResponse:
    """Changes a session, notes that it was held, or what was agreed in it."""
    id, post = str(session), request.POST
    mentoring = answers.mentoring_of(scope, id)
    if act == "edit":
        data = checked(SessionForm(post))
        actions.edit_session(scope, id, on=data["on"], agenda=data["agenda"], notes=data["notes"])
        _tell(request, scope, mentoring, data["on"], data["agenda"])
    elif act == "hold":
        data = checked(HeldForm(post))
        actions.hold(scope, id, on=data["on"], notes=data["notes"])
        said(request, _("Held."), reverse("session_act", args=[id, "unhold"]))
    elif act == "unhold":
        actions.unhold(scope, id)
    elif act == "agree":
        data = checked(AgreeForm(post))
        made = actions.agree(scope, id, data["text"], by=data["by"], due=data["due"])
        said(
            request, _("Agreed; it stands among the promises."), reverse("promise_act", args=[made, "remove"])
        )
    elif act == "remove":
        said_removed(request, _("The session is gone."), actions.remove_session(scope, id))
    else:
        raise Http404
    return redirect("mentoring", mentoring)


def _tell(request: DeskRequest, scope: books.Scope, mentoring: str, on: dt.date | None, agenda: str) -> None:
    """Says what a session on a day to come crosses."""
    if on is not None and on >= scope.today():
        who = answers.mentoring(scope, mentoring).face.id
        tell(request, boundaries_said.of_reminder(scope, who, on, agenda, "meeting"))
