"""Words for the pages of opportunities, feedback and what is gladly shared."""

from __future__ import annotations

from django import template

from comity.answers.shares import DEPTHS
from comity.interfaces.web.wording import FEEDBACK, OPPORTUNITIES, words_of

register = template.Library()


@register.filter
def opportunity_word(key: str) -> str:
    """What an opportunity is, in words."""
    return words_of(OPPORTUNITIES, key)


@register.filter
def feedback_word(key: str) -> str:
    """Where feedback stands, in words."""
    return words_of(FEEDBACK, key)


@register.filter
def depth_word(depth: int) -> str:
    """From which depth on something is shared, in words."""
    return str(DEPTHS[depth])
