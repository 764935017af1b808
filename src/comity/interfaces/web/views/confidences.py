"""What was told in confidence: noted in one step from where it stands, opened to somebody, released, sealed."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later
from django.views.decorators.http import require_POST, require_safe

from comity.actions import confidences as actions
from comity.actions import covering
from comity.answers import books, heads
from comity.answers import confidences as answers
from comity.answers.sealing import is_set_up
from comity.interfaces.web.checking import checked
from comity.interfaces.web.guards import PAGE
from comity.interfaces.web.pages import DeskRequest, came_from, desk_page
from comity.interfaces.web.undoing import said, said_removed

_WHO, _MOST_ROWS, _MOST_SOURCES = 320, 500, 5


class ConfidenceForm(forms.Form):
    """Something told in confidence."""

    text = forms.CharField(label=later("What was told?"), max_length=actions.TEXT)
    source = forms.CharField(label=later("By whom?"), max_length=_WHO, required=False)
    subject = forms.CharField(label=later("About whom?"), max_length=_WHO, required=False)
    audience = forms.CharField(label=later("Who may know?"), max_length=2000, required=False)
    nobody = forms.BooleanField(required=False)
    signs = forms.CharField(label=later("What gives it away?"), max_length=actions.TEXT, required=False)
    until = forms.DateField(label=later("Until when?"), required=False)
    on = forms.DateField(label=later("When?"), required=False)
    seal = forms.BooleanField(required=False)


class ChangeForm(forms.Form):
    """What was noted wrongly; text and signs are missing while they are locked."""

    text = forms.CharField(label=later("What was told?"), max_length=actions.TEXT, required=False)
    signs = forms.CharField(label=later("What gives it away?"), max_length=actions.TEXT, required=False)
    source = forms.CharField(label=later("By whom?"), max_length=_WHO, required=False)
    subject = forms.CharField(label=later("About whom?"), max_length=_WHO, required=False)
    nobody = forms.BooleanField(required=False)
    until = forms.DateField(label=later("Until when?"), required=False)


class CheckForm(forms.Form):
    """A text, and who is to read it."""

    text = forms.CharField(label=later("The text"), max_length=50_000)
    readers = forms.CharField(label=later("Who reads it?"), max_length=2000, required=False)


_SIMPLE: dict[str, tuple[Callable[[books.Scope, str], object], str | Promise, str]] = {
    "release": (actions.release, later("It is free: nothing of it is held back any more."), "hold"),
    "hold": (actions.hold_again, later("It is held back again."), "release"),
    "seal": (actions.seal, later("Sealed. Where else it stands, it stands in clear."), "unseal"),
    "unseal": (actions.unseal, later("It stands in clear again."), "seal"),
    "put_back": (covering.put_back, later("What was taken out stands where it stood."), ""),
}
"""What is done with a confidence alone: how, the words for it, and what takes it back."""


@desk_page
@require_safe
def confidences_page(request: DeskRequest, scope: books.Scope) -> HttpResponse:
    """What is held back; `who`: about, by or for one person; `all`: also what is free by now.

    With `in` (kind:id) or `source` the form is filled for what was told there.
    """
    who = request.GET.get("who", "")[:_WHO]
    face = heads.named(scope, who) if who else None
    sources = [source[:_WHO] for source in request.GET.getlist("source")[:_MOST_SOURCES]]
    row = request.GET.get("in", "")[:100]
    context = {
        "page": PAGE,
        "face": face,
        "ended": "all" in request.GET,
        "found": answers.confidences(scope, who=face.id if face else "", ended="all" in request.GET),
        "row": row,
        "thing": answers.thing(scope, *_row(row)) if row else None,
        "source": next(filter(None, (answers.told_by(scope, one) for one in sources)), None),
        "noting": bool(row or sources),
        "sealable": is_set_up(scope),
    }
    return render(request, "comity/confidences.html", context)


@desk_page
@require_safe
def confidence_page(request: DeskRequest, scope: books.Scope, confidence: UUID) -> HttpResponse:
    """One of them: who may know it, what it covers, and what else gives it away."""
    found = answers.confidence(scope, str(confidence))
    context = {"page": PAGE, "found": found, "one": found.line, "sealable": is_set_up(scope)}
    return render(request, "comity/confidence.html", context)


@desk_page
@require_POST
def add(request: DeskRequest, scope: books.Scope) -> HttpResponse:
    """Keeps one, then shows what else gives it away."""
    data = checked(ConfidenceForm(request.POST))
    id = actions.keep(
        scope,
        data["text"],
        signs=data["signs"].splitlines(),
        source=_id(scope, data["source"]),
        subject=_id(scope, data["subject"]),
        audience=_ids(scope, data["audience"]),
        nobody=data["nobody"],
        until=data["until"],
        on=data["on"],
        seal=data["seal"],
        rows=[_row(row) for row in request.POST.getlist("row")[:_MOST_ROWS]],
    )
    said(request, _("It is held back from now on."))
    return redirect("confidence", id)


@desk_page
@require_POST
def check(request: DeskRequest, scope: books.Scope) -> HttpResponse:
    """Says whether a text may go to somebody."""
    data = checked(CheckForm(request.POST))
    found = answers.check(scope, data["text"], _ids(scope, data["readers"]))
    context = {
        "page": PAGE,
        "checked": found,
        "asked": data,
        "confided": [one.of for one in found.gives_away],
    }
    return render(request, "comity/confidence_check.html", context)


@desk_page
@require_POST
def act(request: DeskRequest, scope: books.Scope, confidence: UUID, act: str) -> HttpResponse:
    """Changes one, whom it is open to, what it covers, whether it holds or is sealed; or removes it."""
    id = str(confidence)
    if act in _SIMPLE:
        do, words, undo = _SIMPLE[act]
        do(scope, id)
        said(request, str(words), reverse("confidence_act", args=[id, undo]) if undo else "")
    elif act == "remove":
        said_removed(request, _("Removed: nothing is held back for it."), actions.remove(scope, id))
        return redirect("confidences")
    elif act == "change":
        _change(request, scope, id)
    elif act in ("allow", "forbid"):
        _open_to(request, scope, id, act)
    elif act in ("cover", "uncover", "blank"):
        _cover(request, scope, id, act)
    else:
        raise Http404
    return redirect(came_from(request) if act in ("release", "hold") else reverse("confidence", args=[id]))


def _change(request: DeskRequest, scope: books.Scope, id: str) -> None:
    data = checked(ChangeForm(request.POST))
    actions.change(
        scope,
        id,
        text=data["text"] or None,
        signs=data["signs"].splitlines() if "signs" in request.POST else None,
        source=_id(scope, data["source"]),
        subject=_id(scope, data["subject"]),
        nobody=data["nobody"],
        until=data["until"],
    )
    said(request, _("Saved."))


def _open_to(request: DeskRequest, scope: books.Scope, id: str, act: str) -> None:
    face = heads.named(scope, request.POST.get("who", "")[:_WHO])
    if act == "allow":
        actions.allow(scope, id, face.id)
        said(request, _("%(name)s may know.") % {"name": face.name})
        return
    actions.forbid(scope, id, face.id)
    said(request, _("%(name)s may not know.") % {"name": face.name})


def _cover(request: DeskRequest, scope: books.Scope, id: str, act: str) -> None:
    rows = [_row(row) for row in request.POST.getlist("row")[:_MOST_ROWS]]
    if act == "blank":
        for kind, row in rows:
            covering.blank(scope, id, kind, row)
        said(request, _("Its words are taken out."), reverse("confidence_act", args=[id, "put_back"]))
        return
    do = covering.cover if act == "cover" else covering.uncover
    do(scope, id, rows)
    said(request, _("Held back with it.") if act == "cover" else _("Not held back any more."))


def _id(scope: books.Scope, who: str) -> str | None:
    return heads.named(scope, who).id if who.strip() else None


def _ids(scope: books.Scope, names: str) -> list[str]:
    """The people named, one a line or with semicolons between them."""
    parts = names.replace(";", "\n").splitlines()
    return [heads.named(scope, name).id for name in parts if name.strip()]


def _row(words: str) -> tuple[str, str]:
    kind, _sign, row = words.partition(":")
    return kind, row
