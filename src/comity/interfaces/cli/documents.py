"""Documents and tables written to files, with what was left out of them said."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from comity.interfaces.cli import screen

if TYPE_CHECKING:
    from comity.answers.declaring import Document, Table
    from comity.answers.guarding import Withheld


def write_pdf(document: Document, file: Path) -> None:
    """Write a document to a file, and say what was left out of it."""
    from comity.exports.pdf import pdf

    file.write_bytes(pdf(document.template, document.values))
    screen.say(f"Written: {file}")
    put_withheld(document.withheld)


def put_withheld(withheld: Sequence[Withheld]) -> None:
    """Say what was left out, and how it could be let out."""
    from comity.answers.guarding import LOCKED, left_out

    if any(one.why == LOCKED for one in withheld):
        screen.say("To look at what is sealed, too: --unlock")
    if withheld:
        ids = " ".join(f"--release {id}" for id in dict.fromkeys(one.of for one in withheld))
        screen.say(f"{left_out(withheld)} To let it out this once: {ids}")


def write_csv(table: Table, file: Path) -> None:
    """Write a table to a file, no cell of which is taken for a formula, and say what was left out of it."""
    from comity.exports.contacts import row

    file.write_text(
        "\ufeff" + row(table.columns) + "".join(map(row, table.rows)), encoding="utf-8", newline=""
    )
    screen.say(f"Written: {file}")
    put_withheld(table.withheld)
