"""Words and small numbers for the templates."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from html import escape
from typing import Any
from urllib.parse import quote, urlencode

from django import template
from django.contrib.messages.storage.base import Message
from django.urls import get_script_prefix, reverse
from django.utils.formats import date_format, number_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later
from django.utils.translation import ngettext

from comity.answers.book_shapes import BatchInfo
from comity.answers.dates import called, draft_for
from comity.answers.playbooks import title_of
from comity.answers.shapes import DateKnown, Face, Item, Meeting, OpenMatter, PersonRow, ToWrite
from comity.answers.uploads import TableInfo
from comity.answers.wording import yearly as written
from comity.core.reciprocity import KINDS as EXCHANGE_KINDS
from comity.core.tables.mapping import IGNORE
from comity.interfaces.web import matters, wording

register = template.Library()

_FULL_STRENGTH = 10.0
"""A strength that fills the bar: contact in both directions on every working day."""
_NEAR = {-1: later("yesterday"), 0: later("today"), 1: later("tomorrow")}


@register.filter
def kind_word(key: str) -> str:
    return wording.words_of(wording.KINDS, key)


@register.filter
def marked(parts: Iterable[tuple[str, bool]]) -> SafeString:
    """A text in pieces, those that were searched for marked; a hundred of them are no work, as templates they are."""
    return mark_safe(
        "".join(f"<mark>{escape(part)}</mark>" if is_one else escape(part) for part, is_one in parts)
    )


@register.filter
def kind_or_text(key: str) -> str:
    """A title for what has none: its kind; a text that is no kind stays as it is."""
    words = wording.KINDS.get(key)
    return str(words).capitalize() if words else key


@register.filter
def exchange_word(key: str) -> str:
    return wording.words_of(wording.EXCHANGES, key)


@register.simple_tag
def exchange_kinds() -> list[tuple[str, str]]:
    """What can be given or received, as the choices of a select."""
    return [(key, exchange_word(key)) for key in EXCHANGE_KINDS]


@register.filter
def state_word(key: str) -> str:
    return wording.words_of(wording.STATES, key)


@register.filter
def standing_word(key: str) -> str:
    return wording.words_of(wording.STANDINGS, key)


@register.filter
def nature_word(key: str) -> str:
    return wording.words_of(wording.NATURES, key)


@register.filter
def part_word(key: str) -> str:
    return wording.words_of(wording.PARTS, key)


@register.filter
def flag_word(key: str) -> str:
    return wording.words_of(wording.FLAGS, key)


@register.filter
def date_word(key: str) -> str:
    return wording.words_of(wording.DATES, key)


@register.filter
def batch_word(key: str) -> str:
    return wording.words_of(wording.BATCHES, key)


@register.filter
def own_word(key: str) -> str:
    return wording.words_of(wording.OWN, key)


@register.filter
def source_word(key: str) -> str:
    return wording.words_of(wording.SOURCES, key)


@register.filter
def field_word(key: str) -> str:
    """What a column of a table holds, in words."""
    return wording.words_of(wording.FIELDS, key)


@register.filter
def field_choices(keys: Iterable[str]) -> list[tuple[str, str]]:
    """What a column may hold, as the choices of a select: leaving it out first."""
    first = [key for key in keys if key == IGNORE]
    return [(key, field_word(key)) for key in (*first, *(key for key in keys if key != IGNORE))]


@register.filter
def file_counts(file: dict[str, Any]) -> list[int]:
    """What a file would bring: new, changed, the same, refused, of all kinds together."""
    kinds = [file[kind] for kind in ("interactions", "cards", "entries")]
    return [*(sum(kind[state] for kind in kinds) for state in ("new", "changed", "same")), file["refused"]]


@register.filter
def rows_of(table: TableInfo) -> list[tuple[str, ...]]:
    """The first rows of a table, the columns that are not shown left out."""
    return list(zip(*(column.cells for column in table.columns if column.shown), strict=True))


@register.filter
def change_word(key: str) -> str:
    """What a record is to the book, or its kind, in words."""
    return wording.words_of(wording.CHANGES if key in wording.CHANGES else wording.KINDS, key)


@register.filter
def answer_word(key: str) -> str:
    return wording.words_of(wording.ANSWERS, key)


@register.filter
def answered_word(key: str) -> str:
    return wording.words_of(wording.ANSWERED, key)


@register.filter
def proposal_word(key: str) -> str:
    return wording.words_of(wording.PROPOSALS, key)


@register.filter
def value_word(key: str) -> str:
    return wording.words_of(wording.VALUES, key)


@register.filter
def times_words(times: float) -> str:
    """What a piece of evidence weighs: how many times as likely it makes that two are one."""
    if times >= 1:
        return _("%(n)s times as likely") % {"n": number_format(min(1_000_000, round(times)))}
    return _("%(n)s times less likely") % {"n": number_format(min(1_000_000, round(1 / times)))}


@register.filter
def per_cent(share: float) -> str:
    """A probability that never claims to be certain."""
    return f"{number_format(min(99.9, max(0.1, share * 100)), 1 if share > 0.99 or share < 0.01 else 0)} %"


@register.filter
def role_word(key: str) -> str:
    """A role's title by its key; what is no key is taken for a title."""
    return title_of(key)


@register.filter
def day_word(day: dt.date | None, today: dt.date) -> str:
    """A day as one speaks of it: yesterday, Wednesday, 11 days ago, 4 May."""
    if day is None:
        return ""
    away = (day - today).days
    if away in _NEAR:
        return str(_NEAR[away])
    if 1 < away < 7:
        return date_format(day, "l")
    if -14 < away < 0:
        return ngettext("%(n)d day ago", "%(n)d days ago", -away) % {"n": -away}
    return date_format(day, "MONTH_DAY_FORMAT" if day.year == today.year else "DATE_FORMAT")


@register.filter
def due_words(item: Item, today: dt.date) -> str:
    """When an item is due."""
    return _("due %(day)s") % {"day": day_word(item.due, today)}


@register.filter
def later_words(item: Item) -> str:
    """What the menu of an item is for, for who hears the page."""
    return _("Later: %(what)s") % {"what": item.title}


@register.filter
def written_day(iso: str) -> str:
    """A day that is kept as ISO 8601 text, as all days are written."""
    return date_format(dt.date.fromisoformat(iso), "DATE_FORMAT")


@register.filter
def begins(meeting: Meeting, today: dt.date) -> str:
    """When a meeting begins: the time where it is today, else with the day of the week before it."""
    time = date_format(meeting.begins, "TIME_FORMAT")
    return time if meeting.begins.date() == today else f"{date_format(meeting.begins, 'D')} {time}"


@register.filter
def yearly(date: DateKnown) -> str:
    """A yearly date, with its year where that is known and has such a day."""
    return written(date.month, date.day, date.year)


@register.filter
def date_called(date: DateKnown) -> str:
    """What a date is called: the user's words, or its kind."""
    return called(date.what, date.label)


@register.filter
def date_draft(date: DateKnown) -> str:
    """The kind of mail that suits a date."""
    return draft_for(date.what)


def last_contact(row: PersonRow) -> dt.date | None:
    """The last day of contact in either direction."""
    return max((day for day in (row.last_in, row.last_out) if day), default=None)


def contact_words(day: dt.date | None, today: dt.date) -> str:
    """When there was contact last, as a line begins with it."""
    words = day_word(day, today) or _("no contact yet")
    return words[:1].upper() + words[1:]


@register.filter
def strength_words(strength: float) -> str:
    """A strength for who cannot see its bar."""
    return _("strength %(number)s") % {"number": number_format(strength, 1)}


@register.filter
def work_of(row: PersonRow) -> str:
    """Title and organisation, what there is of them."""
    return ", ".join(part for part in (row.title, row.organisation) if part)


@register.filter
def under_name(row: PersonRow) -> str:
    """The line below a name in a list: the work, or else an address."""
    return work_of(row) or next(iter(row.emails), "")


@register.filter
def matter_words(matter: OpenMatter) -> str:
    """Something open, with who owes it."""
    phrases = {
        "promise_mine": _("You promised: %(text)s"),
        "promise_theirs": _("They promised: %(text)s"),
        "request": _("They asked: %(text)s"),
        "thanks": _("Not thanked for yet: %(text)s"),
    }
    return phrases.get(matter.kind, "%(text)s") % {"text": matter.text}


@register.filter
def batch_title(batch: BatchInfo) -> str:
    """The names of the first files of an import."""
    if not batch.files:
        return _("Import %(number)d") % {"number": batch.number}
    named = ", ".join(file.label for file in batch.files[:2])
    more = batch.file_count - 2
    if more < 1:
        return named
    return ngettext("%(named)s and one more", "%(named)s and %(n)d more", more) % {"named": named, "n": more}


@register.filter
def bar_width(strength: float, full: int) -> str:
    """How far a bar of `full` units reaches; text, so that no locale changes its decimal point."""
    return f"{full * min(1.0, max(0.0, strength / _FULL_STRENGTH)):.1f}"


@register.simple_tag
def options(choices: Iterable[tuple[str, str]], chosen: str = "") -> SafeString:
    """The choices of a select, in one go: a loop in a template takes ten times as long."""
    return mark_safe(
        "".join(
            f'<option value="{escape(value)}"{" selected" if value == chosen else ""}>{escape(title)}</option>'
            for value, title in choices
        )
    )


@register.filter
def linked(faces: Iterable[Face], people_url: str) -> SafeString:
    """Names that lead to their people's pages, parted by commas."""
    return mark_safe(
        ", ".join(
            f'<a class="link" href="{escape(people_url)}/{face.id}">{escape(face.name)}</a>' for face in faces
        )
    )


@register.filter
def mailto(address: str) -> str:
    """A link that opens the user's mail program; what has a meaning in a URL is encoded (RFC 6068)."""
    return "mailto:" + quote(address, safe="@")


@register.filter
def at_desk(path: str) -> str:
    """A path of an answer, where the desk is served."""
    return get_script_prefix() + path.removeprefix("/")


@register.filter
def draft_path(draft: ToWrite) -> str:
    """The page of a draft, with what is known for it."""
    other = {"other": draft.other.id} if draft.other else {}
    return f"{reverse('write', args=[draft.to.id])}?{urlencode({'kind': draft.kind, **other, **dict(draft.about)})}"


@register.filter
def unlocalized(number: object) -> str:
    """A number as HTML attributes want it, in every locale."""
    return str(number)


@register.simple_tag
def matter_tabs(current: str) -> SafeString:
    """The tabs of Matters, by the name of the address that is open."""
    return matters.tabs(current)


@register.filter
def undo_key(message: Message) -> str:
    """The key of the item that a message offers to bring back, or nothing."""
    tags = message.extra_tags or ""
    return tags.removeprefix("undo ") if tags.startswith("undo ") else ""


@register.filter
def undo_path(message: Message) -> str:
    """The address that a message offers to send to, to take back what it tells; or nothing."""
    tags = message.extra_tags or ""
    return tags.removeprefix("undo-at ") if tags.startswith("undo-at /") else ""
