"""Runs the product as a user does: its own command, in a process and a data folder of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

COMMAND = (str(Path(sys.executable).with_name("comity")),)
"""The installed command."""


def environment(home: Path) -> dict[str, str]:
    """This process's environment with another data folder and nothing else of the product's.

    Python may keep what it compiled, as it does for users, also where the one who measures forbids it.
    """
    left_out = ("COMITY_", "PYTHONDONTWRITEBYTECODE")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(left_out)}
    return kept | {"COMITY_HOME": str(home)}


def comity(home: Path, *arguments: str) -> str:
    """What `comity` prints with these arguments.

    Raises:
        RuntimeError: it did not end well; the message holds what it said.
    """
    done = subprocess.run([*COMMAND, *arguments], env=environment(home), capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"comity {' '.join(arguments)}: {done.stderr.strip()}")
    return done.stdout


def use_home(home: Path, database: str = "") -> Any:
    """Load the product into this process, as its server does, with a data folder of its own; the scope of the book in it.

    database: the address of a PostgreSQL database; "" for SQLite in the data folder.
    """
    for name in [name for name in os.environ if name.startswith("COMITY_")]:
        del os.environ[name]
    os.environ["COMITY_HOME"] = str(home)
    os.environ["COMITY_DATABASE_URL"] = database
    os.environ["DJANGO_SETTINGS_MODULE"] = "comity.config.settings"
    import comity.config.wsgi  # noqa: F401
    from comity.actions.access import first_user
    from comity.answers import upkeep
    from comity.answers.books import scope_for

    upkeep.make_ready()
    return scope_for(first_user())


def browser(scope: Any) -> Any:
    """Django's test client, signed in as the owner of the book."""
    from django.conf import settings
    from django.test import Client

    from comity.store.models import User

    client = Client(SERVER_NAME="localhost")
    client.force_login(User.objects.get(pk=scope.user_id), settings.AUTHENTICATION_BACKENDS[0])
    return client
