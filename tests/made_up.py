"""Made-up mailboxes and address books, and a way to import them without a process of their own."""

from __future__ import annotations

import datetime as dt
import itertools
import marshal
import time
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import NamedTuple
from unittest.mock import patch

from django.utils import timezone
from hypothesis import strategies as st

from comity.actions import imports
from comity.core.records import (
    Card,
    Dated,
    Entry,
    Exchange,
    Fact,
    Handle,
    Interaction,
    Mine,
    OwnPosition,
    Record,
    Reminder,
)
from comity.sources._message import read_message
from comity.sources._reading import Message, _bodies, _message
from comity.sources._worker import Sender
from comity.store.access import Scope
from comity.store.models import Book, Member, User

TODAY = 20_000
"""The day number on which the tests say it is: 2024-10-04."""
ME, MY_OTHER = "noor@hollis.example", "noor.adler@post.example"
LIST = "gardeners@lists.example"
PEOPLE = (
    ("Ines Varga", "ines@varga.example"),
    ("Tomas Lindqvist", "tomas@quill.example"),
    ("lindqvist, tomas", "tomas.lindqvist@post.example"),
    ("Ama Osei", "ama@quill.example"),
    ("", "bo@quill.example"),
    ("Quill Newsletter", "news@quill.example"),
    ("Robot", "no-reply@quill.example"),
)
WORDS = ("lantern", "harbour", "quilt", "Žofie", "orchard")
_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_numbers, _ticks = itertools.count(1), itertools.count()

Files = Sequence[Sequence[Record]]


class Mail(NamedTuple):
    """A mail to be written: people by address, the day as a number, what it answers by number."""

    number: int
    sender: str
    to: tuple[str, ...]
    cc: tuple[str, ...]
    day: int
    word: str
    answers: int | None
    has_id: bool
    marks: tuple[str, ...]


def new_scope() -> Scope:
    """An empty book of a user of its own."""
    book = Book.objects.create(name="A book")
    user = User.objects.create(username=f"user{next(_numbers)}")
    Member.objects.create(book=book, user=user)
    return Scope(book.pk, user.pk, "UTC", False)


def bring(scope: Scope, files: Files, *, me: Sequence[str] = (ME,)) -> int:
    """Import these files as one batch, their records sent as a worker would send them; returns its number."""

    def read(paths: Sequence[tuple[Path, str]], *_given: object) -> Generator[Message, None, None]:
        yield from sent(files)

    with patch.object(imports, "read_all", read), on_day(TODAY):
        return imports.import_files(scope, [], me=me, belongs_to="mine")


def sent(files: Files) -> Generator[Message, None, None]:
    """What a worker that reads these files tells its parent."""
    pipe = BytesIO()
    sender = Sender(pipe)
    for number, records in enumerate(files, 1):
        sender.send("file", number, f"file {number}", "mbox", 1)
        for start in range(0, len(records), 3):
            sender.chunk(number, records[start : start + 3])
    sender.send("end")
    pipe.seek(0)
    told = [marshal.loads(body) for body in _bodies(pipe)]
    yield from (_message(each) for each in told if each[0] != "end")


def take_back(scope: Scope, number: int) -> None:
    """Undo an import."""
    with on_day(TODAY):
        imports.undo(scope, number)


@contextmanager
def on_day(day: int) -> Generator[None, None, None]:
    """Let everything believe that it is noon of this UTC day; no moment comes twice."""
    noon = day * 86_400 + 43_200.0
    moment = dt.datetime.fromtimestamp(noon, dt.UTC)

    def now() -> dt.datetime:
        return moment + dt.timedelta(microseconds=next(_ticks))

    with patch.object(time, "time", lambda: noon), patch.object(timezone, "now", now):
        yield


def written(mail: Mail, copy: str = "") -> bytes:
    """A mail as it stands in a file; copy: `footer`, `list`, `bcc` or `renamed` for one that differs."""
    names = {address: name for name, address in PEOPLE}
    lines = [f"From: {_named(mail.sender, names)}"]
    if mail.to:
        lines.append("To: " + ", ".join(_named(a, {} if copy == "renamed" else names) for a in mail.to))
    if mail.cc:
        lines.append("Cc: " + ", ".join(_named(a, names) for a in mail.cc))
    if copy == "bcc":
        lines.append("Bcc: bo@quill.example")
    month, day = divmod(mail.day, 28)
    lines.append(
        f"Date: {day + 1} {('Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec')[month]} 2024 1{mail.number % 10}:20:00 +0200"
    )
    lines.append(f"Subject: About {mail.word}")
    if mail.has_id:
        lines.append(f"Message-ID: <m{mail.number % 12}@mail.example>")
    if mail.answers is not None:
        lines.append(f"In-Reply-To: <m{mail.answers}@mail.example>")
    if LIST in (*mail.to, *mail.cc) and copy != "bcc":
        lines.append(f"List-Id: <{LIST.replace('@', '.')}>")
    lines += mail.marks
    text = f"Say {mail.word} again, number {mail.number}."
    if copy in ("footer", "list"):
        text += "\n-- \nsent through a wall"
    if copy == "list":
        lines.append("Precedence: bulk")
    return ("\n".join(lines) + "\n\n" + text + "\n").encode()


def _named(address: str, names: dict[str, str]) -> str:
    name = names.get(address, "")
    return f'"{name}" <{address}>' if name else address


_ADDRESSES = st.sampled_from([ME, MY_OTHER, LIST, *(address for _, address in PEOPLE)])
_MARKS = st.sampled_from(
    [
        (),
        (),
        (),
        (),
        ("Precedence: bulk",),
        ("Auto-Submitted: auto-replied",),
        ("List-Unsubscribe: <https://x.example>",),
    ]
)


@st.composite
def mails(draw: st.DrawFn) -> Mail:
    """One mail among a few people; with luck it answers another, or claims another's Message-ID."""
    return Mail(
        number=draw(st.integers(0, 14)),
        sender=draw(st.sampled_from([ME, ME, MY_OTHER, *(address for _, address in PEOPLE)])),
        to=tuple(draw(st.lists(_ADDRESSES, max_size=3, unique=True))),
        cc=tuple(draw(st.lists(_ADDRESSES, max_size=1))),
        day=draw(st.integers(0, 160)),
        word=draw(st.sampled_from(WORDS)),
        answers=draw(st.one_of(st.none(), st.integers(0, 11))),
        has_id=draw(st.sampled_from([True, True, True, False])),
        marks=draw(_MARKS),
    )


@st.composite
def cards(draw: st.DrawFn) -> Card:
    """An entry of an address book that lists one or more handles of somebody."""
    people = draw(st.lists(st.sampled_from(PEOPLE), min_size=1, max_size=2, unique=True))
    handles = [Handle("email", address) for _, address in people]
    if draw(st.booleans()):
        handles.append(Handle("email", draw(st.sampled_from([LIST, MY_OTHER, "ama@home.example"]))))
    if draw(st.booleans()):
        handles.append(Handle("linkedin", f"in/{people[0][1].partition('@')[0]}"))
    word = draw(st.sampled_from(WORDS))
    return Card(
        handles=tuple(dict.fromkeys(handles)),
        name=draw(st.sampled_from(["", people[0][0], f"{word} Card"])),
        given="",
        family="",
        values=draw(
            st.sampled_from(
                [(), (("phone", "+49 30 1234"), ("note", word)), (("rhythm", "30"), ("died", ""))]
            )
        ),
        organisation=draw(st.sampled_from(["", "Quill Ltd", "Quill, Ltd."])),
        title=draw(st.sampled_from(["", "Editor"])),
        department="",
        position_since=draw(st.sampled_from([None, 19_000])),
        dates=draw(
            st.sampled_from([(), (Dated("birthday", 2, 29, 1980),), (Dated("birthday", 2, 29, None),)])
        ),
        labels=draw(st.sampled_from([(), ("Friends",), ("friends", word)])),
        known_on=draw(st.sampled_from([None, 18_000])),
        changed_at=1_700_000_000 + draw(st.integers(0, 3)),
        is_me=draw(st.sampled_from([False, False, False, True])) and people[0][1] == "ama@quill.example",
        position=1,
    )


@st.composite
def entries(draw: st.DrawFn) -> Entry:
    """Something for the ledger of one of a few handles, with few keys, so that files tell the same twice."""
    address = draw(st.sampled_from([address for _, address in PEOPLE] + [MY_OTHER, "zoe@lund.example"]))
    handle = draw(st.sampled_from([Handle("email", address), Handle("name", "bo falk")]))
    key, word, day = f"{draw(st.integers(0, 3)):032x}", draw(st.sampled_from(WORDS)), 19_000
    given = draw(st.booleans())
    kinds: list[Entry] = [
        Exchange(handle, "Bo Falk", key, given, "gift", word, day, not given, 1),
        Fact(handle, key, f"Likes {word}", "Elsewhere", day, given, 1),
        Reminder(handle, key, f"Ask about {word}", day, draw(st.sampled_from(["", "year"])), 1),
        OwnPosition("Quill Ltd", word, "", 18_000, draw(st.sampled_from([None, 18_500])), 1),
    ]
    return draw(st.sampled_from(kinds))


@st.composite
def _mail_records(draw: st.DrawFn) -> list[Record]:
    mail = draw(mails())
    copies = draw(st.lists(st.sampled_from(["", "footer", "list", "bcc", "renamed"]), min_size=1, max_size=3))
    records = [read_message(written(mail, copy), place) for place, copy in enumerate(copies)]
    assert all(isinstance(record, Interaction) for record in records)
    return list(records)


_MINE = st.just([Mine(Handle("email", MY_OTHER), "it says so")])


def records() -> st.SearchStrategy[list[Record]]:
    """The records of one or a few small files, mails mostly."""
    mail, card, entry = _mail_records(), cards().map(lambda c: [c]), entries().map(lambda e: [e])
    pieces = st.one_of(mail, mail, mail, card, entry, entry, _MINE)
    return st.lists(pieces, min_size=1, max_size=10).map(
        lambda found: [record for piece in found for record in piece]
    )


def exchanged(first: int, count: int) -> list[Mail]:
    """Mails between a few people, to and from the owner, through a list."""
    people = ("ines@varga.example", "tomas@quill.example", LIST)
    return [
        Mail(
            number=number,
            sender=ME if number % 2 else people[number % 2],
            to=(people[number % 3], ME) if number % 2 == 0 else (people[number % 3],),
            cc=(),
            day=number * 5,
            word=WORDS[number % len(WORDS)],
            answers=(number + 3) % 12,
            has_id=True,
            marks=(),
        )
        for number in range(first, first + count)
    ]
