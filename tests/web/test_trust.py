"""Trust and how it is for me, on the pages."""

from __future__ import annotations

from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from comity.actions import feelings
from comity.store.models import Feeling, Relationship
from tests.web.conftest import HOSTILE, Desk


def shown(client: Client, path: str, **headers: str) -> str:
    return client.get(path, headers=headers or None).content.decode()


def test_a_persons_page_leads_to_what_trust_rests_on_and_what_is_at_stake(client: Client, desk: Desk) -> None:
    Relationship.objects.filter(person__uuid=desk.ada).update(at_stake=HOSTILE)
    path = reverse("trust", args=[desk.ada])
    assert path in shown(client, reverse("person", args=[desk.ada]))
    page = client.get(path)
    assert "no-store" in page["Cache-Control"]
    whole = page.content.decode()
    assert "What is at stake" in whole
    assert HOSTILE not in whole
    assert "&lt;svg" in whole
    part = shown(client, path, **{"HX-Request": "true"})
    assert "<html" not in part
    assert "Trust, to a point" in part


def test_how_it_is_is_noted_adds_up_and_is_taken_back(client: Client, desk: Desk) -> None:
    say = reverse("feeling", args=[desk.ada])
    for text in ("tiring", "again"):
        client.post(say, {"score": "-2", "text": text})
    page = shown(client, reverse("trust", args=[desk.ada]))
    assert "It felt bad again and again" in page
    assert "tiring" in page
    assert "Something speaks against it" in page
    for row in Feeling.objects.all():
        client.post(reverse("feeling_remove", args=[row.uuid]))
    client.post(say, {"score": ""})
    assert "not said" in shown(client, reverse("trust", args=[desk.ada]))
    client.post(say, {"score": "7"})
    assert Feeling.objects.count() == 1


def test_what_i_felt_stands_on_no_other_page(client: Client, desk: Desk) -> None:
    feelings.say(desk.scope, desk.ada, -2, "heartsore lighthouse")
    for path in ("/", "/people", f"/people/{desk.ada}", "/search?q=heartsore", "/promises", "/settings"):
        assert "heartsore" not in client.get(path, follow=True).content.decode().replace(
            'value="heartsore"', ""
        )


def test_the_page_asks_little(
    client: Client, desk: Desk, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for n in range(9):
        feelings.say(desk.scope, desk.ada, n % 3 - 1, f"{n}")
    path = reverse("trust", args=[desk.ada])
    client.get(path)
    with django_assert_max_num_queries(14):
        client.get(path)
