"""Their data: why somebody is kept, one file of all that is held on them, and erasing them; and backups to download."""

from __future__ import annotations

import datetime as dt
import io
import tempfile
from typing import BinaryIO, cast
from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from comity.actions import backups, erasing
from comity.actions import rights as actions
from comity.answers import books, person_file
from comity.answers import rights as answers
from comity.answers.person_document import document
from comity.answers.playbooks import playbooks
from comity.core.errors import Invalid
from comity.exports.pdf import pdf
from comity.interfaces.web.checking import checked
from comity.interfaces.web.guards import PAGE
from comity.interfaces.web.pages import DeskRequest, came_from, desk_page
from comity.interfaces.web.undoing import said, said_removed

WISHES = (
    ("", later("nobody said")),
    ("them", later("theirs")),
    ("me", later("mine")),
    ("law", later("a law’s")),
)


class PurposeForm(forms.Form):
    """Why somebody is kept."""

    purpose = forms.CharField(label=later("Why do you keep it?"), max_length=actions.TEXT, required=False)
    source = forms.CharField(label=later("Where is it from?"), max_length=300, required=False)
    review_on = forms.DateField(label=later("Look again on"), required=False)
    hold = forms.CharField(label=later("On hold, because"), max_length=actions.TEXT, required=False)


class RuleForm(forms.Form):
    """After how long without contact to ask."""

    after_days = forms.IntegerField(
        label=later("Days without contact"), min_value=1, max_value=actions.LONGEST_DAYS
    )
    role = forms.CharField(label=later("Role"), max_length=32, required=False)
    tag = forms.CharField(label=later("Tag"), max_length=100, required=False)
    note = forms.CharField(label=later("Why"), max_length=actions.TEXT, required=False)


class EraseForm(forms.Form):
    """Erasing somebody for good."""

    name = forms.CharField(label=later("Their name"), max_length=300)
    asked_by = forms.ChoiceField(label=later("Whose wish"), choices=WISHES, required=False)


class BackupForm(forms.Form):
    """A passphrase, typed twice."""

    passphrase = forms.CharField(label=later("Passphrase"), max_length=1000, strip=False)
    again = forms.CharField(label=later("Once more"), max_length=1000, strip=False)


@desk_page
@require_safe
def page(request: DeskRequest, scope: books.Scope) -> HttpResponse:
    """Who needs a look, why people are kept, rules of how long, and who was erased."""
    roles = [(key, book.title) for key, book in playbooks().items()]
    return render(
        request, "comity/rights.html", {"page": PAGE, "found": answers.rights(scope), "roles": roles}
    )


@desk_page
@require_safe
def person_page(request: DeskRequest, scope: books.Scope, who: UUID) -> HttpResponse:
    """What of one person there is, and what can be done with it."""
    face, purpose = answers.of_person(scope, str(who))
    ahead = erasing.ahead(scope, face.id)
    context = {
        "page": PAGE,
        "face": face,
        "purpose": purpose,
        "ahead": ahead,
        "goes": [(count, answers.table_words(table)) for table, count in ahead.goes.items()],
        "stays": [answers.stays_words(code) for code in ahead.stays],
        "unreached": [answers.unreached_words(*pair) for pair in ahead.unreached],
        "wishes": WISHES,
    }
    return render(request, "comity/rights_of.html", context)


@desk_page
@require_POST
def set_purpose(request: DeskRequest, scope: books.Scope, who: UUID) -> HttpResponse:
    """Why they are kept; what is left empty is taken back."""
    data = checked(PurposeForm(request.POST))
    actions.set_purpose(scope, str(who), **data, clear_review=data["review_on"] is None)
    messages.success(request, _("Saved."))
    return redirect("rights_of", who)


@desk_page
@require_safe
def file(request: DeskRequest, scope: books.Scope, who: UUID, kind: str) -> HttpResponseBase:
    """Everything held on them, as JSON or as a document."""
    now = dt.datetime.now(dt.UTC)
    writing = person_file.begin(scope, str(who))
    name = slugify(writing.person.name) or "person"
    if kind == "pdf":
        printed = pdf("person_file", document(writing, now))
        return FileResponse(io.BytesIO(printed), as_attachment=True, filename=f"{name}.pdf")
    if kind != "json":
        raise Http404
    out = _scratch()
    text = io.TextIOWrapper(out, encoding="utf-8", write_through=True)
    person_file.write_json(writing, text, now)
    text.detach()
    out.seek(0)
    return FileResponse(out, as_attachment=True, filename=f"{name}.json", content_type="application/json")


@desk_page
@require_POST
def erase(request: DeskRequest, scope: books.Scope, who: UUID) -> HttpResponse:
    """Erases them for good, and says what was done and what could not be reached."""
    data = checked(EraseForm(request.POST))
    done = erasing.erase(scope, str(who), data["name"], asked_by=data["asked_by"])
    list(messages.get_messages(request))  # one that waits to be shown may name them
    rows = sum(done.counts.values())
    messages.success(request, ngettext("Erased: %(n)d row.", "Erased: %(n)d rows.", rows) % {"n": rows})
    if done.locked:
        messages.warning(request, answers.locked_words(done.locked))
    if done.recorded:
        messages.info(request, answers.recorded_words(done.recorded))
    if done.found:
        messages.error(request, _("Still found in: %(places)s") % {"places": ", ".join(done.found)})
    elif done.looked_for:
        words = _("Looked through %(n)d files of the data folder afterwards: nothing of them was found.")
        messages.success(request, words % {"n": done.files})
    return redirect("rights")


@desk_page
@require_POST
def look_again(request: DeskRequest, scope: books.Scope) -> HttpResponse:
    """Looks through what is sealed, now that it is open, for whoever was erased while it was not."""
    looked = erasing.look_again(scope)
    words = ngettext(
        "Looked through what is sealed: %(n)d text was changed.",
        "Looked through what is sealed: %(n)d texts were changed.",
        looked.changed,
    )
    messages.success(request, words % {"n": looked.changed})
    if looked.recorded:
        messages.info(request, answers.recorded_words(looked.recorded))
    if looked.shut:
        messages.error(
            request, _("Some of it did not open, and was not looked at: %(n)d.") % {"n": looked.shut}
        )
    return redirect("rights")


@desk_page
@require_POST
def rule_add(request: DeskRequest, scope: books.Scope) -> HttpResponse:
    """A rule of how long things are kept."""
    id = actions.add_rule(scope, **checked(RuleForm(request.POST)))
    said(
        request,
        _("Noted. Comity will ask; nothing is erased by itself."),
        reverse("retention_remove", args=[id]),
    )
    return redirect("rights")


@desk_page
@require_POST
def rule_remove(request: DeskRequest, scope: books.Scope, rule: UUID) -> HttpResponse:
    """The rule holds no more."""
    said_removed(request, _("The rule holds no more."), actions.remove_rule(scope, str(rule)))
    return redirect(came_from(request))


@desk_page
@require_POST
def backup(request: DeskRequest, scope: books.Scope) -> HttpResponseBase:
    """Everything in one encrypted file, to be downloaded."""
    if books.others_write_here(scope):
        words = _("others keep books here too; whoever runs this server makes the backup: comity backup")
        raise Invalid(str(_("backup")), "", words)
    data = checked(BackupForm(request.POST))
    if data["passphrase"] != data["again"]:
        raise Invalid(str(_("passphrase")), "", _("the two are not the same"))
    out = _scratch()
    backups.write(out, backups.lock(passphrase=data["passphrase"]))
    out.seek(0)
    return FileResponse(out, as_attachment=True, filename=f"comity-{scope.today():%Y-%m-%d}.age")


def _scratch() -> BinaryIO:
    """A file without a name in the data folder: it is gone when it is closed."""
    return cast(BinaryIO, tempfile.TemporaryFile(dir=settings.HOME))
