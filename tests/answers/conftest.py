"""An empty book, on a Friday: 4 October 2024."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from comity.store.access import Scope
from tests.made_up import TODAY, new_scope, on_day


@pytest.fixture
def a_day() -> Iterator[None]:
    """It is noon of the day on which the tests say it is."""
    with on_day(TODAY):
        yield


@pytest.fixture
def scope(db: None, a_day: None) -> Scope:
    return new_scope()
