"""Difficult relationships: the steps in the order in which they are tried, and texts that help with each.

The order is that of open talk first and leaving last; harassment, threats and retaliation go straight to HR or to help from
outside. Which step was taken when, and what came of it, is the user's own record; nothing here forbids a leap.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

STEPS = ("talk", "goal", "boundary", "mediation", "hr", "back")
"""Talk openly, name the common goal, set a boundary, mediation, HR, step back."""
BACK = "back"
BETTER, SAME, WORSE = CAME = ("better", "same", "worse")
"""What came of a step."""
LANGUAGES = ("en",)


@dataclass(frozen=True, slots=True)
class Help:
    """What helps with a step. when: it is the right one; words: to open with; skip: when not to try it."""

    step: str
    title: str
    when: str
    prepare: tuple[str, ...]
    words: tuple[str, ...]
    skip: str


@dataclass(frozen=True, slots=True)
class Guide:
    """The texts of one language. urgent: when the order of the steps does not hold."""

    urgent: str
    steps: tuple[Help, ...]


@cache
def guide(language: str = "en") -> Guide:
    """The texts in a language of the package, else in English."""
    name = language if language in LANGUAGES else LANGUAGES[0]
    told = tomllib.loads((files(__name__) / f"{name}.toml").read_text(encoding="utf-8"))
    return Guide(
        " ".join(told["urgent"].split()),
        tuple(
            Help(
                step,
                told[step]["title"],
                told[step]["when"],
                tuple(told[step]["prepare"]),
                tuple(told[step]["words"]),
                told[step]["skip"],
            )
            for step in STEPS
        ),
    )


def suggested(taken: Iterable[tuple[str, str]]) -> str | None:
    """The step to try next, after those taken, in order, as (step, what came of it); None where nothing is to be done.

    After one that made it better there is none; one whose outcome is not told yet is waited for.
    """
    last = None
    for step, came in taken:
        last = step, came
    if last is None:
        return STEPS[0]
    step, came = last
    if came in ("", BETTER) or step == BACK:
        return None
    return STEPS[STEPS.index(step) + 1]
