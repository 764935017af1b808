"""A draft to look at and to change before it opens the user's mail program."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language_info
from django.views.decorators.http import require_http_methods, require_POST

from comity.actions import drafted
from comity.answers import books, boundaries_said, drafts, guarding
from comity.interfaces.web.pages import DeskRequest, desk_page
from comity.interfaces.web.wording import DRAFTS, VALUES_OF_DRAFTS, words_of

_OWN = frozenset({"kind", "other", "language", "release"})
_LONGEST, _LONGEST_BODY, _MOST_RELEASED, _MOST_KEPT = 500, 50_000, 50, 200


@desk_page
@require_http_methods(["GET", "HEAD", "POST"])
def write_page(request: DeskRequest, scope: books.Scope, who: UUID) -> HttpResponse:
    """The draft for what the address says; what was changed by hand is kept when it is sent back."""
    asked = request.GET
    about = {name: asked.get(name, "")[:_LONGEST] for name in asked if name not in _OWN}
    kind, language = asked.get("kind") or "write", asked.get("language") or None
    released = _released(request)
    other = asked.get("other") or None
    draft = drafts.draft(scope, kind, str(who), about, language, other=other, release=released)
    context: dict[str, Any] = {
        "page": "people",
        "draft": draft,
        "mail": {"to": draft.to, "subject": draft.subject, "body": draft.body},
        "href": draft.href,
        "rest": draft.rest,
        "other": asked.get("other", ""),
        "kinds": [(key, words_of(DRAFTS, key)) for key in drafts.KINDS],
        "languages": [(code, _called(code)) for code in drafts.languages()],
        "fields": [(name, words_of(VALUES_OF_DRAFTS, name), value) for name, value in draft.asks],
        "troubles": drafts.troubles(),
        "withheld": draft.withheld,
        "released": released,
        "asked": [(name, value) for name, value in asked.items() if name != "release"],
        "draft_url": f"{reverse('write_opened', args=[who])}?{urlencode({'kind': kind, 'other': other or ''})}",
    }
    if request.method == "POST":
        context["mail"] = {
            name: request.POST.get(name, "")[:_LONGEST_BODY] for name in ("to", "subject", "body")
        }
        changed = drafts.edited(scope, **context["mail"], release=released)
        context |= {
            "href": changed.href,
            "rest": changed.rest,
            "withheld": changed.withheld,
            "was_changed": True,
        }
    mail = context["mail"]
    context["noticed"] = boundaries_said.of_draft(
        scope, str(who), kind, mail["subject"], mail["body"], other=other
    )
    context["left_out"] = guarding.left_out(context["withheld"])
    context |= _confided(context["withheld"])
    return render(request, "comity/write.html", context)


def _called(code: str) -> str:
    """A language as those who speak it call it; its code where Django knows it not."""
    try:
        return str(get_language_info(code)["name_local"])
    except KeyError:
        return code


@desk_page
@require_POST
def write_check(request: DeskRequest, scope: books.Scope) -> HttpResponse:
    """While one writes: the link to the mail program, or in its place why there is none and what lets it out."""
    mail = {name: request.POST.get(name, "")[:_LONGEST_BODY] for name in ("to", "subject", "body")}
    changed = drafts.edited(scope, **mail, release=_released(request))
    context = {"href": changed.href, "rest": changed.rest, "gives_away": bool(changed.withheld)}
    return render(request, "comity/parts/checked.html", context | _confided(changed.withheld))


def _confided(withheld: Sequence[guarding.Withheld]) -> dict[str, Any]:
    """Which confidences hold it back, and whether that is only because they cannot be read now."""
    ids = sorted({one.of for one in withheld})
    return {"confided": ids, "locked": bool(ids) and all(one.why == guarding.LOCKED for one in withheld)}


@desk_page
@require_POST
def write_opened(request: DeskRequest, scope: books.Scope, who: UUID) -> HttpResponse:
    """Keeps what a draft crosses that was opened in the mail program; with `gone`, takes back what was kept of one."""
    kept: tuple[str, ...] = ()
    gone = request.POST.get("gone", "").split()[:_MOST_KEPT]
    if gone:
        drafted.not_sent(scope, gone)
    else:
        kind, other = request.GET.get("kind") or "write", request.GET.get("other") or None
        subject, body = (request.POST.get(name, "")[:_LONGEST_BODY] for name in ("subject", "body"))
        kept = drafted.opened(scope, str(who), kind, subject, body, other_id=other)
    context = {"draft_url": request.get_full_path(), "kept": " ".join(kept), "gone": bool(gone)}
    return render(request, "comity/parts/drafted.html", context)


def _released(request: DeskRequest) -> list[str]:
    """The confidences that the user lets out, each once."""
    values = (*request.GET.getlist("release"), *request.POST.getlist("release"))
    return list(dict.fromkeys(id for value in values for id in value.split()))[:_MOST_RELEASED]
