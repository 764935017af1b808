"""Events: the list, one of them before and after it, and the page for the phone while one is there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from comity.actions import events as actions
from comity.answers import books, boundaries_said, card, likely_guests
from comity.answers import events as answers
from comity.answers.finding import find
from comity.core.errors import Ambiguous
from comity.interfaces.web.event_forms import EventForm, GuestForm, MetForm, WhoForm
from comity.interfaces.web.matters import PAGE
from comity.interfaces.web.pages import DeskRequest, desk_page, say_error
from comity.interfaces.web.undoing import said, tell
from comity.interfaces.web.wording import words_for_form

_STATES = {"attend": actions.attend, "miss": actions.miss, "plan": actions.plan_again}


@desk_page
@require_http_methods(["GET", "HEAD", "POST"])
def events_page(request: DeskRequest, scope: books.Scope) -> HttpResponse:
    """The list, whom to write to, and the form for a new one."""
    if request.method != "POST":
        found = answers.events_of(scope)
        context = {
            "page": PAGE,
            "ahead": [event for event in found if event.stage != "over"],
            "over": [event for event in found if event.stage == "over"],
            "follow_ups": answers.follow_ups(scope),
        }
        return render(request, "comity/events.html", context)
    form = EventForm(request.POST)
    if not form.is_valid():
        return say_error(request, words_for_form(form))
    id = actions.plan(scope, **form.cleaned_data)
    tell(request, boundaries_said.of_event(scope, id))
    return redirect("event", id)


@desk_page
@require_safe
def event_page(request: DeskRequest, scope: books.Scope, event: UUID) -> HttpResponse:
    """One event: whom to meet, whom I met, whom to write to, what came of it."""
    found = answers.event(scope, str(event))
    ahead = found.event.stage != "over"
    context = {
        "page": PAGE,
        "found": found,
        "event": found.event,
        "before": answers.met_before(scope, str(event)) if ahead else (),
        "likely": likely_guests.likely_guests(scope, str(event)) if ahead else (),
    }
    return render(request, "comity/event.html", context)


@desk_page
@require_safe
def there_page(request: DeskRequest, scope: books.Scope, event: UUID) -> HttpResponse:
    """For the phone, while one is there: one field, add, next; my card to be photographed."""
    return _there(request, scope, event, {})


def _there(request: DeskRequest, scope: books.Scope, event: UUID, asked: dict[str, Any]) -> HttpResponse:
    found, mine = answers.event(scope, str(event)), card.my_page(scope).card
    code, _dense = card.my_code(mine)
    today = [guest for guest in (*found.to_follow_up, *found.followed_up) if guest.met_on]
    context = {"page": PAGE, "found": found, "event": found.event, "code": code, "met": today[::-1], **asked}
    return render(request, "comity/event_there.html", context)


@desk_page
@require_POST
def met(request: DeskRequest, scope: books.Scope, event: UUID) -> HttpResponse:
    """Takes in whom I met; where the name is somebody's already, asks whether it is them."""
    form = MetForm(request.POST)
    if not form.is_valid():
        return say_error(request, words_for_form(form))
    data = form.cleaned_data
    person = str(data["person"]) if data["person"] else None
    try:
        done = actions.met(
            scope,
            str(event),
            form.told(),
            person_id=person,
            new=data["new"],
            note=data["note"],
            day=data["day"],
        )
    except Ambiguous as error:
        return _there(request, scope, event, {"candidates": error.candidates, "kept": form.kept()})
    name = answers.guest(scope, done.guest).guest.known.face.name
    back = "remove" if done.new_guest else "unmet"
    undo = reverse("guest_act", args=[done.guest, "forget-new" if done.new_person else back])
    words = _("Added, and new in your book: %(name)s.") if done.new_person else _("Noted: you met %(name)s.")
    said(request, words % {"name": name}, undo)
    tell(request, boundaries_said.of_meeting(scope, done.guest))
    return redirect(_back(request, event))


@desk_page
@require_POST
def event_act(request: DeskRequest, scope: books.Scope, event: UUID, act: str) -> HttpResponse:
    """Changes an event, or who is expected there."""
    id = str(event)
    if act == "edit":
        form = EventForm(request.POST)
        if not form.is_valid():
            return say_error(request, words_for_form(form))
        data = form.cleaned_data
        actions.edit_event(scope, id, **data | {"ends": data["ends"] or data["starts"]})
        tell(request, boundaries_said.of_event(scope, id))
    elif act in _STATES:
        _STATES[act](scope, id)
    elif act == "remove":
        actions.remove_event(scope, id)
        said(request, _("The event is gone; what was recorded of people stays with them."))
        return redirect("events")
    elif act in ("expect", "want"):
        sent = WhoForm(request.POST)
        if not sent.is_valid():
            return say_error(request, words_for_form(sent))
        _invite(request, scope, id, act, sent.cleaned_data)
    else:
        raise Http404
    return redirect("event", event)


def _invite(request: DeskRequest, scope: books.Scope, id: str, act: str, sent: dict[str, Any]) -> None:
    person = find(scope, sent["who"])
    if act == "want":
        guest = actions.want_to_meet(scope, id, str(person.uuid), sent["why"])
    else:
        guest = actions.expect(scope, id, str(person.uuid))
    words = _("On the list: %(name)s.") % {"name": person.name}
    said(request, words, reverse("guest_act", args=[guest, "remove"]))
    tell(request, boundaries_said.of_event(scope, id, guest))


@desk_page
@require_POST
def guest_act(request: DeskRequest, scope: books.Scope, guest: UUID, act: str) -> HttpResponse:
    """Changes what is known of a guest, and takes it back."""
    id = str(guest)
    event = UUID(answers.event_of_guest(scope, id))
    acts: dict[str, Callable[[], object]] = {
        "want": lambda: _want(request, scope, id),
        "unwant": lambda: actions.need_not_meet(scope, id),
        "remove": lambda: actions.remove_guest(scope, id),
        "forget-new": lambda: actions.undo_met(scope, id, was_guest=False, was_known=False),
        "unmet": lambda: actions.unmet(scope, id),
        "follow": lambda: actions.followed_up(scope, id),
        "unfollow": lambda: actions.not_followed_up(scope, id),
    }
    if act == "note":
        form = GuestForm(request.POST)
        if not form.is_valid():
            return say_error(request, words_for_form(form))
        field = "why" if "why" in request.POST else "note"
        actions.note_guest(scope, id, **{field: form.cleaned_data[field]})
    elif act in acts:
        acts[act]()
    else:
        raise Http404
    if act == "follow":
        name = answers.guest(scope, id).guest.known.face.name
        words = _("Followed up: %(name)s.") % {"name": name}
        said(request, words, reverse("guest_act", args=[guest, "unfollow"]))
    return redirect(_back(request, event))


def _want(request: DeskRequest, scope: books.Scope, id: str) -> None:
    found = answers.guest(scope, id)
    guest = actions.want_to_meet(scope, found.event, found.guest.known.face.id)
    tell(request, boundaries_said.of_event(scope, found.event, guest))


def _back(request: DeskRequest, event: UUID) -> str:
    """Where it was sent from: the list, the page for the phone, or the event's own."""
    places = {"events": reverse("events"), "there": reverse("event_there", args=[event])}
    return places.get(request.POST.get("back", ""), reverse("event", args=[event]))
