"""Where the values of a person come from, in words and as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from comity.interfaces.cli import screen

if TYPE_CHECKING:
    from comity.answers.review_shapes import FieldSources, Origin
    from comity.answers.shapes import PersonPage


def say(page: PersonPage, told: Origin) -> None:
    screen.say(page.row.face.name, bold=True)
    for field in told.sources:
        say_field(field)
    if told.parts:
        screen.say("Merged from", bold=True, indent=2)
    for part in told.parts:
        screen.say("  ".join((part.name, *part.handles)), indent=4)
        for words in part.why:
            screen.say(words, indent=8, dim=True)


def say_field(field: FieldSources, *, numbered: bool = False) -> None:
    """The values of a field with who said each, the one shown with a star; numbered: so that one can be named by it."""
    screen.say(field.field.capitalize(), bold=True, indent=2)
    for number, candidate in enumerate(field.candidates, start=1):
        mark = "*" if candidate.shown else " "
        place = f" {number:>2}" if numbered else ""
        state = f" ({candidate.dead})" if candidate.dead else ""
        screen.say(f"{mark}{place} {candidate.words}{state}", indent=4)
        for words in candidate.sources:
            screen.say(words, indent=8, dim=True)


def as_json(told: Origin) -> dict[str, Any]:
    """The documented form of where values come from."""
    return {
        "sources": [field_json(field) for field in told.sources],
        "merged": [
            {"id": part.id, "name": part.name, "handles": part.handles, "why": part.why}
            for part in told.parts
        ],
        "away": told.away,
    }


def field_json(field: FieldSources) -> dict[str, Any]:
    """The documented form of one field of them."""
    return {
        "field": field.field,
        "chosen": field.chosen,
        "candidates": [
            {
                "value": candidate.value,
                "shown": candidate.shown,
                "by_user": candidate.by_user,
                "dead": candidate.dead,
                "sources": candidate.sources,
            }
            for candidate in field.candidates
        ],
    }
