"""The command line. `comity --help` must not wait for Django: commands are loaded when they are called."""

from __future__ import annotations

import importlib
import sys

import click

_COMMANDS = {
    "import": ("importing", "import_", "Read mailboxes, cards, calendars and exports into your book."),
    "imports": ("importing", "imports", "List imports, or show what one brought and what it refused."),
    "undo": ("importing", "undo", "Take an import back, without touching what you did yourself."),
    "today": ("today", "today", "What your working relationships need today."),
    "done": ("today", "done", "An item of Today is done."),
    "snooze": ("today", "snooze", "Put an item of Today off."),
    "dismiss": ("today", "dismiss", "Leave an item of Today out this time."),
    "never": ("today", "never", "Silence an item of Today for good, or list what is silenced."),
    "back": ("today", "back", "Bring an item of Today back."),
    "people": ("reading", "people", "The people you know, the strongest tie first."),
    "person": ("reading", "person", "One person: what is open, known, and what happened."),
    "duplicates": ("doubles", "duplicates", "Look for people who are in your book twice."),
    "search": ("reading", "search", "Find people, and words in what passed between you."),
    "proposals": ("deciding", "proposals", "What your files suggest, and you decide."),
    "accept": ("deciding", "accept", "Say yes to proposals."),
    "decline": ("deciding", "decline", "Say no to proposals, once and for all."),
    "reopen": ("deciding", "reopen", "Take answers to proposals back."),
    "choose": ("choosing", "choose", "Choose which of several values of a person is shown."),
    "merge": ("deciding", "merge", "Say that several people are one."),
    "split": ("deciding", "split", "Part people who were merged."),
    "log": ("saying", "log", 'Write down what happened: comity log "coffee with Ada yesterday".'),
    "unlog": ("saying", "unlog", "Take back what log stored."),
    "goals": ("goals", "goals", "Goals: steps, whom they need, and how far they are."),
    "groups": ("outcomes", "groups", "Groups of people, with goals of their own."),
    "outcomes": ("outcomes", "outcomes", "What came of it all, and thanks to whom."),
    "mentoring": ("mentoring", "mentoring", "Mentoring: sessions, what was agreed, and what came of it."),
    "clients": (
        "engagements",
        "clients",
        "Work for clients: what you deliver, invoices, satisfaction, renewal.",
    ),
    "providers": ("engagements", "providers", "Work by service providers: briefs, and invoices to pay."),
    "relationship": ("relationships", "relationship", "Which side of life, how far it has come, who died."),
    "roles": ("roles", "roles", "What somebody is to you: manager, peer, client, …"),
    "playbooks": ("playbooks", "playbooks", "What each role asks for, and your own files of them."),
    "events": ("events", "events", "Events: whom to meet, whom you met, whom to follow up."),
    "card": ("card", "card", "Your card, as a code to be photographed and as a file."),
    "remind": ("writing", "remind", "Set a reminder, about a person or about none."),
    "reminders": ("reminders", "reminders", "Your reminders: done, put right, taken back."),
    "promises": ("promises", "promises", "What you promised, what was promised to you, and how it ended."),
    "requests": ("requests", "requests", "What is asked of you: accept, decline, pass on, leave."),
    "reputation": ("reputation", "reputation", "How reliable you are, for your own eyes."),
    "exchanges": ("exchanges", "exchanges", "What you gave and received, and what waits for your thanks."),
    "opportunities": ("opportunities", "opportunities", "What could help somebody, whom, and why."),
    "advice": ("opportunities", "advice", "Whom to turn to for a question."),
    "dates": ("dates", "dates", "Birthdays and other dates that deserve a word."),
    "feedback": ("feedback", "feedback", "Feedback asked, received, acted on and given."),
    "shares": ("feedback", "shares", "What you gladly share of yourself, and who has heard it."),
    "trust": ("trust", "trust", "What speaks for trust in somebody, what against it, what is at stake."),
    "feelings": ("trust", "feelings", "How a relationship is for you: a private word now and then."),
    "confidences": ("confidences", "confidences", "What was told in confidence, and who may know it."),
    "disclosures": ("disclosures", "disclosures", "What you told whom of yourself, and who knows what."),
    "ideas": ("disclosures", "ideas", "Your ideas, each with its day and digest, and who saw it."),
    "check": (
        "conflicts",
        "check",
        'Conflicts of interest before a decision: comity check "hire Bo at Acme".',
    ),
    "interests": (
        "interests",
        "interests",
        "Your interests that others should know of, reviewed once a year.",
    ),
    "ties": ("interests", "ties", "What others are to one another: spouse, owner, friend."),
    "gifts": ("gifts", "gifts", "Gifts and hospitality, and what your employer's rules ask for each."),
    "introductions": ("introductions", "introductions", "Introductions, and whose turn it is."),
    "boundaries": ("boundaries", "boundaries", "Boundaries, yours and theirs, and what would cross them."),
    "policies": ("policies", "policies", "Rules of your employer, and when to read them again."),
    "draft": ("drafting", "draft", "The first words of a mail, for your own mail program."),
    "difficult": (
        "difficulties",
        "difficult",
        "Difficult relationships: steps that help, and stepping back.",
    ),
    "incidents": ("evidence", "incidents", "Sealed notes of what happened, and evidence packs of them."),
    "me": ("writing", "me", "Which addresses are yours, your name, your time zone."),
    "feed": ("sending", "feed", "A private address where your calendar reads what is due."),
    "daymail": ("sending", "daymail", "The day's list by mail, once a day."),
    "sweep": ("sending", "sweep", "Send what is due, once: for cron, where nothing serves."),
    "sealed": ("sealed", "sealed", "The passphrase of what is sealed, and its recovery key."),
    "rights": ("rights", "rights", "Why you keep whom and until when; one person's file; rules of how long."),
    "erase": ("rights", "erase", "Erase everything about a person, for good."),
    "leave": ("leaving", "leave", "Leave an employer: what is theirs stays behind."),
    "backup": ("backing_up", "backup", "Everything in one encrypted file, or look one over."),
    "restore": ("backing_up", "restore", "Put a backup in the place of your book."),
    "doctor": ("upkeep", "doctor", "Check the data folder, the database and what is derived from it."),
    "export": ("upkeep", "export", "Write everything in open formats to a folder."),
    "serve": ("upkeep", "serve", "Open the pages in your browser."),
}

_NOT_IN_SAMPLE = ("import", "undo", "backup", "restore", "leave")


class _Lazy(click.Group):
    """A group that knows the names and purposes of its commands without importing them."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        module, attribute, _ = _COMMANDS[cmd_name]
        command: click.Command = getattr(
            importlib.import_module(f"comity.interfaces.cli.{module}"), attribute
        )
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, purpose) for name, (_, _, purpose) in _COMMANDS.items()])


def _version(ctx: click.Context, param: click.Parameter, value: bool) -> None:
    if value and not ctx.resilient_parsing:
        from comity import __version__

        click.echo(f"comity {__version__}")
        ctx.exit()


@click.command(cls=_Lazy, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=_version, help="Show the version."
)
@click.option("--sample", is_flag=True, help="Look around in the sample book, where everybody is made up.")
@click.pass_context
def main(ctx: click.Context, sample: bool) -> None:
    """Comity keeps your working relationships in good order, on your own machine.

    Data lives in $COMITY_HOME, by default your user's data folder. Exit codes: 0 done, 1 a problem, 2 wrong
    usage. Commands with --json print one JSON value that scripts may rely on (see the documentation).
    """
    if sample and ctx.invoked_subcommand in _NOT_IN_SAMPLE:
        raise click.UsageError("Files never go into the sample book: it is thrown away. Leave --sample out.")


def run() -> None:
    """The command line by the name that it is known by, whatever file started it; in the end all is in the book's one file."""
    try:
        main(prog_name="comity")
    finally:
        if "django.db" in sys.modules:
            from django.db import connections

            connections.close_all()
