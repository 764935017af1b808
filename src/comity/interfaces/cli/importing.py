"""`comity import`, `comity imports`, `comity undo`."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from comity.actions.at_a_glance import Seen, may_be_noted, note, unchanged_since
from comity.interfaces.cli import previewing, screen, shared
from comity.interfaces.cli.shared import command, json_option, open_book

if TYPE_CHECKING:
    import datetime as dt

    from comity.actions.reading_ahead import Reader
    from comity.actions.taking import Told
    from comity.answers.book_shapes import BatchInfo
    from comity.answers.books import Scope

Paths = list[tuple[Path, str]]
"""Files and folders, each with how the user knows it."""


@click.command("import")
@click.argument("paths", nargs=-1, required=True, metavar="PATH…")
@click.option(
    "--me", multiple=True, metavar="ADDRESS", help="An address of yours; remembered. May be repeated."
)
@click.option("--mine", "belongs_to", flag_value="mine", help="The files are your own.")
@click.option("--employer", "belongs_to", flag_value="employer", help="The files are an employer’s.")
@click.option("--of", "employer", metavar="NAME", help="Which employer’s the files are.")
@click.option("--dry-run", is_flag=True, help="Only tell what would change; change nothing.")
@click.option(
    "--again", is_flag=True, help="Read the files also if none has changed since their last import."
)
@click.option(
    "--map",
    "map_file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="What the columns of tables hold, as JSON; remembered by an import.",
)
@json_option
@command
def import_(
    paths: tuple[str, ...],
    me: tuple[str, ...],
    belongs_to: str | None,
    employer: str | None,
    dry_run: bool,
    again: bool,
    map_file: Path | None,
    as_json: bool,
) -> None:
    """Read files, folders and archives into your book, as one import that can be undone.

    Mailboxes (mbox, .gz, Mailman, Maildir, .eml), contact cards, calendars, LinkedIn exports, tables from
    Google and Outlook, any other table (CSV), Takeout zips, and folders that Comity exported: each is
    recognised by what is in it.
    """
    for path in paths:
        if not Path(path).exists():
            raise click.BadParameter(f"There is no file or folder {path!r}.", param_hint="PATH")
    look = not (again or dry_run or map_file or employer)
    seen = unchanged_since([Path(path) for path in paths], me) if look else Seen(None, None)
    if seen.before is not None:
        _tell_unchanged(*seen.before, as_json=as_json)
        if not as_json:
            note(seen, _unchanged(*seen.before))
        return
    from comity.exports.reading import is_export

    mappings = previewing.read_mappings(map_file)
    exported = [path for path in map(Path, paths) if is_export(path)]
    others = [(path.absolute(), path.name or str(path)) for path in map(Path, paths) if path not in exported]
    if dry_run:
        _dry_run(exported, others, me, mappings, as_json)
        return
    from comity.actions.reading_ahead import begun

    with begun(others, None if exported else seen.state) as reader:
        scope = open_book()
        from comity.actions import mapping, unchanged

        mapping.remember(scope, mappings)
        restored = _restore(scope, exported)
        if reader is None:
            if as_json:
                shared.put_json({"restored": restored})
            return
        before = None if again else unchanged.unchanged_since(scope, reader.state(), me)
        number = _read(scope, others, reader, me, belongs_to, as_json) if before is None else before
        if employer:
            _say_whose(scope, number, belongs_to, employer)
    _tell(scope, number, restored, unchanged=before is not None, as_json=as_json)
    if look and not as_json:
        _note([Path(path) for path in paths], me)


def _dry_run(
    exported: list[Path], others: Paths, me: tuple[str, ...], mappings: dict[str, Any], as_json: bool
) -> None:
    scope = open_book()
    for path in exported:
        click.echo(f"{path} was exported by Comity; an import would read it back.", err=True)
    with _progress(quiet=as_json) as told:
        previewing.dry_run(scope, others, me=me, mappings=mappings, told=told, as_json=as_json)


def _read(
    scope: Scope, paths: Paths, reader: Reader, me: tuple[str, ...], belongs_to: str | None, as_json: bool
) -> int:
    """Import what a reading process reads; returns the number of the import."""
    from comity.actions.imports import import_files

    try:
        with _progress(quiet=as_json) as told:
            return import_files(scope, paths, me=me, belongs_to=belongs_to or "", told=told, reader=reader)
    except KeyboardInterrupt:
        shared.fail("Stopped; what had been stored was taken back.", "The same command starts it again.")


def _tell(scope: Scope, number: int, restored: list[Any], *, unchanged: bool, as_json: bool) -> None:
    """Print what an import brought, or that it was there already; exits with 1 where nothing could be read."""
    from comity.answers.imports import batch

    info = batch(scope, number)
    if as_json:
        shared.put_json({"restored": restored, "unchanged": unchanged} | batch_json(info))
    elif unchanged:
        _say_unchanged(info.number, info.started_at.date())
    else:
        _summary(info)
        _put_ahead(scope, number)
        _ask(scope, info)
    if not unchanged and info.problem_count and not info.counts.get("read"):
        sys.exit(1)


def _tell_unchanged(number: int, on: dt.date, *, as_json: bool) -> None:
    """Print that an import of that UTC day read all there is; only for JSON the book is opened."""
    if as_json:
        _tell(open_book(), number, [], unchanged=True, as_json=True)
    else:
        _say_unchanged(number, on)


def _say_unchanged(number: int, on: dt.date) -> None:
    for line in _unchanged(number, on):
        screen.say(line)


def _unchanged(number: int, on: dt.date) -> list[str]:
    return [
        f"Nothing has changed since import {number} ({shared.long_date(on)}), so nothing was read.",
        "To read it all the same: comity import --again PATH…",
    ]


def _note(paths: Sequence[Path], me: Sequence[str]) -> None:
    """Let the launcher know what was read, if it is still so and all is written."""
    if may_be_noted(paths):
        from django.db import connections

        connections.close_all()
        seen = unchanged_since(paths, me)
        if seen.before is not None:
            note(seen, _unchanged(*seen.before))


def _say_whose(scope: Scope, number: int, belongs_to: str | None, employer: str | None) -> None:
    """Note whose the files of an import are; naming an employer says that they are an employer’s."""
    from comity.actions.questions import whose

    if employer and belongs_to == "mine":
        raise click.UsageError("--of names an employer; that is not --mine.")
    whose(scope, number, "employer" if employer else belongs_to or "", employer=employer)


def _put_ahead(scope: Scope, number: int) -> None:
    """Say which meetings to come cross a boundary."""
    from comity.answers.meetings_ahead import meetings_ahead

    for one in meetings_ahead(scope, batch=number):
        screen.say(
            f"{one.at:%Y-%m-%d}{'' if one.whole_day else f' {one.at:%H:%M}'} {one.subject}:", bold=True
        )
        screen.say(" ".join(one.words), indent=2)


@click.command()
@click.argument("number", type=int, required=False)
@click.option(
    "--mine", "belongs_to", flag_value="mine", help="Say that the files of this import are your own."
)
@click.option("--employer", "belongs_to", flag_value="employer", help="Say that they are an employer’s.")
@click.option("--of", "employer", metavar="NAME", help="Say which employer’s they are.")
@json_option
@command
def imports(number: int | None, belongs_to: str | None, employer: str | None, as_json: bool) -> None:
    """List all imports, or show one with its files and what it refused."""
    if (belongs_to or employer) and number is None:
        raise click.BadParameter("Say which import: comity imports NUMBER --mine", param_hint="NUMBER")
    scope = open_book()
    if number is not None and (belongs_to or employer):
        _say_whose(scope, number, belongs_to, employer)
    from comity.actions.taking import PROBLEMS_KEPT
    from comity.answers.imports import SHOWN, batch, batches

    if number is not None:
        info = batch(scope, number, problems=PROBLEMS_KEPT if as_json else SHOWN)
        shared.put_json(batch_json(info)) if as_json else _summary(info)
        return
    found = batches(scope)
    if as_json:
        shared.put_json([batch_json(info) for info in found])
    elif not found:
        click.echo("Nothing was imported yet. Start with: comity import PATH…")
    else:
        counts = {
            what: [f"{info.counts.get(what, 0):,}" for info in found] for what in ("new", "known", "refused")
        }
        screen.table(
            (
                screen.Column("import", [str(info.number) for info in found], right=True),
                screen.Column("begun (UTC)", [f"{info.started_at:%Y-%m-%d %H:%M}" for info in found], rank=1),
                screen.Column("state", [info.state for info in found]),
                *(screen.Column(what, cells, right=True) for what, cells in counts.items()),
            )
        )


@click.command()
@click.argument("number", type=int, metavar="NUMBER")
@json_option
@command
def undo(number: int, as_json: bool) -> None:
    """Take an import back. What you entered, changed and confirmed stays."""
    scope = open_book()
    from comity.actions.imports import undo as take_back
    from comity.answers.imports import batch

    take_back(scope, number)
    if as_json:
        shared.put_json(batch_json(batch(scope, number)))
    else:
        click.echo(f"Import {number} is undone.")


def batch_json(info: BatchInfo) -> dict[str, Any]:
    """The documented form of an import."""
    found: dict[str, Any] = shared.plain(info)
    return found | {"questions": [shared.question_json(question) for question in info.questions]}


def _restore(scope: Scope, folders: Iterable[Path]) -> list[dict[str, Any]]:
    """Read back these folders, which Comity exported; what was restored."""
    restored: list[dict[str, Any]] = []
    for path in folders:
        from comity.actions import restoring

        counts = restoring.import_export(scope, path)
        restored.append({"folder": str(path), "counts": counts})
        words = ", ".join(f"{n:,} {what}" for what, n in counts.items() if n) or "nothing new"
        click.echo(f"Read back from {path}: {words}", err=True)
    return restored


@contextmanager
def _progress(*, quiet: bool) -> Iterator[Told]:
    """A bar with counts and rate on a terminal, nothing elsewhere."""
    if quiet or not sys.stderr.isatty():
        yield lambda counts: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    from comity.answers.imports import rate

    columns = (
        TextColumn("Reading"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f} %"),
        TextColumn("{task.fields[words]}"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None, words="")

        def told(counts: dict[str, int | float]) -> None:
            words = f"{counts['read']:,} read, {counts['new']:,} new"
            if a_second := rate(counts):
                words += f", {a_second:,}/s"
            bar.update(task, completed=counts["bytes_done"], total=counts["bytes_total"] or None, words=words)

        yield told


def _summary(info: BatchInfo) -> None:
    c: dict[str, Any] = {
        "read": 0,
        "new": 0,
        "known": 0,
        "bulk": 0,
        "cards": 0,
        "people": 0,
        "refused": 0,
        "seconds": 0,
    }
    c |= info.counts
    from comity.answers.imports import rate

    speed = f", {rate(c):,} a second" if rate(c) else ""
    click.echo(f"Import {info.number} ({info.state}): {c['read']:,} read in {c['seconds']:.1f} s{speed}")
    click.echo(
        f"  {c['new']:,} new, {c['known']:,} known already, {c['bulk']:,} bulk or automatic and kept apart"
    )
    click.echo(
        f"  {shared.counted(c['cards'], 'contact card')}; {shared.counted(c['people'], 'person', 'people')}"
    )
    if info.belongs_to:
        whose = f"an employer’s{f': {info.employer}' if info.employer else ''}"
        screen.say(f"The files are {'your own' if info.belongs_to == 'mine' else whose}.", indent=2)
    if c.get("erased"):
        click.echo(f"  {c['erased']:,} left out or without people whom you erased")
    for file in info.files[:20]:
        screen.say(f"{file.label}: {file.source or 'not recognised'}", indent=2)
    if info.file_count > 20:
        click.echo(f"  … and {shared.counted(info.file_count - 20, 'more file')}")
    if info.problem_count:
        click.echo(f"  {info.problem_count:,} could not be read:")
        for problem in info.problems[:10]:
            screen.say(f"{problem.file} at {problem.position:,}: {problem.reason}", indent=4)
        if info.problem_count > 10:
            click.echo(f"    … all of them: comity imports {info.number} --json")
    if info.to_review:
        things = "one thing" if info.to_review == 1 else f"{info.to_review:,} things"
        click.echo(f"  {things} to decide: comity proposals --import {info.number}")
    if info.error:
        screen.say(info.error, indent=2)


def _ask(scope: Scope, info: BatchInfo) -> None:
    """Put the questions that the import left, on a terminal; elsewhere say how to answer them."""
    from comity.actions.questions import answer_question

    terminal = sys.stdin.isatty() and sys.stderr.isatty()
    for question in info.questions:
        if not terminal:
            step = (
                f"comity me add {question.key}"
                if question.kind == "own_address"
                else f"comity imports {info.number} --mine, or --employer"
            )
            screen.say(f"{question.text} {question.evidence} ({step})")
        elif question.kind == "own_address":
            yes = click.confirm(f"{question.text} {question.evidence}", err=True)
            answer_question(scope, question.id, "yes" if yes else "no")
            if yes:
                return
        else:
            choice = click.Choice(["mine", "employer", "later"])
            answer = click.prompt(question.text, type=choice, default="later", err=True)
            if answer != "later":
                answer_question(scope, question.id, answer)
