"""A row of one book can never point into another: the database itself refuses it."""

from __future__ import annotations

import datetime as dt
import itertools
from typing import Any, cast

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, models, transaction

from comity.store.models import Book, Member, SignInLink, User
from comity.store.models.base import BookRow

_count = itertools.count(1)
_MODELS = [m for m in apps.get_app_config("store").get_models() if issubclass(m, BookRow)]
_NEEDED = {"Introduction": {"other"}}
"""References that may be empty, and that a constraint asks for where nothing else is given."""
_KEYS = [
    pytest.param(model, field, id=f"{model.__name__}.{field.name}")
    for model in _MODELS
    for field in model._meta.concrete_fields
    if isinstance(field, models.ForeignKey) and issubclass(field.related_model, BookRow)
]


def _filled(field: models.Field[Any, Any]) -> Any:
    """A value that fits a field, another one at each call."""
    number = next(_count)
    if isinstance(field, models.CharField | models.TextField):
        return f"t{number}"[-(field.max_length or 100) :]
    if isinstance(field, models.BinaryField):
        return number.to_bytes(16, "big")
    if isinstance(field, models.BooleanField):
        return False
    if isinstance(field, models.DateTimeField):
        return dt.datetime(2024, 1, 1, tzinfo=dt.UTC)
    return number % 30_000


def _row(model: type[BookRow], book: Book, **given: Any) -> Any:
    """A row of a model in a book, with whatever rows it must point to."""
    values = dict(given)
    for field in model._meta.concrete_fields:
        if field.name in (*given, "book") or isinstance(field, models.AutoField):
            continue
        if isinstance(field, models.ForeignKey):
            if field.related_model is User:
                values[field.name] = User.objects.create(username=f"user{next(_count)}")
            elif not field.null or field.name in _NEEDED.get(model.__name__, ()):
                values[field.name] = _row(cast(type[BookRow], field.related_model), book)
        elif not field.has_default() and not field.null:
            values[field.name] = _filled(field)
    return model._default_manager.create(book=book, **values)


def _books() -> tuple[Book, Book]:
    return Book.objects.create(name="mine"), Book.objects.create(name="another's")


def test_every_table_belongs_to_a_book_or_decides_who_opens_one() -> None:
    others = {m for m in apps.get_app_config("store").get_models() if not issubclass(m, BookRow)}
    assert others == {User, Book, Member, SignInLink}


@pytest.mark.parametrize("model", _MODELS, ids=lambda m: m.__name__)
def test_the_book_of_a_row_is_never_left_open(model: type[BookRow]) -> None:
    assert not model._meta.get_field("book").null


@pytest.mark.django_db
@pytest.mark.parametrize(("model", "field"), _KEYS)
def test_a_new_row_that_points_into_another_book_is_refused(model: type[BookRow], field: Any) -> None:
    mine, other = _books()
    parent = _row(field.related_model, other)
    with pytest.raises(IntegrityError), transaction.atomic():
        _row(model, mine, **{field.name: parent})


@pytest.mark.django_db
@pytest.mark.parametrize(("model", "field"), _KEYS)
def test_a_row_that_is_turned_to_another_book_is_refused(model: type[BookRow], field: Any) -> None:
    mine, other = _books()
    row = _row(model, mine, **{field.name: _row(field.related_model, mine)})
    parent = _row(field.related_model, other)
    statement = f'UPDATE "{model._meta.db_table}" SET "{field.column}" = %s WHERE "{field.column}" = %s'
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, [parent.pk, getattr(row, field.attname)])


@pytest.mark.django_db
@pytest.mark.parametrize("model", _MODELS, ids=lambda m: m.__name__)
def test_a_row_is_never_moved_to_another_book(model: type[BookRow]) -> None:
    mine, other = _books()
    row = _row(model, mine)
    with pytest.raises(IntegrityError), transaction.atomic():
        model._default_manager.filter(pk=row.pk).update(book=other)
    assert model._default_manager.get(pk=row.pk).book_id == mine.pk


@pytest.mark.django_db
@pytest.mark.parametrize(("model", "field"), _KEYS)
def test_a_row_that_points_into_its_own_book_is_taken(model: type[BookRow], field: Any) -> None:
    mine, _ = _books()
    parent = _row(field.related_model, mine)
    assert getattr(_row(model, mine, **{field.name: parent}), field.attname) == parent.pk
