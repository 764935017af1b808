"""A row of every kind of what is practised, each with all that it can say."""

from __future__ import annotations

from comity.store.models import (
    Commitment,
    CommitmentMove,
    Deliverable,
    Engagement,
    Event,
    Exchange,
    Feedback,
    GladlyShared,
    Goal,
    GoalNeed,
    GoalStep,
    Group,
    Guest,
    Interaction,
    Introduction,
    Invoice,
    Mentoring,
    MentoringSession,
    Opportunity,
    OpportunityShare,
    Outcome,
    OutcomePart,
    Person,
    Request,
    Satisfaction,
    Telling,
)

DAY = 20_000


def one_of_each(book: int, person: Person, other: Person, meeting: Interaction, group: Group) -> None:
    """Rows of all tables of `store.practice`, about two people, a meeting and a group of the same book."""
    matters(book, person, other, meeting)
    work(book, person)
    aims(book, person, other, group)
    event = Event.objects.create(
        book_id=book, name="Quilt days", place="Porto", starts=DAY, ends=DAY + 2, aim="=Meet", note="n"
    )
    Guest.objects.create(
        book_id=book,
        event=event,
        person=other,
        wanted=True,
        why="Lanterns",
        met_on=DAY,
        followed_up_on=DAY + 1,
        note="Spoke",
        interaction=meeting,
    )
    Feedback.objects.create(
        book_id=book, person=person, about="Talk", asked_on=DAY, told_on=DAY, text="Slower", acted_on=DAY
    )
    shared = GladlyShared.objects.create(book_id=book, text="I sail", depth=1)
    Telling.objects.create(book_id=book, shared=shared, person=person, on=DAY)


def matters(book: int, person: Person, other: Person, meeting: Interaction) -> None:
    """A promise, a request that became one, an exchange, an introduction."""
    mentoring = Mentoring.objects.create(
        book_id=book, person=person, i_am="mentee", programme="North", aim="Grow", since=DAY, every_days=30
    )
    session = MentoringSession.objects.create(
        book_id=book, mentoring=mentoring, planned_on=DAY, held_on=DAY, agenda="a\nb", notes="n"
    )
    promise = Commitment.objects.create(
        book_id=book,
        person=person,
        by="mine",
        text="Send it",
        sentence="I will send it.",
        interaction=meeting,
        session=session,
        due=DAY + 9,
        first_due=DAY + 1,
        moves=2,
        made_on=DAY,
    )
    CommitmentMove.objects.create(
        book_id=book, commitment=promise, before=DAY + 1, after=DAY + 9, asked_by="theirs", on=DAY, why="Ill"
    )
    Request.objects.create(
        book_id=book,
        person=person,
        text="The list?",
        interaction=meeting,
        asked_on=DAY,
        state="accepted",
        commitment=promise,
        passed_to=other,
        answer="Gladly",
    )
    Introduction.objects.create(
        book_id=book,
        introducer=person,
        one=other,
        purpose="Tools",
        interaction=meeting,
        asked_on=DAY,
        one_agreed_on=DAY,
    )
    made = Introduction.objects.create(
        book_id=book, one=person, other=other, asked_on=DAY, made_on=DAY, declined_on=DAY, declined_by="one"
    )
    Exchange.objects.create(
        book_id=book, person=person, direction="given", kind="introduction", on=DAY, introduction=made
    )


def work(book: int, person: Person) -> None:
    """An engagement with what hangs on it."""
    engagement = Engagement.objects.create(
        book_id=book, person=person, side="provider", title="Printing", brief="b", since=DAY, renewal_on=DAY
    )
    Deliverable.objects.create(book_id=book, engagement=engagement, text="Proofs", due=DAY, delivered_on=DAY)
    Invoice.objects.create(
        book_id=book, engagement=engagement, number="7", amount=12_050, currency="EUR", dated_on=DAY, due=DAY
    )
    Satisfaction.objects.create(book_id=book, engagement=engagement, on=DAY, score=5, text="Neat")


def aims(book: int, person: Person, other: Person, group: Group) -> None:
    """An opportunity that was shared, and a goal with what came of it."""
    given = Exchange.objects.create(
        book_id=book, person=person, direction="given", kind="opportunity", worth="A job", on=DAY
    )
    opening = Opportunity.objects.create(
        book_id=book, kind="opening", title="Turner wanted", text="t", source=other, found_on=DAY, until=DAY
    )
    OpportunityShare.objects.create(
        book_id=book, opportunity=opening, person=person, shared_on=DAY, exchange=given, came_of_it="Hired"
    )
    goal = Goal.objects.create(book_id=book, title="Own shop", why="w", group=group, due=DAY, made_on=DAY)
    GoalStep.objects.create(book_id=book, goal=goal, text="Ask", person=person, due=DAY, place=3)
    GoalNeed.objects.create(book_id=book, goal=goal, what="sponsor", person=other)
    outcome = Outcome.objects.create(
        book_id=book,
        text="A lease",
        kind="place",
        on=DAY,
        goal=goal,
        opportunity=opening,
        introduction=Introduction.objects.filter(book_id=book).order_by("id").first(),
    )
    OutcomePart.objects.create(book_id=book, outcome=outcome, person=person, how="Knew it")
