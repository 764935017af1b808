"""`comity import --dry-run`: what would change, in words and as JSON; mappings from a file."""

from __future__ import annotations

import json
from pathlib import Path

from comity.core.tables.mapping import FIELDS
from comity.store.models import Batch, CsvMapping, Interaction, Person
from tests.cli.conftest import MAILS, ME, Asked
from tests.cli.test_docs import SECTIONS, first_cells

TABLE = "x,y,z\nAda Quill,ada@quill.example,2024-03-04\nBo Marsh,bo@marsh.example,2024-03-05\n"


def files(folder: Path) -> tuple[str, str]:
    (folder / "letters.mbox").write_text(MAILS)
    (folder / "odd.csv").write_text(TABLE)
    return str(folder / "letters.mbox"), str(folder / "odd.csv")


def test_a_dry_run_tells_what_would_change_and_changes_nothing(comity: Asked, tmp_path: Path) -> None:
    said = comity("import", *files(tmp_path), "--dry-run")
    for words in (
        "A dry run; nothing was changed.",
        "interactions: 2 new, 0 changed, 0 the same",
        "letters.mbox: mbox",
        "new: 2024-09-30 Zoë Ångström: The atlas",
        "odd.csv: csv",
        "(guessed,",
        "ada@quill.example",
        "--map",
        f"{ME} stands on 100% of the messages. Is it yours? (--me {ME})",
    ):
        assert words in said
    assert not Batch.objects.exists()
    assert not Interaction.objects.exists()


def test_its_json_is_documented_and_nothing_else_is_in_it(comity: Asked, tmp_path: Path) -> None:
    told = comity.json("import", *files(tmp_path), "--dry-run")
    documented = first_cells(SECTIONS["import"], "dry run")
    tops = {name.partition("[")[0].partition(".")[0] for name in documented}
    assert set(told) == tops
    inner = {
        name.removeprefix("files[].").partition("[")[0].partition(".")[0]
        for name in documented
        if "[]." in name
    }
    for file in told["files"]:
        assert set(file) <= inner
    assert set(told["files"][1]["table"]) == {
        name.removeprefix("files[].table.") for name in documented if name.startswith("files[].table.")
    }
    assert told["people"] == {"new": 0, "changed": 0, "same": 0}


def test_a_mapping_from_a_file_is_tried_then_used_and_remembered(comity: Asked, tmp_path: Path) -> None:
    _, table = files(tmp_path)
    (layout,) = (file["table"] for file in comity.json("import", table, "--dry-run")["files"])
    mapping = layout["mapping"] | {"fields": ["name", "email", "last_contact"]}
    (tmp_path / "map.json").write_text(json.dumps({layout["fingerprint"]: mapping}))
    tried = comity("import", table, "--dry-run", "--map", str(tmp_path / "map.json"))
    assert "contact cards: 2 new" in tried
    assert "as you said" in tried
    assert not CsvMapping.objects.exists()
    comity("import", table, "--map", str(tmp_path / "map.json"), "--mine")
    assert set(Person.objects.filter(is_me=False).values_list("name", flat=True)) == {"Ada Quill", "Bo Marsh"}
    again = comity("import", table, "--dry-run")
    assert "contact cards: 0 new, 0 changed, 2 the same" in again
    assert "as you said" in again


def test_a_file_that_holds_no_mappings_is_refused(comity: Asked, tmp_path: Path) -> None:
    _, table = files(tmp_path)
    for text, words in (("no json", "is no JSON"), ("[1]", "no JSON object")):
        (tmp_path / "map.json").write_text(text)
        assert words in comity.refused("import", table, "--map", str(tmp_path / "map.json"), code=2)
    (tmp_path / "map.json").write_text('{"x": {"holds": "things"}}')
    assert "this is none of" in comity.refused("import", table, "--map", str(tmp_path / "map.json"))


def test_a_folder_that_comity_exported_is_only_named(comity: Asked, tmp_path: Path) -> None:
    mails, _ = files(tmp_path)
    comity("import", mails, "--me", ME, "--mine")
    comity("export", str(tmp_path / "out"))
    ended = comity.run("import", str(tmp_path / "out"), mails, "--dry-run")
    assert "an import would read it back" in ended.stderr
    assert "interactions: 0 new, 0 changed, 2 the same" in ended.stdout


def test_every_field_of_a_mapping_is_documented_and_no_other() -> None:
    page = (Path(__file__).parents[2] / "docs" / "importing.md").read_text("utf-8")
    table = page[page.index("| `holds` | `fields` |") :]
    rows = [line for line in table.splitlines() if line.startswith("| `p")]
    documented = {line.split("`")[1]: tuple(line.split("`")[3::2]) for line in rows}
    assert documented == FIELDS
