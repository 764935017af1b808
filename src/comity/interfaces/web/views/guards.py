"""Guard: what stands, what needs a look, and rules of what the user stays out of."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from comity.actions import rules
from comity.answers import books, decisions, heads, interests, rights
from comity.answers import guard_overview as answers
from comity.interfaces.web.boundary_forms import RuleForm
from comity.interfaces.web.checking import checked
from comity.interfaces.web.guards import PAGE
from comity.interfaces.web.pages import DeskRequest, came_from, desk_page
from comity.interfaces.web.undoing import said, said_removed


@desk_page
@require_safe
def guard_page(request: DeskRequest, scope: books.Scope) -> HttpResponse:
    """The overview."""
    found = answers.overview(scope)
    context = {
        "page": PAGE,
        "found": found,
        "locked_words": answers.locked_words(found),
        "to_look_at": rights.due_count(scope),
        "interests_due": interests.register(scope).due,
        "checks_open": decisions.open_decisions(scope),
        "rules": [rule for rule in decisions.recusals(scope) if rule.lasting],
    }
    return render(request, "comity/guard.html", context)


@desk_page
@require_POST
def rule_add(request: DeskRequest, scope: books.Scope) -> HttpResponse:
    """Says what the user stays out of for somebody."""
    data = checked(RuleForm(request.POST))
    id = rules.stay_out(scope, heads.named(scope, data["who"]).id, data["matter"], data["rule"])
    said(request, _("Noted what you stay out of."), reverse("rule_remove", args=[id]))
    return redirect(came_from(request))


@desk_page
@require_POST
def rule_remove(request: DeskRequest, scope: books.Scope, rule: UUID) -> HttpResponse:
    """The rule goes."""
    said_removed(request, _("The rule is gone."), rules.remove_rule(scope, str(rule)))
    return redirect(came_from(request))
