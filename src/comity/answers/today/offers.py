"""Whom I met at an event, what could help somebody, and what was noticed in files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.text import get_text_list
from django.utils.translation import gettext, ngettext

from comity.answers.today.helped import Helps
from comity.answers.today.pages import belongs_to
from comity.answers.today.said import Decides, Said, Says, ago, date_of, due_on, matter, quoted
from comity.core.agenda import Band, Matter
from comity.store.queries.open_matters import Open

FOLLOW_UP_AFTER = 1
"""Days after an event from which a follow-up with somebody met there is asked for; two days are its time."""


def _guest(row: Open, day: int) -> Matter | None:
    """The person is the subject, as with a first meeting, so that one follow-up is asked for and not two."""
    met = row.since if row.since is not None else day
    if day - met < FOLLOW_UP_AFTER or row.uuid is None:
        return None
    return Matter(Band.FOLLOW_UP, "follow_up", row.uuid, met, met, row.name or "", row.uuid, row)


def said_guest(found: Matter, day: int) -> Said:
    """A follow-up after an event."""
    row: Open = found.detail
    met = row.since if row.since is not None else day
    reason = gettext("You met at %(event)s %(when)s, and have not followed up.") % {
        "event": quoted(row.text, 80),
        "when": ago(day - met),
    }
    return Said("", " ".join(filter(None, (reason, quoted(belongs_to(row)[1])))))


def _opportunity(row: Open, day: int) -> Matter | None:
    since = row.since if row.since is not None else day
    return matter(row, Band.SHARE, row.day if row.day is not None else since + 365)


def _said_opportunity(found: Matter, day: int, roles: tuple[str, ...]) -> Said:
    return _offered(
        found.detail, day, gettext("Found %(when)s, and not shared with anybody. Whom would it help?")
    )


def said_helping(found: Matter, day: int, helps: Sequence[Helps]) -> Said:
    """An opportunity with those whom it would help most."""
    names = [gettext("%(name)s (%(reason)s)") % {"name": h.face.name, "reason": h.reason} for h in helps]
    said = _offered(found.detail, day, gettext("Found %(when)s, and not shared with anybody."))
    would = gettext("It could help %(names)s.") % {"names": get_text_list(names, gettext("and"))}
    return said._replace(reason=f"{said.reason} {would}")


def _offered(row: Open, day: int, words: str) -> Said:
    reason = words % {"when": ago(day - (row.since if row.since is not None else day))}
    if row.day is not None:
        reason += " " + gettext("It is %(due)s.") % {"due": due_on(row.day, day)}
    return Said(quoted(row.text), reason, date_of(row.day))


def review(row: Open, book: str, day: int) -> Matter | None:
    """What was noticed in files lately, once a week; older things wait on their page and are not asked for."""
    if not row.number:
        return None
    return Matter(Band.LOOK, "review", book, day // 7, 0, "", "", row)


def _said_review(found: Matter, day: int, roles: tuple[str, ...]) -> Said:
    count = found.detail.number
    title = ngettext(
        "%(count)d new thing noticed in your files", "%(count)d new things noticed in your files", count
    ) % {"count": count}
    return Said(title, gettext("Say yes or no to each, when you have a moment."))


FOUND: Mapping[str, Decides] = {"guest": _guest, "opportunity": _opportunity}
SAID: Mapping[str, Says] = {"opportunity": _said_opportunity, "review": _said_review}
