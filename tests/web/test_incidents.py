"""Incidents and difficult relationships, on the pages."""

from __future__ import annotations

import dataclasses
import html
import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from comity.actions import difficulties, incidents
from comity.actions.incidents import Attached
from comity.answers import incidents as answers
from comity.core.incidents import Someone, Told, When
from comity.interfaces.web import opened, private_uploads
from comity.store.models import Anchor, DifficultStep, IncidentEntry, Relationship
from tests.chained import torn_out
from tests.packed import unpacked, verified
from tests.sealed import PASSPHRASE, OpenVault, vault_of
from tests.tsa import Authority, authority
from tests.web.conftest import HOSTILE, Desk

TOLD = Told(
    "Shouted at",
    When("2024-10-03T14:30", about=True, told="after lunch"),
    where="Print room",
    words=("You will never print again.",),
    saw=(HOSTILE, "He closed the door."),
    impact="I could not sleep.",
)
FORM = {
    "title": "Shouted at",
    "starts": "2024-10-03",
    "starts_time": "14:30",
    "ends_time": "14:45",
    "about": "on",
    "when_told": "after lunch",
    "where": "Print room",
    "who": ["Ada Quill", "A visitor"],
    "part": ["did", "there"],
    "others": "two more",
    "harm": ["insult", "credit"],
    "words": "Never again.\r\n\r\nOut!",
    "saw": "He shouted.",
    "told": "",
    "inferred": "He was angry.",
    "response": "I left.",
    "impact": "",
    "note_0": "Not of this one",
    "note_1": "A proof",
}


@pytest.fixture(autouse=True)
def nothing_open(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opened, "_open", {})
    monkeypatch.setattr(opened, "_wrong", {})


@pytest.fixture
def vault(desk: Desk) -> OpenVault:
    return vault_of(desk.scope)


@pytest.fixture
def unlocked(client: Client, vault: OpenVault) -> Client:
    client.post(reverse("sealed_act", args=["unlock"]), {"passphrase": PASSPHRASE})
    return client


def shown(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status
    return html.unescape(answer.content.decode())


def test_an_incident_is_written_corrected_added_to_and_closed(unlocked: Client, desk: Desk) -> None:
    page = shown(unlocked, reverse("incident_new") + f"?who={desk.ada}")
    assert "no legal advice" in page
    file = SimpleUploadedFile("torn proof.jpg", b"\xff\xd8 torn")
    answer = unlocked.post(reverse("incident_new"), FORM | {"file_1": [file]})
    entry = IncidentEntry.objects.order_by("number")[0]
    assert answer.headers["Location"] == reverse("incident", args=[entry.uuid])
    for act, sent in (
        ("correct", {"field": "when", "text": "It was half past three."}),
        ("correct", {"field": "", "text": HOSTILE}),
        ("attach", {"file": SimpleUploadedFile("letter.txt", b"Dear"), "note": "His letter"}),
        ("close", {"text": "He apologised."}),
    ):
        assert unlocked.post(reverse("incident_act", args=[entry.uuid, act]), sent).status_code == 302
    raw = unlocked.get(reverse("incident", args=[entry.uuid])).content.decode()
    assert HOSTILE not in raw
    page = html.unescape(raw)
    assert "Not of this one" not in page
    for words in (
        "A proof",
        "about 3 October 2024, 14:30 to 14:45 (Etc/UTC); “after lunch”",
        "Ada Quill (did it)",
        "insulted or humiliated somebody, took credit for what was mine",
        "A visitor (was there)",
        "Never again.",
        "Out!",
        "It was half past three.",
        "torn proof.jpg",
        "His letter",
        "He apologised.",
    ):
        assert words in page
    assert IncidentEntry.objects.count() == 6
    assert "Shouted at" in shown(unlocked, reverse("incidents"))
    assert "Shouted at" in shown(unlocked, reverse("incidents") + "?who=Ada")
    assert "Shouted at" not in shown(unlocked, reverse("incidents") + f"?who={desk.hostile}")


def test_a_file_on_its_way_into_an_incident_never_lies_on_the_disk(
    unlocked: Client, vault: OpenVault, monkeypatch: pytest.MonkeyPatch
) -> None:
    def on_the_disk(*args: object) -> None:
        raise AssertionError("a temporary file was made")

    monkeypatch.setattr(TemporaryFileUploadHandler, "new_file", on_the_disk)
    proof = bytes(range(256)) * 20_000
    unlocked.post(reverse("incident_new"), FORM | {"file_1": [SimpleUploadedFile("proof.bin", proof)]})
    file = IncidentEntry.objects.get(number=2)
    assert unlocked.get(reverse("incident_file", args=[file.uuid])).content == proof
    monkeypatch.setattr(private_uploads, "_MOST_BYTES", 1000)
    attach = reverse("incident_act", args=[file.incident, "attach"])
    unlocked.post(attach, {"file": SimpleUploadedFile("more.bin", proof), "note": ""})
    assert IncidentEntry.objects.count() == 2


def test_a_file_comes_back_as_a_download(unlocked: Client, vault: OpenVault) -> None:
    id = incidents.write(vault.opened, TOLD, [Attached('a"\r\nb.html', io.BytesIO(b"<script>"), "")])
    file = IncidentEntry.objects.get(number=2)
    answer = unlocked.get(reverse("incident_file", args=[file.uuid]))
    assert (answer.content, answer["Content-Type"]) == (b"<script>", "application/octet-stream")
    assert answer["Content-Disposition"] == 'attachment; filename="a___b.html"'
    assert answer["Cache-Control"] == "no-store"
    assert unlocked.get(reverse("incident_file", args=[id])).status_code == 404


def test_what_cannot_be_kept_is_said_and_nothing_stored(unlocked: Client) -> None:
    for wrong in (
        {"title": ""},
        {"starts": "never"},
        {"saw": "", "words": "", "inferred": ""},
        {"part": ["boss", "did"]},
    ):
        unlocked.post(reverse("incident_new"), FORM | wrong)
    assert not IncidentEntry.objects.exists()


def test_locked_every_page_but_the_chain_asks_for_the_passphrase(client: Client, vault: OpenVault) -> None:
    id = incidents.write(vault.opened, TOLD, [Attached("a.txt", io.BytesIO(b"a"))])
    file = IncidentEntry.objects.get(number=2).uuid
    for path in (
        reverse("incidents"),
        reverse("incidents") + "?who=Ada",
        reverse("incident_new"),
        reverse("incident", args=[id]),
        reverse("incident_file", args=[file]),
        reverse("pack", args=[id]),
    ):
        page = shown(client, path, 423)
        assert "Shouted" not in page
        assert "passphrase" in page
    client.post(reverse("incident_new"), FORM)
    client.post(reverse("pack", args=[id]), {"made_for": "HR"})
    assert IncidentEntry.objects.count() == 2
    page = shown(client, reverse("chain"))
    assert "Looked through: 2 entries, and the chain is whole." in page
    assert "Shouted" not in page


def test_before_a_passphrase_is_set_the_page_leads_there(client: Client) -> None:
    assert reverse("sealed") in shown(client, reverse("incidents"))
    assert "There is no note yet." in shown(client, reverse("chain"))
    assert client.get(reverse("head_pdf")).status_code == 404
    assert "Set a passphrase first" in client.get(reverse("incident_new"), follow=True).content.decode()
    assert client.get(reverse("incident_new")).headers["Location"] == reverse("sealed")


@pytest.fixture
def stamps(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Authority]:
    with authority(tmp_path_factory.mktemp("tsa")) as running:
        yield running


def test_the_head_is_stamped_printed_and_mailed(
    client: Client, vault: OpenVault, stamps: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    incidents.write(vault.opened, TOLD)
    refused = client.post(reverse("chain_act", args=["stamp"]), {"server": stamps.address}, follow=True)
    assert "own network" in refused.content.decode()
    monkeypatch.setattr(settings, "PRIVATE_SERVERS", True)
    client.post(reverse("chain_act", args=["stamp"]), {"server": stamps.address})
    assert "time stamp, signed; compare" in shown(client, reverse("chain"))
    assert client.get(reverse("head_pdf")).content.startswith(b"%PDF")
    page = shown(client, reverse("chain") + "?to=lawyer@law.example")
    assert 'href="mailto:lawyer@law.example?subject=' in page
    head = {
        name: re.findall(f'name="{name}" value="([^"]+)"', page)[0] for name in ("number", "digest", "at")
    }
    client.post(reverse("chain_act", args=["outside"]), head | {"kind": "mailed", "to": "lawyer@law.example"})
    client.post(reverse("chain_act", args=["outside"]), head | {"kind": "printed", "to": ""})
    mailed = Anchor.objects.get(kind="mailed")
    page = shown(client, reverse("chain"))
    assert "mailed" in page
    client.post(reverse("anchor_remove", args=[mailed.uuid]))
    client.post(reverse("anchor_remove", args=[Anchor.objects.get(kind="rfc3161").uuid]))
    assert set(Anchor.objects.values_list("kind", flat=True)) == {"rfc3161", "printed"}


def test_a_long_list_goes_on_where_the_page_ended(
    unlocked: Client, vault: OpenVault, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answers.incidents, "__kwdefaults__", {"who": "", "before": 0, "limit": 2})
    for number in range(3):
        incidents.write(vault.opened, dataclasses.replace(TOLD, title=f"Note {number}"))
    page = shown(unlocked, reverse("incidents"))
    assert ("Note 2" in page, "Note 0" in page, "and one older" in page) == (True, False, True)
    later = re.search(r'href="(\?before=\d+)"', page)
    assert later is not None
    page = shown(unlocked, reverse("incidents") + later[1])
    assert ("Note 2" in page, "Note 0" in page, "before=" in page) == (False, True, False)
    assert "Note 2" in shown(unlocked, reverse("incidents") + "?before=x")


def test_a_broken_chain_is_said_to_be_broken(client: Client, vault: OpenVault) -> None:
    incidents.write(vault.opened, TOLD)
    incidents.write(vault.opened, TOLD)
    torn_out(1)
    page = shown(client, reverse("chain"))
    assert "Entry 1 was removed." in page


def test_a_pack_is_chosen_made_and_verified(unlocked: Client, vault: OpenVault, tmp_path: Path) -> None:
    id = incidents.write(vault.opened, TOLD)
    other = incidents.write(vault.opened, dataclasses.replace(TOLD, title="Another"))
    raw = unlocked.get(reverse("pack", args=[id]) + f"?also={other}&who=Ada").content.decode()
    assert HOSTILE not in raw
    assert "Another" in raw
    sent = {"made_for": "HR", "also": [other], "left": ["1:impact"], "why-1:impact": "My health"}
    answer = unlocked.post(reverse("pack", args=[id]), sent)
    assert answer["Content-Type"] == "application/zip"
    code, said = verified(answer.content, tmp_path)
    assert code == 0, said
    assert b"My health" in unpacked(answer.content)["redactions.json"]
    for wrong in ({"left": ["x:impact"]}, {"left": ["1:impact"]}, {"made_for": ""}):
        assert unlocked.post(reverse("pack", args=[id]), {"made_for": "HR"} | wrong).status_code == 302


def test_a_pack_can_take_up_incidents_that_the_list_shows_on_a_later_page(
    unlocked: Client, vault: OpenVault
) -> None:
    ids = [incidents.write(vault.opened, TOLD) for _ in range(answers.LIMIT + 2)]
    raw = unlocked.get(reverse("pack", args=[ids[-1]])).content.decode()
    assert raw.count("<option value=") == len(ids) - 1
    assert ids[0] in raw


def test_a_difficult_relationship_goes_step_by_step(client: Client, desk: Desk) -> None:
    assert "go straight to HR" in shown(client, reverse("difficult"))
    client.post(reverse("difficult_add"), {"who": "Ada", "step": "talk", "text": HOSTILE})
    step = DifficultStep.objects.get()
    raw = client.get(reverse("difficult")).content.decode()
    assert HOSTILE not in raw
    client.post(reverse("difficult_act", args=[step.uuid, "came"]), {"came": "same"})
    assert "Name the common goal" in shown(client, reverse("difficult") + f"?who={desk.ada}")
    assert "1 step with a difficult relationship" in shown(client, reverse("person", args=[desk.ada]))
    client.post(reverse("difficult_act", args=[step.uuid, "remove"]))
    assert not DifficultStep.objects.exists()


def test_stepping_back_is_taken_back_to_what_it_was(client: Client, desk: Desk) -> None:
    Relationship.objects.filter(person__uuid=desk.ada).update(standing="trusted")
    page = client.post(reverse("difficult_add"), {"who": desk.ada, "step": "back"}, follow=True)
    assert "You stepped back from Ada Quill." in page.content.decode()
    step = DifficultStep.objects.get()
    client.post(reverse("difficult_act", args=[step.uuid, "remove"]) + "?standing=trusted")
    assert Relationship.objects.get(person__uuid=desk.ada).standing == "trusted"


def test_sealed_words_of_a_step_are_shown_only_while_it_is_open(
    unlocked: Client, vault: OpenVault, desk: Desk
) -> None:
    unlocked.post(
        reverse("difficult_add"), {"who": desk.ada, "step": "talk", "text": "He wept.", "sealed": "on"}
    )
    assert DifficultStep.objects.get().text == ""
    assert "He wept." in shown(unlocked, reverse("difficult"))
    unlocked.post(reverse("sealed_act", args=["lock"]))
    page = shown(unlocked, reverse("difficult"))
    assert "He wept." not in page
    assert "Locked: the words are sealed." in page


@pytest.mark.parametrize("count", [1, 12])
def test_the_pages_ask_the_same_number_of_questions_however_much_there_is(
    unlocked: Client,
    vault: OpenVault,
    desk: Desk,
    django_assert_max_num_queries: DjangoAssertNumQueries,
    count: int,
) -> None:
    told = dataclasses.replace(TOLD, people=(Someone(desk.ada, ""),))
    ids = [incidents.write(vault.opened, told) for _ in range(count)]
    for _ in range(count):
        difficulties.take(vault.opened, desk.ada, "talk")
        incidents.correct(vault.opened, ids[0], "No.")
    for path in (
        reverse("incidents"),
        reverse("incident", args=[ids[0]]),
        reverse("chain"),
        reverse("difficult"),
        reverse("pack", args=[ids[0]]),
    ):
        with django_assert_max_num_queries(22):
            unlocked.get(path)
