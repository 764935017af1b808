"""Words and small parts for the pages of Guard."""

from __future__ import annotations

from django import template
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.safestring import SafeString

from comity.answers.boundaries import BoundaryRow
from comity.answers.boundary_words import CHANNELS, DID, KINDS, REQUESTS
from comity.answers.sealing import words_for
from comity.core.boundaries import PREFERRED, Kind
from comity.core.boundaries import REQUESTS as KNOWN
from comity.core.hours import WORKDAYS
from comity.interfaces.web import guards
from comity.interfaces.web.wording import words_of

register = template.Library()


@register.filter
def sealed_word(kind: str, count: int) -> str:
    """A kind of what is sealed, in words that fit how many there are."""
    return words_for(kind, count)


@register.simple_tag
def guard_tabs(current: str) -> SafeString:
    """The tabs of Guard, by the name of the address that is open."""
    return guards.tabs(current)


@register.filter
def boundary_word(key: str) -> str:
    """What a kind of boundary is called."""
    return words_of(KINDS, key)


@register.filter
def did_word(key: str) -> str:
    """How something came to cross a boundary."""
    return words_of(DID, key)


@register.filter
def hour(minute: object) -> str:
    """A minute of the day as a field of a form wants it; whole days, which have none, leave it empty."""
    return f"{minute // 60:02}:{minute % 60:02}" if isinstance(minute, int) else ""


@register.simple_tag
def weekday_choices(row: BoundaryRow | None) -> list[tuple[int, str, bool]]:
    """The weekdays as (number, name, chosen); those of a new boundary are the working days."""
    mask = row.line.hours.weekdays or 127 if row and row.line.hours else WORKDAYS
    return [(day, str(WEEKDAYS_ABBR[day]), bool(mask >> day & 1)) for day in range(7)]


@register.simple_tag
def channel_choices(row: BoundaryRow | None, which: str) -> list[tuple[str, str, bool]]:
    """Ways of contact as (key, words, chosen); which: "no", "rather" or "only"."""
    sign = PREFERRED if which == "rather" else ""
    chosen = {word.removeprefix(sign) for word in row.line.words if word.startswith(sign)} if row else set()
    return [(key, str(words), key in chosen) for key, words in CHANNELS.items()]


@register.simple_tag
def request_choices(row: BoundaryRow | None) -> list[tuple[str, str, bool]]:
    """Kinds of request as (key, words, chosen)."""
    return [(key, words_of(REQUESTS, key), bool(row and key in row.line.words)) for key in KNOWN]


@register.filter
def typed_words(row: BoundaryRow | None) -> str:
    """The words of a boundary that no checkbox stands for, one a line."""
    if row is None or row.kind not in (Kind.TOPIC, Kind.REQUEST):
        return ""
    return "\n".join(word for word in row.line.words if row.kind == Kind.TOPIC or word not in KNOWN)
