"""An index by which people who may be one are found."""

from __future__ import annotations

from django.db import models

from comity.store.models.base import BookRow


class MatchPage(BookRow):
    """A piece of the index of the keys under which people are compared (`store.match_pages`); only a cache.

    page: which; several rows of one page belong together, so that adding needs no rewriting.
    """

    page = models.IntegerField()
    data = models.BinaryField()

    class Meta:
        indexes = [models.Index(fields=["book", "page"], name="match_page_by_page")]
