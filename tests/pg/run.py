"""Run pytest with PostgreSQL as the engine: `python -m tests.pg.run tests/contracts`."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

from tests.pg.server import temporary_server


def main(arguments: list[str]) -> int:
    """Start a server, run pytest with `arguments` on it, stop the server; returns pytest's exit code."""
    signal.signal(signal.SIGTERM, lambda number, _frame: sys.exit(128 + number))
    with temporary_server() as url:
        environment = os.environ | {"COMITY_TEST_DATABASE_URL": url}
        return subprocess.call([sys.executable, "-m", "pytest", *arguments], env=environment)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
