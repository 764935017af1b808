"""Interests of mine and ties between others: the registers, what is proposed, and files of them."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later
from django.views.decorators.http import require_POST, require_safe

from comity.actions import interests as actions
from comity.actions import ties
from comity.actions.today import restore
from comity.answers import books, declaring, heads, proposed_interests
from comity.answers import interests as answers
from comity.interfaces.web.checking import checked
from comity.interfaces.web.declared import BackForm, declare_act
from comity.interfaces.web.files import as_csv, as_pdf
from comity.interfaces.web.guards import PAGE
from comity.interfaces.web.pages import DeskRequest, desk_page
from comity.interfaces.web.undoing import said, said_removed

_LONG = 5000
_FIRST_YEAR = 1950


class InterestForm(forms.Form):
    """An interest of mine."""

    kind = forms.CharField(label=later("What kind?"), max_length=16)
    who = forms.CharField(max_length=320, required=False)
    organisation = forms.CharField(max_length=300, required=False)
    text = forms.CharField(max_length=_LONG, required=False)
    amount = forms.CharField(label=later("Worth"), max_length=40, required=False)
    currency = forms.CharField(label=later("Currency"), max_length=3, required=False)
    since = forms.DateField(label=later("Since"), required=False)
    until = forms.DateField(label=later("Until"), required=False)
    cooling_days = forms.IntegerField(
        label=later("Days it still counts"), min_value=0, max_value=3650, required=False
    )


class ChangeForm(forms.Form):
    """What can be changed of one."""

    text = forms.CharField(max_length=_LONG, required=False)
    since = forms.DateField(label=later("Since"), required=False)
    until = forms.DateField(label=later("Until"), required=False)
    cooling_days = forms.IntegerField(
        label=later("Days it still counts"), min_value=0, max_value=3650, required=False
    )


class EndForm(forms.Form):
    """When it ended, today unless told."""

    on = forms.DateField(label=later("When?"), required=False)


class TieForm(forms.Form):
    """What somebody is to somebody else."""

    who = forms.CharField(label=later("Who?"), max_length=320)
    kind = forms.CharField(label=later("What kind?"), max_length=16)
    with_who = forms.CharField(max_length=320, required=False)
    organisation = forms.CharField(max_length=300, required=False)
    text = forms.CharField(max_length=_LONG, required=False)
    since = forms.DateField(label=later("Since"), required=False)
    hearsay = forms.BooleanField(required=False)


@desk_page
@require_safe
def interests_page(request: DeskRequest, scope: books.Scope) -> HttpResponse:
    """The registers, of everybody or of one person."""
    who = request.GET.get("who", "")
    context = {
        "page": PAGE,
        "face": heads.named(scope, who) if who else None,
        "found": answers.register(scope, who=who),
        "ties": answers.ties(scope, who=who),
        "proposed": () if who else proposed_interests.proposed(scope),
        "kinds": answers.kinds(),
        "tie_kinds": answers.tie_kinds(),
        "year": scope.today().year,
    }
    return render(request, "comity/interests.html", context)


@desk_page
@require_POST
def interest_add(request: DeskRequest, scope: books.Scope) -> HttpResponse:
    """Notes an interest."""
    data = checked(InterestForm(request.POST))
    id = actions.add(scope, data.pop("kind"), person_id=_id(scope, data.pop("who")), **data)
    said(request, _("Noted."), reverse("interest_act", args=[id, "remove"]))
    return redirect("interests")


@desk_page
@require_POST
def interest_act(request: DeskRequest, scope: books.Scope, interest: UUID, act: str) -> HttpResponse:
    """Changes, ends, reviews, declares or removes an interest."""
    id = str(interest)
    if act == "edit":
        actions.edit(scope, id, **checked(ChangeForm(request.POST)))
    elif act == "end":
        actions.end(scope, id, **checked(EndForm(request.POST)))
        said(
            request,
            _("Ended; it still counts for its cooling-off."),
            reverse("interest_act", args=[id, "reopen"]),
        )
    elif act == "reopen":
        actions.reopen(scope, id)
    elif act == "review":
        undo = f"{reverse('interest_act', args=[id, 'unreview'])}?back={actions.review(scope, id) or ''}"
        said(request, _("It still holds. You are asked again in a year."), undo)
    elif act == "unreview":
        actions.not_reviewed(scope, id, checked(BackForm(request.GET))["back"])
    elif act == "remove":
        said_removed(request, _("The interest is gone."), actions.remove(scope, id))
    else:
        declare_act(request, scope, actions, id, act, "interest_act")
    return redirect("interests")


@desk_page
@require_safe
def interest_pdf(request: DeskRequest, scope: books.Scope, interest: UUID) -> HttpResponse:
    """The statement of one interest."""
    document = declaring.of_interest(
        scope,
        str(interest),
        to=request.GET.get("to", "").strip()[:300],
        released=request.GET.getlist("release")[:100],
    )
    return as_pdf(document, "interest.pdf")


@desk_page
@require_POST
def proposal_no(request: DeskRequest, scope: books.Scope) -> HttpResponse:
    """Says no to something proposed, or with `back` takes that back."""
    key = request.POST.get("key", "")[:200]
    if "back" in request.POST:
        restore(scope, key)
    else:
        actions.decline(scope, key)
        said(request, _("It is not proposed again. Take it back in the settings, among what is silenced."))
    return redirect("interests")


@desk_page
@require_POST
def tie_add(request: DeskRequest, scope: books.Scope) -> HttpResponse:
    """Notes a tie between two others."""
    data = checked(TieForm(request.POST))
    one, other = _id(scope, data.pop("who")), _id(scope, data.pop("with_who"))
    id = ties.add(scope, one, data.pop("kind"), other_id=other, **data)
    said(request, _("Noted."), reverse("tie_act", args=[id, "remove"]))
    return redirect(f"{reverse('interests')}#ties")


@desk_page
@require_POST
def tie_act(request: DeskRequest, scope: books.Scope, tie: UUID, act: str) -> HttpResponse:
    """Ends, confirms or removes a tie."""
    id = str(tie)
    if act == "end":
        ties.end(scope, id, **checked(EndForm(request.POST)))
        said(request, _("Ended."), reverse("tie_act", args=[id, "reopen"]))
    elif act == "reopen":
        ties.reopen(scope, id)
    elif act == "confirm":
        ties.confirm(scope, id)
        said(request, _("Known now, and no longer hearsay."), reverse("tie_act", args=[id, "heard"]))
    elif act == "heard":
        ties.confirm(scope, id, hearsay=True)
    elif act == "remove":
        said_removed(request, _("The tie is gone."), ties.remove(scope, id))
    else:
        raise Http404
    return redirect(f"{reverse('interests')}#ties")


@desk_page
@require_safe
def register_file(request: DeskRequest, scope: books.Scope, what: str, kind: str) -> HttpResponse:
    """A register as a file: of this year, or of that in `year`; `all` in place of a year: all of it, as a table alone."""
    if what not in ("interests", "gifts") or kind not in ("pdf", "csv"):
        raise Http404
    year, released = _year(request, scope), request.GET.getlist("release")[:100]
    if kind == "csv":
        table = declaring.table(scope, what, year, released=released)
        return as_csv(table.columns, table.rows, f"{what}.csv")
    if what == "gifts":
        return as_pdf(declaring.gifts_register(scope, year, released=released), "gifts.pdf")
    document = declaring.yearly(scope, year or scope.today().year, released=released)
    return as_pdf(document, "register.pdf")


def _year(request: DeskRequest, scope: books.Scope) -> int | None:
    asked, today = request.GET.get("year", ""), scope.today().year
    if asked == "all":
        return None
    year = int(asked) if asked.isdecimal() and asked.isascii() and len(asked) == 4 else today
    return year if _FIRST_YEAR <= year <= today + 1 else today


def _id(scope: books.Scope, who: str) -> str:
    return heads.named(scope, who).id if who.strip() else ""
