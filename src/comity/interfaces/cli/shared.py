"""What every command needs: the open book, errors in words with the next step, JSON."""

from __future__ import annotations

import datetime as dt
import functools
import gc
import json
import os
import sys
from collections.abc import Callable, Iterable
from dataclasses import asdict, is_dataclass
from typing import TYPE_CHECKING, Any, NoReturn, ParamSpec, TypeVar

import click

from comity.core.errors import (
    Ambiguous,
    Busy,
    ComityError,
    InUse,
    Invalid,
    Locked,
    NotFound,
    NoVault,
    ReaderDied,
    Stopped,
    TooSoon,
    WrongState,
    disk_is_full,
)
from comity.interfaces.cli import screen

if TYPE_CHECKING:
    from comity.answers.books import Scope
    from comity.answers.boundaries import Notice
    from comity.answers.shapes import Question

FULL = "The disk is full; nothing was half-done."
HOME_STEP = "Set COMITY_HOME to a folder that you may write to."
_FINDING_STEPS = {
    "person": "Try a part of the name, or: comity people",
    "import": "See the numbers with: comity imports",
    "address": "See yours with: comity me",
    "proposal": "See: comity proposals",
    "event": "See: comity events",
    "guest": "See: comity events show EVENT",
    "goal": "See: comity goals",
    "opportunity": "See: comity opportunities --all",
    "share": "See: comity opportunities show OPPORTUNITY",
    "feedback": "See: comity feedback",
    "date": "See: comity dates --ahead 366",
    "gladly shared": "See: comity shares",
    "disclosure": "See: comity disclosures",
    "confidence": "See: comity confidences --all",
    "feeling": "See: comity feelings --with WHO",
    "idea": "See: comity ideas",
    "telling": "See: comity shares --with WHO",
    "role": "See: comity playbooks",
    "mentoring": "See: comity mentoring",
    "session": "See: comity mentoring",
    "work": "See: comity clients, or: comity providers",
    "delivery": "See: comity clients, or: comity providers",
    "invoice": "See: comity clients --json, or: comity providers --json",
    "step": "See: comity goals show GOAL",
    "need": "See: comity goals show GOAL",
    "group": "See: comity groups",
    "outcome": "See: comity outcomes --json",
    "item of Today": "See: comity today",
    "interest": "See: comity interests",
    "tie": "See: comity ties",
    "gift": "See: comity gifts",
    "decision": "See: comity check",
    "exchange": "See: comity exchanges",
    "promise": "See: comity promises --all",
    "request": "See: comity requests --all",
    "reminder": "See: comity reminders --all",
    "boundary": "See: comity boundaries --all",
    "crossing": "See: comity boundaries crossings",
    "policy": "See: comity policies --all",
    "introduction": "See: comity introductions --all",
    "calendar feed": "Switch it on with: comity feed on",
    "day mail": "Switch it on with: comity daymail to ADDRESS",
}
"""What to try where something is not found, by what it is."""
_STATE_STEPS = {
    "chain": "Write an incident first: comity incidents add",
    "incident": "It can still be corrected: comity incidents correct",
    "confidence": "See: comity confidences show ID",
    "import": "See: comity imports",
    "interest": "See: comity interests",
    "tie": "See: comity ties",
    "gift": "See: comity gifts",
    "decision": "See: comity check; take it back with: comity check reopen DECISION",
    "opportunity": "See: comity opportunities show OPPORTUNITY",
    "feedback": "See: comity feedback",
    "idea": "Somebody saw it: take that back first, with: comity disclosures remove ID",
    "goal": "Open it again first: comity goals reach GOAL --undo",
    "work": "It goes on with: comity clients end ID --undo",
    "delivery": "Take it back first: comity clients deliver ID --undo",
    "invoice": "Take it back first: comity clients pay ID --undo",
    "mentoring": "It goes on with: comity mentoring end ID --undo",
    "session": "Take it back first: comity mentoring held ID --undo",
    "guest": "See: comity events show EVENT",
    "event": "Take back first whom you met there: comity events unmet EVENT WHO",
    "boundary": "It holds again with: comity boundaries end ID --undo",
    "policy": "It binds again with: comity policies end ID --undo",
    "promise": "Take back how it ended first: comity promises reopen ID",
    "request": "Take your answer back first: comity requests reopen ID",
}
"""Where to look when a thing is not in the state that something asks for."""
P = ParamSpec("P")
R = TypeVar("R")

json_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON value, for scripts.")
as_of_option = click.option(
    "--as-of",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="As it was at 00:00 UTC at the start of this date (YYYY-MM-DD): only earlier events count.",
)


def prepare() -> None:
    """Load Django, bring the tables up to date, undo what was interrupted.

    What is loaded stays, and is never searched for garbage: an import would do so hundreds of times. Exits with 1 where
    the data folder or the database cannot be opened.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "comity.config.settings")
    gc.disable()
    try:
        import django

        django.setup()
        from comity.answers import upkeep

        upkeep.make_ready()
    except OSError as error:
        fail(f"The data folder cannot be used: {error}", HOME_STEP)
    except ValueError as error:
        fail(str(error), "See the documentation, “Your data and its backup”.")
    finally:
        gc.freeze()
        gc.enable()


def open_book() -> Scope:
    """The scope of this machine's user in the book that is open by default, or with --sample in the sample book."""
    prepare()
    from comity.actions.access import first_user
    from comity.actions.running import left_over
    from comity.answers.books import scope_for

    user = first_user()
    scope = scope_for(user, book=_sample(user) if _in_sample() else None)
    for number in _recovered(scope) if left_over(scope) else ():
        click.echo(f"Import {number} had been interrupted; what it had stored was taken back.", err=True)
    return scope


def _in_sample() -> bool:
    """Whether `comity --sample …` was typed."""
    context = click.get_current_context(silent=True)
    return bool(context and context.find_root().params.get("sample"))


def _sample(user: int) -> str:
    """The id of the sample book, made where there is none."""
    from comity.actions.sample import open_sample

    return open_sample(user)


def _recovered(scope: Scope) -> list[int]:
    from comity.actions.imports import recover

    return recover(scope)


def command(function: Callable[P, R]) -> Callable[P, R]:
    """Word every error that a user can do something about, and exit with 1."""

    @functools.wraps(function)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return function(*args, **kwargs)
        except (click.ClickException, click.Abort):
            raise
        except ComityError as error:
            fail(*worded(error))
        except KeyboardInterrupt:
            fail("Stopped.", "")
        except BrokenPipeError:
            sys.stderr.close()
            sys.exit(1)
        except UnicodeEncodeError:
            fail("What you typed holds bytes that are no text.", "Set your terminal to UTF-8, and try again.")
        except OSError as error:
            _file_problem(error)
        except Exception as error:
            _database_problem(error)
            raise

    return wrapped


def worded(error: ComityError) -> tuple[str, str]:
    """An error in words, and the next step."""
    for kind, words in _WORDED:
        if isinstance(error, kind):
            return words(error)
    return _worded_sealing(error)


def counted(count: int, one: str, many: str = "") -> str:
    """A number with its noun: "1 year", "3 years", "2 people"."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def _worded_missing(error: NotFound) -> tuple[str, str]:
    wanted = f" “{error.wanted}”" if error.wanted else ""
    return f"There is no {error.what}{wanted} in your book.", _FINDING_STEPS.get(error.what, "")


def _worded_choice(error: Ambiguous) -> tuple[str, str]:
    listed = "\n".join(
        "  " + screen.harmless("  ".join(filter(None, (name, hint, id))))
        for id, name, hint in error.candidates
    )
    fits = "Several people fit" if len(error.candidates) > 1 else "Somebody of your book is called"
    return f"{fits} “{error.wanted}”:\n{listed}", "Say the whole name, an address or the id."


def _worded_invalid(error: Invalid) -> tuple[str, str]:
    shown = f" “{error.value}”" if error.value else ""
    return f"{error.field}{shown}: {error.reason}.", ""


def _worded_busy(error: Busy) -> tuple[str, str]:
    return f"Import {error.batch} is running.", "Wait until it is done, or stop it on the Import page."


def _worded_state(error: WrongState) -> tuple[str, str]:
    if error.what == "passphrase":
        return "There is a passphrase already.", "Change it with: comity sealed passphrase"
    if error.what == "proposal":
        return _worded_proposal(error.state)
    step = _STATE_STEPS.get(error.what, "")
    return f"This {error.what} is {error.state.replace('_', ' ')}, so that cannot be done.", step


def _worded_death(error: ReaderDied) -> tuple[str, str]:
    if error.by_change:
        return f"{error.last} was changed while it was read; nothing was kept.", "Import it again."
    how = "came no further than" if error.stalled else "stopped at"
    words = f"Reading {how} {error.last or 'the first file'}; nothing was kept."
    return words, "Import the other files without this one, and report the problem."


def _worded_stop(error: Stopped) -> tuple[str, str]:
    return f"Import {error.batch} was stopped; what had been stored was taken back.", ""


def _worded_use(error: InUse) -> tuple[str, str]:
    if error.restoring:
        return "A backup is being restored here.", "Wait until that is done, then try again."
    return (
        "Comity is running on this book: a server, an import, or another command.",
        "Stop it (Ctrl-C where comity serve runs), wait for imports to end, then try again.",
    )


def _worded_sealing(error: ComityError) -> tuple[str, str]:
    from comity.core.sealing import CannotOpen

    if isinstance(error, Locked):
        return "This is sealed, and it is locked.", "Give the passphrase: see comity sealed --help"
    if isinstance(error, NoVault):
        return "Nothing is sealed in this book yet.", "Set a passphrase first: comity sealed set-up"
    if isinstance(error, TooSoon):
        return "Too many passphrases were wrong.", f"Try again in {error.seconds} seconds."
    if isinstance(error, CannotOpen):
        return (
            "It does not open: this is another passphrase or key, or what is sealed was changed.",
            "Try again, or open it with the printed key: comity sealed recover",
        )
    return str(error), ""


def _worded_proposal(state: str) -> tuple[str, str]:
    words = {
        "gone": "What this proposal was about is no longer in the book: an import was undone since.",
        "open": "This proposal was not answered yet.",
        "changed": "What came of it was changed since; take that back first, or remove it there.",
    }
    return words.get(state, f"This proposal was {state} already."), "See: comity proposals --answered"


def fail(problem: str, step: str) -> NoReturn:
    """Print a problem and its next step to standard error, and exit with 1."""
    click.echo(problem, err=True)
    if step:
        click.echo(step, err=True)
    sys.exit(1)


def _database_problem(error: Exception) -> None:
    from django.db import DatabaseError

    from comity.actions.running import no_room

    if no_room(error):
        fail(FULL, "Free some space, then do it again.")
    if not isinstance(error, DatabaseError):
        return
    text = str(error)
    if "readonly" in text or "unable to open" in text:
        fail(f"The database cannot be written to: {text}.", HOME_STEP)
    if "not a database" in text or "malformed" in text:
        step = "Keep the damaged file elsewhere, and put a backup in its place."
        fail(f"The database is damaged: {text}.", step)
    if "locked" in text:
        fail("The book is busy: another process has been writing for long.", "Try again in a moment.")
    if text:
        fail(f"The database cannot be used: {text}", "Check it with: comity doctor")


def _file_problem(error: OSError) -> NoReturn:
    if disk_is_full(error):
        fail(FULL, "Free some space, then do it again.")
    where = f" ({error.filename})" if error.filename else ""
    fail(
        f"A file cannot be used: {error.strerror or error}{where}.",
        "Choose another place, or mend its permissions.",
    )


def tell(noticed: Iterable[Notice]) -> None:
    """Say on standard error what something crosses of boundaries; nothing is held back."""
    known = tuple(noticed)
    for words in dict.fromkeys(one.words for one in known):
        click.echo(screen.harmless(words), err=True)
    for name in dict.fromkeys(one.person for one in known if one.why == "mixed_disclose"):
        click.echo(screen.harmless(f'Check it first: comity check "decide about {name}"'), err=True)


def put_json(value: Any) -> None:
    """Print a value as one line-broken JSON text, dates as ISO 8601."""
    click.echo(json.dumps(plain(value), ensure_ascii=False, indent=2))


def private(path: str, flags: int) -> int:
    """Opens a file that only its owner may read, for `open`."""
    return os.open(path, flags, 0o600)


def question_json(question: Question) -> dict[str, Any]:
    """The documented form of a question."""
    return {
        "id": question.id,
        "kind": question.kind,
        "about": question.key,
        "text": question.text,
        "evidence": question.evidence,
    }


def plain(value: Any) -> Any:
    """Dataclasses as objects, dates as ISO 8601 text, tuples as arrays."""
    if is_dataclass(value) and not isinstance(value, type):
        return plain(asdict(value))
    if isinstance(value, dict):
        return {key: plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [plain(inner) for inner in value]
    return value.isoformat() if isinstance(value, dt.date | dt.datetime) else value


def long_date(date: dt.date) -> str:
    """A date with its weekday, such as "Friday, 4 October 2024", written as on the pages, without what those load."""
    return f"{date:%A}, {date.day} {date:%B %Y}"


def date_of(moment: dt.datetime | None) -> dt.date | None:
    """The date of a date option."""
    return moment.date() if moment else None


_WORDED: tuple[tuple[type[ComityError], Callable[[Any], tuple[str, str]]], ...] = (
    (NotFound, _worded_missing),
    (Ambiguous, _worded_choice),
    (Invalid, _worded_invalid),
    (Busy, _worded_busy),
    (WrongState, _worded_state),
    (InUse, _worded_use),
    (ReaderDied, _worded_death),
    (Stopped, _worded_stop),
)
"""Who words an error, by its kind; the first that it is."""
