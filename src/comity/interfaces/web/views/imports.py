"""Bringing files: the first run, the upload, how far it is, what came of it, stop and undo."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.contrib import messages
from django.core.files.uploadedfile import TemporaryUploadedFile
from django.http import HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from comity.actions import imports as actions
from comity.answers import books
from comity.answers import imports as answers
from comity.answers.shapes import BatchInfo
from comity.interfaces.web.forms import ImportForm
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
    """The form and the earlier imports; sent files start a new one."""
    if request.method != "POST":
        return render(request, "comity/imports.html", {"page": "imports", "batches": answers.batches(scope)})
    form = ImportForm(request.POST, request.FILES)
    if not form.is_valid():
        return say_error(request, words_for_form(form))
    number = _start(_own_book(request, scope), form.cleaned_data)
    if request.htmx:
        return HttpResponseClientRedirect(resolve_url("import", number))
    return redirect("import", number)


def _own_book(request: DeskRequest, scope: books.Scope) -> books.Scope:
    """One's own book, opened where the sample was: files never go into the sample, which is thrown away."""
    if not scope.is_sample:
        return scope
    own = books.scope_for(signed_in_user(request))
    request.session["book"] = books.book_info(own).id
    messages.info(request, _("Your own book is open now; your files go there, not into the sample."))
    return own


def _start(scope: books.Scope, sent: dict[str, Any]) -> int:
    """Moves what was uploaded into a folder that only the owner can read, and begins to read it there.

    The import deletes the folder when it ends; where it cannot begin, this does.
    """
    folder = Path(settings.HOME, "uploads", uuid4().hex)
    folder.mkdir(mode=0o700)
    try:
        paths = [(_moved(file, folder), file.name or "") for file in sent["uploads"]]
        return actions.start(scope, paths, me=sent["me"], belongs_to=sent["belongs_to"], folder=folder)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def _moved(file: TemporaryUploadedFile, folder: Path) -> Path:
    return Path(file.temporary_file_path()).rename(folder / uuid4().hex)


@desk_page
@require_safe
def import_page(request: DeskRequest, scope: books.Scope, number: int) -> HttpResponse:
    """How far an import is while it runs (htmx asks every second), then what came of it."""
    batch = answers.batch(scope, number)
    name = "comity/parts/batch.html" if wants_part(request) else "comity/import.html"
    context = {"page": "imports", "batch": batch, "tally": _tally(batch), "rate": _rate(batch)}
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
    }
    always = {"read", "new", "people"}
    counts = {key: int(batch.counts.get(key, 0)) for key in words}
    return [(words[key], n) for key, n in counts.items() if n or key in always]


def _rate(batch: BatchInfo) -> int:
    """Things read a second, 0 where it is too early to say."""
    seconds = batch.counts.get("seconds", 0)
    return round(batch.counts.get("read", 0) / seconds) if seconds >= 1 else 0


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
