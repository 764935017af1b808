"""The tabs of Matters: what is open between people and me, a page for each noun."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

PAGE = "matters"
"""What pages of Matters call themselves in the navigation."""


@dataclass(frozen=True, slots=True)
class Group:
    """Pages that belong together; name: what they are called while they are folded ("" for one page by itself)."""

    name: str | Promise
    pages: tuple[tuple[str, str | Promise], ...]


TABS: tuple[Group, ...] = (
    Group(
        later("Open"),
        (
            ("promises", later("Promises")),
            ("requests", later("Requests")),
            ("reminders", later("Reminders")),
            ("dates", later("Dates")),
        ),
    ),
    Group(
        later("Give and take"),
        (
            ("exchanges", later("Given and received")),
            ("introductions", later("Introductions")),
            ("opportunities", later("Opportunities")),
            ("feedback", later("Feedback")),
        ),
    ),
    Group(later("Plans"), (("goals", later("Goals")), ("events", later("Events")))),
    Group(
        later("Work"),
        (
            ("mentorings", later("Mentoring")),
            ("clients", later("Clients")),
            ("providers", later("Providers")),
        ),
    ),
    Group("", (("reputation", later("Reputation")),)),
)
"""The pages, as (name of the address, label), in the order in which they stand."""


def tabs(current: str) -> SafeString:
    """Links to the pages of Matters, the one that is open marked.

    All of them do not fit one row: the group that is open shows its pages, each of the others folds them into a menu.
    """
    groups = format_html_join("", "{}", ((_group(group, current),) for group in TABS))
    return format_html(
        '<nav class="tabs grouped folds across" aria-label="{}">{}</nav>', _("Matters"), groups
    )


def _group(group: Group, current: str) -> SafeString:
    links = format_html_join(
        "",
        '<a href="{}"{}>{}</a>',
        (
            (reverse(name), SafeString(' aria-current="page"') if name == current else "", label)
            for name, label in group.pages
        ),
    )
    if len(group.pages) == 1 or any(name == current for name, _label in group.pages):
        return format_html("<span>{}</span>", links)
    return format_html(
        '<details class="menu"><summary>{}</summary><div>{}</div></details>', group.name, links
    )


def first_of(request: HttpRequest) -> int:
    """From which thing on a list is shown (`from` in the address); 0 where that is no number."""
    text = request.GET.get("from", "")
    return int(text) if text.isdecimal() and text.isascii() and len(text) < 9 else 0
