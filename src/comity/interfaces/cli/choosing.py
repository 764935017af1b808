"""`comity choose`: which of several values of a person is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from comity.interfaces.cli import origins, screen, shared
from comity.interfaces.cli.shared import command, json_option, open_book

if TYPE_CHECKING:
    from comity.answers.books import Scope
    from comity.answers.review_shapes import Candidate, FieldSources

_FIELDS = ("name", "organisation", "title", "email", "phone", "url", "birthday")


@click.command()
@click.argument("who")
@click.argument("field", type=click.Choice(_FIELDS), metavar="FIELD")
@click.argument("value", required=False)
@click.option("--follow", is_flag=True, help="Forget what you said of it, and follow your files again.")
@json_option
@command
def choose(who: str, field: str, value: str | None, follow: bool, as_json: bool) -> None:
    """Choose which of several values of a person is shown: name, organisation, title, email, phone, url, birthday.

    Without VALUE, lists all that were said, with who said each, numbered. VALUE is one of them, or its number. What you
    choose is your own word: no import changes it.
    """
    if follow and value is not None:
        raise click.UsageError("Give a value, or --follow, not both.")
    scope = open_book()
    from comity.actions import values
    from comity.answers.person import person

    face = person(scope, who).row.face
    if follow:
        values.follow_sources(scope, face.id, field)
    elif value is not None:
        wanted = _named(_field(scope, face.id, field).candidates, value)
        if wanted is None:
            step = f"See them all: comity choose “{who}” {field}"
            shared.fail(f"“{value}” was never said to be the {field} of {face.name}.", step)
        values.choose_value(scope, face.id, field, wanted.value)
    found = _field(scope, face.id, field)
    if as_json:
        shared.put_json(origins.field_json(found))
    elif found.candidates:
        origins.say_field(found, numbered=True)
    else:
        screen.say(f"Nobody said anything of the {field} of {face.name}.")


def _field(scope: Scope, id: str, field: str) -> FieldSources:
    """What was said of a field; without candidates where nothing was."""
    from comity.answers.person import person
    from comity.answers.review_shapes import FieldSources
    from comity.answers.sources import origin

    nothing = FieldSources(field, (), False, True)
    return next((f for f in origin(scope, person(scope, id)).sources if f.field == field), nothing)


def _named(candidates: tuple[Candidate, ...], value: str) -> Candidate | None:
    """The candidate that is written so, in whatever case, or that has this number."""
    wanted = value.strip().casefold()
    for candidate in candidates:
        if wanted in (candidate.value.casefold(), candidate.words.casefold()):
            return candidate
    number = int(wanted) if wanted.isdecimal() and len(wanted) < 4 else 0
    return candidates[number - 1] if 0 < number <= len(candidates) else None
