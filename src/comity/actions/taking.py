"""Storing what is read, while it is read: files, their records, what was refused, and how far it is."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from django.db import transaction

from comity.actions import running, sifting
from comity.core.errors import Stopped
from comity.core.redaction import ERASED
from comity.sources._reading import CHUNK, Chunk, FileFound, Message, Progress, TableFound
from comity.store import cards, ledger, owner
from comity.store.access import Scope
from comity.store.forgotten import KIND, Forgotten
from comity.store.intake import Intake
from comity.store.models import Batch, BatchFile, BatchProblem, Identifier

PROBLEMS_KEPT = 10_000
"""Problems that are listed one by one; beyond that they are only counted."""

NAMES_HELD = 50_000
"""Names held in memory before they are written."""
NOTED_EVERY = 0.5
"""Seconds after which progress is written down though nothing was stored, and what waits is stored though it is little."""
_USUAL = 1000
"""Characters of a usual mail."""

Told = Callable[[dict[str, int | float]], None]


@dataclass
class Run:
    """The state of one import while it runs."""

    scope: Scope
    batch: Batch
    intake: Intake
    first_new: int
    told: Told
    refused: Forgotten
    files_state: str = ""
    started: float = field(default_factory=time.monotonic)
    noted: float = 0.0
    files: dict[int, int] = field(default_factory=dict)
    changed: set[int] = field(default_factory=set)
    counts: dict[str, int | float] = field(
        default_factory=lambda: dict.fromkeys(
            (
                "read",
                "new",
                "known",
                "bulk",
                "cards",
                "people",
                "refused",
                "bytes_done",
                "bytes_total",
                "seconds",
            ),
            0,
        )
    )


def take_all(run: Run, messages: Iterator[Message]) -> None:
    """Store all that is sent; files with little in them together, since each step to the disk costs as much as some hundred mails.

    Raises:
        Stopped: the user asked for it.
    """
    waiting: list[FileFound | Chunk] = []
    weight, since = 0, time.monotonic()
    for message in messages:
        if isinstance(message, Progress):
            run.counts["bytes_done"], run.counts["bytes_total"] = message.done, message.total
            if not waiting and time.monotonic() - run.noted >= NOTED_EVERY:
                _note(run)
        elif not isinstance(message, TableFound):
            waiting.append(message)
            weight += _weight(message)
        if waiting and (weight >= CHUNK or time.monotonic() - since >= NOTED_EVERY):
            _take(run, waiting)
            waiting, weight, since = [], 0, time.monotonic()
        run.told(run.counts)
    if waiting:
        _take(run, waiting)
        run.told(run.counts)
    _note(run)
    run.intake.flush_names()
    run.intake.handles.clear()


def _weight(message: FileFound | Chunk) -> int:
    """How many mails of usual length it is like."""
    if isinstance(message, FileFound):
        return 1
    text = sum(len(flat[8]) for flat in message.interactions)
    return len(message.interactions) + len(message.cards) + len(message.entries) + text // _USUAL


def _take(run: Run, messages: Sequence[FileFound | Chunk]) -> None:
    """Store these, and how far it is with them, in one transaction."""
    running.check_room()
    with transaction.atomic():
        _take_files(run, [message for message in messages if isinstance(message, FileFound)])
        _take_chunks(run, [message for message in messages if isinstance(message, Chunk)])
        _note(run)


def _take_files(run: Run, files: Sequence[FileFound]) -> None:
    found = BatchFile.objects.bulk_create(
        BatchFile(
            book_id=run.scope.book_id,
            batch=run.batch,
            label=sifting.label(run.refused, file.label)[:1000],
            source=file.source,
            size=file.size,
        )
        for file in files
    )
    run.files.update((file.number, row.pk) for file, row in zip(files, found, strict=True))


def _take_chunks(run: Run, chunks: Sequence[Chunk]) -> None:
    now, counts = int(time.time()), run.counts
    for chunk in chunks:
        if chunk.mine:
            handles = [m.handle for m in chunk.mine]
            run.changed |= owner.claim(run.intake, handles, now, kind=Identifier.OWN_PERSONAL, by_hand=False)
    if run.refused:
        chunks = [_sifted(run, chunk) for chunk in chunks]
    run.intake.take_each((run.files[chunk.file], chunk.interactions) for chunk in chunks)
    for chunk in chunks:
        if chunk.cards:
            run.changed |= cards.take(run.intake, chunk.cards, now)
        if chunk.entries:
            run.changed |= ledger.take(run.intake, chunk.entries, now)
        _note_problems(run, run.files[chunk.file], chunk)
        counts["cards"] += len(chunk.cards)
        counts["read"] += len(chunk.interactions) + len(chunk.cards) + len(chunk.entries)
    counts["new"], counts["known"], counts["bulk"] = run.intake.new, run.intake.known, run.intake.bulk
    if len(run.intake.names) > NAMES_HELD:
        run.intake.flush_names()


def _sifted(run: Run, chunk: Chunk) -> Chunk:
    """The chunk without people who were erased, who are counted."""
    own = set(Identifier.objects.filter(book_id=run.scope.book_id, own__gt=0).values_list("kind", "value"))
    sifted, touched = sifting.sift(run.refused, lambda kind, value: (kind, value) in own, chunk)
    if touched:
        run.counts["erased"] = run.counts.get("erased", 0) + touched
    if any(party[1] == KIND for flat in sifted.interactions for party in flat[9]):
        nobody = {"nature": Identifier.SHARED, "nature_by_hand": True}
        Identifier.objects.get_or_create(book_id=run.scope.book_id, kind=KIND, value=ERASED, defaults=nobody)
    return sifted


def _note_problems(run: Run, file: int, chunk: Chunk) -> None:
    if not chunk.problems:
        return
    room = max(0, PROBLEMS_KEPT - int(run.counts["refused"]))
    BatchProblem.objects.bulk_create(
        BatchProblem(
            book_id=run.scope.book_id,
            batch=run.batch,
            file_id=file,
            position=p.position,
            code=p.code,
            reason=p.reason,
        )
        for p in chunk.problems[:room]
    )
    run.counts["refused"] += len(chunk.problems)


def _note(run: Run) -> None:
    """Write down how far the import is, and that it is alive; a commit each, so chunks bring theirs in their own.

    Raises:
        Stopped: the user asked for it.
    """
    run.noted = time.monotonic()
    run.counts["seconds"] = round(run.noted - run.started, 3)
    kept = Batch.objects.filter(pk=run.batch.pk, stop_asked=False)
    if not kept.update(counts=run.counts, lease_until=int(time.time()) + running.LEASE):
        raise Stopped(run.batch.number)
