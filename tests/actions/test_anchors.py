"""Anchors: a stamp of a real server, whatever hostile ones answer, and heads that were printed or mailed."""

from __future__ import annotations

import http.server
import io
import socket
import threading
import time
from collections.abc import Callable, Iterator
from urllib.parse import unquote

import pypdf
import pytest

from comity.actions import anchors as actions
from comity.actions import incidents, posting
from comity.answers import anchors
from comity.core.errors import Invalid, NotFound, WrongState
from comity.core.incidents import Told, When
from comity.core.stamp_signatures import SIGNED
from comity.core.stamps import LONGEST
from comity.store.access import Scope
from comity.store.models import Anchor, IncidentEntry
from tests.made_up import new_scope
from tests.sealed import OpenVault, vault_of
from tests.tsa import Authority, authority, say

TOLD = Told("Shouted at", When("2024-10-03"), saw=("He shouted.",))
Handler = http.server.BaseHTTPRequestHandler


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Authority]:
    with authority(tmp_path_factory.mktemp("tsa")) as found:
        yield found


@pytest.fixture
def server(running: Authority) -> Iterator[Authority]:
    running.asked.clear()
    yield running
    running.answer = None


@pytest.fixture
def vault(db: None) -> OpenVault:
    return vault_of(new_scope())


@pytest.fixture
def scope(vault: OpenVault) -> Scope:
    incidents.write(vault.opened, TOLD)
    return vault.opened


def test_the_head_is_stamped_also_while_it_is_locked(
    vault: OpenVault, scope: Scope, server: Authority
) -> None:
    actions.stamp(vault.locked, f"  {server.address} ", private=True)
    row, head = Anchor.objects.get(), IncidentEntry.objects.get()
    assert (row.number, row.digest, row.to) == (1, head.digest, server.address)
    assert abs(row.at - time.time()) < 60
    assert [(one.kind, one.signed) for one in anchors.anchors(scope)] == [("rfc3161", SIGNED)]
    incidents.write(scope, TOLD)
    report = anchors.checked(vault.locked)
    assert (report.is_whole, report.count, report.proved, report.not_anchored) == (True, 2, 1, 1)


def test_nothing_but_the_hash_leaves(scope: Scope, server: Authority) -> None:
    actions.stamp(scope, server.address, private=True)
    row = IncidentEntry.objects.get()
    (asked,) = server.asked
    assert bytes.fromhex(row.digest) in asked
    assert len(asked) < 80
    assert bytes(row.header)[:20] not in asked


def test_a_server_on_this_machine_must_be_meant(scope: Scope, server: Authority) -> None:
    for address in (server.address, server.address.replace("127.0.0.1", "[::ffff:127.0.0.1]")):
        with pytest.raises(Invalid) as refused:
            actions.stamp(scope, address)
        assert "own network" in refused.value.reason
    assert server.asked == []


@pytest.mark.parametrize(
    "address",
    [
        "",
        "ftp://tsa.example/",
        "https://",
        "https://user@tsa.example/",
        "https://tsa.example:99999/",
        "http://tsa example/",
        "https://[::1/",
        "https://tsa.example/\nHost: other",
        "https://" + "a" * 3000,
        "http://tsa.invalid/",
        "https://ü.invalid/",
    ],
)
def test_what_is_no_address_of_a_server_is_refused(scope: Scope, address: str) -> None:
    with pytest.raises(Invalid) as refused:
        actions.stamp(scope, address, private=True)
    assert refused.value.field == "server"


def _other(server: Authority) -> Callable[[Handler, bytes], None]:
    def answer(handler: Handler, query: bytes) -> None:
        from rfc3161_client import HashAlgorithm, TimestampRequestBuilder

        other = TimestampRequestBuilder(data=b"x", hash_algorithm=HashAlgorithm.SHA256).build()
        say(handler, server.reply(other.as_bytes()))

    return answer


HOSTILE: dict[str, Callable[[Authority], Callable[[Handler, bytes], None]]] = {
    "instead of 200": lambda server: (
        lambda handler, _q: say(handler, b"", status=302, location=server.address.replace("/tsa", "/other"))
    ),
    "not application/timestamp-reply": lambda _s: (
        lambda handler, _q: say(handler, b"<html>", kind="text/html")
    ),
    "more than": lambda _s: lambda handler, _q: say(handler, b"x" * (LONGEST + 1)),
    "no time stamp": lambda _s: lambda handler, _q: say(handler, b"\x30\x03\x02\x01\x00"),
    "it refused: 2": lambda _s: lambda handler, _q: say(handler, bytes.fromhex("30053003020102")),
    "for something else": _other,
    "does not answer": lambda _s: lambda handler, _q: handler.connection.shutdown(socket.SHUT_RDWR),
}


@pytest.mark.parametrize("words", list(HOSTILE))
def test_what_a_hostile_server_answers_is_refused_and_nothing_kept(
    scope: Scope, server: Authority, words: str
) -> None:
    server.answer = HOSTILE[words](server)
    with pytest.raises(Invalid) as refused:
        actions.stamp(scope, server.address, private=True)
    assert words in refused.value.reason
    assert len(server.asked) == 1
    assert not Anchor.objects.exists()


def test_an_answer_to_another_question_is_refused(
    scope: Scope, server: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    from comity.core import stamps

    right = stamps.stamp

    def replayed(reply: bytes) -> stamps.Stamp:
        found = right(reply)
        return stamps.Stamp(found.algorithm, found.imprint, found.at, found.serial, 1)

    monkeypatch.setattr(stamps, "stamp", replayed)
    with pytest.raises(Invalid) as refused:
        actions.stamp(scope, server.address, private=True)
    assert "another question" in refused.value.reason


def test_a_server_that_never_answers_is_given_up(scope: Scope, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(posting, "SECONDS", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent, pytest.raises(Invalid) as refused:
        actions.stamp(scope, f"http://127.0.0.1:{silent.getsockname()[1]}/", private=True)
    assert "does not answer" in refused.value.reason


def test_a_server_that_drips_is_given_up(scope: Scope, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each byte comes in time, and the whole never does."""
    monkeypatch.setattr(posting, "SECONDS", 0.5)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        over = threading.Event()

        def drip() -> None:
            opened, _where = listening.accept()
            with opened:
                opened.recv(1000)
                opened.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: application/timestamp-reply\r\n\r\n")
                while not over.wait(0.05):
                    try:
                        opened.sendall(b"x")
                    except OSError:
                        return

        thread = threading.Thread(target=drip)
        thread.start()
        try:
            with pytest.raises(Invalid) as refused:
                actions.stamp(scope, f"http://127.0.0.1:{listening.getsockname()[1]}/", private=True)
        finally:
            over.set()
            thread.join()
    assert "does not answer" in refused.value.reason


def test_what_is_given_up_before_it_is_connected_has_nothing_to_hang_up() -> None:
    late = threading.Event()
    posting._hang_up(posting._connection("http", "tsa.example", 80, ("127.0.0.1", 1)), late)
    assert late.is_set()


def test_an_encrypted_address_is_spoken_to_encrypted(scope: Scope, server: Authority) -> None:
    with pytest.raises(Invalid) as refused:
        actions.stamp(scope, server.address.replace("http:", "https:"), private=True)
    assert "SSL" in refused.value.reason
    assert server.asked == []


def test_without_a_note_there_is_no_head(vault: OpenVault) -> None:
    for refused in (
        lambda: actions.stamp(vault.opened, "https://tsa.example/"),
        lambda: anchors.head(vault.opened),
        lambda: anchors.head_page(vault.opened),
        lambda: anchors.head_mail(vault.opened, "me@example.org"),
    ):
        with pytest.raises(WrongState):
            refused()
    assert anchors.checked(vault.opened).is_whole


def test_a_printed_head_can_be_read_and_scanned(scope: Scope) -> None:
    head, page = anchors.head_page(scope)
    text = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(page)).pages)
    assert head.digest in "".join(text.split())
    assert "Entry 1" in text
    actions.outside(scope, head.number, head.digest, "printed", head.at, "my lawyer")
    (line,) = anchors.anchors(scope)
    assert (line.kind, line.to, line.signed) == ("printed", "my lawyer", "")
    assert anchors.checked(scope).claimed == 1


def test_a_mailed_head_is_a_draft_and_is_noted_once(scope: Scope) -> None:
    head, href = anchors.head_mail(scope, "me+proof@example.org")
    assert href.startswith("mailto:me+proof@example.org?subject=")
    assert head.groups in unquote(href)
    one, other = (actions.outside(scope, 1, head.digest, "mailed", head.at, "me") for _ in range(2))
    assert one == other


def test_a_head_that_never_was_or_at_another_time_is_no_anchor(scope: Scope) -> None:
    head = anchors.head(scope)
    with pytest.raises(NotFound):
        actions.outside(scope, 1, "a" * 64, "printed", head.at)
    for at in (head.at - 86_400, head.at + 86_400):
        with pytest.raises(Invalid):
            actions.outside(scope, 1, head.digest, "printed", at)
    with pytest.raises(Invalid):
        actions.outside(scope, 1, head.digest, "rfc3161", head.at)


def test_what_was_not_printed_after_all_is_taken_back_but_never_a_stamp(
    scope: Scope, server: Authority
) -> None:
    head = anchors.head(scope)
    id = actions.outside(scope, 1, head.digest, "printed", head.at)
    actions.take_back(scope, id)
    stamp = actions.stamp(scope, server.address, private=True)
    with pytest.raises(WrongState):
        actions.take_back(scope, stamp)
    for missing in (id, "x"):
        with pytest.raises(NotFound):
            actions.take_back(scope, missing)
