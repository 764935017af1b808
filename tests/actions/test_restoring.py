"""What `comity export` wrote is read back, meets what is there, and is refused where it is not whole."""

from __future__ import annotations

import datetime as dt
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from comity.actions import people, reminders
from comity.actions.dates import add_date
from comity.core.errors import Invalid
from comity.exports import reading
from comity.exports.shapes import MANIFEST, SINCE, VERSION, file_of
from comity.store.models import (
    Attention,
    Batch,
    Book,
    Fact,
    Identifier,
    Person,
    Proposal,
    Relationship,
    Role,
)
from tests.canonical import book_as_seen
from tests.exported import (
    INES,
    TOMAS,
    card,
    export,
    id_of,
    is_bare,
    mailbox,
    read_back,
    rows_of,
    small_export,
    tamper,
)
from tests.made_up import ME, TODAY, bring, new_scope, on_day, take_back

pytestmark = pytest.mark.django_db
Change = Callable[[bytes], bytes]


@pytest.fixture
def small(tmp_path: Path) -> Path:
    return small_export(tmp_path)


def test_a_zone_that_is_none_is_not_taken_over(small: Path) -> None:
    manifest = json.loads((small / MANIFEST).read_text())
    manifest["book"] |= {"zone": "Mars/Olympus", "name": "Theirs"}
    (small / MANIFEST).write_text(json.dumps(manifest))
    scope = new_scope()
    read_back(scope, small)
    assert (Book.objects.get(pk=scope.book_id).name, Book.objects.get(pk=scope.book_id).zone) == (
        "Theirs",
        "UTC",
    )


def test_a_book_that_holds_something_keeps_its_name_and_its_imports_their_numbers(small: Path) -> None:
    scope = new_scope()
    bring(scope, [[card("zoe@lund.example", name="Zoë Lund")]])
    before = book_as_seen(scope.book_id)
    read_back(scope, small)
    assert Book.objects.get(pk=scope.book_id).name == "A book"
    assert sorted(Batch.objects.filter(book_id=scope.book_id).values_list("number", flat=True)) == [1, 2, 3]
    with on_day(TODAY):
        people.remove_role(scope, id_of(scope, INES), Role.objects.get(book_id=scope.book_id).pk)
    Person.objects.filter(book_id=scope.book_id).update(by_hand=False)
    for number in (3, 2):
        take_back(scope, number)
    after = book_as_seen(scope.book_id)
    assert after["claims"] == before["claims"]
    assert after["interactions"] == before["interactions"]


def test_what_the_book_says_itself_stays_and_what_is_missing_comes(tmp_path: Path) -> None:
    theirs, mine = new_scope(), new_scope()
    with on_day(TODAY):
        for scope, name, purpose in ((theirs, "Inez", "Theirs"), (mine, "Ines", "")):
            id = people.add_person(scope, name=name, email=INES)
            people.set_relationship(scope, id, purpose=purpose, note="" if scope is theirs else "Mine")
            add_date(scope, id, "birthday", 1, 2 if scope is theirs else 3, None)
        people.set_relationship(theirs, id_of(theirs, INES), note="Theirs", rhythm_days=30, nature="personal")
        people.add_fact(theirs, id_of(theirs, INES), "Whistles")
        Person.objects.filter(uuid=id_of(theirs, INES)).update(died_on=19_000)
        reminder = reminders.add_reminder(theirs, "Ask", dt.date(2025, 1, 1), id_of(theirs, INES))
        Attention.objects.create(
            book_id=theirs.book_id, key=f"drifting-{id_of(theirs, INES).replace('-', '')}", act="dismissed"
        )
        Attention.objects.create(
            book_id=theirs.book_id, key=f"reminder-{reminder.replace('-', '')}-3", act="snoozed"
        )
    read_back(mine, export(theirs, tmp_path / "theirs"))
    person = Person.objects.get(book_id=mine.book_id)
    relationship = Relationship.objects.get(person=person)
    assert (person.name, person.died_on) == ("Ines", 19_000)
    assert (relationship.purpose, relationship.note) == ("Theirs", "Mine")
    assert (relationship.rhythm_days, relationship.nature) == (30, "personal")
    assert list(person.dates.values_list("day", flat=True)) == [3]
    assert Fact.objects.get(person=person).text == "Whistles"
    own = {person.uuid.hex, person.reminders.get().uuid.hex}
    keys = Attention.objects.filter(book_id=mine.book_id).values_list("key", flat=True)
    assert {key.split("-")[1] for key in keys} == own


def test_an_address_that_only_the_export_knows_to_be_mine_becomes_mine(tmp_path: Path) -> None:
    theirs, mine = new_scope(), new_scope()
    bring(theirs, [mailbox()])
    bring(mine, [mailbox(), [card(ME, name="Noor")]], me=())
    Identifier.objects.filter(book_id=theirs.book_id, value=TOMAS).update(
        nature=1, nature_by_hand=True, person=None
    )
    read_back(mine, export(theirs, tmp_path / "theirs"))
    own = Identifier.objects.get(book_id=mine.book_id, value=ME)
    assert own.own
    assert own.person is not None
    assert own.person.is_me
    assert Identifier.objects.get(book_id=mine.book_id, value=TOMAS).nature == 1
    assert Person.objects.filter(book_id=mine.book_id, is_me=True).count() == 1
    there = Identifier.objects.get(book_id=mine.book_id, value=INES).person
    assert there is not None
    assert there.relationship.metrics.active_days == 2
    assert not Proposal.objects.filter(book_id=mine.book_id, kind="own_address", state="open").exists()


def test_an_import_that_was_undone_here_comes_back_and_can_be_undone_again(small: Path) -> None:
    scope = new_scope()
    read_back(scope, small)
    before = book_as_seen(scope.book_id)
    take_back(scope, 1)
    read_back(scope, small)
    assert book_as_seen(scope.book_id)["interactions"] == before["interactions"]
    assert Batch.objects.get(book_id=scope.book_id, number=1).state == Batch.DONE
    take_back(scope, 1)
    assert not book_as_seen(scope.book_id)["interactions"]


def test_people_without_any_identifier_keep_their_names(small: Path) -> None:
    line = {
        "id": "01890000-0000-7000-8000-000000000001",
        "name": "Nameless One",
        "sort_name": "one, nameless",
        "merged_into": None,
        "me": False,
        "by_hand": True,
        "known_since": "2024-01-01",
        "died_on": None,
        "created_at": "2024-01-01T00:00:00Z",
    }
    tamper(small, "people", lambda raw: raw + json.dumps(line).encode() + b"\n")
    scope = new_scope()
    read_back(scope, small)
    person = Person.objects.get(book_id=scope.book_id, uuid="01890000-0000-7000-8000-000000000001")
    assert (person.name, person.sort_name) == ("Nameless One", "one, nameless")
    assert person.relationship.metrics.active_days == 0


def _swap(before: str, after: str) -> Change:
    def change(raw: bytes) -> bytes:
        assert before.encode() in raw
        return raw.replace(before.encode(), after.encode(), 1)

    return change


HOSTILE: dict[str, tuple[str, Change, str]] = {
    "cut within a line": ("interactions", lambda raw: raw[:-20], "interactions.jsonl:"),
    "cut at the last line's end": ("interactions", lambda raw: raw[:-1], "interactions.jsonl:"),
    "the same key twice": ("interactions", lambda raw: raw + raw.splitlines(True)[0], "interactions.jsonl:"),
    "an unknown kind": ("interactions", _swap('"kind":"mail"', '"kind":"spell"'), "interactions.jsonl:1"),
    "an unknown flag": ("interactions", _swap('"flags":[', '"flags":["odd"'), "interactions.jsonl:"),
    "a flag that is none": ("interactions", _swap('"flags":[]', '"flags":[{}]'), "interactions.jsonl:"),
    "an unknown file": ("interactions", _swap('"file":1', '"file":9'), "interactions.jsonl:1"),
    "a huge number": (
        "interactions",
        _swap('"import":1', '"import":99999999999999999999'),
        "interactions.jsonl:1",
    ),
    "a negative place": ("interactions", _swap('"position":', '"position":-1'), "interactions.jsonl:"),
    "half a character": ("interactions", _swap('"text":"', '"text":"\\ud800'), "interactions.jsonl:1"),
    "a NUL": ("interactions", _swap('"text":"', '"text":"\\u0000'), "interactions.jsonl:1"),
    "no instant": ("interactions", _swap('"at":"2024', '"at":"20x4'), "interactions.jsonl:1"),
    "no such day": ("interactions", _swap('"at":"2024-0', '"at":"2024-9'), "interactions.jsonl:1"),
    "a party that is none": (
        "interactions",
        _swap('"participants":[', '"participants":[7,'),
        "interactions.jsonl:1",
    ),
    "parties that are no list": ("interactions", _swap('"copies":[]', '"copies":{}'), "interactions.jsonl:"),
    "no hash": ("interactions", _swap('"parent":"', '"parent":"f'), "interactions.jsonl:1"),
    "too deep": ("people", lambda raw: b'{"a":' * 200_000 + b"\n", "people.jsonl:1"),
    "no object": ("people", lambda raw: b"[]\n" + raw, "people.jsonl:1"),
    "no UTF-8": ("people", lambda raw: b"\xff\n" + raw, "people.jsonl:1"),
    "everybody twice": ("people", lambda raw: raw + raw, "people.jsonl"),
    "a number for a truth": ("people", _swap('"me":true', '"me":1'), "people.jsonl:1"),
    "two owners": ("people", _swap('"me":false', '"me":true'), "people.jsonl"),
    "a long name": ("people", _swap('"name":"', '"name":"' + "x" * 201), "people.jsonl:1"),
    "a missing key": ("people", _swap('"sort_name"', '"sort"'), "people.jsonl:1"),
    "an import that runs": ("imports", _swap('"state":"done"', '"state":"running"'), "imports.jsonl:1"),
    "a number twice": ("imports", _swap('"number":2', '"number":1'), "imports.jsonl:2"),
    "deep counts": ("imports", _swap('"counts":{', '"counts":{"a":[[[[[1]]]]],'), "imports.jsonl:1"),
    "counts that are none": ("imports", _swap('"counts":{', '"counts":[],"x":{'), "imports.jsonl:1"),
    "a huge value": ("claims", _swap('"value":"', '"value":"' + "x" * 4_000_001), "claims.jsonl:"),
    "no identifier": ("claims", _swap('"identifier":"email:', '"identifier":"email'), "claims.jsonl:1"),
    "a stranger's role": ("roles", _swap('"person":"0', '"person":"f'), "roles.jsonl:1"),
    "an unknown tag": (
        "taggings",
        lambda raw: raw.replace(b'"tag":"', b'"tag":"not ').replace(b'"import":2', b'"import":null'),
        "taggings.jsonl:1",
    ),
    "a link to itself": ("links", lambda raw: _link(TOMAS, TOMAS), "links.jsonl:1"),
    "nothing": ("proposals", lambda raw: b"{}\n", "proposals.jsonl:1"),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_what_cannot_be_is_named_by_its_place_and_nothing_is_half_done(small: Path, case: str) -> None:
    kind, change, field = HOSTILE[case]
    scope = new_scope()
    tamper(small, kind, change)
    with pytest.raises(Invalid) as caught:
        read_back(scope, small)
    assert caught.value.field.startswith(field)
    assert is_bare(scope)


def test_lines_that_contradict_one_another_change_nothing(small: Path) -> None:
    tamper(small, "organisations", lambda raw: raw + raw.replace(b'"id":"0', b'"id":"1'))
    scope = new_scope()
    with pytest.raises(Invalid) as caught:
        read_back(scope, small)
    assert "contradict" in caught.value.reason
    assert is_bare(scope)


def _link(left: str, right: str) -> bytes:
    ends = {"left": f"email:{left}", "right": f"email:{right}", "created_at": "2024-01-01T00:00:00Z"}
    return json.dumps(ends | {"same": True, "import": None}).encode() + b"\n"


def test_links_of_strangers_to_the_export_are_taken_and_judged_once(small: Path) -> None:
    tamper(small, "links", lambda raw: _link("new@one.example", INES) * 2)
    scope = new_scope()
    assert read_back(scope, small)["links"] == 2
    assert read_back(scope, small)["links"] == 0


def test_a_line_longer_than_any_is_not_read(small: Path) -> None:
    scope = new_scope()
    with patch.object(reading, "LONGEST_LINE", 100), pytest.raises(Invalid) as caught:
        read_back(scope, small)
    assert caught.value.reason == "the line is too long"
    assert is_bare(scope)


def _manifest(folder: Path, **changes: Any) -> None:
    told = json.loads((folder / MANIFEST).read_text())
    (folder / MANIFEST).write_text(json.dumps(told | changes))


SPOILT: dict[str, tuple[Callable[[Path], object], str]] = {
    "an emptied file": (lambda folder: (folder / "roles.jsonl").write_bytes(b""), "roles.jsonl"),
    "a missing file": (lambda folder: (folder / "roles.jsonl").unlink(), "roles.jsonl"),
    "half a manifest": (lambda folder: (folder / MANIFEST).write_text("{"), MANIFEST),
    "a huge manifest": (lambda folder: (folder / MANIFEST).write_text(" " * (1 << 20) + "{}"), MANIFEST),
    "no manifest": (lambda folder: (folder / MANIFEST).unlink(), MANIFEST),
    "another format": (lambda folder: _manifest(folder, format="other"), MANIFEST),
    "a newer version": (lambda folder: _manifest(folder, version=VERSION + 1), MANIFEST),
    "no version": (lambda folder: _manifest(folder, version=True), MANIFEST),
    "files that are none": (lambda folder: _manifest(folder, files=[]), MANIFEST),
    "files not listed": (lambda folder: _manifest(folder, files={}), MANIFEST),
    "no book": (lambda folder: _manifest(folder, book={"id": 7}), MANIFEST),
}


@pytest.mark.parametrize("case", SPOILT)
def test_a_folder_that_is_not_whole_is_refused_before_anything_is_read(small: Path, case: str) -> None:
    spoil, field = SPOILT[case]
    scope = new_scope()
    spoil(small)
    with pytest.raises(Invalid) as caught:
        read_back(scope, small)
    assert caught.value.field == field
    assert is_bare(scope)


@pytest.mark.skipif(os.name != "posix", reason="links and pipes of POSIX")
def test_links_and_pipes_are_not_followed(small: Path, tmp_path: Path) -> None:
    path = small / "roles.jsonl"
    outside = path.rename(tmp_path / "outside")
    path.symlink_to(outside)
    with pytest.raises(Invalid):
        read_back(new_scope(), small)
    path.unlink()
    os.mkfifo(path)
    with pytest.raises(Invalid) as caught:
        read_back(new_scope(), small)
    assert caught.value.reason == "this is not a regular file"


def test_files_for_other_programs_may_be_changed(small: Path) -> None:
    (small / "people.csv").write_text("mine now")
    (small / "more.txt").write_text("x")
    assert read_back(new_scope(), small)["people"]


def test_an_export_of_the_first_version_is_read(small: Path) -> None:
    whole = read_back(new_scope(), small)
    told = json.loads((small / MANIFEST).read_text())
    for kind in SINCE:
        del told["files"][file_of(kind)]
        (small / file_of(kind)).unlink()
    _manifest(small, version=1, files=told["files"])
    assert read_back(new_scope(), small) == {k: n for k, n in whole.items() if k not in SINCE}


def test_reading_a_folder_twice_leaves_its_bytes(small: Path, tmp_path: Path) -> None:
    scope = new_scope()
    read_back(scope, small)
    assert rows_of(export(scope, tmp_path / "again")) == rows_of(small)
