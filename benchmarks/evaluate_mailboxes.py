"""Second part of the evaluation: from a mailbox to the list of people, through the product's own doors.

Each of three real mailboxes is imported by `comity import`, and what `comity people --as-of` then says is
held against a second reading of the same file: the standard library's parser, the plainest rule of contact
(from me to each of To and Cc; to me from the sender), and `comity.core.strength` on those days. People,
strengths (to 1e-9) and order must be the same.
"""

from __future__ import annotations

import json
import mailbox
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from email.utils import getaddresses, parsedate_to_datetime
from pathlib import Path

from events import midnight
from product import comity

from comity.core.days import day_of
from comity.core.strength import many

PATTERN = "enron-*.mbox"
DATES = ("2001-03-01", "2001-06-01")
CLOSE = 1e-9
AUTOMATIC = "Out of Office AutoReply:"
"""How a program begins the subject of its answers in these mailboxes; they are contact with nobody."""
Days = dict[tuple[str, int], list[int]]
Strengths = Mapping[str, float]


@dataclass(frozen=True)
class Compared:
    """One mailbox on one date: the number of people, the largest difference in strength, what was amiss."""

    people: int
    largest: float
    amiss: str


def run(data: Path) -> bool:
    """Print a table; whether both readings agree. Where the mailboxes are absent, say so and pass."""
    files = sorted((data / "mail").glob(PATTERN))
    print("Mailboxes: `comity people --as-of` beside a second reading by the standard library\n")
    if not files:
        print("The mailboxes are not there, so nothing was compared.\n")
        return True
    print(
        f"  {'mailbox':<24}{'as of':>12}{'people':>8}{'largest difference':>20}  same people, strengths, order"
    )
    agreed = True
    for file in files:
        for date, found in zip(DATES, _compare(file), strict=True):
            agreed = agreed and not found.amiss
            verdict = found.amiss or "yes"
            print(f"  {_owner(file):<24}{date:>12}{found.people:>8}{found.largest:>20.1e}  {verdict}")
    print(f"  {'Goals reached.' if agreed else 'Missed: the two readings differ.'}\n")
    return agreed


def _owner(file: Path) -> str:
    """The owner of a mailbox, as its name tells: the local part of their address."""
    return file.stem.removeprefix("enron-")


def _compare(file: Path) -> list[Compared]:
    me = f"{_owner(file)}@enron.example"
    expected = days_of_contact(file, me)
    with tempfile.TemporaryDirectory() as home:
        comity(Path(home), "import", str(file), "--me", me, "--json")
        return [compared(strengths(expected, date), listed(Path(home), date)) for date in DATES]


def days_of_contact(file: Path, me: str) -> Days:
    """(address, UTC day number) to [messages from them, messages from me], read without the product."""
    days: Days = {}
    for message in mailbox.mbox(file, create=False):
        if str(message["subject"]).startswith(AUTOMATIC):
            continue
        senders = _addresses(message.get_all("from", []))
        others = _addresses([*message.get_all("to", []), *message.get_all("cc", [])])
        day = day_of(int(parsedate_to_datetime(str(message["date"])).timestamp()))
        if me in senders:
            for other in others - {me}:
                days.setdefault((other, day), [0, 0])[1] += 1
        elif me in others:
            for sender in senders:
                days.setdefault((sender, day), [0, 0])[0] += 1
    return days


def _addresses(values: Sequence[object]) -> set[str]:
    return {
        address.lower() for _, address in getaddresses([str(value) for value in values]) if "@" in address
    }


def strengths(days: Days, date: str) -> Strengths:
    """Address to strength as of 00:00 UTC at the start of a date."""
    rows = (
        (address, day, incoming, outgoing) for (address, day), (incoming, outgoing) in sorted(days.items())
    )
    return dict(many(rows, day_of(midnight(date))))


def listed(home: Path, date: str) -> list[tuple[str, float]]:
    """(address, strength) of everybody whom the product lists as of a date, in its order."""
    people = json.loads(comity(home, "people", "--as-of", date, "--json"))
    return [(" ".join(person["emails"]), person["strength"]) for person in people]


def compared(expected: Strengths, found: Sequence[tuple[str, float]]) -> Compared:
    """Hold the product's list against the expected strengths; people of equal strength may stand either way."""
    ours = dict(found)
    if set(ours) != set(expected) or len(ours) != len(found):
        differing = sorted(set(ours) ^ set(expected))
        return Compared(len(found), 0.0, f"no: {len(differing)} people are in one only, as {differing[:3]}")
    largest = max((abs(ours[address] - value) for address, value in expected.items()), default=0.0)
    if largest > CLOSE:
        return Compared(len(found), largest, "no: strengths differ")
    in_order = sorted(expected.values(), reverse=True)
    misplaced = sum(
        abs(expected[address] - value) > CLOSE for (address, _), value in zip(found, in_order, strict=True)
    )
    return Compared(len(found), largest, f"no: {misplaced} are out of order" if misplaced else "")
