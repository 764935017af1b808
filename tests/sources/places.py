"""Files as a source gets to see them."""

from __future__ import annotations

from pathlib import Path

from comity.sources import HEAD_BYTES, Place


def place_of(folder: Path, content: str | bytes, name: str = "file.dat") -> Place:
    """A file with this content in a temporary folder; text is written as UTF-8, its line ends as they are."""
    raw = content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass")
    path = folder / "content"
    path.write_bytes(raw)
    return Place(path, name, raw[:HEAD_BYTES])
