"""That somebody died is marked, and nothing asks or reminds of them any more."""

from __future__ import annotations

import datetime as dt

import pytest

from comity.actions import people, remembering, reminders
from comity.answers.person import person
from comity.answers.today import today
from comity.core.errors import Invalid, NotFound
from comity.store.access import Scope
from comity.store.models import Person


def test_nothing_reminds_of_somebody_who_died(scope: Scope) -> None:
    ada = people.add_person(scope, name="Ada Quill")
    reminders.add_reminder(scope, "Call Ada", scope.today(), ada)
    assert today(scope).items
    remembering.died(scope, ada, dt.date(2020, 1, 2))
    assert today(scope).items == ()
    assert person(scope, ada).died_on == dt.date(2020, 1, 2)
    remembering.died(scope, ada, None)
    assert today(scope).items
    assert person(scope, ada).died_on is None


def test_who_cannot_have_died_is_refused(scope: Scope) -> None:
    ada = people.add_person(scope, name="Ada Quill")
    with pytest.raises(Invalid, match="still to come"):
        remembering.died(scope, ada, scope.today() + dt.timedelta(days=1))
    with pytest.raises(NotFound):
        remembering.died(scope, "x", None)
    Person.objects.filter(uuid=ada).update(is_me=True)
    with pytest.raises(Invalid, match="this is you"):
        remembering.died(scope, ada, dt.date(2020, 1, 2))
