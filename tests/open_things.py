"""One thing of each kind that can stand on the list of Today, written straight into the tables."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from comity.core.agenda import Band
from comity.store.access import Scope
from comity.store.models import (
    Commitment,
    Deliverable,
    Engagement,
    Event,
    Exchange,
    Feedback,
    Goal,
    GoalStep,
    Guest,
    ImportantDate,
    Introduction,
    Invoice,
    Mentoring,
    MentoringSession,
    Metrics,
    Opportunity,
    Person,
    Policy,
    Proposal,
    Purpose,
    Relationship,
    Reminder,
    Request,
)
from tests.small_book import date

Makes = Callable[[Scope, Person, int], Any]


def _work(scope: Scope, person: Person, day: int, side: str, **more: Any) -> Engagement:
    return Engagement.objects.create(
        book_id=scope.book_id, person=person, side=side, title="The new shop", since=day - 90, **more
    )


def reminder(scope: Scope, person: Person, day: int) -> Any:
    return Reminder.objects.create(book_id=scope.book_id, person=person, text="Send the agenda", due=day)


def promise(scope: Scope, person: Person, day: int, by: str = "mine", due: int | None = 0) -> Any:
    return Commitment.objects.create(
        book_id=scope.book_id,
        person=person,
        by=by,
        text="Send the paper",
        due=None if due is None else day + due,
        made_on=day - 20,
    )


def theirs(scope: Scope, person: Person, day: int) -> Any:
    return promise(scope, person, day, "theirs", -3)


def request(scope: Scope, person: Person, day: int) -> Any:
    return Request.objects.create(
        book_id=scope.book_id, person=person, text="Look over my draft", asked_on=day - 2
    )


def thanks(scope: Scope, person: Person, day: int) -> Any:
    return Exchange.objects.create(
        book_id=scope.book_id,
        person=person,
        direction="received",
        kind="advice",
        text="How to begin",
        on=day - 1,
    )


def feedback(scope: Scope, person: Person, day: int) -> Any:
    return Feedback.objects.create(
        book_id=scope.book_id, person=person, mine=False, about="her talk", asked_on=day - 4
    )


def introduction(scope: Scope, person: Person, day: int) -> Any:
    other = Person.objects.create(book_id=scope.book_id, name="Bo Lind", sort_name="lind bo")
    return Introduction.objects.create(
        book_id=scope.book_id,
        one=person,
        other=other,
        asked_on=day - 9,
        one_agreed_on=day - 8,
        other_agreed_on=day - 7,
    )


def opportunity(scope: Scope, person: Person, day: int) -> Any:
    return Opportunity.objects.create(
        book_id=scope.book_id, kind="opening", title="A post in Oslo", found_on=day - 3
    )


def guest(scope: Scope, person: Person, day: int) -> Any:
    event = Event.objects.create(
        book_id=scope.book_id, name="Book fair", starts=day - 2, ends=day - 2, state="attended"
    )
    return Guest.objects.create(book_id=scope.book_id, event=event, person=person, met_on=day - 2)


def event(scope: Scope, person: Person, day: int) -> Any:
    row = Event.objects.create(book_id=scope.book_id, name="Spring meeting", starts=day + 5, ends=day + 6)
    Guest.objects.create(book_id=scope.book_id, event=row, person=person, wanted=True)
    return row


def session(scope: Scope, person: Person, day: int) -> Any:
    mentoring = Mentoring.objects.create(book_id=scope.book_id, person=person, i_am="mentee", since=day - 50)
    return MentoringSession.objects.create(book_id=scope.book_id, mentoring=mentoring, planned_on=day + 1)


def step(scope: Scope, person: Person, day: int) -> Any:
    goal = Goal.objects.create(book_id=scope.book_id, title="Lead a team", made_on=day - 90)
    return GoalStep.objects.create(
        book_id=scope.book_id, goal=goal, text="Ask for a review", person=person, due=day
    )


def deliver(scope: Scope, person: Person, day: int, side: str = "client", due: int = 1) -> Any:
    work = _work(scope, person, day, side)
    return Deliverable.objects.create(
        book_id=scope.book_id, engagement=work, text="The first plan", due=day + due
    )


def delivery(scope: Scope, person: Person, day: int) -> Any:
    return deliver(scope, person, day, "provider", -2)


def pay(scope: Scope, person: Person, day: int, side: str = "provider", due: int = 2) -> Any:
    work = _work(scope, person, day, side)
    return Invoice.objects.create(
        book_id=scope.book_id, engagement=work, number="12", dated_on=day - 20, due=day + due
    )


def paid(scope: Scope, person: Person, day: int) -> Any:
    return pay(scope, person, day, "client", -2)


def renewal(scope: Scope, person: Person, day: int) -> Any:
    return _work(scope, person, day, "client", renewal_on=day + 20)


def birthday(scope: Scope, person: Person, day: int) -> Any:
    on = date(day)
    return ImportantDate.objects.create(
        book_id=scope.book_id, person=person, what="birthday", month=on.month, day=on.day
    )


def policy(scope: Scope, person: Person, day: int) -> Any:
    return Policy.objects.create(
        book_id=scope.book_id, kind="gifts", title="Gifts at Acme", since=day - 400, review_on=day - 2
    )


def keeping(scope: Scope, person: Person, day: int) -> Any:
    return Purpose.objects.create(book_id=scope.book_id, person=person, since=day - 400, review_on=day - 2)


def review(scope: Scope, person: Person, day: int) -> Any:
    return Proposal.objects.create(book_id=scope.book_id, kind="same_person", key="1:2")


def feeling(scope: Scope, person: Person, day: int) -> Any:
    """They see one another often."""
    seen = {
        "active_days": 30,
        "first_day": day - 400,
        "last_day": day - 30,
        "last_in": day - 30,
        "last_out": day - 30,
    }
    relationship = Relationship.objects.get(person=person)
    return Metrics.objects.update_or_create(
        relationship=relationship, defaults={"book_id": scope.book_id, **seen}
    )[0]


KINDS: Mapping[str, tuple[Makes, Band, str, str]] = {
    "promise": (promise, Band.PROMISED, "Send the paper", "You promised this; due today."),
    "deliver": (
        deliver,
        Band.PROMISED,
        "The first plan",
        "You agreed to deliver this (The new shop); due tomorrow.",
    ),
    "pay": (pay, Band.PROMISED, "Invoice 12", "An invoice to pay (The new shop); due in 2 days."),
    "reminder": (reminder, Band.DUE, "Send the agenda", "You wanted to be reminded today."),
    "step": (step, Band.DUE, "Ask for a review", "A step towards “Lead a team”; due today."),
    "session": (session, Band.PREPARE, "Prepare your mentoring session", "It is tomorrow."),
    "event": (
        event,
        Band.PREPARE,
        "Prepare: Spring meeting",
        "It begins in 5 days. You want to meet 1 person there.",
    ),
    "renewal": (
        renewal,
        Band.PREPARE,
        "The new shop",
        "It is to be renewed in 20 days. Ask how satisfied they are before.",
    ),
    "request": (request, Band.ANSWER, "Look over my draft", "Asked of you 2 days ago, and not answered."),
    "thanks": (
        thanks,
        Band.ANSWER,
        "How to begin",
        "You received this yesterday; a word of thanks is open.",
    ),
    "feedback": (feedback, Band.ANSWER, "Feedback on her talk", "They asked you for it 4 days ago."),
    "introduction": (
        introduction,
        Band.ANSWER,
        "Introduction to Bo Lind",
        "Both said yes 7 days ago. Introduce them.",
    ),
    "birthday": (birthday, Band.CELEBRATE, "Ines Varga", "Birthday today"),
    "theirs": (
        theirs,
        Band.FOLLOW_UP,
        "Send the paper",
        "They promised you this; was due 3 days ago. Ask kindly, or let it go.",
    ),
    "delivery": (
        delivery,
        Band.FOLLOW_UP,
        "The first plan",
        "They agreed to deliver this (The new shop); was due 2 days ago.",
    ),
    "paid": (
        paid,
        Band.FOLLOW_UP,
        "Invoice 12",
        "Your invoice is not paid yet (The new shop); was due 2 days ago.",
    ),
    "follow_up": (
        guest,
        Band.FOLLOW_UP,
        "Ines Varga",
        "You met at Book fair 2 days ago, and have not followed up.",
    ),
    "opportunity": (
        opportunity,
        Band.SHARE,
        "A post in Oslo",
        "Found 3 days ago, and not shared with anybody. Whom would it help?",
    ),
    "policy": (
        policy,
        Band.LOOK,
        "Gifts at Acme",
        "A rule of your employer to read again; was due 2 days ago. Does it still hold?",
    ),
    "keeping": (
        keeping,
        Band.LOOK,
        "Go on keeping what you know? 1 person to look at again",
        "A day or a rule that you set. Nothing is erased by itself.",
    ),
    "review": (
        review,
        Band.LOOK,
        "1 new thing noticed in your files",
        "Say yes or no to each, when you have a moment.",
    ),
    "feeling": (feeling, Band.LOOK, "How is it for you?", "A word for your eyes alone, if you like."),
}
"""Of each kind: what makes one that is shown on the day, its band, and how it is said."""
OF_NOBODY = ("opportunity", "event", "review", "policy", "keeping")
"""Kinds that are about no person."""


def one_person(scope: Scope, name: str = "Ines Varga") -> Person:
    """Somebody entered by hand."""
    from comity.actions import people

    address = f"{name.split()[0].lower()}@varga.example"
    return Person.objects.get(uuid=people.add_person(scope, name=name, email=address))
