"""A draft to look at and to change before it opens the user's mail program."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from comity.answers import books, drafts
from comity.interfaces.web.pages import DeskRequest, desk_page
from comity.interfaces.web.wording import DRAFTS, VALUES_OF_DRAFTS, words_of

_OWN = frozenset({"kind", "other", "language"})
_LONGEST, _LONGEST_BODY = 500, 50_000


@desk_page
@require_http_methods(["GET", "HEAD", "POST"])
def write_page(request: DeskRequest, scope: books.Scope, who: UUID) -> HttpResponse:
    """The draft for what the address says; what was changed by hand is kept when it is sent back."""
    asked = request.GET
    about = {name: asked.get(name, "")[:_LONGEST] for name in asked if name not in _OWN}
    kind, language = asked.get("kind") or "write", asked.get("language") or None
    draft = drafts.draft(scope, kind, str(who), about, language, other=asked.get("other") or None)
    context: dict[str, Any] = {
        "page": "people",
        "draft": draft,
        "mail": {"to": draft.to, "subject": draft.subject, "body": draft.body},
        "href": draft.href,
        "rest": draft.rest,
        "other": asked.get("other", ""),
        "kinds": [(key, words_of(DRAFTS, key)) for key in drafts.KINDS],
        "languages": [(code, code) for code in drafts.languages()],
        "fields": [(name, words_of(VALUES_OF_DRAFTS, name), value) for name, value in draft.asks],
        "troubles": drafts.troubles(),
    }
    if request.method == "POST":
        context["mail"] = {
            name: request.POST.get(name, "")[:_LONGEST_BODY] for name in ("to", "subject", "body")
        }
        context["href"], context["rest"] = drafts.edited(**context["mail"])
        context["was_changed"] = True
    return render(request, "comity/write.html", context)
