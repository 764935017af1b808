"""Sealed: set a passphrase, open, lock, change; the recovery key is in one answer alone, never in a session or message."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import trigger_client_event

from comity.actions import sealing as acts
from comity.answers import books
from comity.answers import sealing as answers
from comity.answers.recovery_page import recovery_page
from comity.interfaces.web import opened, reopening
from comity.interfaces.web import sealed_forms as sent
from comity.interfaces.web.checking import checked
from comity.interfaces.web.guards import PAGE
from comity.interfaces.web.pages import DeskRequest, came_from, desk_page


@desk_page
@require_safe
def sealed_page(request: DeskRequest, scope: books.Scope) -> HttpResponse:
    """Whether there is a passphrase, whether it is open, what is sealed, and what can be changed."""
    return render(request, "comity/sealed.html", {"page": PAGE, "state": answers.state(scope)})


@desk_page
@require_safe
def seconds_left(request: DeskRequest, scope: books.Scope) -> JsonResponse:
    """For how many seconds it stays open without use; asked by pages that show what is sealed."""
    return JsonResponse({"seconds": opened.seconds_left(request, scope)})


@desk_page
@require_safe
def sealed_again(request: DeskRequest, scope: books.Scope, form: UUID) -> HttpResponse:
    """A form that was sent while it was locked, with all that was typed, and the passphrase to be typed besides."""
    context = {"page": PAGE, "typed": reopening.waiting(request, form), "field": sent.REOPENS}
    return render(request, "comity/locked_kept.html", context)


@desk_page
@require_POST
def sealed_act(request: DeskRequest, scope: books.Scope, act: str) -> HttpResponse:
    """One change, by the last part of the address."""
    if act not in _ACTS:
        raise Http404
    return _ACTS[act](request, scope)


def _set_up(request: DeskRequest, scope: books.Scope) -> HttpResponse:
    wanted = checked(sent.NewPassphraseForm(request.POST))["wanted"]
    with opened.attempt(scope):
        made = acts.set_up(scope, wanted)
    _keep(request, scope, made.key)
    return _recovery(request, made.recovery)


def _unlock(request: DeskRequest, scope: books.Scope) -> HttpResponse:
    data = checked(sent.UnlockForm(request.POST))
    reopening.unlock(request, scope, data["passphrase"])
    if request.htmx and not request.htmx.boosted:
        messages.success(request, _("It is open. Now do again what you wanted to do."))
        return trigger_client_event(render(request, "comity/parts/messages.html"), "comity:opened")
    return redirect(_on_from_here(request, data["next"]))


def _lock(request: DeskRequest, scope: books.Scope) -> HttpResponse:
    opened.lock(request)
    messages.success(request, _("Locked."))
    return redirect(came_from(request))


def _stay(request: DeskRequest, scope: books.Scope) -> HttpResponse:
    """Somebody is typing on a page: that is use."""
    return HttpResponse(status=204)


def _passphrase(request: DeskRequest, scope: books.Scope) -> HttpResponse:
    data = checked(sent.ChangePassphraseForm(request.POST))
    with opened.attempt(scope):
        made = acts.change_passphrase(scope, data["passphrase"], data["wanted"])
    opened.lock_everywhere(scope)
    _keep(request, scope, made.key)
    messages.success(request, _("The passphrase is changed. Your recovery key stays the same."))
    return redirect("sealed")


def _recovery_key(request: DeskRequest, scope: books.Scope) -> HttpResponse:
    data = checked(sent.UnlockForm(request.POST))
    with opened.attempt(scope):
        made = acts.new_recovery_key(scope, data["passphrase"])
    _keep(request, scope, made.key)
    return _recovery(request, made.recovery)


def _recover(request: DeskRequest, scope: books.Scope) -> HttpResponse:
    data = checked(sent.RecoverForm(request.POST))
    with opened.attempt(scope):
        made = acts.open_with_recovery(scope, data["recovery"], data["wanted"])
    opened.lock_everywhere(scope)
    _keep(request, scope, made.key)
    messages.success(request, _("It is open, and the new passphrase is set. The recovery key still holds."))
    return redirect("sealed")


def _page(request: DeskRequest, scope: books.Scope) -> HttpResponse:
    """The recovery key that the page before showed, as a PDF."""
    recovery = checked(sent.RecoveryPageForm(request.POST))["recovery"]
    return HttpResponse(
        recovery_page(recovery, scope.today()),
        content_type="application/pdf",
        headers={"Content-Disposition": 'attachment; filename="comity-recovery-key.pdf"'},
    )


def _minutes(request: DeskRequest, scope: books.Scope) -> HttpResponse:
    minutes = checked(sent.MinutesForm(request.POST))["minutes"]
    acts.set_idle_minutes(scope, minutes)
    opened.idle_after(scope, minutes)
    messages.success(request, _("Saved."))
    return redirect("sealed")


def _recovery(request: DeskRequest, recovery: str) -> HttpResponse:
    context = {"page": PAGE, "recovery": recovery, "groups": recovery.split("-")}
    return render(request, "comity/sealed_recovery.html", context)


def _keep(request: DeskRequest, scope: books.Scope, key: bytes) -> None:
    opened.keep(request, scope, key, answers.state(scope).idle_minutes)


def _on_from_here(request: DeskRequest, wanted: str) -> str:
    ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if wanted and ours else came_from(request)


_ACTS: dict[str, Callable[[DeskRequest, books.Scope], HttpResponse]] = {
    "set-up": _set_up,
    "unlock": _unlock,
    "lock": _lock,
    "stay": _stay,
    "passphrase": _passphrase,
    "recovery": _recovery_key,
    "recover": _recover,
    "page": _page,
    "minutes": _minutes,
}
