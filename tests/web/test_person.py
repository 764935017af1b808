"""A person's page, and every change that is made in place on it."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.test import Client
from django.urls import reverse

from comity.actions import interactions
from comity.answers import person as answers
from comity.answers.shapes import PersonPage
from comity.store.models import Exchange, Person
from tests.web.conftest import Desk

HTMX = {"HX-Request": "true"}
BOOSTED = HTMX | {"HX-Boosted": "true"}


@pytest.fixture
def change(client: Client, desk: Desk):  # type: ignore[no-untyped-def]
    """Sends one change of Ada's page and gives the page as it is then."""

    def send(edit: str, **data: object) -> PersonPage:
        answer = client.post(reverse("person_edit", args=[desk.ada, edit]), data)
        assert answer.status_code == 302
        assert answer.headers["Location"].startswith(f"/people/{desk.ada}#")
        return answers.person(desk.scope, desk.ada)

    return send


def test_the_page_answers_who_what_is_open_and_what_to_know(client: Client, desk: Desk) -> None:
    shown = client.get(reverse("person", args=[desk.ada])).content.decode()
    for words in (
        "Ada Quill",
        "Mentor",
        "Send the agenda",
        "Rows on Sundays",
        "Coffee",
        "Birthday: 29 February",
    ):
        assert words in shown


def test_what_is_private_is_folded(client: Client, desk: Desk) -> None:
    shown = client.get(reverse("person", args=[desk.hostile])).content.decode()
    folded = shown[shown.index('<details class="guard" data-private>') :]
    assert "One thing to keep to yourself" in folded
    assert not re.search(r'<details class="guard"[^>]* open', shown)


def test_the_year_has_a_table_behind_the_picture(client: Client, desk: Desk) -> None:
    shown = client.get(reverse("person", args=[desk.ada])).content.decode()
    assert '<rect class="in"' in shown
    assert '<rect class="out"' in shown
    assert '<th scope="row">' in shown


def test_the_number_opens_to_what_it_is_made_of(client: Client, desk: Desk) -> None:
    going = answers.person(desk.scope, desk.ada).going
    shown = client.get(reverse("person", args=[desk.ada])).content.decode()
    assert going.explained in shown
    assert going.strength_model in shown


def test_a_role_is_added_changed_ended_and_removed(change, desk: Desk) -> None:  # type: ignore[no-untyped-def]
    roles = change("role", act="add", key="client", since="2020-05-01").roles
    role = next(role for role in roles if role.key == "client")
    assert role.since == dt.date(2020, 5, 1)
    held = change("role", act="save", role=role.id, since="2021-05-01", until="").roles
    assert dt.date(2021, 5, 1) in {role.since for role in held}
    ended = change("role", act="end", role=role.id, since="2021-05-01").roles
    assert desk.scope.today() in {role.until for role in ended}
    assert "client" not in {role.key for role in change("role", act="remove", role=role.id).roles}


def test_a_fact_is_added_changed_folded_and_removed(change, desk: Desk) -> None:  # type: ignore[no-untyped-def]
    added = next(
        fact for fact in change("fact", text="Grew up in Porto", source="lunch").facts if fact.source
    )
    assert added.text == "Grew up in Porto"
    after = change("fact", act="save", fact=added.id, text="Grew up in Lisbon", private="on").facts
    changed = next(fact for fact in after if fact.id == added.id)
    assert (changed.text, changed.sensitivity) == ("Grew up in Lisbon", "private")
    gone = change("fact", act="remove", fact=added.id, text="Grew up in Lisbon").facts
    assert added.id not in {fact.id for fact in gone}


def test_a_tag_is_put_on_and_taken_off(change) -> None:  # type: ignore[no-untyped-def]
    assert set(change("tag", name="board").row.tags) == {"board", "pycon"}
    assert change("tag", remove="board").row.tags == ("pycon",)


def test_expectations_standing_and_rhythm_are_written_down(change) -> None:  # type: ignore[no-untyped-def]
    assert change("expectations", purpose="Frank advice", at_stake="").expectations.purpose == "Frank advice"
    page = change("relationship", standing="trusted", nature="both", rhythm_days="30", note="Call first")
    assert (page.standing, page.nature, page.rhythm_days, page.note) == ("trusted", "both", 30, "Call first")
    assert change("relationship", standing="", nature="both", rhythm_days="", note="").rhythm_days is None


def test_that_somebody_died_is_marked_and_taken_back(change) -> None:  # type: ignore[no-untyped-def]
    marked = change("died", on="2020-01-02")
    assert str(marked.died_on) == "2020-01-02"
    assert marked.going.gap_explained.startswith("Last in touch on ")
    assert change("died", on="").died_on is None


def test_name_and_work_are_changed(change) -> None:  # type: ignore[no-untyped-def]
    page = change(
        "details", name="Ada B. Quill", organisation="Northwind", title="Partner", phone="+1 555 0100"
    )
    assert page.row.face.name == "Ada B. Quill"
    assert (page.row.organisation, page.row.title, page.phones) == ("Northwind", "Partner", ("+1 555 0100",))


def test_something_that_happened_is_logged(change, desk: Desk) -> None:  # type: ignore[no-untyped-def]
    change("record", kind="call", day="2026-01-02", subject="About Lisbon", text="")
    entries = answers.timeline(desk.scope, desk.ada).entries
    assert ("call", "About Lisbon") in {(entry.kind, entry.subject) for entry in entries}


def test_a_reminder_is_set_and_done(change) -> None:  # type: ignore[no-untyped-def]
    matter = next(
        m for m in change("remind", text="Ask about Clara", due="2030-01-01").open if m.text.startswith("Ask")
    )
    assert matter.due == dt.date(2030, 1, 1)
    left = change("reminder", act="finish", reminder=matter.id).open
    assert matter.id not in {m.id for m in left}


def test_what_was_received_is_thanked_for_or_removed(client: Client, change, desk: Desk) -> None:  # type: ignore[no-untyped-def]
    person = Person.objects.get(uuid=desk.ada)
    for kind, text in (("recommendation", "She is frank"), ("endorsement", "Optics")):
        Exchange.objects.create(
            book_id=desk.scope.book_id, person=person, direction="received", kind=kind, text=text, on=19_000
        )
    shown = client.get(reverse("person", args=[desk.ada])).content.decode()
    assert "Received: a recommendation" in shown
    assert "Optics" in shown
    (known,) = answers.person(desk.scope, desk.ada).exchanges
    assert change("exchange", act="thank", exchange=known.id).exchanges[0].thanked == desk.scope.today()
    page = change("exchange", act="unthank", exchange=known.id)
    assert (page.exchanges[0].thanked, page.received, page.endorsed_for) == (None, 1, ("Optics",))
    assert change("exchange", act="remove", exchange=known.id).exchanges == ()


@pytest.mark.parametrize(
    ("edit", "data", "words"),
    [
        (
            "role",
            {"act": "add", "key": "client", "since": "2022-01-01", "until": "2021-01-01"},
            "cannot end before",
        ),
        ("role", {"act": "save"}, "Which role?"),
        ("record", {"kind": "call", "day": "2026-01-02"}, "Say in a line"),
        ("tag", {}, "Which tag?"),
        ("fact", {"text": ""}, "This field is required"),
    ],
)
def test_what_cannot_be_taken_is_said_and_changes_nothing(
    client: Client, desk: Desk, edit: str, data: dict[str, object], words: str
) -> None:
    before = answers.person(desk.scope, desk.ada)
    address = reverse("person_edit", args=[desk.ada, edit])
    assert words in client.post(address, data, follow=True).content.decode()
    part = client.post(address, data, headers=BOOSTED)
    assert part.headers["HX-Retarget"] == "#messages"
    assert words in part.content.decode()
    assert answers.person(desk.scope, desk.ada) == before


def test_a_change_that_is_none_of_ours_is_not_found(client: Client, desk: Desk) -> None:
    assert client.post(reverse("person_edit", args=[desk.ada, "erase"])).status_code == 404


def test_the_timeline_goes_on_for_ever(client: Client, desk: Desk) -> None:
    now = dt.datetime.now(dt.UTC)
    for n in range(2, 40):
        at = now - dt.timedelta(days=n)
        interactions.record(desk.scope, [desk.ada], kind="call", at=at, subject=f"Talk {n}.", text="")
    first = client.get(reverse("person", args=[desk.ada])).content.decode()
    assert "Talk 30." in first
    assert "Talk 31." not in first
    start = first.index('href="/people/', first.index('<li class="more"')) + len('href="')
    more = first[start : first.index('"', start)]
    part = client.get(more, headers=HTMX).content.decode()
    assert "Talk 31." in part
    assert "Talk 39." in part
    assert "<html" not in part
    assert "Talk 31." in client.get(more).content.decode()


def test_an_interaction_opens_to_its_whole_text_and_those_who_were_there(client: Client, desk: Desk) -> None:
    shown = client.get(reverse("interaction", args=[desk.coffee])).content.decode()
    assert "Coffee" in shown
    assert reverse("person", args=[desk.ada]) in shown
