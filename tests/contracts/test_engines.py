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


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite compiles no queries so.")
def test_queries_are_not_compiled_for_longer_than_they_take() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SHOW jit")
        assert cursor.fetchone() == ("off",)


def test_an_address_of_a_server_says_how_the_connection_is_kept_safe() -> None:
    from comity.config.settings import _database

    told = _database(
        "postgresql://ana:p%40ss@db.example:5433/comity?sslmode=verify-full&sslrootcert=%2Fca.pem"
    )
    assert told["OPTIONS"] == {"sslmode": "verify-full", "sslrootcert": "/ca.pem"}
    assert [told[part] for part in ("HOST", "PORT", "USER", "PASSWORD", "NAME")] == [
        "db.example",
        "5433",
        "ana",
        "p@ss",
        "comity",
    ]
    told = _database("postgresql:///comity?host=%2Frun%2Fpostgresql")
    assert (told["HOST"], told["OPTIONS"]) == ("/run/postgresql", {})


def test_sqlite_is_a_version_that_loses_no_commit_in_wal_mode() -> None:
    assert sqlite3.sqlite_version_info >= (3, 51, 3)


def test_postgresql_offers_the_extensions_for_search(pg_url: str) -> None:
    with psycopg.connect(pg_url) as server:
        rows = server.execute("SELECT name FROM pg_available_extensions").fetchall()
    assert {"pg_trgm", "unaccent"} <= {name for (name,) in rows}
