"""The real way in, for a book with something in it: look, import, check all that can be checked."""

from __future__ import annotations

import re
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from comity.actions import imports, previews
from comity.actions.me import add_address
from comity.answers import upkeep
from comity.answers.book_shapes import BatchProblemInfo
from comity.answers.imports import batch
from comity.store.access import Scope
from comity.store.models import Claim, Content, Identifier, Interaction, Person
from tests.canonical import book_as_seen
from tests.made_up import ME

WITNESS = (
    b"From: Witness <witness@varga.example>\nTo: noor@hollis.example\nDate: Mon, 30 Sep 2024 09:00:00 +0000\n"
    b"Message-ID: <witness@varga.example>\nSubject: I was there too\n\nAnd I was stored.\n"
)
"""An ordinary mail that is imported beside every hostile file, and must be stored whatever the other does."""
_SENTENCE = re.compile(r"[A-Z0-9“].{5,}[.)]", re.DOTALL)


@dataclass
class Brought:
    """What came of an import: the counts and problems, and what is in the book that was not before."""

    number: int
    counts: Mapping[str, Any]
    problems: Sequence[BatchProblemInfo]
    book: int

    @property
    def codes(self) -> list[str]:
        """The codes of the problems, in order."""
        return [problem.code for problem in self.problems]

    def subjects(self) -> list[str]:
        """Of all that passed between people, in order of time, without that of the witness."""
        found = Interaction.objects.filter(book_id=self.book).exclude(subject="I was there too")
        return list(found.order_by("at", "id").values_list("subject", flat=True))

    def texts(self) -> list[str]:
        """Of all mails but that of the witness."""
        found = Content.objects.filter(book_id=self.book).exclude(interaction__subject="I was there too")
        return list(found.order_by("interaction__at", "interaction_id").values_list("text", flat=True))

    def names(self) -> set[str]:
        """Of all people but the witness and the owner."""
        found = Person.objects.filter(book_id=self.book, is_me=False, merged_into=None)
        return set(found.values_list("name", flat=True)) - {"Witness", "witness"}

    def addresses(self) -> set[str]:
        """Of all people but the witness and the owner."""
        found = Identifier.objects.filter(book_id=self.book, kind="email").exclude(own__gt=0)
        return set(found.values_list("value", flat=True)) - {"witness@varga.example", ME}

    def claimed(self, field: str) -> set[str]:
        """What cards said of anybody in this field."""
        return set(Claim.objects.filter(book_id=self.book, field=field).values_list("value", flat=True))


class Desk:
    """A book, and files that are brought to it."""

    def __init__(self, scope: Scope, folder: Path) -> None:
        self.scope = scope
        self.folder = folder
        (folder / "witness.eml").write_bytes(WITNESS)
        add_address(scope, ME)

    def write(self, name: str, content: str | bytes) -> Path:
        """A file of this name and content."""
        path = self.folder / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass"))
        return path

    def bring(self, *files: Path, mappings: Mapping[str, Any] | None = None) -> Brought:
        """Look at these files, import them between two ordinary mails, and check everything that can be checked.

        The look tells what the import does; the witness is stored; every problem names its position and its reason;
        nothing is left unpacked; and the doctor finds nothing.
        """
        paths = [(path, path.name) for path in files]
        paths = [*paths, (self.folder / "witness.eml", "witness.eml")]
        foretold = previews.preview(self.scope, paths, me=[ME], mappings=mappings)
        number = imports.import_files(self.scope, paths, me=[ME])
        found = batch(self.scope, number, problems=20_000)
        assert found.state == "done"
        assert foretold.interactions.new == found.counts["new"]
        assert foretold.read == found.counts["read"]
        assert foretold.refused == found.counts["refused"] == len(found.problems)
        self.check()
        for problem in found.problems:
            assert problem.position >= 0
            assert _SENTENCE.fullmatch(problem.reason), problem.reason
            assert "Traceback" not in problem.reason
            assert problem.code != "reader-failed", problem.reason
        return Brought(number, found.counts, found.problems, self.scope.book_id)

    def check(self, witnessed: bool = True) -> None:
        """Nothing is wrong with the book, nothing is left in the data folder, and the witness is there."""
        witness = Interaction.objects.filter(book_id=self.scope.book_id, subject="I was there too")
        assert witness.exists() == witnessed, "the witness is there" if witness.exists() else "no witness"
        amiss = [*well(self.scope), *leftovers()]
        assert not amiss, amiss

    def seen(self) -> dict[str, Any]:
        """Everything in the book that a user can see."""
        return book_as_seen(self.scope.book_id, ("witness", "trouble"))


def well(scope: Scope) -> list[str]:
    """What the doctor finds wrong with a book; that the disk is nearly full is not the book's fault."""
    found = upkeep.doctor(scope)
    return [
        f"{finding.what}: {finding.seen}" for finding in found if not finding.well and finding.what != "disk"
    ]


def leftovers() -> list[str]:
    """What lies in the data folder of what was unpacked or looked at."""
    from django.conf import settings

    found = [*settings.HOME.glob("import-*"), *settings.HOME.glob("preview-*")]
    return sorted(path.name for path in found)


def until(seconds: float, what: Any) -> bool:
    """Whether something comes true within so many seconds."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if what():
            return True
        time.sleep(0.05)
    return bool(what())
