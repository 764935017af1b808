"""Readers: one module a format, found by the entry point `comity.sources`.

A source is an object with the attributes of `Source`. It is recognised by content, never by the name of
the file, and yields records (`comity.core.records`); it knows neither the database nor the other sources.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

if TYPE_CHECKING:
    from comity.core.records import Record

HEAD_BYTES = 65_536
"""How much of a file's beginning a source is shown to recognise it by."""


@dataclass(frozen=True)
class Place:
    """A file to read.

    path: a regular file (archives are unpacked before) or a folder such as a Maildir;
    label: how a person knows it ("takeout.zip › Mail/All.mbox"); never used to recognise it,
        except that `name` (the last part of the label) may break a tie among CSV files of one export;
    head: its first `HEAD_BYTES` bytes, b"" for a folder.
    """

    path: Path
    label: str
    head: bytes = field(repr=False, default=b"")

    @property
    def name(self) -> str:
        """The file's own name, without the archive and folders it lies in."""
        return self.label.replace("\\", "/").rsplit("›", 1)[-1].rsplit("/", 1)[-1].strip()


class Source(Protocol):
    """A reader of one format.

    key: stable, lower case (`mbox`, `vcard`, `linkedin`); title: for people ("Mailbox (mbox)");
    version: raised whenever the same file would give other records.
    """

    key: str
    title: str
    version: int

    def recognise(self, place: Place) -> int:
        """0 if this is not its format, else how sure it is, up to 100; must not raise."""

    def read(self, place: Place) -> Iterator[Record]:
        """Yield the records. Unreadable pieces become `Problem`s; memory stays flat.

        Raises:
            OSError: the file cannot be opened or vanished.
        """


@runtime_checkable
class MappedSource(Source, Protocol):
    """A reader of tables whose columns a person can say the meaning of."""

    def with_mappings(self, mappings: Mapping[str, Any]) -> MappedSource:
        """The same reader with these mappings, plain JSON by the fingerprint of a header row."""

    def wanted(self, place: Place) -> bool:
        """Whether to take a table that nobody named, but that lies in a folder or archive beside other files."""

    def layout(self, place: Place) -> dict[str, Any]:
        """What the table looks like and how it would be read, as plain JSON; see `sources.any_csv`."""
