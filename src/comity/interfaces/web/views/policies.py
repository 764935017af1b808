"""Policies of an employer: the list, noting one, reading it again, ending and removing it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from comity.actions import policies as actions
from comity.answers import books
from comity.answers import policies as answers
from comity.interfaces.web.boundary_forms import PolicyForm, ReviewForm
from comity.interfaces.web.checking import checked
from comity.interfaces.web.guards import PAGE
from comity.interfaces.web.pages import DeskRequest, came_from, desk_page
from comity.interfaces.web.undoing import said, said_removed

_SHOWN = 200


@desk_page
@require_safe
def policies_page(request: DeskRequest, scope: books.Scope) -> HttpResponse:
    """Those in force; `all`: ended ones too."""
    ended = "all" in request.GET
    context: dict[str, Any] = {
        "page": PAGE,
        "ended": ended,
        "listed": answers.policies(scope, ended=ended, limit=_SHOWN),
        "kinds": list(answers.KINDS.items()),
        "asks": [(key, words) for key, words in answers.ASKS.items() if key],
    }
    return render(request, "comity/policies.html", context)


@desk_page
@require_POST
def add(request: DeskRequest, scope: books.Scope) -> HttpResponse:
    """Notes one."""
    data = checked(PolicyForm(request.POST))
    organisation, review_on = data.pop("organisation"), data.pop("review_on")
    id = actions.add(scope, actions.Terms(**data), organisation=organisation, review_on=review_on)
    said(request, _("The policy is noted."), reverse("policy_act", args=[id, "remove"]))
    return redirect("policies")


@desk_page
@require_POST
def act(request: DeskRequest, scope: books.Scope, policy: UUID, act: str) -> HttpResponse:
    """Changes one, says that it was read again, ends it, takes it up again, or removes it."""
    id = str(policy)
    if act == "edit":
        data = checked(PolicyForm(request.POST))
        data.pop("organisation")
        review_on = data.pop("review_on")
        actions.edit(scope, id, actions.Terms(**data), review_on=review_on)
    elif act == "reviewed":
        before = actions.reviewed(scope, id, again_on=checked(ReviewForm(request.POST))["again_on"])
        undo = f"{reverse('policy_act', args=[id, 'unread'])}?due={before}"
        said(request, _("Read again."), undo if before is not None else "")
    elif act == "unread":
        due = checked(ReviewForm(request.GET))["due"]
        if due is None:
            raise Http404
        actions.not_reviewed(scope, id, due)
    elif act == "end":
        actions.end(scope, id)
        said(request, _("It binds no longer."), reverse("policy_act", args=[id, "reopen"]))
    elif act == "reopen":
        actions.reopen(scope, id)
    elif act == "remove":
        said_removed(request, _("The policy is gone."), actions.remove(scope, id))
    else:
        raise Http404
    return redirect(came_from(request))
