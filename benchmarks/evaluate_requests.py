"""Fifth part of the evaluation: requests, promises, thanks, introductions, new jobs and personal news, told from others.

Requests: on public sentences of mail, labelled by others. The shipped model learnt from four fifths; it is judged on the
last one, as it is shipped and by the product's own function. Five-fold cross-validation trains anew for each fold, and a
regular expression and logistic regression on TF-IDF are measured on the same folds. The kinds of features and the two
constants of the training were chosen with all folds in view. All else: on the project's own sentences, `seen` or `dev` while
the rules were written or changed, or `blind`. Last, how large the shipped model is, and how long a process of its own takes
to load it.
"""

from __future__ import annotations

import math
import re
import statistics
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from importlib.resources import files
from itertools import pairwise
from pathlib import Path
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray
from train_requests import FOLDS, Vector, fit, folds, packed, rows_of, sentences, train

from comity.core.asks import Ask, requests
from comity.core.asks.noticing import chance
from comity.core.asks.wording import makes_introduction

OWN = Path(__file__).resolve().parents[1] / "tests" / "data"
SETS: Mapping[Ask, str] = {
    Ask.PROMISE: "promises",
    Ask.THANKS: "thanks",
    Ask.INTRODUCTION: "introductions",
    Ask.JOB: "jobs",
    Ask.PERSONAL: "personal",
}
LEAST_F1, LEAST_AREA = 0.76, 0.91
MOST_BYTES, MOST_MS = 3_000_000, 50.0
ROUNDS = 9
OURS = "comity (ours)"
Labels = NDArray[np.bool_]
T = TypeVar("T")
_ASKING = re.compile(
    r"\?\s*$|\bplease\b|\b(?:can|could|would|will) you\b|\blet (?:me|us) know\b|\bi need you\b", re.IGNORECASE
)
_WORD = re.compile(r"\w+")


def run(data: Path) -> bool:
    """Print both tables; whether the goals for requests are reached. Absent data is named and passed over."""
    print("Requests told from other sentences\n")
    file = data / "text" / "requests.tsv"
    reached = True
    if file.is_file():
        texts, labels = sentences(file)
        reached = _requests(texts, labels, folds(texts))
    else:
        print("  The public sentences are not there, so this was not measured.")
    for kind, name in SETS.items():
        what = "Personal news" if kind == Ask.PERSONAL else name.capitalize()
        print(f"\n{what} told from other sentences, on the project's own (made up)\n")
        print(of_own(kind, OWN / f"{name}.tsv"))
    return _loads() and reached


def _requests(texts: Sequence[str], labels: Labels, parts: NDArray[np.int64]) -> bool:
    ways: Mapping[str, Callable[[int], Vector]] = {
        "regular expression": lambda fold: _by_expression(_of(texts, parts == fold)),
        "TF-IDF, logistic regression": lambda fold: _by_tf_idf(texts, labels, parts == fold),
        OURS: lambda fold: _by_model(texts, labels, parts == fold),
    }
    held, known = _of(texts, parts == 0), labels[parts == 0]
    print(
        f"  {len(texts)} sentences, {len(held)} held out{'':<8}{'precision':>10}{'recall':>8}{'F1':>8}{'area':>8}"
    )
    shipped = np.array([requests.probability(text) for text in held])
    print(_line("comity, as it is shipped", shipped, known))
    for name, way in ways.items():
        if name != OURS:
            print(_line(name, way(0), known))
    print(f"  {'mean of five folds':<34}")
    for name, way in ways.items():
        figures = np.array([_figures(way(fold), labels[parts == fold]) for fold in range(FOLDS)])
        print(_row(name, tuple(figures.mean(axis=0).tolist())))
    *_, f1, area = _figures(shipped, known)
    missed = f1 < LEAST_F1 or area < LEAST_AREA
    print(
        f"  {'Missed' if missed else 'Goals reached'}: F1 {LEAST_F1}, area {LEAST_AREA}, on the held-out fifth."
    )
    return not missed


def _of(texts: Sequence[str], chosen: Labels) -> list[str]:
    return [text for text, keep in zip(texts, chosen, strict=True) if keep]


def _by_expression(texts: Sequence[str]) -> Vector:
    return np.array([1.0 if _ASKING.search(text) else 0.0 for text in texts])


def _by_model(texts: Sequence[str], labels: Labels, held: Labels) -> Vector:
    model = requests.read(packed(*train(_of(texts, ~held), labels[~held])))
    return np.array([requests.probability(text, model) for text in _of(texts, held)])


def _by_tf_idf(texts: Sequence[str], labels: Labels, held: Labels) -> Vector:
    """Single words and pairs, weighted as is usual, looseness 1."""
    counted = [_counted(text) for text in texts]
    seen = Counter(term for terms in _kept(counted, ~held) for term in terms)
    columns = {term: i + 1 for i, term in enumerate(seen)}
    rare = {term: math.log((1 + (~held).sum()) / (1 + count)) + 1 for term, count in seen.items()}
    vectors = [
        _normed(
            {columns[term]: (1 + math.log(n)) * rare[term] for term, n in terms.items() if term in columns}
        )
        for terms in counted
    ]
    width = len(columns) + 1
    weights, constant = fit(rows_of(_kept(vectors, ~held), width), labels[~held], 1.0)
    return 1 / (1 + np.exp(-rows_of(_kept(vectors, held), width).times(weights) - constant))


def _kept(items: Sequence[T], chosen: Labels) -> list[T]:
    return [item for item, keep in zip(items, chosen, strict=True) if keep]


def _counted(text: str) -> Counter[str]:
    words = _WORD.findall(text.lower())
    return Counter([*words, *(f"{one} {two}" for one, two in pairwise(words))])


def _normed(vector: dict[int, float]) -> dict[int, float]:
    length = math.sqrt(sum(value * value for value in vector.values())) or 1.0
    return {number: value / length for number, value in vector.items()} or {0: 1.0}


def _figures(scores: Vector, labels: Labels) -> tuple[float, float, float, float]:
    """Precision, recall, F1 at one half, and the area under the ROC curve (ties count half)."""
    found = scores >= 0.5
    right = int((found & labels).sum())
    precision, recall = right / max(1, int(found.sum())), right / max(1, int(labels.sum()))
    yes, no = np.sort(scores[labels]), np.sort(scores[~labels])
    below = (np.searchsorted(no, yes, "left") + np.searchsorted(no, yes, "right")) / 2
    return (
        precision,
        recall,
        2 * right / max(1, int(found.sum() + labels.sum())),
        float(below.mean()) / len(no),
    )


def _line(name: str, scores: Vector, labels: Labels) -> str:
    return _row(name, _figures(scores, labels))


def _row(name: str, figures: tuple[float, ...]) -> str:
    return f"    {name:<32}" + "".join(f"{figure:>8.3f}" for figure in figures)


def of_own(kind: Ask, file: Path) -> str:
    """Precision and recall by batch and language, as lines of text."""
    rows = [line.split("\t") for line in file.read_text("utf-8").splitlines() if not line.startswith("#")]
    lines = [f"    {'':<16}{'sentences':>10}{'of these':>10}{'precision':>11}{'recall':>8}"]
    for batch in dict.fromkeys(row[0] for row in rows):
        for code in ("en", "de"):
            known = [
                (text, label == "Yes") for part, lang, label, text in rows if (part, lang) == (batch, code)
            ]
            scores = np.array([_score(kind, text, code) for text, _ in known])
            labels = np.array([label for _, label in known])
            precision, recall, *_ = _figures(scores, labels)
            counts = f"{len(known):>10}{int(labels.sum()):>10}"
            lines.append(f"    {batch + ', ' + code:<16}{counts}{precision:>11.3f}{recall:>8.3f}")
    return "\n".join(lines)


def _score(kind: Ask, text: str, code: str) -> float:
    """As the product judges it: of sentences about introductions only those that make one count."""
    wanted = kind != Ask.INTRODUCTION or makes_introduction(text)
    return chance(text, kind, code) if wanted else 0.0


def _loads() -> bool:
    """Print the size of the shipped model and how long loading takes; whether both stay below their goals."""
    size = files("comity.core.asks").joinpath(requests.FILE).stat().st_size  # type: ignore[attr-defined]
    script = (
        "import time; from comity.core.asks import requests; began = time.perf_counter(); requests.shipped(); "
        "requests.probability('Could you call me?'); print((time.perf_counter() - began) * 1000)"
    )
    rounds = [
        float(subprocess.run([sys.executable, "-c", script], capture_output=True, check=True).stdout)
        for _ in range(ROUNDS)
    ]
    ms = statistics.median(rounds)
    missed = size >= MOST_BYTES or ms >= MOST_MS
    print(
        f"\nThe model for requests: {size:,} bytes (goal: below {MOST_BYTES:,}); loaded and used once in {ms:.1f} ms"
    )
    print(
        f"(median of {ROUNDS} processes, {min(rounds):.1f} to {max(rounds):.1f}; goal: below {MOST_MS:.0f})."
    )
    print("  Missed." if missed else "  Goals reached.")
    return not missed
