"""The tabs of Guard: what keeps a relationship, and a career, from harm; a page for each noun."""

from __future__ import annotations

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

PAGE = "guard"
"""What pages of Guard call themselves in the navigation."""

TABS: tuple[tuple[tuple[str, str | Promise], ...], ...] = (
    (
        ("guard", later("Overview")),
        ("boundaries", later("Boundaries")),
        ("policies", later("Policies")),
    ),
    (("confidences", later("Confidences")), ("disclosures", later("Told"))),
    (
        ("before", later("Before you decide")),
        ("interests", later("Interests")),
        ("gifts", later("Gifts")),
    ),
    (("difficult", later("Difficult")), ("incidents", later("Incidents"))),
    (("rights", later("Their data")), ("sealed", later("Sealed"))),
)
"""Groups of (name of the address, label), in the order in which they stand: lines; words told in confidence and of
myself; conflicts of interest; what harms; what others may ask for, and what is sealed."""


def tabs(current: str) -> SafeString:
    """Links to the pages of Guard in their groups, the one that is open marked."""
    groups = format_html_join("", "<span>{}</span>", ((_group(group, current),) for group in TABS if group))
    return format_html('<nav class="tabs grouped across" aria-label="{}">{}</nav>', _("Guard"), groups)


def _group(group: tuple[tuple[str, str | Promise], ...], current: str) -> SafeString:
    return format_html_join(
        "",
        '<a href="{}"{}>{}</a>',
        (
            (reverse(name), SafeString(' aria-current="page"') if name == current else "", label)
            for name, label in group
        ),
    )
