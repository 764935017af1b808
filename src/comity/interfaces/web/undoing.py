"""A message with a button that takes back what it tells of."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest


def said(request: HttpRequest, words: str, undo: str = "") -> None:
    """Say what was done; undo: the address of ours that takes it back."""
    messages.success(request, words, extra_tags=f"undo-at {undo}" if undo else "")
