"""A row of every kind of what is practised, each with all that it can say."""

from __future__ import annotations

import uuid

from comity.store.models import (
    Anchor,
    Boundary,
    Commitment,
    CommitmentMove,
    Confidence,
    ConfidenceAudience,
    ConfidenceCover,
    Crossing,
    Decision,
    Deliverable,
    DifficultStep,
    Disclosure,
    Engagement,
    Event,
    Exchange,
    Feedback,
    Feeling,
    Gift,
    GladlyShared,
    Goal,
    GoalNeed,
    GoalStep,
    Group,
    Guest,
    Idea,
    IncidentEntry,
    Interaction,
    Interest,
    Introduction,
    Invoice,
    Mentoring,
    MentoringSession,
    Opportunity,
    OpportunityShare,
    Organisation,
    Outcome,
    OutcomePart,
    Person,
    Policy,
    Purpose,
    Recusal,
    Request,
    Retention,
    Satisfaction,
    Telling,
    Tie,
    Vault,
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
    guarded(book, person, other, meeting)
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


def guarded(book: int, person: Person, other: Person, meeting: Interaction) -> None:
    """Rows of all that guards: lines, confidences, interests, incidents, and how it feels."""
    acme = Organisation.objects.create(book_id=book, name="Acme", key="acme")
    line = Boundary.objects.create(
        book_id=book,
        side="theirs",
        kind="hours",
        person=person,
        organisation=acme,
        words="tax\npay",
        from_minute=540,
        to_minute=1020,
        weekdays=31,
        zone="Europe/Lisbon",
        answer_hours=48,
        text="Not at night",
        since=DAY,
    )
    Crossing.objects.create(
        book_id=book, boundary=line, person=person, interaction=meeting, on=DAY, did="logged", text="Late"
    )
    policy = Policy.objects.create(
        book_id=book, organisation=acme, kind="gifts", title="Gifts", amount=5000, currency="EUR", since=DAY
    )
    confiding(book, person, other, meeting)
    interests(book, person, other, acme, policy)
    DifficultStep.objects.create(
        book_id=book, person=person, step="talk", on=DAY, wrapped_key=b"k" * 60, ciphertext=b"\0\xff"
    )
    entry = IncidentEntry.objects.create(
        book_id=book, number=1, incident=uuid.UUID(int=7), header=b"{}", digest="a" * 64, ciphertext=b"c"
    )
    Anchor.objects.create(
        book_id=book,
        number=entry.number,
        digest="a" * 64,
        kind="rfc3161",
        at=1_700_000_000,
        token=b"\x30\x82",
    )
    Feeling.objects.create(book_id=book, person=person, on=DAY, score=-1, text="Heavy")
    Purpose.objects.create(book_id=book, person=person, purpose="Work", source="Card", since=DAY, hold="Case")
    Retention.objects.create(book_id=book, role="client", after_days=3650, note="n")
    Vault.objects.create(
        book_id=book,
        salt=b"s" * 16,
        memory_kib=65536,
        passes=3,
        lanes=4,
        by_passphrase=b"p" * 60,
        by_recovery=b"r" * 60,
    )


def confiding(book: int, person: Person, other: Person, meeting: Interaction) -> None:
    """An idea that was shown, and a confidence with its audience and what it covers."""
    idea = Idea.objects.create(
        book_id=book, title="Lamp", text="A lamp", digest="b" * 64, on=DAY, recorded_at=1_700_000_000
    )
    Disclosure.objects.create(
        book_id=book,
        person=person,
        about="idea",
        idea=idea,
        text="Showed it",
        depth=2,
        interaction=meeting,
        on=DAY,
        recorded_at=1_700_000_000,
    )
    told = Confidence.objects.create(
        book_id=book,
        text="Leaving in March",
        signs="March",
        source=person,
        subject=other,
        on=DAY,
        until=DAY + 90,
    )
    ConfidenceAudience.objects.create(book_id=book, confidence=told, person=other)
    ConfidenceCover.objects.create(
        book_id=book, confidence=told, kind="interactions", row=uuid.UUID(bytes=bytes(meeting.key))
    )


def interests(book: int, person: Person, other: Person, acme: Organisation, policy: Policy) -> None:
    """A stake, a tie between two others, a gift, and a decision from which I stayed away."""
    Interest.objects.create(
        book_id=book, kind="stake", organisation=acme, amount=1, currency="EUR", noted_on=DAY, reviewed_on=DAY
    )
    Tie.objects.create(book_id=book, one=person, kind="spouse", other=other, hearsay=True)
    Gift.objects.create(
        book_id=book, direction="received", kind="gift", person=person, what="Wine", on=DAY, policy=policy
    )
    decision = Decision.objects.create(
        book_id=book, question="hire Bo", on=DAY, verdict="recuse", paths=[{"steps": ["a"], "days": 3}]
    )
    Recusal.objects.create(
        book_id=book, person=person, organisation=acme, matter="Hiring", decision=decision, since=DAY
    )
