"""A mail's page: own words open, signature and quotation folded; of a mail that only forwards, all is open."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from comity.answers import person as answers
from comity.sources._message import read_message
from comity.store.access import Scope
from comity.store.models import Interaction, Member
from tests.made_up import ME, bring
from tests.web.conftest import Desk

MAIL = (
    f"From: Jan Tannhauser <jan@nordlicht.example>\nTo: {ME}\nDate: Mon, 1 Jul 2024 10:00:00 +0000\nSubject: Tea\n"
    "Message-ID: <1@x>\n\n"
)
TEXT = (
    "Yes, at ten <b>.\n\nRegards\nJan Tannhauser\nHead of Tea\nTel. +49 431 5550188\n\n"
    "-----Original Message-----\nFrom: Noor\nSent: Monday\nTo: Jan\nSubject: Tea\n\nTea at ten?\n"
)


@pytest.fixture
def scope(desk: Desk) -> Scope:
    member = Member.objects.get(book_id=desk.scope.book_id, user_id=desk.user)
    return Scope(member.book_id, member.user_id, "UTC", False)


def _page(scope: Scope, text: str) -> str:
    record = read_message((MAIL + text).encode(), 1)
    bring(scope, [[record]])
    return bytes(Interaction.objects.get(book_id=scope.book_id, kind=1).key).hex()


def test_signature_and_quotation_are_folded(client: Client, scope: Scope) -> None:
    key = _page(scope, TEXT)
    it = answers.interaction(scope, key)
    assert [zone for zone, _ in it.zones] == ["own", "signature", "quoted"]
    assert it.zones[0][1] == "Yes, at ten <b>.\n\nRegards"
    shown = client.get(reverse("interaction", args=[it.id])).content.decode()
    assert '<div class="own">Yes, at ten &lt;b&gt;.\n\nRegards</div>' in shown
    assert (
        '<details class="folded"><summary>Signature</summary><div class="signature">Jan Tannhauser' in shown
    )
    assert '<details class="folded"><summary>Quoted</summary><div class="quoted">-----Original' in shown


def test_what_is_only_forwarded_stands_open(client: Client, scope: Scope) -> None:
    key = _page(scope, TEXT[TEXT.index("-----") :])
    shown = client.get(reverse("interaction", args=[answers.interaction(scope, key).id])).content.decode()
    assert '<details class="folded" open><summary>Quoted</summary>' in shown


def test_what_is_no_mail_is_all_its_writers_own(client: Client, desk: Desk) -> None:
    assert answers.interaction(desk.scope, desk.coffee).zones == (("own", "<b>Bold</b> plans"),)
