"""Opportunities: pasting one, whom it would help, and sharing it; and whom to turn to for advice."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from comity.actions import opportunities as actions
from comity.answers import advice, books, heads
from comity.answers import opportunities as answers
from comity.interfaces.web.matters import PAGE, first_of
from comity.interfaces.web.pages import DeskRequest, desk_page, say_error
from comity.interfaces.web.undoing import said
from comity.interfaces.web.wording import OPPORTUNITIES, words_for_form

_PAGE_SIZE = 30
_WHO = 320
_SHORT = 400
"""Characters of a title or link that go along in the address of a draft."""
_KINDS = [(key, OPPORTUNITIES[key]) for key in answers.KINDS]


class PasteForm(forms.Form):
    """What was pasted, and who told of it."""

    text = forms.CharField(label=later("Text or link"), max_length=actions.TEXT)
    source = forms.CharField(label=later("Who told you?"), max_length=_WHO, required=False)


class EditForm(forms.Form):
    """All that is known of an opportunity."""

    kind = forms.ChoiceField(label=later("What is it?"), choices=_KINDS)
    title = forms.CharField(label=later("Title"), max_length=300)
    url = forms.CharField(label=later("Link"), max_length=2000, required=False)
    until = forms.DateField(label=later("Until"), required=False)
    source = forms.CharField(label=later("Who told you?"), max_length=_WHO, required=False)
    text = forms.CharField(label=later("Text"), max_length=actions.TEXT, required=False)


class ShareForm(forms.Form):
    """With whom it is shared, and whether to go on to a draft."""

    who = forms.CharField(label=later("With whom?"), max_length=_WHO)
    write = forms.BooleanField(required=False)


@desk_page
@require_http_methods(["GET", "HEAD", "POST"])
def opportunities_page(request: DeskRequest, scope: books.Scope) -> HttpResponse:
    """The list, and where one is pasted."""
    if request.method == "POST":
        form = PasteForm(request.POST)
        if not form.is_valid():
            return say_error(request, words_for_form(form))
        id = actions.note(scope, form.cleaned_data["text"], source_id=_id(scope, form.cleaned_data["source"]))
        said(request, _("Noted. See whether kind, title and day are right."), _at(id, "remove"))
        return redirect("opportunity", id)
    offset = first_of(request)
    which = answers.CLOSED if request.GET.get("show") == answers.CLOSED else answers.OPEN
    listed = answers.opportunities(scope, which=which, limit=_PAGE_SIZE, offset=offset)
    after = offset + _PAGE_SIZE
    context = {
        "page": PAGE,
        "which": which,
        "listed": listed,
        "next": after if listed.total > after else None,
    }
    return render(request, "comity/opportunities.html", context)


@desk_page
@require_safe
def opportunity_page(request: DeskRequest, scope: books.Scope, opportunity: UUID) -> HttpResponse:
    """One of them: whom it would help and why, and with whom it was shared."""
    found = answers.opportunity(scope, str(opportunity))
    return render(
        request, "comity/opportunity.html", {"page": PAGE, "found": found, "one": found.line, "kinds": _KINDS}
    )


@desk_page
@require_POST
def act(request: DeskRequest, scope: books.Scope, opportunity: UUID, act: str) -> HttpResponse:
    """Shares it with somebody, passes them over, changes, closes, opens again or removes it."""
    id = str(opportunity)
    if act in _FORMS:
        kind, apply = _FORMS[act]
        form = kind(request.POST)
        if not form.is_valid():
            return say_error(request, words_for_form(form))
        return redirect(apply(request, scope, id, form.cleaned_data) or reverse("opportunity", args=[id]))
    if act == "close":
        actions.close(scope, id)
        said(request, _("Closed: nothing suggests it any more."), _at(id, "reopen"))
    elif act == "reopen":
        actions.reopen(scope, id)
    elif act == "remove":
        actions.remove(scope, id)
        said(request, _("Gone; what you gave by it stays noted with each person."))
        return redirect("opportunities")
    else:
        raise Http404
    return redirect("opportunity", id)


@desk_page
@require_POST
def share_act(request: DeskRequest, scope: books.Scope, share: UUID, act: str) -> HttpResponse:
    """Takes a share back, or says what came of it."""
    id = str(share)
    opportunity = answers.opportunity_of_share(scope, id)
    if act == "unshare":
        actions.unshare(scope, id)
    elif act == "came-of-it":
        actions.came_of_it(scope, id, request.POST.get("text", ""))
    else:
        raise Http404
    return redirect("opportunity", opportunity)


@desk_page
@require_safe
def advice_page(request: DeskRequest, scope: books.Scope) -> HttpResponse:
    """Whom to turn to for the question in the address."""
    question = request.GET.get("q", "").strip()[: advice.LONGEST]
    context = {
        "page": PAGE,
        "question": question,
        "found": advice.whom_to_ask(scope, question) if question else (),
    }
    return render(request, "comity/advice.html", context)


def _share(request: DeskRequest, scope: books.Scope, id: str, data: dict[str, Any]) -> str:
    """Where to go on: the draft, if one is wanted."""
    face = heads.named(scope, data["who"])
    shared = actions.share(scope, id, face.id)
    undo = reverse("opportunity_share_act", args=[shared.share, "unshare"])
    said(request, _("Noted as given to %(name)s. Nothing was sent.") % {"name": face.name}, undo)
    if not data["write"]:
        return ""
    line = answers.line(scope, id)
    about = {"kind": "share", "what": line.title[:_SHORT]} | ({"link": line.url[:_SHORT]} if line.url else {})
    return f"{reverse('write', args=[face.id])}?{urlencode(about)}"


def _pass(request: DeskRequest, scope: books.Scope, id: str, data: dict[str, Any]) -> str:
    face = heads.named(scope, data["who"])
    share = actions.pass_over(scope, id, face.id)
    undo = reverse("opportunity_share_act", args=[share, "unshare"])
    said(request, _("%(name)s is not suggested for this again.") % {"name": face.name}, undo)
    return ""


def _edit(request: DeskRequest, scope: books.Scope, id: str, data: dict[str, Any]) -> str:
    source = data.pop("source")
    actions.edit(scope, id, **data, source_id=_id(scope, source))
    return ""


_FORMS: dict[str, tuple[type[forms.Form], Any]] = {
    "share": (ShareForm, _share),
    "pass": (ShareForm, _pass),
    "edit": (EditForm, _edit),
}
"""What acts need to know, and what they do; each says where to go on, or "" for the opportunity's page."""


def _id(scope: books.Scope, who: str) -> str | None:
    return heads.named(scope, who).id if who else None


def _at(id: str, act: str) -> str:
    return reverse("opportunity_act", args=[id, act])
