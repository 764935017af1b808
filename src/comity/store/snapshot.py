"""One state of the database for a long read."""

from __future__ import annotations

from contextlib import AbstractContextManager
from types import TracebackType
from typing import Any

from django.db import connection, transaction

from comity.store.sql import on_sqlite


class Snapshot(AbstractContextManager[None]):
    """One state of the book for all that is read inside, without keeping others from writing.

    Within a transaction that has begun already, it is that one's view.
    """

    def __enter__(self) -> None:
        engine: Any = connection
        engine.ensure_connection()
        self._engine = engine
        self._outer = connection.in_atomic_block
        if on_sqlite():
            self._mode = self._engine.transaction_mode
            self._engine.transaction_mode = "DEFERRED"
        self._atomic = transaction.atomic()
        self._atomic.__enter__()
        if not on_sqlite() and not self._outer:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if on_sqlite():
            self._engine.transaction_mode = self._mode
        self._atomic.__exit__(kind, error, trace)
