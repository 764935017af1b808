"""`comity import --dry-run`, and mappings of tables from a file."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from comity.interfaces.cli import screen, shared

if TYPE_CHECKING:
    from comity.actions.previews import Counts, FilePreview, Preview
    from comity.actions.taking import Told
    from comity.answers.books import Scope

_FILES_SHOWN = 20


def read_mappings(path: Path | None) -> dict[str, Any]:
    """The mappings in a JSON file; none where there is no file.

    Raises:
        click.BadParameter: it is no JSON object.
    """
    if path is None:
        return {}
    try:
        found = json.loads(path.read_text("utf-8"))
    except (ValueError, RecursionError) as error:
        raise click.BadParameter(f"{path} is no JSON: {error}", param_hint="--map") from None
    if not isinstance(found, dict):
        raise click.BadParameter(f"{path} holds no JSON object.", param_hint="--map")
    return found


def dry_run(
    scope: Scope,
    paths: Sequence[tuple[Path, str]],
    *,
    me: Sequence[str],
    mappings: dict[str, Any],
    told: Told,
    as_json: bool,
) -> None:
    """Print what an import of these would change; nothing is changed."""
    from comity.actions.previews import preview

    try:
        found = preview(scope, paths, me=me, mappings=mappings, told=told)
    except KeyboardInterrupt:
        shared.fail("Stopped; nothing was changed.", "")
    shared.put_json(preview_json(found)) if as_json else _say(found)


def preview_json(found: Preview) -> dict[str, Any]:
    """The documented form of a preview."""
    told: dict[str, Any] = asdict(found)
    for file in told["files"]:
        file["examples"] = [
            dict(zip(("state", "kind", "day", "words"), e, strict=True)) for e in file["examples"]
        ]
        file["problems"] = [
            dict(zip(("position", "code", "reason"), p, strict=True)) for p in file["problems"]
        ]
    told["own"] = [{"address": address, "share": share} for address, share in told["own"]]
    return told


def _say(found: Preview) -> None:
    click.echo("A dry run; nothing was changed.")
    parts = {
        "interactions": found.interactions,
        "contact cards": found.cards,
        "other entries": found.entries,
        "people": found.people,
    }
    for what, counts in parts.items():
        if what == "people" or counts.new + counts.changed + counts.same:
            click.echo(f"  {what}: {_counted(counts)}")
    if found.refused:
        click.echo(f"  {found.refused:,} could not be read")
    if found.erased:
        click.echo(f"  {found.erased:,} left out or without people whom you erased")
    for file in found.files[:_FILES_SHOWN]:
        _say_file(file)
    if (more := len(found.files) - _FILES_SHOWN + found.more) > 0:
        click.echo(f"  … and {more:,} more files")
    for address, share in found.own:
        screen.say(f"{address} stands on {share:.0%} of the messages. Is it yours? (--me {address})")


def _say_file(file: FilePreview) -> None:
    screen.say(f"{file.label}: {file.source or 'not recognised'}", indent=2)
    for what, counts in (
        ("interactions", file.interactions),
        ("contact cards", file.cards),
        ("other", file.entries),
    ):
        if counts.new + counts.changed + counts.same:
            click.echo(f"    {what}: {_counted(counts)}")
    for state, _kind, day, words in file.examples:
        screen.say(f"{state}: {' '.join(filter(None, (day, words)))}", indent=6)
    if file.table:
        _say_table(file.table)
    for position, _code, reason in file.problems[:5]:
        screen.say(f"at {position:,}: {reason}", indent=6)
    if file.refused > 5:
        click.echo(f"      … {file.refused:,} in all")


def _say_table(table: dict[str, Any]) -> None:
    mapping = table["mapping"]
    how = "as you said" if table["mapped"] else f"guessed, {table['confidence']:.0%} sure"
    click.echo(f"    a table of {'what passed' if mapping['holds'] == 'passed' else 'people'} ({how}):")
    names = table["header"] or [f"column {n}" for n in range(1, len(mapping["fields"]) + 1)]
    samples = table["rows"][0] if table["rows"] else [""] * len(names)
    screen.table(
        (
            screen.Column("      column", [f"      {name}" for name in names]),
            screen.Column("holds", mapping["fields"]),
            screen.Column("such as", [sample[:40] for sample in samples], rank=1),
        )
    )
    if not table["reads"]:
        screen.say(
            "It would not be read before you say what its columns hold. Write a file with this, put right, and "
            "name it with --map:",
            indent=4,
        )
        click.echo("    " + json.dumps({table["fingerprint"]: mapping}, ensure_ascii=False))


def _counted(counts: Counts) -> str:
    return f"{counts.new:,} new, {counts.changed:,} changed, {counts.same:,} the same"
