"""Who in the book could fill a role that a goal needs, with reasons."""

from __future__ import annotations

import dataclasses
import functools
import operator
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.translation import gettext

from comity.answers import guarding
from comity.answers.goals import NeedLine
from comity.answers.known import Known, known
from comity.answers.playbooks import playbooks, title_of
from comity.answers.unwilling import Limits, limits
from comity.core import days, goals
from comity.core.audience import of
from comity.core.boundaries import Plan, request_of
from comity.store.access import Scope
from comity.store.models import Exchange, Fact, Metrics, Position, Role, Tag, Tagging

MOST = 6
_LOOKED_AT = 200
"""People who are looked at for one reason: those entered last, or with the strongest tie."""


@dataclass(frozen=True, slots=True)
class Suggested:
    """Somebody who could fill a need, and why, in words."""

    known: Known
    reasons: tuple[str, ...]


def who_fits(scope: Scope, needs: Iterable[NeedLine], most: int = MOST) -> dict[str, tuple[Suggested, ...]]:
    """For each of these needs that nobody fills, by its id, who could; () where nobody comes into question."""
    open_needs = [need for need in needs if need.known is None]
    if not open_needs:
        return {}
    roles = playbooks()
    words = list(dict.fromkeys(word for need in open_needs for word in goals.wanted_words(need.what, roles)))
    watch = guarding.watch(scope)
    skills = _skills(scope, words)
    persons = {*skills, *_titled(scope, words), *_in_roles(scope), *_strongest(scope)}
    candidates, lines = _candidates(persons, skills)
    candidates = [_open(watch, one) for one in candidates] if watch else candidates
    today = days.day_from_date(scope.today())
    bounds = limits(scope, [one.id for one in candidates])
    return {
        need.id: tuple(
            Suggested(lines[fit.id], tuple(filter(None, (_worded(*reason) for reason in fit.reasons))))
            for fit in goals.fitting(
                need.what, _may_hear(watch, bounds, need, candidates), today, most, roles
            )
        )
        for need in open_needs
    }


Skills = dict[int, list[str]]


def _candidates(persons: set[int], skills: Skills) -> tuple[list[goals.Candidate], dict[int, Known]]:
    people = known(persons)
    of_head: Skills = defaultdict(list)
    for person, texts in skills.items():
        if person in people:
            of_head[people[person].person] += texts
    lines = {who.person: who for who in people.values() if not who.silent}
    return [
        goals.Candidate(
            who.person,
            who.face.name,
            who.roles,
            who.title,
            who.organisation,
            tuple(dict.fromkeys((*of_head[who.person], *who.tags))),
            who.standing,
            None if who.last_contact is None else days.day_from_date(who.last_contact),
            who.strength,
        )
        for who in lines.values()
    ], lines


def _holding(field: str, words: list[str]) -> Q:
    """Where a text holds one of these words, or begins like it."""
    stems = (word[: max(goals.STEM, len(word) - 3)] for word in words)
    return functools.reduce(operator.or_, (Q(**{f"{field}__icontains": stem}) for stem in stems))


def _skills(scope: Scope, words: list[str]) -> Skills:
    """What tags, endorsements by me and open facts say of people with one of these words; private facts are left out."""
    found: Skills = defaultdict(list)
    if not words:
        return found
    endorsed = Exchange.objects.filter(
        _holding("text", words), book_id=scope.book_id, kind="endorsement", direction=Exchange.GIVEN
    )
    facts = Fact.objects.filter(
        _holding("text", words), book_id=scope.book_id, sensitivity=Fact.OPEN, hearsay=False
    )
    tags = Tag.objects.filter(_holding("name", words), book_id=scope.book_id)
    tagged = Tagging.objects.filter(tag__in=tags)
    for rows in (
        endorsed.order_by("-id").values_list("person_id", "text"),
        tagged.order_by("-id").values_list("relationship__person_id", "tag__name"),
        facts.order_by("-id").values_list("person_id", "text"),
    ):
        for person, text in rows[:_LOOKED_AT]:
            found[person].append(text)
    return found


def _open(watch: guarding.Watch, one: goals.Candidate) -> goals.Candidate:
    """Somebody without what was told in confidence, and not to them: that makes nobody come to mind."""
    closed = [
        text
        for text in (one.title, one.organisation, *one.skills)
        if text and watch.is_closed(watch.gives_away(text), of(one.id))
    ]
    if not closed:
        return one
    return dataclasses.replace(
        one,
        title="" if one.title in closed else one.title,
        organisation="" if one.organisation in closed else one.organisation,
        skills=tuple(text for text in one.skills if text not in closed),
    )


def _may_hear(
    watch: guarding.Watch, bounds: Limits, need: NeedLine, candidates: list[goals.Candidate]
) -> list[goals.Candidate]:
    """Those who may learn of a need, and did not say that they would rather not be asked for it."""
    rows = [("goal_needs", need.id)]
    found = guarding.who_may_hear(watch, candidates, lambda one: one.id, need.what, rows=rows)
    plan = Plan(words=need.what, request=request_of(need.what) or "favour")
    return bounds.willing(found, lambda one: one.id, plan)


def _titled(scope: Scope, words: list[str]) -> list[int]:
    """Whose title, or organisation, holds one of these words."""
    if not words:
        return []
    held: QuerySet[Position] = Position.objects.filter(
        _holding("title", words) | _holding("organisation__name", words), book_id=scope.book_id, until=None
    )
    return list(held.order_by("-seen_at", "-id").values_list("person_id", flat=True)[:_LOOKED_AT])


def _in_roles(scope: Scope) -> list[int]:
    """Who holds a role of those that somebody was given."""
    today = days.day_from_date(scope.today())
    held = Role.objects.filter(Q(until=None) | Q(until__gt=today), book_id=scope.book_id)
    return list(held.order_by("-id").values_list("relationship__person_id", flat=True)[: 2 * _LOOKED_AT])


def _strongest(scope: Scope) -> list[int]:
    """With whom the tie is strongest: of them a senior title speaks for somebody."""
    found = Metrics.objects.filter(book_id=scope.book_id).order_by("-strength")
    return list(found.values_list("relationship__person_id", flat=True)[:_LOOKED_AT])


def _worded(kind: str, said: str) -> str:
    """A reason in words; "" for the last contact, which is shown by its day."""
    match kind:
        case "role":
            return gettext("is your %(role)s already") % {"role": title_of(said).lower()}
        case "senior":
            return gettext("holds a senior position")
        case "title":
            return gettext("does this for a living")
        case "organisation":
            return gettext("works at %(organisation)s") % {"organisation": said}
        case "standing":
            return (
                gettext("you trust each other") if said == "trusted" else gettext("it is growing between you")
            )
        case "quiet":
            return gettext("you have not spoken for long")
    return said[:120] if kind == "skill" else ""
