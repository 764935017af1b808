"""The dated record of an idea as a document: what it says, with its digest, its days, and who saw it.

Whoever reads it is not known here, so it is for anybody: what was told in confidence stays out, and the document says so.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from comity.answers.declaring import Document
from comity.answers.disclosures import DisclosureLine
from comity.answers.guarding import Guard, guard
from comity.answers.ideas import IdeaLine, idea
from comity.core.audience import ANYBODY
from comity.core.disclosures import grouped
from comity.store.access import Scope
from comity.store.models import Person

_LEFT = "—"


def idea_record(scope: Scope, id: str, *, released: Collection[str] = ()) -> Document:
    """The record of an idea. released: ids of confidences that the user lets out this once.

    The digest stays where the words are left out: without them it says nothing to those who do not have them.

    Raises:
        NotFound: there is no such idea in this book.
    """
    one = idea(scope, id)
    gate = guard(scope, ANYBODY, released=released)
    told = _told(gate, one, _numbers(scope, one.shown))
    note = _("Something was left out here that may not be passed on.") if gate.withheld else ""
    return Document("idea", _values(scope, one) | told | {"left_out": note}, gate.withheld)


def held_back(scope: Scope, found: Sequence[IdeaLine]) -> tuple[tuple[str, ...], ...]:
    """The ids of the confidences that the record of each of these ideas leaves out; in two queries or three."""
    gate = guard(scope, ANYBODY)
    numbers = _numbers(scope, [line for one in found for line in one.shown]) if gate else {}
    return tuple(_held_back(gate, one, numbers) for one in found)


def _held_back(gate: Guard, one: IdeaLine, numbers: Mapping[str, int]) -> tuple[str, ...]:
    held = dict.fromkeys(gate.closed(one.title, one.text, one.file_name, rows=[("ideas", one.id)]))
    for line in one.shown:
        held |= dict.fromkeys(gate.closed(*_words(line), about=[numbers.get(line.face.id)], rows=_row(line)))
    return tuple(str(UUID(id)) for id in held)


def _told(gate: Guard, one: IdeaLine, numbers: Mapping[str, int]) -> dict[str, object]:
    """What the user's own words say, as far as it may be passed on."""
    rows, what = [("ideas", one.id)], _("an idea")
    text = gate.text(one.text, rows=rows, what=what)
    return {
        "title": gate.text(one.title, rows=rows, what=what) or _("An idea"),
        "file": _file(one, gate.text(one.file_name, rows=rows, what=what) or _LEFT),
        "text": _("The words are left out: they may not be passed on.") if text is None else text,
        "shown": [_shown(gate, line, numbers) for line in reversed(one.shown)],
    }


def _values(scope: Scope, one: IdeaLine) -> dict[str, object]:
    what = _("the file") if one.file_name else _("the text")
    return {
        "made": _("Record of an idea, made on %(day)s") % {"day": date_format(scope.today())},
        "foot": _("Record of an idea"),
        "particulars": _days(scope, one),
        "digest_title": _("SHA-256 of %(what)s") % {"what": what},
        "digest": grouped(one.digest),
        "digest_note": _("Whoever has %(what)s can work out the same with: sha256sum") % {"what": what},
        "text_title": _("The text"),
        "shown_title": _("Who saw it"),
        "nobody": _("Nobody, as far as is noted."),
        "note": _(
            "The digest shows that exactly these words, or this file, were there when it was worked out. The days are those of "
            "the computer on which it was noted: to prove them to others, leave the digest with somebody outside, a notary or "
            "a time stamping service, and keep what they give you."
        ),
    }


def _file(one: IdeaLine, name: str) -> list[tuple[str, str]]:
    if not one.file_name:
        return []
    size = one.file_size or 0
    return [
        (_("File"), name),
        (_("Size"), ngettext("%(size)s byte", "%(size)s bytes", size) % {"size": f"{size:,}"}),
    ]


def _days(scope: Scope, one: IdeaLine) -> list[tuple[str, str]]:
    written = date_format(one.recorded, "DATETIME_FORMAT")
    return [(_("Of"), date_format(one.on)), (_("Written down"), f"{written} ({scope.zone})")]


def _shown(gate: Guard, line: DisclosureLine, numbers: Mapping[str, int]) -> tuple[str, str, str]:
    about, what = [numbers.get(line.face.id)], _("who saw an idea")
    name, said = (gate.text(words, about=about, rows=_row(line), what=what) for words in _words(line))
    return date_format(line.on), name or _LEFT, _LEFT if said is None else said


def _words(line: DisclosureLine) -> tuple[str, str]:
    return line.face.name, " — ".join(filter(None, (line.how, line.text)))


def _row(line: DisclosureLine) -> list[tuple[str, str]]:
    return [("disclosures", line.id)]


def _numbers(scope: Scope, shown: Sequence[DisclosureLine]) -> dict[str, int]:
    """The rows of those who saw it, by their ids."""
    rows = Person.objects.filter(book_id=scope.book_id, uuid__in={line.face.id for line in shown})
    return {str(uuid): pk for uuid, pk in rows.values_list("uuid", "pk")} if shown else {}
