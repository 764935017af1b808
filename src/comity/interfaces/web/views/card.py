"""My card: what is on it, as a code and as a file; and the cards of others, read from a photograph or a file."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from comity.actions import card as actions
from comity.actions import newcomers
from comity.answers import books, events, handed
from comity.answers import card as answers
from comity.core.errors import Ambiguous, Invalid
from comity.core.my_card import FIELDS
from comity.interfaces.web.event_forms import CardFileForm, MeForm, MetForm
from comity.interfaces.web.matters import PAGE
from comity.interfaces.web.pages import DeskRequest, desk_page, say_error
from comity.interfaces.web.wording import words_for, words_for_form


@desk_page
@require_http_methods(["GET", "HEAD", "POST"])
def card_page(request: DeskRequest, scope: books.Scope) -> HttpResponse:
    """The code, what is on the card, and what could be; sent, the choice is kept."""
    if request.method == "POST":
        ticked = [value.partition(":") for value in request.POST.getlist("on")]
        actions.choose(scope, [(field, value) for field, _colon, value in ticked if field in FIELDS])
        messages.success(request, _("This is on your card from now on."))
        return redirect("card")
    found = answers.my_page(scope)
    code, dense, trouble = "", False, ""
    try:
        code, dense = answers.my_code(found.card)
    except Invalid as error:
        trouble = words_for(error)
    context = {"page": PAGE, "found": found, "code": code, "dense": dense, "trouble": trouble}
    return render(request, "comity/card.html", context)


@desk_page
@require_POST
def card_me(request: DeskRequest, scope: books.Scope) -> HttpResponse:
    """Takes what I say of myself."""
    form = MeForm(request.POST)
    if not form.is_valid():
        return say_error(request, words_for_form(form))
    found = answers.my_page(scope)
    shown = {choice.field: choice.value for choice in found.choices}
    data = form.cleaned_data
    changed = {
        name: data[name]
        for name, value in (
            ("name", found.card.name),
            ("organisation", shown.get("organisation", "")),
            ("title", shown.get("title", "")),
        )
        if data[name] != value
    }
    actions.describe_me(scope, **changed, phone=data["phone"], link=data["link"])
    return redirect("card")


@desk_page
@require_POST
def card_forget(request: DeskRequest, scope: books.Scope) -> HttpResponse:
    """Takes away a number or a link that I gave."""
    field, _colon, value = request.POST.get("detail", "")[:1000].partition(":")
    actions.forget_detail(scope, field, value)
    return redirect("card")


@desk_page
@require_safe
def card_file(request: DeskRequest, scope: books.Scope, kind: str) -> HttpResponse:
    """My card as a picture of its code, or as a vCard."""
    if kind not in answers.FILES:
        raise Http404
    answer = HttpResponse(answers.my_file(scope, kind), content_type=answers.FILES[kind])
    answer.headers["Content-Disposition"] = f'attachment; filename="card.{kind}"'
    return answer


@desk_page
@require_http_methods(["GET", "HEAD", "POST"])
def read_page(request: DeskRequest, scope: books.Scope) -> HttpResponse:
    """Takes a photograph or a file, and shows what it says to be confirmed; nothing is stored, opened or fetched."""
    event = request.POST.get("event", request.GET.get("event", ""))
    context: dict[str, Any] = {"page": PAGE, "event": _event(scope, event)}
    if request.method != "POST":
        return render(request, "comity/card_read.html", context)
    form = CardFileForm(request.POST, request.FILES)
    if not form.is_valid():
        return say_error(request, words_for_form(form))
    sent = form.cleaned_data["photo"] or form.cleaned_data["file"]
    found = handed.read_file(scope, Path(sent.temporary_file_path()))
    context |= {"read": found, "trouble": _trouble(found.trouble)}
    return render(request, "comity/card_read.html", context, status=200 if found.cards else 422)


@desk_page
@require_POST
def take(request: DeskRequest, scope: books.Scope) -> HttpResponse:
    """Takes over the card of somebody, as it was confirmed."""
    form = MetForm(request.POST)
    if not form.is_valid():
        return say_error(request, words_for_form(form))
    data = form.cleaned_data
    person = str(data["person"]) if data["person"] else None
    try:
        who, new = newcomers.enter(scope, form.told(), person_id=person, new=data["new"])
    except Ambiguous as error:
        context = {"page": PAGE, "candidates": error.candidates, "kept": form.kept()}
        return render(request, "comity/card_read.html", context)
    words = _("They are in your book now.") if new else _("What the card says is noted.")
    messages.success(request, words)
    return redirect("person", who)


def _event(scope: books.Scope, id: str) -> events.EventLine | None:
    """The event at which a card is read, None for none.

    Raises:
        NotFound: no such event in this book.
    """
    return events.event(scope, str(UUID(id))).event if _is_id(id) else None


def _is_id(text: str) -> bool:
    try:
        return bool(UUID(text))
    except ValueError:
        return False


def _trouble(key: str) -> str:
    words = {
        "": "",
        "empty": _("The file is empty. Take the picture again."),
        "none": _(
            "No code was found. Take the picture from nearer, sharp, with the whole code and a margin in it."
        ),
        "picture": _("The picture is damaged. Take it again, or send it in another way."),
        "large": _(
            "The picture is too large (at most 64 million pixels and 25 MB). Take it in a smaller size."
        ),
        "format": _("This is neither a JPEG, PNG or WebP picture nor a contact file (.vcf)."),
    }
    return words.get(key, _("Reading it failed, and nothing was kept. Try another picture."))
