"""`comity trust`: what speaks for trust in somebody, and against it; `comity feelings`: how it is for me."""

from __future__ import annotations

import datetime as dt

import click

from comity.core.feelings import LEAST, MOST
from comity.interfaces.cli import screen, shared
from comity.interfaces.cli.removing import back, say_removed
from comity.interfaces.cli.shared import command, json_option, open_book
from comity.interfaces.cli.unlocking import opened_scope, passphrase_option

_SIGN = {1: "+", 0: "·", -1: "−"}


@click.command()
@click.argument("who")
@click.option("--open", "unlock", is_flag=True, help="Look at what is sealed too; asks for your passphrase.")
@passphrase_option
@json_option
@command
def trust(who: str, unlock: bool, as_json: bool) -> None:
    """What your notes say for trust in somebody, and against it; what is at stake; how it is for you."""
    scope = opened_scope() if unlock else open_book()
    from comity.answers.heads import named
    from comity.answers.trust import trust as ask

    face, found = named(scope, who), ask(scope, who)
    if as_json:
        shared.put_json(
            {
                "person": {"id": face.id, "name": face.name},
                "level": found.level,
                "evidence": [
                    {"kind": line.kind, "text": line.words, "speaks": line.speaks} for line in found.lines
                ],
                "at_stake": found.at_stake,
                "one_sided": found.one_sided or None,
                "weighs": found.felt.weighs,
                "locked": found.locked,
            }
        )
        return
    screen.say(f"{face.name}: {found.words}", bold=True)
    for line in found.lines:
        screen.say(f"{_SIGN[line.speaks]} {line.words}", indent=2)
    if found.at_stake:
        screen.say(f"At stake: {found.at_stake}", indent=2)
    if found.felt.weighs:
        screen.say("It felt bad again and again. Steps that help: comity difficult", indent=2)
    if found.locked:
        screen.say("What is sealed was not looked at.", indent=2, dim=True)


@click.group(invoke_without_command=True)
@click.pass_context
@click.option("--with", "who", metavar="WHO", help="What you said of this person.")
@json_option
@command
def feelings(ctx: click.Context, who: str | None, as_json: bool) -> None:
    """How a relationship is for you: a private word now and then. Without a command: whom to think about."""
    if ctx.invoked_subcommand:
        return
    scope = open_book()
    from comity.answers import feelings as answers

    if not who:
        face = answers.to_ask_about(scope)
        if as_json:
            shared.put_json({"ask_about": {"id": face.id, "name": face.name} if face else None})
        elif face:
            screen.say(f"How is it with {face.name} for you?  comity feelings say {face.id} -- -2 … 2")
        else:
            screen.say("Nothing to ask today. Your own word: comity feelings say WHO 1")
        return
    found = answers.how_it_is(scope, who)
    if as_json:
        shared.put_json(
            [
                {"id": one.id, "on": one.on, "score": one.score, "text": one.text, "locked": one.locked}
                for one in found.lines
            ]
        )
        return
    for one in found.lines:
        score = "not said" if one.score is None else f"{one.score:+d}"
        screen.say(f"{one.on}  {score}  {'(sealed)' if one.locked else one.text}  {one.id}")


@feelings.command("say", context_settings={"ignore_unknown_options": True})
@click.argument("who")
@click.argument("score", type=click.IntRange(LEAST, MOST))
@click.argument("text", required=False, default="")
@click.option(
    "--on",
    "when",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="The day (YYYY-MM-DD); else today.",
)
@passphrase_option
@json_option
@command
def say(who: str, score: int, text: str, when: dt.datetime | None, as_json: bool) -> None:
    """From -2 (it harms me) to 2 (it does me good), with a word (TEXT) if you like."""
    scope = open_book()
    from comity.actions.feelings import say as act
    from comity.answers.heads import named
    from comity.answers.sealing import is_set_up

    if text and is_set_up(scope):
        scope = opened_scope()

    id = act(scope, named(scope, who).id, score, text, on=shared.date_of(when))
    shared.put_json({"id": id}) if as_json else screen.say(f"Noted, for your eyes alone.  {id}")


@feelings.command("remove")
@click.argument("id")
@command
def remove(id: str) -> None:
    """Take a word back."""
    scope = open_book()
    from comity.actions.feelings import remove as act

    say_removed(act(scope, id), "Gone.")


feelings.add_command(back)
