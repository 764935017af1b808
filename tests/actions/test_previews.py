"""A look at files before they are imported: what it tells, what it remembers, when it ends early."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from comity.actions import imports, mapping, previews
from comity.core.errors import Invalid, Stopped
from comity.core.tables.mapping import fingerprint
from comity.store.access import Scope
from comity.store.models import CsvMapping, Person
from tests.made_up import ME, new_scope

pytestmark = pytest.mark.django_db

BOX = (
    b"From x Mon Jan  1 10:00:00 2024\nFrom: Ines <ines@varga.example>\nTo: noor@hollis.example\n"
    b"Date: Mon, 1 Jan 2024 10:00:00 +0000\nSubject: Tea\nMessage-ID: <1@x>\n\nhi\n\n"
    b"From x Mon Jan  1 10:00:00 2024\nX-Nothing: here\n\nhi\n\n"
)
TABLE = "x,y,z\nAda,ada@quill.example,2024-03-04\nBo,bo@marsh.example,2024-03-05\n"
PRINT = fingerprint(["x", "y", "z"], 3)
SAID = {"holds": "passed", "fields": ["name", "email", "day"], "order": "", "header": True}


@pytest.fixture
def files(tmp_path: Path) -> list[tuple[Path, str]]:
    (tmp_path / "box").write_bytes(BOX)
    (tmp_path / "table").write_text(TABLE)
    (tmp_path / "cards").write_text(
        "Name,E-mail,Company,Title\nCy Dunn,cy@dunn.example,Dunn,Baker\n" * 1 + "Dee,dee@ash.example,,\n"
    )
    return [(tmp_path / "box", "box.mbox"), (tmp_path / "table", "odd.csv"), (tmp_path / "cards", "c.csv")]


def leftovers() -> list[Path]:
    return list(Path(settings.HOME).glob("preview-*"))


def test_each_file_is_told_with_examples_and_what_is_wrong(files: list[tuple[Path, str]]) -> None:
    told: list[dict[str, Any]] = []
    found = previews.preview(new_scope(), files, told=lambda counts: told.append(dict(counts)))
    box, table, cards = found.files
    assert (box.label, box.source, box.interactions.new, box.refused) == ("box.mbox", "mbox", 1, 1)
    assert box.examples == [("new", "mail", "2024-01-01", "Ines: Tea")]
    assert [code for _, code, _ in table.problems] == ["to-be-mapped"]
    assert table.table is not None
    assert table.table["fingerprint"] == PRINT
    assert cards.examples == [
        ("new", "card", "", "Cy Dunn, Baker, Dunn"),
        ("new", "card", "", "Dee"),
    ]
    assert (found.interactions.new, found.cards.new, found.refused, found.read) == (1, 2, 2, 3)
    assert (found.people.new, found.new_people) == (2, ["Cy Dunn", "Dee"])
    assert told[-1]["bytes_done"] == told[-1]["bytes_total"] > 0
    assert leftovers() == []


def test_addresses_on_most_messages_may_be_mine_unless_one_is_known(files: list[tuple[Path, str]]) -> None:
    scope = new_scope()
    assert previews.preview(scope, files).own == [("ines@varga.example", 1.0), (ME, 1.0)]
    assert previews.preview(scope, files, me=[ME]).own == []
    assert previews.preview(scope, files, me=[ME]).people.new == 3
    imports.import_files(scope, [], me=[ME])
    assert previews.preview(scope, files).own == []


def test_a_mapping_given_for_the_look_is_used_and_not_remembered(files: list[tuple[Path, str]]) -> None:
    scope = new_scope()
    found = previews.preview(scope, files, mappings={PRINT: SAID})
    assert found.files[1].interactions.new == 2
    assert found.files[1].refused == 0
    assert not CsvMapping.objects.exists()


def test_a_mapping_that_is_remembered_is_used_by_looks_and_imports(files: list[tuple[Path, str]]) -> None:
    scope, other = new_scope(), new_scope()
    mapping.remember(scope, {PRINT: SAID})
    mapping.remember(scope, {PRINT: SAID | {"fields": ["name", "email", "day"]}})
    assert mapping.remembered(scope) == {PRINT: SAID}
    assert previews.preview(scope, files).interactions.new == 3
    assert previews.preview(other, files).interactions.new == 1
    imports.import_files(scope, files[1:2], me=[ME])
    people = Person.objects.filter(book_id=scope.book_id, is_me=False).values_list("name", flat=True)
    assert sorted(name.casefold() for name in people) == ["ada", "bo"]
    mapping.forget(scope, PRINT)
    assert mapping.remembered(scope) == {}


@pytest.mark.parametrize(
    "given",
    [
        {"short": SAID},
        {PRINT: SAID | {"fields": ["ignore"]}},
        {PRINT: SAID | {"fields": ["name"]}},
        {PRINT: []},
    ],
)
def test_a_mapping_that_cannot_be_used_is_not_remembered(given: dict[str, Any]) -> None:
    with pytest.raises(Invalid):
        mapping.remember(new_scope(), given)
    assert not CsvMapping.objects.exists()


def test_what_is_no_address_of_mine_is_refused(files: list[tuple[Path, str]]) -> None:
    with pytest.raises(Invalid):
        previews.preview(new_scope(), files, me=["nobody"])


def test_a_look_ends_when_it_is_told_to(files: list[tuple[Path, str]]) -> None:
    with pytest.raises(Stopped):
        previews.preview(new_scope(), files, stop=lambda: True)
    assert leftovers() == []


def test_beyond_the_most_files_they_are_counted_together(
    files: list[tuple[Path, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(previews, "MOST_FILES", 1)
    found = previews.preview(new_scope(), files)
    assert (len(found.files), found.more) == (1, 2)
    assert found.files[0].cards.new == 2


def test_only_a_few_examples_of_each_state_are_kept(tmp_path: Path) -> None:
    scope: Scope = new_scope()
    path = tmp_path / "people.csv"
    rows = [f"Person {n},p{n}@quill.example,Quill\n" for n in range(20)]
    path.write_text("Name,E-mail,Company\n" + "".join(rows[:10]))
    imports.import_files(scope, [(path, "people.csv")], me=[ME])
    path.write_text("Name,E-mail,Company\n" + "".join(rows).replace("Quill\n", "Ash\n"))
    found = previews.preview(scope, [(path, "people.csv")])
    assert (found.cards.new, found.cards.changed, found.cards.same) == (10, 10, 0)
    states = [state for state, *_ in found.files[0].examples]
    assert (states.count("new"), states.count("changed")) == (5, 5)
    assert (found.people.new, found.people.changed) == (10, 10)


def test_whoever_has_no_name_is_told_by_what_the_card_says_never_by_a_digest(tmp_path: Path) -> None:
    rows = ",,,+44 20 7946 0018\n,,Mill,\nAda,ada@quill.example,,\nAda,other@quill.example,,\n"
    (tmp_path / "cards").write_text("Name,E-mail,Company,Phone\n" + rows)
    found = previews.preview(new_scope(), [(tmp_path / "cards", "c.csv")])
    assert [words for *_, words in found.files[0].examples] == ["+44 20 7946 0018", "Mill", "Ada", "Ada"]
    assert (found.people.new, found.new_people) == (4, ["Ada"])
