"""Say it once, in a large book: server time of understanding a line, and of understanding and storing it, warm."""

from __future__ import annotations

import random
import re
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from measure import percentile, table
from product import browser, use_home

PEOPLE, INTERACTIONS = 10_000, 100_000
ROUNDS, WARM = 200, 10
MOST_MILLISECONDS = 100.0
LINES = (
    "coffee with {one} yesterday, promised her the paper by Friday, she offered to introduce me to {other}",
    "call with {one} and {other} this morning, they will send me the slides by 2999-01-01",
    "gestern Mittagessen mit {one}, habe ihr bis Freitag einen Entwurf versprochen",
    "remind me in two weeks to ask {one} about the grant",
    "{one} reviewed my draft, great comments on the second part; lunch with {other} on Monday",
)
"""Made-up names of this book fit dozens of people each, so that every line asks; the first choice is the answer."""


def run(data: Path) -> list[str]:
    """Build the book, say every line, take it back, and give the section of the report."""
    with tempfile.TemporaryDirectory(prefix="comity-bench-") as home:
        scope = use_home(Path(home))
        import big_book

        big_book.build(scope.book_id, PEOPLE, INTERACTIONS)
        return measure(scope)


def measure(scope: Any) -> list[str]:
    """The section of the report for a book that is there."""
    lines = [_line(random.Random(number)) for number in range(WARM + ROUNDS)]
    answered = [(line, _answers(scope, line)) for line in lines]
    steps: tuple[tuple[str, Callable[[str, dict[str, str]], float]], ...] = (
        ("understood and put in words", lambda line, answers: _understood(scope, line, answers)),
        ("understood and stored", lambda line, answers: _stored(scope, line, answers)),
        ("page: the preview, as one types", _previewed(browser(scope))),
        ("page: recorded", _recorded(scope, browser(scope))),
    )
    taken = [(title, [step(*one) for one in answered][WARM:]) for title, step in steps]
    missed = [title for title, times in taken if percentile(times, 99) > MOST_MILLISECONDS]
    rows = [
        (title, *(f"{percentile(times, at):.1f}" for at in (50, 99)), f"{min(times):.1f}–{max(times):.1f}")
        for title, times in taken
    ]
    return [
        f"A made-up book with {PEOPLE:,} people and {INTERACTIONS:,} interactions; {ROUNDS} lines, each in its turn stored "
        "and taken back. Milliseconds on the server, warm; *page* is the whole request through Django's test client.",
        f"Goal: p99 ≤ {MOST_MILLISECONDS:.0f} ms.",
        "",
        *table(("step", "p50", "p99", "min–max"), rows),
        "",
        f"Missed: {'; '.join(missed)}." if missed else "The goal was reached.",
    ]


def _line(chance: random.Random) -> str:
    from big_book import named

    one, other = (named(chance.randrange(PEOPLE))[0] for _ in range(2))
    return chance.choice(LINES).format(one=one, other=other)


def _answers(scope: Any, text: str) -> dict[str, str]:
    """The first choice for all that a line asks."""
    from comity.actions.saying import understand

    answers: dict[str, str] = {}
    while questions := understand(scope, text, answers).questions:
        answers[questions[0].key] = questions[0].choices[0].value
    return answers


def _timed(act: Callable[[], Any]) -> tuple[float, Any]:
    began = time.perf_counter()
    result = act()
    return (time.perf_counter() - began) * 1000, result


def _understood(scope: Any, line: str, answers: dict[str, str]) -> float:
    from comity.actions.saying import understand
    from comity.answers.saying import worded

    return _timed(lambda: worded(scope, understand(scope, line)))[0]


def _stored(scope: Any, line: str, answers: dict[str, str]) -> float:
    from comity.actions.saying import say

    took, said = _timed(lambda: say(scope, line, answers))
    _take_back(scope, [one.id for one in said.made])
    return took


def _previewed(client: Any) -> Callable[[str, dict[str, str]], float]:
    return lambda line, answers: _timed(lambda: _posted(client, "/log/look", {"text": line}))[0]


def _recorded(scope: Any, client: Any) -> Callable[[str, dict[str, str]], float]:
    def step(line: str, answers: dict[str, str]) -> float:
        fields = {"text": line, "said": line, "do": "record", **answers}
        took, shown = _timed(lambda: _posted(client, "/log", fields))
        _take_back(scope, re.findall(r'name="made" value="([^"]+)"', shown))
        return took

    return step


def _posted(client: Any, path: str, fields: dict[str, str]) -> str:
    response = client.post(path, fields, headers={"HX-Request": "true"})
    if response.status_code != 200:
        raise RuntimeError(f"{path} answered {response.status_code}")
    return str(response.content.decode())


def _take_back(scope: Any, ids: Sequence[str]) -> None:
    from comity.actions.unsaying import forget

    if not ids:
        raise RuntimeError("a line was not stored")
    forget(scope, ids)
