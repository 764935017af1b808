"""The sample book: opened with one click to look around in, removed with another."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterator
from itertools import islice

from django.db import connection, transaction

from comity.actions import sample_practice
from comity.core import days
from comity.core.addresses import email_handle
from comity.core.records import Card, Handle, Interaction, flat
from comity.sources import sample
from comity.store import cards, finishing, fulltext, name_words, owner
from comity.store.access import Scope, scope_of
from comity.store.intake import Intake
from comity.store.models import (
    Batch,
    BatchFile,
    Book,
    Claim,
    Fact,
    Group,
    GroupMember,
    Identifier,
    Member,
    Person,
    Position,
    Relationship,
    Role,
    Tagging,
)
from comity.store.sql import rows

CHUNK = 2000
_Entry = tuple[sample.SamplePerson, Relationship]


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
        sample_practice.fill(scope, content)
    sample_practice.read_mail(scope, content)
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
    """Everything that would come from files, as a finished import, and the names the user gave."""
    batch = Batch.objects.create(book_id=scope.book_id, number=1, state=Batch.DONE, belongs_to=Batch.MINE)
    file = BatchFile.objects.create(book_id=scope.book_id, batch=batch, label="sample", source="sample")
    intake = Intake(scope.book_id, batch.pk)
    with connection.cursor() as cursor:
        first_new = rows(cursor, "SELECT COALESCE(MAX(id), 0) + 1 FROM store_interaction")[0][0]
    mine = [_handle(email) for email in content.owner.emails]
    changed = owner.claim(intake, mine, content.now, kind=Identifier.OWN_PERSONAL, by_hand=True)
    interactions = (flat(r) for r in content.records if isinstance(r, Interaction))
    for part in _chunks(interactions):
        intake.take(file.pk, part)
    changed |= cards.take(intake, [r for r in content.records if isinstance(r, Card)], content.now)
    changed |= _names(intake, content)
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


def _names(intake: Intake, content: sample.SampleBook) -> set[int]:
    """Say what everybody is called, as the user would; so each of them is somebody. Returns their identifiers."""
    handles = {_handle(person.emails[0]): person.name for person in content.people}
    with connection.cursor() as cursor:
        intake.look_up(cursor, handles)
    named = {intake.handles[handle].id: name for handle, name in handles.items()}
    Claim.objects.bulk_create(
        Claim(
            book_id=intake.book,
            identifier_id=identifier,
            field="name",
            value=name,
            origin=Claim.USER,
            first_at=content.now,
            last_at=content.now,
        )
        for identifier, name in named.items()
    )
    return set(named)


def _handle(email: str) -> Handle:
    handle = email_handle(email)
    if handle is None:
        raise AssertionError(f"the sample has a wrong address: {email}")
    return handle


def _relationships(scope: Scope, content: sample.SampleBook) -> None:
    """What the user would have entered of everybody, by the hundred rather than one by one."""
    entries = _entries(scope, content)
    for person, relationship in entries:
        relationship.standing = person.standing
        relationship.nature = person.nature
        relationship.purpose = person.purpose
        relationship.i_expect = person.expects
        relationship.they_expect = person.they_expect
    fields = ("standing", "nature", "purpose", "i_expect", "they_expect")
    Relationship.objects.bulk_update([relationship for _, relationship in entries], fields)
    book, today = scope.book_id, days.day_from_date(scope.today())
    Role.objects.bulk_create(
        Role(book_id=book, relationship=relationship, key=role.key, since=role.since, until=role.until)
        for person, relationship in entries
        for role in person.roles
    )
    Fact.objects.bulk_create(
        Fact(
            book_id=book,
            person_id=relationship.person_id,
            text=f.text,
            sensitivity=f.sensitivity,
            noted_on=today,
        )
        for person, relationship in entries
        for f in person.facts
    )
    _held_together(book, entries)
    _history(book, entries)


def _entries(scope: Scope, content: sample.SampleBook) -> list[_Entry]:
    """Everybody in the sample with their relationship, marked as entered by the user."""
    people = Person.objects.filter(book_id=scope.book_id, is_me=False)
    people.update(by_hand=True)
    people.filter(relationship__metrics__active_days=0).update(known_since=days.day_from_date(scope.today()))
    found = Identifier.objects.filter(
        book_id=scope.book_id, kind="email", person__isnull=False
    ).select_related("person__relationship", "person__merged_into__relationship")
    by_email = {i.value: i.person.merged_into or i.person for i in found if i.person}
    return [(person, by_email[_handle(person.emails[0]).value].relationship) for person in content.people]


def _held_together(book: int, entries: list[_Entry]) -> None:
    """Tags and groups."""
    with connection.cursor() as cursor:
        tags = {
            name: cards.tag_id(cursor, book, name) for name in sorted({t for p, _ in entries for t in p.tags})
        }
    Tagging.objects.bulk_create(
        Tagging(book_id=book, tag_id=tag, relationship=relationship)
        for person, relationship in entries
        for tag in dict.fromkeys(tags[name] for name in person.tags)
    )
    names = sorted({name for person, _ in entries for name in person.groups})
    groups = {name: Group.objects.create(book_id=book, name=name) for name in names}
    GroupMember.objects.bulk_create(
        GroupMember(book_id=book, group=groups[name], relationship=relationship)
        for person, relationship in entries
        for name in dict.fromkeys(person.groups)
    )


def _history(book: int, entries: list[_Entry]) -> None:
    """Where everybody worked, as what, and when."""
    with connection.cursor() as cursor:
        known = cards.organisations(
            cursor, book, {post.organisation for p, _ in entries for post in p.history}
        )
    Position.objects.bulk_create(
        Position(
            book_id=book,
            person_id=relationship.person_id,
            organisation_id=known.get(post.organisation),
            title=post.title,
            since=post.since,
            until=post.until,
            seen_at=days.start_of(post.since),
        )
        for person, relationship in entries
        for post in person.history
    )
    with connection.cursor() as cursor:
        name_words.rebuild(cursor, book)
