"""What the playbooks of a person's roles make of Today: a sentence more, an earlier day, and now and then a suggestion."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set

from django.utils.translation import gettext

from comity.answers.playbooks import playbooks, title_of
from comity.answers.today.said import Said, Says
from comity.core.agenda import PAY_AHEAD, PREPARE_AHEAD, RENEWAL_AHEAD, Band, Leads, Matter
from comity.core.playbooks import Playbook
from comity.store.queries.open_matters import Open

_LAST = 2_000_000
"""Puts suggestions behind people who grow silent."""


def leads() -> Leads:
    """How early things are shown that belong to a role, whether or not the person is said to hold it."""
    books = playbooks()

    def lead(role: str, kind: str, usual: int) -> int:
        return books[role].lead.get(kind, usual) if role in books else usual

    return Leads(
        pay=lead("service_provider", "pay", PAY_AHEAD),
        renewal_client=lead("client", "renewal", RENEWAL_AHEAD),
        renewal_provider=lead("service_provider", "renewal", RENEWAL_AHEAD),
        session_mentor=lead("mentee", "session", PREPARE_AHEAD),
        session_mentee=lead("mentor", "session", PREPARE_AHEAD),
    )


def turns() -> tuple[tuple[str, int], ...]:
    """Roles that suggest something now and then, and once in how many days."""
    return tuple(
        (key, book.now_and_then.every_days) for key, book in playbooks().items() if book.now_and_then
    )


def matters(rows: Iterable[Open], day: int, silent: Set[str]) -> list[Matter]:
    """What roles suggest now; not of people on the list for their silence, which says what the role would."""
    books = playbooks()
    found = []
    for row in rows:
        book = books.get(row.text)
        if book is None or book.now_and_then is None or row.uuid in silent:
            continue
        time, ago = divmod(day - (row.since or 0), book.now_and_then.every_days)
        say = book.now_and_then.say[(time - 1) % len(book.now_and_then.say)]
        found.append(_matter(row, book, say, day - ago))
    return found


def _matter(row: Open, book: Playbook, say: str, since: int) -> Matter:
    name = row.name or ""
    return Matter(Band.REACH_OUT, "role", row.id, since, _LAST, name, row.uuid or "", (book.title, say))


def added(found: Matter, roles: Iterable[str]) -> str:
    """What the first of a person's roles that has a sentence for this kind of item says; "" for none.

    The role whose rhythm is overdue speaks before the others.
    """
    books = playbooks()
    overdue = getattr(found.detail, "role", "")
    said = (books[role].says(found.kind) for role in (overdue, *roles) if role in books)
    return next((gettext(words) for words in said if words), "")


def title(roles: Iterable[str]) -> str:
    """The title of the first of these roles that a playbook knows."""
    books = playbooks()
    return next((title_of(role) for role in roles if role in books), "")


def _said_role(found: Matter, day: int, roles: tuple[str, ...]) -> Said:
    of, say = found.detail
    return Said("", f"{gettext(of)}: {gettext(say)}")


SAID: Mapping[str, Says] = {"role": _said_role}
