"""Words and addresses for introductions, and drafts to write."""

from __future__ import annotations

from urllib.parse import urlencode

from django import template
from django.urls import reverse

from comity.answers.introductions import Introduced, Writing, step_label
from comity.interfaces.web import wording

register = template.Library()


@register.filter
def label_of(one: Introduced, step: str) -> str:
    """What a step of an introduction is called."""
    return step_label(one, step)


@register.filter
def draft_word(key: str) -> str:
    """What a draft is for."""
    return wording.words_of(wording.DRAFTS, key)


@register.filter
def write_path(writing: Writing) -> str:
    """The address of a draft that suits the moment."""
    about = {
        "kind": writing.kind,
        "other": writing.other.id if writing.other else "",
        "purpose": writing.purpose,
    }
    return f"{reverse('write', args=[writing.to.id])}?{urlencode({k: v for k, v in about.items() if v})}"
