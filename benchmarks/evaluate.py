"""Measures what the product says of relationships against what then happened.

    python benchmarks/evaluate.py [--data DIR]

First part: the ranking test (`ranking`) on two companies' mail, by the product's own functions, beside
simple rivals and a trained one. Second part: `evaluate_mailboxes.run(data) -> bool`, which prints
its own tables and says whether its goals were reached, if that module is there. The data is not part of the
project; where it is absent, this says so and ends well. Third part: `evaluate_matching.run() -> bool`, who is in a
book twice, on sets that a package brings and on made-up people. Fourth part: `evaluate_zones.run(data) -> bool`, own
words apart from quotation and signature. Fifth part: `evaluate_requests.run(data) -> bool`, requests, promises and the like told
from other sentences. Ends with 1 if a goal is missed.
"""

from __future__ import annotations

import argparse
import importlib
import importlib.util
import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import evaluate_matching
import evaluate_requests
import evaluate_zones
import logistic
import ranking
from events import Event, enron, manufacturing, midnight

from comity.core.days import SECONDS_PER_DAY
from comity.core.strength import MODEL

OURS = "strength (ours)"
SECOND_PART = "evaluate_mailboxes"
TRAINED = "logistic regression, 8 features"
RULES: Mapping[str, Callable[[ranking.Question], ranking.Scores]] = {
    "frequency, all time": ranking.frequency,
    "frequency, last 90 days": ranking.frequency_90,
    "recency": ranking.recency,
    OURS: ranking.strength,
}


@dataclass(frozen=True)
class Task:
    """A set of events with its cut-offs; `least` is the mean that ours must reach."""

    title: str
    file: str
    load: Callable[[Path], list[Event]]
    cut_offs: tuple[str, ...]
    horizon_days: int
    least: float


TASKS = (
    Task("Enron", "enron_events.csv.gz", enron, ("2001-03-01", "2001-06-01"), 90, 0.795),
    Task(
        "Manufacturing company",
        "manufacturing_events.csv.gz",
        manufacturing,
        ("2010-05-01", "2010-07-01"),
        30,
        0.0,
    ),
)


def areas(task: Task, events: list[Event]) -> dict[str, list[float]]:
    """For every rule the area under the curve at each cut-off of a task."""
    found: dict[str, list[float]] = {name: [] for name in (*RULES, TRAINED)}
    for cut_off in task.cut_offs:
        at = midnight(cut_off)
        asked = ranking.question(events, at, task.horizon_days)
        earlier = ranking.question(events, at - task.horizon_days * SECONDS_PER_DAY, task.horizon_days)
        for name, rule in RULES.items():
            found[name].append(ranking.area_under_curve(asked, rule(asked)))
        found[TRAINED].append(ranking.area_under_curve(asked, logistic.scores(earlier, asked)))
    return found


def table(task: Task, found: Mapping[str, list[float]]) -> str:
    """The areas of a task as lines of text, with their means."""
    head = "".join(f"{cut_off:>12}" for cut_off in (*task.cut_offs, "mean"))
    lines = [f"{task.title}, contact in the next {task.horizon_days} days (area under the curve)"]
    lines.append(f"  {'':<34}{head}")
    for name, values in found.items():
        cells = "".join(f"{value:>12.3f}" for value in (*values, _mean(values)))
        lines.append(f"  {name:<34}{cells}")
    return "\n".join(lines)


def misses(task: Task, found: Mapping[str, list[float]]) -> list[str]:
    """The goals of a task that were not reached, in words; ours must beat each untrained rival's mean."""
    ours = _mean(found[OURS])
    missed = [f"{name} is not beaten" for name in RULES if name != OURS and ours <= _mean(found[name])]
    if ours < task.least:
        missed.append(f"the mean is below {task.least:.3f}")
    return missed


def rank(data: Path) -> bool:
    """Print the ranking test; whether all goals were reached. Absent sets are named and passed over."""
    print(f"Ranking test of {MODEL}\n")
    reached = True
    for task in TASKS:
        path = data / "events" / task.file
        if not path.is_file():
            print(f"{task.title}: {task.file} is not there, so nothing was measured.\n")
            continue
        found = areas(task, task.load(path))
        missed = misses(task, found)
        reached = reached and not missed
        print(table(task, found))
        print(f"  {'Missed: ' + '; '.join(missed) if missed else 'Goals reached.'}\n")
    return reached


def default_data() -> Path:
    """Where the data is: COMITY_TEST_DATA, or `shared/data` beside the checkout."""
    named = os.environ.get("COMITY_TEST_DATA")
    return Path(named) if named else Path(__file__).resolve().parents[2] / "shared" / "data"


def main(arguments: list[str] | None = None) -> int:
    """Run all parts; 0 if every goal that could be measured was reached."""
    parser = argparse.ArgumentParser(description="Measure what the product says of relationships.")
    parser.add_argument("--data", type=Path, default=default_data(), help="folder with the real data")
    data: Path = parser.parse_args(arguments).data
    if not data.is_dir():
        print(
            "The data for the evaluation is not there, so it was not measured. Name its folder with --data.\n"
        )
        zones = evaluate_zones.run(data)
        evaluate_requests.run(data)
        return 0 if evaluate_matching.run() and zones else 1
    reached = rank(data)
    if importlib.util.find_spec(SECOND_PART):
        reached = importlib.import_module(SECOND_PART).run(data) and reached
    reached = evaluate_matching.run() and reached
    reached = evaluate_zones.run(data) and reached
    reached = evaluate_requests.run(data) and reached
    return 0 if reached else 1


def _mean(values: list[float]) -> float:
    return sum(values) / len(values)


if __name__ == "__main__":
    sys.exit(main())
