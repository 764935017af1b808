"""Reading begins before anything else is ready: it needs neither Django nor the book, and loading them takes time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from comity.sources._reading import Reader

__all__ = ["Reader", "begun"]


@contextmanager
def begun(paths: Sequence[tuple[Path, str]], state: str | None) -> Iterator[Reader | None]:
    """A reading process for these (path, label) pairs, at work already, for `imports.import_files`; None for no path.

    It ends with the `with` block.

    Args:
        state: of the files, where somebody looked already (`at_a_glance`).
    """
    if not paths:
        yield None
        return
    with Reader(paths, state=state) as reader:
        yield reader
