"""Changing a person's role changes Today, in words and in rhythm; so does changing the role's playbook."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from comity.actions import people, playbooks
from comity.actions import today as acts
from comity.answers import playbooks as answers
from comity.answers import today as today_answer
from comity.answers.shapes import Item
from comity.core.errors import Invalid
from comity.core.playbooks import shipped
from comity.store import playbooks as held
from comity.store.access import Scope
from comity.store.models import Engagement, Invoice, Mentoring, MentoringSession, Person, Relationship
from tests.made_up import on_day
from tests.small_book import INES, TODAY, bulk, id_of, mail, met, put
from tests.small_book import ME as MINE


@pytest.fixture
def folder() -> Iterator[Path]:
    """The folder of the user's own playbooks, empty again afterwards."""
    where = held.folder()
    where.mkdir(exist_ok=True)
    yield where
    for path in where.iterdir():
        path.unlink()
    where.rmdir()


def items(scope: Scope, day: int = TODAY) -> tuple[Item, ...]:
    with on_day(day):
        return today_answer.today(scope).items


def reasons(scope: Scope, day: int = TODAY) -> list[str]:
    return [item.reason for item in items(scope, day)]


def written_to(scope: Scope, days_ago: int) -> str:
    put(scope, [mail(TODAY - days_ago, INES, MINE), bulk(TODAY, "news@post.example")])
    return id_of(scope, INES)


def change_role(scope: Scope, person: str, key: str) -> None:
    """The only role that they hold."""
    row = Relationship.objects.get(person__uuid=person)
    row.roles.all().delete()
    people.add_role(scope, person, key, None, None)


def test_a_role_changes_when_silence_is_told_and_what_is_said(scope: Scope) -> None:
    ines = written_to(scope, 40)
    change_role(scope, ines, "mentor")
    assert reasons(scope) == []
    change_role(scope, ines, "manager")
    assert reasons(scope) == [
        "Quiet for 5 weeks; every week is usual for this role (manager). Ask for a one-to-one, and bring an agenda."
    ]
    change_role(scope, ines, "client")
    assert reasons(scope) == []


def test_a_role_changes_what_is_said_before_a_meeting(scope: Scope) -> None:
    put(scope, [mail(TODAY - 2, INES, MINE), met(TODAY, INES, subject="Talk", hour=16)])
    ines = id_of(scope, INES)
    change_role(scope, ines, "manager")
    assert reasons(scope)[0].startswith("Today at 16:00. Agenda of your one-to-one")
    change_role(scope, ines, "client")
    assert reasons(scope)[0].endswith("ask how satisfied they are.")


def test_a_users_file_changes_the_rhythm_the_words_and_the_roles(scope: Scope, folder: Path) -> None:
    ines = written_to(scope, 9)
    change_role(scope, ines, "mentor")
    assert reasons(scope) == []
    path = folder / "mentor.toml"
    path.write_text('title = "Guide"\nrhythm_days = 5\n[today]\nrhythm = "Send a postcard."\n', "utf-8")
    assert reasons(scope) == [
        "Quiet for 9 days; every 5 days is usual for this role (guide). Send a postcard."
    ]
    (item,) = items(scope)
    assert item.role == "Guide"
    path.unlink()
    assert reasons(scope) == []


def test_a_role_of_ones_own_can_be_given_and_goes_quietly(scope: Scope, folder: Path) -> None:
    ines = written_to(scope, 9)
    with pytest.raises(Invalid):
        people.add_role(scope, ines, "ally", None, None)
    path = folder / "ally.toml"
    path.write_text('title = "Ally"\nrhythm_days = 4\n', "utf-8")
    change_role(scope, ines, "ally")
    assert reasons(scope) == ["Quiet for 9 days; every 4 days is usual for this role (ally)."]
    assert ("ally", "Ally") in answers.choices()
    assert answers.origins()["ally"] == "own"
    path.unlink()
    assert reasons(scope) == []
    assert answers.title_of("ally") == "ally"


def test_a_faulty_file_counts_as_not_written_and_is_told(scope: Scope, folder: Path) -> None:
    (folder / "mentor.toml").write_text("rhythm_days = 'x'\nasks = [\"Why?\"]\n", "utf-8")
    (folder / "peer.toml").write_text("= =", "utf-8")
    (folder / "sponsor.toml").write_bytes(b"\xff")
    (folder / "client.toml").write_text("#" * 300_000, "utf-8")
    (folder / "Ally.toml").write_text("title = 'x'", "utf-8")
    assert [trouble.words.split(": ")[0] for trouble in answers.troubles()] == [
        "Ally.toml",
        "client.toml",
        "mentor.toml, line 1",
        "peer.toml, line 1",
        "sponsor.toml",
    ]
    books = answers.playbooks()
    assert (books["mentor"].rhythm_days, books["mentor"].asks, books["peer"].rhythm_days) == (
        30,
        ("Why?",),
        14,
    )
    origins = answers.origins()
    assert (origins["mentor"], origins["peer"]) == ("changed", "shipped")


def test_a_playbook_is_taken_into_the_users_folder_once(folder: Path) -> None:
    path = playbooks.take("mentor")
    assert path.stat().st_mode & 0o777 == 0o600
    assert answers.troubles() == ()
    assert answers.playbooks()["mentor"] == shipped()["mentor"]
    path.write_text("rhythm_days = 3", "utf-8")
    assert playbooks.take("mentor") == path
    assert answers.playbooks()["mentor"].rhythm_days == 3
    playbooks.take("close_ally")
    assert answers.playbooks()["close_ally"].title == "Close ally"
    with pytest.raises(Invalid):
        playbooks.take("../x")


def met_first(scope: Scope, day: int) -> str:
    """Somebody in touch since a day, and lately, so that no rhythm is overdue."""
    put(scope, [mail(day, INES, MINE), *(mail(d, INES, MINE) for d in range(TODAY - 20, TODAY + 100, 20))])
    return id_of(scope, INES)


def suggested(scope: Scope, day: int) -> list[str]:
    return [item.reason for item in items(scope, day) if item.kind == "role"]


def test_now_and_then_a_role_suggests_something_and_each_time_something_else(scope: Scope) -> None:
    change_role(scope, met_first(scope, TODAY - 91), "client")
    assert suggested(scope, TODAY) == ["Client: Ask how satisfied they are, and note it."]
    assert suggested(scope, TODAY + 6) == suggested(scope, TODAY)
    assert suggested(scope, TODAY + 7) == suggested(scope, TODAY - 1) == []
    assert suggested(scope, TODAY + 91) == ["Client: Ask what they need next."]
    change_role(scope, id_of(scope, INES), "peer")
    assert suggested(scope, TODAY) == []


def test_a_suggestion_that_is_done_is_gone_until_the_next_time(scope: Scope) -> None:
    change_role(scope, met_first(scope, TODAY - 91), "client")
    (item,) = (item for item in items(scope) if item.kind == "role")
    assert (item.title, item.group) == ("Ines Varga", "Reach out")
    acts.finish(scope, item.key)
    assert suggested(scope, TODAY) == suggested(scope, TODAY + 3) == []
    assert len(suggested(scope, TODAY + 91)) == 1


def test_of_somebody_silent_a_role_suggests_nothing_more(scope: Scope) -> None:
    ines = written_to(scope, 56)
    change_role(scope, ines, "manager")
    assert [item.kind for item in items(scope)] == ["rhythm"]


def test_nothing_is_suggested_about_somebody_one_stepped_back_from(scope: Scope) -> None:
    ines = met_first(scope, TODAY - 91)
    change_role(scope, ines, "client")
    people.set_relationship(scope, ines, standing="stepped_back")
    assert suggested(scope, TODAY) == []


def test_roles_say_how_early_renewals_invoices_and_sessions_are_shown(scope: Scope, folder: Path) -> None:
    ines = people.add_person(scope, name="Ines Varga", email=INES)
    person, about = Person.objects.get(uuid=ines), {"book_id": scope.book_id, "since": TODAY - 100}
    work = Engagement.objects.create(
        person=person, side="client", title="Atlas", renewal_on=TODAY + 45, **about
    )
    print_ = Engagement.objects.create(person=person, side="provider", title="Print", **about)
    Invoice.objects.create(book_id=scope.book_id, engagement=print_, dated_on=TODAY - 9, due=TODAY + 5)
    mine = Mentoring.objects.create(person=person, i_am="mentee", **about)
    MentoringSession.objects.create(book_id=scope.book_id, mentoring=mine, planned_on=TODAY + 2)
    assert {item.kind for item in items(scope)} == {"pay", "session"}
    people.add_role(scope, ines, "client", None, None)
    Invoice.objects.all().delete()
    MentoringSession.objects.all().delete()
    (renewal,) = (item for item in items(scope) if item.kind == "renewal")
    assert renewal.reason.endswith("Note what they say about it before you talk about going on.")
    (folder / "client.toml").write_text("[lead]\nrenewal = 44\n", "utf-8")
    assert [item for item in items(scope) if item.kind == "renewal"] == []
    assert work.renewal_on == TODAY + 45


def test_within_one_answer_the_folder_is_looked_at_once(
    scope: Scope, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[Path] = []
    as_it_is = held._state

    def look(where: Path) -> held.State:
        looked.append(where)
        return as_it_is(where)

    monkeypatch.setattr(held, "_state", look)
    put(scope, [mail(TODAY - 20, INES, MINE), bulk(TODAY, "news@post.example")])
    people.add_role(scope, id_of(scope, INES), "manager", None, None)
    looked.clear()
    assert items(scope)
    assert looked == [folder]
    with answers.once():
        assert items(scope)
        answers.title_of("mentor")
    assert looked == [folder, folder]
