"""How reliable I am, for my own eyes."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from comity.answers import books
from comity.answers import reputation as answers
from comity.interfaces.web.follow_through import columns
from comity.interfaces.web.matters import PAGE, first_of
from comity.interfaces.web.pages import DeskRequest, desk_page


@desk_page
@require_safe
def reputation_page(request: DeskRequest, scope: books.Scope) -> HttpResponse:
    """The four numbers; with `of` what one of them is made of."""
    of = request.GET.get("of", "")[:40]
    if of:
        offset = first_of(request)
        made = answers.made_of(scope, of, offset=offset)
        following = offset + answers.PAGE if made.total > offset + answers.PAGE else None
        return render(request, "comity/reputation_of.html", {"page": PAGE, "made": made, "next": following})
    found = answers.reputation(scope)
    context = {"page": PAGE, "found": found, "picture": columns(found.follow_through.quarters)}
    return render(request, "comity/reputation.html", context)
