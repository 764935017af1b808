"""What I told whom: disclosures with the picture of who knows what, and my ideas with their dated records."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later
from django.views.decorators.http import require_POST, require_safe

from comity.actions import disclosures as actions
from comity.actions import ideas as idea_actions
from comity.answers import books, heads, shares
from comity.answers import disclosures as answers
from comity.answers import ideas as idea_answers
from comity.answers.depths import depth_of
from comity.answers.idea_record import held_back, idea_record
from comity.core.disclosures import early
from comity.exports.pdf import pdf
from comity.interfaces.web.checking import checked
from comity.interfaces.web.guards import PAGE
from comity.interfaces.web.pages import DeskRequest, came_from, desk_page
from comity.interfaces.web.undoing import said, said_removed

_WHO = 320
_LARGEST_TEXT = 200_000


class ToldForm(forms.Form):
    """Something that I told somebody of myself."""

    who = forms.CharField(label=later("Who?"), max_length=_WHO)
    text = forms.CharField(label=later("What did you tell?"), max_length=20_000)
    topic = forms.CharField(label=later("On what?"), max_length=200, required=False)
    depth = forms.TypedChoiceField(
        label=later("Fit to be told"), coerce=int, choices=list(shares.DEPTHS.items())
    )
    how = forms.CharField(label=later("By which way?"), max_length=200, required=False)
    on = forms.DateField(label=later("When?"), required=False)


class IdeaForm(forms.Form):
    """An idea, as words or as a file."""

    title = forms.CharField(label=later("What do you call it?"), max_length=300)
    text = forms.CharField(label=later("The idea in words"), max_length=_LARGEST_TEXT, required=False)
    file = forms.FileField(label=later("Or a file"), required=False, allow_empty_file=True)
    on = forms.DateField(label=later("When?"), required=False)


class ShownForm(forms.Form):
    """Somebody saw an idea."""

    who = forms.CharField(label=later("Who?"), max_length=_WHO)
    text = forms.CharField(label=later("Which part?"), max_length=2000, required=False)
    how = forms.CharField(label=later("By which way?"), max_length=200, required=False)
    on = forms.DateField(label=later("When?"), required=False)


@desk_page
@require_safe
def page(request: DeskRequest, scope: books.Scope) -> HttpResponse:
    """What I told, the latest first, and the picture of who knows what; `who`: one person alone."""
    who = request.GET.get("who", "")[:_WHO]
    face = heads.named(scope, who) if who else None
    context = {
        "page": PAGE,
        "face": face,
        "found": answers.disclosures(scope, who=face.id if face else None),
        "knows": None if face else answers.who_knows(scope),
        "depths": list(shares.DEPTHS.items()),
    }
    return render(request, "comity/disclosures.html", context)


@desk_page
@require_POST
def add(request: DeskRequest, scope: books.Scope) -> HttpResponse:
    """Notes what was told; says so kindly where it was early."""
    data = checked(ToldForm(request.POST))
    face = heads.named(scope, data.pop("who"))
    soon = early(data["depth"], depth_of(scope, face.id))
    id = actions.tell(scope, face.id, **data)
    words = _("Noted.")
    if soon:
        words = _("Noted. That was early: you and %(name)s do not know each other that well yet.") % {
            "name": face.name
        }
    said(request, words, reverse("disclosure_remove", args=[id]))
    return redirect(came_from(request).partition("#")[0])


@desk_page
@require_POST
def remove(request: DeskRequest, scope: books.Scope, disclosure: UUID) -> HttpResponse:
    """It was noted by mistake."""
    said_removed(request, _("It is gone."), actions.remove(scope, str(disclosure)))
    return redirect(came_from(request).partition("#")[0])


@desk_page
@require_safe
def ideas_page(request: DeskRequest, scope: books.Scope) -> HttpResponse:
    """My ideas, the latest first, each with who saw it."""
    found = idea_answers.ideas(scope)
    context = {
        "page": PAGE,
        "ideas": list(zip(found, held_back(scope, found), strict=True)),
        "depths": list(shares.DEPTHS.items()),
    }
    return render(request, "comity/ideas.html", context)


@desk_page
@require_POST
def idea_add(request: DeskRequest, scope: books.Scope) -> HttpResponse:
    """Records an idea; of a file only its name, size and digest are kept."""
    data = checked(IdeaForm(request.POST, request.FILES))
    id = idea_actions.record(scope, data["title"], data["text"], file=_hashed(data), on=data["on"])
    words = _("Recorded. To prove the day to others, leave the record with somebody outside.")
    said(request, words, reverse("idea_remove", args=[id]))
    return redirect("ideas")


def _hashed(data: dict[str, Any]) -> idea_actions.Hashed | None:
    file = data["file"]
    return idea_actions.hashed(file.name or "", file.chunks()) if file else None


@desk_page
@require_POST
def idea_show(request: DeskRequest, scope: books.Scope, idea: UUID) -> HttpResponse:
    """Notes that somebody saw it."""
    idea_answers.idea(scope, str(idea))
    data = checked(ShownForm(request.POST))
    face = heads.named(scope, data.pop("who"))
    id = idea_actions.show(scope, str(idea), face.id, **data)
    said(
        request,
        _("Noted that %(name)s saw it.") % {"name": face.name},
        reverse("disclosure_remove", args=[id]),
    )
    return redirect("ideas")


@desk_page
@require_POST
def idea_remove(request: DeskRequest, scope: books.Scope, idea: UUID) -> HttpResponse:
    """It was recorded by mistake."""
    said_removed(request, _("Removed."), idea_actions.remove(scope, str(idea)))
    return redirect("ideas")


@desk_page
@require_safe
def idea_pdf(request: DeskRequest, scope: books.Scope, idea: UUID) -> HttpResponse:
    """The dated record of an idea as a PDF, without what was told in confidence unless it is let out here."""
    document = idea_record(scope, str(idea), released=request.GET.getlist("release")[:100])
    answer = HttpResponse(pdf(document.template, document.values), content_type="application/pdf")
    answer.headers["Content-Disposition"] = 'attachment; filename="idea.pdf"'
    return answer
