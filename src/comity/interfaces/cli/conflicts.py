"""`comity check`: what stands between you and a decision, and what you did about it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from comity.interfaces.cli import screen, shared
from comity.interfaces.cli.documents import write_pdf
from comity.interfaces.cli.removing import back, say_removed
from comity.interfaces.cli.shared import command, json_option, open_book
from comity.interfaces.cli.unlocking import passphrase_option, scope_of, unlock_option

if TYPE_CHECKING:
    from comity.answers.books import Scope
    from comity.answers.conflict_shapes import Check, PathLine
    from comity.answers.decisions import DecisionLine, RecusalLine

_ON = click.DateTime(["%Y-%m-%d"])
_SIGNS = {"clear": "Clear", "disclose": "Say so first", "recuse": "Step aside"}


class _Question(click.Group):
    """`check` followed by a question, or by one of its commands."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in self.commands:
            return "question", _ask, args
        return super().resolve_command(ctx, args)


@click.group("check", cls=_Question, invoke_without_command=True, no_args_is_help=False)
@json_option
@click.pass_context
@command
def check(ctx: click.Context, as_json: bool) -> None:
    """Check a decision for conflicts of interest: comity check "hire Bo at Acme".

    Without a question: the checks that you kept. The answer is clear, disclose or recuse, with each path that leads from
    you to the decision; it is in the output, and the exit code only says whether there was one.
    """
    if ctx.invoked_subcommand:
        return
    scope = open_book()
    from comity.answers.decisions import decisions

    found = decisions(scope)
    if as_json:
        shared.put_json([_kept_json(one) for one in found])
        return
    for one in found:
        did = f", {one.did_words}" if one.did else ""
        screen.say(f"{one.on}  {one.question}: {one.verdict_words}{did} ({one.id})")
    if not found:
        click.echo('None kept yet: comity check "hire Bo at Acme" --keep')


@click.command("question", context_settings={"ignore_unknown_options": False})
@click.argument("question", nargs=-1, required=True)
@click.option("--pick", "picked", multiple=True, metavar="WORDS=ID", help="Whom words mean that fit several.")
@click.option("--keep", is_flag=True, help="Keep the answer, with its paths.")
@json_option
@command
def _ask(question: tuple[str, ...], picked: tuple[str, ...], keep: bool, as_json: bool) -> None:
    """Check a decision."""
    scope = open_book()
    from comity.answers.conflicts import check as answer

    chosen = dict(_pick(one) for one in picked)
    found = answer(scope, " ".join(question), chosen)
    id = _keep(scope, found) if keep and found.verdict else ""
    if as_json:
        shared.put_json(_json(found) | ({"id": id} if id else {}))
        return
    _put(found)
    if id:
        screen.say(f"Kept ({id}). Say what you do: comity check disclosed, aside or went-on.", dim=True)


def _pick(text: str) -> tuple[str, str]:
    words, equals, id = text.rpartition("=")
    if not equals:
        raise click.UsageError(f"--pick {text}: write WORDS=ID.")
    return words, id


def _keep(scope: Scope, found: Check) -> str:
    from comity.actions.decisions import keep
    from comity.answers.decisions import to_keep

    return keep(scope, found.question, found.verdict, to_keep(found))


def _put(found: Check) -> None:
    for one in found.asked:
        screen.say(f"Which “{one.words}” do you mean? Say the whole name, or --pick:")
        for choice in one.choices:
            screen.say(f'{choice.name} ({choice.kind})  --pick "{one.words}={choice.id}"', indent=2)
    if found.unknown:
        words = ", ".join(f"“{words[:80]}”" for words in found.unknown)
        screen.say(f"Not in your book, so nothing is known of it: {words}.")
    if not found.parties and not found.asked:
        screen.say('Nobody of your book is named. Such as: comity check "hire Bo at Acme"')
    if not found.verdict:
        return
    screen.say(f"{_SIGNS[found.verdict]}. {found.because}", bold=True)
    screen.say(f"{found.kind_words}: {', '.join(party.name for party in found.parties)}", dim=True)
    for path in found.counting:
        _put_path(path)
    if found.more:
        screen.say("There may be further paths; the heaviest stand here.", dim=True)
    for path in found.ended:
        _put_path(path)
    for friend in found.without_rule:
        screen.say(f"{friend.name} is a friend you work with. Say once what you stay out of:")
        screen.say(f'comity check stay-out {friend.id} "hiring, pay, reviews"', indent=2, dim=True)


def _put_path(path: PathLine) -> None:
    notes = [path.weight_words, path.age, "hearsay" if path.hearsay else ""]
    said = " → ".join(
        f"{step.words}{f' [{step.state_words}]' if step.state_words else ''}" for step in path.steps
    )
    screen.say(f"- {said} ({', '.join(filter(None, notes))})", indent=2, dim=path.over)


def _json(found: Check) -> dict[str, Any]:
    """The documented form of a check."""
    return {
        "question": found.question,
        "verdict": found.verdict or None,
        "rule": found.rule or None,
        "because": found.because or None,
        "approval": found.approval,
        "decision": found.kind,
        "about": [{"kind": one.kind, "id": one.id, "name": one.name} for one in found.parties],
        "asked": [
            {
                "words": one.words,
                "choices": [{"kind": each.kind, "id": each.id, "name": each.name} for each in one.choices],
            }
            for one in found.asked
        ],
        "unknown": found.unknown,
        "paths": [_path_json(path) for path in found.paths],
        "more": found.more,
        "without_rule": [{"id": one.id, "name": one.name} for one in found.without_rule],
    }


def _path_json(path: PathLine) -> dict[str, Any]:
    from comity.core.money import plain

    return {
        "weight": path.weight,
        "seen": path.seen,
        "hearsay": path.hearsay,
        "counts": not path.over,
        "steps": [
            {
                "words": step.words,
                "kind": step.what,
                "weight": step.weight,
                "seen": step.seen,
                "state": step.state,
                "hearsay": step.hearsay,
                "money": [{"amount": plain(amount, code), "currency": code} for amount, code in step.money],
                "id": step.row or None,
                "to": {"kind": step.to.kind, "id": step.to.id, "name": step.to.name},
            }
            for step in path.steps
        ],
    }


def _kept_json(one: DecisionLine) -> dict[str, Any]:
    return {
        "id": one.id,
        "question": one.question,
        "on": one.on,
        "verdict": one.verdict,
        "did": one.did or None,
        "did_on": one.did_on,
        "to": one.to,
        "note": one.note,
        "paths": [path.line for path in one.paths],
    }


@check.command("disclosed")
@click.argument("decision")
@click.argument("to")
@click.option("--on", "when", type=_ON, metavar="DATE", help="On which day (YYYY-MM-DD); else today.")
@command
def _disclosed(decision: str, to: str, when: dt.datetime | None) -> None:
    """You declared it: of the DECISION with this id, TO whom."""
    scope = open_book()
    from comity.actions.decisions import disclosed

    disclosed(scope, decision, to, on=shared.date_of(when))
    click.echo("Noted that you declared it.")


@check.command("aside")
@click.argument("decision")
@click.option("--to", default="", metavar="WHO", help="Who decides instead.")
@click.option("--rule", default="", metavar="TEXT", help="What you stay out of, in your words.")
@click.option("--until", type=_ON, metavar="DATE", help="When that ends (YYYY-MM-DD).")
@command
def _aside(decision: str, to: str, rule: str, until: dt.datetime | None) -> None:
    """You step aside from the DECISION with this id; from now on a check says so."""
    scope = open_book()
    from comity.actions.decisions import step_aside
    from comity.answers.decisions import decision as found

    parties = found(scope, decision).parties
    step_aside(scope, decision, parties, to=to, rule=rule, until=shared.date_of(until))
    click.echo("Noted that you step aside.")


@check.command("stay-out")
@click.argument("who")
@click.argument("matter")
@click.option("--instead", "rule", default="", metavar="TEXT", help="Who decides instead, and how.")
@click.option("--until", type=_ON, metavar="DATE", help="When that ends (YYYY-MM-DD).")
@json_option
@command
def _stay_out(who: str, matter: str, rule: str, until: dt.datetime | None, as_json: bool) -> None:
    """From today on you stay out of the MATTER where it is about WHO; a check says so."""
    scope = open_book()
    from comity.actions.rules import stay_out
    from comity.answers.heads import named

    id = stay_out(scope, named(scope, who).id, matter, rule, until=shared.date_of(until))
    shared.put_json({"id": id}) if as_json else screen.say(f"Noted what you stay out of ({id}).")


@check.command("rules")
@click.option("--end", "ended", default="", metavar="ID", help="You no longer stay out of this one.")
@click.option("--resume", "resumed", default="", metavar="ID", help="You do, after all.")
@json_option
@command
def _rules(ended: str, resumed: str, as_json: bool) -> None:
    """What you stay out of."""
    scope = open_book()
    from comity.actions.decisions import end_recusal, resume_recusal
    from comity.answers.decisions import recusals

    if ended:
        end_recusal(scope, ended)
        click.echo("You no longer stay out of it.")
        return
    if resumed:
        resume_recusal(scope, resumed)
        click.echo("You stay out of it.")
        return
    found = [one for one in recusals(scope) if one.lasting]
    if as_json:
        shared.put_json([_rule_json(one) for one in found])
        return
    for one in found:
        screen.say(f"{one.about}: {one.matter} ({one.id})" if one.about else f"{one.matter} ({one.id})")
        screen.say(one.rule, indent=2, dim=True) if one.rule else None
    if not found:
        click.echo("None yet: comity check stay-out WHO MATTER")


def _rule_json(one: RecusalLine) -> dict[str, Any]:
    return {
        "id": one.id,
        "person": {"id": one.face.id, "name": one.face.name} if one.face else None,
        "organisation": one.organisation,
        "matter": one.matter,
        "rule": one.rule,
        "since": one.since,
        "until": one.until,
        "decision": one.decision or None,
    }


@check.command("went-on")
@click.argument("decision")
@click.argument("because")
@command
def _went_on(decision: str, because: str) -> None:
    """You decided the DECISION with this id all the same, BECAUSE of something."""
    scope = open_book()
    from comity.actions.decisions import went_on

    went_on(scope, decision, because)
    click.echo("Noted, with your reason.")


@check.command("reopen")
@click.argument("decision")
@command
def _reopen(decision: str) -> None:
    """Take back what you noted of the DECISION with this id."""
    scope = open_book()
    from comity.actions.decisions import reopen

    reopen(scope, decision)
    click.echo("Open again.")


@check.command("remove")
@click.argument("decision")
@command
def _remove(decision: str) -> None:
    """Forget the kept DECISION with this id."""
    scope = open_book()
    from comity.actions.decisions import remove

    say_removed(remove(scope, decision), "The check is gone.")


@check.command("pdf")
@click.argument("decision")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--to", default="", metavar="WHO", help="To whom it is addressed.")
@click.option("--say", default="", metavar="TEXT", help="In your own words.")
@click.option("--release", multiple=True, metavar="ID", help="Let this confidence out, this once.")
@unlock_option
@passphrase_option
@command
def _pdf(decision: str, file: Path, to: str, say: str, release: tuple[str, ...], unlock: bool) -> None:
    """Write the statement, or the recusal where you stepped aside, of the DECISION to FILE."""
    scope = scope_of(unlock)
    from comity.answers import declaring
    from comity.answers.decisions import decision as found

    make = declaring.recusal if found(scope, decision).did == "recused" else declaring.statement
    write_pdf(make(scope, decision, to=to, words_of_mine=say, released=release), file)


check.add_command(back)
