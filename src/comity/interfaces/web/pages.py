"""What every view of the desk shares: sign-in, the open book and its zone, and errors put in words."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Concatenate, ParamSpec, cast

from django.contrib import messages
from django.contrib.auth.models import AbstractBaseUser
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render, resolve_url
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django_htmx.http import HttpResponseClientRedirect, reselect, reswap, retarget, trigger_client_event

from comity.answers import books
from comity.answers.playbooks import once
from comity.core.errors import ComityError, Locked, NotFound, NoVault
from comity.interfaces.web import opened, reopening
from comity.interfaces.web.wording import words_for

if TYPE_CHECKING:
    from django_htmx.middleware import HtmxDetails

P = ParamSpec("P")
_ID = re.compile(r"[0-9a-fA-F-]{32,36}")


class DeskRequest(HttpRequest):
    """A request of somebody signed in; scope: the book that is open."""

    htmx: HtmxDetails
    scope: books.Scope


View = Callable[Concatenate[DeskRequest, books.Scope, P], HttpResponseBase]


def desk_page(view: View[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """A view that only those signed in reach, given the scope of their open book, in the book's time zone.

    What is not in that book is a 404; a name that fits nobody, and any other error of ours, is said on the page one
    came from.
    """

    @wraps(view)
    def signed_in(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return _to_sign_in(cast(DeskRequest, request))
        asked = cast(DeskRequest, request)
        asked.scope = _with_key(asked, _open_book(asked))
        with timezone.override(asked.scope.zone), once():
            try:
                asked.scope = reopening.reopened(asked, asked.scope)
            except ComityError as error:
                return reopening.ask_again(asked, words_for(error))
            try:
                return view(asked, asked.scope, *args, **kwargs)
            except NotFound as error:
                if _was_typed(asked, error):
                    return say_error(asked, words_for(error))
                raise Http404 from error
            except Locked:
                return ask_to_open(asked)
            except ComityError as error:
                words = words_for(error)
                if request.method == "POST":
                    return say_error(asked, words)
                return _to_begin(asked, words) if isinstance(error, NoVault) else _cannot_show(asked, words)

    return cast("Callable[Concatenate[HttpRequest, P], HttpResponseBase]", signed_in)


def signed_in_user(request: HttpRequest) -> int:
    """The id of who is signed in; only for requests that `desk_page` let through."""
    return int(cast(AbstractBaseUser, request.user).pk)


def wants_part(request: DeskRequest) -> bool:
    """Whether htmx asks for a part; a boosted form and the Back button want the whole page."""
    htmx = request.htmx
    return bool(htmx) and not htmx.boosted and not htmx.history_restore_request


def say_error(request: DeskRequest, words: str) -> HttpResponse:
    """The words on top of the page one came from, with nothing else of it changed."""
    messages.error(request, words)
    if not request.htmx:
        return redirect(came_from(request))
    response = render(request, "comity/parts/messages.html")
    return reselect(reswap(retarget(response, "#messages"), "outerHTML"), "#messages")


def ask_to_open(request: DeskRequest) -> HttpResponse:
    """What needs an open seal says so and asks for the passphrase; what was typed stays on the page, or comes along."""
    words = words_for(Locked())
    if wants_part(request) or (request.htmx and request.method == "POST"):
        response = render(request, "comity/parts/locked.html", {"words": words})
        trigger_client_event(response, "comity:locked")
        return reselect(reswap(retarget(response, "#messages"), "outerHTML"), "#messages")
    if request.method == "POST":
        return reopening.ask_again(request, words)
    return render(request, "comity/locked.html", {"words": words, "page": "guard"}, status=423)


def _was_typed(request: DeskRequest, error: NotFound) -> bool:
    """Whether somebody typed a name that fits nobody; an id never is, whoever sends it learns nothing."""
    if request.method != "POST" or error.what != "person" or _ID.fullmatch(error.wanted):
        return False
    return error.wanted in {value.strip() for value in request.POST.values() if isinstance(value, str)}


def _with_key(request: DeskRequest, scope: books.Scope) -> books.Scope:
    """With the key, where this session has opened what is sealed; a part that a page fetches by itself is no use of it."""
    return opened.with_key(request, scope, counts=request.method == "POST" or not request.htmx)


def _to_begin(request: DeskRequest, words: str) -> HttpResponse:
    """A page of what is sealed, asked for before there is a passphrase, leads to where one is set."""
    messages.info(request, words)
    return redirect("sealed")


def _cannot_show(request: DeskRequest, words: str) -> HttpResponse:
    """A page that cannot be shown says why; it leads nowhere by itself, or it could lead back to itself."""
    return render(request, "400.html", {"words": words}, status=400)


def _open_book(request: DeskRequest) -> books.Scope:
    """The scope of the book chosen in this session; the user's first where that one is no longer there."""
    user_id, chosen = signed_in_user(request), request.session.get("book")
    try:
        return books.scope_for(user_id, book=chosen)
    except NotFound:
        if chosen is None:
            raise Http404 from None
        del request.session["book"]
        return books.scope_for(user_id)


def _to_sign_in(request: DeskRequest) -> HttpResponse:
    if request.htmx:
        return HttpResponseClientRedirect(resolve_url("account_login"))
    return redirect_to_login(request.get_full_path() if request.method == "GET" else "/")


def came_from(request: HttpRequest) -> str:
    """The page of ours that the request was sent from; Today where it names none."""
    address = request.headers.get("Referer", "")
    same = url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())
    return address if same else "/"
