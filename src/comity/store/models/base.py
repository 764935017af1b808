"""What every table of a book shares."""

from __future__ import annotations

from django.db import models

from comity.core.keys import new_uuid


class BookRow(models.Model):
    """A row that belongs to one book: the key for isolation, and later for sharding.

    A foreign key to another `BookRow` may only point into the same book; `store.isolation` makes the
    database refuse anything else.
    """

    book = models.ForeignKey("store.Book", on_delete=models.CASCADE, related_name="+", db_index=False)

    class Meta:
        abstract = True


class PublicRow(BookRow):
    """A row that is known outside by a UUIDv7, while inside it keeps its small integer key."""

    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)

    class Meta:
        abstract = True
