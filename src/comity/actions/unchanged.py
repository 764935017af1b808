"""Whether files are still as they were when they were imported, so that there is nothing to read."""

from __future__ import annotations

from collections.abc import Sequence

from comity.actions import mapping
from comity.sources._state import as_understood
from comity.store.access import Scope
from comity.store.models import Batch, Identifier


def unchanged_since(scope: Scope, state: str, me: Sequence[str] = ()) -> int | None:
    """The number of the import that read just these files as they still are, None if reading them may bring something.

    Told by names, sizes and times alone; never where an address in `me` is not known as mine.

    Args:
        state: of the files (`sources._state`), "" where it cannot be told.

    Raises:
        Invalid: an address in `me` is none.
    """
    handles = _own(me) if me else set()
    own = Identifier.objects.filter(book_id=scope.book_id, own__gt=0, kind="email", value__in=handles)
    whole = as_understood(state, mapping.remembered(scope)) if own.count() == len(handles) else ""
    done = Batch.objects.filter(book_id=scope.book_id, state=Batch.DONE, files_state=whole) if whole else None
    return done.order_by("number").values_list("number", flat=True).last() if done is not None else None


def _own(addresses: Sequence[str]) -> set[str]:
    from comity.actions.me import own_handle

    return {own_handle(address).value for address in addresses}
