"""What could be written about an item: the kind of draft, to whom, and what is known for it (`answers.drafts`)."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.utils.translation import gettext

from comity.answers.dates import draft_for
from comity.answers.introductions import to_write as steps
from comity.answers.shapes import Face, ToWrite
from comity.answers.today.dates import WORK, Near, held_for
from comity.answers.today.introductions import Way
from comity.answers.today.pages import belongs_to
from comity.answers.today.said import date_of, quoted
from comity.core.agenda import Band, Matter
from comity.store.queries.open_matters import Open

_MOST = 200
"""Characters of a value; it travels in an address."""
Drafts = tuple[str, dict[str, str]]


def to_write(found: Matter, face: Face | None, email: str) -> ToWrite | None:
    """The draft that suits an item; None where a word to somebody is not what it asks for, or no address is known."""
    if found.kind == "introduction":
        return _introducing(found.detail)
    if face is None or not email:
        return None
    if found.band == Band.CELEBRATE:
        kind, about = _dated(found.detail)
    elif found.kind in _DRAFTS:
        kind, about = _DRAFTS[found.kind](found)
    else:
        return None
    known = ((name, quoted(value, _MOST)) for name, value in about.items())
    return ToWrite(kind, face, None, tuple((name, value) for name, value in known if value))


def _introducing(way: Way) -> ToWrite | None:
    """What moves an introduction on; nothing where that is up to others."""
    writing = next(iter(steps(way.life, way.faces, way.purpose)), None)
    if writing is None:
        return None
    purpose = quoted(writing.purpose, _MOST)
    return ToWrite(writing.kind, writing.to, writing.other, (("purpose", purpose),) if purpose else ())


def _dated(near: Near) -> Drafts:
    """The user's own words go into a congratulation only; in condolences they would read as if one had just heard."""
    kind = draft_for(near.what)
    if kind != "congratulate":
        return kind, {}
    return kind, {"what": held_for(near) if near.what == WORK else near.text}


def _nothing_known(found: Matter) -> Drafts:
    return "write", {}


def _words(found: Matter) -> Drafts:
    row: Open = found.detail
    return "write", {"what": row.text}


def _thanks(found: Matter) -> Drafts:
    row: Open = found.detail
    return "thank", {"what": row.text}


def _feedback(found: Matter) -> Drafts:
    row: Open = found.detail
    return "write", {"what": gettext("Feedback on %(what)s") % {"what": row.text}}


def _invoice(found: Matter) -> Drafts:
    row: Open = found.detail
    return "write", {"what": gettext("Invoice %(number)s") % {"number": row.text} if row.text else ""}


def _follow_up(found: Matter) -> Drafts:
    if not isinstance(found.detail, Open):
        return "follow_up", {}
    return "follow_up", {"event": found.detail.text, "what": belongs_to(found.detail)[1]}


def _renewal(found: Matter) -> Drafts:
    row: Open = found.detail
    due = date_of(row.day)
    return "renew", {"what": row.text, "when": due.isoformat() if due else ""}


_DRAFTS: Mapping[str, Callable[[Matter], Drafts]] = {
    "request": _words,
    "thanks": _thanks,
    "feedback": _feedback,
    "theirs": _words,
    "delivery": _words,
    "paid": _invoice,
    "renewal": _renewal,
    "follow_up": _follow_up,
    "rhythm": _nothing_known,
    "drifting": _nothing_known,
    "role": _nothing_known,
}
