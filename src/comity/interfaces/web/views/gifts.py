"""Gifts and hospitality: the register, and what an employer's rules ask for each."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later
from django.views.decorators.http import require_POST, require_safe

from comity.actions import gifts as actions
from comity.answers import books, heads
from comity.answers import gifts as answers
from comity.interfaces.web.checking import checked
from comity.interfaces.web.declared import declare_act
from comity.interfaces.web.guards import PAGE
from comity.interfaces.web.pages import DeskRequest, desk_page
from comity.interfaces.web.undoing import said, said_removed


class GiftForm(forms.Form):
    """A gift."""

    direction = forms.CharField(max_length=8)
    kind = forms.CharField(max_length=16)
    what = forms.CharField(label=later("What is it?"), max_length=2000)
    who = forms.CharField(max_length=320, required=False)
    organisation = forms.CharField(max_length=300, required=False)
    amount = forms.CharField(label=later("Worth"), max_length=40, required=False)
    currency = forms.CharField(label=later("Currency"), max_length=3, required=False)
    on = forms.DateField(label=later("When?"), required=False)
    outcome = forms.CharField(max_length=16)


class OutcomeForm(forms.Form):
    """What became of it."""

    outcome = forms.CharField(max_length=16)


@desk_page
@require_safe
def gifts_page(request: DeskRequest, scope: books.Scope) -> HttpResponse:
    """The register, of everybody or of one person."""
    who = request.GET.get("who", "")
    found = answers.gifts(scope, who=who)
    context = {
        "page": PAGE,
        "face": heads.named(scope, who) if who else None,
        "found": found[:200],
        "more": len(found) > 200,
        "open": sum(one.open for one in found),
        "kinds": answers.kinds(),
        "outcomes": answers.outcomes(),
        "year": scope.today().year,
    }
    return render(request, "comity/gifts.html", context)


@desk_page
@require_POST
def gift_add(request: DeskRequest, scope: books.Scope) -> HttpResponse:
    """Notes a gift, and says at once where a rule asks for something."""
    data = checked(GiftForm(request.POST))
    who = data.pop("who")
    person = heads.named(scope, who).id if who.strip() else ""
    id = actions.add(scope, data.pop("direction"), data.pop("what"), person_id=person, **data)
    said(request, _("Noted."), reverse("gift_act", args=[id, "remove"]))
    warning = answers.gift(scope, id).warning
    if warning:
        messages.warning(request, warning)
    return redirect("gifts")


@desk_page
@require_POST
def gift_act(request: DeskRequest, scope: books.Scope, gift: UUID, act: str) -> HttpResponse:
    """Notes what became of it, declares it, or removes it."""
    id = str(gift)
    if act == "became":
        actions.became(scope, id, **checked(OutcomeForm(request.POST)))
    elif act == "remove":
        said_removed(request, _("The gift is gone from the register."), actions.remove(scope, id))
    else:
        declare_act(request, scope, actions, id, act, "gift_act")
    return redirect("gifts")
