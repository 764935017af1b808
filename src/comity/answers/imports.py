"""What was imported, what came of it, and what could not be read."""

from __future__ import annotations

from collections.abc import Mapping

from comity.answers.book_shapes import BatchFileInfo, BatchInfo, BatchProblemInfo
from comity.answers.questions import open_questions, waiting
from comity.core.errors import NotFound
from comity.store.access import Scope
from comity.store.models import Batch, BatchFile, BatchProblem

SHOWN = 200
"""Problems shown one by one; the rest is counted."""
_MOST_FILES = 1000
LEAST_SECONDS, LEAST_READ = 1, 100
"""Below these a rate tells how long starting took."""


def batches(scope: Scope) -> tuple[BatchInfo, ...]:
    """All imports of a book, the newest first, without their files and problems."""
    return tuple(_info(b) for b in Batch.objects.filter(book_id=scope.book_id).order_by("-number"))


def batch(scope: Scope, number: int, *, problems: int = SHOWN) -> BatchInfo:
    """One import with its files, its first problems and the questions it left.

    Raises:
        NotFound: no such import in this book.
    """
    row = Batch.objects.filter(book_id=scope.book_id, number=number).first()
    if row is None:
        raise NotFound("import", str(number))
    files = BatchFile.objects.filter(batch=row).order_by("id")
    refused = BatchProblem.objects.filter(batch=row).select_related("file").order_by("id")
    base = _info(row)
    return BatchInfo(
        base.number,
        base.state,
        base.belongs_to,
        base.started_at,
        base.finished_at,
        base.counts,
        tuple(BatchFileInfo(f.label, f.source, f.size) for f in files[:_MOST_FILES]),
        tuple(
            BatchProblemInfo(p.file.label if p.file else "", p.position, p.code, p.reason)
            for p in refused[:problems]
        ),
        int(base.counts.get("refused", 0)),
        row.error,
        open_questions(scope, number),
        waiting(scope, number),
        base.employer,
        files.count(),
    )


def rate(counts: Mapping[str, float]) -> int:
    """Things read a second, by the counts of an import or a preview; 0 where it is too early, or too little, to say."""
    read, seconds = counts.get("read", 0), counts.get("seconds", 0)
    return round(read / seconds) if seconds >= LEAST_SECONDS and read >= LEAST_READ else 0


def _info(row: Batch) -> BatchInfo:
    return BatchInfo(
        row.number,
        row.state,
        row.belongs_to,
        row.started_at,
        row.finished_at,
        dict(row.counts),
        error=row.error,
        employer=row.employer,
    )
