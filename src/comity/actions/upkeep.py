"""Rebuilding everything that is derived."""

from __future__ import annotations

import time

from django.db import connection, transaction

from comity.core import days
from comity.store import finishing, fulltext
from comity.store.access import Scope


def repair(scope: Scope) -> int:
    """Derive directions, people, days, numbers, names and the search index anew; returns how many people it recounted."""
    count = finishing.rebuild(scope.book_id, days.day_of(int(time.time())))
    with transaction.atomic(), connection.cursor() as cursor:
        fulltext.rebuild(cursor, scope.book_id)
    return count
