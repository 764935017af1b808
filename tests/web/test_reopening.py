"""A form that was sent while it was locked: nothing of it is lost, and one more submit opens and saves."""

from __future__ import annotations

import re
import threading
from html import unescape
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from comity.interfaces.web import opened, reopening
from comity.store.models import IncidentEntry
from tests.sealed import OTHER, PASSPHRASE, OpenVault, vault_of
from tests.web.conftest import Desk

HIDDEN = re.compile('<input type="hidden" name="([^"]+)" value="([^"]*)">')
TOLD = {
    "title": 'Shouted & "more"',
    "starts": "2024-10-03",
    "saw": "He threw the proofs.\r\nHe left.",
    "who": ["Cy", "", "Bo"],
    "part": ["did", "there", "there"],
}


@pytest.fixture(autouse=True)
def nothing_open(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opened, "_open", {})
    monkeypatch.setattr(opened, "_wrong", {})
    monkeypatch.setattr(reopening, "_waiting", {})


@pytest.fixture
def vault(desk: Desk) -> OpenVault:
    return vault_of(desk.scope)


def send(client: Client, **more: Any) -> Any:
    return client.post(reverse("incident_new") + "?a=1", TOLD | more)


def asked(client: Client, **more: Any) -> str:
    """The page that a form leads to which was sent while it was locked."""
    answer = send(client, **more)
    assert answer.status_code == 302
    page = client.get(answer.headers["Location"])
    assert (page.status_code, page.headers["Cache-Control"]) == (200, "no-store")
    return page.content.decode()


def kept(page: str) -> list[tuple[str, str]]:
    """What the page would send, but for the token against forgery."""
    form = page[page.index('<form class="form unlock"') :].partition("</form>")[0]
    found = [(name, unescape(value)) for name, value in HIDDEN.findall(form)]
    assert found.pop(0)[0] == "csrfmiddlewaretoken"
    return found


ALL = [(name, one) for name, value in TOLD.items() for one in (value if isinstance(value, list) else [value])]


def test_without_a_script_what_was_typed_comes_along(client: Client, vault: OpenVault) -> None:
    page = asked(client, file=SimpleUploadedFile("torn.jpg", b"t"))
    assert kept(page) == ALL
    assert f'action="{reverse("incident_new")}?a=1"' in page
    assert "Choose this file again: torn.jpg" in page
    assert 'enctype="multipart/form-data"' in page
    assert "proofs" not in repr(dict(client.session)) + repr(client.cookies)


def test_one_more_submit_opens_and_saves(client: Client, vault: OpenVault) -> None:
    page = asked(client)
    assert not IncidentEntry.objects.exists()
    sent: dict[str, list[str]] = {"sealed-passphrase": [PASSPHRASE]}
    for name, value in kept(page):
        sent.setdefault(name, []).append(value)
    answer = client.post(reverse("incident_new"), sent)
    shown = client.get(answer.headers["Location"]).content.decode()
    assert "Cy (did it)" in shown
    assert "He left." in shown
    assert IncidentEntry.objects.count() == 1


def test_a_slip_keeps_it_and_counts_as_slips_do_anywhere(client: Client, vault: OpenVault) -> None:
    for wrong, words in (
        ("", "missing"),
        (OTHER, "does not open"),
        (OTHER, "does not open"),
        (OTHER, "not open"),
    ):
        page = asked(client, **{"sealed-passphrase": wrong})
        assert words in page
        assert kept(page) == ALL
        assert OTHER not in page
    page = asked(client, **{"sealed-passphrase": PASSPHRASE})
    assert "Try again in 2 seconds" in page
    assert kept(page) == ALL
    assert not IncidentEntry.objects.exists()


def test_a_form_with_a_passphrase_that_needs_none_is_taken_as_it_is(client: Client, vault: OpenVault) -> None:
    client.post(reverse("sealed_act", args=["unlock"]), {"passphrase": PASSPHRASE})
    assert send(client, **{"sealed-passphrase": OTHER}).status_code == 302
    assert IncidentEntry.objects.count() == 1


def test_before_there_is_a_passphrase_nothing_typed_is_lost_either(client: Client, desk: Desk) -> None:
    page = asked(client, **{"sealed-passphrase": PASSPHRASE})
    assert "Set a passphrase first" in page
    assert kept(page) == ALL


def test_what_waits_is_for_its_session_alone_for_a_while(
    client: Client, desk: Desk, vault: OpenVault, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reopening, "_SECONDS", 0.2)
    monkeypatch.setattr(reopening, "_AT_ONCE", 2)
    first, page, last = (send(client).headers["Location"] for _ in range(3))
    assert [client.get(one).status_code for one in (first, page, last)] == [404, 200, 200]
    other = Client()
    other.force_login(get_user_model().objects.get(pk=desk.user), settings.AUTHENTICATION_BACKENDS[0])
    assert other.get(page).status_code == 404
    for timer in [one for one in threading.enumerate() if isinstance(one, threading.Timer)]:
        timer.join(0 if timer.interval > 1 else 10)
    assert client.get(page).status_code == 404
    assert reopening._waiting == {}
