"""The private calendar feed: read by calendar programs without sign-in, switched on and off in Settings."""

from __future__ import annotations

import time

from django.contrib import messages
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from comity.actions import feed as acts
from comity.answers import books
from comity.answers import feed as answers
from comity.core.errors import NotFound
from comity.interfaces.web import forms as sent
from comity.interfaces.web.pages import DeskRequest, desk_page, say_error
from comity.interfaces.web.security import KEPT
from comity.interfaces.web.views.settings import show
from comity.interfaces.web.wording import words_for_form

A_MINUTE = 30
"""How often one feed is made in a minute at the most. What is unknown costs a look at an index, and is not counted."""


@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponseBase:
    """The calendar behind an address; one that is unknown or revoked is not found, both in the same way."""
    reader = answers.reader(token)
    if reader is None:
        raise Http404
    if _too_often(reader.id):
        return HttpResponse(status=429, headers={"Retry-After": "60"})
    with timezone.override(reader.scope.zone):
        told = answers.feed_days(reader.scope, reader.kinds, reader.details)
    content = answers.content_of(told)
    try:
        changed_at = acts.note_read(reader.id, content)
    except NotFound:
        raise Http404 from None
    etag, changed = f'"{content[:32]}"', int(changed_at.timestamp())
    whole = HttpResponse(
        answers.body(told, changed),
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": 'inline; filename="comity.ics"', "ETag": etag},
    )
    response = get_conditional_response(request, etag, changed, whole) or whole
    response.headers["Cache-Control"] = KEPT
    response.headers["Last-Modified"] = http_date(changed)
    return response


def _too_often(id: int) -> bool:
    """Whether a feed was asked for more than `A_MINUTE` times in this minute of the clock."""
    key = f"feed-{id}-{int(time.time()) // 60}"
    cache.add(key, 0, 120)
    try:
        return cache.incr(key) > A_MINUTE
    except ValueError:
        return False


@desk_page
@require_http_methods(["GET", "POST"])
def feed_settings(request: DeskRequest, scope: books.Scope) -> HttpResponseBase:
    """Switch the feed on, choose what it tells, make a new address (shown this once), or revoke it."""
    if request.method == "GET":
        return redirect("settings")
    form = sent.FeedForm(request.POST)
    if not form.is_valid():
        return say_error(request, words_for_form(form))
    act = form.cleaned_data["act"]
    if act == "new":
        address = request.build_absolute_uri(f"/feed/{acts.new_address(scope)}.ics")
        return show(request, scope, feed_address=address)
    if act == "off":
        acts.revoke(scope)
        messages.success(request, _("The calendar’s address is void from now on."))
    else:
        acts.choose(scope, form.cleaned_data["kinds"], form.cleaned_data["details"])
        messages.success(request, _("Saved."))
    return redirect("/settings#calendar")
