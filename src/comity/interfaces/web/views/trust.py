"""Trust in somebody with its evidence, and how it is for me."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from comity.actions import feelings as actions
from comity.answers import books, heads, trust
from comity.interfaces.web.checking import checked
from comity.interfaces.web.pages import DeskRequest, came_from, desk_page, wants_part
from comity.interfaces.web.undoing import said, said_removed

SCORES = (
    ("-2", later("It harms me")),
    ("-1", later("It wears me out")),
    ("0", later("Neither")),
    ("1", later("It is good")),
    ("2", later("It does me good")),
)


class FeelingForm(forms.Form):
    """A private word on how it is; score "" for I would rather not say."""

    score = forms.TypedChoiceField(
        label=later("How is it?"), choices=[*SCORES, ("", "")], coerce=int, empty_value=None, required=False
    )
    text = forms.CharField(label=later("A word"), max_length=20_000, required=False)


@desk_page
@never_cache
@require_safe
def page(request: DeskRequest, scope: books.Scope, who: UUID) -> HttpResponse:
    """What speaks for trust and against it, what is at stake, and what I said of how it is; to htmx in short."""
    context = {
        "page": "people",
        "face": heads.named(scope, str(who)),
        "found": trust.trust(scope, str(who)),
        "scores": SCORES,
    }
    name = "comity/parts/person_trust.html" if wants_part(request) else "comity/trust.html"
    return render(request, name, context)


@desk_page
@require_POST
def say(request: DeskRequest, scope: books.Scope, who: UUID) -> HttpResponse:
    """Notes a word, or that I would rather not say."""
    data = checked(FeelingForm(request.POST))
    score = data["score"]
    id = (
        actions.rather_not(scope, str(who))
        if score is None
        else actions.say(scope, str(who), score, data["text"])
    )
    said(request, _("Noted, for your eyes alone."), reverse("feeling_remove", args=[id]))
    return redirect(came_from(request).partition("#")[0])


@desk_page
@require_POST
def remove(request: DeskRequest, scope: books.Scope, feeling: UUID) -> HttpResponse:
    """Takes a word back."""
    said_removed(request, _("It is gone."), actions.remove(scope, str(feeling)))
    return redirect(came_from(request).partition("#")[0])
