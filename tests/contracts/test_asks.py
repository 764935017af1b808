"""What recent mail asks, promises and tells becomes proposals: which, of whom, once only, undone exactly, on both engines."""

from __future__ import annotations

from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from comity.actions.me import add_address
from comity.core.records import Record
from comity.store import noticed
from comity.store.access import Scope
from comity.store.models import Book, Identifier, MailRead, Person, Proposal, Relationship, Role
from comity.store.understanding import asks
from tests.asked import ADA, BO, CLEO, SAID, letters, mail, rows, told
from tests.canonical import book_as_seen
from tests.made_up import ME, TODAY, bring, new_scope, on_day, take_back

pytestmark = pytest.mark.django_db
ASKS, PROMISES, THANKS, MEETS, JOB, NOTHING, BORN, OPEN_DAY = SAID
NOW = TODAY * 86_400 + 43_200
tried = settings(
    max_examples=30,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def _look(scope: Scope, **given: int) -> asks.Run:
    return asks.look(scope.book_id, NOW, **given)


def _choose(scope: Scope, **given: object) -> None:
    Book.objects.filter(pk=scope.book_id).update(**given)


def _seen(scope: Scope) -> object:
    return book_as_seen(scope.book_id)["questions"]


def test_a_mail_to_me_gives_each_kind_with_its_sentence_and_its_day() -> None:
    scope = new_scope()
    bring(scope, [[mail(1, f"Hi Noor,\n\n{ASKS} {PROMISES} {THANKS} {JOB} {NOTHING}")]])
    assert told(scope) == sorted(
        [("request", ASKS), ("their_promise", PROMISES), ("thanks", THANKS), ("new_job", JOB)]
    )
    promise = next(p for p in rows(scope) if p.kind == "their_promise")
    ada = Identifier.objects.get(book_id=scope.book_id, value=ADA)
    assert promise.evidence == {
        "identifier": ada.pk,
        "sentence": PROMISES,
        "start": 11 + len(ASKS),
        "due": TODAY - 1,
        "due_words": "tomorrow",
        "interaction": promise.evidence["interaction"],
        "at": NOW - 2 * 86_400 - 7200,
        "by_me": False,
    }
    assert promise.batch.number == 1


def test_my_own_mail_gives_promises_to_whom_i_greet() -> None:
    scope = new_scope()
    bring(scope, [[mail(1, f"Dear Bo,\n\n{PROMISES}", sender=ME, to=(ADA, BO))]])
    (row,) = rows(scope)
    assert row.kind == "my_promise"
    assert Identifier.objects.get(pk=row.evidence["identifier"]).value == BO


def test_my_introduction_is_of_the_two_it_goes_to() -> None:
    scope = new_scope()
    bring(scope, [[mail(1, MEETS, sender=ME, to=(ADA, BO), cc=(CLEO,))]])
    (row,) = rows(scope)
    ends = [Identifier.objects.get(pk=row.evidence[end]).value for end in ("identifier", "one", "other")]
    assert ends == [ADA, ADA, BO]


def test_somebody_introduces_me_to_one_who_gets_a_copy() -> None:
    scope = new_scope()
    bring(scope, [[mail(1, "Noor, meet Bo Lind.", cc=(BO,))]])
    (row,) = rows(scope)
    ends = [Identifier.objects.get(pk=row.evidence[end]).value for end in ("identifier", "one")]
    assert (ends, row.evidence["other"]) == ([ADA, BO], 0)


def test_what_is_said_to_somebody_else_is_passed_over() -> None:
    scope = new_scope()
    bring(
        scope,
        [
            [
                mail(1, f"Dear Bo,\n\n{ASKS}", to=(ME, BO)),
                mail(2, ASKS, to=(BO,), cc=(ME,)),
                mail(3, ASKS, lines="List-Id: <all.lists.example>\n"),
                mail(4, ASKS, lines="Precedence: bulk\n"),
                mail(5, ASKS, lines="Auto-Submitted: auto-generated\n"),
                mail(6, f"Hello,\n\n> {ASKS}\n"),
            ]
        ],
    )
    assert told(scope) == []
    bring(scope, [[mail(7, f"Noor, {ASKS}", lines="List-Id: <all.lists.example>\n", to=(ME,))]])
    assert [kind for kind, _ in told(scope)] == ["request"]


@pytest.mark.parametrize(("ago", "days", "count"), [(30, 30, 1), (31, 30, 0), (31, 60, 1), (0, 0, 0)])
def test_only_mail_of_the_chosen_days_is_read(ago: int, days: int, count: int) -> None:
    scope = new_scope()
    _choose(scope, propose_days=days)
    bring(scope, [[mail(1, ASKS, days_ago=ago)]])
    assert len(told(scope)) == count
    assert MailRead.objects.filter(book_id=scope.book_id).count() == count


def test_the_chosen_days_are_those_of_the_books_zone() -> None:
    scope = new_scope()
    _choose(scope, propose_days=30, zone="Pacific/Auckland")
    bring(scope, [[mail(1, ASKS, days_ago=30, hour=10), mail(2, PROMISES, days_ago=30, hour=12)]])
    assert told(scope) == [("their_promise", PROMISES)]


def test_what_grows_old_is_withdrawn_and_comes_back_when_more_days_are_chosen() -> None:
    scope = new_scope()
    bring(scope, [[mail(1, ASKS, days_ago=20), mail(2, PROMISES)]])
    asks.forget_old(scope.book_id, NOW + 15 * 86_400)
    assert told(scope) == [("their_promise", PROMISES)]
    asks.look(scope.book_id, NOW + 15 * 86_400)
    assert told(scope) == [("their_promise", PROMISES)]
    _choose(scope, propose_days=60)
    asks.look(scope.book_id, NOW + 15 * 86_400)
    assert len(told(scope)) == 2
    _choose(scope, propose_days=0)
    _look(scope)
    assert told(scope) == []


def test_personal_news_are_told_only_where_wanted_and_never_of_those_who_report_to_me() -> None:
    scope = new_scope()
    bring(scope, [[mail(1, BORN), mail(2, BORN, sender=BO)]])
    assert told(scope) == []
    bo = Person.objects.get(identifiers__value=BO, book_id=scope.book_id)
    Role.objects.create(
        book_id=scope.book_id, relationship=Relationship.objects.get(person=bo), key="direct_report"
    )
    _choose(scope, personal_news=True)
    _look(scope)
    (row,) = rows(scope)
    assert (row.kind, Identifier.objects.get(pk=row.evidence["identifier"]).value) == ("personal_news", ADA)
    Role.objects.update(until=TODAY - 1)
    _look(scope)
    assert len(rows(scope)) == 2
    _choose(scope, personal_news=False)
    _look(scope)
    assert told(scope) == []


def test_who_is_left_in_peace_is_not_asked_about() -> None:
    scope = new_scope()
    bring(scope, [[mail(1, ASKS), mail(2, PROMISES, sender=ME, to=(ADA,))]])
    relationships = Relationship.objects.filter(person__identifiers__value=ADA, book_id=scope.book_id)
    relationships.update(standing="stepped_back")
    _look(scope)
    assert told(scope) == []
    relationships.update(standing="")
    _look(scope)
    assert len(told(scope)) == 2


def test_my_thanks_are_asked_about_only_where_something_waits_for_them() -> None:
    scope = new_scope()
    bring(scope, [[mail(1, THANKS, sender=ME, to=(ADA,))]])
    assert told(scope) == []
    ada = Person.objects.get(identifiers__value=ADA, book_id=scope.book_id)
    exchange = ada.exchanges.create(book_id=scope.book_id, direction="received", kind="favour", on=TODAY - 5)
    _look(scope)
    assert told(scope) == [("my_thanks", THANKS)]
    exchange.on = TODAY
    exchange.save()
    _look(scope)
    assert told(scope) == []


def test_a_new_job_that_a_signature_tells_is_not_asked_twice() -> None:
    scope = new_scope()
    bring(scope, [[mail(1, JOB)]])
    assert told(scope) == [("new_job", JOB)]
    ada = Identifier.objects.get(book_id=scope.book_id, value=ADA)
    evidence = {"identifier": ada.pk, "organisation": "Harbour Press", "at": NOW}
    key = noticed.value_key(ada.pk, "job", "harbour press")
    noticed.write(scope.book_id, [noticed.Noticed(noticed.NEW_JOB, key, evidence, 0.7, None)])
    _look(scope)
    assert told(scope) == []
    Proposal.objects.filter(key=key).delete()
    _look(scope)
    assert told(scope) == [("new_job", JOB)]


def test_what_was_answered_is_never_asked_again_in_any_copy() -> None:
    scope = new_scope()
    number = bring(scope, [[mail(1, f"{ASKS} Will do.")]])
    assert len(told(scope)) == 2
    Proposal.objects.filter(kind__in=noticed.TOLD).update(state=Proposal.DECLINED)
    bring(scope, [[mail(1, f"See below.\n\n{ASKS} Will do.\n-- \nsent through a wall")]])
    assert told(scope) == []
    take_back(scope, number)
    take_back(scope, number + 1)
    bring(scope, [[mail(1, f"{ASKS} Will do.")]])
    assert told(scope) == []


def test_a_refused_sentence_of_some_length_is_not_asked_in_another_mail_either() -> None:
    scope = new_scope()
    bring(scope, [[mail(1, f"{ASKS} Will do.")]])
    Proposal.objects.filter(kind__in=noticed.TOLD).update(state=Proposal.DECLINED)
    bring(scope, [[mail(2, f"{ASKS} Will do."), mail(3, ASKS, sender=BO)]])
    assert told(scope) == [("request", ASKS), ("their_promise", "Will do.")]
    assert Identifier.objects.get(pk=rows(scope)[-1].evidence["identifier"]).value in (ADA, BO)


def test_unchanged_mail_is_read_once() -> None:
    scope = new_scope()
    bring(scope, [[mail(n, NOTHING) for n in range(7)]])
    with patch.object(asks, "worth_asking", side_effect=AssertionError("it was read again")):
        assert _look(scope) == asks.Run(0, False)
        bring(scope, [[mail(n, NOTHING) for n in range(7)]])


def test_a_run_reads_so_many_and_the_next_goes_on() -> None:
    scope, whole = new_scope(), new_scope()
    mails = [mail(n, f"{ASKS} Number {n}.", days_ago=n) for n in range(7)]
    with patch.object(asks, "look"):
        bring(scope, [mails])
    bring(whole, [mails])
    with patch.object(asks, "_SLICE", 2):
        assert _look(scope, most=3) == asks.Run(3, True)
        assert len(told(scope)) == 3
        assert _look(scope, most=3) == asks.Run(3, True)
        assert _look(scope, most=3) == asks.Run(1, False)
    assert _seen(scope) == _seen(whole)


def test_only_so_many_wait_the_newest_first_and_answers_make_room() -> None:
    scope = new_scope()
    mails = [mail(n, f"Please send me figure number {n} soon.", days_ago=n + 1) for n in range(6)]
    with patch.object(asks, "MOST_OPEN", 3), patch.object(asks, "_SLICE", 2):
        bring(scope, [mails[3:]])
        bring(scope, [mails[:3]])
        assert [row.evidence["at"] for row in rows(scope)] == [m.at for m in mails[:3]]
        first = rows(scope)[0]
        Proposal.objects.filter(pk=first.pk).update(state=Proposal.DECLINED)
        _look(scope)
        assert len(rows(scope)) == 3


def test_undo_takes_the_questions_along_and_leaves_those_of_another_copy() -> None:
    scope = new_scope()
    numbers = [bring(scope, [[mail(1, ASKS)]]), bring(scope, [[mail(1, ASKS), mail(2, PROMISES)]])]
    take_back(scope, numbers[0])
    assert len(told(scope)) == 2
    assert {row.batch.number for row in rows(scope)} == {numbers[1]}
    take_back(scope, numbers[1])
    assert told(scope) == []
    assert not MailRead.objects.filter(book_id=scope.book_id).exists()


def test_a_copy_with_other_words_is_read_as_it_is_shown() -> None:
    scope = new_scope()
    first = bring(scope, [[mail(1, ASKS)]])
    bring(scope, [[mail(1, f"{ASKS} {PROMISES}")]])
    before = told(scope)
    take_back(scope, first)
    assert ("their_promise", PROMISES) in told(scope)
    assert ("request", ASKS) in before


@tried
@given(found=letters(), data=st.data())
def test_the_same_mail_in_any_order_split_or_doubled_gives_the_same_questions(
    found: list[Record], data: st.DataObject
) -> None:
    whole, split, twice = new_scope(), new_scope(), new_scope()
    bring(whole, [found])
    cut = data.draw(st.integers(0, len(found)))
    for part in data.draw(st.permutations([found[:cut], found[cut:]])):
        bring(split, [data.draw(st.permutations(part))])
    bring(twice, [found, found])
    bring(twice, [found])
    assert _seen(split) == _seen(whole)
    assert _seen(twice) == _seen(whole)


@tried
@given(first=letters(), second=letters(), data=st.data())
def test_undoing_either_of_two_imports_leaves_what_the_other_asks(
    first: list[Record], second: list[Record], data: st.DataObject
) -> None:
    both, alone = new_scope(), new_scope()
    numbers = [bring(both, [first]), bring(both, [second])]
    which = data.draw(st.integers(0, 1))
    take_back(both, numbers[which])
    bring(alone, [(second, first)[which]])
    assert _seen(both) == _seen(alone)


@tried
@given(found=letters(), most=st.integers(1, 4))
def test_few_places_are_filled_alike_whatever_came_first(found: list[Record], most: int) -> None:
    with patch.object(asks, "MOST_OPEN", most):
        whole, split = new_scope(), new_scope()
        bring(whole, [found])
        for record in found:
            bring(split, [[record]])
        assert _seen(split) == _seen(whole)


@tried
@given(found=letters())
def test_saying_later_who_i_am_asks_the_same(found: list[Record]) -> None:
    before, after = new_scope(), new_scope()
    bring(before, [found])
    bring(after, [found], me=())
    with on_day(TODAY):
        add_address(after, ME)
    assert _seen(after) == _seen(before)
