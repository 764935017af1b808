"""What machines noticed, to be decided one by one, and merging people chosen from the list."""

from __future__ import annotations

from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from comity.actions import merging
from comity.actions import proposals as actions
from comity.actions.mail_reading import read_mail
from comity.answers import books
from comity.answers import proposals as answers
from comity.answers.told import who
from comity.interfaces.web.forms import ToldForm
from comity.interfaces.web.pages import DeskRequest, desk_page, say_error
from comity.interfaces.web.wording import PROPOSALS, words_for_form, words_of

_LONGEST = 100
_MOST = 20
_MOST_READ = 1_000
REOPEN = "undo"


@desk_page
@require_safe
def review_page(request: DeskRequest, scope: books.Scope) -> HttpResponse:
    """What waits, of one kind, person or import where the address says so."""
    asked = {
        name: request.GET.get(name, "")[:_LONGEST].replace("\0", "") for name in ("kind", "person", "import")
    }
    number = asked["import"]
    page = answers.review(
        scope,
        batch=int(number) if number.isascii() and number.isdigit() and len(number) < 9 else None,
        who=str(UUID(asked["person"])) if _is_uuid(asked["person"]) else None,
        kind=asked["kind"],
    )
    context = {
        "page": "review",
        "review": page,
        "kind": asked["kind"],
        "kinds": [
            (key, words_of(PROPOSALS, key), n, _address(asked | {"kind": key})) for key, n in page.kinds
        ],
        "everything": _address(asked | {"kind": ""}),
    }
    return render(request, "comity/review.html", context)


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def _address(asked: dict[str, str]) -> str:
    query = urlencode({name: value for name, value in asked.items() if value})
    return reverse("review") + (f"?{query}" if query else "")


@desk_page
@require_POST
def decide(request: DeskRequest, scope: books.Scope, question: UUID) -> HttpResponse:
    """Answers a proposal, or takes the answer back; in place with htmx, else by way of the page one came from."""
    answer = request.POST.get("answer", "")[:_LONGEST]
    if answer == REOPEN:
        actions.reopen(scope, str(question))
    else:
        form = ToldForm(request.POST)
        if not form.is_valid():
            return say_error(request, words_for_form(form))
        actions.decide(
            scope, str(question), answer, _corrected(scope, request, form) if answer == "yes" else None
        )
    proposal = answers.proposal(scope, str(question))
    if request.htmx:
        name = "proposal" if answer == REOPEN else "decided"
        return render(request, f"comity/parts/{name}.html", {"proposal": proposal})
    messages.success(request, _("It waits again.") if answer == REOPEN else _("Thank you; that is settled."))
    return redirect("review")


def _corrected(scope: books.Scope, request: DeskRequest, form: ToldForm) -> dict[str, str]:
    """What was sent along with a yes, as `actions.told` takes it; fields that were not sent are left as they were read."""
    data = form.cleaned_data
    said = {
        name: str(data[name])
        for name in ("text", "person", "kind", "exchange")
        if name in request.POST and data[name]
    }
    said |= {name: data[name] for name in ("title", "organisation") if name in request.POST}
    if "due" in request.POST:
        said["due"] = data["due"].isoformat() if data["due"] else ""
    for field, name in (("who", "person"), ("with_who", "with")):
        if data[field].strip():
            said[name] = who(scope, data[field])
    return said


@desk_page
@require_POST
def read(request: DeskRequest, scope: books.Scope) -> HttpResponse:
    """Reads recent mail that was not read yet."""
    run = read_mail(scope, _MOST_READ)
    if run.unfinished:
        messages.info(request, _("%(n)s mails were read; press again to read on.") % {"n": run.read})
    else:
        messages.success(request, _("All mail of the chosen days is read."))
    return redirect("review")


@desk_page
@require_http_methods(["GET", "HEAD", "POST"])
def merge(request: DeskRequest, scope: books.Scope) -> HttpResponse:
    """Shows the people chosen side by side, and merges them when that is confirmed."""
    sent = request.POST if request.method == "POST" else request.GET
    chosen = [who for who in dict.fromkeys(sent.getlist("who")) if _is_uuid(who)][:_MOST]
    if request.method == "POST":
        head = merging.merge_people(scope, chosen)
        messages.success(request, _("They are one person now. “Merged from” on this page parts them again."))
        return redirect("person", head)
    sides = answers.side_by_side(scope, chosen)
    if len(sides) < 2:
        return say_error(request, _("Tick two people or more, those who are one."))
    return render(request, "comity/merge.html", {"page": "people", "sides": sides})
