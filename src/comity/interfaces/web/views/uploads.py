"""Files that were sent: what they would change, how their tables are read, bringing them in or throwing them away."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from comity.actions import uploads as actions
from comity.answers import books
from comity.answers import uploads as answers
from comity.answers.imports import rate
from comity.answers.uploads import TableInfo, UploadInfo
from comity.core.errors import NotFound
from comity.core.tables.mapping import IGNORE
from comity.interfaces.web.forms import BeginForm, ColumnsForm
from comity.interfaces.web.pages import DeskRequest, desk_page, say_error, wants_part
from comity.interfaces.web.wording import words_for_form

HOW_FAR = "how-far"
"""The part of the page that asks for itself while the files are looked at."""


@desk_page
@require_safe
def look_page(request: DeskRequest, scope: books.Scope, upload: UUID) -> HttpResponse:
    """What the files would change; how far the look at them is while it goes on.

    Files that were brought in meanwhile lead to their import.
    """
    number = answers.begun(scope, str(upload))
    if number is not None:
        return redirect("import", number)
    found = answers.upload(scope, str(upload))
    if not wants_part(request):
        return render(request, "comity/upload.html", _context(found))
    part = "how_far" if request.GET.get("part") == HOW_FAR else "look"
    return render(request, f"comity/parts/{part}.html", _context(found))


def _context(upload: UploadInfo) -> dict[str, Any]:
    return {
        "page": "imports",
        "upload": upload,
        "tally": _tally(upload.preview) if upload.preview else [],
        "rate": rate(upload.counts),
        "left_out": [table for table in upload.tables if not table.reads],
        "orders": _orders(),
        "holds": [("people", _("people")), ("passed", _("what passed with people"))],
    }


def _tally(preview: dict[str, Any]) -> list[tuple[str, int]]:
    """The counts in words, those that say nothing left out."""
    shown = [(_("new mails, meetings, …"), preview["interactions"]["new"])]
    if preview["interactions"]["changed"]:
        shown.append((_("other copies"), preview["interactions"]["changed"]))
    if preview["interactions"]["same"]:
        shown.append((_("known already"), preview["interactions"]["same"]))
    cards = preview["cards"]
    if any(cards.values()):
        shown.append((_("new contacts"), cards["new"]))
    if cards["changed"] or cards["same"]:
        shown += [(_("changed contacts"), cards["changed"]), (_("contacts the same"), cards["same"])]
    if any(preview["entries"].values()):
        shown.append((_("new entries"), preview["entries"]["new"] + preview["entries"]["changed"]))
    shown += [(_("new people"), preview["people"]["new"])]
    if preview["people"]["changed"]:
        shown.append((_("people with news"), preview["people"]["changed"]))
    if preview["refused"]:
        shown.append((_("cannot be read"), preview["refused"]))
    if preview.get("erased"):
        shown.append((_("without people whom you erased"), preview["erased"]))
    return shown


def _orders() -> list[tuple[str, str]]:
    words = {
        "": _("told apart by themselves"),
        "dmy": _("day first (31/12)"),
        "mdy": _("month first (12/31)"),
    }
    return [(order, words[order]) for order in answers.orders() if order in words]


@desk_page
@require_POST
def columns(request: DeskRequest, scope: books.Scope, upload: UUID) -> HttpResponse:
    """Takes what the columns of a table hold, and has the files looked at anew."""
    found = answers.upload(scope, str(upload))
    form = ColumnsForm(request.POST)
    if not form.is_valid():
        return say_error(request, words_for_form(form))
    fingerprint = form.cleaned_data["fingerprint"]
    table = _table(found, fingerprint)
    sent = [request.POST.get(f"column-{column.number}", IGNORE) for column in table.columns]
    mapping = form.mapping(sent, header=table.header)
    actions.change(scope, str(upload), mappings={fingerprint: mapping})
    return _shown(request, scope, upload)


def _table(upload: UploadInfo, fingerprint: str) -> TableInfo:
    for table in upload.tables:
        if table.fingerprint == fingerprint:
            return table
    raise NotFound("table", fingerprint)


@desk_page
@require_POST
def again(request: DeskRequest, scope: books.Scope, upload: UUID) -> HttpResponse:
    """Looks at the files once more, where that failed."""
    actions.look_again(scope, str(upload))
    return _shown(request, scope, upload)


def _shown(request: DeskRequest, scope: books.Scope, upload: UUID) -> HttpResponse:
    if not wants_part(request):
        return redirect("upload", upload)
    return render(request, "comity/parts/look.html", _context(answers.upload(scope, str(upload))))


@desk_page
@require_POST
def begin(request: DeskRequest, scope: books.Scope, upload: UUID) -> HttpResponse:
    """Brings the files in; asked twice, it leads to the same import."""
    number = answers.begun(scope, str(upload))
    if number is None:
        found = answers.upload(scope, str(upload))
        form = BeginForm(request.POST, [address for address, _share in (found.preview or {}).get("own", ())])
        if not form.is_valid():
            return say_error(request, words_for_form(form))
        number = actions.begin(scope, str(upload), me=form.cleaned_data["own"])
    return redirect("import", number)


@desk_page
@require_POST
def discard(request: DeskRequest, scope: books.Scope, upload: UUID) -> HttpResponse:
    """Throws the files away."""
    count = len(answers.upload(scope, str(upload)).labels)
    actions.discard(scope, str(upload))
    words = ngettext(
        "The file was deleted, and nothing was changed.",
        "The files were deleted, and nothing was changed.",
        count,
    )
    messages.success(request, words)
    return redirect("imports")
