"""`comity draft`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from comity.core.drafts import KINDS
from comity.interfaces.cli import screen, shared
from comity.interfaces.cli.shared import command, json_option
from comity.interfaces.cli.unlocking import passphrase_option, scope_of, unlock_option

if TYPE_CHECKING:
    from comity.answers.books import Scope
    from comity.answers.drafts import Draft


@click.command()
@click.argument("kind", type=click.Choice(KINDS))
@click.argument("who")
@click.option(
    "--about",
    multiple=True,
    metavar="KEY=VALUE",
    help="Something for the words to use, such as what=… or when=2026-12-24. May be repeated.",
)
@click.option("--other", metavar="WHO", help="A second person whom it is about, as in an introduction.")
@click.option("--language", metavar="CODE", help="Such as en, de or de-du; else that of your last mails.")
@click.option(
    "--release",
    multiple=True,
    metavar="ID",
    help="Let out this thing told in confidence, this once. May be repeated.",
)
@click.option("--open", "opens", is_flag=True, help="Open it in your mail program; what it crosses is noted.")
@unlock_option
@passphrase_option
@json_option
@command
def draft(
    kind: str,
    who: str,
    about: tuple[str, ...],
    other: str | None,
    language: str | None,
    release: tuple[str, ...],
    opens: bool,
    unlock: bool,
    as_json: bool,
) -> None:
    """Print the first words of a mail to somebody, and a link that opens your mail program. Nothing is sent.

    What was told in confidence, and not to them, is left out; it says so. What it crosses of boundaries is said, and
    with --open noted.
    """
    values = _values(about)
    scope = scope_of(unlock)
    from comity.answers import drafts
    from comity.answers.boundaries_said import of_draft
    from comity.answers.heads import named

    second = named(scope, other).id if other else None
    made = drafts.draft(scope, kind, who, values, language, other=second, release=release)
    shared.tell(of_draft(scope, who, kind, made.subject, made.body, other=second))
    kept = _open(scope, made, second) if opens else ()
    for trouble in drafts.troubles():
        click.echo(f"One of your own templates was not taken. {screen.harmless(trouble)}", err=True)
    if as_json:
        shared.put_json(_json(made, kept))
        return
    _print(made, kept)


def _json(made: Draft, kept: Sequence[str]) -> dict[str, object]:
    return {
        "kind": made.kind,
        "language": made.language,
        "person": {"id": made.person.id, "name": made.person.name},
        "to": made.to,
        "subject": made.subject,
        "body": made.body,
        "link": made.href,
        "rest": made.rest,
        "asks": dict(made.asks),
        "withheld": [{"what": one.what, "why": one.why, "confidence": one.of} for one in made.withheld],
        "crossings": kept,
    }


def _print(made: Draft, kept: Sequence[str]) -> None:
    from comity.answers import guarding

    screen.say(f"To: {made.to or '(no address known)'}")
    screen.say(f"Subject: {made.subject}")
    click.echo()
    for line in made.body.split("\n"):
        screen.say(line)
    click.echo()
    click.echo(made.href)
    if made.withheld:
        screen.say(guarding.left_out(made.withheld))
        for one in dict.fromkeys(one.of for one in made.withheld):
            screen.say(f"See: comity confidences show {one}   Let it out: --release {one}", dim=True)
        if any(one.why == guarding.LOCKED for one in made.withheld):
            screen.say("To look at what is sealed, too: --unlock", dim=True)
    for id in kept:
        screen.say(
            f"Noted that it crosses a line; not sent after all: comity boundaries crossings --remove {id}"
        )
    missing = [name for name, value in made.asks if not value]
    if missing:
        screen.say("It could say more with --about " + ", ".join(f"{name}=…" for name in missing), dim=True)


def _open(scope: Scope, made: Draft, other: str | None) -> tuple[str, ...]:
    """Open it in the mail program; the ids of what is kept of it."""
    from comity.actions.drafted import opened

    click.launch(made.href)
    return opened(scope, made.person.id, made.kind, made.subject, made.body, other_id=other)


def _values(about: tuple[str, ...]) -> dict[str, str]:
    """What `--about NAME=VALUE` named; wrong usage where there is no sign between the two."""
    values = {}
    for pair in about:
        name, sign, value = pair.partition("=")
        if not sign:
            raise click.BadParameter(
                f"{pair!r} has no “=”; write it like what=“the paper”.", param_hint="--about"
            )
        values[name.strip()] = value
    return values
