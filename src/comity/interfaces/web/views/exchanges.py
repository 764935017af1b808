"""What was given and received: what waits for thanks first, the balance, and the lists by person and by kind."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from comity.actions import exchanges as actions
from comity.answers import books, heads
from comity.answers import exchanges as answers
from comity.core.reciprocity import KINDS
from comity.interfaces.web.drawing import balance_by_quarter
from comity.interfaces.web.matters import PAGE
from comity.interfaces.web.pages import DeskRequest, came_from, desk_page, say_error
from comity.interfaces.web.wording import EXCHANGES, words_for_form, words_of

_PAGE_SIZE = 50
_MOST_WAITING = 20


class NoteForm(forms.Form):
    """Something given to somebody or received from them."""

    who = forms.CharField(label=later("Who?"), max_length=320)
    direction = forms.ChoiceField(choices=[("given", ""), ("received", "")])
    kind = forms.ChoiceField(label=later("What was it?"), choices=[(kind, kind) for kind in KINDS])
    text = forms.CharField(max_length=20_000, required=False)
    worth = forms.CharField(max_length=2000, required=False)
    day = forms.DateField(label=later("When?"), required=False)


class EditForm(forms.Form):
    """What of it is changed; the kind and the day of an introduction stand there."""

    kind = forms.ChoiceField(choices=[(kind, kind) for kind in KINDS], required=False)
    text = forms.CharField(max_length=20_000, required=False)
    worth = forms.CharField(max_length=2000, required=False)
    day = forms.DateField(label=later("When?"), required=False)


def kind_choices() -> list[tuple[str, str]]:
    """The kinds of exchange, in words."""
    return [(kind, words_of(EXCHANGES, kind)) for kind in KINDS]


@desk_page
@require_safe
def exchanges_page(request: DeskRequest, scope: books.Scope) -> HttpResponse:
    """All of it, or with one person (`with`), of one kind, or in one direction."""
    asked = request.GET
    who, kind, direction = (asked.get(name, "") for name in ("with", "kind", "direction"))
    offset = int(asked["from"]) if asked.get("from", "").isdecimal() and len(asked["from"]) < 9 else 0
    face = heads.named(scope, who) if who else None
    person = face.id if face else None
    listed = answers.exchanges(
        scope,
        who=person,
        kind=kind,
        direction=direction,
        clicks=None if kind else False,
        limit=_PAGE_SIZE,
        offset=offset,
    )
    balance = answers.balance(scope, person)
    context: dict[str, Any] = {
        "page": PAGE,
        "face": face,
        "kind": kind,
        "direction": direction,
        "waiting": answers.exchanges(scope, who=person, to_thank=True, limit=_MOST_WAITING),
        "listed": listed,
        "next": offset + _PAGE_SIZE if listed.total > offset + _PAGE_SIZE else None,
        "balance": balance,
        "picture": balance_by_quarter(balance.quarters),
        "tallies": answers.by_kind(scope, person),
        "people": () if face else answers.by_person(scope),
        "clicks": answers.exchanges(scope, who=person, clicks=True, limit=30),
        "kinds": kind_choices(),
    }
    return render(request, "comity/exchanges.html", context)


@desk_page
@require_POST
def add(request: DeskRequest, scope: books.Scope) -> HttpResponse:
    """Notes one, and goes back to where it was noted from."""
    form = NoteForm(request.POST)
    if not form.is_valid():
        return say_error(request, words_for_form(form))
    data = form.cleaned_data
    face = heads.named(scope, data["who"])
    id = actions.note(
        scope,
        face.id,
        given=data["direction"] == "given",
        kind=data["kind"],
        text=data["text"],
        worth=data["worth"],
        on=data["day"],
    )
    words = _("Noted, with %(name)s.") % {"name": face.name}
    messages.success(request, words, extra_tags=f"undo-at {reverse('exchange_act', args=[id, 'remove'])}")
    return redirect(came_from(request))


@desk_page
@require_http_methods(["GET", "HEAD", "POST"])
def act(request: DeskRequest, scope: books.Scope, exchange: UUID, act: str) -> HttpResponse:
    """Thanks, takes them back, changes or removes one; to be changed it has a page of its own."""
    id = str(exchange)
    if act == "edit":
        return _edit(request, scope, id) if request.method == "POST" else _one(request, scope, id)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    done = {"thank": actions.thank, "unthank": actions.unthank, "remove": actions.remove_exchange}.get(act)
    if done is None:
        raise Http404
    done(scope, id)
    if act == "thank":
        undo = f"undo-at {reverse('exchange_act', args=[id, 'unthank'])}"
        messages.success(request, _("Thanked."), extra_tags=undo)
    return redirect(_back(request))


def _one(request: DeskRequest, scope: books.Scope, id: str) -> HttpResponse:
    context = {"page": PAGE, "one": answers.exchange(scope, id), "kinds": kind_choices()}
    return render(request, "comity/exchange.html", context)


def _back(request: DeskRequest) -> str:
    """Where it was done from; the page of what is removed or changed leads back to the list."""
    before = came_from(request)
    return reverse("exchanges") if before.split("?")[0].endswith("/edit") else before


def _edit(request: DeskRequest, scope: books.Scope, id: str) -> HttpResponse:
    form = EditForm(request.POST)
    if not form.is_valid():
        return say_error(request, words_for_form(form))
    data = form.cleaned_data
    day: dt.date | None = data["day"]
    actions.edit(scope, id, kind=data["kind"] or None, text=data["text"], worth=data["worth"], on=day)
    return redirect(_back(request))
