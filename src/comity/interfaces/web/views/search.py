"""Search: the page of results, and the palette that finds people and does things."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from comity.answers import books, people
from comity.answers import search as answers
from comity.core.errors import Unreadable
from comity.core.search import FIELDS
from comity.interfaces.web.pages import DeskRequest, desk_page

_LONGEST = 200


def _words(request: DeskRequest) -> str:
    return request.GET.get("q", "")[:_LONGEST].replace("\0", "").strip()


@desk_page
@require_safe
def search_page(request: DeskRequest, scope: books.Scope) -> HttpResponse:
    """People, and what passed between us, that have these words; what cannot be read, and where."""
    words = _words(request)
    context: dict[str, Any] = {"page": "search", "words": words, "fields": FIELDS}
    try:
        context["found"] = answers.search(scope, words, limit=50)
    except Unreadable as error:
        said = answers.explained(error)
        context["trouble"] = said
        context["pieces"] = (words[: said.start], words[said.start : said.end], words[said.end :])
    return render(request, "comity/search.html", context)


@desk_page
@require_safe
def palette(request: DeskRequest, scope: books.Scope) -> HttpResponse:
    """People whose name fits, and the things one can do; all of those where nothing is typed yet."""
    words = _words(request)
    faces = people.suggest(scope, words) if words else ()
    doings = [doing for doing in _doings() if words.casefold() in doing[0].casefold()]
    return render(request, "comity/parts/finds.html", {"words": words, "faces": faces, "doings": doings})


def _doings() -> list[tuple[str, str, str]]:
    """(title, address, dialog to open instead or "")"""
    return [
        (_("Today"), reverse("today"), ""),
        (_("People"), reverse("people"), ""),
        (_("Whom have I lost touch with?"), reverse("people") + "?state=lost_touch", ""),
        (_("Promises"), reverse("promises"), ""),
        (_("Requests"), reverse("requests"), ""),
        (_("Reminders"), reverse("reminders"), ""),
        (_("How reliable you are"), reverse("reputation"), ""),
        (_("Record what happened"), reverse("log"), "log"),
        (_("Import files"), reverse("imports"), ""),
        (_("Settings"), reverse("settings"), ""),
        (_("Keys"), reverse("settings"), "help"),
        (_("Sign out"), reverse("account_logout"), ""),
    ]
