"""Boundaries: the list, setting one, changing, ending and removing it, and what crossed them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from comity.actions import boundaries as actions
from comity.actions import crossings
from comity.answers import books, heads, playbooks
from comity.answers import boundaries as answers
from comity.answers.guard_overview import outside
from comity.core.boundaries import MINE, THEIRS, Kind
from comity.interfaces.web.boundary_forms import BoundaryForm, LineForm, WordsForm
from comity.interfaces.web.checking import checked
from comity.interfaces.web.guards import PAGE
from comity.interfaces.web.pages import DeskRequest, came_from, desk_page
from comity.interfaces.web.undoing import said, said_removed

_LONGEST = 320
_SHOWN = 200
_CROSSED = 50


@desk_page
@require_safe
def boundaries_page(request: DeskRequest, scope: books.Scope) -> HttpResponse:
    """All in force, or all of one person; `all`: ended ones too; `add`: the kind that the form is for."""
    who = request.GET.get("who", "")[:_LONGEST]
    face = heads.named(scope, who) if who else None
    person = face.id if face else ""
    ended, kind = "all" in request.GET, request.GET.get("add", "")
    listed = answers.boundaries(scope, who=person, ended=ended, limit=_SHOWN)
    ahead, mail = outside(scope, person)
    context: dict[str, Any] = {
        "page": PAGE,
        "face": face,
        "ended": ended,
        "kind": kind if kind in set(Kind) else Kind.HOURS.value,
        "kinds": [str(kind) for kind in Kind],
        "sides": [(side, [row for row in listed.rows if row.side == side]) for side in (MINE, THEIRS)],
        "more": listed.total - len(listed.rows),
        "crossed": answers.crossings(scope, who=person, limit=_CROSSED),
        "ahead": ahead,
        "mail": mail,
        "roles": playbooks.choices(),
    }
    return render(request, "comity/boundaries.html", context)


@desk_page
@require_POST
def add(request: DeskRequest, scope: books.Scope) -> HttpResponse:
    """Sets one."""
    form = BoundaryForm(request.POST)
    data = checked(form)
    person = heads.named(scope, data["who"]).id if data["who"].strip() else None
    id = actions.add(
        scope,
        data["side"],
        form.line,
        person_id=person,
        role=data["role"],
        organisation=data["organisation"],
        told=not data["guessed"],
    )
    said(request, _("The boundary is set."), reverse("boundary_act", args=[id, "remove"]))
    return redirect(f"{reverse('boundaries')}?who={person}" if person else "boundaries")


@desk_page
@require_POST
def act(request: DeskRequest, scope: books.Scope, boundary: UUID, act: str) -> HttpResponse:
    """Changes one, ends it, takes it up again, or removes it."""
    id = str(boundary)
    if act == "edit":
        form = LineForm(request.POST)
        told = not checked(form)["guessed"]
        actions.edit(scope, id, form.line, told=told)
    elif act == "end":
        actions.end(scope, id)
        said(request, _("It holds no longer."), reverse("boundary_act", args=[id, "reopen"]))
    elif act == "reopen":
        actions.reopen(scope, id)
    elif act == "remove":
        said_removed(request, _("The boundary is gone."), actions.remove(scope, id))
    else:
        raise Http404
    return redirect(came_from(request))


@desk_page
@require_POST
def crossing_act(request: DeskRequest, scope: books.Scope, crossing: UUID, act: str) -> HttpResponse:
    """Notes what the user says to a crossing, or that it was none."""
    if act == "answer":
        crossings.answer(scope, str(crossing), checked(WordsForm(request.POST))["answer"])
    elif act == "remove":
        said_removed(request, _("It was none."), actions.remove_crossing(scope, str(crossing)))
    else:
        raise Http404
    return redirect(came_from(request))
