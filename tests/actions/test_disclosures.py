"""What I told whom, and ideas: noted with their digest, shown, taken back; the picture; what was early."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import uuid

import pytest
from django.utils.formats import date_format
from pypdf import PdfReader

from comity.actions import confidences, disclosures, ideas, merging, people
from comity.answers import disclosures as answers
from comity.answers import ideas as idea_answers
from comity.answers.depths import depth_of
from comity.answers.idea_record import held_back, idea_record
from comity.core.depth import Depth
from comity.core.errors import Invalid, NotFound, WrongState
from comity.exports.pdf import pdf
from comity.store.access import Scope
from comity.store.models import Disclosure, Idea, Person, Relationship
from tests.made_up import new_scope

LAMP = "A lamp that follows\nthe reader"


@pytest.fixture
def ada(scope: Scope) -> str:
    return people.add_person(scope, name="Ada Quill", email="ada@quill.example")


@pytest.fixture
def bo(scope: Scope) -> str:
    return people.add_person(scope, name="Bo Marsh", email="bo@marsh.example")


def test_what_i_told_is_kept_with_its_day_and_digest_and_is_said_to_be_early(scope: Scope, ada: str) -> None:
    day = scope.today() - dt.timedelta(days=3)
    id = disclosures.tell(scope, ada, " I look for a job ", topic="plans", depth=3, how="over lunch", on=day)
    (line,) = answers.disclosures(scope).lines
    assert (line.id, line.text, line.topic, line.how, line.on) == (
        id,
        "I look for a job",
        "plans",
        "over lunch",
        day,
    )
    assert line.digest == hashlib.sha256(b"I look for a job").hexdigest()
    assert line.early
    Relationship.objects.filter(person__uuid=ada).update(standing="trusted")
    assert depth_of(scope, "Ada") == Depth.TRUSTED
    assert not answers.disclosures(scope, who="Ada").lines[0].early
    disclosures.remove(scope, id)
    assert answers.disclosures(scope).lines == ()


def test_what_was_told_to_two_who_are_one_stands_with_that_one(scope: Scope, ada: str, bo: str) -> None:
    disclosures.tell(scope, ada, "x", topic="plans")
    disclosures.tell(scope, bo, "y", topic="health")
    merging.merge_people(scope, [ada, bo])
    assert len(answers.disclosures(scope, who=ada).lines) == 2
    knows = answers.who_knows(scope)
    assert len(knows.rows) == 1
    assert [cell is not None for cell in knows.rows[0][1]] == [True, True]


def test_the_picture_says_who_knows_what_and_what_was_early(scope: Scope, ada: str, bo: str) -> None:
    disclosures.tell(scope, ada, "x", topic="plans", depth=2)
    disclosures.tell(scope, bo, "x", topic="plans")
    disclosures.tell(scope, bo, "x", topic="plans")
    disclosures.tell(scope, bo, "y", topic="health")
    knows = answers.who_knows(scope)
    assert knows.topics == ("plans", "health")
    assert [face.name for face, _ in knows.rows] == ["Bo Marsh", "Ada Quill"]
    (bo_plans, _), (ada_plans, ada_health) = (cells for _, cells in knows.rows)
    assert bo_plans
    assert ada_plans
    assert (bo_plans.times, bo_plans.early, ada_plans.early, ada_health) == (2, False, True, None)


def test_what_cannot_be_noted_says_why(scope: Scope, ada: str) -> None:
    me = Person.objects.create(book_id=scope.book_id, name="Noor", is_me=True)
    with pytest.raises(Invalid, match="words"):
        disclosures.tell(scope, ada, " ")
    with pytest.raises(Invalid, match="choose 0 to 3"):
        disclosures.tell(scope, ada, "x", depth=4)
    with pytest.raises(Invalid, match="still to come"):
        disclosures.tell(scope, ada, "x", on=scope.today() + dt.timedelta(days=1))
    with pytest.raises(Invalid, match="somebody else"):
        disclosures.tell(scope, str(me.uuid), "x")
    with pytest.raises(NotFound):
        disclosures.tell(scope, ada, "x", interaction=str(uuid.uuid4()))
    assert not Disclosure.objects.exists()


def test_an_idea_is_recorded_as_a_text_and_found_again_word_for_word(scope: Scope, ada: str) -> None:
    id = ideas.record(scope, "Lamp", f"{LAMP}\n")
    shown = ideas.show(scope, id, ada, how="as a slide")
    (one,) = idea_answers.same_as(scope, LAMP.replace("\n", "\r\n"))
    assert (one.id, one.digest) == (id, hashlib.sha256(LAMP.encode()).hexdigest())
    assert [(line.face.name, line.how, line.digest) for line in one.shown] == [
        ("Ada Quill", "as a slide", one.digest)
    ]
    assert idea_answers.same_as(scope, f"{LAMP}!") == ()
    assert [one.id for one in idea_answers.ideas(scope)] == [id]
    ideas.rename(scope, id, "The lamp")
    assert idea_answers.idea(scope, id).title == "The lamp"
    with pytest.raises(WrongState):
        ideas.remove(scope, id)
    disclosures.remove(scope, shown)
    ideas.remove(scope, id)
    assert not Idea.objects.exists()


def test_of_a_file_only_name_size_and_digest_are_kept(scope: Scope) -> None:
    raw = bytes(range(256)) * 9000
    file = ideas.hashed("plan.odt", io.BytesIO(raw))
    assert file == ideas.hashed("plan.odt", [raw[:7], raw[7:]])
    id = ideas.record(scope, "Plan", file=file)
    one = idea_answers.idea(scope, id)
    assert (one.file_name, one.file_size, one.text) == ("plan.odt", len(raw), "")
    assert [found.id for found in idea_answers.same_as(scope, hashlib.sha256(raw).hexdigest().upper())] == [
        id
    ]


def test_an_idea_needs_a_title_and_either_words_or_a_file(scope: Scope) -> None:
    file = ideas.hashed("a", io.BytesIO(b""))
    for title, text, given in (
        ("x", "", None),
        ("x", "y", file),
        (" ", "y", None),
        ("x", "y" * 200_001, None),
    ):
        with pytest.raises(Invalid):
            ideas.record(scope, title, text, file=given)
    assert not Idea.objects.exists()


def test_the_record_names_the_digest_and_who_saw_it(scope: Scope, ada: str) -> None:
    id = ideas.record(scope, "Lamp", LAMP)
    assert idea_record(scope, id).values["shown"] == []
    ideas.show(scope, id, ada, text="the sketch", how="by mail")
    values = idea_record(scope, id).values
    assert str(values["digest"]).replace(" ", "") == hashlib.sha256(LAMP.encode()).hexdigest()
    assert [row[1:] for row in values["shown"]] == [("Ada Quill", "by mail — the sketch")]  # type: ignore[attr-defined]


def test_the_record_of_an_idea_keeps_a_confidence_and_says_so(scope: Scope, ada: str) -> None:
    secret = "Quorvel zimnath ostrumi kreppin"
    id = ideas.record(scope, "Lamp", f"A lamp like that of {secret}, but brighter.")
    told = ideas.show(scope, id, ada, text=f"all but {secret}", how="by mail")
    other = ideas.record(scope, "Chair", "A chair.")
    confided = confidences.keep(scope, secret)
    document = idea_record(scope, id)
    made = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf("idea", document.values))).pages)
    assert "zimnath" not in made
    assert "may not be passed on" in made
    assert "Ada Quill" in made
    assert hashlib.sha256(f"A lamp like that of {secret}, but brighter.".encode()).hexdigest()[:4] in made
    assert {one.of for one in document.withheld} == {confided}
    assert "zimnath" in str(idea_record(scope, id, released=[confided]).values)
    shown = idea_answers.ideas(scope)
    held = dict(zip((one.id for one in shown), held_back(scope, shown), strict=True))
    assert held == {id: (confided,), other: ()}
    assert not idea_record(scope, other).withheld
    confidences.remove(scope, confided)
    confidences.keep(scope, "something else entirely", rows=[("ideas", id), ("disclosures", told)])
    whole = idea_record(scope, id).values
    assert "Lamp" not in str(whole["title"])
    assert whole["shown"] == [(date_format(scope.today()), "—", "—")]


def test_nothing_of_another_book_is_reached(scope: Scope, ada: str) -> None:
    other = new_scope()
    id, told = ideas.record(scope, "Lamp", LAMP), disclosures.tell(scope, ada, "x")
    for act in (
        lambda: ideas.rename(other, id, "x"),
        lambda: ideas.remove(other, id),
        lambda: ideas.show(other, id, ada),
        lambda: idea_record(other, id),
        lambda: disclosures.remove(other, told),
        lambda: disclosures.tell(other, ada, "x"),
    ):
        with pytest.raises(NotFound):
            act()
    assert answers.disclosures(other).lines == ()
    assert idea_answers.same_as(other, LAMP) == ()
