"""Fourth part of the evaluation: own words apart from quotation and signature.

On annotated mails a mail is right when its own words, signature excluded, differ from the annotation by at most
max(2, 3 %) words, inserted plus deleted. The rules of `comity.core.mailtext` were written while looking at four of the
five folds; the fifth was only counted. The second set is the project's own: made-up mails in
many languages (`tests/data/mail_zones.txt`). Other libraries are measured the same way where they are installed (the
group `peers`, which `make evaluate` brings), in a process of their own; COMITY_PEERS_PYTHON names another interpreter
that has them.
"""

from __future__ import annotations

import difflib
import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from comity.core.mailtext import own_words

FOLDS = 5
LEAST = 0.90
OURS = "comity (ours)"
MADE_UP = Path(__file__).resolve().parents[1] / "tests" / "data" / "mail_zones.txt"
HERE = Path(__file__).resolve().parent


@dataclass(frozen=True)
class Mail:
    """A mail's text, the subject, what its writer says in it, and the From header ("" where it is not known)."""

    text: str
    subject: str
    own: str
    sender: str


def run(data: Path) -> bool:
    """Print a table; whether ours reaches the goal and beats every library. Absent data is named and passed over."""
    print("Own words apart from quotation and signature: share of mails that are right\n")
    sets = {"made-up mails of many languages": made_up(MADE_UP)}
    folder = data / "text" / "zones_enron_train"
    if folder.is_dir():
        sets = {"Enron, annotated": annotated(folder)} | sets
    else:
        print("The annotated mails are not there, so only the made-up ones are measured.")
    reached = True
    for title, mails in sets.items():
        scores = {name: right(mails, own) for name, own in answers(mails).items()}
        print(table(title, scores))
        missed = misses(scores)
        reached = reached and not missed
        print(f"  {'Missed: ' + '; '.join(missed) if missed else 'Goals reached.'}\n")
    return reached


def annotated(folder: Path) -> list[Mail]:
    """The annotated mails, in the order of their names."""
    found = []
    for file in sorted(folder.glob("*.ann")):
        known = json.loads(file.read_text("utf-8"))
        head = known["meta"]["header"]
        found.append(Mail(known["text"], head.get("Subject", ""), _own(known), head.get("From", "")))
    return found


def _own(known: Mapping[str, object]) -> str:
    """The bodies above the first header of a quotation, signatures left out."""
    text, spans = str(known["text"]), known["denotations"]
    assert isinstance(spans, list)
    heads = [span["start"] for span in spans if span["type"] == "Header"]
    limit = min(heads, default=len(text) + 1)
    kept = [False] * len(text)
    for span in spans:
        if span["type"] == "Body" and span["start"] < limit:
            kept[span["start"] : span["end"]] = [True] * len(kept[span["start"] : span["end"]])
    for span in spans:
        if span["type"].startswith("Body/Signature"):
            kept[span["start"] : span["end"]] = [False] * len(kept[span["start"] : span["end"]])
    return "".join(c if keep else " " for c, keep in zip(text, kept, strict=True))


def made_up(file: Path) -> list[Mail]:
    """The project's own mails: each line stands behind O (own), S (signature) or Q (quoted)."""
    found = []
    for block in file.read_text("utf-8").split("=== ")[1:]:
        lines = block.rstrip("\n").split("\n")[1:]
        own = "\n".join(line[2:] for line in lines if line[:1] == "O")
        found.append(Mail("\n".join(line[2:] for line in lines), "Re: made up", own, ""))
    return found


def answers(mails: Sequence[Mail]) -> dict[str, list[str]]:
    """For each way of finding them, the own words of every mail."""
    found = {OURS: [own_words(mail.text, answers=True) for mail in mails]}
    found["keeping everything"] = [mail.text for mail in mails]
    python = os.environ.get("COMITY_PEERS_PYTHON") or sys.executable
    asked = subprocess.run(
        [python, str(HERE / "peer_zones.py")],
        input=json.dumps([(mail.text, mail.sender) for mail in mails]),
        capture_output=True,
        text=True,
        check=True,
    )
    print(asked.stderr, end="", file=sys.stderr)
    peers: dict[str, list[str]] = json.loads(asked.stdout)
    if not peers:
        print("  Other libraries are not installed, and were not measured: make evaluate brings them.")
    return found | peers


def right(mails: Sequence[Mail], found: Sequence[str]) -> list[bool]:
    """For each mail whether the words found are its writer's own."""
    return [
        _differing(mail.own.split(), own.split()) <= allowed(mail)
        for mail, own in zip(mails, found, strict=True)
    ]


def allowed(mail: Mail) -> float:
    """Words that may be inserted or deleted."""
    return max(2.0, 0.03 * len(mail.own.split()))


def _differing(one: list[str], other: list[str]) -> int:
    """Words inserted plus deleted."""
    if one == other:
        return 0
    steps = difflib.SequenceMatcher(None, one, other, autojunk=False).get_opcodes()
    return sum((b - a) + (d - c) for step, a, b, c, d in steps if step != "equal")


def table(title: str, scores: Mapping[str, Sequence[bool]]) -> str:
    """Shares as lines of text, by fold and altogether."""
    count = len(next(iter(scores.values())))
    head = "".join(f"{f'fold {n + 1}':>8}" for n in range(FOLDS))
    lines = [f"{title} ({count})", f"  {'':<24}{head}{'all':>8}"]
    for name, marks in scores.items():
        shares = [_share(marks[n::FOLDS]) for n in range(FOLDS)]
        lines.append(f"  {name:<24}" + "".join(f"{share:>8.3f}" for share in (*shares, _share(marks))))
    return "\n".join(lines)


def misses(scores: Mapping[str, Sequence[bool]]) -> list[str]:
    """The goals that were not reached, in words."""
    ours = _share(scores[OURS])
    missed = [
        f"{name} is not beaten" for name, marks in scores.items() if name != OURS and _share(marks) >= ours
    ]
    if ours < LEAST:
        missed.append(f"below {LEAST:.2f}")
    return missed


def _share(marks: Sequence[bool]) -> float:
    return sum(marks) / len(marks) if marks else 0.0
