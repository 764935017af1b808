"""While something told in confidence is sealed and locked, nothing that somebody wrote goes to those who may not know."""

from __future__ import annotations

import datetime as dt

import pytest

from comity.actions import commitments, interests, people, reminders
from comity.actions import confidences as actions
from comity.actions.dates import add_date
from comity.answers import (
    confidences,
    day_mail,
    declaring,
    drafts,
    feed,
    for_others,
    person_document,
    person_file,
    search,
)
from comity.core import feed as kinds
from comity.exports import letter
from comity.store.access import Scope
from tests.made_up import TODAY
from tests.sealed import OpenVault
from tests.small_book import mail, met, put

ME, EVE = "noor@hollis.example", "eve@stone.example"
PLAIN = "The hedgehogs are asleep"
"""Words that say nothing of what is sealed; but nobody can tell."""


@pytest.fixture
def told(vault: OpenVault) -> OpenVault:
    """A book with something about Eve, and something sealed that is about nobody and was told by nobody."""
    scope = vault.opened
    eve = people.add_person(scope, name="Eve Stone", email=EVE)
    put(scope, [mail(TODAY - 2, EVE, ME, subject="Hedgehogs", text=PLAIN), met(TODAY, EVE, subject=PLAIN)])
    commitments.promise(scope, eve, PLAIN, due=scope.today())
    reminders.add_reminder(scope, PLAIN, scope.today())
    add_date(scope, eve, "birthday", 10, 5, None)
    actions.keep(scope, "Quorvel will be sold", seal=True)
    return vault


def feed_of(scope: Scope) -> set[str]:
    return {day.summary for day in feed.feed_days(scope, kinds.KINDS, True)}


def letter_of(scope: Scope) -> str:
    return letter.text(day_mail.letter(scope, "http://localhost"))


def test_the_calendar_says_little(told: OpenVault) -> None:
    assert f"Promise to Eve Stone: {PLAIN}" in feed_of(told.opened)
    assert feed_of(told.locked) == {"Promise to E.", "Reminder", "Birthday: E."}
    assert feed.left_out(told.locked, kinds.KINDS, True) == 0


def test_the_mail_of_the_day_names_whom_it_is_about(told: OpenVault) -> None:
    assert PLAIN in letter_of(told.opened)
    said = letter_of(told.locked)
    assert PLAIN not in said
    assert "Eve Stone" in said
    assert "Of your own" in said
    assert "your own words are left out here" in said


def test_what_is_written_by_hand_waits_until_it_is_let_out(told: OpenVault) -> None:
    assert drafts.edited(told.opened, EVE, "News", PLAIN).href
    held = drafts.edited(told.locked, EVE, "News", PLAIN)
    assert held.href == ""
    (why,) = {one.why for one in held.withheld}
    assert why == "locked"
    assert drafts.edited(told.locked, EVE, "News", PLAIN, release=[one.of for one in held.withheld]).href
    made = drafts.draft(told.locked, "thank", "Eve", {"what": PLAIN})
    assert PLAIN not in made.body
    assert "Eve" in made.body
    assert made.withheld


def test_files_and_searches_for_others_and_statements_hold_the_texts_back(told: OpenVault) -> None:
    made = for_others.for_others(told.locked, ["Eve"])
    assert "Eve Stone" in made.files["people.vcf"]
    assert PLAIN not in "".join(made.files.values())
    assert set(made.by_reason) == {"locked"}
    audience = confidences.audience_of(told.locked, ["Eve"])
    found = search.search(told.locked, "hedgehogs", audience=audience)
    assert (found.hits, [one.why for one in found.withheld][:1]) == ((), ["locked"])
    own = interests.add(told.opened, "stake", person_id=found_id(told), text=PLAIN)
    assert PLAIN in str(declaring.of_interest(told.opened, own).values)
    assert PLAIN not in str(declaring.of_interest(told.locked, own).values)
    now = dt.datetime(2024, 10, 4, tzinfo=dt.UTC)
    assert PLAIN not in str(person_document.document(person_file.begin(told.locked, "Eve"), now))


def found_id(told: OpenVault) -> str:
    return search.search(told.opened, "Eve").hits[0].id


def test_whoever_may_know_of_it_and_the_owner_lose_nothing(vault: OpenVault) -> None:
    scope = vault.opened
    eve = people.add_person(scope, name="Eve Stone", email=EVE)
    id = actions.keep(scope, "Quorvel will be sold", audience=[eve], seal=True)
    assert drafts.edited(vault.locked, EVE, "News", PLAIN).href
    assert not drafts.edited(vault.locked, "x@y.example", "News", PLAIN).href
    assert confidences.check(vault.locked, PLAIN, [eve]).may_go
    unknown = confidences.check(vault.locked, PLAIN, [])
    assert (unknown.may_go, unknown.gives_away, unknown.unread) == (False, (), 1)
    actions.release(vault.locked, id)
    assert drafts.edited(vault.locked, "x@y.example", "News", PLAIN).href
