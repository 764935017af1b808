"""Made-up mail of the last days before `made_up.TODAY` that asks, promises, thanks and tells."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any

from hypothesis import strategies as st

from comity.core.days import SECONDS_PER_DAY
from comity.core.records import Interaction, Record
from comity.sources._message import read_message
from comity.store import noticed
from comity.store.access import Scope
from comity.store.models import Proposal
from tests.made_up import ME, TODAY

ADA, BO, CLEO = "ada@quill.example", "bo@lind.example", "cleo@press.example"
NAMES = {ADA: "Ada Quill", BO: "Bo Lind", CLEO: "Cleo Osei", ME: "Noor Hollis"}
SAID = (
    "Could you please send me the figures by Friday?",
    "I'll send you the contract tomorrow.",
    "Thank you so much for your help with the move.",
    "Bo, meet Ada Quill.",
    "I've started as head of design at Harbour Press.",
    "The garden was green.",
    "Our daughter was born on Sunday.",
    "I will book the room by 3/4.",
)


def mail(
    number: int,
    text: str,
    *,
    sender: str = ADA,
    to: tuple[str, ...] = (ME,),
    cc: tuple[str, ...] = (),
    days_ago: int = 2,
    lines: str = "",
    hour: int = 10,
) -> Interaction:
    """A mail, read as from a file."""
    at = datetime.fromtimestamp((TODAY - days_ago) * SECONDS_PER_DAY + hour * 3600, UTC)
    head = f"From: {_of(sender)}\nTo: {', '.join(map(_of, to))}\n"
    head += f"Cc: {', '.join(map(_of, cc))}\n" if cc else ""
    raw = f"{head}Date: {format_datetime(at)}\nSubject: Tea\nMessage-ID: <ask{number}@mail.example>\n{lines}\n{text}\n"
    found = read_message(raw.encode(), number)
    assert isinstance(found, Interaction)
    return found


def _of(address: str) -> str:
    return f"{NAMES[address]} <{address}>" if address in NAMES else address


def told(scope: Scope, state: str = Proposal.OPEN) -> list[tuple[str, str]]:
    """The kinds and sentences of what recent mail proposed."""
    return sorted((p.kind, p.evidence["sentence"]) for p in rows(scope, state))


def rows(scope: Scope, state: str = Proposal.OPEN) -> list[Any]:
    """The proposals from sentences, the oldest row first."""
    found = Proposal.objects.filter(book_id=scope.book_id, state=state, kind__in=noticed.TOLD)
    return [p for p in found.order_by("id") if noticed.is_told(p.key)]


@st.composite
def letters(draw: st.DrawFn) -> list[Record]:
    """A few mails among four people within sixty days, some of them twice, or with a footer in one copy."""
    found: list[Record] = []
    for _ in range(draw(st.integers(1, 6))):
        text = " ".join(draw(st.lists(st.sampled_from(SAID), min_size=1, max_size=3)))
        people = draw(st.permutations([ME, ADA, BO, CLEO]))
        number, ago = draw(st.integers(0, 5)), draw(st.integers(0, 60))
        extra = draw(st.sampled_from(["", "", "List-Id: <all.lists.example>\n", "Precedence: bulk\n"]))
        greeting = draw(st.sampled_from(["", "Hi Noor,\n\n", "Dear Bo,\n\n", "Hi all,\n\n"]))
        given: dict[str, Any] = {
            "sender": people[0],
            "to": tuple(people[1 : 2 + number % 2]),
            "days_ago": ago,
        }
        found.append(mail(number, greeting + text, **given, lines=extra))
        if draw(st.booleans()):
            found.append(mail(number, f"{greeting}{text}\n-- \nsent through a wall", **given, lines=extra))
    return found
