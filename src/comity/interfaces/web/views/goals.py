"""Goals: the list with groups, and one goal with its steps, whom it needs, and what came of it."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from comity.actions import goals as actions
from comity.actions import groups as group_actions
from comity.answers import books, groups, outcomes, playbooks, who_fits
from comity.answers import goals as answers
from comity.answers.finding import find
from comity.interfaces.web.checking import checked
from comity.interfaces.web.goal_forms import EndingForm, GoalForm, GroupForm, NeedForm, PersonForm, StepForm
from comity.interfaces.web.matters import PAGE
from comity.interfaces.web.pages import DeskRequest, desk_page, say_error
from comity.interfaces.web.undoing import said
from comity.interfaces.web.wording import words_for_form


def _who(scope: books.Scope, words: str) -> str | None:
    return str(find(scope, words).uuid) if words else None


@desk_page
@require_http_methods(["GET", "HEAD", "POST"])
def goals_page(request: DeskRequest, scope: books.Scope) -> HttpResponse:
    """The list, what came of it all, the groups, and the form for a new goal."""
    if request.method == "POST":
        form = GoalForm(request.POST)
        if not form.is_valid():
            return say_error(request, words_for_form(form))
        data = form.cleaned_data
        group = str(data["group"]) if data["group"] else None
        return redirect(
            "goal", actions.set_goal(scope, data["title"], why=data["why"], due=data["due"], group_id=group)
        )
    found = answers.goals_of(scope)
    context = {
        "page": PAGE,
        "opened": [goal for goal in found if goal.state == "open"],
        "ended": [goal for goal in found if goal.state != "open"],
        "groups": groups.groups(scope),
        "outcomes": outcomes.outcomes(scope)[:5],
    }
    return render(request, "comity/goals.html", context)


@desk_page
@require_safe
def goal_page(request: DeskRequest, scope: books.Scope, goal: UUID) -> HttpResponse:
    """One goal; whoever could fill a role that nobody fills is suggested with reasons."""
    found = answers.goal(scope, str(goal))
    fits = who_fits.who_fits(scope, found.needs) if found.goal.state == "open" else {}
    context = {
        "page": PAGE,
        "found": found,
        "goal": found.goal,
        "needs": [(need, fits.get(need.id, ())) for need in found.needs],
        "groups": groups.groups(scope),
        "roles": playbooks.choices(),
    }
    return render(request, "comity/goal.html", context)


@desk_page
@require_POST
def goal_act(request: DeskRequest, scope: books.Scope, goal: UUID, act: str) -> HttpResponse:
    """Changes a goal: its words, its end, a new step, a new need."""
    id, post = str(goal), request.POST
    if act == "edit":
        data = checked(GoalForm(post))
        group = str(data["group"]) if data["group"] else None
        actions.edit_goal(scope, id, title=data["title"], why=data["why"], due=data["due"], group_id=group)
    elif act == "reach":
        actions.reach(scope, id, checked(EndingForm(post))["ending"])
        said(request, _("Reached. Well done."), reverse("goal_act", args=[goal, "reopen"]))
    elif act == "give-up":
        actions.give_up(scope, id, checked(EndingForm(post))["ending"])
        said(request, _("Given up. That is a decision, too."), reverse("goal_act", args=[goal, "reopen"]))
    elif act == "reopen":
        actions.reopen(scope, id)
    elif act == "remove":
        actions.remove_goal(scope, id)
        said(request, _("The goal is gone; what came of it stays."))
        return redirect("goals")
    elif act == "step":
        data = checked(StepForm(post))
        actions.add_step(scope, id, data["text"], due=data["due"], person_id=_who(scope, data["who"]))
    elif act == "need":
        data = checked(NeedForm(post))
        actions.add_need(scope, id, data["what"] or data["role"], data["note"])
    else:
        raise Http404
    return redirect("goal", goal)


@desk_page
@require_POST
def step_act(request: DeskRequest, scope: books.Scope, step: UUID, act: str) -> HttpResponse:
    """Changes a step."""
    id = str(step)
    goal = answers.goal_of_step(scope, id)
    if act == "edit":
        data = checked(StepForm(request.POST))
        actions.edit_step(
            scope, id, text=data["text"], due=data["due"], person_id=_who(scope, data["who"]) or ""
        )
    elif act == "done":
        actions.finish_step(scope, id)
    elif act == "reopen":
        actions.reopen_step(scope, id)
    elif act in ("up", "down"):
        actions.move_step(scope, id, -1 if act == "up" else 1)
    elif act == "remove":
        actions.remove_step(scope, id)
    else:
        raise Http404
    return redirect("goal", goal)


@desk_page
@require_POST
def need_act(request: DeskRequest, scope: books.Scope, need: UUID, act: str) -> HttpResponse:
    """Says who fills a need, or that nobody does."""
    id = str(need)
    goal = answers.goal_of_need(scope, id)
    if act == "fill":
        actions.fill_need(scope, id, str(find(scope, checked(PersonForm(request.POST))["who"]).uuid))
    elif act == "unfill":
        actions.unfill_need(scope, id)
    elif act == "remove":
        actions.remove_need(scope, id)
    else:
        raise Http404
    return redirect("goal", goal)


@desk_page
@require_POST
def group_add(request: DeskRequest, scope: books.Scope) -> HttpResponse:
    """Makes a group."""
    group_actions.make_group(scope, **checked(GroupForm(request.POST)))
    return redirect(f"{reverse('goals')}#groups")


@desk_page
@require_POST
def group_act(request: DeskRequest, scope: books.Scope, group: UUID, act: str) -> HttpResponse:
    """Changes a group, or who is in it."""
    id = str(group)
    if act == "edit":
        group_actions.edit_group(scope, id, **checked(GroupForm(request.POST)))
    elif act in ("join", "leave"):
        who = str(find(scope, checked(PersonForm(request.POST))["who"]).uuid)
        (group_actions.join if act == "join" else group_actions.leave)(scope, id, who)
    elif act == "remove":
        group_actions.remove_group(scope, id)
        said(request, _("The group is gone; its people stay, and its goals are yours now."))
    else:
        raise Http404
    return redirect(f"{reverse('goals')}#groups")
