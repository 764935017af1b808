"""Settings: my addresses, the book, the sample book, where the data is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from comity import __version__
from comity.actions import me, sample
from comity.actions import today as acts
from comity.answers import books, day_mail, playbooks
from comity.answers import feed as feeds
from comity.answers.today.silenced import silenced
from comity.interfaces.web import forms as sent
from comity.interfaces.web.pages import DeskRequest, desk_page, say_error, signed_in_user
from comity.interfaces.web.wording import words_for_form


@desk_page
@require_safe
def settings_page(request: DeskRequest, scope: books.Scope) -> HttpResponse:
    return show(request, scope)


def show(request: DeskRequest, scope: books.Scope, *, feed_address: str = "") -> HttpResponse:
    """The page; feed_address: that of a calendar feed made just now, which is shown this once."""
    feed = feeds.state(scope)
    context = {
        "feed": feed,
        "feed_kinds": list(feeds.kinds_for(feed)),
        "feed_address": feed_address,
        "feed_left_out": feeds.left_out(scope, feed.kinds, feed.details) if feed.on else 0,
        "day_mail": day_mail.state(scope),
        "page": "settings",
        "book": books.book_info(scope),
        "has_sample": any(book.is_sample for book in books.books_of(signed_in_user(request))),
        "zones": sorted(available_timezones()),
        "home": settings.HOME,
        "version": __version__,
        "silenced": silenced(scope),
        "playbook_folder": playbooks.folder(),
        "playbook_troubles": playbooks.troubles(),
    }
    return render(request, "comity/settings.html", context)


def _add_address(scope: books.Scope, data: Mapping[str, Any]) -> None:
    me.add_address(scope, data["address"], data["kind"], data["since"], data["until"])


def _remove_address(scope: books.Scope, data: Mapping[str, Any]) -> None:
    me.remove_address(scope, data["address"])


def _name(scope: books.Scope, data: Mapping[str, Any]) -> None:
    me.set_book_name(scope, data["name"])


def _zone(scope: books.Scope, data: Mapping[str, Any]) -> None:
    me.set_zone(scope, data["zone"])


def _today(scope: books.Scope, data: Mapping[str, Any]) -> None:
    acts.show_items(scope, data["count"])


def _propose_days(scope: books.Scope, data: Mapping[str, Any]) -> None:
    me.set_propose_days(scope, data["days"])


def _personal_news(scope: books.Scope, data: Mapping[str, Any]) -> None:
    me.set_personal_news(scope, data["wanted"])


def _bring_back(scope: books.Scope, data: Mapping[str, Any]) -> None:
    acts.restore(scope, data["key"])


_CHANGES: Mapping[str, tuple[type[forms.Form], Callable[[books.Scope, Mapping[str, Any]], None]]] = {
    "address": (sent.OwnAddressForm, _add_address),
    "address_remove": (sent.OwnAddressRemoveForm, _remove_address),
    "name": (sent.BookNameForm, _name),
    "zone": (sent.ZoneForm, _zone),
    "today": (sent.TodayItemsForm, _today),
    "reading": (sent.ProposeDaysForm, _propose_days),
    "personal": (sent.PersonalNewsForm, _personal_news),
    "back": (sent.BringBackForm, _bring_back),
}


@desk_page
@require_POST
def change(request: DeskRequest, scope: books.Scope, change: str) -> HttpResponse:
    """One setting, by the last part of the address."""
    if change not in _CHANGES:
        raise Http404
    kind, apply = _CHANGES[change]
    form = kind(request.POST)
    if not form.is_valid():
        return say_error(request, words_for_form(form))
    apply(scope, form.cleaned_data)
    messages.success(request, _("Saved."))
    return redirect("settings")


@desk_page
@require_POST
def open_sample(request: DeskRequest, scope: books.Scope) -> HttpResponse:
    """Makes the sample book, or finds it, and opens it."""
    request.session["book"] = sample.open_sample(signed_in_user(request))
    return redirect("today")


@desk_page
@require_POST
def remove_sample(request: DeskRequest, scope: books.Scope) -> HttpResponse:
    """Removes the sample book, and opens one's own."""
    sample.remove_sample(signed_in_user(request))
    request.session.pop("book", None)
    messages.success(request, _("The sample book is gone."))
    return redirect("today")


@desk_page
@require_POST
def switch_book(request: DeskRequest, scope: books.Scope) -> HttpResponse:
    """Opens one's own book or the sample."""
    wants_sample = request.POST.get("book") == "sample"
    for book in books.books_of(signed_in_user(request)):
        if book.is_sample == wants_sample:
            request.session["book"] = book.id
            return redirect("today")
    raise Http404
