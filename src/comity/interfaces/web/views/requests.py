"""Requests to me: said yes to, declined with a kind draft, passed on to somebody who fits, or left."""

from __future__ import annotations

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

from comity.actions import requests as actions
from comity.answers import books, boundaries_said, heads
from comity.answers import requests as answers
from comity.interfaces.web.matters import PAGE, first_of
from comity.interfaces.web.pages import DeskRequest, came_from, desk_page, say_error
from comity.interfaces.web.undoing import tell
from comity.interfaces.web.wording import words_for_form

_PAGE_SIZE = 50
_LONGEST = 320
_SHORT = 300
"""Characters of a request that go along in the address of a draft."""


class RequestForm(forms.Form):
    """Something that somebody asked of me."""

    who = forms.CharField(label=later("Who?"), max_length=_LONGEST)
    text = forms.CharField(label=later("What did they ask?"), max_length=2000)
    due = forms.DateField(label=later("By when?"), required=False)


class AcceptForm(forms.Form):
    """What I promise, and by when."""

    text = forms.CharField(max_length=2000, required=False)
    due = forms.DateField(label=later("By when?"), required=False)


class DeclineForm(forms.Form):
    """Why not, when it would suit, what I can offer instead; write: go on to the draft."""

    why = forms.CharField(max_length=_SHORT, required=False)
    when = forms.CharField(max_length=_SHORT, required=False)
    instead = forms.CharField(max_length=_SHORT, required=False)
    write = forms.BooleanField(required=False)


class PassForm(forms.Form):
    """To whom it is passed on: an id, an address or a name."""

    to = forms.CharField(label=later("To whom?"), max_length=_LONGEST)


class EditForm(forms.Form):
    """What was noted wrongly."""

    text = forms.CharField(label=later("What did they ask?"), max_length=2000)
    due = forms.DateField(label=later("By when?"), required=False)


@desk_page
@require_safe
def requests_page(request: DeskRequest, scope: books.Scope) -> HttpResponse:
    """Open ones first, then the answered ones; `who`: of one person, `state`: in one state."""
    who, state = (request.GET.get(name, "")[:_LONGEST] for name in ("who", "state"))
    face = heads.named(scope, who) if who else None
    offset = first_of(request)
    listed = answers.requests(
        scope, who=face.id if face else "", state=state, limit=_PAGE_SIZE, offset=offset
    )
    context: dict[str, Any] = {
        "page": PAGE,
        "face": face,
        "state": state,
        "open": [row for row in listed.rows if row.state == "open"],
        "answered": [row for row in listed.rows if row.state != "open"],
        "listed": listed,
        "next": offset + _PAGE_SIZE if listed.total > offset + _PAGE_SIZE else None,
        "more": urlencode({name: value for name, value in (("who", who), ("state", state)) if value}),
    }
    return render(request, "comity/requests.html", context)


@desk_page
@require_safe
def pass_page(request: DeskRequest, scope: books.Scope, request_id: UUID) -> HttpResponse:
    """Who might be the better one to ask; `words` looks for others."""
    words = request.GET.get("words", "")[:_SHORT]
    context = {
        "page": PAGE,
        "one": answers.request(scope, str(request_id)),
        "words": words,
        "fits": answers.who_fits(scope, str(request_id), words=words),
    }
    return render(request, "comity/request_pass.html", context)


@desk_page
@require_POST
def add(request: DeskRequest, scope: books.Scope) -> HttpResponse:
    """Notes one, and goes back to where it was noted from."""
    form = RequestForm(request.POST)
    if not form.is_valid():
        return say_error(request, words_for_form(form))
    data = form.cleaned_data
    face = heads.named(scope, data["who"])
    id = actions.note_request(scope, face.id, data["text"], due=data["due"])
    _say(request, _("Noted what %(name)s asked.") % {"name": face.name}, id, "remove")
    tell(request, boundaries_said.of_request(scope, face.id, data["text"], data["due"]))
    return redirect(came_from(request))


@desk_page
@require_POST
def act(request: DeskRequest, scope: books.Scope, request_id: UUID, act: str) -> HttpResponse:
    """Accepts, declines, passes on, leaves, changes, opens again or removes one."""
    id = str(request_id)
    if act in _FORMS:
        kind, apply = _FORMS[act]
        form = kind(request.POST)
        if not form.is_valid():
            return say_error(request, words_for_form(form))
        return redirect(apply(request, scope, id, form.cleaned_data) or came_from(request))
    if act == "leave":
        actions.leave(scope, id)
        _say(request, _("Left without an answer."), id, "reopen")
    elif act in ("reopen", "remove"):
        (actions.reopen if act == "reopen" else actions.remove)(scope, id)
    else:
        raise Http404
    return redirect(came_from(request))


def _accept(request: DeskRequest, scope: books.Scope, id: str, data: dict[str, Any]) -> str:
    actions.accept(scope, id, due=data["due"], text=data["text"])
    _say(request, _("Accepted: it is a promise of yours now."), id, "reopen")
    return ""


def _decline(request: DeskRequest, scope: books.Scope, id: str, data: dict[str, Any]) -> str:
    """Where to go on: the draft, if one is wanted."""
    said = [data["why"], data["when"], data["instead"]]
    actions.decline(scope, id, answer="\n".join(filter(None, said)))
    _say(request, _("Declined."), id, "reopen")
    if not data["write"]:
        return ""
    declined = answers.request(scope, id)
    about = {"kind": "decline", "what": declined.text[:_SHORT]}
    about |= {name: data[name] for name in ("why", "when", "instead") if data[name]}
    return f"{reverse('write', args=[declined.face.id])}?{urlencode(about)}"


def _pass(request: DeskRequest, scope: books.Scope, id: str, data: dict[str, Any]) -> str:
    face = heads.named(scope, data["to"])
    actions.pass_on(scope, id, face.id)
    _say(request, _("Passed on to %(name)s. Tell them both.") % {"name": face.name}, id, "reopen")
    return f"{reverse('requests')}?state=passed_on"


def _edit(request: DeskRequest, scope: books.Scope, id: str, data: dict[str, Any]) -> str:
    actions.edit(scope, id, text=data["text"], due=data["due"])
    return ""


_FORMS: dict[str, tuple[type[forms.Form], Any]] = {
    "accept": (AcceptForm, _accept),
    "decline": (DeclineForm, _decline),
    "pass": (PassForm, _pass),
    "edit": (EditForm, _edit),
}
"""What acts on a request need to know, and what they do; each says where to go on, or "" for where one came from."""


def _say(request: DeskRequest, words: str, id: str, undo: str) -> None:
    messages.success(request, words, extra_tags=f"undo-at {reverse('request_act', args=[id, undo])}")
