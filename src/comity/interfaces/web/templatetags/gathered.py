"""Words and small parts for the pages of events, goals, outcomes and cards."""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from comity.answers.events import EventLine
from comity.answers.playbooks import title_of
from comity.answers.wording import long_date
from comity.interfaces.web.wording import words_of

register = template.Library()

_STATES = {
    "planned": later("planned"),
    "attended": later("I was there"),
    "missed": later("I did not go"),
    "open": later("open"),
    "reached": later("reached"),
    "given_up": later("given up"),
}
_FIELDS = {
    "organisation": later("Organisation"),
    "title": later("Title"),
    "email": later("E-mail"),
    "phone": later("Phone"),
    "url": later("Link"),
}


@register.filter
def state_said(key: str) -> str:
    """How an event or a goal stands, in words."""
    return words_of(_STATES, key)


@register.filter
def field_said(key: str) -> str:
    """What a detail of a card is, in words."""
    return words_of(_FIELDS, key)


@register.filter
def role_or_words(need: str) -> str:
    """A need in words: a role's title by its key, else as it was written."""
    return title_of(need)


@register.filter
def days_of(event: EventLine) -> str:
    """The days of an event: one, or from and until."""
    if event.starts == event.ends:
        return long_date(event.starts)
    return _("%(first)s to %(last)s") % {"first": long_date(event.starts), "last": long_date(event.ends)}


@register.filter
def drawn(svg: str) -> SafeString:
    """A picture that we drew ourselves, as part of the page."""
    return mark_safe(svg)
