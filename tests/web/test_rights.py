"""Their data: why somebody is kept, their file, and erasing them; a backup to download."""

from __future__ import annotations

import io
import json

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from comity.actions import rights as actions
from comity.exports import age
from comity.store import chain, sealing
from comity.store.models import Feeling, Member, Person, Purpose, Retention
from tests.made_up import new_scope
from tests.sealed import PASSPHRASE, vault_of
from tests.web.conftest import Desk

pytestmark = pytest.mark.django_db


def read(answer: object) -> bytes:
    return b"".join(answer.streaming_content)  # type: ignore[attr-defined]


def test_the_file_of_a_person_is_data_and_a_document(client: Client, desk: Desk) -> None:
    found = json.loads(read(client.get(reverse("rights_file", args=[desk.ada, "json"]))))
    assert (found["about"], found["facts"][0]["text"]) == ("Ada Quill", "Rows on Sundays")
    answer = client.get(reverse("rights_file", args=[desk.ada, "pdf"]))
    assert 'filename="ada-quill.pdf"' in answer["Content-Disposition"]
    assert "Ada Quill" in PdfReader(io.BytesIO(read(answer))).pages[0].extract_text()
    assert client.get(reverse("rights_file", args=[desk.ada, "csv"])).status_code == 404


def test_a_purpose_with_a_hold_is_kept_and_nothing_can_be_erased(client: Client, desk: Desk) -> None:
    data = {"purpose": "Contract", "source": "Card", "review_on": "2020-01-01", "hold": "A court"}
    assert client.post(reverse("rights_purpose", args=[desk.ada]), data).status_code == 302
    page = client.get(reverse("rights_of", args=[desk.ada])).content.decode()
    assert "A court" in page
    assert "Erase for good</button>" not in page
    overview = client.get(reverse("rights")).content.decode()
    assert "Contract" in overview
    client.post(reverse("rights_erase", args=[desk.ada]), {"name": "Ada Quill"})
    assert Person.objects.filter(name="Ada Quill").exists()
    client.post(reverse("rights_purpose", args=[desk.ada]), {"purpose": "Contract"})
    row = Purpose.objects.get()
    assert (row.hold, row.review_on) == ("", None)


def test_somebody_is_erased_once_their_name_was_typed(client: Client, desk: Desk) -> None:
    page = client.get(reverse("rights_of", args=[desk.ada])).content.decode()
    assert "It cannot be taken back" in page
    client.post(reverse("rights_erase", args=[desk.ada]), {"name": "Ada"})
    assert Person.objects.filter(name="Ada Quill").exists()
    answer = client.post(
        reverse("rights_erase", args=[desk.ada]), {"name": "Ada Quill", "asked_by": "them"}, follow=True
    )
    assert not Person.objects.filter(name="Ada Quill").exists()
    text = answer.content.decode()
    assert "Copies that Comity could not reach" in text
    assert "Ada Quill" not in text


def test_a_rule_asks_and_is_taken_back(client: Client, desk: Desk) -> None:
    client.post(reverse("retention_add"), {"after_days": "30", "role": "mentor", "tag": "pycon", "note": "n"})
    rule = Retention.objects.get()
    assert "after 30 days without contact" in client.get(reverse("rights")).content.decode()
    client.post(reverse("retention_remove", args=[rule.uuid]))
    assert not Retention.objects.exists()


def test_who_waits_to_be_looked_at_is_listed(client: Client, desk: Desk) -> None:
    actions.add_rule(desk.scope, 1)
    Person.objects.filter(name__startswith="<svg").update(known_since=1000)
    page = client.get(reverse("rights")).content.decode()
    assert "To look at again" in page
    assert "<svg onload" not in page


def test_passphrases_of_a_backup_must_be_the_same(client: Client) -> None:
    answer = client.post(
        reverse("backup"), {"passphrase": "lantern harbour", "again": "other words"}, follow=True
    )
    assert "not the same" in answer.content.decode()


@pytest.mark.django_db(transaction=True)
def test_a_backup_is_downloaded(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(age.to_passphrase, "__kwdefaults__", {"work": 4})
    answer = client.post(reverse("backup"), {"passphrase": "lantern harbour", "again": "lantern harbour"})
    raw = read(answer)
    assert age.is_for_passphrase(raw[:64])
    assert b"Ada Quill" not in raw


def test_a_backup_of_everybody_is_not_for_one_of_several(client: Client, desk: Desk) -> None:
    other = new_scope()
    answer = client.post(
        reverse("backup"), {"passphrase": "lantern harbour", "again": "lantern harbour"}, follow=True
    )
    assert "whoever runs this server" in answer.content.decode()
    Member.objects.filter(user=other.user_id).delete()


def test_an_erasure_while_sealed_things_are_locked_says_so_until_they_were_looked_through(
    client: Client, desk: Desk
) -> None:
    opened = vault_of(desk.scope).opened
    person = Person.objects.get(book_id=desk.scope.book_id, is_me=True, merged_into=None)
    row = Feeling(book_id=desk.scope.book_id, person=person, on=1)
    sealing.put(opened, row, {"text": "Ada Quill and I"})
    row.save()
    chain.append(opened, "incident", {"text": "Ada Quill was there"}, 1)
    text = client.post(
        reverse("rights_erase", args=[desk.ada]), {"name": "Ada Quill"}, follow=True
    ).content.decode()
    assert "Not complete: 2 sealed things" in text
    assert "Look through what is sealed" not in text
    client.post(reverse("sealed_act", args=["unlock"]), {"passphrase": PASSPHRASE})
    assert "Look through what is sealed" in client.get(reverse("rights")).content.decode()
    text = client.post(reverse("rights_sealed"), follow=True).content.decode()
    assert "1 text was changed" in text
    assert "1 entry of your sealed record" in text
    assert "Not complete" not in text
    row.refresh_from_db()
    assert sealing.opened(opened, row)["text"] == "[erased] and I"
    Feeling.objects.update(ciphertext=b"x" * 40)
    assert "did not open" in client.post(reverse("rights_sealed"), follow=True).content.decode()
