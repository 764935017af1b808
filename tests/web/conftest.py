"""A user with a small book, made by the actions themselves, and a stranger with another."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.test import Client

from comity.actions import access, interactions, people, reminders
from comity.actions.dates import add_date
from comity.answers import books
from comity.store.models import Book, Member

HOSTILE = "<svg onload=alert(1)>"


@dataclass(frozen=True, slots=True)
class Desk:
    """A user, their book, and what is in it: a person, an interaction, a fact, a reminder, a role, a date."""

    user: int
    scope: books.Scope
    ada: str
    hostile: str
    coffee: str
    fact: str
    reminder: str


def furnish(user: int) -> Desk:
    """A book with two people; one has a name that would be a script if it were trusted."""
    scope = books.scope_for(user)
    ada = people.add_person(
        scope, name="Ada Quill", email="ada@quill.example", organisation="Quill & Co", role="mentor"
    )
    hostile = people.add_person(
        scope, name=HOSTILE, email="x+y@evil.example", organisation='"><b>', title="'"
    )
    people.add_tag(scope, ada, "pycon")
    add_date(scope, ada, "birthday", 2, 29, None)
    people.add_fact(scope, hostile, HOSTILE, "private")
    yesterday = dt.datetime.now(dt.UTC) - dt.timedelta(days=1)
    return Desk(
        user,
        scope,
        ada,
        hostile,
        interactions.record(
            scope, [ada], kind="meeting", at=yesterday, subject="Coffee", text="<b>Bold</b> plans"
        ),
        people.add_fact(scope, ada, "Rows on Sundays"),
        reminders.add_reminder(scope, "Send the agenda", scope.today() - dt.timedelta(days=1), ada),
    )


@pytest.fixture
def desk(db: None) -> Desk:
    return furnish(access.first_user())


@pytest.fixture
def stranger(db: None) -> Desk:
    """Somebody else on the same machine, with a book of their own."""
    access.first_user()
    user = get_user_model().objects.create(username="stranger")
    book = Book.objects.create(name="Theirs")
    Member.objects.create(book=book, user=user)
    return furnish(user.pk)


@pytest.fixture
def client(desk: Desk) -> Client:
    """The owner, signed in."""
    signed_in = Client()
    signed_in.force_login(get_user_model().objects.get(pk=desk.user), settings.AUTHENTICATION_BACKENDS[0])
    return signed_in


@pytest.fixture
def empty(db: None) -> Client:
    """The owner of a book in which nothing is, signed in."""
    signed_in = Client()
    user = get_user_model().objects.get(pk=access.first_user())
    signed_in.force_login(user, settings.AUTHENTICATION_BACKENDS[0])
    return signed_in
