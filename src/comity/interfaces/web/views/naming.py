"""Names that fit what was typed so far, for fields that ask for a person."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.html import format_html_join
from django.views.decorators.http import require_safe

from comity.answers import books
from comity.answers import people as answers
from comity.interfaces.web.pages import DeskRequest, desk_page

_LONGEST = 200


@desk_page
@require_safe
def names(request: DeskRequest, scope: books.Scope) -> HttpResponse:
    """The options of a list of names; none before two characters are typed."""
    words = request.GET.get("who", request.GET.get("name", ""))[:_LONGEST].replace("\0", "").strip()
    found = answers.suggest(scope, words) if len(words) > 1 else ()
    return HttpResponse(format_html_join("", '<option value="{}"></option>', ((one.name,) for one in found)))
