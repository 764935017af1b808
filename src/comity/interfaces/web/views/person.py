"""A person's page, its endless timeline, and everything that is edited in place on it."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from comity.answers import (
    books,
    boundaries,
    confidences,
    engagements,
    exchanges,
    feedback,
    guards,
    introductions,
    mentorings,
    outcomes,
    playbooks,
    shares,
    sources,
)
from comity.answers import person as answers
from comity.answers.subject import subject
from comity.core.playbooks import Nature, Standing
from comity.core.reciprocity import KINDS as EXCHANGE_KINDS
from comity.interfaces.web.drawing import balance_by_quarter, year_strip
from comity.interfaces.web.edits import EDITS
from comity.interfaces.web.forms import LOG_KINDS
from comity.interfaces.web.pages import DeskRequest, desk_page, say_error, wants_part
from comity.interfaces.web.undoing import tell
from comity.interfaces.web.views.dates import choices as date_choices
from comity.interfaces.web.wording import EXCHANGES, KINDS, words_for_form, words_of

_CURSOR = 200


@desk_page
@require_safe
def person_page(request: DeskRequest, scope: books.Scope, who: UUID) -> HttpResponse:
    """The whole page; htmx takes from it the section that was edited."""
    about = subject(scope, str(who))
    person = answers.person(scope, about)
    origin = sources.origin(scope, person, about)
    standing = guards.of_person(scope, about)
    balance = exchanges.balance_of(person.exchanges, scope.today())
    context = {
        "page": "people",
        "who": who,
        "person": person,
        "timeline": answers.timeline(scope, about),
        "origin": origin,
        "dead": [c for field in origin.sources for c in field.candidates if c.dead],
        "strip": year_strip(person.weeks),
        "balance": balance,
        "picture": balance_by_quarter(balance.quarters),
        "introductions": introductions.of_person(scope, about),
        "exchange_kinds": [(key, words_of(EXCHANGES, key)) for key in EXCHANGE_KINDS],
        "private_facts": sum(fact.sensitivity != "open" for fact in person.facts),
        "tomorrow": scope.today() + dt.timedelta(days=1),
        "kinds": [(key, words_of(KINDS, key)) for key in LOG_KINDS],
        "role_choices": playbooks.choices(),
        "mentorings": mentorings.of_person(scope, about),
        "works": engagements.of_person(scope, about),
        "playbook": playbooks.of_person(person),
        "standings": [str(key) for key in Standing],
        "natures": [str(key) for key in Nature],
        "outcomes": outcomes.of_person(scope, about),
        "guards": standing,
        "confided": confidences.of_person(scope, about),
        "lacks_rule": guards.lacks_rule(person.nature, standing),
        "boundaries": boundaries.of_person(scope, person, scope.today()),
        "feedback": feedback.of_person(scope, about),
        "gladly": shares.of_person(
            scope,
            person.row.face.id,
            person.standing,
            person.row.active_days,
            both_ways=None not in (person.row.last_in, person.row.last_out),
        ),
        **date_choices(),
    }
    return render(request, "comity/person.html", context)


@desk_page
@require_safe
def timeline(request: DeskRequest, scope: books.Scope, who: UUID) -> HttpResponse:
    """What happened before the cursor, as more lines or, without htmx, as a page."""
    before = request.GET.get("before", "")[:_CURSOR] or None
    page = answers.timeline(scope, str(who), before=before)
    name = "comity/parts/timeline.html" if wants_part(request) else "comity/timeline.html"
    return render(request, name, {"page": "people", "who": who, "timeline": page})


@desk_page
@require_POST
def edit(request: DeskRequest, scope: books.Scope, who: UUID, edit: str) -> HttpResponse:
    """One change, then the page again, at the section that was changed."""
    found = EDITS.get(edit)
    if found is None:
        raise Http404
    form = found.form(request.POST)
    if not form.is_valid():
        return say_error(request, words_for_form(form))
    found.apply(scope, str(who), form.cleaned_data)
    tell(request, found.notices(scope, str(who), form.cleaned_data) if found.notices else ())
    return redirect(f"{reverse('person', args=[who])}#{found.section}")
