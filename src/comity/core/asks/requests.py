"""How likely a sentence asks something of its reader: a logistic model over hashed features, trained by `make train`.

The weights are one signed byte each, in a file of the package. No words can be read from it: a feature is a CRC-32
of its text. What a sentence says is judged by its words in threes, by its first words, by which function words stand
together, and by coarse counts (how often "you", figures, capitals). The training is `benchmarks/train_requests.py`.
"""

from __future__ import annotations

import math
import re
import struct
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from itertools import combinations
from typing import NamedTuple
from zlib import crc32

FILE = "requests.weights"
HEADER = struct.Struct("<4sHHff")
"""Magic, version, bits, step of a weight, constant."""
MAGIC = b"cmrq"
VERSION = 1
_WORD = re.compile(r"https?://\S+|www\.\S+|\$?[a-z]+(?:'[a-z]+)?|\d+|[^\w\s]", re.IGNORECASE)
_FUNCTION = frozenset(
    "i me my mine we us our you your he him his she her it its they them their this that these those who what which when "
    "where why how a an the and or but if so because as than then there here not no don't doesn't didn't won't can't "
    "cannot never is are am was were be been being do does did have has had having will would shall should can could "
    "may might must i'm i'll i'd i've we're we'll we'd we've you're you'll you'd you've he's she's it's that's what's "
    "let's there's they're to of in on at by for with from about into up out off over under after before until between "
    "any some all each one only also just still yet even please thanks thank let know think want need like hope wish "
    "look see get give send call tell make take keep help try ask wonder suggest recommend advise appreciate discuss "
    "meet talk email mail contact visit click follow confirm sure available free interested time ? ! :".split()
)
_GROUPS = {
    "you": frozenset("you your you'll you're ya u".split()),
    "i": frozenset("i my me i'm i'll i'd i've".split()),
    "we": frozenset("we us our we're we'll let's".split()),
    "third": frozenset("he she they him her them his their".split()),
    "past": frozenset("was were had did been has".split()),
    "?": frozenset("?"),
    "!": frozenset("!"),
    "url": frozenset(["<url>"]),
    "num": frozenset(["<num>"]),
}


_SHARE = {"p": 0.7, "x": 0.7, "z": 0.4}
"""How much features count that follow from others, by their first letter."""


class Model(NamedTuple):
    """Weights in steps, one for each hash; `constant` and `step` in log-odds."""

    bits: int
    step: float
    constant: float
    weights: memoryview


def features(sentence: str) -> Iterator[str]:
    """What the model knows of a sentence, as texts; some may repeat."""
    raw = _WORD.findall(sentence.replace("’", "'"))
    words = [_plain(word) for word in raw]
    padded = ["<s>", *words, "</s>"]
    for size in (1, 2, 3):
        yield from ("w" + " ".join(padded[i : i + size]) for i in range(len(padded) - size + 1))
    yield from ("f" + " ".join(padded[: size + 1]) for size in range(1, 5))
    for one, two in combinations(sorted(_FUNCTION.intersection(words)), 2):
        yield f"z{one}+{two}"
    yield from _shape(sentence, raw, words)


def _plain(word: str) -> str:
    lower = word.lower()
    if lower.startswith(("http", "www.", "$link")):
        return "<url>"
    return "<num>" if lower[0].isdigit() else lower


def _shape(sentence: str, raw: list[str], words: list[str]) -> Iterator[str]:
    """Coarse counts, which of them are not nought together, and with which first word."""
    counts = {name: sum(word in group for word in words) for name, group in _GROUPS.items()}
    counts["ed"] = sum(word.endswith("ed") for word in words)
    counts["cap"] = sum(word[0].isupper() and not word.isupper() for word in raw[1:])
    counts["ABC"] = sum(word.isupper() and len(word) > 1 for word in raw)
    yield from (f"b{name}{min(count, 3)}" for name, count in counts.items())
    yield f"blen{min(12, len(raw) // 3)}"
    yield f"bend{raw[-1] if raw and not raw[-1].isalnum() else 'w'}"
    yield f"bcapital{sentence[:1].isupper()}"
    present = [name for name, count in counts.items() if count]
    yield from (f"p{one}+{two}" for one, two in combinations(present, 2))
    first = words[0] if words and words[0] in _FUNCTION else "<w>"
    yield from (f"x{first}&{name}" for name in present)


def hashed(sentence: str, bits: int) -> dict[int, float]:
    """A sentence as the model sees it: numbers below 2 to the power of `bits`, in a vector of length 1."""
    mask = (1 << bits) - 1
    found = {
        crc32(feature.encode("utf-8", "replace")) & mask: _SHARE.get(feature[0], 1.0)
        for feature in features(sentence)
    }
    length = math.sqrt(sum(share * share for share in found.values()))
    return {number: share / length for number, share in found.items()}


def probability(sentence: str, model: Model | None = None) -> float:
    """How likely an English sentence asks something of its reader, from 0 to 1."""
    model = model or shipped()
    found = hashed(sentence, model.bits)
    total = sum(model.weights[number] * share for number, share in found.items()) * model.step
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total + model.constant))))


def read(raw: bytes) -> Model:
    """The model in a file's bytes.

    Raises:
        ValueError: these are not such a model, or it is cut short.
    """
    if len(raw) < HEADER.size:
        raise ValueError("the weights are cut short")
    magic, version, bits, step, constant = HEADER.unpack_from(raw)
    if magic != MAGIC or version != VERSION or len(raw) != HEADER.size + (1 << bits):
        raise ValueError("these are no weights of this version; `make train` writes them")
    return Model(bits, step, constant, memoryview(raw)[HEADER.size :].cast("b"))


@cache
def shipped() -> Model:
    """The model that comes with the package, read once."""
    return read(files("comity.core.asks").joinpath(FILE).read_bytes())
