"""Incidents: written, put right by another note, added to, closed; never changed, and nothing half."""

from __future__ import annotations

import dataclasses
import io

import pytest
from django.db import DatabaseError, transaction

from comity.actions import incidents as actions
from comity.actions import people
from comity.actions.incidents import Attached
from comity.answers import anchors, incidents
from comity.core import evidence
from comity.core.errors import Invalid, Locked, NotFound, NoVault, WrongState
from comity.core.incidents import ATTACHMENT_BYTES, Someone, Told, When
from comity.store.access import Scope
from comity.store.models import IncidentEntry
from tests.made_up import TODAY, on_day
from tests.sealed import OpenVault

WHEN = When("2024-10-03T14:30", about=True, told="after lunch", zone="Europe/Lisbon")
TOLD = Told(
    "Shouted at in the print room",
    WHEN,
    where="Print room",
    others="two people from the bindery",
    words=("You will never print again.",),
    saw=("He threw the proofs on the floor.", "He closed the door."),
    told=("Bo heard him say it to Jun, too.",),
    inferred=("He was angry about the date.",),
    response="I left the room.",
    impact="I could not sleep.",
)


@pytest.fixture
def open_scope(vault: OpenVault) -> Scope:
    return vault.opened


def test_all_that_was_told_comes_back_as_it_was_told(open_scope: Scope) -> None:
    ada = people.add_person(open_scope, name="Ada Quill", email="ada@quill.example")
    told = dataclasses.replace(TOLD, people=(Someone(ada, "", "did"), Someone("", "A visitor", "there")))
    id = actions.write(open_scope, told)
    found = incidents.incident(open_scope, id)
    assert found.told.people == (Someone(ada, "Ada Quill", "did"), Someone("", "A visitor", "there"))
    assert dataclasses.replace(found.told, people=()) == TOLD
    assert (found.number, found.additions, found.end) == (1, (), None)


def test_an_entry_holds_no_word_in_clear(open_scope: Scope) -> None:
    actions.write(open_scope, TOLD, [Attached("shout.txt", io.BytesIO(b"You will never print again."))])
    for row in IncidentEntry.objects.all():
        lying = bytes(row.header) + bytes(row.ciphertext or b"") + bytes(row.wrapped_key or b"")
        for word in (b"print", b"Shouted", b"2024-10-03", b"Lisbon", b"shout.txt"):
            assert word not in lying


def test_corrections_files_and_an_end_follow_the_note_they_are_about(open_scope: Scope) -> None:
    id = actions.write(
        open_scope, TOLD, [Attached("proofs/../torn.jpg", io.BytesIO(b"\xff\xd8 torn"), "Torn proofs")]
    )
    correction = actions.correct(open_scope, id, "It was half past three.", field="when")
    actions.attach(open_scope, id, Attached("", io.BytesIO(b"letter")))
    actions.close(open_scope, id, "He apologised.")
    actions.correct(open_scope, id, "In writing.", entry=incidents.incident(open_scope, id).additions[-1].id)
    found = incidents.incident(open_scope, id)
    assert [(one.number, one.kind) for one in found.additions] == [
        (2, "attachment"),
        (3, "correction"),
        (4, "attachment"),
        (5, "closing"),
        (6, "correction"),
    ]
    assert [(one.name, one.text, one.size) for one in found.files] == [
        ("proofs_.._torn.jpg", "Torn proofs", 7),
        ("file", "", 6),
    ]
    assert (found.corrections[0].id, found.corrections[0].field) == (correction, "when")
    assert found.end is not None
    assert found.corrections[1].corrects == found.end.id
    assert incidents.attachment(open_scope, found.files[0].id) == ("proofs_.._torn.jpg", b"\xff\xd8 torn")
    assert anchors.checked(open_scope).is_whole


def test_numbers_follow_one_another_over_all_incidents(open_scope: Scope) -> None:
    one, other = actions.write(open_scope, TOLD), actions.write(open_scope, TOLD)
    actions.close(open_scope, one, "Over.")
    rows = IncidentEntry.objects.order_by("number")
    assert [row.number for row in rows] == [1, 2, 3]
    headers = [evidence.read(bytes(row.header)) for row in rows]
    assert [header.link.incident for header in headers if header] == [one, other, one]
    assert [header.link.previous for header in headers if header] == [
        evidence.START,
        rows[0].digest,
        rows[1].digest,
    ]
    assert all(header.link.book == str(rows[0].book.uuid) for header in headers if header)


def test_locked_nothing_is_written_or_listed(vault: OpenVault) -> None:
    id = actions.write(vault.opened, TOLD)
    file = actions.attach(vault.opened, id, Attached("a", io.BytesIO(b"a")))
    for refused in (
        lambda: actions.write(vault.locked, TOLD),
        lambda: actions.correct(vault.locked, id, "No."),
        lambda: actions.attach(vault.locked, id, Attached("b", io.BytesIO(b"b"))),
        lambda: actions.close(vault.locked, id, "Over."),
        lambda: incidents.incidents(vault.locked),
        lambda: incidents.incidents(vault.locked, who="Ada"),
        lambda: incidents.incident(vault.locked, id),
        lambda: incidents.attachment(vault.locked, file),
    ):
        with pytest.raises(Locked):
            refused()
    assert IncidentEntry.objects.count() == 2
    assert anchors.checked(vault.locked).count == 2


def test_without_a_passphrase_nothing_is_written(scope: Scope) -> None:
    with pytest.raises(NoVault):
        actions.write(scope, TOLD)
    with pytest.raises(NoVault):
        incidents.incidents(scope)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"title": " "}, "title"),
        ({"title": "x" * 301}, "title"),
        ({"when": When("")}, "when"),
        ({"when": When("2024-02-30")}, "when"),
        ({"when": When("2024-10-03T14:30+02:00")}, "when"),
        ({"when": When("2024-10-03T14:30", "2024-10-03T14:00")}, "ends"),
        ({"when": When("2024-10-03", "2024-10-02")}, "ends"),
        ({"when": When("2024-10-03", told="x" * 301)}, "told"),
        ({"words": (), "saw": (), "told": (), "inferred": (" ",)}, "saw"),
        ({"saw": ("x",) * 101}, "saw"),
        ({"response": "x" * 20_001}, "response"),
        ({"impact": "\ud800"}, "impact"),
        ({"harm": ("boredom",)}, "harm"),
        ({"people": (Someone("", "Bo", "boss"),)}, "part"),
    ],
)
def test_what_cannot_be_kept_is_refused_with_its_field(
    open_scope: Scope, changed: dict[str, object], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        actions.write(open_scope, dataclasses.replace(TOLD, **changed))  # type: ignore[arg-type]
    assert refused.value.field == field
    assert not IncidentEntry.objects.exists()


def test_a_file_that_is_empty_or_too_large_leaves_nothing_behind(open_scope: Scope) -> None:
    for content in (b"", b"x" * (ATTACHMENT_BYTES + 1)):
        with pytest.raises(Invalid):
            actions.write(
                open_scope, TOLD, [Attached("good", io.BytesIO(b"g")), Attached("bad", io.BytesIO(content))]
            )
    with pytest.raises(Invalid):
        actions.write(open_scope, TOLD, [Attached("x", io.BytesIO(b"x"))] * 21)
    assert not IncidentEntry.objects.exists()


def test_a_file_of_25_mb_is_kept(open_scope: Scope) -> None:
    content = bytes(range(256)) * (ATTACHMENT_BYTES // 256)
    id = actions.write(open_scope, TOLD, [Attached("film.mp4", io.BytesIO(content))])
    assert incidents.attachment(open_scope, incidents.incident(open_scope, id).files[0].id)[1] == content


def test_what_is_not_there_is_not_found(open_scope: Scope) -> None:
    id = actions.write(open_scope, TOLD)
    correction = actions.correct(open_scope, id, "No.")
    other = actions.write(open_scope, TOLD)
    for missing in (
        lambda: actions.close(open_scope, correction, "Over."),
        lambda: actions.close(open_scope, "x", "Over."),
        lambda: actions.correct(open_scope, id, "No.", entry=other),
        lambda: actions.write(open_scope, dataclasses.replace(TOLD, people=(Someone(id, ""),))),
        lambda: incidents.incident(open_scope, correction),
        lambda: incidents.attachment(open_scope, id),
    ):
        with pytest.raises(NotFound):
            missing()


def test_a_correction_needs_words_and_a_line_that_is_there(open_scope: Scope) -> None:
    id = actions.write(open_scope, TOLD)
    for text, field in ((" ", ""), ("No.", "saw/3"), ("No.", "nonsense")):
        with pytest.raises(Invalid):
            actions.correct(open_scope, id, text, field=field)


def test_an_incident_is_closed_once(open_scope: Scope) -> None:
    id = actions.write(open_scope, TOLD)
    with pytest.raises(Invalid):
        actions.close(open_scope, id, " ")
    actions.close(open_scope, id, "Over.")
    with pytest.raises(WrongState):
        actions.close(open_scope, id, "Over again.")
    assert incidents.incidents(open_scope).lines[0].closed


def test_a_link_cannot_be_changed_but_its_key_may_be_wrapped_anew(open_scope: Scope) -> None:
    actions.write(open_scope, TOLD)
    row = IncidentEntry.objects.get()
    for changed in ({"header": b"{}"}, {"digest": "a" * 64}, {"ciphertext": b"x"}, {"number": 2}):
        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
            IncidentEntry.objects.filter(pk=row.pk).update(**changed)
    assert IncidentEntry.objects.filter(pk=row.pk).update(wrapped_key=b"k") == 1


def test_a_clock_that_went_back_is_noticed_before_it_is_written(open_scope: Scope) -> None:
    actions.write(open_scope, TOLD)
    with on_day(TODAY - 1):
        with pytest.raises(Invalid) as refused:
            actions.write(open_scope, TOLD)
        assert refused.value.field == "clock"
        actions.write(open_scope, TOLD, clock_was_wrong=True)
    report = anchors.checked(open_scope)
    assert [(one.number, one.what) for one in report.findings] == [(2, "clock")]


def test_the_list_tells_incidents_the_latest_first_and_of_one_person(open_scope: Scope) -> None:
    ada = people.add_person(open_scope, name="Ada Quill")
    first = actions.write(open_scope, dataclasses.replace(TOLD, people=(Someone(ada, "", "did"),)))
    second = actions.write(open_scope, dataclasses.replace(TOLD, title="Another"))
    found = incidents.incidents(open_scope)
    assert [(one.id, one.title, one.people) for one in found.lines] == [
        (second, "Another", ()),
        (first, TOLD.title, ("Ada Quill",)),
    ]
    page = incidents.incidents(open_scope, limit=1)
    assert (page.more, page.next) == (1, 2)
    last = incidents.incidents(open_scope, limit=1, before=page.next)
    assert ([one.id for one in last.lines], last.more, last.next) == ([first], 0, 0)
    assert len(incidents.incidents(open_scope, who="Ada Quill", limit=None).lines) == 1
    assert [one.id for one in incidents.incidents(open_scope, who="Ada Quill").lines] == [first]
