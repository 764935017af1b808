"""Work for clients and by service providers: begun, delivered, judged, renewed, ended; all taken back."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from comity.actions import ongoing, removed
from comity.actions.finding import not_ahead, person_of, row_of, words_of
from comity.actions.ongoing import LEAVE, TEXT, going, maybe
from comity.core import days
from comity.core.engagements import SCORES, Side, renewed
from comity.core.errors import Invalid, WrongState
from comity.core.handed import clean
from comity.store.access import Scope
from comity.store.models import Deliverable, Engagement, Satisfaction

MOST = 1000
"""Things to deliver, invoices or words on satisfaction, of one engagement."""


def begin(
    scope: Scope,
    person_id: str,
    side: str,
    title: str,
    *,
    brief: str = "",
    since: dt.date | None = None,
    renewal_on: dt.date | None = None,
) -> str:
    """Note work for a client or by a provider; returns its id.

    Args:
        side: "client" or "provider"; brief: what is needed; since: today unless told.

    Raises:
        NotFound: no such person; Invalid: no title, no such side, renewed before it began.
    """
    words = _title(title)
    if side not in tuple(Side):
        raise Invalid("side", side, "this is neither client nor provider")
    began = _day(since or scope.today())
    check_span(began, maybe(renewal_on), "renewal_on")
    with transaction.atomic():
        row = Engagement.objects.create(
            book_id=scope.book_id,
            person=person_of(scope, person_id, by_hand=True),
            side=side,
            title=words,
            brief=brief.strip()[:TEXT],
            since=began,
            renewal_on=maybe(renewal_on),
        )
    return str(row.uuid)


def edit(
    scope: Scope,
    id: str,
    *,
    title: str | None = None,
    brief: str | None = None,
    since: dt.date | None = None,
    renewal_on: dt.date | None = LEAVE,
) -> None:
    """Change what was noted; what is not given stays. renewal_on None: it is not renewed on a day.

    Raises:
        NotFound: no such work; Invalid: no title, or a renewal before it began.
    """
    with transaction.atomic():
        row = work_of(scope, id)
        row.title = row.title if title is None else _title(title)
        row.brief = row.brief if brief is None else brief.strip()[:TEXT]
        row.since = row.since if since is None else _day(since)
        if renewal_on is not LEAVE:
            row.renewal_on = maybe(renewal_on)
        check_span(row.since, row.renewal_on, "renewal_on")
        check_span(row.since, row.ended_on, "since")
        row.save()


def end(scope: Scope, id: str, *, on: dt.date | None = None, ending: str = "") -> None:
    """It has ended, today or on a day before; ending: what came of it.

    Raises:
        NotFound: no such work; WrongState: it has ended; Invalid: a day to come, or before it began.
    """
    ended = not_ahead(scope, "on", on)
    with transaction.atomic():
        row = _going(scope, id)
        check_span(row.since, ended, "on")
        ongoing.end(row, ended, ending)


def reopen(scope: Scope, id: str) -> None:
    """It goes on after all; the words about its end stay until it ends anew.

    Raises:
        NotFound: no such work; WrongState: it has not ended.
    """
    with transaction.atomic():
        ongoing.reopen("work", work_of(scope, id))


def renew(scope: Scope, id: str, until: dt.date | None = None) -> None:
    """It goes on: renewed until a day, a year after the last one unless told.

    Raises:
        NotFound: no such work; WrongState: it has ended; Invalid: there is no day on which it is renewed, and none is
        given, or one that is not after the last.
    """
    with transaction.atomic():
        row = _going(scope, id)
        if until is None and row.renewal_on is None:
            raise Invalid("until", "", "say until which day it is renewed")
        row.renewal_on = _day(until) if until is not None else renewed(row.renewal_on or 0)
        check_span(row.since, row.renewal_on, "until")
        row.save(update_fields=["renewal_on"])


def remove(scope: Scope, id: str) -> str:
    """It was a mistake: it goes with all that hangs on it. Returns what brings it back (`actions.removed`).

    Raises:
        NotFound: no such work.
    """
    return removed.remove(scope, "work", work_of(scope, id))


def agree(scope: Scope, id: str, text: str, *, due: dt.date | None = None) -> str:
    """Something is to be delivered: by me to a client, by a provider to me; returns its id.

    Raises:
        NotFound: no such work; WrongState: it has ended; Invalid: no words, or too many.
    """
    words = words_of("text", text)
    with transaction.atomic():
        row = _going(scope, id)
        check_room(row.deliverables.count(), "text", words)
        made = Deliverable.objects.create(book_id=scope.book_id, engagement=row, text=words, due=maybe(due))
    return str(made.uuid)


def edit_deliverable(scope: Scope, id: str, *, text: str | None = None, due: dt.date | None = LEAVE) -> None:
    """Change what is to be delivered, or by when; what is not given stays.

    Raises:
        NotFound: no such thing to deliver; Invalid: no words.
    """
    with transaction.atomic():
        row = _deliverable(scope, id)
        row.text = row.text if text is None else words_of("text", text)
        if due is not LEAVE:
            row.due = maybe(due)
        row.save(update_fields=["text", "due"])


def deliver(scope: Scope, id: str, *, on: dt.date | None = None) -> None:
    """It was delivered, today or on a day before.

    Raises:
        NotFound: no such thing to deliver; WrongState: it was delivered; Invalid: a day to come.
    """
    delivered = not_ahead(scope, "on", on)
    with transaction.atomic():
        row = _deliverable(scope, id)
        if row.delivered_on is not None:
            raise WrongState("delivery", "delivered")
        row.delivered_on = delivered
        row.save(update_fields=["delivered_on"])


def accept(scope: Scope, id: str, *, on: dt.date | None = None) -> None:
    """It was accepted, by the client or by me; what was not noted as delivered is so on the same day.

    Raises:
        NotFound: no such thing to deliver; WrongState: it was accepted; Invalid: a day to come, or before it was
        delivered.
    """
    accepted = not_ahead(scope, "on", on)
    with transaction.atomic():
        row = _deliverable(scope, id)
        if row.accepted_on is not None:
            raise WrongState("delivery", "accepted")
        if row.delivered_on is None:
            row.delivered_on = accepted
        check_span(row.delivered_on, accepted, "on", "this would be before it was delivered")
        row.accepted_on = accepted
        row.save(update_fields=["delivered_on", "accepted_on"])


def undeliver(scope: Scope, id: str) -> None:
    """Take the last step back: it was not accepted after all, or not delivered.

    Raises:
        NotFound: no such thing to deliver; WrongState: neither has happened.
    """
    with transaction.atomic():
        row = _deliverable(scope, id)
        if row.accepted_on is not None:
            row.accepted_on = None
        elif row.delivered_on is not None:
            row.delivered_on = None
        else:
            raise WrongState("delivery", "open")
        row.save(update_fields=["delivered_on", "accepted_on"])


def remove_deliverable(scope: Scope, id: str) -> str:
    """It is not to be delivered at all. Returns what brings it back (`actions.removed`).

    Raises:
        NotFound: no such thing to deliver.
    """
    return removed.remove(scope, "delivery", _deliverable(scope, id))


def satisfied(
    scope: Scope, id: str, *, score: int | None = None, text: str = "", on: dt.date | None = None
) -> str:
    """Note how satisfied a client said they are, or I am with a provider; returns its id.

    Args:
        score: 1 (not at all) to 5 (wholly), None where only words were said.

    Raises:
        NotFound: no such work; Invalid: neither score nor words, no such score, a day to come, or too many.
    """
    words = text.strip()[:TEXT]
    if score is None and not words:
        raise Invalid("satisfaction", "", "this needs a number from 1 to 5, or words")
    if score is not None and score not in SCORES:
        raise Invalid("satisfaction", str(score), "this is a number from 1 to 5")
    said = not_ahead(scope, "on", on)
    with transaction.atomic():
        row = work_of(scope, id)
        check_room(row.satisfactions.count(), "satisfaction", words)
        made = Satisfaction.objects.create(
            book_id=scope.book_id, engagement=row, on=said, score=score, text=words
        )
    return str(made.uuid)


def remove_satisfaction(scope: Scope, id: str) -> str:
    """It was noted by mistake. Returns what brings it back (`actions.removed`).

    Raises:
        NotFound: nothing of this id.
    """
    return removed.remove(
        scope, "satisfaction", row_of(scope, Satisfaction.objects.all(), "satisfaction", id)
    )


def check_span(
    first: int, last: int | None, field: str, reason: str = "this would be before it began"
) -> None:
    """Refuse a last day before the first one.

    Raises:
        Invalid: it is before.
    """
    if last is not None and last < first:
        raise Invalid(field, days.date_from_day(last).isoformat(), reason)


def check_room(count: int, field: str, words: str) -> None:
    """Refuse one more thing of an engagement that has `MOST` of them.

    Raises:
        Invalid: there are that many.
    """
    if count >= MOST:
        raise Invalid(field, words[:80], f"there are at most {MOST} of one piece of work")


def _title(text: str) -> str:
    return words_of("title", clean(text, 300))


def _day(date: dt.date) -> int:
    return days.day_from_date(date)


def work_of(scope: Scope, id: str) -> Engagement:
    """The work of this id, held until the transaction ends.

    Raises:
        NotFound: no such work in this book.
    """
    return row_of(scope, Engagement.objects.all(), "work", id)


def _going(scope: Scope, id: str) -> Engagement:
    return going("work", work_of(scope, id))


def _deliverable(scope: Scope, id: str) -> Deliverable:
    return row_of(scope, Deliverable.objects.all(), "delivery", id)
