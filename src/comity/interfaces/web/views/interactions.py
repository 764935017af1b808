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

_AUTHORS, _MOST_THERE = ("sender", "organizer"), 5


@desk_page
@require_safe
def interaction_page(request: DeskRequest, scope: books.Scope, interaction: UUID) -> HttpResponse:
    """The whole text, as text; the sender's own time where their clock showed another."""
    it = answers.interaction(scope, str(interaction))
    differs = it.sent_at.utcoffset() != it.at.utcoffset()
    sent_there = date_format(it.sent_at, "TIME_FORMAT") if differs else ""
    context = {"page": "people", "it": it, "sent_there": sent_there, "told_by": _told_by(it)}
    return render(request, "comity/interaction.html", context)


def _told_by(it: InteractionPage) -> list[str]:
    """The ids of who may have told it: who wrote it; of what nobody wrote, such as a call, whoever was there."""
    there = [(part, face) for part, face, _name, _handle in it.parties if face]
    authors = [face.id for part, face in there if part in _AUTHORS]
    return authors or [face.id for _part, face in there][:_MOST_THERE]
