"""Bringing files: the first run, the upload, how far it is, what came of it, stop and undo."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from comity.actions import imports as actions
from comity.actions import questions, uploads
from comity.answers import books
from comity.answers import imports as answers
from comity.answers.book_shapes import BatchInfo
from comity.answers.meetings_ahead import meetings_ahead
from comity.answers.uploads import waiting
from comity.interfaces.web.forms import ImportForm, WhoseForm
from comity.interfaces.web.pages import DeskRequest, desk_page, say_error, signed_in_user, wants_part
from comity.interfaces.web.wording import words_for_form


@desk_page
@require_safe
def welcome(request: DeskRequest, scope: books.Scope) -> HttpResponse:
    """The first run: bring files, or look around in the sample book."""
    return render(request, "comity/welcome.html", {"page": "welcome"})


@desk_page
@require_http_methods(["GET", "HEAD", "POST"])
def imports_page(request: DeskRequest, scope: books.Scope) -> HttpResponse:
    """The form, the files that wait for a word, and the earlier imports; sent files are looked at first."""
    if request.method != "POST":
        context = {"page": "imports", "batches": answers.batches(scope), "waiting": waiting(scope)}
        return render(request, "comity/imports.html", context)
    form = ImportForm(request.POST, request.FILES)
    if not form.is_valid():
        return say_error(request, words_for_form(form))
    sent = form.cleaned_data
    upload = UUID(
        uploads.keep(
            _own_book(request, scope),
            [(Path(file.temporary_file_path()), file.name or "") for file in sent["uploads"]],
            me=sent["me"],
            belongs_to=sent["belongs_to"],
        )
    )
    if request.htmx:
        return HttpResponseClientRedirect(resolve_url("upload", upload))
    return redirect("upload", upload)


def _own_book(request: DeskRequest, scope: books.Scope) -> books.Scope:
    """One's own book, opened where the sample was: files never go into the sample, which is thrown away."""
    if not scope.is_sample:
        return scope
    own = books.scope_for(signed_in_user(request))
    request.session["book"] = books.book_info(own).id
    messages.info(request, _("Your own book is open now; your files go there, not into the sample."))
    return own


@desk_page
@require_safe
def import_page(request: DeskRequest, scope: books.Scope, number: int) -> HttpResponse:
    """How far an import is while it runs (htmx asks every second), then what came of it."""
    batch = answers.batch(scope, number)
    name = "comity/parts/batch.html" if wants_part(request) else "comity/import.html"
    context = {
        "page": "imports",
        "batch": batch,
        "tally": _tally(batch),
        "rate": answers.rate(batch.counts),
        "ahead": () if batch.state == "running" else meetings_ahead(scope, batch=number),
    }
    return render(request, name, context)


def _tally(batch: BatchInfo) -> list[tuple[str, int]]:
    """The counts in words, those that say nothing left out."""
    words = {
        "read": _("read"),
        "new": _("new"),
        "known": _("known already"),
        "people": _("people"),
        "cards": _("contacts"),
        "bulk": _("kept out as bulk"),
        "refused": _("refused"),
        "erased": _("without people you erased"),
    }
    always = {"read", "new", "people"}
    counts = {key: int(batch.counts.get(key, 0)) for key in words}
    return [(words[key], n) for key, n in counts.items() if n or key in always]


@desk_page
@require_POST
def whose(request: DeskRequest, scope: books.Scope, number: int) -> HttpResponse:
    """Says whose the files of an import are."""
    answers.batch(scope, number)
    form = WhoseForm(request.POST)
    if not form.is_valid():
        return say_error(request, words_for_form(form))
    told = form.cleaned_data
    questions.whose(scope, number, told["belongs_to"], employer=told["employer"])
    messages.success(request, _("It is noted whose these files are."))
    return redirect("import", number)


@desk_page
@require_POST
def cancel(request: DeskRequest, scope: books.Scope, number: int) -> HttpResponse:
    """Stops an import."""
    actions.cancel(scope, number)
    return redirect("import", number)


@desk_page
@require_http_methods(["GET", "HEAD", "POST"])
def undo(request: DeskRequest, scope: books.Scope, number: int) -> HttpResponse:
    """Asks first, then takes back what an import brought."""
    if request.method != "POST":
        context = {"page": "imports", "batch": answers.batch(scope, number)}
        return render(request, "comity/import_undo.html", context)
    actions.undo(scope, number)
    messages.success(request, _("Import %(number)d was undone.") % {"number": number})
    return redirect("import", number)
