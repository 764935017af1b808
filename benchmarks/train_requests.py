"""Trains the model for requests that the package ships: `python benchmarks/train_requests.py [--data DIR]`.

The mean of two linear models, which is one linear model again. The first is a logistic regression that also sees each
sentence with half of its features left out (as Wang and Manning, ICML 2013, do in expectation); the second one whose
features are scaled by how differently the two labels use them (as Wang and Manning, ACL 2012). Weights become signed bytes.
The sentences of the held-out fifth take no part. Run twice on one machine it writes the same file.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import re
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from comity.core.asks import requests

FOLDS = 5
BITS = 18
Vector = NDArray[np.float64]
Numbers = NDArray[np.int64]
ROOT = Path(__file__).resolve().parents[1]
SHIPPED = ROOT / "src" / "comity" / "core" / "asks" / requests.FILE
_MEMORY = 8
_STEPS = 80
_COPIES = 4


@dataclass(frozen=True)
class Rows:
    """Sparse rows: of row i the columns `columns[starts[i]:starts[i+1]]` with their `values`."""

    starts: Numbers
    columns: Numbers
    values: Vector
    width: int

    def times(self, weights: Vector) -> Vector:
        return np.add.reduceat(weights[self.columns] * self.values, self.starts[:-1])

    def gathered(self, errors: Vector) -> Vector:
        spread = np.repeat(errors, np.diff(self.starts)) * self.values
        found: Vector = np.bincount(self.columns, weights=spread, minlength=self.width).astype(np.float64)
        return found


def sentences(file: Path) -> tuple[list[str], NDArray[np.bool_]]:
    """The sentences and whether each is a request."""
    lines = [line.split("\t", 1) for line in file.read_text("utf-8").split("\n") if "\t" in line]
    return [line[1] for line in lines], np.array([line[0] == "Yes" for line in lines])


def folds(texts: Sequence[str]) -> Numbers:
    """The fold of each sentence, 0 to 4, by a digest of its letters, so that near copies fall together; 0 is held out."""
    return np.array([_fold(text) for text in texts], dtype=np.int64)


def _fold(text: str) -> int:
    letters = re.sub("[^a-z]+", " ", text.lower()).strip()
    return int(hashlib.sha256(letters.encode()).hexdigest(), 16) % FOLDS


def rows_of(vectors: Sequence[dict[int, float]], width: int) -> Rows:
    """Vectors by number as sparse rows; none may be empty."""
    starts = np.cumsum([0, *(len(vector) for vector in vectors)], dtype=np.int64)
    columns = np.array([number for vector in vectors for number in sorted(vector)], dtype=np.int64)
    values = np.array([vector[number] for vector in vectors for number in sorted(vector)])
    return Rows(starts, columns, values, width)


def train(texts: Sequence[str], labels: NDArray[np.bool_]) -> tuple[Vector, float]:
    """Weights and constant in log-odds."""
    rows = rows_of([requests.hashed(text, BITS) for text in texts], 1 << BITS)
    one, constant = fit(_with_gaps(rows), np.tile(labels, _COPIES + 1), 8.0)
    scale = _difference(rows, labels)
    scaled = Rows(rows.starts, rows.columns, rows.values * scale[rows.columns], rows.width)
    two, other = fit(scaled, labels, 20.0)
    return (one + two * scale) / 2, (constant + other) / 2


def _with_gaps(rows: Rows) -> Rows:
    """The rows, and copies of them with half of the values nought and the others doubled; always the same ones."""
    chance = np.random.default_rng(7)
    copies = [rows.values * 2 * (chance.random(len(rows.values)) < 0.5) for _ in range(_COPIES)]
    size = len(rows.values)
    starts = np.concatenate(
        [rows.starts[:-1] + size * i for i in range(_COPIES + 1)] + [[size * (_COPIES + 1)]]
    )
    return Rows(
        starts, np.tile(rows.columns, _COPIES + 1), np.concatenate([rows.values, *copies]), rows.width
    )


def _difference(rows: Rows, labels: NDArray[np.bool_]) -> Vector:
    """For each column how far apart, in log-odds, its shares among the two labels lie."""
    owner = np.repeat(labels, np.diff(rows.starts))
    yes = np.bincount(rows.columns[owner], minlength=rows.width) + 1.0
    no = np.bincount(rows.columns[~owner], minlength=rows.width) + 1.0
    found: Vector = np.abs(np.log(yes / yes.sum() / (no / no.sum())))
    return found


def fit(rows: Rows, labels: NDArray[np.bool_], looseness: float) -> tuple[Vector, float]:
    """Logistic regression: weights and constant that minimise half their squares plus `looseness` times the loss."""
    signs = np.where(labels, 1.0, -1.0)

    def loss(point: Vector) -> tuple[float, Vector]:
        margins = signs * (rows.times(point[:-1]) + point[-1])
        errors = -looseness * signs * np.exp(-np.logaddexp(0, margins))
        value = 0.5 * float((point * point).sum()) + looseness * float(np.logaddexp(0, -margins).sum())
        return value, point + np.append(rows.gathered(errors), errors.sum())

    point = _least(loss, np.zeros(rows.width + 1))
    return point[:-1], float(point[-1])


def _least(loss: Callable[[Vector], tuple[float, Vector]], point: Vector) -> Vector:
    """The point of least loss, by L-BFGS (Liu and Nocedal, 1989)."""
    value, slope = loss(point)
    past: list[tuple[Vector, Vector]] = []
    for _ in range(_STEPS):
        way = -_bent(slope, past)
        size = 1.0 if past else 1.0 / float(np.sqrt((slope * slope).sum()))
        while True:
            there, slope_there = loss(point + size * way)
            if there <= value + 1e-4 * size * float((slope * way).sum()) or size < 1e-9:
                break
            size /= 2
        past = [*past[1 - _MEMORY :], (size * way, slope_there - slope)]
        point, slope = point + size * way, slope_there
        if value - there < 1e-5 * abs(value):
            break
        value = there
    return point


def _bent(slope: Vector, past: Sequence[tuple[Vector, Vector]]) -> Vector:
    """The slope times an estimate of the inverse curvature."""
    result, shares = slope.copy(), []
    for step, change in reversed(past):
        share = float((step * result).sum() / (step * change).sum())
        shares.append(share)
        result -= share * change
    if past:
        step, change = past[-1]
        result *= float((step * change).sum() / (change * change).sum())
    for (step, change), share in zip(past, reversed(shares), strict=True):
        result += (share - float((change * result).sum() / (step * change).sum())) * step
    return result


def packed(weights: Vector, constant: float) -> bytes:
    """The file of a model; weights beyond 127 steps are cut to that."""
    step = float(np.quantile(np.abs(weights[weights != 0]), 0.9995)) / 127
    steps = np.clip(np.round(weights / step), -127, 127).astype(np.int8)
    head = requests.HEADER.pack(requests.MAGIC, requests.VERSION, BITS, step, constant)
    return head + steps.tobytes()


def main() -> int:
    """Write the weights; returns 1 where there are no sentences to learn from."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--data", type=Path, default=None, help="folder with text/requests.tsv")
    given = parser.parse_args().data or os.environ.get("COMITY_TEST_DATA") or ROOT.parent / "shared" / "data"
    file = Path(given) / "text" / "requests.tsv"
    if not file.is_file():
        print(f"{file} is not there, so nothing was trained. Name its folder with --data.", file=sys.stderr)
        return 1
    texts, labels = sentences(file)
    kept = folds(texts) != 0
    raw = packed(*train([text for text, keep in zip(texts, kept, strict=True) if keep], labels[kept]))
    SHIPPED.write_bytes(raw)
    print(f"{SHIPPED.relative_to(ROOT)}: {len(raw):,} bytes, from {int(kept.sum())} sentences")
    return 0


if __name__ == "__main__":
    sys.exit(main())
