"""Incidents: the list, the form, one with what was added to it, its files; and how whole the chain is."""

from __future__ import annotations

from typing import IO, cast
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from comity.actions import anchors as anchoring
from comity.actions import incidents as actions
from comity.actions.incidents import Attached
from comity.answers import anchors, books, chronology, heads
from comity.answers import incidents as answers
from comity.answers import sealing as sealed
from comity.core.errors import NotFound, WrongState
from comity.interfaces.web.checking import checked
from comity.interfaces.web.guards import PAGE
from comity.interfaces.web.incident_forms import (
    FILES,
    PEOPLE,
    AttachmentForm,
    ClosingForm,
    CorrectionForm,
    IncidentForm,
    OutsideForm,
    StampForm,
)
from comity.interfaces.web.pages import DeskRequest, desk_page
from comity.interfaces.web.undoing import said, said_removed

FINDINGS = {
    "altered": later("Entry %(number)s was altered."),
    "text": later("The sealed text of entry %(number)s was altered or removed."),
    "removed": later("Entry %(number)s was removed."),
    "inserted": later("Entry %(number)s stands twice."),
    "moved": later("Entry %(number)s was moved."),
    "cut": later("Entry %(number)s does not continue the one before it."),
    "foreign": later("Entry %(number)s comes from another book."),
    "clock": later("Entry %(number)s says that it was written before the one before it."),
    "backdated": later("Entry %(number)s is dated before an anchor that it follows."),
    "ahead": later("Entry %(number)s is dated after the anchor that covers it."),
    "anchor": later("An anchor says another digest of entry %(number)s."),
}
"""What the check of the chain found, in words."""


@desk_page
@require_safe
def incidents_page(request: DeskRequest, scope: books.Scope) -> HttpResponse:
    """The list, of all or of one person; before a passphrase is set, how to begin."""
    if not sealed.is_set_up(scope):
        return render(request, "comity/incidents.html", {"page": PAGE, "no_vault": True})
    who = request.GET.get("who", "")[:320]
    face = heads.named(scope, who) if who else None
    wanted = request.GET.get("before", "")[:9]
    before = int(wanted) if wanted.isascii() and wanted.isdecimal() else 0
    found = answers.incidents(scope, who=face.id if face else "", before=before)
    return render(request, "comity/incidents.html", {"page": PAGE, "face": face, "found": found})


@desk_page
@require_http_methods(["GET", "HEAD", "POST"])
def incident_new(request: DeskRequest, scope: books.Scope) -> HttpResponse:
    """The form; sent, it is sealed and becomes the next link of the chain."""
    if request.method != "POST":
        answers.incidents(scope, limit=0)
        context = {
            "page": PAGE,
            "rooms": range(PEOPLE),
            "files": range(FILES),
            "parts": chronology.PARTS.items(),
            "harms": chronology.HARMS.items(),
            "who": request.GET.get("who", "")[:320],
        }
        return render(request, "comity/incident_new.html", context)
    form = IncidentForm(request.POST)
    checked(form)
    files = [
        Attached(file.name or "", cast(IO[bytes], file.file), request.POST.get(f"note_{place}", ""))
        for place in range(FILES)
        for file in request.FILES.getlist(f"file_{place}")
    ]
    id = actions.write(scope, form.incident(scope, request.POST), files)
    messages.success(
        request, _("Sealed, and the newest link of your chain. It can be corrected by addition.")
    )
    return redirect("incident", id)


@desk_page
@require_safe
def incident_page(request: DeskRequest, scope: books.Scope, incident: UUID) -> HttpResponse:
    """One incident: what was written, each line with its corrections, files, how it ended."""
    found = answers.incident(scope, str(incident))
    context = {
        "page": PAGE,
        "found": found,
        "fields": [
            (field, chronology.label(field), chronology.said(field, found.fields[field]))
            for field in chronology.ordered(found.fields)
        ],
        "when": chronology.when(found.fields["when"]),
    }
    return render(request, "comity/incident.html", context)


@desk_page
@require_POST
def incident_act(request: DeskRequest, scope: books.Scope, incident: UUID, act: str) -> HttpResponse:
    """Corrects by another note, attaches a file, or closes."""
    id = str(incident)
    if act == "correct":
        data = checked(CorrectionForm(request.POST))
        entry = str(data["entry"] or "")
        actions.correct(scope, id, data["text"], field=data["field"], entry=entry)
    elif act == "attach":
        data = checked(AttachmentForm(request.POST, request.FILES))
        actions.attach(scope, id, Attached(data["file"].name, data["file"].file, data["note"]))
    elif act == "close":
        actions.close(scope, id, checked(ClosingForm(request.POST))["text"])
    else:
        raise Http404
    messages.success(request, _("Added to the chain."))
    return redirect("incident", id)


@desk_page
@require_safe
def incident_file(request: DeskRequest, scope: books.Scope, file: UUID) -> HttpResponse:
    """A file as it was attached; never opened in the browser."""
    name, content = answers.attachment(scope, str(file))
    answer = HttpResponse(content, content_type="application/octet-stream")
    plain = "".join(c if c.isascii() and (c.isalnum() or c in "._-") else "_" for c in name)
    answer.headers["Content-Disposition"] = f'attachment; filename="{plain[-100:]}"'
    return answer


@desk_page
@require_safe
def chain_page(request: DeskRequest, scope: books.Scope) -> HttpResponse:
    """How whole the chain is, how far it is anchored, and the ways to anchor it; nothing needs to be open for it."""
    report = anchors.checked(scope)
    head, href, to = None, "", request.GET.get("to", "").strip()[:300]
    if report.count:
        head, href = anchors.head_mail(scope, to)
    context = {
        "page": PAGE,
        "report": report,
        "findings": [str(FINDINGS[one.what]) % {"number": one.number} for one in report.findings[:100]],
        "anchors": anchors.anchors(scope),
        "head": head,
        "href": href,
        "to": to,
    }
    return render(request, "comity/chain.html", context)


@desk_page
@require_safe
def head_pdf(request: DeskRequest, scope: books.Scope) -> HttpResponse:
    """The head as a page to be printed."""
    try:
        _head, made = anchors.head_page(scope)
    except WrongState:
        raise NotFound("entry", "") from None
    answer = HttpResponse(made, content_type="application/pdf")
    answer.headers["Content-Disposition"] = 'attachment; filename="head.pdf"'
    return answer


@desk_page
@require_POST
def chain_act(request: DeskRequest, scope: books.Scope, act: str) -> HttpResponse:
    """Has the head stamped, or notes that it was printed or mailed."""
    if act == "stamp":
        server = checked(StampForm(request.POST))["server"]
        anchoring.stamp(scope, server, private=settings.PRIVATE_SERVERS)
        messages.success(request, _("Stamped. Only the digest left this machine."))
    elif act == "outside":
        data = checked(OutsideForm(request.POST))
        id = anchoring.outside(scope, data["number"], data["digest"], data["kind"], data["at"], data["to"])
        said(request, _("Noted."), reverse("anchor_remove", args=[id]))
    else:
        raise Http404
    return redirect("chain")


@desk_page
@require_POST
def anchor_remove(request: DeskRequest, scope: books.Scope, anchor: UUID) -> HttpResponse:
    """It was not printed or mailed after all."""
    said_removed(request, _("It is gone."), anchoring.take_back(scope, str(anchor)))
    return redirect("chain")
