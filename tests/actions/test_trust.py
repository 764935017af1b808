"""Trust from what the book holds, and how it is for me."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from comity.actions import exchanges, feelings, incidents, people
from comity.actions import today as acts
from comity.answers import feelings as felt_answers
from comity.answers.day_mail import letter
from comity.answers.today import today
from comity.answers.trust import trust
from comity.core import days
from comity.core.errors import Invalid, Locked, NotFound
from comity.core.incidents import Someone, Told, When
from comity.store.access import Scope
from comity.store.models import Commitment, Confidence, Exchange, Feeling, Metrics, Person, Relationship
from tests.made_up import new_scope, on_day
from tests.sealed import OpenVault


@pytest.fixture
def ada(scope: Scope) -> str:
    return people.add_person(scope, name="Ada Quill", email="ada@quill.example")


def near(scope: Scope, who: str, active: int = 30, first: int = 800) -> None:
    """They were in touch, both ways, until today."""
    today = days.day_from_date(scope.today())
    relationship = Relationship.objects.get(person__uuid=who)
    Metrics.objects.update_or_create(
        relationship=relationship,
        defaults={
            "book_id": scope.book_id,
            "active_days": active,
            "first_day": today - first,
            "last_day": today,
            "last_in": today,
            "last_out": today,
        },
    )


def test_trust_is_told_with_what_it_rests_on(scope: Scope, ada: str) -> None:
    assert trust(scope, ada).level == "little"
    near(scope, ada)
    row = Person.objects.get(uuid=ada)
    today = days.day_from_date(scope.today())
    for state in ("kept", "kept", "kept", "kept"):
        Commitment.objects.create(
            book_id=scope.book_id, person=row, by="theirs", text="x", state=state, made_on=today
        )
    Commitment.objects.create(
        book_id=scope.book_id, person=row, by="theirs", text="x", due=today - 1, made_on=1
    )
    Commitment.objects.create(
        book_id=scope.book_id, person=row, by="mine", text="x", state="broken", made_on=1
    )
    for kind in ("advice", "endorsement"):
        Exchange.objects.create(book_id=scope.book_id, person=row, direction="received", kind=kind, on=today)
    Confidence.objects.create(book_id=scope.book_id, text="x", source=row, on=today)
    found = trust(scope, "Ada")
    assert found.level == "held"
    assert [line.words for line in found.lines] == [
        "one promise is overdue",
        "kept 4 promises of 4",
        "helped you once in two years",
        "told you something in confidence",
        "in touch both ways for 2 years, on 30 days",
    ]
    assert not found.locked


def test_all_from_one_side_is_noticed(scope: Scope, ada: str) -> None:
    today = days.day_from_date(scope.today())
    for _ in range(5):
        Exchange.objects.create(
            book_id=scope.book_id,
            person=Person.objects.get(uuid=ada),
            direction="given",
            kind="advice",
            on=today,
        )
    assert trust(scope, ada).one_sided == "mine"
    Exchange.objects.update(on=today - 1000)
    assert trust(scope, ada).one_sided == ""


def test_credit_that_goes_one_way_is_noticed_from_exchanges(scope: Scope, ada: str) -> None:
    def said() -> list[str]:
        return [line.words for line in trust(scope, ada).lines if line.kind == "credit_one_way"]

    for _ in range(4):
        exchanges.note(scope, ada, given=True, kind="credit", text="The atlas")
    assert said() == ["you named their part in your work 4 times, they never named yours"]
    exchanges.note(scope, ada, given=False, kind="credit", text="The index")
    assert said() == ["you named their part in your work 4 times, they named yours once"]
    exchanges.note(scope, ada, given=False, kind="credit", text="The preface")
    assert said() == []
    Exchange.objects.filter(direction="received").update(on=1)
    assert said()
    Exchange.objects.update(on=1)
    assert said() == []


def test_a_word_is_noted_and_taken_back(scope: Scope, ada: str) -> None:
    id = feelings.say(scope, ada, -1, " tiring ")
    (line,) = felt_answers.how_it_is(scope, ada).lines
    assert (line.id, line.score, line.text, line.locked) == (id, -1, "tiring", False)
    feelings.remove(scope, id)
    assert not Feeling.objects.exists()
    with pytest.raises(Invalid):
        feelings.say(scope, ada, 3)
    with pytest.raises(Invalid):
        feelings.say(scope, ada, 1, on=scope.today() + dt.timedelta(days=1))
    with pytest.raises(NotFound):
        feelings.say(new_scope(), ada, 1)


def test_words_are_sealed_where_there_is_a_passphrase_and_the_score_is_still_seen(
    scope: Scope, ada: str, vault: OpenVault
) -> None:
    feelings.say(vault.opened, ada, -2, "he shouted again")
    feelings.say(vault.locked, ada, -2)
    row = Feeling.objects.order_by("id").first()
    assert row is not None
    assert row.text == ""
    assert b"shouted" not in bytes(row.ciphertext or b"")
    assert {line.text for line in felt_answers.how_it_is(vault.opened, ada).lines} == {"he shouted again", ""}
    locked = felt_answers.how_it_is(vault.locked, ada)
    assert {(line.text, line.locked) for line in locked.lines} == {("", True), ("", False)}
    assert locked.weighs
    assert trust(vault.locked, ada).level == "strained"
    with pytest.raises(Locked):
        feelings.say(vault.locked, ada, -2, "words")


def test_one_is_asked_about_who_is_near_and_not_again_soon(scope: Scope, ada: str) -> None:
    assert felt_answers.to_ask_about(scope) is None
    bo = people.add_person(scope, name="Bo Marsh")
    near(scope, ada)
    near(scope, bo, active=40)
    asked = felt_answers.to_ask_about(scope)
    assert asked is not None
    assert asked.name == "Bo Marsh"
    feelings.rather_not(scope, bo)
    assert felt_answers.to_ask_about(scope) is None
    Feeling.objects.update(on=days.day_from_date(scope.today()) - 10)
    again = felt_answers.to_ask_about(scope)
    assert again is not None
    assert again.name == "Ada Quill"
    Relationship.objects.filter(person__uuid=ada).update(standing="stepped_back")
    assert felt_answers.to_ask_about(scope) is None
    Relationship.objects.filter(person__uuid=ada).update(standing="")
    Person.objects.filter(uuid=ada).update(died_on=1)
    assert felt_answers.to_ask_about(scope) is None


def test_today_asks_one_question_gently_and_takes_not_now_for_an_answer(scope: Scope, ada: str) -> None:
    bo = people.add_person(scope, name="Bo Marsh", email="bo@marsh.example")
    near(scope, ada)
    near(scope, bo, active=40)

    def asked() -> list[str]:
        return [one.face.id for one in today(scope).items if one.kind == "feeling" and one.face]

    (item,) = today(scope).items
    assert (item.page, item.email, item.recurs) == (f"/trust/{bo}#felt", "", False)
    assert not letter(scope, "").lines
    acts.snooze(scope, item.key, 3)
    assert asked() == []
    with on_day(days.day_from_date(scope.today()) + 3):
        assert asked() == [bo]
    acts.restore(scope, item.key)
    acts.finish(scope, item.key)
    (row,) = Feeling.objects.all()
    assert (str(row.person.uuid), row.score) == (bo, None)
    assert asked() == []
    acts.restore(scope, item.key)
    assert not Feeling.objects.exists()
    acts.dismiss(scope, item.key)
    assert Feeling.objects.count() == 1
    acts.restore(scope, item.key)
    assert asked() == [bo]
    acts.never(scope, item.key)
    assert asked() == [ada]
    other = felt_answers.to_ask_about(scope)
    assert other is not None
    assert other.id == ada
    acts.restore(scope, item.key)
    feelings.say(scope, bo, 1)
    assert asked() == []
    acts.restore(scope, item.key)
    assert Feeling.objects.count() == 1
    Feeling.objects.update(on=days.day_from_date(scope.today()) - 10)
    assert asked() == [ada]
    Feeling.objects.update(on=days.day_from_date(scope.today()) - 60, person=Person.objects.get(uuid=ada))
    assert asked() == [bo]
    Relationship.objects.filter(person__uuid=bo).update(standing="stepped_back")
    assert asked() == [ada]
    assert today(scope, as_of=scope.today()).items == ()


def test_another_book_tells_nothing(scope: Scope, ada: str) -> None:
    with pytest.raises(NotFound):
        trust(new_scope(), ada)
    assert felt_answers.to_ask_about(replace(scope, book_id=new_scope().book_id)) is None


def test_credit_taken_strains_trust_while_it_can_be_read(vault: OpenVault) -> None:
    ada, bo = (people.add_person(vault.opened, name=name) for name in ("Ada Quill", "Bo Marsh"))
    assert not trust(vault.locked, ada).locked
    took = Told(
        "My table",
        When("2024-03-09"),
        people=(Someone(ada, "", "did"), Someone(bo, "", "told")),
        saw=("She showed it as hers.",),
        harm=("credit",),
    )
    shouted = replace(took, people=(Someone(bo, "", "did"),), harm=("insult",))
    for told in (took, shouted):
        incidents.write(vault.opened, told)
    found = trust(vault.opened, ada)
    assert (found.level, found.locked) == ("strained", False)
    assert [line.words for line in found.lines if line.kind == "credit"] == ["took credit for what was yours"]
    assert trust(vault.opened, bo).level == "little"
    locked = trust(vault.locked, ada)
    assert (locked.level, locked.locked, locked.lines) == ("little", True, ())
