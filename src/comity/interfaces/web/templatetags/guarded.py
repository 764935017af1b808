"""Words and small parts for the pages of Guard."""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import ngettext

from comity.interfaces.web import guards

register = template.Library()


@register.filter
def sealed_word(kind: str, count: int) -> str:
    """A kind of what is sealed, in words that fit how many there are."""
    words = {
        "confidences": ngettext("confidence", "confidences", count),
        "incidents": ngettext("entry about an incident", "entries about incidents", count),
        "difficult_steps": ngettext(
            "step with a difficult relationship", "steps with difficult relationships", count
        ),
        "feelings": ngettext("word on how it feels", "words on how it feels", count),
    }
    return words.get(kind, kind)


@register.simple_tag
def guard_tabs(current: str) -> SafeString:
    """The tabs of Guard, by the name of the address that is open."""
    return guards.tabs(current)
