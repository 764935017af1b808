"""A desk with an empty book, on the day on which the tests say it is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.hostile.desk import Desk
from tests.made_up import TODAY, new_scope, on_day


@pytest.fixture
def desk(db: None, tmp_path: Path) -> Iterator[Desk]:
    folder = tmp_path / "desk"
    folder.mkdir()
    with on_day(TODAY):
        yield Desk(new_scope(), folder)
