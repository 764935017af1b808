"""Before you decide, interests and gifts on the pages."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from comity.actions import gifts, interests, people, ties
from comity.store.models import Decision, Gift, Interest, Person, Policy, Recusal, Tie
from tests.web.conftest import HOSTILE, Desk


def shown(client: Client, path: str) -> str:
    return client.get(path).content.decode()


def post(client: Client, name: str, id: object, verb: str, /, **sent: str) -> None:
    assert client.post(reverse(name, args=[id, verb]), sent).status_code == 302, (name, verb)


def test_from_the_question_to_the_recusal(client: Client, desk: Desk) -> None:
    interests.add(desk.scope, "family", person_id=desk.ada, text=HOSTILE)
    page = shown(client, "/before?q=hire+Ada+at+Quill+and+Zorg")
    assert "Step aside" in page
    assert "is close family of yours" in page
    assert "“Zorg”" in page
    assert HOSTILE not in page
    answer = client.post(reverse("decision_keep"), {"q": "hire Ada Quill"})
    row = Decision.objects.get()
    assert answer["Location"] == reverse("decision", args=[row.uuid])
    assert "What do you do?" in shown(client, answer["Location"])
    post(client, "decision_act", row.uuid, "disclosed", to="Eve")
    post(client, "decision_act", row.uuid, "reopen")
    post(client, "decision_act", row.uuid, "went_on", note="No time")
    post(client, "decision_act", row.uuid, "reopen")
    post(client, "decision_act", row.uuid, "aside", to="Eve", rule="Her post")
    assert "Recusal as a PDF" in shown(client, answer["Location"])
    for what in ("recusal", "disclosure"):
        made = client.get(
            reverse("decision_file", args=[row.uuid, what]), {"to": "Eve", "say": "I stay out."}
        )
        assert (made["Content-Type"], made.content[:5]) == ("application/pdf", b"%PDF-")
    assert client.get(reverse("decision_file", args=[row.uuid, "else"])).status_code == 404
    assert "What you stay out of" in shown(client, "/before")
    Recusal.objects.update(until=90_000)
    ended = client.post(
        reverse("recusal_end", args=[Recusal.objects.get().uuid]), follow=True
    ).content.decode()
    assert Recusal.objects.get().until != 90_000
    undo = next(part for part in unescape(ended).split('"') if "?back=" in part)
    client.post(undo)
    assert Recusal.objects.get().until == 90_000
    client.post(undo.partition("?")[0])
    post(client, "decision_act", row.uuid, "remove")
    assert not Decision.objects.exists()
    assert client.post(reverse("decision_act", args=[row.uuid, "remove"])).status_code == 404


def test_what_fits_several_is_asked_with_buttons_and_kept_as_chosen(client: Client, desk: Desk) -> None:
    other = people.add_person(desk.scope, name="Ada Tarn", email="ada@tarn.example")
    page = shown(client, "/before?q=hire+Ada")
    assert "Which “Ada” do you mean?" in page
    assert f'name="pick-Ada" value="{other}"' in page
    assert "Ada Tarn" in shown(client, f"/before?q=hire+Ada&pick-Ada={other}")
    asked = client.post(reverse("decision_keep"), {"q": "hire Ada"})
    assert asked["Location"].startswith("/before?")
    client.post(reverse("decision_keep"), {"q": "hire Ada", "pick-Ada": other})
    assert Decision.objects.get().paths[0]["about"][0]["id"] == other
    assert "Nobody of your book is named" in shown(client, "/before?q=hire+somebody")


def test_interests_and_ties_are_noted_and_changed(client: Client, desk: Desk) -> None:
    client.post(
        reverse("interest_add"), {"kind": "stake", "organisation": HOSTILE, "amount": "5", "currency": "EUR"}
    )
    row = Interest.objects.get()
    assert HOSTILE not in shown(client, "/interests")
    Interest.objects.update(noted_on=row.noted_on - 400)
    assert "Still holds" in shown(client, "/interests")
    for act, sent in (
        ("review", {}),
        ("unreview", {}),
        ("review", {}),
        ("edit", {"text": "Shares", "cooling_days": "9"}),
        ("declare", {"to": "HR"}),
        ("undeclare", {}),
        ("end", {}),
        ("reopen", {}),
    ):
        post(client, "interest_act", row.uuid, act, **sent)
    assert client.get(reverse("interest_pdf", args=[row.uuid])).content.startswith(b"%PDF-")
    client.post(
        reverse("tie_add"), {"who": "Ada Quill", "kind": "owner", "organisation": "Acme", "hearsay": "1"}
    )
    tie = Tie.objects.get()
    assert "hearsay" in shown(client, "/interests")
    for act in ("confirm", "heard", "end", "reopen", "remove"):
        post(client, "tie_act", tie.uuid, act)
    post(client, "interest_act", row.uuid, "remove")
    assert not Interest.objects.exists()
    for name in ("interest_act", "tie_act"):
        assert client.post(reverse(name, args=[row.uuid, "dance"])).status_code == 404


def test_a_proposal_is_accepted_or_declined_and_taken_back(client: Client, desk: Desk) -> None:
    from comity.store.models import Organisation, Position

    me, _ = Person.objects.get_or_create(book_id=desk.scope.book_id, is_me=True, defaults={"name": "Noor"})
    zorg = Organisation.objects.create(book_id=desk.scope.book_id, name="Zorg", key="zorg")
    Position.objects.create(book_id=desk.scope.book_id, person=me, organisation=zorg, until=19000, seen_at=1)
    key = f"interest-{zorg.uuid.hex}"
    assert "Zorg: a past employer" in shown(client, "/interests")
    client.post(reverse("interest_no"), {"key": key})
    assert "Zorg" not in shown(client, "/interests")
    assert "Interest found in your book" in shown(client, "/settings")
    client.post(reverse("interest_no"), {"key": key, "back": "1"})
    assert "Zorg: a past employer" in shown(client, "/interests")


def test_a_gift_is_noted_and_a_rule_speaks_at_once(client: Client, desk: Desk) -> None:
    Policy.objects.create(
        book_id=desk.scope.book_id,
        kind="gifts",
        title=HOSTILE,
        amount=5000,
        currency="EUR",
        asks="disclose",
        since=0,
    )
    sent = {"direction": "received", "kind": "gift", "what": HOSTILE, "who": desk.ada, "outcome": "kept"}
    client.post(reverse("gift_add"), sent | {"amount": "60", "currency": "EUR"})
    page = shown(client, "/gifts")
    assert page.count("Declare it") == 2
    assert HOSTILE not in page
    row = Gift.objects.get()
    for act, more in (
        ("became", {"outcome": "handed_in"}),
        ("declare", {"to": "HR"}),
        ("undeclare", {}),
        ("remove", {}),
    ):
        post(client, "gift_act", row.uuid, act, **more)
    assert client.post(reverse("gift_act", args=[row.uuid, "dance"])).status_code == 404


def test_registers_are_files(client: Client, desk: Desk) -> None:
    interests.add(desk.scope, "stake", organisation="=Acme()")
    gifts.add(desk.scope, "given", "@tea", person_id=desk.ada)
    for what in ("interests", "gifts"):
        address = reverse("register_file", args=[what, "pdf"])
        assert client.get(address, {"year": "2020"}).content.startswith(b"%PDF-")
        table = client.get(reverse("register_file", args=[what, "csv"]), {"year": "all"}).content.decode()
        assert "'=Acme()" in table or "'@tea" in table
        assert client.get(address, {"year": "9999"}).status_code == 200
    assert client.get(reverse("register_file", args=["people", "pdf"])).status_code == 404


def test_the_panel_of_a_person_counts_them(client: Client, desk: Desk) -> None:
    interests.add(desk.scope, "friendship", person_id=desk.ada)
    ties.add(desk.scope, desk.ada, "owner", organisation="Acme")
    gifts.add(desk.scope, "given", "Tea", person_id=desk.ada)
    page = shown(client, reverse("person", args=[desk.ada]))
    for words in ("1 interest of yours", "1 tie to others", "1 gift"):
        assert words in page
    for path in ("/interests", "/gifts"):
        assert "Ada Quill" in shown(client, f"{path}?who={desk.ada}")


@pytest.mark.parametrize(
    ("path", "most"), [("/before", 6), ("/before?q=hire+Ada", 16), ("/interests", 14), ("/gifts", 6)]
)
def test_pages_ask_no_more_often_for_many(
    client: Client, desk: Desk, path: str, most: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for n in range(12):
        interests.add(desk.scope, "friendship", person_id=desk.ada, text=str(n))
        gifts.add(desk.scope, "given", f"Tea {n}", person_id=desk.ada)
        ties.add(desk.scope, desk.ada, "owner", organisation=f"Acme {n}")
    client.get(path)
    with django_assert_max_num_queries(most):
        client.get(path)


def test_a_person_leads_to_the_check_and_the_check_to_their_rule(client: Client, desk: Desk) -> None:
    page = client.get(reverse("person", args=[desk.ada])).content.decode()
    address = re.search(r'href="(/before[^"]*)">Before you decide about them', page)
    assert address
    people.set_relationship(desk.scope, desk.ada, nature="both", standing="tentative")
    page = client.get(reverse("person", args=[desk.ada])).content.decode()
    hire = re.search(r'href="(/before[^"]*)">Before you hire them', page)
    assert hire
    for found in (address, hire):
        checked = client.get(unescape(found[1])).content.decode()
        assert "Ada Quill is both a friend and a colleague" in checked
        assert "Write down once what you stay out of" in checked
        assert "Not in your book" not in checked
    client.post(reverse("rule_add"), {"who": desk.ada, "matter": "her pay"})
    assert "Step aside" in client.get(unescape(hire[1])).content.decode()
    draft = client.get(reverse("write", args=[desk.ada]) + "?kind=ask_reference").content.decode()
    assert re.search(r'href="/before[^"]*">Before you decide', draft)
