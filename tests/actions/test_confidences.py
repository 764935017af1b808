"""What was told in confidence: kept, opened, released, sealed, covered, and all of it taken back."""

from __future__ import annotations

import datetime as dt

import pytest

from comity.actions import confidences as actions
from comity.actions import covering, interactions, merging, people
from comity.answers import confidences as answers
from comity.answers import person, search
from comity.core.errors import Invalid, Locked, NotFound, NoVault, WrongState
from comity.store.access import Scope
from comity.store.models import Confidence, Interaction, Person
from tests.made_up import new_scope
from tests.sealed import OpenVault
from tests.small_book import ANYBODY, mail, put

TEXT = "Ada leaves the bindery in spring to found a press"
DAY = dt.date(2024, 10, 1)
FREE = dt.date(2024, 12, 1)


@pytest.fixture
def ada(scope: Scope) -> str:
    return people.add_person(scope, name="Ada Quill", email="ada@quill.example")


@pytest.fixture
def bo(scope: Scope) -> str:
    return people.add_person(scope, name="Bo Lind", email="bo@lind.example")


def note(scope: Scope, who: str, text: str = TEXT, subject: str = "Lunch") -> str:
    at = dt.datetime(2024, 10, 2, 12, tzinfo=dt.UTC)
    return interactions.record(scope, [who], kind="note", at=at, subject=subject, text=text)


def test_it_is_kept_with_whose_it_is_and_who_may_know(scope: Scope, ada: str, bo: str) -> None:
    id = actions.keep(
        scope,
        f" {TEXT} ",
        signs=["new press", " ", "new press"],
        source=ada,
        subject=ada,
        audience=[bo, bo],
        until=FREE,
        on=DAY,
    )
    line = answers.line(scope, id)
    assert (line.text, line.signs, line.on, line.until) == (TEXT, ("new press",), DAY, FREE)
    assert line.source is not None
    assert line.subject is not None
    assert (line.source.id, line.subject.id, [face.id for face in line.may]) == (ada, ada, [bo])
    assert line.holds
    assert not line.sealed
    assert Person.objects.get(uuid=bo).by_hand


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"text": " "}, Invalid),
        ({"signs": [str(n) for n in range(51)]}, Invalid),
        ({"on": dt.date(2024, 11, 1)}, Invalid),
        ({"source": ANYBODY}, NotFound),
        ({"audience": [ANYBODY]}, NotFound),
        ({"rows": [("interactions", ANYBODY)]}, NotFound),
        ({"rows": [("facts", ANYBODY)]}, NotFound),
        ({"rows": [("facts", "no id")]}, NotFound),
        ({"rows": [("confidences", ANYBODY)]}, NotFound),
        ({"seal": True}, NoVault),
    ],
)
def test_what_cannot_be_kept_is_said_and_leaves_nothing(
    scope: Scope, changed: dict[str, object], error: type[Exception]
) -> None:
    with pytest.raises(error):
        actions.keep(scope, **{"text": TEXT} | changed)  # type: ignore[arg-type]
    assert not Confidence.objects.exists()


def test_a_foreign_confidence_is_not_found(scope: Scope) -> None:
    id = actions.keep(new_scope(), TEXT)
    for act in (actions.release, actions.hold_again, actions.remove, actions.seal, actions.unseal):
        with pytest.raises(NotFound):
            act(scope, id)
    with pytest.raises(NotFound):
        actions.change(scope, id, text="x")
    with pytest.raises(NotFound):
        covering.cover(scope, id, [])


def test_only_what_is_given_changes(scope: Scope, ada: str, bo: str) -> None:
    id = actions.keep(scope, TEXT, signs=["press"], source=ada, until=FREE)
    before = answers.line(scope, id)
    actions.change(scope, id)
    assert answers.line(scope, id) == before
    actions.change(scope, id, text="Something else", source=None, subject=bo, nobody=True, on=DAY)
    line = answers.line(scope, id)
    assert (line.text, line.signs, line.source, line.nobody, line.on) == (
        "Something else",
        ("press",),
        None,
        True,
        DAY,
    )
    actions.change(scope, id, signs=[], nobody=False)
    actions.end(scope, id, None)
    line = answers.line(scope, id)
    assert (line.text, line.signs, line.until, line.nobody) == ("Something else", (), None, False)


def test_somebody_is_let_in_and_out_again_also_after_a_merge(scope: Scope, ada: str, bo: str) -> None:
    id = actions.keep(scope, TEXT)
    actions.allow(scope, id, bo)
    other = people.add_person(scope, name="", email="bo.lind@post.example")
    head = merging.merge_people(scope, [bo, other])
    actions.allow(scope, id, head)
    assert [face.id for face in answers.line(scope, id).may] == [head]
    actions.forbid(scope, id, head)
    assert not answers.line(scope, id).may
    actions.change(scope, id, nobody=True)
    with pytest.raises(WrongState):
        actions.allow(scope, id, ada)


def test_it_is_released_and_held_again(scope: Scope) -> None:
    id = actions.keep(scope, TEXT)
    with pytest.raises(WrongState):
        actions.hold_again(scope, id)
    actions.release(scope, id)
    assert answers.line(scope, id).released_on == dt.date(2024, 10, 4)
    assert not answers.confidences(scope)
    assert len(answers.confidences(scope, ended=True)) == 1
    with pytest.raises(WrongState):
        actions.release(scope, id)
    actions.hold_again(scope, id)
    assert answers.line(scope, id).holds


def test_it_ends_on_its_day(scope: Scope) -> None:
    id = actions.keep(scope, TEXT)
    actions.end(scope, id, scope.today())
    assert not answers.line(scope, id).holds
    actions.end(scope, id, scope.today() + dt.timedelta(1))
    assert answers.line(scope, id).holds


def test_nothing_stays_of_what_is_removed(scope: Scope, ada: str) -> None:
    id = actions.keep(scope, TEXT, audience=[ada], rows=[("interactions", note(scope, ada))])
    actions.remove(scope, id)
    assert not Confidence.objects.exists()


def test_what_is_sealed_stands_nowhere_in_clear_and_can_be_changed_while_open(vault: OpenVault) -> None:
    scope = vault.opened
    id = actions.keep(scope, TEXT, signs=["press"], seal=True)
    row = Confidence.objects.get(uuid=id)
    assert (row.text, row.signs) == ("", "")
    assert b"bindery" not in bytes(row.ciphertext or b"")
    assert answers.line(scope, id).text == TEXT
    line = answers.line(vault.locked, id)
    assert (line.locked, line.text, line.signs) == (True, "", ())
    actions.change(scope, id, signs=["kiln"])
    assert answers.line(scope, id).signs == ("kiln",)
    assert Confidence.objects.get(uuid=id).text == ""
    actions.change(vault.locked, id, nobody=True)
    for words in ({"text": "x"}, {"signs": ["x"]}):
        with pytest.raises(Locked):
            actions.change(vault.locked, id, **words)
    for act in (actions.remove, actions.unseal):
        with pytest.raises(Locked):
            act(vault.locked, id)


def test_it_is_sealed_later_and_opened_for_good(vault: OpenVault) -> None:
    id = actions.keep(vault.locked, TEXT, signs=["press"])
    with pytest.raises(Locked):
        actions.seal(vault.locked, id)
    with pytest.raises(WrongState):
        actions.unseal(vault.opened, id)
    actions.seal(vault.opened, id)
    with pytest.raises(WrongState):
        actions.seal(vault.opened, id)
    assert answers.line(vault.locked, id).locked
    actions.unseal(vault.opened, id)
    row = Confidence.objects.get(uuid=id)
    assert (row.text, row.signs, row.ciphertext, row.wrapped_key) == (TEXT, "press", None, None)
    actions.seal(vault.opened, id)
    actions.remove(vault.opened, id)
    assert not Confidence.objects.exists()


def test_things_are_covered_once_and_uncovered(scope: Scope, ada: str) -> None:
    id = actions.keep(scope, TEXT)
    told, fact = note(scope, ada), people.add_fact(scope, ada, "Rows")
    rows = [("interactions", told), ("facts", fact), ("facts", fact)]
    covering.cover(scope, id, rows)
    covering.cover(scope, id, rows)
    assert {(one.kind, one.row) for one in answers.confidence(scope, id).covers} == set(rows)
    covering.uncover(scope, id, [("facts", fact)])
    assert [one.kind for one in answers.confidence(scope, id).covers] == ["interactions"]
    with pytest.raises(NotFound):
        covering.uncover(scope, id, [("facts", "x")])


def test_words_of_mine_are_taken_out_and_written_back(vault: OpenVault) -> None:
    scope = vault.opened
    ada = people.add_person(scope, name="Ada Quill", email="ada@quill.example")
    told, fact = note(scope, ada, f"Well: {TEXT}", ""), people.add_fact(scope, ada, TEXT)
    id = actions.keep(scope, TEXT, seal=True)
    for kind, row in (("interactions", told), ("facts", fact), ("facts", fact)):
        covering.blank(scope, id, kind, row)
    assert person.interaction(scope, told).text == covering.BLANK
    assert person.interaction(scope, told).subject == ""
    assert [one.text for one in person.person(scope, ada).facts] == [covering.BLANK]
    assert not search.search(scope, "bindery").hits
    assert len(answers.confidence(scope, id).covers) == 2
    for act in (actions.remove, actions.unseal):
        with pytest.raises(WrongState):
            act(scope, id)
    actions.change(scope, id, signs=["press"])
    people.remove_fact(scope, fact)
    assert covering.put_back(scope, id) == 2
    assert person.interaction(scope, told).text == f"Well: {TEXT}"
    assert [hit.id for hit in search.search(scope, "bindery").hits] == [told]
    assert Interaction.objects.get(book_id=scope.book_id).snippet == f"Well: {TEXT}"
    assert covering.put_back(scope, id) == 0
    actions.unseal(scope, id)


def test_only_what_i_wrote_is_blanked_and_only_for_what_is_sealed(vault: OpenVault) -> None:
    scope = vault.opened
    put(scope, [mail(19_990, "ines@varga.example", "noor@hollis.example", text=TEXT)])
    key = next(iter(Interaction.objects.values_list("key", flat=True)))
    ada = people.add_person(scope, name="Ada Quill", email="ada@quill.example")
    id = actions.keep(scope, TEXT)
    with pytest.raises(WrongState):
        covering.blank(scope, id, "interactions", note(scope, ada))
    actions.seal(scope, id)
    with pytest.raises(NotFound):
        covering.blank(scope, id, "interactions", bytes(key).hex())
    with pytest.raises(NotFound):
        covering.blank(scope, id, "facts", ANYBODY)
    with pytest.raises(Locked):
        covering.put_back(vault.locked, id)


def test_what_was_digested_keeps_its_words(vault: OpenVault) -> None:
    from comity.actions.disclosures import tell

    scope = vault.opened
    ada = people.add_person(scope, name="Ada Quill", email="ada@quill.example")
    told = tell(scope, ada, TEXT)
    id = actions.keep(scope, TEXT, seal=True)
    covering.cover(scope, id, [("disclosures", told)])
    with pytest.raises(NotFound):
        covering.blank(scope, id, "disclosures", told)
