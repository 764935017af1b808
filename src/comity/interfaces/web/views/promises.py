"""Promises, mine and theirs: what is open first, what ended, and the follow-through that they make."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later
from django.views.decorators.http import require_POST, require_safe

from comity.actions import commitments as actions
from comity.answers import books, heads
from comity.answers import commitments as answers
from comity.interfaces.web.follow_through import columns
from comity.interfaces.web.matters import PAGE, first_of
from comity.interfaces.web.pages import DeskRequest, came_from, desk_page, say_error
from comity.interfaces.web.wording import words_for_form

_PAGE_SIZE = 50
_LONGEST = 320
_SIDES = [("mine", ""), ("theirs", "")]
_ENDS = {"keep": actions.keep, "break": actions.break_promise, "drop": actions.drop}
_SAID = {"keep": later("Kept."), "break": later("Broken."), "drop": later("Dropped.")}


class PromiseForm(forms.Form):
    """A promise to somebody or by them."""

    who = forms.CharField(label=later("Who?"), max_length=_LONGEST)
    by = forms.ChoiceField(choices=_SIDES)
    text = forms.CharField(label=later("What was promised?"), max_length=2000)
    due = forms.DateField(label=later("By when?"), required=False)


class EndForm(forms.Form):
    """How a promise ended: on which day, and what there is to say of it."""

    on = forms.DateField(label=later("When?"), required=False)
    ending = forms.CharField(max_length=20_000, required=False)


class MoveForm(forms.Form):
    """Another day, and who asked for it."""

    due = forms.DateField(label=later("To which day?"), required=False)
    asked_by = forms.ChoiceField(choices=_SIDES)
    why = forms.CharField(max_length=20_000, required=False)


class EditForm(forms.Form):
    """What was noted wrongly."""

    text = forms.CharField(label=later("What was promised?"), max_length=2000)
    due = forms.DateField(label=later("By when?"), required=False)


@desk_page
@require_safe
def promises_page(request: DeskRequest, scope: books.Scope) -> HttpResponse:
    """Open ones of both sides, then those that ended; or what one number is made of (`how`, `quarter`, `since`)."""
    asked = {name: request.GET.get(name, "")[:_LONGEST] for name in ("by", "who", "how", "quarter", "since")}
    face = heads.named(scope, asked["who"]) if asked["who"] else None
    who = face.id if face else ""
    offset = first_of(request)
    narrowed = bool(asked["how"] or asked["quarter"] or asked["by"])
    by, how = asked["by"], asked["how"] or ("" if narrowed else "ended")
    since = parse_date(asked["since"]) if _is_date(asked["since"]) else None
    listed = answers.promises(
        scope,
        by=by,
        who=who,
        how=how,
        quarter=asked["quarter"],
        since=since,
        limit=_PAGE_SIZE,
        offset=offset,
    )
    more = urlencode({name: value for name, value in asked.items() if value})
    context: dict[str, Any] = {
        "page": PAGE,
        "face": face,
        "asked": asked,
        "narrowed": narrowed,
        "listed": listed,
        "next": offset + _PAGE_SIZE if listed.total > offset + _PAGE_SIZE else None,
        "more": more,
    }
    if not narrowed:
        context["sides"] = [_side(scope, side, who) for side in ("mine", "theirs")]
    return render(request, "comity/promises.html", context)


def _side(scope: books.Scope, by: str, who: str) -> dict[str, Any]:
    """What is open on one side, and its follow-through."""
    follow = answers.follow_through(scope, by, who=who)
    return {
        "by": by,
        "open": answers.promises(scope, by=by, who=who, how="open"),
        "follow": follow,
        "picture": columns(follow.quarters),
    }


def _is_date(text: str) -> bool:
    try:
        return parse_date(text) is not None
    except ValueError:
        return False


@desk_page
@require_POST
def add(request: DeskRequest, scope: books.Scope) -> HttpResponse:
    """Notes one, and goes back to where it was noted from."""
    form = PromiseForm(request.POST)
    if not form.is_valid():
        return say_error(request, words_for_form(form))
    data = form.cleaned_data
    face = heads.named(scope, data["who"])
    id = actions.promise(scope, face.id, data["text"], by=data["by"], due=data["due"])
    words = _("Promised: %(text)s") if data["by"] == "mine" else _("Noted what they promised: %(text)s")
    return _done(request, words % {"text": data["text"][:80]}, id, "remove")


@desk_page
@require_POST
def act(request: DeskRequest, scope: books.Scope, promise: UUID, act: str) -> HttpResponse:
    """Keeps, breaks, drops, moves, changes, opens again or removes one."""
    id = str(promise)
    if act in _ENDS:
        form: forms.Form = EndForm(request.POST)
        if not form.is_valid():
            return say_error(request, words_for_form(form))
        _ENDS[act](scope, id, on=form.cleaned_data["on"], ending=form.cleaned_data["ending"])
        return _done(request, str(_SAID[act]), id, "reopen")
    if act in ("move", "edit"):
        form = MoveForm(request.POST) if act == "move" else EditForm(request.POST)
        if not form.is_valid():
            return say_error(request, words_for_form(form))
        return _changed(request, scope, id, form.cleaned_data)
    done = {"reopen": actions.reopen, "move_back": actions.move_back, "remove": actions.remove}.get(act)
    if done is None:
        raise Http404
    done(scope, id)
    return redirect(came_from(request))


def _changed(request: DeskRequest, scope: books.Scope, id: str, data: dict[str, Any]) -> HttpResponse:
    if "asked_by" not in data:
        actions.edit(scope, id, text=data["text"], due=data["due"])
        return redirect(came_from(request))
    actions.move(scope, id, data["due"], asked_by=data["asked_by"], why=data["why"])
    return _done(request, _("Moved to another day."), id, "move_back")


def _done(request: DeskRequest, words: str, id: str, undo: str) -> HttpResponse:
    messages.success(request, words, extra_tags=f"undo-at {reverse('promise_act', args=[id, undo])}")
    return redirect(came_from(request))
