"""The dated record of an idea as a document: what it says, with its digest, its days, and who saw it."""

from __future__ import annotations

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from comity.answers.disclosures import DisclosureLine
from comity.answers.ideas import IdeaLine, idea
from comity.core.disclosures import grouped
from comity.store.access import Scope


def idea_record(scope: Scope, id: str) -> dict[str, object]:
    """The values of `exports.pdf` for its template "idea".

    Raises:
        NotFound: there is no such idea in this book.
    """
    one = idea(scope, id)
    what = _("the file") if one.file_name else _("the text")
    return {
        "title": one.title,
        "made": _("Record of an idea, made on %(day)s") % {"day": date_format(scope.today())},
        "foot": _("Record of an idea"),
        "particulars": [*_file(one), *_days(scope, one)],
        "digest_title": _("SHA-256 of %(what)s") % {"what": what},
        "digest": grouped(one.digest),
        "digest_note": _("Whoever has %(what)s can work out the same with: sha256sum") % {"what": what},
        "text_title": _("The text"),
        "text": one.text,
        "shown_title": _("Who saw it"),
        "nobody": _("Nobody, as far as is noted."),
        "shown": [_shown(line) for line in reversed(one.shown)],
        "note": _(
            "The digest shows that exactly these words, or this file, were there when it was worked out. The days are those of "
            "the computer on which it was noted: to prove them to others, leave the digest with somebody outside, a notary or "
            "a time stamping service, and keep what they give you."
        ),
    }


def _file(one: IdeaLine) -> list[tuple[str, str]]:
    if not one.file_name:
        return []
    size = one.file_size or 0
    return [
        (_("File"), one.file_name),
        (_("Size"), ngettext("%(size)s byte", "%(size)s bytes", size) % {"size": f"{size:,}"}),
    ]


def _days(scope: Scope, one: IdeaLine) -> list[tuple[str, str]]:
    written = date_format(one.recorded, "DATETIME_FORMAT")
    return [(_("Of"), date_format(one.on)), (_("Written down"), f"{written} ({scope.zone})")]


def _shown(line: DisclosureLine) -> tuple[str, str, str]:
    return date_format(line.on), line.face.name, " — ".join(filter(None, (line.how, line.text)))
