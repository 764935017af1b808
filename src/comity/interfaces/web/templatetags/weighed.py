"""Where what a path rests on can be seen, and where a check of somebody begins."""

from __future__ import annotations

from urllib.parse import urlencode

from django import template
from django.urls import reverse
from django.utils.translation import gettext_lazy as later

from comity.answers.boundaries import Notice
from comity.answers.conflict_shapes import StepLine
from comity.answers.shapes import Face

register = template.Library()


@register.filter
def evidence_of(step: StepLine) -> str:
    """The address of what a step rests on, "" where it has no page."""
    if step.what == "interest":
        return f"{reverse('interests')}#interest-{step.row}"
    if step.what == "tie":
        return f"{reverse('interests')}#tie-{step.row}"
    if step.what == "gift":
        return f"{reverse('gifts')}#gift-{step.row}"
    if step.what == "work":
        return reverse("work", args=[step.row])
    if step.what == "promise":
        return reverse("promises")
    return reverse("person", args=[step.to.id]) if step.to.kind == "person" else ""


_OF_NOTICES = {"introduction": "introduce", "reference": "recommend", "decision": "decide"}
"""Words for what a friendship at work is to be disclosed for (`core.boundaries.DISCLOSED_OF_BOTH`)."""


@register.simple_tag
def before_notice(notice: Notice, face: Face) -> str:
    """The same about somebody of whom a notice says that they are a friend at work; "" for any other notice."""
    return before_address(_OF_NOTICES[notice.what], face) if notice.what in _OF_NOTICES else ""


@register.simple_tag
def before_address(what: str, *faces: Face) -> str:
    """The page "Before you decide" with the question filled in, of just these people: "introduce Ada Quill, Bo Marsh"."""
    asked = f"{_ASKED.get(what, what)} {', '.join(face.name for face in faces)}"
    picked = {f"pick-{face.name}": face.id for face in faces}
    return f"{reverse('before')}?{urlencode({'q': asked} | picked)}"


_ASKED = {
    "hire": later("hire"),
    "introduce": later("introduce"),
    "recommend": later("recommend"),
    "decide": later("decide about"),
}
"""Words of `core.deciding` for kinds of decision, in the reader's language."""
