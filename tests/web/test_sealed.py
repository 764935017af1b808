"""Sealed: opening for a session, locking it in every way, and slips."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path, reverse
from django.views.decorators.csrf import csrf_exempt
from pypdf import PdfReader

from comity.actions import sealing
from comity.answers import books
from comity.core.errors import Locked
from comity.interfaces.web import opened
from comity.interfaces.web.pages import DeskRequest, desk_page
from comity.interfaces.web.urls import urlpatterns
from comity.store.models import Book, Member, Vault
from tests.sealed import CHEAP, OTHER, PASSPHRASE, OpenVault, vault_of
from tests.web.conftest import Desk

RECOVERY = re.compile(r"(?:[A-Z2-7]{4}-){13}[A-Z2-7]{4}")
PAGE = "/sealed"


class Clock:
    """A clock that a test sets forward."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """A clock of the test's own, no timer, and nothing open before or after."""
    made = Clock()
    monkeypatch.setattr(opened, "clock", made)
    monkeypatch.setattr(opened, "_open", {})
    monkeypatch.setattr(opened, "_wrong", {})
    monkeypatch.setattr(sealing, "COST", CHEAP)
    for act in (sealing.set_up, sealing.change_passphrase, sealing.open_with_recovery):
        monkeypatch.setattr(act, "__defaults__", (CHEAP,))
    return made


@pytest.fixture
def vault(desk: Desk) -> OpenVault:
    return vault_of(desk.scope)


def send(client: Client, act: str, **data: str) -> HttpResponse:
    return client.post(reverse("sealed_act", args=[act]), data)  # type: ignore[return-value]


def unlock(client: Client, passphrase: str = PASSPHRASE, **more: str) -> HttpResponse:
    return send(client, "unlock", passphrase=passphrase, **more)


def is_open(client: Client) -> bool:
    """Asked as a page asks by itself, which is no use."""
    asked = client.get(reverse("sealed_left"), headers={"HX-Request": "true"})
    found: bool = asked.json()["seconds"] > 0
    return found


def said(client: Client) -> str:
    return client.get(PAGE).content.decode()


@desk_page
def _needs_the_key(request: DeskRequest, scope: books.Scope) -> HttpResponse:
    if scope.key is None:
        raise Locked
    return HttpResponse("the opened thing")


@pytest.fixture
def needy(monkeypatch: pytest.MonkeyPatch) -> str:
    """The address of a page that cannot be shown while it is locked."""
    from django.urls import clear_url_caches

    from comity.config import urls

    monkeypatch.setattr(urls, "urlpatterns", [path("needy", csrf_exempt(_needs_the_key)), *urls.urlpatterns])
    clear_url_caches()
    return "/needy"


def test_before_there_is_a_passphrase_the_page_says_what_is_lost_with_it(client: Client) -> None:
    page = said(client)
    assert "loses what is sealed" in page
    assert unlock(client).status_code == 302
    assert "Set a passphrase first" in said(client)


def test_setting_up_shows_the_recovery_key_once_and_leaves_it_open(client: Client, desk: Desk) -> None:
    answer = send(client, "set-up", wanted=PASSPHRASE, again=PASSPHRASE)
    shown = RECOVERY.search(answer.content.decode())
    assert shown is not None
    assert is_open(client)
    assert shown[0] not in said(client)
    assert sealing.open_with_recovery(desk.scope, shown[0], OTHER).key
    assert send(client, "set-up", wanted=OTHER, again=OTHER).status_code == 302
    assert "a passphrase already" in said(client)


@pytest.mark.parametrize(
    ("wanted", "again", "words"),
    [
        ("short", "short", "at least 10"),
        (PASSPHRASE, OTHER, "not the same"),
        (" " * 12, " " * 12, "more than spaces"),
        ("", "", "required"),
    ],
)
def test_a_new_passphrase_with_a_slip_is_not_taken_nor_repeated(
    client: Client, wanted: str, again: str, words: str
) -> None:
    send(client, "set-up", wanted=wanted, again=again)
    page = said(client)
    assert words in page
    assert PASSPHRASE not in page
    assert not Vault.objects.exists()


def test_the_recovery_key_can_be_had_as_a_page_to_print(client: Client, vault: OpenVault) -> None:
    answer = send(client, "page", recovery=vault.recovery)
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Cache-Control"] == "no-store"
    from io import BytesIO

    text = "".join(PdfReader(BytesIO(answer.content)).pages[0].extract_text().split())
    assert vault.recovery.replace("-", "") in text
    assert send(client, "page", recovery="#panic()").status_code == 302


def test_the_passphrase_opens_and_another_does_not(client: Client, vault: OpenVault) -> None:
    assert not is_open(client)
    unlock(client, OTHER)
    assert not is_open(client)
    assert "does not open" in said(client)
    unlock(client)
    assert is_open(client)


def test_opening_leads_back_to_where_one_was_and_never_elsewhere(client: Client, vault: OpenVault) -> None:
    assert unlock(client, next="/people?q=a").headers["Location"] == "/people?q=a"
    for elsewhere in ("https://evil.example/", "//evil.example/", "javascript:alert(1)"):
        assert unlock(client, next=elsewhere).headers["Location"] == "/"


def test_what_is_open_for_one_session_is_locked_for_another(
    client: Client, desk: Desk, vault: OpenVault
) -> None:
    other = Client()
    other.force_login(get_user_model().objects.get(pk=desk.user), settings.AUTHENTICATION_BACKENDS[0])
    unlock(client)
    assert not is_open(other)


def test_it_is_locked_after_the_minutes_of_rest(client: Client, vault: OpenVault, clock: Clock) -> None:
    unlock(client)
    clock.now += 15 * 60 - 1
    client.get("/people")
    clock.now += 15 * 60 - 1
    assert is_open(client)
    clock.now += 2
    assert not is_open(client)
    assert opened._open == {}


def test_what_a_page_fetches_by_itself_is_no_use_and_typing_is(
    client: Client, vault: OpenVault, clock: Clock
) -> None:
    unlock(client)
    clock.now += 14 * 60
    client.get("/people", headers={"HX-Request": "true"})
    assert is_open(client)
    clock.now += 2 * 60
    assert not is_open(client)
    unlock(client)
    clock.now += 14 * 60
    assert send(client, "stay").status_code == 204
    clock.now += 2 * 60
    assert is_open(client)


def test_the_minutes_hold_at_once_and_within_bounds(client: Client, vault: OpenVault, clock: Clock) -> None:
    unlock(client)
    send(client, "minutes", minutes="1")
    clock.now += 61
    assert not is_open(client)
    send(client, "minutes", minutes="0")
    assert Vault.objects.get().idle_minutes == 1


def test_locking_forgets_the_key_and_the_token(client: Client, vault: OpenVault) -> None:
    unlock(client)
    token = client.session["sealed"]
    send(client, "lock")
    assert not is_open(client)
    assert "sealed" not in client.session
    forged = client.session
    forged["sealed"] = token
    forged.save()
    assert not is_open(client)


def test_signing_out_locks(client: Client, vault: OpenVault) -> None:
    unlock(client)
    client.post("/account/logout/")
    assert opened._open == {}


def test_a_restart_locks(client: Client, vault: OpenVault, monkeypatch: pytest.MonkeyPatch) -> None:
    unlock(client)
    monkeypatch.setattr(opened, "_open", {})
    assert not is_open(client)


def test_a_timer_forgets_the_key_also_where_nobody_asks_again(
    client: Client, vault: OpenVault, clock: Clock
) -> None:
    unlock(client)
    assert opened._sweeper is not None
    clock.now += 15 * 60
    opened._watch()
    assert opened._open == {}
    assert opened._sweeper is None


def test_the_session_holds_a_random_token_and_nothing_of_the_key(client: Client, vault: OpenVault) -> None:
    unlock(client)
    kept: dict[str, Any] = dict(client.session)
    assert len(kept["sealed"]) >= 43
    key = vault.opened.key or b""
    assert not any(form in repr(kept) for form in (key.hex(), repr(key)[2:-1], PASSPHRASE))


def test_another_book_of_the_same_session_opens_with_its_own_passphrase_alone(
    client: Client, vault: OpenVault
) -> None:
    unlock(client)
    client.post(reverse("sample_open"))
    assert not is_open(client)
    send(client, "set-up", wanted=OTHER, again=OTHER)
    assert is_open(client)
    client.post(reverse("book"), {"book": "own"})
    assert is_open(client)
    send(client, "lock")
    client.post(reverse("sample_open"))
    assert not is_open(client)


def test_whose_token_it_is_counts_as_much_as_the_token(client: Client, desk: Desk, vault: OpenVault) -> None:
    unlock(client)
    user = get_user_model().objects.create(username="second")
    Member.objects.create(book=Book.objects.get(pk=desk.scope.book_id), user=user)
    thief = Client()
    thief.force_login(user, settings.AUTHENTICATION_BACKENDS[0])
    session: SessionBase = thief.session
    session["sealed"] = client.session["sealed"]
    session.save()
    assert not is_open(thief)


def test_after_a_few_slips_each_makes_the_wait_longer(
    client: Client, vault: OpenVault, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _slip in range(3):
        unlock(client, OTHER)
    tried: list[str] = []
    kept = sealing.open_with

    def noting(scope: books.Scope, typed: str) -> sealing.Opened:
        tried.append(typed)
        return kept(scope, typed)

    monkeypatch.setattr(sealing, "open_with", noting)
    unlock(client)
    assert "Try again in 2 seconds" in said(client)
    assert (tried, is_open(client)) == ([], False)
    clock.now += 2
    unlock(client, OTHER)
    clock.now += 3
    unlock(client)
    assert "Try again in 1 second" in said(client)
    clock.now += 1
    unlock(client)
    assert is_open(client)
    unlock(client, OTHER)
    unlock(client)
    assert is_open(client)


def test_no_more_than_two_passphrases_are_stretched_at_once(
    client: Client, vault: OpenVault, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opened, "_PATIENCE", 0.01)
    with opened.attempt(desk.scope), opened.attempt(desk.scope):
        unlock(client)
        assert not is_open(client)
    unlock(client)
    assert is_open(client)


def test_another_passphrase_locks_every_other_session(client: Client, desk: Desk, vault: OpenVault) -> None:
    other = Client()
    other.force_login(get_user_model().objects.get(pk=desk.user), settings.AUTHENTICATION_BACKENDS[0])
    unlock(other)
    send(client, "passphrase", passphrase=PASSPHRASE, wanted=OTHER, again=OTHER)
    assert is_open(client)
    assert not is_open(other)
    unlock(other)
    assert not is_open(other)
    unlock(other, OTHER)
    assert is_open(other)


def test_the_recovery_key_opens_and_sets_a_passphrase_and_a_new_one_voids_it(
    client: Client, vault: OpenVault
) -> None:
    send(client, "recover", recovery=vault.recovery.lower(), wanted=OTHER, again=OTHER)
    assert is_open(client)
    answer = send(client, "recovery", passphrase=OTHER)
    shown = RECOVERY.search(answer.content.decode())
    assert shown is not None
    assert shown[0] != vault.recovery
    send(client, "lock")
    send(client, "recover", recovery=vault.recovery, wanted=PASSPHRASE, again=PASSPHRASE)
    assert not is_open(client)


def test_a_page_that_needs_the_key_asks_for_the_passphrase_and_comes_back(
    client: Client, vault: OpenVault, needy: str
) -> None:
    answer = client.get(needy + "?a=1&b=2")
    assert answer.status_code == 423
    assert f'name="next" value="{needy}?a=1&amp;b=2"' in answer.content.decode()
    unlock(client)
    assert client.get(needy).content == b"the opened thing"


def test_what_was_typed_stays_on_the_page_where_it_turns_out_to_be_locked(
    client: Client, vault: OpenVault, needy: str
) -> None:
    answer = client.post(needy, {"text": "a word"}, headers={"HX-Request": "true", "HX-Boosted": "true"})
    assert answer.headers["HX-Retarget"] == "#messages"
    assert b'name="passphrase"' in answer.content
    assert b"a word" not in answer.content
    opening = client.post(
        reverse("sealed_act", args=["unlock"]), {"passphrase": PASSPHRASE}, headers={"HX-Request": "true"}
    )
    assert b"do again what you wanted" in opening.content
    assert (answer.headers["HX-Trigger"], opening.headers["HX-Trigger"]) == (
        '{"comity:locked": {}}',
        '{"comity:opened": {}}',
    )
    assert client.post(needy).content == b"the opened thing"


def test_no_page_may_be_kept_by_the_browser(client: Client, vault: OpenVault) -> None:
    unlock(client)
    pages = ("/", "/people", PAGE, "/search?q=a", "/guard")
    assert {client.get(page).headers["Cache-Control"] for page in pages} == {"no-store"}


def test_what_is_no_act_is_not_found(client: Client) -> None:
    assert send(client, "burn").status_code == 404


def test_a_request_without_a_session_token_is_locked(desk: Desk, vault: OpenVault) -> None:
    request = HttpRequest()
    request.session = SessionBase()
    assert opened.with_key(request, desk.scope, counts=True).key is None
    assert any(route.name == "sealed_act" for route in urlpatterns)
