"""Guard at a glance: what stands, what needs a look, what crossed a boundary lately or will, and mail outside of hours."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext

from comity.answers import policies, wording
from comity.answers.boundaries import CrossingRow, crossings
from comity.answers.mail_outside import MailOutside, mail_outside
from comity.answers.meetings_ahead import MeetingAhead, meetings_ahead
from comity.answers.policies import PolicyRow
from comity.answers.shapes import Face
from comity.core import days
from comity.core.boundaries import MINE
from comity.core.playbooks import Nature, Standing
from comity.store.access import Scope
from comity.store.models import Person, Policy, Recusal, Vault
from comity.store.queries import boundaries as query

LATELY = 90
"""Days for which crossings are shown."""
SHOWN = 10


@dataclass(frozen=True, slots=True)
class Overview:
    """mine, theirs: boundaries in force; policies: those in force; to_read: policies whose review is due; both: friends
    I work with and for whom there is no rule yet of what I stay out of; crossed, ahead: what crossed a boundary lately,
    and meetings to come that do; sealed: whether anything can be sealed in this book; locked: it is, and it is not open
    now."""

    mine: int
    theirs: int
    policies: int
    to_read: tuple[PolicyRow, ...]
    both: tuple[Face, ...]
    crossed: tuple[CrossingRow, ...]
    ahead: tuple[MeetingAhead, ...]
    mail: tuple[MailOutside, ...]
    sealed: bool
    locked: bool


def overview(scope: Scope) -> Overview:
    """All of it, in a fixed number of queries."""
    today = days.day_from_date(scope.today())
    known = query.standing(scope.book_id, today, scope.zone)
    lasting = Q(until=None) | Q(until__gte=today)
    sealed = Vault.objects.filter(book_id=scope.book_id).exists()
    return Overview(
        mine=sum(one.side == MINE for one in known),
        theirs=sum(one.side != MINE for one in known),
        policies=Policy.objects.filter(lasting, book_id=scope.book_id, since__lte=today).count(),
        to_read=policies.due(scope),
        both=without_rule(scope),
        crossed=crossings(scope, limit=SHOWN, since=days.date_from_day(today - LATELY)),
        ahead=meetings_ahead(scope, known),
        mail=mail_outside(scope, known),
        sealed=sealed,
        locked=sealed and scope.key is None,
    )


def outside(scope: Scope, who: str = "") -> tuple[tuple[MeetingAhead, ...], tuple[MailOutside, ...]]:
    """Meetings to come that cross a boundary, and mail outside of hours; of one person, if one is named.

    Raises:
        NotFound: nobody fits; Ambiguous: several do.
    """
    known = query.standing(scope.book_id, days.day_from_date(scope.today()), scope.zone)
    return meetings_ahead(scope, known, who=who), mail_outside(scope, known, who=who)


def without_rule(scope: Scope, limit: int = SHOWN) -> tuple[Face, ...]:
    """Friends I work with for whom there is no rule yet of what I stay out of; nobody I stepped back from."""
    today = days.day_from_date(scope.today())
    ruled = Recusal.objects.filter(
        Q(until=None) | Q(until__gte=today), book_id=scope.book_id, person__isnull=False
    )
    heads = {merged or own for own, merged in ruled.values_list("person_id", "person__merged_into_id")}
    found = Person.objects.filter(
        book_id=scope.book_id, relationship__nature=Nature.BOTH, merged_into=None, is_me=False, died_on=None
    ).exclude(relationship__standing__in=(Standing.STEPPED_BACK, Standing.ENDED))
    rows = found.exclude(pk__in=heads).order_by("sort_name", "id")[:limit]
    return tuple(wording.face(row.uuid.hex, row.name) for row in rows)


def locked_words(found: Overview) -> str:
    """Whether what is sealed is open, in words."""
    if not found.sealed:
        return gettext("Nothing is sealed in this book.")
    return gettext("What is sealed is locked.") if found.locked else gettext("What is sealed is open now.")
