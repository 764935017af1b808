"""The sample book: opened with one click to look around in, removed with another."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterator
from itertools import islice

from django.db import connection, transaction

from comity.actions import people
from comity.core import days
from comity.core.addresses import email_handle
from comity.core.records import Card, Interaction, flat
from comity.sources import sample
from comity.store import cards, finishing, fulltext, owner
from comity.store.access import Scope, scope_of
from comity.store.intake import Intake
from comity.store.models import (
    Batch,
    BatchFile,
    Book,
    Commitment,
    Exchange,
    Group,
    GroupMember,
    Identifier,
    Member,
    Person,
    Position,
    Relationship,
    Reminder,
)
from comity.store.sql import rows

CHUNK = 2000


def open_sample(user_id: int) -> str:
    """Make the user's sample book, or find the one there is; returns its id."""
    existing = Book.objects.filter(members__user_id=user_id, is_sample=True).first()
    if existing:
        return str(existing.uuid)
    content = sample.generate(int(time.time()))
    with transaction.atomic():
        book = Book.objects.create(name="Sample book", is_sample=True, zone=content.owner.zone)
        Member.objects.create(book=book, user_id=user_id)
        scope = scope_of(user_id, book=str(book.uuid))
        _records(scope, content)
        _relationships(scope, content)
        _ledger(scope, content)
    return str(book.uuid)


def remove_sample(user_id: int) -> None:
    """Remove the user's sample book with everything in it."""
    for book in Book.objects.filter(members__user_id=user_id, is_sample=True):
        with transaction.atomic():
            _drop_index(book.pk)
            book.delete()


def _drop_index(book: int) -> None:
    with connection.cursor() as cursor:
        found = [i for (i,) in rows(cursor, "SELECT id FROM store_interaction WHERE book_id = %s", [book])]
        fulltext.remove(cursor, found)


def _records(scope: Scope, content: sample.SampleBook) -> None:
    """Everything that would come from files, as a finished import."""
    batch = Batch.objects.create(book_id=scope.book_id, number=1, state=Batch.DONE, belongs_to=Batch.MINE)
    file = BatchFile.objects.create(book_id=scope.book_id, batch=batch, label="sample", source="sample")
    intake = Intake(scope.book_id, batch.pk)
    with connection.cursor() as cursor:
        first_new = rows(cursor, "SELECT COALESCE(MAX(id), 0) + 1 FROM store_interaction")[0][0]
    mine = [handle for email in content.owner.emails if (handle := email_handle(email))]
    changed = owner.claim(intake, mine, content.now, kind=Identifier.OWN_PERSONAL, by_hand=True)
    interactions = (flat(r) for r in content.records if isinstance(r, Interaction))
    for part in _chunks(interactions):
        intake.take(file.pk, part)
    changed |= cards.take(intake, [r for r in content.records if isinstance(r, Card)], content.now)
    intake.flush_names()
    touched = finishing.after_intake(intake, first_new, changed, days.day_of(content.now))
    counts = {
        "read": intake.new,
        "new": intake.new,
        "known": 0,
        "bulk": intake.bulk,
        "people": touched,
        "refused": 0,
    }
    Batch.objects.filter(pk=batch.pk).update(counts=counts, finished_at=dt.datetime.now(dt.UTC))


def _chunks(flats: Iterator[tuple[object, ...]]) -> Iterator[list[tuple[object, ...]]]:
    while part := list(islice(flats, CHUNK)):
        yield part


def _relationships(scope: Scope, content: sample.SampleBook) -> None:
    groups: dict[str, Group] = {}
    for person in content.people:
        id = people.add_person(scope, name=person.name, email=person.emails[0])
        row = Person.objects.get(book_id=scope.book_id, uuid=id)
        people.set_relationship(
            scope,
            id,
            standing=person.standing,
            nature=person.nature,
            purpose=person.purpose,
            i_expect=person.expects,
            they_expect=person.they_expect,
        )
        for role in person.roles:
            people.add_role(scope, id, role.key, _date(role.since), _date(role.until))
        for tag in person.tags:
            people.add_tag(scope, id, tag)
        for fact in person.facts:
            people.add_fact(scope, id, fact.text, fact.sensitivity)
        relationship = Relationship.objects.get(person=row)
        for name in person.groups:
            group = groups.get(name) or Group.objects.create(book_id=scope.book_id, name=name)
            groups[name] = group
            GroupMember.objects.get_or_create(book_id=scope.book_id, group=group, relationship=relationship)
        _history(scope, row, person)


def _history(scope: Scope, row: Person, person: sample.SamplePerson) -> None:
    with connection.cursor() as cursor:
        known = cards.organisations(cursor, scope.book_id, {post.organisation for post in person.history})
    Position.objects.bulk_create(
        Position(
            book_id=scope.book_id,
            person=row,
            organisation_id=known.get(post.organisation),
            title=post.title,
            since=post.since,
            until=post.until,
            seen_at=days.start_of(post.since),
        )
        for post in person.history
    )


def _ledger(scope: Scope, content: sample.SampleBook) -> None:
    """Reminders, promises, and things given and received."""
    by_email = dict(
        Identifier.objects.filter(book_id=scope.book_id, kind="email", person__isnull=False).values_list(
            "value", "person_id"
        )
    )
    book = scope.book_id
    for reminder in content.reminders:
        person = by_email.get(reminder.person) if reminder.person else None
        Reminder.objects.create(book_id=book, person_id=person, text=reminder.text, due=reminder.due)
    for promise in content.commitments:
        Commitment.objects.create(
            book_id=book,
            person_id=by_email[promise.person],
            by=promise.direction,
            text=promise.text,
            due=promise.due,
            state=promise.state,
            made_on=promise.made,
        )
    for exchange in content.exchanges:
        Exchange.objects.create(
            book_id=book,
            person_id=by_email[exchange.person],
            direction=exchange.direction,
            kind=exchange.kind,
            text=exchange.text,
            on=exchange.day,
            thanked_on=exchange.day if exchange.thanked else None,
        )


def _date(day: int | None) -> dt.date | None:
    return None if day is None else days.date_from_day(day)
