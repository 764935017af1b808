"""The tabs of Matters: what is open between people and me, a page for each noun."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

PAGE = "matters"
"""What pages of Matters call themselves in the navigation."""

TABS: tuple[tuple[str, str | Promise], ...] = (
    ("promises", later("Promises")),
    ("requests", later("Requests")),
    ("exchanges", later("Given and received")),
    ("introductions", later("Introductions")),
    ("opportunities", later("Opportunities")),
    ("feedback", later("Feedback")),
    ("goals", later("Goals")),
    ("events", later("Events")),
    ("mentorings", later("Mentoring")),
    ("clients", later("Clients")),
    ("providers", later("Providers")),
    ("reminders", later("Reminders")),
    ("reputation", later("Reputation")),
)
"""(name of the address, label), in the order in which they stand."""


def tabs(current: str) -> SafeString:
    """Links to the pages of Matters, the one that is open marked."""
    listed = format_html_join(
        "",
        '<a href="{}"{}>{}</a>',
        (
            (reverse(name), SafeString(' aria-current="page"') if name == current else "", label)
            for name, label in TABS
        ),
    )
    return format_html('<nav class="tabs across" aria-label="{}">{}</nav>', _("Matters"), listed)


def first_of(request: HttpRequest) -> int:
    """From which thing on a list is shown (`from` in the address); 0 where that is no number."""
    text = request.GET.get("from", "")
    return int(text) if text.isdecimal() and text.isascii() and len(text) < 9 else 0
