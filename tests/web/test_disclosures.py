"""What I told whom and my ideas, on the pages."""

from __future__ import annotations

import hashlib
import io

import pypdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from comity.actions import confidences, disclosures, ideas, people
from comity.store.models import Disclosure, Idea
from tests.web.conftest import HOSTILE, Desk


def shown(client: Client, path: str) -> str:
    return client.get(path).content.decode()


def test_something_told_is_noted_said_to_be_early_pictured_and_removed(client: Client, desk: Desk) -> None:
    sent = {"who": "Ada", "text": HOSTILE, "topic": "plans", "depth": "3"}
    page = client.post(reverse("disclosure_add"), sent, follow=True).content.decode()
    assert "That was early" in page
    listed = shown(client, reverse("disclosures"))
    assert "Who knows what" in listed
    assert "dot early" in listed
    assert HOSTILE not in listed
    assert "What you told Ada Quill" in shown(client, reverse("disclosures") + f"?who={desk.ada}")
    client.post(reverse("disclosure_remove", args=[Disclosure.objects.get().uuid]))
    assert "Nothing noted yet" in shown(client, reverse("disclosures"))


def test_an_idea_is_recorded_shown_and_written_as_a_pdf(client: Client, desk: Desk) -> None:
    client.post(
        reverse("idea_add"), {"title": HOSTILE, "text": '#import "/etc/passwd"\n*A lamp* \u6771\u4eac'}
    )
    one = Idea.objects.get()
    client.post(reverse("idea_show", args=[one.uuid]), {"who": "Ada", "how": "over lunch"})
    page = shown(client, reverse("ideas"))
    assert one.digest in page
    assert "over lunch" in page
    assert HOSTILE not in page
    made = client.get(reverse("idea_pdf", args=[one.uuid]))
    assert made["Content-Type"] == "application/pdf"
    text = "".join(sheet.extract_text() for sheet in pypdf.PdfReader(io.BytesIO(made.content)).pages)
    assert one.digest in text.replace(" ", "").replace("\n", "")
    assert "*A lamp*" in text
    assert "Ada Quill" in text
    kept = client.post(reverse("idea_remove", args=[one.uuid]), follow=True).content.decode()
    assert "Somebody saw this idea" in kept
    assert Idea.objects.exists()


def test_an_uploaded_file_is_only_hashed(client: Client, desk: Desk) -> None:
    raw = b"plan" * 1000
    client.post(reverse("idea_add"), {"title": "Plan", "file": SimpleUploadedFile("plan.odt", raw)})
    one = Idea.objects.get()
    assert (one.digest, one.file_name, one.file_size) == (
        hashlib.sha256(raw).hexdigest(),
        "plan.odt",
        len(raw),
    )
    client.post(reverse("idea_remove", args=[one.uuid]))
    assert not Idea.objects.exists()


def test_forms_that_are_wrong_say_so(client: Client, desk: Desk) -> None:
    id = ideas.record(desk.scope, "Lamp", "x")
    for path in (reverse("disclosure_add"), reverse("idea_add"), reverse("idea_show", args=[id])):
        assert "required" in client.post(path, {}, follow=True).content.decode()
    both = {"title": "x", "text": "y", "file": SimpleUploadedFile("a", b"b")}
    assert "one of the two" in client.post(reverse("idea_add"), both, follow=True).content.decode()


@pytest.mark.parametrize(("name", "most"), [("disclosures", 12), ("ideas", 11)])
def test_pages_ask_no_more_often_for_many_than_for_few(
    client: Client, desk: Desk, name: str, most: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for n in range(12):
        who = people.add_person(desk.scope, name=f"Person {n}")
        disclosures.tell(desk.scope, who, "x", topic=f"topic {n}")
        ideas.show(desk.scope, ideas.record(desk.scope, f"Idea {n}", f"{n}"), who)
    client.get(reverse(name))
    with django_assert_max_num_queries(most):
        client.get(reverse(name))


def test_a_record_leaves_out_a_confidence_until_it_is_let_out_there(client: Client, desk: Desk) -> None:
    secret = "Quorvel zimnath ostrumi kreppin"
    id = ideas.record(desk.scope, "Lamp", f"A lamp like that of {secret}.")
    path = reverse("idea_pdf", args=[id])
    assert "told in confidence is left out" not in shown(client, reverse("ideas"))
    confided = confidences.keep(desk.scope, secret)
    page = shown(client, reverse("ideas"))
    assert "told in confidence is left out" in page
    assert reverse("confidence", args=[confided]) in page

    def said(query: str) -> str:
        made = io.BytesIO(client.get(path + query).content)
        return "".join(one.extract_text() for one in pypdf.PdfReader(made).pages)

    assert "zimnath" not in said("")
    assert "may not be passed on" in said("")
    assert "zimnath" in said(f"?release={confided}")
