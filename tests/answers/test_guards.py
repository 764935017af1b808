"""What the guards say of a person on their page."""

from __future__ import annotations

import re

from django.db.models import Q

from comity.answers import guards
from comity.store.queries.person import HELD


def _counted() -> set[tuple[str, str]]:
    """(table, column) of the people of each noun that is counted."""
    found = set()
    for noun in guards._NOUNS:
        columns: list[str] = []

        def person(column: str, seen: list[str] = columns) -> Q:
            seen.append(column)
            return Q(**{f"{column}__in": [1]})

        model = noun.rows(person, 20_000).model
        found |= {(model._meta.db_table, model._meta.get_field(column).column) for column in columns}
    return found


def test_each_noun_of_the_guards_is_looked_for_before_the_page_asks_how_many_there_are() -> None:
    looked_for = set(re.findall(r"SELECT (\w+) FROM (\w+)", HELD["guard"]))
    assert _counted() == {(table, column) for column, table in looked_for}
