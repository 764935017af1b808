"""Every document by which words of a book could leave it, as `tests.leaving` drives the other ways out."""

from __future__ import annotations

import datetime as dt
import io
import json
import zipfile
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING
from unittest.mock import patch

import pypdf
import pytest

from comity.answers import declaring, evidence, idea_record, person_document, person_file
from comity.answers.confidences import audience_of
from comity.core.errors import Locked
from comity.exports.pdf import pdf

if TYPE_CHECKING:
    from tests.leaving import Planted

NOW = dt.datetime(2024, 10, 4, 9, tzinfo=dt.UTC)


def _file_of(book: Planted, readers: Sequence[str]) -> str:
    if len(readers) != 1:
        return ""
    out = io.StringIO()
    person_file.write_json(person_file.begin(book.scope, book.who[readers[0]]), out, NOW)
    return out.getvalue()


def _document_of(book: Planted, readers: Sequence[str]) -> str:
    if len(readers) != 1:
        return ""
    return str(person_document.document(person_file.begin(book.scope, book.who[readers[0]]), NOW))


def _to_anybody(make: Callable[[Planted], object]) -> Callable[[Planted, Sequence[str]], str]:
    """What is for anybody, whoever reads it."""
    return lambda book, readers: "" if readers else str(make(book))


def pages(name: str, values: Mapping[str, object]) -> str:
    """What stands on the pages of a document."""
    found = pypdf.PdfReader(io.BytesIO(pdf(name, values))).pages
    return " ".join(page.extract_text() for page in found)


def _statement(book: Planted) -> str:
    id, scope = book.declared.decision, book.scope
    mine = declaring.statement(scope, id, to=book.texts[1], words_of_mine=book.texts[0])
    return f"{declaring.statement(scope, id).values} {mine.values}"


def _recusal(book: Planted) -> str:
    return str(declaring.recusal(book.scope, book.declared.decision, words_of_mine=book.texts[1]).values)


def _tables(book: Planted) -> str:
    return "\n".join(str(declaring.table(book.scope, what).rows) for what in ("interests", "gifts"))


def _pack(book: Planted, readers: Sequence[str]) -> str:
    """A pack from which is left out what something told in confidence stands against, and nothing else.

    Its chronology is read before it is set as pages, which takes long.
    """
    audience = audience_of(book.scope, [book.who[one] for one in readers])
    if book.scope.key is None:
        with pytest.raises(Locked):
            evidence.look(book.scope, [book.declared.incident], audience)
        return ""
    lines = evidence.look(book.scope, [book.declared.incident], audience)
    left = {(line.number, line.field): "not theirs" for line in lines if line.against}
    with patch("comity.answers.chronology.pdf", lambda _name, values: json.dumps(values).encode()):
        made = evidence.pack(book.scope, [book.declared.incident], audience, made_for="HR", left_out=left)
    with zipfile.ZipFile(io.BytesIO(made.data)) as archive:
        return "\n".join(_read(name, archive.read(name)) for name in archive.namelist())


def _read(name: str, data: bytes) -> str:
    is_json = name.endswith((".json", ".pdf"))
    return json.dumps(json.loads(data), ensure_ascii=False) if is_json else data.decode("utf-8", "replace")


DOCUMENTS: Mapping[str, Callable[[Planted, Sequence[str]], str]] = {
    "file of a person": _file_of,
    "file of a person as a document": _document_of,
    "statement of an interest": _to_anybody(_statement),
    "recusal": _to_anybody(_recusal),
    "interest of the register": _to_anybody(
        lambda book: declaring.of_interest(book.scope, book.declared.interest).values
    ),
    "register of a year": _to_anybody(lambda book: declaring.yearly(book.scope, 2024).values),
    "register of gifts": _to_anybody(lambda book: declaring.gifts_register(book.scope).values),
    "register as a table": _to_anybody(_tables),
    "record of an idea": _to_anybody(
        lambda book: idea_record.idea_record(book.scope, book.declared.idea).values
    ),
    "evidence pack": _pack,
}
"""How each of the documents in `answers.guarding.ways_out.WAYS_OUT` is tried."""
