"""Thanks and introductions that mails tell of: what is made on a yes, and taken back on a no."""

from __future__ import annotations

import pytest

from comity.actions import (
    exchanges,
    introductions,
    mail_reading,
    proposals,
)
from comity.answers import proposals as asking
from comity.core import days
from comity.core.errors import Invalid, NotFound, WrongState
from comity.store.access import Scope
from comity.store.models import (
    Exchange,
    Introduction,
)
from tests.actions.test_told import MEETS, NOTHING, SENT, THANKS, _id, _one, _today, scope
from tests.asked import ADA, BO, CLEO, mail, rows
from tests.made_up import ME, TODAY, bring

__all__ = ["_today", "scope"]
pytestmark = pytest.mark.django_db


def test_thanks_to_me_are_something_given(scope: Scope) -> None:
    id = _one(scope, mail(1, "Thank you so much for your comments on the draft."))
    proposals.accept(scope, id)
    row = Exchange.objects.get()
    assert (row.direction, row.kind, row.on, row.asks_thanks) == ("given", "feedback", SENT, False)
    proposals.reopen(scope, id)
    proposals.accept(scope, id, {"kind": "time", "text": "An hour with the draft"})
    row = Exchange.objects.get()
    assert (row.kind, row.text) == ("time", "An hour with the draft")
    assert row.sentence.startswith("Thank you")


def test_my_thanks_close_what_waited_for_them(scope: Scope) -> None:
    bring(scope, [[mail(1, THANKS, sender=ME, to=(ADA,))]])
    note = {"given": False, "kind": "favour", "on": days.date_from_day(SENT - 3)}
    first = exchanges.note(scope, _id(scope, ADA), text="the move", **note)  # type: ignore[arg-type]
    mail_reading.read_mail(scope)
    (row,) = rows(scope)
    proposals.accept(scope, str(row.uuid))
    assert Exchange.objects.get().thanked_on == SENT
    proposals.reopen(scope, str(row.uuid))
    assert Exchange.objects.get().thanked_on is None
    second = exchanges.note(scope, _id(scope, ADA), text="the book", **note)  # type: ignore[arg-type]
    with pytest.raises(Invalid):
        proposals.accept(scope, str(row.uuid))
    with pytest.raises(NotFound):
        proposals.accept(scope, str(row.uuid), {"exchange": str(row.uuid)})
    fix = asking.proposal(scope, str(row.uuid)).fix
    assert fix is not None
    assert {id for id, _ in fix.exchanges} == {first, second}
    proposals.accept(scope, str(row.uuid), {"exchange": second})
    assert Exchange.objects.get(uuid=second).thanked_on == SENT
    exchanges.remove_exchange(scope, second)
    proposals.reopen(scope, str(row.uuid))
    exchanges.thank(scope, first)
    with pytest.raises(WrongState):
        proposals.accept(scope, str(row.uuid))


def test_my_thanks_for_an_introduction_are_given_on_the_day_they_are_confirmed(scope: Scope) -> None:
    bring(
        scope, [[mail(1, "Noor, meet Bo Lind.", cc=(BO,), days_ago=9), mail(2, THANKS, sender=ME, to=(ADA,))]]
    )
    (row,) = rows(scope)
    proposals.accept(scope, str(row.uuid))
    mail_reading.read_mail(scope)
    (thanks,) = rows(scope)
    proposals.accept(scope, str(thanks.uuid))
    assert Exchange.objects.get().thanked_on == TODAY


def test_my_introduction_is_made_of_the_two(scope: Scope) -> None:
    id = _one(scope, mail(1, MEETS, sender=ME, to=(ADA, BO)))
    assert asking.proposal(scope, id).text == "Did you introduce Ada Quill and Bo Lind?"
    proposals.accept(scope, id)
    row = Introduction.objects.get()
    assert row.introducer is None
    assert row.made_on == row.one_agreed_on == SENT
    assert Exchange.objects.filter(direction="given", kind="introduction").count() == 2
    proposals.reopen(scope, id)
    assert not Introduction.objects.exists()
    assert not Exchange.objects.exists()


def test_an_introduction_to_me_by_somebody_makes_the_other_a_person_and_asks_for_thanks(scope: Scope) -> None:
    id = _one(scope, mail(1, "Noor, meet Bo Lind.", cc=(BO,)))
    assert asking.proposal(scope, id).text == f"Did Ada Quill introduce you to Bo Lind ({BO})?"
    proposals.accept(scope, id)
    row = Introduction.objects.get()
    assert row.introducer is not None
    assert (str(row.introducer.uuid), str(row.one.uuid), row.other) == (_id(scope, ADA), _id(scope, BO), None)
    given = Exchange.objects.get()
    assert (given.direction, given.asks_thanks) == ("received", True)
    exchanges.thank(scope, str(given.uuid))
    with pytest.raises(WrongState):
        proposals.reopen(scope, id)
    exchanges.unthank(scope, str(given.uuid))
    proposals.reopen(scope, id)
    assert not Exchange.objects.exists()


def test_an_introduction_that_does_not_tell_whom_asks(scope: Scope) -> None:
    bring(scope, [[mail(9, NOTHING, sender=BO)]])
    id = _one(scope, mail(1, "I'd like to introduce you to our head of research."))
    assert "to somebody" in asking.proposal(scope, id).text
    with pytest.raises(Invalid):
        proposals.accept(scope, id)
    proposals.accept(scope, id, {"person": _id(scope, BO)})
    assert str(Introduction.objects.get().one.uuid) == _id(scope, BO)


def test_my_introduction_of_one_to_somebody_unnamed_asks_for_the_other(scope: Scope) -> None:
    bring(scope, [[mail(9, NOTHING, sender=CLEO)]])
    id = _one(scope, mail(1, "I'd like to introduce you to our head of research.", sender=ME, to=(ADA,)))
    assert asking.proposal(scope, id).text == "Did you introduce Ada Quill to somebody?"
    with pytest.raises(Invalid):
        proposals.accept(scope, id)
    proposals.accept(scope, id, {"with": _id(scope, CLEO)})
    row = Introduction.objects.get()
    assert row.other is not None
    assert str(row.other.uuid) == _id(scope, CLEO)
    introductions.step(scope, str(row.uuid), "met")
    with pytest.raises(WrongState):
        proposals.reopen(scope, id)
