"""One interaction in full."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.formats import date_format
from django.views.decorators.http import require_safe

from comity.answers import books
from comity.answers import person as answers
from comity.answers.shapes import InteractionPage
from comity.interfaces.web.pages import DeskRequest, desk_page


@desk_page
@require_safe
def interaction_page(request: DeskRequest, scope: books.Scope, interaction: UUID) -> HttpResponse:
    """The whole text, as text; the sender's own time where their clock showed another."""
    it = answers.interaction(scope, str(interaction))
    differs = it.sent_at.utcoffset() != it.at.utcoffset()
    sent_there = date_format(it.sent_at, "TIME_FORMAT") if differs else ""
    context = {"page": "people", "it": it, "sent_there": sent_there, "told_by": _told_by(it)}
    return render(request, "comity/interaction.html", context)


def _told_by(it: InteractionPage) -> str:
    """The id of who told it: who wrote it, or of a note or call the first whom it was with; "" where that is not known."""
    authors = ("sender", "organizer")
    known = sorted((part not in authors, n) for n, (part, face, _n, _h) in enumerate(it.parties) if face)
    face = it.parties[known[0][1]][1] if known else None
    return face.id if face else ""
