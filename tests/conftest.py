"""What every test stands on: a data folder of its own, the engine to test, public data where there is any.

`pytest -p no:django tests/core` runs the tests of `comity.core` with Django not even imported.

Folders of tests are run by a process for each processor (pytest-xdist), file by file. Each has its own data folder, and
with it its own database; a test server of PostgreSQL holds one database for each.
"""

from __future__ import annotations

import atexit
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browser.serving import run
from tests.pg.server import temporary_server

if TYPE_CHECKING:
    from comity.store.access import Scope
    from tests.sealed import OpenVault

ROOT = Path(__file__).resolve().parent.parent
MOST_PROCESSES = 8
"""Each makes the tables of its own database first, and may hold half a gigabyte."""


def _use_a_temporary_home() -> None:
    """Point everything that the tests start at an empty data folder, before any settings are read.

    The engine is SQLite, or what COMITY_TEST_DATABASE_URL names; a COMITY_DATABASE_URL in the
    environment is somebody's real book and is never used.
    """
    home = tempfile.mkdtemp(prefix="comity-tests-")
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    os.environ["COMITY_HOME"] = home
    os.environ["COMITY_DATABASE_URL"] = os.environ.get("COMITY_TEST_DATABASE_URL", "")


def _set_up_django() -> None:
    from django.conf import settings

    if settings.configured:
        raise pytest.UsageError("Unset DJANGO_SETTINGS_MODULE: the tests choose their own settings.")
    os.environ["DJANGO_SETTINGS_MODULE"] = "comity.config.settings"
    import django

    django.setup()
    # The processes that run tests for this one begin as it did.
    del os.environ["DJANGO_SETTINGS_MODULE"]


@pytest.hookimpl(optionalhook=True)
@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes longest begins first, so that at the end no process waits for it."""
    items.sort(key=lambda item: item.get_closest_marker("longest") is None)


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """How many processes run the tests: as many as there are processors, and none besides this one for a few tests.

    Few are those of named files, and what `-k` picks; they would have run before other processes had begun. With `-s`
    somebody looks on, and what other processes print is not seen.
    """
    folders = [argument for argument in config.args if Path(argument.split("::")[0]).is_dir()]
    if not folders or config.option.keyword or config.option.capture == "no":
        return 0
    processors = len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1
    return min(processors, MOST_PROCESSES) if processors > 1 else 0


_use_a_temporary_home()
if "pytest_django.plugin" in sys.modules:
    _set_up_django()


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of public data: $COMITY_TEST_DATA, or `../shared/data` beside the checkout."""
    folder = Path(os.environ.get("COMITY_TEST_DATA") or ROOT.parent / "shared" / "data")
    if not folder.is_dir():
        pytest.skip("No public data here: name its folder in COMITY_TEST_DATA.")
    return folder


@pytest.fixture(scope="session")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder as a first command leaves it: with all tables, and nothing in them."""
    folder = tmp_path_factory.mktemp("begun") / "home"
    run(folder, "-c", "from comity.interfaces.cli.shared import prepare; prepare()")
    return folder


@pytest.fixture
def home(begun: Path, tmp_path: Path) -> Path:
    """The same, for one test: to copy the tables takes less time than to make them."""
    return shutil.copytree(begun, tmp_path / "home")


@pytest.fixture
def vault(scope: Scope) -> OpenVault:
    """The test's book with a passphrase: `opened` and `locked` are its scope with and without the key."""
    from tests.sealed import vault_of

    return vault_of(scope)


@pytest.fixture(autouse=True)
def _tables_can_be_emptied(request: pytest.FixtureRequest) -> Iterator[None]:
    """After a test that commits, Django empties the tables of models; what refuses that for a chain stands aside until
    then, and the search index, which is no model's, is emptied here."""
    marker = request.node.get_closest_marker("django_db")
    commits = "transactional_db" in request.fixturenames or bool(marker and marker.kwargs.get("transaction"))
    if commits:
        request.getfixturevalue("transactional_db")
    yield
    if commits:
        from django.db import connection

        from comity.store.fulltext import ORDER, TABLE
        from comity.store.isolation import remove_before_migrate

        remove_before_migrate(using="default")
        emptied = [f"INSERT INTO {TABLE}({TABLE}) VALUES ('delete-all')", f"DELETE FROM {ORDER}"]
        with connection.cursor() as cursor:
            for statement in emptied if connection.vendor == "sqlite" else [f"DELETE FROM {TABLE}"]:
                cursor.execute(statement)


@pytest.fixture(scope="session")
def pg_url() -> Iterator[str]:
    """The `postgresql://` address of a running server: the one under test, or one started for this run."""
    url = os.environ["COMITY_DATABASE_URL"]
    if url:
        yield url
        return
    with temporary_server() as started:
        yield started
