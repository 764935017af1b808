"""Words for the pages of mentoring, clients and service providers."""

from __future__ import annotations

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from comity.core.measures import Share
from comity.interfaces.web.wording import words_of

register = template.Library()

_STATES = {"kept": later("done:"), "broken": later("not done:"), "dropped": later("dropped:")}


@register.filter
def promise_state(key: str) -> str:
    """How something agreed on ended, before what it was."""
    return words_of(_STATES, key)


@register.filter
def paid_words(share: Share, side: str) -> str:
    """How many invoices were paid on time; of few no share is told."""
    counts = {"part": share.part, "of": share.of}
    if side == "provider":
        return _("You paid %(part)d of %(of)d invoices on time.") % counts
    return _("%(part)d of %(of)d of your invoices were paid on time.") % counts
