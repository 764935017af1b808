"""What every test stands on: a data folder of its own, the engine to test, public data where there is any.

`pytest -p no:django tests/core` runs the tests of `comity.core` with Django not even imported.
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

from tests.pg.server import temporary_server

if TYPE_CHECKING:
    from comity.store.access import Scope
    from tests.sealed import OpenVault

ROOT = Path(__file__).resolve().parent.parent


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


@pytest.fixture
def vault(scope: Scope) -> OpenVault:
    """The test's book with a passphrase: `opened` and `locked` are its scope with and without the key."""
    from tests.sealed import vault_of

    return vault_of(scope)


@pytest.fixture(autouse=True)
def _tables_can_be_emptied(request: pytest.FixtureRequest) -> Iterator[None]:
    """After a test that commits, Django empties table by table; what refuses that for a chain stands aside until then."""
    yield
    marker = request.node.get_closest_marker("django_db")
    if "transactional_db" in request.fixturenames or (marker and marker.kwargs.get("transaction")):
        from comity.store.isolation import remove_before_migrate

        remove_before_migrate(using="default")


@pytest.fixture(scope="session")
def pg_url() -> Iterator[str]:
    """The `postgresql://` address of a running server: the one under test, or one started for this run."""
    url = os.environ["COMITY_DATABASE_URL"]
    if url:
        yield url
        return
    with temporary_server() as started:
        yield started
