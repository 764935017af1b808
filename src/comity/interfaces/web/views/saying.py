"""The box that takes one's own words: what was understood is shown, corrected, recorded, and taken back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from comity.actions import saying, unsaying
from comity.answers import books
from comity.answers.boundaries import Notice
from comity.answers.boundaries_said import of_line
from comity.answers.finding import find
from comity.answers.saying import Asked, Choice, Worded, worded
from comity.core.errors import Ambiguous, Invalid, NotFound
from comity.core.sayit import NEW, Line, Tokens, fields_of, people_of, value_of
from comity.interfaces.web.pages import DeskRequest, desk_page, wants_part
from comity.interfaces.web.understood import answers_in, is_person, preview
from comity.interfaces.web.wording import words_for

_LONGEST = saying.LONGEST
_BOXES = ("page", "dialog")
_MOST_MADE = 200


@desk_page
@require_http_methods(["GET", "HEAD", "POST"])
def log(request: DeskRequest, scope: books.Scope) -> HttpResponse:
    """Shows what a line says; records it once that was seen, unchanged, and nothing is open."""
    context = _recorded(request, scope) if request.method == "POST" else {}
    name = "comity/parts/log_box.html" if wants_part(request) else "comity/log.html"
    return render(request, name, {"page": "log", "box": _box(request), **context})


@desk_page
@require_POST
def look(request: DeskRequest, scope: books.Scope) -> HttpResponse:
    """Only the preview, while one types or corrects."""
    return render(
        request, "comity/parts/understood.html", {"box": _box(request), **_looked_at(request, scope)}
    )


@desk_page
@require_POST
def unlog(request: DeskRequest, scope: books.Scope) -> HttpResponse:
    """Takes back all that one line made, and gives its words back."""
    stay = unsaying.forget(scope, request.POST.getlist("made")[:_MOST_MADE])
    text = request.POST.get("text", "")[:_LONGEST]
    if wants_part(request):
        context = {"box": _box(request), "forgotten": True, "stay": stay, "text": text}
        return render(request, "comity/parts/log_box.html", context)
    messages.success(request, _("Taken back."))
    return redirect("log")


def _box(request: DeskRequest) -> str:
    """Which of the two boxes of a page asks, so that their fields keep ids of their own."""
    box = request.POST.get("box", "page")
    return box if box in _BOXES else "page"


def _recorded(request: DeskRequest, scope: books.Scope) -> dict[str, Any]:
    text = request.POST.get("text", "")[:_LONGEST].strip()
    seen = request.POST.get("said", "")[:_LONGEST].strip() == text and "do" in request.POST
    context = _looked_at(request, scope)
    if not seen or context.get("trouble") or context["shown"] is None or context["shown"].questions:
        return {"text": text, **context}
    try:
        said = saying.say(scope, text, context["answers"])
    except (Invalid, NotFound) as error:
        return {"text": text, **context, "trouble": words_for(error)}
    return {
        "made": said.made,
        "recorded": _recorded_as(said, worded(scope, said.line)),
        "noticed": _noticed(scope, said.line),
        "said_text": text,
        "text": "",
    }


def _recorded_as(said: saying.Said, told: Worded) -> dict[str, Any]:
    """What was recorded, in words, with the pages to open."""
    pages = {one.part: one.id for one in said.made if one.what in ("interaction", "plan")}
    new = {one.part: one.id for one in said.made if one.what == "person"}
    about = sorted({place for item in said.line.items for place in people_of(item)})
    met = {one.id or new.get(one.told, ""): one.name for one in (told.people[place] for place in about)}
    return {
        "parts": [(part.words, pages.get(part.key)) for part in told.parts if not part.out],
        "people": [(id, name) for id, name in met.items() if id],
    }


def _looked_at(request: DeskRequest, scope: books.Scope) -> dict[str, Any]:
    """The preview of what was typed, with the answers and corrections that hold for it."""
    text = request.POST.get("text", "")[:_LONGEST].strip()
    if not text:
        return {"shown": None, "answers": {}}
    given = _still_hold(
        scope, request.POST.get("said", "")[:_LONGEST].strip(), text, answers_in(request.POST)
    )
    answers, troubles = _people_found(scope, given)
    try:
        line = saying.understand(scope, text, answers)
        first = saying.understand(scope, text) if answers else line
    except Invalid as error:
        return {"shown": None, "answers": {}, "trouble": words_for(error), "said_text": text}
    told = worded(scope, line)
    shown = preview(line, told, _choices(worded(scope, first)), answers)
    return {
        "shown": shown,
        "noticed": _noticed(scope, line),
        "answers": answers,
        "said_text": text,
        "unfound": troubles,
        "edit": request.POST.getlist("edit"),
    }


def _noticed(scope: books.Scope, line: Line) -> list[Notice]:
    """What the line crosses of boundaries, each sentence once."""
    said = [one for noticed in of_line(scope, line).values() for one in noticed]
    return list({one.words: one for one in said}.values())


def _choices(told: Worded) -> dict[str, tuple[Choice, ...]]:
    return {question.key: question.choices for question in told.questions if question.asks == "who"}


def _still_hold(scope: books.Scope, before: str, text: str, given: dict[str, str]) -> dict[str, str]:
    """What was answered and corrected holds while the line only grows; fields that said what was understood do not."""
    if before == text or not given:
        return given
    if not before or not text.startswith(before):
        return {}
    answered = {key: value for key, value in given.items() if "." not in key}
    try:
        understood = _values(saying.understand(scope, before, answered))
    except Invalid:
        return {}
    return {key: value for key, value in given.items() if understood.get(key, "") != value}


def _values(line: Line) -> dict[str, str]:
    tokens = Tokens(line.people)
    return {
        f"{part.key}.{field.name}": value_of(part.item, field, tokens)
        for part in line.parts
        for field in fields_of(part.item)
    }


def _people_found(scope: books.Scope, given: Mapping[str, str]) -> tuple[dict[str, str], list[Asked]]:
    """The answers with everybody who was typed by name looked up, and questions where that finds nobody, or several."""
    answers, troubles = dict(given), []
    for key, value in given.items():
        if not is_person(key):
            continue
        tokens = []
        for token in filter(None, value.split("|")):
            found = _found(scope, token)
            if isinstance(found, str):
                tokens.append(found)
            else:
                troubles.append(
                    Asked(key, "who", _("Whom do you mean by “%(words)s”?") % {"words": token}, found)
                )
        answers[key] = "|".join(tokens)
        if not tokens and value:
            del answers[key]
    return answers, troubles


def _found(scope: books.Scope, token: str) -> str | tuple[Choice, ...]:
    """Who is meant by a token or a typed name; else who it may be."""
    if token in ("me", "none") or token.startswith((NEW, "who:")):
        return token
    try:
        return str(find(scope, token).uuid)
    except Ambiguous as error:
        return tuple(Choice(id, name, hint) for id, name, hint in error.candidates)
    except NotFound:
        label = _("Somebody new: %(name)s") % {"name": token}
        return (Choice(f"{NEW}{token}", label, ""),)
