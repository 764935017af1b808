"""A thousand words that nobody says, sealed in all kinds of rows; and a search for them in files and answers.

    python -m tests.canaries plant     fills the book of $COMITY_HOME, and prints the ids of the people in it
    python -m tests.canaries ways      prints what the book lets out while it is open: letter, drafts, search
    python -m tests.canaries lists     prints what every command that lists says, as JSON, while it is locked

All begin with the same letters, so that one look for those finds any of them in any of its forms.
"""

from __future__ import annotations

import base64
import os
import sys
from collections.abc import Iterator
from pathlib import Path

MARK = "qzvxk7wjm3"
"""No word of any language, in small letters, so that an index of folded words would hold it as it is."""
OPEN = "pqzjx8vwk2"
"""Stands in the open: whoever looks for canaries finds this, or does not look well."""
MANY = 1000
PASSPHRASE = "four lanterns under snow"


def canary(number: int) -> str:
    """One of the thousand."""
    return f"{MARK}{number:04d}"


def forms(mark: str) -> tuple[bytes, ...]:
    """A mark as it may stand in a file: text of 8, 16 and 32 bits, hexadecimal, and base64 wherever it begins."""
    raw = mark.encode("ascii")
    coded = [base64.b64encode(b"\0" * shift + raw)[4 if shift else 0 : -4] for shift in range(3)]
    plain = [
        raw,
        mark.encode("utf-16-le"),
        mark.encode("utf-16-be"),
        mark.encode("utf-32-le"),
        raw.hex().encode(),
    ]
    reversed_raw = raw[::-1]
    return tuple(
        {*plain, *coded, *(form.replace(b"+", b"-").replace(b"/", b"_") for form in coded), reversed_raw}
    )


def holds(content: bytes, mark: str = MARK) -> bool:
    """Whether a mark stands in some bytes, in capitals or not."""
    folded = content.lower()
    return any(form.lower() in folded for form in forms(mark))


def where(folder: Path, mark: str = MARK) -> Iterator[str]:
    """The files below a folder in which a mark stands, or whose names hold it."""
    for path in sorted(folder.rglob("*")):
        if mark in path.name or (path.is_file() and not path.is_symlink() and holds(path.read_bytes(), mark)):
            yield str(path.relative_to(folder))


def plant() -> list[str]:
    """Two people, and all canaries; returns the ids of the people."""
    from dataclasses import replace
    from io import BytesIO

    from comity.actions import access, confidences, incidents, people, reminders, sealing
    from comity.answers.books import scope_for
    from comity.core.incidents import Told, When
    from comity.store.models import DifficultStep, Feeling, Person
    from comity.store.sealing import put
    from tests.sealed import CHEAP

    scope = scope_for(access.first_user())
    ids = [
        people.add_person(scope, name=name, email=f"{name[:2].lower()}@quill.example")
        for name in ("Ada Quill", "Bo Marsh")
    ]
    reminders.add_reminder(scope, f"Ask about the {OPEN}", scope.today(), ids[0])
    people.add_fact(scope, ids[0], f"Told me of the {OPEN}")
    scope = replace(scope, key=sealing.set_up(scope, PASSPHRASE, CHEAP).key)
    words = (canary(number) for number in range(MANY))
    for n in range(125):
        confidences.keep(
            scope,
            f"They plan {next(words)} in May",
            signs=[next(words)],
            source=ids[n % 2],
            subject=ids[1 - n % 2],
            seal=True,
        )
    for n in range(50):
        told = Told(
            f"Row about {next(words)}",
            When("2024-05-01"),
            words=(f"He said {next(words)}",),
            saw=(next(words),),
            impact=next(words),
        )
        incidents.write(scope, told, [incidents.Attached(f"note{n}.txt", BytesIO(next(words).encode()), "")])
    person = Person.objects.get(uuid=ids[0])
    for _ in range(250):
        step = DifficultStep(book_id=scope.book_id, person=person, step="talk", on=20_000)
        feeling = Feeling(book_id=scope.book_id, person=person, on=20_000, score=-1)
        for row in (step, feeling):
            put(scope, row, {"text": f"It was about {next(words)}."})
            row.save()
    assert next(words, None) is None
    return ids


def ways_out() -> Iterator[str]:
    """What leaves an open book otherwise than over its pages."""
    from dataclasses import replace

    from comity.actions import access, sealing
    from comity.answers import day_mail, drafts, people, search
    from comity.answers.books import scope_for

    scope = scope_for(access.first_user())
    scope = replace(scope, key=sealing.open_with(scope, PASSPHRASE).key)
    yield repr(day_mail.letter(scope, "http://localhost"))
    for words in (canary(0), canary(250), canary(999), OPEN):
        yield repr(search.search(scope, words)).replace(words, "(what was searched for)")
    for row in people.people(scope).rows:
        for kind in ("write", "thank", "follow_up", "share", "ask_feedback"):
            yield repr(drafts.draft(scope, kind, row.face.id))


def lists() -> Iterator[str]:
    """What each command that needs nothing said prints with `--json`, and what it says where it fails."""
    import click
    from click.testing import CliRunner

    from comity.interfaces.cli import main as program

    def all_of(group: click.Group, before: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
        context = click.Context(group)
        for name in group.list_commands(context):
            command = group.get_command(context, name)
            assert command is not None
            needed = [one for one in command.params if one.required]
            if not needed and any("--json" in one.opts for one in command.params):
                yield (*before, name)
            if isinstance(command, click.Group):
                yield from all_of(command, (*before, name))

    for words in all_of(program):
        ended = CliRunner().invoke(program, [*words, "--json"])
        yield f"{' '.join(words)}: {ended.exit_code} {ended.output}"


def main() -> None:
    """Set Django up as the commands do, and do what was asked."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "comity.config.settings")
    import django

    django.setup()
    from comity.answers import upkeep

    upkeep.make_ready()
    for line in {"plant": plant, "ways": ways_out, "lists": lists}[sys.argv[1]]():
        print(line)


if __name__ == "__main__":
    main()
