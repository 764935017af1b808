"""Words and small parts for the pages of incidents and difficult relationships."""

from __future__ import annotations

import datetime as dt

from django import template
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join, linebreaks
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from comity.answers.anchors import AnchorLine
from comity.answers.incidents import Incident
from comity.core.stamp_signatures import SIGNED, TRUSTED, WRONG

register = template.Library()


@register.filter
def told_time(text: str) -> str:
    """A date or minute as it was told."""
    at = dt.datetime.fromisoformat(text)
    return date_format(at, "DATETIME_FORMAT") if "T" in text else date_format(at.date(), "DATE_FORMAT")


@register.simple_tag
def corrections(found: Incident, field: str, entry: str = "") -> SafeString:
    """The corrections of a line, beside it; entry: of which entry, "" for the note itself."""
    meant = [one for one in found.corrections if (one.corrects, one.field) == (entry or found.id, field)]
    return format_html_join(
        "",
        '<div class="note corrected"><div><p class="small muted tight">{}</p>{}</div></div>',
        (
            (
                _("Corrected on %(day)s (entry %(number)d)")
                % {"day": date_format(one.written_at, "DATETIME_FORMAT"), "number": one.number},
                SafeString(linebreaks(one.text, autoescape=True)),
            )
            for one in meant
        ),
    )


@register.simple_tag
def anchor_said(one: AnchorLine) -> SafeString:
    """What an anchor is, and how far it can be relied on."""
    if one.kind == "printed":
        return format_html("{}", _("printed and handed over"))
    if one.kind == "mailed":
        return format_html("{}", _("mailed"))
    words = {
        TRUSTED: _("time stamp, signed by a server that this machine trusts"),
        SIGNED: _("time stamp, signed; compare the server’s root certificate with the one it publishes"),
        WRONG: _("time stamp whose signature does not fit"),
    }
    return format_html("{}", words.get(one.signed, _("time stamp; its signature could not be checked here")))


@register.simple_tag
def step_outcomes() -> list[tuple[str, str]]:
    """What may come of a step."""
    return [("", _("not known yet")), ("better", _("better")), ("same", _("the same")), ("worse", _("worse"))]
