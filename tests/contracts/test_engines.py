"""Both engines are really the ones under test, and have what the product asks of them."""

from __future__ import annotations

import os
import sqlite3
from urllib.parse import urlsplit

import psycopg
import pytest
from django.db import connection


@pytest.mark.django_db
def test_the_engine_is_the_one_that_was_asked_for() -> None:
    asked = urlsplit(os.environ["COMITY_DATABASE_URL"]).scheme or "sqlite"
    assert connection.vendor == asked


@pytest.mark.django_db
def test_every_migration_is_applied_and_none_is_missing() -> None:
    from django.core.management import call_command

    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


def test_sqlite_is_a_version_that_loses_no_commit_in_wal_mode() -> None:
    assert sqlite3.sqlite_version_info >= (3, 51, 3)


def test_postgresql_offers_the_extensions_for_search(pg_url: str) -> None:
    with psycopg.connect(pg_url) as server:
        rows = server.execute("SELECT name FROM pg_available_extensions").fetchall()
    assert {"pg_trgm", "unaccent"} <= {name for (name,) in rows}
