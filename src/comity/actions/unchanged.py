"""Whether files are still as they were when they were imported, so that there is nothing to read."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from hashlib import blake2b
from pathlib import Path

from comity.actions import mapping
from comity.actions.me import own_handle
from comity.sources._state import state_of
from comity.store.access import Scope
from comity.store.models import Batch, Identifier


def unchanged_since(scope: Scope, paths: Sequence[tuple[Path, str]], me: Sequence[str] = ()) -> int | None:
    """The number of the import that read just these files as they still are, None if reading them may bring something.

    Told by names, sizes and times alone (`sources._state`); never where an address in `me` is not known as mine.

    Raises:
        Invalid: an address in `me` is none.
    """
    handles = {own_handle(address).value for address in me}
    own = Identifier.objects.filter(book_id=scope.book_id, own__gt=0, kind="email", value__in=handles)
    state = files_state(paths, mapping.remembered(scope)) if own.count() == len(handles) else ""
    done = Batch.objects.filter(book_id=scope.book_id, state=Batch.DONE, files_state=state) if state else None
    return done.order_by("number").values_list("number", flat=True).last() if done is not None else None


def files_state(paths: Sequence[tuple[Path, str]], mappings: Mapping[str, object]) -> str:
    """How the files are, and how their tables are understood; "" where it cannot be told."""
    state = state_of([path for path, _ in paths])
    if not state:
        return ""
    understood = json.dumps(mappings, sort_keys=True).encode()
    return blake2b(state.encode() + understood, digest_size=16).hexdigest()
