"""Whom to turn to for a question: who knows this, who was generous before, and whom it would burden now."""

from __future__ import annotations

import time
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import ngettext

from comity.answers import helping
from comity.answers.boundary_words import reason
from comity.answers.known import Known, known
from comity.answers.unwilling import limits
from comity.core import advice as core
from comity.core import days, topics
from comity.core import helping as matching
from comity.core import search as words_of
from comity.core.boundaries import Plan, request_of
from comity.core.errors import Invalid
from comity.store.access import Scope
from comity.store.models import Commitment, Exchange, Feedback, Introduction
from comity.store.queries import knowing
from comity.store.queries import search as search_query
from comity.store.queries.narrowing import Narrowing

MOST = 8
LONGEST = 1000
ADVICE = "advice"
"""What a question asks for, where it names nothing else."""
_LOOKED_AT = 60
"""People whose past is looked at: those who know most of it."""
_MAILS, _MAIL_WORDS = 60, 8
"""Mails, the newest, whose subjects are looked at; words of the question that are looked for in them."""


@dataclass(frozen=True, slots=True)
class Adviser:
    """Somebody to turn to. reasons: why them; ease_off: in words why rather not now, () where nothing speaks against."""

    known: Known
    reasons: tuple[str, ...]
    ease_off: tuple[str, ...]
    score: float


def whom_to_ask(scope: Scope, question: str, most: int = MOST) -> tuple[Adviser, ...]:
    """Whom to turn to, those whom it would not burden first, those who would rather not last; () where nobody comes to mind.

    Raises:
        Invalid: there is no question.
    """
    text = question.strip()[:LONGEST]
    if not text:
        raise Invalid("question", question, "say in a few words what you would like to know")
    wanted = dict.fromkeys(topics.words(text), 1.0)
    if not wanted:
        return ()
    around = knowing.around(scope.book_id)
    found = helping.matches(scope, text, wanted, around, _subjects(scope, list(wanted)))[:_LOOKED_AT]
    past = _past(scope, found, around)
    bounds = limits(scope, {match.person for match in found})
    refused = bounds.against(Plan(words=text, request=request_of(text) or ADVICE))
    advisers = core.advisers((match for match in found if match.person not in refused), past, most)
    unwilling = (match for match in found if match.person in refused)
    advisers += core.advisers(unwilling, past, most - len(advisers))
    people = known(one.person for one in advisers)
    why = {
        head: reason(one, people[head].face.name, scope.zone)
        for head, one in refused.items()
        if head in people
    }
    return tuple(_worded(one, people[one.person], why.get(one.person, "")) for one in advisers)


def _subjects(scope: Scope, wanted: Sequence[str]) -> list[matching.Thing]:
    """Subjects of mails that have one of these words, as things known of those who wrote or received them."""
    sought = tuple(
        words_of.Words((word,), True, True, 0, 0)
        for word in map(words_of.plain, wanted[:_MAIL_WORDS])
        if word.isalnum()
    )
    if not sought:
        return []
    query = words_of.Query((words_of.Either(sought) if len(sought) > 1 else sought[0],))
    mails, _ = search_query.interactions(scope.book_id, query, Narrowing(), _MAILS)
    subjects = {mail.key: mail.subject for mail in mails}
    return [
        matching.Thing(person, "mail", subjects[key])
        for key, person in knowing.heads_in(scope.book_id, subjects)
    ]


def _past(scope: Scope, found: Sequence[matching.Match], around: knowing.Around) -> dict[int, core.Past]:
    """What passed with these people, those merged into them included."""
    heads = {match.person for match in found}
    persons = [*heads, *(id for id, head in around.head_of.items() if head in heads)]
    standings = knowing.standings(heads)
    today = days.day_from_date(scope.today())
    utc_today = days.day_of(int(time.time()))
    in_vain = knowing.wrote_in_vain([one.relationship for one in standings], utc_today - core.LATELY)
    received: dict[int, list[str]] = defaultdict(list)
    asked: Counter[int] = Counter()
    since = today - core.LATELY
    gifts = Exchange.objects.filter(person__in=persons, direction=Exchange.RECEIVED, kind__in=core.GENEROUS)
    for person, kind, on in gifts.values_list("person_id", "kind", "on"):
        head = around.head_of.get(person, person)
        received[head].append(kind)
        asked[head] += on > since
    waiting = _waiting(persons, today, around)
    return {
        one.person: core.Past(
            one.name,
            one.standing,
            tuple(sorted(received[one.person])),
            asked[one.person] + waiting[one.person],
            waiting[one.person],
            in_vain.get(one.relationship, 0),
        )
        for one in standings
    }


def _waiting(persons: Sequence[int], today: int, around: knowing.Around) -> Counter[int]:
    """How many things still wait for each: introductions to be made, feedback and promises that I asked for."""
    found: Counter[int] = Counter()
    introductions = Introduction.objects.filter(
        introducer__in=persons, declined_on=None, made_on=None, asked_on__gt=today - 2 * core.LATELY
    )
    feedback = Feedback.objects.filter(person__in=persons, mine=True, told_on=None, asked_on__isnull=False)
    promises = Commitment.objects.filter(person__in=persons, by=Commitment.THEIRS, state=Commitment.OPEN)
    for person in (
        *introductions.values_list("introducer_id", flat=True),
        *feedback.values_list("person_id", flat=True),
        *promises.values_list("person_id", flat=True),
    ):
        if person is not None:
            found[around.head_of.get(person, person)] += 1
    return found


def _worded(one: core.Adviser, who: Known, unwilling: str) -> Adviser:
    shared = [(kind, text) for kind, text, _ in one.reasons if kind in matching.WORTH or kind == "standing"]
    told = [_counted(kind, count) for kind, _, count in one.reasons if count]
    reasons = (*helping.reasons(shared, who.last_contact), *told)
    ease_off = (*filter(None, [unwilling]), *(_counted(kind, n) for kind, _, n in one.burdens))
    return Adviser(who, reasons, ease_off, round(one.score, 2))


def _counted(kind: str, n: int) -> str:
    match kind:
        case "advised":
            words = ngettext("gave you advice once", "gave you advice %(n)d times", n)
        case "generous":
            words = ngettext("was generous to you once", "was generous to you %(n)d times", n)
        case "asked":
            words = ngettext("asked once lately", "asked %(n)d times lately", n)
        case "waiting":
            words = ngettext("one thing still waits for them", "%(n)d things still wait for them", n)
        case _:
            words = ngettext(
                "your last mail is not answered yet", "your mails of %(n)d days are not answered yet", n
            )
    return words % {"n": n}
