"""Boundaries as they are listed, said, and kept to by what is suggested."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import pytest
from pytest_django import DjangoAssertNumQueries

from comity.actions import boundaries as actions
from comity.actions import crossings, interactions, people, policies, rules
from comity.actions.boundaries import Line
from comity.actions.policies import Terms
from comity.answers import boundaries, guard_overview, guards
from comity.answers import policies as policy_answers
from comity.answers.boundaries import Notice
from comity.answers.boundaries_said import (
    of_draft,
    of_introduction,
    of_line,
    of_record,
    of_reminder,
    of_request,
)
from comity.answers.person import person
from comity.answers.today import today
from comity.answers.wording import long_date
from comity.core import sayit
from comity.core.boundaries import Plan
from comity.core.errors import NotFound
from comity.core.policies import Worth
from comity.store.access import Scope
from comity.store.models import Crossing
from comity.store.queries import called
from tests.made_up import TODAY, new_scope, on_day
from tests.small_book import ANYBODY, INES, ME, date, id_of, mail, put

WORK = Line("hours", begin=9 * 60, end=11 * 60, weekdays=31)
"""Over before noon, the hour at which these tests say it is: a Friday."""


@pytest.fixture
def ruth(scope: Scope) -> str:
    return people.add_person(
        scope, name="Ruth Vale", email="ruth@vale.example", organisation="Vale & Co", role="mentor"
    )


def whys(found: Iterable[Notice]) -> list[str]:
    return [one.why for one in found]


def reasons(scope: Scope, who: str, **plan: object) -> list[str]:
    return [one.words for one in boundaries.check(scope, [who], Plan(**plan))]  # type: ignore[arg-type]


def test_each_kind_says_kindly_why_and_what_helps(scope: Scope, ruth: str) -> None:
    now = scope.moment(TODAY * 86_400 + 43_200)
    for line in (
        WORK,
        Line("channel", ["mail", "+call", "+chat"]),
        Line("topic", ["salar*"]),
        Line("request", ["money"]),
    ):
        actions.add(scope, "theirs", line, person_id=ruth)
    actions.add(scope, "theirs", Line("answer", answer_hours=72), person_id=ruth)
    said = reasons(
        scope,
        ruth,
        moment=now,
        channel="mail",
        words="her salaries",
        request="money",
        waiting_since=now - dt.timedelta(1),
    )
    assert said == [
        "Ruth Vale gives an answer within 72 hours. Monday at 09:00 would fit.",
        "Ruth Vale would rather not be asked for money. Perhaps somebody else can help, or it can wait.",
        "Ruth Vale would rather not speak of salaries. Leave it out, unless they speak of it themselves.",
        "Ruth Vale asked: not by mail. Rather by call or chat.",
        "This is outside the hours of Ruth Vale (Mon–Fri, 09:00–11:00). Monday at 09:00 would fit.",
    ]


def test_mine_are_said_as_mine_and_a_friend_at_work_is_named(scope: Scope, ruth: str) -> None:
    now = scope.moment(TODAY * 86_400 + 43_200)
    people.set_relationship(scope, ruth, nature="both")
    for line in (
        WORK,
        Line("channel", ["mail"]),
        Line("topic", ["pay"], text="Never with friends."),
        Line("request", ["money"]),
    ):
        actions.add(scope, "mine", line)
    actions.add(scope, "mine", Line("hours", weekdays=64), role="client")
    said = " ".join(reasons(scope, ruth, moment=now, channel="mail", words="pay", request="money"))
    for words in (
        "This is outside your own hours (Mon–Fri, 09:00–11:00).",
        "You meant not to be in touch with Ruth Vale by mail.",
        "You meant not to speak of pay with Ruth Vale. You wrote: “Never with friends”.",
        "You meant not to ask Ruth Vale for money.",
        "It counts here since you are friends and work together.",
        "Ruth Vale is a friend and someone you work with: this asks for money.",
    ):
        assert words in said
    assert "about references" in " ".join(reasons(scope, ruth, request="reference"))
    received = reasons(scope, ruth, request="money", words="pay", by_me=False)
    assert "You meant not to be asked for money. A kind no is enough; you need not explain it." in received


def test_what_was_only_noticed_is_not_said_to_be_asked(scope: Scope, ruth: str) -> None:
    actions.add(scope, "theirs", Line("channel", ["call"], text="Never picks up"), person_id=ruth, told=False)
    (said,) = reasons(scope, ruth, channel="call")
    assert said == "Ruth Vale seems not to like call. You wrote: “Never picks up”."


def test_what_is_over_is_offered_no_other_time(scope: Scope, ruth: str) -> None:
    actions.add(scope, "theirs", WORK, person_id=ruth)
    now = scope.moment(TODAY * 86_400 + 43_200)
    open_then = Plan(moment=now - dt.timedelta(hours=2), channel="call")
    assert boundaries.check(scope, [ruth], open_then) == ()
    (past,) = boundaries.check(scope, [ruth], Plan(moment=now - dt.timedelta(hours=14), channel="call"))
    assert (past.fits, past.suggestion) == (None, "")
    (ahead,) = boundaries.check(scope, [ruth], Plan(moment=now + dt.timedelta(days=6), channel="call"))
    assert ahead.suggestion == f"{long_date(date(TODAY + 7))} at 09:00 would fit."


def test_a_line_is_looked_at_part_by_part(scope: Scope, ruth: str) -> None:
    actions.add(scope, "theirs", WORK, person_id=ruth)
    actions.add(scope, "theirs", Line("request", ["introduction"]), person_id=ruth)
    people.add_person(scope, name="Bo Lind")
    known = called.people_of(scope.book_id, TODAY)

    def said(text: str) -> list[str]:
        line = sayit.line(text, scope.today(), known)
        return sorted(one.why for parts in of_line(scope, line).values() for one in parts)

    assert said("call with Ruth Vale yesterday at 21:40") == ["hours"]
    assert said("call with Ruth Vale yesterday") == []
    assert said("Remind me to call Ruth on Sunday") == ["hours"]
    assert said("Remind me to read Ruth's paper on Sunday") == []
    assert said("coffee with Ruth on Sunday at 10:00") == ["hours"]
    assert said("call Ruth Vale tomorrow at 21:00") == ["hours"]
    assert said("asked Ruth Vale to introduce me to Bo Lind") == ["request"]
    assert said("Ruth has two children") == []
    assert said("coffee with Zebulon Xu yesterday at 22:00") == []


def test_drafts_records_reminders_and_requests_are_looked_at(scope: Scope, ruth: str) -> None:
    actions.add(scope, "theirs", Line("channel", ["mail"]), person_id=ruth)
    actions.add(scope, "theirs", Line("request", ["reference", "introduction"]), person_id=ruth)
    actions.add(scope, "mine", Line("request", ["money"]))
    actions.add(scope, "mine", Line("answer", answer_hours=72))
    actions.add(scope, "theirs", WORK, person_id=ruth)
    assert "request" in whys(of_draft(scope, ruth, "ask_reference", "Hello", ""))
    assert "request" in whys(of_draft(scope, ruth, "write", "Hello", "Could you introduce me?"))
    assert "request" not in whys(of_draft(scope, ruth, "write", "Hello", "I introduced them."))
    assert whys(of_request(scope, ruth, "A loan?", scope.today())) == ["answer", "request"]
    assert whys(of_request(scope, ruth, "Hello", None)) == []
    assert whys(of_introduction(scope, ruth, "")) == ["request"]
    sunday = date(TODAY + 2)
    assert whys(of_reminder(scope, ruth, sunday, "Call her")) == ["hours"]
    assert whys(of_reminder(scope, ruth, sunday, "Plans", "meeting")) == ["hours"]
    assert whys(of_reminder(scope, ruth, sunday, "Read")) == []
    at = dt.datetime.combine(date(TODAY - 5), dt.time(12), dt.UTC)
    assert whys(of_record(scope, ruth, "call", at, "x")) == ["hours"]


def test_asking_again_too_soon_is_seen_from_the_last_mail(scope: Scope) -> None:
    put(scope, [mail(TODAY, INES, ME, hour=8), mail(TODAY, ME, INES, hour=9)])
    ines = id_of(scope, INES)
    actions.add(scope, "theirs", Line("answer", answer_hours=72), person_id=ines)
    assert "answer" in [one.why for one in of_draft(scope, ines, "write", "Hello?", "")]
    put(scope, [mail(TODAY, INES, ME, hour=10, number=2)])
    assert of_draft(scope, ines, "write", "Hello?", "") == ()


def test_boundaries_and_crossings_are_listed_for_one_and_for_all(
    scope: Scope, ruth: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for line in (WORK, Line("topic", ["pay"])):
        actions.add(scope, "theirs", line, person_id=ruth)
    ended = actions.add(scope, "mine", Line("topic", ["x"]), organisation="Vale & Co", role="mentor")
    actions.end(scope, ended)
    at = dt.datetime.combine(date(TODAY - 1), dt.time(21))
    id = interactions.record(scope, [ruth], kind="call", at=at, subject="", text="Her pay")
    with django_assert_num_queries(2):
        listed = boundaries.boundaries(scope)
    assert [(row.side, row.kind, row.crossed, row.to) for row in listed.rows] == [
        ("theirs", "hours", 1, "Ruth Vale"),
        ("theirs", "topic", 1, "Ruth Vale"),
    ]
    assert boundaries.boundaries(scope, ended=True, side="mine").rows[0].to == "Mentor, Vale & Co"
    assert boundaries.boundaries(scope, who=ruth, limit=1).total == 2
    assert boundaries.boundary(scope, listed.rows[0].id) == listed.rows[0]
    assert len(boundaries.kept(scope, [id])) == 2
    assert boundaries.kept(scope, []) == ()
    crossed = boundaries.crossings(scope, who=ruth)
    assert {one.interaction for one in crossed} == {id}
    assert boundaries.crossings(scope, since=scope.today()) == ()
    crossings.answer(scope, crossed[0].id, "agreed")
    assert boundaries.crossings(scope)[0].answer == "agreed"
    for wrong in (ANYBODY, "nothing"):
        with pytest.raises(NotFound):
            boundaries.boundary(scope, wrong)
    assert boundaries.boundaries(new_scope()).rows == ()


def test_a_persons_page_shows_what_applies_and_asks_a_friend_at_work_for_a_rule(
    scope: Scope, ruth: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    page = person(scope, ruth)
    assert boundaries.of_person(scope, page, scope.today()) == ()
    actions.add(scope, "theirs", WORK, person_id=ruth)
    actions.add(scope, "mine", Line("topic", ["pay"]), role="mentor", organisation="Vale & Co")
    actions.add(scope, "mine", Line("topic", ["x"]), role="client")
    actions.add(scope, "mine", Line("request", ["money"]))
    with django_assert_num_queries(1):
        shown = boundaries.of_person(scope, page, scope.today())
    assert [(one.side, one.to) for one in shown] == [
        ("theirs", ""),
        ("mine", "Mentor, Vale & Co"),
        ("mine", "everybody"),
    ]
    people.set_relationship(scope, ruth, nature="both")
    page = person(scope, ruth)
    assert len(boundaries.of_person(scope, page, scope.today())) == 4
    standing = guards.of_person(scope, ruth)
    assert [one.words for one in standing] == ["1 boundary"]
    assert guards.lacks_rule(page.nature, standing)
    assert [face.name for face in guard_overview.without_rule(scope)] == ["Ruth Vale"]
    rules.stay_out(scope, ruth, "her pay")
    assert not guards.lacks_rule(page.nature, guards.of_person(scope, ruth))
    assert guard_overview.without_rule(scope) == ()


def test_today_offers_no_mail_where_none_is_wanted_and_says_the_hour_that_fits(scope: Scope) -> None:
    put(
        scope,
        [
            mail(TODAY - 40, INES, ME),
            mail(TODAY - 40, ME, INES, number=1),
            mail(TODAY - 1, "x@y.example", ME),
        ],
    )
    ines = id_of(scope, INES)
    people.add_role(scope, ines, "manager", None, None)
    (before,) = today(scope).items
    assert before.draft is not None
    id = actions.add(scope, "theirs", WORK, person_id=ines)
    (late,) = today(scope).items
    assert late.reason == f"{before.reason} Not at this hour: Monday at 09:00 would fit."
    assert late.draft == before.draft
    actions.end(scope, id)
    actions.add(scope, "theirs", Line("channel", ["mail", "+call"]), person_id=ines)
    (refused,) = today(scope).items
    assert (refused.draft, refused.email) == (None, "")
    assert refused.reason.endswith("Ines Varga asked: not by mail. Rather by call.")
    assert today(scope, as_of=scope.today()).items[0].draft is not None


def test_mail_outside_my_hours_is_counted_by_month_and_told_in_a_sentence(scope: Scope) -> None:
    put(
        scope,
        [
            mail(TODAY - 1, INES, ME, hour=22),
            mail(TODAY - 1, INES, ME, hour=9, number=1),
            mail(TODAY - 40, INES, ME, hour=3),
        ],
    )
    actions.add(scope, "mine", Line("hours", begin=8 * 60, end=18 * 60, weekdays=31))
    actions.add(scope, "mine", Line("hours", ["call"], begin=8 * 60, end=18 * 60))
    actions.add(scope, "mine", Line("hours", begin=8 * 60, end=18 * 60), role="client")
    (found,) = guard_overview.overview(scope).mail
    assert found.hours == "Mon–Fri, 08:00–18:00"
    assert [(month.outside, month.of) for month in found.months] == [(1, 2), (1, 1)]
    assert found.months[0].words == "October 2024: 1 of 2 mails to you came outside these hours."
    assert Crossing.objects.count() == 0


def test_the_overview_tells_what_stands_and_what_needs_a_look(scope: Scope, ruth: str) -> None:
    empty = guard_overview.overview(scope)
    assert (empty.mine, empty.policies, empty.sealed, empty.mail) == (0, 0, False, ())
    assert guard_overview.locked_words(empty) == "Nothing is sealed in this book."
    actions.add(scope, "theirs", WORK, person_id=ruth)
    due = policies.add(scope, Terms("Gifts", "gifts"), review_on=date(TODAY), since=date(TODAY - 9))
    policies.add(scope, Terms("Talks"))
    found = guard_overview.overview(scope)
    assert (found.mine, found.theirs, found.policies) == (0, 1, 2)
    assert [one.id for one in found.to_read] == [due]


def test_whether_what_is_sealed_is_open_is_said(scope: Scope, vault: object) -> None:
    opened, locked = vault.opened, vault.locked  # type: ignore[attr-defined]
    assert guard_overview.locked_words(guard_overview.overview(opened)) == "What is sealed is open now."
    assert guard_overview.locked_words(guard_overview.overview(locked)) == "What is sealed is locked."


def test_what_a_policy_asks_for_a_gift_is_said_with_its_reason(scope: Scope) -> None:
    terms = Terms("Gifts", "gifts", amount="50", currency="EUR", days=365, asks="approval")
    policies.add(scope, terms, since=date(TODAY - 9))

    def ask(amount: int | None, currency: str, *past: Worth) -> policy_answers.Asked:
        return policy_answers.for_gift(scope, "gifts", Worth(TODAY, amount, currency), past)

    assert ask(100, "EUR").asks == ""
    for asked, words in (
        (ask(5_000, "EUR"), "“Gifts”: ask for approval first, from 50.00 EUR on."),
        (
            ask(4_000, "EUR", Worth(TODAY, 2_000, "EUR"), Worth(TODAY, None, "")),
            "2 things within 365 days come to 60.00 EUR.",
        ),
        (ask(None, ""), "nobody knows what it is worth"),
        (ask(1, "USD"), "counts in another currency"),
    ):
        assert asked.asks == "approval"
        assert words in asked.words.replace("\u00a0", " ")
    policies.add(scope, Terms("All gifts", "gifts", asks="refuse"))
    assert ask(100, "EUR").words == "“All gifts”: do not accept it, whatever its worth."
    with on_day(TODAY - 30):
        assert policy_answers.for_gift(scope, "gifts", Worth(TODAY - 30, 9_000, "EUR")).asks == ""


def test_hearsay_is_marked_where_a_fact_is_shown(scope: Scope, ruth: str) -> None:
    people.add_fact(scope, ruth, "Leaves in May", source="Bo Lind", hearsay=True)
    (fact,) = person(scope, ruth).facts
    assert fact.hearsay
