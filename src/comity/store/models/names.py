"""The words by which people are found."""

from __future__ import annotations

from django.db import models

from comity.store.models.base import BookRow
from comity.store.models.people import Person


class NameWord(BookRow):
    """A folded word of a person's names, addresses or organisations (`core.folding`).

    Derived (`store.name_words`) for everybody but the owner who is not merged into another,
    from all who are. `word` is
    compared byte by byte on both engines, so that words with a beginning are a range of the index.
    origin: bits, 1 a name, 2 a handle, 4 an organisation, 8 the end of an address (example, com).
    """

    NAME, HANDLE, ORGANISATION, ENDING = 1, 2, 4, 8

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+", db_index=False)
    word = models.CharField(max_length=64)
    origin = models.SmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "word"], name="name_word_once")]
        indexes = [models.Index(fields=["book", "word", "person", "origin"], name="name_word_by_word")]
