"""Documents and tables as files to be kept."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import HttpResponse

from comity.answers.declaring import Document
from comity.exports.contacts import row
from comity.exports.pdf import pdf


def as_pdf(document: Document, name: str) -> HttpResponse:
    """A document as a PDF."""
    return _kept(pdf(document.template, document.values), "application/pdf", name)


def as_csv(columns: Iterable[str], rows: Iterable[Iterable[str]], name: str) -> HttpResponse:
    """A table as CSV (RFC 4180), with a mark that says UTF-8; no cell is taken for a formula."""
    text = "\ufeff" + row(columns) + "".join(row(cells) for cells in rows)
    return _kept(text.encode(), "text/csv; charset=utf-8", name)


def _kept(content: bytes, kind: str, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=kind)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
