"""Clients and service providers: one list and one page for both, and everything that is done with their work."""

from __future__ import annotations

from urllib.parse import urlsplit
from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from comity.actions import engagements as actions
from comity.actions import invoices, removed
from comity.answers import books, heads, mentorings
from comity.answers import engagements as answers
from comity.interfaces.web import undoing
from comity.interfaces.web.checking import checked
from comity.interfaces.web.matters import PAGE
from comity.interfaces.web.pages import DeskRequest, came_from, desk_page
from comity.interfaces.web.undoing import said, said_removed

_LONG = 20_000
LISTS = {"client": "clients", "provider": "providers"}
"""The name of the list's address, by side."""


class WorkForm(forms.Form):
    """Work, new or changed."""

    title = forms.CharField(label=later("What is the work?"), max_length=300)
    brief = forms.CharField(label=later("What is needed?"), max_length=_LONG, required=False)
    since = forms.DateField(label=later("Since"), required=False)
    renewal_on = forms.DateField(label=later("Renewal"), required=False)


class BeginForm(WorkForm):
    """New work, with somebody."""

    who = forms.CharField(label=later("Who?"), max_length=320)


class DeliverableForm(forms.Form):
    """Something to be delivered, new or changed."""

    text = forms.CharField(label=later("What is to be delivered?"), max_length=2000)
    due = forms.DateField(label=later("By when?"), required=False)


class InvoiceForm(forms.Form):
    """An invoice."""

    number = forms.CharField(max_length=100, required=False)
    amount = forms.CharField(label=later("Amount"), max_length=40, required=False)
    currency = forms.CharField(label=later("Currency"), max_length=3, required=False)
    dated_on = forms.DateField(label=later("Of which day?"), required=False)
    due = forms.DateField(label=later("To be paid by"), required=False)


class PaidForm(InvoiceForm):
    """An invoice, changed."""

    paid_on = forms.DateField(label=later("Paid on"), required=False)


class RenewForm(forms.Form):
    """Until which day it is renewed; a year longer unless told."""

    until = forms.DateField(label=later("Until"), required=False)


class SatisfactionForm(forms.Form):
    """How satisfied somebody is."""

    score = forms.TypedChoiceField(
        label=later("How satisfied?"),
        choices=[("", ""), *((n, n) for n in range(1, 6))],
        coerce=int,
        empty_value=None,
        required=False,
    )
    text = forms.CharField(max_length=_LONG, required=False)
    on = forms.DateField(label=later("When?"), required=False)


class EndForm(forms.Form):
    """How it ended."""

    on = forms.DateField(label=later("When?"), required=False)
    ending = forms.CharField(max_length=_LONG, required=False)


class DayForm(forms.Form):
    """On which day something was done; today unless told."""

    on = forms.DateField(label=later("When?"), required=False)


@desk_page
@require_http_methods(["GET", "HEAD", "POST"])
def works_page(request: DeskRequest, scope: books.Scope, side: str) -> HttpResponse:
    """All of one side, and the form for more."""
    if request.method == "POST":
        data = checked(BeginForm(request.POST))
        data["person_id"] = heads.named(scope, data.pop("who")).id
        return redirect("work", actions.begin(scope, side=side, **data))
    who = request.GET.get("with", "")
    context = {
        "page": PAGE,
        "side": side,
        "tab": LISTS[side],
        "found": answers.engagements(scope, side),
        "who": heads.named(scope, who).name if who else "",
    }
    return render(request, "comity/works.html", context)


@desk_page
@require_safe
def work_page(request: DeskRequest, scope: books.Scope, work: UUID) -> HttpResponse:
    """One of them, with what is delivered, invoiced and said."""
    found = answers.engagement(scope, str(work))
    context = {"page": PAGE, "tab": LISTS[found.side], "work": found, "scores": range(1, 6)}
    return render(request, "comity/work.html", context)


@desk_page
@require_POST
def work_act(request: DeskRequest, scope: books.Scope, work: UUID, act: str) -> HttpResponse:
    """Changes it, ends it, or notes something of it."""
    id, post = str(work), request.POST
    if act == "edit":
        actions.edit(scope, id, **checked(WorkForm(post)))
    elif act == "end":
        actions.end(scope, id, **checked(EndForm(post)))
        said(request, _("Ended."), reverse("work_act", args=[id, "reopen"]))
    elif act == "reopen":
        actions.reopen(scope, id)
    elif act == "renew":
        actions.renew(scope, id, **checked(RenewForm(post)))
    elif act == "agree":
        actions.agree(scope, id, **checked(DeliverableForm(post)))
    elif act == "invoice":
        invoices.add(scope, id, **checked(InvoiceForm(post)))
    elif act == "satisfied":
        actions.satisfied(scope, id, **checked(SatisfactionForm(post)))
    elif act == "remove":
        side = answers.engagement(scope, id).side
        said_removed(
            request, _("The work is gone, with all that was noted of it."), actions.remove(scope, id)
        )
        return redirect(LISTS[side])
    else:
        raise Http404
    return redirect("work", work)


@desk_page
@require_POST
def delivery_act(request: DeskRequest, scope: books.Scope, delivery: UUID, act: str) -> HttpResponse:
    """Delivers, accepts, takes back, changes or removes something to be delivered."""
    id = str(delivery)
    work = answers.engagement_of(scope, "delivery", id)
    undo = reverse("delivery_act", args=[id, "undo"])
    if act == "deliver":
        actions.deliver(scope, id, **checked(DayForm(request.POST)))
        said(request, _("Delivered."), undo)
    elif act == "accept":
        actions.accept(scope, id, **checked(DayForm(request.POST)))
        said(request, _("Accepted."), undo)
    elif act == "undo":
        actions.undeliver(scope, id)
    elif act == "edit":
        actions.edit_deliverable(scope, id, **checked(DeliverableForm(request.POST)))
    elif act == "remove":
        said_removed(request, _("It is not to be delivered."), actions.remove_deliverable(scope, id))
    else:
        raise Http404
    return redirect("work", work)


@desk_page
@require_POST
def invoice_act(request: DeskRequest, scope: books.Scope, invoice: UUID, act: str) -> HttpResponse:
    """Notes that an invoice was paid or not, changes or removes it."""
    id = str(invoice)
    work = answers.engagement_of(scope, "invoice", id)
    if act == "pay":
        invoices.pay(scope, id, **checked(DayForm(request.POST)))
        said(request, _("Paid."), reverse("invoice_act", args=[id, "unpay"]))
    elif act == "unpay":
        invoices.unpay(scope, id)
    elif act == "edit":
        invoices.edit(scope, id, **checked(PaidForm(request.POST)))
    elif act == "remove":
        said_removed(request, _("The invoice is gone."), invoices.remove(scope, id))
    else:
        raise Http404
    return _back(request, work)


def _back(request: DeskRequest, work: str) -> HttpResponse:
    """To the list, where one came from it; else to the page of the work."""
    address = came_from(request)
    lists = {reverse(name) for name in LISTS.values()}
    return redirect(address if urlsplit(address).path in lists else reverse("work", args=[work]))


_PAGED = ("mentoring", "session", "work", "delivery", "invoice", "satisfaction")
"""What has a page of its own, or stands on one, to which Undo leads."""


@desk_page
@require_POST
def bring_back(request: DeskRequest, scope: books.Scope, name: str) -> HttpResponse:
    """Brings back what was just removed."""
    what, id = removed.bring_back(scope, undoing.removed(request, name))
    if what not in _PAGED:
        return redirect(came_from(request).partition("#")[0])
    if what in ("mentoring", "session"):
        return redirect("mentoring", id if what == "mentoring" else mentorings.mentoring_of(scope, id))
    return redirect("work", id if what == "work" else answers.engagement_of(scope, what, id))


@desk_page
@require_POST
def satisfaction_act(request: DeskRequest, scope: books.Scope, satisfaction: UUID, act: str) -> HttpResponse:
    """Removes a word on how satisfied somebody is."""
    id = str(satisfaction)
    work = answers.engagement_of(scope, "satisfaction", id)
    if act != "remove":
        raise Http404
    said_removed(request, _("It is gone."), actions.remove_satisfaction(scope, id))
    return redirect("work", work)
