"""`comity rights` and `comity erase`: what others may ask of the one who keeps a book about them."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import click

from comity.interfaces.cli import screen, shared
from comity.interfaces.cli.removing import back, say_removed
from comity.interfaces.cli.shared import command, json_option, open_book
from comity.interfaces.cli.unlocking import opened_scope, passphrase_option, unlock_option

if TYPE_CHECKING:
    from comity.actions.erasing import Ahead, Done
    from comity.answers.books import Scope

_DATE = click.DateTime(["%Y-%m-%d"])
_WISHES = ("them", "me", "law")


@click.group(invoke_without_command=True)
@json_option
@click.pass_context
@command
def rights(ctx: click.Context, as_json: bool) -> None:
    """Why you keep whom, until when, and who was erased. Without a command: what needs a look."""
    if ctx.invoked_subcommand:
        return
    scope = open_book()
    from comity.answers import rights as answers

    found = answers.rights(scope)
    if as_json:
        shared.put_json(found)
        return
    for due in found.due:
        screen.say(f"{due.face.name}: {due.reason}  {due.face.id}")
    if found.more:
        screen.say(f"and {found.more} more", dim=True)
    if not found.due:
        screen.say("Nobody waits to be looked at again.")
    for kept in found.purposes:
        held = f"  ON HOLD: {kept.hold}" if kept.hold else ""
        review = f", to look at on {kept.review_on}" if kept.review_on else ""
        screen.say(f"{kept.face.name}: {kept.purpose or 'no purpose named'}{review}{held}")
    for rule in found.rules:
        screen.say(f"Rule: {rule.words}  {rule.id}", dim=True)
    for gone in found.erasures:
        screen.say(f"Erased on {gone.on}: {gone.rows} rows  {gone.id}", dim=True)
        if gone.locked:
            screen.say(f"{answers.locked_words(gone.locked)} That is: comity rights sealed", indent=2)


@rights.command("purpose")
@click.argument("who")
@click.option("--why", metavar="WORDS", help="Why you keep what you know of them.")
@click.option("--source", metavar="WORDS", help="Where it comes from.")
@click.option("--review", type=_DATE, metavar="DATE", help="When to look at it again; 0001-01-01 for never.")
@click.option("--hold", metavar="WORDS", help='Why nothing may be erased now; "" takes it off.')
@json_option
@command
def purpose(
    who: str, why: str | None, source: str | None, review: dt.datetime | None, hold: str | None, as_json: bool
) -> None:
    """Say why you keep WHO, or show it."""
    scope = open_book()
    from comity.actions import rights as actions
    from comity.answers import rights as answers

    face, _ = answers.of_person(scope, who)
    if (why, source, review, hold) != (None, None, None, None):
        never = review is not None and review.year == 1
        actions.set_purpose(
            scope,
            face.id,
            purpose=why,
            source=source,
            review_on=review.date() if review and not never else None,
            hold=hold,
            clear_review=never,
        )
    _, row = answers.of_person(scope, face.id)
    if as_json:
        shared.put_json(row)
    elif row is None:
        screen.say(f'Nothing is said of {face.name}: comity rights purpose "{face.name}" --why "…"')
    else:
        screen.say(f"{face.name}: {row.purpose or 'no purpose named'}", bold=True)
        for label, value in (("from", row.source), ("look again", row.review_on), ("hold", row.hold)):
            if value:
                screen.say(f"{label}: {value}", indent=2)


@rights.command("forget")
@click.argument("id")
@command
def forget(id: str) -> None:
    """A purpose (its id) is forgotten."""
    scope = open_book()
    from comity.actions import rights as actions

    say_removed(actions.remove_purpose(scope, id), "Forgotten.")


@rights.command("rule")
@click.argument("after_days", type=int)
@click.option("--role", default="", help="Only people of this role.")
@click.option("--tag", default="", help="Only people with this tag.")
@click.option("--note", default="", help="Why this rule.")
@command
def rule(after_days: int, role: str, tag: str, note: str) -> None:
    """Ask whether to go on keeping people, AFTER_DAYS days without contact. Nothing is erased by itself."""
    scope = open_book()
    from comity.actions import rights as actions

    screen.say(f"Noted.  {actions.add_rule(scope, after_days, role=role, tag=tag, note=note)}")


@rights.command("unrule")
@click.argument("id")
@command
def unrule(id: str) -> None:
    """A rule (its id) holds no more."""
    scope = open_book()
    from comity.actions import rights as actions

    say_removed(actions.remove_rule(scope, id), "It holds no more.")


@rights.command("file")
@click.argument("who")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
@unlock_option
@passphrase_option
@json_option
@command
def file(who: str, folder: Path, unlock: bool, as_json: bool) -> None:
    """Write everything you hold on WHO to a new folder, as JSON and PDF, without other people."""
    write_file(opened_scope() if unlock else open_book(), who, folder, as_json)


def write_file(scope: Scope, who: str, folder: Path, as_json: bool) -> None:
    """What `comity rights file` and `comity person --file` do."""
    from comity.answers import person_file
    from comity.answers.person_document import document
    from comity.exports.pdf import pdf

    now = dt.datetime.now(dt.UTC)
    first = person_file.begin(scope, who)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    names = folder / "person.json", folder / "person.pdf"
    for name in names:
        if name.exists():
            shared.fail(f"There is a file {name} already.", "Name a folder that is new.")
    with open(names[0], "x", encoding="utf-8", opener=shared.private) as out:
        count = person_file.write_json(first, out, now)
    printed = pdf("person_file", document(person_file.begin(scope, who), now))
    with open(names[1], "xb", opener=shared.private) as paper:
        paper.write(printed)
    if as_json:
        shared.put_json(
            {"folder": str(folder.absolute()), "rows": count, "withheld": sum(first.withheld.values())}
        )
        return
    screen.say(
        f"Written to {folder}: person.json ({count:,} rows) and person.pdf. Read them before you hand them over."
    )
    if first.locked:
        screen.say(
            f"{shared.counted(first.locked, 'thing is', 'things are')} sealed and locked, and not looked at: unlock and run"
            " it again (--unlock).",
            bold=True,
        )
    if first.withheld:
        screen.say(
            f"{sum(first.withheld.values()):,} things were left out; the files say which kinds, and why.",
            dim=True,
        )


@rights.command("allow")
@click.argument("address")
@command
def allow(address: str) -> None:
    """Let imports bring somebody back whom you erased, by their e-mail ADDRESS."""
    scope = open_book()
    from comity.actions import erasing

    if not erasing.let_in(scope, "email", address.strip().lower()):
        shared.fail(f"{address} is not refused.", "See who was erased with: comity rights")
    screen.say("Imports bring it in again.")


@rights.command("clean")
@command
def clean() -> None:
    """Rewrite the database without what was deleted, where that could not be done at once."""
    scope = open_book()
    from comity.actions import erasing

    if not erasing.clean(scope):
        shared.fail(
            "Somebody is reading the book meanwhile.",
            "Stop Comity (Ctrl-C where comity serve runs), then try again.",
        )
    screen.say("Rewritten.")


@rights.command("sealed")
@passphrase_option
@json_option
@command
def sealed(as_json: bool) -> None:
    """Look through what is sealed for everybody who was erased while it was locked, and take them out."""
    scope = opened_scope()
    from comity.actions import erasing
    from comity.answers import rights as answers

    looked = erasing.look_again(scope)
    if as_json:
        shared.put_json({"changed": looked.changed, "recorded": looked.recorded, "shut": looked.shut})
        return
    screen.say(f"Looked through what is sealed; {looked.changed} texts were changed.")
    if looked.recorded:
        screen.say(answers.recorded_words(looked.recorded))
    if looked.shut:
        screen.say(f"{looked.shut} did not open, and were not looked at.", bold=True)


@click.command()
@click.argument("who")
@unlock_option
@passphrase_option
@click.option("--dry-run", is_flag=True, help="Only show what would go, and what stays.")
@click.option("--asked-by", type=click.Choice(_WISHES), default=None, help="On whose wish.")
@click.option(
    "--name", "typed", metavar="NAME", help="Their full name, typed again, so that nothing is asked."
)
@json_option
@command
def erase(
    who: str, unlock: bool, dry_run: bool, asked_by: str | None, typed: str | None, as_json: bool
) -> None:
    """Erase everything about WHO, for good. It cannot be taken back, and later imports do not bring them back."""
    scope = opened_scope() if unlock else open_book()
    from comity.actions import erasing
    from comity.answers import rights as answers

    face, _ = answers.of_person(scope, who)
    seen = erasing.ahead(scope, face.id)
    if dry_run and as_json:
        shared.put_json(seen)
        return
    if not as_json:
        _show_ahead(seen)
    if dry_run:
        return
    if typed is None:
        typed = click.prompt(f"It cannot be taken back. Type “{seen.name}” to erase them", err=True)
    done = erasing.erase(scope, face.id, typed, asked_by=asked_by or "")
    if as_json:
        shared.put_json(done)
    else:
        _show_done(done)


def _show_ahead(seen: Ahead) -> None:
    from comity.answers import rights as answers

    screen.say("Goes:", bold=True)
    for table, count in seen.goes.items():
        screen.say(f"{count:,} {answers.table_words(table)}", indent=2)
    screen.say("Stays:", bold=True)
    for code in seen.stays:
        screen.say(answers.stays_words(code), indent=2)
    for hold in seen.holds:
        screen.say(f"On hold: {hold}", indent=2, bold=True)


def _show_done(done: Done) -> None:
    from comity.answers import rights as answers

    screen.say(f"Erased: {sum(done.counts.values()):,} rows.")
    if done.looked_for:
        screen.say(
            f"Looked afterwards for {len(done.looked_for)} addresses and names in {done.files} files of the data folder: "
            + ("none was found." if not done.found else "still there in " + ", ".join(done.found))
        )
    if done.recorded:
        screen.say(answers.recorded_words(done.recorded))
    if done.locked:
        screen.say(answers.locked_words(done.locked), bold=True)
        screen.say("That is: comity rights sealed", dim=True)
    if not done.cleaned:
        screen.say(
            "Free pages were not rewritten, for the book is in use. Stop Comity, then: comity rights clean",
            dim=True,
        )
    screen.say("Copies that Comity cannot reach:", bold=True)
    for code, detail in ((c, d) for c, d in done.unreached if c != "sealed"):
        screen.say(answers.unreached_words(code, detail), indent=2)


rights.add_command(back)
