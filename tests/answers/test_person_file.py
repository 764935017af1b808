"""The file of everything held on one person: complete, without others, with what is withheld named."""

from __future__ import annotations

import datetime as dt
import io
import json
from typing import Any

import pytest
from django.db import models
from pypdf import PdfReader

from comity.actions import people
from comity.answers import person_document, person_file
from comity.core.errors import Invalid
from comity.exports.pdf import pdf
from comity.store.access import Scope
from comity.store.isolation import guarded_models
from comity.store.models import Confidence, Feeling, Group, IncidentEntry, Interaction, Person
from comity.store.queries import held
from tests.made_up import ME, TODAY, bring
from tests.practised import one_of_each
from tests.small_book import INES, TOMAS, card, id_of, mail, met

NOW = dt.datetime(2024, 10, 4, 12, tzinfo=dt.UTC)


@pytest.fixture
def book(scope: Scope) -> Scope:
    bring(
        scope,
        [
            [
                mail(
                    TODAY - 9,
                    INES,
                    ME,
                    TOMAS,
                    subject="Atlas",
                    text="Ask Tomas Lindqvist, tomas@quill.example, or bo@gone.example.",
                ),
                mail(TODAY - 8, ME, TOMAS, subject="Not hers", text="Ines Varga was late."),
                met(TODAY - 7, INES),
                card(INES, name="Ines Varga", phone="+49 30 1234567"),
                card(TOMAS, name="Tomas Lindqvist"),
            ]
        ],
    )
    return scope


def made(scope: Scope, who: str = "Ines Varga") -> dict[str, Any]:
    file = io.StringIO()
    person_file.write_json(person_file.begin(scope, who), file, NOW)
    found: dict[str, Any] = json.loads(file.getvalue())
    return found


def test_it_is_one_json_object_of_all_that_is_held(book: Scope) -> None:
    found = made(book)
    assert (found["format"], found["about"], found["made_at"]) == (
        "comity-person-file",
        "Ines Varga",
        "2024-10-04T12:00:00Z",
    )
    assert {"field": "phone", "value": "+49 30 1234567"}.items() <= next(
        c for c in found["claims"] if c["field"] == "phone"
    ).items()
    assert [i["identifier"] for i in found["identifiers"]] == [f"email:{INES}"]
    assert [i["kind"] for i in found["interactions"]] == ["mail", "meeting"]
    assert found["sources"][0]["number"] == 1
    assert "withheld" not in found


def test_other_people_are_left_out_always_by_the_same_name(book: Scope) -> None:
    text = json.dumps(made(book))
    assert "omas" not in text
    assert "bo@gone" not in text
    passed = made(book)["interactions"][0]
    assert passed["text"] == "Ask [another person 1], [another person 1], or [another person 2]."
    assert [p["who"] for p in passed["participants"]] == [f"them ({INES})", "me", "[another person 1]"]


def test_rows_of_every_kind_about_them_are_told(book: Scope) -> None:
    ines = Person.objects.get(book_id=book.book_id, name="Ines Varga")
    tomas = Person.objects.get(book_id=book.book_id, name="Tomas Lindqvist")
    group = Group.objects.create(book_id=book.book_id, name="G")
    meeting = Interaction.objects.filter(book_id=book.book_id).latest("at")
    one_of_each(book.book_id, ines, tomas, meeting, group)
    found = made(book)
    for kind, model in held.KINDS.items():
        where = held.about(kind, [ines.pk])
        if where is None:
            continue
        count = model._default_manager.filter(where).count()
        listed = len(found.get(kind, ()))
        left = sum(w["count"] for w in found.get("withheld", ()) if w["what"] == kind)
        assert listed + left == count or kind in ("confidence_audience", "confidence_covers"), kind
    assert "Lindqvist" not in json.dumps(found)
    assert found["introductions"][0]["one"].startswith("[another person")


def test_no_table_with_a_way_to_a_person_is_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    assert held.untold() == []
    monkeypatch.delitem(held.KINDS, "gifts")
    assert [model.__name__ for model in held.untold()] == ["Gift"]
    assert all(issubclass(model, models.Model) for model in guarded_models())


def test_what_was_told_in_confidence_is_withheld_with_its_reason(book: Scope) -> None:
    ines = Person.objects.get(book_id=book.book_id, name="Ines Varga")
    tomas = Person.objects.get(book_id=book.book_id, name="Tomas Lindqvist")
    people.add_fact(book, str(ines.uuid), "She will leave the lantern works in May")
    Confidence.objects.create(
        book_id=book.book_id,
        text="She will leave the lantern works in May",
        source=tomas,
        subject=ines,
        on=TODAY,
    )
    Confidence.objects.create(book_id=book.book_id, text="Mine to keep for her", source=ines, on=TODAY)
    found = made(book)
    assert "lantern works" not in json.dumps(found)
    assert {(w["what"], w["why"]) for w in found["withheld"]} >= {
        ("confidences", "confidence"),
        ("facts", "confidence"),
    }
    assert [c["text"] for c in found["confidences"]] == ["Mine to keep for her"]


def test_what_is_sealed_is_said_to_be_there(book: Scope) -> None:
    ines = Person.objects.get(book_id=book.book_id, name="Ines Varga")
    Feeling.objects.create(book_id=book.book_id, person=ines, on=TODAY, wrapped_key=b"k", ciphertext=b"c")
    IncidentEntry.objects.create(
        book_id=book.book_id, number=1, incident=ines.uuid, header=b"{}", digest="0" * 64, ciphertext=b"c"
    )
    found = made(book)
    assert {(w["what"], w["why"]) for w in found["withheld"]} == {
        ("feelings", "sealed"),
        ("incidents", "sealed_chain"),
    }
    assert "feelings" not in found


def test_it_can_be_printed(book: Scope) -> None:
    document = person_document.document(person_file.begin(book, id_of(book, INES)), NOW)
    text = "\n".join(
        page.extract_text() for page in PdfReader(io.BytesIO(pdf("person_file", document))).pages
    )
    assert "What is held on Ines Varga" in text
    assert "[another person 1]" in text
    assert "Left out, and why" in text


def test_a_document_of_very_many_mails_shows_the_latest(book: Scope, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(person_document, "_SHOWN_TEXTS", 1)
    document = person_document.document(person_file.begin(book, "Ines Varga"), NOW)
    assert (len(document["interactions"]), document["beyond"]) == (1, 1)


def test_my_own_file_is_the_export(book: Scope) -> None:
    me = Person.objects.get(book_id=book.book_id, is_me=True, merged_into=None)
    with pytest.raises(Invalid, match="comity export"):
        person_file.begin(book, str(me.uuid))
