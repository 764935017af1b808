"""Today, and what one does with its items."""

from __future__ import annotations

from itertools import groupby
from operator import attrgetter

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from comity.actions import today as actions
from comity.answers import books
from comity.answers import today as answers
from comity.core.errors import Invalid
from comity.interfaces.web.pages import DeskRequest, desk_page
from comity.interfaces.web.wording import SAID, words_of

_ALL = 100
_KEY, _WHAT = 200, 300


@desk_page
@require_safe
def today_page(request: DeskRequest, scope: books.Scope) -> HttpResponse:
    """The short list, all of it with `?all=1`, as it was with `?as_of=DATE`; the first run in an empty book."""
    everything = "all" in request.GET
    as_of = parse_date(request.GET.get("as_of", "")[:10]) if "as_of" in request.GET else None
    today = answers.today(scope, as_of=as_of, limit=_ALL if everything else None)
    if not (today.items or today.meetings) and books.is_empty(scope):
        return redirect("welcome")
    groups = [(group, list(items)) for group, items in groupby(today.items, key=attrgetter("group"))]
    context = {"page": "today", "today": today, "groups": groups, "all": everything, "as_of": as_of}
    return render(request, "comity/today.html", context)


@desk_page
@require_POST
def act(request: DeskRequest, scope: books.Scope) -> HttpResponse:
    """Done, later, never or back again; in place with htmx, else by way of Today."""
    key, what = request.POST.get("key", "")[:_KEY], request.POST.get("what", "")[:_WHAT]
    did = request.POST.get("act", "")
    if did == "restore":
        actions.restore(scope, key)
        return _brought_back(request, scope, key)
    _apply(scope, key, did)
    said = words_of(SAID, did)
    words = _("%(said)s: %(what)s") % {"said": said, "what": what} if what else said
    if request.htmx:
        return render(request, "comity/parts/item_gone.html", {"said": words, "key": key, "what": what})
    messages.success(request, words, extra_tags=f"undo {key}")
    return redirect("today")


def _apply(scope: books.Scope, key: str, did: str) -> None:
    """Raises Invalid for what is none of the acts that Today offers."""
    if did not in SAID:
        raise Invalid("act", did, _("Today does not offer this."))
    if did == "done":
        actions.finish(scope, key)
    elif did == "dismiss":
        actions.dismiss(scope, key)
    elif did == "never":
        actions.never(scope, key)
    else:
        actions.snooze(scope, key, int(did.removeprefix("snooze-")))


def _brought_back(request: DeskRequest, scope: books.Scope, key: str) -> HttpResponse:
    if not request.htmx:
        return redirect("today")
    today = answers.today(scope, limit=_ALL)
    item = next((item for item in today.items if item.key == key), None)
    if item is None:
        return HttpResponseClientRefresh()
    return render(request, "comity/parts/items.html", {"items": [item]})
