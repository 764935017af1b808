"""The day's list by mail, as it is switched on and off in Settings."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from comity.actions import day_mail as acts
from comity.answers import books
from comity.answers.day_mail import letter
from comity.interfaces.web import forms as sent
from comity.interfaces.web.pages import DeskRequest, desk_page, say_error
from comity.interfaces.web.wording import words_for_form

BACK = "/settings#mail"


@desk_page
@require_http_methods(["GET", "POST"])
def mail_settings(request: DeskRequest, scope: books.Scope) -> HttpResponseBase:
    """Ask for a code at an address, give it back, choose the time, send today's list now, or switch it off."""
    if request.method == "GET":
        return redirect("settings")
    form = sent.DayMailForm(request.POST)
    if not form.is_valid():
        return say_error(request, words_for_form(form))
    _do(request, scope, form)
    return redirect(BACK)


def _do(request: DeskRequest, scope: books.Scope, form: sent.DayMailForm) -> None:
    data = form.cleaned_data
    at = data["at"]
    minute = at.hour * 60 + at.minute if at else 420
    origin = request.build_absolute_uri("/").rstrip("/")
    match data["act"]:
        case "ask":
            acts.ask(scope, data["address"], origin=origin)
            said = _("A code was mailed to %(address)s. Type it here.") % {"address": data["address"]}
        case "confirm":
            acts.confirm(scope, data["code"])
            said = _("The list of the day will be mailed from its next time on.")
        case "now":
            acts.send_now(scope, letter)
            said = _("Sent.")
        case "off":
            acts.stop(scope)
            said = _("No more mail, and the address is forgotten.")
        case _:
            acts.change(scope, minute=minute, when_empty=data["when_empty"], origin=origin)
            said = _("Saved.")
    messages.success(request, said)
